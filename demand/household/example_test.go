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
