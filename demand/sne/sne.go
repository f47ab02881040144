package sne

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Header is what a file says of itself.
type Header struct {
	Version  string          // "02.00" or "02.01"
	FileType demand.FileType // absent from an outbound extract
	FileDate string          // as written: ISO 8601 with its offset
}

// Limits bound what is read. Zero fields take the defaults.
type Limits struct {
	MaxDepth       int // elements inside elements, in a demand; 24 by default
	MaxDemandBytes int // bytes of one demand; 4 MiB by default
}

// Record is one demand of a file.
type Record struct {
	Index    int         // rank in the file, from 1
	Line     int         // line where it begins
	Form     demand.Form // what was understood
	Extra    []Element   // what the form has no place for, with its path: written back by Write
	Findings []demand.Finding
}

// Reader gives the demands of a file one at a time.
type Reader struct {
	dec    *xml.Decoder
	gate   *gate
	lim    Limits
	header Header
	first  *xml.StartElement // the first element after the header
}

// Sniff reports whether a file begins like one of the national system's.
func Sniff(prefix []byte) bool { return bytes.Contains(prefix, []byte("interfaceNuu")) }

// Read reads the header. It fails when the text is not this interface, with
// what to do about it.
func Read(r io.Reader, lim Limits) (*Reader, error) {
	if lim.MaxDepth <= 0 {
		lim.MaxDepth = 24
	}
	if lim.MaxDemandBytes <= 0 {
		lim.MaxDemandBytes = 4 << 20
	}
	g := &gate{r: unmarked(r), most: lim.MaxDemandBytes, left: lim.MaxDemandBytes}
	out := &Reader{dec: xml.NewDecoder(g), gate: g, lim: lim}
	out.dec.CharsetReader = charset
	root, err := out.nextStart()
	if err != nil {
		return nil, out.located("the file holds no XML that can be read", err)
	}
	if root == nil || root.Name.Local != "interfaceNuu" || root.Name.Space != Namespace && root.Name.Space != "" {
		return nil, errors.New("sne: read: the root element is not interfaceNuu of " + Namespace + "; give a file of the national system")
	}
	for _, a := range root.Attr {
		if a.Name.Local == "versionInterface" {
			out.header.Version = a.Value
		}
	}
	return out, out.readHeader()
}

// readHeader reads entete and stops at the first other element.
func (r *Reader) readHeader() error {
	for {
		start, err := r.nextStart()
		if err != nil {
			return r.located("the header cannot be read", err)
		}
		if start == nil || start.Name.Local != "entete" {
			r.first = start
			return nil
		}
		entete, err := r.tree(*start, 1)
		if err != nil {
			return r.located("the header cannot be read", err)
		}
		for _, c := range entete.Children {
			switch c.Name {
			case "typeFichier":
				kind, ok := c.attr("code")
				if !ok {
					kind = c.Text
				}
				r.header.FileType = demand.FileType(kind)
			case "dateFichier":
				r.header.FileDate = c.Text
			}
		}
	}
}

// Header gives what the file says of itself.
func (r *Reader) Header() Header { return r.header }

// nextStart gives the next opening element, nil at the end of the file.
func (r *Reader) nextStart() (*xml.StartElement, error) {
	for {
		token, err := r.token()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok {
			start = start.Copy()
			return &start, nil
		}
	}
}

// located wraps an error with the line it happened at.
func (r *Reader) located(what string, err error) error {
	line, _ := r.dec.InputPos()
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		// The message of the decoder may quote the file: only its kind is kept.
		err = errors.New("the XML is cut short or malformed; ask for the file again")
	}
	return fmt.Errorf("sne: read: line %d: %s: %w", line, what, err)
}

// Records gives the demands in order, with bounded memory. A fault inside a
// demand is one of its findings; the error says that the stream cannot go on,
// and ends the sequence.
func (r *Reader) Records() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		index := 0
		start, err := r.first, error(nil)
		for ; start != nil; start, err = r.nextStart() {
			r.gate.pass()
			if start.Name.Local == "demande" {
				continue // its demandeLogement come next
			}
			line, _ := r.dec.InputPos()
			tree, treeErr := r.tree(*start, 1)
			if treeErr != nil {
				yield(Record{}, r.located("demand "+strconv.Itoa(index+1)+" cannot be read", treeErr))
				return
			}
			index++
			if !yield(decode(&tree, index, line, r.header), nil) {
				return
			}
		}
		if err != nil {
			yield(Record{}, r.located("the file cannot be read further", err))
		}
	}
}

