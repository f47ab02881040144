package retention_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/numbering"
)

func act(counter uint64) retention.Act {
	return retention.Act{Day: day("2013-01-10"), Entered: moment("2013-01-10"), Origin: "GESTI", Counter: counter, Author: "agent-7", Service: "gestionnaire"}
}

func TestPurgeRefuses(t *testing.T) {
	f := retention.File{Journal: gather(t, append(struck("d1", 1, "2010-10-15", "2011-11-15"), struck("d2", 3, "2010-10-15", "2012-11-15")...)...)}
	r := f.Due(retention.Settings{}, act(1).Day)
	if list(r.Items) != "d1 request  2012-11-16 CON-DUR-01" {
		t.Fatal(list(r.Items))
	}
	before := lines(f.Journal)
	nobody := act(1)
	nobody.Author = ""
	if out, faults := f.Purge(retention.Settings{}, r.Items, nobody); faults.Codes() != "CON-PUR-01" || lines(out.File.Journal) != before {
		t.Errorf("without an author: %v", faults)
	}
	early := []retention.Item{{Demand: "d2", Class: retention.Request}, {Demand: "d9", Class: retention.Request}}
	if out, faults := f.Purge(retention.Settings{}, early, act(1)); faults.Codes() != "CON-PUR-02 CON-PUR-02" || lines(out.File.Journal) != before || len(out.Erased) > 0 {
		t.Errorf("not due: %v", faults)
	}
	held := f
	held.Holds = []retention.Hold{{ID: journal.ID{Origin: "g", Counter: 1}, Demand: "d1", Reason: retention.Inspection, Author: "a", From: day("2013-01-01"), Until: day("2013-12-31")}}
	if out, faults := held.Purge(retention.Settings{}, r.Items, act(1)); faults.Codes() != "CON-PUR-03" || lines(out.File.Journal) != before {
		t.Errorf("held: %v", faults)
	}
	taken := act(2)
	taken.Origin = "21001"
	if out, faults := f.Purge(retention.Settings{}, r.Items, taken); faults.Codes() != "CON-PUR-04" || lines(out.File.Journal) != before {
		t.Errorf("identifiers taken: %v", faults)
	}
	out, faults := f.Purge(retention.Settings{}, r.Items, act(1))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if _, faults := out.File.Purge(retention.Settings{}, r.Items, act(2)); faults.Codes() != "CON-PUR-02" {
		t.Errorf("erased twice: %v", faults)
	}
}

func lines(j journal.Journal) string {
	var b bytes.Buffer
	_, _ = j.WriteTo(&b)
	return b.String()
}

func TestPurgeLeavesATombstone(t *testing.T) {
	f := retention.File{
		Journal:  gather(t, append(struck("d1", 1, "2010-10-15", "2011-11-15"), event("21001", 3, "d2", journal.Create, "2012-10-15"))...),
		Holdings: []retention.Holding{{Class: retention.Upload, Demand: "d1", Ref: "f1"}, {Class: retention.Upload, Demand: "d2", Ref: "f2"}},
	}
	r := f.Due(retention.Settings{}, act(1).Day)
	out, faults := f.Purge(retention.Settings{}, r.Of("d1"), act(5))
	if len(faults) > 0 || len(out.Erased) != 2 || len(out.File.Holdings) != 1 || out.File.Holdings[0].Ref != "f2" {
		t.Fatalf("%v %+v", faults, out)
	}
	want := `{"v":1,"id":{"origin":"GESTI","counter":5},"demand":"d1","kind":"delete","on":"2013-01-10","entered":"2013-01-10T09:00:00.000Z","author":"agent-7","service":"gestionnaire","case":"erasure"}`
	if got := lines(out.File.Journal.Of("d1")); got != want+"\n" {
		t.Error(got)
	}
	if faults := out.File.Journal.Check(); len(faults) > 0 {
		t.Errorf("the journal that is left has faults: %v", faults)
	}
	if s := out.File.Journal.Fold("d1", journal.At{Day: day("2014-01-01")}); s.Status != journal.Deleted || !s.Form.DepositedOn.IsZero() {
		t.Errorf("%+v", s)
	}
	if s := out.File.Journal.Fold("d2", journal.At{Day: day("2013-01-10")}); s.Status != journal.Active {
		t.Errorf("%+v", s)
	}
	rows := out.Kept.Rows()
	if len(rows) != 1 || rows[0] != (retention.Counted{Group: retention.Group{Desk: "21001", Deposited: 2010, StruckOff: 2011, Motive: "RADREN"}, Count: 1}) {
		t.Errorf("%+v", rows)
	}
	if after := out.File.Due(retention.Settings{}, day("2013-01-11")); len(after.Items)+len(after.Notices) > 0 {
		t.Errorf("%v %v", after.Items, after.Notices)
	}
}

