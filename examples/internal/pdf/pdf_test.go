package pdf_test

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fichier-unique/rules/examples/internal/pdf"
	"github.com/fichier-unique/rules/examples/internal/pdf/pdftest"
)

var page = regexp.MustCompile(`/Type /Page\b[^s]`)

func sample(sections int) pdf.Document {
	d := pdf.Document{Title: "ATTESTATION D’ENREGISTREMENT", Subtitle: "Délivrée le 1er août 2026", Intro: "Votre demande est enregistrée. Cœur, naïve, ÉÀÇÜ, « guillemets », 12 850 €."}
	for range sections {
		d.Sections = append(d.Sections, pdf.Section{Title: "Demandeur", Lines: []string{"Berthe Zzyzx, née Qwfpgj", strings.Repeat("une ligne assez longue pour être coupée ", 8), strings.Repeat("x", 300)}})
	}
	return d
}

// said lists the texts of a document whose letters its fonts have.
func said(d pdf.Document) []string {
	all := []string{d.Title, d.Subtitle, d.Intro}
	for _, s := range d.Sections {
		all = append(append(all, s.Title), s.Lines...)
	}
	return slices.DeleteFunc(all, func(text string) bool { return strings.ContainsAny(text, "日本😀\x00") })
}

func TestWrite(t *testing.T) {
	tests := []struct {
		name     string
		document pdf.Document
		pages    int
	}{
		{"nothing", pdf.Document{}, 1},
		{"one page", sample(2), 1},
		{"many pages", sample(12), 4},
		{"letters that the font has not", pdf.Document{Title: "日本 😀", Intro: "\x00\xff", Sections: []pdf.Section{{Title: "日", Lines: []string{"本😀", ""}}}}, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := pdf.Write(test.document)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(page.FindAll(got, -1)); n != test.pages || !bytes.HasPrefix(got, []byte("%PDF-")) {
				t.Errorf("%d pages, want %d", n, test.pages)
			}
			text, err := pdftest.Text(got)
			if err != nil {
				t.Fatal(err)
			}
			text = strings.ReplaceAll(text, " ", "") // lines are folded between words, or in the midst of a long one
			for _, want := range said(test.document) {
				if !strings.Contains(text, strings.ReplaceAll(want, " ", "")) {
					t.Errorf("the document does not say %q: %s", want, text)
				}
			}
			again, err := pdf.Write(test.document)
			if err != nil || !bytes.Equal(got, again) {
				t.Errorf("the same document gives other bytes (%v)", err)
			}
		})
	}
}

// What somebody typed may be as long as a request: the time it takes grows as the
// text does, not as its square.
func TestLongText(t *testing.T) {
	write := func(letters int) time.Duration {
		began := time.Now()
		if _, err := pdf.Write(pdf.Document{Title: "Attestation", Intro: strings.Repeat("W", letters)}); err != nil {
			t.Fatal(err)
		}
		return time.Since(began)
	}
	write(100) // the fonts are read
	short := write(25_000)
	for range 3 { // a machine that does something else may be slow once
		if long := write(200_000); long < 25*(short+50*time.Millisecond) {
			return
		}
	}
	t.Errorf("eight times the text takes more than twenty-five times the time of %s", short)
}
