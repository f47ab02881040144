package demand

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"sync"

	"github.com/fichier-unique/rules/numbering"
)

// MaxFormBytes bounds what DecodeForm reads of one form.
const MaxFormBytes = 1 << 20

var decodingRules = []Rule{{
	Code: "DEM-JSN-01", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "Ce champ n'existe pas dans le formulaire : vérifier son nom, ou le retirer.",
	English: "The form has no such field: check its name, or remove it.",
}, {
	Code: "DEM-JSN-02", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur n'est pas une date : écrire AAAA-MM-JJ, un jour qui existe.",
	English: "The value is not a date: write YYYY-MM-DD, a day that exists.",
}, {
	Code: "DEM-JSN-03", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "Le champ est donné deux fois : la seconde valeur n'est pas prise.",
	English: "The field is given twice: the second value is not taken.",
}, {
	Code: "DEM-JSN-04", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	Params:  []string{"offset"},
	French:  "Le texte n'est pas du JSON complet : il s'arrête ou se trompe à l'octet {offset}.",
	English: "The text is not complete JSON: it stops or goes wrong at byte {offset}.",
}, {
	Code: "DEM-JSN-05", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "Le formulaire dépasse un mébioctet : un seul formulaire par document.",
	English: "The form is over one mebibyte: one form per document.",
}, {
	Code: "DEM-JSN-06", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être true ou false.",
	English: "The value must be true or false.",
}, {
	Code: "DEM-JSN-07", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être un nombre entier.",
	English: "The value must be a whole number.",
}, {
	Code: "DEM-JSN-08", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être un texte entre guillemets.",
	English: "The value must be a text between quotes.",
}, {
	Code: "DEM-JSN-09", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être une liste entre crochets.",
	English: "The value must be a list between brackets.",
}, {
	Code: "DEM-JSN-10", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être un objet entre accolades.",
	English: "The value must be an object between braces.",
}, {
	Code: "DEM-JSN-11", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être un montant en euros, comme \"1234.56\".",
	English: "The value must be an amount in euros, such as \"1234.56\".",
}, {
	Code: "DEM-JSN-12", Chapter: "lecture JSON", Severity: Blocking, Source: sourceReading,
	French:  "La valeur doit être un numéro unique de 18 caractères, entre guillemets.",
	English: "The value must be a unique number of 18 characters, between quotes.",
}}

var sourceReading = Source{"règle du fichier", "lecture stricte : un champ inconnu est signalé, jamais passé sous silence", Inference}

// DecodeForm reads one form from JSON, strictly: an unknown field, a field
// given twice, a value of the wrong form are faults with their path, all
// reported at once. The other values are kept, so that a person sees what was
// understood. Values are checked against the rules by Validate, not here.
func DecodeForm(data []byte) (Form, Faults) {
	var f Form
	d := decoding{}
	if len(data) > MaxFormBytes {
		d.fault("DEM-JSN-05", "")
		return f, d.faults
	}
	if !json.Valid(data) {
		d.fault("DEM-JSN-04", "", Param{"offset", count(badOffset(data))})
		return f, d.faults
	}
	d.value(data, reflect.ValueOf(&f).Elem(), "")
	return f, d.faults
}

func badOffset(data []byte) int {
	var syntax *json.SyntaxError
	var any json.RawMessage
	if err := json.Unmarshal(data, &any); errors.As(err, &syntax) {
		return int(syntax.Offset)
	}
	return len(data)
}

type decoding struct{ faults Faults }

func (d *decoding) fault(code, path string, params ...Param) {
	d.faults = append(d.faults, Fault{Code: code, Path: path, Severity: Blocking, Params: params})
}

// value decodes valid JSON into v, walking objects and lists so that every
// fault has its path. Leaves are left to the standard library.
func (d *decoding) value(data []byte, v reflect.Value, path string) {
	data = bytes.TrimSpace(data)
	if string(data) == "null" {
		return
	}
	fields := fieldsOf(v.Type())
	switch {
	case fields != nil && data[0] == '{':
		d.object(data, v, path, fields)
	case v.Kind() == reflect.Slice && data[0] == '[':
		d.list(data, v, path)
	case fields != nil || v.Kind() == reflect.Slice:
		d.fault(wrongForm(v.Type()), path)
	default:
		d.leaf(data, v, path)
	}
}