// What hangs on an erased demand is still listed, until it goes too.
func TestWhatHangsOnAnErasedDemand(t *testing.T) {
	f := retention.File{Journal: gather(t, struck("d1", 1, "2013-10-15", "2014-11-15")...), Holdings: []retention.Holding{{Class: retention.Upload, Demand: "d1"}, {Class: retention.LandlordCopy, Demand: "d1"}}}
	a := act(1)
	a.Day = day("2016-01-10")
	out, faults := f.Purge(retention.Settings{}, []retention.Item{{Demand: "d1", Class: retention.Request}}, a)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	r := out.File.Due(retention.Settings{}, a.Day)
	if got := list(r.Items); got != "d1 landlord_copy  2016-01-10 CON-DUR-06; d1 upload  2016-01-10 CON-DUR-05" {
		t.Error(got)
	}
}

// markers are values that no other part of a journal holds.
type markers struct {
	r     *rand.Rand
	given []string
}

func (m *markers) text(prefix string) string {
	s := fmt.Sprintf("%s%08xZ", prefix, m.r.Uint32())
	m.given = append(m.given, s)
	return s
}

func (m *markers) person() demand.Person {
	birth := day("1930-01-01").AddDays(m.r.Intn(25000))
	m.given = append(m.given, birth.String())
	return demand.Person{UsedName: m.text("Nom"), BirthName: m.text("Naissance"), FirstNames: m.text("Prenom"), BirthDate: birth, Email: m.text("mail") + "@example.org",
		MobilePhone: m.text("06"), Address: demand.Address{Street: m.text("rue"), City: m.text("Ville")}, Work: demand.Work{Profession: m.text("metier"), Employer: m.text("employeur")}}
}

// demandOf makes the events of a demand whose every value is a marker.
func (m *markers) demandOf(key string, counter uint64, off string) []journal.Event {
	form := demand.Form{Applicant: m.person(), CoHolders: []demand.CoHolder{{Person: m.person()}}, Dependants: []demand.Dependant{{Name: m.text("Enfant"), FirstNames: m.text("Petit")}}, Remarks: m.text("remarque")}
	create := event("21001", counter, key, journal.Create, "2010-10-15")
	create.Values, create.Set, create.Origins = &form, journal.Given(&form), []demand.Origin{{Kind: demand.FromApplicant}}
	create.Receipt = m.text("recu")
	create.Unknown = map[string]string{"later": `"` + m.text("inconnu") + `"`}
	number := event("21001", counter+1, key, journal.Number, "2010-10-16")
	number.Number, _ = numbering.Parse(fmt.Sprintf("0211010%06d21001", m.r.Intn(1_000_000)))
	m.given = append(m.given, number.Number.String())
	changed := demand.Form{Applicant: m.person()}
	modify := event("21002", counter+2, key, journal.Modify, "2011-02-01")
	modify.Values, modify.Set, modify.Origins = &changed, journal.Given(&changed), create.Origins
	strike := event("21001", counter+3, key, journal.StrikeOff, off)
	strike.Motive = demand.StrikeOffMotiveRADABA
	return []journal.Event{create, number, modify, strike}
}

