package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/fold"
	"github.com/fichier-unique/rules/numbering"
)

// asOf is the day of the sample.
var asOf = demand.MustDate("2011-06-30")

// maker draws households from one source of chance.
type maker struct {
	rng      *rand.Rand
	sequence int
}

func pick[T any](m *maker, all []T) T { return all[m.rng.IntN(len(all))] }

func (m *maker) chance(percent int) bool { return m.rng.IntN(100) < percent }

func (m *maker) day(from, to string) demand.Date {
	first := demand.MustDate(from)
	return first.AddDays(m.rng.IntN(demand.MustDate(to).DaysSince(first) + 1))
}

func (m *maker) town() town {
	total := 0
	for _, t := range towns {
		total += t.weight
	}
	n := m.rng.IntN(total)
	for _, t := range towns {
		if n -= t.weight; n < 0 {
			return t
		}
	}
	return towns[0]
}

func (m *maker) phone() string { return fmt.Sprintf("063998%04d", m.rng.IntN(10_000)) }

func (m *maker) adult(woman bool) demand.Person {
	p := demand.Person{UsedName: pick(m, surnames), BirthDate: m.day("1938-01-01", "1989-12-31"), Nationality: demand.Nationality1,
		BirthPlace: demand.Place{Commune: m.town().code}}
	p.Civility, p.Sex, p.FirstNames = demand.Civility1, demand.SexM, pick(m, menNames)
	if woman {
		p.Civility, p.Sex, p.FirstNames = demand.Civility2, demand.SexF, pick(m, womenNames)
	}
	if m.chance(30) {
		second := menNames
		if woman {
			second = womenNames
		}
		p.FirstNames += " " + pick(m, second)
	}
	if m.chance(12) {
		p.Nationality = pick(m, []demand.Nationality{demand.Nationality2, demand.Nationality3, demand.Nationality3})
	}
	p.Work.Situation = pick(m, []demand.WorkSituation{"CDI", "CDI", "CDI", "CDD", "CDD", "CHO", "CHO", "RET", "ETU", "AUT", "ART"})
	return p
}

// household draws a demand as a careful desk would write it.
func (m *maker) household() demand.Form {
	woman := m.chance(55)
	f := demand.Form{Version: demand.Form01, DepositedOn: m.day("2008-01-02", "2011-06-20"), Applicant: m.adult(woman)}
	p := &f.Applicant
	p.FamilySituation = pick(m, []demand.FamilySituation{"C", "C", "D", "S", "V"})
	t := m.town()
	p.Address = demand.Address{Number: fmt.Sprint(1 + m.rng.IntN(120)), Street: pick(m, streets), PostalCode: t.postal, Commune: t.code, City: t.name}
	p.MobilePhone = m.phone()
	if m.chance(55) {
		p.Email = strings.ToLower(strings.ReplaceAll(fold.Glued(p.FirstNames)+"."+fold.Glued(p.UsedName), " ", "")) + fmt.Sprint(m.rng.IntN(90)+10) + "@example.org"
	}
	if m.chance(38) {
		m.addPartner(&f, woman)
	}
	if m.chance(45) {
		m.addChildren(&f)
	}
	f.PersonsToHouse = 1 + len(f.CoHolders) + len(f.Dependants)
	m.addMoney(&f)
	m.addWishes(&f)
	return f
}

func (m *maker) addPartner(f *demand.Form, woman bool) {
	other := m.adult(!woman)
	other.BirthDate = f.Applicant.BirthDate.AddDays(m.rng.IntN(3600) - 1800)
	other.BirthPlace = demand.Place{}
	link := pick(m, []demand.CoHolderLink{"M", "M", "P", "C"})
	f.Applicant.FamilySituation = map[demand.CoHolderLink]demand.FamilySituation{"M": "M", "P": "P", "C": "U"}[link]
	other.FamilySituation = f.Applicant.FamilySituation
	if link == "M" { // married names
		wife, husband := &other, &f.Applicant
		if woman {
			wife, husband = &f.Applicant, &other
		}
		wife.BirthName, wife.UsedName = wife.UsedName, husband.UsedName
	}
	f.CoHolders = []demand.CoHolder{{Link: link, Person: other}}
}

func (m *maker) addChildren(f *demand.Form) {
	for range 1 + m.rng.IntN(3) {
		girl := m.chance(50)
		d := demand.Dependant{Name: f.Applicant.UsedName, Kinship: demand.KinshipE, Sex: demand.SexM, FirstNames: pick(m, menNames)}
		if girl {
			d.Sex, d.FirstNames = demand.SexF, pick(m, womenNames)
		}
		born := f.Applicant.BirthDate.AddDays(365*20 + m.rng.IntN(365*12))
		if born.Before(f.DepositedOn) && born.AgeOn(f.DepositedOn) < 21 {
			d.BirthDate = born
			f.Dependants = append(f.Dependants, d)
		}
	}
	if m.chance(8) {
		f.Unborn = demand.Unborn{Count: 1, ExpectedOn: f.DepositedOn.AddMonths(4)}
	}
}

