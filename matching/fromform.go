package matching

import (
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// FromForm makes the records of one demand: its applicant or its association, its co-holders and its
// dependants. The demand is named id, and its records id/applicant, id/association, id/co_holder/1,
// id/dependant/1 and so on, in the order of the form. Persons without a name, a first name and a
// birth date make no record. The unique number stands on the record of the applicant or of the
// association only, since it names the demand. An address that the form does not give for a
// co-holder stays missing. Children in shared custody or with visiting right make no record: they
// stand in the demands of both parents.
func FromForm(id string, f demand.Form) []Record {
	var out []Record
	add := func(r Record, role Role, n int) {
		if r.BirthName == "" && r.UsedName == "" && r.FirstNames == "" && r.BirthDate == "" {
			return
		}
		r.ID, r.Demand, r.Role = id+"/"+string(role), id, role
		if n > 0 {
			r.ID += "/" + strconv.Itoa(n)
		}
		out = append(out, r)
	}
	number := ""
	if !f.Number.IsZero() {
		number = f.Number.String()
	}
	applicant := fromPerson(&f.Applicant)
	applicant.Number = number
	add(applicant, RoleApplicant, 0)
	if a := f.Association; !a.IsZero() {
		add(withAddress(Record{
			BirthName: a.Name, Phone: a.Phone, Email: a.Email, Identifier: a.SIRET, Number: number,
		}, &a.Address), RoleAssociation, 0)
	}
	for i := range f.CoHolders {
		add(fromPerson(&f.CoHolders[i].Person), RoleCoHolder, i+1)
	}
	for i, d := range f.Dependants {
		add(Record{BirthName: d.Name, FirstNames: d.FirstNames, BirthDate: dateText(d.BirthDate), Sex: string(d.Sex)}, RoleDependant, i+1)
	}
	return out
}

func fromPerson(p *demand.Person) Record {
	r := Record{
		BirthName: p.BirthName, UsedName: p.UsedName, FirstNames: p.FirstNames, BirthDate: dateText(p.BirthDate), Sex: string(p.Sex),
		BirthPlace: p.BirthPlace.Commune, BirthCountry: p.BirthPlace.Country, Phone: p.MobilePhone, Email: p.Email,
	}
	if r.Sex == "" {
		switch p.Civility {
		case demand.Civility1:
			r.Sex = string(demand.SexM)
		case demand.Civility2, demand.Civility3:
			r.Sex = string(demand.SexF)
		}
	}
	// The telephone at work is shared by colleagues and is not compared.
	if r.Phone == "" {
		r.Phone = p.HomePhone
	}
	return withAddress(r, &p.Address)
}

func withAddress(r Record, a *demand.Address) Record {
	r.Address = strings.TrimSpace(a.Number + " " + a.Street)
	r.PostalCode, r.Commune = a.PostalCode, a.Commune
	if r.Commune == "" {
		r.Commune = a.City
	}
	return r
}

func dateText(d demand.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
