package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/examples/internal/api"
)

// Scopes open a route, and the rights of the account what is behind it: the token of
// an account without rights reads nothing of anybody, writes nothing, and is told of
// nothing, whatever its scopes. A new operation is refused to it until somebody has
// read that it tells nothing of a person.
func TestScopesGiveNoRight(t *testing.T) {
	s := start(t)
	key, _ := s.register("a", 1)
	if w := s.call("a", "POST", "/api/v1/exports/rental", nil); w.status != http.StatusOK {
		t.Fatalf("%d %s", w.status, w.body)
	}
	harmless := []string{"charter", "rules", "check", "decide"} // of a text that the sender gives, or public
	doc, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for path, item := range doc.Paths.Map() {
		at := strings.NewReplacer("{demand}", key, "{act}", "renew", "{paper}", "p", "{increment}", "1").Replace(path)
		for method, op := range item.Operations() {
			if slices.Contains(harmless, op.OperationID) {
				continue
			}
			seen++
			var body any = map[string]any{}
			switch op.OperationID {
			case "register", "search":
				body = map[string]any{"form": household(1)}
			case "import":
				line := registering(2)
				line["key"] = "k"
				body = line
			case "receive":
				body = ""
			case "setHook":
				body = map[string]any{"url": "https://partner.example/hook"}
			}
			w := s.call("none", method, at, body)
			if op.OperationID == "import" { // refused line by line
				if w.status != http.StatusOK || !strings.Contains(string(w.body), `"refused"`) {
					t.Errorf("%s: %d %s", op.OperationID, w.status, w.body)
				}
				continue
			}
			if w.status != http.StatusForbidden || strings.Contains(string(w.body), "Bellanger") {
				t.Errorf("%s answers %d to an account without rights: %.200s", op.OperationID, w.status, w.body)
			}
		}
	}
	if seen < 15 {
		t.Errorf("only %d operations were tried", seen)
	}
}

// An export that is taken again is read again: the access journal says so each time.
func TestRentalExportIsWritten(t *testing.T) {
	s := start(t)
	s.register("a", 1)
	s.register("a", 2)
	if w := s.call("a", "POST", "/api/v1/exports/rental", nil); w.status != http.StatusOK {
		t.Fatalf("%d %s", w.status, w.body)
	}
	before, _, err := s.file.Accesses(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if w := s.call("a", "GET", "/api/v1/exports/rental/1", nil); w.status != http.StatusOK {
			t.Fatalf("%d %s", w.status, w.body)
		}
	}
	after, _, err := s.file.Accesses(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if len(after) != len(before)+2 {
		t.Fatalf("two downloads made %d lines", len(after)-len(before))
	}
	for _, e := range after[len(before):] {
		if e.Act != access.Export || e.Agent != tokens["a"].Code || e.Party != "bailleur-a" || e.Count != 2 {
			t.Errorf("%+v", e)
		}
	}
}
