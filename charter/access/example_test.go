package access_test

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
)

func ExampleReview() {
	const file = `
{"v":1,"origin":"srv","counter":1,"at":"2024-11-05T09:30:00Z","agent":"a-17","party":"commune-1","act":"consult","demand":"d1","commune":"21231","purpose":"allocating"}
{"v":1,"origin":"srv","counter":2,"at":"2024-11-05T09:31:00Z","agent":"a-17","party":"commune-1","act":"consult","demand":"d2","commune":"21001","purpose":"allocating"}
{"v":1,"origin":"srv","counter":4,"at":"2024-11-06T10:00:00Z","agent":"a-17","party":"commune-1","act":"export","count":120,"purpose":"statistics"}
`
	list, faults := access.DecodeList([]byte(`{
		"accounts": [
			{"agent": "a-17", "party": "commune-1", "named": true, "rights": ["consult", "modify"], "opened_on": "2023-01-01"},
			{"agent": "a-18", "party": "commune-1", "named": false, "rights": ["consult"], "opened_on": "2023-01-01"}],
		"territories": [{"party": "commune-1", "communes": ["21231"]}]}`))
	fmt.Println(len(faults), "faults in the list")

	acc, _ := access.NewAccumulator(access.Window{From: demand.MustDate("2024-01-01"), To: demand.MustDate("2024-12-31")})
	for line, err := range access.Lines(strings.NewReader(file)) {
		if err != nil || len(line.Faults) > 0 {
			fmt.Println(line.Row, line.Faults, err)
			continue
		}
		acc.Add(&line.Event)
	}
	report, _ := access.Review(acc, &list, access.Settings{}, access.Window{From: demand.MustDate("2024-11-01"), To: demand.MustDate("2024-12-31")})
	book, _ := demand.NewRulebook(access.Rules())
	for _, a := range report.Alerts {
		fmt.Println(a.Code, book.Sentence(language.English, a.Fault()))
	}
	// Output:
	// 0 faults in the list
	// ACC-COM-01 The account a-18 (commune-1) is not used any more (last act: -): close it, or say why it stays.
	// ACC-COM-02 The account a-18 (commune-1) is not that of a named agent: attach it to one person, or close it.
	// ACC-DRO-01 The account a-17 (commune-1) has not used its right modify since 2024-01-01: take it back, or say why it keeps it.
	// ACC-DRO-02 The account a-17 (commune-1) did the act export 1 time(s) without having the right in the list.
	// ACC-EXP-01 The account a-17 (commune-1) exported 120 demand(s), all times added up.
	// ACC-JRN-01 At least 1 line(s) of the origin srv are missing: find them, a line does not vanish by itself.
	// ACC-TER-01 The account a-17 (commune-1) consulted demands outside its territory 1 time(s), first the demand d2 on 2024-11-05.
}

func ExampleEvent_Append() {
	e, _ := access.DecodeEvent([]byte(`{"purpose": "allocating", "v": 1, "origin": "srv", "counter": 1, "at": "2024-11-05T10:30:00+01:00", "agent": "a-17", "party": "bailleur-1", "act": "download", "demand": "d1"}`))
	fmt.Print(string(e.Append(nil)))
	// Output:
	// {"v":1,"origin":"srv","counter":1,"at":"2024-11-05T09:30:00.000Z","agent":"a-17","party":"bailleur-1","act":"download","demand":"d1","purpose":"allocating"}
}
