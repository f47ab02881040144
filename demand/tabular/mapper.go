package tabular

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/fold"
	"github.com/fichier-unique/rules/numbering"
)

// Extra is a text kept aside: of an unknown column, or of a cell that could
// not be read.
type Extra struct {
	Column string // header
	Cell   string // "AB12"
	Text   string
}

// Record is what a row says.
type Record struct {
	Form     demand.Form
	Extra    []Extra
	Findings []demand.Finding
	Gaps     Gaps // places that a blank column between two others left in lists
}

// Mapper turns rows of one header into forms. It may be used from several
// goroutines at once.
type Mapper struct {
	header  []string
	setters []*setter // by column; nil for an unknown one
	seen    []int     // columns of the days on which the household was seen: deposit, renewal
}

// setter carries the cells of one column.
type setter struct {
	column Column
	steps  []step
	kind   reflect.Type
	labels map[string]string // folded wording → code
	list   string
	codes  string // admitted, for the sentence
	zeros  int    // size of a code of digits that loses its leading zero
}

// step goes one level down the form: a field, then an element of a list
// (index, every value of the cell, or none).
type step struct {
	field int
	index int
}

const (
	noIndex  = -1
	everyOne = -2
)

// Bind finds the columns of a header row. What is unknown, given twice or
// missing is said.
func (p Profile) Bind(header []string) (*Mapper, []demand.Finding) {
	m := &Mapper{header: header, setters: make([]*setter, len(header))}
	var found []demand.Finding
	index := p.index()
	taken := map[int]bool{}
	for i, h := range header {
		if strings.TrimSpace(h) == "" {
			continue
		}
		column, known := index[fold.Identifier(h)]
		switch {
		case !known:
			found = append(found, finding("TAB-COL-01", 0, CellName(i, 1), "", p.Name))
		case taken[column]:
			found = append(found, finding("TAB-COL-02", 0, CellName(i, 1), p.Columns[column].Path))
		default:
			s, err := compile(p.Columns[column])
			if err != nil {
				found = append(found, finding("TAB-COL-01", 0, CellName(i, 1), "", p.Name))
				continue
			}
			taken[column], m.setters[i] = true, s
			if s.column.Path == "deposited_on" || s.column.Path == "renewed_on" {
				m.seen = append(m.seen, i)
			}
		}
	}
	for i, c := range p.Columns {
		if c.Essential && !taken[i] {
			found = append(found, finding("TAB-COL-03", 0, "", c.Path, c.Header))
		}
	}
	return m, found
}

// compile finds the way of a path through the form.
func compile(c Column) (*setter, error) {
	s := &setter{column: c}
	t := reflect.TypeFor[demand.Form]()
	for name := range strings.SplitSeq(c.Path, ".") {
		st := step{index: noIndex}
		if open := strings.IndexByte(name, '['); open >= 0 {
			inside := strings.TrimSuffix(name[open+1:], "]")
			name = name[:open]
			if st.index = everyOne; inside != "" {
				n, err := strconv.Atoi(inside)
				if err != nil || n < 0 || n > 99 {
					return nil, fmt.Errorf("tabular: bind column %q: index of %q: want 0 to 99", c.Header, c.Path)
				}
				st.index = n
			}
		}
		field, ok := fieldOf(t, name)
		if !ok {
			return nil, fmt.Errorf("tabular: bind column %q: the form has no %q", c.Header, c.Path)
		}
		st.field, t = field.Index[0], field.Type
		if st.index != noIndex || c.Flag != "" && len(s.steps) == strings.Count(c.Path, ".") {
			if t.Kind() != reflect.Slice {
				return nil, fmt.Errorf("tabular: bind column %q: %q is not a list", c.Header, c.Path)
			}
			t = t.Elem()
		}
		s.steps = append(s.steps, st)
	}
	s.kind = t
	s.zeros = map[bool]int{true: 5}[strings.HasSuffix(c.Path, "commune") || strings.HasSuffix(c.Path, "postal_code")]
	s.learnLabels()
	return s, nil
}

