package tabular

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Cell names the cell of a row that holds the value at a path of the form, so
// that a fault found later is told where the file is to be mended; "" when the
// path comes from no column, or from several.
//
// What is missing beside a code has no cell of its own: the one of the code is
// named, so that a person looks at the right place.
func (m *Mapper) Cell(path string, row int) string {
	found := m.cell(path, row)
	for _, field := range [...]string{".detail", ".monthly"} {
		if item, ok := strings.CutSuffix(path, field); ok && found == "" {
			return m.cell(item+".code", row)
		}
	}
	return found
}

func (m *Mapper) cell(path string, row int) string {
	found := ""
	for i, s := range m.setters {
		if s == nil || !s.leadsTo(path) {
			continue
		}
		if found != "" {
			return ""
		}
		found = CellName(i, row)
	}
	return found
}

// leadsTo reports whether the column holds the value at a path, alone or among others.
func (s *setter) leadsTo(path string) bool {
	if s.column.Flag != "" {
		return false
	}
	list, item, several := strings.Cut(s.column.Path, "[]")
	if !several {
		return s.column.Path == path
	}
	rest, ok := strings.CutPrefix(path, list)
	if !ok || rest == "" {
		return ok
	}
	end := strings.IndexByte(rest, ']')
	return rest[0] == '[' && end > 0 && (rest[end+1:] == item || rest[end+1:] == "")
}

// Gaps tells, for the lists in which a blank column left a place, which column
// each element came from: the form has no gaps, the file has.
type Gaps map[string][]int

// Path gives the path that a value of the form has among the columns, which is
// the one [Mapper.Cell] knows.
func (g Gaps) Path(path string) string {
	if len(g) == 0 {
		return path
	}
	out := ""
	for rest := path; ; {
		open := strings.IndexByte(rest, '[')
		end := strings.IndexByte(rest, ']')
		if open < 0 || end < open {
			return out + rest
		}
		list := out + rest[:open]
		rank, err := strconv.Atoi(rest[open+1 : end])
		if ranks := g[list]; err == nil && rank < len(ranks) {
			rank = ranks[rank]
		}
		out, rest = list+"["+itoa(rank)+"]", rest[end+1:]
	}
}

// closeGaps drops the empty elements that blank columns leave in lists.
func (rec *Record) closeGaps() {
	f := &rec.Form
	rec.person(&f.Applicant, -1)
	for i := range f.CoHolders {
		rec.person(&f.CoHolders[i].Person, i)
	}
	f.CoHolders = gapless(rec, -1, "co_holders", f.CoHolders, func(h *demand.CoHolder) bool { return reflect.ValueOf(h).Elem().IsZero() })
	f.Dependants = gapless(rec, -1, "dependants", f.Dependants, func(d *demand.Dependant) bool { return *d == demand.Dependant{} })
	f.Custody = gapless(rec, -1, "custody", f.Custody, func(c *demand.CustodyChild) bool { return *c == demand.CustodyChild{} })
	f.Reasons = gapless(rec, -1, "reasons", f.Reasons, func(r *demand.Reason) bool { return r.Code == "" && r.Detail == "" })
	f.Present.Kinds = gapless(rec, -1, "present_housing.kinds", f.Present.Kinds, func(k *demand.HousingKind) bool { return *k == "" })
	f.Wanted.Types = gapless(rec, -1, "wanted.types", f.Wanted.Types, func(t *demand.DwellingType) bool { return *t == "" })
	f.Wanted.Places = gapless(rec, -1, "wanted.places", f.Wanted.Places, func(p *demand.WantedPlace) bool { return *p == demand.WantedPlace{} })
}

func (rec *Record) person(p *demand.Person, holder int) {
	received := func(r *demand.Resource) bool { return r.Code == "" && !r.Monthly.Valid }
	paid := func(r *demand.Payment) bool { return r.Code == "" && !r.Monthly.Valid }
	p.Received = gapless(rec, holder, "received", p.Received, received)
	p.Paid = gapless(rec, holder, "paid", p.Paid, paid)
	p.DependantsReceived = gapless(rec, holder, "dependants_received", p.DependantsReceived, received)
	p.DependantsPaid = gapless(rec, holder, "dependants_paid", p.DependantsPaid, paid)
}

// gapless drops the empty elements of a list and notes where the others stood.
// holder is the rank of the co-holder whose list it is, -1 for another list.
func gapless[T any](rec *Record, holder int, list string, all []T, empty func(*T) bool) []T {
	gaps := 0
	for i := range all {
		if empty(&all[i]) {
			gaps++
		}
	}
	if gaps == 0 {
		return all
	}
	if gaps == len(all) {
		return nil
	}
	var kept []T
	var ranks []int
	for i := range all {
		if !empty(&all[i]) {
			kept, ranks = append(kept, all[i]), append(ranks, i)
		}
	}
	if rec.Gaps == nil {
		rec.Gaps = Gaps{}
	}
	switch {
	case holder >= 0:
		list = "co_holders[" + itoa(holder) + "].person." + list
	case reflect.TypeFor[T]() == reflect.TypeFor[demand.Resource]() || reflect.TypeFor[T]() == reflect.TypeFor[demand.Payment]():
		list = "applicant." + list
	}
	rec.Gaps[list] = ranks
	return kept
}
