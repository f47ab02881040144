package household

import (
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
)

// FromForm makes the case of a demand for a dwelling in a commune, the lease
// being signed on a day. Invalidity cards are not on the form: the caller sets
// Disabled on the persons whose card was seen. A year counts only when every
// adult has given the income of that year; the paths of those who have not are
// told by the faults, which do not block. A person born after that day is a child
// to be born. For an association there is no case, and the fault blocks.
func FromForm(f *demand.Form, commune string, day demand.Date) (Case, demand.Faults) {
	c := Case{Date: day, Commune: commune, Unborn: f.Unborn.Count}
	if f.IsAssociation() {
		return c, demand.Faults{fault("FOY-SAI-13", "association")}
	}
	c.Adults = append(c.Adults, Adult{Age: age(f.Applicant.BirthDate, day)})
	for i := range f.CoHolders {
		h := &f.CoHolders[i]
		c.Adults = append(c.Adults, Adult{Age: age(h.Person.BirthDate, day)})
		switch h.Link {
		case demand.CoHolderLinkM, demand.CoHolderLinkP, demand.CoHolderLinkC:
			c.Couple = true
		}
	}
	for i := range f.Dependants {
		c.child(f.Dependants[i].BirthDate, FullCharge)
	}
	for i := range f.Custody {
		custody := Shared
		if f.Custody[i].Arrangement == demand.CoParentingD {
			custody = Visiting
		}
		c.child(f.Custody[i].BirthDate, custody)
	}
	faults := c.incomes(f)
	for i := range f.Disabilities {
		card := fault("FOY-SAI-14", at("disabilities", i, "person"))
		card.Severity = demand.Information
		faults = append(faults, card)
	}
	return c, faults
}

// child adds a dependant, or a child to be born when the day has not come.
func (c *Case) child(birth demand.Date, custody Custody) {
	if birth.After(c.Date) && !c.Date.IsZero() {
		c.Unborn++
		return
	}
	c.Dependants = append(c.Dependants, Dependant{Age: age(birth, c.Date), Custody: custody})
}

func age(birth, day demand.Date) int {
	if birth.IsZero() || !birth.Before(day) {
		return 0
	}
	return birth.AgeOn(day)
}

// incomes adds up the incomes of the adults, year by year.
func (c *Case) incomes(f *demand.Form) demand.Faults {
	var faults demand.Faults
	sums, own := Incomes{}, Incomes{}
	year := c.Date.Year()
	for back := 1; back <= 2; back++ {
		complete := true
		sum := decimal.Zero
		for i := range len(f.CoHolders) + 1 {
			p, path := &f.Applicant, "applicant.income"
			if i > 0 {
				p, path = &f.CoHolders[i-1].Person, at("co_holders", i-1, "person.income")
			}
			amount, ok := incomeOfYear(&p.Income, year-back)
			if !ok {
				complete = false
				missing := fault("FOY-REV-04", path)
				missing.Severity = demand.Information
				missing.Params = []demand.Param{{Name: "year", Value: strconv.Itoa(year - back)}}
				faults = append(faults, missing)
				continue
			}
			sum = sum.Add(amount)
			if i == 0 {
				own[year-back] = amount
			}
		}
		if complete {
			sums[year-back] = sum
		}
	}
	c.Incomes, c.OwnIncomes = sums, own
	return faults
}

func incomeOfYear(in *demand.Income, year int) (decimal.Decimal, bool) {
	if in.YearMinus1 == year && in.AmountMinus1.Valid {
		return in.AmountMinus1.Decimal, true
	}
	if in.YearMinus2 == year && in.AmountMinus2.Valid {
		return in.AmountMinus2.Decimal, true
	}
	return decimal.Zero, false
}
