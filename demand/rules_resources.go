package demand

import (
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/internal/euro"
)

var (
	hugeIncome  = euro.NewLimit(500_000)
	hugeMonthly = euro.NewLimit(50_000)
	hugeRent    = euro.NewLimit(5_000)
)

var rulesResources = []rule{{
	Rule: Rule{
		Code: "DEM-RES-01", Chapter: "ressources", Severity: Blocking,
		Source:  Source{"CCH R.441-2-2 e)", "un montant n'est pas négatif", Inference},
		French:  "Un montant est négatif : écrire un nombre d'euros positif.",
		English: "An amount is negative: write a positive number of euros.",
		Accepts: `{"applicant":{"income":{"amount_minus_1":"0"}}}`,
		Refuses: `{"applicant":{"received":[{"code":"SAL","monthly":"-1"}]}}`,
	},
	adult: checkNegative,
	form: func(f *Form, c *checkup) {
		if negative(f.Present.MonthlyRent) {
			c.raise("present_housing.monthly_rent")
		}
		if negative(f.Wanted.MaxRent) {
			c.raise("wanted.max_rent")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-RES-02", Chapter: "ressources", Severity: ToConfirm,
		Source:  Source{"règle de vraisemblance", "revenu annuel au-delà de 500 000 euros, ressource mensuelle au-delà de 50 000 ou loyer au-delà de 5 000 : souvent des centimes pris pour des euros", Inference},
		French:  "Le montant est très élevé : confirmer qu'il est en euros et non en centimes.",
		English: "The amount is very high: confirm that it is in euros, not in cents.",
		Accepts: `{"applicant":{"income":{"amount_minus_1":"500000"}},"present_housing":{"monthly_rent":"5000"}}`,
		Refuses: `{"applicant":{"income":{"amount_minus_1":"500000.01"}}}`,
	},
	adult: func(p *Person, c *checkup) {
		if over(p.Income.AmountMinus1, hugeIncome) {
			c.raiseAdult("income.amount_minus_1")
		}
		if over(p.Income.AmountMinus2, hugeIncome) {
			c.raiseAdult("income.amount_minus_2")
		}
		for k := range p.Received {
			if over(p.Received[k].Monthly, hugeMonthly) {
				c.raiseAdult(c.at("received", k, "monthly"))
			}
		}
	},
	form: func(f *Form, c *checkup) {
		if over(f.Present.MonthlyRent, hugeRent) {
			c.raise("present_housing.monthly_rent")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-RES-03", Chapter: "ressources", Severity: ToConfirm,
		Source:  Source{"notice 51423", "revenus demandés : N-2 et N-1, par rapport à la demande ou à son renouvellement", Secondary},
		Params:  []string{"expected"},
		French:  "L'année du revenu ne suit pas l'année de la demande ou du renouvellement : on attend {expected}.",
		English: "The year of the income does not follow the year of the demand or renewal: {expected} is expected.",
		Accepts: `{"deposited_on":"2025-03-01","renewed_on":"2026-03-01","applicant":{"income":{"year_minus_1":2025,"year_minus_2":2023}}}`,
		Refuses: `{"deposited_on":"2025-03-01","applicant":{"income":{"year_minus_2":2021}}}`,
	},
	adult: checkIncomeYears,
}, {
	Rule: Rule{
		Code: "DEM-RES-04", Chapter: "ressources", Severity: ToConfirm,
		Source:  Source{"interface SNE 02.00/02.01", "une ressource est donnée une fois par personne : un code et un montant", Inference},
		Params:  []string{"code"},
		French:  "La ressource {code} est donnée deux fois pour la même personne : additionner, ou supprimer la ligne en trop.",
		English: "Resource {code} is given twice for the same person: add up, or delete the extra line.",
		Accepts: `{"applicant":{"received":[{"code":"SAL","monthly":"1500"},{"code":"AF","monthly":"130"}]}}`,
		Refuses: `{"applicant":{"received":[{"code":"SAL","monthly":"1500"},{"code":"SAL","monthly":"1500"}]}}`,
	},
	adult: func(p *Person, c *checkup) {
		checkTwice(p.Received, "received", c)
		checkTwice(p.DependantsReceived, "dependants_received", c)
	},
}, {
	Rule: Rule{
		Code: "DEM-RES-05", Chapter: "ressources", Severity: ToConfirm,
		Source:  Source{"notice 51423", "un montant de revenu par année", Inference},
		French:  "Les deux revenus fiscaux portent sur la même année : corriger l'une des deux.",
		English: "The two tax incomes are for the same year: correct one of the two.",
		Accepts: `{"applicant":{"income":{"year_minus_1":2025,"year_minus_2":2024}}}`,
		Refuses: `{"applicant":{"income":{"year_minus_1":2025,"year_minus_2":2025}}}`,
	},
	adult: func(p *Person, c *checkup) {
		if y := p.Income.YearMinus1; y != 0 && y == p.Income.YearMinus2 {
			c.raiseAdult("income.year_minus_2")
		}
	},
}, {
	Rule: Rule{
		Code: "DEM-RES-06", Chapter: "ressources", Severity: Information,
		Source:  Source{"Code de l'action sociale et des familles ; Code de la sécurité sociale", "le RSA ne se cumule pas avec le minimum vieillesse pour une même personne : de mémoire", Unverified},
		French:  "Le RSA et le minimum vieillesse sont donnés pour la même personne : vérifier laquelle des deux ressources est perçue.",
		English: "RSA and the minimum old-age allowance are given for the same person: check which of the two is received.",
		Accepts: `{"applicant":{"received":[{"code":"RSA","monthly":"600"}]}}`,
		Refuses: `{"applicant":{"received":[{"code":"RSA","monthly":"600"},{"code":"AMV","monthly":"900"}]}}`,
	},
	adult: func(p *Person, c *checkup) {
		if len(p.Received) > 1 && receives(p, ResourceReceivedRSA) && receives(p, ResourceReceivedAMV) {
			c.raiseAdult("received")
		}
	},
}}

func negative(n decimal.NullDecimal) bool { return n.Valid && n.Decimal.IsNegative() }

func over(n decimal.NullDecimal, limit euro.Limit) bool {
	return n.Valid && limit.Over(n.Decimal)
}

func checkNegative(p *Person, c *checkup) {
	if negative(p.Income.AmountMinus1) {
		c.raiseAdult("income.amount_minus_1")
	}
	if negative(p.Income.AmountMinus2) {
		c.raiseAdult("income.amount_minus_2")
	}
	negativeIn(p.Received, "received", c)
	negativeIn(p.DependantsReceived, "dependants_received", c)
	for k := range p.Paid {
		if negative(p.Paid[k].Monthly) {
			c.raiseAdult(c.at("paid", k, "monthly"))
		}
	}
}

func negativeIn(all []Resource, list string, c *checkup) {
	for k := range all {
		if negative(all[k].Monthly) {
			c.raiseAdult(c.at(list, k, "monthly"))
		}
	}
}

func checkTwice(all []Resource, list string, c *checkup) {
	for k := 1; k < len(all); k++ {
		for e := range k {
			if all[e].Code == all[k].Code && all[k].Code.Known() {
				c.raiseAdult(c.at(list, k, "code"), string(all[k].Code))
				break
			}
		}
	}
}

// checkIncomeYears accepts years counted from the deposit or from the renewal.
func checkIncomeYears(p *Person, c *checkup) {
	deposit := c.form.DepositedOn.Year()
	if deposit == 0 {
		return
	}
	last := max(deposit, c.form.RenewedOn.Year())
	if y := p.Income.YearMinus1; y != 0 && y != deposit-1 && y != last-1 {
		c.raiseAdult("income.year_minus_1", count(last-1))
	}
	if y := p.Income.YearMinus2; y != 0 && y != deposit-2 && y != last-2 {
		c.raiseAdult("income.year_minus_2", count(last-2))
	}
}
