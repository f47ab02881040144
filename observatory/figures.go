package observatory

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
)

// Figure is one value of a measure that rests on counts: a ratio, a share, a mean, a
// median. It is an exact fraction; it is not available when Missing says why.
type Figure struct {
	Num     int64  `json:"num"`
	Den     int64  `json:"den"`
	Count   int64  `json:"count"`             // demands it rests on: the least of them for a ratio
	Missing string `json:"missing,omitempty"` // why there is no value: a code of WhyMissing
}

// Reasons why a figure has no value. None of them is zero.
const (
	NoDemand     = "no_demand"     // nothing to divide by, or nobody to take a median of
	NoPeriod     = "no_period"     // the count has no period: a stock alone has no flow
	NotKnown     = "not_known"     // what it rests on is not known for too many demands
	HiddenFigure = "hidden"        // what it rests on is hidden
	OneYear      = "missing_years" // the measure wants several years
)

// WhyMissing gives the sentence of a reason, in French and in English.
func WhyMissing(code string) (french, english string) {
	switch code {
	case NoDemand:
		return "Aucune demande sur laquelle calculer.", "No demand to compute on."
	case NoPeriod:
		return "Le compte n'a pas de période : donner son premier jour.", "The count has no period: give its first day."
	case NotKnown:
		return "La donnée n'est pas connue pour ces demandes.", "The datum is not known for these demands."
	case HiddenFigure:
		return "Secret : le chiffre repose sur un compte caché.", "Secret: the figure rests on a hidden count."
	case NotComparable:
		return "Les deux comptes n'ont pas la même géographie ou la même définition : compter les deux dans la même.", "The two counts differ in geography or in definition: count both in the same."
	case OneYear:
		return "Il manque des années : la mesure porte sur trois années.", "Years are missing: the measure is over three years."
	}
	return "", ""
}

// Available reports whether there is a value.
func (f Figure) Available() bool { return f.Missing == "" && f.Den > 0 }

// Value gives the value rounded half up to places; false when it is not available.
func (f Figure) Value(places int32) (decimal.Decimal, bool) {
	if !f.Available() {
		return decimal.Zero, false
	}
	return decimal.NewFromInt(f.Num).DivRound(decimal.NewFromInt(f.Den), places), true
}

// String writes the value with two decimals, or why there is none.
func (f Figure) String() string {
	v, ok := f.Value(2)
	if !ok {
		return "na:" + f.Missing
	}
	return v.String()
}

// ratio divides two counts.
func ratio(num, den int64) Figure {
	if den <= 0 {
		return Figure{Missing: NoDemand}
	}
	return Figure{Num: num, Den: den, Count: min(num, den)}
}

// FigureRow is a territory with its figures, one for each column.
type FigureRow struct {
	Code    string   `json:"code"`
	Name    string   `json:"name"`
	Figures []Figure `json:"figures"`
}

// FigureTable is a measure of figures at a level.
type FigureTable struct {
	Measure       Measure     `json:"measure"`
	Level         Level       `json:"level"`
	GeographyYear int         `json:"geography_year"`
	From          demand.Date `json:"from,omitzero"`
	AsOf          demand.Date `json:"as_of"`
	Columns       []Column    `json:"columns"`
	Rows          []FigureRow `json:"rows"`
	Total         FigureRow   `json:"total"`
	// Rests lists the columns of tables of counts that the figure of each column
	// rests on: a figure is hidden with any of them.
	Rests [][]Rest `json:"rests"`
}

// Rest is a column of a table of counts.
type Rest struct{ Measure, Column string }

// FileName names the table's file.
func (t *FigureTable) FileName() string { return t.Measure.Code + "_" + string(t.Level) + ".csv" }

// side is a count that a ratio is made of: a population, and one column of it.
type side struct {
	kind   Kind
	dim    dim // dims: the whole population
	column string
}

// answered is the column of those whose answer is known, yes or no.
const answered = "yes+no"

func (s side) rest() Rest {
	if s.dim == dims {
		return Rest{totalMeasure[s.kind], "total"}
	}
	for _, m := range counted {
		if m.kind == s.kind && len(m.dims) == 1 && m.dims[0] == s.dim {
			column, _, _ := strings.Cut(s.column, "+")
			return Rest{m.Code, column}
		}
	}
	return Rest{}
}

// totalMeasure gives a measure whose total column counts a population.
var totalMeasure = map[Kind]string{Stock: "stock_first", Allocated: "allocated_by_target", StruckOff: "struck_off", Refused: "refused", Renewed: "renewed"}

func whole(k Kind) side                      { return side{k, dims, ""} }
func part(k Kind, d dim, column string) side { return side{k, d, column} }

// figureSpec is how a figure is made.
type figureSpec struct {
	Measure
	num, den side // of a ratio
	per      bool // one column for each target type, the sides being taken in it
	waits    Kind // of a mean or a median
	how      wait
}

type wait uint8

const (
	isRatio wait = iota
	isMean
	isMedian
	isNinth
	isYears // of several counts
)

