package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCeiling(t *testing.T) {
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"-asof 2026-11-23 -commune 21231 -category 4 -financing PLUS", 0, `"amount":45374,"source":"arrêté du 19/12/2025","status":"official","effective_from":"2026-01-01"`},
		{"-asof 2017-06-01 -zone paris_communes_limitrophes -category 6 -extra 2 -financing PLAI", 0, `"amount":48752`},
		{"-asof 2027-01-01 -zone autres_regions -category 4 -financing PLUS", 0, `"rule":"FOY-PLF-01"`},
		{"-asof 2027-01-01 -zone autres_regions -category 4 -financing PLUS -lang en", 0, "The table knows no ceiling"},
		{"-asof 2026-01-01 -commune 97411 -category 1 -financing LLS", 0, `"zone":"outre_mer","financing":"LLS","category":1,"extra":0,"amount":21063`},
		{"-asof 2026-01-01 -commune 99999 -category 1 -financing LLS", 0, `"rule":"FOY-PLF-06"`},
		{"-category 4 -financing PLUS", 2, "-zone ou -commune"},
		{"-zone autres_regions -commune 21231 -category 4 -financing PLUS", 2, "l'un des deux"},
		{"-zone lyon -category 4 -financing PLUS", 2, "zone « lyon » inconnue"},
		{"-zone autres_regions -category 7 -financing PLUS", 2, "de 1 à 6"},
		{"-zone autres_regions -category 5 -extra 1 -financing PLUS", 2, "avec -category 6"},
		{"-zone autres_regions -category 5 -financing PTZ", 2, "financement « PTZ » inconnu"},
		{"-asof hier -zone autres_regions -category 5 -financing PLS", 2, "n'est pas une date"},
		{"-zone autres_regions -category 5 -financing PLS -lang de", 2, "de"},
		{"-zone autres_regions -category 5 -financing PLS x", 2, "ne prend pas d'argument"},
	} {
		code, out, errs := call(append([]string{"ceiling"}, strings.Fields(c.args)...)...)
		if code != c.code || !strings.Contains(out+errs, c.says) {
			t.Errorf("ceiling %s: exit %d, %s%s", c.args, code, out, errs)
		}
	}
}

func TestHousehold(t *testing.T) {
	lines := `{"date": "2018-01-15", "commune": "21231", "adults": [{"age": 30}, {"age": 26}], "couple": true, "dependants": [{"age": 12}], "incomes": {"2016": 12850, "2017": 12700, "2018": 11428}}

{"date": "2018-01-15", "commune": "99999", "adults": [], "incomes": {"2016": -5}}
{"date": "2028-01-15", "zone": "ile_de_france", "adults": [{"age": 30}], "unborn": 1}
`
	file := filepath.Join(t.TempDir(), "foyers.jsonl")
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := call("household", file)
	got := strings.Split(strings.TrimSpace(out), "\n")
	if code != exitPerson || len(got) != 3 || errs != "" {
		t.Fatalf("exit %d, %s%s", code, out, errs)
	}
	var first householdLine
	if err := json.Unmarshal([]byte(got[0]), &first); err != nil {
		t.Fatal(err)
	}
	plai := first.Financings["PLAI"]
	if first.Category != 3 || plai == nil || plai.Ceiling.String() != "19565" || *plai.IncomeYear != 2018 || plai.Income.String() != "11428" || plai.Eligible != "yes" || plai.Reason == "" {
		t.Errorf("%s", got[0])
	}
	for _, code := range []string{`"line":3`, "FOY-SAI-02", "FOY-PLF-06", "FOY-SAI-05"} {
		if !strings.Contains(got[1], code) {
			t.Errorf("%s: misses %s", got[1], code)
		}
	}
	if !strings.Contains(got[2], `"eligible":"unknown","rule":"FOY-PLF-01"`) || !strings.Contains(got[2], `"with_unborn"`) {
		t.Errorf("%s", got[2])
	}
	var o, e bytes.Buffer
	if code := run(console{strings.NewReader(lines), &o, &e}, []string{"household", "-"}); code != exitPerson || o.String() != out {
		t.Errorf("standard input: exit %d, %s", code, e.String())
	}
	long := strings.Repeat(" ", 2<<20)
	if code := run(console{strings.NewReader(long), &o, &e}, []string{"household", "-"}); code != exitFailed || !strings.Contains(e.String(), "mébioctet") {
		t.Errorf("a line without end: exit %d, %s", code, e.String())
	}
	if code, _, errs := call("household"); code != exitFailed || !strings.Contains(errs, "donner un fichier") {
		t.Errorf("no file: exit %d, %s", code, errs)
	}
	if code, _, errs := call("household", "absent.jsonl"); code != exitFailed || errs == "" {
		t.Errorf("absent file: exit %d, %s", code, errs)
	}
}

// What other programs write around a line is not part of it, and what is missing
// from a line is told, never guessed.
func TestHouseholdLinesAsTheyCome(t *testing.T) {
	const person = `"zone":"autres_regions","adults":[{"age":40}]`
	for _, c := range []struct {
		name, given string
		code        int
		says        []string // one for each line of the answer
	}{
		{"a mark, blank lines, line endings of Windows", "\xef\xbb\xbf{\"date\":\"2018-03-01\"," + person + "}\r\n\r\n   \n\n", 0, []string{`"category":1`}},
		{"no last end of line", `{"date":"2018-03-01",` + person + `}`, 0, []string{`"category":1`}},
		{"nothing", "", 0, nil},
		{"an income of null", `{"date":"2018-03-01",` + person + `,"incomes":{"2016":null}}`, 0, []string{`"PLAI":{"ceiling":11167,"source":"arrêté du 28/12/2017","income":null,"income_year":null,"eligible":"unknown","rule":"FOY-REV-03"`}},
		{"cents", `{"date":"2018-03-01",` + person + `,"incomes":{"2016":12850.50}}`, 0, []string{`"income":12850.5,`}},
		{"an exponent", `{"date":"2018-03-01",` + person + `,"incomes":{"2016":1e3}}`, 0, []string{`"income":1000,`}},
		{"no place", `{"date":"2018-03-01","adults":[{"age":40}]}`, 0, []string{`{"category":1,"extra":0,"persons":1,"zone":""`}},
		{"an empty object", `{}`, 1, []string{`"line":1,"faults":[{"code":"FOY-SAI-03","path":"date"`}},
		{"a good line after a bad one", `{"date":"2018-03-01","wages":3,` + person + `}` + "\n" + `{"date":"2018-03-01",` + person + `}`, 1, []string{`{"code":"FOY-SAI-10","path":"?"`, `"category":1`}},
		{"past the table", `{"date":"2027-01-01",` + person + `,"incomes":{"2025":1}}`, 0, []string{`"PLUS":{"ceiling":null,"income":1,"income_year":2025,"income_rule":"FOY-REV-01","eligible":"unknown","rule":"FOY-PLF-01"`}},
	} {
		var o, e bytes.Buffer
		code := run(console{strings.NewReader(c.given), &o, &e}, []string{"household", "-"})
		got := strings.Split(strings.TrimSuffix(o.String(), "\n"), "\n")
		if o.Len() == 0 {
			got = nil
		}
		if code != c.code || len(got) != len(c.says) || e.Len() > 0 {
			t.Errorf("%s: exit %d, %s%s", c.name, code, o.String(), e.String())
			continue
		}
		for i, says := range c.says {
			if !strings.Contains(got[i], says) {
				t.Errorf("%s: %s misses %s", c.name, got[i], says)
			}
		}
	}
}
