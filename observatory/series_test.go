package observatory_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		name, since, asOf string
		every             observatory.Every
		want              string
	}{
		{"years", "2009-01-01", "2011-12-31", observatory.EveryYear, "2009 2010 2011"},
		{"quarters", "2011-04-01", "2011-12-31", observatory.EveryQuarter, "2011-T2 2011-T3 2011-T4"},
		{"months, the last not whole", "2011-11-01", "2012-01-15", observatory.EveryMonth, "2011-11 2011-12 2012-01-01/2012-01-15"},
		{"from the last day of a month", "2012-01-31", "2012-04-29", observatory.EveryMonth, "2012-01-31/2012-02-28 2012-02-29/2012-03-30 2012-03-31/2012-04-29"},
		{"sliding years", "2010-07-01", "2011-06-30", observatory.EveryYear, "2010-07-01/2011-06-30"},
		{"sliding quarters", "2010-02-01", "2010-04-30", observatory.EveryQuarter, "2010-02-01/2010-04-30"},
		{"nothing", "2012-01-01", "2011-12-31", observatory.EveryMonth, ""},
		{"no length", "2010-01-01", "2011-12-31", "week", ""},
	} {
		var labels []string
		for _, p := range observatory.Periods(demand.MustDate(c.since), demand.MustDate(c.asOf), c.every) {
			labels = append(labels, p.Label())
		}
		if got := strings.Join(labels, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestLabelOfADay(t *testing.T) {
	if got := (observatory.Period{AsOf: demand.MustDate("2011-12-31")}).Label(); got != "2011-12-31" {
		t.Error(got)
	}
}

// life writes the events of demands that are made, move, leave and come back.
func life(t *testing.T, rng *rand.Rand, n int) journal.Journal {
	t.Helper()
	w := &writer{}
	set, _ := journal.PathsOf("wanted.places")
	on := func(day int) string { return demand.MustDate("2009-01-01").AddDays(day).String() }
	for i := range n {
		key, day := fmt.Sprint("d", i), rng.IntN(1400)
		w.create(key, on(day), []string{"21231", "21166", "21515", "58194"}[rng.IntN(4)], 1+rng.IntN(6))
		for range rng.IntN(4) {
			day += rng.IntN(300)
			switch rng.IntN(5) {
			case 0:
				w.event(key, on(day), journal.Event{Kind: journal.Renew})
			case 1:
				w.event(key, on(day), journal.Event{Kind: journal.StrikeOff, Motive: []demand.StrikeOffMotive{"RADATT", "RADABA"}[rng.IntN(2)]})
			case 2:
				w.event(key, on(day), journal.Event{Kind: journal.Reactivate})
			case 3:
				moved := &demand.Form{Wanted: demand.Wanted{Places: []demand.WantedPlace{{Commune: []string{"21166", "21231"}[rng.IntN(2)]}}}}
				w.event(key, on(day), journal.Event{Kind: journal.Modify, Set: set, Values: moved})
			case 4:
				w.event(key, on(day), journal.Event{Kind: journal.Delete})
			}
		}
	}
	j, faults := journal.New(w.events...)
	if faults.Blocking() {
		t.Fatal(faults)
	}
	return j
}

func seriesOf(j journal.Journal, periods []observatory.Period) []observatory.Table {
	series := observatory.NewFlowPlan().Series(territory.Today(), periods)
	for key := range j.Demands() {
		observatory.AddSeries(series, j, key)
	}
	return observatory.SeriesTables(series, levels()...)
}

// A series counts in one reading what a count of each period counts, and its periods
// add up to the count of all of them.
func TestSeriesIsTheCountOfEachPeriod(t *testing.T) {
	for seed := range uint64(3) {
		j := life(t, rand.New(rand.NewPCG(seed, 1)), 120)
		for _, every := range []observatory.Every{observatory.EveryMonth, observatory.EveryYear} {
			periods := observatory.Periods(demand.MustDate("2010-02-01"), demand.MustDate("2012-06-15"), every)
			var want []observatory.Table
			plan := observatory.NewFlowPlan()
			for _, p := range periods {
				a := plan.Accumulator(territory.Today(), p.From, p.AsOf)
				for key := range j.Demands() {
					a.AddJournal(j, key, observatory.Setting{From: p.From, AsOf: p.AsOf})
				}
				for _, x := range a.Tables(levels()...) {
					if x.Measure.Code == "entries" || x.Measure.Code == "exits" {
						want = append(want, x)
					}
				}
			}
			got := seriesOf(j, periods)
			if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b demand.Date) bool { return a == b })); diff != "" {
				t.Fatalf("seed %d, every %s:\n%.2000s", seed, every, diff)
			}
			for i := range got {
				if got[i].Measure.Code == "entries" && len(observatory.Identity(&got[i], exitsOf(t, got, &got[i]))) > 0 {
					t.Errorf("%s %s: the stock is not what its flows give", got[i].Level, got[i].From)
				}
			}
		}
	}
}

