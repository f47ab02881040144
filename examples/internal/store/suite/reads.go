package suite

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

func all[T any](t *testing.T, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var out []T
	for one, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, one)
	}
	return out
}

func testRows(t *testing.T, s store.Store) {
	ctx := context.Background()
	act := Act(1)
	write(t, s, act)
	want := act.Rows[0]
	want.Seq = 2
	got, err := s.Row(ctx, Name(1))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(sameDay)); diff != "" {
		t.Error(diff)
	}
	later := modify(1, 2, 1)
	later.Rows = []store.Row{{Demand: Name(1), Status: journal.StruckOff, Desk: "21002", Number: Number(1).String(), StruckOff: demand.MustDate("2026-11-03"),
		Renewed: demand.MustDate("2026-11-02"), Communes: []string{"21054", "71076"}, Online: true}}
	write(t, s, later)
	again := store.Act{Rows: []store.Row{later.Rows[0]}} // projected again, without event
	write(t, s, &again)
	want = later.Rows[0]
	want.Seq = 3
	if got, err = s.Row(ctx, Name(1)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(sameDay)); diff != "" {
		t.Error(diff)
	}
	if _, err := s.Row(ctx, "nobody"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("row of nobody: %v", err)
	}
	testQueries(t, s)
}

// testQueries adds rows to the one of the demand 1, struck off.
func testQueries(t *testing.T, s store.Store) {
	ctx := context.Background()
	many := &store.Act{}
	for n := 2; n <= 1203; n++ { // several pages
		r := Act(n).Rows[0]
		r.Desk = fmt.Sprintf("2100%d", n%3)
		many.Rows = append(many.Rows, r)
	}
	write(t, s, many)
	for _, one := range []struct {
		name        string
		q           store.Query
		rows        int
		first, last int
	}{
		{"all", store.Query{}, 1203, 1, 1203},
		{"limit", store.Query{Limit: 700}, 700, 1, 700},
		{"after", store.Query{After: Name(1000), Limit: 2}, 2, 1001, 1002},
		{"past the end", store.Query{After: Name(1203)}, 0, 0, 0},
		{"status", store.Query{Status: []journal.Status{journal.StruckOff, journal.Merged}}, 1, 1, 1},
		{"desk", store.Query{Desk: []string{"21001"}}, 400, 4, 1201},
		{"commune left", store.Query{Commune: []string{"21231"}}, 1202, 2, 1203},
		{"one of several communes, once each", store.Query{Commune: []string{"71076", "21054", "21231"}}, 1203, 1, 1203},
		{"everything at once", store.Query{Status: []journal.Status{journal.Active}, Desk: []string{"21000", "21001"}, Commune: []string{"21054"}, After: Name(3), Limit: 3}, 3, 4, 7},
	} {
		rows := all(t, s.Rows(ctx, one.q))
		if len(rows) != one.rows {
			t.Errorf("%s: %d rows, want %d", one.name, len(rows), one.rows)
			continue
		}
		if len(rows) > 0 && (rows[0].Demand != Name(one.first) || rows[len(rows)-1].Demand != Name(one.last)) {
			t.Errorf("%s: from %s to %s", one.name, rows[0].Demand, rows[len(rows)-1].Demand)
		}
	}
	for range s.Rows(ctx, store.Query{}) { // a reader may stop
		break
	}
}

func sameDay(a, b demand.Date) bool { return a == b }

func testPapers(t *testing.T, s store.Store) {
	ctx := context.Background()
	body := []byte{0, 1, 2, 255, '\n'}
	paper := store.Paper{ID: "p2", Owner: "draft-1", Code: "identity", Person: "applicant", Year: 2011, Type: "application/pdf", Received: Start,
		Until: demand.MustDate("2027-01-31"), Refused: true, Service: "21001", Body: body}
	older := store.Paper{ID: "p3", Owner: "draft-1", Code: "income", Received: Start.Add(-time.Second), Body: []byte("x")}
	write(t, s, &store.Act{Papers: []store.Paper{paper, older}})
	want := paper
	sum := sha256.Sum256(body)
	want.Size, want.Digest = 5, hex.EncodeToString(sum[:])
	got, err := s.Paper(ctx, "p2")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(sameDay)); diff != "" {
		t.Error(diff)
	}
	testPaperMoved(t, s, got)
	moved := got
	moved.Owner = "draft-1"
	write(t, s, &store.Act{Papers: []store.Paper{moved}})
	list, err := s.Papers(ctx, "draft-1")
	if err != nil || len(list) != 2 || list[0].ID != "p3" || list[1].ID != "p2" || list[1].Body != nil || list[1].Size != 5 {
		t.Errorf("list: %+v, %v", list, err)
	}
	write(t, s, &store.Act{RemovePapers: []string{"p2", "never"}})
	if _, err := s.Paper(ctx, "p2"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("removed: %v", err)
	}
}

