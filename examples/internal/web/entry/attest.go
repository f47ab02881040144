package entry

import (
	"net/http"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/attestation"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/pdf"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// attestedView is what the page of the attestation shows.
type attestedView struct {
	Title, Opening, Issued string
	Mentions               []attestation.Mention
	Missing                []string // why it is not valid yet
	Numbered               bool
	Until                  demand.Date
	Why, Article           string
}

// attested builds the attestation of a demand; what is missing for it to be valid
// is told by Document.Missing.
func (e *Entry) attested(v *registry.View) (attestation.Document, bool) {
	kind := attestation.Registration
	if !v.Form.RenewedOn.IsZero() {
		kind = attestation.Renewal
	}
	var facts attestation.Facts
	if e.Facts != nil {
		facts = e.Facts(v)
	}
	if facts.IssuedOn.IsZero() {
		facts.IssuedOn = e.Registry.Today()
	}
	if facts.ValidUntil.IsZero() && v.Dated && v.Dates.ValidUntil.Known() {
		facts.ValidUntil = v.Dates.ValidUntil.On
	}
	if facts.PapersDue == nil {
		for _, item := range v.Due.Ask {
			if info, ok := papers.Lookup(item.Paper); ok && item.Necessity == papers.Due {
				facts.PapersDue = append(facts.PapersDue, info.French+" ("+whose(&v.Form, item.Person)+")")
			}
		}
		if facts.PapersDue == nil {
			facts.PapersDue = []string{"Aucune autre pièce ne vous est demandée pour l’instant."}
		}
	}
	return attestation.Build(&v.Form, facts, kind, v.Charter.Profile)
}

func (e *Entry) attestationPage(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
	if err != nil {
		return e.refusal(w, r, err)
	}
	out := attestedView{Numbered: !v.Form.Number.IsZero()}
	if v.Dated && v.Dates.Attestation.Known() {
		out.Until, out.Why, out.Article = v.Dates.Attestation.On, e.sayRule(v.Dates.Attestation.Rule), v.Dates.Attestation.Source().Article
	}
	if doc, ok := e.attested(&v); ok && out.Numbered {
		out.Title, out.Issued, out.Opening = head(doc)
		for _, m := range doc.Mentions {
			shown := attestation.Mention{Title: web.Typo(m.Title)}
			for _, line := range m.Lines {
				shown.Lines = append(shown.Lines, web.Typo(line))
			}
			out.Mentions = append(out.Mentions, shown)
		}
		for _, f := range doc.Missing() {
			out.Missing = append(out.Missing, e.say(f))
		}
	}
	return e.pages.Render(w, r, "attestation.html", e.followView("Votre attestation", "/suivi/attestation", out))
}

// head gives the title of an attestation, the day it was given and its opening, as
// its text writes them.
func head(doc attestation.Document) (title, issued, opening string) {
	lines := strings.Split(doc.Text(), "\n")
	title = lines[0]
	for _, line := range lines[1:] {
		switch {
		case strings.HasPrefix(line, "Délivrée"):
			issued = line
		case line != "":
			return title, issued, line
		}
	}
	return title, issued, ""
}

// attestationPDF gives the attestation to be printed or sent. One that is not
// valid is not given.
func (e *Entry) attestationPDF(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
	if err != nil {
		return e.refusal(w, r, err)
	}
	doc, ok := e.attested(&v)
	if !ok || len(doc.Missing()) > 0 {
		return &web.Error{Status: http.StatusNotFound, Title: "Pas encore d’attestation", Detail: "Votre attestation ne peut pas encore être délivrée.",
			Remedy: "La page de l’attestation dit ce qui manque."}
	}
	title, issued, opening := head(doc)
	out := pdf.Document{Title: title, Subtitle: issued, Intro: opening}
	for _, m := range doc.Mentions {
		section := pdf.Section{Title: web.Typo(m.Title)}
		for _, line := range m.Lines {
			section.Lines = append(section.Lines, web.Typo(line))
		}
		out.Sections = append(out.Sections, section)
	}
	body, err := pdf.Write(out)
	if err != nil {
		return err
	}
	attach(w, "application/pdf", "attestation.pdf", body)
	return nil
}
