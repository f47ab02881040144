package sne

import (
	"strconv"
	"strings"
)

// Place gives the path of the element that holds the value at a path of the
// form, from demandeLogement, so that a fault found later is told where the file
// is to be mended: "applicant.birth_date" is in
// "personnePhysique/demandeur/dateNaissance". Ranks count from 1, as in XPath;
// "" when the interface has no place for that value.
func Place(path string) string {
	if path == "" {
		return ""
	}
	place, _ := placeIn(tableDemand, path)
	return place
}

func placeIn(rows []row, path string) (string, bool) {
	for i := range rows {
		r := &rows[i]
		rest, inside := strings.CutPrefix(path, r.field)
		switch {
		case r.name == "" || !inside:
			continue
		case r.field == "":
			if place, ok := placeIn(r.inner, path); ok {
				return r.name + "/" + place, true
			}
		case rest == "":
			return r.name, true
		case rest[0] == '.' && r.item == "":
			if place, ok := placeIn(r.inner, rest[1:]); ok {
				return r.name + "/" + place, true
			}
		case rest[0] == '[' && r.item != "":
			return r.placeOfItem(rest)
		}
	}
	return "", false
}

// placeOfItem reads the rank of an item and what follows: "[1].birth_date".
func (r *row) placeOfItem(path string) (string, bool) {
	rank, rest, closed := strings.Cut(path[1:], "]")
	n, err := strconv.Atoi(rank)
	if !closed || err != nil || n < 0 {
		return "", false
	}
	item := r.name + "/" + r.item + "[" + strconv.Itoa(n+1) + "]"
	field, deeper := strings.CutPrefix(rest, ".")
	if !deeper {
		return item, rest == ""
	}
	for i := range r.self {
		if r.self[i].field == field {
			return item, true // the item itself carries it
		}
	}
	if place, ok := placeIn(r.inner, field); ok {
		return item + "/" + place, true
	}
	for i := range r.inner { // a part of the form that has no element of its own
		if strings.HasPrefix(r.inner[i].field, field+".") {
			return item, true
		}
	}
	return "", false
}
