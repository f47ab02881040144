package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzParameters reads delays and thresholds from any text: what is accepted is
// within bounds and of a known territory.
func FuzzParameters(f *testing.F) {
	for _, text := range []string{"021=24", "21=24,242100410=12", "=", "021=", "territory,months\n021,24\n", "# x\nterritory;amount;from;to\n242100410;8671,5;2018-01-01;2018-12-31\n",
		"territory\n", "\xef\xbb\xbfterritory,months\n\"021\n", "territory,months\n021\n"} {
		f.Add(text)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		if !strings.Contains(text, "=") {
			name := filepath.Join(dir, "p.csv")
			if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			text = name
		}
		var o Observation
		if err := o.SetAbnormal(text); err == nil {
			for code, months := range o.Abnormal {
				if !knownTerritory(code) || months < 1 || months > 600 {
					t.Errorf("%q is %d months", code, months)
				}
			}
		}
		if err := o.SetQuartile(text); err == nil {
			for code, limit := range o.Quartile {
				if !knownTerritory(code) || len(code) != 9 || !limit.Amount.IsPositive() {
					t.Errorf("%q is %s", code, limit.Amount)
				}
			}
		}
	})
}

func TestForReaders(t *testing.T) {
	for why, want := range map[string]string{
		noDelay:  "La part au-delà du délai anormalement long n'est pas donnée, car ce délai n'est pas fourni.",
		tooSmall: "À certains niveaux, trop de comptes sont petits pour une série.",
		oneDay:   "Il n'y a pas de compte antérieur, car un fichier de demandes ne dit le stock que d'un jour.",
		noList:   reasons[noList],
	} {
		if got := forReaders(reasonOf(why)); got != want {
			t.Errorf("%s: %q, want %q", why, got, want)
		}
	}
}
