package form

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/numbering"
)

// Options say how a form is shown and read.
type Options struct {
	// Hide reports the paths, without ranks ("co_holders[].person.address"), that are
	// neither shown nor read.
	Hide func(path string) bool
	// Every shows the questions that do not apply too: for an agent, or a test.
	Every bool
	// Faults are put beside their fields, with the sentence that Say gives.
	Faults demand.Faults
	Say    func(demand.Fault) string
	// Raw are the values that were not taken, as Reading.Raw gave them.
	Raw map[string]string
	// Needed reports the paths without which nothing can be registered.
	Needed func(path string) bool
	// Label gives the words of a field at a path where they depend on the day or on the
	// person; "" leaves those of this package.
	Label func(path string) string
	// Omit leaves codes of a list out of the choices, unless one is chosen already.
	Omit func(list, code string) bool
	// Departement comes first in the search of communes.
	Departement string
}

// shows reports whether a field of a form is shown.
func (o *Options) shows(f *demand.Form, path string) bool {
	if o.Hide != nil && o.Hide(demand.Unranked(path)) {
		return false
	}
	return o.Every || Asked(f, path)
}

// Field is a field of a page, or a group of them.
type Field struct {
	Kind    string // text, lines, answer, select, choices, boxes, commune, group, rows
	Name    string // JSON path: the name of the input
	ID      string
	Label   string
	Hint    string
	Value   string
	Choices []Choice
	Search  string // of a commune: what is looked for
	Faults  []Said
	Needed  bool

	Auto, Mode, Type string // autocomplete, inputmode, type of the input
	Short            bool

	Fields []Field // of a group
	Rows   []Row   // of a list
	Add    string  // of a list: the button; "" when it is full
	None   string  // of a list: the box
	NoRow  bool    // of a list: it is known that there is none
}

// Choice is a value to choose.
type Choice struct {
	Value, Label string
	Chosen       bool
}

// Row is a line of a list.
type Row struct {
	Path, ID, Title string
	Up              bool // the button that moves it up
	Fields          []Field
	Faults          []Said
}

// Said is what is wrong in a field.
type Said struct {
	Text  string
	Doubt bool   // to be confirmed, not wrong
	ID    string // of the field
	Label string // of the field
}

// Wrong reports whether something is wrong in the field.
func (f *Field) Wrong() bool {
	for _, s := range f.Faults {
		if !s.Doubt {
			return true
		}
	}
	return false
}

// Described lists the elements that describe the field.
func (f *Field) Described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID+"-aide")
	}
	if len(f.Faults) > 0 {
		ids = append(ids, f.ID+"-faute")
	}
	return strings.Join(ids, " ")
}

// ID writes a path as the identifier of an element.
func ID(path string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '.', '[':
			return '-'
		case ']':
			return -1
		}
		return r
	}, path)
}

// Fields gives the fields of a step.
func Fields(f *demand.Form, step demand.EntryStep, o Options) []Field {
	b := builder{form: f, o: o}
	var out []Field
	for _, path := range step.Fields {
		if s, v, ok := at(f, path); ok && o.shows(f, path) {
			out = append(out, b.field(s, v, path))
		}
	}
	b.place(out)
	return out
}

type builder struct {
	form *demand.Form
	o    Options
}