// testPaperMoved gives a paper to another owner, without sending its body again.
func testPaperMoved(t *testing.T, s store.Store, paper store.Paper) {
	ctx := context.Background()
	moved := paper
	moved.Owner, moved.Refused, moved.Body = Name(1), false, nil
	write(t, s, &store.Act{Papers: []store.Paper{moved}})
	if got, err := s.Paper(ctx, "p2"); err != nil || got.Owner != Name(1) || got.Refused || string(got.Body) != string(paper.Body) {
		t.Errorf("moved: %+v, %v", got, err)
	}
	moved.Digest = "another"
	if _, err := s.Write(ctx, &store.Act{Papers: []store.Paper{moved}}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a paper without the body that is there: %v", err)
	}
	moved.Body = paper.Body
	if _, err := s.Write(ctx, &store.Act{Papers: []store.Paper{moved}}); err == nil {
		t.Error("a body that is not the one of its digest passed")
	}
}

// drafts writes and reads one record, at a moment.
type drafts struct {
	t   *testing.T
	s   store.Store
	now time.Time
}

func (d *drafts) put(r store.Record) error {
	r.Kind, r.Key = "draft", "a"
	_, err := d.s.Write(context.Background(), &store.Act{Records: []store.Record{r}, At: d.now})
	return err
}

func (d *drafts) written(r store.Record) store.Record {
	d.t.Helper()
	if err := d.put(r); err != nil {
		d.t.Fatal(err)
	}
	got, err := d.s.Record(context.Background(), "draft", "a", d.now)
	if err != nil {
		d.t.Fatal(err)
	}
	return got
}

func (d *drafts) stale(r store.Record, current int64) {
	d.t.Helper()
	err := d.put(r)
	var one *store.StaleError
	if !errors.As(err, &one) {
		d.t.Fatalf("error %v, want stale at %d", err, current)
	}
	if diff := cmp.Diff(store.StaleError{Kind: "draft", Key: "a", Current: current}, *one); diff != "" {
		d.t.Error(diff)
	}
}

func testRecords(t *testing.T, s store.Store) {
	ctx := context.Background()
	d := &drafts{t, s, Start}
	end := Start.Add(time.Hour)
	d.stale(store.Record{Version: 7}, 0)
	first := d.written(store.Record{Body: []byte("one"), Until: end})
	if diff := cmp.Diff(store.Record{Kind: "draft", Key: "a", Version: first.Version, Body: []byte("one"), Until: end}, first); diff != "" || first.Version <= 0 {
		t.Errorf("version %d: %s", first.Version, diff)
	}
	d.stale(store.Record{}, first.Version)
	second := d.written(store.Record{Version: first.Version, Body: []byte("two")})
	d.stale(first, second.Version)
	third := d.written(store.Record{Version: store.AnyVersion, Body: []byte("three"), Until: end})

	// Removed and made again, it is not the record that was read.
	write(t, s, &store.Act{Remove: []store.Ref{{Kind: "draft", Key: "a"}}, At: Start})
	d.stale(third, 0)
	fourth := d.written(store.Record{Until: end})
	d.stale(third, fourth.Version)

	d.now = end
	if _, err := s.Record(ctx, "draft", "a", d.now); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("past its end: %v", err)
	}
	d.stale(fourth, 0)
	fifth := d.written(store.Record{}) // as if it were not there
	d.now = Start.Add(-time.Hour)      // the clock goes back
	if got := d.written(fifth); len(got.Body) != 0 || !got.Until.IsZero() {
		t.Errorf("made again for ever: %+v", got)
	}
	testRecordsByPrefix(t, s)
}

