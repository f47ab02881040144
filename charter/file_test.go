package charter_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
)

const sound = `{"name":"x","title":"x","version":"1","valid_from":"2010-05-02","profile":"2010","territory":{"number":"021","departements":["21"]},
"parties":[{"id":"a","name":"a","kind":"landlord","desks":["21001"]},
{"id":"b","name":"b","kind":"epci","desks":["21400"],"territory":["21231"]},
{"id":"m","name":"m","kind":"manager"}],
"mandates":[{"by":"b","to":"m","acts":["renew"],"from":"2011-01-01"}],
"derogations":[{"desk":"b","acts":["attest"],"agreed":"2010-06-01","public_informed":true,"from":"2010-07-01"}],
"rights":[{"parties":["b"],"acts":["publish_statistics"],"basis":"convention","from":"2010-07-01"}],
"owners":[{"path":"wanted","party":"b"}]}`

// A charter that is wrong, contradicts itself or goes under the law is refused
// whole, with the place, the line and the article.
func TestLoadRefuses(t *testing.T) {
	if _, faults := charter.Load([]byte(sound)); len(faults) > 0 {
		t.Fatal(faults)
	}
	book, err := demand.NewRulebook(charter.Rules())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, code, path, line string }{
		{`{"name"`, `"name"`, "CHA-FIC-01", "", "1"},
		{`{"name"`, `{"nom"`, "CHA-FIC-11", "?", "1"},
		{`"title":"x"`, `"name":"y"`, "CHA-FIC-12", "name", "1"},
		{`"title":"x"`, `"title":3`, "CHA-FIC-13", "title", "1"},
		{`"version":"1"`, `"version":""`, "CHA-FIC-02", "version", "1"},
		{`"from":"2011-01-01"}`, `"end":"2012-01-01"}`, "CHA-FIC-02", "mandates[0].from", "5"},
		{`"profile":"2010"`, `"profile":"2011"`, "CHA-FIC-03", "profile", "1"},
		{`"profile":"2010"`, `"law":"moon"`, "CHA-FIC-03", "law", "1"},
		{`"profile":"2010"`, `"law":"local"`, "CHA-FIC-14", "required", "1"},
		{`"profile"`, `"valid_to":"2009-01-01","profile"`, "CHA-FIC-04", "valid_to", "1"},
		{`"from":"2011-01-01"}`, `"from":"2011-01-01","end":"2010-01-01"}`, "CHA-FIC-04", "mandates[0].end", "5"},
		{`"number":"021"`, `"number":"999"`, "CHA-FIC-05", "territory.number", "1"},
		{`["21"]`, `["21","99X"]`, "CHA-FIC-06", "territory.departements[1]", "1"},
		{`"kind":"landlord"`, `"kind":"neighbour"`, "CHA-FIC-07", "parties[0].kind", "2"},
		{`"kind":"landlord"`, `"kind":"applicant"`, "CHA-FIC-07", "parties[0].kind", "2"},
		{`"id":"b"`, `"id":"a"`, "CHA-FIC-08", "parties[1].id", "3"},
		{`["21400"]`, `["21001"]`, "CHA-FIC-09", "parties[1].desks[0]", "3"},
		{`["21400"]`, `["2140"]`, "CHA-FIC-09", "parties[1].desks[0]", "3"},
		{`,"territory":["21231"]`, ``, "CHA-FIC-15", "parties[1].territory", "3"},
		{`"territory":["21231"]`, `"territory":["21999"]`, "CHA-FIC-16", "parties[1].territory[0]", "3"},
		{`"desks":["21001"]`, `"desks":["21001"],"stock":[{"place":"21","dwellings":-1}]`, "CHA-FIC-16", "parties[0].stock[0]", "2"},
		{`"to":"m"`, `"to":"z"`, "CHA-FIC-17", "mandates[0].to", "5"},
		{`"by":"b"`, `"by":"m"`, "CHA-FIC-17", "mandates[0].by", "5"},
		{`"desk":"b"`, `"desk":"z"`, "CHA-FIC-17", "derogations[0].desk", "6"},
		{`"kind":"manager"`, `"kind":"manager","into":"a"`, "CHA-FIC-17", "parties[2].into", "4"},
		{`"kind":"manager"`, `"kind":"manager","collective_agreement":true`, "CHA-FIC-18", "parties[2].collective_agreement", "4"},
		{`"from":"2011-01-01"}]`, `"from":"2011-01-01"},{"by":"m","to":"a","acts":["renew"],"from":"2011-01-01"},{"by":"a","to":"b","acts":["renew"],"from":"2011-01-01"}]`, "CHA-FIC-19", "mandates[0]", "5"},
		{`"acts":["renew"]`, `"acts":["allocate"]`, "CHA-LOI-10", "mandates[0].acts", "5"},
		{`"acts":["renew"]`, `"acts":["strike_off"]`, "CHA-LOI-10", "mandates[0].acts", "5"},
		{`"acts":["renew"]`, `"acts":[]`, "CHA-FIC-20", "mandates[0].acts", "5"},
		{`"acts":["renew"]`, `"acts":["dance"]`, "CHA-FIC-20", "mandates[0].acts[0]", "5"},
		{`"from":"2010-07-01"}],
"rights"`, `"from":"2010-07-01"},{"desk":"a","acts":["attest"],"agreed":"2010-06-01","public_informed":true,"from":"2012-07-01"}],
"rights"`, "CHA-FIC-21", "derogations[0].acts", "6"},
		{`"acts":["publish_statistics"]`, `"acts":["attest"]`, "", "", ""},
		{`{"parties":["b"],"acts":["publish_statistics"]`, `{"parties":["m"],"acts":["attest"]`, "CHA-FIC-21", "derogations[0].acts", "6"},
		{`"profile":"2010"`, `"profile":"2010","scenario":"chaos"`, "CHA-FIC-22", "scenario", "1"},
		{`"owners":[{"path":"wanted","party":"b"}]`, `"scenario":"twin"`, "CHA-FIC-23", "owners", "1"},
		{`"party":"b"}]`, `"party":"b"},{"path":"wanted","party":"a"}]`, "CHA-FIC-24", "owners[1].path", "8"},
		{`"desks":["21001"]`, `"desks":["21001"],"own_public_only":true`, "CHA-LOI-01", "parties[0].own_public_only", "2"},
		{`"desks":["21001"]`, `"desks":[]`, "CHA-LOI-01", "parties[0].desks", "2"},
		{`"profile":"2010"`, `"profile":"2010","calendar":{"offer_days":5}`, "CAL-REG-09", "calendar.offer_days", "1"},
		{`"profile":"2010"`, `"profile":"2010",
"priorities":{"labels":[{"code":"CLPP"}]}`, "PRI-FIC-03", "priorities.labels[0].act", "2"},
		{`"profile":"2010"`, `"profile":"2010",
"reservations":[{"holder":"etat","landlord":"a","departement":"21","quota":"PPRIOR","mode":"stock","programme":"p","dwellings":40,"of":100,"from":"2010-05-02","signed_on":"2010-05-02","sent_on":"2010-05-02"}]`, "PRI-QUO-01", "reservations", "2"},
		{`"profile":"2010"`, `"profile":"2010",
"scoring":{"name":"g","version":"1","valid_from":"2021-01-01","lines":[]}`, "COT-FIC-03", "scoring.voted_on", "2"},
		{`"profile":"2010"`, `"profile":"2010",
"cost_keys":[{"name":"k","version":"1","valid_from":"2010-05-02","groups":[],"partners":[],"expenses":[]}]`, "CLE-CLE-08", "cost_keys[0].expenses", "2"},
		{`"profile":"2010"`, `"profile":"2010","retention":{"draft_months":-1}`, "CON-REG-01", "retention.draft_months", "1"},
		{`"profile":"2010"`, `"profile":"2010","access":{"dormant_days":-1}`, "ACC-REG-01", "access.dormant_days", "1"},
		{`"profile":"2010"`, `"profile":"2010","required":["applicant.income"]`, "CHA-LOI-02", "required", "1"},
		{`"profile":"2010"`, `"profile":"2010","motives":["RADATT","RADXXX"]`, "CHA-LOI-03", "motives[1]", "1"},
		{`"kind":"epci"`, `"kind":"siao"`, "CHA-LOI-04", "parties[1].kind", "3"},
		{`"public_informed":true`, `"public_informed":false`, "CHA-LOI-05", "derogations[0]", "6"},
		{`"agreed":"2010-06-01"`, `"agreed":"2011-06-01"`, "CHA-LOI-05", "derogations[0]", "6"},
		{`"acts":["attest"]`, `"acts":["lease"]`, "CHA-LOI-06", "derogations[0].acts", "6"},
		{`"acts":["publish_statistics"]`, `"acts":["strike_off"]`, "CHA-LOI-07", "rights[0].acts", "7"},
		{`"acts":["publish_statistics"]`, `"acts":["register"]`, "CHA-LOI-08", "rights[0].acts", "7"},
		{`"acts":["publish_statistics"],"basis":"convention"`, `"acts":["see"],"basis":" "`, "CHA-LOI-09", "rights[0].basis", "7"},
	} {
		t.Run(c.code+" "+c.path, func(t *testing.T) {
			text := strings.Replace(sound, c.from, c.to, 1)
			if text == sound {
				t.Fatal("nothing was changed")
			}
			loaded, faults := charter.Load([]byte(text))
			if c.code == "" {
				if len(faults) > 0 {
					t.Error(faults)
				}
				return
			}
			found := false
			for _, f := range faults {
				found = found || f.Code == c.code && f.Path == c.path && f.Param("line") == c.line
				if s := book.Sentence(french, f); strings.Contains(s, "{") {
					t.Errorf("%s: %q", f.Code, s)
				}
			}
			if !found || loaded != nil {
				t.Errorf("%v: %v", loaded != nil, told(faults))
			}
		})
	}
}

