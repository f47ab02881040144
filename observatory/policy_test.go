package observatory_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/observatory"
)

// The numbers that are said are those that are kept to, each with its source.
func TestTermsOfThePolicy(t *testing.T) {
	for _, tt := range []struct {
		name   string
		policy observatory.Policy
		want   []int
	}{
		{"default", observatory.DefaultPolicy(), []int{5, 11, 5}},
		{"one threshold", observatory.Policy{Threshold: 7}, []int{7, 7, 7}},
		{"sensitive under the threshold", observatory.Policy{Threshold: 12, Sensitive: 11}, []int{12, 12, 12}},
		{"believed as the sensitive", observatory.Policy{Threshold: 5, Sensitive: 11, Believed: 11}, []int{5, 11, 11}},
		{"believed above it", observatory.Policy{Threshold: 5, Sensitive: 11, Believed: 20}, []int{5, 11, 11}},
	} {
		var got []int
		for _, x := range tt.policy.Terms() {
			if got = append(got, x.Value); x.French == "" || x.Source.Article == "" || x.Source.Confidence == "" {
				t.Errorf("%s: %s has no sentence or no source: %+v", tt.name, x.Code, x)
			}
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s: %s", tt.name, d)
		}
	}
}

// Protection and attack keep to the same number: what was protected for one is not
// enough for a larger one, and what was protected for that one is.
func TestAuditAsksWhatProtectionGives(t *testing.T) {
	plain := observatory.DefaultPolicy()
	strict := plain
	strict.Believed = 11
	raw := shared(t, 500, "90")
	for _, tt := range []struct {
		name           string
		secure, attack observatory.Policy
		found          bool
	}{
		{"plain for plain", plain, plain, false},
		{"strict for strict", strict, strict, false},
		{"strict for plain", strict, plain, false},
		{"plain for strict", plain, strict, true},
	} {
		p, err := observatory.Secure(raw, tt.secure)
		if err != nil || len(p.Nothing) > 0 {
			t.Fatal(err, p.Nothing)
		}
		got, err := observatory.Audit(p.Tables, tt.attack)
		found := len(got.Recovered)+got.Unproved > 0
		if err != nil || found != tt.found || len(got.Exposed) > 0 {
			t.Errorf("%s: %v, %d recovered, %d exposed, %d unproved", tt.name, err, len(got.Recovered), len(got.Exposed), got.Unproved)
		}
		if tt.found && slices.ContainsFunc(got.Recovered, func(r observatory.Recovery) bool { return r.Measure == "by_age" }) {
			t.Errorf("%s: a count that is not sensitive is recovered", tt.name)
		}
		t.Logf("%s: %d hidden, withheld %v", tt.name, len(p.Hidden), p.Withheld)
	}
}
