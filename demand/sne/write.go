package sne

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
)

// flushAt is how much is gathered before writing.
const flushAt = 32 << 10

// Write writes a whole file, a record at a time. What the form says is written
// in the order of the interface, what was kept aside in its place: see Element.
// What the interface cannot carry is left out: ask Lost before.
func Write(w io.Writer, h Header, records iter.Seq[Record]) error {
	p := &printer{}
	p.header(&h)
	open := false
	for rec := range records {
		if open && !rec.Continues {
			p.closeDemand()
			open = false
		}
		open = p.record(&rec, open)
		if p.bad {
			return fmt.Errorf("sne: write demand %d: an element or attribute kept aside has a name XML does not admit; remove it from Record.Extra", rec.Index)
		}
		if len(p.b) >= flushAt {
			if err := p.flush(w); err != nil {
				return fmt.Errorf("sne: write demand %d: %w", rec.Index, err)
			}
		}
	}
	if open {
		p.closeDemand()
	}
	p.b = append(p.b, "</ns1:interfaceNuu>\n"...)
	if err := p.flush(w); err != nil {
		return fmt.Errorf("sne: write the end of the file: %w", err)
	}
	return nil
}

func (p *printer) flush(w io.Writer) error {
	_, err := w.Write(p.b)
	p.b = p.b[:0]
	return err
}

