package sample

import (
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
)

// Form is the form of one person alone who filed, of Dijon, who wants a dwelling
// there; year is that of the income. What the filing lacks is lacking in it: the
// form may not be one that can be registered.
func (f *Filing) Form(year int) *demand.Form {
	p := demand.Person{UsedName: f.Text(ColumnUsedName), BirthName: f.Text(ColumnBirthName), FirstNames: f.Text(ColumnFirstNames),
		Civility: demand.Civility2, Nationality: demand.Nationality1, FamilySituation: demand.FamilySituationC, Email: f.Text(ColumnEmail),
		Address: demand.Address{Street: f.Text(ColumnAddress), PostalCode: "21000", Commune: "21231", City: "Dijon"}}
	if p.UsedName == "" {
		p.UsedName, p.BirthName = p.BirthName, ""
	}
	if f.Text(ColumnSex) == "M" {
		p.Civility = demand.Civility1
	}
	if phone := f.Text(ColumnPhone); len(phone) == 10 { // desks write telephones in several ways
		p.MobilePhone = phone
	}
	p.BirthDate, _ = demand.ParseDate(f.Text(ColumnBirthDate)) // none: it was not written as a date
	if income, err := decimal.NewFromString(f.Text(ColumnIncome)); err == nil {
		p.Income = demand.Income{YearMinus2: year, AmountMinus2: decimal.NewNullDecimal(income)}
	}
	return &demand.Form{Applicant: p, PersonsToHouse: 1,
		Wanted:  demand.Wanted{Types: []demand.DwellingType{demand.DwellingTypeT2}, Places: []demand.WantedPlace{{Commune: "21231"}}},
		Reasons: []demand.Reason{{Code: demand.ReasonCode01}}, Present: demand.PresentHousing{Kinds: []demand.HousingKind{demand.HousingKindLP}}}
}
