package journal

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// rawField is a field of an object, with its value as it is written.
type rawField struct {
	name  string
	value json.RawMessage
}

// cut gives the fields of an object, in order, from JSON that is known to be valid.
// It is false for anything else than an object.
func cut(data []byte) ([]rawField, bool) {
	at := blanks(data, 0)
	if at == len(data) || data[at] != '{' {
		return nil, false
	}
	if at = blanks(data, at+1); data[at] == '}' {
		return nil, true
	}
	out := make([]rawField, 0, usualFields)
	for {
		from := at
		at = afterText(data, at)
		name := unquoted(data[from:at])
		at = blanks(data, blanks(data, at)+1) // the colon
		from = at
		at = after(data, at)
		out = append(out, rawField{name, data[from:at]})
		if at = blanks(data, at); data[at] == '}' {
			return out, true
		}
		at = blanks(data, at+1) // the comma
	}
}

// usualFields is room for the fields of most lines.
const usualFields = 16

// blanks gives the place of what follows blanks.
func blanks(data []byte, at int) int {
	for at < len(data) && (data[at] == ' ' || data[at] == '\t' || data[at] == '\n' || data[at] == '\r') {
		at++
	}
	return at
}

// after gives the place after a value.
func after(data []byte, at int) int {
	if data[at] == '"' {
		return afterText(data, at)
	}
	for depth := 0; at < len(data); at++ {
		switch data[at] {
		case '"':
			at = afterText(data, at) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return at // of what holds a number or a word
			}
			if depth--; depth == 0 {
				return at + 1
			}
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return at
			}
		}
	}
	return at
}

// afterText gives the place after a text between quotes.
func afterText(data []byte, at int) int {
	for at++; data[at] != '"'; at++ {
		if data[at] == '\\' {
			at++
		}
	}
	return at + 1
}

// unquoted is the text between the quotes, as the standard library reads it.
func unquoted(quoted []byte) string {
	if inner, ok := plainText(quoted); ok {
		return string(inner)
	}
	var out string
	_ = json.Unmarshal(quoted, &out) // valid JSON
	return out
}

// plainText is the text between the quotes when it stands there as it is.
func plainText(quoted []byte) ([]byte, bool) {
	if len(quoted) < 2 || quoted[0] != '"' {
		return nil, false
	}
	inner := quoted[1 : len(quoted)-1]
	for _, c := range inner {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return nil, false
		}
	}
	return inner, true
}

// quick reads a value as it is usually written. False leaves it to the standard
// library, which also tells what is wrong.
func quick(target any, value json.RawMessage) bool {
	switch t := target.(type) {
	case *json.RawMessage:
		*t = value
		return true
	case *int:
		if len(value) == 1 && value[0] >= '0' && value[0] <= '9' {
			*t = int(value[0] - '0')
			return true
		}
		return false
	case *bool:
		*t = string(value) == "true"
		return *t || string(value) == "false"
	case *ID:
		return quickID(t, value)
	}
	text, ok := plainText(value)
	return ok && quickText(target, value, text)
}

// quickText reads a text, given without and with its quotes.
func quickText(target any, quoted json.RawMessage, text []byte) bool {
	switch t := target.(type) {
	case *string:
		*t = string(text)
	case *Kind:
		*t = Kind(text)
	case *demand.StrikeOffMotive:
		*t = demand.StrikeOffMotive(text)
	case *demand.StrikeOffSubMotive:
		*t = demand.StrikeOffSubMotive(text)
	case *demand.Date:
		return t.UnmarshalText(text) == nil
	case *numbering.Number:
		return t.UnmarshalJSON(quoted) == nil
	default:
		return false
	}
	return true
}

// quickID reads an ID as Line writes it.
func quickID(id *ID, value json.RawMessage) bool {
	rest, ok := bytes.CutPrefix(value, []byte(`{"origin":"`))
	if !ok {
		return false
	}
	origin, counter, ok := bytes.Cut(rest, []byte(`","counter":`))
	if !ok || !isPlain(string(origin)) {
		return false
	}
	counter, ok = bytes.CutSuffix(counter, []byte{'}'})
	n, err := strconv.ParseUint(string(counter), 10, 64)
	if !ok || err != nil || strconv.FormatUint(n, 10) != string(counter) {
		return false
	}
	*id = ID{string(origin), n}
	return true
}
