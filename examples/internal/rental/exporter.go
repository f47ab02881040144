package rental

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/google/renameio/v2"

	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Exporter writes the increments of one landlord in a folder.
type Exporter struct {
	Registry *registry.Registry
	Agent    registry.Agent // the landlord's program: what it may see is what goes out
	Landlord string
	Folder   string
}

// Kinds of the records of the exports.
const (
	kindCursor = "cursor"       // key: "rental/" and the landlord
	kindKnown  = "rental-known" // key: landlord, demand; what was exported and not closed since
)

// cursor is how far the exports of a landlord have come.
type cursor struct {
	After     int64 `json:"after"`
	Increment int   `json:"increment"`
}

// page is how many events are read at once.
const page = 500

// Run writes the next increment, the first one full; nil when nothing changed. The
// manifest is written last, and makes the increment: after a crash, one that is
// there stands, one that is not is made again.
func (e *Exporter) Run(ctx context.Context) (*Manifest, error) {
	c, version, err := e.cursor(ctx)
	if err != nil {
		return nil, err
	}
	if done, err := e.published(c.Increment + 1); err != nil || done != nil {
		if err != nil {
			return nil, err
		}
		return done, e.close(ctx, done, version)
	}
	last, err := e.Registry.Store().Last(ctx)
	if err != nil {
		return nil, fmt.Errorf("rental: read the end of the feed: %w", err)
	}
	if last <= c.After && c.Increment > 0 {
		return nil, nil
	}
	lines, to, err := e.lines(ctx, c.After)
	if err != nil {
		return nil, err
	}
	in := Increment{Landlord: e.Landlord, Number: c.Increment + 1, Day: e.Registry.Today(), Full: c.Increment == 0, After: c.After, To: to}
	files, m, err := Export(in, func(yield func(Line, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(lines)) {
			if !yield(lines[key], nil) {
				return
			}
		}
	})
	if err != nil {
		return nil, err
	}
	if err := e.put(files); err != nil {
		return nil, err
	}
	return m, e.close(ctx, m, version)
}

// put writes the files, each whole or not at all.
func (e *Exporter) put(files []File) error {
	if err := os.MkdirAll(e.Folder, 0o700); err != nil {
		return fmt.Errorf("rental: make the folder of the exports: %w", err)
	}
	for _, f := range files {
		if err := renameio.WriteFile(filepath.Join(e.Folder, f.Name), f.Bytes, 0o600); err != nil {
			return fmt.Errorf("rental: write a file of the export: %w", err)
		}
	}
	return nil
}

func (e *Exporter) cursor(ctx context.Context) (c cursor, version int64, err error) {
	rec, err := e.Registry.Store().Record(ctx, kindCursor, "rental/"+e.Landlord, e.Registry.Clock())
	if errors.Is(err, store.ErrNotFound) {
		return c, 0, nil
	}
	if err != nil {
		return c, 0, fmt.Errorf("rental: read how far the exports have come: %w", err)
	}
	if err := json.Unmarshal(rec.Body, &c); err != nil {
		return c, 0, errors.New("rental: how far the exports have come cannot be read")
	}
	return c, rec.Version, nil
}

// known reports a demand that the landlord was given.
func (e *Exporter) known(ctx context.Context, key string) (bool, error) {
	_, err := e.Registry.Store().Record(ctx, kindKnown, e.Landlord+"/"+key, e.Registry.Clock())
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// lines reads the feed as the charter opens it. What the landlord was given and
// sees no more is closed; what it was never given is not spoken of.
func (e *Exporter) lines(ctx context.Context, after int64) (map[string]Line, int64, error) {
	out := map[string]Line{}
	for {
		entries, err := e.Registry.Store().Since(ctx, after, page)
		if err != nil {
			return nil, after, fmt.Errorf("rental: read the feed: %w", err)
		}
		if len(entries) == 0 {
			return out, after, nil
		}
		views, next, err := e.Registry.Feed(ctx, e.Agent, after, len(entries))
		if err != nil {
			return nil, after, fmt.Errorf("rental: read the feed: %w", err)
		}
		after = next
		seen := map[string]bool{}
		for i := range views {
			seen[views[i].Demand] = true
			out[views[i].Demand] = lineOf(&views[i])
		}
		for i := range entries {
			if key := entries[i].Event.Demand; !seen[key] {
				out[key] = Line{Demand: key, State: journal.State{Status: Closed}}
			}
		}
		if err := e.forgetStrangers(ctx, out); err != nil {
			return nil, after, err
		}
	}
}

// forgetStrangers leaves out the end of demands that the landlord was never given.
func (e *Exporter) forgetStrangers(ctx context.Context, lines map[string]Line) error {
	for key, l := range lines {
		if !over(l.State.Status) {
			continue
		}
		known, err := e.known(ctx, key)
		if err != nil {
			return fmt.Errorf("rental: look for what was exported: %w", err)
		}
		if !known {
			delete(lines, key)
		}
	}
	return nil
}

// over reports a state after which nothing of a demand stays with the landlord.
func over(s journal.Status) bool {
	return s == journal.Deleted || s == Closed || s == journal.Merged
}

// lineOf makes a line of what somebody may see.
func lineOf(v *registry.View) Line {
	l := Line{Demand: v.Demand, State: v.State, May: v.Sight.May}
	l.State.Form = v.Form
	if v.Dated {
		l.Abnormal = v.Dates.AbnormalDelay.On
	}
	l.Created = v.State.Form.DepositedOn
	for _, e := range v.History() {
		if e.Kind == journal.Verify {
			l.Verified = e.On
		}
	}
	return l
}

// published gives the manifest of an increment that is there already.
func (e *Exporter) published(number int) (*Manifest, error) {
	body, err := os.ReadFile(filepath.Join(e.Folder, fmt.Sprintf("manifeste-%06d.json", number)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("rental: read a manifest: %w", err)
	}
	var m Manifest
	if err := json.Unmarshal(body, &m); err != nil || m.Increment != number || m.Landlord != e.Landlord {
		return nil, errors.New("rental: the folder holds the manifest of another export; give each landlord a folder of its own")
	}
	return &m, nil
}

// close moves the cursor past an increment, and notes what the landlord now has.
func (e *Exporter) close(ctx context.Context, m *Manifest, version int64) error {
	body, _ := json.Marshal(cursor{After: m.To, Increment: m.Increment}) // plain data: cannot fail
	act := &store.Act{At: e.Registry.Clock(), Records: []store.Record{{Kind: kindCursor, Key: "rental/" + e.Landlord, Version: version, Body: body}}}
	rows, err := e.rows(m.Increment)
	if err != nil {
		return err
	}
	for _, row := range rows {
		key := e.Landlord + "/" + row[0]
		if over(journal.Status(row[1])) {
			act.Remove = append(act.Remove, store.Ref{Kind: kindKnown, Key: key})
		} else {
			act.Records = append(act.Records, store.Record{Kind: kindKnown, Key: key, Version: store.AnyVersion, Body: []byte("{}")})
		}
	}
	if _, err := e.Registry.Store().Write(ctx, act); err != nil {
		return fmt.Errorf("rental: close an export: %w", err)
	}
	return nil
}

// rows reads the identifiers and states of an increment, its first two columns.
func (e *Exporter) rows(number int) ([][]string, error) {
	body, err := os.ReadFile(filepath.Join(e.Folder, fmt.Sprintf("demandes-%06d.csv", number)))
	if err != nil {
		return nil, fmt.Errorf("rental: read an export: %w", err)
	}
	r := csv.NewReader(bytes.NewReader(body))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, errors.New("rental: an export does not read back")
	}
	return rows[1:], nil
}
