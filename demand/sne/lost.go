package sne

import (
	"strconv"
	"unicode/utf8"

	"github.com/fichier-unique/rules/demand"
)

// Lost lists what a form holds and a file would not bring to the national
// system, path by path: SNE-PER-01 what the interface has no element for and
// Write leaves out, SNE-PER-02 what it writes under a name no source confirms,
// SNE-PER-03 texts with characters XML forbids, which Write replaces. Nothing
// listed means everything is carried.
func Lost(f *demand.Form) []demand.Fault {
	l := &losing{}
	l.missing(f)
	l.rows(f, tableDemand)
	return l.found
}

type losing struct {
	path  string
	sure  bool // already said of the element around
	found []demand.Fault
}

func (l *losing) find(code, path string) {
	l.found = append(l.found, demand.Fault{Code: code, Path: path, Severity: severity(code)})
}

// missing lists the fields of the form that have no row.
func (l *losing) missing(f *demand.Form) {
	w := &f.Wanted
	for _, v := range [...]struct {
		held bool
		path string
	}{
		{f.Version != "", "version"},
		{f.FormerNumbers != nil, "former_numbers"},
		{f.Remarks != "", "remarks"},
		{f.Origins != nil, "origins"},
		{w.Parking.Known(), "wanted.parking"},
		{w.GroundFloor.Known(), "wanted.ground_floor"},
		{w.WithoutLift.Known(), "wanted.without_lift"},
		{w.Adapted.Known(), "wanted.adapted"},
	} {
		if v.held {
			l.find("SNE-PER-01", v.path)
		}
	}
	for i := range f.CoHolders {
		at := "co_holders[" + strconv.Itoa(i) + "].person."
		if p := &f.CoHolders[i].Person; p.DependantsReceived != nil {
			l.find("SNE-PER-01", at+"dependants_received")
		}
		if p := &f.CoHolders[i].Person; p.DependantsPaid != nil {
			l.find("SNE-PER-01", at+"dependants_paid")
		}
	}
}

// rows looks at what the tables carry.
func (l *losing) rows(owner any, rows []row) {
	for i := range rows {
		r := &rows[i]
		at, before := r.owner(owner), *l
		l.path = join(l.path, ".", r.field)
		if r.sure == demand.Inference && !l.sure && r.present(at) {
			l.find("SNE-PER-02", l.path)
			l.sure = true
		}
		l.row(at, r)
		l.path, l.sure = before.path, before.sure
	}
}

func (l *losing) row(at any, r *row) {
	switch {
	case r.item != "":
		list := l.path
		for i := range r.count(at) {
			l.path = list + "[" + strconv.Itoa(i) + "]"
			l.rows(r.nth(at, i), r.self)
			l.rows(r.nth(at, i), r.inner)
		}
	case r.inner != nil:
		l.rows(r.at(at), r.inner)
	case unwritable(r.show(at)):
		l.find("SNE-PER-03", l.path)
	}
}

// present reports whether a row would write something.
func (r *row) present(owner any) bool {
	switch {
	case r.item != "":
		return r.count(owner) >= 0
	case r.inner == nil:
		return r.show(owner) != ""
	}
	at := r.at(owner)
	for i := range r.inner {
		if in := &r.inner[i]; in.present(in.owner(at)) {
			return true
		}
	}
	return false
}

func unwritable(s string) bool {
	for i := 0; i < len(s); {
		r, width := utf8.DecodeRuneInString(s[i:])
		if forbidden(r, width) {
			return true
		}
		i += width
	}
	return false
}