func told(faults demand.Faults) string {
	var out []string
	for _, f := range faults {
		out = append(out, fmt.Sprintf("%s at %q line %s", f.Code, f.Path, f.Param("line")))
	}
	return strings.Join(out, ", ")
}

// Every reason is given at once.
func TestLoadTellsEverything(t *testing.T) {
	text := strings.NewReplacer(`"version":"1"`, `"version":""`, `"kind":"landlord"`, `"kind":"x"`, `"public_informed":true`, `"public_informed":false`, `"party":"b"`, `"party":"z"`).Replace(sound)
	_, faults := charter.Load([]byte(text))
	if got := faults.Codes(); got != "CHA-FIC-02 CHA-FIC-07 CHA-LOI-05 CHA-FIC-17" {
		t.Error(got)
	}
}

// Ten megabytes of nonsense are refused at once, whatever they are made of.
func TestNonsenseIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"large":    strings.Repeat("x", 10<<20),
		"nested":   strings.Repeat("[", 100_000),
		"objects":  strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000),
		"parties":  `{"parties":[` + strings.Repeat(`{},`, 50_000) + `{}]}`,
		"mandates": manyMandates(60),
	} {
		c, faults := charter.Load([]byte(text))
		if c != nil || len(faults) == 0 {
			t.Errorf("%s: accepted", name)
		}
		if name == "large" && faults[0].Code != "CHA-FIC-10" {
			t.Error(faults[0])
		}
	}
}

