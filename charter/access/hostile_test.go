package access_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// only gives the alerts of a code.
func only(r access.Report, code string) []access.Alert {
	var out []access.Alert
	for _, a := range r.Alerts {
		if a.Code == code {
			out = append(out, a)
		}
	}
	return out
}

// at writes lines of one origin, in the order of their counters, at given moments.
func at(moments ...string) *world {
	w := &world{}
	for i, m := range moments {
		w.events = append(w.events, access.Event{ID: journal.ID{Origin: "srv", Counter: uint64(i + 1)}, At: moment(m), Agent: "a", Party: "b", Act: access.Search, Purpose: access.Following})
	}
	return w
}

// A clock set back gives moments that prove nothing: the counters tell.
func TestClockThatWentBack(t *testing.T) {
	for _, c := range []struct {
		name    string
		moments []string
		want    string
	}{
		{"in order", []string{"2024-02-01T08:00:00Z", "2024-02-01T08:00:00Z", "2024-02-01T23:59:59Z", "2024-02-02T00:00:00Z"}, ""},
		{"half an hour, as between two machines", []string{"2024-02-01T10:10:00Z", "2024-02-01T09:40:00Z"}, ""},
		{"two hours", []string{"2024-02-01T10:10:00Z", "2024-02-01T08:10:00Z"}, "2024-02-01 1"},
		{"a day, over midnight", []string{"2024-02-02T00:10:00Z", "2024-02-01T20:10:00Z", "2024-02-02T00:20:00Z"}, "2024-02-01 1"},
		{"back to the epoch of a dead battery", []string{"2024-02-02T00:10:00Z", "1970-01-02T00:00:00Z", "2024-02-02T00:20:00Z"}, " 1"},
		{"ahead, then set right", []string{"2024-02-02T00:10:00Z", "2099-01-02T00:00:00Z", "2024-02-02T05:20:00Z"}, "2024-02-02 1"},
		{"older lines of a longer journal", []string{"2023-02-01T10:10:00Z", "2023-02-01T11:10:00Z", "2024-02-01T08:10:00Z"}, ""},
		{"newer lines of a longer journal", []string{"2024-02-01T08:10:00Z", "2025-02-01T08:10:00Z"}, ""},
		{"a line slipped in after the event", []string{"2024-02-01T08:10:00Z", "2024-05-01T08:10:00Z", "2024-03-01T08:10:00Z", "2024-05-01T09:10:00Z"}, "2024-03-01 1"},
	} {
		w := at(c.moments...)
		r := review(t, w, access.List{}, access.Settings{})
		got := ""
		for _, a := range only(r, "ACC-JRN-03") {
			got += fmt.Sprint(a.Day, " ", a.Count)
			book, _ := demand.NewRulebook(access.Rules())
			if s := book.Sentence(language.French, a.Fault()); a.Origin != "srv" || !strings.Contains(s, "srv") || strings.ContainsAny(s, "{}") {
				t.Errorf("%s: %+v %s", c.name, a, s)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		// Two halves, joined the other way round, say the same.
		one, two := (&world{events: w.events[len(w.events)/2:]}).count(t, year), (&world{events: w.events[:len(w.events)/2]}).count(t, year)
		if err := one.Merge(two); err != nil {
			t.Fatal(err)
		}
		a, _ := w.count(t, year).MarshalBinary()
		b, _ := one.MarshalBinary()
		if !bytes.Equal(a, b) {
			t.Errorf("%s: other bytes", c.name)
		}
	}
	// Another origin has its own clock.
	w := at("2024-02-02T10:00:00Z", "2024-02-01T10:00:00Z")
	w.events[1].ID.Origin = "desk"
	if got := only(review(t, w, access.List{}, access.Settings{}), "ACC-JRN-03"); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

// From the journal alone, without the manager's list: an account that slept is
// told, one that works is not.
func TestDormantFromTheJournalAlone(t *testing.T) {
	w := &world{}
	w.add("b", "slept", access.Consult, day("2024-10-01"), 1)
	w.add("b", "on-the-edge", access.Consult, day("2024-10-02"), 1)
	w.add("b", "works", access.Consult, day("2024-12-20"), 1)
	var got []string
	for _, a := range only(review(t, w, access.List{}, access.Settings{}), "ACC-COM-01") {
		got = append(got, fmt.Sprint(a.Agent, " ", a.Day))
	}
	if diff := cmp.Diff([]string{"slept 2024-10-01"}, got); diff != "" {
		t.Error(diff)
	}
	// With a list, an account out of it is told as such, and not to be closed twice.
	l := access.List{Accounts: []access.Account{{Agent: "works", Party: "b", Named: true, Rights: []access.Act{access.Consult}}}}
	r := review(t, w, l, access.Settings{})
	if len(only(r, "ACC-COM-01")) > 0 || len(only(r, "ACC-COM-03")) != 2 {
		t.Errorf("%v", said(r))
	}
}

// "Never" is said of the days counted, and no more.
func TestUnusedRightSaysSinceWhen(t *testing.T) {
	w := &world{}
	w.add("b", "half", access.Consult, day("2024-12-02"), 1)
	l := access.List{Accounts: []access.Account{{Agent: "half", Party: "b", Named: true, Rights: []access.Act{access.Consult, access.Export}, OpenedOn: day("2024-03-01")}}}
	for opened, want := range map[string]string{"2020-01-01": "2024-01-01", "2024-03-01": "2024-03-01", "": "2024-01-01"} {
		l.Accounts[0].OpenedOn = day(opened)
		got := only(review(t, w, l, access.Settings{}), "ACC-DRO-01")
		if len(got) != 1 || got[0].Day != day(want) || got[0].Act != access.Export {
			t.Fatalf("%s: %+v", opened, got)
		}
		book, _ := demand.NewRulebook(access.Rules())
		if s := book.Sentence(language.French, got[0].Fault()); !strings.Contains(s, "depuis le "+want) {
			t.Error(s)
		}
	}
}

// A unique number points at a household: it is not a key in this journal, nor a
// code of anything.
func TestNumberIsNoCode(t *testing.T) {
	for _, text := range []string{
		`{"v":1,"origin":"srv","counter":18,"at":"2024-03-05T09:30:00Z","agent":"a","party":"b1","act":"consult","demand":"021101000012321001","purpose":"allocating"}`,
		`{"v":1,"origin":"srv","counter":18,"at":"2024-03-05T09:30:00Z","agent":"a","party":"b1","act":"consult","demand":"0211010.000123.21001","purpose":"allocating"}`,
	} {
		if _, faults := access.DecodeEvent([]byte(text)); faults.Codes() != "ACC-LIG-08" || strings.Contains(fmt.Sprint(faults), "000123") {
			t.Errorf("%v", faults)
		}
	}
}

// The next review begins where this one ends: lines cut off at the end of the
// journal show by the last counters.
func TestReviewTellsTheLinesOfEachOrigin(t *testing.T) {
	w := at("2024-02-01T08:00:00Z", "2024-02-01T09:00:00Z", "2030-02-01T09:00:00Z")
	w.events[0].ID = journal.ID{Origin: "desk", Counter: 7}
	r := review(t, w, access.List{}, access.Settings{})
	if diff := cmp.Diff([]access.Origin{{Origin: "desk", First: 7, Last: 7, Lines: 1}, {Origin: "srv", First: 2, Last: 3, Lines: 2}}, r.Origins); diff != "" {
		t.Error(diff)
	}
	text, _ := json.Marshal(r)
	if !bytes.Contains(text, []byte(`"origins":[{"origin":"desk","first":7,"last":7,"lines":1}`)) {
		t.Errorf("%s", text)
	}
}

// An accumulator without window counts what it is given as outside.
func TestAccumulatorOfNoWindow(t *testing.T) {
	var none, other access.Accumulator
	e := access.Event{ID: journal.ID{Origin: "srv", Counter: 1}, At: moment("2024-02-01T08:00:00Z"), Agent: "a", Party: "b", Act: access.Search}
	none.Add(&e)
	if err := other.Merge(&none); err != nil || other.Outside() != 1 {
		t.Errorf("%v %d", err, other.Outside())
	}
	if _, faults := access.Review(&other, &access.List{}, access.Settings{}, access.Window{}); faults.Codes() != "ACC-REG-02" {
		t.Error(faults)
	}
}

// The moment is counted to the day in universal time, on both sides of midnight
// and of the window.
func TestDaysOfTheWindow(t *testing.T) {
	win := access.Window{From: day("2024-02-28"), To: day("2024-03-01")} // a leap year: three days
	for m, in := range map[string]bool{"2024-02-27T23:59:59.999Z": false, "2024-02-28T00:00:00Z": true, "2024-02-29T12:00:00Z": true, "2024-03-01T23:59:59.999Z": true, "2024-03-02T00:00:00Z": false,
		"2024-02-28T00:30:00+01:00": false, "2024-03-01T20:30:00-04:00": false} {
		if a := at(m).count(t, win); (a.Outside() == 0) != in || win.Days() != 3 {
			t.Errorf("%s: %d outside", m, a.Outside())
		}
	}
}
