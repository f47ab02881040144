package matching

import "strings"

// sound gives a phonetic key of a folded French name: names that a clerk hears alike share it. It
// knows the usual spellings of French only (EAU = O, PH = F, silent endings and H, nasal vowels);
// foreign names are read as a French clerk would read them. Vowels are kept, so that it separates
// more than Soundex does. The key is upper-case ASCII; 1, 2, 3 stand for the nasals of "an", "in",
// "on", and X for "ch". An empty key means that the name holds no letter.
func sound(name string) string {
	var clean [64]byte
	n := 0
	for i := 0; i < len(name) && n < len(clean); i++ {
		if c := name[i]; c >= 'A' && c <= 'Z' {
			clean[n] = c
			n++
		}
	}
	word := silentEnd(clean[:n])
	var out [2 * len(clean)]byte
	k := 0
	for i := 0; i < len(word); {
		used, code := soundAt(word, i)
		for j := 0; j < len(code); j++ {
			if k > 0 && out[k-1] == code[j] {
				continue
			}
			out[k] = code[j]
			k++
		}
		i += used
	}
	if k == 0 {
		return ""
	}
	return string(out[:k])
}

// silentEnd cuts the consonants and the mute E that French does not pronounce at the end, and
// leaves at least two letters. A mute E stays where it makes the consonant before it heard: LOUISE.
func silentEnd(w []byte) []byte {
	if n := len(w); n > 4 && string(w[n-4:n-1]) == "AUL" && (w[n-1] == 'T' || w[n-1] == 'D' || w[n-1] == 'X') {
		w = w[:n-2] // RENAULT
	}
	for len(w) > 2 {
		cut, more := silentLetter(w)
		if cut {
			w = w[:len(w)-1]
		}
		if !cut || !more {
			break
		}
	}
	return w
}

// silentLetter says whether the last letter is silent, and whether the letter before may be too.
func silentLetter(w []byte) (cut, more bool) {
	before := w[len(w)-2]
	switch w[len(w)-1] {
	case 'S', 'T', 'D', 'X', 'Z':
		return true, true
	case 'P':
		return before == 'M', true
	case 'H':
		cut = before != 'C' && before != 'S' && before != 'P'
		return cut, true
	case 'E':
		return muteE(w[:len(w)-1])
	}
	return false, false
}

// muteE judges a final E by the letters before it.
func muteE(w []byte) (cut, more bool) {
	before := w[len(w)-1]
	if !isVowel(before) {
		heard := strings.IndexByte("BFKLPRV", before) >= 0 || before == 'H' && w[len(w)-2] == 'P'
		return heard, false
	}
	hard := before == 'U' && len(w) > 2 && (w[len(w)-2] == 'Q' || w[len(w)-2] == 'G')
	return before != 'E' && !hard, true
}

func isVowel(c byte) bool { return strings.IndexByte("AEIOUY", c) >= 0 }

// spelling is a group of letters with one sound. Longer groups stand first for a letter.
type spelling struct{ letters, code string }

// spellings are indexed by the first letter, from A.
var spellings = [26][]spelling{
	0:         {{"AU", "O"}, {"AI", "E"}, {"AY", "E"}, {"A", "A"}},
	'B' - 'A': {{"BV", "V"}, {"BB", "B"}, {"B", "B"}},
	'C' - 'A': {{"CHR", "KR"}, {"CH", "X"}, {"CQU", "K"}, {"CK", "K"}, {"CC", "K"}, {"CE", "SE"}, {"CI", "SI"}, {"CY", "SI"}, {"C", "K"}},
	'D' - 'A': {{"DJ", "J"}, {"DH", "D"}, {"DD", "D"}, {"D", "D"}},
	'E' - 'A': {{"EAU", "O"}, {"EI", "E"}, {"EY", "E"}, {"EU", "E"}, {"EE", "E"}, {"E", "E"}},
	'F' - 'A': {{"FF", "F"}, {"F", "F"}},
	'G' - 'A': {{"GUE", "GE"}, {"GUI", "GI"}, {"GUY", "GI"}, {"GH", "G"}, {"GN", "NI"}, {"GG", "G"}, {"GE", "JE"}, {"GI", "JI"}, {"GY", "JI"}, {"G", "G"}},
	'H' - 'A': {{"H", ""}},
	'I' - 'A': {{"IE", "I"}, {"I", "I"}},
	'J' - 'A': {{"J", "J"}},
	'K' - 'A': {{"KH", "K"}, {"KK", "K"}, {"K", "K"}},
	'L' - 'A': {{"LL", "L"}, {"L", "L"}},
	'M' - 'A': {{"MM", "M"}, {"M", "M"}},
	'N' - 'A': {{"NN", "N"}, {"N", "N"}},
	'O' - 'A': {{"OEU", "E"}, {"OE", "E"}, {"OUA", "UA"}, {"OI", "UA"}, {"OY", "UA"}, {"OU", "U"}, {"O", "O"}},
	'P' - 'A': {{"PH", "F"}, {"PP", "P"}, {"P", "P"}},
	'Q' - 'A': {{"QU", "K"}, {"Q", "K"}},
	'R' - 'A': {{"RR", "R"}, {"RH", "R"}, {"R", "R"}},
	'S' - 'A': {{"SCH", "X"}, {"SH", "X"}, {"SCE", "SE"}, {"SCI", "SI"}, {"SS", "S"}, {"S", "S"}},
	'T' - 'A': {{"TCH", "X"}, {"TH", "T"}, {"TT", "T"}, {"T", "T"}},
	'U' - 'A': {{"U", "Y"}},
	'V' - 'A': {{"V", "V"}},
	'W' - 'A': {{"W", "V"}},
	'X' - 'A': {{"X", "S"}},
	'Y' - 'A': {{"Y", "I"}},
	'Z' - 'A': {{"ZZ", "S"}, {"Z", "S"}},
}

// nasals are read before the rest, and only when neither a vowel nor another N or M follows.
var nasals = [...]spelling{
	{"EAIN", "2"}, {"AIN", "2"}, {"AIM", "2"}, {"EIN", "2"}, {"IEN", "I2"}, {"IN", "2"}, {"IM", "2"}, {"YN", "2"}, {"YM", "2"}, {"UN", "2"},
	{"EAN", "1"}, {"AN", "1"}, {"AM", "1"}, {"EN", "1"}, {"EM", "1"}, {"ON", "3"}, {"OM", "3"},
}

func soundAt(w []byte, i int) (used int, code string) {
	rest := string(w[i:min(i+5, len(w))])
	if isVowel(rest[0]) {
		for _, s := range nasals {
			if !strings.HasPrefix(rest, s.letters) {
				continue
			}
			next := i + len(s.letters)
			if next == len(w) || !isVowel(w[next]) && w[next] != 'N' && w[next] != 'M' && w[next] != 'H' {
				return len(s.letters), s.code
			}
		}
	}
	for _, s := range spellings[rest[0]-'A'] {
		if strings.HasPrefix(rest, s.letters) {
			return len(s.letters), s.code
		}
	}
	return 1, ""
}
