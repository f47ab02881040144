package papers

import "github.com/fichier-unique/rules/demand"

// ban is a rule about papers that may not be asked for.
type ban struct {
	demand.Rule
	steps  []Step // empty: at every step
	papers []Paper
}

var forbidden = []ban{
	{
		Rule: demand.Rule{
			Code: "PAP-INT-01", Chapter: "pièces justificatives", Severity: demand.Information,
			Source:  demand.Source{Article: "CCH R.441-2-3", Text: "aucune autre pièce ne peut être exigée pour refuser ou retarder l'enregistrement", Confidence: demand.Verified},
			French:  "Cette pièce ne se demande pas à cette étape : son absence ne peut ni faire refuser ni retarder l'enregistrement, le renouvellement ou la modification.",
			English: "This paper is not asked for at this step: its absence may neither cause a refusal nor delay the registration, renewal or modification.",
			Accepts: `instruct tax_notice`,
			Refuses: `register tax_notice`,
		},
		steps: []Step{Register, Renew, Modify}, papers: []Paper{FamilyRecord, Custody, Pregnancy, TaxNotice, RecentIncome, WorkProof, Studies, RentReceipt, HostStatement, Shelter, Eviction, Ownership, DisabilityCard, Separation, Safety},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INT-02", Chapter: "pièces justificatives", Severity: demand.Information,
			Source:  demand.Source{Article: "CCH R.441-2-3", Text: "aucune condition de résidence préalable ne peut être opposée", Confidence: demand.Verified},
			French:  "Aucune condition de résidence antérieure ne peut être opposée : ne pas demander de justificatif de résidence.",
			English: "No condition of prior residence may be opposed: do not ask for a proof of residence.",
			Accepts: `register identity`,
			Refuses: `instruct residence`,
		},
		steps: nil, papers: []Paper{Residence},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INT-04", Chapter: "pièces justificatives", Severity: demand.Information,
			Source:  demand.Source{Article: "décret 2017-917 ; CCH R.441-2-3", Text: "le numéro de sécurité sociale n'est jamais une condition et n'est pas gardé sur les copies", Confidence: demand.Secondary},
			French:  "La carte de sécurité sociale ne se demande pas : le numéro n'est jamais nécessaire à l'enregistrement et n'est pas gardé.",
			English: "The social security card is not asked for: the number is never needed to register and is not kept.",
			Accepts: `register identity`,
			Refuses: `register social_security`,
		},
		steps: nil, papers: []Paper{SocialSecurity},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INT-05", Chapter: "pièces justificatives", Severity: demand.Information,
			Source:  demand.Source{Article: "arrêté du 28 mars 2011, art. 4 ; avertissement de la CNIL de janvier 2012", Text: "nature du handicap et données de santé", Confidence: demand.Secondary},
			French:  "La nature du handicap et les documents médicaux ne se demandent pas : la carte ou le complément handicap suffit.",
			English: "The nature of the disability and medical documents are not asked for: the card or the disability supplement is enough.",
			Accepts: `instruct disability_card`,
			Refuses: `instruct medical_file`,
		},
		steps: nil, papers: []Paper{MedicalFile},
	},
	{
		Rule: demand.Rule{
			Code: "PAP-INT-06", Chapter: "pièces justificatives", Severity: demand.Information,
			Source:  demand.Source{Article: "CCH R.441-2-3", Text: "pièce que les textes lus ne prévoient pas", Confidence: demand.Inference},
			French:  "Les relevés de compte ne se demandent pas : les textes ne les prévoient pas.",
			English: "Bank statements are not asked for: the texts do not provide for them.",
			Accepts: `instruct recent_income`,
			Refuses: `allocate bank_statement`,
		},
		steps: nil, papers: []Paper{BankStatement},
	},
}

// noStay is the ban on residence documents for those who need none.
var noStay = demand.Rule{
	Code: "PAP-INT-07", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2015, demand.Profile2017},
	Source:  demand.Source{Article: "CCH R.441-2-3 (2015)", Text: "régularité du séjour : seulement pour les étrangers autres que ceux de l'Union européenne, de l'EEE et de la Suisse", Confidence: demand.Verified},
	French:  "Aucun titre de séjour ne se demande à cette personne : sa nationalité est française ou de l'Union européenne.",
	English: "No residence document is asked of this person: the nationality is French or of the European Union.",
	Accepts: `{"applicant":{"nationality":"3"}}`,
	Refuses: `{"applicant":{"nationality":"2"}}`,
}

var others = []demand.Rule{
	noStay,
	{
		Code: "PAP-INT-03", Chapter: "pièces justificatives", Severity: demand.Information,
		Source:  demand.Source{Article: "CCH L.441-2-1 (depuis la loi ALUR)", Text: "une seule copie de chaque pièce, partagée par tous les services", Confidence: demand.Verified},
		French:  "La pièce est déjà dans le dossier partagé et encore valable : la demander au service qui l'a, pas au demandeur.",
		English: "The paper is already in the shared file and still valid: ask the service that has it, not the applicant.",
		Accepts: `{"paper":"rent_receipt","service":"21001","received_on":"2026-03-29"}`,
		Refuses: `{"paper":"rent_receipt","service":"21001","received_on":"2026-03-30"}`,
	},
	{
		Code: "PAP-DEL-01", Chapter: "pièces justificatives", Severity: demand.Information, Profiles: []demand.Profile{demand.Profile2015, demand.Profile2017}, From: limitSince,
		Source:  demand.Source{Article: "CCH R.441-2-4-1 (version du 21 janvier 2017)", Text: "quinze jours pour enregistrer une pièce remise ; au-delà, le demandeur saisit le préfet", Confidence: demand.Verified},
		French:  "La pièce remise n'a pas été enregistrée dans les quinze jours : le demandeur peut saisir le préfet.",
		English: "The paper handed in was not recorded within fifteen days: the applicant may turn to the prefect.",
		Accepts: `{"paper":"identity","service":"21001","received_on":"2026-06-15"}`,
		Refuses: `{"paper":"identity","service":"21001","received_on":"2026-06-14"}`,
	},
}

// Rules describes every rule of this package. The examples of a paper are
// forms: with the first it is not asked for, with the second it is. Those of a
// separation are the couple; those of a ban, a step and a paper, or a form; those
// of a paper already handed in, what the shared file holds, on the day of the
// examples.
func Rules() []demand.Rule {
	var out []demand.Rule
	for i := range table {
		out = append(out, table[i].Rule)
	}
	for i := range forbidden {
		out = append(out, forbidden[i].Rule)
	}
	return append(out, others...)
}

// Overdue lists the papers handed in and not recorded in time, on a day, in the
// order they are given: the code of each is PAP-DEL-01, By the day that passed.
func Overdue(handed []Held, recorded func(Held) bool, day demand.Date, p demand.Profile) []Item {
	var out []Item
	for _, h := range handed {
		if by, limited := RecordBy(h.ReceivedOn, p); limited && day.After(by) && !recorded(h) {
			out = append(out, Item{Code: "PAP-DEL-01", Paper: h.Paper, Person: h.Person, Year: h.Year, Service: h.Service, By: by})
		}
	}
	return out
}
