package closeness_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/internal/closeness"
)

// word draws a text of few letters, so that pairs have much in common, at times with
// signs that take the longer way.
func word(rng *rand.Rand, most int) string {
	letters := "ABCD "
	if rng.IntN(4) == 0 {
		letters = []string{"AB1é-", "AB01.-_ @", "Ab`"}[rng.IntN(3)]
	}
	b := make([]byte, rng.IntN(most+1))
	for i := range b {
		b[i] = letters[rng.IntN(len(letters))]
	}
	return string(b)
}

// near draws a text some slips away from another.
func near(rng *rand.Rand, s string) string {
	b := []byte(s)
	for range rng.IntN(4) {
		if len(b) < 2 {
			break
		}
		i := rng.IntN(len(b) - 1)
		switch rng.IntN(3) {
		case 0:
			b[i], b[i+1] = b[i+1], b[i]
		case 1:
			b = append(b[:i], b[i+1:]...)
		default:
			b[i] = 'A' + byte(rng.IntN(4))
		}
	}
	return string(b)
}

// plainWinkler follows the definition step by step. Package matching compares the values
// with those of another library.
func plainWinkler(a, b string) float64 {
	if len(a) == 0 || len(b) == 0 {
		if len(a) == len(b) {
			return 1
		}
		return 0
	}
	reach := max(0, max(len(a), len(b))/2-1)
	taken := make([]bool, len(b))
	var inA, inB []byte
	for i := range len(a) {
		for j := max(0, i-reach); j <= i+reach && j < len(b); j++ {
			if !taken[j] && a[i] == b[j] {
				taken[j] = true
				inA = append(inA, a[i])
				break
			}
		}
	}
	for j, yes := range taken {
		if yes {
			inB = append(inB, b[j])
		}
	}
	if len(inA) == 0 {
		return 0
	}
	moved := 0
	for i := range inA {
		if inA[i] != inB[i] {
			moved++
		}
	}
	m := float64(len(inA))
	j := (m/float64(len(a)) + m/float64(len(b)) + (m-float64(moved/2))/m) / 3
	if j <= 0.7 {
		return j
	}
	prefix := 0
	for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	return j + float64(float64(0.1*float64(prefix))*(1-j))
}

func TestWinklerIsThePlainOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 7))
	for n := range 60_000 {
		a := word(rng, []int{4, 12, 70}[n%3])
		b := word(rng, 12)
		if n%2 == 0 {
			b = near(rng, a)
		}
		if got, want := closeness.Winkler(a, b), plainWinkler(a, b); got != want {
			t.Fatalf("%q %q: %v, the plain one says %v", a, b, got, want)
		}
	}
	for _, p := range [][2]string{{strings.Repeat("A", 64), strings.Repeat("A", 64)}, {strings.Repeat("AB", 32), strings.Repeat("BA", 32)}, {"A", strings.Repeat("A", 64)}} {
		if got, want := closeness.Winkler(p[0], p[1]), plainWinkler(p[0], p[1]); got != want {
			t.Errorf("%q: %v, %v", p, got, want)
		}
	}
}

// table counts slips cell by cell.
func table(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range len(b) {
		d[0][j+1] = j + 1
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func TestSlipsAreThoseOfTheTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 7))
	for n := range 60_000 {
		a := word(rng, []int{4, 12, 64}[n%3])
		b := word(rng, 12)
		if n%2 == 0 {
			b = near(rng, a)
		}
		for _, limit := range []int{0, 1, 3, 64} {
			want := min(table(a, b), limit+1)
			if got := closeness.Slips(a, b, limit); got != want || closeness.Slips(b, a, limit) != want {
				t.Fatalf("%q %q within %d: %d, want %d", a, b, limit, got, want)
			}
		}
	}
	if long := strings.Repeat("A", 65); closeness.Slips(long, long, 3) != 4 {
		t.Error("a text too long is not told apart")
	}
}

func TestNothingIsAllocated(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() {
		closeness.Winkler("BENSAID", "BEN-SAÏD")
		closeness.Slips("BENSAID", "BENSIAD", 3)
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzWinkler(f *testing.F) {
	f.Add("MARTIN", "MARTINEZ")
	f.Add("LE GOFF", "LEGOFF")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > closeness.MaxWinkler || len(b) > closeness.MaxWinkler {
			return
		}
		if got, want := closeness.Winkler(a, b), plainWinkler(a, b); got != want {
			t.Fatalf("%v, the plain one says %v", got, want)
		}
		if len(a) <= 64 && len(b) <= 64 && closeness.Slips(a, b, 64) != table(a, b) {
			t.Fatal("slips differ from the table")
		}
	})
}

var pairs = [][2]string{{"MARTIN", "MARTINEZ"}, {"BENSAID", "BENSSAID"}, {"LEFEBVRE", "LEFEVRE"}, {"DUPONT", "MOREAU"}}

func BenchmarkWinkler(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p := &pairs[i&3]
		closeness.Winkler(p[0], p[1])
	}
}

func BenchmarkSlips(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p := &pairs[i&3]
		closeness.Slips(p[0], p[1], 3)
	}
}
