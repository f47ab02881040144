package observatory

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/observatory/territory"
)

// movement is a measure of flows: its columns, each a population, sum to the
// demands that were in the stock at some moment of the period.
type movement struct {
	Measure
	columns []flowColumn
}

type flowColumn struct {
	code string
	kind Kind
}

// movements are the two sides of the identity of the stock: what entered, and what
// became of it. Their totals are equal.
var movements = [...]movement{
	{Measure{Code: "entries", Title: "D'où viennent les demandes de la période", English: "Where the demands of the period come from",
		Definition:        "Demandes actives dans la période, par commune de premier choix : en cours la veille, nouvelles, rétablies, venues d'une autre commune.",
		DefinitionEnglish: "Demands active in the period, by first commune: in the stock on the eve, new, back, come from another commune.",
		Formula:           "active = stock_start + new + back + moved_in", Unit: "demande", Additive: true, SumsUp: true, Total: "active", Source: sourceFlows, Version: 1},
		[]flowColumn{{"stock_start", StockStart}, {"new", New}, {"back", Back}, {"moved_in", movedIn}}},
	{Measure{Code: "exits", Title: "Ce que deviennent les demandes de la période", English: "What becomes of the demands of the period",
		Definition:        "Demandes actives dans la période, par commune de premier choix : satisfaites, radiées pour un autre motif, réunies à une autre demande, supprimées, parties vers une autre commune, en cours à la fin.",
		DefinitionEnglish: "Demands active in the period, by first commune: allocated, struck off otherwise, merged, deleted, gone to another commune, in the stock at the end.",
		Formula:           "active = allocated + struck_off + merged + deleted + moved_out + stock_end", Unit: "demande", Additive: true, SumsUp: true, Total: "active", Source: sourceFlows, Version: 1},
		[]flowColumn{{"allocated", Allocated}, {"struck_off", StruckOff}, {"merged", Merged}, {"deleted", Deleted}, {"moved_out", movedOut}, {"stock_end", Stock}}},
}

// stands reports whether a status is in the stock: a number was issued, and the
// demand is not satisfied, struck off, merged nor deleted. A demand that nobody has
// verified yet is not in it; one that should have been renewed still is.
func stands(s journal.Status) bool { return s == journal.Active || s == journal.Expired }

// AddJournal counts one demand of a journal: its stock on the eve of the period and
// at the end, and everything that happened between. It needs a plan of NewPlan and
// a period; without one, only the stock at asOf is counted.
func (a *Accumulator) AddJournal(j journal.Journal, key string, s Setting) {
	of := j.Of(key)
	end := of.Fold(key, journal.At{Day: a.asOf})
	if stands(end.Status) {
		a.addState(Stock, &end, &s)
	} else if end.Status == journal.Absent && of.Len() > 0 {
		a.told[2]++ // deposited after the day of the count
	}
	if a.from.IsZero() {
		return
	}
	before := of.Fold(key, journal.At{Day: a.from.AddDays(-1)})
	if stands(before.Status) {
		a.addState(StockStart, &before, &s)
	}
	last := demand.Date{}
	for _, e := range of.Events() {
		if e.On.Before(a.from) || e.On.After(a.asOf) {
			continue
		}
		if e.On != last {
			last = e.On
			now := of.Fold(key, journal.At{Day: e.On})
			a.step(&before, &now, &s)
			before = now
		}
		a.happened(e, &before, &s)
	}
}

// happened counts an event that changes nothing of the stock.
func (a *Accumulator) happened(e *journal.Event, now *journal.State, s *Setting) {
	switch {
	case e.Kind == journal.Renew:
		a.addState(Renewed, now, s)
	case e.Kind == journal.Treat && e.Treatment.Step == journal.Refused:
		a.addState(Refused, now, s)
	}
}

// step counts what changed between two states.
func (a *Accumulator) step(before, now *journal.State, s *Setting) {
	was, is := stands(before.Status), stands(now.Status)
	switch {
	case was && is:
		a.move(before, now, s)
	case is && (before.Status == journal.Absent || before.Status == journal.ToVerify):
		a.addState(New, now, s)
	case is:
		a.addState(Back, now, s)
	case was:
		a.leave(before, now, s)
	}
}

