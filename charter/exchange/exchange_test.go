package exchange_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/numbering"
)

var day = demand.MustDate("2012-06-01")

func named(t testing.TB, name string) *charter.Charter {
	t.Helper()
	c, ok := charter.Named(name)
	if !ok {
		t.Fatal(name)
	}
	return c
}

// desk writes events in the name of a service, one counter after the other.
type desk struct {
	code string
	last uint64
}

func (d *desk) write(key string, kind journal.Kind, on string, set func(f *demand.Form)) journal.Event {
	d.last++
	e := journal.Event{ID: journal.ID{Origin: d.code, Counter: d.last}, Demand: key, Kind: kind, On: demand.MustDate(on),
		Entered: journal.Moment(1_300_000_000_000 + int64(d.last)), Author: "a1", Service: d.code, Origins: []demand.Origin{{Kind: demand.FromApplicant}}}
	if set != nil {
		e.Values = &demand.Form{}
		set(e.Values)
		e.Set = journal.Given(e.Values)
	}
	return e
}

func journalOf(t testing.TB, events ...journal.Event) journal.Journal {
	t.Helper()
	j, faults := journal.New(events...)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return j
}

// base is a shared base.
func base(j journal.Journal) []exchange.System { return []exchange.System{{Journal: j}} }

// Rennes: a change of household on each side the same day. The value of the owner
// of each field stands, whichever side sends first, and the conflict is listed.
func TestTwinSystemsSettleByOwner(t *testing.T) {
	c := named(t, "double-systeme")
	landlord, metropolis, state := desk{code: "35001"}, desk{code: "35400"}, desk{code: "35600"}
	deposit := state.write("d1", journal.Create, "2012-01-10", func(f *demand.Form) { f.PersonsToHouse, f.Remarks = 1, "x" })
	a := landlord.write("d1", journal.Modify, "2012-05-02", func(f *demand.Form) { f.PersonsToHouse, f.Applicant.Income.YearMinus1 = 3, 2011 })
	b := metropolis.write("d1", journal.Modify, "2012-05-02", func(f *demand.Form) { f.PersonsToHouse, f.Applicant.Income.YearMinus1 = 4, 2010 })
	for name, order := range map[string][]journal.Journal{
		"landlord first":   {journalOf(t, deposit, a), journalOf(t, deposit, b)},
		"metropolis first": {journalOf(t, deposit, b), journalOf(t, deposit, a)},
	} {
		all, faults := journal.Union(order...)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		s := exchange.Fold(c, all, "d1", journal.At{Day: day})
		if s.Form.PersonsToHouse != 4 || s.Form.Applicant.Income.YearMinus1 != 2011 {
			t.Errorf("%s: %d persons, income of %d", name, s.Form.PersonsToHouse, s.Form.Applicant.Income.YearMinus1)
		}
		var got []string
		for _, d := range exchange.Disputes(c, &s) {
			got = append(got, fmt.Sprint(d.Path, " ", d.Field, " ", d.Kept, " ", d.Dropped, " ", d.To, " ", d.Rule))
		}
		want := []string{"applicant.income resources 35001-1 35400-1 bailleur-a ECH-CON-01", "persons_to_house family 35400-1 35001-1 metropole ECH-CON-01"}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	// without owners the last in order stands, and the manager is told
	c2 := *c
	c2.Owners = nil
	all, _ := journal.Union(journalOf(t, deposit, a, b))
	s := exchange.Fold(&c2, all, "d1", journal.At{Day: day})
	if d := exchange.Disputes(&c2, &s); len(d) != 2 || d[0].Rule != "ECH-CON-02" || d[0].To != "gestionnaire" {
		t.Errorf("%+v", d)
	}
}

func TestOwner(t *testing.T) {
	c := named(t, "double-systeme")
	for path, want := range map[string]string{
		"applicant.income": "bailleur-a", "applicant.income.year_minus_1": "bailleur-a", "applicant.incomes": "etat", "wanted.types": "metropole",
		"present_housing.surface": "bailleur-a", "remarks": "etat", "dependants": "metropole",
	} {
		if got := exchange.Owner(c, path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	if got := exchange.Owner(named(t, "mise-en-commun"), "remarks"); got != "" {
		t.Errorf("no owner: %s", got)
	}
}

// Haute-Savoie and Loire: three partners file the same household in a pool, one
// two days late, one file replayed, one in two parts the wrong way round. The pool
// makes one demand with three trails, and each partner ends with the same state.
func TestPool(t *testing.T) {
	desks := []*desk{{code: "74001"}, {code: "74002"}, {code: "74003"}}
	journals := map[string]journal.Journal{}
	for i, d := range desks {
		party := []string{"bailleur-a", "bailleur-b", "bailleur-c"}[i]
		journals[party] = journalOf(t, d.write("d1", journal.Create, fmt.Sprintf("2011-0%d-15", i+2), func(f *demand.Form) {
			f.Applicant.UsedName, f.Applicant.FirstNames = []string{"Zzyzx", "ZZYZX", "Zzyzxe"}[i], "Anatole"
		}))
	}
	pool, faults := exchange.Gather(journals)
	if len(faults) > 0 || pool.Len() != 3 {
		t.Fatal(faults, pool.Len())
	}
	clerk := desk{code: "74600"}
	number, _ := numbering.Parse("074021100000174001")
	give := clerk.write("bailleur-a/d1", journal.Number, "2011-04-01", nil)
	give.Number = number
	events := []journal.Event{give}
	for i, other := range []string{"bailleur-b/d1", "bailleur-c/d1"} {
		into := clerk.write("bailleur-a/d1", journal.Merge, "2011-04-02", nil)
		into.Other, into.Seniority = other, demand.MustDate(fmt.Sprintf("2011-0%d-15", i+3))
		away := clerk.write(other, journal.Merge, "2011-04-02", nil)
		away.Other, away.Seniority, away.Absorbed = "bailleur-a/d1", demand.MustDate("2011-02-15"), true
		events = append(events, into, away)
	}
	pool, _ = journal.Union(pool, journalOf(t, events...))

	var states []string
	for seed := range uint64(50) {
		random := rand.New(rand.NewPCG(seed, 1))
		var arrived []journal.Journal
		for _, e := range pool.Events() {
			for range 1 + random.IntN(3) { // each event comes once to three times
				arrived = append(arrived, journalOf(t, *e))
			}
		}
		random.Shuffle(len(arrived), func(i, k int) { arrived[i], arrived[k] = arrived[k], arrived[i] })
		there, faults := journal.Union(arrived...)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		text := ""
		for key := range there.Demands() {
			s := exchange.Fold(named(t, "mise-en-commun"), there, key, journal.At{Day: day})
			text += fmt.Sprintf("%s %s %s %s %s %d\n", key, s.Status, s.Seniority, s.Form.Number, s.Form.Applicant.UsedName, len(s.Merges))
		}
		states = append(states, text)
	}
	if want := "bailleur-a/d1 expired 2011-02-15 074021100000174001 Zzyzx 2\nbailleur-b/d1 merged 2011-02-15  ZZYZX 1\nbailleur-c/d1 merged 2011-02-15  Zzyzxe 1\n"; states[0] != want {
		t.Errorf("%s\nwant %s", states[0], want)
	}
	for _, s := range states[1:] {
		if s != states[0] {
			t.Fatalf("%s\nthen %s", states[0], s)
		}
	}
}

// Two desks cut off for a week number from blocks of their own and send what they
// have in either order: the same state, no number twice, no seniority lost.
func TestTwoDesksCutOff(t *testing.T) {
	one, two := desk{code: "21001"}, desk{code: "21002"}
	var left, right []journal.Event
	for i := range 40 {
		for d, events := range map[*desk]*[]journal.Event{&one: &left, &two: &right} {
			first := map[string]int{"21001": 100, "21002": 200}[d.code]
			e := d.write(fmt.Sprintf("%s-%d", d.code, i), journal.Create, fmt.Sprintf("2012-05-%02d", 1+i%7), func(f *demand.Form) { f.PersonsToHouse = i + 1 })
			e.Number, _ = numbering.New(numbering.Deposit{Territory: "021", Year: 2012, Month: 5}, first+i, d.code)
			*events = append(*events, e)
		}
	}
	old := one.write("old", journal.Create, "2011-06-15", nil)
	left = append(left, old, one.write("old", journal.Renew, "2012-05-20", nil))
	right = append(right, old, two.write("old", journal.Modify, "2012-05-20", func(f *demand.Form) { f.PersonsToHouse = 9 }))
	a, b := journalOf(t, left...), journalOf(t, right...)
	ab, f1 := journal.Union(a, b)
	ba, f2 := journal.Union(b, a)
	if len(f1)+len(f2) > 0 {
		t.Fatal(f1, f2)
	}
	var x, y strings.Builder
	_, _ = ab.WriteTo(&x)
	_, _ = ba.WriteTo(&y)
	if x.String() != y.String() || ab.Len() != 83 {
		t.Errorf("%d events, %d events", ab.Len(), ba.Len())
	}
	c, numbers := named(t, "grand-dijon-2010"), map[string]bool{}
	for key := range ab.Demands() {
		s := exchange.Fold(c, ab, key, journal.At{Day: day})
		if n := s.Form.Number; !n.IsZero() && numbers[n.String()] {
			t.Errorf("%s twice", key)
		} else if !n.IsZero() {
			numbers[n.String()] = true
		}
		if key == "old" && (s.Status != journal.Active || s.Form.PersonsToHouse != 9 || s.Seniority != demand.MustDate("2011-06-15")) {
			t.Errorf("%+v", s)
		}
	}
	if len(numbers) != 80 {
		t.Errorf("%d numbers", len(numbers))
	}
	if b := exchange.Migrate(c, named(t, "double-systeme"), []exchange.System{{Journal: a}, {Journal: b}}, base(ab), day); b.Demands != 81 || b.Numbered != 80 || b.Kept != 81 || len(b.Lost) > 0 || !b.Findings.Has("ECH-MIG-01") {
		t.Errorf("%+v", b)
	}
}

// A value in dispute before a migration is told when the new charter has no owner.
func TestMigrateTellsDisputes(t *testing.T) {
	a, b := desk{code: "74001"}, desk{code: "74002"}
	j := journalOf(t, a.write("d1", journal.Create, "2012-01-10", nil),
		a.write("d1", journal.Modify, "2012-05-02", func(f *demand.Form) { f.PersonsToHouse = 3 }),
		b.write("d1", journal.Modify, "2012-05-02", func(f *demand.Form) { f.PersonsToHouse = 4 }))
	got := exchange.Migrate(named(t, "mise-en-commun"), named(t, "mise-en-commun"), base(j), base(j), day)
	if got.Kept != 1 || got.Findings.Codes() != "ECH-MIG-02" || got.Findings[0].Path != "d1.persons_to_house" {
		t.Errorf("%+v", got)
	}
}

// What is known grows by any order of events, tells exactly those it was given,
// and comes back from its text.
func TestKnown(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 2))
		var k exchange.Known
		given := map[journal.ID]bool{}
		for range random.IntN(60) {
			id := journal.ID{Origin: []string{"a", "b"}[random.IntN(2)], Counter: 1 + uint64(random.IntN(40))}
			given[id] = true
			k.Add(id)
		}
		text, err := json.Marshal(k)
		var back exchange.Known
		if err == nil {
			err = json.Unmarshal(text, &back)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, origin := range []string{"a", "b", "c"} {
			for n := range uint64(42) {
				id := journal.ID{Origin: origin, Counter: n}
				if k.Has(id) != given[id] || back.Has(id) != given[id] {
					t.Fatalf("seed %d: %v, %v, want %v in %s", seed, k.Has(id), back.Has(id), given[id], text)
				}
			}
		}
		if again, _ := json.Marshal(back); string(again) != string(text) {
			t.Fatalf("%s then %s", text, again)
		}
	}
}

func TestKnownRefuses(t *testing.T) {
	for _, text := range []string{`3`, `{"v":2}`, `{"v":1,"known":{"a":[[0,3]]}}`, `{"v":1,"known":{"a":[[5,3]]}}`} {
		var k exchange.Known
		if json.Unmarshal([]byte(text), &k) == nil {
			t.Errorf("%s is read", text)
		}
	}
}

// Two systems that send each other what the other lacks have the same events,
// whatever got lost on the way, and then have nothing more to send.
func TestLackingConverges(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	a, b := desk{code: "21001"}, desk{code: "21002"}
	var left, right journal.Journal
	for round := range 30 {
		left, _ = journal.Union(left, journalOf(t, a.write(fmt.Sprint("d", round), journal.Create, "2012-05-02", nil)))
		right, _ = journal.Union(right, journalOf(t, b.write(fmt.Sprint("e", round), journal.Create, "2012-05-02", nil)))
		for e := range exchange.Lacking(left, exchange.KnownOf(right)) {
			if random.IntN(3) > 0 { // one in three is lost on the way
				right, _ = journal.Union(right, journalOf(t, *e))
			}
		}
	}
	for e := range exchange.Lacking(left, exchange.KnownOf(right)) {
		right, _ = journal.Union(right, journalOf(t, *e))
	}
	for e := range exchange.Lacking(right, exchange.KnownOf(left)) {
		left, _ = journal.Union(left, journalOf(t, *e))
	}
	if left.Len() != 60 || right.Len() != 60 {
		t.Errorf("%d and %d events", left.Len(), right.Len())
	}
	for e := range exchange.Lacking(left, exchange.KnownOf(right)) {
		t.Errorf("still lacking %s", e.ID)
	}
}

// Dijon: one demand entered once is read by two landlords; the community that does
// not cover its communes is told nothing of it.
func TestNews(t *testing.T) {
	c := named(t, "grand-dijon-2010")
	d := desk{code: "21001"}
	create := d.write("d1", journal.Create, "2011-03-02", func(f *demand.Form) {
		f.Applicant.UsedName = "Zzyzx"
		f.Wanted.Places = []demand.WantedPlace{{Commune: "21054"}}
		f.Disabilities = []demand.Disability{{Person: "applicant", Steps: "1"}}
	})
	j := journalOf(t, create)
	on := demand.MustDate("2011-03-05")
	read := func(party string, known exchange.Known) (n int, form demand.Form) {
		for change := range exchange.News(c, j, known, party, on) {
			n, form = n+1, change.Form
		}
		return n, form
	}
	for party, want := range map[string]int{"bailleur-a": 1, "bailleur-b": 1, "etat": 1, "conseil-general": 1, "grand-dijon": 0, "inconnu": 0} {
		n, form := read(party, exchange.Known{})
		if n != want || n > 0 && form.Applicant.UsedName != "Zzyzx" {
			t.Errorf("%s: %d, %+v", party, n, form.Applicant)
		}
		if party == "conseil-general" && len(form.Disabilities) > 0 {
			t.Error("the supplement is shown to those who do not allocate")
		}
		if party == "bailleur-b" && len(form.Disabilities) != 1 {
			t.Error("the supplement is hidden from a landlord")
		}
	}
	if n, _ := read("bailleur-b", exchange.KnownOf(j)); n != 0 {
		t.Errorf("%d changes for one who knows everything", n)
	}
}

// Nothing that is hidden comes by another way: neither the state, nor the events
// behind it, nor what was erased.
func TestNewsHidesWhatIsBehind(t *testing.T) {
	c := named(t, "grand-dijon-2010")
	d := desk{code: "21001"}
	create := d.write("d1", journal.Create, "2011-03-02", func(f *demand.Form) {
		f.Applicant.UsedName, f.Wanted.Places = "Zzyzx", []demand.WantedPlace{{Commune: "21054"}}
		f.Disabilities = []demand.Disability{{Person: "applicant", Steps: "1"}}
	})
	step := d.write("d1", journal.Treat, "2011-03-03", func(f *demand.Form) { f.Disabilities = []demand.Disability{{Person: "applicant", Steps: "2"}} })
	step.Treatment.Step = journal.Visited
	erase := d.write("d2", journal.Delete, "2011-03-03", nil)
	erase.Origins, erase.Case = nil, retention.Tombstone
	old := d.write("d2", journal.Create, "2009-03-02", func(f *demand.Form) { f.Applicant.UsedName = "Qwfpgj" })
	j := journalOf(t, create, step, old, erase)
	for _, party := range []string{"bailleur-a", "conseil-general", "grand-dijon"} {
		told := map[string]journal.Status{}
		for change := range exchange.News(c, j, exchange.Known{}, party, demand.MustDate("2011-03-05")) {
			told[change.Demand] = change.State.Status
			text := fmt.Sprintf("%+v %+v %v", change.State.Form, change.Form, change.State.Source("disabilities"))
			for _, e := range change.State.Treatments {
				text += fmt.Sprintf("%+v", e.Values)
			}
			if hidden := !change.Sight.May(charter.FieldDisability); hidden && strings.Contains(text, "Steps:") || strings.Contains(text, "Qwfpgj") {
				t.Errorf("%s is told %s", party, text)
			}
			if change.State.Source("disabilities") != nil || change.Demand == "d1" && len(change.State.Treatments) != 1 {
				t.Errorf("%s: %+v", party, change.State)
			}
		}
		want := map[string]journal.Status{"d1": journal.Active, "d2": journal.Deleted}
		if party == "grand-dijon" {
			delete(want, "d1")
		}
		if diff := cmp.Diff(want, told); diff != "" {
			t.Errorf("%s: %s", party, diff)
		}
	}
}

func ExampleDisputes() {
	c, _ := charter.Named("double-systeme")
	change := func(service string, persons int) journal.Event {
		e := journal.Event{ID: journal.ID{Origin: service, Counter: 2}, Demand: "d1", Kind: journal.Modify, On: demand.MustDate("2012-05-02"), Service: service}
		e.Values = &demand.Form{PersonsToHouse: persons}
		e.Set = journal.Given(e.Values)
		return e
	}
	create := journal.Event{ID: journal.ID{Origin: "35600", Counter: 1}, Demand: "d1", Kind: journal.Create, On: demand.MustDate("2012-01-10"), Service: "35600"}
	j, _ := journal.New(create, change("35001", 3), change("35400", 4))
	state := exchange.Fold(c, j, "d1", journal.At{Day: demand.MustDate("2012-06-01")})
	for _, d := range exchange.Disputes(c, &state) {
		fmt.Println(d.Path, state.Form.PersonsToHouse, d.To, d.Rule)
	}
	// Output: persons_to_house 4 metropole ECH-CON-01
}
