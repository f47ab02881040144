package observatory

import (
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/demand/journal"
)

// Demand is what a count needs of one demand: no name, no number.
type Demand struct {
	Places      []string // wanted communes, in order of preference
	Types       []demand.DwellingType
	DepositedOn demand.Date
	Household   int // persons; 0 when not known

	Target      demand.DwellingType // typologie cible, see TargetOf; "" when not known
	Transfer    demand.Answer       // already a tenant of social housing (mutation)
	Reason      demand.ReasonCode   // the main one
	Ceiling     Ceiling             // "" when not known
	Quartile    demand.Answer       // belongs to the first quartile
	Abnormal    demand.Answer       // has waited beyond the delay of its territory
	Quotas      []demand.Quota      // quotas it is eligible for
	Association bool
}

// Ceiling is where an income stands among the ceilings.
type Ceiling string

// The places of an income, each above the one before.
const (
	UnderPLAI   Ceiling = "under_plai"
	Under60PLUS Ceiling = "under_60_plus" // from the PLAI ceiling to 60 % of the PLUS one
	UnderPLUS   Ceiling = "under_plus"
	UnderPLS    Ceiling = "under_pls"
	AboveAll    Ceiling = "above"
)

// FromForm draws from a form what a count needs, without its income: see Setting.
func FromForm(f *demand.Form) Demand {
	d := Demand{Types: f.Wanted.Types, DepositedOn: f.DepositedOn, Household: f.PersonsToHouse, Association: f.IsAssociation(),
		Transfer: f.Present.SocialTenant, Target: TargetOf(f)}
	if d.Household == 0 && !d.Association {
		d.Household = 1 + len(f.CoHolders) + len(f.Dependants) + f.Unborn.Count
	}
	for _, p := range f.Wanted.Places {
		d.Places = append(d.Places, p.Commune)
	}
	if len(f.Reasons) > 0 {
		d.Reason = f.Reasons[0].Code
	}
	return d
}

// TargetOf gives the target type of a household (typologie cible): one person, T1
// (counted T1, the source says T1 or T2); one adult with one child and nobody else, T3; otherwise as many rooms
// as persons. It is "" when the number of persons is not known, and for an association.
// Source: DRIHL, demands and allocations by type. Confidence: V2.
func TargetOf(f *demand.Form) demand.DwellingType {
	if f.IsAssociation() {
		return ""
	}
	persons := f.PersonsToHouse
	if persons == 0 {
		persons = f.Persons()
	}
	adults := 1 + len(f.CoHolders)
	switch {
	case persons <= 0 || persons > 30:
		return ""
	case persons == 1:
		return demand.DwellingTypeT1
	case persons == 2 && adults == 1:
		return demand.DwellingTypeT3
	case persons >= 6:
		return demand.DwellingTypeT6P
	}
	return [...]demand.DwellingType{2: demand.DwellingTypeT2, 3: demand.DwellingTypeT3, 4: demand.DwellingTypeT4, 5: demand.DwellingTypeT5}[persons]
}

// Setting is what the count of a journal is told beside it: the period, and what
// no event says.
type Setting struct {
	From demand.Date // first day of the period of the flows
	AsOf demand.Date // last day of the period, day of the stock
	// Abnormal gives, by code of commune, of EPCI or of département, the months after
	// which a wait is abnormally long (délai anormalement long, fixed by the prefect):
	// the smallest territory decides; where none is there it is not known.
	Abnormal map[string]int
	// Quartile is the threshold of the first quartile, by code of EPCI.
	Quartile map[string]household.Threshold
	// Incomes asks for the place of each income among the ceilings.
	Incomes bool
}

// FromState draws from the state of a demand what a count needs. The wait is
// judged against the delay of the département of the first commune.
func (s *Setting) FromState(st *journal.State) Demand {
	deposit := st.Seniority
	if deposit.IsZero() {
		deposit = st.Form.DepositedOn
	}
	d := s.from(&st.Form, deposit, st.Day)
	for _, q := range st.Quotas {
		d.Quotas = append(d.Quotas, demand.Quota(q.Code))
	}
	return d
}

// FromForm draws from a form what a count needs, as of the day of the setting.
func (s *Setting) FromForm(f *demand.Form) Demand { return s.from(f, f.DepositedOn, s.AsOf) }

func (s *Setting) from(f *demand.Form, deposit, day demand.Date) Demand {
	d := FromForm(f)
	d.DepositedOn = deposit
	if len(d.Places) == 0 {
		return d
	}
	s.judge(&d, day)
	limit, quartile := s.Quartile[epciOf(d.Places[0])]
	if (s.Incomes || quartile) && !d.Association {
		s.income(&d, f, day, limit, quartile)
	}
	return d
}

// Judge says of a demand of the stock whether it has waited beyond the delay of its
// territory, unless it is said already.
func (s *Setting) Judge(d *Demand) { s.judge(d, s.AsOf) }

func (s *Setting) judge(d *Demand, day demand.Date) {
	if len(s.Abnormal) == 0 || len(d.Places) == 0 || d.DepositedOn.IsZero() || d.Abnormal != demand.NotSaid {
		return
	}
	first := d.Places[0]
	for _, code := range [...]string{communeOf(first), epciOf(first), departementOf(first)} {
		if months, ok := s.Abnormal[code]; ok {
			d.Abnormal = demand.AnswerOf(day.MonthsSince(d.DepositedOn) >= months)
			return
		}
	}
}

// income places the income among the ceilings and against the first quartile.
func (s *Setting) income(d *Demand, f *demand.Form, day demand.Date, limit household.Threshold, quartile bool) {
	c, faults := household.FromForm(f, d.Places[0], day)
	if faults.Blocking() {
		return
	}
	if quartile {
		switch v, _ := household.FirstQuartile(&c, limit); v {
		case household.Eligible:
			d.Quartile = demand.Yes
		case household.NotEligible:
			d.Quartile = demand.No
		}
	}
	if s.Incomes {
		d.Ceiling = ceilingOf(household.Assess(&c, household.Published()))
	}
}

var sixty = decimal.NewFromInt(60) // percent

// ceilingOf gives the lowest ceiling under which an income stands, "" when one of
// those that decide is unknown.
func ceilingOf(a household.Assessment) Ceiling {
	verdicts := map[household.Financing]household.Eligibility{}
	for _, e := range a.Financings {
		verdicts[e.Financing] = e
	}
	plai, plus, pls := verdicts[household.PLAI], verdicts[household.PLUS], verdicts[household.PLS]
	switch {
	case plai.Verdict == household.Eligible:
		return UnderPLAI
	case plai.Verdict != household.NotEligible:
		return ""
	case plus.Verdict == household.Eligible && plus.Percent.Valid && plus.Percent.Decimal.LessThanOrEqual(sixty):
		return Under60PLUS
	case plus.Verdict == household.Eligible:
		return UnderPLUS
	case plus.Verdict != household.NotEligible:
		return ""
	case pls.Verdict == household.Eligible:
		return UnderPLS
	case pls.Verdict == household.NotEligible:
		return AboveAll
	}
	return ""
}
