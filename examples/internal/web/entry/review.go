package entry

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/mail"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
	"github.com/fichier-unique/rules/examples/internal/web/refusal"
)

// reviewView is what the last page before the deposit shows.
type reviewView struct {
	Sections []section
	Faults   []form.Said // what keeps from depositing, with links
	Doubts   []form.Said
	Lacking  []form.Said // what instruction will need
	Missing  []dueItem   // papers without which no number is given
	Later    []dueItem
	Given    int
	Ceilings *ceilings
	Code     string
	Ready    bool
	Online   bool // a desk verifies what is entered online
}

// section is a step, as it was filled in.
type section struct {
	Title, URL string
	Facts      []form.Fact
}

// sections lists the answers of a draft, step by step.
func (e *Entry) sections(d *draft, t *trail, o form.Options) []section {
	f := d.pruned(e.Registry.Today())
	o.Raw, o.Faults = nil, nil
	var out []section
	for _, step := range t.steps(d, o) {
		s := section{Title: step.French, URL: t.address(step.Name)}
		for _, fact := range form.Facts(form.Fields(&f, step, o)) {
			if fact.Value != "" {
				s.Facts = append(s.Facts, fact)
			}
		}
		if len(step.Fields) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// linked turns faults into links to the fields where they are mended.
func (e *Entry) linked(d *draft, t *trail, o form.Options, faults demand.Faults) (out []form.Said) {
	o.Faults, o.Raw = faults, d.Raw
	for _, step := range t.steps(d, o) {
		for _, said := range form.Summary(form.Fields(&d.Form, step, o)) {
			said.ID = t.address(step.Name) + "#" + said.ID
			out = append(out, said)
		}
	}
	return out
}

func (e *Entry) review(w http.ResponseWriter, r *http.Request) error {
	d, err := e.mine(r)
	if err != nil {
		return e.noDraft(w, r, err)
	}
	if d.Deposited != "" {
		return e.afterDeposit(w, r, d)
	}
	v, err := e.reviewed(d)
	if err != nil {
		return err
	}
	return e.pages.Render(w, r, "review.html", e.view("Relire et déposer", v))
}

func (e *Entry) reviewed(d *draft) (reviewView, error) {
	o, err := e.options(d)
	if err != nil {
		return reviewView{}, err
	}
	in, c, err := e.setting()
	if err != nil {
		return reviewView{}, err
	}
	faults, err := e.faults(d)
	if err != nil {
		return reviewView{}, err
	}
	v := reviewView{Sections: e.sections(d, &newDemand, o), Code: shownCode(d.code), Given: len(d.Papers), Online: len(c.Online.Verifies) > 0}
	for _, said := range e.linked(d, &newDemand, o, faults) {
		if said.Doubt {
			v.Doubts = append(v.Doubts, said)
		} else {
			v.Faults = append(v.Faults, said)
		}
	}
	f := d.pruned(in.AsOf)
	raw := d.Raw
	d.Raw = nil
	v.Lacking = e.linked(d, &newDemand, o, demand.Complete(&f, in))
	d.Raw = raw
	v.Ready = len(v.Faults) == 0
	if !d.Association {
		v.Ceilings = e.ceilingsOf(d)
	}
	now, later, err := e.wanted(d)
	if err != nil {
		return reviewView{}, err
	}
	v.Missing, v.Later = notGiven(now), notGiven(later)
	return v, nil
}

func notGiven(items []dueItem) (out []dueItem) {
	for _, item := range items {
		if len(item.Given) == 0 && (item.Due || item.Refused) {
			out = append(out, item)
		}
	}
	return out
}

// deposit registers the demand. The draft is the key of the act: pressed twice, the
// button has one effect and leads to one receipt.
func (e *Entry) deposit(w http.ResponseWriter, r *http.Request) error {
	d, err := e.mine(r)
	if err != nil {
		if key := e.Visitor.Demand(r); key != "" && errors.Is(err, errNoDraft) {
			return see(w, r, "/suivi/recu") // pressed twice: the first one did it
		}
		return e.noDraft(w, r, err)
	}
	if d.Deposited != "" {
		return e.afterDeposit(w, r, d)
	}
	faults, err := e.faults(d)
	if err != nil {
		return err
	}
	if faults.Blocking() || len(d.Raw) > 0 {
		e.Router.Flash(w, r, "error", "La demande n’est pas encore déposée : il reste des points à corriger.")
		return see(w, r, "/demande/verifier")
	}
	out, err := e.register(r.Context(), d)
	if err != nil {
		return e.refusal(w, r, err)
	}
	if err := e.enter(r.Context(), w, r, d.code, out.Demand); err != nil {
		return err
	}
	return see(w, r, "/suivi/recu")
}

func (e *Entry) register(ctx context.Context, d *draft) (registry.Outcome, error) {
	today := e.Registry.Today()
	f := d.pruned(today)
	f.DepositedOn = demand.Date{} // the registry gives it; the same draft sent after midnight is the same request
	cmd := registry.Command{Act: charter.Register, Key: "depot " + d.key, Form: &f, Online: true}
	for _, p := range d.Papers {
		cmd.Papers = append(cmd.Papers, p.ID)
	}
	agent := registry.Agent{Code: registry.Applicant, Actor: charter.Actor{Kind: charter.Applicant}}
	if to := mail.AddressOf(&f); to != "" && e.Mail != nil && e.receipts.Allow(strings.ToLower(to)) {
		m, err := e.Mail(to, "recu", map[string]string{"Day": web.FrenchDay(today)}, e.Now())
		if err != nil {
			return registry.Outcome{}, err
		}
		cmd.Messages = []store.Message{m}
	}
	out, err := e.Registry.Do(ctx, agent, cmd)
	if err != nil {
		return out, err
	}
	// What was deposited is no draft any more: the key of the demand alone stays, for
	// the same button pressed again.
	stub := &draft{key: d.key, version: store.AnyVersion, Deposited: out.Demand}
	return out, e.save(ctx, stub)
}

// refusal says to a person why the registry did not do an act.
func (e *Entry) refusal(w http.ResponseWriter, r *http.Request, err error) error {
	var invalid *registry.InvalidError
	var stale *registry.StaleError
	switch {
	case errors.As(err, &invalid):
		return &web.Error{Status: http.StatusUnprocessableEntity, Faults: invalid.Faults, Remedy: "Revenez à votre demande et corrigez ces points."}
	case errors.As(err, &stale):
		e.Router.Flash(w, r, "warning", "Votre demande a été modifiée entre-temps, peut-être par un guichet. Rien n’a été enregistré : relisez-la, puis recommencez.")
		return see(w, r, "/suivi")
	case errors.Is(err, registry.ErrNothing):
		e.Router.Flash(w, r, "info", "Rien n’a changé : il n’y avait rien à enregistrer.")
		return see(w, r, "/suivi")
	}
	return refusal.Of(err)
}
