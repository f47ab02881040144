package strict

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/fichier-unique/rules/internal/vocabulary"
)

// Kind is a kind of problem.
type Kind uint8

// The kinds.
const (
	Syntax  Kind = iota + 1 // not JSON, or more than one value
	Unknown                 // the field does not exist
	Twice                   // the field is given twice; the first value is kept
	Wrong                   // the value is of another kind
)

// Problem is one thing that is wrong. Path is "parties[2].desks"; an unknown
// field shows its name only when it is made of words of the type, else "?".
type Problem struct {
	Kind Kind
	Path string
	Line int    // first line is 1
	Name string // of an unknown field, as typed: to be compared, never shown
}

// Decode reads data into v, a pointer: structs, lists and maps with text keys are
// followed, types that read themselves are left to do so. A null leaves the value
// as it is.
func Decode(data []byte, v any) []Problem {
	d := &decoder{whole: data, into: reflect.TypeOf(v).Elem()}
	if at := flaw(data); at >= 0 {
		d.problem(Syntax, "", at)
		return d.problems
	}
	from := len(data) - len(bytes.TrimLeft(data, " \t\r\n"))
	d.value(bytes.TrimSpace(data), from, reflect.ValueOf(v).Elem(), "")
	return d.problems
}

// First reads data into v, and tells the path of the first thing that is wrong;
// "" for the whole text, as when it is over a number of bytes. What is refused is
// not to be used.
func First(data []byte, maxBytes int, v any) (where string, ok bool) {
	if len(data) > maxBytes {
		return "", false
	}
	if problems := Decode(data, v); len(problems) > 0 {
		return problems[0].Path, false
	}
	return "", true
}

// flaw gives the place where the text stops being one JSON value in UTF-8, or -1.
func flaw(data []byte) int {
	if !utf8.Valid(data) {
		return len(data) - len(bytes.TrimLeftFunc(data, func(r rune) bool { return r != utf8.RuneError }))
	}
	var raw json.RawMessage
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&raw); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return min(int(syntax.Offset), len(data))
		}
		return len(data)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return int(dec.InputOffset())
	}
	return -1
}

type decoder struct {
	whole    []byte
	into     reflect.Type
	words    *vocabulary.Vocabulary // of that type, once a name is to be shown
	ends     []int                  // places of the ends of lines, once one is asked for
	problems []Problem
}

func (d *decoder) problem(kind Kind, path string, at int) {
	d.problems = append(d.problems, Problem{Kind: kind, Path: path, Line: d.line(at)})
}

// line gives the line of a place.
func (d *decoder) line(at int) int {
	if d.ends == nil {
		d.ends = []int{}
		for i, b := range d.whole {
			if b == '\n' {
				d.ends = append(d.ends, i)
			}
		}
	}
	return 1 + sort.SearchInts(d.ends, at)
}

func (d *decoder) value(raw []byte, at int, v reflect.Value, path string) {
	if _, kept := v.Interface().(json.RawMessage); string(raw) == "null" && !kept {
		return
	}
	switch kind := v.Kind(); {
	case readsItself(v):
	case kind == reflect.Struct && raw[0] == '{', kind == reflect.Map && v.Type().Key().Kind() == reflect.String && raw[0] == '{':
		d.object(raw, at, v, path)
		return
	case kind == reflect.Slice && raw[0] == '[':
		d.list(raw, at, v, path)
		return
	case kind == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(raw, at, v.Elem(), path)
		return
	}
	if json.Unmarshal(raw, v.Addr().Interface()) != nil {
		v.SetZero()
		d.problem(Wrong, path, at)
	}
}

// readsItself reports a type with its own reading, such as a date.
func readsItself(v reflect.Value) bool {
	switch v.Addr().Interface().(type) {
	case json.Unmarshaler, encoding.TextUnmarshaler:
		return true
	}
	return false
}

func (d *decoder) object(raw []byte, at int, v reflect.Value, path string) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	_, _ = dec.Token() // the brace, already seen
	var fields map[string]int
	if v.Kind() == reflect.Struct {
		fields = fieldsOf(v.Type())
	} else {
		v.Set(reflect.MakeMap(v.Type()))
	}
	seen := map[string]bool{}
	for dec.More() {
		key, _ := dec.Token()
		name, _ := key.(string)
		here := at + int(dec.InputOffset())
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return // unreachable: the text is valid JSON
		}
		rank, known := fields[name]
		switch {
		case seen[name]:
			d.problem(Twice, join(path, d.shown(name)), here)
		case fields == nil:
			seen[name] = true
			one := reflect.New(v.Type().Elem()).Elem()
			d.value(value, at+int(dec.InputOffset())-len(value), one, join(path, d.shown(name)))
			v.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), one)
		case !known:
			d.problem(Unknown, join(path, d.shown(name)), here)
			d.problems[len(d.problems)-1].Name = name
		default:
			seen[name] = true
			d.value(value, at+int(dec.InputOffset())-len(value), v.Field(rank), join(path, name))
		}
	}
}

func (d *decoder) list(raw []byte, at int, v reflect.Value, path string) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	_, _ = dec.Token()
	out := reflect.MakeSlice(v.Type(), 0, 4)
	for i := 0; dec.More(); i++ {
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return
		}
		out = reflect.Append(out, reflect.Zero(v.Type().Elem()))
		d.value(value, at+int(dec.InputOffset())-len(value), out.Index(i), path+"["+strconv.Itoa(i)+"]")
	}
	v.Set(out)
}

// fieldsOf gives the rank of each field by its JSON name.
func fieldsOf(t reflect.Type) map[string]int {
	out := map[string]int{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && name != "-" {
			if name == "" {
				name = f.Name
			}
			out[name] = i
		}
	}
	return out
}

// shown keeps a name made of the words of the type being read: what else is typed
// where a field is expected could be a person's.
func (d *decoder) shown(name string) string {
	if d.words == nil {
		var names []string
		collect(d.into, map[reflect.Type]bool{}, &names)
		v := vocabulary.Of(names...)
		d.words = &v
	}
	return d.words.Shown(name)
}

// collect gathers the names of the fields of a type and of those in it.
func collect(t reflect.Type, seen map[reflect.Type]bool, names *[]string) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		collect(t.Elem(), seen, names)
	case reflect.Struct:
		if seen[t] {
			return
		}
		seen[t] = true
		for name, rank := range fieldsOf(t) {
			*names = append(*names, name)
			collect(t.Field(rank).Type, seen, names)
		}
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// Lines gives the line of every value of a JSON text, by its path.
func Lines(data []byte) map[string]int {
	d := &decoder{whole: data}
	out := map[string]int{}
	if flaw(data) < 0 {
		from := len(data) - len(bytes.TrimLeft(data, " \t\r\n"))
		d.lines(bytes.TrimSpace(data), from, "", out)
	}
	return out
}

func (d *decoder) lines(raw []byte, at int, path string, out map[string]int) {
	out[path] = d.line(at)
	if raw[0] != '{' && raw[0] != '[' {
		return
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	_, _ = dec.Token()
	for i := 0; dec.More(); i++ {
		place := path + "[" + strconv.Itoa(i) + "]"
		if raw[0] == '{' {
			key, _ := dec.Token()
			name, _ := key.(string)
			place = join(path, name)
		}
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return // unreachable: the text is valid JSON
		}
		d.lines(value, at+int(dec.InputOffset())-len(value), place, out)
	}
}
