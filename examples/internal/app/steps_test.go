package app

import (
	"math"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/matching"
)

// Every code of a field and of a level has its words, and the weights add up.
func TestSteps(t *testing.T) {
	for f := matching.Field(0); !strings.HasPrefix(f.String(), "field "); f++ {
		if fieldLabels[f.String()] == "" {
			t.Errorf("field %s has no words", f)
		}
	}
	for l := matching.Level(1); !strings.HasPrefix(l.String(), "level "); l++ {
		if levelLabels[l.String()] == "" {
			t.Errorf("level %s has no words", l)
		}
	}
	c := matching.Score(matching.Record{ID: "a", BirthName: "Zellerin", FirstNames: "Zoé", BirthDate: "1984-03-09", Sex: "F"},
		matching.Record{ID: "b", BirthName: "ZELERIN", FirstNames: "Zoe", BirthDate: "1984-03-09", Sex: "F"})
	sum := 0.0
	steps := stepsOf(&c)
	for _, s := range steps {
		sum += s.Bits
	}
	if math.Abs(sum-c.Bits) > 1e-9 || len(steps) < 4 || steps[0].Bits >= 0 {
		t.Errorf("%v for %f", steps, c.Bits)
	}
}