// After the purge no value of the persons is left: not in the journal, not in the
// proof, not in the counts, not in a fault.
func TestNothingOfThePersonIsLeft(t *testing.T) {
	for seed := range int64(6) {
		gone, staying := &markers{r: rand.New(rand.NewSource(seed))}, &markers{r: rand.New(rand.NewSource(seed + 1000))}
		var events []journal.Event
		for i := range 5 {
			events = append(events, gone.demandOf(fmt.Sprintf("d%d", i), uint64(1+10*i), "2011-11-15")...)
			events = append(events, staying.demandOf(fmt.Sprintf("e%d", i), uint64(1001+10*i), "2012-11-15")...)
		}
		f := retention.File{Journal: gather(t, events...)}
		before := lines(f.Journal)
		for _, m := range slices.Concat(gone.given, staying.given) {
			if !strings.Contains(before, m) {
				t.Fatalf("%s is in no event", m)
			}
		}
		r := f.Due(retention.Settings{}, act(1).Day)
		out, faults := f.Purge(retention.Settings{}, r.Items, act(1))
		if len(faults) > 0 || len(out.Erased) != 5 {
			t.Fatal(faults, list(out.Erased))
		}
		proof, _ := json.Marshal(out.Proof)
		erased, _ := json.Marshal(out.Erased)
		counts, _ := out.Kept.MarshalBinary()
		swept, _ := retention.Sweep(gather(t, slices.Concat(eventsOf(out.File.Journal), events)...))
		for name, text := range map[string]string{"the journal": lines(out.File.Journal), "the proof": string(proof), "the list": string(erased), "the counts": string(counts),
			"the faults": fmt.Sprint(r.Notices, out.Proof.Verify(out.Erased, f.Journal)), "the journal swept after the old copy came back": lines(swept)} {
			for _, m := range gone.given {
				if strings.Contains(text, m) {
					t.Fatalf("%d: %s still holds %s", seed, name, m)
				}
			}
		}
		for _, m := range staying.given {
			if !strings.Contains(lines(out.File.Journal), m) {
				t.Fatalf("%d: %s was erased with the others", seed, m)
			}
		}
	}
}

func eventsOf(j journal.Journal) []journal.Event {
	var out []journal.Event
	for _, e := range j.Events() {
		out = append(out, *e)
	}
	return out
}

// Two machines purge different demands, a third one has an old copy, a fourth one
// writes something late about a demand that is gone. Whatever the order and the
// grouping of the unions, and whether one sweeps on the way or only at the end,
// the journal is the same and the persons do not come back.
func TestTombstonesWin(t *testing.T) {
	for seed := range int64(25) {
		r := rand.New(rand.NewSource(seed))
		m := &markers{r: r}
		var events []journal.Event
		for i := range 6 {
			off := "2011-11-15"
			if i >= 4 {
				off = "2012-12-15"
			}
			events = append(events, m.demandOf(fmt.Sprintf("d%d", i), uint64(1+10*i), off)...)
		}
		old := gather(t, events...)
		f := retention.File{Journal: old}
		purge := func(origin string, keys ...string) journal.Journal {
			a := act(1)
			a.Origin = origin
			report := f.Due(retention.Settings{}, a.Day)
			out, faults := f.Purge(retention.Settings{}, report.Of(keys...), a)
			if len(faults) > 0 || len(out.Erased) != len(keys) {
				t.Fatal(faults, list(out.Erased))
			}
			return out.File.Journal
		}
		copies := []journal.Journal{old, purge("GES-A", "d0", "d1"), purge("GES-B", "d1", "d2"), gather(t, event("21009", 7, "d0", journal.Renew, "2013-02-01")), old}
		all, _ := journal.Union(copies...)
		want, removed := retention.Sweep(all)
		if strings.Join(removed, " ") != "d0 d1 d2" || want.Of("d1").Len() != 2 || want.Of("d0").Len() != 1 || want.Of("d3").Len() != 4 {
			t.Fatal(removed, want.Len())
		}
		got := journal.Journal{}
		for _, i := range r.Perm(len(copies)) {
			if r.Intn(2) == 0 {
				got, _ = journal.Union(got, copies[i])
			} else {
				got, _ = journal.Union(copies[i], got)
			}
			if r.Intn(2) == 0 {
				got, _ = retention.Sweep(got)
			}
		}
		got, _ = retention.Sweep(got)
		if lines(got) != lines(want) {
			t.Fatalf("%d: another journal\n%s\n%s", seed, lines(got), lines(want))
		}
		if again, removed := retention.Sweep(got); lines(again) != lines(got) || len(removed) > 0 {
			t.Fatalf("%d: sweeping twice removes %v", seed, removed)
		}
	}
}

