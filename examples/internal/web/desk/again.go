package desk

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

// stale is what a colleague changed meanwhile.
type stale struct {
	Events []event
	Both   []string // changed by both
	Theirs []string
}

// unsaid tells what an act needs and the page leaves open, in the words of the page.
func unsaid(view *registry.View, a *act, cmd *registry.Command) error {
	if a.slug == "designer" && cmd.Treatment.Dwelling == "" {
		return &typedError{"Donnez le code du logement."}
	}
	if l := cmd.Letter; l != nil && (l.Subject == "" || l.Channel == "" || l.Sent.IsZero()) {
		if !slices.ContainsFunc(view.State.Letters, func(known journal.Posted) bool { return known.Ref == l.Ref }) {
			return &typedError{"Dites l’objet du courrier, son moyen et le jour où il est parti."}
		}
	}
	return nil
}

// outOfStep asks the library whether a candidacy may make a step: its faults, or
// nothing.
func (v *visit) outOfStep(view *registry.View, a *act, cmd *registry.Command) error {
	if err := unsaid(view, a, cmd); err != nil {
		return err
	}
	if !a.within {
		return nil
	}
	on := cmd.On
	if on.IsZero() {
		on = v.today
	}
	for _, c := range view.Candidacies() {
		if c.ID != cmd.Treatment.Candidacy {
			continue
		}
		e := journal.Event{Demand: view.Demand, Kind: journal.Treat, On: on, Service: v.myParty(), Treatment: cmd.Treatment, SubMotive: cmd.SubMotive}
		m, ok := commission.MoveOf(&e)
		switch {
		case !ok && a.step == journal.Decided:
			return &typedError{"Choisissez ce que la commission a décidé."}
		case !ok:
			return nil // a visit moves no candidacy
		}
		m.Numbered = !view.Form.Number.IsZero()
		_, faults, _ := commission.Apply(c, m)
		faults = slices.DeleteFunc(faults, func(f demand.Fault) bool { return f.Code == "COM-BAI-01" }) // the data of the lease come with the strike-off
		if faults.Blocking() {
			return &registry.InvalidError{Faults: faults}
		}
		return nil
	}
	return registry.ErrAct
}

// again shows the page of an act again, with what was typed and why it was not
// done.
func (v *visit) again(view *registry.View, a *act, typed url.Values, part *formPart, cause error, status int) error {
	p, err := v.actPage(view, a, typed)
	if err != nil {
		return err
	}
	var refused *registry.RefusedError
	var invalid *registry.InvalidError
	var old *registry.StaleError
	var twins *registry.DuplicatesError
	var typedWrong *typedError
	switch {
	case cause == nil:
	case errors.As(cause, &refused):
		v.refused(p, a, refused, typed)
	case errors.As(cause, &invalid):
		p.Faults = web.RuledAll(v.Book, invalid.Faults)
		if part != nil {
			part.faults = invalid.Faults
		}
	case errors.As(cause, &old):
		status = http.StatusConflict
		if err := v.stale(p, view, a, part, old, typed); err != nil {
			return err
		}
	case errors.As(cause, &twins):
		status = http.StatusConflict
		v.twins(p, twins, typed)
	case errors.As(cause, &typedWrong):
		p.Problem = typedWrong.text
	default:
		if p.Problem = problems[rootOf(cause)]; p.Problem == "" {
			return cause
		}
	}
	if part != nil {
		v.fill(p, view, a, part, typed)
	}
	p.Problem = web.Typo(p.Problem)
	p.Summary = append(p.Summary, form.Summary(p.Fields)...)
	return v.render("act.html", status, a.title, p)
}

// refused shows what the charter answered to what was said.
func (v *visit) refused(p *actPage, a *act, refused *registry.RefusedError, typed url.Values) {
	d := refused.Decision
	reason := v.why(&d)
	p.Why = &reason
	names := d.Missing()
	p.Fields = slices.DeleteFunc(p.Fields, func(f form.Field) bool { return strings.HasPrefix(f.Name, factPrefix) })
	v.wanted(p, a, &d, typed)
	p.Why = &reason
	need(p.Fields, names)
}

// need marks the fields of the facts that the charter lacks.
func need(fields []form.Field, names []string) {
	for i := range fields {
		f := &fields[i]
		if name, ok := strings.CutPrefix(f.Name, factPrefix); ok && slices.Contains(names, name) {
			f.Needed = true
			f.Faults = append(f.Faults, form.Said{Text: "La charte a besoin de cette information.", ID: f.ID, Label: f.Label})
		}
	}
}

// typedError is something wrong in a page, said in French.
type typedError struct{ text string }

func (e *typedError) Error() string { return "desk: " + e.text }

// problems are what the registry refuses without a rule.
var problems = map[error]string{
	registry.ErrNothing:   "Rien n’a changé : il n’y a rien à enregistrer.",
	registry.ErrFuture:    "La date d’effet est dans l’avenir : donnez la date d’aujourd’hui ou une date passée.",
	registry.ErrUnseen:    "La page est incomplète : rouvrez-la depuis la demande.",
	registry.ErrNoForm:    "Le formulaire manque : rouvrez la page depuis la demande.",
	registry.ErrAct:       "Il manque ce sur quoi porte l’acte : choisissez-le dans la page.",
	registry.ErrDay:       "Aucune charte n’est en vigueur à cette date.",
	store.ErrKeyReused:    "Cette page a déjà servi à enregistrer autre chose : rouvrez-la depuis la demande.",
	errUnread:             "Une information n’a pas pu être lue : elle est signalée ci-dessous.",
	registry.ErrPaperType: "Ce format de document n’est pas accepté : envoyez un PDF, une image (JPEG, PNG, BMP) ou un document Word.",
	registry.ErrPaperSize: "Le document est vide ou trop lourd : cinq mégaoctets au plus.",
	registry.ErrPaperCode: "Choisissez la pièce dans la liste.",
	registry.ErrPapers:    "Cette demande a déjà trop de documents.",
	store.ErrNumberTaken:  "Ce numéro unique est déjà porté par une autre demande.",
}

func rootOf(err error) error {
	for known := range problems {
		if errors.Is(err, known) {
			return known
		}
	}
	return nil
}

// stale shows what a colleague changed meanwhile, beside what was typed: the page
// is brought onto the demand as it stands.
func (v *visit) stale(p *actPage, view *registry.View, a *act, part *formPart, old *registry.StaleError, typed url.Values) error {
	p.Stale = &stale{}
	p.Seen = old.Current
	for _, e := range old.Events {
		p.Stale.Events = append(p.Stale.Events, v.event(&view.Sight, e))
	}
	if part == nil || a.act == charter.Separate {
		return nil
	}
	based, err := v.Registry.Rebase(v.r.Context(), v.agent, view.Demand, seenIn(typed), &part.form)
	if err != nil {
		return err
	}
	part.form = based.Form
	for _, path := range based.Both {
		p.Stale.Both = append(p.Stale.Both, v.pathName(path))
	}
	for _, path := range based.Theirs {
		if !slices.Contains(based.Both, path) {
			p.Stale.Theirs = append(p.Stale.Theirs, v.pathName(path))
		}
	}
	return nil
}

// twins shows the demands that may be of the same persons.
func (v *visit) twins(p *actPage, twins *registry.DuplicatesError, typed url.Values) {
	ticked := map[string]bool{}
	for _, key := range typed["autre-personne"] {
		ticked[key] = true
	}
	for i := range twins.Candidates {
		p.Candidates = append(p.Candidates, v.candidate(&twins.Candidates[i], ticked))
	}
}
