package sne

import (
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// decoding fills a record from the element of a demand, following the tables.
type decoding struct {
	rec   *Record
	steps []step // from demandeLogement to the element being read
}

// step is one element on the way, and the field of the form it stands for.
type step struct {
	name  string
	rank  int // among the items of the file, from 1; 0 outside a list
	index int // among the items of the form, from 0
	field string
}

func (d *decoding) demand(e *Element) { d.inside(e, &d.rec.Form, tableDemand, nil) }

// cell is the path of an element for a reader of the file: ranks are those of
// the file.
func (d *decoding) cell(name string) string {
	out := ""
	for _, s := range d.steps {
		out = join(out, "/", s.name)
		if s.rank > 0 {
			out += "[" + strconv.Itoa(s.rank) + "]"
		}
	}
	return join(out, "/", name)
}

// place is the path Write will look for: ranks are those of the form.
func (d *decoding) place(name string) string {
	out := ""
	for _, s := range d.steps {
		out = join(out, "/", s.name)
		if s.rank > 0 {
			out += "[" + strconv.Itoa(s.index+1) + "]"
		}
	}
	return join(out, "/", name)
}

// path is the JSON path of a field.
func (d *decoding) path(field string) string {
	out := ""
	for _, s := range d.steps {
		if s.rank > 0 {
			out += "[" + strconv.Itoa(s.index) + "]"
		} else {
			out = join(out, ".", s.field)
		}
	}
	return join(out, ".", field)
}

// find adds a finding about an element and a field, from where the reading is.
func (d *decoding) find(code, name, field string, params ...demand.Param) {
	d.add(demand.Fault{Code: code, Path: d.path(field), Severity: severity(code), Params: params}, d.cell(name))
}

func (d *decoding) add(f demand.Fault, cell string) {
	d.rec.Findings = append(d.rec.Findings, demand.Finding{Fault: f, Row: d.rec.Index, Cell: cell})
}

// keep puts an element aside.
func (d *decoding) keep(e *Element, why Why) {
	kept := *e
	kept.Path, kept.Why = d.place(""), why
	d.rec.Extra = append(d.rec.Extra, kept)
}

// keepLoose puts aside the attributes and the text an element has and should not.
func (d *decoding) keepLoose(e *Element, name, field string, codeTaken, textTaken bool) {
	loose := Element{Path: d.place(name), Why: Unknown}
	for _, a := range e.Attrs {
		if !codeTaken || a.Name != "code" || a.Space != "" {
			loose.Attrs = append(loose.Attrs, a)
		}
	}
	if !textTaken {
		loose.Text = e.text()
	}
	if len(loose.Attrs) > 0 || loose.Text != "" {
		d.rec.Extra = append(d.rec.Extra, loose)
		d.find("SNE-ELT-04", name, field)
	}
}

// inside reads what an element holds. self are the rows of the element itself,
// when it is an item that carries values, already read.
func (d *decoding) inside(e *Element, owner any, rows, self []row) {
	if len(e.Attrs) > 0 || e.Text != "" || len(e.Children) > 0 && e.text() != "" {
		codeTaken, textTaken := false, false
		for i := range self {
			codeTaken = codeTaken || self[i].coded
			textTaken = textTaken || !self[i].coded
		}
		d.keepLoose(e, "", "", codeTaken, textTaken)
	}
	var seen uint64
	next := 0
	for i := range e.Children {
		c := &e.Children[i]
		if c.Name == "" {
			continue // a text, kept just above
		}
		k := find(rows, c, next)
		switch {
		case k < 0:
			d.foreign(c)
		case seen&(1<<k) != 0:
			d.keep(c, Repeated)
			d.find("SNE-ELT-03", c.Name, rows[k].field)
		default:
			seen |= 1 << k
			next = k + 1
			d.row(c, &rows[k], rows[k].owner(owner))
		}
	}
}

// foreign reads an element that no row describes.
func (d *decoding) foreign(e *Element) {
	switch {
	case isNIR(e.Name):
		d.find("SNE-NIR-01", e.shown(), "")
	case isAct(e.Name) && len(d.steps) == 0 && e.Space == "":
		d.keep(e, Unknown) // read by StrikeOff, Anomalies and Duplicates
	default:
		d.keep(e, Unknown)
		d.find("SNE-ELT-01", e.shown(), "")
	}
}

// isNIR recognises the names under which a social security number comes: it is
// neither kept nor written back.
func isNIR(name string) bool {
	switch strings.ToLower(name) {
	case "nir", "numnir", "numeronir", "numsecu", "numerosecuritesociale", "numsecuritesociale":
		return true
	}
	return false
}

// find gives the row of an element, -1 when there is none. The search begins
// where the order of the interface would have it.
func find(rows []row, e *Element, from int) int {
	if e.Space != "" {
		return -1
	}
	for n := range rows {
		k := from + n
		if k >= len(rows) {
			k -= len(rows)
		}
		if rows[k].name == e.Name {
			return k
		}
	}
	return -1
}

func (d *decoding) row(e *Element, r *row, owner any) {
	switch {
	case r.item != "":
		d.list(e, r, owner)
	case r.inner == nil:
		d.leaf(e, r, owner)
	case e.bare():
		d.keep(e, Empty)
	default:
		d.steps = append(d.steps, step{name: r.name, field: r.field})
		d.inside(e, r.at(owner), r.inner, nil)
		d.steps = d.steps[:len(d.steps)-1]
	}
}

// leaf reads an element that carries one value.
func (d *decoding) leaf(e *Element, r *row, owner any) {
	if e.holdsElements() {
		d.keep(e, Unreadable)
		d.find("SNE-ELT-05", r.name, r.field)
		return
	}
	value, other := e.text(), e.code()
	if r.coded {
		value, other = other, value
	}
	if value == "" && (!r.coded || other == "") {
		d.keep(e, Empty)
		return
	}
	switch r.take(owner, value) {
	case bad:
		d.keep(e, Unreadable)
		d.refuse(r, value, d.cell(r.name), d.path(r.field))
	case same:
		d.keep(e, Zero)
	default:
		if len(e.Attrs) > 1 || !r.coded && len(e.Attrs) > 0 || r.coded && other != "" {
			d.keepLoose(e, r.name, r.field, r.coded, !r.coded)
		}
	}
}

// take reads a value; a code that is missing is not one.
func (r *row) take(owner any, value string) outcome {
	if value == "" && r.coded {
		return bad
	}
	return r.read(owner, value)
}

// refuse says that a value could not be read.
func (d *decoding) refuse(r *row, value, cell, path string) {
	if r.faults != nil {
		for _, f := range r.faults(value, path) {
			d.add(f, cell)
		}
		return
	}
	fault := demand.Fault{Code: r.fault, Path: path}
	if r.list != "" {
		fault.Params = []demand.Param{{Name: "list", Value: r.list}}
	}
	fault.Severity = severity(r.fault)
	d.add(fault, cell)
}

// list reads a list. An item whose own value cannot be read is kept whole and
// makes no item in the form.
func (d *decoding) list(e *Element, r *row, owner any) {
	r.open(owner)
	d.steps = append(d.steps, step{name: r.name, field: r.field})
	items := Element{Attrs: e.Attrs, Text: e.Text}
	rank, index := 0, 0
	for i := range e.Children {
		c := &e.Children[i]
		if c.Name != r.item || c.Space != "" {
			items.Children = append(items.Children, *c)
			continue
		}
		rank++
		item := r.grow(owner)
		if !d.self(c, r, item, rank) {
			r.drop(owner)
			d.keep(c, Unreadable)
			continue
		}
		d.steps = append(d.steps, step{name: r.item, rank: rank, index: index})
		d.inside(c, item, r.inner, r.self)
		d.steps = d.steps[:len(d.steps)-1]
		index++
	}
	d.inside(&items, owner, nil, nil)
	d.steps = d.steps[:len(d.steps)-1]
}

// self reads the values an item carries itself, and reports whether it could.
func (d *decoding) self(e *Element, list *row, item any, rank int) bool {
	for i := range list.self {
		r := &list.self[i]
		value := e.text()
		if r.coded {
			value = e.code()
		}
		if r.take(item, value) == bad {
			// No item of the form stands for it: the path is the list's.
			d.refuse(r, value, d.cell(list.item)+"["+strconv.Itoa(rank)+"]", d.path(""))
			return false
		}
	}
	return true
}
