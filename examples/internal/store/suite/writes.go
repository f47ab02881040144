package suite

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

func testWriteAndRead(t *testing.T, s store.Store) {
	ctx := context.Background()
	if err := s.Ping(ctx); err != nil {
		t.Fatal(err)
	}
	if last, err := s.Last(ctx); last != 0 || err != nil {
		t.Fatalf("last of an empty store: %d, %v", last, err)
	}
	one, two := Act(1), Act(2)
	if diff := cmp.Diff(store.Written{Seqs: []int64{1, 2}}, write(t, s, one)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(store.Written{Seqs: []int64{3, 4}}, write(t, s, two)); diff != "" {
		t.Error(diff)
	}
	entries, err := s.Of(ctx, Name(2))
	if err != nil {
		t.Fatal(err)
	}
	checkEntries(t, entries, []int64{3, 4}, two.Events)
	all, err := s.Since(ctx, 1, 2)
	if err != nil {
		t.Fatal(err)
	}
	checkEntries(t, all, []int64{2, 3}, []journal.Event{one.Events[1], two.Events[0]})
	checkOfEach(t, s, one, two)
	if none, err := s.Of(ctx, "nobody"); len(none) != 0 || err != nil {
		t.Errorf("events of a demand that does not exist: %d, %v", len(none), err)
	}
	if last, err := s.Last(ctx); last != 4 || err != nil {
		t.Errorf("last: %d, %v", last, err)
	}
	want := map[string]int64{"events": 4, "demands": 2, "numbers": 2, "papers": 0, "records": 0, "access": 2, "messages": 0, "answers": 2}
	if diff := cmp.Diff(want, counts(t, s)); diff != "" {
		t.Error(diff)
	}
}

// checkOfEach reads the demands of two acts at once, among many that nobody filed.
func checkOfEach(t *testing.T, s store.Store, one, two *store.Act) {
	t.Helper()
	each, err := s.OfEach(t.Context(), slices.Concat([]string{Name(2)}, slices.Repeat([]string{"nobody"}, 300), []string{Name(1)}))
	if err != nil || len(each) != 2 {
		t.Fatalf("events of %d demands, want two: %v", len(each), err)
	}
	checkEntries(t, each[Name(1)], []int64{1, 2}, one.Events)
	checkEntries(t, each[Name(2)], []int64{3, 4}, two.Events)
	if none, err := s.OfEach(t.Context(), nil); len(none) != 0 || err != nil {
		t.Errorf("%d entries of no demand, %v", len(none), err)
	}
}

// checkEntries compares what was read with the events that were written.
func checkEntries(t *testing.T, got []store.Entry, seqs []int64, events []journal.Event) {
	t.Helper()
	if len(got) != len(seqs) {
		t.Fatalf("%d events, want %d", len(got), len(seqs))
	}
	for i := range got {
		if got[i].Seq != seqs[i] {
			t.Errorf("event %d has sequence %d, want %d", i, got[i].Seq, seqs[i])
		}
		if diff := cmp.Diff(string(events[i].Line()), string(got[i].Event.Line())); diff != "" {
			t.Errorf("event %d: %s", i, diff)
		}
	}
}

// stale checks that an act is refused because something moved, and wrote nothing.
func stale(t *testing.T, s store.Store, act *store.Act, want store.StaleError) {
	t.Helper()
	before := counts(t, s)
	_, err := s.Write(context.Background(), act)
	var got *store.StaleError
	if !errors.As(err, &got) {
		t.Fatalf("error %v, want a StaleError", err)
	}
	if diff := cmp.Diff(want, *got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(before, counts(t, s)); diff != "" {
		t.Errorf("a refused act wrote: %s", diff)
	}
}

// modify is a later act on the demand of Act(n), read at a sequence.
func modify(n int, seq int64, counter uint64) *store.Act {
	e := journal.Event{ID: journal.ID{Origin: "21002", Counter: counter}, Demand: Name(n), Kind: journal.Modify,
		On: demand.MustDate("2026-11-03"), Entered: journal.MomentOf(Start.Add(time.Hour)), Author: "agent-2", Service: "21002"}
	e.Values = &demand.Form{Remarks: "Souhaite un rez-de-chaussée."}
	e.Set = journal.Given(e.Values)
	return &store.Act{Expect: map[string]int64{Name(n): seq}, Events: []journal.Event{e}, Rows: Act(n).Rows, At: Start.Add(time.Hour)}
}

func testExpect(t *testing.T, s store.Store) {
	write(t, s, Act(1))
	again := Act(1)
	again.Key = ""
	stale(t, s, again, store.StaleError{Demand: Name(1), Current: 2})
	stale(t, s, modify(1, 1, 1), store.StaleError{Demand: Name(1), Current: 2})
	stale(t, s, modify(2, 7, 1), store.StaleError{Demand: Name(2), Current: 0})
	write(t, s, modify(1, 2, 1))
	stale(t, s, modify(1, 2, 2), store.StaleError{Demand: Name(1), Current: 3})
	write(t, s, modify(1, 3, 2))
}

func testNumbers(t *testing.T, s store.Store) {
	ctx := context.Background()
	write(t, s, Act(1))
	if who, err := s.Bearer(ctx, Number(1)); who != Name(1) || err != nil {
		t.Errorf("bearer: %q, %v", who, err)
	}
	if _, err := s.Bearer(ctx, Number(2)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("bearer of a number not given: %v", err)
	}
	before := counts(t, s)
	act := Act(2)
	act.Numbers[0].Number = Number(1)
	if _, err := s.Write(ctx, act); !errors.Is(err, store.ErrNumberTaken) {
		t.Errorf("a number given twice: %v", err)
	}
	if diff := cmp.Diff(before, counts(t, s)); diff != "" {
		t.Errorf("a refused act wrote: %s", diff)
	}
	// Neither its sequences nor anything else of it was used.
	if diff := cmp.Diff([]int64{3, 4}, write(t, s, Act(2)).Seqs); diff != "" {
		t.Error(diff)
	}
}

func testEventsTaken(t *testing.T, s store.Store) {
	write(t, s, Act(1))
	before := counts(t, s)
	act := Act(2)
	act.Events[1].ID = Act(1).Events[0].ID
	if _, err := s.Write(context.Background(), act); !errors.Is(err, store.ErrEventTaken) {
		t.Errorf("an identifier given twice: %v", err)
	}
	twice := Act(3)
	twice.Events[1].ID = twice.Events[0].ID
	if _, err := s.Write(context.Background(), twice); !errors.Is(err, store.ErrEventTaken) {
		t.Errorf("an identifier given twice in one act: %v", err)
	}
	if diff := cmp.Diff(before, counts(t, s)); diff != "" {
		t.Errorf("a refused act wrote: %s", diff)
	}
	far := modify(1, 2, 1<<64-1) // the largest counter is kept as it is
	write(t, s, far)
	entries, err := s.Of(context.Background(), Name(1))
	if err != nil || entries[2].Event.ID != far.Events[0].ID {
		t.Errorf("the largest counter: %v", err)
	}
}

func testKeys(t *testing.T, s store.Store) {
	first := write(t, s, Act(1))
	want := store.Written{Replay: true, Replayed: []byte(`{"demand":"d0000001","seq":2}`)}
	for range 2 { // the same act three times in all
		if diff := cmp.Diff(want, write(t, s, Act(1))); diff != "" {
			t.Error(diff)
		}
	}
	other := Act(1)
	other.Digest = "another"
	if _, err := s.Write(context.Background(), other); !errors.Is(err, store.ErrKeyReused) {
		t.Errorf("a key used for another request: %v", err)
	}
	testAnswered(t, s, string(want.Replayed))
	if got := counts(t, s); got["events"] != 2 || got["access"] != 1 || len(first.Seqs) != 2 {
		t.Errorf("sent again, the act was written again: %v", got)
	}
	silent := modify(1, 2, 1)
	silent.Key = "silent" // without answer nor digest: still not done twice
	write(t, s, silent)
	if w := write(t, s, silent); !w.Replay || len(w.Replayed) != 0 {
		t.Errorf("an act without answer, sent again: %+v", w)
	}
}

// testAnswered asks what was answered to the act of rank 1.
func testAnswered(t *testing.T, s store.Store, want string) {
	t.Helper()
	for _, one := range []struct {
		name, key, digest, answer string
		found                     bool
		err                       error
	}{
		{"answered", Act(1).Key, Act(1).Digest, want, true, nil},
		{"another request", Act(1).Key, "another", "", false, store.ErrKeyReused},
		{"never used", "never", "", "", false, nil},
	} {
		answer, found, err := s.Answered(context.Background(), one.key, one.digest)
		if string(answer) != one.answer || found != one.found || !errors.Is(err, one.err) {
			t.Errorf("%s: %q, %t, %v", one.name, answer, found, err)
		}
	}
}

// atOnce writes acts at once, and counts how each ended.
func atOnce(s store.Store, acts []*store.Act) (written, replayed int, errs []error) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, act := range acts {
		wg.Go(func() {
			w, err := s.Write(context.Background(), act)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				errs = append(errs, err)
			case w.Replay:
				replayed++
			default:
				written++
			}
		})
	}
	wg.Wait()
	return written, replayed, errs
}

