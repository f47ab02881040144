package sne

import (
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// keeping finds what a record kept aside by the path of its parent. A nil
// keeping holds nothing.
type keeping struct {
	at map[string][]*Element
}

// keep sorts what a record kept aside; nil when there is nothing. What was kept
// of an item that the form no longer has goes with it.
func keep(rec *Record) *keeping {
	if len(rec.Extra) == 0 {
		return nil
	}
	k := &keeping{at: make(map[string][]*Element, len(rec.Extra))}
	for i := range rec.Extra {
		e := &rec.Extra[i]
		path := e.Path
		if path != ".." && path != "../.." {
			var there bool
			if path, there = nearest(path, &rec.Form); !there {
				continue
			}
		}
		k.at[path] = append(k.at[path], e)
	}
	return k
}

// take gives everything kept at a path and forgets it.
func (k *keeping) take(path string) []*Element {
	if k == nil {
		return nil
	}
	out := k.at[path]
	delete(k.at, path)
	return out
}

// loose gives the attributes and texts kept for the element at a path.
func (k *keeping) loose(path string) []*Element {
	if k == nil {
		return nil
	}
	var out []*Element
	for _, e := range k.at[path] {
		if e.Name == "" {
			out = append(out, e)
		}
	}
	return out
}

// instead takes the elements kept in the place of a value.
func (k *keeping) instead(path, name string) []*Element {
	all := k.at[path]
	var out []*Element
	rest := all[:0:0]
	for _, e := range all {
		if e.Name == name && e.Space == "" && (e.Why == Unreadable || e.Why == Empty || e.Why == Zero) {
			out = append(out, e)
		} else {
			rest = append(rest, e)
		}
	}
	if out != nil {
		k.at[path] = rest
	}
	return out
}

// nearest goes down a path as far as the tables do: an unknown step stops it. It
// reports false when the path goes through an item the form does not have.
func nearest(path string, form *demand.Form) (string, bool) {
	var owner any = form
	rows := tableDemand
	var list *row // the last step was this list
	for done := 0; done < len(path); {
		step, _, _ := strings.Cut(path[done:], "/")
		k := -1
		if list == nil {
			k = find(rows, &Element{Name: step}, 0)
		}
		switch {
		case list != nil:
			item, ok := list.itemAt(owner, step)
			if !ok {
				return "", false
			}
			owner, rows, list = item, list.inner, nil
		case k < 0:
			return strings.TrimSuffix(path[:done], "/"), true
		case rows[k].item != "":
			owner, list = rows[k].owner(owner), &rows[k]
		case rows[k].inner != nil:
			owner, rows = rows[k].at(rows[k].owner(owner)), rows[k].inner
		default:
			rows = nil // a value: nothing goes further
		}
		done += len(step) + 1
	}
	return path, true
}

// itemAt finds the item a step such as "personneACharge[2]" names.
func (r *row) itemAt(owner any, step string) (any, bool) {
	rank, ok := strings.CutPrefix(step, r.item+"[")
	n, err := strconv.Atoi(strings.TrimSuffix(rank, "]"))
	if !ok || err != nil || n < 1 || n > r.count(owner) {
		return owner, false
	}
	return r.nth(owner, n-1), true
}
