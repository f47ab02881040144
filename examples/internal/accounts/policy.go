package accounts

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The rule of passwords (OWASP ASVS 5.0, V6.2): long, of any characters, never
// changed for the sake of it, never cut.
const (
	minPassword = 12
	maxPassword = 128
)

// Weakness says why a password is refused; the pages have a sentence for each.
type Weakness string

// The weaknesses.
const (
	TooShort  Weakness = "too_short"  // under twelve characters
	TooLong   Weakness = "too_long"   // over 128 characters: never cut
	TooCommon Weakness = "too_common" // of the list, or of few characters, or a walk over the keyboard
	Stolen    Weakness = "stolen"     // of the server's list of stolen passwords, see Settings.Breached
	Personal  Weakness = "personal"   // holds the login, the organisation or a word of the service
	Unchanged Weakness = "unchanged"  // the one it replaces
)

// Error gives the weakness by its code, never the password.
func (w Weakness) Error() string { return "accounts: the password is refused: " + string(w) }

//go:embed common.txt
var commonText string

// contextWords are the words of this service (ASVS 6.1.2): a password that is one
// of them with little around is refused.
var contextWords = []string{"fichierunique", "fichierpartage", "logementsocial", "demandelogement", "numerounique", "bailleursocial", "guichetenregistreur", "motdepasse", "administrateur", "gestionnaire", "prefecture"}

// weakness tells what is wrong with a password, or nothing. What is said of the
// account is what somebody who knows it would try.
func weakness(password string, about ...string) error {
	length := utf8.RuneCountInString(password)
	plain := letters(password)
	switch {
	case length < minPassword:
		return TooShort
	case length > maxPassword:
		return TooLong
	case !varied(password) || common(plain) || walked(plain):
		return TooCommon
	case named(plain, about):
		return Personal
	}
	return nil
}

// refuses tells what is wrong with a password chosen for an account, or nothing.
func (a *Accounts) refuses(password, login string) error {
	if err := weakness(password, login, a.set.Organisation); err != nil {
		return err
	}
	if a.set.Breached != nil && a.set.Breached(password) {
		return Stolen
	}
	return nil
}

// substitutes are the figures and signs people write for letters.
var substitutes = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i", "€", "e")

// letters brings a password down to what makes it guessable: without accents, nor
// capitals, nor what is neither a letter nor a figure.
func letters(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("@$!€", r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// readings are the ways to read what letters gave: as it is, and with figures read
// as letters; without the figures and signs around each of them; without any.
func readings(plain string) []string {
	out := []string{plain, substitutes.Replace(plain)}
	around := func(r rune) bool { return !unicode.IsLetter(r) }
	only := strings.Map(func(r rune) rune {
		if around(r) {
			return -1
		}
		return r
	}, plain)
	return append(out, strings.TrimFunc(plain, around), substitutes.Replace(strings.TrimFunc(plain, around)), only)
}

// varied asks for five different characters, and that no part makes the whole by
// repetition.
func varied(password string) bool {
	seen := map[rune]bool{}
	for _, r := range password {
		seen[r] = true
	}
	return len(seen) >= 5 && repeated(password) == password
}

// repeated gives the shortest part that, repeated, makes a text.
func repeated(text string) string {
	if i := strings.Index((text + text)[min(1, len(text)):], text); i >= 0 && i+1 < len(text) {
		return text[:i+1]
	}
	return text
}

var commonWords = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(commonText) {
		if word := strings.TrimSpace(line); word != "" && word[0] != '#' {
			out[letters(word)] = true
		}
	}
	return out
})

// common reports a password made of nothing but one to three words of the list,
// with figures and signs around or between.
func common(plain string) bool {
	for _, text := range readings(plain) {
		if madeOf(repeated(text), 3) {
			return true
		}
	}
	return false
}

// madeOf reports a text that is at most n words of the list, one after the other.
func madeOf(text string, n int) bool {
	words := commonWords()
	if words[text] {
		return true
	}
	for i := 1; i < len(text) && n > 1; i++ {
		if words[text[:i]] && madeOf(text[i:], n-1) {
			return true
		}
	}
	return false
}

// rows are walks over the keyboards, azerty and qwerty, and the usual sequences.
var rows = []string{"azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "aqwzsxedcrfvtgbyhnujik", "1a2z3e4r5t6y7u8i9o0p", "a1b2c3d4e5f6g7h8i9"}

// walked reports a password of which all but three characters are such walks of at
// least four.
func walked(plain string) bool {
	rest := len(plain)
	for i := 0; i < len(plain); {
		n := 0
		for _, row := range rows {
			n = max(n, prefixIn(plain[i:], row), prefixIn(plain[i:], backwards(row)))
		}
		if n < 4 {
			i++
			continue
		}
		rest, i = rest-n, i+n
	}
	return rest <= 3
}

// prefixIn gives the length of the longest prefix of a text that is somewhere in a
// row.
func prefixIn(text, row string) int {
	n := 0
	for n < len(text) && strings.Contains(row, text[:n+1]) {
		n++
	}
	return n
}

func backwards(text string) string {
	b := []byte(text)
	slices.Reverse(b)
	return string(b)
}

// named reports a password that holds what everybody knows of its owner, or that
// is one of the words of the service with fewer than six characters around.
func named(plain string, about []string) bool {
	for _, reading := range readings(plain) {
		for _, known := range about {
			if known = letters(known); len(known) >= 4 && strings.Contains(reading, known) {
				return true
			}
		}
		for _, word := range contextWords {
			if strings.Contains(reading, word) && len(reading)-len(word) < 6 {
				return true
			}
		}
	}
	return false
}
