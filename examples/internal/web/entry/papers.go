package entry

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// maxAround is what a browser writes around a document, in bytes.
const maxAround = 64 << 10

// dueItem is a paper that is asked for, and what was given for it.
type dueItem struct {
	Paper, Person string // as they are posted
	Title         string
	Whose         string
	Year          int // of a tax notice
	Why           string
	Article       string
	Accepted      []string
	Due           bool
	Refused       bool // one was given, and nothing could be done with it
	Given         []paper
	Action        string // where it is sent
}

// wanted lists the papers of a draft: those without which no number is given, then
// those that the instruction will ask for.
func (e *Entry) wanted(d *draft) (now, later []dueItem, err error) {
	in, c, err := e.setting()
	if err != nil {
		return nil, nil, err
	}
	f := d.pruned(in.AsOf)
	asked := func(step papers.Step, but []dueItem) []dueItem {
		return e.items(d, &f, "/demande/justificatifs", papers.DueFor(&f, papers.Setting{Step: step, AsOf: in.AsOf, Profile: c.Profile}).Ask, but)
	}
	now = asked(papers.Register, nil)
	return now, asked(papers.Instruct, now), nil
}

// items lists papers that are asked for, each once and those of another list left
// out, with the address that they are sent to.
func (e *Entry) items(d *draft, f *demand.Form, action string, asked []papers.Item, but []dueItem) (out []dueItem) {
	for _, item := range asked {
		one := e.item(d, f, item)
		one.Action = action
		if !among(one, but) && !among(one, out) {
			out = append(out, one)
		}
	}
	return out
}

// among reports whether a paper of a person is in a list already.
func among(one dueItem, items []dueItem) bool {
	return slices.ContainsFunc(items, func(i dueItem) bool { return i.Paper == one.Paper && i.Person == one.Person })
}

func (e *Entry) item(d *draft, f *demand.Form, item papers.Item) dueItem {
	info, _ := papers.Lookup(item.Paper)
	out := dueItem{Paper: string(item.Paper), Person: item.Person, Year: item.Year, Title: capital(info.French), Whose: whose(f, item.Person), Accepted: info.Accepted,
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
	v := papersView{Step: step, Full: len(d.Papers) >= registry.MaxPapers, Problem: web.Typo(problem), Next: newDemand.review}
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

// mayUpload refuses a document of somebody who sends too many, or for which there is
// no room: the demand itself is small, and is taken.
func (e *Entry) mayUpload(w http.ResponseWriter, r *http.Request) error {
	if err := e.uploads.Take(w, r); err != nil {
		return err
	}
	if e.Room != nil && !e.Room() {
		return &web.Error{Status: http.StatusServiceUnavailable, Detail: "Le site ne peut pas recevoir de document en ce moment.",
			Remedy: "Déposez votre demande sans lui : vous pourrez l’ajouter plus tard, ou le remettre à un guichet."}
	}
	return nil
}

// upload keeps a document with the draft. What it is is told by its content: its
// name is not even read.
func (e *Entry) upload(w http.ResponseWriter, r *http.Request) error {
	if err := e.mayUpload(w, r); err != nil {
		return err
	}
	d, err := e.mine(r)
	if err != nil {
		return e.noDraft(w, r, err)
	}
	if d.Deposited != "" {
		return see(w, r, "/demande/verifier")
	}
	now, later, err := e.wanted(d)
	if err != nil {
		return err
	}
	u, problem, err := uploaded(r, append(now, later...))
	if err != nil {
		return err
	}
	var kept store.Paper
	if problem == "" {
		kept, err = e.Registry.FileDraftPaper(r.Context(), d.key, u)
		if problem, err = taken(err); err != nil {
			return err
		}
	}
	if problem != "" {
		return e.showPapers(w, r, problem)
	}
	_, err = e.update(r.Context(), d.key, func(d *draft) error {
		d.Papers = append(d.Papers, paper{ID: kept.ID, Code: kept.Code, Person: kept.Person, Type: kept.Type, Size: kept.Size})
		d.mark("justificatifs")
		return nil
	})
	if err != nil {
		return err
	}
	e.Router.Flash(w, r, "success", "Le document est bien reçu.")
	return see(w, r, "/demande/justificatifs")
}

const tooLarge = "Le document dépasse 5 Mo. Photographiez-le en plus petit, ou envoyez ses pages une par une."

// taken turns the refusal of a document into what is said to a person.
func taken(err error) (problem string, other error) {
	switch {
	case errors.Is(err, registry.ErrPaperSize):
		return tooLarge, nil
	case errors.Is(err, registry.ErrPaperType):
		return "Ce document n’a pas pu être gardé : envoyez un PDF, une photo (JPEG, PNG, BMP) ou un document Word (.docx).", nil
	case errors.Is(err, registry.ErrPapers):
		return "Vous avez déjà envoyé le nombre maximal de documents : retirez-en un avant d’en envoyer un autre.", nil
	case errors.Is(err, registry.ErrPaperCode):
		return notWanted, nil
	}
	return "", err
}

const notWanted = "Ce document n’est pas demandé pour votre demande : il n’a pas été gardé."

// uploaded reads an upload; what is wrong in it for a person is said. A paper that
// is not asked for is not taken.
func uploaded(r *http.Request, wanted []dueItem) (registry.Upload, string, error) {
	u, err := readParts(r)
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return u, tooLarge, nil
	case err != nil:
		return u, "", &web.Error{Status: http.StatusBadRequest}
	case len(u.Body) == 0:
		return u, "Choisissez d’abord un document.", nil
	}
	for _, item := range wanted {
		if item.Paper == u.Code && item.Person == u.Person {
			u.Year = item.Year
			return u, "", nil
		}
	}
	return u, notWanted, nil
}

func readParts(r *http.Request) (u registry.Upload, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return u, err
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return u, nil
		}
		if err != nil {
			return u, err
		}
		body, err := io.ReadAll(io.LimitReader(part, registry.MaxPaper+1))
		if err != nil {
			return u, err
		}
		switch name := part.FormName(); {
		case name == "file":
			u.Body = body
		case name == "paper" && len(body) < 100:
			u.Code = string(body)
		case name == "person" && len(body) < 100:
			u.Person = string(body)
		}
	}
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
			attach(w, kept.Type, "justificatif"+registry.Extension(kept.Type), kept.Body)
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
