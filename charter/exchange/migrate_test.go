package exchange_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/numbering"
)

func numberOf(t testing.TB, territory string, rank int, desk string) numbering.Number {
	t.Helper()
	n, err := numbering.New(numbering.Deposit{Territory: territory, Year: 2011, Month: 2}, rank, desk)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// two are two partners who hold the same household, each under its own key d1.
func two(t testing.TB) (a, b *desk, systems []exchange.System) {
	a, b = &desk{code: "74001"}, &desk{code: "74002"}
	ours, theirs := a.write("d1", journal.Create, "2011-03-15", func(f *demand.Form) { f.PersonsToHouse = 2 }), b.write("d1", journal.Create, "2011-02-15", nil)
	ours.Number, theirs.Number = numberOf(t, "074", 1, "74001"), numberOf(t, "074", 2, "74002")
	return a, b, []exchange.System{
		{Party: "bailleur-a", Journal: journalOf(t, ours, a.write("d1", journal.Renew, "2012-03-01", nil))},
		{Party: "bailleur-b", Journal: journalOf(t, theirs, b.write("d1", journal.Renew, "2012-02-01", nil))},
	}
}

func gathered(t testing.TB, systems []exchange.System) journal.Journal {
	t.Helper()
	journals := map[string]journal.Journal{}
	for _, s := range systems {
		journals[s.Party] = s.Journal
	}
	pool, faults := exchange.Gather(journals)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return pool
}

// merged adds to a pool that one demand absorbed another, since a day it writes.
func merged(t testing.TB, pool journal.Journal, into, away, since string) journal.Journal {
	t.Helper()
	clerk := desk{code: "74600", last: uint64(pool.Len()) * 10}
	keeps, stops := clerk.write(into, journal.Merge, "2012-04-02", nil), clerk.write(away, journal.Merge, "2012-04-02", nil)
	keeps.Other, keeps.Seniority = away, demand.MustDate(since)
	stops.Other, stops.Seniority, stops.Absorbed = into, demand.MustDate("2011-03-15"), true
	all, faults := journal.Union(pool, journalOf(t, keeps, stops))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return all
}

// only keeps the events of a journal that pass a test.
func only(t testing.TB, j journal.Journal, keep func(e *journal.Event) bool) journal.Journal {
	t.Helper()
	var out []journal.Event
	for _, e := range j.Events() {
		if keep(e) {
			out = append(out, *e)
		}
	}
	return journalOf(t, out...)
}

func codes(faults demand.Faults) string {
	var out []string
	for _, f := range faults {
		out = append(out, f.Code+" "+f.Path)
	}
	return strings.Join(out, ", ")
}

// What a migration can lose, and what it says of it.
func TestMigrateSeesWhatIsLost(t *testing.T) {
	c := named(t, "mise-en-commun")
	_, _, sources := two(t)
	pool := gathered(t, sources)
	if n := pool.Len(); n != 4 {
		t.Fatal(n)
	}
	without := func(kind journal.Kind) journal.Journal {
		return only(t, pool, func(e *journal.Event) bool { return e.Kind != kind || e.Demand != "bailleur-a/d1" })
	}
	changed := func(change func(e *journal.Event)) journal.Journal {
		return journalOf(t, slices.Collect(func(yield func(journal.Event) bool) {
			for _, e := range pool.Events() {
				one := *e
				if one.Demand == "bailleur-a/d1" && one.Kind == journal.Create {
					change(&one)
				}
				yield(one)
			}
		})...)
	}
	again, _ := journal.Union(pool, journalOf(t, (&desk{code: "74003"}).write("bailleur-c/d1", journal.Create, "2012-01-10", nil)))
	for _, x := range []struct {
		name  string
		after journal.Journal
		lost  string
		want  string
	}{
		{"nothing", pool, "", ""},
		{"merged", merged(t, pool, "bailleur-a/d1", "bailleur-b/d1", "2011-02-15"), "", ""},
		{"a merge that writes a late seniority", merged(t, pool, "bailleur-a/d1", "bailleur-b/d1", "2011-03-01"), "bailleur-b/d1", "ECH-MIG-06 bailleur-b/d1.seniority"},
		{"a renewal dropped", without(journal.Renew), "bailleur-a/d1", "ECH-MIG-07 bailleur-a/d1, ECH-MIG-10 bailleur-a/d1"},
		{"a demand dropped", only(t, pool, func(e *journal.Event) bool { return e.Demand != "bailleur-a/d1" }), "bailleur-a/d1", "ECH-MIG-03 bailleur-a/d1"},
		{"its creation dropped", without(journal.Create), "bailleur-a/d1", "ECH-MIG-01 bailleur-a/d1, ECH-MIG-07 bailleur-a/d1, ECH-MIG-10 bailleur-a/d1, ECH-MIG-05 bailleur-a/d1.number, ECH-MIG-06 bailleur-a/d1.seniority"},
		{"a number dropped", changed(func(e *journal.Event) { e.Number = numbering.Number{} }), "bailleur-a/d1", "ECH-MIG-07 bailleur-a/d1, ECH-MIG-05 bailleur-a/d1.number"},
		{"another number", changed(func(e *journal.Event) { e.Number = numberOf(t, "074", 2, "74002") }), "bailleur-a/d1",
			"ECH-MIG-07 bailleur-a/d1, ECH-MIG-09 bailleur-a/d1, ECH-MIG-05 bailleur-a/d1.number, ECH-MIG-09 bailleur-b/d1"},
		{"a value changed on the way", changed(func(e *journal.Event) { e.Values = &demand.Form{PersonsToHouse: 3} }), "bailleur-a/d1", "ECH-MIG-07 bailleur-a/d1"},
		{"a later deposit", changed(func(e *journal.Event) { e.On = demand.MustDate("2011-03-16") }), "bailleur-a/d1", "ECH-MIG-07 bailleur-a/d1, ECH-MIG-06 bailleur-a/d1.seniority"},
		{"a demand from nowhere", again, "", "ECH-MIG-04 bailleur-c/d1"},
		{"each absorbed by the other", merged(t, merged(t, pool, "bailleur-a/d1", "bailleur-b/d1", "2011-02-15"), "bailleur-b/d1", "bailleur-a/d1", "2011-02-15"), "", ""},
		{"absorbed by a demand that is not there", merged(t, pool, "bailleur-z/d1", "bailleur-a/d1", "2011-02-15"), "bailleur-a/d1",
			"ECH-MIG-08 bailleur-a/d1, ECH-MIG-06 bailleur-a/d1.seniority"},
	} {
		if x.name == "absorbed by a demand that is not there" {
			x.after = only(t, x.after, func(e *journal.Event) bool { return e.Demand != "bailleur-z/d1" })
		}
		got := exchange.Migrate(c, c, sources, base(x.after), day)
		if strings.Join(got.Lost, " ") != x.lost || codes(got.Findings) != x.want || got.Demands != 2 || got.Numbered != 2 || got.Kept+len(got.Lost) != 2 {
			t.Errorf("%s: lost %v, %s; want %q, %s\n%+v", x.name, got.Lost, codes(got.Findings), x.lost, x.want, got)
		}
	}
	if got := exchange.Migrate(c, c, sources, base(merged(t, pool, "bailleur-a/d1", "bailleur-b/d1", "2011-02-15")), day); got.Absorbed != 1 {
		t.Errorf("%d absorbed", got.Absorbed)
	}
}

// Two partners whose systems numbered their events alike, under one name of
// origin: one event is missing from the pool, and the migration is refused.
func TestMigrateSeesNamesThatMeet(t *testing.T) {
	c := named(t, "mise-en-commun")
	a, b := desk{code: "IMPOR"}, desk{code: "IMPOR"}
	sources := []exchange.System{{Party: "bailleur-a", Journal: journalOf(t, a.write("d1", journal.Create, "2012-01-10", nil))},
		{Party: "bailleur-b", Journal: journalOf(t, b.write("d1", journal.Create, "2012-02-10", nil))}}
	pool, faults := exchange.Gather(map[string]journal.Journal{"bailleur-a": sources[0].Journal, "bailleur-b": sources[1].Journal})
	if !faults.Has("JOU-EVE-01") {
		t.Errorf("%v", faults)
	}
	if got := exchange.Migrate(c, c, sources, base(pool), day); strings.Join(got.Lost, " ") != "bailleur-b/d1" || !got.Findings.Has("ECH-MIG-03") {
		t.Errorf("%+v", got)
	}
}

// What a source erased is not asked for again; what only the new system erased is.
func TestMigrateAndErasure(t *testing.T) {
	c := named(t, "mise-en-commun")
	_, _, sources := two(t)
	grave := (&desk{code: "GESTI"}).write("d1", journal.Delete, "2012-05-01", nil)
	grave.Origins, grave.Case = nil, retention.Tombstone
	swept := func(systems []exchange.System) journal.Journal {
		j, _ := retention.Sweep(gathered(t, systems))
		return j
	}
	withGrave, _ := journal.Union(sources[0].Journal, journalOf(t, grave))
	erased := []exchange.System{{Party: "bailleur-a", Journal: withGrave}, sources[1]}
	if got := exchange.Migrate(c, c, erased, base(swept(erased)), day); got.Kept != 2 || got.Erased != 1 || len(got.Findings) > 0 {
		t.Errorf("erased in the source: %+v", got)
	}
	if got := exchange.Migrate(c, c, sources, base(swept(erased)), day); strings.Join(got.Lost, " ") != "bailleur-a/d1" || !got.Findings.Has("ECH-MIG-07") {
		t.Errorf("erased on the way: %+v", got)
	}
}

// Gathering what the pool sent back changes nothing, and keys of two partners
// never meet, even where one begins as the identifier of another.
func TestGatherAgain(t *testing.T) {
	a, _, sources := two(t)
	pool := merged(t, gathered(t, sources), "bailleur-a/d1", "bailleur-b/d1", "2011-02-15")
	odd := journalOf(t, a.write("bailleur/d1", journal.Create, "2012-01-10", nil), a.write("bailleur-ab", journal.Create, "2012-01-10", nil))
	ours, _ := journal.Union(sources[0].Journal, pool, odd) // its own, and what came back
	again, faults := exchange.Gather(map[string]journal.Journal{"bailleur-a": ours, "bailleur-b": pool})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	want := []string{"bailleur-a/bailleur-ab", "bailleur-a/bailleur/d1", "bailleur-a/d1", "bailleur-b/d1"}
	if got := slices.Collect(again.Demands()); !slices.Equal(got, want) || again.Len() != pool.Len()+2 {
		t.Errorf("%d events of %v", again.Len(), got)
	}
	if s := again.Fold("bailleur-b/d1", journal.At{Day: day}); s.Status != journal.Merged || s.Merges[0].Other != "bailleur-a/d1" {
		t.Errorf("%+v", s.Merges)
	}
}

// life writes a random shared base: demands of several desks, renewed, changed,
// struck off, brought back, merged within and across partners.
func life(t testing.TB, rng *rand.Rand, territory string, desks ...string) journal.Journal {
	writers, n := map[string]*desk{}, 0
	for _, code := range desks {
		writers[code] = &desk{code: code}
	}
	var events []journal.Event
	deposits := map[string]demand.Date{}
	for i := range 12 {
		d, key := writers[desks[rng.IntN(len(desks))]], fmt.Sprint("d", i)
		on, _ := demand.NewDate(2011, 1+rng.IntN(12), 1+rng.IntN(28))
		e := d.write(key, journal.Create, on.String(), func(f *demand.Form) { f.PersonsToHouse = i + 1 })
		if n++; rng.IntN(4) > 0 {
			e.Number = numberOf(t, territory, n, d.code)
		}
		deposits[key], events = on, append(events, e)
		for range rng.IntN(4) {
			kind := []journal.Kind{journal.Renew, journal.Modify, journal.StrikeOff, journal.Reactivate, journal.Letter}[rng.IntN(5)]
			e := writers[desks[rng.IntN(len(desks))]].write(key, kind, on.AddDays(rng.IntN(400)).String(), func(f *demand.Form) { f.Remarks = fmt.Sprint(rng.IntN(3)) })
			e.Motive = "RADREN"
			events = append(events, e)
		}
		if other := fmt.Sprint("d", rng.IntN(i+1)); other != key && rng.IntN(3) == 0 {
			into, away := d.write(other, journal.Merge, "2012-05-01", nil), d.write(key, journal.Merge, "2012-05-01", nil)
			into.Other, into.Seniority = key, deposits[key]
			away.Other, away.Seniority, away.Absorbed = other, deposits[other], true
			events = append(events, into, away)
		}
	}
	return journalOf(t, events...)
}

// From a shared base to a pool, to twins cut off for a week, and back: at each
// step every number and every seniority is kept, and the last base holds what the
// first did, under its partners' keys.
func TestThereAndBack(t *testing.T) {
	integrated, pooled, twin := named(t, "exemple-cote-d-or"), named(t, "mise-en-commun"), named(t, "double-systeme")
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 4))
		desks := []string{"21001", "21002", "99999"} // the last is of no partner
		start := life(t, rng, "021", desks...)
		parts := exchange.Split(integrated, start, day)
		var systems []exchange.System
		for party, j := range parts {
			systems = append(systems, exchange.System{Party: party, Journal: j})
		}
		check := func(step string, b exchange.Balance) {
			t.Helper()
			if len(b.Lost) > 0 || b.Kept != b.Demands || b.Findings.Blocking() || b.Demands != 12 {
				t.Fatalf("seed %d, %s: %+v", seed, step, b)
			}
		}
		check("to the pool", exchange.Migrate(integrated, pooled, base(start), systems, day))
		pool := gathered(t, systems)
		check("in the pool", exchange.Migrate(pooled, pooled, systems, base(pool), day))

		// each twin has its own week, then they meet in either order
		var twins []exchange.System
		for i, code := range []string{"35001", "35400"} {
			d := &desk{code: code}
			week := []journal.Event{d.write("d"+fmt.Sprint(i), journal.Create, "2012-05-20", nil)}
			week[0].Demand = pickKey(pool, rng) // a change of a demand both hold
			week[0].Kind = journal.Modify
			all, faults := journal.Union(pool, journalOf(t, week...))
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			twins = append(twins, exchange.System{Journal: all})
		}
		check("to twins", exchange.Migrate(pooled, twin, base(pool), twins, day))
		ab, _ := journal.Union(twins[0].Journal, twins[1].Journal)
		ba, _ := journal.Union(twins[1].Journal, twins[0].Journal, twins[0].Journal)
		if written(ab) != written(ba) || ab.Len() != start.Len()+2 {
			t.Fatalf("seed %d: %d and %d events", seed, ab.Len(), ba.Len())
		}
		check("to one base again", exchange.Migrate(twin, integrated, twins, base(ab), day))

		for key := range start.Demands() {
			was, now := exchange.Fold(integrated, start, key, journal.At{Day: day}), journal.State{}
			for again := range ab.Demands() {
				if again == key || strings.HasSuffix(again, "/"+key) {
					now = exchange.Fold(integrated, ab, again, journal.At{Day: day})
				}
			}
			if was.Form.Number != now.Form.Number || was.Seniority != now.Seniority || was.Form.DepositedOn != now.Form.DepositedOn || was.Status != now.Status || len(was.Merges) != len(now.Merges) {
				t.Fatalf("seed %d, %s: %s %s then %s %s", seed, key, was.Status, was.Seniority, now.Status, now.Seniority)
			}
		}
	}
}

