package numbering_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/numbering"
)

func aliasCode(err error) string {
	var e *numbering.AliasError
	if !errors.As(err, &e) {
		return ""
	}
	if strings.Contains(e.Error(), "2100") || !strings.Contains(e.Error(), e.Code) {
		return "bad text: " + e.Error()
	}
	return e.Code
}

func TestAliasKey(t *testing.T) {
	for in, want := range map[string]string{
		"021 1010 000123 21001":     "021101000012321001",
		"021101000012321001":        "021101000012321001",
		"  dij-2003 /  00127\u00a0": "DIJ-2003 / 00127",
		"1-23":                      "1-23",
		"12-3":                      "12-3",
		"e\u0301tat 12":             "ÉTAT 12",
		"12\u200b7\ufeff":           "127",
	} {
		got, ok := numbering.AliasKey(in)
		if again, _ := numbering.AliasKey(got); !ok || got != want || again != got {
			t.Errorf("AliasKey(%q) = %q, %v, then %q", in, got, ok, again)
		}
	}
	for _, in := range []string{"", " \u00a0", "\xff", "12\x00", strings.Repeat("1", 65), strings.Repeat(" ", 1000), "\u200b"} {
		if got, ok := numbering.AliasKey(in); ok {
			t.Errorf("AliasKey(%q) = %q", in, got)
		}
	}
}

func TestAliases(t *testing.T) {
	n1, n2, n3 := must(t, "021101000000121001"), must(t, "021101000000221001"), must(t, "021101000000321001")
	var a numbering.Aliases
	if !a.IsZero() || a.Len() != 0 || len(a.Conflicts()) != 0 {
		t.Error("the zero value is not empty")
	}
	add := func(old string, n numbering.Number, want string) {
		t.Helper()
		if got := aliasCode(a.Add(old, n)); got != want {
			t.Errorf("Add(%q): got %q, want %q", old, got, want)
		}
	}
	add("Dij 2003/127", n1, "")
	add("DIJ  2003/127", n1, "")
	add("dij 2003/127", n2, "NUM-ALI-02")
	add(n1.Grouped(), n2, "")
	add("dij 2003/127", n2, "") // both lead to n2 now
	add(n2.String(), n1, "NUM-ALI-01")
	add(n2.String(), n2, "NUM-ALI-01")
	add(n2.String(), n3, "")
	add(n3.String(), n1, "NUM-ALI-01")
	add(" ", n3, "NUM-ALI-04")
	add("x", numbering.Number{}, "NUM-ALI-05")
	for in, want := range map[string]numbering.Number{"dij 2003/127": n3, n1.String(): n3, n2.Grouped(): n3, n3.String(): n3} {
		if got, err := a.Resolve(in); err != nil || got != want {
			t.Errorf("Resolve(%q) = %v, %v", in, got, err)
		}
	}
	for in, want := range map[string]string{"": "NUM-ALI-04", "dij 2003/128": "NUM-ALI-03"} {
		if _, err := a.Resolve(in); aliasCode(err) != want {
			t.Errorf("Resolve(%q): %v", in, err)
		}
	}
	if a.Len() != 3 {
		t.Errorf("%d old numbers", a.Len())
	}
}