func fieldOf(t reflect.Type, name string) (reflect.StructField, bool) {
	if t.Kind() != reflect.Struct {
		return reflect.StructField{}, false
	}
	for i := range t.NumField() {
		if tag, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); tag == name {
			return t.Field(i), true
		}
	}
	return reflect.StructField{}, false
}

// learnLabels lets a coded column take wordings as well as codes.
func (s *setter) learnLabels() {
	named, ok := reflect.Zero(s.kind).Interface().(interface{ ListName() string })
	if !ok {
		return
	}
	s.list = named.ListName()
	list, _ := demand.FindCodeList(s.list)
	s.labels = map[string]string{}
	for i, e := range list.Entries {
		s.labels[fold.String(e.Code)] = e.Code
		if i > 0 {
			s.codes += ", "
		}
		s.codes += e.Code
	}
	for _, e := range list.Entries {
		for _, wording := range []string{e.French, e.English} {
			if key := fold.String(wording); s.labels[key] == "" {
				s.labels[key] = e.Code
			}
		}
	}
	for _, a := range abbreviations[s.list] {
		if key := fold.String(a.text); s.labels[key] == "" {
			s.labels[key] = a.code
		}
	}
	if s.list == "reason" {
		s.zeros = 2
	}
}

// abbreviations are what desks write for some codes, beside codes and wordings.
// Source: usage of French typography. Confidence: INF.
var abbreviations = map[string][]struct{ text, code string }{
	"civility": {{"M.", "1"}, {"M", "1"}, {"Mr", "1"}, {"Mme", "2"}, {"Mlle", "3"}},
	"sex":      {{"homme", "M"}, {"femme", "F"}},
	"family_situation": {
		{"mariée", "M"}, {"marié(e)", "M"}, {"divorcée", "D"}, {"divorcé(e)", "D"}, {"séparée", "S"}, {"séparé(e)", "S"},
		{"veuve", "V"}, {"veuf(ve)", "V"}, {"pacsé", "P"}, {"pacsée", "P"}, {"pacsé(e)", "P"}, {"concubin", "U"}, {"concubine", "U"},
	},
}

// Form reads a row. Every cell ends in the form, or in Extra with a finding.
func (m *Mapper) Form(row Row) Record {
	rec := Record{Findings: row.Findings}
	b := builder{row: row.Number, rec: &rec, form: reflect.ValueOf(&rec.Form).Elem(), seen: m.lastSeen(row.Cells)}
	for i, text := range row.Cells {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		b.column = i
		if strings.IndexByte(text, 0) >= 0 { // said by the reader; the cell is kept as it stood
			b.keep(m.name(i), text)
			text = strings.ReplaceAll(text, "\x00", "")
		}
		if i >= len(m.setters) || m.setters[i] == nil {
			b.keep(m.name(i), text)
			continue
		}
		s := m.setters[i]
		if !b.set(s, text) {
			b.keep(m.name(i), text)
		}
	}
	rec.closeGaps()
	return rec
}

func (m *Mapper) name(i int) string {
	if i < len(m.header) {
		return m.header[i]
	}
	return ""
}

// builder fills one form.
type builder struct {
	row, column int
	rec         *Record
	form        reflect.Value
	seen        demand.Date
}

func (b *builder) keep(header, text string) {
	b.rec.Extra = append(b.rec.Extra, Extra{Column: header, Cell: CellName(b.column, b.row), Text: text})
}

func (b *builder) find(code, path string, values ...string) {
	b.rec.Findings = append(b.rec.Findings, finding(code, b.row, CellName(b.column, b.row), path, values...))
}

// set puts the text of a cell in the form; false means that it is to be kept aside.
func (b *builder) set(s *setter, text string) bool {
	if s.column.Flag != "" {
		return b.flag(s, text)
	}
	if strings.Contains(s.column.Path, "[]") {
		all := true
		for i, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/,;|", r) }) {
			if part = strings.TrimSpace(part); part != "" {
				all = b.value(s, b.walk(s.steps, i), strings.Replace(s.column.Path, "[]", "["+itoa(i)+"]", 1), part) && all
			}
		}
		return all
	}
	return b.value(s, b.walk(s.steps, 0), s.column.Path, text)
}