func (p *printer) header(h *Header) {
	p.b = append(p.b, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n<ns1:interfaceNuu"...)
	if h.Version != "" {
		p.attr("versionInterface", h.Version)
	}
	p.attr("xmlns:ns1", Namespace)
	p.extra(h.Extra, func(e *Element) bool { return e.Path == "" && e.Name == "" })
	p.b = append(p.b, ">\n"...)
	p.tag("entete", 1)
	loose := func(e *Element) bool { return e.Path == "entete" && e.Name == "" }
	p.extra(h.Extra, loose)
	p.b = append(p.b, ">\n"...)
	inside := len(p.b)
	p.simple("typeFichier", string(h.FileType), 2)
	p.simple("dateFichier", h.FileDate, 2)
	for i := range h.Extra {
		if e := &h.Extra[i]; e.Name != "" {
			p.raw(e, 2, "", false)
		} else if loose(e) {
			p.loose(e.Text, 2)
		}
	}
	p.close("entete", 1, inside)
}

// extra writes the attributes of the elements that match.
func (p *printer) extra(all []Element, match func(*Element) bool) {
	for i := range all {
		if match(&all[i]) {
			p.attrs(all[i].Attrs)
		}
	}
}

func (p *printer) simple(name, value string, depth int) {
	if value == "" {
		return
	}
	p.tag(name, depth)
	p.b = append(p.b, '>')
	p.escape(value, false)
	p.end(name)
}

// loose writes a text that stands between elements.
func (p *printer) loose(text string, depth int) {
	if text != "" {
		p.indent(depth)
		p.escape(text, false)
		p.b = append(p.b, '\n')
	}
}

// close ends an element opened with its bracket and a line feed; an element that
// got nothing since is closed at once.
func (p *printer) close(name string, depth, inside int) {
	if len(p.b) == inside {
		p.b = append(p.b[:inside-2], "/>\n"...)
		return
	}
	p.indent(depth)
	p.end(name)
}

func (p *printer) closeDemand() {
	p.indent(1)
	p.end("demande")
}

// record writes a record, and reports whether its element demande is left open.
func (p *printer) record(rec *Record, open bool) bool {
	p.kept, p.place = keep(rec), ""
	beside, outside := p.kept.take(".."), p.kept.take("../..")
	before := len(p.b)
	if !open {
		p.openDemand(beside)
	}
	start := len(p.b)
	p.demand(rec)
	strays := slices.ContainsFunc(beside, func(e *Element) bool { return e.Name != "" || e.Text != "" })
	if string(p.b[start:]) == emptyDemand && (strays || len(outside) > 0) {
		p.b = p.b[:start] // there is no demand in this record, only what stands around
		if !open && !strays {
			p.b = p.b[:before]
			p.strays(outside, 1)
			return false
		}
	}
	p.strays(beside, 2)
	if len(outside) == 0 {
		return true
	}
	p.closeDemand()
	p.strays(outside, 1)
	return false
}

// openDemand opens an element demande, with the attributes it had.
func (p *printer) openDemand(beside []*Element) {
	p.tag("demande", 1)
	for _, e := range beside {
		if e.Name == "" {
			p.attrs(e.Attrs)
		}
	}
	p.b = append(p.b, ">\n"...)
}

const emptyDemand = "        <ns1:demandeLogement/>\n"

func (p *printer) strays(all []*Element, depth int) {
	for _, e := range all {
		if e.Name == "" {
			p.loose(e.Text, depth)
		} else {
			p.raw(e, depth, "", false)
		}
	}
}

func (p *printer) demand(rec *Record) {
	p.tag("demandeLogement", 2)
	p.open()
	inside := len(p.b)
	p.rows(&rec.Form, tableDemand, 3)
	p.rest(3)
	p.close("demandeLogement", 2, inside)
}

// open ends an opening tag with the attributes kept for its element.
func (p *printer) open() {
	for _, e := range p.kept.loose(p.place) {
		p.attrs(e.Attrs)
	}
	p.b = append(p.b, ">\n"...)
}

// enter and leave follow the path of what is written, only when something was
// kept aside.
func (p *printer) enter(name string, rank int) (before string) {
	before = p.place
	if p.kept == nil {
		return before
	}
	p.place = join(p.place, "/", name)
	if rank > 0 {
		p.place += "[" + strconv.Itoa(rank) + "]"
	}
	return before
}

func (p *printer) leave(before string) { p.place = before }

// rows writes what the rows of a table find in the form, or what was kept in
// its place.
func (p *printer) rows(owner any, rows []row, depth int) {
	for i := range rows {
		r := &rows[i]
		written := p.row(r.owner(owner), r, depth)
		if p.kept == nil {
			continue
		}
		for _, e := range p.kept.instead(p.place, r.name) {
			if !written {
				p.raw(e, depth, "", false)
			}
		}
	}
}

// rest writes what was kept and no row has written, at the end of its parent.
func (p *printer) rest(depth int) {
	for _, e := range p.kept.loose(p.place) {
		p.loose(e.Text, depth)
	}
	for _, e := range p.kept.take(p.place) {
		if e.Name != "" {
			p.raw(e, depth, "", false)
		}
	}
}

func (p *printer) row(owner any, r *row, depth int) bool {
	switch {
	case r.item != "":
		return p.list(owner, r, depth)
	case r.inner != nil:
		return p.group(owner, r, depth)
	}
	value := r.show(owner)
	if value == "" {
		return false
	}
	before := p.enter(r.name, 0)
	p.tag(r.name, depth)
	loose := p.kept.loose(p.place)
	if r.coded {
		p.attr("code", value)
		value = ""
	}
	for _, e := range loose {
		p.attrs(e.Attrs)
	}
	for _, e := range loose {
		value = join(value, " ", e.Text)
	}
	if value == "" {
		p.b = append(p.b, "/>\n"...)
	} else {
		p.b = append(p.b, '>')
		p.escape(value, false)
		p.end(r.name)
	}
	p.leave(before)
	return true
}

// group writes an element that holds others, when it holds something.
func (p *printer) group(owner any, r *row, depth int) bool {
	mark, before := len(p.b), p.enter(r.name, 0)
	p.tag(r.name, depth)
	bare := len(p.b)
	p.open()
	inside := len(p.b)
	p.rows(r.at(owner), r.inner, depth+1)
	p.rest(depth + 1)
	p.leave(before)
	if len(p.b) == inside && inside == bare+2 {
		p.b = p.b[:mark]
		return false
	}
	p.close(r.name, depth, inside)
	return true
}

// list writes a list; an empty one is an empty element, an absent one nothing.
func (p *printer) list(owner any, r *row, depth int) bool {
	mark, before := len(p.b), p.enter(r.name, 0)
	p.tag(r.name, depth)
	bare := len(p.b)
	p.open()
	inside := len(p.b)
	count := r.count(owner)
	for i := range count {
		p.item(r.nth(owner, i), r, i+1, depth+1)
	}
	p.rest(depth + 1)
	p.leave(before)
	if count < 0 && len(p.b) == inside && inside == bare+2 {
		p.b = p.b[:mark]
		return false
	}
	p.close(r.name, depth, inside)
	return true
}

func (p *printer) item(item any, r *row, rank, depth int) {
	before := p.enter(r.item, rank)
	p.tag(r.item, depth)
	text := ""
	for i := range r.self {
		if s := &r.self[i]; s.coded {
			p.attr("code", s.show(item))
		} else {
			text = s.show(item)
		}
	}
	for _, e := range p.kept.loose(p.place) {
		p.attrs(e.Attrs)
	}
	p.b = append(p.b, ">\n"...)
	inside := len(p.b)
	p.rows(item, r.inner, depth+1)
	p.rest(depth + 1)
	p.leave(before)
	if text != "" && len(p.b) == inside {
		p.b = p.b[:inside-1]
		p.escape(text, false)
		p.end(r.item)
		return
	}
	if text != "" { // beside elements nobody expected
		tail := string(p.b[inside:])
		p.b = p.b[:inside]
		p.loose(text, depth+1)
		p.b = append(p.b, tail...)
	}
	p.close(r.item, depth, inside)
}