func TestAliasesMergeReportsConflicts(t *testing.T) {
	n1, n2, n3 := must(t, "021101000000121001"), must(t, "021101000000221001"), must(t, "021101000000321001")
	var a, b numbering.Aliases
	for _, err := range []error{a.Add("old", n1), b.Add("old", n2), a.Add(n3.String(), n1), b.Add(n1.String(), n3)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	m := a.Merge(b)
	want := []numbering.AliasConflict{
		{Code: "NUM-ALI-01", Alias: n1.String()},
		{Code: "NUM-ALI-01", Alias: n3.String()},
		{Code: "NUM-ALI-01", Alias: "OLD"},
	}
	if diff := cmp.Diff(want, m.Conflicts(), sameNumber); diff != "" {
		t.Error(diff)
	}
	m.Remove(n1.String(), n3)
	want = []numbering.AliasConflict{{Code: "NUM-ALI-02", Alias: "OLD", Numbers: []numbering.Number{n1, n2}}}
	if diff := cmp.Diff(want, m.Conflicts(), sameNumber); diff != "" {
		t.Error(diff)
	}
	if _, err := m.Resolve("old"); aliasCode(err) != "NUM-ALI-02" {
		t.Error(err)
	}
	m.Remove("old", n2)
	if got, err := m.Resolve("old"); err != nil || got != n1 || len(m.Conflicts()) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := a.Resolve("old"); err != nil || got != n1 {
		t.Errorf("merging changed its parts: %v, %v", got, err)
	}
	if got, err := b.Resolve("old"); err != nil || got != n2 {
		t.Errorf("merging changed its parts: %v, %v", got, err)
	}
	loop := a.Merge(b)
	if _, err := loop.Resolve("old"); aliasCode(err) != "NUM-ALI-01" {
		t.Error(err)
	}
}

func written(t *testing.T, a numbering.Aliases) string {
	t.Helper()
	text, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAliasesMergeWhateverTheOrder(t *testing.T) {
	for seed := range int64(50) {
		r := rand.New(rand.NewSource(seed))
		var parts [3]numbering.Aliases
		for i := range parts {
			for range r.Intn(12) {
				n := number(t, "021", 2010, 1, r.Intn(6), "21001")
				old := []string{"A", "B", "c/1", number(t, "021", 2010, 1, r.Intn(6), "21001").String()}[r.Intn(4)]
				_ = parts[i].Add(old, n)
			}
			if got := parts[i].Conflicts(); len(got) > 0 {
				t.Fatalf("Add let a conflict in: %v", got)
			}
		}
		a, b, c := parts[0], parts[1], parts[2]
		want := written(t, a.Merge(b).Merge(c))
		for _, got := range []numbering.Aliases{c.Merge(b).Merge(a), a.Merge(b.Merge(c)), b.Merge(a).Merge(c).Merge(a).Merge(b), (numbering.Aliases{}).Merge(c).Merge(a).Merge(b)} {
			if written(t, got) != want {
				t.Fatalf("seed %d: the union depends on the order", seed)
			}
		}
		var back numbering.Aliases
		if err := json.Unmarshal([]byte(want), &back); err != nil || written(t, back) != want {
			t.Fatalf("does not read back: %v", err)
		}
	}
}

func TestAliasesJSON(t *testing.T) {
	var a numbering.Aliases
	if got := written(t, a); got != "[]" {
		t.Errorf("empty: %s", got)
	}
	_ = a.Add("dij/127", must(t, "021101000000121001"))
	if got := written(t, a); got != `[{"alias":"DIJ/127","number":"021101000000121001"}]` {
		t.Error(got)
	}
	for range a.All() {
		break
	}
	for _, text := range []string{`{}`, `[{"alias":"","number":"021101000000121001"}]`, `[{"alias":"x"}]`, `[{"alias":"x","number":"1"}]`, `[{"alias":"x","number":"021101000000121001","y":1}]`} {
		back := a
		if err := json.Unmarshal([]byte(text), &back); err == nil || back.Len() != 1 {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// Chains and loops are followed without recursion, and each link once.
func TestAliasesLongChain(t *testing.T) {
	const n = 20000
	var rows []string
	for i := range n {
		rows = append(rows, fmt.Sprintf(`{"alias":"%v","number":"%v"}`, number(t, "021", 2010, 1, i, "21001"), number(t, "021", 2010, 1, i+1, "21001")))
	}
	var a numbering.Aliases
	if err := json.Unmarshal([]byte("["+strings.Join(rows, ",")+"]"), &a); err != nil {
		t.Fatal(err)
	}
	first, last := number(t, "021", 2010, 1, 0, "21001"), number(t, "021", 2010, 1, n, "21001")
	if got, err := a.Resolve(first.String()); err != nil || got != last {
		t.Errorf("%v, %v", got, err)
	}
	if got := a.Conflicts(); len(got) != 0 {
		t.Errorf("%d conflicts", len(got))
	}
	if got := aliasCode(a.Add(last.String(), first)); got != "NUM-ALI-01" {
		t.Errorf("closing the chain: %q", got)
	}
	var end numbering.Aliases
	if err := end.Add(last.String(), first); err != nil {
		t.Fatal(err)
	}
	if got := a.Merge(end).Conflicts(); len(got) != n+1 {
		t.Errorf("%d conflicts in the loop", len(got))
	}
}

func FuzzAliasKey(f *testing.F) {
	for _, s := range []string{"dij 2003/127", "021 1010 000123 21001", "e\u0301", "02110100001232100ſ", "\u212a", "ŉ", "ß"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key, ok := numbering.AliasKey(s)
		if !ok {
			return
		}
		if again, ok := numbering.AliasKey(key); !ok || again != key {
			t.Fatalf("%q is kept as %q, then as %q", s, key, again)
		}
	})
}

func FuzzAliasesJSON(f *testing.F) {
	f.Add(`[{"alias":"DIJ/127","number":"021101000000121001"},{"alias":"dij/127","number":"021101000000221001"}]`)
	f.Fuzz(func(t *testing.T, s string) {
		var a numbering.Aliases
		if json.Unmarshal([]byte(s), &a) != nil {
			return
		}
		a.Conflicts()
		text := written(t, a)
		var back numbering.Aliases
		if err := json.Unmarshal([]byte(text), &back); err != nil || written(t, back) != text {
			t.Fatalf("does not read back: %v", err)
		}
	})
}