func pickKey(j journal.Journal, rng *rand.Rand) string {
	keys := slices.Collect(j.Demands())
	return keys[rng.IntN(len(keys))]
}

func written(j journal.Journal) string {
	var b strings.Builder
	_, _ = j.WriteTo(&b)
	return b.String()
}

// Two desks cut off for a week change the same demands: merged in either order,
// any number of times, in any parts, the state and the disputes are the same, and
// each dispute goes where the charter's scenario says.
func TestWeekApartInAnyOrder(t *testing.T) {
	for name, desks := range map[string][2]string{"double-systeme": {"35001", "35400"}, "mandataire": {"97401", "97411"}, "mise-en-commun": {"74001", "74002"}, "grand-dijon-2010": {"21001", "21700"}} {
		c := named(t, name)
		on := c.ValidFrom.AddMonths(18)
		for seed := range uint64(20) {
			rng := rand.New(rand.NewPCG(seed, 5))
			origin := &desk{code: "BASE0"}
			var events []journal.Event
			for i := range 6 {
				events = append(events, origin.write(fmt.Sprint("d", i), journal.Create, on.AddMonths(-6).String(), func(f *demand.Form) { f.PersonsToHouse = 1 }))
			}
			common := slices.Clone(events)
			for _, code := range desks {
				d := &desk{code: code}
				for range 20 {
					kind := []journal.Kind{journal.Modify, journal.Modify, journal.Renew, journal.StrikeOff, journal.Restore}[rng.IntN(5)]
					e := d.write(fmt.Sprint("d", rng.IntN(6)), kind, on.AddDays(rng.IntN(7)).String(), func(f *demand.Form) {
						f.PersonsToHouse, f.Remarks, f.Applicant.Income.YearMinus1 = 1+rng.IntN(3), fmt.Sprint(rng.IntN(3)), 2008+rng.IntN(3)
					})
					e.Entered += journal.Moment(rng.IntN(1000))
					e.Motive = "RADABA"
					events = append(events, e)
				}
			}
			tell := func(parts ...journal.Journal) string {
				j, faults := journal.Union(parts...)
				if len(faults) > 0 {
					t.Fatal(faults)
				}
				out := written(j)
				for key := range j.Demands() {
					s := exchange.Fold(c, j, key, journal.At{Day: on.AddDays(8)})
					out += fmt.Sprintln(key, s.Status, s.StruckOffOn, s.Seniority, s.Form.PersonsToHouse, s.Form.Remarks, s.Form.Applicant.Income.YearMinus1, s.Tasks)
					for _, d := range exchange.Disputes(c, &s) {
						want, rule := exchange.Owner(c, d.Path), "ECH-CON-01"
						if by, _ := c.PartyOfDesk(s.Source(d.Path).Service, on); by.ID != want {
							rule = "ECH-CON-02"
						}
						if want == "" {
							want = "gestionnaire"
						}
						if d.To != want || d.Rule != rule || d.Kept != s.Source(d.Path).ID {
							t.Fatalf("%s, seed %d: %+v, to %s by %s", name, seed, d, want, rule)
						}
						out += fmt.Sprintln(d)
					}
				}
				return out
			}
			one, two := journalOf(t, append(slices.Clone(common), events[6:26]...)...), journalOf(t, append(slices.Clone(common), events[26:]...)...)
			want := tell(one, two)
			rng.Shuffle(len(events), func(i, k int) { events[i], events[k] = events[k], events[i] })
			cut := rng.IntN(len(events))
			for _, got := range []string{tell(two, one), tell(one, two, one, one), tell(two, two, one), tell(journalOf(t, events[:cut]...), journalOf(t, events[cut:]...), one)} {
				if got != want {
					t.Fatalf("%s, seed %d: %s", name, seed, cmp.Diff(want, got))
				}
			}
		}
	}
}

