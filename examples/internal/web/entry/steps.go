package entry

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

// trail is a way through steps: that of a new demand, or of a change to one.
type trail struct {
	base   string // of the addresses of the steps
	review string
	papers string // "": the papers are not on this way
	title  string
}

var newDemand = trail{base: "/demande/etape/", review: "/demande/verifier", papers: "/demande/justificatifs", title: "Votre demande"}

// address gives the page of a step.
func (t *trail) address(step string) string {
	if step == "justificatifs" {
		return t.papers
	}
	return t.base + step
}

// steps are those of a draft on a trail.
func (t *trail) steps(d *draft, o form.Options) []demand.EntryStep {
	all := form.Steps(&d.Form, o)
	if t.papers == "" || d.Association {
		all = slices.DeleteFunc(all, func(s demand.EntryStep) bool { return s.Name == "justificatifs" })
	}
	return all
}

// stop is a step as the progress shows it.
type stop struct {
	Name, French, URL string
	Rank              int
	Current, Done     bool
	Wrong             bool
}

// faults are those of the form as it would be deposited today.
func (e *Entry) faults(d *draft) (demand.Faults, error) {
	in, _, err := e.setting()
	if err != nil {
		return nil, err
	}
	f := d.pruned(in.AsOf)
	all := append(demand.Registrable(&f, in), demand.Validate(&f, in)...)
	return slices.DeleteFunc(all, func(f demand.Fault) bool {
		_, unread := d.Raw[f.Path] // it is said already that the value could not be read
		return unread
	}), nil
}

// pruned is the form as it would be deposited: without the answers that do not
// apply, nor those of the other kind of applicant.
func (d *draft) pruned(today demand.Date) demand.Form {
	f := form.Tidy(&d.Form)
	f = form.PruneSince(d.Was, &f)
	if d.Association {
		f = demand.Form{Association: f.Association, PersonsToHouse: f.PersonsToHouse, Wanted: f.Wanted, Remarks: f.Remarks, Version: f.Version,
			Number: f.Number, Desk: f.Desk, DepositedOn: f.DepositedOn, RenewedOn: f.RenewedOn, FormerNumbers: f.FormerNumbers, Origins: f.Origins}
	} else {
		f.Association = demand.Association{}
	}
	if f.DepositedOn.IsZero() {
		f.DepositedOn = today
	}
	return f
}

// progress lists the steps with where the applicant stands.
func (t *trail) progress(d *draft, steps []demand.EntryStep, faults demand.Faults, current string) []stop {
	out := make([]stop, len(steps))
	for i, s := range steps {
		out[i] = stop{Name: s.Name, French: s.French, URL: t.address(s.Name), Rank: i + 1, Current: s.Name == current, Done: d.Visited[s.Name]}
		out[i].Wrong = out[i].Done && (form.Of(s, faults).Blocking() || rawIn(d.Raw, s))
	}
	return out
}

// rawIn reports a value of a step that could not be read.
func rawIn(raw map[string]string, step demand.EntryStep) bool {
	for path := range raw {
		for _, field := range step.Fields {
			if path == field || strings.HasPrefix(path, field+".") || strings.HasPrefix(path, field+"[") {
				return true
			}
		}
	}
	return false
}

// stepView is what the page of a step shows.
type stepView struct {
	Title    string
	Step     demand.EntryStep
	Stops    []stop
	Rank     int
	Action   string // address to post to
	Fields   []form.Field
	Summary  []form.Said
	OnlyIf   bool // nothing is wrong for sure: one may go on
	Ceilings *ceilings
	Missing  []dueItem
	Code     string
	Back     bool
	Help     string
}

