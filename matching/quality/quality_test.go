package quality_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/matching/quality"
)

func Example() {
	truth := quality.NewTruth()
	for record, entity := range map[string]string{"r1": "Ada", "r2": "Ada", "r3": "Bo", "r4": "Bo", "r5": "Cy"} {
		if err := truth.Entity(record, entity); err != nil {
			fmt.Println(err)
		}
	}
	e := quality.New(truth, 0.5, 0.9)
	for record, cluster := range map[string]string{"r1": "c1", "r2": "c1", "r3": "c3", "r4": "c4", "r5": "c3"} {
		if err := e.Assign(record, cluster); err != nil {
			fmt.Println(err)
		}
	}
	e.Score("r1", "r2", 0.98)
	e.Score("r3", "r5", 0.95)
	e.Score("r3", "r4", 0.6)
	e.Queue("r3", "r4")
	r := e.Report()
	fmt.Printf("clusters %.2f %.2f, B-cubed %.2f %.2f\n", r.Pairs.Precision, r.Pairs.Recall, r.BCubed.Precision, r.BCubed.Recall)
	fmt.Printf("at %.1f: %.2f %.2f\n", r.Scores[1].Threshold, r.Scores[1].Precision, r.Scores[1].Recall)
	fmt.Printf("queue %.2f, recall then %.2f\n", r.Review.QueueShare, r.Review.Recall)
	// Output:
	// clusters 0.50 0.50, B-cubed 0.80 0.80
	// at 0.9: 0.50 0.50
	// queue 0.20, recall then 1.00
}

// file is a small random search, with its truth.
type file struct {
	entity, cluster []int // -1: not known, not assigned
	pairs           [][2]int
	p               []float64
	queued          []bool
}

func draw(rng *rand.Rand) file {
	n := rng.IntN(14)
	f := file{}
	for range n {
		f.entity = append(f.entity, rng.IntN(6)-rng.IntN(2))
		f.cluster = append(f.cluster, rng.IntN(6)-rng.IntN(2))
	}
	for i := range n {
		for j := range i {
			if rng.IntN(3) == 0 {
				f.pairs = append(f.pairs, [2]int{i, j})
				f.p = append(f.p, float64(rng.IntN(11))/10)
				f.queued = append(f.queued, rng.IntN(3) == 0)
			}
		}
	}
	return f
}

func name(kind string, i int) string {
	if i < 0 {
		return ""
	}
	return fmt.Sprint(kind, i)
}

