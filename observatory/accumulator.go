package observatory

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// Demand is what a count needs of one demand.
type Demand struct {
	Places      []string // wanted communes, in order of preference
	Types       []demand.DwellingType
	DepositedOn demand.Date
	Household   int // persons; 0 when not known
}

// FromForm draws from a form what a count needs.
func FromForm(f *demand.Form) Demand {
	d := Demand{Types: f.Wanted.Types, DepositedOn: f.DepositedOn, Household: f.PersonsToHouse}
	if d.Household == 0 && !f.IsAssociation() {
		d.Household = 1 + len(f.CoHolders) + len(f.Dependants) + f.Unborn.Count
	}
	for _, p := range f.Wanted.Places {
		d.Places = append(d.Places, p.Commune)
	}
	return d
}

// Columns of the measures by first choice, one after the other in a cell row.
var (
	typeCodes = []string{"C", "T1", "T2", "T3", "T4", "T5", "T6P", "none"}
	ageCodes  = []string{"under_6_months", "6_to_11_months", "12_to_23_months", "24_to_35_months", "36_months_and_more", "unknown"}
	sizeCodes = []string{"1", "2", "3", "4", "5", "6_and_more", "unknown"}
)

const (
	typeColumns = 8
	ageColumns  = 6
	sizeColumns = 7
)

// counts holds what is counted of the demands of one first commune.
type counts struct {
	all   int64
	types [typeColumns]int64
	ages  [ageColumns]int64
	sizes [sizeColumns]int64
}

// anyKey names a territory wanted, whatever its rank.
type anyKey struct {
	level Level
	code  string
}

// Accumulator counts demands. Accumulators of parts of a file merge, in any
// grouping and order, into the accumulator of the whole.
type Accumulator struct {
	asOf   demand.Date
	total  int64
	future int64 // deposited after asOf
	moved  int64 // first commune of an older geography
	first  map[string]*counts
	any    map[anyKey]int64
	seen   []anyKey // scratch of Add
}

// NewAccumulator counts as of a day.
func NewAccumulator(asOf demand.Date) *Accumulator {
	return &Accumulator{asOf: asOf, first: map[string]*counts{}, any: map[anyKey]int64{}}
}

// Total counts the demands in the tables; those dated after the count are not in it.
func (a *Accumulator) Total() int { return int(a.total) }

// Add counts one demand.
func (a *Accumulator) Add(d Demand) {
	if d.DepositedOn.After(a.asOf) {
		a.future++
		return
	}
	a.total++
	c := a.countsOf(a.firstCommune(d.Places))
	c.all++
	known := false
	for i, t := range d.Types {
		column := slices.Index(typeCodes[:typeColumns-1], string(t))
		if column >= 0 && !slices.Contains(d.Types[:i], t) {
			c.types[column]++
			known = true
		}
	}
	if !known {
		c.types[typeColumns-1]++
	}
	c.ages[a.ageColumn(d.DepositedOn)]++
	c.sizes[sizeColumn(d.Household)]++
	a.addAny(d.Places)
}

func (a *Accumulator) countsOf(commune string) *counts {
	c := a.first[commune]
	if c == nil {
		c = &counts{}
		a.first[commune] = c
	}
	return c
}

// firstCommune gives today's code of the first-ranked commune, "" when unknown.
func (a *Accumulator) firstCommune(places []string) string {
	if len(places) == 0 {
		return ""
	}
	current, ok := territories.Current(places[0])
	if ok && current != places[0] {
		a.moved++
	}
	return current
}

func (a *Accumulator) ageColumn(deposit demand.Date) int {
	if deposit.IsZero() {
		return ageColumns - 1
	}
	months := a.asOf.MonthsSince(deposit)
	for i, limit := range [...]int{6, 12, 24, 36} {
		if months < limit {
			return i
		}
	}
	return 4
}

func sizeColumn(persons int) int {
	switch {
	case persons <= 0:
		return sizeColumns - 1
	case persons >= 6:
		return 5
	}
	return persons - 1
}

