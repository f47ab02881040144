package pdf

import (
	"cmp"
	_ "embed"
	"fmt"
	"strings"

	"github.com/signintech/gopdf"

	"github.com/fichier-unique/rules/demand/attestation"
)

// The fonts, with their licence beside them: DejaVu Sans 2.37.
var (
	//go:embed fonts/DejaVuSans.ttf
	regular []byte
	//go:embed fonts/DejaVuSans-Bold.ttf
	bold []byte
)

// Document is what is written.
type Document struct {
	Title    string
	Subtitle string
	Intro    string
	Sections []Section
}

// Section is a title with its lines.
type Section struct {
	Title string
	Lines []string
}

// Measures of a page of A4, in points.
const (
	left, right, top, bottom = 62.0, 62.0, 62.0, 68.0
	body, heading, title     = 10.5, 11.5, 15.0
	spacing                  = 1.4 // lines, of the size of the letters
)

// Attestation writes an attestation: its head, and each mention under its title.
// typeset sets the blanks of a sentence.
func Attestation(doc attestation.Document, typeset func(string) string) ([]byte, error) {
	title, issued, opening := doc.Head()
	out := Document{Title: typeset(title), Subtitle: typeset(issued), Intro: typeset(opening)}
	for _, m := range doc.Mentions {
		s := Section{Title: typeset(m.Title)}
		for _, line := range m.Lines {
			s.Lines = append(s.Lines, typeset(line))
		}
		out.Sections = append(out.Sections, s)
	}
	return Write(out)
}

// Write gives the document as a PDF. The same document gives the same pages.
func Write(d Document) ([]byte, error) {
	w := writer{pdf: &gopdf.GoPdf{}}
	w.pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	for _, font := range []struct { // in one order: the same document gives the same bytes
		name string
		data []byte
	}{{"regular", regular}, {"bold", bold}} {
		if err := w.pdf.AddTTFFontData(font.name, font.data); err != nil {
			return nil, fmt.Errorf("pdf: read the font %s: %w", font.name, err)
		}
	}
	w.pdf.SetInfo(gopdf.PdfInfo{Title: d.Title})
	w.page()
	w.text("bold", title, 0, d.Title)
	w.gap(4)
	w.text("regular", body, 0, d.Subtitle)
	w.gap(8)
	w.text("regular", body, 0, d.Intro)
	for _, s := range d.Sections {
		w.gap(10)
		w.keep(heading*spacing + 2*body*spacing) // a title is not left alone at the foot of a page
		w.text("bold", heading, 0, s.Title)
		w.gap(2)
		for _, line := range s.Lines {
			w.text("regular", body, 10, line)
		}
	}
	if w.err != nil {
		return nil, fmt.Errorf("pdf: write: %w", w.err)
	}
	out, err := w.pdf.GetBytesPdfReturnErr()
	if err != nil {
		return nil, fmt.Errorf("pdf: write: %w", err)
	}
	return out, nil
}

// writer goes down the pages; the first error stops it.
type writer struct {
	pdf   *gopdf.GoPdf
	pages int
	y     float64
	err   error

	widths map[rune]float64 // of the letters of the font that is set
}

func (w *writer) do(err error) {
	if w.err == nil {
		w.err = err
	}
}

// page begins a page, and writes its number at the foot.
func (w *writer) page() {
	w.pdf.AddPage()
	w.pages++
	w.y = top
	w.do(w.pdf.SetFont("regular", "", 8))
	w.pdf.SetXY(left, gopdf.PageSizeA4.H-bottom+26)
	w.do(w.pdf.Cell(nil, fmt.Sprintf("Page %d", w.pages)))
}

// keep goes to the next page unless so much room is left on this one.
func (w *writer) keep(room float64) {
	if w.y+room > gopdf.PageSizeA4.H-bottom {
		w.page()
	}
}

func (w *writer) gap(room float64) { w.y += room }

// text writes a paragraph, line by line.
func (w *writer) text(font string, size, indent float64, text string) {
	if text == "" || w.err != nil {
		return
	}
	w.do(w.pdf.SetFont(font, "", size))
	w.widths = map[rune]float64{}
	lines, err := w.fold(text, gopdf.PageSizeA4.W-left-right-indent)
	w.do(err)
	for _, line := range lines {
		w.keep(size * spacing)
		w.do(w.pdf.SetFont(font, "", size)) // the foot of a new page has another
		w.pdf.SetXY(left+indent, w.y)
		w.do(w.pdf.Cell(nil, line))
		w.y += size * spacing
	}
}

// fold cuts a text into lines that fit: between words, and inside a word that is
// longer than a line. Each letter is measured once: what somebody typed may be as
// long as a request, and is not to keep a processor busy.
func (w *writer) fold(text string, width float64) ([]string, error) {
	var lines []string
	line, used := "", 0.0
	blank, err := w.wide(' ')
	for _, word := range strings.Split(text, " ") {
		size := 0.0
		for _, letter := range word {
			one, failed := w.wide(letter)
			err = cmp.Or(err, failed)
			size += one
		}
		switch {
		case line == "":
		case used+blank+size <= width:
			line, used = line+" "+word, used+blank+size
			continue
		default:
			lines, line, used = append(lines, line), "", 0
		}
		if size <= width {
			line, used = word, size
			continue
		}
		pieces, rest := w.cut(word, width)
		lines, line, used = append(lines, pieces[:len(pieces)-1]...), pieces[len(pieces)-1], rest
	}
	return append(lines, line), err
}

// cut cuts a word that is longer than a line, at least one letter in each piece, and
// says how wide the last one is.
func (w *writer) cut(word string, width float64) (pieces []string, rest float64) {
	from := 0
	for at, letter := range word {
		one, _ := w.wide(letter) // measured before: cannot fail
		if at > from && rest+one > width {
			pieces, from, rest = append(pieces, word[from:at]), at, 0
		}
		rest += one
	}
	return append(pieces, word[from:]), rest
}

// wide is how wide a letter is in the font that is set.
func (w *writer) wide(letter rune) (float64, error) {
	if size, known := w.widths[letter]; known {
		return size, nil
	}
	size, err := w.pdf.MeasureTextWidth(string(letter))
	if err == nil {
		w.widths[letter] = size
	}
	return size, err
}