// shown makes the page of a step.
func (e *Entry) shown(d *draft, t *trail, name string) (stepView, error) {
	o, err := e.options(d)
	if err != nil {
		return stepView{}, err
	}
	steps := t.steps(d, o)
	at := slices.IndexFunc(steps, func(s demand.EntryStep) bool { return s.Name == name })
	if at < 0 {
		return stepView{}, &web.Error{Status: http.StatusNotFound}
	}
	faults, err := e.faults(d)
	if err != nil {
		return stepView{}, err
	}
	v := stepView{Title: t.title, Step: steps[at], Stops: t.progress(d, steps, faults, name), Rank: at + 1, Action: t.address(name), Code: shownCode(d.code), Back: at > 0, Help: web.Typo(helps[name])}
	if d.Visited[name] {
		o.Faults = form.Of(steps[at], faults)
	}
	v.Fields = form.Fields(&d.Form, steps[at], o)
	v.Summary = form.Summary(v.Fields)
	v.OnlyIf = !slices.ContainsFunc(v.Summary, func(s form.Said) bool { return !s.Doubt })
	if name == "ressources" && !d.Association {
		v.Ceilings = e.ceilingsOf(d)
	}
	return v, nil
}

// windowTitle is the title of the window: the step, and how far it is.
func (v *stepView) windowTitle() string {
	return fmt.Sprintf("%s (étape %d sur %d)", v.Step.French, v.Rank, len(v.Stops))
}

// helps say at some steps why the questions are asked.
var helps = map[string]string{
	"identite":           "Ces informations permettent de vous reconnaître, et de ne pas créer deux demandes pour la même personne. Avec une commune et un nombre de pièces, elles suffisent pour enregistrer votre demande.",
	"coordonnees":        "Pour vous envoyer votre attestation et vous prévenir avant la fin de validité de votre demande. Rien n’est obligatoire ici, mais sans adresse personne ne peut vous écrire.",
	"famille":            "Les personnes qui vivront avec vous fixent la taille du logement et les plafonds de ressources.",
	"ressources":         "Le revenu fiscal de référence de chaque adulte est comparé aux plafonds. Vous pouvez laisser vide ce que vous ne savez pas encore.",
	"logement_actuel":    "Votre situation d’aujourd’hui, et ce qui vous fait demander un logement.",
	"logement_recherche": "Indiquez au moins une commune et un nombre de pièces : ils sont nécessaires pour enregistrer la demande.",
	"handicap":           "Ces réponses servent seulement à vous proposer un logement adapté. Elles n’entrent dans aucune statistique.",
	"remarques":          "La dernière étape avant de tout relire.",
}

func (e *Entry) stepPage(w http.ResponseWriter, r *http.Request) error {
	d, err := e.mine(r)
	if err != nil {
		return e.noDraft(w, r, err)
	}
	if d.Deposited != "" {
		return see(w, r, "/demande/verifier")
	}
	v, err := e.shown(d, &newDemand, r.PathValue("step"))
	if err != nil {
		return err
	}
	page := e.view(v.windowTitle(), v)
	page.Wrong = len(v.Summary) > 0 && !v.OnlyIf
	return e.pages.Render(w, r, "step.html", page)
}

func (e *Entry) stepPost(w http.ResponseWriter, r *http.Request) error {
	d, err := e.mine(r)
	if err != nil {
		return e.noDraft(w, r, err)
	}
	if d.Deposited != "" {
		return see(w, r, "/demande/verifier")
	}
	next, err := e.take(r, d.key, &newDemand, r.PathValue("step"))
	if err != nil {
		return err
	}
	return see(w, r, next)
}

// take writes what a step posted into a draft, and gives the page to go to.
func (e *Entry) take(r *http.Request, key string, t *trail, name string) (next string, err error) {
	if err := r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return "", err
		}
		return "", &web.Error{Status: http.StatusBadRequest}
	}
	_, err = e.update(r.Context(), key, func(d *draft) error {
		next, err = e.takeInto(d, r, t, name)
		return err
	})
	return next, err
}

