package entry_test

import (
	"html"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"testing"

	"github.com/fichier-unique/rules/demand"
)

var (
	inputs  = regexp.MustCompile(`<(?:input|select|textarea)[^>]*? name="([^"]*)"`)
	buttons = regexp.MustCompile(`<button[^>]*? name="action" value="([^"]*)"`)
	choices = regexp.MustCompile(`(?:<option|type="(?:radio|checkbox)")[^>]*? value="([^"]*)"`)
)

// hostile are values that nobody should type.
var hostile = []string{"", " ", "0", "-1", "999999999999", "31/02/2010", "01/01/1980", "1e9", "dijon", "saint", "21231", "oui", "\x00", "\xff", "<script>alert(1)</script>",
	"{{.}}", "' OR 1=1 --", "𝔘𝔫𝔦", "a\r\nb", "dependants[99]", "../../etc", "1.250,50", "12 rue de la Paix"}

// TestMonkey fills in the pages at random, for a long time: whatever is typed and
// pressed, no page fails, nothing typed becomes a tag, and what is there can be
// read again.
func TestMonkey(t *testing.T) {
	seeds := uint64(3)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		rng := rand.New(rand.NewPCG(seed, 99))
		pick := func(all []string) string { return all[rng.IntN(len(all))] }
		h := newHouse(t)
		p := h.person()
		p.post("/demande/commencer", "qui", pick([]string{"foyer", "foyer", "association"}))
		steps := demand.EntrySteps()
		for range 100 {
			step := steps[rng.IntN(len(steps))].Name
			if step == "justificatifs" {
				continue
			}
			p.get("/demande/etape/" + step)
			if p.status == http.StatusNotFound {
				continue // not a step of this applicant
			}
			values := url.Values{}
			known := unescaped(choices.FindAllStringSubmatch(p.page, -1))
			for _, name := range unescaped(inputs.FindAllStringSubmatch(p.page, -1)) {
				switch n := rng.IntN(10); {
				case n < 4:
				case n < 7 && len(known) > 0:
					values.Add(name, pick(known))
				default:
					values.Add(name, pick(hostile))
				}
			}
			values.Set("action", pick(append(unescaped(buttons.FindAllStringSubmatch(p.page, -1)), hostile...)))
			r, err := p.client.PostForm(h.server.URL+"/demande/etape/"+step, values)
			p.took(r, err)
			if p.status >= 500 {
				t.Fatalf("seed %d, step %s: status %d after %v", seed, step, p.status, values)
			}
			if regexp.MustCompile(`<script>|alert\(1\)<`).MatchString(p.page) {
				t.Fatalf("seed %d, step %s: what was typed became a tag", seed, step)
			}
		}
		p.get("/demande/verifier")
		p.at("/demande/verifier")
		p.get("/demande/justificatifs")
		p.post("/demande/deposer")
		if p.status >= 500 {
			t.Fatalf("seed %d: the deposit fails: %s", seed, p.text())
		}
	}
}

func unescaped(found [][]string) []string {
	out := make([]string, len(found))
	for i, f := range found {
		out[i] = html.UnescapeString(f[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
