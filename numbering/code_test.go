package numbering_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/numbering"
)

var named = regexp.MustCompile(`\{([a-z]+)\}`)

func TestCodes(t *testing.T) {
	codes := numbering.Codes()
	if !slices.IsSortedFunc(codes, func(a, b numbering.Code) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("codes are not sorted")
	}
	seen := map[string]bool{}
	for _, c := range codes {
		if seen[c.Code] || !regexp.MustCompile(`^NUM-[A-Z]{3}-[0-9]{2}$`).MatchString(c.Code) {
			t.Errorf("code %q is twice or ill-formed", c.Code)
		}
		seen[c.Code] = true
		if c.French == "" || c.English == "" || c.Article == "" || c.Text == "" || !slices.Contains([]string{"V", "V2", "INF", "U"}, c.Confidence) ||
			!slices.Contains([]string{numbering.LevelBlocking, numbering.LevelConfirm, numbering.LevelInformation}, c.Level) {
			t.Errorf("%s: row not complete: %+v", c.Code, c)
		}
		var both [2][]string
		for i, s := range []string{c.French, c.English} {
			for _, m := range named.FindAllStringSubmatch(s, -1) {
				both[i] = append(both[i], m[1])
				if !slices.Contains(c.Params, m[1]) {
					t.Errorf("%s: {%s} is not among the params", c.Code, m[1])
				}
			}
			slices.Sort(both[i])
		}
		if diff := cmp.Diff(both[0], both[1]); diff != "" {
			t.Errorf("%s: the two sentences do not name the same values\n%s", c.Code, diff)
		}
		if got, ok := numbering.LookupCode(c.Code); !ok || got.English != c.English {
			t.Errorf("LookupCode(%s) = %+v, %v", c.Code, got, ok)
		}
	}
	if _, ok := numbering.LookupCode("NUM-XXX-99"); ok {
		t.Error("an unknown code was found")
	}
	codes[0].Code = "changed"
	if numbering.Codes()[0].Code == "changed" {
		t.Error("Codes shares its slice")
	}
}

// Every value that a sentence names is given by what bears the code.
func TestParamsAreGiven(t *testing.T) {
	given := map[string]map[string]string{}
	for _, f := range everyFault(t) {
		given[f.Code] = f.Params()
	}
	for _, s := range []string{"020100000000621001", "02A041100000621001", "075041100000621001"} {
		for _, n := range must(t, s).Notes() {
			given[n.Code] = n.Params
		}
	}
	for _, n := range must(t, "020100000000621001").Against(numbering.Record{Territory: "021", Deposit: numbering.Month{Year: 2010, Month: 1}, Desks: []string{"X"}}) {
		given[n.Code] = n.Params
	}
	for _, f := range numbering.Audit(slices.Values(auditSample(t)), numbering.Month{Year: 2012, Month: 12}).Findings {
		given[f.Code] = f.Params
	}
	for _, code := range []string{"NUM-ALI-01", "NUM-ALI-02", "NUM-ALI-03", "NUM-ALI-04", "NUM-ALI-05"} {
		given[code] = (&numbering.AliasError{Code: code, Numbers: 2}).Params()
	}
	for _, c := range numbering.Codes() {
		params, ok := given[c.Code]
		if !ok {
			t.Errorf("%s is raised by nothing here", c.Code)
		}
		for _, p := range c.Params {
			if _, ok := params[p]; !ok {
				t.Errorf("%s: value %q is not given: %v", c.Code, p, params)
			}
		}
	}
}

func everyFault(t *testing.T) []numbering.Fault {
	t.Helper()
	var out []numbering.Fault
	add := func(_ numbering.Number, err error) { out = append(out, err.(*numbering.ParseError).Faults...) }
	for _, s := range []string{"", "1", "é", "é211310O0012321é01", "02I1E10O0012321001"} {
		add(numbering.Parse(s))
	}
	add(numbering.ParseStrict("021 1010 gdpub"))
	add(numbering.New(numbering.Deposit{}, -1, ""))
	return out
}
