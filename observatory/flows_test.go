package observatory_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

var year2011 = observatory.Setting{From: demand.MustDate("2011-01-01"), AsOf: demand.MustDate("2011-12-31"), Abnormal: map[string]int{"21": 24}}

// writer writes the events of one demand after the other.
type writer struct {
	events []journal.Event
	n      uint64
}

func (w *writer) event(key, on string, e journal.Event) {
	w.n++
	e.ID, e.Demand, e.On = journal.ID{Origin: "21001", Counter: w.n}, key, demand.MustDate(on)
	w.events = append(w.events, e)
}

func (w *writer) create(key, on, commune string, persons int) {
	f := &demand.Form{PersonsToHouse: persons, Wanted: demand.Wanted{Places: []demand.WantedPlace{{Commune: commune}}}, Present: demand.PresentHousing{SocialTenant: demand.AnswerOf(persons == 2)}}
	w.event(key, on, journal.Event{Kind: journal.Create, Set: journal.Given(f), Values: f})
}

func (w *writer) count(t *testing.T, s observatory.Setting) *observatory.Accumulator {
	t.Helper()
	p, err := observatory.NewPlan(levels())
	if err != nil {
		t.Fatal(err)
	}
	j, faults := journal.New(w.events...)
	if faults != nil {
		t.Fatal(faults)
	}
	a := p.Accumulator(territory.Today(), s.From, s.AsOf)
	for key := range j.Demands() {
		a.AddJournal(j, key, s)
	}
	return a
}

func value(t *testing.T, tables []observatory.Table, measure, row, column string) string {
	t.Helper()
	x := find(t, tables, measure, observatory.Commune)
	for _, r := range append(x.Rows, x.Total) {
		for k, c := range x.Columns {
			if r.Code == row && c.Code == column {
				return fmt.Sprint(r.Cells[k].Value)
			}
		}
	}
	return "none"
}

func TestFlows(t *testing.T) {
	w := &writer{}
	moved := &demand.Form{Wanted: demand.Wanted{Places: []demand.WantedPlace{{Commune: "21166"}}}}
	set, _ := journal.PathsOf("wanted.places")
	w.create("stays", "2010-03-01", "21231", 3)
	w.event("stays", "2011-03-01", journal.Event{Kind: journal.Renew})
	w.create("housed", "2010-05-01", "21231", 1)
	w.event("housed", "2011-06-10", journal.Event{Kind: journal.StrikeOff, Motive: "RADATT"})
	w.create("housed2", "2011-01-10", "21231", 2)
	w.event("housed2", "2011-04-01", journal.Event{Kind: journal.Treat, Treatment: journal.Treatment{Step: journal.Refused, Reason: "x"}})
	w.event("housed2", "2011-12-31", journal.Event{Kind: journal.StrikeOff, Motive: "RADATT"})
	w.create("gone", "2011-02-01", "21231", 4)
	w.event("gone", "2011-05-01", journal.Event{Kind: journal.StrikeOff, Motive: "RADABA"})
	w.create("back", "2010-02-01", "21231", 4)
	w.event("back", "2011-03-15", journal.Event{Kind: journal.StrikeOff, Motive: "RADREN"})
	w.event("back", "2011-04-15", journal.Event{Kind: journal.Reactivate})
	w.create("moves", "2010-02-01", "21231", 2)
	w.event("moves", "2011-07-01", journal.Event{Kind: journal.Modify, Set: set, Values: moved})
	w.create("absorbed", "2010-02-01", "21231", 2)
	w.event("absorbed", "2011-07-01", journal.Event{Kind: journal.Merge, Other: "stays", Absorbed: true})
	w.create("mistake", "2011-02-01", "21231", 2)
	w.event("mistake", "2011-02-02", journal.Event{Kind: journal.Delete})
	w.create("old", "2008-02-01", "21166", 2)
	w.create("before", "2008-02-01", "21166", 2)
	w.event("before", "2010-12-31", journal.Event{Kind: journal.StrikeOff, Motive: "RADATT"})
	w.create("later", "2012-02-01", "21166", 2)
	a := w.count(t, year2011)
	tables := a.Tables(levels()...)
	for _, c := range []struct{ measure, row, column, want string }{
		{"entries", "21231", "stock_start", "5"}, {"entries", "21231", "new", "3"}, {"entries", "21231", "back", "1"}, {"entries", "21231", "moved_in", "0"},
		{"entries", "21166", "moved_in", "1"}, {"entries", "21166", "stock_start", "1"}, {"entries", "TOTAL", "total", "11"},
		{"exits", "21231", "allocated", "2"}, {"exits", "21231", "struck_off", "2"}, {"exits", "21231", "merged", "1"}, {"exits", "21231", "deleted", "1"},
		{"exits", "21231", "moved_out", "1"}, {"exits", "21231", "stock_end", "2"}, {"exits", "21166", "stock_end", "2"}, {"exits", "TOTAL", "total", "11"},
		{"struck_off", "21231", "RADABA", "1"}, {"struck_off", "21231", "RADREN", "1"}, {"renewed", "21231", "total", "1"}, {"refused", "21231", "total", "1"},
		{"stock_first", "TOTAL", "total", "4"}, {"by_abnormal", "21166", "yes", "1"}, {"by_abnormal", "21166", "no", "1"}, {"by_age", "21166", "36_months_and_more", "1"},
		{"allocated_by_target", "21231", "T1", "1"}, {"allocated_by_transfer", "21231", "yes", "1"}, {"by_ceiling", "21231", "unknown", "2"},
	} {
		if got := value(t, tables, c.measure, c.row, c.column); got != c.want {
			t.Errorf("%s %s %s = %s, want %s", c.measure, c.row, c.column, got, c.want)
		}
	}
	if got := a.Faults().Codes(); got != "OBS-DAT-01" {
		t.Errorf("faults %s", got)
	}
	figures := map[string]string{}
	for _, f := range a.Figures(observatory.Commune) {
		for _, r := range append(f.Rows, f.Total) {
			figures[f.Measure.Code+" "+r.Code] = r.Figures[len(r.Figures)-1].String()
		}
	}
	for key, want := range map[string]string{
		"pressure 21231": "1", "pressure 21166": "na:no_demand", "pressure TOTAL": "2", "delay_mean 21231": "12", "delay_median 21231": "12",
		"age_mean 21166": "34", "age_median 21166": "34", "age_p90 21166": "46", "pressure_without_transfers 21231": "2", "pressure_transfers 21231": "0", "pressure_transfers TOTAL": "2",
		"satisfied_share TOTAL": "0.22", "abnormal_share TOTAL": "0.25", "quartile_share TOTAL": "na:not_known", "transfer_share TOTAL": "0.5", "refusals_per_allocation TOTAL": "0.5",
	} {
		if figures[key] != want {
			t.Errorf("%s = %s, want %s", key, figures[key], want)
		}
	}
}

