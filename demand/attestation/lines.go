package attestation

import (
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// filling is what the lines of a mention are written from.
type filling struct {
	form    *demand.Form
	facts   *Facts
	profile demand.Profile
}

// since reports whether the attestation follows that profile or a later one.
func (in *filling) since(p demand.Profile) bool { return in.profile == "" || in.profile >= p }

var months = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// inWords writes a day as it is read aloud: 1er mars 2011.
func inWords(d demand.Date) string {
	day := strconv.Itoa(d.Day())
	if d.Day() == 1 {
		day = "1er"
	}
	return day + " " + months[d.Month()-1] + " " + strconv.Itoa(d.Year())
}

func who(in *filling) []string {
	p := &in.form.Applicant
	name, address := strings.TrimSpace(p.FirstNames+" "+surname(p)), &p.Address
	switch {
	case in.form.IsAssociation():
		name, address = in.form.Association.Name, &in.form.Association.Address
	case !p.HasName():
		return nil
	}
	lines := postal(address)
	if name == "" || len(lines) == 0 {
		return nil
	}
	return append([]string{name}, lines...)
}

func surname(p *demand.Person) string {
	switch {
	case p.UsedName == "":
		return p.BirthName
	case p.BirthName == "" || p.BirthName == p.UsedName:
		return p.UsedName
	}
	return p.UsedName + ", " + born(p.Civility) + " " + p.BirthName
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

func service(in *filling) []string {
	s := &in.facts.Service
	if s.Name == "" || s.Address == "" {
		return nil
	}
	return []string{s.Name, s.Address}
}

func number(in *filling) []string {
	if in.form.Number.IsZero() {
		return nil
	}
	return []string{in.form.Number.Grouped()}
}

func dates(in *filling) []string {
	f := in.form
	if f.DepositedOn.IsZero() {
		return nil
	}
	out := []string{"Nous avons reçu votre demande le " + inWords(f.DepositedOn) + "."}
	if !f.RenewedOn.IsZero() {
		out = append(out, "Vous l'avez renouvelée pour la dernière fois le "+inWords(f.RenewedOn)+".")
	}
	return out
}

func landlords(in *filling) []string { return in.facts.Landlords }

func cases(in *filling) []string { return in.facts.Mediation.Cases }

func mediation(in *filling) []string {
	m := &in.facts.Mediation
	if m.From.IsZero() || m.Address == "" {
		return nil
	}
	return []string{
		"Vous pourrez saisir la commission de médiation à partir du " + inWords(m.From) + " si aucun logement adapté à vos besoins ne vous a été proposé.",
		"Son adresse : " + m.Address,
	}
}

// validity follows R.441-2-4 h), R.441-2-7 and R.441-2-8: end, renewal, strike-off
// in the order of the law.
func validity(in *filling) []string {
	until, last := in.facts.ValidUntil, in.form.DepositedOn
	if in.form.RenewedOn.After(last) {
		last = in.form.RenewedOn
	}
	if until.IsZero() {
		until = last.AddYears(1)
	}
	if until.IsZero() {
		return nil
	}
	notice, where := "une lettre vous demandera", "auprès d'un service qui enregistre les demandes"
	if in.since(demand.Profile2015) {
		notice, where = "une lettre ou un courriel vous demandera", where+", ou en ligne"
	}
	out := []string{
		"Votre demande est valable jusqu'au " + inWords(until) + ".",
		"Au moins un mois avant, " + notice + " de la renouveler. Vous le ferez " + where + ", en mettant à jour vos informations.",
	}
	if in.since(demand.Profile2017) {
		update := in.facts.Update
		if update == "" {
			update = "Si votre situation change, mettez votre demande à jour sans attendre, " + where + "."
		}
		out = append(out, update)
	}
	return append(out,
		"Votre demande sera retirée du fichier (« radiée ») :",
		"- si un logement social vous est attribué ;",
		"- si vous y renoncez par écrit ;",
		"- si vous ne répondez pas à un courrier envoyé à la dernière adresse que vous avez donnée ;",
		"- si une commission d'attribution constate que les conditions d'accès au logement social ne sont pas remplies ;",
		"- si vous ne la renouvelez pas à temps.",
	)
}

func progress(in *filling) []string { return []string{in.facts.Progress} }

func papers(in *filling) []string { return in.facts.PapersDue }

// summary leaves the reasons of the demand out: an attestation is shown to
// others, and some reasons are nobody's business.
func summary(in *filling) []string {
	w := &in.form.Wanted
	if len(w.Places) == 0 || len(w.Types) == 0 {
		return nil
	}
	var types, places []string
	for _, t := range w.Types {
		types = append(types, demand.Label(t))
	}
	for _, p := range w.Places {
		places = append(places, place(p))
	}
	out := []string{"Types de logement : " + strings.Join(types, ", ") + ".", "Communes, par ordre de préférence : " + strings.Join(places, ", ") + "."}
	switch w.Extended {
	case demand.Yes:
		out = append(out, "Vous acceptez que d'autres communes vous soient proposées.")
	case demand.No:
		out = append(out, "Vous ne souhaitez pas d'autre commune.")
	}
	if n := in.form.PersonsToHouse; n > 0 {
		out = append(out, "Personnes à loger : "+strconv.Itoa(n)+".")
	}
	return out
}

func place(p demand.WantedPlace) string {
	name := p.Commune
	if current, ok := territories.Current(p.Commune); ok {
		commune, _ := territories.Commune(current)
		name = commune.Name + " (" + p.Commune + ")"
	}
	if p.Quarter != "" {
		name += ", quartier " + p.Quarter
	}
	return name
}

func nextSteps(in *filling) []string { return in.facts.NextSteps }
