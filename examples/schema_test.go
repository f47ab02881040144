package examples_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/fichier-unique/rules/demand"
)

func compile(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(demand.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("form.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("form.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// agree compares strict decoding and an independent validator on one document.
func agree(t testing.TB, schema *jsonschema.Schema, data []byte) {
	t.Helper()
	_, faults := demand.DecodeForm(data)
	for _, code := range []string{"DEM-JSN-03", "DEM-JSN-04", "DEM-JSN-05", "DEM-JSN-13"} {
		if faults.Has(code) {
			return // what a schema cannot say
		}
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%.300s: read here, not there: %v", data, err)
	}
	if err := schema.Validate(doc); (err == nil) != (len(faults) == 0) {
		t.Errorf("%.300s:\nhere %v\nthere %v", data, faults, err)
	}
}

// hostile are documents that no form holds and that readers disagree on.
func hostile() []string {
	numbers := []string{"1e400", "-1e400", "1e-400", "-0", "-0.0", "0e5", "1.0", "3.00", "30e-1", "1E0", "1e+0", "2147483647.0", "2147483648", "-2147483647", "-2147483648",
		"9223372036854775808", "0.000001", "0.0000011", "1e-6", "1e-7", "1000000e-6", "999999999999.999999", "999999999999.9999999", "1e12", "-1e12", "999999999999e0", "1e11",
		"123456789012345678901234567890123456789", "0." + strings.Repeat("0", 50) + "1", "1" + strings.Repeat("0", 50), strings.Repeat("9", 41), "1." + strings.Repeat("0", 60), "4.50000000000000000000"}
	texts := []string{`"\u0031"`, `"\u0032010-10-15"`, `"2010\u002d10-15"`, `"\u0000"`, `"\ud83d\ude00"`, `"\/"`, `""`, `" "`, `"450.50\n"`, `"2010-10-15\n"`, `"2010-10-15\u2028"`, `"１２"`, `"+1"`, `".5"`, `"5."`,
		`"-0"`, `"-0.0"`, `"00"`, `"1e3"`, `"0x10"`, `"Infinity"`, `"NaN"`, `"999999999999"`, `"1000000000000"`, `"0.1234567"`, `"true"`, `"02110100001\u00a02321001"`, `"\uff10\u0032\u0031101000012321001"`,
		`"021101000012321001\n"`, `"` + strings.Repeat("x", 100_000) + `"`, `"` + strings.Repeat("9", 100_000) + `"`, `"\ufeff"`, `"0000-01-01"`, `"10000-01-01"`, `"2100-02-29"`, `"2400-02-29"`}
	others := []string{"null", "true", "false", "[]", "{}", "[[]]", "[null]", "[{}]", `{"a":null}`, `{"":1}`, `[1,"x",{}]`, strings.Repeat("[", 500) + strings.Repeat("]", 500), strings.Repeat(`{"a":`, 500) + "1" + strings.Repeat("}", 500)}
	var out []string
	for _, frame := range []string{`%`, `{"persons_to_house":%}`, `{"unborn":{"count":%}}`, `{"wanted":{"max_rent":%}}`, `{"desk":%}`, `{"deposited_on":%}`, `{"number":%}`, `{"wanted":{"extended":%}}`,
		`{"wanted":%}`, `{"dependants":%}`, `{"wanted":{"types":[%]}}`, `{"applicant":{"received":[{"code":"SAL","monthly":%},%]}}`, `{"former_numbers":[%,%]}`, `{"\u0064esk":%}`, `{"desk\u0000":%}`} {
		for _, v := range slices.Concat(numbers, texts, others) {
			out = append(out, strings.ReplaceAll(frame, "%", v))
		}
	}
	return out
}

// On documents made to divide readers, both still say the same.
func TestSchemaAgreesOnHostileDocuments(t *testing.T) {
	schema := compile(t)
	accepted := 0
	for _, doc := range hostile() {
		agree(t, schema, []byte(doc))
		if _, faults := demand.DecodeForm([]byte(doc)); len(faults) == 0 {
			accepted++
		}
	}
	if accepted < 100 {
		t.Errorf("only %d are accepted", accepted)
	}
}

// What a schema cannot say, strict decoding says, and the comment of Schema
// warns of it: a field given twice, half a character, the size of the document
// and of a number.
func TestWhatASchemaCannotSay(t *testing.T) {
	schema := compile(t)
	for code, text := range map[string]string{
		"DEM-JSN-03": `{"desk":"21001","desk":"21002"}`, "DEM-JSN-13": `{"remarks":"\ud800"}`, "DEM-JSN-07": `{"persons_to_house":1` + strings.Repeat("0", 50) + `e-50}`,
		"DEM-JSN-05": `{"remarks":"` + strings.Repeat("x", demand.MaxFormBytes) + `"}`,
	} {
		if _, faults := demand.DecodeForm([]byte(text)); !faults.Has(code) {
			t.Errorf("%s: %v", code, faults)
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err == nil {
			err = schema.Validate(doc)
		}
		if err != nil {
			t.Errorf("%s: the schema can say it after all: %v", code, err)
		}
	}
}

// The published copy is what the library gives.
func TestPublishedSchema(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "form.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, demand.Schema()) {
		t.Error("form.schema.json is not what demand.Schema gives: run go generate ./examples")
	}
}

func TestSchemaAcceptsWhatStrictDecodingAccepts(t *testing.T) {
	schema := compile(t)
	var trees []any
	accepted := 0
	for _, r := range demand.Rules() {
		for _, e := range [...]demand.Example{r.Accepts, r.Refuses} {
			if e == "" {
				continue
			}
			agree(t, schema, []byte(e))
			var tree any
			if json.Unmarshal([]byte(e), &tree) == nil {
				trees = append(trees, tree)
			}
		}
	}
	rng := rand.New(rand.NewSource(1))
	for range 20_000 {
		tree := mutate(rng, clone(trees[rng.Intn(len(trees))]), trees)
		data, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		agree(t, schema, data)
		if _, faults := demand.DecodeForm(data); len(faults) == 0 {
			accepted++
		}
		if t.Failed() {
			return
		}
	}
	if accepted < 2_000 || accepted > 18_000 {
		t.Errorf("%d of 20 000 documents are accepted: the corpus no longer tests both sides", accepted)
	}
}

func clone(v any) any {
	data, _ := json.Marshal(v)
	var out any
	_ = json.Unmarshal(data, &out)
	return out
}

// odd are values that stand where others should.
var odd = []any{nil, true, false, "", "x", "2010-02-29", "2012-02-29", "1900-02-29", "2000-02-29", "0000-01-01", "9999-12-31", "2010-13-01", "2010-04-31",
	json.Number("3"), json.Number("3.0"), json.Number("3e0"), json.Number("3.5"), json.Number("2147483647"), json.Number("2147483648"), json.Number("-1"),
	"12.5", "12,5", "1e3", "-0", "012", json.Number("0.000001"), json.Number("0.0000001"), json.Number("999999999999.5"), json.Number("1e12"),
	"021101000012321001", "021 1010 000123 21001", "O21101000012321001", "021131000012321001", "021-1010\u2013000123 21001", " ", "02110100001232100",
	[]any{}, map[string]any{}, []any{nil}, []any{map[string]any{}}}

var names = []string{"applicant", "desk", "deposited_on", "wanted", "places", "unborn", "count", "received", "monthly", "colour", "number", "dependants", "Desk", "nir"}

// mutate changes a document in one or two places.
func mutate(rng *rand.Rand, tree any, pool []any) any {
	object, ok := tree.(map[string]any)
	if !ok {
		return odd[rng.Intn(len(odd))]
	}
	for range 1 + rng.Intn(2) {
		switch rng.Intn(4) {
		case 0:
			object[names[rng.Intn(len(names))]] = odd[rng.Intn(len(odd))]
		case 1:
			if other, ok := clone(pool[rng.Intn(len(pool))]).(map[string]any); ok {
				for k, v := range other {
					object[k] = v
				}
			}
		default:
			change(rng, object)
		}
	}
	return object
}

func change(rng *rand.Rand, v any) {
	switch v := v.(type) {
	case map[string]any:
		keys := slices.Sorted(maps.Keys(v))
		if len(keys) == 0 {
			return
		}
		if k := keys[rng.Intn(len(keys))]; rng.Intn(2) == 0 {
			v[k] = odd[rng.Intn(len(odd))]
		} else {
			change(rng, v[k])
		}
	case []any:
		if len(v) > 0 {
			change(rng, v[0])
		}
	}
}

func FuzzSchema(f *testing.F) {
	schema := compile(f)
	for _, r := range demand.Rules() {
		f.Add([]byte(r.Accepts))
		f.Add([]byte(r.Refuses))
	}
	for _, doc := range hostile() {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, data []byte) { agree(t, schema, data) })
}