// Whatever happens to demands, the stock is that of the flows, at every level.
func TestStockIdentity(t *testing.T) {
	kinds := []journal.Kind{journal.Renew, journal.StrikeOff, journal.Reactivate, journal.Restore, journal.Modify, journal.Merge, journal.Unmerge, journal.Delete, journal.Verify}
	set, _ := journal.PathsOf("wanted.places")
	for seed := range uint64(8) {
		rng := rand.New(rand.NewPCG(seed, 1))
		w := &writer{}
		for k := range 40 {
			key := fmt.Sprint("d", k)
			on := demand.MustDate("2010-01-01").AddDays(rng.IntN(900))
			w.create(key, on.String(), communes[rng.IntN(len(communes))], 1+rng.IntN(6))
			for range rng.IntN(7) {
				on = on.AddDays(rng.IntN(200))
				e := journal.Event{Kind: kinds[rng.IntN(len(kinds))], Motive: []demand.StrikeOffMotive{"RADATT", "RADREN", "RADCON"}[rng.IntN(3)], Other: "x", Absorbed: rng.IntN(2) == 0}
				if e.Kind == journal.Modify {
					e.Set, e.Values = set, &demand.Form{Wanted: demand.Wanted{Places: []demand.WantedPlace{{Commune: communes[rng.IntN(len(communes))]}}}}
				}
				w.event(key, on.String(), e)
			}
		}
		a := w.count(t, year2011)
		tables := a.Tables(levels()...)
		for _, level := range levels() {
			entries, exits, stock := find(t, tables, "entries", level), find(t, tables, "exits", level), find(t, tables, "stock_first", level)
			if bad := observatory.Identity(&entries, &exits); bad != nil {
				t.Fatalf("seed %d, %s: %+v", seed, level, bad)
			}
			if n := len(exits.Columns) - 2; exits.Total.Cells[n].Value != stock.Total.Cells[0].Value {
				t.Fatalf("seed %d, %s: two stocks, %d and %d", seed, level, exits.Total.Cells[n].Value, stock.Total.Cells[0].Value)
			}
		}
		entries, exits := find(t, tables, "entries", observatory.EPCI), find(t, tables, "exits", observatory.EPCI)
		exits.Rows[0].Cells[len(exits.Columns)-2].Value++
		if bad := observatory.Identity(&entries, &exits); len(bad) != 1 || bad[0].Found != bad[0].Expected+1 {
			t.Fatalf("seed %d: a demand too many is not seen: %+v", seed, bad)
		}
	}
}