// exitsOf finds the exits that go with some entries.
func exitsOf(t *testing.T, tables []observatory.Table, entries *observatory.Table) *observatory.Table {
	t.Helper()
	for i := range tables {
		if x := &tables[i]; x.Measure.Code == "exits" && x.Level == entries.Level && x.From == entries.From {
			return x
		}
	}
	t.Fatal("no exits")
	return nil
}

// A month hidden alone is the year less the eleven others: the audit finds it, and
// the protection hides another.
func TestAMonthIsNotFoundFromTheYear(t *testing.T) {
	j := life(t, rand.New(rand.NewPCG(7, 7)), 700)
	first, last := demand.MustDate("2010-01-01"), demand.MustDate("2010-12-31")
	tables := append(seriesOf(j, []observatory.Period{{From: first, AsOf: last}}), seriesOf(j, observatory.Periods(first, last, observatory.EveryQuarter))...)
	policy := observatory.DefaultPolicy()
	// Nothing but one count of one quarter is hidden, in a publication of one column.
	var naive []observatory.Table
	for _, x := range tables {
		if x.Measure.Code == "exits" && x.Level == observatory.Departement {
			struckOff := x.Total.Cells[1]
			naive = append(naive, observatory.Table{Measure: x.Measure, Level: x.Level, GeographyYear: x.GeographyYear, From: x.From, AsOf: x.AsOf,
				Columns: []observatory.Column{x.Columns[1], {Code: "total"}}, Total: observatory.Row{Code: "TOTAL", Cells: []observatory.Cell{struckOff, struckOff}}})
		}
	}
	if len(naive) != 5 || naive[0].Columns[0].Code != "struck_off" || naive[0].Total.Cells[0].Value == 0 {
		t.Fatalf("%d tables", len(naive))
	}
	naive[2].Total.Cells = []observatory.Cell{{Hidden: true}, {Hidden: true}}
	attack, err := observatory.Audit(naive, policy)
	if err != nil || len(attack.Recovered) != 2 {
		t.Fatalf("a quarter hidden alone is not found: %v %+v", err, attack)
	}
	protection, err := observatory.Secure(tables, policy)
	if err != nil || len(protection.Nothing) > 0 || len(protection.Hidden) == 0 {
		t.Fatalf("%v %v, %d hidden", err, protection.Nothing, len(protection.Hidden))
	}
	if attack, err = observatory.Audit(protection.Tables, policy); err != nil || len(attack.Recovered)+len(attack.Exposed)+attack.Unproved > 0 {
		t.Errorf("%v, recovered %d, exposed %d, unproved %d", err, len(attack.Recovered), len(attack.Exposed), attack.Unproved)
	}
}

func TestWriteSeries(t *testing.T) {
	j := life(t, rand.New(rand.NewPCG(3, 3)), 60)
	tables := seriesOf(j, observatory.Periods(demand.MustDate("2010-01-01"), demand.MustDate("2010-06-30"), observatory.EveryQuarter))
	tables[0].Rows[0].Cells[0] = observatory.Cell{Hidden: true}
	var b strings.Builder
	if err := observatory.WriteSeries(&b, tables); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\n")
	if lines[0] != "measure,version,level,geography_year,territory_code,territory_name,period,from,to,column,value" ||
		!strings.HasPrefix(lines[1], "entries,1,commune,2026,21166,Chenôve,2010-T1,2010-01-01,2010-03-31,stock_start,secret") {
		t.Errorf("%s\n%s", lines[0], lines[1])
	}
	if err := observatory.WriteSeries(broken{}, tables); !errors.Is(err, io.ErrShortWrite) {
		t.Error(err)
	}
}
