package manager_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/costkey"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web/manager"
)

// send posts a file.
func (o *office) send(path, name string, body []byte) string {
	o.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	f, err := m.CreateFormFile("fichier", name)
	if err == nil {
		_, err = f.Write(body)
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		o.t.Fatal(err)
	}
	r := httptest.NewRequest("POST", path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return o.ask(r)
}

// The file beside an extract: what was passed on is the same, what was not is told
// with its reason.
func TestReconcile(t *testing.T) {
	o := open(t, "2011-03-10")
	o.register("Abadie", "")
	o.has(o.get("/gestion/national"), "Rien n’attend")
	if _, err := o.sne.Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	var extract bytes.Buffer
	if err := o.sim.Extract(&extract); err != nil {
		t.Fatal(err)
	}
	o.has(o.send("/gestion/national/rapprochement", "extrait.xml", extract.Bytes()), "<dt>Identiques</dt><dd>1</dd>", "Les deux systèmes disent la même chose")
	two := o.register("Bellanger", "")
	o.has(o.send("/gestion/national/rapprochement", "extrait.xml", extract.Bytes()), "<dt>Ici seulement</dt><dd>1</dd>", two.Number.Grouped(), "sera transmise au prochain envoi")
	o.has(o.send("/gestion/national/rapprochement?forme=texte", "extrait.xml", extract.Bytes()), "Demandes ici : 2 ; au système national : 1", two.Number.Grouped())
	o.has(o.send("/gestion/national/rapprochement", "extrait.xml", []byte("<rien>")), "L’extrait ne se lit pas")
}

// What the national system said waits until somebody says it is settled; the data
// of an allocation are asked, and what they still lack is told.
func TestFindings(t *testing.T) {
	o := open(t, "2011-03-10")
	one := o.register("Abadie", "")
	if _, err := o.sne.Do(t.Context()); err != nil {
		t.Fatal(err)
	}
	noted := func(key string, n national.Noted) store.Record {
		text, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		return store.Record{Kind: "national-finding", Key: one.Demand + key, Body: text}
	}
	day := demand.MustDate("2011-03-09")
	_, err := o.Store().Write(t.Context(), &store.Act{At: o.Now(), Records: []store.Record{
		noted("/file/1/0", national.Noted{Demand: one.Demand, Desk: "21001", Kind: "CRE", Code: "CTRL_DEM_0033", Label: "La commune est absente", On: day}),
		noted("/held/0", national.Noted{Demand: one.Demand, Desk: "21001", Code: "SNE-RAD-02", Fault: demand.Fault{Code: "SNE-RAD-02"}, On: day}),
	}})
	if err != nil {
		t.Fatal(err)
	}
	page := o.get("/gestion/national")
	o.has(page, "Ce qui attend quelqu’un (2)", one.Number.Grouped(), "CTRL_DEM_0033", "La commune est absente", "SNE-RAD-02", "9 mars 2011")
	address := "/gestion/national/attribution/" + one.Demand
	o.has(page, `href="`+address+`"`)
	o.has(o.get(address), "Signature du bail", "T9P")
	o.has(o.post(address, url.Values{"siren": {"123"}}), "Signature du bail : donner le jour")
	o.Day("2013-06-10")
	o.has(o.post(address, url.Values{"bail": {"2013-06-11"}}), "Signature du bail : ce jour est à venir")
	o.has(o.post(address, url.Values{"bail": {"2013-06-08"}, "loyer": {"cher"}}), "Loyer : ce n’est pas un nombre")
	o.has(o.post(address, url.Values{"bail": {"2013-06-08"}, "loyer": {"412,50"}}), "Enregistré, mais il manque encore", "SNE-RAD")
	rec, err := o.Store().Record(t.Context(), "national-allocation", one.Demand, o.Now())
	if err != nil || !strings.Contains(string(rec.Body), "412.5") {
		t.Errorf("%s %v", rec.Body, err)
	}
	page = o.post("/gestion/national/regler", url.Values{"constat": {one.Demand + "/file/1/0"}})
	o.has(page, "Le constat est réglé", "Ce qui attend quelqu’un (1)")
	if strings.Contains(page, "CTRL_DEM_0033") {
		t.Error("what is settled still waits")
	}
}

// The log of breaches only grows, and is exported whole.
func TestBreaches(t *testing.T) {
	o := open(t, "2011-03-10")
	o.has(o.get("/gestion/violations"), "Aucune violation n’est inscrite")
	for name, form := range map[string]url.Values{
		"Dire ce qui s’est passé":         {"jour": {"2011-03-09"}, "nature": {"Un courrier perdu"}},
		"Jour de la découverte : ce jour": {"jour": {"2011-04-09"}, "nature": {"x"}, "mesures": {"y"}},
		"CNIL informée le : ce n’est pas": {"jour": {"2011-03-09"}, "nature": {"x"}, "mesures": {"y"}, "cnil": {"hier"}},
	} {
		o.has(o.post("/gestion/violations", form), name)
	}
	form := url.Values{"jour": {"2011-03-09"}, "nature": {"Une sauvegarde égarée <b>"}, "mesures": {"Clés changées"}, "personnes": {"40 demandeurs"}}
	page := o.post("/gestion/violations", form)
	o.has(page, "inscrite au registre", "9 mars 2011", "Une sauvegarde égarée &lt;b&gt;", "non informée")
	key := between(page, `href="/gestion/violations?completer=`)
	key = strings.TrimSuffix(key, "#inscrire")
	o.has(o.get("/gestion/violations?completer="+key), "Clés changées</textarea>", `name="violation" value="`+key)
	form.Set("violation", key)
	form.Set("cnil", "2011-03-10")
	o.has(o.post("/gestion/violations", form), "10 mars 2011")
	var log struct {
		Breaches []manager.Breach `json:"breaches"`
	}
	if err := json.Unmarshal([]byte(o.get("/gestion/violations/export.json")), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Breaches) != 1 || len(log.Breaches[0].Entries) != 2 || !log.Breaches[0].Entries[0].CNIL.IsZero() || log.Breaches[0].Last().CNIL != demand.MustDate("2011-03-10") {
		t.Errorf("%+v", log.Breaches)
	}
	form.Set("violation", "x")
	r := httptest.NewRequest("POST", "/gestion/violations", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	o.rt.ServeHTTP(w, r)
	if w.Code != http.StatusNotFound {
		t.Errorf("a breach that is none answers %d", w.Code)
	}
}

const costKey = `{"name": "essai", "version": "1", "valid_from": "2010-05-02", "agreement": "délibération d'essai",
	"groups": [{"id": "bailleurs"}, {"id": "collectivites"}],
	"partners": [{"id": "bailleur-a", "group": "bailleurs", "desks": ["21001"]}, {"id": "bailleur-b", "group": "bailleurs", "desks": ["21002"]}, {"id": "gestionnaire", "group": "collectivites"}],
	"expenses": [{"code": "running", "splits": [{"group": "bailleurs", "percent": 70, "by": "use"}, {"group": "collectivites", "percent": 30, "by": "fixed", "weights": [{"of": "gestionnaire", "weight": 1}]}]}]}`

// What the partners did is counted in the journals, and the cost shared to the cent.
func TestCosts(t *testing.T) {
	o := open(t, "2011-03-10")
	o.has(o.get("/gestion/couts"), "Aucune clé de répartition n’est en vigueur")
	o.has(o.send("/gestion/couts/cle", "cle.json", []byte(`{"name": "essai"}`)), "À corriger", "CLE-")
	model := o.get("/gestion/couts/cle.json")
	if _, faults := costkey.Decode([]byte(model)); len(faults) > 0 {
		t.Errorf("the model is no key: %v in %s", faults, model)
	}
	o.has(model, `"id": "bailleur-a"`, `"group": "collectivites"`, `"21001"`)
	o.has(o.send("/gestion/couts/cle", "cle.json", []byte(costKey)), "La clé « essai »", "délibération d&#39;essai")
	o.has(o.send("/gestion/couts/cle", "cle.json", []byte(costKey)), "déjà là")
	o.has(o.get("/gestion/couts/cle.json"), `"name": "essai"`)
	for _, name := range []string{"Abadie", "Bellanger", "Castagnet"} {
		o.register(name, "")
	}
	o.registerBy(registry.Agent{Code: "b-1", Actor: charter.Actor{Party: "bailleur-b", Desk: "21002"}, Purpose: landlord.Purpose}, "Delmotte", "")
	page := o.post("/gestion/couts", url.Values{"jour": {"2011-03-10"}, "montant.running": {"10 000,01"}})
	o.has(page, "Répartition de l’exercice du 1er janvier 2011 au 31 décembre 2011", "5 250,01 €", "1 750 €", "3 000 €", "Enregistrements</td><td>3</td>", "Enregistrements</td><td>1</td>")
	o.has(o.post("/gestion/couts", url.Values{"jour": {"2011-03-10"}, "montant.running": {"10000.01"}, "forme": {"json"}}), `"partner": "bailleur-a"`, `"measure": "3"`)
	o.has(o.post("/gestion/couts", url.Values{"jour": {"2009-01-01"}}), "Aucune clé")
}

func TestQuality(t *testing.T) {
	o := open(t, "2011-03-10")
	o.has(o.get("/gestion/qualite"), "Aucune demande n’est suivie")
	o.register("Abadie", "")
	o.register("Bellanger", "")
	page := o.get("/gestion/qualite")
	// Neither says its income, both say the rest.
	o.has(page, "<td>2</td>", "<td>100 %</td>", "<td>0 %</td>", "Ressources")
	if strings.Contains(page, "Abadie") {
		t.Error("the page names somebody")
	}
}
