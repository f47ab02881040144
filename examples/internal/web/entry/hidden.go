package entry

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

// kept are the paths that the applicant is not asked: the file knows them, or
// works them out.
var kept = []string{
	"version", "number", "former_numbers", "desk", "deposited_on", "renewed_on", "origins",
	"applicant.address.foreign", "applicant.address.commune", "association.address.foreign", "association.address.commune",
	"applicant.work.foreign", "applicant.work.postal_code", "co_holders[].person.work.foreign", "co_holders[].person.work.postal_code",
	"co_holders[].person.address", "co_holders[].person.dependants_received", "co_holders[].person.dependants_paid",
	"applicant.income.year_minus_1", "applicant.income.year_minus_2", "co_holders[].person.income.year_minus_1", "co_holders[].person.income.year_minus_2",
	"association.request_rank", "wanted.places[].quarter",
}

// ofPersons are the paths that concern a household, ofAssociations a legal person.
var (
	ofPersons      = []string{"applicant", "co_holders", "dependants", "custody", "unborn", "present_housing", "reasons", "disabilities", "wanted.adapted"}
	ofAssociations = []string{"association"}
)

func within(path string, parents []string) bool {
	for _, p := range parents {
		if path == p || strings.HasPrefix(path, p+".") || strings.HasPrefix(path, p+"[") {
			return true
		}
	}
	return false
}

// options says how a draft is shown and read.
func (e *Entry) options(d *draft) (form.Options, error) {
	in, c, err := e.setting()
	if err != nil {
		return form.Options{}, err
	}
	other := ofAssociations
	if d.Association {
		other = ofPersons
	}
	minimum := demand.Form{DepositedOn: in.AsOf}
	if d.Association {
		minimum.Association.RequestRank = 1
	}
	needed := map[string]bool{}
	for _, f := range demand.Registrable(&minimum, in) {
		needed[f.Path] = true
	}
	return form.Options{
		Hide:        func(path string) bool { return within(path, kept) || within(path, other) },
		Raw:         d.Raw,
		Say:         e.say,
		Needed:      func(path string) bool { return needed[path] },
		Departement: departement(c),
		Omit:        omitted(in.AsOf),
		Label:       func(path string) string { return yearLabel(path, in.AsOf) },
	}, nil
}

// omitted leaves out what the form of the day does not have any more.
func omitted(today demand.Date) func(list, code string) bool {
	miss := true
	if layouts := demand.LayoutsAt(today); len(layouts) > 0 {
		miss = layouts[0].Miss
	}
	return func(list, code string) bool { return list == "civility" && code == string(demand.Civility3) && !miss }
}

// yearLabel names the years of the incomes that are asked for.
func yearLabel(path string, today demand.Date) string {
	back := 0
	switch {
	case strings.HasSuffix(path, "income.amount_minus_1"):
		back = 1
	case strings.HasSuffix(path, "income.amount_minus_2"):
		back = 2
	default:
		return ""
	}
	year := today.Year() - back
	return "Revenus de " + strconv.Itoa(year) + " (avis d’impôt de " + strconv.Itoa(year+1) + ")"
}

// settle works out what the applicant is not asked: the commune of the address,
// the years of the incomes, the version of the form.
func settle(f *demand.Form, today demand.Date) {
	town(&f.Applicant.Address)
	town(&f.Association.Address)
	years(&f.Applicant.Income, today)
	for i := range f.CoHolders {
		years(&f.CoHolders[i].Person.Income, today)
	}
	if layouts := demand.LayoutsAt(today); f.Version == "" && len(layouts) > 0 {
		f.Version = layouts[0].Version
	}
}

// town works out the commune of an address; one that a desk chose stays while the
// postal code does not deny it.
func town(a *demand.Address) {
	if code, ok := form.Town(a.PostalCode, a.City); ok {
		a.Commune = code
	} else if !form.Serves(a.Commune, a.PostalCode) {
		a.Commune = ""
	}
}

// years writes the years of the amounts that were given.
func years(in *demand.Income, today demand.Date) {
	set := func(amount decimal.NullDecimal, year *int, back int) {
		*year = 0
		if amount.Valid {
			*year = today.Year() - back
		}
	}
	set(in.AmountMinus1, &in.YearMinus1, 1)
	set(in.AmountMinus2, &in.YearMinus2, 2)
}

// shiftYears moves the incomes of a form of an earlier year to where the questions
// of today look for them.
func shiftYears(f *demand.Form, today demand.Date) {
	shiftIncome(&f.Applicant.Income, today)
	for i := range f.CoHolders {
		shiftIncome(&f.CoHolders[i].Person.Income, today)
	}
}

func shiftIncome(in *demand.Income, today demand.Date) {
	if in.YearMinus1 == 0 && in.YearMinus2 == 0 {
		return // nobody said of which years they are
	}
	known := map[int]decimal.NullDecimal{in.YearMinus1: in.AmountMinus1, in.YearMinus2: in.AmountMinus2}
	delete(known, 0)
	in.AmountMinus1, in.AmountMinus2 = known[today.Year()-1], known[today.Year()-2]
	years(in, today)
}
