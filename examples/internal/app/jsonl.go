package app

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/fichier-unique/rules/demand"
)

// openJSONL reads one form a line: the bare form, or a line of accepted.jsonl
// whose form is under "form".
func (in *Input) openJSONL(r *bufio.Reader) {
	in.batches = func(yield func(func() []Entry, error) bool) {
		row := 0
		for {
			lines, first, err := readLines(r, batchRows, row+1)
			row += len(lines)
			stop := err != nil
			if errors.Is(err, io.EOF) {
				err = nil
			}
			if len(lines) > 0 && !yield(func() []Entry { return decodeLines(lines, first) }, nil) {
				return
			}
			if err != nil {
				yield(nil, fmt.Errorf("lecture interrompue à la ligne %d (%w)", row+1, err))
			}
			if stop {
				return
			}
		}
	}
}

// line is one line of the file, or the news that it was too long.
type line struct {
	text    []byte
	tooLong bool
}

func readLines(r *bufio.Reader, most, first int) ([]line, int, error) {
	var lines []line
	for len(lines) < most {
		text, long, err := readLine(r)
		if len(text) > 0 || long || err == nil {
			lines = append(lines, line{text, long})
		}
		if err != nil {
			return lines, first, err
		}
	}
	return lines, first, nil
}

// readLine reads to the end of the line; past the size of a form it keeps
// reading without keeping.
func readLine(r *bufio.Reader) (text []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(text)+len(part) > demand.MaxFormBytes+1 {
			tooLong = true
			text = text[:0]
		}
		if !tooLong {
			text = append(text, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return text, tooLong, err
		}
	}
}

func decodeLines(lines []line, first int) []Entry {
	entries := make([]Entry, len(lines))
	for i, l := range lines {
		e := &entries[i]
		e.Row = first + i
		if l.tooLong {
			e.addFaults(demand.Faults{{Code: "DEM-JSN-05", Severity: demand.Blocking}})
			e.Unread = true
			continue
		}
		text := bytes.TrimSpace(trimMark(l.text))
		if len(text) == 0 {
			e.Blank = true
			continue
		}
		var faults demand.Faults
		e.Form, faults = demand.DecodeForm(innerForm(text))
		e.addFaults(faults)
		e.Unread = faults.Has("DEM-JSN-04")
	}
	return entries
}

// innerForm gives the form of a line written by this program.
func innerForm(text []byte) []byte {
	var accepted struct {
		File string          `json:"file"`
		Form json.RawMessage `json:"form"`
	}
	if json.Unmarshal(text, &accepted) == nil && accepted.File != "" && accepted.Form != nil {
		return accepted.Form
	}
	return text
}

// addFaults places faults at the entry's row.
func (e *Entry) addFaults(faults demand.Faults) {
	for _, f := range faults {
		cell := ""
		if e.cellOf != nil {
			cell = e.cellOf(f.Path, e.Row)
		}
		e.Findings = append(e.Findings, demand.Finding{Fault: f, Row: e.Row, Cell: cell})
	}
}
