package national

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/sne"
)

// Settings say who sends, and how much at once.
type Settings struct {
	Desk       string // of the manager, five characters: in the names of the files
	Version    string // versionInterface; "": 02.01
	MaxDemands int    // of one file; 0: 500
	MaxBytes   int    // of one file; 0: 4 MiB. A demand alone is never cut
	MaxEvents  int64  // of the feed in one increment; 0: 20,000
	Patience   int    // days without an answer before a file is sent again; 0: 1
}

func (s *Settings) fill() {
	if s.Version == "" {
		s.Version = "02.01"
	}
	for _, d := range []struct {
		field *int
		value int
	}{{&s.MaxDemands, 500}, {&s.MaxBytes, 4 << 20}, {&s.Patience, 1}} {
		if *d.field <= 0 {
			*d.field = d.value
		}
	}
	if s.MaxEvents <= 0 {
		s.MaxEvents = 20_000
	}
}

// plan is an increment decided on and not finished: it is written down before
// anything is made, so that a crash changes nothing of what comes out.
type plan struct {
	Increment int         `json:"increment"` // from 1, without hole
	Day       demand.Date `json:"day"`
	At        time.Time   `json:"at"` // in the names and headers of the files
	After     int64       `json:"after"`
	To        int64       `json:"to"`
	Goal      int64       `json:"goal"`       // last sequence of the day
	FirstFile int         `json:"first_file"` // rank of the first file, from 1, without hole
	Waiting   []string    `json:"waiting,omitempty"`
}

// Held is a demand that changed and cannot be sent yet.
type Held struct {
	Demand   string           `json:"demand"`
	Desk     string           `json:"desk,omitempty"`
	Findings []demand.Finding `json:"findings"`
}

// Line is one act of a file.
type Line struct {
	Demand string `json:"demand"`
	Number string `json:"number"`
	Kind   Kind   `json:"kind"`
}

// File is one file of an increment.
type File struct {
	Name  string
	Bytes []byte
	Kind  Kind
	Lines []Line // by rank
}

// Transfer is one increment.
type Transfer struct {
	Manifest Manifest
	Files    []File
	Sent     []Sent   // what is to be remembered of the demands in it
	Gone     []string // demands to forget: never sent, and gone
	Held     []Held
	Lost     []Held // what the interface cannot carry, or carries under a name to be confirmed
}

// ManifestFile is a line of a manifest.
type ManifestFile struct {
	Name    string          `json:"name"`
	Type    demand.FileType `json:"type"`
	Demands int             `json:"demands"`
	Bytes   int             `json:"bytes"`
	SHA256  string          `json:"sha256"`
}

// Manifest says what an increment holds, so that a receiver refuses what is not
// whole. It names no demand.
type Manifest struct {
	Increment int            `json:"increment"`
	Day       demand.Date    `json:"day"`
	After     int64          `json:"after"`
	To        int64          `json:"to"`
	Files     []ManifestFile `json:"files"`
	Changed   int            `json:"changed"` // demands looked at = sent + held + unchanged
	Sent      int            `json:"sent"`
	Held      int            `json:"held"`
	Unchanged int            `json:"unchanged"` // nothing that the interface carries has changed
	Acts      map[Kind]int   `json:"acts"`
}

// Name names the manifest's file.
func (m *Manifest) Name(desk string) string {
	return fmt.Sprintf("MAN%s-%06d.json", desk, m.Increment)
}

// JSON writes the manifest.
func (m *Manifest) JSON() []byte {
	data, _ := json.MarshalIndent(m, "", "  ") // plain data: cannot fail
	return append(data, '\n')
}

