package demand

import (
	"bytes"
	"encoding/json"
	"reflect"
	"sync"

	"github.com/fichier-unique/rules/internal/euro"
)

// Schema is the JSON Schema (draft 2020-12) of the form, made from the same
// description as DecodeForm: it accepts the documents DecodeForm reads without
// fault. Four things it cannot say: a field given twice, half a character, the
// limit of MaxFormBytes, and that a number of more than forty signs, but for the
// zeros that end its decimals, is refused. Codes out of their lists are read,
// and told by Validate: the lists are in the descriptions.
func Schema() []byte { return bytes.Clone(schema()) }

var schema = sync.OnceValue(func() []byte {
	w := schemaWriter{defs: map[string]any{
		"date":   anyOf(map[string]any{"type": "string", "pattern": datePattern, "description": "AAAA-MM-JJ"}),
		"number": anyOf(map[string]any{"type": "string", "pattern": numberPattern(), "description": "numéro unique : 18 caractères"}),
		"answer": map[string]any{"type": []string{"boolean", "null"}},
		"amount": anyOf(
			map[string]any{"type": "string", "pattern": euro.Pattern, "description": "euros, au plus six décimales"},
			map[string]any{"type": "number", "exclusiveMinimum": -1e12, "exclusiveMaximum": 1e12, "multipleOf": json.Number("0.000001")}),
	}}
	root := w.of(formShape()).(map[string]any)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "Formulaire de demande de logement social (Cerfa 14069)"
	root["$defs"] = w.defs
	out, err := json.MarshalIndent(root, "", " ")
	if err != nil {
		return nil // unreachable: every value above has a JSON form; a test reads the result
	}
	return append(out, '\n')
})

func anyOf(others ...any) map[string]any {
	return map[string]any{"anyOf": append([]any{map[string]any{"type": "null"}}, others...)}
}

func ref(name string) map[string]any { return map[string]any{"$ref": "#/$defs/" + name} }

type schemaWriter struct{ defs map[string]any }

// of describes a type; objects are defined once, under their Go name.
func (w *schemaWriter) of(s *shape) any {
	switch s.kind {
	case kindDate:
		return ref("date")
	case kindNumber:
		return ref("number")
	case kindAnswer:
		return ref("answer")
	case kindAmount:
		return ref("amount")
	case kindInt:
		return map[string]any{"type": []string{"integer", "null"}, "minimum": -(1<<31 - 1), "maximum": 1<<31 - 1}
	case kindList:
		return map[string]any{"type": []string{"array", "null"}, "items": w.of(s.elem)}
	case kindText:
		out := map[string]any{"type": []string{"string", "null"}}
		if code, ok := reflect.Zero(s.typ).Interface().(interface{ ListName() string }); ok {
			out["description"] = "code de la liste " + code.ListName() + " : " + admitted()[code.ListName()]
		}
		return out
	}
	name := s.typ.Name()
	if s.typ != formType {
		if _, known := w.defs[name]; known {
			return ref(name)
		}
		w.defs[name] = nil // so that a type that holds itself ends
	}
	properties := map[string]any{}
	for _, f := range s.fields {
		properties[f.name] = w.of(f.shape)
	}
	object := map[string]any{"type": []string{"object", "null"}, "properties": properties, "additionalProperties": false}
	if s.typ == formType {
		return object
	}
	w.defs[name] = object
	return ref(name)
}

// datePattern is the shape of the days that exist, from 0001-01-01 to 9999-12-31.
const datePattern = `^(` + someYear + `-(` +
	`(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|` + leapYear + `-02-29)?$`

const (
	someYear = `([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})`
	leapYear = `([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)`
)

// numberPattern is the shape of a number as numbering.Parse reads it: in
// capitals or not, with blanks, dots and dashes anywhere.
func numberPattern() string {
	const (
		blank = "[ .\\-\\t\\n\\v\\f\\r\u0085\u00a0\u00ad\u1680\u2000-\u200b\u200e\u200f\u2010-\u2015\u2028\u2029\u202f\u205f\u2060\u2212\u3000\ufe63\ufeff\uff0d]*"
		sign  = "[0-9A-Za-z]" + blank
		digit = "[0-9]" + blank
	)
	repeat := func(s string, n int) string {
		var b bytes.Buffer
		for range n {
			b.WriteString(s)
		}
		return b.String()
	}
	return "^(" + blank + repeat(sign, 3) + "(0" + blank + "[1-9]|1" + blank + "[0-2])" + blank + repeat(digit, 8) + repeat(sign, 5) + ")?$"
}