// A landlord taken over by another: its fields and its disputes go to the
// successor, and what either wrote is of one partner.
func TestOwnerTakenOver(t *testing.T) {
	c := *named(t, "double-systeme")
	c.Parties = slices.Clone(c.Parties)
	heir := c.Parties[0]
	heir.ID, heir.Desks, heir.From = "bailleur-b", []string{"35009"}, demand.MustDate("2011-01-01")
	c.Parties[0].To, c.Parties[0].Into = demand.MustDate("2012-04-30"), "bailleur-b"
	c.Parties = append(c.Parties, heir)
	old, metropolis, now, state := desk{code: "35001"}, desk{code: "35400"}, desk{code: "35009"}, desk{code: "35600"}
	income := func(year int) func(f *demand.Form) {
		return func(f *demand.Form) { f.Applicant.Income.YearMinus1 = year }
	}
	create := state.write("d1", journal.Create, "2012-01-10", nil)
	for name, events := range map[string][]journal.Event{
		"the successor writes": {create, now.write("d1", journal.Modify, "2012-05-02", income(2011)), metropolis.write("d1", journal.Modify, "2012-05-02", income(2010))},
		"the old one wrote":    {create, old.write("d1", journal.Modify, "2012-04-20", income(2011)), metropolis.write("d1", journal.Modify, "2012-04-20", income(2010))},
	} {
		s := exchange.Fold(&c, journalOf(t, events...), "d1", journal.At{Day: day})
		d := exchange.Disputes(&c, &s)
		if s.Form.Applicant.Income.YearMinus1 != 2011 || len(d) != 1 || d[0].To != "bailleur-b" || d[0].Owner != "bailleur-b" || d[0].Rule != "ECH-CON-01" {
			t.Errorf("%s: %d, %+v", name, s.Form.Applicant.Income.YearMinus1, d)
		}
	}
	j := journalOf(t, old.write("d2", journal.Create, "2012-01-10", nil))
	if got := exchange.Migrate(&c, &c, base(j), base(j), day); len(got.Findings) > 0 {
		t.Errorf("the successor answers for the desk: %v", got.Findings)
	}
	if got := exchange.Split(&c, j, day); got["bailleur-b"].Len() != 1 {
		t.Errorf("the successor holds the demand: %v", got)
	}
	c.Parties[0].Into = ""
	if got := exchange.Migrate(&c, &c, base(j), base(j), day); codes(got.Findings) != "ECH-MIG-01 d2" {
		t.Errorf("nobody answers for the desk: %v", got.Findings)
	}
	s := exchange.Fold(&c, journalOf(t, create, metropolis.write("d1", journal.Modify, "2012-05-02", income(2009)), state.write("d1", journal.Modify, "2012-05-02", income(2010))), "d1", journal.At{Day: day})
	if d := exchange.Disputes(&c, &s); len(d) != 1 || d[0].To != "gestionnaire" || d[0].Rule != "ECH-CON-02" {
		t.Errorf("gone without successor: %+v", d)
	}
	c.Parties[0].Into, c.Parties[len(c.Parties)-1].Into, c.Parties[len(c.Parties)-1].To = "bailleur-b", "bailleur-a", demand.MustDate("2012-05-01")
	if d := exchange.Disputes(&c, &s); len(d) != 1 {
		t.Errorf("each taken over by the other: %+v", d)
	}
}

