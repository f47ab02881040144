package sne

import (
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Reader gives the demands of a file one at a time. It is made by Read.
type Reader struct {
	dec     *xml.Decoder
	gate    *gate
	lim     Limits
	header  Header
	pending xml.Token // read while looking for the header
	level   int       // elements open around: 1 the root, 2 demande
	index   int       // demands given
	around  []Attr    // attributes of the element demande
	inside  int       // records given of the element demande
	failed  error
}

// Read reads up to the header. It fails when the text is not this interface or
// cannot be read, and says what to do about it.
func Read(r io.Reader, lim Limits) (*Reader, error) {
	lim.fill()
	source, settled := unmarked(r)
	g := &gate{r: source, most: lim.MaxElementBytes, left: lim.MaxElementBytes}
	out := &Reader{dec: xml.NewDecoder(g), gate: g, lim: lim}
	out.dec.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		if settled {
			return input, nil
		}
		return charset(label, input)
	}
	if err := out.readRoot(); err != nil {
		return nil, located(out.line(), "the beginning of the file", err)
	}
	if err := out.readHeader(); err != nil {
		return nil, located(out.line(), "the header", err)
	}
	return out, nil
}

func (r *Reader) line() int {
	line, _ := r.dec.InputPos()
	return line
}

// readRoot goes to the root element.
func (r *Reader) readRoot() error {
	for {
		token, err := r.token()
		switch {
		case errors.Is(err, io.EOF) && !r.gate.read:
			return errEmpty
		case errors.Is(err, io.EOF):
			return errNotXML
		case err != nil:
			return err
		}
		switch t := token.(type) {
		case xml.CharData:
			if trim(string(t)) != "" {
				return errNotXML
			}
		case xml.StartElement:
			if t.Name.Local != "interfaceNuu" || space(t.Name.Space) != "" {
				return errRoot
			}
			root, err := opened(&t)
			r.header.root(&root)
			r.level = 1
			return err
		}
	}
}

// root takes the version and keeps the other attributes.
func (h *Header) root(e *Element) {
	var others []Attr
	for _, a := range e.Attrs {
		if a.Name == "versionInterface" && a.Space == "" {
			h.Version = a.Value
		} else {
			others = append(others, a)
		}
	}
	if others != nil {
		h.Extra = append(h.Extra, Element{Why: Unknown, Attrs: others})
	}
}

// readHeader reads entete, and stops before the first other element.
func (r *Reader) readHeader() error {
	for {
		token, err := r.token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if t.Name.Local != "entete" || space(t.Name.Space) != "" {
				r.pending = t
				return nil
			}
			tree, over, err := r.tree(&t)
			if over != "" && err == nil {
				err = errTooLarge
			}
			r.header.entete(&tree)
			return err
		case xml.CharData:
			if trim(string(t)) != "" {
				r.pending = t.Copy()
				return nil
			}
		case xml.EndElement:
			r.pending = t
			return nil
		}
	}
}

func (h *Header) entete(e *Element) {
	if loose := (Element{Path: "entete", Why: Unknown, Attrs: e.Attrs, Text: e.text()}); len(loose.Attrs) > 0 || loose.Text != "" {
		h.Extra = append(h.Extra, loose)
	}
	for _, c := range e.Children {
		simple := c.Space == "" && len(c.Children) == 0 && c.text() != "" && len(c.Attrs) == 0
		switch {
		case c.Name == "": // its text is taken above
		case c.Name == "typeFichier" && simple && h.FileType == "":
			h.FileType = demand.FileType(c.text())
		case c.Name == "dateFichier" && simple && h.FileDate == "":
			h.FileDate = c.text()
		default:
			c.Path, c.Why = "entete", Unknown
			h.Extra = append(h.Extra, c)
		}
	}
}

// Header gives what the file says of itself.
func (r *Reader) Header() Header { return r.header }

// token gives the next token. Its memory belongs to the decoder until the next.
func (r *Reader) token() (xml.Token, error) {
	if t := r.pending; t != nil {
		r.pending = nil
		return t, nil
	}
	token, err := r.dec.Token()
	r.gate.pass()
	if _, ok := token.(xml.Directive); ok {
		return nil, errDoctype
	}
	return token, err
}

// Records gives the demands in order, with bounded memory. A fault in a demand
// is one of its findings and does not stop the others; the error says that the
// stream cannot go on, and is the last thing given. The sequence can be left
// and taken up again, not started over.
func (r *Reader) Records() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for r.failed == nil {
			rec, err := r.next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				r.failed = located(r.line(), "demand "+strconv.Itoa(r.index+1), err)
				break
			}
			if rec != nil && !yield(*rec, nil) {
				return
			}
		}
		if r.failed != nil {
			yield(Record{}, r.failed)
		}
	}
}

// next reads one token of the structure, and the demand it opens if it does.
func (r *Reader) next() (*Record, error) {
	token, err := r.token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case xml.StartElement:
		if r.level == 0 {
			return nil, errRoots
		}
		if r.level == 1 && t.Name.Local == "demande" && space(t.Name.Space) == "" {
			around, err := opened(&t)
			r.level, r.around, r.inside = 2, around.Attrs, 0
			return nil, err
		}
		return r.record(&t)
	case xml.EndElement:
		r.level--
		if r.level == 1 && r.inside == 0 {
			return r.stray(Element{Path: "../..", Why: Empty, Name: "demande", Attrs: r.around})
		}
	case xml.CharData:
		if out := trim(string(t)); out != "" {
			if r.level == 0 {
				return nil, errRoots
			}
			return r.stray(Element{Path: r.outside(), Why: Unknown, Text: out})
		}
	}
	return nil, nil
}

