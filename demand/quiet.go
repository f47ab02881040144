package demand

import (
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/internal/euro"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// Most forms are sound. The first look at a chapter reports, in a straight line,
// that none of its rules has anything to say, whatever the profile; they are then
// not asked one by one. False says nothing. A test compares what is found with
// and without.

var validityChapters = []chapter{
	{other: checkNumber},
	{rules: rulesCodes, quiet: quietCodes}, {rules: rulesIdentity, quiet: quietIdentity}, {rules: rulesDates, quiet: quietDates},
	{rules: rulesContact, quiet: quietContact}, {rules: rulesHousehold, quiet: quietHousehold}, {rules: rulesWork, quiet: quietWork},
	{rules: rulesResources, quiet: quietResources}, {rules: rulesWanted, quiet: quietWanted},
	{rules: rulesPresent, quiet: quietPresent}, {rules: rulesDisability, quiet: quietDisability},
}

// years counts years in the order of packed dates: adding them to a date never
// gives less than AddYears.
func years(n uint32) uint32 { return n << 9 }

// adults reports whether all the adults of the form pass a test.
func adults(f *Form, c *checkup, pass func(p *Person, c *checkup) bool) bool {
	if !pass(&f.Applicant, c) {
		return false
	}
	for i := range f.CoHolders {
		if !pass(&f.CoHolders[i].Person, c) {
			return false
		}
	}
	return true
}

func quietCodes(f *Form, c *checkup) bool {
	if f.Version != "" && !f.Version.usedOn(f.DepositedOn) {
		return false
	}
	for i := range f.Origins {
		if o := &f.Origins[i]; !o.Kind.Known() || o.Kind == FromThirdParty && o.Validated != Yes {
			return false
		}
	}
	return adults(f, c, quietPersonCodes) && quietFamilyCodes(f) && quietHousingCodes(f) && quietDisabilityCodes(f)
}

func quietPersonCodes(p *Person, c *checkup) bool {
	if !quietCivil(p, c.form.Version) || p.Work.Situation != "" && !p.Work.Situation.Known() || len(p.Paid)+len(p.DependantsReceived)+len(p.DependantsPaid) > 0 {
		return false
	}
	for i := range p.Received {
		if !p.Received[i].Code.Known() {
			return false
		}
	}
	return true
}

func quietCivil(p *Person, version FormVersion) bool {
	return (p.Civility == "" || p.Civility.Known() && (p.Civility != Civility3 || version != Form05)) && (p.Sex == "" || p.Sex.Known()) &&
		(p.Nationality == "" || p.Nationality.Known()) && (p.FamilySituation == "" || p.FamilySituation.Known())
}

func quietFamilyCodes(f *Form) bool {
	for i := range f.CoHolders {
		if l := f.CoHolders[i].Link; l != "" && !l.Known() {
			return false
		}
	}
	for i := range f.Dependants {
		if d := &f.Dependants[i]; d.Sex != "" && !d.Sex.Known() || d.Kinship != "" && !d.Kinship.Known() {
			return false
		}
	}
	for i := range f.Custody {
		if d := &f.Custody[i]; d.Sex != "" && !d.Sex.Known() || d.Arrangement != "" && !d.Arrangement.Known() {
			return false
		}
	}
	return true
}

func quietHousingCodes(f *Form) bool {
	h, w := &f.Present, &f.Wanted
	if h.Category != "" && !h.Category.Known() || h.Type != "" && !h.Type.Known() || w.Category != "" && !w.Category.Known() {
		return false
	}
	for _, k := range h.Kinds {
		if !k.Known() {
			return false
		}
	}
	for _, t := range w.Types {
		if !t.Known() {
			return false
		}
	}
	for i := range f.Reasons {
		if !f.Reasons[i].Code.Known() {
			return false
		}
	}
	return true
}

func quietDisabilityCodes(f *Form) bool {
	for i := range f.Disabilities {
		d := &f.Disabilities[i]
		if d.State != "" && !d.State.Known() || d.Steps != "" && !d.Steps.Known() || len(d.Motor)+len(d.Sensory)+len(d.Equipment) > 0 {
			return false
		}
		for _, a := range d.Aids {
			if !a.Known() {
				return false
			}
		}
	}
	return true
}

func quietIdentity(f *Form, c *checkup) bool {
	if f.Association.SIRET != "" || f.Desk != "" && !deskShape(f.Desk) || looksLikeNIR(f.Remarks) || unseen(f.Association.Name) || !adults(f, c, quietNames) {
		return false
	}
	for i := range f.Reasons {
		if f.Reasons[i].Detail != "" {
			return false
		}
	}
	return quietMinorNames(f)
}

func quietMinorNames(f *Form) bool {
	for i := range f.Dependants {
		if d := &f.Dependants[i]; notAName(d.Name) || notAName(d.FirstNames) || unseen(d.Name) || unseen(d.FirstNames) {
			return false
		}
	}
	for i := range f.Custody {
		if d := &f.Custody[i]; unseen(d.Name) || unseen(d.FirstNames) {
			return false
		}
	}
	return true
}

func quietNames(p *Person, _ *checkup) bool {
	return !notAName(p.UsedName) && !notAName(p.BirthName) && !notAName(p.FirstNames) && !otherSex(p) &&
		!unseen(p.UsedName) && !unseen(p.BirthName) && !unseen(p.FirstNames) &&
		!looksLikeNIR(p.Work.Profession) && !looksLikeNIR(p.Work.Employer) && !looksLikeNIR(p.Address.Complement)
}

func quietDates(f *Form, c *checkup) bool {
	day, deposit, renewal := c.in.AsOf, f.DepositedOn, f.RenewedOn
	last := f.lastPresented()
	if deposit.After(day) || renewal.After(day) || renewal.Before(deposit) || deposit.Before(firstDecree) ||
		day.n >= last.n+years(1) || !f.Unborn.ExpectedOn.IsZero() || !f.Association.CreatedOn.IsZero() || !adults(f, c, quietBirth) {
		return false
	}
	return quietAges(f, day, deposit)
}

// quietAges wants minors born by the day given, no more than 110 years before the
// deposit.
func quietAges(f *Form, day, deposit Date) bool {
	for i := range f.Dependants {
		if b := f.Dependants[i].BirthDate; b.After(day) || deposit.n > b.n+years(110) {
			return false
		}
	}
	for i := range f.Custody {
		if b := f.Custody[i].BirthDate; b.After(day) || deposit.n > b.n+years(110) {
			return false
		}
	}
	return true
}

// quietBirth wants somebody between 18 and 110 years old on the day of deposit.
func quietBirth(p *Person, c *checkup) bool {
	born, deposit := p.BirthDate.n, c.form.DepositedOn.n
	return born == 0 || deposit == 0 || born+years(18) <= deposit && deposit <= born+years(110)
}

func quietContact(f *Form, c *checkup) bool {
	for i := range f.Wanted.Places {
		if !territories.Today(f.Wanted.Places[i].Commune) {
			return false
		}
	}
	a := &f.Association
	return (!c.association || a.Email == "" && a.Phone == "" && a.Address.empty()) && adults(f, c, quietReach)
}

func quietReach(p *Person, _ *checkup) bool {
	return quietAddress(&p.Address) && (p.Email == "" || plausibleEmail(p.Email)) && p.HomePhone == "" && p.WorkPhone == "" &&
		(p.MobilePhone == "" || plausiblePhone(p.MobilePhone) && !landline(p.MobilePhone))
}

// quietAddress wants no commune and no postal code, or both and that they agree.
func quietAddress(a *Address) bool {
	if a.Foreign == Yes || a.Commune == "" || a.PostalCode == "" {
		return a.Foreign != Yes && a.Commune == "" && a.PostalCode == ""
	}
	return territories.HasPostalCode(a.Commune, a.PostalCode)
}

func quietHousehold(f *Form, c *checkup) bool {
	if c.association || f.Unborn.Count != 0 || !f.Unborn.ExpectedOn.IsZero() || out(f.Present.Occupants) {
		return false
	}
	if n := f.PersonsToHouse; n != 0 && (n < f.named() || n > f.persons()) || out(n) {
		return false
	}
	return quietCouple(f) && quietMinors(f)
}

// quietCouple wants nobody, or one co-holder whose link is the family situation.
func quietCouple(f *Form) bool {
	s := f.Applicant.FamilySituation
	if len(f.CoHolders) == 0 {
		return s != FamilySituationM && s != FamilySituationP
	}
	h := &f.CoHolders[0]
	return len(f.CoHolders) == 1 && (h.Link == "" || string(h.Link) == string(s)) && h.Person.BirthDate != f.Applicant.BirthDate
}

// quietMinors wants children in charge at least twelve years younger than the
// applicant, under 25 on the day of the last presentation, and of different days
// of birth.
func quietMinors(f *Form) bool {
	parent, last := f.Applicant.BirthDate.n+years(12), f.lastPresented().n
	for i := range f.Dependants {
		d := &f.Dependants[i]
		if d.Kinship != KinshipE || d.BirthDate.n < parent || d.BirthDate.n+years(25) <= last {
			return false
		}
	}
	for i := 1; i < len(f.Dependants)+len(f.Custody); i++ {
		born, _ := f.minor(i)
		for k := range i {
			if b, _ := f.minor(k); b == born {
				return false
			}
		}
	}
	return true
}

func quietWork(f *Form, c *checkup) bool { return adults(f, c, quietJob) }

func quietJob(p *Person, _ *checkup) bool {
	w := &p.Work
	return w.Until.IsZero() && (w.PostalCode == "" && w.Commune == "" || territories.HasPostalCode(w.Commune, w.PostalCode)) &&
		(w.Situation == "" || len(p.Received) == 0 || receives(p, ResourceReceivedSAL))
}

func quietResources(f *Form, c *checkup) bool {
	return quietAmount(f.Present.MonthlyRent, hugeRent) && quietAmount(f.Wanted.MaxRent, hugeRent) && adults(f, c, quietMoney)
}

func quietAmount(n decimal.NullDecimal, limit euro.Limit) bool {
	return !n.Valid || !n.Decimal.IsNegative() && !limit.Over(n.Decimal)
}

func quietMoney(p *Person, c *checkup) bool {
	if in := &p.Income; !quietAmount(in.AmountMinus1, hugeIncome) || !quietAmount(in.AmountMinus2, hugeIncome) || !quietYears(in, c.form) {
		return false
	}
	if len(p.DependantsReceived)+len(p.Paid) > 0 {
		return false
	}
	for i := range p.Received {
		if !quietAmount(p.Received[i].Monthly, hugeMonthly) {
			return false
		}
		for k := range i {
			a, b := p.Received[i].Code, p.Received[k].Code
			if a == b || a == ResourceReceivedRSA || b == ResourceReceivedRSA {
				return false
			}
		}
	}
	return true
}

// quietYears wants the two years before the last presentation.
func quietYears(in *Income, f *Form) bool {
	year := f.lastPresented().Year()
	return (in.YearMinus1 == 0 || in.YearMinus1 == year-1) && (in.YearMinus2 == 0 || in.YearMinus2 == year-2)
}

func quietWanted(f *Form, c *checkup) bool {
	w := &f.Wanted
	if len(w.Places) > 5 || len(f.Reasons) > 3 || repeated(w.Places) > 0 || len(w.Types) > 0 && (tooLarge(f, c) || tooSmall(f, c)) {
		return false
	}
	for i := range f.Reasons {
		switch f.Reasons[i].Code {
		case ReasonCode01, ReasonCode22, ReasonCode23:
			return false
		}
		for k := range i {
			if f.Reasons[k].Code == f.Reasons[i].Code {
				return false
			}
		}
	}
	return quietPlaces(f, c)
}

func quietPlaces(f *Form, c *checkup) bool {
	for i := range f.Wanted.Places {
		if code := f.Wanted.Places[i].Commune; len(code) != 5 || !c.home.has(code) || len(f.Wanted.Places) > 1 && wholeCity(code) {
			return false
		}
	}
	return true
}

func quietPresent(f *Form, c *checkup) bool {
	h := &f.Present
	if h.Surface.Valid && oddSurface(h.Surface.Decimal) || h.Occupants > 0 && h.Occupants < f.named() || len(h.Kinds) > 1 || h.SocialTenant == Yes {
		return false
	}
	if len(h.Kinds) == 1 {
		switch h.Kinds[0] {
		case HousingKindHLM:
			return h.SocialTenant != No
		case HousingKindPOCC:
			return h.Owner != No
		case HousingKindLTG, HousingKindSD, HousingKindSQUAT:
			return !h.MonthlyRent.Valid
		}
	}
	return true
}

func quietDisability(f *Form, _ *checkup) bool {
	if len(f.Disabilities) == 0 {
		return true
	}
	d := &f.Disabilities[0]
	return len(f.Disabilities) == 1 && f.namesPerson(d.Person) && len(d.Aids) < 2 && d.Steps == "" && len(d.Equipment) == 0
}