func testKeysAtOnce(t *testing.T, s store.Store) {
	var acts []*store.Act
	for range 16 {
		acts = append(acts, Act(1))
	}
	written, replayed, errs := atOnce(s, acts)
	if written != 1 || replayed != 15 || len(errs) != 0 {
		t.Errorf("%d written, %d replayed, errors %v", written, replayed, errs)
	}
	if got := counts(t, s); got["events"] != 2 {
		t.Errorf("%d events", got["events"])
	}
}

func testTwoWriters(t *testing.T, s store.Store) {
	write(t, s, Act(1))
	seq := int64(2)
	for round := range 20 {
		var acts []*store.Act
		for i := range 8 {
			acts = append(acts, modify(1, seq, uint64(round*8+i+1)))
		}
		written, _, errs := atOnce(s, acts)
		if written != 1 || len(errs) != 7 {
			t.Fatalf("round %d: %d acts won, %d lost", round, written, len(errs))
		}
		for _, err := range errs {
			if one := (*store.StaleError)(nil); !errors.As(err, &one) {
				t.Errorf("round %d: %v", round, err)
			}
		}
		seq++
	}
	if last, err := s.Last(context.Background()); last != seq || err != nil {
		t.Errorf("last: %d, %v, want %d", last, err, seq)
	}
}

