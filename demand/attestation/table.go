package attestation

import (
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// row is a compulsory mention, with what fills it.
type row struct {
	demand.Rule
	letter, title, path string
	lines               func(f *demand.Form, facts *Facts) []string
}

func (r *row) appliesTo(k Kind, p demand.Profile) bool {
	if k == Modification && r.Code > "ATT-MEN-04" {
		return false
	}
	return len(r.Profiles) == 0 || p == "" || slices.Contains(r.Profiles, p)
}

// Rules describes the compulsory mentions. A fault of one of these codes says
// that the mention is missing.
func Rules() []demand.Rule {
	out := make([]demand.Rule, len(table))
	for i := range table {
		out[i] = table[i].Rule
	}
	return out
}

var table = []row{
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-01", Chapter: "attestation", Severity: demand.Blocking,
			Source:  demand.Source{Article: "CCH R.441-2-4 a)", Text: "noms et adresse du demandeur", Confidence: demand.Verified},
			French:  "Le nom ou l'adresse du demandeur manque à l'attestation.",
			English: "The applicant's name or address is missing from the attestation.",
		},
		letter: "a", title: "Demandeur", path: "applicant", lines: who,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-02", Chapter: "attestation", Severity: demand.Blocking,
			Source:  demand.Source{Article: "CCH R.441-2-4 b)", Text: "nom et adresse du service enregistreur", Confidence: demand.Verified},
			French:  "Le nom ou l'adresse du service enregistreur manque à l'attestation.",
			English: "The name or address of the registering service is missing from the attestation.",
		},
		letter: "b", title: "Service qui a enregistré la demande", path: "facts.service", lines: service,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-03", Chapter: "attestation", Severity: demand.Blocking,
			Source:  demand.Source{Article: "CCH R.441-2-4 c)", Text: "numéro unique d'enregistrement", Confidence: demand.Verified},
			French:  "Le numéro unique manque à l'attestation.",
			English: "The unique number is missing from the attestation.",
		},
		letter: "c", title: "Numéro unique", path: "number", lines: number,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-04", Chapter: "attestation", Severity: demand.Blocking,
			Source:  demand.Source{Article: "CCH R.441-2-4 d)", Text: "date de réception de la demande et, le cas échéant, de son dernier renouvellement", Confidence: demand.Verified},
			French:  "La date de réception, ou celle du renouvellement attesté, manque à l'attestation.",
			English: "The date of receipt, or that of the renewal attested, is missing from the attestation.",
		},
		letter: "d", title: "Dates", path: "deposited_on", lines: dates,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-05", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 e)", Text: "bailleurs disposant d'un patrimoine dans les communes souhaitées", Confidence: demand.Verified},
			French:  "La liste des bailleurs des communes souhaitées manque à l'attestation.",
			English: "The list of landlords of the wanted communes is missing from the attestation.",
		},
		letter: "e", title: "Bailleurs présents dans les communes souhaitées", path: "facts.landlords", lines: landlords,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-06", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 f)", Text: "cas dans lesquels la commission de médiation peut être saisie", Confidence: demand.Verified},
			French:  "Les cas de saisine de la commission de médiation manquent à l'attestation.",
			English: "The cases in which the mediation commission can be seized are missing from the attestation.",
		},
		letter: "f", title: "Cas de saisine de la commission de médiation", path: "facts.mediation.cases", lines: cases,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-07", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 g)", Text: "date à partir de laquelle elle peut être saisie, et son adresse", Confidence: demand.Verified},
			French:  "La date à partir de laquelle la commission de médiation peut être saisie, ou son adresse, manque à l'attestation.",
			English: "The date from which the mediation commission can be seized, or its address, is missing from the attestation.",
		},
		letter: "g", title: "Commission de médiation", path: "facts.mediation.from", lines: mediation,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-08", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 h)", Text: "durée de validité, modalités de renouvellement, conditions de radiation", Confidence: demand.Verified},
			French:  "La durée de validité ne peut pas être indiquée : la date de dépôt manque.",
			English: "The validity cannot be given: the date of deposit is missing.",
		},
		letter: "h", title: "Durée de validité, renouvellement et radiation", path: "deposited_on", lines: validity,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-09", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 i) (2015)", Text: "modalités pour obtenir des informations sur l'avancement ; depuis 2017, pour mettre à jour", Confidence: demand.Verified},
			French:  "La manière de suivre et de mettre à jour la demande manque à l'attestation.",
			English: "How to follow and update the demand is missing from the attestation.",
		},
		letter: "i", title: "Suivre et mettre à jour la demande", path: "facts.progress", lines: progress,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-10", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2010, demand.Profile2012, demand.Profile2015, demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4", Text: "annexe : pièces justificatives à produire lors de l'instruction", Confidence: demand.Verified},
			French:  "La liste des pièces à produire à l'instruction manque en annexe.",
			English: "The list of papers to be produced at instruction is missing from the annex.",
		},
		letter: "annexe", title: "Pièces à produire lors de l'instruction", path: "facts.papers_due", lines: papers,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-11", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 (version actuelle)", Text: "récapitulatif de la demande en annexe", Confidence: demand.Verified},
			French:  "Le récapitulatif de la demande ne peut pas être joint : aucun logement n'est demandé.",
			English: "The summary of the demand cannot be joined: no dwelling is asked for.",
		},
		letter: "annexe", title: "Récapitulatif de la demande", path: "wanted.places", lines: summary,
	},
	{
		Rule: demand.Rule{
			Code: "ATT-MEN-12", Chapter: "attestation", Severity: demand.Blocking, Profiles: []demand.Profile{demand.Profile2017},
			Source:  demand.Source{Article: "CCH R.441-2-4 (version actuelle)", Text: "étapes de la procédure en annexe", Confidence: demand.Verified},
			French:  "Les prochaines étapes de la procédure manquent en annexe.",
			English: "The next steps of the procedure are missing from the annex.",
		},
		letter: "annexe", title: "Prochaines étapes", path: "facts.next_steps", lines: nextSteps,
	},
}

