package entry

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

// changeTrail is the way of a change to a demand.
var changeTrail = trail{base: "/suivi/changement/etape/", review: "/suivi/changement/verifier", title: "Mettre à jour votre demande"}

// verbs are the acts that a change ends with.
var verbs = map[string]struct {
	act    charter.Act
	title  string
	done   string
	button string
}{
	"modifier":   {charter.Modify, "Modifier votre demande", "Vos changements sont enregistrés.", "Enregistrer les changements"},
	"renouveler": {charter.Renew, "Renouveler votre demande", "Votre demande est renouvelée. Elle garde son numéro et son ancienneté.", "Renouveler ma demande"},
}

// change begins a change, or goes on with the one that is under way.
func (e *Entry) change(verb string) func(http.ResponseWriter, *http.Request, registry.Agent) error {
	return func(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
		v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
		if err != nil {
			return e.refusal(w, r, err)
		}
		if m := e.may(&v, agent, verbs[verb].act, charter.Facts{Received: demand.Yes, Origin: demand.FromApplicant}); !m.Yes {
			e.Router.Flash(w, r, "warning", m.Why)
			return see(w, r, "/suivi")
		}
		d, err := e.load(r.Context(), changeKey(agent.Demand))
		switch {
		case errors.Is(err, errNoDraft):
			d = &draft{key: changeKey(agent.Demand), version: store.AnyVersion}
		case err != nil:
			return err
		}
		if d.Seen != v.Seq {
			*d = draft{key: d.key, version: store.AnyVersion, Seen: v.Seq, Form: form.Copy(&v.Form), Was: &v.Form, Association: v.Form.IsAssociation()}
			shiftYears(&d.Form, e.Registry.Today())
		}
		d.Verb = verb
		if err := e.save(r.Context(), d); err != nil {
			return err
		}
		return see(w, r, changeTrail.review)
	}
}

// underWay gives the change that an applicant is preparing.
func (e *Entry) underWay(r *http.Request, agent registry.Agent) (*draft, error) {
	d, err := e.load(r.Context(), changeKey(agent.Demand))
	if err == nil {
		if _, known := verbs[d.Verb]; !known {
			return nil, errNoDraft
		}
	}
	return d, err
}

func (e *Entry) noChange(w http.ResponseWriter, r *http.Request, err error) error {
	if errors.Is(err, errNoDraft) {
		return see(w, r, "/suivi")
	}
	return err
}

func (e *Entry) changeStep(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	d, err := e.underWay(r, agent)
	if err != nil {
		return e.noChange(w, r, err)
	}
	t := changeTrail
	t.title = verbs[d.Verb].title
	v, err := e.shown(d, &t, r.PathValue("step"))
	if err != nil {
		return err
	}
	v.Code = ""
	page := e.followView(v.windowTitle(), "/suivi", v)
	page.Wrong = len(v.Summary) > 0 && !v.OnlyIf
	return e.pages.Render(w, r, "change.html", page)
}

func (e *Entry) changePost(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	d, err := e.underWay(r, agent)
	if err != nil {
		return e.noChange(w, r, err)
	}
	t := changeTrail
	next, err := e.take(r, d.key, &t, r.PathValue("step"))
	if err != nil {
		return err
	}
	return see(w, r, next)
}

// compared is a value that changed, or that is to be looked at again.
type compared struct {
	Label, Old, New, URL string
}

// changeView is what the page of a change shows before it is done.
type changeView struct {
	Title, Button string
	Renewal       bool
	Changes       []compared
	Stale         []compared // given a year ago or more
	Faults        []form.Said
	Doubts        []form.Said
	Stops         []stop
	Lacking       []form.Said // what instruction will need
	Ready         bool
	Ceilings      *ceilings
}

func (e *Entry) changeReview(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	d, err := e.underWay(r, agent)
	if err != nil {
		return e.noChange(w, r, err)
	}
	v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
	if err != nil {
		return e.refusal(w, r, err)
	}
	if d.Seen != v.Seq {
		return e.refusal(w, r, &registry.StaleError{Demand: agent.Demand, Current: v.Seq})
	}
	out, err := e.compare(d, &v)
	if err != nil {
		return err
	}
	return e.pages.Render(w, r, "compare.html", e.followView(out.Title, "/suivi", out))
}

func (e *Entry) compare(d *draft, v *registry.View) (changeView, error) {
	t := changeTrail
	o, err := e.options(d)
	if err != nil {
		return changeView{}, err
	}
	faults, err := e.faults(d)
	if err != nil {
		return changeView{}, err
	}
	verb := verbs[d.Verb]
	out := changeView{Title: verb.title, Button: verb.button, Renewal: verb.act == charter.Renew, Stops: t.progress(d, t.steps(d, o), faults, "")}
	for _, said := range e.linked(d, &t, o, faults) {
		if said.Doubt {
			out.Doubts = append(out.Doubts, said)
		} else {
			out.Faults = append(out.Faults, said)
		}
	}
	out.Ready = len(out.Faults) == 0
	before := &draft{Form: form.Copy(&v.Form), Was: &v.Form, Association: d.Association}
	today := e.Registry.Today()
	shiftYears(&before.Form, today)
	was, now := e.answers(before, &t, o), e.answers(d, &t, o)
	out.Changes = append(differences(was, now), gone(&v.Form, today)...)
	if out.Renewal {
		f := d.pruned(today)
		in, _, err := e.setting()
		if err != nil {
			return changeView{}, err
		}
		out.Lacking = e.linked(&draft{Form: d.Form, Association: d.Association}, &t, o, demand.Complete(&f, in))
		out.Stale = staleOf(v.Stale, now, out.Changes)
		if !d.Association {
			out.Ceilings = e.ceilingsOf(d)
		}
	}
	return out, nil
}

