package examples_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/fichier-unique/rules/charter"
)

// The published schema of the charter is what the library gives; an independent
// validator accepts every charter shipped, and refuses the shapes that strict
// reading refuses.
func TestCharterSchema(t *testing.T) {
	published, err := os.ReadFile(filepath.Join("..", "charter.schema.json"))
	if err != nil || !bytes.Equal(published, charter.Schema()) {
		t.Error("charter.schema.json is not what charter.Schema gives: run go generate ./examples")
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(charter.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("charter.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("charter.json")
	if err != nil {
		t.Fatal(err)
	}
	accepts := func(text string) bool {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		return err == nil && schema.Validate(doc) == nil
	}
	files, _ := filepath.Glob(filepath.Join("..", "charter", "data", "*.json"))
	if len(files) != len(charter.Names()) {
		t.Fatal(files)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil || !accepts(string(data)) {
			t.Errorf("%s is refused: %v", name, err)
		}
	}
	dijon, err := os.ReadFile(filepath.Join("..", "charter", "data", "grand-dijon-2010.json"))
	if err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{
		`"title":`: `"titre":`, `"profile": "2010"`: `"profile": "2011"`, `"kind": "epci"`: `"kind": "neighbour"`, `"valid_from": "2010-05-02"`: `"valid_from": "2 mai"`,
		`"own_public_only": true`: `"own_public_only": "oui"`, `"dwellings": 900`: `"dwellings": 9.5`, `"territory": {"number"`: `"territory": {"numero"`,
		`"scenario": "integrated"`: `"scenario": "chaos"`, `"parties": [`: `"parties": {"x": [`, `"version": "2",`: ``,
	} {
		changed := strings.Replace(string(dijon), from, to, 1)
		if changed == string(dijon) {
			t.Errorf("%s: nothing was changed", from)
		}
		if _, faults := charter.Load([]byte(changed)); accepts(changed) || len(faults) == 0 {
			t.Errorf("%s: schema %v, strict reading %v", to, accepts(changed), len(faults) == 0)
		}
	}
}
