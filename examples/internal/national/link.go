package national

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/renameio/v2"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Link is the link of one shared file. One process runs it at a time: two that
// meet find it out by the version of the cursor, and the second does nothing.
type Link struct {
	Store    Store
	Folder   string // where files wait until they are answered, and manifests stay
	Settings Settings
	Now      func() time.Time // in the time of the territory: the day is its civil day
	// Allocation gives the data of R.441-2-9 of a demand struck off for
	// allocation, nil when they are not known. nil: those given by SetAllocation.
	Allocation func(ctx context.Context, s *journal.State) (*sne.StrikeOff, error)
	// Fold gives the state of a demand, with the owners of fields that a charter
	// names. nil: the journal alone.
	Fold func(j journal.Journal, key string, at journal.At) journal.State
}

func (l *Link) today() demand.Date {
	now := l.Now()
	day, _ := demand.NewDate(now.Year(), int(now.Month()), now.Day())
	return day
}

// Run makes the increments of the day, in the folder and in the store, and gives
// what they hold. A day that is done is not done again: nothing comes back, and
// the files stay as they are. What a crash left unfinished is finished first.
func (l *Link) Run(ctx context.Context) ([]*Transfer, error) {
	out, err := l.finish(ctx)
	if err != nil {
		return out, err
	}
	day := l.today()
	for {
		c, version, err := read[Cursor](ctx, l.Store, kindCursor, cursorKey, l.Now())
		if err != nil {
			return out, err
		}
		goal, ok, err := l.goal(ctx, &c, day)
		if err != nil || !ok {
			return out, err
		}
		if err := l.plan(ctx, &c, version, goal, day); err != nil {
			return out, err
		}
		t, err := l.finish(ctx)
		out = append(out, t...)
		if err != nil {
			return out, err
		}
	}
}

// goal gives the last sequence of the day; false when the day is done.
func (l *Link) goal(ctx context.Context, c *Cursor, day demand.Date) (int64, bool, error) {
	if !c.Day.IsZero() && !c.Day.Before(day) {
		return 0, false, nil
	}
	last, err := l.Store.Last(ctx)
	if err != nil {
		return 0, false, fmt.Errorf("national: read the end of the feed: %w", err)
	}
	return last, true, nil
}

// plan writes down the next increment.
func (l *Link) plan(ctx context.Context, c *Cursor, version, goal int64, day demand.Date) error {
	in := l.Settings
	in.fill()
	c.Plan = &plan{
		Increment: c.Increment + 1, Day: day, At: l.Now(), After: c.Seq, To: min(goal, c.Seq+in.MaxEvents), Goal: goal,
		FirstFile: c.Files + 1, Waiting: c.Waiting,
	}
	_, err := l.Store.Write(ctx, &store.Act{Records: []store.Record{record(kindCursor, cursorKey, version, c)}, At: l.Now()})
	if err != nil {
		return fmt.Errorf("national: write the plan of an increment: %w", err)
	}
	return nil
}

// finish makes what the plan says, and moves the cursor.
func (l *Link) finish(ctx context.Context) ([]*Transfer, error) {
	c, version, err := read[Cursor](ctx, l.Store, kindCursor, cursorKey, l.Now())
	if err != nil || c.Plan == nil {
		return nil, err
	}
	p := *c.Plan
	keys, err := touched(ctx, l.Store, p.After, p.To)
	if err != nil {
		return nil, err
	}
	keys = append(keys, p.Waiting...)
	slices.Sort(keys)
	versions := map[string]int64{}
	var later []string
	t, err := build(l.Settings, p, l.changes(ctx, p, slices.Compact(keys), &later), func(key string) (Sent, error) {
		s, v, err := read[Sent](ctx, l.Store, kindSent, key, l.Now())
		versions[key] = v
		return s, err
	})
	if err != nil {
		return nil, err
	}
	if err := l.put(t); err != nil {
		return nil, err
	}
	c.Seq, c.Increment, c.Files, c.Plan = p.To, p.Increment, c.Files+len(t.Files), nil
	if c.Waiting = later; p.To == p.Goal {
		c.Day = p.Day
	}
	for _, h := range t.Held {
		c.Waiting = append(c.Waiting, h.Demand)
	}
	slices.Sort(c.Waiting)
	c.Waiting = slices.Compact(c.Waiting)
	act := &store.Act{Records: []store.Record{record(kindCursor, cursorKey, version, c)}, At: l.Now()}
	for i := range t.Sent {
		act.Records = append(act.Records, record(kindSent, t.Sent[i].Demand, versions[t.Sent[i].Demand], t.Sent[i]))
	}
	for i, f := range t.Files {
		o := Outgoing{Name: f.Name, Rank: p.FirstFile + i, Increment: p.Increment, Day: p.Day, SHA256: sum(f.Bytes), Kind: f.Kind, Lines: f.Lines}
		act.Records = append(act.Records, record(kindFile, f.Name, store.AnyVersion, o))
	}
	if err := l.tellHeld(ctx, act, &p, t); err != nil {
		return nil, err
	}
	for _, key := range t.Gone {
		act.Remove = append(act.Remove, store.Ref{Kind: kindSent, Key: key})
	}
	if _, err := l.Store.Write(ctx, act); err != nil {
		return nil, fmt.Errorf("national: close an increment: %w", err)
	}
	return []*Transfer{t}, nil
}

