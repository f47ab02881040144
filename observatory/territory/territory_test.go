package territory_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory/territory"
)

func day(s string) demand.Date { return demand.MustDate(s) }

// Numbers of communes of the lists of each year: INSEE for France with its five
// overseas départements, plus the 94 of the overseas collectivities.
func TestCommunesOfEveryYear(t *testing.T) {
	want := map[int]int{2019: 34970, 2021: 34965, 2022: 34955, 2023: 34945, 2024: 34935, 2025: 34875, 2026: 34875}
	for _, year := range []int{2010, 2019, 2021, 2022, 2023, 2024, 2025, 2026} {
		g, faults := territory.France().On(day(fmt.Sprintf("%d-01-01", year)))
		if faults != nil {
			t.Fatal(faults)
		}
		n := 0
		for _, u := range g.Units(territory.Commune) {
			if u.Code < "97500" || u.Code >= "97600" && u.Code < "97700" {
				n++
			}
		}
		if want[year] != 0 && n != want[year] {
			t.Errorf("%d: %d communes, want %d", year, n, want[year])
		}
	}
}

func codes(parts []territory.Part) string {
	out := ""
	for _, p := range parts {
		out += p.Code + " " + p.Name
		if !p.Whole {
			out += " (part)"
		}
		out += "; "
	}
	return out
}

func TestForwardAndBackward(t *testing.T) {
	for _, c := range []struct{ code, day, to, want string }{
		{"21213", "2015-01-01", "2026-01-01", "21452 Neuilly-Crimolois; "},
		{"21452", "2015-01-01", "2026-01-01", "21452 Neuilly-Crimolois; "},
		{"21452", "2015-01-01", "2019-02-27", "21452 Neuilly-lès-Dijon; "},
		{"01039", "2010-01-01", "2026-01-01", "01138 Culoz-Béon; "},
		{"14513", "2017-06-01", "2018-01-01", "50592 Tessy-Bocage; "},
		{"27676", "2020-06-01", "2026-01-01", "27676 Les Trois Lacs; "},
		{"27058", "2022-06-01", "2023-01-01", "27676 Les Trois Lacs; "},
		{"49069", "2020-01-01", "2025-01-01", "49126 Orée d'Anjou; "},
		{"76108", "2013-01-01", "2014-01-01", "76095 Bihorel (part); 76108 Bois-Guillaume (part); "},
		{"75113", "2013-01-01", "2014-01-01", "75056 Paris; "},
	} {
		got, faults := territory.France().Forward(c.code, day(c.day), day(c.to))
		if codes(got) != c.want || faults != nil {
			t.Errorf("%s from %s to %s: %s, want %s %v", c.code, c.day, c.to, codes(got), c.want, faults)
		}
	}
	for _, c := range []struct{ code, day, to, want string }{
		{"21452", "2026-01-01", "2015-01-01", "21213 Crimolois; 21452 Neuilly-lès-Dijon; "},
		{"01138", "2026-01-01", "2010-01-01", "01039 Béon; 01138 Culoz; "},
		{"49126", "2026-01-01", "2024-12-31", "49069 Orée d'Anjou; "},
		{"76095", "2026-01-01", "2013-01-01", "76108 Bois-Guillaume-Bihorel (part); "},
		{"76095", "2026-01-01", "2011-01-01", "76095 Bihorel (part); 76108 Bois-Guillaume (part); "},
		{"21231", "2026-01-01", "2010-01-01", "21231 Dijon; "},
	} {
		got, faults := territory.France().Backward(c.code, day(c.day), day(c.to))
		if codes(got) != c.want || faults != nil {
			t.Errorf("%s from %s back to %s: %s, want %s %v", c.code, c.day, c.to, codes(got), c.want, faults)
		}
	}
}