func (b *builder) field(s *shape, v reflect.Value, path string) Field {
	w := b.words(s.owner, path)
	f := Field{Kind: "text", Name: path, ID: ID(path), Label: w.label, Hint: w.hint, Auto: w.auto, Mode: w.mode, Type: w.kind, Short: w.short}
	f.Needed = b.o.Needed != nil && b.o.Needed(demand.Unranked(path))
	if f.Type == "" {
		f.Type = "text"
	}
	switch s.kind {
	case kindGroup:
		f.Kind = "group"
		f.Fields = b.parts(s, v, path)
		return f
	case kindRows:
		b.rows(&f, s, v, w)
		return f
	case kindCodes:
		f.Kind, f.Choices = "boxes", b.codeChoices(s.list, saidAt(b.form, path))
		return f
	case kindCode:
		f.Choices = b.codeChoices(s.list, nonEmpty(v.String()))
		f.Kind = "choices"
		if len(f.Choices) > 7 {
			f.Kind = "select"
		}
	case kindAnswer:
		f.Kind = "choices"
		a := v.Interface().(demand.Answer)
		f.Choices = []Choice{{"oui", "Oui", a == demand.Yes}, {"non", "Non", a == demand.No}}
	case kindPerson:
		f.Kind, f.Choices = "choices", persons(b.form, v.String())
	case kindCommune:
		b.commune(&f, v.String())
	default:
		if w.long {
			f.Kind = "lines"
		}
	}
	f.Value = text(s, v)
	if raw, ok := b.o.Raw[path]; ok {
		f.Value = raw
		f.Faults = append(f.Faults, Said{Text: web.Typo(unreadable(s.kind, w.long, raw)), ID: f.ID, Label: f.Label})
	}
	return f
}

// words are those of this package, or those that the page gives.
func (b *builder) words(owner, path string) word {
	w := wordsOf(owner, path)
	if b.o.Label != nil {
		if label := b.o.Label(demand.Unranked(path)); label != "" {
			w.label = label
		}
	}
	return w
}

// parts gives the fields of an object that are shown.
func (b *builder) parts(s *shape, v reflect.Value, path string) []Field {
	var out []Field
	for _, p := range s.fields {
		if sub := join(path, p.name); b.o.shows(b.form, sub) {
			out = append(out, b.field(p.shape, v.Field(p.index), sub))
		}
	}
	return out
}

func (b *builder) rows(f *Field, s *shape, v reflect.Value, w word) {
	f.Kind, f.None, f.NoRow = "rows", w.none, !v.IsNil() && v.Len() == 0
	if v.Len() < w.limit() {
		f.Add = w.add
	}
	for i := range v.Len() {
		path := ranked(f.Name, i)
		row := Row{Path: path, ID: ID(path), Title: w.row, Up: w.ordered && i > 0}
		if v.Len() > 1 || w.ordered {
			row.Title += " " + strconv.Itoa(i+1)
		}
		if s.elem.kind == kindGroup {
			row.Fields = b.parts(s.elem, v.Index(i), path)
		} else {
			cell := b.field(s.elem, v.Index(i), path)
			cell.Label, row.ID = row.Title, row.ID+"-ligne"
			row.Fields = []Field{cell}
		}
		f.Rows = append(f.Rows, row)
	}
}

func (b *builder) commune(f *Field, code string) {
	f.Kind = "commune"
	if code != "" {
		f.Choices = append(f.Choices, Choice{code, CommuneOf(code).Label, true})
	}
	search, looking := b.o.Raw[f.Name+".search"]
	if !looking {
		return
	}
	f.Search = search
	matches := Search(search, b.o.Departement)
	for _, m := range matches {
		if m.Code != code {
			f.Choices = append(f.Choices, Choice{m.Code, m.Label, false})
		}
	}
	said := Said{Text: "Choisissez la commune dans la liste ci-dessous.", ID: f.ID, Label: f.Label}
	if len(matches) == 0 {
		said.Text = "Aucune commune ne porte ce nom : vérifiez l’orthographe, ou cherchez par code postal."
	}
	said.Text = web.Typo(said.Text)
	f.Faults = append(f.Faults, said)
}

