package entry_test

import (
	"archive/zip"
	"bytes"
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

func wordDocument(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		if _, err := z.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPapers(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.minimum()
	p.get("/demande/justificatifs")
	big := append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("x"), 5<<20)...)
	tests := []struct {
		name, code, who string
		body            []byte
		says            string
	}{
		{"a photo", "identity", "applicant", []byte(photoBytes), "bien reçu"},
		{"a PDF", "identity", "applicant", []byte("%PDF-1.4\n…"), "bien reçu"},
		{"a PNG", "identity", "applicant", []byte("\x89PNG\r\n\x1a\n"), "bien reçu"},
		{"a BMP", "identity", "applicant", append([]byte("BM............\x28\x00\x00\x00"), make([]byte, 36)...), "bien reçu"},
		{"a text that begins with BM", "identity", "applicant", []byte("BM<script>alert(1)</script>........"), "n’a pas pu être gardé"},
		{"Word", "identity", "applicant", wordDocument(t, "[Content_Types].xml", "word/document.xml"), "bien reçu"},
		{"Word with macros", "identity", "applicant", wordDocument(t, "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "n’a pas pu être gardé"},
		{"Word with macros under another name", "identity", "applicant", wordDocument(t, "[Content_Types].xml", "word/document.xml", "word/Media/Image.BIN"), "n’a pas pu être gardé"},
		{"another archive", "identity", "applicant", wordDocument(t, "a.txt"), "n’a pas pu être gardé"},
		{"a program", "identity", "applicant", []byte("MZ\x90\x00"), "n’a pas pu être gardé"},
		{"a page", "identity", "applicant", []byte("<!doctype html><script>1</script>"), "n’a pas pu être gardé"},
		{"nothing", "identity", "applicant", nil, "Choisissez d’abord un document"},
		{"too large", "identity", "applicant", big, "dépasse 5 Mo"},
		{"a paper that is not asked for", "medical_file", "applicant", []byte(photoBytes), "n’est pas demandé"},
		{"of nobody", "identity", "dependants[7]", []byte(photoBytes), "n’est pas demandé"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p.t = t
			p.upload(test.code, test.who, test.body)
			p.says(test.says)
		})
	}
	p.t = t
	stranger := h.person()
	stranger.minimum()
	p.get("/demande/justificatifs")
	id := regexp.MustCompile(`/demande/justificatifs/(p[0-9a-z]+)"`).FindStringSubmatch(p.page)
	if id == nil {
		t.Fatal("no paper to download")
	}
	r, err := p.client.Get(h.server.URL + "/demande/justificatifs/" + id[1])
	if err != nil || r.Header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(r.Header.Get("Content-Disposition"), "attachment") || !strings.Contains(r.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("the download: %v, %v", r.Header, err)
	}
	stranger.get("/demande/justificatifs/" + id[1])
	if stranger.status != http.StatusNotFound {
		t.Errorf("somebody else's paper: status %d", stranger.status)
	}
	p.post("/demande/justificatifs/retirer", "id", id[1])
	p.says("Le document est retiré")
	p.post("/demande/deposer")
	held, err := h.Store().Papers(context.Background(), p.demandOf())
	if err != nil || len(held) != 4 {
		t.Errorf("%d papers follow the demand, want 4 (%v)", len(held), err)
	}
}

// TestPapersAfter: a document is sent with the demand once it is deposited; the
// charter and the list of papers decide, and twice is once.
// When documents would fill the disk they are put off, and the demand is not.
func TestNoRoomForPapers(t *testing.T) {
	h := newHouse(t)
	h.entry.Room = func() bool { return false }
	p := h.person()
	p.minimum()
	p.upload("identity", "applicant", []byte(photoBytes))
	if p.status != http.StatusServiceUnavailable {
		t.Errorf("status %d", p.status)
	}
	p.says("ne peut pas recevoir de document", "Déposez votre demande sans lui")
	p.post("/demande/deposer")
	p.says("Pièce d'identité")
	p.uploadTo("/suivi/justificatifs", "identity", "applicant", []byte(photoBytes))
	if p.status != http.StatusServiceUnavailable {
		t.Errorf("status %d", p.status)
	}
	if held, err := h.Store().Papers(t.Context(), p.demandOf()); err != nil || len(held) != 0 {
		t.Errorf("%d papers, %v", len(held), err)
	}
	h.entry.Room = func() bool { return true }
	p.uploadTo("/suivi/justificatifs", "identity", "applicant", []byte(photoBytes))
	p.at("/suivi/justificatifs")
}

func TestPapersAfter(t *testing.T) {
	h := newHouse(t)
	p := h.person()
	p.minimum()
	p.post("/demande/deposer")
	p.says("Pièce d'identité")
	p.get("/suivi/justificatifs")
	p.says("Aucun document pour l’instant", "Pour recevoir votre numéro unique")
	for range 2 {
		p.uploadTo("/suivi/justificatifs", "identity", "applicant", []byte(photoBytes))
		p.at("/suivi/justificatifs")
	}
	p.says("reçu le 26 novembre 2026")
	p.silent("Pour recevoir votre numéro unique")
	held, err := h.Store().Papers(context.Background(), p.demandOf())
	if err != nil || len(held) != 1 {
		t.Fatalf("%d papers, want 1 (%v)", len(held), err)
	}
	p.get("/suivi/justificatifs/" + held[0].ID)
	if p.status != 200 || p.page != photoBytes {
		t.Errorf("the download: status %d", p.status)
	}
	p.uploadTo("/suivi/justificatifs", "medical_file", "applicant", []byte(photoBytes))
	p.says("n’est pas demandé")
	for _, asked := range []int{1, 0} { // before it is sent, and after
		if got := strings.Count(p.page, `name="paper" value="tax_notice"`); got != asked {
			t.Errorf("the tax notice is asked for %d times, want %d", got, asked)
		}
		p.uploadTo("/suivi/justificatifs", "tax_notice", "applicant", []byte(photoBytes))
	}
	p.get("/suivi")
	p.says("Un justificatif que vous avez remis a été enregistré")
	other := h.person()
	other.get("/")
	other.minimum()
	other.post("/demande/deposer")
	other.get("/suivi/justificatifs/" + held[0].ID)
	if other.status != http.StatusNotFound {
		t.Errorf("somebody else's paper: status %d", other.status)
	}
}
