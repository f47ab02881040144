package demand

import (
	"encoding/json"
	"fmt"
	"testing"
	"unicode/utf8"
)

func TestNoObjectHasMoreFieldsThanTheScannerCounts(t *testing.T) {
	var visit func(s *shape, seen map[*shape]bool)
	visit = func(s *shape, seen map[*shape]bool) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		if len(s.fields) > 64 {
			t.Errorf("%s has %d fields: the scanner counts 64", s.typ, len(s.fields))
		}
		for _, f := range s.fields {
			visit(f.shape, seen)
		}
		visit(s.elem, seen)
	}
	visit(formShape(), map[*shape]bool{})
}

// What the quick way accepts, the slow way accepts too, with the same result.
func FuzzBothWays(f *testing.F) {
	for _, r := range Rules() {
		f.Add([]byte(r.Accepts))
		f.Add([]byte(r.Refuses))
	}
	for _, s := range []string{`{"persons_to_house":3.0}`, `{"persons_to_house":3e0}`, `{"persons_to_house":03}`, `{"wanted":{"max_rent":1e2}}`,
		`{"wanted":{"max_rent":"1e2"}}`, `{"remarks":"\u00e9\ud83d\ude00"}`, `{"desk":null,"desk":null}`, `{"unborn":{"count":-0}}`, ` {} `, `{"a":1}x`, `{"wanted":{"max_rent":-0.5}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !utf8.Valid(data) || !plain(data) {
			return
		}
		var quick Form
		if json.Unmarshal(data, &quick) != nil {
			return
		}
		d := decoding{}
		slow, faults := d.form(data)
		if len(faults) > 0 {
			t.Fatalf("the slow way refuses %q: %v", data, faults)
		}
		if a, b := fmt.Sprintf("%+v", quick), fmt.Sprintf("%+v", slow); a != b {
			t.Fatalf("%q:\n%s\n%s", data, a, b)
		}
	})
}
