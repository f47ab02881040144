package commission_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
)

func day(text string) demand.Date { return demand.MustDate(text) }

// sample is what an example of a rule may hold.
type sample struct {
	Candidacy  *commission.Candidacy  `json:"candidacy"`
	Move       commission.Move        `json:"move"`
	ID         string                 `json:"id"`
	Round      commission.Round       `json:"round"`
	Session    *commission.Session    `json:"session"`
	Members    []commission.Member    `json:"members"`
	Lease      *commission.Lease      `json:"lease"`
	On         demand.Date            `json:"on"`
	Dwelling   *commission.Dwelling   `json:"dwelling"`
	Candidates []commission.Candidate `json:"candidates"`
	Settings   commission.Settings    `json:"settings"`
}

// raised gives the codes that an example leads to.
func raised(t *testing.T, e demand.Example) []string {
	t.Helper()
	var s sample
	in := json.NewDecoder(bytes.NewReader([]byte(e)))
	in.DisallowUnknownFields()
	if err := in.Decode(&s); err != nil {
		t.Fatalf("%s: %v", e, err)
	}
	var all demand.Faults
	switch {
	case s.Candidacy != nil:
		_, all, _ = commission.Apply(*s.Candidacy, s.Move)
	case s.Round != nil:
		_, all, _ = s.Round.Apply(s.ID, s.Move)
	case s.Session != nil:
		m := commission.Hold(s.Session)
		all = m.Faults
		for _, e := range m.Entries {
			all = append(all, e.Faults...)
		}
	case s.Members != nil:
		all = commission.CheckComposition(s.Members, s.On)
	case s.Lease != nil:
		all = s.Lease.Check(s.On)
	case s.Dwelling != nil:
		p := commission.Propose(s.Dwelling, s.Candidates, demand.ExampleDay, s.Settings)
		all = p.Faults
		for _, one := range slices.Concat(p.Proposed, p.Left) {
			all = append(all, one.Reasons...)
		}
	default:
		t.Fatalf("%s: nothing to judge", e)
	}
	return strings.Fields(all.Codes())
}

func TestRulesBehaveAsTheirExamples(t *testing.T) {
	withExamples := 0
	for _, r := range commission.Rules() {
		if r.Source.Article == "" || r.Source.Confidence == "" {
			t.Errorf("%s: has no source", r.Code)
		}
		if r.Source.Confidence == demand.Unverified && r.Severity == demand.Blocking {
			t.Errorf("%s: what is only remembered blocks", r.Code)
		}
		if r.Refuses == "" {
			continue // steps, effects and sentences: see the tests that name them
		}
		withExamples++
		if got := raised(t, r.Accepts); slices.Contains(got, r.Code) {
			t.Errorf("%s: raised by its accepting example: %v", r.Code, got)
		}
		if got := raised(t, r.Refuses); !slices.Contains(got, r.Code) {
			t.Errorf("%s: not raised by its refusing example: %v", r.Code, got)
		}
	}
	if withExamples < 90 {
		t.Errorf("only %d rules have examples", withExamples)
	}
}

// What an example of a step or of a lease accepts raises nothing else that blocks.
func TestAcceptingExamplesAreSound(t *testing.T) {
	book := rulebook(t)
	for _, r := range commission.Rules() {
		if r.Accepts == "" || strings.HasPrefix(r.Code, "COM-REC") {
			continue
		}
		for _, code := range raised(t, r.Accepts) {
			if other, _ := book.Rule(code); other.Severity == demand.Blocking {
				t.Errorf("%s: its accepting example raises %s", r.Code, code)
			}
		}
	}
}

func rulebook(t testing.TB) *demand.Rulebook {
	t.Helper()
	book, err := demand.NewRulebook(commission.Rules())
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// Every sentence is whole in both languages when its parameters are given.
func TestSentences(t *testing.T) {
	book := rulebook(t)
	for _, r := range commission.Rules() {
		f := demand.Fault{Code: r.Code}
		for _, p := range r.Params {
			f.Params = append(f.Params, demand.Param{Name: p, Value: "VALEUR"})
		}
		for _, tag := range []language.Tag{language.French, language.English} {
			text := book.Sentence(tag, f)
			if strings.ContainsAny(text, "{}…") && !strings.Contains(text, "1, 2, 3…") || text == r.Code {
				t.Errorf("%s: %s", r.Code, text)
			}
			for _, p := range r.Params {
				if strings.HasPrefix(r.Code, "COM-PAS") || r.Code == "COM-JOU-01" {
					continue // codes of states and steps: for programs
				}
				if !strings.Contains(text, "VALEUR") {
					t.Errorf("%s: the sentence does not say %s", r.Code, p)
				}
			}
		}
	}
}