// leave counts an exit where the demand stood; a change of commune on the very day
// counts first.
func (a *Accumulator) leave(before, now *journal.State, s *Setting) {
	a.move(before, now, s)
	kind := Deleted
	switch {
	case now.Status == journal.StruckOff && now.Motive == demand.StrikeOffMotiveRADATT:
		kind = Allocated
	case now.Status == journal.StruckOff:
		kind = StruckOff
	case now.Status == journal.Merged:
		kind = Merged
	}
	a.addState(kind, now, s)
}

// move counts a demand that changed its first commune while in the stock.
func (a *Accumulator) move(before, now *journal.State, s *Setting) {
	if a.firstOf(&before.Form) != a.firstOf(&now.Form) {
		a.addState(movedOut, before, s)
		a.addState(movedIn, now, s)
	}
}

func (a *Accumulator) firstOf(f *demand.Form) int32 {
	if len(f.Wanted.Places) == 0 {
		return -1
	}
	rank, _ := a.geography.Locate(f.Wanted.Places[0].Commune)
	return int32(rank)
}

// addState counts a state in a population. The wait of an allocation runs from the
// first deposit to the day of the state, that of the stock to the day of the count.
func (a *Accumulator) addState(kind Kind, st *journal.State, s *Setting) {
	d := s.FromState(st)
	coder := *a.coder
	coder.asOf = st.Day
	coder.Code(kind, &d, &a.scratch)
	a.scratch.withMotive(st.Motive)
	a.AddFact(&a.scratch)
}

// flowTable gives one side of the flows at a level.
func (a *Accumulator) flowTable(m *movement, level Level) Table {
	t := Table{Measure: m.Measure, Level: level, GeographyYear: a.geography.Year(), From: a.from, AsOf: a.asOf}
	var cubes []*cube
	for _, c := range m.columns {
		cube := a.plan.find(c.kind, false)
		if cube == nil {
			return t
		}
		cubes = append(cubes, cube)
		t.Columns = append(t.Columns, Column{c.code, titleOf(c.code)})
	}
	t.Columns = append(t.Columns, Column{"total", columnTitles["total"]})
	a.Settle()
	t.fill(a.geography, a.rollUp(level, len(t.Columns), func(row []uint32, into []int) {
		for i, c := range cubes {
			into[i] += int(row[c.at])
			into[len(into)-1] += int(row[c.at])
		}
	}))
	return t
}

// Imbalance is a territory whose stock at the end is not what its flows give.
type Imbalance struct {
	Territory territory.Unit
	Expected  int // by the entries and the other exits
	Found     int
}

// Identity checks, for each territory of two tables of one level, entries and
// exits, that the stock at the end is the stock at the start with the entries and
// without the exits. An empty answer is what a journal gives; tables written by
// another program may fail. Hidden cells leave their row out.
func Identity(entries, exits *Table) []Imbalance {
	var out []Imbalance
	in := map[string]Row{}
	for _, r := range append(slices.Clone(entries.Rows), entries.Total) {
		in[r.Code] = r
	}
	seen := map[string]bool{}
	for _, r := range append(slices.Clone(exits.Rows), exits.Total) {
		seen[r.Code] = true
		expected, ok1 := partsOf(in[r.Code])
		left, ok2 := partsOf(r)
		if expected != left && ok1 && ok2 {
			found := r.Cells[len(r.Cells)-2].Value
			out = append(out, Imbalance{territory.Unit{Level: exits.Level, Code: r.Code, Name: r.Name}, expected - left + found, found})
		}
	}
	for _, r := range entries.Rows {
		if n, ok := partsOf(r); !seen[r.Code] && n > 0 && ok {
			out = append(out, Imbalance{territory.Unit{Level: exits.Level, Code: r.Code, Name: r.Name}, n, 0})
		}
	}
	return out
}

// partsOf sums the columns of a row but the total.
func partsOf(r Row) (sum int, ok bool) {
	for _, c := range r.Cells[:max(0, len(r.Cells)-1)] {
		if c.Hidden {
			return 0, false
		}
		sum += c.Value
	}
	return sum, true
}
