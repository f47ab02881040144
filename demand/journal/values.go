package journal

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/fichier-unique/rules/demand"
)

// node is a value that an event may set, or an object that holds some: the JSON of
// the values of a line, whose names come in order.
type node struct {
	name   string       // with its quotes and its colon
	within Paths        // the value, or those of the object
	inner  []*node      // of an object, by name
	place  []int        // of a value in the form
	kind   reflect.Kind // String or Int of a value that the library writes as it is, else Invalid
}

// tree is the object of all values.
var tree = sync.OnceValue(func() *node {
	root := &node{}
	for rank := range table {
		at := root
		for name := range strings.SplitSeq(table[rank].name, ".") {
			at.within[rank/64] |= 1 << (rank % 64)
			at = at.child(strconv.Quote(name) + ":")
		}
		at.within[rank/64] |= 1 << (rank % 64)
		at.leaf(places()[rank])
	}
	return root
})

// child gives the node of a name, in its place among the others.
func (n *node) child(name string) *node {
	at, there := slices.BinarySearchFunc(n.inner, name, func(c *node, name string) int { return strings.Compare(c.name, name) })
	if !there {
		n.inner = slices.Insert(n.inner, at, &node{name: name})
	}
	return n.inner[at]
}

// leaf learns how a value is written from its place in the form.
func (n *node) leaf(place []int) {
	n.place = place
	t := reflect.TypeFor[demand.Form]().FieldByIndex(place).Type
	own := reflect.PointerTo(t)
	if k := t.Kind(); (k == reflect.String || k == reflect.Int) && !own.Implements(reflect.TypeFor[json.Marshaler]()) && !own.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		n.kind = k
	}
}

// append writes the values of a set that a node holds; a cleared value is null.
func (n *node) append(out []byte, set Paths, values *demand.Form) []byte {
	if n.inner == nil {
		return n.value(out, values)
	}
	out = append(out, '{')
	first := true
	for _, c := range n.inner {
		if c.within[0]&set[0] == 0 && c.within[1]&set[1] == 0 {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = c.append(append(out, c.name...), set, values)
	}
	return append(out, '}')
}

func (n *node) value(out []byte, values *demand.Form) []byte {
	if values == nil {
		return append(out, "null"...)
	}
	v := value(values, n.place)
	switch {
	case v.IsZero(): // every field of the form is omitzero
		return append(out, "null"...)
	case n.kind == reflect.String && isPlain(v.String()) && !strings.ContainsAny(v.String(), "<>&"):
		return append(append(append(out, '"'), v.String()...), '"')
	case n.kind == reflect.Int:
		return strconv.AppendInt(out, v.Int(), 10)
	}
	text, _ := json.Marshal(v.Addr().Interface()) // every value has a JSON form
	return append(out, text...)
}

// isPlain reports a text that stands between quotes as it is.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// appendText writes a text as JSON.
func appendText(out []byte, text string) []byte {
	if isPlain(text) {
		return append(append(append(out, '"'), text...), '"')
	}
	return appendAny(out, text)
}

// appendNamed writes a field that is a text, unless it is empty.
func appendNamed(out []byte, name, text string) []byte {
	if text == "" {
		return out
	}
	return appendText(append(append(append(out, `,"`...), name...), `":`...), text)
}

// appendJSON writes a field as the standard library does.
func appendJSON(out []byte, name string, v any) []byte {
	return appendAny(append(append(append(out, `,"`...), name...), `":`...), v)
}

func appendAny(out []byte, v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v) // every field has a JSON form
	return append(out, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}
