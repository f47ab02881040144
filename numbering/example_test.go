package numbering_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/fichier-unique/rules/numbering"
)

func ExampleParse() {
	n, err := numbering.Parse("111 0318 016982 g1104")
	if err != nil {
		fmt.Println(err)
		return
	}
	year, month := n.Deposit()
	fmt.Println(n)
	fmt.Println(n.Grouped())
	fmt.Println(n.Territory(), year, month, n.Sequence(), n.Desk())
	// Output:
	// 1110318016982G1104
	// 111 0318 016982 G1104
	// 111 2018 3 16982 G1104
}

func ExampleParse_faults() {
	_, err := numbering.Parse("021 1310 0O0123 21001")
	var p *numbering.ParseError
	if errors.As(err, &p) {
		for _, f := range p.Faults {
			fmt.Printf("%s, character %d: expected %s, found %s\n", f.Code, f.Typed, f.Expected, f.Found)
		}
	}
	// Output:
	// NUM-MON-01, character 5: expected 01-12, found 13
	// NUM-CHR-03, character 11: expected 0-9, found O
}

func ExampleParseStrict() {
	_, err := numbering.ParseStrict("021 1010 000123 21001")
	fmt.Println(err)
	// Output: numbering: check number: expected 0-9 A-Z, found " " (NUM-FRM-01) and 2 more
}

func ExampleSuggest() {
	for _, s := range numbering.Suggest("O21 1010 000l23 21001") {
		fmt.Println(s.Number.Grouped())
		for _, c := range s.Changes {
			fmt.Printf("  character %d: %s for %s\n", c.Typed, c.To, c.From)
		}
	}
	// Output:
	// 021 1010 000123 21001
	//   character 1: 0 for O
	//   character 13: 1 for l
}

func ExampleNew() {
	n, err := numbering.New(numbering.Deposit{Territory: "021", Year: 2010, Month: 10}, 123, "21001")
	fmt.Println(n, err)
	_, err = numbering.New(numbering.Deposit{Territory: "021", Year: 2010, Month: 13}, 123, "2100")
	fmt.Println(err)
	// Output:
	// 021101000012321001 <nil>
	// numbering: check number: position 4: expected 01-12, found "13" (NUM-MON-01) and 1 more
}

func ExampleNumber_Notes() {
	n, _ := numbering.Parse("02A 0411 000006 20001")
	for _, note := range n.Notes() {
		row, _ := numbering.LookupCode(note.Code)
		fmt.Println(note.Code, row.Level, note.Params["name"])
	}
	// Output: NUM-TER-02 information Corse-du-Sud
}

func ExampleNumber_Against() {
	n, _ := numbering.Parse("021101000012321001")
	for _, note := range n.Against(numbering.Record{Deposit: numbering.Month{Year: 2010, Month: 11}}) {
		fmt.Println(note.Code, note.Params["month"], note.Params["expected"])
	}
	// Output: NUM-REC-02 2010-10 2010-11
}

func ExampleTerritoryOf() {
	for _, departement := range []string{"21", "75", "2A"} {
		t, _ := numbering.TerritoryOf(departement)
		fmt.Println(departement, t.Code, t.Name, t.Confidence)
	}
	// Output:
	// 21 021 Côte-d'Or V2
	// 75 111 Île-de-France V2
	// 2A 02A Corse-du-Sud U
}

func ExampleIssuer() {
	var counter numbering.MemoryCounter // a row of the database, in a real file
	var taken numbering.MemoryTaken     // a unique index
	issuer, err := numbering.NewIssuer(&counter, numbering.WithTaken(&taken))
	if err != nil {
		fmt.Println(err)
		return
	}
	deposit := numbering.Deposit{Territory: "021", Year: 2010, Month: 10}
	for range 2 {
		n, err := issuer.Next(context.Background(), deposit, "21001")
		if err != nil {
			fmt.Println(err)
			return
		}
		taken.Add(n)
		fmt.Println(n.Grouped())
	}
	// Output:
	// 021 1010 000001 21001
	// 021 1010 000002 21001
}

func ExampleIssuer_ReserveBlock() {
	var counter numbering.MemoryCounter
	var taken numbering.MemoryTaken
	issuer, _ := numbering.NewIssuer(&counter, numbering.WithTaken(&taken))

	// On line: the manager sets numbers aside, and remembers the block.
	window := numbering.Window{From: numbering.Month{Year: 2010, Month: 9}, Until: numbering.Month{Year: 2010, Month: 12}}
	block, err := issuer.ReserveBlock(context.Background(), "021", 100, window)
	if err != nil {
		fmt.Println(err)
		return
	}
	taken.AddBlock(block)

	// Off line: the desk writes the block that remains before it hands out the number.
	n, rest, err := block.Next(numbering.Month{Year: 2010, Month: 10}, "21002")
	if err != nil {
		fmt.Println(err)
		return
	}
	text, _ := json.Marshal(rest)
	fmt.Println(string(text))
	fmt.Println(n, rest.Remaining())

	// Back on line: what was given joins the file, the block is closed.
	taken.Add(n)
	taken.CloseBlock(block)
	// Output:
	// {"version":1,"territory":"021","first":1,"size":100,"used":1,"from":"2010-09","until":"2010-12"}
	// 021101000000121002 99
}

func ExampleAliases() {
	current, _ := numbering.Parse("021101000012321001")
	var a numbering.Aliases
	if err := a.Add("G1104 2003/127", current); err != nil {
		fmt.Println(err)
		return
	}
	n, err := a.Resolve("g1104  2003/127")
	fmt.Println(n, err)
	_, err = a.Resolve("g1104 2003/128")
	fmt.Println(err)
	// Output:
	// 021101000012321001 <nil>
	// numbering: resolve old number: it is neither a unique number nor a recorded one: check it, or record it (NUM-ALI-03)
}

func ExampleAudit() {
	var numbers []numbering.Number
	for _, s := range []string{"021101000000121001", "021101000000221001", "021101000000221002", "021111000000521001", "021111100000621001"} {
		n, _ := numbering.Parse(s)
		numbers = append(numbers, n)
	}
	report := numbering.Audit(slices.Values(numbers), numbering.Month{Year: 2010, Month: 12})
	for _, f := range report.Findings {
		fmt.Println(f.Code, f.Territory, f.Numbers, f.Params["count"])
	}
	fmt.Println(report.Territories[0].Gaps)
	// Output:
	// NUM-AUD-02 021 [021101000000221001 021101000000221002] 2
	// NUM-AUD-03 021 [021111100000621001] 1
	// NUM-AUD-05 021 [] 2
	// [{3 4 2}]
}

func ExampleCodes() {
	for _, c := range numbering.Codes() {
		if c.Code == "NUM-MON-01" {
			fmt.Println(c.French)
			fmt.Println(c.Text, c.Article, c.Confidence)
		}
	}
	// Output:
	// Le mois du premier dépôt va de 01 à 12 ; il y a « {found} ».
	// arrêté du 7 novembre 2000 (numéro départemental) art. 1 V
}
