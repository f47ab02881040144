package journal_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand/journal"
)

func letter(desk string, counter uint64, on string, d journal.Dispatch) journal.Event {
	e := event(desk, counter, journal.Letter, on)
	e.Dispatch = d
	return e
}

// A warning leaves, its delivery is proven, it is answered: three events, one
// letter, known as far as the day goes.
func TestLettersOfADemand(t *testing.T) {
	warned := letter("BAIL1", 1, "2015-03-01", journal.Dispatch{Subject: journal.Warning, Ref: "c1", Motive: "RADCON", Channel: journal.Registered, Sent: day("2015-03-01")})
	delivered := letter("BAIL1", 2, "2015-03-04", journal.Dispatch{Subject: journal.Warning, Ref: "c1", Proof: "AR-77", Received: day("2015-03-04")})
	answered := letter("21001", 2, "2015-03-20", journal.Dispatch{Subject: journal.Warning, Ref: "c1", Answered: day("2015-03-20")})
	attested := letter("21001", 3, "2015-01-12", journal.Dispatch{Subject: journal.AttestationSent, Channel: journal.Email, Sent: day("2015-01-12")})
	notice := letter("GESTI", 1, "2015-11-20", journal.Dispatch{Subject: journal.RenewalNotice, Ref: "c1", Channel: journal.Post, Sent: day("2015-11-20")})
	j := gather(t, notice, answered, delivered, warned, attested, event("21001", 1, journal.Create, "2015-01-10"))
	if got := j.Check(); len(got) > 0 {
		t.Errorf("%v", got)
	}
	full := warned.Dispatch
	full.Proof, full.Received = "AR-77", day("2015-03-04")
	for _, c := range []struct {
		on   string
		want journal.Dispatch
	}{{"2015-03-03", warned.Dispatch}, {"2015-03-04", full}} {
		s := j.Fold("d1", at(c.on))
		got, ok := s.LastLetter(journal.Warning, "RADCON")
		if !ok || got.Dispatch != c.want || got.By != warned.ID || len(s.Letters) != 2 {
			t.Errorf("%s: %d letters, %+v", c.on, len(s.Letters), got)
		}
	}
	s := j.Fold("d1", at("2015-12-01"))
	if got, _ := s.LastLetter(journal.Warning, ""); got.Answered != day("2015-03-20") || len(s.Letters) != 3 {
		t.Errorf("%+v", s.Letters)
	}
	if _, ok := s.LastLetter(journal.Warning, "RADIRR"); ok {
		t.Error("a warning of another motive")
	}
	if got, ok := s.LastLetter(journal.RenewalNotice, ""); !ok || got.Sent != day("2015-11-20") {
		t.Errorf("a notice under the reference of a warning is another letter: %+v", got)
	}
	var out, again bytes.Buffer
	_, _ = j.WriteTo(&out)
	back, findings := journal.Decode(out.Bytes())
	_, _ = back.WriteTo(&again)
	if len(findings) > 0 || out.String() != again.String() {
		t.Errorf("%v\n%s\n%s", findings, out.String(), again.String())
	}
}

// What is learnt before the sending is known, by a clock or a late file, is the
// same letter; a letter without reference stands alone.
func TestLettersLateAndWithoutName(t *testing.T) {
	delivered := letter("BAIL1", 2, "2015-03-01", journal.Dispatch{Subject: journal.Warning, Ref: "c1", Proof: "AR", Received: day("2015-03-01")})
	warned := letter("BAIL1", 3, "2015-03-02", journal.Dispatch{Subject: journal.Warning, Ref: "c1", Motive: "RADIRR", Channel: journal.Tracked, Sent: day("2015-02-27")})
	alone := letter("BAIL1", 4, "2015-03-03", journal.Dispatch{Subject: journal.Warning, Motive: "RADIRR", Channel: journal.Post, Sent: day("2015-02-20")})
	j := gather(t, event("21001", 1, journal.Create, "2015-01-10"), delivered, warned, alone)
	s := j.Fold("d1", at("2015-04-01"))
	if got, _ := s.LastLetter(journal.Warning, "RADIRR"); len(s.Letters) != 2 || got.Ref != "c1" || got.Received != day("2015-03-01") || got.Sent != day("2015-02-27") {
		t.Errorf("%+v", s.Letters)
	}
	if got := j.Check().Codes(); got != "JOU-LET-02" {
		t.Errorf("the delivery of a letter not sent yet: %s", got)
	}
}

// A reactivation settles the warnings before it; a restoration does not.
func TestReactivationSettlesWarnings(t *testing.T) {
	events := []journal.Event{event("21001", 1, journal.Create, "2015-01-10"),
		letter("BAIL1", 1, "2015-03-01", journal.Dispatch{Subject: journal.Warning, Motive: "RADCON", Channel: journal.Registered, Sent: day("2015-03-01")}),
		striking("BAIL1", 2, "2015-05-04", "RADCON")}
	for kind, want := range map[journal.Kind]bool{journal.Reactivate: false, journal.Restore: true} {
		s := gather(t, append(events[:3:3], event("BAIL1", 3, kind, "2015-06-01"))...).Fold("d1", at("2015-07-01"))
		if _, stands := s.LastLetter(journal.Warning, "RADCON"); stands != want || len(s.Letters) != 1 {
			t.Errorf("%s: %v %+v", kind, stands, s.Letters)
		}
	}
}

// A line written before letters existed reads as it did, and a program that does
// not know a kind hands it on: here, a kind and a field of tomorrow.
func TestLinesOfYesterdayAndTomorrow(t *testing.T) {
	const lines = `{"v":1,"id":{"origin":"21001","counter":1},"demand":"d1","kind":"create","on":"2015-06-01","entered":"2015-06-01T09:00:00.000Z","author":"a1","service":"21001"}
{"v":1,"id":{"origin":"21001","counter":2},"demand":"d1","kind":"call","on":"2015-06-02","entered":"2015-06-02T09:00:00.000Z","author":"a1","service":"21001","call":{"subject":"warning"}}
`
	j, findings := journal.Decode([]byte(lines))
	if len(findings) != 1 || findings[0].Code != "JOU-LIG-06" || j.Check().Codes() != "JOU-EVE-04" {
		t.Errorf("%v %v", findings, j.Check())
	}
	var out bytes.Buffer
	_, _ = j.WriteTo(&out)
	if out.String() != lines {
		t.Error(cmp.Diff(lines, out.String()))
	}
}
