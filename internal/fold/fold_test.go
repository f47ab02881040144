package fold_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/fichier-unique/rules/internal/fold"
)

func TestString(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "  ": "", "DUPONT": "DUPONT", "Dupont": "DUPONT", " jean-pierre ": "JEAN PIERRE", "L’Haÿ": "L HAY",
		"œuvre Cœur": "OEUVRE COEUR", "Æsop": "AESOP", "Straße": "STRASSE", "STRAẞE": "STRASSE", "Łukasz": "LUKASZ",
		"Ångström": "ANGSTROM", "Nguyễn Thị Đào": "NGUYEN THI DAO", "İbrahim Yıldız": "IBRAHIM YILDIZ", "Şükrü Çağdaş": "SUKRU CAGDAS",
		"ʿAbd al-Raḥmān": "ABD AL RAHMAN", "Saʾīd": "SA ID", "Muḥammad Ṣāliḥ": "MUHAMMAD SALIH", "ﬁancé": "FIANCE", "ﬀ": "FF",
		"Ĳsbrand": "IJSBRAND", "co\u00adopérer": "COOPERER", "a\u200bb": "AB", "x\u00a0y\u202fz": "X Y Z", "12 bis, rue d'Été.": "12 BIS RUE D ETE",
		"Þór Ðóra": "THOR DORA", "ŉ": "N", "Ⅷ": "VIII", "ｆｕｌｌ": "FULL", "Иванов": "ИВАНОВ", "λόγος": "ΛΟΓΟΣ", "محمد": "محمد",
		"a\xffb": "A\uFFFDB", "№5": "NO5", "O’Brien – Mac·Leod": "O BRIEN MAC LEOD", "Gżegżółka": "GZEGZOLKA",
	} {
		if got := fold.String(in); got != want {
			t.Errorf("String(%q) = %q, want %q", in, got, want)
		}
	}
}

// The letters of each language, with the ASCII each must become.
func TestAlphabets(t *testing.T) {
	for _, c := range []struct{ language, letters, want string }{
		{"French", "àâäæçéèêëîïôöœùûüÿ", "AAAAECEEEEIIOOOEUUUY"},
		{"Polish", "ąćęłńóśźż", "ACELNOSZZ"},
		{"Turkish", "çğıİöşüâîû", "CGIIOSUAIU"},
		{"Vietnamese", "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
			"AADEOOUAAAAAAAAAAAAAAAEEEEEEEEEEIIIIIOOOOOOOOOOOOOOOUUUUUUUUUUYYYYY"},
		{"transliterated Arabic", "āīūḥṣḍṭẓḏġšžṯčḫẖǧ", "AIUHSDTZDGSZTCHHG"},
		{"ligatures", "ﬀﬁﬂﬃﬄﬅﬆ", "FFFIFLFFIFFLSTST"},
	} {
		if got := fold.String(c.letters); got != c.want {
			t.Errorf("%s: %q, want %q", c.language, got, c.want)
		}
		for _, r := range c.letters {
			upper := string(unicode.ToUpper(r))
			if fold.String(string(r)) != fold.String(upper) {
				t.Errorf("%s: %c and %s fold apart", c.language, r, upper)
			}
		}
	}
}

// Every hyphen and dash of Unicode, every apostrophe, every space is one blank.
func TestSeparators(t *testing.T) {
	signs := []rune("'`´‘’‛′ʼʻʹʾʿ＇ꞌ−⁃‧·.,;:/")
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.In(r, unicode.Pd, unicode.Zs, unicode.Zl, unicode.Zp) {
			signs = append(signs, r)
		}
	}
	for _, r := range signs {
		if got := fold.String("JEAN" + string(r) + "PAUL"); got != "JEAN PAUL" {
			t.Errorf("U+%04X: %q", r, got)
		}
	}
}

// Every letter of Latin-1 and Latin Extended-A becomes ASCII (the languages of
// Europe), and no letter of any script is lost.
func TestEveryLetter(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.IsLetter(r) || unicode.Is(unicode.Lm, r) || r == 0xA78B || r == 0xA78C { // signs of an apostrophe
			continue
		}
		got := fold.String(string(r))
		if got == "" && strings.IndexFunc(norm.NFKD.String(string(r)), unicode.IsLetter) >= 0 {
			t.Fatalf("U+%04X is lost", r)
		}
		if fold.String(got) != got {
			t.Fatalf("U+%04X: %q folds again to %q", r, got, fold.String(got))
		}
		if r <= 0x017F && strings.IndexFunc(got, func(r rune) bool { return r > 127 }) >= 0 && r != 'µ' {
			t.Errorf("U+%04X %c: %q", r, r, got)
		}
	}
}

func TestGluedTokensParticleIdentifier(t *testing.T) {
	if fold.Glued("de La Tour") != fold.Glued("Delatour") {
		t.Error("glued forms differ")
	}
	if got := slices.Collect(fold.Tokens("DE LA TOUR")); len(got) != 3 || !fold.Particle(got[0]) || fold.Particle(got[2]) {
		t.Errorf("tokens: %v", got)
	}
	if got := fold.Identifier("Date de dépôt (N°)"); got != "date_de_depot_n" {
		t.Errorf("Identifier = %q", got)
	}
}

func FuzzString(f *testing.F) {
	for _, s := range []string{"Jean-Pierre", "œ", "a\xff", "ʿAbd", "ﬃ", "İ", "K", "\u0345", "ǅ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := fold.String(s)
		if !utf8.ValidString(once) {
			t.Fatalf("%q gives invalid UTF-8", s)
		}
		if twice := fold.String(once); twice != once {
			t.Fatalf("%q folds to %q, then to %q", s, once, twice)
		}
		if got := string(fold.Append([]byte("x "), s)); got != "x "+once {
			t.Fatalf("Append gives %q, String %q", got, once)
		}
		if strings.HasPrefix(once, " ") || strings.HasSuffix(once, " ") || strings.Contains(once, "  ") {
			t.Fatalf("%q: blanks are not squeezed", once)
		}
	})
}

func ExampleString() {
	fmt.Println(fold.String("Jean‑Noël d’Œuvre"))
	// Output: JEAN NOEL D OEUVRE
}

func BenchmarkPlain(b *testing.B) {
	s := strings.Repeat("DE LA TOUR DUPONT ", 20) + "MARTIN"
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		fold.String(s)
	}
}

func BenchmarkAccented(b *testing.B) {
	s := strings.Repeat("Jean-Noël d’Œuvre ", 20)
	dst := make([]byte, 0, 1024)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		dst = fold.Append(dst[:0], s)
	}
}
