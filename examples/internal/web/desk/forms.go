package desk

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/registry"
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
			return nil, &typedError{"Dites d’abord qui dépose une demande séparée."}
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