// decode maps the element of one demand. An element of another name than
// demandeLogement is kept whole.
func decode(tree *Element, index, line int, h Header) Record {
	rec := Record{Index: index, Line: line}
	c := codec{reading: true, rec: &rec}
	if tree.Name != "demandeLogement" {
		tree.Path = ".."
		rec.Extra = append(rec.Extra, *tree)
		c.find("SNE-ELT-02", severity("SNE-ELT-02"), tree.shownName(), "")
		return rec
	}
	c.enter(tree, "", "", func(c *codec) { demande(c, &rec.Form) })
	if h.Version != "02.00" && h.Version != "02.01" {
		c.find("SNE-VER-01", severity("SNE-VER-01"), "", "")
	}
	return rec
}

// Profile is one of the two sets of what a file must hold.
type Profile string

// The profiles of the interface.
const (
	Outbound Profile = "outbound" // extract sent by the national system
	Creation Profile = "creation" // file sent to create a demand
)

// Check lists what a profile requires and a record lacks.
func Check(h Header, rec *Record, p Profile) []demand.Finding {
	if p != Creation {
		return nil
	}
	f := &rec.Form
	var out []demand.Finding
	for _, need := range [...]struct {
		missing    bool
		cell, path string
	}{
		{h.FileType == "", "entete/typeFichier", ""},
		{h.FileDate == "", "entete/dateFichier", ""},
		{f.Desk == "", "numGuichet", "desk"},
		{f.DepositedOn.IsZero(), "dateCreationDemande", "deposited_on"},
		{!f.Wanted.Extended.Known(), "logementRecherche/demandeElargie", "wanted.extended"},
		{len(f.Wanted.Types) == 0, "logementRecherche/listeTypeLogement", "wanted.types"},
		{len(f.Wanted.Places) == 0, "logementRecherche/listeLocalisationSouhaite", "wanted.places"},
	} {
		if need.missing {
			out = append(out, demand.Finding{Row: rec.Index, Cell: need.cell, Fault: demand.Fault{
				Code: "SNE-PRO-01", Path: need.path, Severity: severity("SNE-PRO-01"),
				Params: []demand.Param{{Name: "element", Value: need.cell}}}})
		}
	}
	return out
}

// Write writes a whole file. Records are written in the order given; what the
// interface cannot carry is left out: ask Lost before.
func Write(w io.Writer, h Header, records iter.Seq[Record]) error {
	var b bytes.Buffer
	p := printer{&b, "ns1:"}
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n")
	b.WriteString(`<ns1:interfaceNuu versionInterface="`)
	_ = xml.EscapeText(&b, []byte(h.Version))
	b.WriteString(`" xmlns:ns1="` + Namespace + `">` + "\n")
	entete := Element{Name: "entete"}
	if h.FileType != "" {
		entete.Children = append(entete.Children, Element{Name: "typeFichier", Text: string(h.FileType)})
	}
	if h.FileDate != "" {
		entete.Children = append(entete.Children, Element{Name: "dateFichier", Text: h.FileDate})
	}
	p.element(&entete, 1)
	for rec := range records {
		tree := Encode(&rec)
		p.element(&Element{Name: "demande", Children: tree}, 1)
		if _, err := b.WriteTo(w); err != nil {
			return fmt.Errorf("sne: write demand %d: %w", rec.Index, err)
		}
	}
	b.WriteString("</ns1:interfaceNuu>\n")
	if _, err := b.WriteTo(w); err != nil {
		return fmt.Errorf("sne: write end of file: %w", err)
	}
	return nil
}

// Encode gives the content of the element demande of one record, the unknown
// elements put back in their places.
func Encode(rec *Record) []Element {
	root := Element{Name: "demandeLogement"}
	c := codec{cur: &root, rec: rec}
	demande(&c, &rec.Form)
	var outside []Element
	for _, x := range rec.Extra {
		path := x.Path
		x.Path = ""
		if path == ".." {
			outside = append(outside, x)
			continue
		}
		parent := descend(&root, path)
		parent.Children = append(parent.Children, x)
	}
	if len(outside) > 0 && len(root.Children) == 0 {
		return outside
	}
	return append([]Element{root}, outside...)
}

// descend finds the element at a path, making the missing ones.
func descend(e *Element, path string) *Element {
	for step := range strings.SplitSeq(path, "/") {
		if step == "" {
			continue
		}
		name, rank := step, 1
		if open := strings.IndexByte(step, '['); open >= 0 {
			name = step[:open]
			rank, _ = strconv.Atoi(strings.TrimSuffix(step[open+1:], "]"))
		}
		e = e.child(name, rank)
	}
	return e
}

// child gives the rank-th child of a name, making it when it is missing.
func (e *Element) child(name string, rank int) *Element {
	for i := range e.Children {
		if e.Children[i].Name == name {
			if rank--; rank == 0 {
				return &e.Children[i]
			}
		}
	}
	e.Children = append(e.Children, Element{Name: name})
	return &e.Children[len(e.Children)-1]
}
