package form

import (
	"reflect"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Steps gives the steps of the entry that ask something of whoever fills in the
// form, hidden fields left out; the step of the papers is always there.
func Steps(f *demand.Form, o Options) []demand.EntryStep {
	var out []demand.EntryStep
	for _, s := range demand.EntrySteps() {
		asks := len(s.Fields) == 0
		for _, path := range s.Fields {
			asks = asks || o.shows(f, path)
		}
		if asks {
			out = append(out, s)
		}
	}
	return out
}

// Step finds a step by its name.
func Step(name string) (demand.EntryStep, bool) {
	for _, s := range demand.EntrySteps() {
		if s.Name == name {
			return s, true
		}
	}
	return demand.EntryStep{}, false
}

// Asked reports whether a question applies to a form. A question about a line of
// a list looks at that line alone: the detail of a reason is asked for when that
// reason wants one.
func Asked(f *demand.Form, path string) bool {
	return demand.Asked(path, func(on string) []string {
		if list, _, ok := strings.Cut(on, "[]"); ok && strings.HasPrefix(path, list+"[") && !strings.HasPrefix(path, list+"[]") {
			_, rank, _ := cutPath(path[len(list):])
			on = ranked(list, rank) + strings.TrimPrefix(on, list+"[]")
		}
		return said(f, on)
	})
}

// Questions gives the paths of the conditional fields of a step that apply to a
// form and are shown: to see which ones an answer adds.
func Questions(f *demand.Form, step demand.EntryStep, o Options) map[string]bool {
	out := map[string]bool{}
	for _, q := range step.Conditions {
		list, rest, every := strings.Cut(q.Field, "[].")
		if !every {
			if o.shows(f, q.Field) {
				out[q.Field] = true
			}
			continue
		}
		if _, v, ok := at(f, list); ok {
			for i := range v.Len() {
				if path := ranked(list, i) + "." + rest; o.shows(f, path) {
					out[path] = true
				}
			}
		}
	}
	return out
}

// said gives the values that stand at a path, "[]" standing for every line.
func said(f *demand.Form, path string) []string {
	list, rest, every := strings.Cut(path, "[]")
	if !every {
		return saidAt(f, path)
	}
	_, v, ok := at(f, list)
	if !ok {
		return nil
	}
	var out []string
	for i := range v.Len() {
		out = append(out, said(f, ranked(list, i)+rest)...)
	}
	return out
}

func saidAt(f *demand.Form, path string) []string {
	s, v, ok := at(f, path)
	if !ok {
		return nil
	}
	if s.kind == kindCodes {
		out := make([]string, v.Len())
		for i := range out {
			out[i] = v.Index(i).String()
		}
		return out
	}
	if s.kind == kindAnswer {
		return []string{map[demand.Answer]string{demand.Yes: "true", demand.No: "false"}[v.Interface().(demand.Answer)]}
	}
	return []string{text(s, v)}
}

// Prune takes away the answers that no longer apply: of questions that are not
// asked. The form given is not changed.
func Prune(f *demand.Form) demand.Form { return PruneSince(nil, f) }

// PruneSince takes away the answers to questions that were asked of the form as it
// was before, and are not any more: what somebody else wrote there without a
// question stays. Without a form before, all were asked.
func PruneSince(before, f *demand.Form) demand.Form {
	out := Copy(f)
	forget := func(path string) {
		if Asked(&out, path) || before != nil && !Asked(before, path) {
			return
		}
		if _, v, ok := at(&out, path); ok {
			v.SetZero()
		}
	}
	for _, s := range demand.EntrySteps() {
		for _, q := range s.Conditions {
			list, rest, every := strings.Cut(q.Field, "[].")
			if !every {
				forget(q.Field)
				continue
			}
			if _, v, ok := at(&out, list); ok {
				for i := range v.Len() {
					forget(ranked(list, i) + "." + rest)
				}
			}
		}
	}
	return out
}

// Copy gives a form that shares nothing with the one given.
func Copy(f *demand.Form) demand.Form {
	out := *f
	detach(reflect.ValueOf(&out).Elem())
	return out
}

// detach gives a value lists of its own, all the way down.
func detach(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(fresh, v)
		v.Set(fresh)
		for i := range v.Len() {
			detach(v.Index(i))
		}
	case reflect.Struct:
		if _, leaf := leaves[v.Type()]; leaf {
			return
		}
		for i := range v.NumField() {
			detach(v.Field(i))
		}
	}
}

// Tidy takes away the lines of lists in which nothing was written. A list that
// had only such lines is unknown again, not empty.
func Tidy(f *demand.Form) demand.Form {
	out := Copy(f)
	tidy(whole(), reflect.ValueOf(&out).Elem())
	return out
}

func tidy(s *shape, v reflect.Value) {
	switch s.kind {
	case kindGroup:
		for _, p := range s.fields {
			tidy(p.shape, v.Field(p.index))
		}
	case kindRows:
		kept := reflect.MakeSlice(v.Type(), 0, v.Len())
		for i := range v.Len() {
			row := v.Index(i)
			tidy(s.elem, row)
			if !row.IsZero() {
				kept = reflect.Append(kept, row)
			}
		}
		switch {
		case v.Len() == 0:
		case kept.Len() == 0:
			v.SetZero()
		default:
			v.Set(kept)
		}
	}
}
