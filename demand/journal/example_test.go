package journal_test

import (
	"fmt"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

func ExampleJournal_Fold() {
	j, findings := journal.Decode([]byte(`
{"v":1,"id":{"origin":"21001","counter":1},"demand":"d1","kind":"create","on":"2010-10-15","entered":"2010-10-15T09:00:00Z","service":"21001","values":{"persons_to_house":3},"origins":[{"path":"","kind":"applicant"}]}
{"v":1,"id":{"origin":"GESTI","counter":1},"demand":"d1","kind":"strike_off","on":"2011-11-15","entered":"2011-11-15T09:00:00Z","service":"GESTI","motive":"RADREN"}
`))
	fmt.Println(len(findings), "faults")
	for _, day := range []string{"2011-10-15", "2011-10-16", "2011-11-15"} {
		s := j.Fold("d1", journal.At{Day: demand.MustDate(day)})
		fmt.Println(day, s.Status, s.Motive, s.Form.PersonsToHouse)
	}
	// Output:
	// 0 faults
	// 2011-10-15 active  3
	// 2011-10-16 expired  3
	// 2011-11-15 struck_off RADREN 3
}

func ExampleUnion() {
	a, _ := journal.New(journal.Event{ID: journal.ID{Origin: "21001", Counter: 1}, Demand: "d1", Kind: journal.Create, On: demand.MustDate("2015-01-10")})
	b, _ := journal.New(journal.Event{ID: journal.ID{Origin: "21002", Counter: 1}, Demand: "d1", Kind: journal.Renew, On: demand.MustDate("2015-12-20")})
	j, faults := journal.Union(b, a, b)
	fmt.Println(j.Len(), len(faults))
	// Output:
	// 2 0
}
