package entry

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// Limits of what is uploaded.
const (
	maxPaper  = 5 << 20  // bytes of a document
	maxAround = 64 << 10 // of what a browser writes around it
	maxPapers = 30       // documents of a draft
)

// dueItem is a paper that is asked for, and what was given for it.
type dueItem struct {
	Paper, Person string // as they are posted
	Title         string
	Whose         string
	Why           string
	Article       string
	Accepted      []string
	Due           bool
	Given         []paper
}

// wanted lists the papers of a draft: those without which no number is given, then
// those that the instruction will ask for.
func (e *Entry) wanted(d *draft) (now, later []dueItem, err error) {
	in, c, err := e.setting()
	if err != nil {
		return nil, nil, err
	}
	f := d.pruned(in.AsOf)
	list := func(step papers.Step, but []dueItem) (out []dueItem) {
		for _, item := range papers.DueFor(&f, papers.Setting{Step: step, AsOf: in.AsOf, Profile: c.Profile}).Ask {
			one := e.item(d, &f, item)
			known := false
			for _, b := range append(but, out...) {
				known = known || b.Paper == one.Paper && b.Person == one.Person
			}
			if !known {
				out = append(out, one)
			}
		}
		return out
	}
	now = list(papers.Register, nil)
	return now, list(papers.Instruct, now), nil
}

func (e *Entry) item(d *draft, f *demand.Form, item papers.Item) dueItem {
	info, _ := papers.Lookup(item.Paper)
	out := dueItem{Paper: string(item.Paper), Person: item.Person, Title: capital(info.French), Whose: whose(f, item.Person), Accepted: info.Accepted,
		Why: e.say(demand.Fault{Code: item.Code, Params: yearOf(item)}), Article: e.article(item.Code), Due: item.Necessity == papers.Due}
	for _, p := range d.Papers {
		if p.Code == out.Paper && p.Person == out.Person {
			out.Given = append(out.Given, p)
		}
	}
	return out
}

func yearOf(item papers.Item) []demand.Param {
	if item.Year == 0 {
		return nil
	}
	return []demand.Param{{Name: "year", Value: fmt.Sprint(item.Year)}}
}

func capital(text string) string {
	if text == "" {
		return text
	}
	r := []rune(text)
	return strings.ToUpper(string(r[0])) + string(r[1:])
}

// whose names the person of a paper, as the form does.
func whose(f *demand.Form, path string) string {
	switch {
	case path == "":
		return "pour votre foyer"
	case path == "applicant":
		return "pour vous"
	}
	for i := range f.CoHolders {
		if path == fmt.Sprintf("co_holders[%d]", i) || path == fmt.Sprintf("co_holders[%d].person", i) {
			return named(f.CoHolders[i].Person.FirstNames, "votre cotitulaire")
		}
	}
	for i := range f.Dependants {
		if path == fmt.Sprintf("dependants[%d]", i) {
			return named(f.Dependants[i].FirstNames, "une personne à charge")
		}
	}
	for i := range f.Custody {
		if path == fmt.Sprintf("custody[%d]", i) {
			return named(f.Custody[i].FirstNames, "un enfant")
		}
	}
	return ""
}

func named(first, otherwise string) string {
	if first != "" {
		return "pour " + first
	}
	return "pour " + otherwise
}

// papersView is what the page of the papers shows.
type papersView struct {
	Step       stepView
	Now, Later []dueItem
	Full       bool
	Problem    string
	Next       string
	Previous   string
}

func (e *Entry) papersPage(w http.ResponseWriter, r *http.Request) error {
	return e.showPapers(w, r, "")
}

func (e *Entry) showPapers(w http.ResponseWriter, r *http.Request, problem string) error {
	d, err := e.mine(r)
	if err != nil {
		return e.noDraft(w, r, err)
	}
	step, err := e.shown(d, &newDemand, "justificatifs")
	if err != nil {
		return err
	}
	v := papersView{Step: step, Full: len(d.Papers) >= maxPapers, Problem: web.Typo(problem), Next: newDemand.review}
	if v.Now, v.Later, err = e.wanted(d); err != nil {
		return err
	}
	for i, s := range step.Stops {
		if s.Name == "justificatifs" {
			if i > 0 {
				v.Previous = step.Stops[i-1].URL
			}
			if i+1 < len(step.Stops) {
				v.Next = step.Stops[i+1].URL
			}
		}
	}
	page := e.view("Justificatifs", v)
	if problem != "" {
		page.Status = http.StatusUnprocessableEntity
	}
	return e.pages.Render(w, r, "papers.html", page)
}

