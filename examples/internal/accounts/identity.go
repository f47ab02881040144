package accounts

import (
	"context"
	"slices"
	"time"

	"github.com/fichier-unique/rules/charter/access"
)

// Kind is what sort of person or program asks.
type Kind string

// The kinds. The zero value is Anonymous.
const (
	Anonymous Kind = ""
	Applicant Kind = "applicant" // through the link sent to the address of one demand
	Agent     Kind = "agent"
	Manager   Kind = "manager"
	Partner   Kind = "partner" // a partner's program
)

// Identity is who makes a request. Every part that does not belong to its kind is
// empty.
type Identity struct {
	Kind    Kind
	Agent   string       // code of the account: of an agent, a manager, or that a token bears
	Party   string       // of the charter
	Desk    string       // of an agent who works at one
	Demand  string       // key of the only demand an applicant sees
	Rights  []access.Act // of the account: of an agent, a manager, or that a token bears
	Scopes  []string     // of a partner
	Token   string       // code of the token of a partner
	Session string       // name of the session, not its token
	Fresh   time.Time    // when all of a sign-in was last given in this session
}

// May reports a right of an agent or of a manager.
func (i Identity) May(act access.Act) bool {
	return (i.Kind == Agent || i.Kind == Manager) && slices.Contains(i.Rights, act)
}

// Has reports a scope of a partner.
func (i Identity) Has(scope string) bool {
	return i.Kind == Partner && slices.Contains(i.Scopes, scope)
}

// FreshAt reports that everything was given again not longer ago than that.
func (i Identity) FreshAt(now time.Time, within time.Duration) bool {
	since := now.Sub(i.Fresh)
	return !i.Fresh.IsZero() && since <= within && since >= -backwardsTolerance
}

type identityKey struct{}

// From gives who makes the request; Anonymous outside of Load.
func From(ctx context.Context) Identity {
	i, _ := ctx.Value(identityKey{}).(Identity)
	return i
}

// with gives a context of somebody.
func with(ctx context.Context, i Identity) context.Context {
	return context.WithValue(ctx, identityKey{}, i)
}
