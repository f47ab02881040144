package observatory_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// twoYears are demands of Dijon, of two communes that merged in 2019 and of an EPCI
// that lies in two départements: stock and allocations of two years.
func twoYears(t *testing.T) (now, before observatory.Publication) {
	t.Helper()
	w := &writer{}
	for i, commune := range []string{"21231", "21231", "21231", "21231", "21213", "21452", "21452", "21054", "71073"} {
		key := string(rune('a' + i))
		w.create(key, "2010-03-01", commune, 1+i%3)
		if i%2 == 0 {
			w.event(key, []string{"2011-05-01", "2010-05-01"}[i/2%2], journal.Event{Kind: journal.StrikeOff, Motive: "RADATT"})
		}
	}
	of := func(year string) observatory.Publication {
		a := w.count(t, observatory.Setting{From: demand.MustDate(year + "-01-01"), AsOf: demand.MustDate(year + "-12-31")})
		return observatory.Publication{Tables: a.Tables(levels()...), Figures: a.Figures(levels()...)}
	}
	return of("2011"), of("2010")
}

func pick(all []observatory.Comparison, kind, measure, level, code, column string) string {
	for _, c := range all {
		if c.Kind == kind && c.Measure.Code == measure && string(c.Territory.Level) == level && c.Territory.Code == code && c.Column.Code == column {
			with := ""
			if kind == observatory.WithHolder {
				with = " " + string(c.With.Level) + " " + c.With.Code
			}
			return c.Value + with + " " + c.WithValue + " " + c.Difference() + " " + c.Percent() + " [" + c.MadeOf + "]"
		}
	}
	return "none"
}

func TestComparisons(t *testing.T) {
	now, before := twoYears(t)
	all := append(observatory.CompareHolders(territory.Today(), now.Figures), observatory.CompareEarlier(now, before)...)
	for _, c := range []struct{ name, kind, measure, level, code, column, want string }{
		{"a commune and its EPCI", "holder", "pressure", "commune", "21231", "total", "2.00 epci 242100410 1.50 0.50 33.3 []"},
		{"an EPCI that lies in two départements", "holder", "pressure", "epci", "200006682", "total", "none"},
		{"an EPCI and its département", "holder", "pressure", "epci", "242100410", "total", "1.50 departement 21 2.00 -0.50 -25.0 []"},
		{"a year and the last", "earlier", "exits", "departement", "21", "stock_end", "4 6 -2 -33.3 []"},
		{"the same", "earlier", "exits", "commune", "21231", "allocated", "1 1 0 0.0 []"},
		{"no pressure the year before", "earlier", "pressure", "epci", "200006682", "total", "1.00 na na na []"},
		{"before and after a merger", "earlier", "stock_first", "commune", "21452", "total", "1 2 -1 -50.0 [21213 Crimolois + 21452 Neuilly-lès-Dijon]"},
		{"counts are not put beside larger ones", "holder", "stock_first", "commune", "21231", "total", "none"},
	} {
		if got := pick(all, c.kind, c.measure, c.level, c.code, c.column); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// A difference is that of the figures as they are published: one that rests on a
// hidden value is hidden.
func TestComparisonsHide(t *testing.T) {
	now, before := twoYears(t)
	for i := range before.Tables {
		for r := range before.Tables[i].Rows {
			before.Tables[i].Rows[r].Cells[0] = observatory.Cell{Hidden: true}
		}
	}
	for i := range now.Figures {
		for r := range now.Figures[i].Rows {
			now.Figures[i].Rows[r].Figures[0] = observatory.Figure{Missing: observatory.HiddenFigure}
		}
	}
	all := append(observatory.CompareHolders(territory.Today(), now.Figures), observatory.CompareEarlier(now, before)...)
	hidden := 0
	for _, c := range all {
		if c.Value != observatory.Secret && c.WithValue != observatory.Secret {
			continue
		}
		hidden++
		if c.Difference() != observatory.Secret || c.Percent() != observatory.Secret {
			t.Fatalf("%+v: %s, %s %%", c, c.Difference(), c.Percent())
		}
	}
	if hidden < 50 {
		t.Errorf("%d hidden values compared", hidden)
	}
}

func TestComparisonsWant(t *testing.T) {
	now, before := twoYears(t)
	for i := range before.Tables {
		before.Tables[i].GeographyYear = 2012
	}
	for i := range before.Figures {
		before.Figures[i].Measure.Version++
	}
	if all := observatory.CompareEarlier(now, before); len(all) != 0 {
		t.Errorf("another geography, another version: %d comparisons, %+v", len(all), all[0])
	}
	for i := range now.Figures {
		now.Figures[i].GeographyYear = 2012
	}
	if all := observatory.CompareHolders(territory.Today(), now.Figures); len(all) != 0 {
		t.Errorf("another geography: %d comparisons", len(all))
	}
}

func TestWriteComparisons(t *testing.T) {
	now, before := twoYears(t)
	all := observatory.CompareEarlier(now, before)
	var b strings.Builder
	if err := observatory.WriteComparisons(&b, all); err != nil {
		t.Fatal(err)
	}
	want := "earlier,stock_first,1,commune,2026,21452,Neuilly-Crimolois,total,2011-01-01,2011-12-31,1,commune,21452,Neuilly-Crimolois,2010-01-01,2010-12-31,2,-1,-50.0,21213 Crimolois + 21452 Neuilly-lès-Dijon\n"
	if !strings.Contains(b.String(), want) || strings.Count(b.String(), "\n") != len(all)+1 {
		t.Errorf("%.1500s", b.String())
	}
	if err := observatory.WriteComparisons(broken{}, all); !errors.Is(err, io.ErrShortWrite) {
		t.Error(err)
	}
	// The other forms of a publication hold the values of every day.
	now.Before, now.BeforeFigures, now.Compared = before.Tables, before.Figures, true
	for name, text := range map[string]func(io.Writer) error{
		"dictionary": func(w io.Writer) error { return observatory.WriteDictionary(w, &now) }, "SDMX": func(w io.Writer) error { return observatory.WriteSDMX(w, &now) },
		"JSON": func(w io.Writer) error { return observatory.WriteJSON(w, &now) },
	} {
		var b strings.Builder
		want := map[string]string{"dictionary": "comparisons.csv,stock_end,En cours à la fin,exits", "SDMX": ",2010-01-01/2010-12-31,", "JSON": `"as_of":"2010-12-31"`}[name]
		if err := text(&b); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s: %v, %q is not there", name, err, want)
		}
	}
}