// Events in any order of rank, and ranks at both ends.
func TestKnownAtTheEnds(t *testing.T) {
	const last = ^uint64(0)
	for _, order := range [][]uint64{{last, last - 1, 1}, {1, last - 1, last}, {last - 1, 1, last}} {
		var k exchange.Known
		for _, n := range order {
			k.Add(journal.ID{Origin: "a", Counter: n})
		}
		text, _ := k.MarshalJSON()
		if want := `{"v":1,"known":{"a":[[1,1],[18446744073709551614,18446744073709551615]]}}`; string(text) != want {
			t.Errorf("%v: %s", order, text)
		}
	}
	var k exchange.Known
	if err := k.UnmarshalJSON([]byte(`{"v":1,"known":{"a":[[7,9],[5,18446744073709551615],[2,3],[2,6]]}}`)); err != nil {
		t.Fatal(err)
	}
	text, _ := k.MarshalJSON()
	if want := `{"v":1,"known":{"a":[[2,18446744073709551615]]}}`; string(text) != want {
		t.Errorf("%s", text)
	}
	j := journalOf(t, journal.Event{ID: journal.ID{Origin: "a"}, Demand: "d1", Kind: journal.Create, On: day})
	none := exchange.KnownOf(j)
	if none.Has(journal.ID{Origin: "a"}) {
		t.Error("an event without rank is known")
	}
	if text, _ := none.MarshalJSON(); string(text) != `{"v":1,"known":{}}` {
		t.Errorf("%s", text)
	}
}

