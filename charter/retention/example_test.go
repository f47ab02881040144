package retention_test

import (
	"fmt"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

func ExampleFile_Purge() {
	j, _ := journal.Decode([]byte(`
{"v":1,"id":{"origin":"21001","counter":1},"demand":"d1","kind":"create","on":"2010-10-15","entered":"2010-10-15T09:00:00Z","service":"21001","values":{"applicant":{"used_name":"Zzyzx"}},"origins":[{"path":"","kind":"applicant"}]}
{"v":1,"id":{"origin":"GESTI","counter":1},"demand":"d1","kind":"strike_off","on":"2011-11-15","entered":"2011-11-15T09:00:00Z","service":"GESTI","motive":"RADREN"}
`))
	file := retention.File{Journal: j}
	entered, _ := journal.ParseMoment("2012-11-16T08:00:00Z")
	act := retention.Act{Day: demand.MustDate("2012-11-16"), Entered: entered, Origin: "GESTI", Counter: 2, Author: "agent-7", Service: "gestionnaire"}

	report := file.Due(retention.Settings{}, act.Day)
	for _, item := range report.Items {
		fmt.Println(item.Demand, item.Class, "since", item.Since, item.Rule)
	}
	purged, faults := file.Purge(retention.Settings{}, report.Items, act)
	fmt.Println(len(faults), "faults,", purged.File.Journal.Len(), "event left,", purged.Kept.Rows())

	book, _ := demand.NewRulebook(retention.Rules())
	for _, s := range purged.Proof.Sentences()[:2] {
		fmt.Println(book.Sentence(language.French, s))
	}

	// An old copy comes back: the tombstone wins.
	again, _ := journal.Union(purged.File.Journal, j)
	swept, removed := retention.Sweep(again)
	fmt.Println(again.Len(), "events, then", swept.Len(), removed, len(purged.Proof.Verify(purged.Erased, swept)), "faults")
	// Output:
	// d1 request since 2012-11-16 CON-DUR-01
	// 0 faults, 1 event left, [{{21001 2010 2011 RADREN} 1}]
	// Le 2012-11-16, l'agent agent-7 (gestionnaire) a effacé 1 élément(s).
	// Classe request : 1, règle CON-DUR-01 (arrêté du 25 novembre 2010, cahier des charges §8 ; arrêtés du 28 mars 2011 et du 15 novembre 2013, art. 3).
	// 3 events, then 1 [d1] 0 faults
}

func ExampleDecodeHolds() {
	holds, findings := retention.DecodeHolds([]byte(`{"id":{"origin":"gest","counter":1},"demand":"d1","reason":"litigation","author":"agent-7","from":"2012-01-01"}`))
	fmt.Println(len(holds), findings[0].Code, findings[0].Severity)
	// Output:
	// 1 CON-GEL-04 to_confirm
}
