package sqldb

import (
	"context"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/store"
)

const paperColumns = "id, owner, code, person, type, size, digest, received, until, refused, service, year"

func (t *tx) papers(p *prepared) error {
	for _, id := range p.act.RemovePapers {
		if err := t.later("DELETE FROM papers WHERE id = ?", []any{id}, nil); err != nil {
			return err
		}
	}
	for i := range p.papers {
		if err := t.putPaper(&p.papers[i]); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) putPaper(one *store.Paper) error {
	refused := 0
	if one.Refused {
		refused = 1
	}
	about := []any{one.Owner, one.Code, one.Person, one.Type, micros(one.Received), day(one.Until), refused, one.Service, one.Year}
	if len(one.Body) == 0 && one.Size > 0 {
		return t.later("UPDATE papers SET owner = ?, code = ?, person = ?, type = ?, received = ?, until = ?, refused = ?, service = ?, year = ? WHERE id = ? AND digest = ?",
			append(about, one.ID, one.Digest), some)
	}
	body := append([]byte{}, one.Body...)
	return t.later(`INSERT INTO papers (owner, code, person, type, received, until, refused, service, year, id, size, digest, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, code = excluded.code, person = excluded.person, type = excluded.type, received = excluded.received,
		until = excluded.until, refused = excluded.refused, service = excluded.service, year = excluded.year, size = excluded.size, digest = excluded.digest, body = excluded.body`,
		append(about, one.ID, one.Size, one.Digest, body), nil)
}

// some checks that a statement changed something.
func some(changed int64) error {
	if changed == 0 {
		return store.ErrNotFound
	}
	return nil
}

// Paper gives a document with its body; see store.Store.
func (db *DB) Paper(ctx context.Context, id string) (store.Paper, error) {
	return one(ctx, db, scanPaperBody, "SELECT "+paperColumns+", body FROM papers WHERE id = ?", id)
}

// Papers lists the documents of a demand; see store.Store.
func (db *DB) Papers(ctx context.Context, owner string) ([]store.Paper, error) {
	rows, err := db.query(ctx, "SELECT "+paperColumns+" FROM papers WHERE owner = ? ORDER BY received, id", owner)
	return collect(rows, err, scanPaper)
}

func scanPaper(s scanner) (store.Paper, error) { return scanPaperInto(s) }

func scanPaperBody(s scanner) (store.Paper, error) {
	var body []byte
	p, err := scanPaperInto(s, &body)
	p.Body = body
	return p, err
}

func scanPaperInto(s scanner, more ...any) (store.Paper, error) {
	var p store.Paper
	var received int64
	var until string
	var refused int
	err := s.Scan(append([]any{&p.ID, &p.Owner, &p.Code, &p.Person, &p.Type, &p.Size, &p.Digest, &received, &until, &refused, &p.Service, &p.Year}, more...)...)
	p.Received, p.Until, p.Refused = moment(received), demand.MustDate(until), refused != 0
	return p, err
}
