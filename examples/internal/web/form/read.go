package form

import (
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// Reading is what a page posted, over the form that was there.
type Reading struct {
	Form demand.Form
	// Raw are the values that could not be read or are too long, as they were typed, and
	// the communes that are looked for, under PATH.search. Those of fields that the page did not
	// show are as they were.
	Raw    map[string]string
	Action Action
}

// Action is the button that was pressed.
type Action struct {
	Verb string // next, back, save, add, remove, up, search…; "" when none was
	Path string
}

// maxTyped bounds a text of one line, in signs; maxLines one of several. A longer one
// is said, not cut.
const (
	maxTyped = 500
	maxLines = 5000
)

// Read takes the values that the page of a step posted over a form. The form
// given is not changed; a field that the step does not show, or that the page did
// not post, keeps its value.
func Read(base *demand.Form, step demand.EntryStep, values url.Values, o Options) Reading {
	r := reader{values: values, o: o, out: Reading{Form: Copy(base), Raw: map[string]string{}}}
	for path, raw := range o.Raw {
		r.out.Raw[path] = raw
	}
	r.shown = Copy(base)
	for _, path := range step.Fields {
		if s, v, ok := at(&r.out.Form, path); ok && r.o.shows(&r.shown, path) {
			r.value(s, v, path)
		}
	}
	verb, path, _ := strings.Cut(values.Get("action"), ":")
	r.out.Action = Action{verb, path}
	return r.out
}

type reader struct {
	values url.Values
	o      Options
	shown  demand.Form // what the page was made from: the questions that applied
	out    Reading
}

func (r *reader) value(s *shape, v reflect.Value, path string) {
	switch s.kind {
	case kindGroup:
		for _, p := range s.fields {
			if sub := join(path, p.name); r.o.Every || r.o.shows(&r.shown, sub) || !r.known(path) {
				if r.o.Hide == nil || !r.o.Hide(demand.Unranked(sub)) {
					r.value(p.shape, v.Field(p.index), sub)
				}
			}
		}
	case kindRows:
		r.rows(s, v, path)
	case kindCodes:
		r.boxes(v, path)
	case kindCommune:
		r.commune(v, path)
	default:
		if r.values.Has(path) {
			r.leaf(s, v, path)
		}
	}
}

// known reports whether the form that the page was made from had a place there: a
// line that was just added has no past.
func (r *reader) known(path string) bool {
	_, _, ok := at(&r.shown, path)
	return ok
}

// rows reads the lines of a list: as many as the page says that it showed.
func (r *reader) rows(s *shape, v reflect.Value, path string) {
	text := r.values.Get(path + ".rows")
	if text == "" {
		return
	}
	n, err := strconv.Atoi(text)
	limit := max(words[s.owner].limit(), v.Len())
	if err != nil || n < 0 || n > limit {
		return
	}
	if n == 0 {
		switch none := r.values.Get(path+".none") != ""; {
		case none:
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		case words[s.owner].none != "" || v.Len() > 0:
			v.SetZero()
		}
		return
	}
	fresh := reflect.MakeSlice(v.Type(), n, n)
	reflect.Copy(fresh, v)
	v.Set(fresh)
	for i := range n {
		r.value(s.elem, v.Index(i), ranked(path, i))
	}
}

// boxes reads the boxes that are ticked. Those that were ticked already keep
// their order, the others come after in the order of the list.
func (r *reader) boxes(v reflect.Value, path string) {
	if r.values.Get(path+".shown") == "" {
		return
	}
	left := map[string]bool{}
	ticked := r.values[path]
	for _, code := range ticked[:min(len(ticked), 100)] {
		if code = line(code); code != "" && len(code) <= 20 {
			left[code] = true
		}
	}
	if len(left) == 0 {
		if v.Len() > 0 {
			v.SetZero()
		}
		return
	}
	out := reflect.MakeSlice(v.Type(), 0, len(left))
	take := func(code string) {
		if left[code] {
			delete(left, code)
			out = reflect.Append(out, reflect.ValueOf(code).Convert(v.Type().Elem()))
		}
	}
	for i := range v.Len() {
		take(v.Index(i).String())
	}
	for _, code := range ticked {
		take(line(code))
	}
	v.Set(out)
}

// commune reads the commune that is chosen, or looks for the one that is typed.
func (r *reader) commune(v reflect.Value, path string) {
	search := path + ".search"
	before := v.String()
	if r.values.Has(path) {
		if code := line(r.values.Get(path)); len(code) <= 10 {
			v.SetString(code)
		}
	}
	if !r.values.Has(search) {
		return
	}
	delete(r.out.Raw, search)
	typed := line(r.values.Get(search))
	switch {
	case typed == "":
		return
	case v.String() != before && v.String() != "":
		return // chosen in the list of what was found
	}
	if code, ok := sole(typed, r.o.Departement); ok {
		v.SetString(code)
		return
	}
	if v.String() != "" && r.o.Raw[search] == typed {
		return // what was chosen before stands
	}
	r.out.Raw[search] = typed
}

// leaf reads one value; what cannot be read is kept as it was typed.
func (r *reader) leaf(s *shape, v reflect.Value, path string) {
	delete(r.out.Raw, path)
	typed := r.values.Get(path)
	clean, most := line, maxTyped
	if words[s.owner].long {
		clean, most = lines, maxLines
	}
	typed = clean(typed)
	if utf8.RuneCountInString(typed) > most || !set(s, v, typed) {
		v.SetZero()
		r.out.Raw[path] = typed
	}
}

// set reads a text into a value; false when it cannot.
func set(s *shape, v reflect.Value, typed string) bool {
	if typed == "" {
		v.SetZero()
		return true
	}
	ok := true
	switch s.kind {
	case kindCount:
		var n int
		if n, ok = parseCount(typed); ok {
			v.SetInt(int64(n))
		}
	case kindAmount:
		var d decimal.Decimal
		if d, ok = parseAmount(typed); ok {
			v.Set(reflect.ValueOf(decimal.NewNullDecimal(d)))
		}
	case kindAnswer:
		v.Set(reflect.ValueOf(map[string]demand.Answer{"oui": demand.Yes, "non": demand.No}[typed]))
	case kindDate:
		var d demand.Date
		if d, ok = Day(typed); ok {
			v.Set(reflect.ValueOf(d))
		}
	case kindNumber:
		n, err := numbering.Parse(typed)
		if ok = err == nil; ok {
			v.Set(reflect.ValueOf(n))
		}
	default:
		v.SetString(typed)
	}
	return ok
}