// tell tells a file in an order of chance.
func (f *file) tell(t *testing.T, rng *rand.Rand, truth *quality.Truth) *quality.Evaluation {
	t.Helper()
	e := quality.New(truth, 0.3, 0.5, 1)
	for _, i := range rng.Perm(len(f.entity)) {
		if f.cluster[i] >= 0 {
			if err := e.Assign(name("r", i), name("c", f.cluster[i])); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, k := range rng.Perm(len(f.pairs)) {
		a, b := name("r", f.pairs[k][0]), name("r", f.pairs[k][1])
		e.Score(a, b, f.p[k])
		if f.queued[k] {
			e.Queue(b, a)
		}
	}
	return e
}

func (f *file) truth(t *testing.T, rng *rand.Rand) *quality.Truth {
	t.Helper()
	truth := quality.NewTruth()
	for _, i := range rng.Perm(len(f.entity)) {
		if err := truth.Entity(name("r", i), name("e", f.entity[i])); err != nil {
			t.Fatal(err)
		}
	}
	return truth
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// brute measures pair by pair and record by record.
func (f *file) brute() (found, right, all int, precision, recall float64, reviewed float64) {
	known := 0
	joined := make([]int, len(f.cluster))
	copy(joined, f.cluster)
	for k, p := range f.pairs {
		a, b := joined[p[0]], joined[p[1]]
		if f.queued[k] && f.entity[p[0]] == f.entity[p[1]] && f.entity[p[0]] >= 0 && a >= 0 && b >= 0 {
			for i := range joined {
				if joined[i] == b {
					joined[i] = a
				}
			}
		}
	}
	then := 0
	for i := range f.entity {
		if f.entity[i] < 0 {
			continue
		}
		known++
		cluster, entity, both := 0, 0, 0
		for j := range f.entity {
			if f.entity[j] < 0 {
				continue
			}
			inCluster := i == j || f.cluster[i] == f.cluster[j] && f.cluster[i] >= 0
			inEntity := f.entity[i] == f.entity[j]
			if inCluster {
				cluster++
			}
			if inEntity {
				entity++
			}
			if inCluster && inEntity {
				both++
			}
			if j < i {
				found += bit(inCluster)
				all += bit(inEntity)
				right += bit(inCluster && inEntity)
				then += bit(inEntity && joined[i] == joined[j] && joined[i] >= 0)
			}
		}
		precision += float64(both) / float64(cluster)
		recall += float64(both) / float64(entity)
	}
	if known == 0 {
		return 0, 0, 0, 1, 1, 1
	}
	return found, right, all, precision / float64(known), recall / float64(known), ratio(then, all)
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestAgainstCountingEveryPair(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		f := draw(rng)
		r := f.tell(t, rng, f.truth(t, rng)).Report()
		found, right, all, precision, recall, reviewed := f.brute()
		if r.Pairs.Found != int64(found) || r.Pairs.Right != int64(right) || r.Pairs.True != int64(all) ||
			r.Pairs.Precision != ratio(right, found) || r.Pairs.Recall != ratio(right, all) {
			t.Fatalf("%+v: %+v, want %d %d %d", f, r.Pairs, found, right, all)
		}
		if math.Abs(r.BCubed.Precision-precision) > 1e-12 || math.Abs(r.BCubed.Recall-recall) > 1e-12 {
			t.Fatalf("%+v: %+v, want %f %f", f, *r.BCubed, precision, recall)
		}
		if math.Abs(r.Review.Recall-reviewed) > 1e-12 {
			t.Fatalf("%+v: recall after review %f, want %f", f, r.Review.Recall, reviewed)
		}
		f.checkScores(t, r, all)
		if diff := cmp.Diff(r, f.tell(t, rng, f.truth(t, rng)).Report()); diff != "" {
			t.Fatalf("another order: %s", diff)
		}
	}
}

func (f *file) checkScores(t *testing.T, r quality.Report, all int) {
	t.Helper()
	inBins, rightInBins := int64(0), int64(0)
	for _, b := range r.Calibration {
		pairs, right, sum := 0, 0, 0.0
		for k, p := range f.pairs {
			x, y := f.entity[p[0]], f.entity[p[1]]
			if x >= 0 && y >= 0 && f.p[k] >= b.From && (f.p[k] < b.To || b.To == 1) {
				pairs++
				sum += f.p[k]
				right += bit(x == y)
			}
		}
		if b.Pairs != int64(pairs) || b.Right != int64(right) || pairs > 0 && math.Abs(b.Mean-sum/float64(pairs)) > 1e-9 {
			t.Fatalf("%+v: bin %+v, want %d %d", f, b, pairs, right)
		}
		inBins += b.Pairs
		rightInBins += b.Right
	}
	for _, s := range r.Scores {
		found, right := 0, 0
		for k, p := range f.pairs {
			x, y := f.entity[p[0]], f.entity[p[1]]
			if x >= 0 && y >= 0 && f.p[k] >= s.Threshold {
				found++
				right += bit(x == y)
			}
		}
		if s.Found != int64(found) || s.Right != int64(right) || s.Recall != ratio(right, all) {
			t.Fatalf("%+v: %+v, want %d %d", f, s, found, right)
		}
	}
	if len(r.Scores) > 0 && r.Best.F1 < r.Scores[len(r.Scores)-1].F1 {
		t.Fatal("the best is not the best")
	}
}

func TestLabelledPairs(t *testing.T) {
	truth := quality.NewTruth()
	for _, l := range []struct {
		a, b string
		same bool
	}{{"a", "b", true}, {"b", "a", true}, {"b", "c", true}, {"a", "d", false}, {"c", "d", false}} {
		if err := truth.Label(l.a, l.b, l.same); err != nil {
			t.Fatal(err)
		}
	}
	e := quality.New(truth)
	for record, cluster := range map[string]string{"a": "1", "b": "1", "d": "1", "x": "1", "c": "2"} {
		if err := e.Assign(record, cluster); err != nil {
			t.Fatal(err)
		}
	}
	e.Score("a", "c", 0.7) // nobody labelled it
	e.Score("b", "c", 0.7)
	e.Queue("c", "b")
	r := e.Report()
	if want := (quality.Measure{Found: 2, Right: 1, True: 2, Precision: 0.5, Recall: 0.5, F1: 0.5}); r.Pairs != want {
		t.Errorf("%+v", r.Pairs)
	}
	if r.BCubed != nil || r.Unknown != 1 || r.Review.Recall != 1 || r.Scores[0].Found != 1 {
		t.Errorf("%+v", r)
	}
}

func TestATruthThatContradictsItself(t *testing.T) {
	truth := quality.NewTruth()
	for i, c := range []struct {
		got, want error
	}{
		{truth.Entity("", "x"), quality.ErrRecord}, {truth.Entity("r", "x"), nil}, {truth.Entity("r", "x"), quality.ErrRecord},
		{truth.Label("r", "s", true), quality.ErrMixed},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%d: %v", i, c.got)
		}
	}
	e := quality.New(truth)
	if first, second := e.Assign("r", "1"), e.Assign("r", "2"); first != nil || !errors.Is(second, quality.ErrCluster) {
		t.Error(first, second)
	}
	truth = quality.NewTruth()
	for i, c := range []struct {
		got, want error
	}{
		{truth.Label("a", "a", true), quality.ErrLabel}, {truth.Label("a", "", true), quality.ErrRecord}, {truth.Label("a", "b", true), nil},
		{truth.Label("b", "a", false), quality.ErrLabel}, {truth.Entity("a", "x"), quality.ErrMixed},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%d: %v", i, c.got)
		}
	}
}

// What cannot be measured is counted, not guessed.
func TestUnknownAndMissing(t *testing.T) {
	truth := quality.NewTruth()
	_ = truth.Entity("a", "1")
	_ = truth.Entity("b", "1")
	_ = truth.Entity("c", "")
	e := quality.New(truth, -1, 0.5, math.NaN(), 2)
	_ = e.Assign("a", "k")
	_ = e.Assign("c", "k")
	_ = e.Assign("z", "k")
	e.Score("a", "c", 1)
	e.Score("a", "b", math.NaN())
	r := e.Report()
	if r.Records != 3 || r.Unknown != 2 || r.Missing != 1 || r.Pairs.Recall != 0 || r.Pairs.Precision != 1 || len(r.Scores) != 0 || r.Largest[0].Size != 3 {
		t.Errorf("%+v", r)
	}
	text, err := json.Marshal(r)
	if err != nil || strings.Contains(string(text), "null") {
		t.Errorf("%s %v", text, err)
	}
}

func BenchmarkReport(b *testing.B) {
	const n = 200_000
	b.ReportAllocs()
	for b.Loop() {
		truth := quality.NewTruth()
		for i := range n {
			_ = truth.Entity(name("r", i), name("e", i*5/6))
		}
		e := quality.New(truth)
		for i := range n {
			_ = e.Assign(name("r", i), name("c", i*5/6))
			e.Score(name("r", i), name("r", max(0, i-1)), float64(i%100)/100)
		}
		if r := e.Report(); r.Pairs.F1 != 1 {
			b.Fatal(r)
		}
	}
}
