package entry

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// handed is a document that is with the demand.
type handed struct {
	ID, Title, Whose string
	Day              demand.Date
	Refused          bool
}

// handView is what the page of the documents of a demand shows.
type handView struct {
	Now, Later []dueItem
	Held       []handed
	May        may
	Problem    string
}

// owed lists the papers of a demand that nobody holds: those without which there is
// no number, then those of the instruction.
func (e *Entry) owed(v *registry.View) (now, later []dueItem) {
	const action = "/suivi/justificatifs"
	if v.Form.Number.IsZero() {
		var held []papers.Held
		for _, p := range v.Held {
			held = append(held, papers.Held{Paper: papers.Paper(p.Code), Person: p.Person, Service: p.Service, ReceivedOn: received(v, &p), ValidUntil: p.Until, Year: p.Year, Refused: p.Refused})
		}
		in := papers.Setting{Step: papers.Register, AsOf: e.Registry.Today(), Profile: v.Charter.Profile, Held: held}
		now = e.items(&draft{}, &v.Form, action, papers.DueFor(&v.Form, in).Ask, nil)
	}
	later = e.items(&draft{}, &v.Form, action, v.Due.Ask, now)
	for _, items := range [][]dueItem{now, later} {
		for i := range items {
			items[i].Refused = slices.ContainsFunc(v.Held, func(p store.Paper) bool {
				return p.Refused && p.Code == items[i].Paper && p.Person == items[i].Person
			})
		}
	}
	return now, later
}

// received is the day a document came, in the territory.
func received(v *registry.View, p *store.Paper) demand.Date {
	day, _ := v.Charter.Calendar.TimeZone.Day(journal.MomentOf(p.Received))
	return day
}

func (e *Entry) ownPapers(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	return e.showOwnPapers(w, r, agent, "")
}

func (e *Entry) showOwnPapers(w http.ResponseWriter, r *http.Request, agent registry.Agent, problem string) error {
	v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
	if err != nil {
		return e.refusal(w, r, err)
	}
	out := handView{Problem: web.Typo(problem), May: may{Yes: true}}
	if d := e.Registry.May(&v, agent, charter.FilePaper, charter.Facts{}); d.Outcome == charter.Refused {
		out.May = e.why(&d)
	}
	if s := v.State.Status; s == journal.StruckOff || s == journal.Merged {
		out.May = may{Why: "Votre demande n’est plus en cours : aucun document n’est attendu."}
	}
	out.Now, out.Later = e.owed(&v)
	for _, p := range v.Held {
		info, _ := papers.Lookup(papers.Paper(p.Code))
		out.Held = append(out.Held, handed{p.ID, capital(info.French), whose(&v.Form, p.Person), received(&v, &p), p.Refused})
	}
	page := e.followView("Vos documents", "/suivi/justificatifs", out)
	if problem != "" {
		page.Status = http.StatusUnprocessableEntity
	}
	return e.pages.Render(w, r, "hand.html", page)
}

// ownUpload files a document with the demand, as the registry and the charter
// allow it. The same document, sent twice, is filed once.
func (e *Entry) ownUpload(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	if err := e.mayUpload(w, r); err != nil {
		return err
	}
	v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
	if err != nil {
		return e.refusal(w, r, err)
	}
	now, later := e.owed(&v)
	u, problem, err := uploaded(r, append(now, later...))
	if err != nil {
		return err
	}
	if problem == "" {
		sum := sha256.Sum256(u.Body)
		u.Key = "justificatif " + agent.Demand + " " + u.Code + " " + u.Person + " " + hex.EncodeToString(sum[:])
		_, err = e.Registry.FilePaper(r.Context(), agent, agent.Demand, u)
		if problem, err = taken(err); err != nil {
			return e.refusal(w, r, err)
		}
	}
	if problem != "" {
		return e.showOwnPapers(w, r, agent, problem)
	}
	e.Router.Flash(w, r, "success", "Le document est bien reçu.")
	return see(w, r, "/suivi/justificatifs")
}

// ownDownload gives a document of the demand back to its applicant.
func (e *Entry) ownDownload(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	p, err := e.Registry.Paper(r.Context(), agent, agent.Demand, r.PathValue("id"))
	if err != nil {
		return e.refusal(w, r, err)
	}
	attach(w, p.Type, "justificatif"+registry.Extension(p.Type), p.Body)
	return nil
}
