package attestation

import (
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Kind is what the attestation attests.
type Kind string

// The kinds.
const (
	Registration Kind = "registration"
	Renewal      Kind = "renewal"
	Modification Kind = "modification" // 2000 to 2010 only
)

// Facts are what the attestation says and the form does not: the caller's.
type Facts struct {
	Service   Contact   `json:"service"`              // the registering service
	Landlords []string  `json:"landlords"`            // landlords owning stock in the wanted communes
	Mediation Mediation `json:"mediation"`            // the mediation commission (DALO)
	Progress  string    `json:"progress,omitempty"`   // how to get information on progress, since 2015
	Update    string    `json:"update,omitempty"`     // how to update the demand, current profile; none: at a counter or on line
	NextSteps []string  `json:"next_steps,omitempty"` // current profile
	PapersDue []string  `json:"papers_due"`           // papers to be produced at instruction

	IssuedOn   demand.Date `json:"issued_on,omitzero"`
	ValidUntil demand.Date `json:"valid_until,omitzero"` // none: one year from the deposit or the last renewal
}

// Contact is a service with its address.
type Contact struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Mediation tells when and where the mediation commission can be seized.
type Mediation struct {
	Cases   []string    `json:"cases"`
	From    demand.Date `json:"from,omitzero"` // the abnormally long delay is reached
	Address string      `json:"address"`
}

// Document is an attestation as data: its mentions in the order of the decree.
type Document struct {
	Kind     Kind           `json:"kind"`
	Profile  demand.Profile `json:"profile"`
	IssuedOn demand.Date    `json:"issued_on"`
	Mentions []Mention      `json:"mentions"`
}

// Mention is one compulsory mention: the letter of the decree, the rule that
// makes it compulsory, its title and its lines. Without lines it is missing.
type Mention struct {
	Code   string   `json:"code"`
	Letter string   `json:"letter,omitempty"`
	Title  string   `json:"title"`
	Lines  []string `json:"lines"`
	path   string
}

// Given reports whether an attestation is given for this kind of act under a
// profile: none for a mere modification since 2010.
// Law: CCH R.441-2-4 (2009 and since), R.441-2-7. Confidence: V.
func Given(k Kind, p demand.Profile) bool {
	switch k {
	case Registration, Renewal:
		return true
	case Modification:
		return p == demand.Profile2000
	}
	return false
}

// Deadline is the last day to give the attestation: one month after the deposit.
// Law: CCH L.441-2-1, every version since 1998. Confidence: V.
func Deadline(deposited demand.Date) demand.Date { return deposited.AddMonths(1) }

// Build fills an attestation. It is false when none is given for the act under
// the profile. What is missing for it to be valid is told by Missing.
func Build(f *demand.Form, facts Facts, k Kind, p demand.Profile) (Document, bool) {
	if !Given(k, p) {
		return Document{}, false
	}
	doc := Document{Kind: k, Profile: p, IssuedOn: facts.IssuedOn}
	in := filling{f, &facts, p}
	for i := range table {
		r := &table[i]
		if !r.appliesTo(k, p) {
			continue
		}
		m := Mention{Code: r.Code, Letter: r.letter, Title: r.title, Lines: clean(r.lines(&in)), path: r.path}
		if k == Renewal && r.Code == "ATT-MEN-04" && f.RenewedOn.IsZero() {
			m.Lines, m.path = nil, "renewed_on" // a renewal is attested with its date
		}
		doc.Mentions = append(doc.Mentions, m)
	}
	return doc, true
}

// clean drops blank lines, and keeps each on one line: what somebody typed can
// neither fill a mention with nothing nor look like another one.
func clean(lines []string) []string {
	var out []string
	for _, line := range lines {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// opening says what the attestation attests.
// Law: CCH R.441-2-7 (number and first date are kept). Confidence: V.
var opening = map[Kind][2]string{
	Registration: {"ATTESTATION D'ENREGISTREMENT D'UNE DEMANDE DE LOGEMENT SOCIAL", "Votre demande de logement social est enregistrée. Donnez votre numéro unique chaque fois que vous écrivez ou téléphonez."},
	Renewal:      {"ATTESTATION DE RENOUVELLEMENT D'UNE DEMANDE DE LOGEMENT SOCIAL", "Votre demande de logement social est renouvelée. Elle garde son numéro et sa date de dépôt."},
	Modification: {"ATTESTATION DE MODIFICATION D'UNE DEMANDE DE LOGEMENT SOCIAL", "Votre demande de logement social est modifiée. Elle garde son numéro et sa date de dépôt."},
}

// Missing lists the compulsory mentions that nothing fills: the attestation is
// not valid without them.
func (d Document) Missing() demand.Faults {
	var out demand.Faults
	for _, m := range d.Mentions {
		if len(m.Lines) == 0 {
			out = append(out, demand.Fault{Code: m.Code, Path: m.path, Severity: demand.Blocking})
		}
	}
	return out
}

// Head gives what stands above the mentions, in French: the title, the day of issue
// ("" when it is not said) and the opening sentence.
func (d Document) Head() (title, issued, first string) {
	if !d.IssuedOn.IsZero() {
		issued = "Délivrée le " + inWords(d.IssuedOn)
	}
	return opening[d.Kind][0], issued, opening[d.Kind][1]
}

// Text writes the attestation in French, to be printed or read aloud.
func (d Document) Text() string {
	var b strings.Builder
	title, issued, first := d.Head()
	b.WriteString(title + "\n")
	if issued != "" {
		b.WriteString(issued + "\n")
	}
	b.WriteString("\n" + first + "\n")
	for _, m := range d.Mentions {
		b.WriteString("\n" + m.Title + "\n")
		if len(m.Lines) == 0 {
			b.WriteString("  (à compléter)\n")
		}
		for _, line := range m.Lines {
			b.WriteString("  " + line + "\n")
		}
	}
	return b.String()
}
