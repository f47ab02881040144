package app

import (
	"bufio"
	"fmt"

	"github.com/fichier-unique/rules/demand/sne"
)

func (in *Input) openXML(r *bufio.Reader) error {
	reader, err := sne.Read(r, sne.Limits{})
	if err != nil {
		return err
	}
	in.batches = func(yield func(func() []Entry, error) bool) {
		read := 0
		for rec, err := range reader.Records() {
			if err != nil {
				// What could not be finished counts as one demand read and refused.
				yield(nil, fmt.Errorf("lecture interrompue après %d demande(s) : %w", read, err))
				return
			}
			read++
			if !yield(func() []Entry { return []Entry{xmlEntry(rec, reader.Header())} }, nil) {
				return
			}
		}
	}
	return nil
}

func xmlEntry(rec sne.Record, header sne.Header) Entry {
	profile := sne.Outbound
	if header.FileType != "" {
		profile = sne.Creation
	}
	e := Entry{Row: rec.Index, Form: rec.Form, Findings: rec.Findings}
	e.cellOf = func(path string, _ int) string { return sne.Place(path) }
	e.Findings = append(e.Findings, sne.Check(header, &rec, profile)...)
	for _, x := range rec.Extra {
		e.Extra = append(e.Extra, Extra{Column: x.Path + "/" + x.Name, Text: x.String()})
	}
	return e
}