// addMoney draws incomes; one in fifteen is above any ceiling.
func (m *maker) addMoney(f *demand.Form) {
	year := f.DepositedOn.Year()
	income := int64(6_000 + m.rng.IntN(18_000))
	if m.chance(7) {
		income = int64(60_000 + m.rng.IntN(60_000))
	}
	f.Applicant.Income = demand.Income{YearMinus1: year - 1, YearMinus2: year - 2,
		AmountMinus1: decimal.NewNullDecimal(decimal.New(income*100+int64(m.rng.IntN(100)), -2)),
		AmountMinus2: decimal.NewNullDecimal(decimal.NewFromInt(income * 97 / 100))}
	code := demand.ResourceReceivedSAL
	switch f.Applicant.Work.Situation {
	case demand.WorkSituationRET:
		code = demand.ResourceReceivedRET
	case demand.WorkSituationCHO:
		code = demand.ResourceReceivedCHO
	}
	f.Applicant.Received = []demand.Resource{{Code: code, Monthly: decimal.NewNullDecimal(decimal.NewFromInt(income / 12))}}
	f.Present = demand.PresentHousing{Kinds: []demand.HousingKind{pick(m, []demand.HousingKind{"LP", "LP", "LP", "HLM", "HLM", "CPE", "CP", "SLHT", "RS"})},
		MonthlyRent: decimal.NewNullDecimal(decimal.New(int64(25_000+m.rng.IntN(50_000)), -2)), Occupants: f.PersonsToHouse}
	f.Present.SocialTenant = demand.AnswerOf(f.Present.Kinds[0] == demand.HousingKindHLM)
}

func (m *maker) addWishes(f *demand.Form) {
	types := []demand.DwellingType{"T1", "T2", "T3", "T4", "T5", "T6P"}
	n := min(max(f.PersonsToHouse, 1), 6)
	f.Wanted.Types = []demand.DwellingType{types[n-1]}
	if n < 6 && m.chance(45) {
		f.Wanted.Types = append(f.Wanted.Types, types[n])
	}
	seen := map[string]bool{}
	for range 1 + m.rng.IntN(4) {
		if t := m.town(); !seen[t.code] {
			seen[t.code] = true
			f.Wanted.Places = append(f.Wanted.Places, demand.WantedPlace{Commune: t.code})
		}
	}
	f.Wanted.Extended = demand.AnswerOf(m.chance(40))
	reasons := []demand.ReasonCode{"01", "08", "09", "11", "12", "13", "17", "19", "21"}
	if k := f.Present.Kinds[0]; k == demand.HousingKindLP || k == demand.HousingKindHLM {
		reasons = reasons[1:] // a tenant is not without housing
	}
	first := m.rng.IntN(len(reasons))
	f.Reasons = []demand.Reason{{Code: reasons[first]}}
	if m.chance(40) {
		f.Reasons = append(f.Reasons, demand.Reason{Code: reasons[(first+1+m.rng.IntN(len(reasons)-1))%len(reasons)]})
	}
}

// number gives the demand a number, as the desk of first deposit did.
func (m *maker) number(f *demand.Form, desk string) {
	m.sequence += 1 + m.rng.IntN(3)
	d := numbering.Deposit{Territory: "021", Year: f.DepositedOn.Year(), Month: f.DepositedOn.Month()}
	f.Number, _ = numbering.New(d, m.sequence, desk)
}

// again writes a household as another desk would: other case, shortened
// names, mistakes, a later date, and no memory of the number.
func (m *maker) again(f demand.Form) demand.Form {
	f.Number = numbering.Number{}
	f.DepositedOn = f.DepositedOn.AddDays(1 + m.rng.IntN(90))
	if f.DepositedOn.After(asOf) {
		f.DepositedOn = asOf
	}
	p := &f.Applicant
	switch m.rng.IntN(6) {
	case 0:
		p.UsedName, p.FirstNames = fold.String(p.UsedName), fold.String(p.FirstNames)
	case 1:
		p.FirstNames, _, _ = strings.Cut(p.FirstNames, " ")
	case 2:
		p.UsedName = m.typo(p.UsedName)
	case 3:
		if p.BirthName != "" {
			p.UsedName, p.BirthName = p.BirthName, ""
		}
	case 4:
		p.Address.Street = strings.ToUpper(p.Address.Street)
		p.MobilePhone = p.MobilePhone[0:2] + " " + p.MobilePhone[2:4] + " " + p.MobilePhone[4:6] + " " + p.MobilePhone[6:8] + " " + p.MobilePhone[8:]
	}
	if m.chance(25) {
		p.Email = ""
	}
	year := f.DepositedOn.Year()
	p.Income.YearMinus1, p.Income.YearMinus2 = year-1, year-2
	if f.Unborn.Count > 0 {
		f.Unborn.ExpectedOn = f.DepositedOn.AddMonths(3)
	}
	return f
}

func (m *maker) typo(s string) string {
	runes := []rune(s)
	if len(runes) < 5 {
		return s
	}
	i := 1 + m.rng.IntN(len(runes)-3)
	runes[i], runes[i+1] = runes[i+1], runes[i]
	return string(runes)
}
