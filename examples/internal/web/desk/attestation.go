package desk

import (
	"net/http"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand/attestation"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// attestationPage is the attestation, to be printed.
type attestationPage struct {
	Demand   demandHead
	Mentions []attestation.Mention
	Missing  []fault
	Renewal  bool
}

// attestation shows the attestation of a demand.
func (v *visit) attestation() error {
	view, err := v.Registry.Show(v.r.Context(), v.agent, v.r.PathValue("demand"))
	if err != nil {
		return err
	}
	d := v.Registry.Ask(&view, v.agent, registry.Command{Act: charter.Attest, Facts: presumed(&act{act: charter.Attest})})
	if d.Outcome != charter.Allowed {
		return &registry.RefusedError{Decision: d}
	}
	kind := attestation.Registration
	if !view.Form.RenewedOn.IsZero() {
		kind = attestation.Renewal
	}
	doc, ok := attestation.Build(&view.Form, v.attestationFacts(&view), kind, v.charter.Profile)
	if !ok {
		return &web.Error{Status: http.StatusNotFound}
	}
	p := attestationPage{Demand: head(&view), Mentions: doc.Mentions, Missing: v.faults(doc.Missing()), Renewal: kind == attestation.Renewal}
	return v.render("attestation.html", 0, "Attestation", p)
}

// attestationFacts are what the attestation says and the form does not.
func (v *visit) attestationFacts(view *registry.View) attestation.Facts {
	f := attestation.Facts{IssuedOn: v.today, Service: attestation.Contact{Name: v.desk(view.State.Desk)}}
	if view.Dates.ValidUntil.Known() {
		f.ValidUntil = view.Dates.ValidUntil.On
	}
	if view.Dates.AbnormalDelay.Known() {
		f.Mediation.From = view.Dates.AbnormalDelay.On
	}
	for i := range v.charter.Parties {
		if p := &v.charter.Parties[i]; p.Kind == charter.Landlord {
			f.Landlords = append(f.Landlords, p.Name)
		}
	}
	for _, item := range view.Due.Ask {
		if name := strings.ToLower(paperName(item.Paper)); !slices.Contains(f.PapersDue, name) {
			f.PapersDue = append(f.PapersDue, name)
		}
	}
	return f
}
