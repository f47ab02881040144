package envelope

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// assemble reads the SOAP part and joins the attachments it names.
func assemble(soap []byte, parts map[string]Attachment) (*Message, error) {
	b := body{dec: xml.NewDecoder(bytes.NewReader(soap)), includes: map[string]string{}}
	b.dec.Strict = true
	b.dec.CharsetReader = func(string, io.Reader) (io.Reader, error) {
		return nil, errors.New("only UTF-8 is read")
	}
	if err := b.read(); err != nil {
		return nil, err
	}
	if b.fault != nil {
		return &Message{Service: Demand, Answer: true, Fault: b.fault}, nil
	}
	name, answer := strings.CutSuffix(b.operation, "Response")
	m := &Message{Service: Service(name), Answer: answer}
	if !slices.Contains(services(), m.Service) {
		return nil, errors.New("envelope: decode: the body calls no service of the interface")
	}
	for element, into := range map[string]*Attachment{"fichier": &m.File, "certificat": &m.Certificate} {
		id, named := b.includes[element]
		if !named {
			continue
		}
		part, there := parts[id]
		if !there {
			return nil, errors.New("envelope: decode: the body names an attachment that is not there")
		}
		*into = part
	}
	if m.File.Body == nil {
		return nil, errors.New("envelope: decode: the body names no file")
	}
	return m, nil
}

// body walks the SOAP part.
type body struct {
	dec       *xml.Decoder
	path      []string // local names, from Envelope
	operation string
	includes  map[string]string // content identifier by the element around it
	fault     *Fault
}

const maxDepth = 12

func (b *body) read() error {
	for {
		token, err := b.dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errors.New("envelope: decode: the SOAP part is not well-formed XML in UTF-8")
		}
		switch t := token.(type) {
		case xml.Directive:
			return errors.New("envelope: decode: the SOAP part holds a document type, which is refused unopened")
		case xml.StartElement:
			if len(b.path) >= maxDepth {
				return errors.New("envelope: decode: the SOAP part is too deep")
			}
			b.open(&t)
		case xml.EndElement:
			b.path = b.path[:len(b.path)-1]
		case xml.CharData:
			b.text(strings.TrimSpace(string(t)))
		}
	}
	if len(b.path) > 0 || b.operation == "" {
		return errors.New("envelope: decode: there is no SOAP 1.2 body with a call in it")
	}
	return nil
}

// open follows an element. Prefixes are free: the elements that matter are told
// by their namespace and their place.
func (b *body) open(t *xml.StartElement) {
	b.path = append(b.path, t.Name.Local)
	switch len(b.path) {
	case 1, 2:
		want := []string{"Envelope", "Body"}[len(b.path)-1]
		if t.Name != (xml.Name{Space: soapNamespace, Local: want}) {
			b.path[len(b.path)-1] = "?" // a header, or no SOAP 1.2 at all: nothing of it counts
		}
	case 3:
		b.call(t)
	case 5:
		if t.Name == (xml.Name{Space: xopNamespace, Local: "Include"}) && b.in("Envelope", "Body", b.operation) {
			for _, a := range t.Attr {
				if a.Name.Local == "href" {
					id, _ := strings.CutPrefix(a.Value, "cid:")
					b.includes[b.path[3]] = id
				}
			}
		}
	}
}

// call reads the first element of the body.
func (b *body) call(t *xml.StartElement) {
	if !b.in("Envelope", "Body") || b.operation != "" {
		return
	}
	switch {
	case t.Name == (xml.Name{Space: soapNamespace, Local: "Fault"}):
		b.operation, b.fault = t.Name.Local, &Fault{}
	case t.Name.Space == namespace:
		b.operation = t.Name.Local
	}
}

func (b *body) in(names ...string) bool {
	return len(b.path) > len(names) && slices.Equal(b.path[:len(names)], names)
}

func (b *body) text(s string) {
	if s == "" || b.fault == nil {
		return
	}
	_, local, _ := strings.Cut(s, ":")
	switch strings.Join(b.path, "/") {
	case "Envelope/Body/Fault/Code/Value":
		b.fault.Receiver = local == "Receiver"
	case "Envelope/Body/Fault/Code/Subcode/Value":
		b.fault.Code = s
	case "Envelope/Body/Fault/Reason/Text":
		b.fault.Text += s
	}
}
