package main

import (
	"encoding/csv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
)

// livesOf writes a journal of demands of some years in seven communes, two of which
// have merged since, and gives its name.
func livesOf(t *testing.T, n int) string {
	t.Helper()
	rng := rand.New(rand.NewPCG(4, 2))
	var b strings.Builder
	counter := 0
	event := func(key, kind string, on demand.Date, rest string) {
		counter++
		b.WriteString(`{"v":1,"id":{"origin":"21001","counter":` + digitsOf(counter) + `},"demand":"` + key + `","kind":"` + kind + `","on":"` + on.String() + `","entered":"` + on.String() + `T09:00:00Z","service":"21001"` + rest + "}\n")
	}
	communes := []string{"21231", "21231", "21231", "21231", "21166", "21166", "21515", "21054", "21213", "21452", "71073"}
	for i := range n {
		key, day := "d"+digitsOf(i), demand.MustDate("2009-01-01").AddDays(rng.IntN(4*365))
		persons := 1 + rng.IntN(6)
		event(key, "create", day, `,"values":{"persons_to_house":`+digitsOf(persons)+`,"wanted":{"types":["T3"],"places":[{"commune":"`+communes[rng.IntN(len(communes))]+`"}]},"present_housing":{"social_tenant":`+[]string{"true", "false"}[rng.IntN(2)]+`}}`)
		if end := day.AddDays(30 + rng.IntN(900)); end.Before(demand.MustDate("2013-01-01")) {
			event(key, "strike_off", end, `,"motive":"`+[]string{"RADATT", "RADABA", "RADREN"}[rng.IntN(3)]+`"`)
		}
	}
	name := filepath.Join(t.TempDir(), "vies.jsonl")
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// linesOf reads a CSV file as maps from its columns.
func linesOf(t *testing.T, name string) []map[string]string {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil || len(lines) == 0 {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		out = append(out, row)
	}
	return out
}

func cellOf(lines []map[string]string, value string, is ...string) string {
	for _, l := range lines {
		if !slices.ContainsFunc(is, func(x string) bool {
			column, want, _ := strings.Cut(x, "=")
			return l[column] != want
		}) {
			return l[value]
		}
	}
	return "none"
}

func TestObserveOverTime(t *testing.T) {
	file, out := livesOf(t, 900), t.TempDir()
	args := []string{"-in", file, "-from", "2012-01-01", "-asof", "2012-12-31", "-raw", "-since", "2010-01-01", "-compare", "-over", "commune,epci,departement", "-out", out}
	m, said, code := observed(t, args...)
	if code != exitDone || m.OtherDays == nil || len(m.OtherDays.Periods) != 3 || m.OtherDays.Earlier.From.String() != "2011-01-01" || m.OtherDays.Earlier.AsOf.String() != "2011-12-31" {
		t.Fatalf("exit %d: %s\n%+v", code, said, m.OtherDays)
	}
	series, comparisons := linesOf(t, filepath.Join(out, "series.csv")), linesOf(t, filepath.Join(out, "comparisons.csv"))
	exits := linesOf(t, filepath.Join(out, "exits_epci.csv"))
	dijon := []string{"level=epci", "territory_code=242100410", "measure=exits"}
	now := cellOf(exits, "stock_end", "territory_code=242100410")
	before := cellOf(series, "value", append(dijon, "period=2011", "column=stock_end")...)
	if now == "none" || cellOf(series, "value", append(dijon, "period=2012", "column=stock_end")...) != now || before == "none" || before == now {
		t.Errorf("the series ends on %s, the count on %s", before, now)
	}
	year := append(dijon, "comparison=earlier", "column=stock_end")
	if got := cellOf(comparisons, "value", year...) + " " + cellOf(comparisons, "with_value", year...); got != now+" "+before {
		t.Errorf("this year and the last: %s, want %s %s", got, now, before)
	}
	merged := []string{"comparison=earlier", "level=commune", "territory_code=21452", "measure=stock_first"}
	if got := cellOf(comparisons, "made_of", merged...); got != "21213 Crimolois + 21452 Neuilly-lès-Dijon" {
		t.Errorf("made of %s", got)
	}
	holder := []string{"comparison=holder", "level=commune", "territory_code=21166", "measure=pressure", "column=total"}
	if got := cellOf(comparisons, "with_value", append(holder, "with_level=epci")...); got != cellOf(linesOf(t, filepath.Join(out, "pressure_epci.csv")), "total", "territory_code=242100410") {
		t.Errorf("pressure of the EPCI beside Chenôve: %s", got)
	}
	page, err := os.ReadFile(filepath.Join(out, "observatory.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`id="figure-serie-stock-ensemble"`, `id="figure-serie-mouvements-ensemble"`, `id="figure-ailleurs-pressure-commune"`, `id="figure-avant-stock-first-epci"`, "21213 Crimolois + 21452 Neuilly-lès-Dijon"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("%q is not on the page", want)
		}
	}
}

// What is hidden in the count is hidden in the series, in the comparisons and on the
// page; the audit finds nothing, and finds what somebody puts back.
func TestObserveOverTimeProtects(t *testing.T) {
	file, out, raw := livesOf(t, 900), t.TempDir(), t.TempDir()
	args := []string{"-in", file, "-from", "2012-01-01", "-asof", "2012-12-31", "-by", "epci,departement", "-since", "2010-01-01", "-every", "quarter", "-over", "epci,departement", "-compare", "-out"}
	m, said, code := observed(t, append(args, out)...)
	if code != exitDone || m.OtherDays == nil || len(m.Nothing) > 0 {
		t.Fatalf("exit %d: %s %v", code, said, m.NotAvailable)
	}
	if _, said, code := observed(t, append(args, raw, "-raw")...); code != exitDone {
		t.Fatal(said)
	}
	series, truth := linesOf(t, filepath.Join(out, "series.csv")), linesOf(t, filepath.Join(raw, "series.csv"))
	if len(series) != len(truth) {
		t.Fatalf("%d values, %d raw", len(series), len(truth))
	}
	small := 0
	for i, l := range series {
		if v := truth[i]["value"]; len(v) == 1 && v >= "1" && v <= "4" {
			small++
			if l["value"] != "secret" {
				t.Fatalf("published: %v", l)
			}
		} else if l["value"] != "secret" && l["value"] != v {
			t.Fatalf("%v is %s", l, v)
		}
	}
	if small == 0 {
		t.Fatal("nothing small: the test tests nothing")
	}
	for _, l := range linesOf(t, filepath.Join(out, "comparisons.csv")) {
		if (l["value"] == "secret" || l["with_value"] == "secret") && (l["difference"] != "secret" || l["change_percent"] != "secret") {
			t.Fatalf("a difference tells what is hidden: %v", l)
		}
	}
	if code, said := audited(t, out); code != exitDone {
		t.Fatalf("the audit of what was just written: exit %d, %s", code, said)
	}
	for _, name := range []string{"series.csv", "comparisons.csv"} {
		spoilt := t.TempDir()
		if err := os.CopyFS(spoilt, os.DirFS(out)); err != nil {
			t.Fatal(err)
		}
		data, _ := os.ReadFile(filepath.Join(spoilt, name))
		text := strings.Replace(string(data), ",secret\n", ",3\n", 1)
		if name == "comparisons.csv" {
			text = strings.Replace(string(data), ",secret,secret,", ",2,66.7,", 1)
		}
		if text == string(data) {
			t.Fatalf("%s hides nothing", name)
		}
		if err := os.WriteFile(filepath.Join(spoilt, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if code, said := audited(t, spoilt); code != exitPerson || !strings.Contains(said, "cachée dans") && !strings.Contains(said, "avec une valeur cachée") {
			t.Errorf("%s spoilt: exit %d, %.600s", name, code, said)
		}
	}
}

func audited(t *testing.T, dir string) (int, string) {
	t.Helper()
	var out, err strings.Builder
	code := run(console{strings.NewReader(""), &out, &err}, []string{"audit", dir})
	return code, out.String() + err.String()
}

func TestObserveOverTimeRefuses(t *testing.T) {
	file, out, forms := eventsOf(t, 4), t.TempDir(), filepath.Join(t.TempDir(), "c.csv")
	if err := os.WriteFile(forms, []byte("communes\n21231\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, want string
		args       []string
	}{
		{"a length", "choisir parmi month, quarter, year", []string{"-in", file, "-since", "2010-01-01", "-every", "week"}},
		{"a length of nothing", "-every ne sert qu'avec -since", []string{"-in", file, "-every", "month"}},
		{"a series after the count", "échanger les deux dates", []string{"-in", file, "-since", "2012-01-01"}},
		{"periods that overlap", "se chevauchent en partie", []string{"-in", file, "-since", "2010-07-01", "-from", "2011-01-01"}},
		{"too many periods", "240 au plus", []string{"-in", file, "-since", "1980-01-01", "-every", "month"}},
		{"a file of one day", "un journal d'événements", []string{"-in", forms, "-since", "2010-01-01"}},
		{"an earlier day of a file of one day", "-against demande un journal", []string{"-in", forms, "-compare", "-against", "2010-12-31"}},
		{"against nothing", "ne servent qu'avec -compare", []string{"-in", file, "-against", "2010-12-31"}},
		{"against the period itself", "dans la période comptée", []string{"-in", file, "-compare", "-from", "2011-01-01", "-against", "2011-06-30"}},
		{"a level that is not counted", "n'est pas parmi ceux de -by", []string{"-in", file, "-since", "2010-01-01", "-over", "region"}},
		{"an earlier count across the series", "se chevauchent en partie", []string{"-in", file, "-compare", "-from", "2011-01-01", "-since", "2009-01-01", "-against", "2010-06-30"}},
	} {
		if _, said, code := observed(t, append(c.args, "-asof", "2011-12-31", "-out", out)...); code != exitFailed || !strings.Contains(said, c.want) {
			t.Errorf("%s: exit %d, %s", c.name, code, said)
		}
	}
	// A file of one day is still put beside the territories that hold it.
	m, said, code := observed(t, "-in", forms, "-compare", "-raw", "-asof", "2011-12-31", "-out", out)
	if code != exitDone || !slices.ContainsFunc(m.NotAvailable, func(w app.Withheld) bool { return w.Why == "one_day" }) {
		t.Errorf("exit %d, %s, %v", code, said, m.NotAvailable)
	}
}

// Without period, the stock alone is put beside that of a year before, hidden where
// it must be.
func TestObserveComparesTwoStocks(t *testing.T) {
	out := t.TempDir()
	m, said, code := observed(t, "-in", livesOf(t, 300), "-compare", "-asof", "2012-12-31", "-by", "epci,departement", "-out", out)
	if code != exitDone || !m.OtherDays.Earlier.From.IsZero() || !slices.ContainsFunc(m.Hidden, func(h app.HiddenCell) bool {
		return h.File == "comparisons.csv" && strings.HasSuffix(h.Column, "/2011-12-31")
	}) {
		t.Errorf("exit %d, %+v: %s", code, m.OtherDays, said)
	}
	if code, said := audited(t, out); code != exitDone {
		t.Errorf("audit: exit %d, %s", code, said)
	}
}

// Who has only the files of each day gives those of both.
func TestObserveComparesTwoFiles(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	for name, n := range map[string]int{"avant.csv": 30, "apres.csv": 45} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("communes,deposited_on,transfer\n"+strings.Repeat("21231,2010-01-15,yes\n21166,2010-02-15,no\n", n)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m, said, code := observed(t, "-in", filepath.Join(dir, "apres.csv"), "-before", filepath.Join(dir, "avant.csv"), "-compare", "-asof", "2011-12-31", "-by", "epci,departement", "-out", out)
	if code != exitDone || m.OtherDays.Earlier.AsOf.String() != "2010-12-31" || len(m.Files) != 2 || !strings.Contains(said, "avec le compte du 2010-12-31") {
		t.Fatalf("exit %d, %+v: %s", code, m.OtherDays, said)
	}
	lines := linesOf(t, filepath.Join(out, "comparisons.csv"))
	is := []string{"comparison=earlier", "level=epci", "territory_code=242100410", "measure=stock_first"}
	if got := cellOf(lines, "value", is...) + " " + cellOf(lines, "with_value", is...) + " " + cellOf(lines, "change_percent", is...); got != "90 60 50.0" {
		t.Errorf("%s\n%s", got, said)
	}
	if got := cellOf(lines, "with_value", "comparison=earlier", "level=epci", "territory_code=242100410", "measure=transfer_share"); got != "0.50" {
		t.Errorf("transfers: %s", got)
	}
	if code, said := audited(t, out); code != exitDone {
		t.Errorf("audit: exit %d, %s", code, said)
	}
}