// Figures gives every measure of figures at every level asked, unprotected.
func (a *Accumulator) Figures(levels ...Level) []FigureTable {
	var out []FigureTable
	a.Settle()
	for i := range figures {
		for _, level := range levels {
			if a.known(level) {
				out = append(out, a.figureTable(&figures[i], level))
			}
		}
	}
	return out
}

func (a *Accumulator) figureTable(s *figureSpec, level Level) FigureTable {
	t := FigureTable{Measure: s.Measure, Level: level, GeographyYear: a.geography.Year(), From: a.from, AsOf: a.asOf, Columns: columns(nil)}
	if s.per {
		t.Columns = columns(typeCodes)
	}
	t.Rests = s.rests(t.Columns)
	var rows [][]Figure
	var total []Figure
	if s.how == isYears {
		total = []Figure{{Missing: OneYear}}
	} else if s.how == isRatio {
		rows, total = a.ratios(s, level)
	} else {
		rows, total = a.waitFigures(s, level)
	}
	units := a.geography.Units(level)
	for k, row := range rows {
		switch {
		case row == nil:
		case k == len(units):
			t.Rows = append([]FigureRow{{"", nameOf("", level), row}}, t.Rows...)
		default:
			t.Rows = append(t.Rows, FigureRow{units[k].Code, units[k].Name, row})
		}
	}
	t.Total = FigureRow{"TOTAL", "Ensemble", total}
	return t
}

// rests tells what the figures of each column rest on.
func (s *figureSpec) rests(cs []Column) [][]Rest {
	out := make([][]Rest, len(cs))
	if s.how == isYears {
		return out
	}
	for i, c := range cs {
		if s.how != isRatio {
			out[i] = []Rest{part(s.waits, byTarget, c.Code).rest()}
			continue
		}
		for _, side := range [...]side{s.num, s.den} {
			if s.per {
				side.dim, side.column = byTarget, c.Code
			}
			out[i] = append(out[i], side.rest())
			if side.column == answered {
				out[i] = append(out[i], Rest{side.rest().Measure, "no"})
			}
		}
		if s.Code == "satisfied_share" {
			out[i][1] = Rest{"entries", "stock_start"}
			out[i] = append(out[i], Rest{"entries", "new"})
		}
	}
	return out
}

// ratios divides the two sides of a measure, by territory and for the whole.
func (a *Accumulator) ratios(s *figureSpec, level Level) (rows [][]Figure, total []Figure) {
	sides := [...]side{s.num, s.den}
	var counts [2][][]int
	for k, side := range sides {
		c := a.plan.find(side.kind, false)
		if s.per {
			c = a.plan.find(side.kind, false, byTarget)
		} else if side.dim != dims {
			c = a.plan.find(side.kind, false, side.dim)
		}
		all := a.plan.find(side.kind, false)
		if c == nil || all == nil || side.kind != Stock && a.from.IsZero() {
			return nil, a.missing(s)
		}
		counts[k] = a.sums(c, all, level)
	}
	if s.Code == "satisfied_share" {
		added(counts[1], a.sums(a.plan.find(New, false), a.plan.find(New, false), level))
	}
	rows = make([][]Figure, len(counts[0]))
	var sums [2][]int
	for i := range rows {
		for k := range sums {
			if counts[k][i] != nil {
				sums[k] = addedTo(sums[k], counts[k][i])
			}
		}
		if counts[0][i] != nil || counts[1][i] != nil {
			rows[i] = s.divide(counts[0][i], counts[1][i])
		}
	}
	return rows, s.divide(sums[0], sums[1])
}

func added(into, from [][]int) {
	for i, row := range from {
		if row != nil {
			into[i] = addedTo(into[i], row)
		}
	}
}

func addedTo(into, row []int) []int {
	if into == nil {
		into = make([]int, len(row))
	}
	for i, n := range row {
		into[i] += n
	}
	return into
}

// missing gives the row of a measure that the count cannot give.
func (a *Accumulator) missing(s *figureSpec) []Figure {
	why := NotKnown
	if a.from.IsZero() {
		why = NoPeriod
	}
	n := 1
	if s.per {
		n = len(typeCodes) + 1
	}
	out := make([]Figure, n)
	for i := range out {
		out[i].Missing = why
	}
	return out
}

// divide gives the figures of a row from the counts of its two sides.
func (s *figureSpec) divide(num, den []int) []Figure {
	if s.per {
		out := make([]Figure, len(typeCodes)+1)
		for i := range out {
			out[i] = ratio(int64(at(num, i)), int64(at(den, i)))
		}
		return out
	}
	if s.num.unknown(num) || s.den.unknown(den) {
		return []Figure{{Missing: NotKnown}}
	}
	return []Figure{ratio(s.num.of(num), s.den.of(den))}
}

// unknown reports whether the answer of a side is known for nobody.
func (s side) unknown(counts []int) bool {
	switch s.dim {
	case byTransfer, byQuartile, byAbnormal:
		return at(counts, 0)+at(counts, 1) == 0 && at(counts, 2) > 0
	}
	return false
}

