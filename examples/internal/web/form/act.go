package form

import (
	"reflect"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Act does what the buttons of lists ask: add a line, remove one, move one up.
// It gives the path to show next, and false when the action is not one of them,
// or has no place in the step.
func (r *Reading) Act(step demand.EntryStep, o Options) (show string, ok bool) {
	verb, path := r.Action.Verb, r.Action.Path
	if !visible(step, path, o) {
		return "", false
	}
	if verb == "search" {
		return path, true
	}
	if verb == "add" {
		return r.add(path)
	}
	open := strings.LastIndexByte(path, '[')
	if open < 0 {
		return "", false
	}
	list := path[:open]
	_, rank, rest := cutPath(path[open:])
	s, v, found := at(&r.Form, list)
	if !found || s.kind != kindRows || rest != "" || rank < 0 || rank >= v.Len() {
		return "", false
	}
	switch {
	case verb == "remove":
		r.remove(v, list, rank)
		return list, true
	case verb == "up" && rank > 0:
		r.up(v, list, rank)
		return ranked(list, rank-1), true
	}
	return "", false
}

func visible(step demand.EntryStep, path string, o Options) bool {
	if path == "" || o.Hide != nil && o.Hide(demand.Unranked(path)) {
		return false
	}
	for _, field := range step.Fields {
		if under(path, field) {
			return true
		}
	}
	return false
}

func (r *Reading) add(path string) (string, bool) {
	s, v, found := at(&r.Form, path)
	if !found || s.kind != kindRows || v.Len() >= words[s.owner].limit() {
		return "", false
	}
	v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
	return ranked(path, v.Len()-1), true
}

func (r *Reading) remove(v reflect.Value, list string, rank int) {
	fresh := reflect.MakeSlice(v.Type(), 0, v.Len())
	fresh = reflect.AppendSlice(fresh, v.Slice(0, rank))
	fresh = reflect.AppendSlice(fresh, v.Slice(rank+1, v.Len()))
	if fresh.Len() == 0 {
		v.SetZero()
	} else {
		v.Set(fresh)
	}
	r.rename(list, func(i int) int {
		switch {
		case i == rank:
			return -1
		case i > rank:
			return i - 1
		}
		return i
	})
}

func (r *Reading) up(v reflect.Value, list string, rank int) {
	above, row := v.Index(rank-1).Interface(), v.Index(rank).Interface()
	v.Index(rank - 1).Set(reflect.ValueOf(row))
	v.Index(rank).Set(reflect.ValueOf(above))
	r.rename(list, func(i int) int {
		switch i {
		case rank:
			return rank - 1
		case rank - 1:
			return rank
		}
		return i
	})
}

// rename follows the lines of a list that moved: in what could not be read, and
// where a disability names a person. -1 is a line that is gone.
func (r *Reading) rename(list string, where func(int) int) {
	moved := func(path string) (string, bool) {
		if !strings.HasPrefix(path, list+"[") {
			return path, true
		}
		_, rank, _ := cutPath(path[len(list):])
		now := where(rank)
		_, rest, _ := strings.Cut(path[len(list):], "]")
		return ranked(list, now) + rest, now >= 0
	}
	raw := map[string]string{}
	for path, typed := range r.Raw {
		if now, kept := moved(path); kept {
			raw[now] = typed
		}
	}
	r.Raw = raw
	for i := range r.Form.Disabilities {
		now, kept := moved(r.Form.Disabilities[i].Person)
		if !kept {
			now = ""
		}
		r.Form.Disabilities[i].Person = now
	}
}
