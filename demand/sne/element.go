package sne

import (
	"encoding/xml"
	"strings"
	"sync"

	"github.com/fichier-unique/rules/internal/vocabulary"
)

// Namespace is the XML namespace of the interface.
const Namespace = "http://nuu.application.i2/"

// Attr is an attribute of an element.
type Attr struct {
	Space string `json:"space,omitempty"` // namespace, when it is not the interface's
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Why tells why an element was kept aside.
type Why string

// The reasons. An element of the last three is written back only while the form
// says nothing in its place: a value typed since takes over.
const (
	Unknown    Why = "unknown"    // the interface, as we know it, has no such element
	Repeated   Why = "repeated"   // a second element where there is one: the first was read
	Unreadable Why = "unreadable" // the value is not one of its kind
	Empty      Why = "empty"      // an element without value
	Zero       Why = "zero"       // a value the form does not tell from none, such as 0 persons
)

// Element is XML kept as it stood. Without a name, it is what an element holds
// besides the elements of the interface: Path says which one, Attrs and Text
// are its unexpected attributes and text.
type Element struct {
	// Path is the place of the parent, from demandeLogement:
	// "personnePhysique/listePersonneACharge/personneACharge[2]". ".." is the
	// element demande around it, "../.." the root. Empty inside another element.
	Path     string    `json:"path,omitempty"`
	Why      Why       `json:"why,omitempty"`
	Space    string    `json:"space,omitempty"` // namespace, when it is not the interface's
	Name     string    `json:"name,omitempty"`
	Attrs    []Attr    `json:"attrs,omitempty"`
	Text     string    `json:"text,omitempty"`
	Children []Element `json:"children,omitempty"` // in mixed content, texts are children without name
}

// String writes the element as XML, with the prefix ns1 for the interface.
func (e Element) String() string {
	p := printer{}
	if e.Name == "" {
		p.attrs(e.Attrs)
		p.escape(e.Text, false)
	} else {
		p.raw(&e, 0, "", false)
	}
	return strings.TrimSpace(string(p.b))
}

// code gives the attribute code, as the interface carries codes.
func (e *Element) code() string {
	for i := range e.Attrs {
		if e.Attrs[i].Name == "code" && e.Attrs[i].Space == "" {
			return trim(e.Attrs[i].Value)
		}
	}
	return ""
}

// text gives the text of an element, its parts joined in mixed content.
func (e *Element) text() string {
	out := trim(e.Text)
	for i := range e.Children {
		if c := &e.Children[i]; c.Name == "" {
			out = join(out, " ", trim(c.Text))
		}
	}
	return out
}

// holdsElements reports whether there are elements inside.
func (e *Element) holdsElements() bool {
	for i := range e.Children {
		if e.Children[i].Name != "" {
			return true
		}
	}
	return false
}

// bare reports whether the element holds nothing at all.
func (e *Element) bare() bool {
	return len(e.Attrs)+len(e.Children) == 0 && trim(e.Text) == ""
}

// shown is the name of an element when it looks like one of the interface's, so
// that nothing of a person shows in a finding.
func (e *Element) shown() string { return names().Shown(strings.ReplaceAll(e.Name, ".", " ")) }

// names are those of the elements of the interface.
var names = sync.OnceValue(func() vocabulary.Vocabulary {
	all := []string{"interfaceNuu", "entete", "typeFichier", "dateFichier", "demande", "demandeLogement"}
	var visit func(rows []row)
	visit = func(rows []row) {
		for i := range rows {
			all = append(all, rows[i].name, rows[i].item)
			visit(rows[i].inner)
		}
	}
	visit(tableDemand)
	all = append(all, strikeOffName, anomaliesName, duplicatesName)
	return vocabulary.Of(append(all, usual...)...)
})

// usual are words that the names of such interfaces are made of, so that what a
// later version adds is mostly shown.
var usual = strings.Fields("nir numNir numeroNir numSecu autre code commentaire date etat identifiant libelle liste montant motif numero " +
	"organisme piece reference service statut type version")

// trim removes the white space of XML, and nothing else: a no-break space is
// part of a value.
func trim(s string) string { return strings.Trim(s, " \t\r\n") }

func join(a, sep, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + sep + b
}

// maxAttrs bounds the attributes of one element; the interface has at most one.
const maxAttrs = 64

// opened makes an element of an opening tag.
func opened(t *xml.StartElement) (Element, error) {
	e := Element{Space: space(t.Name.Space), Name: t.Name.Local}
	if len(t.Attr) > maxAttrs {
		return e, errAttributes
	}
	if !validName(e.Name) {
		return e, errMalformed
	}
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			continue
		}
		attr := Attr{Space: space(a.Name.Space), Name: a.Name.Local, Value: a.Value}
		for _, other := range e.Attrs {
			if other.Space == attr.Space && other.Name == attr.Name {
				return e, errMalformed
			}
		}
		if !validName(attr.Name) {
			return e, errMalformed
		}
		e.Attrs = append(e.Attrs, attr)
	}
	return e, nil
}

// space takes a missing namespace for the interface's.
func space(uri string) string {
	if uri == Namespace {
		return ""
	}
	return uri
}

// validName reports whether XML admits a name, without prefix.
func validName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
		if !letter && (i == 0 || (c < '0' || c > '9') && c != '-' && c != '.') {
			return false
		}
	}
	return s != ""
}
