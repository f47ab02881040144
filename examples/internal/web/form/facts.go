package form

import "strings"

// Fact is an answer, as a page that sums up shows it.
type Fact struct {
	Name  string // JSON path
	ID    string // of its field, in the page of its step
	Title string // of the group or the line it belongs to; "" for a field alone
	Label string
	Value string // "" when nothing was said
}

// Facts lists the answers of fields, in their order. A list of which it is known
// that there is none is an answer too; what was not said has no value.
func Facts(fields []Field) []Fact { return facts(fields, "") }

func facts(fields []Field, title string) []Fact {
	var out []Fact
	for i := range fields {
		f := &fields[i]
		fact := Fact{Name: f.Name, ID: f.ID, Title: title, Label: f.Label}
		switch f.Kind {
		case "group":
			out = append(out, facts(f.Fields, titled(title, f.Label))...)
			continue
		case "rows":
			for k := range f.Rows {
				row := &f.Rows[k]
				out = append(out, facts(row.Fields, titled(title, row.Title))...)
			}
			if len(f.Rows) > 0 {
				continue
			}
			if f.NoRow {
				fact.Value = f.None
			}
		case "choices", "boxes", "select", "commune":
			var chosen []string
			for _, c := range f.Choices {
				if c.Chosen {
					chosen = append(chosen, c.Label)
				}
			}
			fact.Value = strings.Join(chosen, ", ")
		default:
			fact.Value = f.Said()
		}
		out = append(out, fact)
	}
	return out
}

// Said is the value of a field as people read it: an amount has its digits by
// threes and its unit.
func (f *Field) Said() string {
	if f.Mode == "decimal" && f.Value != "" && !strings.Contains(f.Hint, "mètres") {
		return grouped(f.Value) + "\u00a0€"
	}
	return f.Value
}

func titled(title, label string) string {
	if title == "" {
		return label
	}
	return title + " – " + label
}

// grouped writes the digits of an amount by threes, and two decimals at least.
func grouped(amount string) string {
	whole, cents, comma := strings.Cut(amount, ",")
	var b strings.Builder
	for i, r := range whole {
		if left := len(whole) - i; i > 0 && left%3 == 0 && whole[i-1] != '-' {
			b.WriteString("\u202f")
		}
		b.WriteRune(r)
	}
	if comma {
		b.WriteString("," + cents)
		if len(cents) == 1 {
			b.WriteString("0")
		}
	}
	return b.String()
}
