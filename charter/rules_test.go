package charter_test

import (
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
)

// put puts the example of a rule and gives what is decided.
func put(t *testing.T, code string, e demand.Example) charter.Decision {
	t.Helper()
	q, faults := charter.DecodeQuestion([]byte(e))
	if len(faults) > 0 {
		t.Fatalf("%s: %s: %v", code, e, faults)
	}
	return charter.Decide(named(t, q.Charter), q.Actor, q.Act, q.Facts, q.On)
}

func speaks(d charter.Decision, code string) (charter.Outcome, bool) {
	for _, r := range d.Spoken() {
		if r.Code == code {
			return r.Outcome, true
		}
	}
	return "", false
}

// Each rule is silent on its first example, speaks on the second, and a refusal
// says what would change it.
func TestRulesBehaveAsTheirExamples(t *testing.T) {
	deciding := 0
	for _, r := range charter.Rules() {
		if r.Accepts == "" {
			continue
		}
		deciding++
		d := put(t, r.Code, r.Accepts)
		if r.Refuses == "" { // a rule that allows
			if d.Outcome != charter.Allowed || d.Rule != r.Code {
				t.Errorf("%s: %s is %s by %s", r.Code, r.Accepts, d.Outcome, d.Rule)
			}
			continue
		}
		if _, ok := speaks(d, r.Code); ok {
			t.Errorf("%s speaks on %s", r.Code, r.Accepts)
		}
		d = put(t, r.Code, r.Refuses)
		outcome, ok := speaks(d, r.Code)
		switch {
		case !ok:
			t.Errorf("%s is silent on %s: %s by %s", r.Code, r.Refuses, d.Outcome, d.Rule)
		case outcome == charter.Notice && r.Severity != demand.Information, outcome == charter.Refused && r.Severity != demand.Blocking:
			t.Errorf("%s: %s, and its severity is %s", r.Code, outcome, r.Severity)
		case outcome != charter.Notice && d.Outcome == charter.Allowed:
			t.Errorf("%s says %s and the act is allowed", r.Code, outcome)
		case outcome == charter.Unknown && len(d.Missing()) == 0 && d.Outcome == charter.Unknown && r.Severity != demand.ToConfirm:
			t.Errorf("%s does not know, and no missing fact is named", r.Code)
		}
		if d.Outcome != charter.Allowed && d.Remedy() == "" {
			t.Errorf("%s: %s by %s without remedy", r.Code, d.Outcome, d.Rule)
		}
	}
	if deciding < 60 {
		t.Errorf("%d rules decide", deciding)
	}
}
