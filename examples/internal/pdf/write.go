package pdf

import (
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
// longer than a line.
func (w *writer) fold(text string, width float64) ([]string, error) {
	var lines []string
	line := ""
	for _, word := range strings.Split(text, " ") {
		for {
			longer := word
			if line != "" {
				longer = line + " " + word
			}
			size, err := w.pdf.MeasureTextWidth(longer)
			if err != nil {
				return nil, err
			}
			if size <= width {
				line = longer
				break
			}
			if line != "" {
				lines, line = append(lines, line), ""
				continue
			}
			head, tail, err := w.cut(word, width)
			if err != nil {
				return nil, err
			}
			lines, word = append(lines, head), tail
		}
	}
	return append(lines, line), nil
}

// cut takes as many letters of a word as fit, at least one.
func (w *writer) cut(word string, width float64) (head, tail string, err error) {
	letters := []rune(word)
	n := 1
	for n < len(letters) {
		size, err := w.pdf.MeasureTextWidth(string(letters[:n+1]))
		if err != nil {
			return "", "", err
		}
		if size > width {
			break
		}
		n++
	}
	return string(letters[:n]), string(letters[n:]), nil
}
