package national

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/numbering"
)

// AnswerLine is what the other side says of one demand of a file.
type AnswerLine struct {
	Number     numbering.Number
	Anomalies  []sne.Anomaly // none: taken
	Duplicates []sne.Duplicate
	Unread     []demand.Finding // what of the line could not be read
}

// Answer is the answer to a file.
type Answer struct {
	Header    sne.Header
	Anomalies []sne.Anomaly // of the whole file, which is then refused
	Lines     []AnswerLine  // by rank in the file
}

const answerPrefix = "ACQ"

// AnswerName names the answer to a file: ACQ where the file has DEM. Confidence:
// INF, no source names it.
func AnswerName(file string) string {
	return answerPrefix + strings.TrimPrefix(file, string(sne.DemandFile))
}

// AnswerTo gives the name of the file an answer is about; false when the name is
// not an answer's.
func AnswerTo(name string) (string, bool) {
	rest, ok := strings.CutPrefix(name, answerPrefix)
	return string(sne.DemandFile) + rest, ok
}

// Write writes an answer.
func (a *Answer) Write(w io.Writer) error {
	h := a.Header
	if len(a.Anomalies) > 0 {
		// A record writes its anomalies as the file does; only their place differs.
		var rec sne.Record
		rec.SetAnomalies(a.Anomalies)
		e := rec.Extra[0]
		e.Path = "entete"
		h.Extra = append(slices.Clone(h.Extra), e)
	}
	return sne.Write(w, h, func(yield func(sne.Record) bool) {
		for i, l := range a.Lines {
			rec := sne.Record{Index: i + 1, Form: demand.Form{Number: l.Number}}
			rec.SetAnomalies(l.Anomalies)
			if len(l.Duplicates) > 0 {
				rec.SetDuplicates(l.Duplicates)
			}
			if !yield(rec) {
				return
			}
		}
	})
}

// ReadAnswer reads an answer. The error says that it is none.
func ReadAnswer(body []byte) (*Answer, error) {
	r, err := sne.Read(bytes.NewReader(body), sne.Limits{})
	if err != nil {
		return nil, fmt.Errorf("national: read an answer: %w", err)
	}
	a := &Answer{Header: r.Header()}
	a.Header.Extra = nil
	for _, e := range r.Header().Extra {
		if e.Name != "listeAnomalie" {
			a.Header.Extra = append(a.Header.Extra, e)
			continue
		}
		e.Path = ""
		rec := sne.Record{Extra: []sne.Element{e}}
		a.Anomalies = append(a.Anomalies, rec.Anomalies()...)
	}
	for rec, err := range r.Records() {
		if err != nil {
			return nil, fmt.Errorf("national: read an answer: %w", err)
		}
		l := AnswerLine{Number: rec.Form.Number, Anomalies: rec.Anomalies()}
		var unread []demand.Finding
		l.Duplicates, unread = rec.Duplicates()
		for _, f := range slices.Concat(rec.Findings, unread) {
			if f.Code != "SNE-ELT-01" && f.Code != "SNE-VER-01" { // what we do not know of is no trouble
				l.Unread = append(l.Unread, f)
			}
		}
		a.Lines = append(a.Lines, l)
	}
	return a, nil
}
