package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
	"github.com/fichier-unique/rules/numbering"
)

// formPart is a whole form on a page: every step one after the other, its faults
// beside its fields.
type formPart struct {
	Steps       []formStep
	Stale       []stalePath // what a renewal should look at first
	Hidden      []string    // classes of data that are not open: they stay as they are
	Association bool
	Again       bool // a button of the form was pressed (add a line, look for a commune): nothing is done

	form   demand.Form
	raw    map[string]string
	faults demand.Faults
	show   string // path to come back to
}

// stalePath is a value that has aged, with the place of its field on the page.
type stalePath struct{ Name, ID string }

// anchor is where a value is on the page: its field, failing which its step.
func (v *visit) anchor(part *formPart, path string) string {
	s, _ := demand.StepOf(path)
	for _, step := range part.Steps {
		if step.ID != "etape-"+s.Name {
			continue
		}
		for _, f := range step.Fields {
			if f.Name == path {
				return f.ID
			}
		}
	}
	return "etape-" + s.Name
}

// formStep is a step of the form: it can be closed, and stands open when something
// is needed, said or wrong in it.
type formStep struct {
	ID, Title string
	Fields    []form.Field
	Open      bool
	Focus     bool // the button that was pressed is in it
}

// kept are the steps and the fields that a desk fills in: what the events give
// themselves (number, desk, dates) is not typed.
var notTyped = []string{"number", "former_numbers", "desk", "deposited_on", "renewed_on", "origins"}

// options say how a form is shown to this agent.
func (v *visit) options(sight *charter.Sight, association bool) form.Options {
	departement := ""
	if list := v.charter.Territory.Departements; len(list) > 0 {
		departement = list[0]
	}
	return form.Options{Every: true, Departement: departement,
		Say: func(f demand.Fault) string {
			ruled := v.ruled(f.Code, f.Params...)
			if ruled.Article != "" {
				ruled.Text += " (" + ruled.Article + ")"
			}
			return ruled.Text
		},
		Hide: func(path string) bool {
			root, _, _ := strings.Cut(path, ".")
			switch {
			case slices.Contains(notTyped, root):
				return true
			case association && slices.Contains([]string{"applicant", "co_holders", "dependants", "custody", "unborn", "persons_to_house"}, root):
				return true
			case !association && root == "association":
				return true
			}
			return sight != nil && !sight.May(charter.FieldOf(path))
		},
	}
}

// needed are the paths of the minimum of registration, as the library names them
// for an empty form.
func (v *visit) needed(association bool) func(string) bool {
	var empty demand.Form
	if association {
		empty.Association.RequestRank = 1
	}
	paths := map[string]bool{}
	for _, f := range demand.Registrable(&empty, demand.Setting{AsOf: v.today, Profile: v.charter.Profile, Territory: v.charter.Territory.Number}) {
		if f.Severity == demand.Blocking {
			paths[f.Path] = true
		}
	}
	return func(path string) bool { return paths[path] }
}

// steps shows the form of a part.
func (v *visit) steps(part *formPart, o form.Options) {
	o.Faults, o.Raw, o.Needed = part.faults, part.raw, v.needed(part.Association)
	part.Steps = nil
	for _, s := range form.Steps(&part.form, o) {
		if fields := form.Fields(&part.form, s, o); len(fields) > 0 {
			at, _ := demand.StepOf(part.show)
			here := part.show != "" && at.Name == s.Name
			part.Steps = append(part.Steps, formStep{ID: "etape-" + s.Name, Title: s.French, Fields: fields, Open: here || !slices.Contains(folded, s.Name) || opens(fields), Focus: here})
		}
	}
}

// folded are the steps that most demands leave empty at the desk.
var folded = []string{"demande", "profession", "ressources", "handicap", "remarques"}

// opens reports that something is needed, said or wrong in fields.
func opens(fields []form.Field) bool {
	return slices.ContainsFunc(fields, func(f form.Field) bool {
		return f.Needed || len(f.Faults) > 0 || len(f.Rows) > 0 || len(linesOf(&f)) > 0 || opens(f.Fields)
	})
}

// summary lists what is wrong in the form.
func (part *formPart) summary() []form.Said {
	var out []form.Said
	for _, s := range part.Steps {
		out = append(out, form.Summary(s.Fields)...)
	}
	return out
}

