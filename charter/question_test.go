package charter_test

import (
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter"
)

var french = language.French

func TestDecodeQuestion(t *testing.T) {
	for _, c := range []struct{ text, codes string }{
		{`{"actor":{"desk":"21001"},"act":"register","facts":{"communes":["21231"],"numbered":false},"date":"2011-03-02"}`, ""},
		{`{"actor":{"desk":"21001"},"act":"register","demand":{"communes":["21231"]},"date":"2011-03-02"}`, ""},
		{`{"actor":"21001","act":"register","demand":{"communes":["21231"]},"date":"2011-03-02"}`, ""},
		{`{"actor":{"nom":"x"},"act":"register"}`, "CHA-QUE-04"},
		{`{"actor"`, "CHA-QUE-01"},
		{`{"facts":{"channel":"online"}}`, "CHA-QUE-02"},
		{`{"act":"renew","act":"register"}`, "CHA-QUE-03"},
		{`{"facts":{"numbered":"yes","lease_on":"2011-02-30"},"date":3}`, "CHA-QUE-04 CHA-QUE-04 CHA-QUE-04"},
	} {
		q, faults := charter.DecodeQuestion([]byte(c.text))
		if got := faults.Codes(); got != c.codes {
			t.Errorf("%s: %s", c.text, got)
		}
		if c.codes == "" && len(q.Facts.Communes) != 1 {
			t.Errorf("%s: %+v", c.text, q)
		}
	}
}

// An actor may be written in one word: a desk, a partner or a kind.
func TestActorInOneWord(t *testing.T) {
	c := named(t, "grand-dijon-2010")
	for word, want := range map[string]string{"21001": "allowed CHA-ENR-01", "bailleur-a": "allowed CHA-ENR-01", "99999": "refused CHA-PAR-01", "landlord": "refused CHA-PAR-01", "applicant": "refused CHA-DRO-01"} {
		q, faults := charter.DecodeQuestion([]byte(`{"actor":"` + word + `","act":"register","facts":{"communes":["21231"],"numbered":false},"date":"2011-03-02"}`))
		d := charter.Decide(c, q.Actor, q.Act, q.Facts, q.On)
		if got := string(d.Outcome) + " " + d.Rule; got != want || len(faults) > 0 {
			t.Errorf("%s: %s %v", word, got, faults)
		}
	}
}

// A name typed where a fact is expected is not repeated.
func TestQuestionsRepeatNoName(t *testing.T) {
	_, faults := charter.DecodeQuestion([]byte(`{"facts":{"qwfpgj":1,"anatole zzyzx":2,"lease_of":3}}`))
	if len(faults) != 3 || faults[0].Path != "facts.?" || faults[1].Path != "facts.?" || strings.Contains(faults.Codes()+faults[2].Error(), "zzyzx") {
		t.Error(faults)
	}
}

// The channel by which a demand came, and where its applicant lives, are not
// facts: no rule can look at them.
func TestChannelIsNotAFact(t *testing.T) {
	for _, name := range []string{"channel", "online", "address", "postal_code", "nationality", "origin_country"} {
		if _, faults := charter.DecodeQuestion([]byte(`{"facts":{"` + name + `":"x"}}`)); !faults.Has("CHA-QUE-02") {
			t.Errorf("%s is a fact", name)
		}
	}
}

func FuzzDecodeQuestion(f *testing.F) {
	for _, r := range charter.Rules() {
		if r.Accepts != "" {
			f.Add(string(r.Accepts))
		}
	}
	c, _ := charter.Named("grand-dijon-2010")
	f.Fuzz(func(t *testing.T, text string) {
		q, faults := charter.DecodeQuestion([]byte(text))
		if len(faults) > 0 {
			return
		}
		d := charter.Decide(c, q.Actor, q.Act, q.Facts, q.On)
		e := d.Explain()
		if e.Outcome != charter.Allowed && e.Remedy == "" || e.Rule == "" || e.Source.Article == "" {
			t.Fatalf("%+v", e)
		}
		if _, err := json.Marshal(d); err != nil {
			t.Fatal(err)
		}
	})
}
