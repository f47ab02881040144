package household_test

import (
	"fmt"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
)

func ExampleAssess() {
	c, _ := household.Decode([]byte(`{"date": "2018-01-15", "commune": "21231",
		"adults": [{"age": 30}, {"age": 26}], "couple": true, "dependants": [{"age": 12}],
		"incomes": {"2016": 12850, "2017": 12700, "2018": 11428}}`))
	answer := household.Assess(&c, household.Published())
	fmt.Println("catégorie", answer.Category.Number, "revenu de", answer.Income.Year, answer.Income.Amount)
	for _, e := range answer.Financings {
		fmt.Println(e.Financing, e.Ceiling.Amount, e.Verdict, e.Rule)
	}
	// Output:
	// catégorie 3 revenu de 2018 11428
	// PLAI 19565 yes FOY-ELI-01
	// PLUS 32607 yes FOY-ELI-01
	// PLS 42389 yes FOY-ELI-01
}

func ExampleTable_Ceiling() {
	c := household.Published().Ceiling(household.PLUS, household.ZoneOther, 4, 0, demand.MustDate("2026-11-23"))
	fmt.Println(c.Amount, c.Act, c.Status)
	late := household.Published().Ceiling(household.PLUS, household.ZoneOther, 4, 0, demand.MustDate("2027-01-01"))
	fmt.Println(late.Known(), late.Unknown)
	// Output:
	// 45374 arrêté du 19/12/2025 official
	// false FOY-PLF-01
}

// The invalidity card is not on the form: whoever saw it says so.
func ExampleFromForm() {
	f, _ := demand.DecodeForm([]byte(`{"applicant": {"birth_date": "1990-01-01",
		"income": {"year_minus_1": 2025, "amount_minus_1": "19000", "year_minus_2": 2024, "amount_minus_2": "24000"}},
		"dependants": [{"birth_date": "2020-05-05"}]}`))
	c, doubts := household.FromForm(&f, "21231", demand.MustDate("2026-06-30")) // where the dwelling is, when the lease is signed
	answer := household.Assess(&c, household.Published())
	fmt.Println(doubts.Codes(), "catégorie", answer.Category.Number, answer.Category.Rule, "revenu de", answer.Income.Year)
	for _, e := range answer.Financings {
		fmt.Println(e.Financing, e.Verdict, e.Percent.Decimal, "%")
	}
	// Output:
	// catégorie 3 FOY-CAT-02 revenu de 2025
	// PLAI yes 84.25 %
	// PLUS yes 50.55 %
	// PLS yes 38.89 %
}
