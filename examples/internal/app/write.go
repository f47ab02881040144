package app

import (
	"bufio"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/google/renameio/v2"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// ManifestName is the last file written: while it is missing, the folder is
// not complete.
const ManifestName = "manifest.json"

// Output is one file written, with its fingerprint.
type Output struct {
	Name   string `json:"name"`
	About  string `json:"about"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Totals sums a run up.
type Totals struct {
	Read            int `json:"read"`
	Accepted        int `json:"accepted"`
	Refused         int `json:"refused"`
	Blank           int `json:"blank"`
	Demands         int `json:"demands"` // distinct demands
	NumbersKept     int `json:"numbers_kept"`
	NumbersIssued   int `json:"numbers_issued"`
	NumbersReplaced int `json:"numbers_replaced"`
	NumbersWithheld int `json:"numbers_withheld"`
	Hidden          int `json:"hidden_cells"`
}

// Manifest is the account of a run.
type Manifest struct {
	Version  int            `json:"version"`
	AsOf     demand.Date    `json:"as_of"`
	Profile  demand.Profile `json:"profile"`
	Charter  string         `json:"charter"`
	Files    []FileCount    `json:"files"`
	Totals   Totals         `json:"totals"`
	Matching MatchingCount  `json:"matching"`
	Outputs  []Output       `json:"outputs"`
}

// Totals sums the result up; it checks that every account holds.
func (r *Result) Totals() (Totals, error) {
	var t Totals
	for _, f := range r.Files {
		if f.Read != f.Accepted+f.Refused {
			return t, fmt.Errorf("%s : %d lues mais %d acceptées et %d refusées", f.File, f.Read, f.Accepted, f.Refused)
		}
		t.Read += f.Read
		t.Accepted += f.Accepted
		t.Refused += f.Refused
		t.Blank += f.Blank
	}
	for i := range r.Demands {
		switch r.Demands[i].Status {
		case NumberKept:
			t.NumbersKept++
		case NumberIssued:
			t.NumbersIssued++
		case NumberWithheld:
			t.NumbersWithheld++
		}
		t.NumbersReplaced += len(r.Demands[i].Former)
	}
	t.Demands = len(r.Demands)
	if t.Accepted != len(r.Accepted) || t.Accepted != t.Demands+r.Matching.Merged {
		return t, fmt.Errorf("comptes incohérents : %d acceptées, %d demandes, %d rapprochées", t.Accepted, t.Demands, r.Matching.Merged)
	}
	return t, nil
}

// Write puts every output in the job's folder. Each file appears whole or not
// at all; the manifest is removed first and written last.
func (r *Result) Write(book *demand.Rulebook, lang language.Tag) (Manifest, error) {
	totals, err := r.Totals()
	if err != nil {
		return Manifest{}, err
	}
	w := &writer{folder: r.Job.Out}
	if err := os.MkdirAll(filepath.Join(r.Job.Out, "observatory"), 0o755); err != nil {
		return Manifest{}, fmt.Errorf("%s : création impossible (%w) ; donner un dossier où l'on peut écrire", r.Job.Out, err)
	}
	if err := os.Remove(filepath.Join(r.Job.Out, ManifestName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, fmt.Errorf("%s : l'ancien manifeste ne s'efface pas (%w)", r.Job.Out, err)
	}
	tables, hidden, err := r.tables()
	if err != nil {
		return Manifest{}, err
	}
	totals.Hidden = len(hidden)
	m := Manifest{Version: 1, AsOf: r.Job.Setting.AsOf, Profile: r.Job.Setting.Profile, Charter: r.Job.Charter.Name,
		Files: r.Files, Totals: totals, Matching: r.Matching}
	w.file("accepted.jsonl", "les lignes acceptées, avec leur fichier et leur ligne", r.writeAccepted)
	w.file("demands.jsonl", "le fichier unique : une ligne par demande distincte", r.writeDemands)
	w.file("findings.csv", "tout ce qui est refusé ou à confirmer, et pourquoi", func(out io.Writer) error {
		return r.writeFindings(out, book, lang)
	})
	w.file("clusters.csv", "quelles lignes sont une même demande", r.writeClusters)
	w.file("review.csv", "les rapprochements qu'une personne doit trancher", r.writeReview)
	w.file("numbers.csv", "numéros conservés, attribués, remplacés", r.writeNumbers)
	r.writeTables(w, tables)
	w.file("report.html", "le rapport, une seule page lisible hors connexion", func(out io.Writer) error {
		return r.writeReport(out, book, totals, tables, w.done)
	})
	m.Outputs = w.done
	w.file(ManifestName, "", func(out io.Writer) error { return encodeIndented(out, m) })
	return m, w.err
}

func encodeIndented(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// writer puts files in a folder, each whole or not at all, and stops at the
// first failure.
type writer struct {
	folder string
	done   []Output
	err    error
}

func (w *writer) file(name, about string, fill func(io.Writer) error) {
	if w.err != nil {
		return
	}
	if err := w.put(name, about, fill); err != nil {
		w.err = fmt.Errorf("%s : écriture impossible (%w) ; vérifier la place et les droits, puis relancer", filepath.Join(w.folder, name), err)
	}
}

func (w *writer) put(name, about string, fill func(io.Writer) error) error {
	o, err := putFile(filepath.Join(w.folder, name), fill)
	if err == nil {
		o.Name, o.About = name, about
		w.done = append(w.done, o)
	}
	return err
}

// WriteFile writes a file whole or not at all.
func WriteFile(name string, fill func(io.Writer) error) (Output, error) {
	o, err := putFile(name, fill)
	if err != nil {
		return Output{}, fmt.Errorf("%s : écriture impossible (%w) ; vérifier la place et les droits, puis relancer", name, err)
	}
	return o, nil
}

func putFile(name string, fill func(io.Writer) error) (Output, error) {
	pending, err := renameio.NewPendingFile(name, renameio.WithPermissions(0o644))
	if err != nil {
		return Output{}, err
	}
	defer pending.Cleanup()
	count := &counting{hash: sha256.New()}
	buffered := bufio.NewWriterSize(io.MultiWriter(pending, count), 1<<16)
	if err := errors.Join(fill(buffered), buffered.Flush()); err != nil {
		return Output{}, err
	}
	if err := pending.CloseAtomicallyReplace(); err != nil {
		return Output{}, err
	}
	return Output{Name: filepath.Base(name), Bytes: count.n, SHA256: hex.EncodeToString(count.hash.Sum(nil))}, nil
}

type counting struct {
	hash hash.Hash
	n    int64
}

func (c *counting) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return c.hash.Write(p)
}

// acceptedLine is a line of accepted.jsonl.
type acceptedLine struct {
	Origin
	Demand string           `json:"demand"`
	Number numbering.Number `json:"number,omitzero"`
	Form   *demand.Form     `json:"form"`
	Extra  []Extra          `json:"extra,omitempty"`
}

func (r *Result) writeAccepted(out io.Writer) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for i := range r.Accepted {
		a := &r.Accepted[i]
		d := &r.Demands[a.Demand]
		if err := enc.Encode(acceptedLine{a.Origin, d.ID, d.Number, &a.Form, a.Extra}); err != nil {
			return err
		}
	}
	return nil
}

// demandLine is a line of demands.jsonl.
type demandLine struct {
	ID      string       `json:"id"`
	Status  NumberStatus `json:"number_status"`
	Origins []Origin     `json:"origins"`
	Form    *demand.Form `json:"form"`
}

func (r *Result) writeDemands(out io.Writer) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for i := range r.Demands {
		d := &r.Demands[i]
		line := demandLine{ID: d.ID, Status: d.Status, Form: &d.Form}
		for _, row := range d.Rows {
			line.Origins = append(line.Origins, r.Accepted[row].Origin)
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

func (r *Result) writeFindings(out io.Writer, book *demand.Rulebook, lang language.Tag) error {
	w := NewFindingsWriter(out, book, lang)
	for _, f := range r.Findings {
		w.Write(f.File, f.Finding)
	}
	return w.Flush()
}

func (r *Result) writeClusters(out io.Writer) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"record_id", "cluster_id", "file", "row"})
	for i := range r.Accepted {
		a := &r.Accepted[i]
		_ = w.Write([]string{a.File + ":" + strconv.Itoa(a.Row), r.Demands[a.Demand].ID, a.File, strconv.Itoa(a.Row)})
	}
	w.Flush()
	return w.Error()
}

func (r *Result) writeReview(out io.Writer) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"a_file", "a_row", "b_file", "b_row", "probability", "verdict", "reason"})
	for _, d := range r.Doubts {
		a, b := &r.Accepted[d.A], &r.Accepted[d.B]
		_ = w.Write([]string{a.File, strconv.Itoa(a.Row), b.File, strconv.Itoa(b.Row),
			strconv.FormatFloat(d.Probability, 'f', 4, 64), "review", d.Reason})
	}
	w.Flush()
	return w.Error()
}

func (r *Result) writeNumbers(out io.Writer) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"demand", "number", "status", "current_number", "deposited_on", "file", "row"})
	for i := range r.Demands {
		d := &r.Demands[i]
		first := &r.Accepted[d.Rows[0]]
		_ = w.Write([]string{d.ID, d.Number.String(), string(d.Status), d.Number.String(), d.DepositedOn.String(), first.File, strconv.Itoa(first.Row)})
		for _, n := range d.Former {
			at := slices.IndexFunc(d.Rows, func(row int) bool { return r.Accepted[row].Form.Number == n })
			a := &r.Accepted[d.Rows[at]]
			_ = w.Write([]string{d.ID, n.String(), string(NumberReplaced), d.Number.String(), a.Form.DepositedOn.String(), a.File, strconv.Itoa(a.Row)})
		}
	}
	w.Flush()
	return w.Error()
}
