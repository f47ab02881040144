package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand/household"
)

// vectorInput is what a published vector gives.
type vectorInput struct {
	Period, Date, Commune, Zone, Financing string
	Year, Category, Persons                int
	Adults, Dependants                     json.RawMessage // a number, or a list of persons
	Adult, Couple                          *bool
	YoungCouple                            bool               `json:"young_couple"`
	SingleAdult                            bool               `json:"single_adult"`
	DisabledCard                           bool               `json:"disabled_card"`
	ExtraPerson                            bool               `json:"extra_person"`
	RFR                                    map[string]float64 `json:"rfr"`
}

type vectorExpected struct {
	Category int
	Zone     household.Zone
	Ceiling  int `json:"ceiling_eur"`
	Eligible bool
}

// line writes the household of a vector as the verb reads it, on a day of its year.
func (in *vectorInput) line(day string) string {
	kase := map[string]any{"date": day, "adults": in.Adults, "dependants": in.Dependants}
	put := func(name, text string) {
		if text != "" {
			kase[name] = text
		}
	}
	put("zone", in.Zone)
	put("commune", in.Commune)
	if len(in.Adults) == 0 || in.Adults[0] != '[' {
		var adults, dependants int
		_ = json.Unmarshal(in.Adults, &adults)
		_ = json.Unmarshal(in.Dependants, &dependants)
		couple := in.Couple != nil && *in.Couple
		switch {
		case adults > 0:
		case in.SingleAdult:
			adults, dependants = 1, in.Persons-1
		case couple:
			adults, dependants = 2, in.Persons-2
		default:
			adults = max(1, in.Persons-dependants)
		}
		persons := make([]map[string]any, adults)
		for i := range persons {
			persons[i] = map[string]any{"age": 40, "disabled": in.DisabledCard && i == 0}
			if in.YoungCouple || in.Adult != nil && !*in.Adult {
				persons[i]["age"] = 17
			}
		}
		children := make([]map[string]any, dependants)
		for i := range children {
			children[i] = map[string]any{"age": 8}
		}
		kase["adults"], kase["dependants"] = persons, children
	}
	if in.Couple != nil {
		kase["couple"] = *in.Couple
	}
	if in.RFR != nil {
		kase["incomes"] = in.RFR
	}
	data, _ := json.Marshal(kase)
	return string(data)
}

// judged runs a verb and reads the line it answers.
func judged[T any](t *testing.T, input string, args ...string) T {
	t.Helper()
	var out, errs strings.Builder
	var answer T
	code := run(console{strings.NewReader(input), &out, &errs}, args)
	if err := json.Unmarshal([]byte(out.String()), &answer); code != exitDone || err != nil {
		t.Fatalf("%v %s: exit %d, %s%s", args, input, code, out.String(), errs.String())
	}
	return answer
}

// The published vectors, through the verbs as a partner calls them, on the first
// and on the last day of their year.
func TestPublishedVectorsThroughTheVerbs(t *testing.T) {
	root := os.Getenv("FICHIER_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	data, err := os.ReadFile(filepath.Join(root, "reference", "data", "ceilings", "vectors_shared.json"))
	if err != nil {
		t.Skip("the shared fact vectors are not on this machine (set FICHIER_SHARED to their folder)")
	}
	var file struct {
		Vectors []struct {
			ID, Kind string
			Input    vectorInput
			Expected vectorExpected
		}
	}
	if err := json.Unmarshal(data, &file); err != nil || len(file.Vectors) != 115 {
		t.Fatalf("%d vectors, %v", len(file.Vectors), err)
	}
	for _, v := range file.Vectors {
		in, want := &v.Input, &v.Expected
		for _, day := range in.days() {
			if in.ExtraPerson || in.Category > 0 && in.RFR == nil && len(in.Adults) == 0 { // no household is described
				if got := in.ceiling(t, day); got != want.Ceiling {
					t.Errorf("%s, %s: %d, want %d", v.ID, day, got, want.Ceiling)
				}
				continue
			}
			got := judged[householdLine](t, in.line(day), "household", "-")
			if want.Category > 0 && got.Category != want.Category || want.Zone != "" && got.Zone != want.Zone {
				t.Errorf("%s: category %d, zone %s", v.ID, got.Category, got.Zone)
			}
			f := got.Financings[in.Financing]
			if want.Ceiling > 0 && (f == nil || f.Ceiling == nil || f.Ceiling.String() != fmt.Sprint(want.Ceiling)) {
				t.Errorf("%s, %s: %+v, want %d", v.ID, day, f, want.Ceiling)
			}
			if v.Kind == "eligibility" && (f.Eligible == household.Eligible) != want.Eligible {
				t.Errorf("%s: %s", v.ID, f.Eligible)
			}
		}
	}
}

func (in *vectorInput) days() []string {
	switch {
	case in.Year > 0:
		return []string{fmt.Sprint(in.Year, "-01-01"), fmt.Sprint(in.Year, "-12-31")}
	case in.Period+in.Date != "":
		return []string{in.Period + in.Date + "-15"}
	}
	return []string{"2020-01-01"}
}

func (in *vectorInput) ceiling(t *testing.T, day string) int {
	amount := func(category, extra int) int {
		got := judged[ceilingLine](t, "", "ceiling", "-asof", day, "-zone", in.Zone, "-financing", in.Financing, "-category", fmt.Sprint(category), "-extra", fmt.Sprint(extra))
		n, _ := got.Amount.Int64()
		return int(n)
	}
	if in.ExtraPerson {
		return amount(6, 1) - amount(6, 0)
	}
	return amount(in.Category, 0)
}
