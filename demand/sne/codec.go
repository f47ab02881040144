package sne

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// codec carries values between an element and a form. One description of the
// interface (see demande) serves both ways: reading takes the children of cur
// by name, whatever their order; writing adds them in the order described.
type codec struct {
	reading bool
	cur     *Element
	used    []bool // children of cur that were taken, when reading
	place   string // path of cur, from demandeLogement
	json    string // path of the form's object
	rec     *Record
}

// take finds a child by name and marks it; a second one of the same name stays unknown.
func (c *codec) take(name string) *Element {
	for i := range c.cur.Children {
		if c.cur.Children[i].Name == name && !c.used[i] {
			c.used[i] = true
			return &c.cur.Children[i]
		}
	}
	return nil
}

// giveBack leaves an element that could not be read among the unknown ones.
func (c *codec) giveBack(e *Element) {
	for i := range c.cur.Children {
		if &c.cur.Children[i] == e {
			c.used[i] = false
		}
	}
}

func (c *codec) find(code string, severity demand.Severity, name, field string, params ...demand.Param) {
	c.rec.Findings = append(c.rec.Findings, demand.Finding{
		Fault: demand.Fault{Code: code, Path: join(c.json, ".", field), Severity: severity, Params: params},
		Row:   c.rec.Index, Cell: join(c.place, "/", name),
	})
}

func join(a, sep, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + sep + b
}

func (c *codec) add(e Element) { c.cur.Children = append(c.cur.Children, e) }

// text carries a text; when reading, an element that holds anything else than
// text is left unknown.
func (c *codec) text(name string, value *string) {
	if !c.reading {
		if *value != "" {
			c.add(Element{Name: name, Text: *value})
		}
		return
	}
	if e := c.take(name); e != nil {
		if len(e.Children) > 0 || len(e.Attrs) > 0 {
			c.giveBack(e)
			return
		}
		*value = e.Text
	}
}

// value carries a value through its text: show gives "" for nothing, parse
// says whether the text could be read, fault is the code when it could not.
func (c *codec) value(name, field, fault, show string, parse func(string) bool) {
	if !c.reading {
		c.text(name, &show)
		return
	}
	e := c.take(name)
	if e == nil || e.Text == "" && len(e.Attrs)+len(e.Children) == 0 {
		return
	}
	if len(e.Children) > 0 || !parse(e.Text) {
		c.giveBack(e)
		c.find(fault, severity(fault), name, field)
	}
}

func (c *codec) date(name, field string, d *demand.Date) {
	c.value(name, field, "SNE-VAL-01", d.String(), func(s string) bool {
		if len(s) > 10 && (s[10] == 'T' || s[10] == '+' || s[10] == 'Z' || s[10] == '-') {
			s = s[:10] // a day may carry an hour or a time zone: the day is kept
		}
		parsed, err := demand.ParseDate(s)
		*d = parsed
		return err == nil
	})
}

func (c *codec) amount(name, field string, n *decimal.NullDecimal) {
	show := ""
	if n.Valid {
		show = n.Decimal.String()
	}
	c.value(name, field, "SNE-VAL-02", show, func(s string) bool {
		parsed, ok := parseAmount(s)
		*n = decimal.NullDecimal{Decimal: parsed, Valid: ok}
		return ok
	})
}

