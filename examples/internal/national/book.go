package national

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Kinds of the records that the link keeps in the store.
const (
	kindCursor  = "cursor"           // key "national"
	kindSent    = "national-sent"    // key: of the demand
	kindFile    = "national-file"    // key: name of the file
	kindFinding = "national-finding" // key: of the demand, file, rank, n
	kindUnread  = "national-unread"  // key: name of a file received that cannot be read
)

const cursorKey = "national"

// Cursor is how far the transfer has come.
type Cursor struct {
	Seq       int64       `json:"seq"`       // last event passed on
	Increment int         `json:"increment"` // last one finished
	Files     int         `json:"files"`     // made so far
	Day       demand.Date `json:"day,omitzero"`
	Waiting   []string    `json:"waiting,omitempty"` // demands to look at again
	Plan      *plan       `json:"plan,omitempty"`    // begun and not finished
}

// Outgoing is a file on its way.
type Outgoing struct {
	Name      string      `json:"name"`
	Rank      int         `json:"rank"` // among all files, from 1
	Increment int         `json:"increment"`
	Day       demand.Date `json:"day"`
	SHA256    string      `json:"sha256"`
	Kind      Kind        `json:"kind"`
	Lines     []Line      `json:"lines"`
	SentOn    demand.Date `json:"sent_on,omitzero"`
	Times     int         `json:"times,omitempty"`  // it was sent
	Answer    string      `json:"answer,omitempty"` // SHA-256 of the answer; "": none yet
}

// Noted is what the other side said of a demand, for a desk to treat.
type Noted struct {
	Demand  string       `json:"demand,omitempty"` // "": no demand of the file answers to it
	Desk    string       `json:"desk,omitempty"`
	File    string       `json:"file,omitempty"` // none: the demand is held here
	Rank    int          `json:"rank,omitempty"`
	Kind    Kind         `json:"kind,omitempty"` // act that was refused
	Code    string       `json:"code"`           // of the national system, or of Rules
	Label   string       `json:"label,omitempty"`
	On      demand.Date  `json:"on"`
	Fault   demand.Fault `json:"fault,omitzero"`   // when the code is of Rules
	Cell    string       `json:"cell,omitempty"`   // element of the interface that is missing
	Numbers []string     `json:"numbers,omitzero"` // that the other side takes for the same demand
}

// read gives a record, false when there is none.
func read[T any](ctx context.Context, s Store, kind, key string, now time.Time) (value T, version int64, err error) {
	r, err := s.Record(ctx, kind, key, now)
	if errors.Is(err, store.ErrNotFound) {
		return value, 0, nil
	}
	if err != nil {
		return value, 0, fmt.Errorf("national: read a record of kind %s: %w", kind, err)
	}
	if err := json.Unmarshal(r.Body, &value); err != nil {
		return value, 0, fmt.Errorf("national: a record of kind %s cannot be read: %w", kind, err)
	}
	return value, r.Version, nil
}

// all gives the records of a kind.
func all[T any](ctx context.Context, s Store, kind, prefix string, now time.Time) (out []T, keys []string, err error) {
	for r, err := range s.Records(ctx, kind, prefix, now) {
		if err != nil {
			return nil, nil, fmt.Errorf("national: list the records of kind %s: %w", kind, err)
		}
		var value T
		if err := json.Unmarshal(r.Body, &value); err != nil {
			return nil, nil, fmt.Errorf("national: a record of kind %s cannot be read: %w", kind, err)
		}
		out, keys = append(out, value), append(keys, r.Key)
	}
	return out, keys, nil
}

func record(kind, key string, version int64, value any) store.Record {
	body, _ := json.Marshal(value) // plain data: cannot fail
	return store.Record{Kind: kind, Key: key, Version: version, Body: body}
}
