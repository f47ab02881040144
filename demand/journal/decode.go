package journal

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/vocabulary"
)

// DecodeEvent reads one line, strictly: what is not understood is a fault, but
// the fields and kinds of a later version are kept as they are, and reported as
// an information.
func DecodeEvent(data []byte) (Event, demand.Faults) {
	d := lineDecoder{}
	if len(data) > MaxLineBytes {
		d.fault("JOU-LIG-01", "")
		return Event{}, d.faults
	}
	raw, ok := d.fields(data)
	if !ok {
		return Event{}, d.faults
	}
	var l line
	for _, f := range raw {
		d.field(&l, f)
	}
	d.assemble(&l)
	if d.faults.Blocking() {
		return Event{ID: d.event.ID}, d.faults
	}
	return d.event, d.faults
}

type lineDecoder struct {
	event  Event
	faults demand.Faults
}

func (d *lineDecoder) fault(code, path string) {
	severity := demand.Blocking
	if code == "JOU-LIG-06" {
		severity = demand.Information
	}
	d.faults = append(d.faults, demand.Fault{Code: code, Path: path, Severity: severity})
}

// fields cuts the line into its fields, each given once.
func (d *lineDecoder) fields(data []byte) ([]rawField, bool) {
	if !json.Valid(data) {
		d.fault("JOU-LIG-01", "")
		return nil, false
	}
	all, isObject := cut(data)
	if !isObject {
		d.fault("JOU-LIG-01", "")
		return nil, false
	}
	out := all[:0]
	seen := make(map[string]bool, len(all))
	for _, f := range all {
		if seen[f.name] {
			d.fault("JOU-LIG-03", shown(f.name))
			continue
		}
		seen[f.name] = true
		out = append(out, f)
	}
	if !seen["v"] {
		d.fault("JOU-LIG-02", "v")
		return nil, false
	}
	return out, true
}

// field reads one field into the line.
func (d *lineDecoder) field(l *line, f rawField) {
	target := l.target(f.name)
	if target == nil {
		var compact bytes.Buffer
		_ = json.Compact(&compact, f.value) // valid JSON, seen before
		if d.event.Unknown == nil {
			d.event.Unknown = map[string]string{}
		}
		d.event.Unknown[f.name] = compact.String()
		d.fault("JOU-LIG-06", shown(f.name))
		return
	}
	if quick(target, f.value) {
		return
	}
	in := json.NewDecoder(bytes.NewReader(f.value))
	in.DisallowUnknownFields()
	if in.Decode(target) != nil {
		d.fault("JOU-LIG-05", f.name)
	}
}

// target is where a field of the line is read; nil when it is of a later version.
func (l *line) target(name string) any {
	switch name {
	case "v":
		return &l.V
	case "id":
		return &l.ID
	case "demand":
		return &l.Demand
	case "kind":
		return &l.Kind
	case "on":
		return &l.On
	case "entered":
		return &l.Entered
	case "author":
		return &l.Author
	case "service":
		return &l.Service
	case "receipt":
		return &l.Receipt
	case "number":
		return &l.Number
	case "values":
		return &l.Values
	case "origins":
		return &l.Origins
	}
	return l.lateTarget(name)
}

// lateTarget is target for the fields that follow the values.
func (l *line) lateTarget(name string) any {
	switch name {
	case "motive":
		return &l.Motive
	case "sub_motive":
		return &l.SubMotive
	case "reason":
		return &l.Reason
	case "other":
		return &l.Other
	case "seniority":
		return &l.Seniority
	case "absorbed":
		return &l.Absorbed
	case "case":
		return &l.Case
	case "online":
		return &l.Online
	case "mark":
		return &l.Mark
	case "treatment":
		return &l.Treatment
	case "dispatch":
		return &l.Dispatch
	}
	return nil
}

