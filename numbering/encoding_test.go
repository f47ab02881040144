package numbering_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"encoding/json"
	"encoding/xml"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/numbering"
)

var (
	_ encoding.TextMarshaler   = numbering.Number{}
	_ encoding.TextAppender    = numbering.Number{}
	_ encoding.TextUnmarshaler = (*numbering.Number)(nil)
	_ json.Unmarshaler         = (*numbering.Number)(nil)
	_ sql.Scanner              = (*numbering.Number)(nil)
	_ driver.Valuer            = numbering.Number{}
)

func TestJSON(t *testing.T) {
	type doc struct {
		Number numbering.Number            `json:"number"`
		Left   numbering.Number            `json:"left,omitzero"`
		List   []numbering.Number          `json:"list,omitempty"`
		ByKey  map[numbering.Number]string `json:"by_key,omitempty"`
	}
	n := must(t, "1110318016982G1104")
	tests := []struct {
		name, text string
		doc        doc
	}{
		{"none", `{"number":""}`, doc{}},
		{"all", `{"number":"1110318016982G1104","left":"1110318016982G1104","list":["","1110318016982G1104"],"by_key":{"1110318016982G1104":"x"}}`,
			doc{n, n, []numbering.Number{{}, n}, map[numbering.Number]string{n: "x"}}},
	}
	for _, tt := range tests {
		got, err := json.Marshal(tt.doc)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.text, string(got)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", tt.name, diff)
		}
		var back doc
		if err := json.Unmarshal(got, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.doc, back, cmp.Comparer(func(a, b numbering.Number) bool { return a == b })); diff != "" {
			t.Errorf("%s: read back (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestJSONInput(t *testing.T) {
	n := must(t, "1110318016982G1104")
	for text, want := range map[string]numbering.Number{
		`null`: {}, `""`: {}, ` null `: {}, `"1110318016982G1104"`: n, `"111 0318\u00a0016982 g1104"`: n, `"111\u0030318016982G1104"`: n,
	} {
		got := must(t, "021101000012321001")
		if err := json.Unmarshal([]byte(text), &got); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	kept := must(t, "021101000012321001")
	for _, text := range []string{`1110318016982`, `"1113318016982G1104"`, `{}`, `["1110318016982G1104"]`, `true`, `" "`} {
		got := kept
		if err := json.Unmarshal([]byte(text), &got); err == nil || got != kept {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{``, `"`, `"\x"`} {
		got := kept
		if err := got.UnmarshalJSON([]byte(text)); err == nil || got != kept {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
}

func TestXML(t *testing.T) {
	type doc struct {
		XMLName xml.Name         `xml:"demand"`
		Attr    numbering.Number `xml:"number,attr"`
		Empty   numbering.Number `xml:"empty,attr"`
		Element numbering.Number `xml:"nur"`
		Without numbering.Number `xml:"without"`
	}
	n := must(t, "1110318016982G1104")
	got, err := xml.Marshal(doc{Attr: n, Element: n})
	if err != nil {
		t.Fatal(err)
	}
	const want = `<demand number="1110318016982G1104" empty=""><nur>1110318016982G1104</nur><without></without></demand>`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	var back doc
	if err := xml.Unmarshal([]byte(`<demand number="111 0318 016982 G1104" empty=""><nur>1110318016982g1104</nur><without/></demand>`), &back); err != nil {
		t.Fatal(err)
	}
	if back.Attr != n || back.Element != n || !back.Empty.IsZero() || !back.Without.IsZero() {
		t.Errorf("%+v", back)
	}
	if err := xml.Unmarshal([]byte(`<demand number="0"/>`), &back); err == nil {
		t.Error("a bad attribute was accepted")
	}
}

func TestSQL(t *testing.T) {
	n := must(t, "1110318016982G1104")
	for _, tt := range []struct {
		src  any
		want numbering.Number
	}{
		{nil, numbering.Number{}}, {"", numbering.Number{}}, {"                  ", numbering.Number{}}, {[]byte(nil), numbering.Number{}},
		{"1110318016982G1104", n}, {[]byte("1110318016982G1104"), n}, {"111 0318 016982 G1104 ", n},
	} {
		got := must(t, "021101000012321001")
		if err := got.Scan(tt.src); err != nil || got != tt.want {
			t.Errorf("Scan(%q) = %v, %v", tt.src, got, err)
		}
	}
	for _, src := range []any{12, "12", []byte("x"), true} {
		got := n
		if err := got.Scan(src); err == nil || got != n {
			t.Errorf("Scan(%v) = %v, %v", src, got, err)
		}
	}
	if v, err := n.Value(); err != nil || v != "1110318016982G1104" {
		t.Errorf("Value = %v, %v", v, err)
	}
	if v, err := (numbering.Number{}).Value(); err != nil || v != nil {
		t.Errorf("Value of no number = %v, %v", v, err)
	}
}
