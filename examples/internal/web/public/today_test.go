package public_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/browser"
	"github.com/fichier-unique/rules/examples/internal/registry"
)

// as signs an agent of a partner in.
func (o *office) as(party string) {
	o.agent = &registry.Agent{Code: "agent-" + party, Actor: charter.Actor{Party: party}, Purpose: access.Following}
}

// row is a line of a table, as the pages write it.
func row(name string, cells ...string) string {
	return `<th scope="row">` + name + `</th><td class="n">` + strings.Join(cells, `</td><td class="n">`) + `</td>`
}

// A demand is in the counts of the day at once, and once, for those alone to whom
// the charter opens it; the public observatory waits for the end of the month.
func TestToday(t *testing.T) {
	o := open(t, "2011-03-10", func(c *charter.Charter) {
		c.Parties = append(c.Parties[:len(c.Parties):len(c.Parties)], charter.Party{ID: "mairie", Name: "Mairie", Kind: charter.Community, Territory: []string{"21166"}})
	})
	if got := o.answer("/observatoire/jour").StatusCode; got != http.StatusUnauthorized && got != http.StatusSeeOther {
		t.Errorf("a stranger gets %d", got)
	}
	o.as("bailleur-a")
	o.has(o.get("/observatoire/jour"), "Usage interne", "10 mars 2011", row("Demandes selon la première commune souhaitée", "0"))
	o.register(2, "21231", demand.DwellingTypeT2)
	o.register(1, "21054", demand.DwellingTypeT3) // Beaune, outside of the EPCI
	for range 2 {
		page := o.get("/observatoire/jour")
		o.has(page, row("Demandes selon la première commune souhaitée", "3"), "3 demandes sont ouvertes", "Dijon", "Beaune", "ne pas publier", `content="noindex"`)
		if strings.Contains(page, "PLAI") || strings.Contains(page, "violences") {
			t.Error("incomes or reasons are counted")
		}
	}
	o.register(1, "21231", demand.DwellingTypeT2)
	o.has(o.get("/observatoire/jour"), row("Demandes selon la première commune souhaitée", "4"))
	o.refresh()
	o.has(o.get("/observatoire"), "Aucun compte n’est encore publié")

	// An EPCI has the demands for its territory; a partner that registers nothing has
	// figures alone, those that are published.
	o.as("grand-dijon")
	page := o.get("/observatoire/jour")
	o.has(page, row("Demandes selon la première commune souhaitée", "3"), "Dijon")
	if strings.Contains(page, "Beaune") {
		t.Error("a demand that is not open is counted")
	}
	o.as("mairie")
	r := o.answer("/observatoire/jour")
	if r.StatusCode != http.StatusForbidden {
		t.Errorf("who may consult figures alone gets %d", r.StatusCode)
	}
	o.as("bailleur-a")
	o.agent.Rights = []access.Act{access.Consult}
	if got := o.answer("/observatoire/jour").StatusCode; got != http.StatusForbidden {
		t.Errorf("an account without the right gets %d", got)
	}
	o.consulted(map[string]uint64{"bailleur-a": 4, "grand-dijon": 3})
}

// consulted looks for who was told counts, and the greatest, in the access journal.
func (o *office) consulted(want map[string]uint64) {
	o.t.Helper()
	got := map[string]uint64{}
	lines, err := o.Store().AccessSince(o.t.Context(), 0, 1000)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, line := range lines {
		e, faults := access.DecodeEvent(line.Line)
		if faults.Blocking() {
			o.t.Fatal(faults)
		}
		if e.Act == access.Search {
			got[e.Party] = max(got[e.Party], e.Count)
		}
	}
	for party, n := range want {
		if got[party] != n || len(got) != len(want) {
			o.t.Errorf("the access journal has %v, want %v", got, want)
		}
	}
}

func TestTodayInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a real browser takes a minute or more")
	}
	o := open(t, "2011-03-10")
	o.as("bailleur-a")
	o.register(3, "21231", demand.DwellingTypeT2)
	o.register(2, "21166", demand.DwellingTypeT3)
	server := httptest.NewServer(o.rt)
	t.Cleanup(server.Close)
	v := browser.Start(t, server.URL)
	v.Go("/observatoire/jour")
	v.Look("public-6-jour")
}
