package numbering

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
)

// Report is what [Audit] finds in a set of numbers.
type Report struct {
	AsOf        Month             `json:"as_of"`
	Read        int               `json:"read"`     // records given
	Without     int               `json:"without"`  // of which without a number
	Distinct    int               `json:"distinct"` // different numbers
	Territories []TerritoryReport `json:"territories,omitempty"`
	Findings    []Finding         `json:"findings,omitempty"` // by code, territory, then number
}

// TerritoryReport is the part of a territory in a [Report].
type TerritoryReport struct {
	Territory string `json:"territory"`
	Known     bool   `json:"known"`
	Distinct  int    `json:"distinct"`
	First     Month  `json:"first"` // oldest month of first deposit
	Last      Month  `json:"last"`  // latest one
	RollOvers int    `json:"roll_overs"`
	Missing   int    `json:"missing"` // sequences absent between the first and the last of the run
	Gaps      []Gap  `json:"gaps,omitempty"`
}

// Gap is a run of absent sequences, both ends included; From is above To when
// the sequences roll over inside it.
type Gap struct {
	From  int `json:"from"`
	To    int `json:"to"`
	Count int `json:"count"`
}

// Finding is one thing an audit found. Numbers are those concerned, for the
// manager of the file to look up: they are personal data, to be kept out of
// logs. Params never hold a whole number.
type Finding struct {
	Code      string            `json:"code"`
	Territory string            `json:"territory,omitempty"`
	Numbers   []Number          `json:"numbers,omitempty"`
	Params    map[string]string `json:"params,omitempty"`
}

// backward is how far, in a circle of SequenceLimit, a sequence may lie behind
// the middle of the month before it and still be of the same round. The counter
// goes forward, so most of the circle is ahead; an offline block is behind.
const backward = SequenceLimit / 4

// Audit looks for what should not be in the numbers of a file: the same number
// twice, the same territory, month and sequence under two desks, months after
// asOf, months that do not follow the run of the sequences, unknown territories,
// records without a number; and it counts the gaps. The zero Number is a record
// without one. The report is the same whatever the order of the numbers.
//
// Gaps and months out of order are information: a file of active demands has
// holes where others were struck off, and a late entry bears an old month. How
// often the sequences rolled over is inferred from the months; it is right when
// fewer than three quarters of a million numbers separate two months that the
// set holds.
//
// It keeps all the numbers in memory, some 200 bytes each while it works: a
// hundred thousand take about a tenth of a second.
func Audit(numbers iter.Seq[Number], asOf Month) Report {
	r := Report{AsOf: asOf}
	var all []Number
	for n := range numbers {
		r.Read++
		if n.IsZero() {
			r.Without++
			continue
		}
		all = append(all, n)
	}
	slices.SortFunc(all, Number.Compare)
	distinct := r.repeats(all)
	r.Distinct = len(distinct)
	if r.Without > 0 {
		r.find(Finding{Code: "NUM-AUD-06", Params: map[string]string{"count": strconv.Itoa(r.Without)}})
	}
	for len(distinct) > 0 {
		code := distinct[0].Territory()
		end := slices.IndexFunc(distinct, func(n Number) bool { return n.Territory() != code })
		if end < 0 {
			end = len(distinct)
		}
		r.territory(code, distinct[:end])
		distinct = distinct[end:]
	}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Territory, b.Territory), slices.CompareFunc(a.Numbers, b.Numbers, Number.Compare))
	})
	return r
}

func (r *Report) find(f Finding) { r.Findings = append(r.Findings, f) }

// repeats reports equal numbers and equal roots, and returns each number once.
// Equal ones are neighbours, since all is sorted.
func (r *Report) repeats(all []Number) []Number {
	var distinct []Number
	for i := 0; i < len(all); {
		j := i + 1
		for j < len(all) && all[j] == all[i] {
			j++
		}
		if j-i > 1 {
			r.find(Finding{"NUM-AUD-01", all[i].Territory(), []Number{all[i]}, map[string]string{"count": strconv.Itoa(j - i)}})
		}
		distinct = append(distinct, all[i])
		i = j
	}
	for i := 0; i < len(distinct); {
		j := i + 1
		for j < len(distinct) && distinct[j].Root() == distinct[i].Root() {
			j++
		}
		if j-i > 1 {
			r.find(Finding{"NUM-AUD-02", distinct[i].Territory(), slices.Clone(distinct[i:j]), map[string]string{"count": strconv.Itoa(j - i)}})
		}
		i = j
	}
	return distinct
}

