package ceilings_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/internal/refdata/ceilings"
)

// reference opens a table of the folder the figures were carried from.
func reference(t *testing.T, parts ...string) [][]string {
	root := os.Getenv("FICHIER_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "shared")
	}
	file, err := os.Open(filepath.Join(append([]string{root, "reference", "data"}, parts...)...))
	if err != nil {
		t.Skip("the reference tables are not on this machine (set FICHIER_SHARED to their folder)")
	}
	defer file.Close()
	in := csv.NewReader(file)
	in.Comment, in.FieldsPerRecord = '#', -1
	in.LazyQuotes = true
	all, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

type figure struct{ amount, status, act string }

// Every figure shipped, with its status and its arrêté, is that of the reference
// tables, and none is left out.
func TestFiguresEqualTheReference(t *testing.T) {
	letters := map[string]string{"official": "o", "corrected": "c", "rule_1.30xPLUS": "r", "derived": "d", "derived_confirmed": "k"}
	want := map[string]figure{}
	for _, f := range reference(t, "ceilings", "ceilings_metropole.csv") { // effective_from,financing,zone,categorie,amount_eur,status,arrete
		want[strings.Join([]string{f[1], f[2], f[0], f[3]}, " ")] = figure{f[4], letters[f[5]], strings.TrimPrefix(f[6], "arrete ")}
	}
	for _, f := range reference(t, "ceilings", "ceilings_outremer.csv") { // effective_from,financing,categorie,amount_eur,status
		want[strings.Join([]string{f[1], "outre_mer", f[0], f[2]}, " ")] = figure{f[3], "r", "2011-03-14"}
	}
	got := map[string]figure{}
	for _, r := range ceilings.Rows() {
		for i, amount := range r.Amounts {
			category := strconv.Itoa(i + 1)
			if i == 6 {
				category = "sup"
			}
			got[strings.Join([]string{r.Financing, r.Zone, r.EffectiveFrom, category}, " ")] = figure{strconv.Itoa(amount), string(r.Status[i]), r.Act}
		}
	}
	if len(want) != 1365 {
		t.Errorf("%d figures in the reference, want 1365", len(want))
	}
	for key, w := range want {
		if got[key] != w {
			t.Errorf("%s: %v, want %v", key, got[key], w)
		}
	}
	for key := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("%s: not in the reference", key)
		}
	}
}

func TestParisEqualsTheReference(t *testing.T) {
	var want []string
	for _, f := range reference(t, "territories", "paris_limitrophes.csv") {
		want = append(want, f[0])
	}
	if got := ceilings.Paris(); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%v, want %v", got, want)
	}
}
