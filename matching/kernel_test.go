package matching_test

import (
	"math/rand"
	"testing"

	"github.com/xrash/smetrics"

	"github.com/fichier-unique/rules/matching"
)

func randomText(r *rand.Rand, letters string, most int) string {
	b := make([]byte, r.Intn(most+1))
	for i := range b {
		b[i] = letters[r.Intn(len(letters))]
	}
	return string(b)
}

// smudge makes a text near another: names that match nearly are where the kernels could differ.
func smudge(r *rand.Rand, s string) string {
	b := []byte(s)
	for range 1 + r.Intn(3) {
		if len(b) < 2 {
			break
		}
		i := r.Intn(len(b) - 1)
		switch r.Intn(3) {
		case 0:
			b[i], b[i+1] = b[i+1], b[i]
		case 1:
			b[i] = byte('A' + r.Intn(26))
		case 2:
			b = append(b[:i], b[i+1:]...)
		}
	}
	return string(b)
}

func TestWinklerIsSmetrics(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for n := range 1_000_000 {
		letters, most := "ABCDEFGHIJKLMNOPQRSTUVWXYZ", 14
		switch n % 4 {
		case 1:
			letters = "ABC"
		case 2:
			letters, most = "AB", 90
		}
		a := randomText(r, letters, most)
		b := randomText(r, letters, most)
		if n%2 == 0 {
			b = smudge(r, a)
		}
		if got, want := matching.Winkler(a, b), smetrics.JaroWinkler(a, b, 0.7, 4); got != want {
			t.Fatalf("winkler(%q, %q) = %v, want %v", a, b, got, want)
		}
		if matching.Similarity(a, b) != matching.Similarity(b, a) {
			t.Fatalf("similarity(%q, %q) is not symmetric", a, b)
		}
	}
}

// alignment is the optimal string alignment distance, written plainly.
func alignment(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func TestSlips(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	for range 100_000 {
		a := randomText(r, "ABCDE", 12)
		b := smudge(r, a)
		for limit := range 4 {
			if got, want := matching.Slips(a, b, limit), min(alignment(a, b), limit+1); got != want {
				t.Fatalf("slips(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
			}
		}
	}
}

// TestMayReach: the quick bound never rules out a pair that is alike.
func TestMayReach(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	for range 200_000 {
		a := randomText(r, "ABCDEFGH0 -", 12)
		b := smudge(r, a)
		for _, bound := range []float64{0.8, 0.88, 0.9} {
			if len(a) > 0 && len(b) > 0 && matching.Similarity(a, b) >= bound && !matching.MayReach(a, b, bound) {
				t.Fatalf("%q and %q reach %v and are ruled out", a, b, bound)
			}
		}
	}
}

func TestKernelsDoNotAllocate(t *testing.T) {
	if n := testing.AllocsPerRun(100, func() { matching.Winkler("MARTINEAU", "MARTINOT") }); n != 0 {
		t.Errorf("winkler allocates %v times", n)
	}
}

func FuzzWinkler(f *testing.F) {
	f.Add("DUPONT", "DUPOND")
	f.Add("", "A")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a) > 256 || len(b) > 256 {
			return
		}
		if got, want := matching.Winkler(a, b), smetrics.JaroWinkler(a, b, 0.7, 4); got != want {
			t.Fatalf("winkler(%q, %q) = %v, want %v", a, b, got, want)
		}
	})
}

func TestSound(t *testing.T) {
	alike := [][]string{
		{"DUPONT", "DUPOND", "DUPON"},
		{"RENAUD", "RENAULT", "RENAUT", "RENAUX", "RENO"},
		{"LEFEVRE", "LEFEBVRE"},
		{"GAUTIER", "GAUTHIER", "GAUTTIER"},
		{"MEYER", "MEIER", "MAYER"},
		{"PHILIPPE", "FILIPE", "PHILLIPE"},
		{"THIERRY", "TIERRY", "THIERI"},
		{"MARTINEAU", "MARTINOT", "MARTINAUD"},
		{"DESCHAMPS", "DESCHAMP", "DESCHAMS"},
		{"LEGOFF", "LEGOF"},
		{"HERVE", "ERVE"},
		{"QUENTIN", "KENTIN", "CANTIN"},
		{"BEAUDOUIN", "BAUDOUIN"},
		{"GUILLOT", "GUILLOTS", "GUILOT"},
		{"CHRISTOPHE", "KRISTOF"},
		{"JULIEN", "JULLIEN"},
		{"CECILE", "SESSILE"},
		{"DJAMEL", "JAMEL"},
		{"WAGNER", "VAGNER"},
		{"BOUCHARD", "BOUCHART"},
		{"SCHMITT", "SCHMIT", "SCHMIDT"},
		{"FAURE", "FORT", "FAUR"},
	}
	for _, names := range alike {
		for _, name := range names[1:] {
			if a, b := matching.Sound(names[0]), matching.Sound(name); a != b {
				t.Errorf("sound(%s) = %s, sound(%s) = %s, want the same", names[0], a, name, b)
			}
		}
	}
	apart := [][2]string{
		{"MARTIN", "MARTINEZ"}, {"MARTIN", "MARTINE"}, {"DUPONT", "DUPRE"}, {"PETIT", "PETITJEAN"}, {"MOREL", "MOREAU"},
		{"SIMON", "SIMONE"}, {"BERTIN", "BERTON"}, {"LEROY", "LEROUX"}, {"JEAN", "JEANNE"}, {"LOUIS", "LOUISE"},
		{"FRANCOIS", "FRANCOISE"}, {"DENIS", "DENISE"}, {"ROUX", "RAOUL"}, {"BONNET", "BENOIT"}, {"GERARD", "GUERARD"},
	}
	for _, p := range apart {
		if a, b := matching.Sound(p[0]), matching.Sound(p[1]); a == b {
			t.Errorf("sound(%s) = sound(%s) = %s, want them apart", p[0], p[1], a)
		}
	}
	for _, empty := range []string{"", " ", "12"} {
		if got := matching.Sound(empty); got != "" {
			t.Errorf("sound(%q) = %q, want none", empty, got)
		}
	}
}