// changes folds the demands one by one.
func (l *Link) changes(ctx context.Context, p plan, keys []string, later *[]string) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		for _, key := range keys {
			c, err := l.changeOf(ctx, key, p.To, p.Day)
			if err == nil && c.Now.Motive == demand.StrikeOffMotiveRADATT {
				c.Allocation, err = l.allocation(ctx, &c.Now)
			}
			if err == nil && c.later() {
				*later = append(*later, key)
			}
			if !yield(c, err) || err != nil {
				return
			}
		}
	}
}

// put writes the files and the manifest, each whole or not at all.
func (l *Link) put(t *Transfer) error {
	if err := os.MkdirAll(l.Folder, 0o700); err != nil {
		return fmt.Errorf("national: make the folder of the files: %w", err)
	}
	for _, f := range t.Files {
		if err := renameio.WriteFile(filepath.Join(l.Folder, f.Name), f.Bytes, 0o600); err != nil {
			return fmt.Errorf("national: write a file of the day: %w", err)
		}
	}
	name := t.Manifest.Name(l.Settings.Desk)
	if err := renameio.WriteFile(filepath.Join(l.Folder, name), t.Manifest.JSON(), 0o600); err != nil {
		return fmt.Errorf("national: write the manifest of the day: %w", err)
	}
	return nil
}

// Again puts a demand on the list of what the next increment looks at, once a
// desk has treated what the other side said of it.
func (l *Link) Again(ctx context.Context, keys ...string) error {
	c, version, err := read[Cursor](ctx, l.Store, kindCursor, cursorKey, l.Now())
	if err != nil {
		return err
	}
	c.Waiting = append(c.Waiting, keys...)
	slices.Sort(c.Waiting)
	c.Waiting = slices.Compact(c.Waiting)
	_, err = l.Store.Write(ctx, &store.Act{Records: []store.Record{record(kindCursor, cursorKey, version, c)}, At: l.Now()})
	if err != nil {
		return fmt.Errorf("national: put demands back on the list: %w", err)
	}
	return nil
}

// Transport carries a file to the other side and brings back its answer, nil
// when it will come later.
type Transport interface {
	Send(ctx context.Context, name string, body []byte) (answer []byte, err error)
}

// Fetcher is a Transport that can ask for an answer that came later, nil when it
// is not there yet.
type Fetcher interface {
	Fetch(ctx context.Context, answer string) ([]byte, error)
}

// Delivery says what one pass sent.
type Delivery struct {
	Sent     int // files
	Answered int
	Left     int // files still without an answer, those sent just now included
}

// Deliver sends the files that wait, in order, and those left too long without
// an answer, as they are; an answer that comes at once is taken in. It stops at
// the first file that does not pass, so that acts keep their order.
func (l *Link) Deliver(ctx context.Context, by Transport) (Delivery, error) {
	var d Delivery
	files, _, err := all[Outgoing](ctx, l.Store, kindFile, "", l.Now())
	if err != nil {
		return d, err
	}
	slices.SortFunc(files, func(a, b Outgoing) int { return a.Rank - b.Rank })
	files = slices.DeleteFunc(files, func(o Outgoing) bool { return o.Answer != "" })
	d.Left = len(files)
	for i := range files {
		if err := l.deliver(ctx, by, &files[i], &d); err != nil {
			return d, err
		}
	}
	return d, nil
}

// deliver sends one file, or asks for its answer.
func (l *Link) deliver(ctx context.Context, by Transport, o *Outgoing, d *Delivery) error {
	in := l.Settings
	in.fill()
	fetcher, fetches := by.(Fetcher)
	var answer []byte
	if !o.SentOn.IsZero() && fetches {
		var err error
		if answer, err = fetcher.Fetch(ctx, AnswerName(o.Name)); err != nil {
			return fmt.Errorf("national: ask for an answer, it will be asked for again: %w", err)
		}
	}
	if answer == nil {
		if !o.SentOn.IsZero() && l.today().DaysSince(o.SentOn) < in.Patience {
			return nil
		}
		body, err := os.ReadFile(filepath.Join(l.Folder, o.Name))
		if err != nil {
			return fmt.Errorf("national: read a file of the day, to be restored from a backup: %w", err)
		}
		if answer, err = by.Send(ctx, o.Name, body); err != nil {
			return fmt.Errorf("national: send a file, it will be sent again: %w", err)
		}
		d.Sent++
		if err := l.markSent(ctx, o.Name); err != nil {
			return err
		}
	}
	if answer == nil {
		return nil
	}
	d.Answered, d.Left = d.Answered+1, d.Left-1
	_, err := l.Receive(ctx, AnswerName(o.Name), answer)
	return err
}

func (l *Link) markSent(ctx context.Context, name string) error {
	o, version, err := read[Outgoing](ctx, l.Store, kindFile, name, l.Now())
	if err != nil {
		return err
	}
	o.SentOn, o.Times = l.today(), o.Times+1
	_, err = l.Store.Write(ctx, &store.Act{Records: []store.Record{record(kindFile, name, version, o)}, At: l.Now()})
	if err != nil {
		return fmt.Errorf("national: note that a file was sent: %w", err)
	}
	return nil
}
