package numbering_test

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/numbering"
)

func must(t testing.TB, s string) numbering.Number {
	t.Helper()
	n, err := numbering.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func vectors(t *testing.T) []map[string]string {
	t.Helper()
	f, err := os.Open("testdata/vectors.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, name := range rows[0] {
			m[name] = row[i]
		}
		if m["input"], err = strconv.Unquote(`"` + m["input"] + `"`); err != nil {
			t.Fatal(row, err)
		}
		out = append(out, m)
	}
	return out
}

func faults(err error) string {
	var p *numbering.ParseError
	if !errors.As(err, &p) {
		return fmt.Sprint(err)
	}
	var out []string
	for _, f := range p.Faults {
		out = append(out, fmt.Sprintf("%s@%d/%d", f.Code, f.Position, f.Typed))
	}
	return strings.Join(out, " ")
}

func TestVectors(t *testing.T) {
	for _, v := range vectors(t) {
		in := v["input"]
		n, err := numbering.Parse(in)
		if nb, errb := numbering.ParseBytes([]byte(in)); nb != n || (errb == nil) != (err == nil) {
			t.Errorf("%q: Parse and ParseBytes differ", in)
		}
		strict, errs := numbering.ParseStrict(in)
		if got := errs == nil; got != (v["strict"] == "yes") || got && strict != n {
			t.Errorf("%q: ParseStrict = %v, %v", in, strict, errs)
		}
		if v["normal"] == "" {
			if err == nil || !n.IsZero() {
				t.Errorf("%q: accepted as %s", in, n)
			} else if diff := cmp.Diff(v["faults"], faults(err)); diff != "" {
				t.Errorf("%q: faults (-want +got)\n%s", in, diff)
			}
			continue
		}
		if err != nil {
			t.Errorf("%q: %v", in, err)
			continue
		}
		y, m := n.Deposit()
		var notes []string
		for _, note := range n.Notes() {
			notes = append(notes, note.Code)
		}
		got := []string{n.String(), n.Territory(), strconv.Itoa(y), strconv.Itoa(m), strconv.Itoa(n.Sequence()), n.Desk(), strings.Join(notes, " ")}
		want := []string{v["normal"], v["territory"], v["year"], v["month"], v["sequence"], v["desk"], v["notes"]}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", in, diff)
		}
		if again, err := numbering.ParseStrict(n.String()); err != nil || again != n {
			t.Errorf("%q: the normal form does not read back: %v", in, err)
		}
		if again, err := numbering.Parse(n.Grouped()); err != nil || again != n {
			t.Errorf("%q: the printed form does not read back: %v", in, err)
		}
		if again, err := numbering.New(numbering.Deposit{Territory: n.Territory(), Year: y, Month: m}, n.Sequence(), n.Desk()); err != nil || again != n {
			t.Errorf("%q: the parts do not build it again: %v", in, err)
		}
	}
}

func TestZeroNumber(t *testing.T) {
	var n numbering.Number
	y, m := n.Deposit()
	if !n.IsZero() || n.Territory() != "" || y != 0 || m != 0 || n.Sequence() != 0 || n.Desk() != "" || n.String() != "" ||
		n.Grouped() != "" || len(n.Append(nil)) != 0 || len(n.AppendGrouped(nil)) != 0 || n.Notes() != nil ||
		n.Against(numbering.Record{Territory: "021"}) != nil || n.Root().String() != "" || !n.Month().IsZero() {
		t.Errorf("the zero number is not empty: %+v", n)
	}
}

func TestFaultShowsOneCharacter(t *testing.T) {
	tests := []struct{ in, text, found string }{
		{"021101O00012321001", `numbering: check number: position 7: expected 0-9, found "O" (NUM-CHR-02)`, "O"},
		{"02110100O0I2321001", `numbering: check number: position 9: expected 0-9, found "O" (NUM-CHR-03) and 1 more`, "O"},
		{"021131000012321001", `numbering: check number: position 4: expected 01-12, found "13" (NUM-MON-01)`, "13"},
		{"", `numbering: check number: position 1: expected 18, found nothing (NUM-LEN-02)`, ""},
		{"0211010", `numbering: check number: position 8: expected 18, found "7" (NUM-LEN-01)`, "7"},
		{"02110100001232100\x01", `numbering: check number: position 18: expected 0-9 A-Z, found "U+0001" (NUM-CHR-04)`, "U+0001"},
		{"02110100001232100\xe9", `numbering: check number: position 18: expected 0-9 A-Z, found "0xE9" (NUM-CHR-04)`, "0xE9"},
	}
	for _, tt := range tests {
		_, err := numbering.Parse(tt.in)
		var p *numbering.ParseError
		if !errors.As(err, &p) || p.Faults[0].Found != tt.found {
			t.Errorf("%q: %+v", tt.in, err)
			continue
		}
		if diff := cmp.Diff(tt.text, err.Error()); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", tt.in, diff)
		}
		if params := p.Faults[0].Params(); params["found"] != tt.found || params["position"] == "" {
			t.Errorf("%q: params %v", tt.in, params)
		}
	}
	// A name typed in the place of a number does not come out spelled in the error.
	_, err := numbering.Parse("ZYXWVUTSRQPONMLKJI")
	for i := range len("ZYXWVUTSRQPONMLKJI") - 1 {
		if strings.Contains(err.Error(), "ZYXWVUTSRQPONMLKJI"[i:i+2]) {
			t.Fatalf("the error spells what was typed: %v", err)
		}
	}
	if got := (&numbering.ParseError{}).Error(); got == "" {
		t.Error("an empty ParseError has no text")
	}
}