// codeChoices lists the codes of a list; one that is not in it and is there all
// the same is shown, so that it is not lost.
func (b *builder) codeChoices(list string, chosen []string) []Choice {
	left := map[string]bool{}
	for _, c := range chosen {
		left[c] = true
	}
	codes, _ := demand.FindCodeList(list)
	out := make([]Choice, 0, len(codes.Entries))
	for _, e := range codes.Entries {
		if b.o.Omit != nil && !left[e.Code] && b.o.Omit(list, e.Code) {
			continue
		}
		out = append(out, Choice{e.Code, codeLabel(list, e), left[e.Code]})
		delete(left, e.Code)
	}
	for _, c := range chosen {
		if left[c] {
			out = append(out, Choice{c, "code " + c, true})
			delete(left, c)
		}
	}
	return out
}

// codeLabel writes the wording of a code as an answer: with a capital, and both
// genders where the list has one.
func codeLabel(list string, e demand.CodeEntry) string {
	if both, ok := genders[list+"."+e.Code]; ok {
		return both
	}
	first, size := utf8.DecodeRuneInString(e.French)
	return string(unicode.ToUpper(first)) + e.French[size:]
}

var genders = map[string]string{
	"family_situation.M": "Marié ou mariée", "family_situation.D": "Divorcé ou divorcée", "family_situation.S": "Séparé ou séparée",
	"family_situation.P": "Pacsé ou pacsée", "family_situation.U": "En concubinage", "family_situation.V": "Veuf ou veuve",
	"co_holder_link.M": "Conjoint ou conjointe (mariage)", "co_holder_link.P": "Partenaire de PACS", "co_holder_link.C": "Concubin ou concubine",
	"co_holder_link.L": "Colocataire", "kinship.P": "Parent ou grand-parent", "work_situation.APP": "Apprenti ou apprentie",
	"work_situation.ETU": "Étudiant ou étudiante", "work_situation.RET": "Retraité ou retraitée", "work_situation.CHO": "Au chômage",
	"dwelling_type.C": "Chambre", "dwelling_type.T1": "Une pièce (T1)", "dwelling_type.T2": "Deux pièces (T2)", "dwelling_type.T3": "Trois pièces (T3)",
	"dwelling_type.T4": "Quatre pièces (T4)", "dwelling_type.T5": "Cinq pièces (T5)", "dwelling_type.T6P": "Six pièces et plus (T6)",
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// persons lists the persons of a form, by their paths.
func persons(f *demand.Form, chosen string) []Choice {
	var out []Choice
	add := func(path, name, otherwise string) {
		if name = strings.TrimSpace(name); name == "" {
			name = otherwise
		}
		out = append(out, Choice{path, name, path == chosen})
		if path == chosen {
			chosen = ""
		}
	}
	add("applicant", f.Applicant.FirstNames, "Vous")
	for i := range f.CoHolders {
		add(ranked("co_holders", i), f.CoHolders[i].Person.FirstNames, fmt.Sprint("Cotitulaire ", i+1))
	}
	for i := range f.Dependants {
		add(ranked("dependants", i), f.Dependants[i].FirstNames, fmt.Sprint("Personne à charge ", i+1))
	}
	for i := range f.Custody {
		add(ranked("custody", i), f.Custody[i].FirstNames, fmt.Sprint("Enfant ", i+1))
	}
	if chosen != "" {
		add(chosen, "", "Une autre personne")
	}
	return out
}

// text writes a value as it is typed.
func text(s *shape, v reflect.Value) string {
	switch s.kind {
	case kindCount:
		if v.Int() == 0 {
			return ""
		}
		return strconv.FormatInt(v.Int(), 10)
	case kindAmount:
		if n := v.Interface().(decimal.NullDecimal); n.Valid {
			return writeAmount(n.Decimal)
		}
		return ""
	case kindDate:
		d := v.Interface().(demand.Date)
		if !d.IsZero() && d.Year() < 1000 {
			return d.String() // French would not write the four digits of the year
		}
		return d.French()
	case kindNumber:
		if n := v.Interface().(numbering.Number); !n.IsZero() {
			return n.String()
		}
		return ""
	case kindText, kindCode, kindCommune, kindPerson:
		return v.String()
	}
	return ""
}
