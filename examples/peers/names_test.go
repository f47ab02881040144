package peers_test

import (
	"testing"

	"github.com/antzucaro/matchr"
	"github.com/xrash/smetrics"

	"github.com/fichier-unique/rules/internal/closeness"
)

// names are of 3 to 16 letters, folded as the library compares them; each is
// compared with those that follow, near ones and others.
var names = [...]string{
	"MARTIN", "MARTINEZ", "MARTINOT", "BENSAID", "BENSSAID", "BEN SAID", "LEFEBVRE", "LEFEVRE", "LEFEBURE", "DUPONT", "DUPOND", "MOREAU", "MOREAUX", "GAUTHIER", "GAUTIER", "ROY",
	"LE ROY", "LEROI", "DE LA BORDERIE", "DELABORDERIE", "OULD MANSOURI", "MANSOURIOUANI", "TRAORE", "TRAOREBA", "KOWALCZEWSKI", "KOWALCZESKI", "NGUYEN", "NGUYEN VINH", "SEGUINARD", "SEGINARD", "YILDIRIM", "YILDRIM",
}

func namePairs() [][2]string {
	var out [][2]string
	for i := range names {
		for k := 1; k <= 8; k++ {
			out = append(out, [2]string{names[i], names[(i+k)%len(names)]})
		}
	}
	return out
}

// The kernels of the library say what the peers say, to the last bit.
func TestKernelsSayTheSame(t *testing.T) {
	for _, p := range namePairs() {
		if got, want := closeness.Winkler(p[0], p[1]), smetrics.JaroWinkler(p[0], p[1], 0.7, 4); got != want {
			t.Errorf("%v: %v, smetrics says %v", p, got, want)
		}
		if got, want := closeness.Slips(p[0], p[1], 64), matchr.OSA(p[0], p[1]); got != want {
			t.Errorf("%v: %d, matchr says %d", p, got, want)
		}
	}
}

// sideBySide measures a comparison of two names, a pair at a time.
func sideBySide(b *testing.B, each func(x, y string) float64) {
	all := namePairs()
	sum := 0.0
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p := &all[i%len(all)]
		sum += each(p[0], p[1])
	}
	if sum == 0 {
		b.Fatal("nothing is alike")
	}
}

func BenchmarkJaroWinkler(b *testing.B) {
	b.Run("library", func(b *testing.B) { sideBySide(b, closeness.Winkler) })
	b.Run("smetrics", func(b *testing.B) {
		sideBySide(b, func(x, y string) float64 { return smetrics.JaroWinkler(x, y, 0.7, 4) })
	})
	b.Run("matchr", func(b *testing.B) {
		sideBySide(b, func(x, y string) float64 { return matchr.JaroWinkler(x, y, false) })
	})
}

func BenchmarkEdits(b *testing.B) {
	b.Run("library", func(b *testing.B) {
		sideBySide(b, func(x, y string) float64 { return float64(closeness.Slips(x, y, 64)) })
	})
	b.Run("smetrics", func(b *testing.B) { // without swaps of neighbours
		sideBySide(b, func(x, y string) float64 { return float64(smetrics.WagnerFischer(x, y, 1, 1, 1)) })
	})
	b.Run("matchr", func(b *testing.B) {
		sideBySide(b, func(x, y string) float64 { return float64(matchr.OSA(x, y)) })
	})
}
