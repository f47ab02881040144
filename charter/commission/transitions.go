package commission

import (
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Transition is a step a candidacy may make, as data.
type Transition struct {
	From State  `json:"from"`
	Step Step   `json:"step"`
	To   State  `json:"to"`
	Rule string `json:"rule"` // code of the rule that makes it legal
	// Since is the first day a text may allow the step, Sure the first day one
	// was read that does; between both the step is to be confirmed. Zero: always.
	Since    demand.Date      `json:"since,omitzero"`
	Sure     demand.Date      `json:"sure,omitzero"`
	Profiles []demand.Profile `json:"profiles"` // profiles in which it is possible
	Source   demand.Source    `json:"source"`
}

// span dates a text whose first day was not read to the day.
type span struct{ since, sure demand.Date }

type validity int

const (
	absent validity = iota
	doubtful
	present
)

func (s span) on(day demand.Date) validity {
	switch {
	case day.Before(s.since):
		return absent
	case day.Before(s.sure):
		return doubtful
	}
	return present
}

// spans dates the decisions that the decree has not always known.
//
// Rank: absent on 2010-12-31, present on 2011-03-01 (CCH R.441-3). Condition:
// décret 2015-523, of which a part is in force on 31 Dec 2015 only; which part
// was not read. Confidence: V for the days named, INF for the doubt in between.
var spans = map[Step]span{
	Rank:      {demand.MustDate("2011-01-01"), demand.MustDate("2011-03-01")},
	Condition: {demand.MustDate("2015-05-14"), demand.MustDate("2015-12-31")},
}

type transition struct {
	from State
	step Step
	to   State
	rule string
}

var transitions = []transition{
	{None, Designate, Designated, "COM-ETA-01"},
	{Designated, Examine, Examined, "COM-ETA-02"},
	{Examined, Allocate, Allocated, "COM-ETA-03"},
	{Examined, Rank, Ranked, "COM-ETA-04"},
	{Examined, Condition, Conditional, "COM-ETA-05"},
	{Examined, Reject, NotAllocated, "COM-ETA-06"},
	{Examined, RuleOut, Inadmissible, "COM-ETA-07"},
	{Conditional, Meet, Allocated, "COM-ETA-08"},
	{Conditional, Miss, NotAllocated, "COM-ETA-09"},
	{Allocated, Offer, Offered, "COM-ETA-10"},
	{Ranked, Offer, Offered, "COM-ETA-11"},
	{Offered, Accept, Accepted, "COM-ETA-12"},
	{Offered, Refuse, Refused, "COM-ETA-13"},
	{Offered, Silence, Silent, "COM-ETA-14"},
	{Accepted, Sign, Leased, "COM-ETA-15"},
	{Designated, Withdraw, Withdrawn, "COM-ETA-16"},
	{Examined, Withdraw, Withdrawn, "COM-ETA-16"},
	{Allocated, Withdraw, Withdrawn, "COM-ETA-16"},
	{Ranked, Withdraw, Withdrawn, "COM-ETA-16"},
	{Conditional, Withdraw, Withdrawn, "COM-ETA-16"},
	{Accepted, Withdraw, Withdrawn, "COM-ETA-16"},
	{Designated, Cancel, Cancelled, "COM-ETA-17"},
	{Examined, Cancel, Cancelled, "COM-ETA-17"},
	{Allocated, Cancel, Cancelled, "COM-ETA-17"},
	{Ranked, Cancel, Cancelled, "COM-ETA-17"},
	{Conditional, Cancel, Cancelled, "COM-ETA-17"},
	{Offered, Cancel, Cancelled, "COM-ETA-17"},
	{Accepted, Cancel, Cancelled, "COM-ETA-17"},
	{Ranked, PassOver, NotServed, "COM-ETA-18"},
	{NotAllocated, Notify, NotAllocated, "COM-ETA-19"},
	{Inadmissible, Notify, Inadmissible, "COM-ETA-19"},
	{NotServed, Notify, NotServed, "COM-ETA-19"},
	{Cancelled, Notify, Cancelled, "COM-ETA-19"},
}

// Transitions lists every legal step, with its rule, its source and its dates.
func Transitions() []Transition {
	out := make([]Transition, len(transitions))
	for i, t := range transitions {
		s := spans[t.step]
		out[i] = Transition{t.from, t.step, t.to, t.rule, s.since, s.sure, profilesSince(s.since), ruleOf(t.rule).Source}
	}
	return out
}

// profilesSince lists the profiles that are not over on a day.
func profilesSince(day demand.Date) []demand.Profile {
	first, _ := demand.ProfileAt(day)
	var out []demand.Profile
	for _, p := range demand.Profiles() {
		if p.Profile >= first {
			out = append(out, p.Profile)
		}
	}
	return out
}

func find(from State, step Step) (transition, bool) {
	for _, t := range transitions {
		if t.from == from && t.step == step {
			return t, true
		}
	}
	return transition{}, false
}

// impossible names, for each step, the rule that refuses it when the candidacy
// is not where it should be.
var impossible = map[Step]string{
	Designate: "COM-PAS-01", Examine: "COM-PAS-02",
	Allocate: "COM-PAS-03", Rank: "COM-PAS-03", Condition: "COM-PAS-03", Reject: "COM-PAS-03", RuleOut: "COM-PAS-03",
	Meet: "COM-PAS-04", Miss: "COM-PAS-04", Offer: "COM-PAS-05", Accept: "COM-PAS-06", Refuse: "COM-PAS-06", Silence: "COM-PAS-06",
	Sign: "COM-PAS-07", Withdraw: "COM-PAS-08", Cancel: "COM-PAS-08", PassOver: "COM-PAS-09", Notify: "COM-PAS-10",
}

// forbid makes the fault of a step that the state does not allow: its sentence
// gives the states from which it is legal.
func forbid(from State, step Step) demand.Fault {
	code := impossible[step]
	switch {
	case code == "":
		return fault("COM-PAS-12", "move.step")
	case from.Finished() && step != Notify:
		return fault("COM-PAS-11", "move.step", shown(from))
	}
	var legal []string
	for _, t := range transitions {
		if t.step == step {
			legal = append(legal, shown(t.from))
		}
	}
	return fault(code, "move.step", shown(from), strings.Join(legal, ", "))
}

func shown(s State) string {
	if s == None {
		return "none"
	}
	return string(s)
}