// assemble makes the event of a line.
func (d *lineDecoder) assemble(l *line) {
	if l.V < 1 {
		d.fault("JOU-LIG-02", "v")
	}
	entered, ok := ParseMoment(l.Entered)
	if !ok {
		d.fault("JOU-LIG-05", "entered")
	}
	unknown := d.event.Unknown
	if l.V > Version { // handed on under its own version
		if unknown == nil {
			unknown = map[string]string{}
		}
		unknown["v"] = strconv.Itoa(l.V)
		d.fault("JOU-LIG-06", "v")
	}
	d.event = Event{ID: l.ID, Demand: l.Demand, Kind: l.Kind, On: l.On, Entered: entered, Author: l.Author, Service: l.Service, Receipt: l.Receipt,
		Number: l.Number, Origins: l.Origins, Motive: l.Motive, SubMotive: l.SubMotive, Reason: l.Reason, Other: l.Other, Seniority: l.Seniority, Absorbed: l.Absorbed,
		Case: l.Case, Online: l.Online, Mark: l.Mark, Treatment: l.Treatment, Dispatch: l.Dispatch, Unknown: unknown}
	if len(l.Values) > 0 && string(l.Values) != "null" {
		d.values(l.Values)
	}
}

// values reads the partial form of a line: a value that is present is set, a
// value that is null is cleared.
func (d *lineDecoder) values(data json.RawMessage) {
	d.present(data, "")
	form, faults := demand.DecodeForm(data)
	for _, f := range faults {
		f.Path = "values." + f.Path
		d.faults = append(d.faults, f)
	}
	d.event.Values = &form
}

// present notes which values the JSON gives, by name; of a name given twice, which
// DecodeForm refuses, the last one.
func (d *lineDecoder) present(data json.RawMessage, path string) {
	object, isObject := cut(data)
	if !isObject {
		if path != "" {
			d.fault("JOU-LIG-04", "values."+path)
		}
		return // DecodeForm says what is wrong
	}
	slices.SortStableFunc(object, func(a, b rawField) int { return strings.Compare(a.name, b.name) })
	for i, f := range object {
		if i+1 < len(object) && object[i+1].name == f.name {
			continue
		}
		inner := f.name
		if path != "" {
			inner = path + "." + f.name
		}
		switch {
		case d.event.Set.Add(inner):
		case isBranch(inner):
			d.present(f.value, inner)
		default:
			d.fault("JOU-LIG-04", "values."+shown(inner))
		}
	}
}

// isBranch reports whether values stand under a path.
func isBranch(path string) bool {
	for i := range table {
		if strings.HasPrefix(table[i].name, path) && len(table[i].name) > len(path) && table[i].name[len(path)] == '.' {
			return true
		}
	}
	return false
}

// shown keeps a name that looks like a field's, so that a value typed in its
// place never shows in a fault.
func shown(name string) string { return names().Shown(name) }

// names are the fields of a line and of the form.
var names = sync.OnceValue(func() vocabulary.Vocabulary {
	all := []string{"v", "id", "origin", "origins", "counter"}
	for i := range reflect.TypeFor[line]().NumField() {
		name, _, _ := strings.Cut(reflect.TypeFor[line]().Field(i).Tag.Get("json"), ",")
		all = append(all, name)
	}
	for i := range table {
		all = append(all, strings.Split(table[i].name, ".")...)
	}
	return vocabulary.Of(all...)
})

// Decode reads a journal from JSON lines; blank lines are skipped. Every line is
// read: the faults name theirs by its rank, from 1.
func Decode(data []byte) (Journal, []demand.Finding) {
	var events []Event
	var findings []demand.Finding
	rank := 0
	for text := range bytes.Lines(data) {
		rank++
		if text = bytes.TrimSpace(text); len(text) == 0 {
			continue
		}
		e, faults := DecodeEvent(text)
		for _, f := range faults {
			findings = append(findings, demand.Finding{Fault: f, Row: rank})
		}
		if !faults.Blocking() {
			events = append(events, e)
		}
	}
	j, faults := New(events...)
	for _, f := range faults {
		findings = append(findings, demand.Finding{Fault: f})
	}
	return j, findings
}