// build makes an increment. The changes come one a demand; known gives what the
// link remembers of a demand, the zero Sent when nothing.
func build(in Settings, p plan, changes iter.Seq2[Change, error], known func(demand string) (Sent, error)) (*Transfer, error) {
	in.fill()
	b := building{in: in, plan: p, records: map[Kind][]act{}}
	b.out.Manifest = Manifest{Increment: p.Increment, Day: p.Day, After: p.After, To: p.To, Files: []ManifestFile{}, Acts: map[Kind]int{}}
	for c, err := range changes {
		if err != nil {
			return nil, err
		}
		before, err := known(c.Demand)
		if err != nil {
			return nil, err
		}
		if err := b.change(&c, before); err != nil {
			return nil, err
		}
	}
	for _, kind := range kinds {
		for chunk := range slices.Chunk(b.records[kind], in.MaxDemands) {
			if err := b.file(kind, chunk); err != nil {
				return nil, err
			}
		}
	}
	for _, s := range b.sent {
		b.out.Sent = append(b.out.Sent, *s)
	}
	return &b.out, nil
}

type building struct {
	in      Settings
	plan    plan
	records map[Kind][]act
	sent    []*Sent
	out     Transfer
}

// act is a record on its way to a file.
type act struct {
	sent *Sent
	to   Snapshot
	rec  sne.Record
}

func (b *building) hold(c *Change, findings []demand.Finding) {
	b.out.Manifest.Held++
	b.out.Held = append(b.out.Held, Held{c.Demand, c.Now.Desk, findings})
}

// change decides what is sent of a demand.
func (b *building) change(c *Change, known Sent) error {
	b.out.Manifest.Changed++
	to, wait := target(c)
	if wait != "" {
		b.hold(c, []demand.Finding{{Fault: fault(wait)}})
		return nil
	}
	s := &Sent{Demand: c.Demand, Number: c.Now.Form.Number, Desk: c.Now.Desk, Confirmed: known.Confirmed, Pending: slices.Clone(known.Pending)}
	s.Separated = known.Separated || c.separated()
	form := formOf(&c.Now, s.Separated)
	s.Deposited = form.DepositedOn
	if !to.There { // erased: only the link still knows how it was called
		s.Number, s.Desk, s.Deposited, s.Separated = known.Number, known.Desk, known.Deposited, known.Separated
	} else {
		var err error
		if to.Digest, err = digest(form); err != nil {
			return fmt.Errorf("national: take the fingerprint of a demand: %w", err)
		}
	}
	from := s.told()
	acts := lead(&from, &to, s.Separated)
	if len(acts) == 0 {
		b.unchanged(c, s, &from, &to)
		return nil
	}
	return b.acts(c, s, &to, &form, acts)
}

func (b *building) unchanged(c *Change, s *Sent, from, to *Snapshot) {
	if from.Motive != "" && to.There && from.Digest != to.Digest {
		b.hold(c, []demand.Finding{{Fault: fault(codeStruckOff)}})
		return
	}
	b.out.Manifest.Unchanged++
	if !from.There && !to.There && len(s.Pending) == 0 {
		b.out.Gone = append(b.out.Gone, c.Demand)
	}
}

// acts makes the records, and holds the demand when one of them would be refused
// for what it lacks.
func (b *building) acts(c *Change, s *Sent, to *Snapshot, form *demand.Form, todo []Kind) error {
	made := make([]act, 0, len(todo))
	var lacking []demand.Finding
	for _, kind := range todo {
		rec := sne.Record{Index: 1, Form: *form}
		switch kind {
		case Removed:
			rec.Form = bare(s)
		case Undone, StruckOff:
			rec.Form = bare(s)
			rec.SetStrikeOff(strike(c, kind, to, b.plan.Day))
		}
		h := b.header(kind)
		lacking = append(lacking, sne.Check(h, &rec, sne.Creation)...)
		made = append(made, act{s, *to, rec})
	}
	if len(lacking) > 0 {
		b.hold(c, lacking)
		return nil
	}
	b.out.Manifest.Sent++
	b.sent = append(b.sent, s)
	for i, kind := range todo {
		b.records[kind] = append(b.records[kind], made[i])
		b.out.Manifest.Acts[kind]++
	}
	if to.There {
		b.lose(c, form)
	}
	return nil
}

