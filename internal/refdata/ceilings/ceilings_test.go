package ceilings_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/internal/refdata/ceilings"
)

func TestRows(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range ceilings.Rows() {
		key := r.Financing + r.Zone + r.EffectiveFrom
		if seen[key] {
			t.Errorf("%s: given twice", key)
		}
		seen[key] = true
		for i, a := range r.Amounts {
			if a <= 0 || i > 0 && i < 6 && a < r.Amounts[i-1] {
				t.Errorf("%s: category %d is %d", key, i+1, a)
			}
			if !strings.ContainsRune("ocrdk", rune(r.Status[i])) {
				t.Errorf("%s: status %q", key, r.Status[i])
			}
		}
		if r.Amounts[6] >= r.Amounts[0] {
			t.Errorf("%s: an extra person is worth %d, more than a person alone", key, r.Amounts[6])
		}
	}
	if got := len(ceilings.Rows()); got != 195 {
		t.Errorf("%d rows, want 195", got)
	}
}

// The text fixes PLS, LLS and LLTS from PLUS, rounded half up.
func TestComputedRowsFollowTheirRule(t *testing.T) {
	plus := map[string]ceilings.Row{}
	for _, r := range ceilings.Rows() {
		if r.Financing == "PLUS" {
			plus[r.Zone+r.EffectiveFrom] = r
		}
	}
	for _, r := range ceilings.Rows() {
		thousandths, zone := map[string]int{"PLS": 1300, "LLS": 900, "LLTS": 675}[r.Financing], r.Zone
		if thousandths == 0 {
			continue
		}
		if zone == "outre_mer" {
			zone = "autres_regions"
		}
		base, ok := plus[zone+r.EffectiveFrom]
		if !ok {
			t.Errorf("%s %s: no PLUS that day", r.Financing, r.EffectiveFrom)
			continue
		}
		for i, a := range r.Amounts {
			if want := (base.Amounts[i]*thousandths + 500) / 1000; a != want && r.Status[i] == 'r' {
				t.Errorf("%s %s %s category %d: %d, want %d", r.Financing, r.Zone, r.EffectiveFrom, i+1, a, want)
			}
		}
	}
}

// The revision of 1 January is one rate for every amount (but in 2022, when
// none fits): a slip of one digit shows.
func TestYearlyRevision(t *testing.T) {
	rates := map[string]float64{"2011": 1.0110, "2012": 1.0100, "2013": 1.0215, "2014": 1.0090, "2015": 1.0047, "2016": 1.0002,
		"2017": 1.0006, "2018": 1.0090, "2019": 1.0157, "2020": 1.0120, "2021": 1.0046, "2022": 1.0083,
		"2023": 1.0349358, "2024": 1.0349306, "2025": 1.0246756, "2026": 1.0087191}
	previous := map[string]ceilings.Row{}
	for _, r := range ceilings.Rows() {
		year := r.EffectiveFrom[:4]
		last, ok := previous[r.Financing+r.Zone]
		previous[r.Financing+r.Zone] = r
		rate := rates[year]
		if !ok || rate == 0 {
			continue
		}
		for i, a := range r.Amounts {
			want := float64(last.Amounts[i]) * rate
			if diff := float64(a) - want; diff > 2 || diff < -2 {
				t.Errorf("%s", fmt.Sprint(r.Financing, " ", r.Zone, " ", year, " category ", i+1, ": ", a, ", the rate gives ", want))
			}
		}
	}
}

func TestParis(t *testing.T) {
	if got := len(ceilings.Paris()); got != 30 {
		t.Errorf("%d communes, want Paris and 29 others", got)
	}
}
