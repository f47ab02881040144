package public_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	rules "github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/browser"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/public"
	"github.com/fichier-unique/rules/observatory"
)

// office is the observatory of a file, on a day that moves.
type office struct {
	*registrytest.File
	t      *testing.T
	rt     *web.Router
	public *public.Public
	folder string
	people int
	agent  *registry.Agent // who is signed in; nil: nobody
}

func open(t *testing.T, day string, change ...func(*charter.Charter)) *office {
	t.Helper()
	shipped, _ := charter.Named("grand-dijon-2010")
	c := *shipped
	for _, f := range change {
		f(&c)
	}
	o := &office{t: t, File: registrytest.Open(t, day, registrytest.Settings{Under: &c}), folder: t.TempDir()}
	if err := o.mount(public.Config{Folder: o.folder, Who: o.who}); err != nil {
		t.Fatal(err)
	}
	return o
}

// mount opens the pages of a configuration, of the same file.
func (o *office) mount(c public.Config) error {
	o.t.Helper()
	book, err := demand.NewRulebook(rules.All())
	if err != nil {
		o.t.Fatal(err)
	}
	o.rt, err = web.New(web.Config{Book: book, Admit: o.admit, Log: func(_ context.Context, incident, route string, err error) {
		if incident != "" {
			o.t.Errorf("incident on %s: %v", route, err)
		}
	}})
	if err != nil {
		o.t.Fatal(err)
	}
	c.Registry = o.Registry
	o.public, err = public.Routes(o.rt, c)
	return err
}

func (o *office) admit(*http.Request, web.Audience) web.Verdict {
	if o.agent == nil {
		return web.SignIn
	}
	return web.Admitted
}

func (o *office) who(*http.Request) (registry.Agent, bool) { return *o.agent, true }

func (o *office) refresh() {
	o.t.Helper()
	if err := o.public.Refresh(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}

// register files demands of different persons, who want a type in a commune.
func (o *office) register(n int, commune string, wanted demand.DwellingType) {
	o.t.Helper()
	agent := registrytest.Agent("bailleur-a", "21001")
	for range n {
		o.people++
		name, first := unlike(o.people), unlike(o.people+1000)
		f := &demand.Form{Applicant: demand.Person{Civility: demand.Civility1, UsedName: name, FirstNames: first, BirthDate: demand.MustDate("1950-01-01").AddDays(173 * o.people), Nationality: demand.Nationality1,
			FamilySituation: demand.FamilySituationC, Email: fmt.Sprintf("p%d@exemple.fr", o.people), Address: demand.Address{Number: "1", Street: "rue des Perrières", PostalCode: "21000", Commune: "21231", City: "Dijon"}}, PersonsToHouse: 1,
			Wanted:  demand.Wanted{Types: []demand.DwellingType{wanted}, Places: []demand.WantedPlace{{Commune: commune}}},
			Reasons: []demand.Reason{{Code: demand.ReasonCode01}}, Present: demand.PresentHousing{Kinds: []demand.HousingKind{demand.HousingKindLP}}}
		o.Register(agent, f)
	}
}

// unlike makes a name that is like no other.
func unlike(n int) string {
	sum := sha256.Sum256([]byte(fmt.Sprint(n)))
	var b strings.Builder
	for _, c := range sum[:6] {
		b.WriteByte("bcdfglmnprst"[c%12])
		b.WriteByte("aeiou"[c/12%5])
	}
	return b.String()
}

func (o *office) answer(path string) *http.Response {
	o.t.Helper()
	w := httptest.NewRecorder()
	o.rt.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Result()
}

func (o *office) get(path string) string {
	o.t.Helper()
	r := o.answer(path)
	var b bytes.Buffer
	if _, err := b.ReadFrom(r.Body); err != nil || r.StatusCode != http.StatusOK {
		o.t.Fatalf("%s answers %d, %v", path, r.StatusCode, err)
	}
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(b.String())
}

func (o *office) has(page string, texts ...string) {
	o.t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			o.t.Errorf("no %q in:\n%.9000s", text, page)
		}
	}
}