func TestStrictFaults(t *testing.T) {
	tests := []struct{ in, want string }{
		{"021 1010\u00a0000123 21001", "NUM-FRM-01@0/4 NUM-FRM-01@0/9 NUM-FRM-01@0/16"},
		{"0591223004217gdpub", "NUM-FRM-02@0/14 NUM-FRM-02@0/15 NUM-FRM-02@0/16 NUM-FRM-02@0/17 NUM-FRM-02@0/18"},
		{"021 13", "NUM-LEN-01@6/7 NUM-FRM-01@0/4"},
		{"  ", "NUM-LEN-02@1/3"},
		{"02113100001232100?", "NUM-MON-01@4/4 NUM-CHR-04@18/18"},
	}
	for _, tt := range tests {
		_, err := numbering.ParseStrict(tt.in)
		if diff := cmp.Diff(tt.want, faults(err)); diff != "" {
			t.Errorf("%q: (-want +got)\n%s", tt.in, diff)
		}
	}
}

func TestFaultsAreBounded(t *testing.T) {
	_, err := numbering.Parse(strings.Repeat("é", 100000))
	var p *numbering.ParseError
	if !errors.As(err, &p) || len(p.Faults) != numbering.MaxFaults || p.More != 100000+1-numbering.MaxFaults {
		t.Errorf("%d faults listed, %d more", len(p.Faults), p.More)
	}
	_, err = numbering.ParseStrict(strings.Repeat("a", 100000))
	if !errors.As(err, &p) || len(p.Faults) != numbering.MaxFaults || p.Faults[0].Code != "NUM-LEN-01" {
		t.Errorf("%d faults listed, first %v", len(p.Faults), p.Faults[0])
	}
	_, err = numbering.ParseStrict(strings.Repeat("a", 100000) + "é")
	if !errors.As(err, &p) || p.More != 100000+2-numbering.MaxFaults {
		t.Errorf("%d more", p.More)
	}
}

