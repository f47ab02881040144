package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// Moved is the kind of call that says how far the feed has come.
const Moved = "feed.moved"

// Kinds and keys of the records of this package.
const (
	kindPartner = "webhook" // key: the partner
	kindCursor  = "cursor"
	cursorKey   = "webhook"
)

// Store is what of the server's store the announcements use.
type Store interface {
	Last(ctx context.Context) (int64, error)
	Record(ctx context.Context, kind, key string, now time.Time) (store.Record, error)
	Records(ctx context.Context, kind, prefix string, now time.Time) iter.Seq2[store.Record, error]
	Write(ctx context.Context, act *store.Act) (store.Written, error)
}

// Announce writes a call to each partner when the feed has moved since the last
// time, and says how many. A call says how far the feed has come, not what changed
// nor of whom: whoever may see nothing of it learns nothing. It is cheap, and may
// be asked every few seconds; of two processes that ask at once, one writes.
func Announce(ctx context.Context, s Store, now time.Time) (int, error) {
	last, err := s.Last(ctx)
	if err != nil {
		return 0, fmt.Errorf("webhook: read the end of the feed: %w", err)
	}
	told, version := int64(0), int64(0)
	rec, err := s.Record(ctx, kindCursor, cursorKey, now)
	switch {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return 0, fmt.Errorf("webhook: read what was announced: %w", err)
	default:
		version = rec.Version
		if err := json.Unmarshal(rec.Body, &told); err != nil {
			return 0, errors.New("webhook: what was announced cannot be read")
		}
	}
	if last <= told {
		return 0, nil
	}
	body, _ := json.Marshal(last) // a number: cannot fail
	act := &store.Act{At: now, Records: []store.Record{{Kind: kindCursor, Key: cursorKey, Version: version, Body: body}}}
	for p, err := range s.Records(ctx, kindPartner, "", now) {
		if err != nil {
			return 0, fmt.Errorf("webhook: list the partners: %w", err)
		}
		act.Messages = append(act.Messages, Message(Call{Partner: p.Key, Kind: Moved, Seq: last}, now))
	}
	_, err = s.Write(ctx, act)
	var stale *store.StaleError
	if errors.As(err, &stale) {
		return 0, nil // another process did
	}
	if err != nil {
		return 0, fmt.Errorf("webhook: write the announcements: %w", err)
	}
	return len(act.Messages), nil
}
