package tabular

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// Lost is a value that a profile has no place for.
type Lost struct {
	Row   int // row written, the header being 1
	Fault demand.Fault
}

// Write writes forms in the columns of a profile: UTF-8, semicolons, codes,
// ISO dates, decimal points. What the profile cannot carry is returned.
func Write(w io.Writer, p Profile, forms iter.Seq[demand.Form]) ([]Lost, error) {
	out := csv.NewWriter(w)
	out.Comma = ';'
	setters := make([]*setter, len(p.Columns))
	header := make([]string, len(p.Columns))
	for i, c := range p.Columns {
		s, err := compile(c)
		if err != nil {
			return nil, err
		}
		setters[i], header[i] = s, c.Header
	}
	_ = out.Write(header) // a failure is kept by the writer and told by Error
	var lost []Lost
	row := 1
	for form := range forms {
		row++
		carried := map[string]bool{}
		cells := make([]string, len(setters))
		for i, s := range setters {
			if !p.numbered(s.column.Path) {
				cells[i] = s.show(&form, carried)
			}
		}
		_ = out.Write(cells)
		leaves(reflect.ValueOf(form), "", func(path string) {
			if !carried[path] {
				lost = append(lost, Lost{row, demand.Fault{Code: "TAB-PER-01", Path: path, Severity: demand.ToConfirm}})
			}
		})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return lost, fmt.Errorf("tabular: write row %d: %w", row, err)
	}
	return lost, nil
}

// numbered reports whether a cell of several values also has numbered cells in
// the profile: those carry the list.
func (p Profile) numbered(path string) bool {
	list, item, several := strings.Cut(path, "[]")
	if !several {
		return false
	}
	for _, c := range p.Columns {
		if c.Path == list+"[0]"+item {
			return true
		}
	}
	return false
}

// show gives the text of a column for a form, and notes which paths it carries.
func (s *setter) show(form *demand.Form, carried map[string]bool) string {
	v := reflect.ValueOf(form).Elem()
	path := ""
	names := strings.Split(s.column.Path, ".")
	for k, st := range s.steps {
		v = v.Field(st.field)
		path = join(path, names[k])
		switch {
		case s.column.Flag != "" && k == len(s.steps)-1:
			return s.showFlag(v, path, carried)
		case st.index == everyOne:
			return s.showAll(v, strings.TrimSuffix(path, "[]"), s.steps[k+1:], names[k+1:], carried)
		case st.index >= 0:
			if st.index >= v.Len() {
				return ""
			}
			v = v.Index(st.index)
		}
	}
	if text := textOf(v); text != "" {
		carried[path] = true
		return text
	}
	return ""
}

func (s *setter) showFlag(v reflect.Value, path string, carried map[string]bool) string {
	for i := range v.Len() {
		if v.Index(i).String() == s.column.Flag {
			carried[path+"["+itoa(i)+"]"] = true
			return "oui"
		}
	}
	return "non"
}

func (s *setter) showAll(v reflect.Value, path string, rest []step, names []string, carried map[string]bool) string {
	var parts []string
	for i := range v.Len() {
		item, at := v.Index(i), path+"["+itoa(i)+"]"
		for k, st := range rest {
			item, at = item.Field(st.field), join(at, names[k])
		}
		carried[at] = true
		parts = append(parts, textOf(item))
	}
	return strings.Join(parts, "/")
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "." + b
}

// textOf gives the text of a leaf; nothing for a value that is absent.
func textOf(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case demand.Date:
		return x.String()
	case demand.Answer:
		return map[demand.Answer]string{demand.Yes: "oui", demand.No: "non"}[x]
	case decimal.NullDecimal:
		if !x.Valid {
			return ""
		}
		return x.Decimal.String()
	case numbering.Number:
		return x.String()
	case int:
		if x == 0 {
			return ""
		}
		return itoa(x)
	}
	if v.Kind() == reflect.String {
		return v.String()
	}
	return ""
}

// leaves visits the path of every value that is present.
func leaves(v reflect.Value, path string, visit func(string)) {
	switch v.Interface().(type) {
	case demand.Date, demand.Answer, decimal.NullDecimal, numbering.Number:
		if textOf(v) != "" {
			visit(path)
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			leaves(v.Field(i), join(path, name), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			leaves(v.Index(i), path+"["+itoa(i)+"]", visit)
		}
	default:
		if textOf(v) != "" {
			visit(path)
		}
	}
}
