package archtest

import (
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const ledgerFile = "testdata/ledger.txt"

// TestLedger keeps every code that ever was, with its chapter. A code leaves the
// ledger never: once its rule has gone it is retired, and cannot come back.
func TestLedger(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "rules.json"))
	if err != nil {
		t.Fatal(err)
	}
	var rules []struct{ Code, Chapter string }
	if err := json.Unmarshal(data, &rules); err != nil {
		t.Fatal(err)
	}
	now := map[string]string{}
	for _, r := range rules {
		if _, twice := now[r.Code]; twice {
			t.Errorf("%s: two rules bear this code", r.Code)
		}
		now[r.Code] = r.Chapter
	}
	ledger := readLedger(t)
	for _, wrong := range reused(ledger, now) {
		t.Error(wrong)
	}
	merged := merge(ledger, now)
	switch {
	case maps.Equal(ledger, merged):
	case flag.Lookup("update").Value.String() == "true":
		writeLedger(t, merged)
	default:
		t.Errorf("codes have come or gone; if that is wanted, run go test ./internal/archtest -update")
	}
}

const retired = "(retired)"

func readLedger(t *testing.T) map[string]string {
	out := map[string]string{}
	data, err := os.ReadFile(ledgerFile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if code, chapter, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok {
			out[code] = chapter
		}
	}
	return out
}

func writeLedger(t *testing.T, ledger map[string]string) {
	var b strings.Builder
	b.WriteString("# Every code that ever was, and the chapter of its rule. Lines are added and retired, never removed nor given to another rule.\n")
	for _, code := range slices.Sorted(maps.Keys(ledger)) {
		b.WriteString(code + "\t" + ledger[code] + "\n")
	}
	if err := os.WriteFile(ledgerFile, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// reused lists the codes that came back from retirement, or changed chapter.
func reused(ledger, now map[string]string) []string {
	var out []string
	for _, code := range slices.Sorted(maps.Keys(now)) {
		switch before, known := ledger[code]; {
		case known && before == retired:
			out = append(out, code+": this code was retired; take another one")
		case known && before != now[code]:
			out = append(out, code+": this code belonged to chapter "+before+"; a code is never given to another rule")
		}
	}
	return out
}

func merge(ledger, now map[string]string) map[string]string {
	out := maps.Clone(ledger)
	for code := range out {
		if _, alive := now[code]; !alive {
			out[code] = retired
		}
	}
	maps.Copy(out, now)
	return out
}

func TestReused(t *testing.T) {
	ledger := map[string]string{"DEM-DAT-01": "dates", "DEM-DAT-02": retired, "DEM-DAT-03": "dates"}
	now := map[string]string{"DEM-DAT-01": "dates", "DEM-DAT-02": "dates", "DEM-DAT-03": "foyer", "DEM-DAT-04": "dates"}
	if got := reused(ledger, now); len(got) != 2 || !strings.Contains(got[0], "DEM-DAT-02") || !strings.Contains(got[1], "DEM-DAT-03") {
		t.Errorf("got %v", got)
	}
	if got := merge(ledger, map[string]string{"DEM-DAT-01": "dates"}); got["DEM-DAT-03"] != retired || len(got) != 3 {
		t.Errorf("got %v", got)
	}
}
