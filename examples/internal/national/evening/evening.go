package evening

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/mail"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Incoming is a file of the national system, with its rank among those it has for
// this file.
type Incoming struct {
	Rank int
	Name string
	Body []byte
}

// Portal gives the acts made on the national portal.
type Portal interface {
	After(ctx context.Context, rank int) ([]Incoming, error)
}

// Evening is a file and its national system.
type Evening struct {
	Link      *national.Link
	Registry  *registry.Registry
	Agent     registry.Agent // the manager's program
	Transport national.Transport
	Portal    Portal    // nil: none
	Random    io.Reader // of the keys of demands created on the portal: crypto/rand
	Folder    string    // of the lists of notices
}

// Report says what an evening did. It names nobody.
type Report struct {
	Increments []*national.Transfer
	Delivery   national.Delivery
	Late       error // the national system was not reached: what is left goes tomorrow
	Acts       int   // of the portal, written
	Known      int   // of the portal, written before
	Noted      int   // findings that came with the acts
	Notices    int
}

// Do does the work of the day.
func (e *Evening) Do(ctx context.Context) (Report, error) {
	var r Report
	if e.Link.Fold == nil {
		c, err := e.Registry.CharterOn(e.Registry.Today())
		if err != nil {
			return r, err
		}
		e.Link.Fold = func(j journal.Journal, key string, at journal.At) journal.State { return exchange.Fold(c, j, key, at) }
		defer func() { e.Link.Fold = nil }() // the charter may be another tomorrow
	}
	var err error
	if r.Increments, err = e.Link.Run(ctx); err != nil {
		return r, err
	}
	var late error
	if r.Delivery, late = e.Link.Deliver(ctx, e.Transport); late != nil {
		r.Late = late
	}
	if err := e.collect(ctx, &r); err != nil {
		return r, err
	}
	return r, e.notices(ctx, &r)
}

// Kinds and keys of the records of the portal.
const (
	kindCursor = "cursor"
	portalKey  = "national-portal"
	kindAct    = "national-act" // key: the receipt of the act
)

// portal is how far the acts of the portal were taken.
type portal struct {
	Rank    int    `json:"rank"`
	Counter uint64 `json:"counter"` // of the last event given an identifier
}

// act is what is kept of an act of the portal: enough to write it once.
type act struct {
	Demand  string `json:"demand"`
	Counter uint64 `json:"counter"`
	Told    bool   `json:"told,omitempty"` // the link knows that the other side has it
}

// origin of the events of the portal.
const origin = "SNE"

// collect takes the acts of the portal.
func (e *Evening) collect(ctx context.Context, r *Report) error {
	if e.Portal == nil {
		return nil
	}
	var at portal
	version, err := e.read(ctx, kindCursor, portalKey, &at)
	if err != nil {
		return err
	}
	files, err := e.Portal.After(ctx, at.Rank)
	if err != nil {
		r.Late = errors.Join(r.Late, err)
		return nil
	}
	for _, f := range files {
		got, err := e.Link.Receive(ctx, f.Name, f.Body)
		if err != nil {
			return err
		}
		r.Noted += len(got.Noted)
		for i := range got.Proposals {
			if version, err = e.write(ctx, &got.Proposals[i], &at, version, r); err != nil {
				return err
			}
		}
		at.Rank = f.Rank
		if version, err = e.save(ctx, &at, version); err != nil {
			return err
		}
	}
	return nil
}

// write gives an act its identifier, and writes it.
func (e *Evening) write(ctx context.Context, p *national.Proposal, at *portal, version int64, r *Report) (int64, error) {
	var known act
	seen, err := e.read(ctx, kindAct, p.Event.Receipt, &known)
	if err != nil {
		return version, err
	}
	if seen == 0 {
		if known, err = e.name(p, at); err != nil {
			return version, err
		}
		body, _ := json.Marshal(known) // plain data: cannot fail
		named := store.Record{Kind: kindAct, Key: p.Event.Receipt, Body: body}
		if version, err = e.save(ctx, at, version, named); err != nil {
			return version, err
		}
	}
	event := p.Event
	event.Demand, event.ID, event.Author = known.Demand, journal.ID{Origin: origin, Counter: known.Counter}, e.Agent.Code
	done, err := e.Registry.Receive(ctx, e.Agent, []journal.Event{event})
	if err != nil {
		return version, fmt.Errorf("evening: write an act of the national portal: %w", err)
	}
	if known.Told {
		r.Known++
		return version, nil
	}
	r.Acts += done.Events
	if err := e.Link.Took(ctx, known.Demand, *p); err != nil {
		return version, err
	}
	known.Told = true
	body, _ := json.Marshal(known) // plain data: cannot fail
	told := store.Record{Kind: kindAct, Key: p.Event.Receipt, Version: store.AnyVersion, Body: body, Until: e.Link.Now().AddDate(2, 0, 0)}
	return e.save(ctx, at, version, told)
}

