package store

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fichier-unique/rules/numbering"
)

// Format names the format of a dump; a program refuses the others.
//
// A dump is a folder. Each table is a file of JSON lines, TABLE.jsonl, in the
// order of its key; manifest.json, written last, gives the count and the SHA-256
// of each file, in the order of its tables, and the SHA-256 of these as sha256sum
// lists them. The same content gives the same bytes, whichever database it is in.
// Left out, because they are of a moment and of a machine: the sessions, and who
// was sending which message.
const Format = "fichier-dump-1"

// tables are the tables of a dump, in order.
var tables = []string{"counters", "events", "demands", "numbers", "papers", "records", "access", "messages", "answers"}

// SessionKind is the kind of the records that say who is signed in. A dump leaves
// them out: who reads it must not be able to act for somebody.
const SessionKind = "session"

// manifestName is the last file of a dump: without it, the dump is not whole.
const manifestName = "manifest.json"

// maxLine bounds a line of a dump: the body of a paper, in base64.
const maxLine = 256 << 20

// The lines of a dump. The rows are Row as it is, the papers Paper as it is.
type (
	// DumpedCounter is the last sequence given.
	DumpedCounter struct {
		Name string `json:"name"`
		Last int64  `json:"last"`
	}
	// DumpedEvent is an event: the line of the journal under its sequence.
	DumpedEvent struct {
		Seq   int64           `json:"seq"`
		Event json.RawMessage `json:"event"`
	}
	// DumpedNumber is a unique number.
	DumpedNumber struct {
		Number numbering.Number `json:"number"`
		Demand string           `json:"demand"`
	}
	// DumpedRecord is a record.
	DumpedRecord struct {
		Kind    string    `json:"kind"`
		Key     string    `json:"key"`
		Version int64     `json:"version"`
		Until   time.Time `json:"until,omitzero"`
		Content
	}
	// DumpedAccess is a line of the access journal.
	DumpedAccess struct {
		Rank int64     `json:"rank"`
		At   time.Time `json:"at,omitzero"`
		Content
	}
	// DumpedMessage is a message to be sent.
	DumpedMessage struct {
		ID       int64     `json:"id"`
		Topic    string    `json:"topic"`
		Due      time.Time `json:"due,omitzero"`
		Attempts int       `json:"attempts"`
		Content
	}
	// DumpedAnswer is what was answered to a key.
	DumpedAnswer struct {
		Key    string    `json:"key"`
		Digest string    `json:"digest"`
		At     time.Time `json:"at,omitzero"`
		Content
	}
	// Content is a body, readable when it is text.
	Content struct {
		Text   string `json:"text,omitempty"`
		Base64 []byte `json:"base64,omitempty"`
	}
)

// ContentOf writes a body.
func ContentOf(body []byte) Content {
	if utf8.Valid(body) {
		return Content{Text: string(body)}
	}
	return Content{Base64: body}
}

// Bytes gives the body back.
func (c Content) Bytes() []byte {
	if len(c.Base64) > 0 {
		return c.Base64
	}
	return []byte(c.Text)
}

// Dumper writes a dump, table by table, in the order of the format.
type Dumper struct {
	dir      string
	manifest Manifest
	file     *os.File
	out      *bufio.Writer
	hash     hash.Hash
	lines    *json.Encoder
	current  *File
}

// NewDumper begins a dump in a folder, made if it is not there; it must be empty.
func NewDumper(dir string) (*Dumper, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("store: dump: %w", err)
	}
	there, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("store: dump: %w", err)
	}
	if len(there) > 0 {
		return nil, errors.New("store: dump: the folder is not empty: give another one, or empty it")
	}
	return &Dumper{dir: dir, manifest: Manifest{Format: Format}}, nil
}

