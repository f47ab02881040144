package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

// registerPage is the page where a demand is taken in.
type registerPage struct {
	Form       *formPart
	Key        string
	Fields     []form.Field // the identity paper, the day of deposit
	Candidates []candidate
	Twin       bool // the charter says that the demand is there already
	Why        *why
	Notices    []ruling
	Faults     []web.Ruling
	Problem    string
	Summary    []form.Said
	Other      string // address of the form of an association, or of a person
	Papers     []paper
}

// newDemand shows the form of a new demand, when the charter lets this desk
// register.
func (v *visit) newDemand() error {
	d := charter.Decide(v.charter, v.agent.Actor, charter.Register, charter.Facts{Numbered: demand.No, Person: demand.Yes}, v.today)
	if d.Outcome == charter.Refused && d.Rule != "" && v.never(&d) {
		return v.render("refused.html", http.StatusForbidden, "Ce n’est pas possible", refusedPage{Why: v.why(&d), Back: home})
	}
	p, err := v.registerPage(url.Values{}, d.Missing())
	if err != nil {
		return err
	}
	p.Form = &formPart{Association: v.r.URL.Query().Has("association")}
	v.showRegister(p)
	return v.render("register.html", 0, "Nouvelle demande", p)
}

// never reports a refusal that the form could not change: no fact of the form is
// among those looked at by the rule that decides.
func (v *visit) never(d *charter.Decision) bool {
	return !slices.ContainsFunc(d.Spoken(), func(r charter.Ruling) bool { return r.Outcome == charter.Refused && r.Path != "" })
}