// answer is an answer with the address where it is changed.
type answer struct {
	path, label, value, url string
}

func (e *Entry) answers(d *draft, t *trail, o form.Options) []answer {
	f := d.pruned(e.Registry.Today())
	o.Raw, o.Faults = nil, nil
	var out []answer
	for _, step := range t.steps(d, o) {
		for _, fact := range form.Facts(form.Fields(&f, step, o)) {
			label := fact.Label
			if fact.Title != "" {
				label = fact.Title + " – " + label
			}
			out = append(out, answer{fact.Name, label, fact.Value, t.address(step.Name) + "#" + fact.ID})
		}
	}
	return out
}

// differences lists the answers that are not the same: by path, those of lines
// that came or went too.
func differences(was, now []answer) []compared {
	var out []compared
	index := func(all []answer, path string) int {
		return slices.IndexFunc(all, func(a answer) bool { return a.path == path })
	}
	for _, a := range now {
		old := ""
		if i := index(was, a.path); i >= 0 {
			old = was[i].value
		}
		if old != a.value {
			out = append(out, compared{a.label, old, a.value, a.url})
		}
	}
	for _, a := range was {
		if index(now, a.path) < 0 && a.value != "" {
			out = append(out, compared{a.label, a.value, "", a.url})
		}
	}
	return out
}

// gone lists the incomes of years that are not asked for any more.
func gone(f *demand.Form, today demand.Date) []compared {
	var out []compared
	of := func(in *demand.Income) {
		for year, amount := range map[int]decimal.NullDecimal{in.YearMinus1: in.AmountMinus1, in.YearMinus2: in.AmountMinus2} {
			if amount.Valid && year != 0 && year < today.Year()-2 {
				out = append(out, compared{Label: fmt.Sprintf("Revenu fiscal de référence – Revenus de %d", year), Old: web.FrenchEuros(amount.Decimal), New: "n’est plus demandé"})
			}
		}
	}
	of(&f.Applicant.Income)
	for i := range f.CoHolders {
		of(&f.CoHolders[i].Person.Income)
	}
	slices.SortStableFunc(out, func(a, b compared) int { return strings.Compare(a.Label, b.Label) })
	return out
}

// staleOf lists the answers of the values given a year ago or more that were not
// changed meanwhile.
func staleOf(paths []string, now []answer, changed []compared) []compared {
	var out []compared
	for _, a := range now {
		if a.value == "" || slices.ContainsFunc(changed, func(c compared) bool { return c.URL == a.url }) {
			continue
		}
		if slices.ContainsFunc(paths, func(p string) bool { return within(a.path, []string{p}) }) {
			out = append(out, compared{Label: a.label, Old: a.value, URL: a.url})
		}
	}
	return out
}

// changeCommit does the act.
func (e *Entry) changeCommit(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	d, err := e.underWay(r, agent)
	if err != nil {
		return e.noChange(w, r, err)
	}
	faults, err := e.faults(d)
	if err != nil {
		return err
	}
	if faults.Blocking() || len(d.Raw) > 0 {
		e.Router.Flash(w, r, "error", "Rien n’est encore enregistré : il reste des points à corriger.")
		return see(w, r, changeTrail.review)
	}
	f := d.pruned(e.Registry.Today())
	verb := verbs[d.Verb]
	out, err := e.Registry.Do(r.Context(), agent, registry.Command{Act: verb.act, Demand: agent.Demand, Seen: d.Seen, Form: &f,
		Key: fmt.Sprintf("%s %s %d", d.Verb, d.key, d.Seen)}) // pressed twice, it is done once
	var stale *registry.StaleError
	if errors.As(err, &stale) {
		if dropped := e.drop(r.Context(), d); dropped != nil {
			return dropped
		}
	}
	if err != nil {
		return e.refusal(w, r, err)
	}
	if err := e.drop(r.Context(), d); err != nil {
		return err
	}
	done := verb.done
	if out.Receipt != "" {
		done += " Numéro de reçu : " + out.Receipt + "."
	}
	e.Router.Flash(w, r, "success", done)
	return see(w, r, "/suivi")
}

// changeDrop gives a change up.
func (e *Entry) changeDrop(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	d, err := e.underWay(r, agent)
	if err != nil {
		return e.noChange(w, r, err)
	}
	if err := e.drop(r.Context(), d); err != nil {
		return err
	}
	e.Router.Flash(w, r, "info", "Les changements sont abandonnés. Votre demande reste comme elle était.")
	return see(w, r, "/suivi")
}
