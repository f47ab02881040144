package registry

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Limits of what is uploaded: those that applicants know from the portals of the
// field (needs H1).
const (
	MaxPaper  = 5 << 20 // bytes of a document
	MaxPapers = 40      // documents of a demand or of a draft
)

// Errors of a document.
var (
	ErrPaperType = errors.New("registry: the document is not of a kind that is taken")
	ErrPaperSize = errors.New("registry: the document is empty or too large")
	ErrPaperCode = errors.New("registry: the paper is not one of the list")
	ErrPapers    = errors.New("registry: too many documents already")
)

// Upload is a document somebody hands in.
type Upload struct {
	Code   string // of demand/papers
	Person string // JSON path of the person it is about; "" for the household
	Until  demand.Date
	Year   int // of a tax notice
	Body   []byte
	Key    string      // of the request, so that a button pressed twice hands in one document
	On     demand.Date // day it was handed in; none: today

	kept *store.Paper // once it is taken
}

// paperTypes are the kinds of documents that are taken, told by their first bytes
// and never by their name.
var paperTypes = []struct{ kind, start, extension string }{
	{"application/pdf", "%PDF-", ".pdf"},
	{"image/jpeg", "\xff\xd8\xff", ".jpg"},
	{"image/png", "\x89PNG\r\n\x1a\n", ".png"},
	{"image/bmp", "BM", ".bmp"},
	{wordType, "PK\x03\x04", ".docx"},
}

const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// typeOf tells the kind of a document from its content; "" when it is not taken.
func typeOf(body []byte) string {
	for _, t := range paperTypes {
		if !bytes.HasPrefix(body, []byte(t.start)) {
			continue
		}
		switch {
		case t.kind == wordType && !isWord(body):
			return ""
		case t.kind == "image/bmp" && !isBitmap(body):
			return ""
		}
		return t.kind
	}
	return ""
}

// isBitmap reports a picture among the many texts that begin with BM: the size of its
// second header is one of those that there are.
func isBitmap(body []byte) bool {
	return len(body) >= 26 && slices.Contains([]uint32{12, 16, 40, 52, 56, 64, 108, 124}, binary.LittleEndian.Uint32(body[14:]))
}

// isWord reports a text document among the many things that are zip files, without
// opening what is in it. Macros and embedded programs are parts that end in .bin,
// whatever else they are called.
func isWord(body []byte) bool {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return false
	}
	return slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "word/document.xml" }) &&
		!slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.HasSuffix(strings.ToLower(f.Name), ".bin") })
}

// Extension is the end of the name of a file of a kind.
func Extension(kind string) string {
	for _, t := range paperTypes {
		if t.kind == kind {
			return t.extension
		}
	}
	return ".bin"
}

// paper checks a document and makes what is kept of it.
func (r *Registry) paper(ctx context.Context, owner, service string, u *Upload) (store.Paper, error) {
	if _, known := papers.Lookup(papers.Paper(u.Code)); !known {
		return store.Paper{}, ErrPaperCode
	}
	if len(u.Body) == 0 || len(u.Body) > MaxPaper {
		return store.Paper{}, ErrPaperSize
	}
	kind := typeOf(u.Body)
	if kind == "" {
		return store.Paper{}, ErrPaperType
	}
	held, err := r.store.Papers(ctx, owner)
	if err != nil {
		return store.Paper{}, err
	}
	if len(held) >= MaxPapers {
		return store.Paper{}, ErrPapers
	}
	id, err := r.newKey("p")
	if err != nil {
		return store.Paper{}, err
	}
	sum := sha256.Sum256(u.Body)
	return store.Paper{ID: id, Owner: owner, Code: u.Code, Person: u.Person, Type: kind, Size: int64(len(u.Body)), Digest: hex.EncodeToString(sum[:]),
		Received: r.now(), Until: u.Until, Year: u.Year, Service: service, Body: u.Body}, nil
}

// FilePaper takes a document into a demand: the charter decides, the journal says
// that a paper was received, the document is kept with it.
func (r *Registry) FilePaper(ctx context.Context, agent Agent, key string, u Upload) (store.Paper, error) {
	cmd := Command{Act: charter.FilePaper, Demand: key, Key: u.Key, On: u.On, Treatment: journal.Treatment{Step: journal.PaperReceived, Reason: u.Code},
		Facts: charter.Facts{Paper: u.Code}, upload: &u}
	_, err := r.Do(ctx, agent, cmd)
	if err != nil {
		return store.Paper{}, err
	}
	if u.kept == nil {
		return store.Paper{}, nil // done before under this key
	}
	p := *u.kept
	p.Body = nil
	return p, nil
}

// FileDraftPaper takes a document into a draft.
func (r *Registry) FileDraftPaper(ctx context.Context, draft string, u Upload) (store.Paper, error) {
	p, err := r.paper(ctx, draft, "", &u)
	if err != nil {
		return store.Paper{}, err
	}
	if _, err := r.store.Write(ctx, &store.Act{Papers: []store.Paper{p}, At: r.now()}); err != nil {
		return store.Paper{}, err
	}
	p.Body = nil
	return p, nil
}

// Paper gives a document of a demand whose papers are open to the agent, and
// writes to the access journal that it was downloaded.
func (r *Registry) Paper(ctx context.Context, agent Agent, key, id string) (store.Paper, error) {
	if err := agent.Holds(access.Download); err != nil {
		return store.Paper{}, err
	}
	_, p, err := r.held(ctx, &agent, key, id)
	if err != nil {
		return store.Paper{}, err
	}
	return p, r.Log(ctx, agent, access.Download, key, 0)
}

// held finds a document of a demand whose papers are open to the agent.
func (r *Registry) held(ctx context.Context, agent *Agent, key, id string) (View, store.Paper, error) {
	v, err := r.look(ctx, agent, key)
	if err != nil {
		return View{}, store.Paper{}, err
	}
	if d, ok := v.Sight.Decision(charter.FieldPapers); ok && d.Outcome != charter.Allowed {
		return View{}, store.Paper{}, &RefusedError{d}
	}
	p, err := r.store.Paper(ctx, id)
	if err == nil && p.Owner != key {
		err = store.ErrNotFound
	}
	return v, p, err
}

// Judge marks a document as refused (unreadable, of somebody else), or takes the
// mark back. Who may file a paper may say so. A refused document may be asked for
// again.
func (r *Registry) Judge(ctx context.Context, agent Agent, key, id string, refused bool) error {
	if err := agent.Holds(access.Modify); err != nil {
		return err
	}
	v, p, err := r.held(ctx, &agent, key, id)
	if err != nil {
		return err
	}
	if d := r.May(&v, agent, charter.FilePaper, charter.Facts{Paper: p.Code}); d.Outcome != charter.Allowed {
		return &RefusedError{d}
	}
	p.Refused = refused
	_, err = r.store.Write(ctx, &store.Act{Papers: []store.Paper{p}, Access: r.accessLines(&agent, access.Modify, key, "", 0), At: r.now()})
	return err
}