// Something that looks like a tombstone and carries a value is none: it would be
// a way to keep the value.
func TestIsTombstone(t *testing.T) {
	bare := event("g", 1, "d1", journal.Delete, "2013-01-10")
	bare.Case = retention.Tombstone
	if !retention.IsTombstone(&bare) {
		t.Error("the tombstone is not one")
	}
	for name, change := range map[string]func(e *journal.Event){
		"another kind": func(e *journal.Event) { e.Kind = journal.Modify }, "a mistake deleted": func(e *journal.Event) { e.Case = "" },
		"a value": func(e *journal.Event) { e.Values = &demand.Form{} }, "a receipt": func(e *journal.Event) { e.Receipt = "R1" },
		"a number": func(e *journal.Event) { e.Number, _ = numbering.Parse("021101000012321001") }, "a later field": func(e *journal.Event) { e.Unknown = map[string]string{"x": "1"} },
		"a label": func(e *journal.Event) { e.Mark.Code = "DALO" }, "another demand": func(e *journal.Event) { e.Other = "d2" },
		"a step": func(e *journal.Event) { e.Treatment.Reason = "x" }, "a motive": func(e *journal.Event) { e.Motive = "RADREN" },
		"a letter": func(e *journal.Event) { e.Dispatch.Proof = "AR-77" },
	} {
		e := bare
		if change(&e); retention.IsTombstone(&e) {
			t.Errorf("with %s it is a tombstone", name)
		}
	}
}

func TestProof(t *testing.T) {
	f := retention.File{
		Journal:  gather(t, append(struck("d1", 1, "2010-10-15", "2011-11-15"), struck("d2", 3, "2010-10-15", "2011-11-15")...)...),
		Holdings: []retention.Holding{{Class: retention.Upload, Demand: "d1", Service: "21001", Ref: "bulletin Zzyzx.pdf"}},
	}
	r := f.Due(retention.Settings{}, act(1).Day)
	out, faults := f.Purge(retention.Settings{}, r.Items, act(1))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	data, err := json.Marshal(out.Proof)
	if err != nil {
		t.Fatal(err)
	}
	p, faults := retention.DecodeProof(data)
	if diff := cmp.Diff(out.Proof, p, sameDate); diff != "" || len(faults) > 0 {
		t.Fatalf("%v %s", faults, diff)
	}
	if strings.Contains(string(data), "Zzyzx") {
		t.Error("the proof holds a reference")
	}
	if faults := p.Verify(out.Erased, out.File.Journal); len(faults) > 0 {
		t.Errorf("the proof does not hold: %v", faults)
	}
	shuffled := slices.Clone(out.Erased)
	slices.Reverse(shuffled)
	for i := range shuffled {
		shuffled[i].Ref = "" // references are not under the digest
	}
	if faults := p.Verify(shuffled, out.File.Journal); len(faults) > 0 {
		t.Errorf("the order or the references matter: %v", faults)
	}
	if got := p.Verify(out.Erased[:2], out.File.Journal); got.Codes() != "CON-PRE-02 CON-PRE-03 CON-PRE-03" {
		t.Errorf("an item short: %v", got)
	}
	forged := p
	forged.Author = "agent-8"
	if got := forged.Verify(out.Erased, out.File.Journal); got.Codes() != "CON-PRE-02" {
		t.Errorf("another author: %v", got)
	}
	back, _ := journal.Union(out.File.Journal, f.Journal)
	if got := p.Verify(out.Erased, back); got.Codes() != "CON-PRE-04 CON-PRE-04" {
		t.Errorf("the persons came back: %v", got)
	}
	for _, text := range []string{`{"v":2}`, `{"v":1,"day":"2013-01-10","author":"a","digest":"00"}`} {
		if _, faults := retention.DecodeProof([]byte(text)); !faults.Has("CON-PRE-01") {
			t.Errorf("%s: %v", text, faults)
		}
	}
	if _, faults := retention.DecodeProof(bytes.Repeat([]byte(" "), retention.MaxProofBytes+1)); !faults.Has("CON-LEC-01") {
		t.Error(faults)
	}
	book, _ := demand.NewRulebook(retention.Rules())
	var said []string
	for _, s := range p.Sentences() {
		said = append(said, s.Code+" "+book.Sentence(language.French, s))
	}
	if len(said) != 4 || !strings.HasPrefix(said[0], "CON-PRE-05 Le 2013-01-10, l'agent agent-7 (gestionnaire) a effacé 3") || !strings.Contains(said[1], "CON-DUR-01") || !strings.HasPrefix(said[2], "CON-PRE-06 Classe upload : 1,") || !strings.HasPrefix(said[3], "CON-PRE-07 ") || !strings.HasSuffix(said[3], p.Digest+".") {
		t.Errorf("%q", said)
	}
}

