package sne

import (
	"strconv"
	"unicode/utf8"
)

// printer writes XML the way the national system does: prefix ns1, four blanks
// of indentation, empty elements closed at once.
type printer struct {
	b     []byte
	kept  *keeping // nil when nothing was kept aside
	place string   // path of the element being written, kept only with kept
	bad   bool     // a name XML does not admit was met
}

const (
	xsiSpace = "http://www.w3.org/2001/XMLSchema-instance"
	xmlSpace = "http://www.w3.org/XML/1998/namespace"
	blanks   = "                                                                "
)

func (p *printer) indent(depth int) {
	for n := 4 * depth; n > 0; n -= len(blanks) {
		p.b = append(p.b, blanks[:min(n, len(blanks))]...)
	}
}

// tag opens an opening tag: indentation, bracket, prefix and name.
func (p *printer) tag(name string, depth int) {
	p.indent(depth)
	p.b = append(p.b, "<ns1:"...)
	p.b = append(p.b, name...)
}

func (p *printer) end(name string) {
	p.b = append(p.b, "</ns1:"...)
	p.b = append(p.b, name...)
	p.b = append(p.b, ">\n"...)
}

func (p *printer) attr(name, value string) {
	p.b = append(p.b, ' ')
	p.b = append(p.b, name...)
	p.b = append(p.b, `="`...)
	p.escape(value, true)
	p.b = append(p.b, '"')
}

// attrs writes attributes kept aside, with the namespaces they need.
func (p *printer) attrs(all []Attr) {
	for i, a := range all {
		p.bad = p.bad || !validName(a.Name)
		if a.Space == "" {
			p.attr(a.Name, a.Value)
			continue
		}
		prefix, first := prefixOf(all, i)
		if first {
			p.attr("xmlns:"+prefix, a.Space)
		}
		p.attr(prefix+":"+a.Name, a.Value)
	}
}

// prefixOf gives the prefix of the namespace of an attribute, and whether it is
// still to declare.
func prefixOf(all []Attr, i int) (prefix string, first bool) {
	k := 0
	for all[k].Space != all[i].Space {
		k++
	}
	switch all[i].Space {
	case xmlSpace:
		return "xml", false
	case xsiSpace:
		return "xsi", k == i
	}
	return "p" + strconv.Itoa(k+1), k == i
}

// raw writes an element kept aside. around is the default namespace where it is
// written; inline keeps white space from entering mixed content.
func (p *printer) raw(e *Element, depth int, around string, inline bool) {
	if e.Name == "" {
		p.escape(e.Text, false)
		return
	}
	p.bad = p.bad || !validName(e.Name)
	if !inline {
		p.indent(depth)
	}
	name := "ns1:" + e.Name
	if e.Space != "" {
		name = e.Name
	}
	p.b = append(append(p.b, '<'), name...)
	if e.Space != "" && e.Space != around {
		p.attr("xmlns", e.Space)
		around = e.Space
	}
	p.attrs(e.Attrs)
	if e.Text == "" && len(e.Children) == 0 {
		p.b = append(p.b, "/>"...)
	} else {
		p.b = append(p.b, '>')
		p.content(e, depth, around, inline)
		p.b = append(append(append(p.b, "</"...), name...), '>')
	}
	if !inline {
		p.b = append(p.b, '\n')
	}
}

func (p *printer) content(e *Element, depth int, around string, inline bool) {
	p.escape(e.Text, false)
	for i := range e.Children {
		inline = inline || e.Children[i].Name == ""
	}
	if len(e.Children) > 0 && !inline {
		p.b = append(p.b, '\n')
	}
	for i := range e.Children {
		p.raw(&e.Children[i], depth+1, around, inline)
	}
	if len(e.Children) > 0 && !inline {
		p.indent(depth)
	}
}

// escape writes a text. Characters that XML forbids become U+FFFD: Lost names
// them beforehand (SNE-PER-03).
func (p *printer) escape(s string, quoted bool) {
	from := 0
	for i := 0; i < len(s); {
		r, width := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, width = utf8.DecodeRuneInString(s[i:])
		}
		if as := escaped(r, width, quoted); as != "" {
			p.b = append(append(p.b, s[from:i]...), as...)
			from = i + width
		}
		i += width
	}
	p.b = append(p.b, s[from:]...)
}

// escaped gives what stands for a character, "" when it stands for itself.
func escaped(r rune, width int, quoted bool) string {
	switch r {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		if quoted {
			return "&quot;"
		}
	case '\t':
		return "&#x9;"
	case '\n':
		return "&#xA;"
	case '\r':
		return "&#xD;"
	default:
		if forbidden(r, width) {
			return "\uFFFD"
		}
	}
	return ""
}

// forbidden reports a character XML 1.0 does not admit, or a byte that is no
// character.
func forbidden(r rune, width int) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == utf8.RuneError && width == 1 || r == 0xFFFE || r == 0xFFFF
}