// outside is the path, from demandeLogement, of the element that is open.
func (r *Reader) outside() string {
	if r.level == 2 {
		return ".."
	}
	return "../.."
}

// record reads the element that has just been opened where a demand may be.
func (r *Reader) record(start *xml.StartElement) (*Record, error) {
	line := r.line()
	tree, over, err := r.tree(start)
	if err != nil {
		return nil, err
	}
	if r.level != 2 || tree.Name != "demandeLogement" || tree.Space != "" {
		tree.Path, tree.Why = r.outside(), Unknown
		return r.stray(tree)
	}
	rec, err := r.begin(line)
	if err != nil {
		return nil, err
	}
	d := decoding{rec: rec}
	if over != "" {
		d.find("SNE-LIM-01", "", "", demand.Param{Name: "limit", Value: over})
		return rec, nil
	}
	d.demand(&tree)
	if !r.header.known() {
		d.find("SNE-VER-01", "", "")
	}
	return rec, nil
}

// stray makes a record of what is not a demand, so that it is counted and kept.
func (r *Reader) stray(e Element) (*Record, error) {
	rec, err := r.begin(r.line())
	if err != nil {
		return nil, err
	}
	d := decoding{rec: rec}
	d.find("SNE-ELT-02", e.shown(), "")
	rec.Extra = append(rec.Extra, e)
	return rec, nil
}

// begin counts a record.
func (r *Reader) begin(line int) (*Record, error) {
	if r.lim.MaxDemands > 0 && r.index >= r.lim.MaxDemands {
		return nil, errTooMany
	}
	r.index++
	rec := &Record{Index: r.index, Line: line}
	if r.level == 2 {
		rec.Continues = r.inside > 0
		if r.inside == 0 && len(r.around) > 0 {
			rec.Extra = append(rec.Extra, Element{Path: "..", Why: Unknown, Attrs: r.around})
		}
		r.inside++
	}
	return rec, nil
}

// tree reads the element that has just been opened, whole. When it goes over a
// limit the rest is skipped and over names the limit.
func (r *Reader) tree(start *xml.StartElement) (e Element, over string, err error) {
	b := builder{r: r, begin: r.dec.InputOffset()}
	e, err = b.element(start, 1)
	return e, b.over, err
}

type builder struct {
	r        *Reader
	begin    int64
	elements int
	over     string
}

func (b *builder) element(start *xml.StartElement, depth int) (Element, error) {
	e, err := opened(start)
	if err != nil {
		return e, err
	}
	b.elements++
	if depth > b.r.lim.MaxDepth {
		b.over = "MaxDepth"
	}
	for {
		token, err := b.r.token()
		if err != nil {
			return e, err
		}
		if b.tooMuch() {
			return Element{Name: e.Name, Space: e.Space}, b.r.skip(token)
		}
		switch t := token.(type) {
		case xml.StartElement:
			child, err := b.element(&t, depth+1)
			if err != nil {
				return e, err
			}
			e.Children = append(e.Children, child)
		case xml.CharData:
			b.text(&e, t)
		case xml.EndElement:
			e.settle()
			return e, nil
		}
	}
}

// tooMuch reports whether the demand is over a limit.
func (b *builder) tooMuch() bool {
	switch {
	case b.over != "":
	case b.r.dec.InputOffset()-b.begin > int64(b.r.lim.MaxDemandBytes):
		b.over = "MaxDemandBytes"
	case b.elements > b.r.lim.MaxElements:
		b.over = "MaxElements"
	}
	return b.over != ""
}

// deepest bounds what is skipped: the decoder remembers every open element.
const deepest = 1000

// skip reads to the end of the element that is open, from the token just read.
func (r *Reader) skip(token xml.Token) error {
	for depth := 1; ; {
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth > deepest {
				return errTooDeep
			}
		case xml.EndElement:
			if depth--; depth == 0 {
				return nil
			}
		}
		var err error
		if token, err = r.token(); err != nil {
			return err
		}
	}
}

// text keeps a text in its place among the children. White space between
// elements only lays them out.
func (b *builder) text(e *Element, s []byte) {
	after := len(e.Children) > 0 && e.Children[len(e.Children)-1].Name == ""
	if !after && trim(string(s)) == "" {
		return
	}
	if after {
		b.elements++ // texts cut by comments or CDATA sections are counted, as elements are
	}
	e.Children = append(e.Children, Element{Text: string(s)})
}

// settle joins the texts that only comments cut, and gives an element that holds
// no other its text.
func (e *Element) settle() {
	kept := e.Children[:0]
	var all strings.Builder
	for i := 0; i < len(e.Children); i++ {
		c := e.Children[i]
		if c.Name == "" {
			all.Reset()
			for ; i < len(e.Children) && e.Children[i].Name == ""; i++ {
				all.WriteString(e.Children[i].Text)
			}
			i--
			c.Text = all.String()
		}
		kept = append(kept, c)
	}
	e.Children = kept
	if len(kept) == 1 && kept[0].Name == "" {
		e.Text, e.Children = kept[0].Text, nil
	}
}
