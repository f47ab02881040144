package attestation_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand/attestation"
)

// The sentences of the law fill the mentions that they are for, and those alone; the
// words of the caller win.
func TestUsual(t *testing.T) {
	f, x := household(), facts()
	x.Mediation.Cases, x.NextSteps = nil, nil
	doc, _ := attestation.Build(&f, x, attestation.Registration, "")
	if got := doc.Missing().Codes(); got != "ATT-MEN-06 ATT-MEN-12" {
		t.Errorf("nobody gave them: %s", got)
	}
	doc, _ = attestation.Build(&f, attestation.WithUsual(x), attestation.Registration, "")
	if missing := doc.Missing(); len(missing) > 0 {
		t.Errorf("%v", missing)
	}
	// L.441-2-3: the cases that wait for no delay.
	for _, want := range []string{"sans logement", "impropres", "insalubres ou dangereux", "décision de justice", "plus de six mois", "plus de dix-huit mois", "enfant mineur"} {
		if !strings.Contains(doc.Text(), want) {
			t.Errorf("the attestation does not tell the case %q", want)
		}
	}
	own := facts()
	if done := attestation.WithUsual(own); !slices.Equal(done.Mediation.Cases, own.Mediation.Cases) || !slices.Equal(done.NextSteps, own.NextSteps) {
		t.Error("the words of the caller were changed")
	}
	if empty := attestation.WithUsual(attestation.Facts{}); empty.Mediation.Address != "" || empty.Progress != "" || empty.PapersDue != nil {
		t.Errorf("more was filled than the law says: %+v", empty)
	}
	mentions := map[string]bool{}
	for _, r := range attestation.Rules() {
		mentions[r.Code] = true
	}
	for _, u := range attestation.Usuals() {
		if !mentions[u.Mention] || u.Source.Article == "" || u.Source.Text == "" || u.Source.Confidence == "" {
			t.Errorf("no source, or no mention: %+v", u)
		}
	}
}