// territory audits the numbers of one territory, each given once and sorted.
func (r *Report) territory(code string, numbers []Number) {
	_, known := LookupTerritory(code)
	t := TerritoryReport{Territory: code, Known: known, Distinct: len(numbers), First: numbers[0].Month(), Last: numbers[0].Month()}
	for _, n := range numbers {
		m := n.Month()
		if m.Compare(t.First) < 0 {
			t.First = m
		}
		if m.Compare(t.Last) > 0 {
			t.Last = m
		}
		if m.Compare(r.AsOf) > 0 {
			r.find(Finding{"NUM-AUD-03", code, []Number{n}, map[string]string{"count": "1", "month": m.String()}})
		}
		for _, note := range n.Notes() {
			if note.Code != "NUM-TER-02" { // a remark on the table, not on the number
				r.find(Finding{note.Code, code, []Number{n}, note.Params})
			}
		}
	}
	places := unroll(numbers, r.AsOf)
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.position, b.position), cmp.Compare(a.month, b.month), a.number.Compare(b.number))
	})
	t.RollOvers = round(places[len(places)-1].position) - round(places[0].position)
	t.gaps(places)
	if t.Missing > 0 {
		r.find(Finding{"NUM-AUD-05", code, nil, map[string]string{
			"count": strconv.Itoa(t.Missing), "from": strconv.Itoa(t.Gaps[0].From), "to": strconv.Itoa(t.Gaps[len(t.Gaps)-1].To)}})
	}
	for _, p := range outOfOrder(places, r.AsOf.index()) {
		r.find(Finding{"NUM-AUD-04", code, []Number{p.number}, map[string]string{"count": "1", "month": p.number.Month().String()}})
	}
	r.Territories = append(r.Territories, t)
}

// place is a number put back on the line that the counter followed.
type place struct {
	number   Number
	month    int
	sequence int
	position int // sequence plus SequenceLimit for each round
}

// unroll lays the sequences of a territory out on a line, month by month: each
// is placed by the middle of the months before. Numbers of the same root keep a
// single place, and months after asOf move nothing.
func unroll(numbers []Number, asOf Month) []place {
	places := make([]place, 0, len(numbers))
	for i, n := range numbers {
		if i > 0 && n.Root() == numbers[i-1].Root() {
			continue
		}
		places = append(places, place{number: n, month: n.Month().index(), sequence: n.Sequence()})
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.month, b.month), cmp.Compare(a.sequence, b.sequence))
	})
	reference := -1
	for i := 0; i < len(places); {
		j := i + 1
		for j < len(places) && places[j].month == places[i].month {
			j++
		}
		group := places[i:j]
		from := reference - backward
		if reference < 0 {
			from = start(group)
		}
		positions := make([]int, len(group))
		for k := range group {
			group[k].position = from + modulo(group[k].sequence-from)
			positions[k] = group[k].position
		}
		if group[0].month <= asOf.index() || reference < 0 {
			slices.Sort(positions)
			// One round more keeps every later position above zero.
			reference = positions[len(positions)/2]
		}
		i = j
	}
	return places
}

// start finds where the run of one month begins: after its widest empty arc.
func start(group []place) int {
	widest, from := -1, 0
	for k := range group {
		before := group[(k+len(group)-1)%len(group)].sequence
		if arc := modulo(group[k].sequence - before - 1); arc > widest {
			widest, from = arc, group[k].sequence
		}
	}
	return from + SequenceLimit
}

func modulo(v int) int { return ((v % SequenceLimit) + SequenceLimit) % SequenceLimit }

func round(position int) int { return (position - modulo(position)) / SequenceLimit }

// gaps lists the absent positions between the first and the last.
func (t *TerritoryReport) gaps(places []place) {
	for k := 1; k < len(places); k++ {
		from, to := places[k-1].position+1, places[k].position-1
		if from <= to {
			t.Gaps = append(t.Gaps, Gap{From: modulo(from), To: modulo(to), Count: to - from + 1})
			t.Missing += to - from + 1
		}
	}
}

// outOfOrder returns the fewest places to set aside for the months of the others
// to follow the line: those outside a longest run of months that never goes
// back. Months after last are left out, they are reported by themselves.
func outOfOrder(places []place, last int) []place {
	places = slices.DeleteFunc(slices.Clone(places), func(p place) bool { return p.month > last })
	var tails []int // index of the place that ends the best run of each length
	before := make([]int, len(places))
	for i, p := range places {
		at, _ := slices.BinarySearchFunc(tails, p.month, func(t, m int) int {
			if places[t].month <= m {
				return -1
			}
			return 1
		})
		before[i] = -1
		if at > 0 {
			before[i] = tails[at-1]
		}
		if at == len(tails) {
			tails = append(tails, i)
		} else {
			tails[at] = i
		}
	}
	if len(tails) == 0 {
		return nil
	}
	inRun := make([]bool, len(places))
	for i := tails[len(tails)-1]; i >= 0; i = before[i] {
		inRun[i] = true
	}
	var out []place
	for i, p := range places {
		if !inRun[i] {
			out = append(out, p)
		}
	}
	return out
}
