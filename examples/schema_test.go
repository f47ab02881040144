package examples_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
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
	f.Fuzz(func(t *testing.T, data []byte) { agree(t, schema, data) })
}
