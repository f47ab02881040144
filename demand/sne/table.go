package sne

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/euro"
	"github.com/fichier-unique/rules/numbering"
)

// row is one line of the table of the interface: an element, where its value
// lives in the form, how it is read and shown. An owner is a pointer to the
// part of the form that holds the field: *demand.Form, *demand.Person…
type row struct {
	name  string            // of the element; "" speaks of the list item itself
	field string            // JSON name of the field, from its owner; "" when the form has no such step
	sure  demand.Confidence // Inference: seen in no source
	via   func(any) any     // goes to the owner of the field first

	// A value.
	coded  bool   // it is the attribute code of an empty element
	list   string // its code list, if any
	fault  string // code of the finding when it cannot be read
	read   func(owner any, text string) outcome
	show   func(owner any) string
	faults func(text, path string) demand.Faults // instead of fault

	// An element that holds others, or a list of items.
	inner []row
	at    func(owner any) any // owner of the inner rows
	item  string              // name of the items of a list
	self  []row               // values carried by the item itself
	open  func(owner any)     // makes the list empty and present
	grow  func(owner any) any
	drop  func(owner any) // takes the last item back
	count func(owner any) int
	nth   func(owner any, i int) any
}

// outcome tells what became of a text.
type outcome uint8

const (
	taken outcome = iota
	same          // a value the form does not tell from none
	bad
)

// owner goes to the owner of the field.
func (r *row) owner(o any) any {
	if r.via != nil {
		return r.via(o)
	}
	return o
}

// guessed marks rows whose names no source shows.
// Confidence: INF, from the names of the code lists or ours.
func guessed(rows ...row) []row {
	for i := range rows {
		rows[i].sure = demand.Inference
	}
	return rows
}

// within moves rows to an owner that holds theirs.
func within[P, Q any](field string, at func(*P) *Q, rows []row) []row {
	out := make([]row, len(rows))
	for i, r := range rows {
		r.via = func(o any) any { return at(o.(*P)) }
		r.field = field + "." + r.field
		out[i] = r
	}
	return out
}

// value is the frame of every row of a single value.
func value[P, V any](name, field, fault string, at func(*P) *V, parse func(string) (V, bool), show func(V) string) row {
	return row{
		name: name, field: field, fault: fault,
		read: func(o any, text string) outcome {
			v, ok := parse(text)
			if !ok {
				return bad
			}
			*at(o.(*P)) = v
			if show(v) == "" {
				return same
			}
			return taken
		},
		show: func(o any) string { return show(*at(o.(*P))) },
	}
}

func text[P any](name, field string, at func(*P) *string) row {
	asIs := func(s string) string { return s }
	return value(name, field, "", at, func(s string) (string, bool) { return s, true }, asIs)
}

// codeText is a code without a closed list, such as a commune's.
func codeText[P any](name, field string, at func(*P) *string) row {
	r := text(name, field, at)
	r.coded, r.fault = true, "SNE-VAL-06"
	return r
}

func code[P any, C demand.Code](name, field string, at func(*P) *C) row {
	r := value(name, field, "SNE-VAL-05", at,
		func(s string) (C, bool) { return C(s), C(s).Known() },
		func(c C) string { return string(c) })
	var c C
	r.coded, r.list = true, c.ListName()
	return r
}

func date[P any](name, field string, at func(*P) *demand.Date) row {
	return value(name, field, "SNE-VAL-01", at, parseDate, demand.Date.String)
}

func amount[P any](name, field string, at func(*P) *decimal.NullDecimal) row {
	return value(name, field, "SNE-VAL-02", at, parseAmount, showAmount)
}

func integer[P any](name, field string, at func(*P) *int) row {
	return value(name, field, "SNE-VAL-03", at, parseInteger, showInteger)
}

func answer[P any](name, field string, at func(*P) *demand.Answer) row {
	return value(name, field, "SNE-VAL-04", at, parseAnswer, showAnswer)
}

