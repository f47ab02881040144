package tabular

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/internal/euro"

	"github.com/fichier-unique/rules/demand"
)

// parseDay reads a day as French desks write it. century tells the reference
// for years of two digits: the day read is never after it. fault is "" when all
// is well, or the code of what was repaired; ok is false when nothing was read.
func parseDay(text string, century demand.Date) (d demand.Date, fault string, ok bool) {
	if i := strings.IndexAny(text, " T"); i == 10 {
		text = text[:10] // an hour after the day says nothing of the demand
	}
	parts, n, separated := splitDay(text)
	switch {
	case n == 1 && len(parts[0]) == 8: // 20101015
		d, ok = day(text[0:4], text[4:6], text[6:8])
		return d, "", ok
	case n == 1 && len(parts[0]) == 5: // a spreadsheet's day number
		d, ok = serialDay(parts[0])
		return d, "TAB-DAT-04", ok
	case n != 3 || !separated:
		return d, "", false
	case len(parts[0]) == 4:
		d, ok = day(parts[0], parts[1], parts[2])
		return d, "", ok
	case len(parts[2]) == 4:
		d, ok = day(parts[2], parts[1], parts[0])
		return d, "", ok
	case len(parts[2]) == 2 && len(parts[0]) <= 2:
		if d, ok = day("20"+parts[2], parts[1], parts[0]); !ok || d.After(century) {
			d, ok = day("19"+parts[2], parts[1], parts[0])
		}
		return d, "TAB-DAT-03", ok
	}
	return d, "", false
}

// splitDay cuts a day at its separators, the same all along.
func splitDay(text string) (parts [3]string, n int, same bool) {
	var sep byte
	same = true
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] >= '0' && text[i] <= '9' {
			continue
		}
		if i < len(text) {
			if !strings.ContainsRune("/-. ", rune(text[i])) {
				return parts, 0, false
			}
			same = same && (sep == 0 || sep == text[i])
			sep = text[i]
		}
		if n == 3 {
			return parts, 0, false
		}
		parts[n] = text[start:i]
		n++
		start = i + 1
	}
	return parts, n, same
}

func day(year, month, dayOfMonth string) (demand.Date, bool) {
	y, ok1 := digits(year)
	m, ok2 := digits(month)
	d, ok3 := digits(dayOfMonth)
	if !ok1 || !ok2 || !ok3 || y < 1800 {
		return demand.Date{}, false
	}
	return demand.NewDate(y, m, d)
}

// serialDay reads the day number of a spreadsheet: 1 is 1900-01-01, counting a
// 29 February 1900 that never was. Only days of 1910 to 2069 are believed.
func serialDay(text string) (demand.Date, bool) {
	n, ok := digits(text)
	if !ok || n < 3654 || n > 62093 {
		return demand.Date{}, false
	}
	return demand.MustDate("1899-12-30").AddDays(n), true
}

func digits(s string) (int, bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// parseAmount reads euros: decimal comma or point, blanks between thousands,
// euro sign. repaired says that something had to be taken out.
func parseAmount(text string) (n decimal.NullDecimal, repaired, ok bool) {
	if len(text) > 40 {
		return n, false, false
	}
	plain := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u00a0\u202f\u2009'’€", r) {
			repaired = true
			return -1
		}
		return r
	}, text)
	if strings.Trim(strings.TrimPrefix(plain, "-"), "0123456789.,") != "" {
		return n, false, false
	}
	commas, points := strings.Count(plain, ","), strings.Count(plain, ".")
	switch {
	case commas == 1 && points > 0: // 1.234,56
		plain = strings.Replace(strings.ReplaceAll(plain, ".", ""), ",", ".", 1)
		repaired = true
	case commas == 1:
		plain = strings.Replace(plain, ",", ".", 1)
	case commas > 1 || points > 1:
		return n, false, false
	}
	d, err := decimal.NewFromString(plain)
	if err != nil || !euro.Fits(d) {
		return n, false, false
	}
	return decimal.NewNullDecimal(d), repaired, true
}

func parseAnswer(text string) (demand.Answer, bool) {
	switch strings.ToLower(text) {
	case "oui", "o", "vrai", "true", "1", "x", "yes":
		return demand.Yes, true
	case "non", "n", "faux", "false", "0", "no":
		return demand.No, true
	case "nondoc", "ne sait pas":
		return demand.NotSaid, true
	}
	return demand.NotSaid, false
}

// zeroLost puts back the zero that spreadsheets take off: a code of size
// digits that has one less.
func zeroLost(text string, size int) (string, bool) {
	if _, ok := digits(text); ok && len(text) == size-1 {
		return "0" + text, true
	}
	return text, false
}

// lastOfCentury is the last day that a year of two digits may mean when nothing
// bounds it.
var lastOfCentury = demand.MustDate("2060-12-31")

// toCome are the days that may follow the deposit of a demand; every other is
// of the past on that day: a birth, a creation.
var toCome = map[string]bool{"deposited_on": true, "renewed_on": true, "unborn.expected_on": true}

// lastSeen gives the last day on which the household was seen, wherever its
// columns stand: whoever is in the form was born before.
func (m *Mapper) lastSeen(cells []string) demand.Date {
	var last demand.Date
	for _, i := range m.seen {
		if i >= len(cells) {
			continue
		}
		if d, _, ok := parseDay(strings.TrimSpace(cells[i]), lastOfCentury); ok && d.Compare(last) > 0 {
			last = d
		}
	}
	return last
}
