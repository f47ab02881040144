package demand

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/fichier-unique/rules/numbering"
)

// MaxFormBytes bounds what DecodeForm reads of one form.
const MaxFormBytes = 1 << 20

// DecodeForm reads one form from JSON, strictly: an unknown field, a field
// given twice, a value of the wrong form are faults with their path, all
// reported at once. The other values are kept, so that a person sees what was
// understood. Values are checked against the rules by Validate, not here.
func DecodeForm(data []byte) (Form, Faults) {
	d := decoding{}
	switch {
	case len(data) > MaxFormBytes:
		d.fault("DEM-JSN-05", "")
		return Form{}, d.faults
	case !utf8.Valid(data):
		d.fault("DEM-JSN-13", "")
		return Form{}, d.faults
	}
	if plain(data) {
		var f Form
		if json.Unmarshal(data, &f) == nil {
			return f, nil
		}
	}
	return d.form(data)
}

// kind is what a value of the form is in JSON.
type kind uint8

const (
	kindText kind = iota
	kindInt
	kindAmount
	kindAnswer
	kindDate
	kindNumber
	kindObject
	kindList
)

// shape describes the JSON of a type of the form. The decoder and the JSON
// Schema are both made from it.
type shape struct {
	kind   kind
	typ    reflect.Type
	fields []fieldShape // of an object, in order
	rank   map[string]int
	elem   *shape // of a list
}

type fieldShape struct {
	name  string
	index int // in the Go struct
	shape *shape
}

// formShape reads the types of the form once.
var formShape = sync.OnceValue(func() *shape { return shapeOf(formType, map[reflect.Type]*shape{}) })

var (
	formType   = reflect.TypeFor[Form]()
	numberType = reflect.TypeFor[numbering.Number]()
	leafKinds  = map[reflect.Type]kind{reflect.TypeFor[Date](): kindDate, reflect.TypeFor[Answer](): kindAnswer, numberType: kindNumber}
)

func shapeOf(t reflect.Type, known map[reflect.Type]*shape) *shape {
	if s := known[t]; s != nil {
		return s
	}
	s := &shape{typ: t}
	known[t] = s
	leaf, isLeaf := leafKinds[t]
	switch {
	case isLeaf:
		s.kind = leaf
	case t.Kind() == reflect.Slice:
		s.kind, s.elem = kindList, shapeOf(t.Elem(), known)
	case t.Kind() == reflect.String:
		s.kind = kindText
	case t.Kind() == reflect.Int:
		s.kind = kindInt
	case t.PkgPath() == formType.PkgPath():
		s.kind, s.rank = kindObject, map[string]int{}
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			if name != "" && name != "-" {
				s.rank[name] = len(s.fields)
				s.fields = append(s.fields, fieldShape{name, i, shapeOf(t.Field(i).Type, known)})
			}
		}
	default:
		s.kind = kindAmount
	}
	return s
}
