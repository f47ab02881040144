package app

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
)

// Progress is told how many rows of a file have been read.
type Progress interface {
	// Rows says that n more rows of the file were read.
	Rows(file string, n int)
}

// FileCount is the account of one file: Read = Accepted + Refused, always.
type FileCount struct {
	File     string `json:"file"`
	Kind     Kind   `json:"kind,omitempty"`
	SHA256   string `json:"sha256,omitempty"`
	Bytes    int64  `json:"bytes,omitempty"`
	Read     int    `json:"read"`
	Accepted int    `json:"accepted"`
	Refused  int    `json:"refused"`
	Blank    int    `json:"blank"` // empty rows, not counted as read
	// Unreadable says in one sentence why the file, or its end, could not be read.
	Unreadable string `json:"unreadable,omitempty"`
}

// Checked is an entry that went through the rules of the form.
type Checked struct {
	Entry
	Refused bool
}

// judge applies the rules of the form to an entry.
func judge(e Entry, in demand.Setting) Checked {
	if !e.Unread && !e.Blank {
		e.addFaults(demand.Validate(&e.Form, in))
		e.addFaults(demand.Registrable(&e.Form, in))
	}
	e.Findings = withoutEchoes(e.Findings)
	refused := e.Unread
	for i := range e.Findings {
		refused = refused || e.Findings[i].Severity == demand.Blocking
	}
	return Checked{Entry: e, Refused: refused}
}

// withoutEchoes drops what is said twice of one place: that a value is missing
// when another fault says that it is there and could not be read; that a text is
// no code, when another fault says that a code is needed there.
func withoutEchoes(findings []demand.Finding) []demand.Finding {
	echo := func(f demand.Finding) bool {
		if f.Code == "TAB-VAL-04" {
			return slices.ContainsFunc(findings, func(g demand.Finding) bool { return g.Path == f.Path && g.Code == "DEM-COD-01" })
		}
		if len(f.Code) < 7 || f.Code[:7] != "DEM-MIN" {
			return false
		}
		return slices.ContainsFunc(findings, func(g demand.Finding) bool {
			return g.Path != "" && g.Path == f.Path && g.Code != f.Code && g.Severity == demand.Blocking
		})
	}
	if !slices.ContainsFunc(findings, echo) {
		return findings
	}
	return slices.DeleteFunc(slices.Clone(findings), echo)
}

// readRows gives the rows of one file, judged, in order, and counts them. The
// account is complete once the sequence has ended.
func readRows(in *Input, setting demand.Setting, account *FileCount, progress Progress) iter.Seq[Checked] {
	account.File, account.Kind = in.Name, in.Kind
	works := func(yield func(func() []Checked, error) bool) {
		for work, err := range in.batches {
			judged := func() []Checked {
				if work == nil {
					return nil
				}
				entries := work()
				out := make([]Checked, len(entries))
				for i, e := range entries {
					out[i] = judge(e, setting)
				}
				return out
			}
			if !yield(judged, err) {
				return
			}
		}
	}
	return func(yield func(Checked) bool) {
		last := 0
		for rows, err := range ordered(works) {
			for _, c := range rows {
				last = c.Row
				account.add(c)
				if !yield(c) {
					return
				}
			}
			if progress != nil {
				progress.Rows(in.Name, len(rows))
			}
			if err != nil {
				cut := interrupted(last+1, err)
				account.Unreadable = err.Error()
				account.add(cut)
				yield(cut)
			}
		}
	}
}

func (a *FileCount) add(c Checked) {
	switch {
	case c.Blank:
		a.Blank++
	case c.Refused:
		a.Read++
		a.Refused++
	default:
		a.Read++
		a.Accepted++
	}
}

// interrupted stands for the row at which the stream could not go on: it was
// read in part, it is refused.
func interrupted(row int, err error) Checked {
	e := Entry{Row: row, Unread: true}
	e.addFaults(demand.Faults{{Code: "APP-LEC-01", Severity: demand.Blocking,
		Params: []demand.Param{{Name: "cause", Value: err.Error()}}}})
	return Checked{Entry: e, Refused: true}
}

// findingsHeader is the header row of findings.csv and of the check verb.
var findingsHeader = []string{"file", "row", "cell", "path", "code", "severity", "message", "source"}

// findingsWriter writes findings as CSV, with the sentence and the source of each.
type findingsWriter struct {
	csv  *csv.Writer
	book *demand.Rulebook
	lang language.Tag
}

// NewFindingsWriter writes the header row at once.
func NewFindingsWriter(w io.Writer, book *demand.Rulebook, lang language.Tag) *findingsWriter {
	fw := &findingsWriter{csv.NewWriter(w), book, lang}
	_ = fw.csv.Write(findingsHeader) // a failure is kept by the writer and told by Flush
	return fw
}

// Write adds one finding.
func (w *findingsWriter) Write(file string, f demand.Finding) {
	rule, _ := w.book.Rule(f.Code)
	_ = w.csv.Write([]string{file, strconv.Itoa(f.Row), f.Cell, f.Path, f.Code, f.Severity.String(),
		w.book.Sentence(w.lang, f.Fault), rule.Source.String()})
}

// Flush ends the writing and tells the first failure.
func (w *findingsWriter) Flush() error {
	w.csv.Flush()
	if err := w.csv.Error(); err != nil {
		return fmt.Errorf("écriture des constats : %w", err)
	}
	return nil
}

// Outcome sums up a check for an exit code.
type Outcome struct {
	Accounts   []FileCount
	NeedPerson int // findings to confirm
}

// Check reads files and writes their findings, keeping none in memory.
func Check(files []string, setting demand.Setting, out *findingsWriter, progress Progress) Outcome {
	var o Outcome
	for _, name := range files {
		account := FileCount{File: name}
		in, err := OpenInput(name)
		if err != nil {
			account.Unreadable = err.Error()
			out.Write(name, unreadable(err))
			o.Accounts = append(o.Accounts, account)
			continue
		}
		for _, f := range in.Detected {
			out.Write(name, f)
		}
		for c := range readRows(in, setting, &account, progress) {
			for _, f := range c.Findings {
				if f.Severity == demand.ToConfirm {
					o.NeedPerson++
				}
				out.Write(name, f)
			}
		}
		_ = in.Close()
		o.Accounts = append(o.Accounts, account)
	}
	return o
}

// unreadable is the finding of a file that could not be opened at all.
func unreadable(err error) demand.Finding {
	return placeless("APP-LEC-02", demand.Blocking, demand.Param{Name: "cause", Value: err.Error()})
}
