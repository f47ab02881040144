package territory_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/fichier-unique/rules/observatory/territory"
)

// The table of the communes of 2010 whose code or name differs in 2026, made from
// the history of the code officiel géographique, agrees with the walk.
func TestPassageTable(t *testing.T) {
	dir := os.Getenv("FICHIER_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(dir, "reference", "data", "territories", "communes_2010_to_2026.csv"))
	if err != nil {
		t.Skip("the shared table is not here: set FICHIER_SHARED to compare with it")
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, row := range rows[1:] {
		parts, faults := territory.France().Forward(row[0], day("2010-01-01"), day("2026-01-01"))
		if faults != nil || !slices.ContainsFunc(parts, func(p territory.Part) bool { return p.Code == row[2] && p.Name == row[3] }) {
			t.Errorf("%s %s: %s, the table says %s %s (%v)", row[0], row[1], codes(parts), row[2], row[3], faults)
		}
		n++
	}
	t.Logf("%d communes compared", n)
}