// walk goes to the value of a path, making lists long enough.
func (b *builder) walk(steps []step, rank int) reflect.Value {
	v := b.form
	for _, st := range steps {
		v = v.Field(st.field)
		index := st.index
		if index == noIndex {
			continue
		}
		if index == everyOne {
			index = rank
		}
		for v.Len() <= index {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		}
		v = v.Index(index)
	}
	return v
}

// flag adds a code to a list when the cell says yes.
func (b *builder) flag(s *setter, text string) bool {
	answer, ok := parseAnswer(text)
	if !ok {
		b.find("TAB-VAL-03", s.column.Path)
		return false
	}
	if answer == demand.Yes {
		v := b.walk(s.steps, 0)
		code := reflect.New(s.kind).Elem()
		code.SetString(s.column.Flag)
		v.Set(reflect.Append(v, code))
	}
	return true
}

// value reads one text into a value of the form.
func (b *builder) value(s *setter, v reflect.Value, path, text string) bool {
	switch target := v.Addr().Interface().(type) {
	case *string:
		*target = b.zero(s, path, b.phone(path, text))
		return true
	case *demand.Date:
		return b.date(target, path, text)
	case *decimal.NullDecimal:
		n, repaired, ok := parseAmount(text)
		if !ok {
			b.find("TAB-VAL-01", path)
			return false
		}
		if repaired {
			b.find("TAB-VAL-06", path)
		}
		*target = n
		return true
	case *int:
		n, ok := digits(strings.TrimSuffix(strings.TrimSuffix(text, ".0"), ",0"))
		if !ok {
			b.find("TAB-VAL-02", path)
			return false
		}
		*target = n
		return true
	case *demand.Answer:
		answer, ok := parseAnswer(text)
		if !ok {
			b.find("TAB-VAL-03", path)
		}
		*target = answer
		return ok
	case *numbering.Number:
		n, err := numbering.Parse(text)
		for _, f := range demand.NumberFaults(err, path) {
			b.rec.Findings = append(b.rec.Findings, demand.Finding{Fault: f, Row: b.row, Cell: CellName(b.column, b.row)})
		}
		*target = n
		return err == nil
	}
	return b.code(s, v, path, text)
}

// code reads a code or its wording.
func (b *builder) code(s *setter, v reflect.Value, path, text string) bool {
	if s.labels == nil { // a name that is not of a list: the version of the form
		v.SetString(text)
		return true
	}
	code, ok := s.labels[text]
	if !ok {
		code, ok = s.labels[fold.String(text)]
	}
	if !ok && s.zeros > 0 {
		if padded, lost := zeroLost(text, s.zeros); lost {
			if code, ok = s.labels[padded]; ok {
				b.find("TAB-VAL-05", path)
			}
		}
	}
	if !ok {
		b.find("TAB-VAL-04", path, s.list, s.codes)
		return false
	}
	v.SetString(code)
	return true
}

// date reads a day. Without the birth date or the deposit there is no demand:
// those two are blocking.
func (b *builder) date(target *demand.Date, path, text string) bool {
	century := b.seen
	if century.IsZero() || toCome[path] {
		century = lastOfCentury
	}
	d, repaired, ok := parseDay(text, century)
	if !ok {
		if path == "deposited_on" || path == "applicant.birth_date" {
			b.find("TAB-DAT-01", path)
		} else {
			b.find("TAB-DAT-02", path)
		}
		return false
	}
	switch repaired {
	case "TAB-DAT-03":
		b.find(repaired, path, itoa(d.Year()/100)+"..") // not the year: it could be of a birth
	case "TAB-DAT-04":
		b.find(repaired, path)
	}
	*target = d
	return true
}

// zero puts back a leading zero of a commune or postal code.
func (b *builder) zero(s *setter, path, text string) string {
	if s.zeros != 5 {
		return text
	}
	padded, lost := zeroLost(text, 5)
	if lost {
		b.find("TAB-VAL-05", path)
	}
	return padded
}

// phone puts back the leading zero of a French number of nine digits.
func (b *builder) phone(path, text string) string {
	if !strings.HasSuffix(path, "phone") {
		return text
	}
	padded, lost := zeroLost(text, 10)
	if lost {
		b.find("TAB-VAL-05", path)
	}
	return padded
}