func testRecordsByPrefix(t *testing.T, s store.Store) {
	ctx := context.Background()
	act := &store.Act{}
	for n := range 1100 {
		act.Records = append(act.Records, store.Record{Kind: "job", Key: fmt.Sprintf("b/%04d", n)})
	}
	for _, key := range []string{"a", "b", "b0", "B/1", "b/é", "é", "b/"} {
		act.Records = append(act.Records, store.Record{Kind: "job", Key: key})
	}
	act.Records = append(act.Records, store.Record{Kind: "job", Key: "b/0000x", Until: Start}, store.Record{Kind: "other", Key: "b/1"})
	write(t, s, act)
	got := all(t, s.Records(ctx, "job", "b/", Start))
	if len(got) != 1102 || got[0].Key != "b/" || got[1].Key != "b/0000" || got[1101].Key != "b/é" {
		t.Errorf("%d records, from %q to %q", len(got), got[0].Key, got[len(got)-1].Key)
	}
	if n := len(all(t, s.Records(ctx, "job", "", Start.Add(-time.Second)))); n != 1108 {
		t.Errorf("%d records of the kind", n)
	}
	if n := len(all(t, s.Records(ctx, "none", "", Start))); n != 0 {
		t.Errorf("%d records of no kind", n)
	}
}

func testExpire(t *testing.T, s store.Store) {
	ctx := context.Background()
	old, recent := Act(1), Act(2)
	recent.At = Start.Add(48 * time.Hour)
	old.Records = []store.Record{
		{Kind: "k", Key: "ever"}, {Kind: "k", Key: "past", Until: Start.Add(time.Minute)}, {Kind: "k", Key: "to come", Until: Start.Add(time.Hour)},
	}
	write(t, s, old)
	write(t, s, recent)
	for _, want := range []int{2, 0} {
		if n, err := s.Expire(ctx, Start.Add(time.Minute), Start.Add(24*time.Hour)); n != want || err != nil {
			t.Errorf("%d went, want %d (%v)", n, want, err)
		}
	}
	got := counts(t, s)
	if got["records"] != 2 || got["answers"] != 1 || got["events"] != 4 {
		t.Errorf("left: %v", got)
	}
	if w := write(t, s, recent); !w.Replay {
		t.Error("a recent answer is gone")
	}
}

func testMessages(t *testing.T, s store.Store) {
	ctx := context.Background()
	now := Start
	write(t, s, &store.Act{Messages: []store.Message{
		{Topic: "mail", Due: now.Add(time.Second), Body: []byte("second")},
		{Topic: "mail", Due: now, Body: []byte("first")},
		{Topic: "hook", Due: now, Body: []byte("other")},
		{Topic: "mail", Due: now.Add(time.Hour), Body: []byte("later")},
	}})
	claim := func(limit int, want string) []store.Message {
		t.Helper()
		messages, err := s.Claim(ctx, "mail", now, time.Minute, limit)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range messages {
			got = append(got, fmt.Sprintf("%s of %s, attempt %d", m.Body, m.Topic, m.Attempts))
		}
		if diff := cmp.Diff(want, strings.Join(got, "; ")); diff != "" {
			t.Fatal(diff)
		}
		return messages
	}
	settle := func(m store.Message, next time.Time, want error) {
		t.Helper()
		if err := s.Settle(ctx, m.ID, next); !errors.Is(err, want) {
			t.Errorf("settle: %v, want %v", err, want)
		}
	}
	claim(1, "first of mail, attempt 1")
	claim(10, "")
	now = now.Add(time.Second)
	second := claim(10, "second of mail, attempt 1")
	if !second[0].Due.Equal(now) {
		t.Errorf("due %v", second[0].Due)
	}
	now = now.Add(59 * time.Second) // the first lease ends: whoever had it is thought dead
	first := claim(10, "first of mail, attempt 2")
	settle(first[0], time.Time{}, nil)
	settle(first[0], time.Time{}, nil)
	settle(first[0], now, store.ErrNotFound)
	settle(second[0], now.Add(10*time.Second), nil)
	now = now.Add(9 * time.Second)
	claim(10, "")
	now = now.Add(time.Second)
	claim(10, "second of mail, attempt 2")
	if got := counts(t, s); got["messages"] != 3 {
		t.Errorf("%d messages left", got["messages"])
	}
}

func testAccess(t *testing.T, s store.Store) {
	ctx := context.Background()
	for n := range 3 {
		act := Act(n)
		act.At = Start.Add(-time.Duration(n) * time.Hour) // the clock goes back: ranks do not
		act.Access[0].At = act.At
		write(t, s, act)
	}
	lines, err := s.AccessSince(ctx, 1, 5)
	if err != nil || len(lines) != 2 || lines[0].Rank != 2 || lines[1].Rank != 3 {
		t.Fatalf("%+v, %v", lines, err)
	}
	if !lines[1].At.Equal(Start.Add(-2*time.Hour)) || string(lines[1].Line) != string(Act(2).Access[0].Line) {
		t.Errorf("%+v", lines[1])
	}
}
