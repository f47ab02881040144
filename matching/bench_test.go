package matching_test

import (
	"math/rand"
	"testing"

	"github.com/fichier-unique/rules/matching"
)

func BenchmarkNew(b *testing.B) {
	records := population(rand.New(rand.NewSource(1)), 10_000)
	b.ReportAllocs()
	for b.Loop() {
		newSet(b, records)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(records)), "ns/record")
}

func BenchmarkPairs(b *testing.B) {
	s := newSet(b, population(rand.New(rand.NewSource(1)), 10_000))
	pairs := 0
	b.ReportAllocs()
	for b.Loop() {
		pairs = 0
		for range s.Pairs() {
			pairs++
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(max(1, pairs)), "ns/pair")
}

func BenchmarkSetScore(b *testing.B) {
	s := newSet(b, population(rand.New(rand.NewSource(1)), 100))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		s.Score(i%99, i%99+1)
		i++
	}
}

func BenchmarkScoreAlone(b *testing.B) {
	x, y := claire(), changed("B", nil)
	b.ReportAllocs()
	for b.Loop() {
		matching.Score(x, y)
	}
}

// BenchmarkClusters100k is the whole way from records to clusters for 100,000 records.
func BenchmarkClusters100k(b *testing.B) {
	records := population(rand.New(rand.NewSource(1)), 100_000)
	b.ReportAllocs()
	for b.Loop() {
		s := newSet(b, records)
		r := s.Clusters()
		b.ReportMetric(float64(r.Compared), "pairs")
	}
}
