package form

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// kind is how a value is asked for.
type kind uint8

const (
	kindText kind = iota
	kindCount
	kindAmount
	kindAnswer
	kindDate
	kindNumber
	kindCode    // one code of a list
	kindCodes   // several codes of a list: boxes
	kindCommune // INSEE code, found by the name
	kindPerson  // path of a person of the form
	kindGroup   // an object
	kindRows    // a list of objects, or of texts
)

// shape describes a type of the form, as its JSON is.
type shape struct {
	kind   kind
	owner  string // of the field: "Person.used_name", the key of its words
	list   string // name of the code list
	fields []part
	elem   *shape
}

// part is a field of an object.
type part struct {
	name  string
	index int
	shape *shape
}

// whole is the shape of a form. Its types do not hold themselves.
var whole = sync.OnceValue(func() *shape { return shapeOf(reflect.TypeFor[demand.Form](), "") })

type lister interface{ ListName() string }

var leaves = map[reflect.Type]kind{
	reflect.TypeFor[demand.Date]():         kindDate,
	reflect.TypeFor[demand.Answer]():       kindAnswer,
	reflect.TypeFor[numbering.Number]():    kindNumber,
	reflect.TypeFor[decimal.NullDecimal](): kindAmount,
}

// particular are the texts that are more than texts.
var particular = map[string]kind{
	"Address.commune": kindCommune, "Place.commune": kindCommune, "Work.commune": kindCommune, "WantedPlace.commune": kindCommune,
	"Disability.person": kindPerson,
}

func shapeOf(t reflect.Type, owner string) *shape {
	s := &shape{owner: owner}
	if k, ok := leaves[t]; ok {
		s.kind = k
		return s
	}
	switch t.Kind() {
	case reflect.Int:
		s.kind = kindCount
	case reflect.String:
		s.kind = particular[owner]
		if l, ok := reflect.Zero(t).Interface().(lister); ok {
			s.kind, s.list = kindCode, l.ListName()
		}
	case reflect.Slice:
		s.kind, s.elem = kindRows, shapeOf(t.Elem(), owner+"[]")
		if s.elem.kind == kindCode {
			s.kind, s.list = kindCodes, s.elem.list
		}
	case reflect.Struct:
		s.kind = kindGroup
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			s.fields = append(s.fields, part{name, i, shapeOf(t.Field(i).Type, t.Name()+"."+name)})
		}
	}
	return s
}

// cutPath takes the first step of a path: the name of a field, or a rank.
func cutPath(path string) (name string, rank int, rest string) {
	if strings.HasPrefix(path, "[") {
		text, after, _ := strings.Cut(path[1:], "]")
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			n = -1
		}
		return "", n, strings.TrimPrefix(after, ".")
	}
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		return path, -1, ""
	}
	return path[:end], -1, strings.TrimPrefix(path[end:], ".")
}

// find gives the shape and the value at a path of a form; false when the form has
// no such place.
func find(s *shape, v reflect.Value, path string) (*shape, reflect.Value, bool) {
	for path != "" {
		name, rank, rest := cutPath(path)
		switch s.kind {
		case kindGroup:
			at := slices.IndexFunc(s.fields, func(p part) bool { return p.name == name })
			if at < 0 {
				return nil, v, false
			}
			s, v = s.fields[at].shape, v.Field(s.fields[at].index)
		case kindRows:
			if rank < 0 || rank >= v.Len() {
				return nil, v, false
			}
			s, v = s.elem, v.Index(rank)
		default:
			return nil, v, false
		}
		path = rest
	}
	return s, v, true
}

// at finds a place of a form.
func at(f *demand.Form, path string) (*shape, reflect.Value, bool) {
	return find(whole(), reflect.ValueOf(f).Elem(), path)
}

// join writes the path of a field under another.
func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func ranked(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// under reports whether a path is another one, or a place in it.
func under(path, parent string) bool {
	if parent == "" || path == parent {
		return true
	}
	return strings.HasPrefix(path, parent) && (path[len(parent)] == '.' || path[len(parent)] == '[')
}

// shapeAt gives the shape at a path, whatever a form holds there.
func shapeAt(path string) (*shape, bool) {
	s := whole()
	for path != "" {
		name, rank, rest := cutPath(path)
		switch {
		case s.kind == kindRows && rank >= 0:
			s = s.elem
		case s.kind == kindGroup && name != "":
			i := slices.IndexFunc(s.fields, func(p part) bool { return p.name == name })
			if i < 0 {
				return nil, false
			}
			s = s.fields[i].shape
		default:
			return nil, false
		}
		path = rest
	}
	return s, true
}
