package matching

import (
	_ "embed"
	"strings"
	"sync"
)

// Placeholders counts the values that stand for nothing known (INCONNU, 1900-01-01, 06 06 06 06 06,
// sansmail@…) and count as missing.
type Placeholders struct{ Names, FirstNames, Dates, Phones, Mails int }

func (p *Placeholders) add(o Placeholders) {
	p.Names += o.Names
	p.FirstNames += o.FirstNames
	p.Dates += o.Dates
	p.Phones += o.Phones
	p.Mails += o.Mails
}

//go:embed placeholders.csv
var placeholdersCSV string

// loadPlaceholders gives for each kind of the table its values.
var loadPlaceholders = sync.OnceValue(func() map[string]map[string]bool {
	kinds := make(map[string]map[string]bool)
	for line := range strings.Lines(placeholdersCSV) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		kind, values, _ := strings.Cut(line, ",")
		kinds[kind] = make(map[string]bool)
		for value := range strings.SplitSeq(values, ",") {
			kinds[kind][value] = true
		}
	}
	return kinds
})

// filler tells placeholders and counts them. The zero filler is ready.
type filler struct {
	names, firsts, dates, phones, mails, domains map[string]bool
	Placeholders
}

func (f *filler) open() {
	if f.names == nil {
		kinds := loadPlaceholders()
		f.names, f.firsts, f.dates = kinds["name"], kinds["first"], kinds["date"]
		f.phones, f.mails, f.domains = kinds["phone"], kinds["mail"], kinds["domain"]
	}
}

// name says that a folded name is none: of the table, or one letter repeated.
func (f *filler) name(folded []byte) bool {
	if len(folded) == 1 && folded[0] == 'X' || repeats(folded) || f.names[string(folded)] {
		f.Names++
		return true
	}
	return false
}

// first is name for all the first names together; one letter alone is an initial.
func (f *filler) first(folded []byte) bool {
	if repeats(folded) || f.firsts[string(folded)] {
		f.FirstNames++
		return true
	}
	return false
}

// repeats says that a text is one letter three times or more, or XX.
func repeats(text []byte) bool {
	if len(text) < 3 && string(text) != "XX" {
		return false
	}
	for _, c := range text {
		if c != text[0] {
			return false
		}
	}
	return true
}

// date says that a date is none. The year 9999 ends what has no end.
func (f *filler) date(b birth) bool {
	if b.y > 1900 && b.y < 2222 || b.y == 0 {
		return false
	}
	if b.y == 9999 || f.dates[b.String()] {
		f.Dates++
		return true
	}
	return false
}

// phone says that a national number of nine digits is none: of the table, five times the same pair of
// digits, or one digit repeated after the first.
func (f *filler) phone(n uint32) bool {
	if n == 0 {
		return false
	}
	pair, same := n%100, n%10
	digits := digitsOf(n)
	pairs := n == pair*1_010_101_01
	tail := n%100_000_000 == same*11_111_111
	if pairs || tail || f.phones[string(digits[:])] {
		f.Phones++
		return true
	}
	return false
}

func digitsOf(n uint32) (text [9]byte) {
	for i := len(text) - 1; i >= 0; i-- {
		text[i] = byte('0' + n%10)
		n /= 10
	}
	return text
}

// mail says that an address is none, by its local part or its domain.
func (f *filler) mail(local, domain string) bool {
	var room [40]byte
	if f.mails[string(unsigned(room[:0], local))] || f.domains[string(unsigned(room[:0], domain))] {
		f.Mails++
		return true
	}
	return false
}

// unsigned appends the letters and digits of a mail, upper-case; of a long one, nothing.
func unsigned(text []byte, s string) []byte {
	if len(s) > cap(text) {
		return nil
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z':
			text = append(text, c-'a'+'A')
		case c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			text = append(text, c)
		}
	}
	return text
}
