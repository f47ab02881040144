package server

import (
	"context"
	"net/http"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/api"
	"github.com/fichier-unique/rules/examples/internal/registry"
)

// agentOf is the agent of the registry behind somebody signed in.
func agentOf(i accounts.Identity) registry.Agent {
	a := registry.Agent{Code: i.Agent, Actor: charter.Actor{Party: i.Party, Desk: i.Desk}, Purpose: access.Registering}
	switch i.Kind {
	case accounts.Agent, accounts.Manager:
		a.Rights = append([]access.Act{}, i.Rights...) // none at all limits too
	case accounts.Applicant:
		a.Code, a.Actor, a.Demand = registry.Applicant, charter.Actor{Kind: charter.Applicant}, i.Demand
	case accounts.Partner:
		a.Program = true
		if i.Agent != "" {
			a.Rights = append([]access.Act{}, i.Rights...)
		} else {
			a.Code = i.Token // a token of no account: its scopes alone limit it
		}
	}
	return a
}

// staff tells the agent of a desk or of the manager.
func staff(r *http.Request) (registry.Agent, bool) {
	i := accounts.From(r.Context())
	return agentOf(i), i.Kind == accounts.Agent || i.Kind == accounts.Manager
}

// partner tells the program of a partner.
func partner(r *http.Request) (api.Caller, bool) {
	i := accounts.From(r.Context())
	return api.Caller{Agent: agentOf(i), Scopes: i.Scopes, Token: i.Token}, i.Kind == accounts.Partner
}

// visitor lets applicants in, for the pages of the online entry.
type visitor struct{ accounts *accounts.Accounts }

func (v visitor) Demand(r *http.Request) string {
	i := accounts.From(r.Context())
	if i.Kind != accounts.Applicant {
		return ""
	}
	return i.Demand
}

func (v visitor) Enter(ctx context.Context, key string) error {
	return v.accounts.EnterAsApplicant(ctx, key)
}

// find is how an applicant who asks for a link is known: by the number of the
// demand and the day of birth; the address is that of the form.
func (s *Server) find(ctx context.Context, number, birth string) (key, email string, ok bool) {
	key, err := s.registry.ByNumber(ctx, number)
	if err != nil {
		return "", "", false
	}
	born, err := demand.ParseDate(birth)
	if err != nil {
		return "", "", false
	}
	entries, err := s.store.Of(ctx, key)
	if err != nil {
		return "", "", false
	}
	var events []journal.Event
	for _, e := range entries {
		events = append(events, e.Event)
	}
	j, _ := journal.New(events...) // the store refuses two events of one identifier
	f := j.Fold(key, journal.At{Day: s.registry.Today()}).Form
	if f.IsAssociation() {
		return key, f.Association.Email, f.Association.CreatedOn == born && f.Association.Email != ""
	}
	return key, f.Applicant.Email, f.Applicant.BirthDate == born && f.Applicant.Email != ""
}