func FuzzSound(f *testing.F) {
	f.Add("LEFEBVRE")
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range []byte(matching.Sound(s)) {
			if (c < 'A' || c > 'Z') && (c < '1' || c > '3') {
				t.Fatalf("byte %q in a phonetic key", c)
			}
		}
	})
}

func TestVariantClass(t *testing.T) {
	for _, names := range [][]string{{"MOHAMED", "MUHAMMAD", "MOHAMMED"}, {"ABDELKRIM", "ABDOULKRIM", "ABDULKRIM"}, {"YOUSSEF", "YUSUF"}} {
		for _, name := range names {
			if got, want := matching.VariantClass(name), matching.VariantClass(names[0]); got != want {
				t.Errorf("class of %s is %s, want %s", name, got, want)
			}
		}
	}
	for _, p := range [][2]string{{"MICHEL", "MICKAEL"}, {"MARIE", "MARION"}, {"GAEL", "GAELLE"}, {"ABDEL", "ABDUL"}} {
		if matching.VariantClass(p[0]) == matching.VariantClass(p[1]) {
			t.Errorf("%s and %s are of one class", p[0], p[1])
		}
	}
}

func TestParseBirth(t *testing.T) {
	tests := []struct {
		in, want           string
		impossible, unread bool
	}{
		{"1984-03-09", "1984-03-09", false, false},
		{"19840309", "1984-03-09", false, false},
		{"1984-03-09T00:00:00", "1984-03-09", false, false},
		{"1984/03/09", "1984-03-09", false, false},
		{"1984-03", "1984-03", false, false},
		{"1984", "1984", false, false},
		{"", "", false, false},
		{"  ", "", false, false},
		{"1985-02-31", "1985-02-31", true, false},
		{"2000-02-29", "2000-02-29", false, false},
		{"1900-02-29", "1900-02-29", true, false},
		{"1984-13-09", "1984-13-09", true, false},
		{"09/03/1984", "", false, true},
		{"inconnue", "", false, true},
		{"0000-00-00", "", false, true},
		{"198403091", "", false, true},
	}
	for _, tt := range tests {
		got, impossible, unread := matching.ParseBirth(tt.in)
		if got != tt.want || impossible != tt.impossible || unread != tt.unread {
			t.Errorf("parse %q: %q impossible %v unread %v", tt.in, got, impossible, unread)
		}
	}
}

func TestCompareDates(t *testing.T) {
	tests := []struct {
		a, b string
		want matching.Level
	}{
		{"1984-03-09", "1984-03-09", matching.LevelExact},
		{"1984-03-09", "1984-09-03", matching.LevelSwapped},
		{"1984-13-09", "1984-09-13", matching.LevelSwapped},
		{"1984-03-09", "1984-03-08", matching.LevelSlip},
		{"1984-03-09", "1948-03-09", matching.LevelSlip},
		{"1984-03-09", "1994-03-09", matching.LevelSlip},
		{"1984-01-01", "1984-01-01", matching.LevelExact},
		{"1984-01-01", "1984-07-23", matching.LevelYearOnly},
		{"1984", "1984-07-23", matching.LevelYearOnly},
		{"1984-07", "1984-07-23", matching.LevelYearOnly},
		{"1984-07", "1984-08-23", matching.LevelDifferent},
		{"1984-03-09", "1984-11-25", matching.LevelSameYear},
		{"1984-03-09", "1971-11-25", matching.LevelDifferent},
		{"1984", "1985", matching.LevelDifferent},
		{"", "1984-03-09", matching.LevelMissing},
	}
	for _, tt := range tests {
		if got := matching.CompareDates(tt.a, tt.b); got != tt.want {
			t.Errorf("%s with %s: %v, want %v", tt.a, tt.b, got, tt.want)
		}
		if got := matching.CompareDates(tt.b, tt.a); got != tt.want {
			t.Errorf("%s with %s: %v, want %v", tt.b, tt.a, got, tt.want)
		}
	}
}

func TestPhoneAndPlace(t *testing.T) {
	for _, s := range []string{"0639980001", "06 39 98 00 01", "+33639980001", "0033 6.39.98.00.01", "+33 (0)6-39-98-00-01"} {
		if got := matching.PhoneNumber(s); got != 639980001 {
			t.Errorf("phone %q is %d", s, got)
		}
	}
	for _, s := range []string{"", "06 39", "0000000000", "non communiqué"} {
		if got := matching.PhoneNumber(s); got != 0 {
			t.Errorf("phone %q is %d, want none", s, got)
		}
	}
	places := map[string]string{"75112": "75056", "69385": "69123", "13216": "13055", "13217": "13217", "21231": "21231", "2A004": "2A004", "99350": "99350"}
	for in, want := range places {
		if got := matching.PlaceCode(in); got != want {
			t.Errorf("place %s is %s, want %s", in, got, want)
		}
	}
}