// read takes a posted form over another.
func (v *visit) read(base *demand.Form, typed url.Values, o form.Options, part *formPart) {
	part.form, part.raw = *base, map[string]string{}
	for _, s := range form.Steps(base, o) {
		r := form.Read(&part.form, s, typed, o)
		part.form = r.Form
		for path, raw := range r.Raw {
			part.raw[path] = raw
		}
		if r.Action.Verb == "" || r.Action.Verb == "next" {
			continue
		}
		part.Again = true
		if show, ok := r.Act(s, o); ok {
			part.form, part.raw, part.show = r.Form, merged(part.raw, r.Raw), show
		}
	}
	if !part.Again {
		part.form = form.Tidy(&part.form)
	}
}

// merged keeps what could not be read in the steps before, and what a button
// renamed.
func merged(before, now map[string]string) map[string]string {
	out := map[string]string{}
	for path, raw := range now {
		out[path] = raw
	}
	for path, raw := range before {
		if _, there := out[path]; !there {
			out[path] = raw
		}
	}
	return out
}

// openForm puts the form of an act on its page: that of the demand, or what a
// member of the couple leaves with.
func (v *visit) openForm(p *actPage, view *registry.View, a *act, typed url.Values) error {
	part := &formPart{form: view.Form, Association: view.Form.IsAssociation()}
	if a.act == charter.Separate {
		rank, err := strconv.Atoi(typed.Get("qui"))
		left, _, ok := view.State.Leave(rank)
		if err != nil || !ok {
			p.Form = nil // who leaves is chosen first
			return nil
		}
		part.form = left
		v.separation(p, view, typed)
	}
	v.fill(p, view, a, part, typed)
	return nil
}

// separation lists the papers that prove a separation.
func (v *visit) separation(p *actPage, view *registry.View, typed url.Values) {
	list := papers.DueFor(&view.Form, papers.Setting{Step: papers.Separate, AsOf: v.today, Profile: v.charter.Profile, Case: papers.Couple(typed.Get("cas"))})
	for _, item := range list.Ask {
		info, _ := papers.Lookup(item.Paper)
		p.Papers = append(p.Papers, paper{Name: paperName(item.Paper), Ruling: v.ruled(item.Code), Accepted: info.Accepted, Possible: item.Necessity == papers.Possible})
	}
}

// fill shows a form on the page of an act.
func (v *visit) fill(p *actPage, view *registry.View, a *act, part *formPart, typed url.Values) {
	sight := &view.Sight
	if a.act == charter.Separate {
		sight = nil // a new demand of this desk
		if len(p.Papers) == 0 {
			v.separation(p, view, typed)
		}
	}
	v.steps(part, v.options(sight, part.Association))
	if a.act == charter.Renew {
		for _, path := range view.Stale {
			part.Stale = append(part.Stale, stalePath{v.pathName(path), v.anchor(part, path)})
		}
	}
	if sight != nil {
		for _, field := range fieldOrder {
			if !sight.May(field) {
				part.Hidden = append(part.Hidden, fieldNames[field])
			}
		}
	}
	p.Form = part
	if !part.Again {
		p.Summary = append(p.Summary, part.summary()...)
	}
}

// readForm reads the form that the page of an act posted.
func (v *visit) readForm(view *registry.View, a *act, typed url.Values) (*formPart, error) {
	part := &formPart{Association: view.Form.IsAssociation()}
	base, sight := view.Form, &view.Sight
	if a.act == charter.Separate {
		rank, err := strconv.Atoi(typed.Get("qui"))
		left, _, ok := view.State.Leave(rank)
		if err != nil || !ok {
			return nil, &web.Error{Status: http.StatusBadRequest, Detail: "Il faut dire d’abord qui dépose une demande séparée."}
		}
		base, sight = left, nil
	}
	v.read(&base, typed, v.options(sight, part.Association), part)
	// What events give is no part of the command: the same page, sent again after it
	// changed them, is the same command.
	f := &part.form
	f.Number, f.FormerNumbers, f.Desk, f.Origins = numbering.Number{}, nil, "", nil
	f.DepositedOn, f.RenewedOn = demand.Date{}, demand.Date{}
	return part, nil
}

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
		text += " Elle n’a pas encore de numéro unique : " + v.ruled(out.Unnumbered.Rule, params(out.Unnumbered)...).Text
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
