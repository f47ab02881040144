package charter_test

import (
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// What the journal says of letters is what a strike-off is judged on.
func TestStrikeOffOnTheLettersOfTheJournal(t *testing.T) {
	c := named(t, "grand-dijon-2010")
	date := demand.MustDate
	history := []journal.Event{
		{ID: journal.ID{Origin: "21001", Counter: 1}, Kind: journal.Create, On: date("2010-06-15"), Service: "21001"},
		{ID: journal.ID{Origin: "21001", Counter: 2}, Kind: journal.Letter, On: date("2011-05-02"), Dispatch: journal.Dispatch{Subject: journal.RenewalNotice, Ref: "p1", Channel: journal.Registered, Sent: date("2011-05-02"), Received: date("2011-05-04")}},
		{ID: journal.ID{Origin: "21001", Counter: 3}, Kind: journal.Letter, On: date("2011-02-01"), Dispatch: journal.Dispatch{Subject: journal.Warning, Ref: "a1", Motive: "RADCON", Channel: journal.Registered, Sent: date("2011-02-01")}},
		{ID: journal.ID{Origin: "21001", Counter: 4}, Kind: journal.Label, On: date("2011-03-01"), Mark: journal.Mark{Code: "DALO"}},
	}
	state := func(n int, day string, more ...journal.Event) *journal.State {
		events := append(history[:n:n], more...)
		for i := range events {
			events[i].Demand, events[i].Author = "d1", "a"
			events[i].Entered, _ = journal.ParseMoment(events[i].On.String() + "T09:00:00Z")
		}
		j, faults := journal.New(events...)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		s := j.Fold("d1", journal.At{Day: date(day)})
		return &s
	}
	received := journal.Event{ID: journal.ID{Origin: "21001", Counter: 9}, Kind: journal.Letter, On: date("2011-02-05"), Dispatch: journal.Dispatch{Subject: journal.Warning, Ref: "a1", Received: date("2011-02-03")}}

	facts := charter.FactsOfState(c, state(4, "2011-04-01", received), "RADCON", nil)
	want := charter.Facts{Status: journal.Active, Deposited: date("2010-06-15"), RegisteredBy: "bailleur-a", Motive: "RADCON", Minimum: demand.Yes, Numbered: demand.No,
		WarnedOn: date("2011-02-01"), DeliveredOn: date("2011-02-03"), Delivered: demand.Yes, DALO: demand.Yes}
	if got := facts; got.Communes != nil || got.WarnedOn != want.WarnedOn || got.DeliveredOn != want.DeliveredOn || got.Delivered != want.Delivered || got.DALO != want.DALO ||
		got.Status != want.Status || got.RegisteredBy != want.RegisteredBy || got.Motive != want.Motive || got.Deposited != want.Deposited || !got.NoticeOn.IsZero() {
		t.Errorf("%+v", got)
	}
	for _, row := range []struct {
		name   string
		state  *journal.State
		motive demand.StrikeOffMotive
		party  string
		day    string
		want   string
	}{
		{"no answer, warned with proof", state(4, "2011-04-01", received), "RADCON", "bailleur-a", "2011-04-01", "allowed CHA-OUI-01"},
		{"the month runs", state(4, "2011-03-01", received), "RADCON", "bailleur-a", "2011-03-01", "refused CHA-RAD-08"},
		{"no proof of delivery", state(4, "2011-04-01"), "RADCON", "bailleur-a", "2011-04-01", "unknown CHA-RAD-09"},
		{"not warned", state(2, "2011-06-01"), "RADCON", "bailleur-a", "2011-06-01", "unknown CHA-RAD-08"},
		{"warned of another strike-off", state(4, "2011-04-01", received), "RADIRR", "bailleur-a", "2011-04-01", "unknown CHA-RAD-08"},
		{"not renewed, after the notice", state(2, "2011-07-15"), "RADREN", "gestionnaire", "2011-07-15", "allowed CHA-OUI-01"},
		{"not renewed, no notice", state(1, "2011-07-15"), "RADREN", "gestionnaire", "2011-07-15", "unknown CHA-RAD-09"},
	} {
		f := charter.FactsOfState(c, row.state, row.motive, nil)
		f.SentBy, f.RuledBy, f.SubMotive = row.party, row.party, demand.StrikeOffSubMotiveIRRRES
		d := charter.Decide(c, charter.Actor{Party: row.party}, charter.StrikeOff, f, date(row.day))
		if got := answered(d); got != row.want {
			t.Errorf("%s: %s, missing %v", row.name, got, d.Missing())
		}
	}
}