func (e *Entry) takeInto(d *draft, r *http.Request, t *trail, name string) (string, error) {
	o, err := e.options(d)
	if err != nil {
		return "", err
	}
	steps := t.steps(d, o)
	at := slices.IndexFunc(steps, func(s demand.EntryStep) bool { return s.Name == name })
	if at < 0 {
		return "", &web.Error{Status: http.StatusNotFound}
	}
	step := steps[at]
	asked := form.Questions(&d.Form, step, o)
	reading := form.Read(&d.Form, step, r.PostForm, o)
	show, acted := reading.Act(step, o)
	d.Form, d.Raw = reading.Form, reading.Raw
	settle(&d.Form, e.Registry.Today())
	if acted {
		return t.address(name) + "#" + form.ID(show), nil
	}
	if len(d.Raw) == 0 {
		d.Form = form.Tidy(&d.Form)
	}
	d.mark(name)
	o.Raw = d.Raw
	switch reading.Action.Verb {
	case "save":
		return t.saved(), nil
	case "back":
		return t.address(steps[max(0, at-1)].Name), nil
	}
	for path := range form.Questions(&d.Form, step, o) {
		if !asked[path] {
			return t.address(name) + "#" + form.ID(path), nil // one more question, because of an answer
		}
	}
	return e.onward(d, t, step, o)
}

func (d *draft) mark(name string) {
	if d.Visited == nil {
		d.Visited = map[string]bool{}
	}
	d.Visited[name] = true
}

func (t *trail) saved() string {
	if t.papers == "" {
		return "/suivi"
	}
	return "/demande/enregistre"
}

// onward gives the page after a step: the same one while something is wrong in it,
// or while a doubt was not shown yet.
func (e *Entry) onward(d *draft, t *trail, step demand.EntryStep, o form.Options) (string, error) {
	faults, err := e.faults(d)
	if err != nil {
		return "", err
	}
	here := form.Of(step, faults)
	o.Faults = here
	said := form.Summary(form.Fields(&d.Form, step, o))
	wrong := slices.ContainsFunc(said, func(s form.Said) bool { return !s.Doubt })
	if wrong {
		return t.address(step.Name) + "#fautes", nil
	}
	if codes := here.Codes(); len(said) > 0 && d.Told[step.Name] != codes {
		if d.Told == nil {
			d.Told = map[string]string{}
		}
		d.Told[step.Name] = codes
		return t.address(step.Name) + "#fautes", nil
	}
	steps := t.steps(d, o)
	at := slices.IndexFunc(steps, func(s demand.EntryStep) bool { return s.Name == step.Name })
	if at+1 < len(steps) {
		return t.address(steps[at+1].Name), nil
	}
	return t.review, nil
}

// noDraft leads somebody without a draft to the page where one takes up again.
func (e *Entry) noDraft(w http.ResponseWriter, r *http.Request, err error) error {
	if !errors.Is(err, errNoDraft) {
		return err
	}
	if e.Visitor.Demand(r) != "" { // back from the receipt: another demand would be a duplicate
		e.Router.Flash(w, r, "info", "Votre demande est déposée : elle se suit et se change ici.")
		return see(w, r, "/suivi")
	}
	e.Router.Flash(w, r, "warning", "Aucune demande en cours n’a été trouvée sur cet appareil. Donnez votre code de reprise, ou commencez une nouvelle demande.")
	return see(w, r, "/demande/reprendre")
}

// enter opens a demand to the browser that deposited it, and forgets the draft; the
// receipt may still show its code.
func (e *Entry) enter(ctx context.Context, w http.ResponseWriter, r *http.Request, code, key string) error {
	if _, err := e.Registry.Store().Row(ctx, key); err != nil {
		return err
	}
	if err := e.Visitor.Enter(ctx, key); err != nil {
		return err
	}
	e.setCookie(w, r, draftCookie, "", 0)
	e.setCookie(w, r, receiptCookie, code, receiptLife)
	return nil
}