// of reads a side in the counts of its cube.
func (s side) of(counts []int) int64 {
	if s.dim == dims {
		return int64(at(counts, len(counts)-1))
	}
	if s.column == answered {
		return int64(at(counts, 0) + at(counts, 1))
	}
	for i, code := range s.dim.codesOf() {
		if code == s.column {
			return int64(at(counts, i))
		}
	}
	return 0
}

func at(counts []int, i int) int {
	if i < 0 || i >= len(counts) {
		return 0
	}
	return counts[i]
}

// waitFigures gives means, medians or deciles, by territory and for the whole.
func (a *Accumulator) waitFigures(s *figureSpec, level Level) (rows [][]Figure, total []Figure) {
	x := Cross{Kind: s.waits}
	c := a.cubeOf(x)
	if c == nil || c.dist < 0 || s.waits != Stock && a.from.IsZero() {
		return nil, a.missing(s)
	}
	units := len(a.geography.Units(level))
	rows = make([][]Figure, units+1)
	width := 1
	if s.per {
		width = len(typeCodes) + 1
		a.eachWait(Cross{Kind: s.waits, Dimensions: []string{"target"}}, level, units, func(unit, column int, w *Waits) { s.set(rows, unit, column, width, w) })
	}
	a.eachWait(x, level, units, func(unit, _ int, w *Waits) { s.set(rows, unit, width-1, width, w) })
	all := make([][]Figure, 1)
	if s.per {
		a.eachTotal(Cross{Kind: s.waits, Dimensions: []string{"target"}}, func(column int, w *Waits) { s.set(all, 0, column, width, w) })
	}
	a.eachTotal(x, func(_ int, w *Waits) { s.set(all, 0, width-1, width, w) })
	if all[0] == nil {
		all[0] = make([]Figure, width)
		for i := range all[0] {
			all[0][i].Missing = NoDemand
		}
	}
	return rows, all[0]
}

// eachTotal gives the waits of the columns of a crossing over the whole count.
func (a *Accumulator) eachTotal(x Cross, visit func(column int, w *Waits)) {
	c := a.cubeOf(x)
	months := make([]int64, c.size<<waitBits)
	a.waits[c.dist].each(func(k uint64, n uint32) {
		months[(k>>waitBits%uint64(c.size))<<waitBits|k&(1<<waitBits-1)] += int64(n)
	})
	for column := range c.size {
		var w Waits
		for month := range 1 << waitBits {
			if n := months[column<<waitBits|month]; n > 0 {
				w.add(int16(month), n)
			}
		}
		if w.Count > 0 {
			visit(column, &w)
		}
	}
}

func (a *Accumulator) eachWait(x Cross, level Level, units int, visit func(unit, column int, w *Waits)) {
	for k, w := range a.Waits(x, level) {
		unit := k.Unit
		if unit < 0 {
			unit = units
		}
		visit(unit, k.Column, w)
	}
}

// set writes a figure of waits in a row.
func (s *figureSpec) set(rows [][]Figure, unit, column, width int, w *Waits) {
	if rows[unit] == nil {
		rows[unit] = make([]Figure, width)
		for i := range rows[unit] {
			rows[unit][i].Missing = NoDemand
		}
	}
	f := Figure{Count: w.Count, Den: 1}
	switch s.how {
	case isMean:
		f.Num, f.Den = w.Months, w.Count
	case isMedian:
		f.Num, _ = w.Median()
		f.Den = 2
	default:
		n, _ := w.Quantile(9, 10)
		f.Num = int64(n)
	}
	rows[unit][column] = f
}

// FigureColumn finds a column of a table by its code, -1 when there is none.
func (t *FigureTable) FigureColumn(code string) int {
	for i, c := range t.Columns {
		if c.Code == code {
			return i
		}
	}
	return -1
}

// SRURatio gives the tension ratio of the law: demands over the mean of three years
// of allocations, internal transfers left out of both. It wants three years.
// Law: CCH R.302-14, IV, 2°; whether the numerator leaves transfers out was not
// read in the text. Confidence: V2.
func SRURatio(demands, transfers int64, allocations, internal []int64) Figure {
	if len(allocations) != 3 || len(internal) != 3 {
		return Figure{Missing: OneYear}
	}
	sum := int64(0)
	for i := range allocations {
		sum += allocations[i] - internal[i]
	}
	f := ratio(3*(demands-transfers), sum)
	f.Count = min(demands-transfers, sum)
	return f
}

// Imbalances gives, for each column of a table of pressures by type, its pressure
// over the pressure of the whole row: 1 is the same access. Source: DRIHL.
// Confidence: V2.
func Imbalances(r FigureRow) []Figure {
	out := make([]Figure, len(r.Figures))
	last := r.Figures[len(r.Figures)-1]
	for i, f := range r.Figures {
		switch {
		case !f.Available() || !last.Available():
			out[i] = Figure{Missing: NoDemand}
		case last.Num == 0:
			out[i] = Figure{Missing: NoDemand}
		default:
			out[i] = Figure{Num: f.Num * last.Den, Den: f.Den * last.Num, Count: min(f.Count, last.Count)}
		}
	}
	return out
}