// The counts of several purges add up to the same bytes in any order.
func TestTallyMerges(t *testing.T) {
	for seed := range int64(60) {
		r := rand.New(rand.NewSource(seed))
		whole, parts := retention.NewTally(), []*retention.Tally{retention.NewTally(), retention.NewTally(), retention.NewTally()}
		for range r.Intn(50) {
			s := journal.State{Desk: string(rune('a' + r.Intn(3))), StruckOffOn: day("2010-06-01").AddYears(r.Intn(3)), Motive: demand.StrikeOffMotiveRADREN}
			s.Form.DepositedOn = day("2008-06-01").AddYears(r.Intn(3))
			whole.Add(&s)
			parts[r.Intn(3)].Add(&s)
		}
		merged := retention.NewTally()
		for _, i := range r.Perm(3) {
			data, _ := parts[i].MarshalBinary()
			var back retention.Tally
			if err := back.UnmarshalBinary(data); err != nil {
				t.Fatal(err)
			}
			merged.Merge(&back)
		}
		a, _ := whole.MarshalBinary()
		b, _ := merged.MarshalBinary()
		if !bytes.Equal(a, b) {
			t.Fatalf("%d: %v\n%v", seed, whole.Rows(), merged.Rows())
		}
		for cut := range a {
			if new(retention.Tally).UnmarshalBinary(a[:cut]) == nil {
				t.Fatalf("cut at %d: accepted", cut)
			}
		}
	}
}

func FuzzDecodeProof(f *testing.F) {
	f.Add([]byte(`{"v":1,"day":"2013-01-10","entered":"","author":"a","service":"s","origin":"o","counter":1,"tombstones":0,"lines":[],"digest":"` + strings.Repeat("0", 64) + `"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, faults := retention.DecodeProof(data)
		if len(faults) > 0 {
			return
		}
		again, _ := json.Marshal(p)
		if back, faults := retention.DecodeProof(again); len(again) <= retention.MaxProofBytes && (len(faults) > 0 || !cmp.Equal(p, back, sameDate)) && len(p.Lines) > 0 {
			t.Fatalf("%s: %v", again, faults)
		}
	})
}

// Every field of an event but those a tombstone is made of makes it none, those
// that a later version adds too: a field nobody thought of would keep a value.
func TestTombstoneHasNoOtherField(t *testing.T) {
	made := []string{"ID", "Demand", "Kind", "On", "Entered", "Author", "Service", "Case"}
	bare := event("g", 1, "d1", journal.Delete, "2013-01-10")
	bare.Case = retention.Tombstone
	fields := reflect.TypeFor[journal.Event]()
	tried := 0
	for i := range fields.NumField() {
		name := fields.Field(i).Name
		if slices.Contains(made, name) {
			continue
		}
		e := bare
		switch name { // types that hold their value out of sight
		case "Set":
			e.Set = journal.Given(&demand.Form{Remarks: "x"})
		case "Number":
			e.Number, _ = numbering.Parse("021101000012321001")
		default:
			fill(t, reflect.ValueOf(&e).Elem().Field(i))
		}
		if tried++; retention.IsTombstone(&e) {
			t.Errorf("with %s it is a tombstone", name)
		}
	}
	if tried < 12 || !retention.IsTombstone(&bare) {
		t.Errorf("%d fields", tried)
	}
}

// fill puts something in a value.
func fill(t *testing.T, v reflect.Value) {
	switch v.Interface().(type) {
	case demand.Date:
		v.Set(reflect.ValueOf(day("2011-01-01")))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64, reflect.Uint8, reflect.Int8:
		v.Set(reflect.ValueOf(1).Convert(v.Type()))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("x"), reflect.ValueOf("1"))
	case reflect.Struct:
		fill(t, v.Field(0))
	default:
		t.Fatalf("a field of kind %s: say how to fill it", v.Kind())
	}
}
