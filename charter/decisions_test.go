package charter_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter"
)

var update = flag.Bool("update", false, "write the golden copy again")

// What is decided on the examples of every rule, with what spoke, what would
// change the answer and what follows: a change of a rule shows here.
func TestDecisionsOnTheExamples(t *testing.T) {
	var out strings.Builder
	for _, r := range charter.Rules() {
		if r.Accepts == "" {
			continue
		}
		d := put(t, r.Code, r.Accepts)
		fmt.Fprintf(&out, "%s\n  %s\n", r.Code, summary(&d))
		if r.Refuses != "" {
			d = put(t, r.Code, r.Refuses)
			fmt.Fprintf(&out, "  %s\n", summary(&d))
		}
	}
	golden := filepath.Join("testdata", "decisions.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("if that is wanted, run go test ./charter -update (-written +now)\n%s", diff)
	}
}

func summary(d *charter.Decision) string {
	words := []string{string(d.Act), string(d.Outcome), d.Rule}
	for _, r := range d.Spoken() {
		if r.Code != d.Rule {
			words = append(words, string(r.Outcome)+" "+r.Code)
		}
	}
	if r := d.Remedy(); r != "" {
		words = append(words, "remedy "+r)
	}
	if m := d.Missing(); len(m) > 0 {
		words = append(words, "missing "+strings.Join(m, " "))
	}
	for _, u := range d.Duties() {
		words = append(words, strings.TrimSpace(u.Code+" "+u.Due.String()))
	}
	return strings.Join(words, ", ")
}