// Table begins the next table.
func (d *Dumper) Table() (name string, more bool, err error) {
	if err := d.end(); err != nil {
		return "", false, err
	}
	if len(d.manifest.Files) == len(tables) {
		return "", false, nil
	}
	name = tables[len(d.manifest.Files)]
	d.manifest.Files = append(d.manifest.Files, File{Name: name + ".jsonl"})
	d.current = &d.manifest.Files[len(d.manifest.Files)-1]
	if d.file, err = os.OpenFile(filepath.Join(d.dir, d.current.Name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err != nil {
		return "", false, fmt.Errorf("store: dump: %w", err)
	}
	d.hash = sha256.New()
	d.out = bufio.NewWriterSize(io.MultiWriter(d.file, d.hash), 1<<16)
	d.lines = json.NewEncoder(d.out)
	d.lines.SetEscapeHTML(false)
	return name, true, nil
}

// Line writes a line of the table.
func (d *Dumper) Line(row any) error {
	d.current.Rows++
	if err := d.lines.Encode(row); err != nil {
		return fmt.Errorf("store: dump: %s: %w", d.current.Name, err)
	}
	return nil
}

// end closes the file of the table, once it is on the disk.
func (d *Dumper) end() error {
	if d.file == nil {
		return nil
	}
	err := errors.Join(d.out.Flush(), d.file.Sync(), d.file.Close())
	d.file = nil
	if err != nil {
		return fmt.Errorf("store: dump: %s: %w", d.current.Name, err)
	}
	d.current.SHA256 = hex.EncodeToString(d.hash.Sum(nil))
	return nil
}

// Finish writes the manifest, which makes the dump whole.
func (d *Dumper) Finish() (Manifest, error) {
	d.manifest.Digest = digestOf(d.manifest.Files)
	text, err := json.MarshalIndent(d.manifest, "", "  ")
	if err != nil {
		return Manifest{}, fmt.Errorf("store: dump: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(d.dir, manifestName), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return Manifest{}, fmt.Errorf("store: dump: %w", err)
	}
	_, err = file.Write(append(text, '\n'))
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return Manifest{}, fmt.Errorf("store: dump: %w", err)
	}
	return d.manifest, nil
}

// Abandon closes what is open. What was written stays, without manifest.
func (d *Dumper) Abandon() {
	if d.file != nil {
		_ = d.file.Close() // nobody will read it
		d.file = nil
	}
}

func digestOf(files []File) string {
	var list strings.Builder
	for _, f := range files {
		fmt.Fprintf(&list, "%s  %s\n", f.SHA256, f.Name)
	}
	sum := sha256.Sum256([]byte(list.String()))
	return hex.EncodeToString(sum[:])
}

// ReadManifest reads the manifest of a dump and checks that it is whole and of
// this format. The files themselves are checked as ReadTable reads them.
func ReadManifest(dir string) (Manifest, error) {
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, os.ErrNotExist) {
		return Manifest{}, fmt.Errorf("store: load: %s is not there: this is no dump, or one that was interrupted; make it again", manifestName)
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("store: load: %w", err)
	}
	var m Manifest
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(&m); err != nil {
		return Manifest{}, fmt.Errorf("store: load: %s: %w", manifestName, err)
	}
	if m.Format != Format {
		return Manifest{}, fmt.Errorf("store: load: the format is %q, and this program reads %q: use the program that made the dump", m.Format, Format)
	}
	if len(m.Files) != len(tables) {
		return Manifest{}, fmt.Errorf("store: load: %s lists %d files, and a dump has %d", manifestName, len(m.Files), len(tables))
	}
	for i, f := range m.Files {
		if f.Name != tables[i]+".jsonl" {
			return Manifest{}, fmt.Errorf("store: load: %s lists %q in the place of %s.jsonl", manifestName, f.Name, tables[i])
		}
	}
	if m.Digest != digestOf(m.Files) {
		return Manifest{}, fmt.Errorf("store: load: %s was changed since the dump: its digest does not match", manifestName)
	}
	return m, nil
}

// ReadTable reads the lines of a file of a dump. Only when it returns without
// error were they all there, unchanged: nothing that use did may stand before.
func ReadTable[T any](dir string, f File, use func(T) error) error {
	file, err := os.Open(filepath.Join(dir, f.Name))
	if err != nil {
		return fmt.Errorf("store: load: %w", err)
	}
	defer file.Close()
	sum := sha256.New()
	lines := bufio.NewScanner(io.TeeReader(file, sum))
	lines.Buffer(make([]byte, 1<<16), maxLine)
	var rows int64
	for lines.Scan() {
		rows++
		var row T
		in := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		in.DisallowUnknownFields()
		if err := in.Decode(&row); err != nil {
			return fmt.Errorf("store: load: %s, line %d: not a line of this table", f.Name, rows)
		}
		if err := use(row); err != nil {
			return fmt.Errorf("store: load: %s, line %d: %w", f.Name, rows, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("store: load: %s, line %d: %w", f.Name, rows+1, err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); rows != f.Rows || got != f.SHA256 {
		return fmt.Errorf("store: load: %s was changed since the dump: %d lines where the manifest says %d, and SHA-256 %s where it says %s", f.Name, rows, f.Rows, got, f.SHA256)
	}
	return nil
}
