package scoring

import (
	"encoding/json"
	"sync"
)

// Schema is the JSON Schema (draft 2020-12) of a grid: its fields, the facts,
// the operators and what each takes. What it cannot say (a code given twice, a
// field given twice, an act that nobody voted) is told by Load.
func Schema() []byte { return append([]byte(nil), schema()...) }

type object = map[string]any

var schema = sync.OnceValue(func() []byte {
	root := closed(object{
		"name": text(), "version": text(), "territory": object{"type": "string"}, "valid_from": day(), "valid_to": day(),
		"source": text(), "voted_on": day(), "cap": whole(0, MaxPoints*MaxLines),
		"lines":     object{"type": "array", "minItems": 1, "maxItems": MaxLines, "items": object{"$ref": "#/$defs/line"}},
		"transfers": object{"type": "array", "maxItems": MaxLines, "items": object{"$ref": "#/$defs/line"}},
		"refusal": closed(object{"fr": text(), "en": text(), "points": whole(-MaxPoints, -1), "most": whole(1, 100), "source": text(), "voted_on": day()},
			"fr", "en", "points", "most", "source", "voted_on"),
		"override_reasons": object{"type": "array", "items": closed(object{"code": code(), "fr": text(), "en": text()}, "code", "fr", "en")},
	}, "name", "version", "valid_from", "source", "voted_on", "lines")
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "Grille de cotation de la demande de logement social"
	root["$defs"] = object{"line": object{"oneOf": operators()}}
	out, err := json.MarshalIndent(root, "", " ")
	if err != nil {
		return nil // unreachable: every value above has a JSON form; a test reads the result
	}
	return append(out, '\n')
})

// operators describes a line by each operator.
func operators() []any {
	count := whole(0, MaxCount)
	return []any{
		lineOf(Is, YesNo, object{"answer": object{"type": "boolean"}}),
		lineOf(AtLeast, Count, object{"min": count}),
		lineOf(Between, Count, object{"min": count, "max": count}),
		lineOf(OneOf, Codes, object{"codes": object{"type": "array", "minItems": 1, "items": object{"type": "string"}}}),
	}
}

func lineOf(op Operator, form Form, operands object) object {
	var facts []string
	for fact, v := range vocabulary {
		if v.Form == form && Fact(fact) != Refusals {
			facts = append(facts, v.Name)
		}
	}
	fields := object{"code": code(), "fr": text(), "en": text(), "fact": object{"enum": facts}, "op": object{"const": string(op)},
		"points": object{"type": "integer", "minimum": -MaxPoints, "maximum": MaxPoints, "not": object{"const": 0}}, "source": text(), "voted_on": day()}
	required := []string{"code", "fr", "en", "fact", "op", "points", "source", "voted_on"}
	for _, name := range [...]string{"answer", "min", "max", "codes"} {
		if operand, ok := operands[name]; ok {
			fields[name] = operand
			required = append(required, name)
		}
	}
	return closed(fields, required...)
}

func closed(fields object, required ...string) object {
	return object{"type": "object", "properties": fields, "required": required, "additionalProperties": false}
}

func text() object { return object{"type": "string", "pattern": `\S`} }

func code() object { return object{"type": "string", "pattern": "^[A-Z0-9_-]{1,32}$"} }

func day() object {
	return object{"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
}

func whole(low, high int) object { return object{"type": "integer", "minimum": low, "maximum": high} }