func (d *decoding) leaf(data []byte, v reflect.Value, path string) {
	err := json.Unmarshal(data, v.Addr().Interface())
	if err == nil {
		return
	}
	v.SetZero()
	if v.Type() == numberType && data[0] == '"' {
		var text string
		if json.Unmarshal(data, &text) == nil {
			if _, cause := numbering.Parse(text); cause != nil {
				d.faults = append(d.faults, NumberFaults(cause, path)...)
				return
			}
		}
	}
	d.fault(wrongForm(v.Type()), path)
}

func (d *decoding) object(data []byte, v reflect.Value, path string, fields map[string]int) {
	dec := json.NewDecoder(bytes.NewReader(data))
	_, _ = dec.Token() // the opening brace, already seen
	seen := make(map[string]bool, 16)
	for dec.More() {
		key, err := dec.Token()
		var raw json.RawMessage
		if err != nil || dec.Decode(&raw) != nil {
			return // unreachable: the text is valid JSON
		}
		name := key.(string)
		inner := join(path, name)
		index, known := fields[name]
		switch {
		case !known:
			d.fault("DEM-JSN-01", join(path, shownField(name)))
		case seen[name]:
			d.fault("DEM-JSN-03", inner)
		default:
			seen[name] = true
			d.value(raw, v.Field(index), inner)
		}
	}
}

func (d *decoding) list(data []byte, v reflect.Value, path string) {
	dec := json.NewDecoder(bytes.NewReader(data))
	_, _ = dec.Token()
	out := reflect.MakeSlice(v.Type(), 0, 4)
	for i := 0; dec.More(); i++ {
		var raw json.RawMessage
		if err := dec.Decode(&raw); errors.Is(err, io.EOF) || err != nil {
			return // unreachable: the text is valid JSON
		}
		out = reflect.Append(out, reflect.Zero(v.Type().Elem()))
		d.value(raw, out.Index(i), at(path, i, ""))
	}
	v.Set(out)
}

// shownField keeps the name of an unknown field when it looks like a field's
// name, so that a value typed in its place never shows in a fault.
func shownField(name string) string {
	if len(name) > 40 {
		return "?"
	}
	for i := range len(name) {
		if c := name[i]; (c < 'a' || c > 'z') && c != '_' {
			return "?"
		}
	}
	return name
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

var (
	numberType = reflect.TypeFor[numbering.Number]()
	leafTypes  = map[reflect.Type]string{ // the fault of a value that is not one
		reflect.TypeFor[Date]():   "DEM-JSN-02",
		reflect.TypeFor[Answer](): "DEM-JSN-06",
		numberType:                "DEM-JSN-12",
	}
)

// fieldsOf maps the JSON names of a struct that is an object of the form, and
// gives nil for every other type. Each type is read once.
func fieldsOf(t reflect.Type) map[string]int {
	if t.Kind() != reflect.Struct || t.PkgPath() != formType.PkgPath() || leafTypes[t] != "" {
		return nil
	}
	return fieldTables()[t]
}

var formType = reflect.TypeFor[Form]()

var fieldTables = sync.OnceValue(func() map[reflect.Type]map[string]int {
	tables := map[reflect.Type]map[string]int{}
	addFields(tables, formType)
	return tables
})

func addFields(tables map[reflect.Type]map[string]int, t reflect.Type) {
	if t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t.PkgPath() != formType.PkgPath() || leafTypes[t] != "" || tables[t] != nil {
		return
	}
	fields := map[string]int{}
	tables[t] = fields
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name != "" && name != "-" {
			fields[name] = i
			addFields(tables, t.Field(i).Type)
		}
	}
}

// wrongForm gives the fault of a value that is not of the given type.
func wrongForm(t reflect.Type) string {
	if code := leafTypes[t]; code != "" {
		return code
	}
	switch t.Kind() {
	case reflect.Int:
		return "DEM-JSN-07"
	case reflect.String:
		return "DEM-JSN-08"
	case reflect.Slice:
		return "DEM-JSN-09"
	}
	if t.PkgPath() == formType.PkgPath() {
		return "DEM-JSN-10"
	}
	return "DEM-JSN-11"
}