func testErase(t *testing.T, s store.Store) {
	ctx := context.Background()
	act := Act(1)
	act.Papers = []store.Paper{{ID: "p1", Owner: Name(1), Code: "identity", Body: []byte("body")}}
	write(t, s, act)
	write(t, s, Act(2))
	gone := journal.Event{ID: journal.ID{Origin: "21001", Counter: 99}, Demand: Name(1), Kind: journal.Delete, On: demand.MustDate("2026-11-04"), Entered: journal.MomentOf(Start)}
	w := write(t, s, &store.Act{Expect: map[string]int64{Name(1): 2}, Erase: []string{Name(1)}, Events: []journal.Event{gone},
		Rows: []store.Row{{Demand: Name(1), Status: journal.Deleted}}})
	if diff := cmp.Diff([]int64{5}, w.Seqs); diff != "" {
		t.Error(diff)
	}
	entries, err := s.Of(ctx, Name(1))
	if err != nil {
		t.Fatal(err)
	}
	checkEntries(t, entries, []int64{5}, []journal.Event{gone})
	for what, err := range map[string]error{
		"paper":  second(s.Paper(ctx, "p1")),
		"number": second(s.Bearer(ctx, Number(1))),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s of a demand erased: %v", what, err)
		}
	}
	if row, err := s.Row(ctx, Name(1)); err != nil || row.Status != journal.Deleted || row.Seq != 5 || row.Number != "" {
		t.Errorf("row of a demand erased: %+v, %v", row, err)
	}
	for r, err := range s.Rows(ctx, store.Query{Commune: []string{"21231"}}) {
		if err != nil || r.Demand != Name(2) {
			t.Errorf("row %s is still found by its commune (%v)", r.Demand, err)
		}
	}
	testErased(t, s)
}

// testErased erases everything, and sees that no sequence is given again.
func testErased(t *testing.T, s store.Store) {
	t.Helper()
	write(t, s, &store.Act{Erase: []string{Name(1), Name(2), "nobody"}})
	if last, err := s.Last(context.Background()); last != 5 || err != nil {
		t.Errorf("last, once all is erased: %d, %v", last, err)
	}
	if w := write(t, s, Act(3)); w.Seqs[0] != 6 {
		t.Errorf("a sequence was given again: %d", w.Seqs[0])
	}
}

func second[T any](_ T, err error) error { return err }

func testAnswerFails(t *testing.T, s store.Store) {
	before := counts(t, s)
	want := errors.New("no answer")
	act := Act(1)
	act.Answer = func(store.Written) ([]byte, error) { return nil, want }
	if _, err := s.Write(context.Background(), act); !errors.Is(err, want) {
		t.Errorf("error %v, want that of the answer", err)
	}
	act.Answer = func(store.Written) ([]byte, error) { panic("broken") }
	if _, err := s.Write(context.Background(), act); err == nil {
		t.Error("an answer that panics passed")
	}
	if diff := cmp.Diff(before, counts(t, s)); diff != "" {
		t.Errorf("the act wrote: %s", diff)
	}
	write(t, s, Act(1))
}