// addAny counts the demand once in each territory of each level that it accepts.
func (a *Accumulator) addAny(places []string) {
	a.seen = a.seen[:0]
	for _, p := range places {
		current, _ := territories.Current(p)
		commune, ok := territories.Commune(current)
		if !ok {
			continue
		}
		for _, k := range [...]anyKey{{Commune, commune.Code}, {EPCI, commune.EPCI}, {Departement, commune.Departement}} {
			if !slices.Contains(a.seen, k) {
				a.seen = append(a.seen, k)
				a.any[k]++
			}
		}
	}
}

// Merge adds the counts of another accumulator of the same day.
func (a *Accumulator) Merge(b *Accumulator) error {
	if a.asOf != b.asOf {
		return fmt.Errorf("observatory: merge accumulators: counts as of %s and %s do not add up; count both as of one day", a.asOf, b.asOf)
	}
	a.total += b.total
	a.future += b.future
	a.moved += b.moved
	for code, c := range b.first {
		into := a.countsOf(code)
		into.all += c.all
		for i := range c.types {
			into.types[i] += c.types[i]
		}
		for i := range c.ages {
			into.ages[i] += c.ages[i]
		}
		for i := range c.sizes {
			into.sizes[i] += c.sizes[i]
		}
	}
	for k, n := range b.any {
		a.any[k] += n
	}
	return nil
}

const binaryVersion = 1

// MarshalBinary writes the counts: the same demands give the same bytes,
// whatever their order and grouping.
func (a *Accumulator) MarshalBinary() ([]byte, error) {
	b := []byte{binaryVersion}
	b = appendText(b, a.asOf.String())
	b = binary.AppendVarint(b, a.total)
	b = binary.AppendVarint(b, a.future)
	b = binary.AppendVarint(b, a.moved)
	b = binary.AppendUvarint(b, uint64(len(a.first)))
	for _, code := range slices.Sorted(maps.Keys(a.first)) {
		b = appendText(b, code)
		a.first[code].each(func(n *int64) { b = binary.AppendVarint(b, *n) })
	}
	keys := slices.SortedFunc(maps.Keys(a.any), func(x, y anyKey) int {
		return cmp.Or(cmp.Compare(x.level, y.level), cmp.Compare(x.code, y.code))
	})
	b = binary.AppendUvarint(b, uint64(len(keys)))
	for _, k := range keys {
		b = appendText(appendText(b, string(k.level)), k.code)
		b = binary.AppendVarint(b, a.any[k])
	}
	return b, nil
}

// each visits every count in a fixed order.
func (c *counts) each(visit func(*int64)) {
	visit(&c.all)
	for i := range c.types {
		visit(&c.types[i])
	}
	for i := range c.ages {
		visit(&c.ages[i])
	}
	for i := range c.sizes {
		visit(&c.sizes[i])
	}
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

var errBinary = errors.New("observatory: unmarshal accumulator: the bytes are not those of an accumulator, or are cut short; count again from the demands")

// UnmarshalBinary reads what MarshalBinary wrote.
func (a *Accumulator) UnmarshalBinary(data []byte) error {
	r := reader{data: data}
	if r.byte() != binaryVersion {
		return errBinary
	}
	asOf, err := demand.ParseDate(r.text())
	if err != nil {
		return errBinary
	}
	out := NewAccumulator(asOf)
	out.total, out.future, out.moved = r.varint(), r.varint(), r.varint()
	for n := r.uvarint(); n > 0 && !r.bad; n-- {
		c := &counts{}
		code := r.text()
		c.each(func(v *int64) { *v = r.varint() })
		out.first[code] = c
	}
	for n := r.uvarint(); n > 0 && !r.bad; n-- {
		k := anyKey{Level(r.text()), r.text()}
		out.any[k] = r.varint()
	}
	if r.bad || len(r.data) > 0 {
		return errBinary
	}
	*a = *out
	return nil
}

type reader struct {
	data []byte
	bad  bool
}

func (r *reader) byte() byte {
	if len(r.data) == 0 {
		r.bad = true
		return 0
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.data)
	if n <= 0 || v < 0 {
		r.bad = true
		return 0
	}
	r.data = r.data[n:]
	return v
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.data = r.data[n:]
	return v
}

func (r *reader) text() string {
	n := r.uvarint()
	if n > uint64(len(r.data)) {
		r.bad = true
		return ""
	}
	s := string(r.data[:n])
	r.data = r.data[n:]
	return s
}
