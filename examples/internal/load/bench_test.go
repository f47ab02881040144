package load

import (
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
)

// BenchmarkRegistration is a whole registration without the network: validated,
// searched for among 20,000 others, decided, numbered, on the disk; many at once.
func BenchmarkRegistration(b *testing.B) {
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	s, err := sqlite.Open(ctx, filepath.Join(b.TempDir(), "x.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	now := time.Date(2016, 3, 1, 9, 0, 0, 0, time.UTC)
	if err := fill(ctx, s, 20_000, demand.MustDate("2016-02-01"), now); err != nil {
		b.Fatal(err)
	}
	c, _ := charter.Named("exemple-cote-d-or")
	var searched, searches atomic.Int64
	reg, err := registry.Open(ctx, registry.Settings{Store: s, Charter: c, Now: func() time.Time { return now }, Random: rand.Reader,
		Searched: func(d time.Duration) { searched.Add(int64(d)); searches.Add(1) }})
	if err != nil {
		b.Fatal(err)
	}
	forms, err := households(ctx, 1009, 4_000_000)
	if err != nil {
		b.Fatal(err)
	}
	agent := registry.Agent{Code: "p", Actor: charter.Actor{Desk: "21001"}, Program: true, Purpose: access.Registering}
	var refused atomic.Int64
	b.ReportAllocs()
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			_, err := reg.Do(ctx, agent, registry.Command{Act: charter.Register, Form: <-forms, Facts: charter.Facts{Identity: demand.Yes}})
			var twins *registry.DuplicatesError
			var invalid *registry.InvalidError
			switch {
			case errors.As(err, &twins), errors.As(err, &invalid):
				refused.Add(1)
			case err != nil:
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(searched.Load())/float64(max(searches.Load(), 1)), "ns/search")
	b.ReportMetric(float64(refused.Load())/float64(b.N), "refused/op")
}