// name gives an act its demand and its rank.
func (e *Evening) name(p *national.Proposal, at *portal) (act, error) {
	at.Counter++
	a := act{Demand: p.Event.Demand, Counter: at.Counter}
	if a.Demand == "" {
		var key [16]byte
		if _, err := io.ReadFull(e.Random, key[:]); err != nil {
			return a, fmt.Errorf("evening: draw the key of a demand: %w", err)
		}
		a.Demand = "n" + hex.EncodeToString(key[:])
	}
	return a, nil
}

func (e *Evening) read(ctx context.Context, kind, key string, into any) (version int64, err error) {
	rec, err := e.Link.Store.Record(ctx, kind, key, e.Link.Now())
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("evening: read a record of kind %s: %w", kind, err)
	}
	if err := json.Unmarshal(rec.Body, into); err != nil {
		return 0, fmt.Errorf("evening: a record of kind %s cannot be read: %w", kind, err)
	}
	return rec.Version, nil
}

// save writes how far the portal was taken, and gives its new version.
func (e *Evening) save(ctx context.Context, at *portal, version int64, more ...store.Record) (int64, error) {
	body, _ := json.Marshal(at) // plain data: cannot fail
	more = append(more, store.Record{Kind: kindCursor, Key: portalKey, Version: version, Body: body})
	if _, err := e.Link.Store.Write(ctx, &store.Act{Records: more, At: e.Link.Now()}); err != nil {
		return 0, fmt.Errorf("evening: keep how far the portal was taken: %w", err)
	}
	var again portal
	return e.read(ctx, kindCursor, portalKey, &again)
}

// notices writes the list of the notices that come due today.
func (e *Evening) notices(ctx context.Context, r *Report) error {
	agenda, today, err := e.Registry.Agenda(ctx)
	if err != nil {
		return fmt.Errorf("evening: read the agenda of the day: %w", err)
	}
	c, err := e.Registry.CharterOn(today)
	if err != nil {
		return err
	}
	var all []national.Notice
	for _, entry := range agenda {
		if entry.List != calendar.NoticeToSend || entry.From != today {
			continue
		}
		entries, err := e.Registry.Store().Of(ctx, entry.Demand)
		if err != nil {
			return fmt.Errorf("evening: read a demand: %w", err)
		}
		j := journalOf(entries)
		s := exchange.Fold(c, j, entry.Demand, journal.At{Day: today})
		one, ok := calendar.CaseIn(j, entry.Demand, journal.At{Day: today}, c.Calendar.TimeZone)
		if !ok || s.Form.Number.IsZero() {
			continue
		}
		dates := calendar.Of(one, c.Calendar, c.Profile)
		all = append(all, national.Notice{
			Number: s.Form.Number, ValidUntil: dates.ValidUntil.On, StrikeOff: dates.StrikeOff.On,
			Online: online(entries), Email: mail.AddressOf(&s.Form) != "",
		})
	}
	r.Notices = len(all)
	if err := os.MkdirAll(e.Folder, 0o700); err != nil {
		return fmt.Errorf("evening: make the folder of the lists: %w", err)
	}
	name, body, manifest := national.NoticesFile(today, c.Profile, all)
	for file, content := range map[string][]byte{name: body, name + ".json": manifest} {
		if err := renameio.WriteFile(filepath.Join(e.Folder, file), content, 0o600); err != nil {
			return fmt.Errorf("evening: write the list of notices: %w", err)
		}
	}
	return nil
}

// online reports an applicant who registered or renewed online at least once.
func online(entries []store.Entry) bool {
	for i := range entries {
		if e := &entries[i].Event; e.Online || e.ID.Origin == origin && (e.Kind == journal.Create || e.Kind == journal.Renew) {
			return true
		}
	}
	return false
}

func journalOf(entries []store.Entry) journal.Journal {
	events := make([]journal.Event, len(entries))
	for i := range entries {
		events[i] = entries[i].Event
	}
	j, _ := journal.New(events...)
	return j
}

// Here gives what the file holds, as the national system should hold it.
func (e *Evening) Here(ctx context.Context) iter.Seq2[national.Side, error] {
	return func(yield func(national.Side, error) bool) {
		today := e.Registry.Today()
		c, err := e.Registry.CharterOn(today)
		if err != nil {
			yield(national.Side{}, err)
			return
		}
		for key, h := range e.Registry.Journals(ctx, store.Query{}) {
			if err := h.Err(); err != nil {
				yield(national.Side{}, err)
				return
			}
			s := exchange.Fold(c, h.Journal, key, journal.At{Day: today})
			if side, ok := national.SideOf(&s, separated(h.Journal)); ok && !yield(side, nil) {
				return
			}
		}
	}
}

func separated(j journal.Journal) bool {
	for _, e := range j.Events() {
		if e.Kind == journal.Separate {
			return true
		}
	}
	return false
}

// Reconcile compares the file with an extract of the national system.
func (e *Evening) Reconcile(ctx context.Context, extract io.Reader) ([]national.Difference, national.Balance, error) {
	return e.Link.Reconcile(ctx, e.Here(ctx), national.ReadExtract(extract))
}
