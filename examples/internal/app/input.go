package app

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
)

// Kind is what a file holds, told by its content.
type Kind string

// The kinds of files read.
const (
	KindCSV   Kind = "csv"
	KindXLSX  Kind = "xlsx"
	KindJSONL Kind = "jsonl"
	KindXML   Kind = "xml"
)

// Extra is a value that the form has no place for, or that could not be read:
// kept as it stood, so that nothing is lost.
type Extra struct {
	Column string `json:"column"` // header of the column, or path of the element
	Text   string `json:"text"`
}

// Entry is one row of a file: what was understood, what was kept aside, and
// what is to be said of it.
type Entry struct {
	Row      int // as a spreadsheet numbers it; the rank of the demand in XML
	Blank    bool
	Unread   bool // the row could not be read as a demand at all
	Form     demand.Form
	Extra    []Extra
	Findings []demand.Finding
	// cellOf names the cell of a path of the form, where the file has cells.
	cellOf func(path string, row int) string
}

// Input is an open file of a partner.
type Input struct {
	Name     string // the path as given
	Kind     Kind
	Detected []demand.Finding // what was detected of the file as a whole
	// batches gives rows as work to do: each function may run on any goroutine,
	// and gives the entries of its rows in order.
	batches iter.Seq2[func() []Entry, error]
	close   func() error
}

// Close releases the file.
func (in *Input) Close() error { return in.close() }

// sniffed is how much of a file is looked at to tell its kind.
const sniffed = 4096

// batchRows is how many rows are handed to a worker at once.
const batchRows = 256

// OpenInput opens a file and tells its kind by its content, never by its name.
func OpenInput(name string) (*Input, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("%s : le fichier n'existe pas ou a disparu ; vérifier le chemin", name)
	case err != nil:
		return nil, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	case info.IsDir():
		return nil, fmt.Errorf("%s : c'est un dossier ; donner les fichiers un par un, par exemple %s/*", name, name)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s : ouverture impossible (%w) ; vérifier les droits", name, err)
	}
	in, err := open(file, name)
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return in, nil
}

func open(file *os.File, name string) (*Input, error) {
	buffered := bufio.NewReaderSize(file, 1<<16)
	head, err := buffered.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	}
	if nothing(head) {
		return nil, fmt.Errorf("%s : le fichier est vide ; demander un nouvel envoi", name)
	}
	in := &Input{Name: name, Kind: kindOf(head), close: file.Close}
	err = nil // a file shorter than what is looked at is read like another
	switch in.Kind {
	case KindXLSX:
		if _, err = file.Seek(0, io.SeekStart); err == nil {
			err = in.openXLSX(file)
		}
	case KindXML:
		err = in.openXML(buffered)
	case KindJSONL:
		in.openJSONL(buffered)
	default:
		err = in.openCSV(buffered)
	}
	if err != nil {
		return nil, fmt.Errorf("%s : %w", name, err)
	}
	return in, nil
}

// kindOf tells the kind of a file from its first bytes.
func kindOf(head []byte) Kind {
	switch {
	case len(head) >= 4 && string(head[:4]) == "PK\x03\x04":
		return KindXLSX
	case sne.Sniff(head) || looksLikeXML(head):
		return KindXML
	case firstByte(head) == '{':
		return KindJSONL
	}
	return KindCSV
}

func firstByte(head []byte) byte {
	for _, c := range trimMark(head) {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c
		}
	}
	return 0
}

func trimMark(head []byte) []byte {
	if len(head) >= 3 && string(head[:3]) == "\xef\xbb\xbf" {
		return head[3:]
	}
	return head
}

// nothing says that the beginning of a file is all there is, and only the mark of an encoding.
func nothing(head []byte) bool {
	if len(head) == 2 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff) {
		return true
	}
	return len(head) < sniffed && len(bytes.TrimSpace(trimMark(head))) == 0
}

func looksLikeXML(head []byte) bool { return firstByte(head) == '<' }

// Entries gives every row of the file in order, on the caller's goroutine.
// The error ends the sequence: the stream could not go on.
func (in *Input) Entries() iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for work, err := range in.batches {
			if work != nil {
				for _, e := range work() {
					if !yield(e, nil) {
						return
					}
				}
			}
			if err != nil {
				yield(Entry{}, err)
				return
			}
		}
	}
}
