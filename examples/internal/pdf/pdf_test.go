package pdf_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/pdf"
)

var page = regexp.MustCompile(`/Type /Page\b[^s]`)

func sample(sections int) pdf.Document {
	d := pdf.Document{Title: "ATTESTATION D’ENREGISTREMENT", Subtitle: "Délivrée le 1er août 2026", Intro: "Votre demande est enregistrée. Cœur, naïve, ÉÀÇÜ, « guillemets », 12 850 €."}
	for range sections {
		d.Sections = append(d.Sections, pdf.Section{Title: "Demandeur", Lines: []string{"Berthe Zzyzx, née Qwfpgj", strings.Repeat("une ligne assez longue pour être coupée ", 8), strings.Repeat("x", 300)}})
	}
	return d
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
			again, err := pdf.Write(test.document)
			if err != nil || !bytes.Equal(got, again) {
				t.Errorf("the same document gives other bytes (%v)", err)
			}
		})
	}
}