// Knowing a journal at once is knowing its events one by one, in whatever order.
func TestKnownOfIsEveryEvent(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 6))
		var events []journal.Event
		var one exchange.Known
		for _, counter := range rng.Perm(60)[:rng.IntN(60)] {
			id := journal.ID{Origin: []string{"a", "b"}[rng.IntN(2)], Counter: uint64(counter)}
			events = append(events, journal.Event{ID: id, Demand: fmt.Sprint("d", counter%7), Kind: journal.Create, On: day})
			one.Add(id)
		}
		all := exchange.KnownOf(journalOf(t, events...))
		want, _ := one.MarshalJSON()
		if got, _ := all.MarshalJSON(); string(got) != string(want) {
			t.Fatalf("seed %d: %s, one by one %s", seed, got, want)
		}
	}
}

// descending is a journal whose ranks come in the worst order: from the last to the first.
func descending(t testing.TB, n int) journal.Journal {
	events := make([]journal.Event, n)
	for i := range events {
		events[i] = journal.Event{ID: journal.ID{Origin: "a", Counter: uint64(2 * (n - i))}, Demand: fmt.Sprintf("d%07d", i), Kind: journal.Create, On: day}
	}
	return journalOf(t, events...)
}

// Knowing sixteen times more events takes as long as knowing the few sixteen times,
// not sixteen times longer. The two are told apart halfway, which leaves room for the
// caches; on a busy machine one try among many is enough.
func TestKnownOfIsLinear(t *testing.T) {
	few, many := descending(t, 2_000), descending(t, 32_000)
	spent := func(times int, j journal.Journal) time.Duration {
		start := time.Now()
		for range times {
			k := exchange.KnownOf(j)
			for range exchange.Lacking(j, k) {
				t.Fatal("lacking")
			}
		}
		return time.Since(start)
	}
	small, large := time.Hour, time.Hour
	for range 30 {
		small, large = min(small, spent(16, few)), min(large, spent(1, many))
		if large < 8*small {
			return
		}
	}
	t.Errorf("sixteen times 2 000 events: %s; 32 000: %s", small, large)
}

func BenchmarkKnownOf(b *testing.B) {
	j := descending(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		if k := exchange.KnownOf(j); !k.Has(journal.ID{Origin: "a", Counter: 2}) {
			b.Fatal("an event is not known")
		}
	}
}
