package sqldb

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// prepared is an act with all that can be worked out before the writer takes it.
type prepared struct {
	act    *store.Act
	lines  [][]byte // of the events
	papers []store.Paper
}

// prepare refuses what a database could not keep, so that both kinds refuse the
// same, and writes the lines of the events on the caller's time.
func prepare(act *store.Act) (*prepared, error) {
	p := &prepared{act: act, lines: make([][]byte, len(act.Events))}
	for i := range act.Events {
		e := &act.Events[i]
		p.lines[i] = e.Line()
		if n := len(p.lines[i]); n > journal.MaxLineBytes {
			return nil, fmt.Errorf("store: event %d of the act has %d bytes, more than a line of the journal may have (%d)", i+1, n, journal.MaxLineBytes)
		}
		if err := texts("event", e.ID.Origin, e.Demand, string(e.Kind)); err != nil {
			return nil, err
		}
	}
	if err := checkProjected(act); err != nil {
		return nil, err
	}
	if act.Key != "" {
		if err := texts("key of the request", act.Key, act.Digest+"-"); err != nil {
			return nil, err
		}
		if act.At.IsZero() {
			return nil, errors.New("store: an act with a key has no moment: it would be forgotten at once, and done again when sent again")
		}
	}
	if err := checkNames(act); err != nil {
		return nil, err
	}
	return p, p.preparePapers()
}

// checkProjected checks that a demand whose events are written has its row: it
// would not be found in any list.
func checkProjected(act *store.Act) error {
	projected := make(map[string]bool, len(act.Rows))
	for i := range act.Rows {
		projected[act.Rows[i].Demand] = true
	}
	for i := range act.Events {
		if !projected[act.Events[i].Demand] {
			return fmt.Errorf("store: event %d of the act is of a demand without row in it", i+1)
		}
	}
	return nil
}

func checkNames(act *store.Act) error {
	for _, g := range act.Numbers {
		if g.Number.IsZero() {
			return errors.New("store: a number given by the act is empty")
		}
		if err := texts("demand", g.Demand); err != nil {
			return err
		}
	}
	for i := range act.Rows {
		if err := checkRow(&act.Rows[i]); err != nil {
			return err
		}
	}
	for _, r := range act.Records {
		if err := texts("record", r.Kind, r.Key); err != nil {
			return err
		}
	}
	for _, m := range act.Messages {
		if err := texts("topic", m.Topic); err != nil {
			return err
		}
	}
	return nil
}

func checkRow(r *store.Row) error {
	if err := texts("row", r.Demand); err != nil {
		return err
	}
	for _, commune := range r.Communes {
		if commune == "" || strings.ContainsAny(commune, " \x00") || !utf8.ValidString(commune) {
			return errors.New("store: a commune of a row is no code")
		}
	}
	return texts("row", r.Number+"-", string(r.Status)+"-", r.Desk+"-")
}

// preparePapers fills in the size and the digest of the bodies. A paper without
// body keeps the one it has.
func (p *prepared) preparePapers() error {
	p.papers = append(p.papers, p.act.Papers...)
	for i := range p.papers {
		one := &p.papers[i]
		if err := texts("paper", one.ID, one.Owner, one.Code+"-", one.Person+"-", one.Type+"-", one.Service+"-"); err != nil {
			return err
		}
		if len(one.Body) == 0 {
			continue
		}
		sum := sha256.Sum256(one.Body)
		digest := hex.EncodeToString(sum[:])
		if one.Digest != "" && one.Digest != digest {
			return fmt.Errorf("store: the body of paper %s is not the one of its digest", one.ID)
		}
		one.Digest, one.Size = digest, int64(len(one.Body))
	}
	return nil
}

// texts checks names: none is empty, and all are what every database can keep.
func texts(what string, all ...string) error {
	for _, text := range all {
		switch {
		case text == "":
			return fmt.Errorf("store: %s without its name", what)
		case !utf8.ValidString(text) || strings.ContainsRune(text, 0):
			return fmt.Errorf("store: %s whose name is not UTF-8 text", what)
		}
	}
	return nil
}

// micros writes a moment; 0 for none. Microseconds are what both databases, and
// the dump, keep.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

func moment(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// day writes a date; "" for none.
func day(d demand.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
