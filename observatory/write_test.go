package observatory_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// published protects a count of a year, all measures, three levels.
func published(t *testing.T) (raw, safe observatory.Publication) {
	t.Helper()
	publishedOnce.Do(func() { publishedRaw, publishedSafe = publish(t) })
	return publishedRaw, publishedSafe
}

var (
	publishedOnce               sync.Once
	publishedRaw, publishedSafe observatory.Publication
)

func publish(t *testing.T) (raw, safe observatory.Publication) {
	t.Helper()
	rng := rand.New(rand.NewPCG(9, 9))
	plan, err := observatory.NewPlan(levels())
	if err != nil {
		t.Fatal(err)
	}
	a, c := plan.Accumulator(territory.Today(), asOf.AddDays(-365), asOf), observatory.NewCoder(territory.Today(), asOf)
	var f observatory.Fact
	for range 400 {
		d := anyone(rng)
		d.Places = communes[rng.IntN(3):4]
		for _, kind := range []observatory.Kind{observatory.StockStart, observatory.Stock} {
			c.Code(kind, &d, &f)
			a.AddFact(&f)
		}
		if rng.IntN(3) == 0 {
			c.Code(observatory.New, &d, &f)
			a.AddFact(&f)
			c.Code(observatory.Allocated, &d, &f)
			a.AddFact(&f)
		}
	}
	raw = observatory.Publication{Tables: a.Tables(levels()...), Figures: a.Figures(levels()...)}
	safe.Tables, _, err = observatory.Protect(raw.Tables, observatory.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	var hidden []observatory.Hidden
	safe.Figures, hidden = observatory.HideFigures(raw.Figures, safe.Tables, observatory.DefaultPolicy())
	if len(hidden) == 0 {
		t.Fatal("no figure is hidden")
	}
	return raw, safe
}

// A figure is hidden with any count it rests on, and only tables that are published
// may be rested on.
func TestHideFigures(t *testing.T) {
	raw, safe := published(t)
	secret := map[string]bool{}
	for _, x := range safe.Tables {
		for _, r := range append(x.Rows, x.Total) {
			for k, c := range r.Cells {
				if c.Hidden {
					secret[x.Measure.Code+" "+string(x.Level)+" "+r.Code+" "+x.Columns[k].Code] = true
				}
			}
		}
	}
	shown := 0
	for i, x := range safe.Figures {
		for j, r := range append(x.Rows, x.Total) {
			for k, f := range r.Figures {
				for _, rest := range x.Rests[k] {
					if f.Available() && secret[rest.Measure+" "+string(x.Level)+" "+r.Code+" "+rest.Column] {
						t.Errorf("%s %s %s: %s rests on a hidden %s", x.FileName(), r.Code, x.Columns[k].Code, f, rest)
					}
				}
				if f.Available() {
					shown++
				}
				if j < len(x.Rows) && f.Missing == observatory.HiddenFigure && !raw.Figures[i].Rows[j].Figures[k].Available() {
					t.Errorf("%s %s: what does not exist is said to be hidden", x.FileName(), r.Code)
				}
			}
		}
	}
	if shown == 0 {
		t.Error("nothing is left")
	}
	if out, _ := observatory.HideFigures(raw.Figures, nil, observatory.DefaultPolicy()); out[0].Total.Figures[0].Available() {
		t.Error("a figure rests on tables that are not published")
	}
}

// Nothing hidden is written in any form, and every form holds every shown value.
func TestWriteForms(t *testing.T) {
	_, safe := published(t)
	var sdmx, doc, geo, dictionary bytes.Buffer
	if err := errors.Join(observatory.WriteSDMX(&sdmx, &safe), observatory.WriteJSON(&doc, &safe),
		observatory.WriteGeoJSON(&geo, &safe, observatory.EPCI), observatory.WriteDictionary(&dictionary, &safe)); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(&sdmx).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	hidden, shown := 0, 0
	for _, x := range safe.Tables {
		for _, r := range append(x.Rows, x.Total) {
			for _, c := range r.Cells {
				if c.Hidden {
					hidden++
				}
				shown++
			}
		}
	}
	for _, x := range safe.Figures {
		for _, r := range append(x.Rows, x.Total) {
			for _, f := range r.Figures {
				if f.Missing == observatory.HiddenFigure {
					hidden++
				}
				shown++
			}
		}
	}
	secret := 0
	for _, l := range lines[1:] {
		if l[10] == "C" {
			secret++
			if l[8] != "" {
				t.Errorf("a confidential value is written: %v", l)
			}
		}
	}
	if len(lines)-1 != shown || secret != hidden {
		t.Errorf("%d observations of %d, %d confidential of %d", len(lines)-1, shown, secret, hidden)
	}
	var parsed struct {
		Tables []struct {
			Measure observatory.Measure
			Rows    []struct {
				Values  []*json.Number
				Missing map[string]string
			}
		}
	}
	if err := json.Unmarshal(doc.Bytes(), &parsed); err != nil || len(parsed.Tables) != len(safe.Tables)+len(safe.Figures) {
		t.Fatalf("%v, %d tables", err, len(parsed.Tables))
	}
	for _, x := range parsed.Tables {
		for _, r := range x.Rows {
			nulls := 0
			for _, v := range r.Values {
				if v == nil {
					nulls++
				}
			}
			if nulls != len(r.Missing) || x.Measure.Definition == "" {
				t.Fatalf("%s: %d nulls, %d reasons", x.Measure.Code, nulls, len(r.Missing))
			}
		}
	}
	var collection struct {
		Features []struct {
			ID         string
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(geo.Bytes(), &collection); err != nil || len(collection.Features) == 0 || collection.Features[0].Properties["geography_year"] != 2026.0 {
		t.Errorf("GeoJSON: %v", err)
	}
	for _, m := range observatory.Measures() {
		if m.Code != "persons" && m.Code != "zone_first" && m.Code != "zone_any" && !m.Figure && !strings.Contains(dictionary.String(), ","+m.Code+",") {
			t.Errorf("%s is not in the dictionary", m.Code)
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWriteTells(t *testing.T) {
	_, safe := published(t)
	for name, err := range map[string]error{
		"figures": observatory.WriteFigures(broken{}, safe.Figures[0]), "counts": observatory.WriteCSV(broken{}, safe.Tables[0]), "SDMX": observatory.WriteSDMX(broken{}, &safe),
		"JSON": observatory.WriteJSON(broken{}, &safe), "GeoJSON": observatory.WriteGeoJSON(broken{}, &safe, observatory.EPCI), "dictionary": observatory.WriteDictionary(broken{}, &safe),
	} {
		if !errors.Is(err, io.ErrShortWrite) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestForm(t *testing.T) {
	s := observatory.Setting{AsOf: demand.MustDate("2011-06-30"), Abnormal: map[string]int{"21": 12}, Incomes: true}
	f := demand.Form{DepositedOn: demand.MustDate("2010-06-30"), PersonsToHouse: 1, Wanted: demand.Wanted{Places: []demand.WantedPlace{{Commune: "21231"}}}, Reasons: []demand.Reason{{Code: "05"}}}
	if d := s.FromForm(&f); d.Abnormal != demand.Yes || d.Ceiling != "" || d.Reason != "05" || d.Target != demand.DwellingTypeT1 {
		t.Errorf("%+v", d)
	}
	f.DepositedOn = demand.MustDate("2010-07-01")
	if d := s.FromForm(&f); d.Abnormal != demand.No {
		t.Errorf("eleven months: %+v", d)
	}
}
