package observatory

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/internal/pack"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Amounts holds amounts in euros by first commune, to the cent: yearly incomes per
// consumption unit, whose first quartile decides of a quarter of the allocations
// (CCH L.441-1), or rents. Quantiles are exact. Parts merge in any order.
type Amounts struct {
	geography *territory.Geography
	tally     tally[uint64] // commune <<32 | cents
	refused   int64
}

// NewAmounts starts empty, in a geography.
func NewAmounts(g *territory.Geography) *Amounts { return &Amounts{geography: g} }

// Add takes an amount of a demand whose first commune bears a code of any year;
// false when the commune is not known, or the amount is negative or above forty
// million euros: it is then counted apart.
func (a *Amounts) Add(commune string, amount decimal.Decimal) bool {
	rank, _ := a.geography.Locate(commune)
	cents := amount.Shift(2).Round(0)
	if rank < 0 || cents.IsNegative() || cents.GreaterThanOrEqual(decimal.NewFromInt(1<<32)) {
		a.refused++
		return false
	}
	a.tally.add(uint64(rank)<<32 | uint64(cents.IntPart()))
	return true
}

// Refused counts the amounts that were counted apart.
func (a *Amounts) Refused() int { return int(a.refused) }

// Merge adds the amounts of another part.
func (a *Amounts) Merge(b *Amounts) error {
	if a.geography.Day() != b.geography.Day() {
		return fmt.Errorf("observatory: merge amounts: the geographies of %s and %s do not add up; take both in one", a.geography.Day(), b.geography.Day())
	}
	a.tally.merge(&b.tally)
	a.refused += b.refused
	return nil
}

// AmountRow is a quantile of the amounts of a territory.
type AmountRow struct {
	Territory territory.Unit  `json:"territory"`
	Count     int64           `json:"count"` // amounts it rests on
	Largest   decimal.Decimal `json:"-"`     // largest amount, for the rule of dominance
	Sum       decimal.Decimal `json:"-"`
	Quantile  decimal.Decimal `json:"quantile"`
}

// Quantile gives, for each territory of a level that has amounts, the smallest one
// that at least num/den of them do not exceed: Quantile(EPCI, 1, 4) is the threshold
// of the first quartile. It is to be protected like any figure: by its count, and
// by the share of its largest amount.
func (a *Amounts) Quantile(level Level, num, den int64) []AmountRow {
	if num < 0 || den <= 0 || num > den || !a.geography.Has(level) {
		return nil
	}
	a.tally.settle()
	byUnit := map[int][]int{} // ranks in the tally, in order of amount once sorted
	for i, k := range a.tally.keys {
		if unit, _ := a.geography.Of(int(k>>32), level); unit >= 0 {
			byUnit[unit] = append(byUnit[unit], i)
		}
	}
	var out []AmountRow
	for _, unit := range slices.Sorted(maps.Keys(byUnit)) {
		ranks := byUnit[unit]
		cents := func(i int) uint64 { return a.tally.keys[i] & (1<<32 - 1) }
		slices.SortFunc(ranks, func(x, y int) int { return int(int64(cents(x)) - int64(cents(y))) })
		row := AmountRow{Territory: a.geography.Units(level)[unit], Largest: decimal.New(int64(cents(ranks[len(ranks)-1])), -2)}
		sum := decimal.Zero
		for _, i := range ranks {
			row.Count += int64(a.tally.counts[i])
			sum = sum.Add(decimal.New(int64(cents(i)), -2).Mul(decimal.NewFromInt(int64(a.tally.counts[i]))))
		}
		row.Sum = sum
		left := max(1, (row.Count*num+den-1)/den)
		for _, i := range ranks {
			if left -= int64(a.tally.counts[i]); left <= 0 {
				row.Quantile = decimal.New(int64(cents(i)), -2)
				break
			}
		}
		out = append(out, row)
	}
	return out
}

const amountsVersion, personsVersion = 1, 1