// A demand registered is in the count of the end of its month, once, and no later
// refresh counts it again.
func TestDemandAppearsOnce(t *testing.T) {
	o := open(t, "2011-03-10")
	o.has(o.get("/observatoire"), "Aucun compte n’est encore publié")
	o.refresh()
	o.has(o.get("/observatoire"), "Aucun compte n’est encore publié") // of nobody
	o.register(7, "21231", demand.DwellingTypeT2)
	o.refresh() // the month is not over
	o.has(o.get("/observatoire"), "Aucun compte n’est encore publié")
	o.Day("2011-04-01")
	for range 2 {
		o.refresh()
		o.has(o.get("/observatoire"), "Demandes en cours au 31 mars 2011", `<td class="n">7</td>`)
		page := o.get("/observatoire/2011-03/mesures/stock_first/commune")
		o.has(page, ">Dijon</a></th><td class=\"n\">7</td>", "Demandes en cours au jour du compte", "Géographie 2026")
		if strings.Count(page, ">Dijon</a></th>") != 1 {
			t.Error("Dijon is not there once")
		}
	}
	o.register(1, "21231", demand.DwellingTypeT2)
	o.refresh()
	o.has(o.get("/observatoire"), `<td class="n">7</td>`) // what is counted is not counted again
	if got := o.answer("/observatoire/2011-04").StatusCode; got != http.StatusNotFound {
		t.Errorf("a count that is not made answers %d", got)
	}
	o.Day("2011-05-02")
	o.refresh()
	o.has(o.get("/observatoire/2011-04/territoires/commune/21231"), `<td class="n">8</td>`, "31 mars 2011", "Dijon Métropole")
}

// release reads a count that is kept, and its record.
func (o *office) release(name string) (r public.Release, rec store.Record) {
	o.t.Helper()
	rec, err := o.Store().Record(o.t.Context(), public.Kind, name, o.Now())
	if err == nil {
		err = json.Unmarshal(rec.Body, &r)
	}
	if err != nil {
		o.t.Fatal(err)
	}
	return r, rec
}

// numbers are the values of the tables of a page or of a file.
var numbers = regexp.MustCompile(`<td class="n">(\d+)</td>`)

