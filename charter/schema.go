package charter

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/scoring"
	"github.com/fichier-unique/rules/demand"
)

// Schema is the JSON Schema (draft 2020-12) of the charter file, made from the
// types [Load] reads: fields, kinds of values, closed lists. What it cannot say (a
// field given twice, a partner that does not exist, what goes under the law) is
// told by Load.
func Schema() []byte { return bytes.Clone(schema()) }

var schema = sync.OnceValue(func() []byte {
	w := describer{defs: map[string]any{"date": object{"type": "string", "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, "description": "AAAA-MM-JJ"}}}
	root, _ := w.object(reflect.TypeFor[Charter]()).(object)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "Charte d'utilisation d'un fichier partagé de la demande de logement social"
	root["required"] = []string{"name", "version", "valid_from", "territory", "parties"}
	root["$defs"] = w.defs
	out, err := json.MarshalIndent(root, "", " ")
	if err != nil {
		return nil // unreachable: every value above has a JSON form; a test reads the result
	}
	return append(out, '\n')
})

type object = map[string]any

// describer writes the schema of Go types; objects are defined once.
type describer struct{ defs map[string]any }

// lists are the closed lists of the texts that have one.
var lists = sync.OnceValue(func() map[reflect.Type][]string {
	return map[reflect.Type][]string{
		reflect.TypeFor[Act]():              names(acts[:]),
		reflect.TypeFor[PartyKind]():        names(kinds[:]),
		reflect.TypeFor[Scenario]():         {string(Integrated), string(Pooled), string(Twin)},
		reflect.TypeFor[Law]():              {"", string(Local)},
		reflect.TypeFor[demand.Profile]():   names(profiles[:]),
		reflect.TypeFor[calendar.Reading](): {string(calendar.Literal), string(calendar.Anniversary)},
	}
})

func names[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, one := range all {
		out[i] = string(one)
	}
	return out
}

func (d *describer) of(t reflect.Type) any {
	switch t {
	case reflect.TypeFor[demand.Date]():
		return object{"$ref": "#/$defs/date"}
	case reflect.TypeFor[decimal.NullDecimal](), reflect.TypeFor[decimal.Decimal]():
		return object{"type": []string{"string", "number", "null"}}
	case reflect.TypeFor[scoring.Definition]():
		return d.grid()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return d.of(t.Elem())
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int, reflect.Uint64:
		return object{"type": "integer"}
	case reflect.Slice:
		return object{"type": "array", "items": d.of(t.Elem())}
	case reflect.Struct:
		return d.named(t)
	}
	if list, ok := lists()[t]; ok {
		return object{"enum": list}
	}
	return object{"type": "string"}
}

// named defines an object under the name of its package and type.
func (d *describer) named(t reflect.Type) any {
	name := strings.ToLower(strings.ReplaceAll(t.String(), ".", "_"))
	if _, known := d.defs[name]; !known {
		d.defs[name] = nil // so that a type that holds itself ends
		d.defs[name] = d.object(t)
	}
	return object{"$ref": "#/$defs/" + name}
}

func (d *describer) object(t reflect.Type) any {
	properties := object{}
	for i := range t.NumField() {
		f := t.Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); f.IsExported() && name != "" && name != "-" {
			properties[name] = d.of(f.Type)
		}
	}
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}

// grid takes the schema of the room of scoring, its definitions with it.
func (d *describer) grid() any {
	var grid object
	if json.Unmarshal(scoring.Schema(), &grid) != nil {
		return true // unreachable: the room's own test reads it
	}
	if defs, ok := grid["$defs"].(object); ok {
		for name, one := range defs {
			d.defs[name] = one
		}
	}
	delete(grid, "$schema")
	delete(grid, "$defs")
	return grid
}