// MarshalBinary writes the amounts: the same ones give the same bytes, whatever
// their order and grouping.
func (a *Amounts) MarshalBinary() ([]byte, error) {
	a.tally.settle()
	b := pack.Text([]byte{amountsVersion}, a.geography.Day().String())
	b = pack.Count(pack.Count(b, uint64(a.refused)), uint64(len(a.tally.keys)))
	last := uint64(0)
	for i, k := range a.tally.keys {
		b = pack.Count(pack.Count(b, k-last), uint64(a.tally.counts[i]))
		last = k
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote, in the geography of the receiver.
func (a *Amounts) UnmarshalBinary(data []byte) error {
	r := pack.NewReader(data, amountsVersion)
	if a.geography == nil || r.Text() != a.geography.Day().String() {
		return errAmounts
	}
	out := NewAmounts(a.geography)
	out.refused = int64(min(r.Count(), 1<<62))
	m := &many{wide: &out.tally}
	readTally(r, m, uint64(a.geography.Len())<<32)
	if !r.Whole() {
		return errAmounts
	}
	*a = *out
	return nil
}

var errAmounts = errors.New("observatory: unmarshal: the bytes are not those of amounts or persons of the same geography, or are cut short; count again from the demands")

// Persons counts distinct persons by territory, exactly: a person who has a demand
// in two départements, hence two numbers, counts once in each and once in the
// whole. Keys are the caller's, the same on every machine: a keyed digest, never a
// name, for they are in the bytes of MarshalBinary. They are in no table.
type Persons struct {
	geography *territory.Geography
	places    map[string][]int32 // ranks of the first communes of each person, in order, each once
}

// NewPersons starts empty, in a geography.
func NewPersons(g *territory.Geography) *Persons {
	return &Persons{geography: g, places: map[string][]int32{}}
}

// Add takes a demand of a person, by its first commune; one that is not known
// counts in the whole only.
func (p *Persons) Add(key, commune string) {
	rank, _ := p.geography.Locate(commune)
	p.add(key, int32(rank))
}

func (p *Persons) add(key string, rank int32) {
	places := p.places[key]
	if i, there := slices.BinarySearch(places, rank); !there {
		places = slices.Insert(places, i, rank)
	}
	p.places[key] = places
}

// Merge adds the persons of another part.
func (p *Persons) Merge(q *Persons) error {
	if p.geography.Day() != q.geography.Day() {
		return fmt.Errorf("observatory: merge persons: the geographies of %s and %s do not add up; take both in one", p.geography.Day(), q.geography.Day())
	}
	for key, places := range q.places {
		for _, rank := range places {
			p.add(key, rank)
		}
	}
	return nil
}

// Total counts the persons.
func (p *Persons) Total() int { return len(p.places) }

// Table counts the persons of each territory of a level, each once in it: the rows
// do not add up to the total.
func (p *Persons) Table(level Level) Table {
	counts := make([]int, len(p.geography.Units(level)))
	for _, places := range p.places {
		var seen []int
		for _, rank := range places {
			if at, _ := p.geography.Of(int(rank), level); at >= 0 && !slices.Contains(seen, at) {
				seen = append(seen, at)
				counts[at]++
			}
		}
	}
	t := Table{Measure: personsMeasure, Level: level, GeographyYear: p.geography.Year(), AsOf: p.geography.Day(), Columns: columns(nil)}
	for at, u := range p.geography.Units(level) {
		if counts[at] > 0 {
			t.Rows = append(t.Rows, rowOf(u.Code, u.Name, []int{counts[at]}))
		}
	}
	t.Total = rowOf("TOTAL", "Ensemble", []int{len(p.places)})
	return t
}

var personsMeasure = Measure{Code: "persons", Title: "Demandeurs distincts", English: "Distinct applicants",
	Definition:        "Demandeurs distincts, chacun compté une fois dans chaque territoire où l'une de ses demandes a son premier choix, et une fois dans l'ensemble : les lignes ne s'additionnent pas.",
	DefinitionEnglish: "Distinct applicants, each counted once in each territory where one of its demands has its first choice, and once in the whole: rows do not add up.",
	Formula:           "count distinct", Unit: "demandeur", Additive: true, Total: "persons", Source: sourceStock, Version: 1}

// MarshalBinary writes the persons, in order of key.
func (p *Persons) MarshalBinary() ([]byte, error) {
	b := pack.Text([]byte{personsVersion}, p.geography.Day().String())
	b = pack.Count(b, uint64(len(p.places)))
	for _, key := range slices.Sorted(maps.Keys(p.places)) {
		b = pack.Count(pack.Text(b, key), uint64(len(p.places[key])))
		for _, rank := range p.places[key] {
			b = pack.Count(b, uint64(rank+1))
		}
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote, in the geography of the receiver.
func (p *Persons) UnmarshalBinary(data []byte) error {
	r := pack.NewReader(data, personsVersion)
	if p.geography == nil || r.Text() != p.geography.Day().String() {
		return errAmounts
	}
	out := NewPersons(p.geography)
	last := ""
	for n, i := r.Count(), uint64(0); i < n && !r.Bad(); i++ {
		key := r.Text()
		if i > 0 && key <= last {
			return errAmounts
		}
		last = key
		var places []int32
		for k := r.Count(); k > 0 && !r.Bad(); k-- {
			rank := int64(min(r.Count(), 1<<31)) - 1
			if rank >= int64(p.geography.Len()) || len(places) > 0 && int32(rank) <= places[len(places)-1] {
				return errAmounts
			}
			places = append(places, int32(rank))
		}
		if len(places) == 0 {
			return errAmounts
		}
		out.places[key] = places
	}
	if !r.Whole() {
		return errAmounts
	}
	*p = *out
	return nil
}