// Nothing under the threshold is told, in the pages, the files or the record.
func TestNothingRaw(t *testing.T) {
	o := peopled(t)
	seen := 0
	for _, path := range []string{"", "/mesures/stock_first/commune", "/mesures/stock_any/commune", "/mesures/by_type/commune", "/mesures/by_type/epci", "/mesures/by_size/commune",
		"/territoires/commune/21166", "/territoires/commune/21231", "/territoires/departement/21"} {
		page := o.get("/observatoire/2011-03" + path)
		for _, m := range numbers.FindAllStringSubmatch(page, -1) {
			if seen++; len(m[1]) == 1 && m[1] != "0" && m[1] < "5" {
				t.Errorf("%s tells a count of %s", path, m[1])
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d numbers were looked at", seen)
	}
	o.has(o.get("/observatoire/2011-03/territoires/commune/21166"), `<td class="n">secret</td>`, "cases sont cachées")
	o.filesAreProtected()
	kept, _ := o.release("2011-03")
	hidden := 0
	for _, table := range kept.Tables {
		for _, r := range append(table.Rows, table.Total) {
			for _, c := range r.Cells {
				if c.Value > 0 && c.Value < 5 || c.Hidden && c.Value != 0 {
					t.Errorf("%s %s keeps %+v", table.FileName(), r.Code, c)
				}
				if c.Hidden {
					hidden++
				}
			}
		}
	}
	attack, err := observatory.Audit(kept.Tables, observatory.DefaultPolicy())
	if err != nil || len(attack.Recovered)+len(attack.Exposed) > 0 || hidden == 0 {
		t.Errorf("%+v %v, %d hidden", attack, err, hidden)
	}
}

// filesAreProtected reads every table of the folder and of the downloads.
func (o *office) filesAreProtected() {
	o.t.Helper()
	small := regexp.MustCompile(`,[1-4](,|$)`)
	files, read := os.DirFS(filepath.Join(o.folder, "2011-03")), 0
	names, err := fs.Glob(files, "*_*.csv")
	if err != nil {
		o.t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			o.t.Fatal(err)
		}
		if got := o.get("/observatoire/2011-03/fichiers/" + name); got != string(text) {
			o.t.Errorf("%s: what is downloaded is not what is kept", name)
		}
		_, rows, _ := strings.Cut(string(text), "\n")
		for row := range strings.Lines(rows) {
			if read++; small.MatchString(strings.TrimSpace(row)) {
				o.t.Errorf("%s: %s", name, row)
			}
		}
	}
	if read < 20 {
		o.t.Errorf("only %d rows were read", read)
	}
}

// The movements of a year are published once it is over, with their figures beside
// those of the territories around.
func TestYear(t *testing.T) {
	o := open(t, "2011-03-10")
	o.register(12, "21231", demand.DwellingTypeT2)
	o.register(8, "21166", demand.DwellingTypeT3)
	o.Day("2012-01-01")
	o.refresh()
	page := o.get("/observatoire/2011")
	o.has(page, "Mouvements du 1er janvier 2011 au 31 décembre 2011", "de leur origine à leur issue", `id="donnees"`)
	o.has(o.get("/observatoire/2011/territoires/commune/21231"), "Son EPCI", "Son département", "Dijon Métropole")
	o.has(o.get("/observatoire/2011/fichiers/dictionary.csv"), "stock_first_commune.csv", "Demandes en cours au jour du compte")
	if got := o.answer("/observatoire/2011-12").StatusCode; got != http.StatusNotFound {
		t.Errorf("the end of a year is counted twice: %d", got)
	}
	r := o.answer("/observatoire/2011/aller?lieu=commune+21166")
	if r.StatusCode != http.StatusSeeOther || r.Header.Get("Location") != "/observatoire/2011/territoires/commune/21166" {
		t.Errorf("%d %q", r.StatusCode, r.Header.Get("Location"))
	}
	for _, path := range []string{"/2011/aller?lieu=commune+99999", "/2011/mesures/rien/commune", "/2011/mesures/by_type/monde", "/2011/territoires/commune/99999", "/2011/territoires/rue/21231",
		"/2011/fichiers/secret.csv", "/2011/fichiers/manifest.json", "/2010"} {
		if got := o.answer("/observatoire" + path).StatusCode; got != http.StatusNotFound {
			t.Errorf("%s answers %d", path, got)
		}
	}
}

// The delay of abnormal waits is that of the charter; without it the measure is not
// there, and the page says why.
func TestAbnormal(t *testing.T) {
	for _, months := range []int{0, 2} {
		o := open(t, "2011-03-10", func(c *charter.Charter) { c.Calendar.AbnormalDelayMonths = months })
		o.register(9, "21231", demand.DwellingTypeT2)
		o.Day("2011-05-20")
		o.register(6, "21231", demand.DwellingTypeT2)
		o.Day("2011-06-01")
		o.refresh()
		if months == 0 {
			o.has(o.get("/observatoire/2011-05"), "car ce délai n&#39;est pas fourni")
			continue
		}
		o.has(o.get("/observatoire/2011-05/fichiers/by_abnormal_commune.csv"), "21231,Dijon,9,6,0,15")
	}
}

func TestInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a real browser takes a minute or more")
	}
	o := open(t, "2011-03-10")
	o.register(30, "21231", demand.DwellingTypeT2)
	o.register(20, "21231", demand.DwellingTypeT3)
	o.register(14, "21166", demand.DwellingTypeT3)
	o.register(3, "21166", demand.DwellingTypeT4)
	o.register(11, "21515", demand.DwellingTypeT2)
	o.Day("2012-01-02")
	o.refresh()
	o.Day("2012-02-01")
	o.refresh()
	server := httptest.NewServer(o.rt)
	t.Cleanup(server.Close)
	v := browser.Start(t, server.URL)
	v.Go("/observatoire")
	v.Look("public-1-accueil")
	v.Press(`main a[href="/observatoire/2011"]`)
	v.Await("canvas")
	v.Look("public-2-annee")
	v.Go("/observatoire/2011/mesures/by_type/commune")
	v.Await("canvas")
	v.Look("public-3-mesure")
	v.Press(`main table a[href$="/commune/21231"]`)
	v.Await("canvas")
	v.Look("public-4-commune")
	v.Go("/observatoire/2012-01")
	v.Press(`.go button`)
	v.Look("public-5-choisie")
}
