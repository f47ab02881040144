package desk

import (
	"slices"
	"strings"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

// demandPage is a demand as the charter opens it.
type demandPage struct {
	Key, Number, Status, Desk, Who string
	Online                         bool
	Deposited, Renewed, Seniority  demand.Date
	StruckOff                      string // motive, when it is struck off
	StruckOffOn                    demand.Date
	GoesOn                         string // address of the demand that goes on
	Joined                         []joined
	Dates                          []dueDate
	Tasks                          []task
	Conflicts                      []conflict
	Sections                       []section
	Hidden                         []section
	Lacking                        []web.Ruling
	Labels                         []label
	Candidacies                    []candidacy
	Letters                        []letter
	Papers                         papersPart
	History                        []event
	HistoryWhy                     *why
	Likely                         []candidate
	Attested                       bool // its attestation may be printed
	May                            []offered
	MayNot                         []offered
}

type joined struct {
	URL      string
	Absorbed bool
}

// dueDate is a date of the calendar, with its rule or the reason why there is none.
type dueDate struct {
	Name    string
	On      demand.Date
	Past    bool
	Rule    string
	Text    string
	Article string
	Doubt   bool // the source is not sure: it informs, it binds nobody
}

type task struct {
	web.Ruling
	Since demand.Date
}

type conflict struct{ Label, Kept, Dropped string }

// section is a class of data: its values, or why they are hidden.
type section struct {
	Title  string
	Values []value
	Why    *why
}

// value is a value of the form with where it comes from.
type value struct {
	Label  string
	Lines  []string
	Origin string
	Stale  bool
}

// event is a line of the history.
type event struct {
	On, Entered demand.Date
	What        string
	Detail      []string
	By          string
}

// show shows a demand.
func (v *visit) show() error {
	view, err := v.Registry.Show(v.r.Context(), v.agent, v.r.PathValue("demand"))
	if err != nil {
		return err
	}
	p := v.demandPage(&view)
	title := "Demande"
	if p.Number != "" {
		title += " " + p.Number
	}
	return v.render("demand.html", 0, title, p)
}

func (v *visit) demandPage(view *registry.View) demandPage {
	s := &view.State
	p := demandPage{Key: view.Demand, Status: statusName(s.Status), Desk: v.desk(s.Desk), Who: who(&view.Form),
		Deposited: view.Form.DepositedOn, Renewed: view.Form.RenewedOn, Seniority: s.Seniority, StruckOffOn: s.StruckOffOn}
	if !view.Form.Number.IsZero() {
		p.Number = view.Form.Number.Grouped()
		_, d := v.mayAttest(view)
		p.Attested = d.Outcome == charter.Allowed
	}
	if s.Motive != "" {
		p.StruckOff = demand.Label(s.Motive)
		if s.SubMotive != "" {
			p.StruckOff += ", " + demand.Label(s.SubMotive)
		}
	}
	if view.GoesOn != "" && view.GoesOn != view.Demand {
		p.GoesOn = at(view.GoesOn)
	}
	for _, m := range s.Merges {
		p.Joined = append(p.Joined, joined{at(m.Other), m.Absorbed})
	}
	p.Dates = v.dates(view)
	for _, t := range s.Tasks {
		p.Tasks = append(p.Tasks, task{v.ruled(t.Code), t.Since})
	}
	v.sections(&p, view)
	p.Labels, p.Candidacies, p.Letters = v.labels(view), v.candidacies(view), v.letters(view)
	p.Papers = v.papersPart(view)
	v.history(&p, view)
	for _, c := range view.Likely {
		p.Likely = append(p.Likely, v.candidate(&c, nil))
	}
	p.May, p.MayNot = v.offers(view)
	return p
}

// who names the applicant, as far as the form tells.
func who(f *demand.Form) string {
	if f.IsAssociation() {
		return f.Association.Name
	}
	p := &f.Applicant
	name := p.UsedName
	switch {
	case name == "":
		name = p.BirthName
	case p.BirthName != "" && p.BirthName != name:
		name += " (" + born(p.Civility) + " " + p.BirthName + ")"
	}
	return strings.TrimSpace(p.FirstNames + " " + name)
}

// born is the word before a birth name.
func born(c demand.Civility) string {
	switch c {
	case demand.Civility1:
		return "né"
	case demand.Civility2, demand.Civility3:
		return "née"
	}
	return "nom de naissance"
}

// dates gives the dates of the calendar, the known ones first.
func (v *visit) dates(view *registry.View) []dueDate {
	if !view.Dated || !view.Sight.May(charter.FieldDates) {
		return nil
	}
	var known, unknown []dueDate
	for name, due := range view.Dates.All() {
		d := dueDate{Name: or(dueNames, name), On: due.On, Past: due.Known() && due.On.Before(v.today), Article: due.Source().Article, Doubt: due.Source().Confidence == demand.Unverified}
		if due.Known() {
			d.Rule, d.Text = due.Rule, v.ruled(due.Rule).Text
			known = append(known, d)
			continue
		}
		d.Rule, d.Text = due.Unknown, v.ruled(due.Unknown).Text
		unknown = append(unknown, d)
	}
	slices.SortStableFunc(known, func(a, b dueDate) int { return a.On.Compare(b.On) })
	return append(known, unknown...)
}

// sections gives the values of the form that are open, class by class, and the
// classes that are hidden with the reason.
func (v *visit) sections(p *demandPage, view *registry.View) {
	values := map[charter.Field][]value{}
	stale := map[string]bool{}
	for _, path := range view.Stale {
		stale[path] = true
	}
	for _, s := range demand.EntrySteps()[1:] {
		for _, f := range form.Fields(&view.Form, s, form.Options{Every: true}) {
			v.values(values, view, stale, &f)
		}
	}
	for _, field := range fieldOrder {
		v.section(p, view, field, values[field])
	}
	for _, field := range []charter.Field{charter.FieldNumber, charter.FieldDates, charter.FieldLabels, charter.FieldTreatment, charter.FieldPapers} {
		v.section(p, view, field, nil)
	}
	for _, c := range view.State.Conflicts {
		if c.Kept.Origin == c.Dropped.Origin {
			continue // in one file, the second saw what the first had written
		}
		p.Conflicts = append(p.Conflicts, v.conflict(view, c))
	}
	p.Lacking = web.RuledAll(v.Book, view.Lacking)
}

func (v *visit) section(p *demandPage, view *registry.View, field charter.Field, values []value) {
	if view.Sight.May(field) {
		if len(values) > 0 {
			p.Sections = append(p.Sections, section{Title: fieldNames[field], Values: values})
		}
		return
	}
	if d, ok := view.Sight.Decision(field); ok {
		reason := v.why(&d)
		p.Hidden = append(p.Hidden, section{Title: fieldNames[field], Why: &reason})
	}
}

// values puts a field of the form, or its parts, in their class of data. What is
// one value in the journal is one line.
func (v *visit) values(out map[charter.Field][]value, view *registry.View, stale map[string]bool, f *form.Field) {
	if _, one := journal.PathsOf(f.Name); !one && f.Kind == "group" {
		for i := range f.Fields {
			v.values(out, view, stale, &f.Fields[i])
		}
		return
	}
	lines := linesOf(f)
	if len(lines) == 0 {
		return
	}
	class := charter.FieldOf(f.Name)
	out[class] = append(out[class], value{Label: f.Label, Lines: lines, Origin: v.origin(view, f.Name), Stale: stale[f.Name]})
}

// linesOf writes the content of a field; nothing when nothing is said.
func linesOf(f *form.Field) []string {
	switch f.Kind {
	case "group":
		if text := parts(f.Fields); text != "" {
			return []string{text}
		}
		return nil
	case "rows":
		return rowsOf(f)
	case "choices", "boxes", "select", "commune":
		var chosen []string
		for _, c := range f.Choices {
			if c.Chosen {
				chosen = append(chosen, c.Label)
			}
		}
		if len(chosen) == 0 {
			return nil
		}
		return []string{strings.Join(chosen, ", ")}
	}
	if f.Value == "" {
		return nil
	}
	return strings.Split(f.Said(), "\n")
}

// rowsOf writes the lines of a list.
func rowsOf(f *form.Field) []string {
	if f.NoRow {
		return []string{"Aucun"}
	}
	var out []string
	for _, row := range f.Rows {
		text := ""
		if len(row.Fields) == 1 {
			text = strings.Join(linesOf(&row.Fields[0]), ", ")
		} else {
			text = parts(row.Fields)
		}
		out = append(out, row.Title+" – "+text)
	}
	return out
}

// parts writes the fields that say something, each with its label.
func parts(fields []form.Field) string {
	var out []string
	for i := range fields {
		if text := strings.Join(linesOf(&fields[i]), ", "); text != "" {
			out = append(out, fields[i].Label+" : "+text)
		}
	}
	return strings.Join(out, " · ")
}

// origin says who gave a value its present content, when, and from where.
func (v *visit) origin(view *registry.View, path string) string {
	if !view.Sight.May(charter.FieldOrigins) {
		return ""
	}
	var parts []string
	if o, ok := view.State.OriginOf(path); ok {
		parts = append(parts, originName(o.Kind))
	}
	if e := view.State.Source(path); e != nil {
		parts = append(parts, "le "+dayShort(e.On), v.by(e))
	}
	return strings.Join(parts, ", ")
}

func (v *visit) conflict(view *registry.View, c journal.Conflict) conflict {
	out := conflict{Label: v.pathName(c.Path)}
	for _, e := range view.History() {
		switch e.ID {
		case c.Kept:
			out.Kept = v.desk(e.Service)
		case c.Dropped:
			out.Dropped = v.desk(e.Service)
		}
	}
	return out
}

// pathName names a value of the form: its step and its field.
func (v *visit) pathName(path string) string {
	s, ok := demand.StepOf(path)
	if !ok {
		return path
	}
	var empty demand.Form
	fields := form.Fields(&empty, s, form.Options{Every: true})
	if label := labelIn(fields, path); label != "" {
		return s.French + " : " + label
	}
	return s.French
}

func labelIn(fields []form.Field, path string) string {
	for i := range fields {
		if fields[i].Name == path {
			return fields[i].Label
		}
		if label := labelIn(fields[i].Fields, path); label != "" {
			return label
		}
	}
	return ""
}

func (v *visit) history(p *demandPage, view *registry.View) {
	if d, ok := view.Sight.Decision(charter.FieldOrigins); ok && d.Outcome != charter.Allowed {
		reason := v.why(&d)
		p.HistoryWhy = &reason
		return
	}
	treatment := view.Sight.May(charter.FieldTreatment)
	labels := view.Sight.May(charter.FieldLabels)
	for _, e := range slices.Backward(view.History()) {
		if !treatment && (e.Kind == journal.Treat || e.Kind == journal.Letter) || !labels && (e.Kind == journal.Label || e.Kind == journal.Unlabel || e.Kind == journal.Quota) {
			continue
		}
		p.History = append(p.History, v.event(&view.Sight, e))
	}
}

// by names who entered an event: the applicant, from home, has no desk; the desk
// that the charter gives to what is entered online did nothing.
func (v *visit) by(e *journal.Event) string {
	if e.Author == registry.Applicant {
		return "en ligne"
	}
	return v.desk(e.Service) + ", agent " + e.Author
}

// event writes an event for people: what it changed by name, never the values.
func (v *visit) event(sight *charter.Sight, e *journal.Event) event {
	out := event{On: e.On, Entered: v.dayOf(e.Entered), What: or(kindNames, e.Kind), By: v.by(e)}
	add := func(text string) { out.Detail = append(out.Detail, text) }
	if e.Online {
		add("saisie en ligne par le demandeur")
	}
	if e.Kind != journal.Create && e.Kind != journal.Separate {
		for path := range e.Set.All() {
			if sight == nil || sight.May(charter.FieldOf(path)) {
				add(v.pathName(path))
			}
		}
	}
	if e.Motive != "" {
		add(demand.Label(e.Motive))
	}
	if e.SubMotive != "" {
		add(demand.Label(e.SubMotive))
	}
	if e.Reason != "" {
		add("raison : " + e.Reason)
	}
	if e.Mark.Code != "" {
		add(v.labelName(e.Mark.Code))
	}
	if e.Treatment.Step != "" {
		add(or(stepNames, e.Treatment.Step))
	}
	if e.Dispatch.Subject != "" {
		add(or(subjects, e.Dispatch.Subject))
	}
	return out
}

// dayOf is the civil day of a moment in the territory.
func (v *visit) dayOf(m journal.Moment) demand.Date {
	d, _ := v.charter.Calendar.TimeZone.Day(m)
	return d
}

func (v *visit) dayAt(t time.Time) demand.Date { return v.dayOf(journal.MomentOf(t)) }

// dayShort writes a day as 31/12/2025.
func dayShort(d demand.Date) string { return d.French() }

func capital(text string) string {
	for i, r := range text {
		return strings.ToUpper(string(r)) + text[i+len(string(r)):]
	}
	return text
}
