package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// asLibrary writes a line with the standard library alone: the form of the values of
// the event, from which those that are set are taken.
func asLibrary(t *testing.T, e *Event) string {
	t.Helper()
	l := line{e.version(), e.ID, e.Demand, e.Kind, e.On, e.Entered.String(), e.Author, e.Service, e.Receipt, e.Number, valuesAsLibrary(t, e), e.Origins,
		e.Motive, e.SubMotive, e.Reason, e.Other, e.Seniority, e.Absorbed, e.Case, e.Online, e.Mark, e.Treatment, e.Dispatch}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(l); err != nil {
		t.Fatal(err)
	}
	out := strings.TrimSuffix(b.String(), "}\n")
	for _, name := range slices.Sorted(maps.Keys(e.Unknown)) {
		if name != "v" {
			key, _ := json.Marshal(name)
			out += "," + string(key) + ":" + e.Unknown[name]
		}
	}
	return out + "}"
}

func valuesAsLibrary(t *testing.T, e *Event) json.RawMessage {
	t.Helper()
	if e.Set.IsEmpty() {
		return nil
	}
	one := demand.Form{}
	for rank := range e.Set.ranks() {
		if e.Values != nil {
			table[rank].copy(&one, e.Values)
		}
	}
	whole, err := json.Marshal(&one)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]any{}
	for name := range e.Set.All() {
		from, to := json.RawMessage(whole), out
		parts := strings.Split(name, ".")
		for i, part := range parts {
			var object map[string]json.RawMessage
			_ = json.Unmarshal(from, &object) // nothing is no object
			if from = object[part]; i == len(parts)-1 {
				break
			}
			inner, ok := to[part].(map[string]any)
			if !ok {
				inner = map[string]any{}
				to[part] = inner
			}
			to = inner
		}
		last := parts[len(parts)-1]
		if to[last] = from; from == nil {
			to[last] = nil
		}
	}
	text, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// A line is what the standard library would write, to the byte: journals written
// before stay equal to those written now.
func TestLineIsThatOfTheStandardLibrary(t *testing.T) {
	everything, _ := PathsOf(PathNames()...)
	some, _ := PathsOf("applicant.civility", "wanted.places", "remarks", "applicant.work.foreign", "persons_to_house")
	number, err := numbering.Parse("021011500000121001")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func(*Event)
	}{
		{"nothing", func(*Event) {}},
		{"every field", func(e *Event) {
			*e = Event{ID: ID{"21001", 1 << 63}, Demand: "d<1>", Kind: "a later kind é", On: demand.MustDate("2015-01-10"), Entered: 1_420_900_000_123, Author: "a\"b\\", Service: "\u2028\x00",
				Receipt: "r\xff", Number: number, Set: some, Values: full(t), Origins: []demand.Origin{{Path: "remarks", Kind: demand.FromPaper, By: "<&>"}}, Motive: "RADATT",
				SubMotive: "x", Reason: "e&é", Other: "d2", Seniority: demand.MustDate("2010-01-10"), Absorbed: true, Case: "pacs", Online: true, Mark: Mark{Code: "DALO", Issuer: "é"},
				Treatment: Treatment{Step: Offered, Rank: 3, Warned: true}, Dispatch: Dispatch{Subject: "x"}, Unknown: map[string]string{"v": "3", "later": `{"a":[1]}`, "é<": "1"}}
		}},
		{"every value", func(e *Event) { e.Set, e.Values = everything, full(t) }},
		{"every value cleared", func(e *Event) { e.Set, e.Values = everything, &demand.Form{} }},
		{"values without a form", func(e *Event) { e.Set = some }},
		{"texts that are escaped", func(e *Event) {
			f := full(t)
			f.Applicant.UsedName, f.Remarks, f.Applicant.FirstNames = "<b>&'\"\\", "d’été\n\u2029\x7f", "\xff"
			e.Set, e.Values = everything, f
		}},
		{"lists that are there and empty", func(e *Event) {
			e.Set, e.Values = everything, &demand.Form{CoHolders: []demand.CoHolder{}, Wanted: demand.Wanted{Types: []demand.DwellingType{}}}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := Event{ID: ID{"21001", 1}, Demand: "d1", Kind: Create, On: demand.MustDate("2015-01-10")}
			c.change(&e)
			if want, got := asLibrary(t, &e), string(e.Line()); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
	for _, name := range PathNames() { // each alone, there and not
		set, _ := PathsOf(name)
		for _, f := range []*demand.Form{full(t), {}} {
			e := Event{ID: ID{"21001", 1}, Demand: "d1", Kind: Modify, On: demand.MustDate("2015-01-10"), Set: set, Values: f}
			if want, got := asLibrary(t, &e), string(e.Line()); got != want {
				t.Errorf("%s: got  %s\nwant %s", name, got, want)
			}
		}
	}
}

// full is a form with a value everywhere.
func full(t *testing.T) *demand.Form {
	t.Helper()
	var f demand.Form
	for _, place := range places() {
		fill(value(&f, place))
	}
	for _, name := range PathNames() {
		if set := Given(&f); !set.Has(name) {
			t.Fatalf("%s has no value", name)
		}
	}
	return &f
}

// A line says the same however its JSON is written: with blanks, with characters
// escaped, with its fields in another order.
func TestLinesHoweverWritten(t *testing.T) {
	some, _ := PathsOf("applicant.used_name", "wanted.places", "remarks", "persons_to_house")
	e := Event{ID: ID{"21001", 12}, Demand: "d1", Kind: Create, On: demand.MustDate("2015-01-10"), Entered: 1_420_900_000_123, Author: "agent", Set: some, Values: full(t),
		Origins: []demand.Origin{{Kind: demand.FromPaper, By: "21001"}}, Motive: "RADATT", Absorbed: true, Mark: Mark{Code: "DALO"}, Unknown: map[string]string{"later": `{"a":[1,"}"]}`}}
	line := e.Line()
	want, faults := DecodeEvent(line)
	if faults.Blocking() {
		t.Fatal(faults)
	}
	var blanks bytes.Buffer
	if err := json.Indent(&blanks, line, "\n", "\t"); err != nil {
		t.Fatal(err)
	}
	var escaped, backwards strings.Builder
	inside := false
	for _, c := range string(line) {
		switch {
		case c == '"':
			inside = !inside
			escaped.WriteRune(c)
		case inside:
			fmt.Fprintf(&escaped, `\u%04x`, c)
		default:
			escaped.WriteRune(c)
		}
	}
	fields, _ := cut(line)
	slices.Reverse(fields)
	for i, f := range fields {
		backwards.WriteString(map[bool]string{true: "{", false: ","}[i == 0] + `"` + f.name + `": ` + string(f.value))
	}
	backwards.WriteString(" }")
	for name, text := range map[string]string{"blanks": blanks.String(), "escaped": escaped.String(), "backwards": backwards.String()} {
		got, faults := DecodeEvent([]byte(text))
		if name == "escaped" { // what is not known is kept as it was written
			got.Unknown = want.Unknown
		}
		if faults.Blocking() || string(got.Line()) != string(line) || got.ID != want.ID || got.Set != want.Set {
			t.Errorf("%s: %v\n%s\n%s", name, faults, text, got.Line())
		}
	}
}
