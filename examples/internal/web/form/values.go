package form

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/euro"
	"github.com/fichier-unique/rules/internal/fold"
)

// line cleans a text of one line: no control character, no blank at the ends.
func line(text string) string { return lines(strings.NewReplacer("\r", " ", "\n", " ").Replace(text)) }

// lines cleans a text of several lines: browsers post CR LF.
func lines(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			return -1 // it would turn around what a page or an attestation writes after it
		case unicode.IsControl(r) && r != '\n':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "�")))
}

var monthNames = map[string]int{
	"JANVIER": 1, "FEVRIER": 2, "MARS": 3, "AVRIL": 4, "MAI": 5, "JUIN": 6, "JUILLET": 7, "AOUT": 8, "SEPTEMBRE": 9, "OCTOBRE": 10, "NOVEMBRE": 11, "DECEMBRE": 12,
	"JANV": 1, "FEVR": 2, "AVR": 4, "JUIL": 7, "SEPT": 9, "OCT": 10, "NOV": 11, "DEC": 12,
}

// Day reads a day as people write it: 31/12/1980, 31-12-1980, 31121980, 1er mars
// 1980, and as a browser posts it: 1980-12-31. The year has four digits: nobody
// guesses a century.
func Day(text string) (demand.Date, bool) {
	if d, err := demand.ParseDate(strings.TrimSpace(text)); err == nil {
		return d, true
	}
	if strings.ContainsFunc(text, strange) {
		return demand.Date{}, false
	}
	folded := fold.String(text)
	if len(folded) == 8 && strings.Trim(folded, "0123456789") == "" {
		folded = folded[:2] + " " + folded[2:4] + " " + folded[4:]
	}
	parts := strings.Fields(strings.NewReplacer("/", " ", ".", " ", "1ER ", "1 ").Replace(folded))
	if len(parts) != 3 || len(parts[2]) != 4 {
		return demand.Date{}, false
	}
	month, ok := monthNames[parts[1]]
	if !ok {
		month = digits(parts[1])
	}
	return demand.NewDate(digits(parts[2]), month, digits(parts[0]))
}

// strange reports a sign that nobody writes in a date: folding a text would drop it.
func strange(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !unicode.IsSpace(r) && !strings.ContainsRune("/.,-", r)
}

// digits reads a small number; -1 when it is not one.
func digits(text string) int {
	if text == "" || len(text) > 4 || strings.Trim(text, "0123456789") != "" {
		return -1
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1
	}
	return n
}

// parseCount reads a whole number.
func parseCount(text string) (int, bool) {
	text = strings.Map(dropBlank, text)
	if len(text) > 10 {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

func dropBlank(r rune) rune {
	if unicode.IsSpace(r) {
		return -1
	}
	return r
}

// parseAmount reads euros: 1 234,50 or 1234.50 or 1.234,50, with or without the
// sign of the euro. A point followed by three digits alone is not read: nobody
// can tell what it separates.
func parseAmount(text string) (decimal.Decimal, bool) {
	text = strings.Map(dropBlank, strings.ReplaceAll(text, "−", "-"))
	text = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(text), "euros"), "€")
	whole, cents, comma := strings.Cut(text, ",")
	switch {
	case comma && strings.Contains(whole, "."):
		groups := strings.Split(whole, ".")
		for _, g := range groups[1:] {
			if len(g) != 3 {
				return decimal.Decimal{}, false
			}
		}
		text = strings.Join(groups, "") + "." + cents
	case comma:
		text = whole + "." + cents
	default:
		if _, after, point := strings.Cut(text, "."); point && len(after) == 3 {
			return decimal.Decimal{}, false
		}
	}
	if sign := strings.HasPrefix(text, "-"); len(strings.TrimPrefix(text, "-")) > 1 {
		text = strings.TrimLeft(strings.TrimPrefix(text, "-"), "0")
		if text == "" || text[0] == '.' {
			text = "0" + text
		}
		if sign {
			text = "-" + text
		}
	}
	return euro.Parse(text)
}

// writeAmount writes euros as people read them in a field.
func writeAmount(d decimal.Decimal) string { return strings.ReplaceAll(d.String(), ".", ",") }
