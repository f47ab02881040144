package numbering_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/numbering"
)

var october = numbering.Deposit{Territory: "021", Year: 2010, Month: 10}

func issuer(t testing.TB, c numbering.Counter, o ...numbering.Option) *numbering.Issuer {
	t.Helper()
	i, err := numbering.NewIssuer(c, o...)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestIssueRollsOver(t *testing.T) {
	ctx := context.Background()
	var c numbering.MemoryCounter
	if err := c.Set("021", 999998); err != nil {
		t.Fatal(err)
	}
	i := issuer(t, &c)
	var got []string
	for n, err := range i.Sequence(ctx, october, "21001") {
		if err != nil {
			t.Fatal(err)
		}
		if got = append(got, n.String()); len(got) == 4 {
			break
		}
	}
	want := []string{"021101099999821001", "021101099999921001", "021101000000021001", "021101000000121001"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n, err := i.Next(ctx, numbering.Deposit{Territory: "071", Year: 2010, Month: 9}, "GDPUB"); err != nil || n.String() != "0710910000001GDPUB" {
		t.Errorf("another territory has its own run: %v, %v", n, err)
	}
	if diff := cmp.Diff(map[string]int64{"021": 1000002, "071": 2}, c.Positions()); diff != "" {
		t.Error(diff)
	}
}

func TestIssuePassesOverTaken(t *testing.T) {
	ctx := context.Background()
	var c numbering.MemoryCounter
	var taken numbering.MemoryTaken
	// Numbers of October 2010, of the round before.
	for s := range 50 {
		if !taken.Add(number(t, "021", 2010, 10, s, "GDPUB")) {
			t.Fatal("a root twice")
		}
	}
	if taken.Add(number(t, "021", 2010, 10, 3, "21001")) || taken.Add(numbering.Number{}) {
		t.Error("a root added again, or no number, is not free")
	}
	if err := c.Set("021", 1000000); err != nil {
		t.Fatal(err)
	}
	i := issuer(t, &c, numbering.WithTaken(&taken))
	got, err := i.NextN(ctx, october, "21001", 3)
	if err != nil || len(got) != 3 || got[0].Sequence() != 50 || got[2].Sequence() != 52 {
		t.Errorf("late entries: %v, %v", got, err)
	}
	if err := c.Set("021", 2000000); err != nil {
		t.Fatal(err)
	}
	if n, err := i.Next(ctx, numbering.Deposit{Territory: "021", Year: 2016, Month: 10}, "21001"); err != nil || n.Sequence() != 0 {
		t.Errorf("another month is free: %v, %v", n, err)
	}
	_ = c.Set("021", 3000000)
	_, err = issuer(t, &c, numbering.WithTaken(&taken), numbering.WithMaxSkips(49)).Next(ctx, october, "21001")
	if !errors.Is(err, numbering.ErrExhausted) || !strings.Contains(err.Error(), "set the counter past") {
		t.Errorf("exhausted: %v", err)
	}
	_ = c.Set("021", 3000000)
	if n, err := issuer(t, &c, numbering.WithTaken(&taken), numbering.WithMaxSkips(50)).Next(ctx, october, "21001"); err != nil || n.Sequence() != 50 {
		t.Errorf("at the bound: %v, %v", n, err)
	}
}

type counterFunc func(string, int) (int64, error)

func (f counterFunc) Reserve(_ context.Context, territory string, n int) (int64, error) {
	return f(territory, n)
}

type takenFunc func(numbering.Number) (bool, error)

func (f takenFunc) Taken(_ context.Context, n numbering.Number) (bool, error) { return f(n) }

func TestIssueRefuses(t *testing.T) {
	ctx := context.Background()
	none := counterFunc(func(string, int) (int64, error) {
		t.Error("a position was reserved for a request that cannot be served")
		return 0, nil
	})
	i := issuer(t, none)
	var p *numbering.ParseError
	if _, err := i.Next(ctx, numbering.Deposit{Territory: "021", Year: 2010, Month: 13}, "2100"); !errors.As(err, &p) || len(p.Faults) != 2 {
		t.Errorf("bad parts: %v", err)
	}
	if _, err := i.Next(ctx, numbering.Deposit{Territory: "020", Year: 2010, Month: 1}, "21001"); !errors.Is(err, numbering.ErrUnknownTerritory) {
		t.Errorf("unknown territory: %v", err)
	}
	if _, err := issuer(t, none, numbering.WithTerritories("021")).Next(ctx, numbering.Deposit{Territory: "071", Year: 2010, Month: 1}, "21001"); !errors.Is(err, numbering.ErrUnknownTerritory) {
		t.Errorf("territory not served: %v", err)
	}
	for _, n := range []int{-1, 0, numbering.MaxReserve + 1} {
		if _, err := i.NextN(ctx, october, "21001", n); err == nil {
			t.Errorf("%d numbers given", n)
		}
		if _, err := i.ReserveBlock(ctx, "021", n, numbering.Window{}); err == nil {
			t.Errorf("block of %d", n)
		}
	}
	if _, err := i.ReserveBlock(ctx, "020", 5, numbering.Window{}); !errors.Is(err, numbering.ErrUnknownTerritory) {
		t.Errorf("block of an unknown territory: %v", err)
	}
	for range i.Sequence(ctx, numbering.Deposit{}, "") {
		continue // one error, then the end
	}
}

func TestIssueOutsideTheTable(t *testing.T) {
	var c numbering.MemoryCounter
	n, err := issuer(t, &c, numbering.WithTerritories("988")).Next(context.Background(), numbering.Deposit{Territory: "988", Year: 2010, Month: 1}, "98801")
	if err != nil || n.String() != "988011000000198801" {
		t.Errorf("%v, %v", n, err)
	}
}

func TestIssueReportsFailures(t *testing.T) {
	ctx := context.Background()
	broken := errors.New("disk full")
	for name, c := range map[string]counterFunc{
		"error":    func(string, int) (int64, error) { return 0, broken },
		"negative": func(string, int) (int64, error) { return -1, nil },
		"too far":  func(string, int) (int64, error) { return 1 << 62, nil },
	} {
		i := issuer(t, c)
		_, err := i.Next(ctx, october, "21001")
		_, errBlock := i.ReserveBlock(ctx, "021", 5, numbering.Window{})
		if err == nil || errBlock == nil || name == "error" && (!errors.Is(err, broken) || !errors.Is(errBlock, broken)) {
			t.Errorf("%s: %v, %v", name, err, errBlock)
		}
	}
	var c numbering.MemoryCounter
	i := issuer(t, &c, numbering.WithTaken(takenFunc(func(numbering.Number) (bool, error) { return false, broken })))
	if _, err := i.Next(ctx, october, "21001"); !errors.Is(err, broken) {
		t.Errorf("Taken fails: %v", err)
	}
	if _, err := i.ReserveBlock(ctx, "021", 5, window(2010, 1, 2010, 2)); !errors.Is(err, broken) {
		t.Errorf("Taken fails for a block: %v", err)
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := issuer(t, &c).Next(stopped, october, "21001"); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if _, err := (&numbering.MemoryTaken{}).Taken(stopped, numbering.Number{}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestNewIssuerRefuses(t *testing.T) {
	var c numbering.MemoryCounter
	for name, o := range map[string]numbering.Option{
		"nil taken": numbering.WithTaken(nil), "no territory": numbering.WithTerritories(), "bad territory": numbering.WithTerritories("21"),
		"skips below": numbering.WithMaxSkips(-1), "skips above": numbering.WithMaxSkips(numbering.SequenceLimit + 1),
	} {
		if _, err := numbering.NewIssuer(&c, o); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := numbering.NewIssuer(nil); err == nil {
		t.Error("no counter: accepted")
	}
}

func TestMemoryCounter(t *testing.T) {
	ctx := context.Background()
	var c numbering.MemoryCounter
	if got := c.Positions(); got == nil || len(got) != 0 {
		t.Errorf("fresh: %v", got)
	}
	if first, err := c.Reserve(ctx, "021", 3); err != nil || first != 1 {
		t.Errorf("first: %d, %v", first, err)
	}
	if first, err := c.Reserve(ctx, "021", 1); err != nil || first != 4 {
		t.Errorf("second: %d, %v", first, err)
	}
	if _, err := c.Reserve(ctx, "021", 0); err == nil {
		t.Error("reserved nothing")
	}
	for _, p := range []int64{-1, 1 << 60} {
		if err := c.Set("021", p); err == nil {
			t.Errorf("set to %d", p)
		}
	}
	if err := c.Set("021", 1<<53); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Reserve(ctx, "021", 1); err == nil {
		t.Error("reserved past the end")
	}
}

func TestIssueConcurrently(t *testing.T) {
	ctx := context.Background()
	var c numbering.MemoryCounter
	var taken numbering.MemoryTaken
	_ = c.Set("021", 999900)
	a, b := issuer(t, &c), issuer(t, &c, numbering.WithTaken(&taken))
	var mu sync.Mutex
	seen := map[numbering.Root]bool{}
	record := func(n numbering.Number) {
		mu.Lock()
		defer mu.Unlock()
		if seen[n.Root()] {
			t.Error("a root twice")
		}
		seen[n.Root()] = true
		taken.Add(n)
	}
	var wg sync.WaitGroup
	for k := range 8 {
		wg.Go(func() {
			i := a
			if k%2 == 0 {
				i = b
			}
			for range 50 {
				n, err := i.Next(ctx, october, "21001")
				if err != nil {
					t.Error(err)
					return
				}
				record(n)
			}
			several, err := i.NextN(ctx, october, "21001", 25)
			if err != nil {
				t.Error(err)
			}
			for _, n := range several {
				record(n)
			}
			block, err := a.ReserveBlock(ctx, "021", 20, numbering.Window{})
			if err != nil {
				t.Error(err)
			}
			for block.Remaining() > 0 {
				var n numbering.Number
				if n, block, err = block.Next(numbering.Month{Year: 2010, Month: 10}, "21002"); err != nil {
					t.Error(err)
					return
				}
				record(n)
			}
		})
	}
	wg.Wait()
	if len(seen) != 8*(50+25+20) {
		t.Errorf("%d numbers", len(seen))
	}
}

func BenchmarkIssue(b *testing.B) {
	b.ReportAllocs()
	var c numbering.MemoryCounter
	i := issuer(b, &c)
	for b.Loop() {
		if _, err := i.Next(context.Background(), october, "21001"); err != nil {
			b.Fatal(err)
		}
	}
}