// lose tells what the file does not say as the demand does.
func (b *building) lose(c *Change, form *demand.Form) {
	h := Held{Demand: c.Demand, Desk: c.Now.Desk}
	if !c.Now.Form.Wanted.Extended.Known() {
		f := fault(codeExtended)
		f.Path = "wanted.extended"
		h.Findings = append(h.Findings, demand.Finding{Fault: f})
	}
	for _, l := range sne.Lost(form) {
		h.Findings = append(h.Findings, demand.Finding{Fault: l})
	}
	if len(h.Findings) > 0 {
		b.out.Lost = append(b.out.Lost, h)
	}
}

// bare is what a strike-off or a deletion says of the demand: which one.
func bare(s *Sent) demand.Form {
	return demand.Form{Number: s.Number, Desk: s.Desk, DepositedOn: s.Deposited}
}

func strike(c *Change, kind Kind, to *Snapshot, day demand.Date) sne.StrikeOff {
	if kind == Undone {
		if on := c.revived(); !on.IsZero() {
			day = on
		}
		return sne.StrikeOff{On: day}
	}
	out := sne.StrikeOff{}
	if c.Allocation != nil && to.Motive == demand.StrikeOffMotiveRADATT {
		out = *c.Allocation
	}
	out.Motive, out.SubMotive, out.On = to.Motive, to.SubMotive, to.StruckOff
	return out
}

// target is what the other side should hold, or why the demand waits.
func target(c *Change) (to Snapshot, wait string) {
	switch c.Now.Status {
	case journal.Absent, journal.Deleted, journal.Merged:
		return Snapshot{}, ""
	case journal.ToVerify:
		return Snapshot{}, codeToVerify
	case journal.StruckOff:
		if c.Now.Motive == "" {
			return Snapshot{}, codeNoMotive
		}
		if c.Now.Form.Number.IsZero() {
			return Snapshot{}, "" // never numbered, and over
		}
		to.Motive, to.SubMotive, to.StruckOff = c.Now.Motive, c.Now.SubMotive, c.Now.StruckOffOn
	}
	if c.Now.Form.Number.IsZero() {
		return Snapshot{}, codeNoNumber
	}
	to.There, to.Renewed = true, c.Now.Form.RenewedOn
	return to, ""
}

func (b *building) header(kind Kind) sne.Header {
	return sne.Header{Version: b.in.Version, FileType: kind.fileType(), FileDate: b.plan.At.Format("2006-01-02T15:04:05.0-07:00")}
}

// file writes a file, in two when it is too large.
func (b *building) file(kind Kind, acts []act) error {
	var out bytes.Buffer
	if err := sne.Write(&out, b.header(kind), recordsOf(acts)); err != nil {
		return fmt.Errorf("national: write a file of type %s: %w", kind.fileType(), err)
	}
	if out.Len() > b.in.MaxBytes && len(acts) > 1 {
		half := len(acts) / 2
		if err := b.file(kind, acts[:half]); err != nil {
			return err
		}
		return b.file(kind, acts[half:])
	}
	rank := b.plan.FirstFile + len(b.out.Files)
	name := sne.FileName{Kind: sne.DemandFile, Desk: b.in.Desk, At: b.plan.At, Sequence: rank % 1_000_000, Extension: "xml"}.String()
	f := File{Name: name, Bytes: out.Bytes(), Kind: kind}
	for i, a := range acts {
		a.sent.Pending = append(a.sent.Pending, Pending{File: name, Rank: i + 1, Kind: kind, To: a.to})
		f.Lines = append(f.Lines, Line{a.sent.Demand, a.sent.Number.String(), kind})
	}
	b.out.Files = append(b.out.Files, f)
	b.out.Manifest.Files = append(b.out.Manifest.Files, ManifestFile{name, kind.fileType(), len(acts), out.Len(), sum(out.Bytes())})
	return nil
}

func recordsOf(acts []act) iter.Seq[sne.Record] {
	return func(yield func(sne.Record) bool) {
		for i, a := range acts {
			a.rec.Index = i + 1
			if !yield(a.rec) {
				return
			}
		}
	}
}

func sum(body []byte) string {
	digest := sha256.Sum256(body)
	return hex.EncodeToString(digest[:])
}
