package territory_test

import (
	"fmt"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory/territory"
)

func ExampleAtlas_Forward() {
	then, now := demand.MustDate("2015-01-01"), demand.MustDate("2026-01-01")
	was, _ := territory.France().At("21213", then)
	is, _ := territory.France().Forward("21213", then, now)
	made, _ := territory.France().Backward("21452", now, then)
	fmt.Println(was.Name, "until", was.Until, "is in", is[0].Name)
	for _, m := range made {
		fmt.Println(m.Code, m.Name, m.Whole)
	}
	// Output:
	// Crimolois until 2019-02-28 is in Neuilly-Crimolois
	// 21213 Crimolois true
	// 21452 Neuilly-lès-Dijon true
}

func ExampleAtlas_On() {
	for _, day := range []string{"2010-06-01", "2014-06-01", "2024-06-01"} {
		g, _ := territory.France().On(demand.MustDate(day))
		fmt.Println(g.Year(), len(g.Members(territory.EPCI, "242100410")))
	}
	// Output:
	// 2010 22
	// 2014 24
	// 2024 23
}