func number[P any](name, field string, at func(*P) *numbering.Number) row {
	r := value(name, field, "", at,
		func(s string) (numbering.Number, bool) { n, err := numbering.Parse(s); return n, err == nil },
		numbering.Number.String)
	r.faults = func(text, path string) demand.Faults {
		_, err := numbering.Parse(text)
		return demand.NumberFaults(err, path)
	}
	return r
}

func group[P, Q any](name, field string, at func(*P) *Q, inner ...row) row {
	return row{name: name, field: field, inner: inner, at: func(o any) any { return at(o.(*P)) }}
}

func list[P, T any](name, item, field string, at func(*P) *[]T, inner ...row) row {
	r := row{
		name: name, item: item, field: field,
		open: func(o any) { *at(o.(*P)) = []T{} },
		grow: func(o any) any {
			all := at(o.(*P))
			*all = append(*all, *new(T))
			return &(*all)[len(*all)-1]
		},
		drop: func(o any) { all := at(o.(*P)); *all = (*all)[:len(*all)-1] },
		count: func(o any) int {
			if all := *at(o.(*P)); all != nil {
				return len(all)
			}
			return -1
		},
		nth: func(o any, i int) any { return &(*at(o.(*P)))[i] },
	}
	for _, in := range inner {
		if in.name == "" {
			r.self = append(r.self, in)
		} else {
			r.inner = append(r.inner, in)
		}
	}
	return r
}

// codes is a list of which each item is a code.
func codes[P any, C demand.Code](name, item, field string, at func(*P) *[]C) row {
	return list(name, item, field, at, code("", "", func(c *C) *C { return c }))
}

// parseDate reads a civil day. The types of XML Schema let a day carry a time
// zone or an hour: the day is kept as it is written.
func parseDate(s string) (demand.Date, bool) {
	if len(s) > 10 {
		if !validZone(s[10:]) {
			return demand.Date{}, false
		}
		s = s[:10]
	}
	d, err := demand.ParseDate(s)
	return d, err == nil
}

// validZone reads what may follow a day: an hour, a time zone, both.
func validZone(s string) bool {
	if hour, ok := strings.CutPrefix(s, "T"); ok {
		s = strings.TrimLeft(hour, "0123456789:.")
		if n := len(hour) - len(s); n < 5 || n > 18 {
			return false
		}
	}
	return s == "" || s == "Z" || len(s) == 6 && (s[0] == '+' || s[0] == '-') && s[3] == ':' &&
		strings.Trim(s[1:3]+s[4:], "0123456789") == ""
}

// parseAmount reads digits with a dot or a comma; exponents are refused, they
// would make a number of any size out of a few signs.
func parseAmount(s string) (decimal.NullDecimal, bool) {
	if len(s) > 40 || strings.Trim(s, "0123456789.,-") != "" {
		return decimal.NullDecimal{}, false
	}
	d, err := decimal.NewFromString(strings.Replace(s, ",", ".", 1))
	if err != nil || !euro.Fits(d) {
		return decimal.NullDecimal{}, false
	}
	return decimal.NewNullDecimal(d), true
}

// showAmount keeps the decimals as they were given: 14200.50 stays so.
func showAmount(n decimal.NullDecimal) string {
	switch {
	case !n.Valid:
		return ""
	case n.Decimal.Exponent() < 0:
		return n.Decimal.StringFixed(-n.Decimal.Exponent())
	}
	return n.Decimal.String()
}

func parseInteger(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && len(s) <= 9
}

func showInteger(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// parseAnswer reads the booleans of XML and those of the interface's own list
// (ListeBooleen: OUI, NON, NONDOC).
func parseAnswer(s string) (demand.Answer, bool) {
	switch strings.ToUpper(s) {
	case "TRUE", "1", "OUI":
		return demand.Yes, true
	case "FALSE", "0", "NON":
		return demand.No, true
	case "NONDOC":
		return demand.NotSaid, true
	}
	return demand.NotSaid, false
}

func showAnswer(a demand.Answer) string {
	switch a {
	case demand.Yes:
		return "true"
	case demand.No:
		return "false"
	}
	return ""
}
