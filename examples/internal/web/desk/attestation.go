package desk

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand/attestation"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/pdf"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// attestationPage is the attestation, to be printed.
type attestationPage struct {
	Demand                 demandHead
	Title, Issued, Opening string
	Mentions               []attestation.Mention
	Missing                []web.Ruling // why it is not valid yet
	Until                  dueDate      // when it is to be handed over at the latest
}

// attested builds the attestation of a demand that the charter lets this desk
// attest.
func (v *visit) attested() (*registry.View, attestation.Document, error) {
	view, err := v.Registry.Show(v.r.Context(), v.agent, v.r.PathValue("demand"))
	if err != nil {
		return nil, attestation.Document{}, err
	}
	kind, d := v.mayAttest(&view)
	if d.Outcome != charter.Allowed {
		return nil, attestation.Document{}, &registry.RefusedError{Decision: d}
	}
	doc, ok := attestation.Build(&view.Form, v.attestationFacts(&view), kind, v.charter.Profile)
	if !ok {
		return nil, doc, &web.Error{Status: http.StatusNotFound}
	}
	return &view, doc, nil
}

// mayAttest asks the charter about the attestation of a demand as it stands.
func (v *visit) mayAttest(view *registry.View) (attestation.Kind, charter.Decision) {
	kind, said := attestation.Registration, charter.Facts{Presented: "registration"}
	if !view.Form.RenewedOn.IsZero() {
		kind, said.Presented = attestation.Renewal, "renewal"
	}
	return kind, v.Registry.May(view, v.agent, charter.Attest, said)
}

// attestation shows the attestation of a demand.
func (v *visit) attestation() error {
	view, doc, err := v.attested()
	if err != nil {
		return err
	}
	p := attestationPage{Demand: head(view), Mentions: doc.Mentions, Missing: web.RuledAll(v.Book, doc.Missing())}
	p.Title, p.Issued, p.Opening = doc.Head()
	p.Title = capital(strings.ToLower(p.Title)) // its text shouts
	for _, d := range v.dates(view) {
		if d.Name == dueNames["attestation_due"] && !d.On.IsZero() {
			p.Until = d
		}
	}
	return v.render("attestation.html", 0, "Attestation", p)
}

// attestationPDF gives the attestation to be printed. One that is not valid is not
// given.
func (v *visit) attestationPDF() error {
	_, doc, err := v.attested()
	if err != nil {
		return err
	}
	if missing := doc.Missing(); len(missing) > 0 {
		return &web.Error{Status: http.StatusConflict, Title: "L’attestation n’est pas complète", Detail: "Il manque des mentions obligatoires : elle ne serait pas valable.",
			Remedy: "Complétez ce qui est signalé, puis recommencez.", Faults: missing}
	}
	body, err := pdf.Attestation(doc, web.Typo)
	if err != nil {
		return err
	}
	header := v.w.Header()
	header.Set("Content-Type", "application/pdf")
	header.Set("Content-Disposition", `attachment; filename="attestation.pdf"`)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = v.w.Write(body) // the reader went away: nothing to mend
	return nil
}

// attestationFacts are what the attestation says and the form does not: those of
// who runs the server, failing which what the charter tells.
func (v *visit) attestationFacts(view *registry.View) attestation.Facts {
	var f attestation.Facts
	if v.Facts != nil {
		f = v.Facts(view)
	} else {
		f = attestation.Facts{IssuedOn: v.today, Service: attestation.Contact{Name: v.desk(view.State.Desk)}}
		var communes []string
		for _, place := range view.Form.Wanted.Places {
			communes = append(communes, place.Commune)
		}
		f.Landlords = v.charter.LandlordsIn(communes...)
		if view.Dates.AbnormalDelay.Known() {
			f.Mediation.From = view.Dates.AbnormalDelay.On
		}
	}
	if f.ValidUntil.IsZero() && view.Dates.ValidUntil.Known() {
		f.ValidUntil = view.Dates.ValidUntil.On
	}
	if f.PapersDue == nil {
		f.PapersDue = papersDue(view)
	}
	return f
}

// papersDue names the papers still to be given for the demand to be examined.
func papersDue(view *registry.View) []string {
	var out []string
	for _, item := range view.Due.Ask {
		if name := paperName(item.Paper); item.Necessity == papers.Due && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	if out == nil && view.Sight.May(charter.FieldPapers) {
		out = []string{"Aucune autre pièce ne vous est demandée pour l’instant."}
	}
	return out
}
