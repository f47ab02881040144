package charter

import (
	"testing"

	"github.com/fichier-unique/rules/demand"
)

// The sample question of every act is allowed, knows all it needs, and obliges to
// something written down.
func TestSamplesAreAllowed(t *testing.T) {
	c, _ := Named(sampleCharter)
	if len(samples) != len(acts) {
		t.Errorf("%d samples for %d acts", len(samples), len(acts))
	}
	for a, text := range samples {
		q, faults := DecodeQuestion([]byte(text))
		if len(faults) > 0 {
			t.Fatalf("%s: %v", a, faults)
		}
		d := Decide(c, q.Actor, a, q.Facts, demand.MustDate(sampleDay))
		if d.Outcome != Allowed || len(d.Missing()) > 0 || d.Source().Article == "" || a != SeeStatistics && len(d.Duties()) == 0 {
			t.Errorf("%s: %+v", a, d.Explain())
		}
	}
}