// Every commune of any year leads to one of today, and today's lead back to one.
func TestNobodyIsLost(t *testing.T) {
	last := day("2026-01-01")
	for _, d := range []string{"2010-01-01", "2013-06-01", "2016-01-01", "2019-01-01", "2024-01-01"} {
		g, _ := territory.France().On(day(d))
		for _, u := range g.Units(territory.Commune) {
			if u.Until.IsZero() && u.From.IsZero() {
				continue // has not moved
			}
			parts, faults := territory.France().Forward(u.Code, day(d), last)
			if len(parts) == 0 || faults != nil {
				t.Fatalf("%s of %s leads nowhere: %v", u.Code, d, faults)
			}
			for _, p := range parts {
				back, _ := territory.France().Backward(p.Code, last, day(d))
				if !slices.ContainsFunc(back, func(b territory.Part) bool { return b.Code == u.Code }) {
					t.Fatalf("%s of %s is in %s, which does not come from it", u.Code, d, p.Code)
				}
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	a := territory.France()
	check := func(want string, faults demand.Faults) {
		t.Helper()
		if faults.Codes() != want {
			t.Errorf("faults %q, want %s", faults.Codes(), want)
		}
	}
	_, f := a.At("21999", day("2015-01-01"))
	check("TER-COD-01", f)
	_, f = a.At("21213", day("2020-01-01"))
	check("TER-COD-02", f)
	if f[0].Param("into") != "21452" || f[0].Param("on") != "2019-02-28" {
		t.Errorf("%v", f[0].Params)
	}
	_, f = a.At("76095", day("2013-01-01"))
	check("TER-COD-02", f)
	_, f = a.At("50649", day("2018-06-01"))
	check("TER-COD-01", f) // a code that lasted no day
	_, f = a.At("49382", day("2015-06-01"))
	check("TER-COD-03", f)
	_, f = a.At("21231", day("2009-12-31"))
	check("TER-DAT-01", f)
	_, f = a.Forward("21231", day("2015-01-01"), day("2014-01-01"))
	check("TER-DAT-02", f)
	_, f = a.Backward("21231", day("2015-01-01"), day("2016-01-01"))
	check("TER-DAT-02", f)
	_, _, f = a.Holder("21054", territory.EPCI, day("2015-01-01"))
	check("TER-PER-01", f)
	_, _, f = a.Holder("21054", "galaxie", day("2015-01-01"))
	check("TER-NIV-01", f)
}

func TestHolder(t *testing.T) {
	for _, c := range []struct {
		code  string
		level territory.Level
		day   string
		want  string
		sure  territory.Certainty
	}{
		{"21231", territory.EPCI, "2010-06-01", "242100410 Communauté de l'agglomération dijonnaise (Grand Dijon)", territory.Known},
		{"21231", territory.EPCI, "2016-06-01", "242100410 Communauté urbaine du Grand Dijon", territory.Known},
		{"21270", territory.EPCI, "2013-01-01", "242100410 Communauté de l'agglomération dijonnaise (Grand Dijon)", territory.Known},
		{"21231", territory.EPCI, "2026-06-01", "242100410 Dijon Métropole", territory.Known},
		{"06039", territory.EPCI, "2020-01-01", "240600593 CC du Pays des Paillons", territory.Known},
		{"06039", territory.EPCI, "2026-01-01", "200030195 Métropole Nice Côte d'Azur", territory.Known},
		{"21231", territory.Departement, "2010-01-01", "21 Côte-d'Or", territory.Known},
		{"2A004", territory.Departement, "2010-01-01", "2A Corse-du-Sud", territory.Known},
		{"97608", territory.Departement, "2011-03-30", " ", territory.Known},
		{"97608", territory.Departement, "2011-03-31", "976 Mayotte", territory.Known},
		{"98735", territory.Departement, "2020-01-01", " ", territory.Known},
		{"21231", territory.Region, "2015-12-31", "26 Bourgogne", territory.Known},
		{"21231", territory.Region, "2016-01-01", "27 Bourgogne-Franche-Comté", territory.Known},
		{"45234", territory.Region, "2015-01-16", "24 Centre", territory.Known},
		{"45234", territory.Region, "2015-01-17", "24 Centre-Val de Loire", territory.Known},
		{"21231", territory.Arrondissement, "2026-01-01", "212 Dijon", territory.Known},
		{"21231", territory.Arrondissement, "2020-01-01", "212 Dijon", territory.Inferred},
		{"21003", territory.Canton, "2024-06-01", "2114 ", territory.Known},
		{"21003", territory.Canton, "2025-06-01", "2114 ", territory.Inferred},
		{"21231", territory.Country, "2025-06-01", "FR France", territory.Known},
		{"21231", territory.Commune, "2025-06-01", "21231 Dijon", territory.Known},
	} {
		u, sure, faults := territory.France().Holder(c.code, c.level, day(c.day))
		if got := u.Code + " " + u.Name; got != c.want || sure != c.sure || faults != nil {
			t.Errorf("%s %s %s: %q %s, want %q %s (%v)", c.code, c.level, c.day, got, sure, c.want, c.sure, faults)
		}
	}
	for _, d := range []string{"2013-06-01", "2018-12-31"} {
		if _, sure, _ := territory.France().Holder("21231", territory.Canton, day(d)); sure != territory.Unknown {
			t.Errorf("canton of %s: %s", d, sure)
		}
	}
}

func TestGrandDijon(t *testing.T) {
	for d, want := range map[string]int{"2010-01-01": 22, "2012-12-31": 22, "2013-01-01": 24, "2019-02-27": 24, "2019-02-28": 23, "2026-01-01": 23} {
		g, _ := territory.France().On(day(d))
		if got := g.Members(territory.EPCI, "242100410"); len(got) != want {
			t.Errorf("%s: %d communes, want %d", d, len(got), want)
		}
	}
}

func TestLocate(t *testing.T) {
	before, _ := territory.France().On(day("2015-01-01"))
	for _, c := range []struct {
		g    *territory.Geography
		code string
		want string
	}{
		{territory.Today(), "21231", "21231 same"}, {territory.Today(), "21213", "21452 moved"}, {territory.Today(), "75113", "75056 district"},
		{territory.Today(), "2A004", "2A004 same"}, {territory.Today(), "20004", " never"}, {territory.Today(), "99100", " never"}, {territory.Today(), "", " never"},
		{territory.Today(), "21999", " never"}, {territory.Today(), "50649", " never"},
		{before, "21213", "21213 same"}, {before, "21452", "21452 same"}, {before, "01138", "01138 same"},
		{before, "49126", "49126 same"}, {before, "27676", "27676 same"}, {before, "50592", "50592 same"}, {before, "27058", "27058 same"}, {before, "49382", "44060 moved"},
	} {
		rank, p := c.g.Locate(c.code)
		got := " " + p.String()
		if rank >= 0 {
			got = c.g.Units(territory.Commune)[rank].Code + got
		}
		if got != c.want {
			t.Errorf("%s in %d: %s, want %s", c.code, c.g.Year(), got, c.want)
		}
	}
	if g, faults := territory.France().On(day("2030-01-01")); g != nil || faults.Codes() != "TER-DAT-01" {
		t.Errorf("a geography of the future: %v", faults)
	}
}

// Perimeters that do not nest: the EPCI of Dijon and its cantons, two EPCI, a
// département and an EPCI that lies over its border.
func TestRelation(t *testing.T) {
	g, _ := territory.France().On(day("2024-06-01"))
	for _, c := range []struct {
		a    territory.Level
		code string
		b    territory.Level
		with string
		want territory.Relation
	}{
		{territory.EPCI, "242100410", territory.Departement, "21", territory.Inside},
		{territory.Departement, "21", territory.EPCI, "242100410", territory.Encloses},
		{territory.Canton, "2114", territory.EPCI, "242100410", territory.Crossing},
		{territory.EPCI, "242100410", territory.EPCI, "200070894", territory.Disjoint},
		{territory.Commune, "75056", territory.Departement, "75", territory.Equal},
		{territory.Commune, "75056", territory.Departement, "99", territory.Undecided},
	} {
		if got := g.Relation(c.a, c.code, c.b, c.with); got != c.want {
			t.Errorf("%s %s and %s %s: %s, want %s", c.a, c.code, c.b, c.with, got, c.want)
		}
	}
	for pair, want := range map[[2]territory.Level]bool{
		{territory.Commune, territory.EPCI}: true, {territory.Commune, territory.Canton}: false, {territory.EPCI, territory.Departement}: false,
		{territory.Canton, territory.EPCI}: false, {territory.Quartier, territory.Departement}: true, {territory.QPV, territory.Quartier}: false,
		{territory.QPV, territory.Commune}: false, {territory.Arrondissement, territory.Region}: true, {territory.Region, territory.Country}: true,
	} {
		if got := territory.Nests(pair[0], pair[1]); got != want {
			t.Errorf("%s in %s: %v", pair[0], pair[1], got)
		}
	}
}

func TestCertaintyOfLevels(t *testing.T) {
	for _, c := range []struct {
		day   string
		level territory.Level
		want  territory.Certainty
	}{
		{"2026-01-01", territory.EPCI, territory.Known}, {"2026-01-01", territory.Canton, territory.Inferred}, {"2012-01-01", territory.Canton, territory.Unknown},
		{"2020-06-01", territory.Arrondissement, territory.Inferred}, {"2012-01-01", territory.Commune, territory.Known}, {"2012-01-01", territory.Region, territory.Known},
		{"2012-01-01", territory.Quartier, territory.Unknown},
	} {
		g, _ := territory.France().On(day(c.day))
		if got := g.Certainty(c.level); got != c.want {
			t.Errorf("%s of %s: %s, want %s", c.level, c.day, got, c.want)
		}
	}
	g, _ := territory.France().On(day("2012-01-01"))
	beaune, _ := g.Locate("21054")
	if rank, known := g.Of(beaune, territory.EPCI); rank != -1 || known {
		t.Errorf("EPCI of Beaune in 2012: %d %v, want unknown", rank, known)
	}
	sein, _ := territory.Today().Locate("29083") // Île-de-Sein is in no EPCI
	if rank, known := territory.Today().Of(sein, territory.EPCI); rank != -1 || !known {
		t.Errorf("EPCI of Île-de-Sein: %d %v, want none, known", rank, known)
	}
}

func TestZones(t *testing.T) {
	z, faults := territory.NewZones([]territory.Zone{
		{Kind: territory.Quartier, Code: "Q1", Name: "Centre", Commune: "21231"},
		{Kind: territory.Quartier, Name: "Sans code", Commune: "21231"},
		{Kind: territory.QPV, Code: "P1", Name: "Le Mail", Commune: "21166", From: day("2015-01-01"), Until: day("2024-01-01")},
		{Kind: territory.QPV, Code: "P2", Name: "À cheval", Commune: "21231"},
		{Kind: territory.QPV, Code: "P2", Name: "À cheval", Commune: "21617"},
		{Kind: territory.QPV, Code: "P3", Commune: "99999"},
		{Kind: territory.QPV, Code: "P4", Commune: "21231", From: day("2020-01-01"), Until: day("2019-01-01")},
	})
	if got := faults.Codes(); got != "TER-ZON-01 TER-COD-01 TER-ZON-02" {
		t.Errorf("faults %s", got)
	}
	if got := z.Units(territory.QPV, day("2020-01-01")); len(got) != 2 || got[0].Code != "P1" || got[1].Code != "P2" {
		t.Errorf("QPV of 2020: %v", got)
	}
	if got := z.Units(territory.QPV, day("2024-01-01")); len(got) != 1 {
		t.Errorf("QPV of 2024: %v", got)
	}
	if got := z.Find(territory.QPV, "P2", day("2024-01-01")); len(got) != 2 {
		t.Errorf("the zone over two communes: %v", got)
	}
}

func TestNesting(t *testing.T) {
	if _, faults := territory.NewNesting([]territory.Node{{Code: "A", Holder: "B"}, {Code: "B", Holder: "A"}, {Code: "C", Holder: "D"}, {Code: "E"}, {Code: "E", Holder: "C"}, {Code: "F", Holder: "A"}}); faults.Codes() != "TER-HIE-03 TER-HIE-02 TER-HIE-02 TER-HIE-01" {
		t.Errorf("faults %s", faults.Codes())
	}
	n, faults := territory.NewNesting([]territory.Node{
		{Level: "plan", Code: "P", Name: "Plan"}, {Level: "secteur", Code: "N", Name: "Nord", Holder: "P"}, {Level: "secteur", Code: "S", Name: "Sud", Holder: "P"},
		{Level: territory.Commune, Code: "21231", Holder: "N"}, {Level: territory.Commune, Code: "21213", Holder: "S"}, {Level: territory.Commune, Code: "21166", Holder: "S"},
	})
	if faults != nil {
		t.Fatal(faults)
	}
	g, faults := territory.Today().With("secteur", n)
	if faults != nil {
		t.Fatal(faults)
	}
	if got := g.Members("secteur", "S"); len(got) != 2 || got[1].Code != "21452" {
		t.Errorf("members of S: %v", got)
	}
	if up, ok := n.Above("21231", "plan"); !ok || up.Code != "P" {
		t.Errorf("plan of Dijon: %v", up)
	}
	if _, ok := n.Above("21231", "planète"); ok {
		t.Error("a level that is not there")
	}
	bad, _ := territory.NewNesting([]territory.Node{{Level: "s", Code: "1"}, {Level: "s", Code: "2"},
		{Level: territory.Commune, Code: "21452", Holder: "1"}, {Level: territory.Commune, Code: "21213", Holder: "2"}, {Level: territory.Commune, Code: "99999", Holder: "2"}})
	if _, faults := territory.Today().With("s", bad); faults.Codes() != "TER-COD-01 TER-HIE-03" {
		t.Errorf("two merged communes of two sectors: %s", faults.Codes())
	}
}

func BenchmarkLocate(b *testing.B) {
	g := territory.Today()
	b.ReportAllocs()
	for b.Loop() {
		g.Locate("21231")
	}
}

func BenchmarkOn(b *testing.B) {
	territory.France()
	b.ReportAllocs()
	for b.Loop() {
		territory.France().On(day("2019-01-01"))
	}
}

// No list of the EPCI of before 2019 nor of the cantons of before 2024 was found: the
// answer is unknown, with its reason, and today's are not put in their place.
func TestWhatNoListTells(t *testing.T) {
	book, err := demand.NewRulebook(territory.Rules())
	if err != nil {
		t.Fatal(err)
	}
	unknown := func(code string, level territory.Level, on string) {
		t.Helper()
		u, sure, faults := territory.France().Holder(code, level, day(on))
		if sure != territory.Unknown || u != (territory.Unit{}) || faults.Codes() != "TER-PER-01" {
			t.Errorf("%s of %s on %s: %+v, %s, %v", level, code, on, u, sure, faults)
			return
		}
		if said := book.Sentence(language.French, faults[0]); !strings.Contains(said, code) || !strings.Contains(said, "aucune liste de ce temps") {
			t.Errorf("%s", said)
		}
	}
	for year := 2010; year <= 2023; year++ {
		on := fmt.Sprintf("%d-06-30", year)
		unknown("21166", territory.Canton, on)
		unknown("75056", territory.Canton, on)
		g, _ := territory.France().On(day(on))
		if n := len(g.Units(territory.Canton)); n != 0 || g.Certainty(territory.Canton) != territory.Unknown {
			t.Errorf("%s: %d cantons", on, n)
		}
		if year >= 2019 {
			continue
		}
		unknown("21054", territory.EPCI, on) // Beaune
		unknown("58194", territory.EPCI, on) // Nevers
		if units := g.Units(territory.EPCI); len(units) != 1 || units[0].Code != "242100410" {
			t.Errorf("%s: EPCI %v", on, units)
		}
	}
	if u, sure, _ := territory.France().Holder("21054", territory.EPCI, day("2019-01-01")); sure != territory.Known || u.Code == "" {
		t.Errorf("from 2019 the list tells: %v %s", u, sure)
	}
}
