package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// expectRecords checks that the records are at the versions that were read.
// Versions are counted over all the records, so that a record removed and made
// again is not taken for the one that was read.
func (t *tx) expectRecords(a *store.Act) error {
	const written = -2 // by this act, at a version nobody read
	current := make(map[store.Ref]int64, len(a.Records))
	for _, ref := range a.Remove {
		current[ref] = 0
	}
	for i := range a.Records {
		r := &a.Records[i]
		ref := store.Ref{Kind: r.Kind, Key: r.Key}
		version, known := current[ref]
		if !known && r.Version != store.AnyVersion {
			var err error
			if version, err = t.version(ref, micros(a.At)); err != nil {
				return err
			}
		}
		if r.Version != store.AnyVersion && version != r.Version {
			return &store.StaleError{Kind: r.Kind, Key: r.Key, Current: max(version, 0)}
		}
		current[ref] = written
	}
	return nil
}

// version is that of a record, 0 when there is none or it is past its end.
func (t *tx) version(ref store.Ref, at int64) (int64, error) {
	var version, until int64
	err := t.row("SELECT version, until FROM records WHERE kind = ? AND key = ?", []any{ref.Kind, ref.Key}, &version, &until)
	if errors.Is(err, sql.ErrNoRows) || err == nil && until != 0 && until <= at {
		return 0, nil
	}
	return version, err
}

func (t *tx) records(a *store.Act) error {
	for _, ref := range a.Remove {
		if err := t.later("DELETE FROM records WHERE kind = ? AND key = ?", []any{ref.Kind, ref.Key}, nil); err != nil {
			return err
		}
	}
	for _, r := range a.Records {
		err := t.later(`INSERT INTO records (kind, key, version, until, body) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (kind, key) DO UPDATE SET version = excluded.version, until = excluded.until, body = excluded.body`,
			[]any{r.Kind, r.Key, t.next(recordCounter), micros(r.Until), append([]byte{}, r.Body...)}, nil)
		if err != nil {
			return err
		}
	}
	return nil
}

const recordColumns = "kind, key, version, until, body"

// Record gives a record; see store.Store.
func (db *DB) Record(ctx context.Context, kind, key string, now time.Time) (store.Record, error) {
	return one(ctx, db, scanRecord, "SELECT "+recordColumns+" FROM records WHERE kind = ? AND key = ? AND (until = 0 OR until > ?)", kind, key, micros(now))
}

// Records gives the records of a kind; see store.Store.
func (db *DB) Records(ctx context.Context, kind, prefix string, now time.Time) iter.Seq2[store.Record, error] {
	return func(yield func(store.Record, error) bool) {
		query := "SELECT " + recordColumns + " FROM records WHERE kind = ? AND key >= ? AND (until = 0 OR until > ?) ORDER BY key LIMIT ?"
		for from := prefix; ; {
			rows, err := db.query(ctx, query, kind, from, micros(now), page)
			all, err := collect(rows, err, scanRecord)
			if err != nil {
				yield(store.Record{}, err)
				return
			}
			for _, r := range all {
				if !strings.HasPrefix(r.Key, prefix) || !yield(r, nil) {
					return
				}
			}
			if len(all) < page {
				return
			}
			from = all[len(all)-1].Key
			query = strings.Replace(query, "key >= ?", "key > ?", 1)
		}
	}
}

func scanRecord(s scanner) (store.Record, error) {
	var r store.Record
	var until int64
	err := s.Scan(&r.Kind, &r.Key, &r.Version, &until, &r.Body)
	r.Until = moment(until)
	return r, err
}

// Expire removes what is past its end; see store.Store.
func (db *DB) Expire(ctx context.Context, now, answersBefore time.Time) (int, error) {
	var gone int64
	err := db.writer.do(ctx, func(t *tx) error {
		records, err := t.exec("DELETE FROM records WHERE until > 0 AND until <= ?", micros(now))
		if err != nil {
			return err
		}
		answers, err := t.exec("DELETE FROM answers WHERE at < ?", micros(answersBefore))
		gone = records + answers
		return err
	})
	if err != nil {
		return 0, err
	}
	return int(gone), nil
}

func (t *tx) messages(a *store.Act) error {
	rows := t.insert("messages", messageColumns+", lease", "", nil)
	for _, m := range a.Messages {
		if err := rows.add(t.next(messageCounter), m.Topic, micros(m.Due), m.Attempts, append([]byte{}, m.Body...), 0); err != nil {
			return err
		}
	}
	return rows.flush()
}

const messageColumns = "id, topic, due, attempts, body"

// Claim takes messages that are due; see store.Store.
func (db *DB) Claim(ctx context.Context, topic string, now time.Time, lease time.Duration, limit int) ([]store.Message, error) {
	if limit <= 0 {
		return nil, nil
	}
	var out []store.Message
	err := db.writer.do(ctx, func(t *tx) error {
		var err error
		out, err = list(t, "SELECT "+messageColumns+" FROM messages WHERE topic = ? AND due <= ? AND lease <= ? ORDER BY due, id LIMIT ?",
			[]any{topic, micros(now), micros(now), limit}, scanMessage)
		if err != nil {
			return err
		}
		for i := range out {
			out[i].Attempts++
			if err := t.later("UPDATE messages SET lease = ?, attempts = ? WHERE id = ?", []any{micros(now.Add(lease)), out[i].Attempts, out[i].ID}, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func scanMessage(s scanner) (store.Message, error) {
	var m store.Message
	var due int64
	err := s.Scan(&m.ID, &m.Topic, &due, &m.Attempts, &m.Body)
	m.Due = moment(due)
	return m, err
}

// Settle ends a message claimed; see store.Store.
func (db *DB) Settle(ctx context.Context, id int64, next time.Time) error {
	err := db.writer.do(ctx, func(t *tx) error {
		if next.IsZero() {
			return t.later("DELETE FROM messages WHERE id = ?", []any{id}, nil)
		}
		return t.later("UPDATE messages SET due = ?, lease = 0 WHERE id = ?", []any{micros(next), id}, some)
	})
	if err != nil {
		return fmt.Errorf("store: settle: %w", err)
	}
	return nil
}
