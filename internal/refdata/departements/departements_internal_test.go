package departements

import (
	"slices"
	"strings"
	"testing"
)

func TestEmbeddedTablesReadWhole(t *testing.T) {
	tab, err := parse(departementsCSV, territoriesCSV)
	if err != nil {
		t.Fatal(err)
	}
	if got := len(tab.departements); got != 101 {
		t.Errorf("départements: got %d, want 101 (96 metropolitan, 5 overseas)", got)
	}
	if got := len(tab.territories); got != 102 {
		t.Errorf("territories: got %d, want 102 (one per département and 111)", got)
	}
	if !slices.IsSortedFunc(tab.territories, func(a, b Territory) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("territories.csv is not sorted by code")
	}
	for _, d := range tab.departements {
		if d.Name == "" || d.Zone != ZoneMetropole && d.Zone != ZoneOutremer {
			t.Errorf("département %s: name %q, zone %q", d.Code, d.Name, d.Zone)
		}
		if len(tab.ofDept[d.Code]) == 0 {
			t.Errorf("département %s is in no territory", d.Code)
		}
	}
	for _, x := range tab.territories {
		if x.Text == "" || !slices.Contains([]string{"V2", "INF", "U"}, x.Confidence) {
			t.Errorf("territory %s: text %q, confidence %q", x.Code, x.Text, x.Confidence)
		}
	}
	for _, file := range []string{departementsCSV, territoriesCSV} {
		for _, word := range []string{"# source:", "# licence:", "# retrieved: " + DataVersion} {
			if !strings.Contains(file, word) {
				t.Errorf("header line %q is missing", word)
			}
		}
	}
}

func TestParseNamesEveryBadRow(t *testing.T) {
	const d = "code,name,zone\n21,A,metropole\n21,B,metropole\n"
	const terr = "code,name,departements,since,until,confidence,text\n" +
		"021,A,21,,,V2,x\n021,A,21,,,V2,x\n22,A,21,,,V2,x\n023,A,23,,,V2,x\n024,A,21,2011,,V2,x\n025,A,21,,2011-13,V2,x\n"
	tab, err := parse(d, terr)
	if err == nil {
		t.Fatal("no error")
	}
	if got := strings.Count(err.Error(), "\n") + 1; got != 6 {
		t.Errorf("got %d errors, want 6: %v", got, err)
	}
	if len(tab.departements) != 1 || len(tab.territories) != 1 {
		t.Errorf("kept %d and %d rows, want 1 and 1", len(tab.departements), len(tab.territories))
	}
	for _, bad := range []string{"", "a,b\n", "# only\n"} {
		if _, err := parse(bad, bad); err == nil {
			t.Errorf("parse(%q): no error", bad)
		}
	}
}
