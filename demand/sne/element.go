package sne

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Namespace is the namespace of the interface.
const Namespace = "http://nuu.application.i2/"

// Attr is an attribute of an element.
type Attr struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Element is an XML element kept as it stood.
type Element struct {
	// Path is the place of the element, from demandeLogement:
	// "personnePhysique/listePersonneACharge/personneACharge[2]/x". Empty for the
	// elements inside another one.
	Path     string    `json:"path,omitempty"`
	Name     string    `json:"name"`
	Attrs    []Attr    `json:"attrs,omitempty"`
	Text     string    `json:"text,omitempty"`
	Children []Element `json:"children,omitempty"`
}

// String writes the element as XML, without prefix.
func (e Element) String() string {
	var b bytes.Buffer
	printer{&b, ""}.element(&e, 0)
	return strings.TrimSpace(b.String())
}

// attr gives the value of an attribute.
func (e *Element) attr(name string) (string, bool) {
	for _, a := range e.Attrs {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

// gate stops a reading that goes on for too long without a pause, so that a
// single text or tag cannot fill the memory.
type gate struct {
	r    io.Reader
	most int
	left int
}

func (g *gate) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errTooLarge
	}
	n, err := g.r.Read(p[:min(len(p), g.left)])
	g.left -= n
	return n, err
}

func (g *gate) pass() { g.left = g.most }

var (
	errTooLarge = errors.New("sne: read: an element is larger than a demand may be; check the file, or raise Limits.MaxDemandBytes")
	errTooDeep  = errors.New("sne: read: elements are nested deeper than the interface allows; the file is not one of the national system")
	errDoctype  = errors.New("sne: read: the file declares a document type or entities, which the interface never does; it is refused unopened")
)

// tree reads the element that has just been opened, whole.
func (r *Reader) tree(start xml.StartElement, depth int) (Element, error) {
	e := Element{Name: start.Name.Local}
	for _, a := range start.Attr {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			e.Attrs = append(e.Attrs, Attr{a.Name.Local, a.Value})
		}
	}
	if depth > r.lim.MaxDepth {
		return e, errTooDeep
	}
	var text []byte
	for {
		token, err := r.token()
		if err != nil {
			return e, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			child, err := r.tree(t, depth+1)
			if err != nil {
				return e, err
			}
			e.Children = append(e.Children, child)
		case xml.CharData:
			text = append(text, t...)
		case xml.EndElement:
			e.Text = strings.TrimSpace(string(text))
			return e, nil
		}
	}
}

// token gives the next token, refusing document types.
func (r *Reader) token() (xml.Token, error) {
	token, err := r.dec.Token()
	if err != nil {
		return nil, err
	}
	if _, ok := token.(xml.Directive); ok {
		return nil, errDoctype
	}
	return token, nil
}

// charset reads what a file declares. The national system declares us-ascii for
// parts whose data are UTF-8 (needs of the interface): both are read as UTF-8.
func charset(label string, input io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "us-ascii", "ascii":
		return input, nil
	case "iso-8859-1", "latin1":
		return charmap.ISO8859_1.NewDecoder().Reader(input), nil
	case "iso-8859-15":
		return charmap.ISO8859_15.NewDecoder().Reader(input), nil
	case "windows-1252", "cp1252":
		return charmap.Windows1252.NewDecoder().Reader(input), nil
	case "utf-16", "utf-16le", "utf-16be":
		return input, nil // already decoded from its mark by Read
	}
	return nil, fmt.Errorf("sne: read: encoding %.20q is not read; save the file as UTF-8", label)
}

// unmarked turns UTF-16 into UTF-8 and removes a byte-order mark.
func unmarked(r io.Reader) io.Reader {
	return transform.NewReader(r, unicode.BOMOverride(transform.Nop))
}

// printer writes elements the way the national system does.
type printer struct {
	w      *bytes.Buffer
	prefix string
}

func (p printer) element(e *Element, depth int) {
	indent(p.w, depth)
	p.w.WriteString("<" + p.prefix + e.Name)
	for _, a := range e.Attrs {
		p.w.WriteString(" " + a.Name + `="`)
		_ = xml.EscapeText(p.w, []byte(a.Value))
		p.w.WriteByte('"')
	}
	switch {
	case len(e.Children) == 0 && e.Text == "":
		p.w.WriteString("/>\n")
		return
	case len(e.Children) == 0:
		p.w.WriteByte('>')
		_ = xml.EscapeText(p.w, []byte(e.Text))
	default:
		p.w.WriteByte('>')
		_ = xml.EscapeText(p.w, []byte(e.Text))
		p.w.WriteByte('\n')
		for i := range e.Children {
			p.element(&e.Children[i], depth+1)
		}
		indent(p.w, depth)
	}
	p.w.WriteString("</" + p.prefix + e.Name + ">\n")
}

func indent(w *bytes.Buffer, depth int) {
	for range depth {
		w.WriteString("    ")
	}
}