func who(f *demand.Form, _ *Facts) []string {
	name, address := strings.TrimSpace(f.Applicant.FirstNames+" "+surname(&f.Applicant)), f.Applicant.Address
	if f.IsAssociation() {
		name, address = f.Association.Name, f.Association.Address
	}
	lines := postal(&address)
	if name == "" || len(lines) == 0 {
		return nil
	}
	return append([]string{name}, lines...)
}

func surname(p *demand.Person) string {
	if p.BirthName != "" && p.UsedName != "" && p.BirthName != p.UsedName {
		return p.UsedName + ", " + born(p.Civility) + " " + p.BirthName
	}
	return p.UsedName + p.BirthName
}

func born(c demand.Civility) string {
	switch c {
	case demand.Civility1:
		return "né"
	case demand.Civility2, demand.Civility3:
		return "née"
	}
	return "né(e)"
}

func postal(a *demand.Address) []string {
	var out []string
	for _, line := range [...]string{
		strings.TrimSpace(a.Number + " " + a.Street), a.Complement, strings.TrimSpace(a.PostalCode + " " + a.City), a.Country,
	} {
		if line != "" {
			out = append(out, line)
		}
	}
	return out
}

func service(_ *demand.Form, facts *Facts) []string {
	if facts.Service.Name == "" || facts.Service.Address == "" {
		return nil
	}
	return []string{facts.Service.Name, facts.Service.Address}
}

func number(f *demand.Form, _ *Facts) []string {
	if f.Number.IsZero() {
		return nil
	}
	return []string{f.Number.String()}
}

func dates(f *demand.Form, _ *Facts) []string {
	if f.DepositedOn.IsZero() {
		return nil
	}
	out := []string{"Demande reçue le " + f.DepositedOn.French()}
	if !f.RenewedOn.IsZero() {
		out = append(out, "Dernier renouvellement le "+f.RenewedOn.French())
	}
	return out
}

func landlords(_ *demand.Form, facts *Facts) []string { return facts.Landlords }

func cases(_ *demand.Form, facts *Facts) []string { return facts.Mediation.Cases }

func mediation(_ *demand.Form, facts *Facts) []string {
	m := &facts.Mediation
	if m.From.IsZero() || m.Address == "" {
		return nil
	}
	return []string{"Elle peut être saisie à partir du " + m.From.French() + ", si aucune proposition adaptée n'a été faite.", m.Address}
}

func validity(f *demand.Form, facts *Facts) []string {
	until, last := facts.ValidUntil, f.DepositedOn
	if f.RenewedOn.After(last) {
		last = f.RenewedOn
	}
	if until.IsZero() {
		until = last.AddYears(1)
	}
	if until.IsZero() {
		return nil
	}
	return []string{
		"La demande est valable jusqu'au " + until.French() + ".",
		"Un préavis est envoyé au moins un mois avant ; la demande se renouvelle auprès de tout service enregistreur, en mettant à jour les informations.",
		"Elle est radiée si elle n'est pas renouvelée, si un logement social est attribué, si le demandeur y renonce par écrit, s'il ne répond pas à un courrier envoyé à la dernière adresse connue, ou si une commission la déclare irrecevable.",
	}
}

func progress(_ *demand.Form, facts *Facts) []string {
	if facts.Progress == "" {
		return nil
	}
	return []string{facts.Progress}
}

func papers(_ *demand.Form, facts *Facts) []string { return facts.PapersDue }

func summary(f *demand.Form, _ *Facts) []string {
	w := &f.Wanted
	if len(w.Places) == 0 || len(w.Types) == 0 {
		return nil
	}
	var types, places []string
	for _, t := range w.Types {
		types = append(types, string(t))
	}
	for _, p := range w.Places {
		name := p.Commune
		if current, ok := territories.Current(p.Commune); ok {
			commune, _ := territories.Commune(current)
			name = commune.Name + " (" + p.Commune + ")"
		}
		places = append(places, name)
	}
	out := []string{"Types demandés : " + strings.Join(types, ", "), "Communes demandées, par ordre de préférence : " + strings.Join(places, ", ")}
	if f.PersonsToHouse > 0 {
		out = append(out, "Personnes à loger : "+strconv.Itoa(f.PersonsToHouse))
	}
	return out
}

func nextSteps(_ *demand.Form, facts *Facts) []string { return facts.NextSteps }
