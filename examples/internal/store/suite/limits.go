package suite

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

func testRefused(t *testing.T, s store.Store) {
	before := counts(t, s)
	for name, change := range map[string]func(*store.Act){
		"event without demand":  func(a *store.Act) { a.Events[0].Demand = "" },
		"event without origin":  func(a *store.Act) { a.Events[0].ID.Origin = "" },
		"demand with a zero":    func(a *store.Act) { a.Events[0].Demand = "a\x00b" },
		"demand not UTF-8":      func(a *store.Act) { a.Events[0].Demand = "a\xff" },
		"key without moment":    func(a *store.Act) { a.At = store.Act{}.At },
		"key not UTF-8":         func(a *store.Act) { a.Key = "\xff" },
		"no number":             func(a *store.Act) { a.Numbers[0].Number = store.Given{}.Number },
		"event without row":     func(a *store.Act) { a.Rows = nil },
		"row without demand":    func(a *store.Act) { a.Rows[0].Demand = "" },
		"commune with a blank":  func(a *store.Act) { a.Rows[0].Communes = []string{"21 231"} },
		"record without kind":   func(a *store.Act) { a.Records = []store.Record{{Key: "k"}} },
		"message without topic": func(a *store.Act) { a.Messages = []store.Message{{}} },
		"paper without owner":   func(a *store.Act) { a.Papers = []store.Paper{{ID: "p"}} },
		"a line beyond a MB":    func(a *store.Act) { a.Events[0].Values.Remarks = strings.Repeat("x", journal.MaxLineBytes) },
	} {
		act := Act(1)
		change(act)
		if _, err := s.Write(context.Background(), act); err == nil {
			t.Errorf("%s passed", name)
		}
	}
	if diff := cmp.Diff(before, counts(t, s)); diff != "" {
		t.Errorf("a refused act wrote: %s", diff)
	}
}

// testSince reads the journal while others write: a sequence is never seen after
// a larger one, and none is missed.
func testSince(t *testing.T, s store.Store) {
	ctx := context.Background()
	const writers, each = 8, 40
	var wg sync.WaitGroup
	errs := make(chan error, writers*each)
	for i := range writers {
		wg.Go(func() {
			for n := range each {
				_, err := s.Write(ctx, Act(i*each+n))
				errs <- err
			}
		})
	}
	follow(t, s, writers*each*2)
	wg.Wait()
	for range writers * each {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
}

// follow reads the journal up to a sequence, while it is written: none comes
// after a larger one, and none is missing.
func follow(t *testing.T, s store.Store, last int64) {
	t.Helper()
	var cursor int64
	for cursor < last && !t.Failed() {
		entries, err := s.Since(context.Background(), cursor, 7)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if e.Seq != cursor+1 {
				t.Fatalf("sequence %d came after %d", e.Seq, cursor)
			}
			cursor = e.Seq
		}
	}
}

// testLimits asks for nothing, which is not everything.
func testLimits(t *testing.T, s store.Store) {
	ctx := context.Background()
	act := Act(1)
	act.Messages = []store.Message{{Topic: "mail"}}
	write(t, s, act)
	for _, limit := range []int{0, -1} {
		entries, err1 := s.Since(ctx, 0, limit)
		lines, err2 := s.AccessSince(ctx, 0, limit)
		messages, err3 := s.Claim(ctx, "mail", Start, time.Minute, limit)
		if len(entries)+len(lines)+len(messages) != 0 || errors.Join(err1, err2, err3) != nil {
			t.Errorf("limit %d: %d, %d, %d (%v)", limit, len(entries), len(lines), len(messages), errors.Join(err1, err2, err3))
		}
	}
}

func testContexts(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Write(ctx, Act(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("write: %v", err)
	}
	if _, err := s.Of(ctx, Name(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("read: %v", err)
	}
	// Contexts that end while acts are written: an act is told written or not, and
	// is what was told.
	var wg sync.WaitGroup
	told := make([]error, 64)
	ctx, cancel = context.WithCancel(context.Background())
	for n := range told {
		wg.Go(func() {
			_, told[n] = s.Write(ctx, Act(n))
			if n == 20 {
				cancel()
			}
		})
	}
	wg.Wait()
	cancel()
	for n, err := range told {
		entries, readErr := s.Of(context.Background(), Name(n))
		if readErr != nil {
			t.Fatal(readErr)
		}
		if want := map[bool]int{true: 2, false: 0}[err == nil]; len(entries) != want {
			t.Errorf("act %d told %v has %d events", n, err, len(entries))
		}
	}
}

// testGivenUp gives up every act that waits while one is written, and goes on: the
// store still writes when all it takes next was given up.
func testGivenUp(t *testing.T, s store.Store) {
	inside, leave := make(chan struct{}), make(chan struct{})
	slow := Act(1)
	slow.Key, slow.Digest = "slow", "slow"
	slow.Answer = func(store.Written) ([]byte, error) {
		close(inside)
		<-leave
		return nil, nil
	}
	var first, others sync.WaitGroup
	var told error
	first.Go(func() { _, told = s.Write(context.Background(), slow) })
	<-inside
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	for n := range 8 {
		others.Go(func() {
			if _, err := s.Write(ctx, Act(10+n)); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("an act given up is told %v", err)
			}
		})
	}
	others.Wait()
	close(leave)
	if first.Wait(); told != nil {
		t.Fatal(told)
	}
	time.Sleep(100 * time.Millisecond) // so that what was given up is taken out with nothing after it
	long, end := context.WithTimeout(context.Background(), time.Minute)
	defer end()
	if _, err := s.Write(long, Act(2)); err != nil {
		t.Fatalf("after acts that were given up: %v", err)
	}
}

func testClosed(t *testing.T, s store.Store) {
	write(t, s, Act(1))
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Write(context.Background(), Act(2)); err == nil {
		t.Error("a closed store wrote")
	}
	if _, err := s.Of(context.Background(), Name(1)); err == nil {
		t.Error("a closed store read")
	}
}
