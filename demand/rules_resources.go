package demand

import "github.com/shopspring/decimal"

var (
	hugeIncome = decimal.NewFromInt(500_000)
	hugeRent   = decimal.NewFromInt(5_000)
)

var rulesResources = []rule{{
	Rule{
		Code: "DEM-RES-01", Chapter: "ressources", Severity: Blocking,
		Source:  Source{"CCH R.441-2-2 e)", "un montant n'est pas négatif", Inference},
		French:  "Un montant est négatif : écrire un nombre d'euros positif.",
		English: "An amount is negative: write a positive number of euros.",
	}, func(f *Form, c *checkup) {
		f.eachAdult(func(p *Person, list string, i int) {
			if negative(p.Income.AmountMinus1) {
				c.raise(adultPath(list, i, "income.amount_minus_1"))
			}
			if negative(p.Income.AmountMinus2) {
				c.raise(adultPath(list, i, "income.amount_minus_2"))
			}
			for k := range p.Received {
				if negative(p.Received[k].Monthly) {
					c.raise(adultPath(list, i, at("received", k, "monthly")))
				}
			}
			for k := range p.Paid {
				if negative(p.Paid[k].Monthly) {
					c.raise(adultPath(list, i, at("paid", k, "monthly")))
				}
			}
		})
		if negative(f.Present.MonthlyRent) {
			c.raise("present_housing.monthly_rent")
		}
	},
}, {
	Rule{
		Code: "DEM-RES-02", Chapter: "ressources", Severity: ToConfirm,
		Source:  Source{"règle de vraisemblance", "revenu annuel au-delà de 500 000 euros ou loyer au-delà de 5 000 euros : souvent des centimes pris pour des euros", Inference},
		French:  "Le montant est très élevé : confirmer qu'il est en euros et non en centimes.",
		English: "The amount is very high: confirm that it is in euros, not in cents.",
	}, func(f *Form, c *checkup) {
		f.eachAdult(func(p *Person, list string, i int) {
			if over(p.Income.AmountMinus1, hugeIncome) {
				c.raise(adultPath(list, i, "income.amount_minus_1"))
			}
			if over(p.Income.AmountMinus2, hugeIncome) {
				c.raise(adultPath(list, i, "income.amount_minus_2"))
			}
		})
		if over(f.Present.MonthlyRent, hugeRent) {
			c.raise("present_housing.monthly_rent")
		}
	},
}, {
	Rule{
		Code: "DEM-RES-03", Chapter: "ressources", Severity: ToConfirm,
		Source:  Source{"notice 51423", "revenus demandés : N-2 et N-1, par rapport à la demande ou à son renouvellement", Secondary},
		Params:  []string{"expected"},
		French:  "L'année du revenu ne suit pas l'année de la demande ou du renouvellement : on attend {expected}.",
		English: "The year of the income does not follow the year of the demand or renewal: {expected} is expected.",
	}, checkIncomeYears,
}, {
	Rule{
		Code: "DEM-RES-04", Chapter: "ressources", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "une ressource est donnée une fois par personne : un code et un montant", Inference},
		Params:  []string{"code"},
		French:  "La ressource {code} est donnée deux fois pour la même personne : additionner, ou supprimer la ligne en trop.",
		English: "Resource {code} is given twice for the same person: add up, or delete the extra line.",
	}, func(f *Form, c *checkup) {
		f.eachAdult(func(p *Person, list string, i int) {
			for k := 1; k < len(p.Received); k++ {
				for e := range k {
					if p.Received[e].Code == p.Received[k].Code && p.Received[k].Code.Known() {
						c.raise(adultPath(list, i, at("received", k, "code")), string(p.Received[k].Code))
						break
					}
				}
			}
		})
	},
}}

func negative(n decimal.NullDecimal) bool { return n.Valid && n.Decimal.IsNegative() }

// over compares exactly, and only when the number of digits does not tell.
func over(n decimal.NullDecimal, limit decimal.Decimal) bool {
	return n.Valid && !within(n.Decimal, -100, wholeDigits(limit)-1) && n.Decimal.GreaterThan(limit)
}

// wholeDigits counts the digits before the decimal point; 0 or less below one.
func wholeDigits(d decimal.Decimal) int { return d.NumDigits() + int(d.Exponent()) }

// within reports a positive amount of least to most digits before the decimal
// point: 10 to 999 for 2 and 3. It costs less than a comparison.
func within(d decimal.Decimal, least, most int) bool {
	n := wholeDigits(d)
	return !d.IsNegative() && n >= least && n <= most
}

// checkIncomeYears accepts years counted from the deposit or from the renewal.
func checkIncomeYears(f *Form, c *checkup) {
	deposit, renewal := f.DepositedOn.Year(), f.RenewedOn.Year()
	if deposit == 0 {
		return
	}
	year := max(deposit, renewal)
	f.eachAdult(func(p *Person, list string, i int) {
		for back, given := range [...]int{0, p.Income.YearMinus1, p.Income.YearMinus2} {
			if given == 0 || given == deposit-back || given == year-back {
				continue
			}
			field := [...]string{"", "income.year_minus_1", "income.year_minus_2"}[back]
			c.raise(adultPath(list, i, field), count(year-back))
		}
	})
}