// upload keeps a document with the draft. What it is is told by its content: its
// name is not even read.
func (e *Entry) upload(w http.ResponseWriter, r *http.Request) error {
	d, err := e.mine(r)
	if err != nil {
		return e.noDraft(w, r, err)
	}
	sent, problem, err := received(r)
	switch {
	case err != nil:
		return err
	case problem != "":
		return e.showPapers(w, r, problem)
	case len(d.Papers) >= maxPapers:
		return e.showPapers(w, r, fmt.Sprintf("Vous avez déjà envoyé %d documents : retirez-en un avant d’en envoyer un autre.", maxPapers))
	}
	now, later, err := e.wanted(d)
	if err != nil {
		return err
	}
	known := false
	for _, item := range append(now, later...) {
		known = known || item.Paper == sent.code && item.Person == sent.person
	}
	if !known {
		return e.showPapers(w, r, "Ce document n’est pas demandé pour votre demande : il n’a pas été gardé.")
	}
	id, err := e.newCode()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(sent.body)
	kept := paper{ID: "p" + strings.ToLower(id), Code: sent.code, Person: sent.person, Type: sent.kind, Size: int64(len(sent.body))}
	d.Papers = append(d.Papers, kept)
	d.mark("justificatifs")
	err = e.save(r.Context(), d, store.Paper{ID: kept.ID, Owner: d.key, Code: kept.Code, Person: kept.Person, Type: kept.Type, Size: kept.Size,
		Digest: hex.EncodeToString(sum[:]), Received: e.Now(), Body: sent.body})
	if err != nil {
		return err
	}
	e.Router.Flash(w, r, "success", "Le document est bien reçu.")
	return see(w, r, "/demande/justificatifs")
}

// sentPaper is a document as it came.
type sentPaper struct {
	code, person, kind string
	body               []byte
}

const tooLarge = "Le document dépasse 5 Mo. Photographiez-le en plus petit, ou envoyez ses pages une par une."

// received reads an upload; what is wrong in it for a person is said.
func received(r *http.Request) (sentPaper, string, error) {
	sent, err := readParts(r)
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return sent, tooLarge, nil
	case err != nil:
		return sent, "", &web.Error{Status: http.StatusBadRequest}
	case len(sent.body) == 0:
		return sent, "Choisissez d’abord un document.", nil
	case len(sent.body) > maxPaper:
		return sent, tooLarge, nil
	}
	if sent.kind = kindOf(sent.body); sent.kind == "" {
		return sent, "Ce document n’a pas pu être gardé : envoyez un PDF, une photo (JPEG, PNG, BMP) ou un document Word (.docx).", nil
	}
	return sent, "", nil
}

func readParts(r *http.Request) (sent sentPaper, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return sent, err
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return sent, nil
		}
		if err != nil {
			return sent, err
		}
		body, err := io.ReadAll(io.LimitReader(part, maxPaper+1))
		if err != nil {
			return sent, err
		}
		switch name := part.FormName(); {
		case name == "file":
			sent.body = body
		case name == "paper" && len(body) < 100:
			sent.code = string(body)
		case name == "person" && len(body) < 100:
			sent.person = string(body)
		}
	}
}

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// kindOf tells what a document is from its content; "" when it is none of those
// that are taken.
func kindOf(body []byte) string {
	switch kind := http.DetectContentType(body); kind {
	case "application/pdf", "image/jpeg", "image/png", "image/bmp":
		return kind
	case "application/zip":
		return wordKind(body)
	}
	return ""
}

// wordKind tells a Word document from other archives: one with macros is not one.
func wordKind(body []byte) string {
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil || len(archive.File) > 2000 {
		return ""
	}
	types, document := false, false
	for _, f := range archive.File {
		switch {
		case f.Name == "[Content_Types].xml":
			types = true
		case f.Name == "word/document.xml":
			document = true
		case strings.HasSuffix(strings.ToLower(f.Name), "vbaproject.bin"):
			return ""
		}
	}
	if types && document {
		return docx
	}
	return ""
}

// removePaper takes a document out of the draft.
func (e *Entry) removePaper(w http.ResponseWriter, r *http.Request) error {
	d, err := e.mine(r)
	if err != nil {
		return e.noDraft(w, r, err)
	}
	id := r.PostFormValue("id")
	for i, p := range d.Papers {
		if p.ID == id {
			d.Papers = append(d.Papers[:i:i], d.Papers[i+1:]...)
			if err := e.write(r.Context(), d, &store.Act{RemovePapers: []string{id}}); err != nil {
				return err
			}
			e.Router.Flash(w, r, "success", "Le document est retiré.")
			break
		}
	}
	return see(w, r, "/demande/justificatifs")
}

// extensions are those that a downloaded document bears.
var extensions = map[string]string{"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/bmp": "bmp", docx: "docx"}

// download gives a document back to who sent it. It is saved, never shown by the
// browser: nothing of it can run here.
func (e *Entry) download(w http.ResponseWriter, r *http.Request) error {
	d, err := e.mine(r)
	if err != nil {
		return e.noDraft(w, r, err)
	}
	for _, p := range d.Papers {
		if p.ID == r.PathValue("id") {
			kept, err := e.Registry.Store().Paper(r.Context(), p.ID)
			if err != nil {
				return err
			}
			attach(w, kept.Type, "justificatif."+extensions[kept.Type], kept.Body)
			return nil
		}
	}
	return store.ErrNotFound
}

// attach answers a file to be saved.
func attach(w http.ResponseWriter, kind, name string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	_, _ = w.Write(body) // the reader went away: nothing to mend
}
