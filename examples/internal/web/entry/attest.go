package entry

import (
	"net/http"

	"github.com/fichier-unique/rules/charter"
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
	May                    may      // whether the charter lets it be given
	Numbered               bool
	Until                  demand.Date
	Why, Article           string
}

// attested builds the attestation of a demand, with what the charter says of giving
// it: the site gives it for the manager of the file, failing whom for the desk of
// the demand. What is missing for it to be valid is told by Document.Missing.
func (e *Entry) attested(v *registry.View, agent registry.Agent) (attestation.Document, charter.Decision) {
	kind, said := attestation.Registration, charter.Facts{Presented: "registration"}
	if !v.Form.RenewedOn.IsZero() {
		kind, said.Presented = attestation.Renewal, "renewal"
	}
	agent.Actor = charter.Actor{Desk: v.State.Desk}
	if p, ok := v.Charter.Manager(e.Registry.Today()); ok {
		agent.Actor = charter.Actor{Party: p.ID} // it outlives the desk
	}
	d := e.Registry.May(v, agent, charter.Attest, said)
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
				facts.PapersDue = append(facts.PapersDue, capital(info.French)+", "+whose(&v.Form, item.Person))
			}
		}
		if facts.PapersDue == nil {
			facts.PapersDue = []string{"Aucune autre pièce ne vous est demandée pour l’instant."}
		}
	}
	doc, _ := attestation.Build(&v.Form, facts, kind, v.Charter.Profile) // given for both kinds under every profile
	return doc, d
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
	doc, d := e.attested(&v, agent)
	out.May = may{Yes: d.Outcome != charter.Refused}
	if !out.May.Yes {
		out.May = e.why(&d)
	} else if out.Numbered {
		out.Title, out.Issued, out.Opening = doc.Head()
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

// attestationPDF gives the attestation to be printed or sent. One that is not
// valid is not given.
func (e *Entry) attestationPDF(w http.ResponseWriter, r *http.Request, agent registry.Agent) error {
	v, err := e.Registry.Show(r.Context(), agent, agent.Demand)
	if err != nil {
		return e.refusal(w, r, err)
	}
	doc, d := e.attested(&v, agent)
	if d.Outcome == charter.Refused {
		return e.refusal(w, r, &registry.RefusedError{Decision: d})
	}
	if len(doc.Missing()) > 0 {
		return &web.Error{Status: http.StatusNotFound, Title: "Pas encore d’attestation", Detail: "Votre attestation ne peut pas encore être délivrée.",
			Remedy: "La page de l’attestation dit ce qui manque."}
	}
	body, err := pdf.Attestation(doc, web.Typo)
	if err != nil {
		return err
	}
	attach(w, "application/pdf", "attestation.pdf", body)
	return nil
}