func TestNewFaults(t *testing.T) {
	good := numbering.Deposit{Territory: "021", Year: 2010, Month: 10}
	tests := []struct {
		name     string
		deposit  numbering.Deposit
		sequence int
		desk     string
		want     string
	}{
		{"territory short", numbering.Deposit{Territory: "21", Year: 2010, Month: 10}, 1, "21001", "NUM-PRT-01@1/0"},
		{"territory in small letters", numbering.Deposit{Territory: "02a", Year: 2010, Month: 10}, 1, "21001", "NUM-CHR-01@3/3"},
		{"year and month", numbering.Deposit{Territory: "021", Year: 1999, Month: 0}, 1, "21001", "NUM-MON-01@4/0 NUM-PRT-03@6/0"},
		{"year two digits", numbering.Deposit{Territory: "021", Year: 10, Month: 1}, 1, "21001", "NUM-PRT-03@6/0"},
		{"sequence over", good, numbering.SequenceLimit, "21001", "NUM-PRT-04@8/0"},
		{"sequence below", good, -1, "21001", "NUM-PRT-04@8/0"},
		{"desk long", good, 1, "210011", "NUM-PRT-02@14/0"},
		{"desk accent", good, 1, "é1\xff 1", "NUM-CHR-04@14/1 NUM-CHR-04@16/3 NUM-CHR-04@17/4"},
		{"all", numbering.Deposit{}, -1, "", "NUM-PRT-01@1/0 NUM-MON-01@4/0 NUM-PRT-03@6/0 NUM-PRT-04@8/0 NUM-PRT-02@14/0"},
	}
	for _, tt := range tests {
		n, err := numbering.New(tt.deposit, tt.sequence, tt.desk)
		if diff := cmp.Diff(tt.want, faults(err)); diff != "" || !n.IsZero() {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestAgainst(t *testing.T) {
	n := must(t, "021101000012321001")
	if got := n.Against(numbering.Record{}); got != nil {
		t.Errorf("nothing to compare: %v", got)
	}
	if got := n.Against(numbering.Record{Territory: "021", Deposit: numbering.Month{Year: 2010, Month: 10}, Desks: []string{"GDPUB", "21001"}}); got != nil {
		t.Errorf("all agree: %v", got)
	}
	got := n.Against(numbering.Record{Territory: "071", Deposit: numbering.Month{Year: 2010, Month: 11}, Desks: []string{"GDPUB"}})
	want := []numbering.Note{
		{Code: "NUM-REC-01", Params: map[string]string{"territory": "021", "expected": "071"}},
		{Code: "NUM-REC-02", Params: map[string]string{"month": "2010-10", "expected": "2010-11"}},
		{Code: "NUM-REC-03", Params: map[string]string{"desk": "21001"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCompareIsNotSeniority(t *testing.T) {
	older, newer := must(t, "021121000012321001"), must(t, "021011100012421001")
	if older.Compare(newer) <= 0 {
		t.Error("December 2010 is expected after January 2011: the order is that of the characters")
	}
	if older.Compare(older) != 0 || newer.Compare(older) >= 0 || (numbering.Number{}).Compare(newer) >= 0 {
		t.Error("not an order")
	}
	if a, b := older.Month(), newer.Month(); a.Compare(b) != -1 || b.Compare(a) != 1 || a.Compare(a) != 0 {
		t.Error("months are not in the order of time")
	}
}

func TestRoot(t *testing.T) {
	a, b, c := must(t, "021101000012321001"), must(t, "0211010000123GDPUB"), must(t, "0211110000123GDPUB")
	if a.Root() != b.Root() || b.Root() == c.Root() || a.Root().String() != "0211010000123" {
		t.Errorf("roots %v %v %v", a.Root(), b.Root(), c.Root())
	}
}

func TestNoAllocation(t *testing.T) {
	n := must(t, "021101000012321001")
	buf := make([]byte, 0, 64)
	typed := []byte("021\u202f1010 000123 21001")
	for name, f := range map[string]func(){
		"Parse":         func() { n, _ = numbering.Parse("1110318016982G1104") },
		"Parse typed":   func() { n, _ = numbering.Parse("111\u00a00318 016982 g1104") },
		"ParseBytes":    func() { n, _ = numbering.ParseBytes(typed) },
		"ParseStrict":   func() { n, _ = numbering.ParseStrict("1110318016982G1104") },
		"Append":        func() { buf = n.Append(buf[:0]) },
		"AppendGrouped": func() { buf = n.AppendGrouped(buf[:0]) },
		"AppendText":    func() { buf, _ = n.AppendText(buf[:0]) },
		"Notes":         func() { _ = n.Notes() },
	} {
		if got := testing.AllocsPerRun(100, f); got != 0 {
			t.Errorf("%s: %v allocations", name, got)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	s := "1110318016982G1104"
	for b.Loop() {
		if _, err := numbering.Parse(s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseTyped(b *testing.B) {
	b.ReportAllocs()
	s := "111 0318 016982\u202fg1104"
	for b.Loop() {
		if _, err := numbering.Parse(s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseBad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := numbering.Parse("1110318O16982G1104"); err == nil {
			b.Fatal("accepted")
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	b.ReportAllocs()
	n := must(b, "1110318016982G1104")
	buf := make([]byte, 0, 32)
	for b.Loop() {
		buf = n.Append(buf[:0])
	}
}

func BenchmarkAppendGrouped(b *testing.B) {
	b.ReportAllocs()
	n := must(b, "1110318016982G1104")
	buf := make([]byte, 0, 32)
	for b.Loop() {
		buf = n.AppendGrouped(buf[:0])
	}
}

func BenchmarkSuggest(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		numbering.Suggest("O21I0IOOOOI2321001")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1110318016982G1104", "021 1010 000123 21001", "\u202f0211010-000123.21001", "0591223004217gdpub", "", "\xff", "02113I000012321001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := numbering.Parse(s)
		b, errb := numbering.ParseBytes([]byte(s))
		if b != n || (errb == nil) != (err == nil) {
			t.Fatal("Parse and ParseBytes differ")
		}
		strict, errs := numbering.ParseStrict(s)
		if (errs == nil) != (err == nil && n.String() == s) {
			t.Fatalf("ParseStrict = %v, %v", strict, errs)
		}
		if err != nil {
			var p *numbering.ParseError
			if !errors.As(err, &p) || len(p.Faults) == 0 || !n.IsZero() {
				t.Fatalf("a failure without fault: %v", err)
			}
			for _, fault := range p.Faults {
				if _, ok := numbering.LookupCode(fault.Code); !ok {
					t.Fatalf("unknown code %q", fault.Code)
				}
			}
			return
		}
		for _, form := range []string{n.String(), n.Grouped()} {
			if again, err := numbering.Parse(form); err != nil || again != n {
				t.Fatalf("form does not read back: %v", err)
			}
		}
	})
}