func (v *visit) registerPage(typed url.Values, lacking []string) (*registerPage, error) {
	p := &registerPage{Key: typed.Get("cle")}
	var err error
	if p.Key == "" {
		if p.Key, err = v.newKey(); err != nil {
			return nil, err
		}
	}
	b := fields{typed: typed}
	b.day("effet", "Date du dépôt", "Aujourd’hui si vous ne dites rien. Pour un formulaire papier : le jour où il a été reçu.")
	names := append(asked(typed), "identity")
	for _, name := range lacking {
		if _, ok := sayable[name]; ok {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(x, y string) int { return slices.Index(factOrder, x) - slices.Index(factOrder, y) })
	p.Fields = append(b.out, v.factFields(slices.Compact(names), typed)...)
	for i := range p.Fields {
		if p.Fields[i].Name == factPrefix+"identity" {
			p.Fields[i].Hint = "Vous l’inscrivez en votre nom (agent " + v.agent.Code + "), aujourd’hui, " + web.FrenchDay(v.today) + "."
		}
	}
	return p, nil
}

// showRegister completes the page of a new demand.
func (v *visit) showRegister(p *registerPage) {
	v.steps(p.Form, v.options(nil, p.Form.Association))
	if !p.Form.Again {
		p.Summary = append(p.Summary, p.Form.summary()...)
	}
	p.Other = home + "/nouvelle?association"
	if p.Form.Association {
		p.Other = home + "/nouvelle"
	}
	list := papers.DueFor(&p.Form.form, papers.Setting{Step: papers.Register, AsOf: v.today, Profile: v.charter.Profile})
	for _, item := range list.Ask {
		info, _ := papers.Lookup(item.Paper)
		p.Papers = append(p.Papers, paper{Name: paperName(item.Paper), Person: personName(&p.Form.form, item.Person), Ruling: v.ruled(item.Code), Accepted: info.Accepted})
	}
}

// register takes a demand in, or says why not.
func (v *visit) register() error {
	if err := v.parse(); err != nil {
		return err
	}
	typed := v.r.PostForm
	p, err := v.registerPage(typed, nil)
	if err != nil {
		return err
	}
	p.Form = &formPart{Association: typed.Get("association") != ""}
	v.read(&demand.Form{}, typed, v.options(nil, p.Form.Association), p.Form)
	if p.Form.Again {
		v.showRegister(p)
		return v.render("register.html", 0, "Nouvelle demande", p)
	}
	facts, ok := factsIn(typed)
	on, readable := day(typed.Get("effet"))
	if !ok || !readable || len(p.Form.raw) > 0 {
		return v.registerAgain(p, errUnread, typed)
	}
	agent := v.agent
	out, err := v.Registry.Do(v.r.Context(), agent, registry.Command{Act: charter.Register, Key: typed.Get("cle"), On: on, Form: &p.Form.form, Facts: facts,
		Distinct: typed["autre-personne"]})
	if err != nil {
		return v.registerAgain(p, err, typed)
	}
	if err := v.apart(out, typed["autre-personne"]); err != nil {
		return err
	}
	return v.registered(out)
}

// registeredPage is what is told of a demand taken in that the charter does not
// open to the desk that took it: it wants to live elsewhere.
type registeredPage struct {
	Number string
	Text   string
	Why    why
}

// registered goes to the demand, or tells its number where the charter does not
// open it afterwards.
func (v *visit) registered(out registry.Outcome) error {
	text := "La demande est enregistrée."
	if out.Unnumbered != nil {
		text += " Elle n’a pas encore de numéro unique. " + v.whyUnnumbered(out.Unnumbered)
	} else {
		text += " Son numéro unique est attribué."
	}
	for _, duty := range v.duties(out.Duties) {
		text += " À faire : " + duty
	}
	_, err := v.Registry.Show(v.r.Context(), v.agent, out.Demand)
	var refused *registry.RefusedError
	if errors.As(err, &refused) {
		p := registeredPage{Text: text, Why: v.why(&refused.Decision)}
		if !out.Number.IsZero() {
			p.Number = out.Number.Grouped()
		}
		return v.render("registered.html", 0, "Demande enregistrée", p)
	}
	return v.done(at(out.Demand), text)
}

// apart keeps what the clerk said when the demand was taken in: it is of another
// person than those. Who may not decide that says it to this demand alone.
func (v *visit) apart(out registry.Outcome, others []string) error {
	for _, other := range others {
		err := v.Registry.Apart(v.r.Context(), v.agent, out.Demand, other)
		var refused *registry.RefusedError
		if err != nil && !errors.As(err, &refused) && !errors.Is(err, store.ErrNotFound) && !errors.Is(err, registry.ErrAct) {
			return err
		}
	}
	return nil
}

// whyUnnumbered says why a demand has no number yet: the rule that decides, then,
// where it names others, what each of them wants.
func (v *visit) whyUnnumbered(ex *charter.Explanation) string {
	said := params(ex)
	text := v.ruled(ex.Rule, said...).Text
	for _, p := range said {
		if p.Name != "codes" {
			continue
		}
		for code := range strings.SplitSeq(p.Value, ", ") {
			text += " " + v.ruled(code).Text
		}
	}
	return text
}

// params are those of the rule that decides.
func params(ex *charter.Explanation) []demand.Param {
	for _, r := range ex.Spoken {
		if r.Code == ex.Rule {
			return r.Params
		}
	}
	return nil
}

// registerAgain shows the form of a new demand again, with why it was not taken.
func (v *visit) registerAgain(p *registerPage, cause error, typed url.Values) error {
	status := http.StatusUnprocessableEntity
	var refused *registry.RefusedError
	var invalid *registry.InvalidError
	var twins *registry.DuplicatesError
	switch {
	case errors.As(cause, &refused):
		reason := v.why(&refused.Decision)
		if p.Why = &reason; reason.Refused {
			status = http.StatusForbidden
		}
		again, err := v.registerPage(typed, refused.Decision.Missing())
		if err != nil {
			return err
		}
		p.Fields = again.Fields
		need(p.Fields, refused.Decision.Missing())
		p.Summary = append(p.Summary, form.Summary(p.Fields)...)
	case errors.As(cause, &invalid):
		p.Form.faults, p.Faults = invalid.Faults, web.RuledAll(v.Book, invalid.Faults)
	case errors.As(cause, &twins):
		status = http.StatusConflict
		ticked := map[string]bool{}
		for _, key := range typed["autre-personne"] {
			ticked[key] = true
		}
		for i := range twins.Candidates {
			p.Candidates = append(p.Candidates, v.candidate(&twins.Candidates[i], ticked))
		}
		p.Twin = twins.Candidates[0].Sure
	default:
		if p.Problem = problems[rootOf(cause)]; p.Problem == "" {
			return cause
		}
	}
	p.Problem = web.Typo(p.Problem)
	v.showRegister(p)
	return v.render("register.html", status, "Nouvelle demande", p)
}
