package demand

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/internal/euro"
	"github.com/fichier-unique/rules/internal/vocabulary"
	"github.com/fichier-unique/rules/numbering"
)

// decoding reads a form value by value, so that every fault has its path and
// nothing else is lost. It is the slow way, for texts that hold a fault or are
// written in an unusual manner.
type decoding struct{ faults Faults }

func (d *decoding) fault(code, path string, params ...Param) {
	d.faults = append(d.faults, Fault{Code: code, Path: path, Severity: Blocking, Params: params})
}

func (d *decoding) form(data []byte) (Form, Faults) {
	var f Form
	if !json.Valid(data) {
		d.fault("DEM-JSN-04", "", Param{"offset", count(badOffset(data))})
		return f, d.faults
	}
	d.value(data, reflect.ValueOf(&f).Elem(), formShape(), "")
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

func (d *decoding) value(data []byte, v reflect.Value, sh *shape, path string) {
	data = bytes.TrimSpace(data)
	switch {
	case string(data) == "null":
	case sh.kind == kindObject && data[0] == '{':
		d.object(data, v, sh, path)
	case sh.kind == kindList && data[0] == '[':
		d.list(data, v, sh, path)
	case !d.leaf(data, v, sh, path):
		v.SetZero()
		d.fault(wrongKind[sh.kind], path)
	}
}

// wrongKind gives the fault of a value that is not what it should be.
var wrongKind = [...]string{
	kindText: "DEM-JSN-08", kindInt: "DEM-JSN-07", kindAmount: "DEM-JSN-11", kindAnswer: "DEM-JSN-06",
	kindDate: "DEM-JSN-02", kindNumber: "DEM-JSN-12", kindObject: "DEM-JSN-10", kindList: "DEM-JSN-09",
}

// leaf reads a value that is neither an object nor a list; false when it is of
// another kind. A fault more precise than that is raised here.
func (d *decoding) leaf(data []byte, v reflect.Value, sh *shape, path string) bool {
	switch sh.kind {
	case kindText:
		return d.text(data, v, path)
	case kindInt:
		n, ok := wholeNumber(data)
		v.SetInt(n)
		return ok
	case kindAmount:
		amount, ok := amountOf(data)
		v.Set(reflect.ValueOf(decimal.NullDecimal{Decimal: amount, Valid: ok}))
		return ok
	case kindNumber:
		return d.number(data, v, path)
	case kindDate, kindAnswer:
		return json.Unmarshal(data, v.Addr().Interface()) == nil
	}
	return false
}

func (d *decoding) text(data []byte, v reflect.Value, path string) bool {
	var s string
	if json.Unmarshal(data, &s) != nil {
		return false
	}
	if lost := strings.Count(s, "\ufffd"); lost > bytes.Count(data, []byte("\ufffd"))+bytes.Count(bytes.ToLower(data), []byte(`\ufffd`)) {
		d.fault("DEM-JSN-13", path) // half a character, which the reading has replaced
		return true
	}
	v.SetString(s)
	return true
}

func (d *decoding) number(data []byte, v reflect.Value, path string) bool {
	var s string
	if json.Unmarshal(data, &s) != nil {
		return false
	}
	if s == "" {
		return true
	}
	n, err := numbering.Parse(s)
	if err == nil {
		v.Set(reflect.ValueOf(n))
		return true
	}
	faults := NumberFaults(err, path)
	d.faults = append(d.faults, faults...)
	return len(faults) > 0
}

// wholeNumber reads 3, and 3.0 or 3e0, which JSON holds to be the same.
func wholeNumber(data []byte) (int64, bool) {
	n, ok := jsonNumber(data)
	if !ok || !n.IsInteger() || n.Abs().GreaterThan(mostInt) {
		return 0, false
	}
	return n.IntPart(), true
}

var mostInt = decimal.NewFromInt(1<<31 - 1)

// amountOf reads 450.5, or "450.50" between quotes.
func amountOf(data []byte) (decimal.Decimal, bool) {
	if data[0] == '"' {
		var s string
		if json.Unmarshal(data, &s) != nil {
			return decimal.Decimal{}, false
		}
		return euro.Parse(s)
	}
	n, ok := jsonNumber(data)
	return n, ok && n.Truncate(euro.MaxDecimals).Equal(n) && n.Abs().LessThan(mostAmount)
}

var mostAmount = decimal.New(1, euro.MaxWhole)

// jsonNumber reads a JSON number that is safe to compute with. Zeros at the end
// of the decimals say nothing: they are not counted among its signs.
func jsonNumber(data []byte) (decimal.Decimal, bool) {
	if bytes.IndexByte(data, '.') >= 0 && !bytes.ContainsAny(data, "eE") {
		data = bytes.TrimSuffix(bytes.TrimRight(data, "0"), []byte{'.'})
	}
	if data[0] != '-' && !isDigit(data[0]) || len(data) > 40 {
		return decimal.Decimal{}, false
	}
	n, err := decimal.NewFromString(string(data))
	return n, err == nil && n.Exponent() > -40 && n.Exponent() < 40
}

func (d *decoding) object(data []byte, v reflect.Value, sh *shape, path string) {
	dec := json.NewDecoder(bytes.NewReader(data))
	_, _ = dec.Token() // the opening brace, already seen
	seen := make([]bool, len(sh.fields))
	for dec.More() {
		key, err := dec.Token()
		var raw json.RawMessage
		if err != nil || dec.Decode(&raw) != nil {
			return // unreachable: the text is valid JSON
		}
		name := key.(string)
		rank, known := sh.rank[name]
		switch {
		case !known && nirField(name):
			d.faults = append(d.faults, Fault{Code: "DEM-JSN-14", Path: join(path, shownField(name)), Severity: ToConfirm})
		case !known:
			d.fault("DEM-JSN-01", join(path, shownField(name)))
		case seen[rank]:
			d.fault("DEM-JSN-03", join(path, name))
		default:
			seen[rank] = true
			d.value(raw, v.Field(sh.fields[rank].index), sh.fields[rank].shape, join(path, name))
		}
	}
}

func (d *decoding) list(data []byte, v reflect.Value, sh *shape, path string) {
	dec := json.NewDecoder(bytes.NewReader(data))
	_, _ = dec.Token()
	out := reflect.MakeSlice(v.Type(), 0, 4)
	for i := 0; dec.More(); i++ {
		var raw json.RawMessage
		if dec.Decode(&raw) != nil {
			return // unreachable: the text is valid JSON
		}
		out = reflect.Append(out, reflect.Zero(v.Type().Elem()))
		d.value(raw, out.Index(i), sh.elem, at(path, i, ""))
	}
	v.Set(out)
}

// nirField recognises the names under which a social security number comes.
func nirField(name string) bool {
	switch strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(name)) {
	case "nir", "numerosecuritesociale", "numsecu", "nss", "socialsecuritynumber":
		return true
	}
	return false
}

// shownField keeps the name of an unknown field when it looks like one of the
// form's, so that a value typed in its place never shows in a fault.
func shownField(name string) string { return fieldNames().Shown(strings.ReplaceAll(name, ".", " ")) }

// fieldNames are those of every object of the form, and those under which the
// social security number comes.
var fieldNames = sync.OnceValue(func() vocabulary.Vocabulary {
	names := []string{"nir"}
	seen := map[*shape]bool{}
	var visit func(s *shape)
	visit = func(s *shape) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		for _, f := range s.fields {
			names = append(names, f.name)
			visit(f.shape)
		}
		visit(s.elem)
	}
	visit(formShape())
	return vocabulary.Of(names...)
})

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
