package household_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
)

// vectorFile is the published set of fact vectors, when it is at hand.
func vectorFile(t *testing.T) []byte {
	root := os.Getenv("FICHIER_SHARED")
	if root == "" {
		dir, _ := os.Getwd()
		for dir != "/" && !exists(filepath.Join(dir, "go.work")) {
			dir = filepath.Dir(dir)
		}
		root = filepath.Join(dir, "..", "shared")
	}
	data, err := os.ReadFile(filepath.Join(root, "reference", "data", "ceilings", "vectors_shared.json"))
	if err != nil {
		t.Skip("the shared fact vectors are not on this machine (set FICHIER_SHARED to their folder)")
	}
	return data
}

func exists(path string) bool { _, err := os.Stat(path); return err == nil }

type vector struct {
	ID, Kind string
	Input    struct {
		Period, Date, Commune         string
		Year                          int
		Financing                     household.Financing
		Zone                          household.Zone
		Category, Persons, Dependants json.RawMessage
		Adults, Adult, Couple         json.RawMessage
		YoungCouple                   bool                       `json:"young_couple"`
		SingleAdult                   bool                       `json:"single_adult"`
		DisabledCard                  bool                       `json:"disabled_card"`
		ExtraPerson                   bool                       `json:"extra_person"`
		RFR                           map[string]decimal.Decimal `json:"rfr"`
	}
	Expected struct {
		Category   int
		CeilingEur int `json:"ceiling_eur"`
		Eligible   bool
		Zone       household.Zone
	}
}

func number(raw json.RawMessage) int { n, _ := strconv.Atoi(string(raw)); return n }

// people makes the persons a ceiling vector speaks of.
func (v *vector) people(c *household.Case) {
	in := &v.Input
	persons, dependants := number(in.Persons), number(in.Dependants)
	adults := persons - dependants
	switch {
	case number(in.Adults) > 0:
		adults = number(in.Adults)
	case in.SingleAdult:
		adults, dependants = 1, persons-1
	case string(in.Couple) == "true":
		adults, dependants = 2, persons-2
	}
	c.Adults, c.Dependants, c.Couple = make([]household.Adult, adults), make([]household.Dependant, dependants), string(in.Couple) == "true"
	for i := range c.Adults {
		c.Adults[i].Age = 40
		if in.YoungCouple {
			c.Adults[i].Age = 25
		}
	}
	c.Adults[0].Disabled = in.DisabledCard
}

func TestSharedVectors(t *testing.T) {
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(vectorFile(t), &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) != 115 {
		t.Errorf("%d vectors, want 115", len(file.Vectors))
	}
	for _, v := range file.Vectors {
		switch v.Kind {
		case "zone":
			if got, _ := household.ZoneOf(v.Input.Commune); got != v.Expected.Zone {
				t.Errorf("%s: %s, want %s", v.ID, got, v.Expected.Zone)
			}
		case "category":
			var c household.Case
			c.Date = demand.MustDate(v.Input.Period + "-01")
			_ = json.Unmarshal(v.Input.Adults, &c.Adults)
			_ = json.Unmarshal(v.Input.Dependants, &c.Dependants)
			c.Couple = string(v.Input.Couple) == "true"
			if got := household.CategoryOf(&c).Number; got != v.Expected.Category {
				t.Errorf("%s: %d, want %d", v.ID, got, v.Expected.Category)
			}
		case "ceiling":
			v.ceiling(t)
		case "eligibility":
			v.eligibility(t)
		default:
			t.Errorf("%s: kind %s is not known", v.ID, v.Kind)
		}
	}
}

func (v *vector) ceiling(t *testing.T) {
	day, _ := demand.NewDate(v.Input.Year, 7, 1)
	table := household.Published()
	category, extra := number(v.Input.Category), 0
	if v.Input.ExtraPerson {
		six, seven := table.Ceiling(v.Input.Financing, v.Input.Zone, 6, 0, day), table.Ceiling(v.Input.Financing, v.Input.Zone, 6, 1, day)
		if got := seven.Amount.Sub(six.Amount); !got.Equal(decimal.NewFromInt(int64(v.Expected.CeilingEur))) {
			t.Errorf("%s: %s", v.ID, got)
		}
		return
	}
	if len(v.Input.Adults)+len(v.Input.Persons) > 0 {
		c := household.Case{Date: day, Zone: v.Input.Zone}
		v.people(&c)
		got := household.CategoryOf(&c)
		if category != 0 && got.Number != category {
			t.Errorf("%s: category %d, want %d", v.ID, got.Number, category)
		}
		category, extra = got.Number, got.Extra
	}
	got := table.Ceiling(v.Input.Financing, v.Input.Zone, category, extra, day)
	if !got.Known() || !got.Amount.Equal(decimal.NewFromInt(int64(v.Expected.CeilingEur))) {
		t.Errorf("%s: %s %s, want %d", v.ID, got.Amount, got.Unknown, v.Expected.CeilingEur)
	}
}

func (v *vector) eligibility(t *testing.T) {
	c := household.Case{Date: demand.MustDate(v.Input.Date + "-15"), Zone: v.Input.Zone, Adults: []household.Adult{{Age: 30}}, Incomes: map[int]decimal.Decimal{}}
	if string(v.Input.Adult) == "false" {
		c.Adults[0].Age = 17
	}
	for year, amount := range v.Input.RFR {
		n, _ := strconv.Atoi(year)
		c.Incomes[n] = amount
	}
	for _, e := range household.Assess(&c, household.Published()).Financings {
		if e.Financing != v.Input.Financing {
			continue
		}
		if (e.Verdict == household.Eligible) != v.Expected.Eligible || !e.Ceiling.Amount.Equal(decimal.NewFromInt(int64(v.Expected.CeilingEur))) {
			t.Errorf("%s: %+v", v.ID, e)
		}
	}
}
