package manager_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/browser"
)

// TestInBrowser looks at the pages that steer the file in a real browser.
func TestInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a real browser takes a minute or more")
	}
	o := open(t, "2011-03-10")
	for _, name := range []string{"Abadie", "Bellanger", "Castagnet"} {
		o.register(name, "")
	}
	server := httptest.NewServer(o.rt)
	t.Cleanup(server.Close)
	v := browser.Start(t, server.URL)
	v.Go("/gestion")
	v.Look("manager-01-accueil")
	v.Go("/gestion/national")
	v.Look("manager-02-national")
	file := filepath.Join(t.TempDir(), "extrait.xml")
	out, err := os.Create(file)
	if err == nil {
		err = o.sim.Extract(out)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	v.Attach("#fichier", file)
	v.Press(`main form .actions button:not(.second)`)
	v.Look("manager-03-rapprochement")
	v.Go("/gestion/comptes")
	v.Read(`String(document.getElementById("compte").open = true)`)
	v.Fill("identifiant", "guichet-7")
	v.Choose("partenaire", "bailleur-a")
	v.Fill("guichet", "21002") // of another partner
	v.Tick("droit", "consult")
	v.Press(`#compte button`)
	v.Look("manager-08-compte-a-revoir")
	v.Fill("guichet", "21001")
	v.Press(`#compte button`)
	v.Look("manager-09-compte-ouvert")
	v.Go("/gestion/qualite")
	v.Look("manager-04-qualite")
	v.Go("/gestion/couts")
	v.Look("manager-05-sans-cle")
	key := filepath.Join(t.TempDir(), "cle.json")
	if err := os.WriteFile(key, []byte(costKey), 0o600); err != nil {
		t.Fatal(err)
	}
	v.Attach("#fichier", key)
	v.Press(`form[action="/gestion/couts/cle"] button`)
	v.Fill("montant.running", "10000")
	v.Press(`form[action="/gestion/couts"] button:not(.second)`)
	v.Look("manager-06-couts")
	v.Go("/gestion/violations")
	v.Fill("nature", "Un ordinateur volé dans un guichet")
	v.Fill("mesures", "Disque chiffré, comptes fermés, plainte déposée")
	v.Press(`form[action="/gestion/violations"] button`)
	v.Look("manager-07-violations")
}
