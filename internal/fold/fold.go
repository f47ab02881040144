package fold

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// String folds a text. It is idempotent.
func String(s string) string {
	if plain(s) {
		return s
	}
	return string(Append(make([]byte, 0, len(s)+8), s))
}

// plain reports that the text is folded already: capitals and digits in words
// separated by one blank.
func plain(s string) bool {
	blank := true
	for i := range len(s) {
		c := s[i]
		if c-'A' < 26 || c-'0' < 10 {
			blank = false
			continue
		}
		if c != ' ' || blank {
			return false
		}
		blank = true
	}
	return !blank || s == ""
}

// Append folds s at the end of dst; it allocates only when dst is too small.
func Append(dst []byte, s string) []byte {
	f := folder{dst: dst, start: len(dst)}
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			f.ascii(c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		f.fold(r, s[i:i+size])
		i += size
	}
	return f.dst
}

// folder writes folded text: a blank is pending until a letter follows, so that
// blanks are single and never at an end.
type folder struct {
	dst     []byte
	start   int
	pending bool
}

func (f *folder) separate() {
	if f.pending && len(f.dst) > f.start {
		f.dst = append(f.dst, ' ')
	}
	f.pending = false
}

func (f *folder) ascii(c byte) {
	switch {
	case c-'A' < 26 || c-'0' < 10:
		f.separate()
		f.dst = append(f.dst, c)
	case c-'a' < 26:
		f.separate()
		f.dst = append(f.dst, c-'a'+'A')
	default:
		f.pending = true
	}
}

// fold handles one rune beyond ASCII, whose bytes are raw.
func (f *folder) fold(r rune, raw string) {
	if text, ok := special(r); ok {
		for i := range len(text) {
			f.ascii(text[i])
		}
		return
	}
	if r == utf8.RuneError {
		f.letter(r)
		return
	}
	if invisible(r) {
		return
	}
	// A compatibility decomposition may hold ligatures of its own, and the
	// capital of a letter may decompose again: fold what comes out until it is stable.
	decomposed := norm.NFKD.PropertiesString(raw).Decomposition()
	if len(decomposed) == 0 || string(decomposed) == raw {
		f.alone(r)
		return
	}
	for i := 0; i < len(decomposed); {
		d, size := utf8.DecodeRune(decomposed[i:])
		if d < utf8.RuneSelf {
			f.ascii(byte(d))
		} else if text, ok := special(d); ok {
			for k := range len(text) {
				f.ascii(text[k])
			}
		} else {
			f.alone(d)
		}
		i += size
	}
}

// alone handles a rune that does not decompose.
func (f *folder) alone(r rune) {
	switch {
	case unicode.Is(unicode.M, r) || invisible(r):
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		upper := unicode.ToUpper(r)
		if upper != r {
			f.fold(upper, string(upper))
			return
		}
		f.letter(r)
	default:
		f.pending = true
	}
}

func (f *folder) letter(r rune) {
	f.separate()
	f.dst = utf8.AppendRune(f.dst, r)
}

// invisible reports the characters that show nothing and separate nothing.
func invisible(r rune) bool {
	switch {
	case r == 0x00AD, r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x2064, r == 0xFEFF,
		r >= 0xFE00 && r <= 0xFE0F:
		return true
	}
	return false
}

// specials writes out the Latin letters that no decomposition takes apart.
var specials = map[rune]string{
	'Œ': "OE", 'œ': "OE",
	'Æ': "AE", 'æ': "AE", 'Ǽ': "AE", 'ǽ': "AE", 'Ǣ': "AE", 'ǣ': "AE",
	'ß': "SS", 'ẞ': "SS",
	'Ł': "L", 'ł': "L", 'Ƚ': "L", 'ƚ': "L", 'Ɫ': "L", 'ɫ': "L",
	'Ø': "O", 'ø': "O", 'Ǿ': "O", 'ǿ': "O", 'Ɵ': "O", 'ɵ': "O",
	'Đ': "D", 'đ': "D", 'Ð': "D", 'ð': "D", 'Ɖ': "D", 'ɖ': "D", 'Ɗ': "D", 'ɗ': "D",
	'Þ': "TH", 'þ': "TH",
	'ı': "I", 'İ': "I", 'Ɨ': "I", 'ɨ': "I",
	'Ŋ': "N", 'ŋ': "N", 'Ɲ': "N", 'ɲ': "N",
	'Ħ': "H", 'ħ': "H",
	'Ŧ': "T", 'ŧ': "T",
	'Ĳ': "IJ", 'ĳ': "IJ",
	'ſ': "S", 'ẛ': "S",
	'ĸ': "K", 'Ƙ': "K", 'ƙ': "K",
	'Ə': "E", 'ə': "E", 'Ǝ': "E", 'ǝ': "E", 'Ɛ': "E", 'ɛ': "E",
	'Ɓ': "B", 'ɓ': "B", 'Ƀ': "B", 'ƀ': "B",
	'Ƴ': "Y", 'ƴ': "Y", 'Ɏ': "Y", 'ɏ': "Y",
	'Ɔ': "O", 'ɔ': "O",
	'Ȼ': "C", 'ȼ': "C",
	'Ɠ': "G", 'ɠ': "G", 'Ǥ': "G", 'ǥ': "G",
	'ŉ': " N",
}

// special gives the text of a special letter, or a blank for the signs that
// stand for an apostrophe: modifier letters (ʼ ʻ ʾ ʿ) and saltillo.
func special(r rune) (string, bool) {
	if r >= 0x02B0 && r <= 0x02FF || r == 0xA78B || r == 0xA78C {
		return " ", true
	}
	text, ok := specials[r]
	return text, ok
}

// Glued folds a text and removes its blanks: "de La Tour" and "Delatour" meet.
func Glued(s string) string { return strings.ReplaceAll(String(s), " ", "") }

// Tokens gives the words of a folded text.
func Tokens(folded string) iter.Seq[string] { return strings.FieldsSeq(folded) }

// Particle reports whether a folded word is a particle of French, Dutch,
// German, Iberian, Italian or transliterated Arabic and Berber names, which
// desks glue, drop or keep at will.
func Particle(token string) bool {
	switch token {
	case "D", "DE", "DU", "DES", "L", "LA", "LE", "LES", "ST", "STE", "SAINT", "SAINTE",
		"EL", "AL", "BEN", "BENT", "BIN", "IBN", "BOU", "BU", "AIT", "OULD", "ABU", "ABOU",
		"VAN", "VON", "DER", "DEN", "TEN", "TER", "DA", "DO", "DOS", "DAS", "DI", "DEL", "DELLA", "DALLA", "Y", "E":
		return true
	}
	return false
}

// Identifier folds the header of a column: lower-case words joined by "_".
// "Date de dépôt" gives "date_de_depot".
func Identifier(s string) string {
	return strings.ToLower(strings.ReplaceAll(String(s), " ", "_"))
}