// manyMandates writes a charter where each partner of a layer gives a mandate to
// both of the next: the ways through it double with every layer.
func manyMandates(layers int) string {
	var text strings.Builder
	text.WriteString(`{"mandates":[`)
	for i := range layers {
		for _, ends := range []string{"aa", "ab", "ba", "bb"} {
			fmt.Fprintf(&text, `{"by":"%c%d","to":"%c%d","acts":["renew"],"from":"2011-01-01"},`, ends[0], i, ends[1], i+1)
		}
	}
	text.WriteString(`{}]}`)
	return text.String()
}

// The shipped charters are read, and none goes under the law.
func TestShippedCharters(t *testing.T) {
	names := charter.Names()
	for _, want := range []string{
		"national-2000", "national-2010", "national-2012", "national-2015", "national-2017", "grand-dijon-2010", "exemple-cote-d-or",
		"plusieurs-departements", "saisie-en-ligne", "guichet-unique", "mise-en-commun", "double-systeme", "mandataire", "droit-local",
	} {
		data, err := os.ReadFile(filepath.Join("data", want+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if _, faults := charter.Load(data); len(faults) > 0 {
			t.Errorf("%s: %s", want, told(faults))
		}
	}
	if len(names) != 14 {
		t.Errorf("%d charters: %v", len(names), names)
	}
	dijon := named(t, "grand-dijon-2010")
	for i := range dijon.Parties {
		if p := &dijon.Parties[i]; p.ID == "grand-dijon" && len(p.Territory) != 22 {
			t.Errorf("%d communes in the Grand Dijon", len(p.Territory))
		}
	}
}