// parseAmount reads digits with a dot or a comma; exponents are refused.
func parseAmount(s string) (decimal.Decimal, bool) {
	if len(s) > 20 || strings.ContainsAny(s, "eE") {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(strings.Replace(s, ",", ".", 1))
	return d, err == nil
}

func (c *codec) integer(name, field string, n *int) {
	show := ""
	if *n != 0 {
		show = strconv.Itoa(*n)
	}
	c.value(name, field, "SNE-VAL-03", show, func(s string) bool {
		parsed, err := strconv.Atoi(s)
		if err != nil || len(s) > 9 {
			return false
		}
		*n = parsed
		return true
	})
}

func (c *codec) answer(name, field string, a *demand.Answer) {
	show := map[demand.Answer]string{demand.Yes: "true", demand.No: "false"}[*a]
	c.value(name, field, "SNE-VAL-04", show, func(s string) bool {
		switch strings.ToLower(s) {
		case "true", "1", "oui":
			*a = demand.Yes
		case "false", "0", "non":
			*a = demand.No
		default:
			return false
		}
		return true
	})
}

func (c *codec) number(name, field string, n *numbering.Number) {
	if !c.reading {
		show := n.String()
		c.text(name, &show)
		return
	}
	e := c.take(name)
	if e == nil || e.Text == "" {
		return
	}
	parsed, err := numbering.Parse(e.Text)
	if err != nil {
		c.giveBack(e)
		for _, f := range demand.NumberFaults(err, field) {
			c.rec.Findings = append(c.rec.Findings, demand.Finding{Fault: f, Row: c.rec.Index, Cell: name})
		}
		return
	}
	*n = parsed
}

// code carries a code, an attribute of an empty element. Codes outside their
// list are kept: the rules of the form say so.
func code[T ~string](c *codec, name string, value *T) {
	if !c.reading {
		if *value != "" {
			c.add(Element{Name: name, Attrs: []Attr{{"code", string(*value)}}})
		}
		return
	}
	e := c.take(name)
	if e == nil {
		return
	}
	v, ok := e.attr("code")
	if !ok || len(e.Attrs) > 1 || len(e.Children) > 0 || e.Text != "" {
		c.giveBack(e)
		return
	}
	*value = T(v)
}

// group carries an element that holds others. It is written when it holds
// something, or when always is set.
func (c *codec) group(name, field string, body func(*codec)) {
	if !c.reading {
		inner := codec{cur: &Element{Name: name}, rec: c.rec}
		body(&inner)
		if len(inner.cur.Children) > 0 {
			c.add(*inner.cur)
		}
		return
	}
	if e := c.take(name); e != nil {
		c.enter(e, join(c.place, "/", name), join(c.json, ".", field), body)
	}
}

// enter reads the inside of an element and keeps what nobody took.
func (c *codec) enter(e *Element, place, json string, body func(*codec)) {
	inner := codec{reading: true, cur: e, used: make([]bool, len(e.Children)), place: place, json: json, rec: c.rec}
	body(&inner)
	inner.keepUnknown()
}

func (c *codec) keepUnknown() {
	for i := range c.cur.Children {
		if c.used[i] {
			continue
		}
		kept := c.cur.Children[i]
		kept.Path = c.place
		c.rec.Extra = append(c.rec.Extra, kept)
		c.find("SNE-ELT-01", demand.Information, kept.shownName(), "")
	}
}

// shownName is the name of the element when it looks like one of the
// interface's, so that nothing of a person shows in a finding.
func (e *Element) shownName() string {
	if len(e.Name) > 60 || strings.IndexFunc(e.Name, func(r rune) bool { return r > 'z' || r < 'A' && (r < '0' || r > '9') }) >= 0 {
		return "?"
	}
	return e.Name
}

// list carries a list element and its items. A nil list is absent; an empty one
// is written as an empty element.
func list[T any](c *codec, name, item, field string, all *[]T, body func(*codec, *T)) {
	if !c.reading {
		if *all == nil {
			return
		}
		outer := Element{Name: name}
		for i := range *all {
			inner := codec{cur: &Element{Name: item}, rec: c.rec}
			body(&inner, &(*all)[i])
			outer.Children = append(outer.Children, *inner.cur)
		}
		c.add(outer)
		return
	}
	e := c.take(name)
	if e == nil {
		return
	}
	*all = []T{}
	place, json := join(c.place, "/", name), join(c.json, ".", field)
	c.enter(e, place, json, func(in *codec) {
		for {
			child := in.take(item)
			if child == nil {
				return
			}
			n := len(*all)
			*all = append(*all, *new(T))
			in.enter(child, place+"/"+item+"["+strconv.Itoa(n+1)+"]", json+"["+strconv.Itoa(n)+"]",
				func(deep *codec) { body(deep, &(*all)[n]) })
		}
	})
}

// codes carries a list of codes: each item is an empty element with a code.
func codes[T ~string](c *codec, name, item string, all *[]T) {
	if !c.reading {
		if *all == nil {
			return
		}
		outer := Element{Name: name}
		for _, v := range *all {
			outer.Children = append(outer.Children, Element{Name: item, Attrs: []Attr{{"code", string(v)}}})
		}
		c.add(outer)
		return
	}
	e := c.take(name)
	if e == nil {
		return
	}
	*all = []T{}
	c.enter(e, join(c.place, "/", name), c.json, func(in *codec) {
		for range in.cur.Children {
			var v T
			if code(in, item, &v); v != "" {
				*all = append(*all, v)
			}
		}
	})
}
