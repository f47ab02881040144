package envelope

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strings"
)

// Namespaces of the message.
const (
	namespace     = "http://ws.metier.nuu.application.i2/"
	soapNamespace = "http://www.w3.org/2003/05/soap-envelope"
	xopNamespace  = "http://www.w3.org/2004/08/xop/include"
)

// Service is what a message asks for.
type Service string

// The services of the interface.
const (
	UniqueNumber Service = "numUnique"
	Demand       Service = "demandeLogement"
	Duplicates   Service = "doublons"
	StruckOff    Service = "demandesRadieesDepuisLe"
	NewDALO      Service = "nouveauxDaloDepuisLe"
	DeclareDALO  Service = "declarationNouveauDalo"
)

// services lists them.
func services() []Service {
	return []Service{UniqueNumber, Demand, Duplicates, StruckOff, NewDALO, DeclareDALO}
}

// Attachment is a file carried by a message.
type Attachment struct {
	Name string
	Body []byte
}

// Message is a call of a service, or its answer.
type Message struct {
	Service     Service
	Answer      bool       // the answer of the service, not the call
	File        Attachment // XML of the interface
	Certificate Attachment // of the sender; none in an answer
	Fault       *Fault     // instead of a file: the message was refused whole
}

// Fault is a SOAP fault.
type Fault struct {
	Receiver bool   // the receiver cannot answer now; otherwise the sender is at fault
	Code     string // stable
	Text     string // in French
}

// Error names the code, and nothing that the message held.
func (f *Fault) Error() string { return "envelope: the message was refused: " + f.Code }

// MaxBytes bounds a message.
const MaxBytes = 16 << 20

const crlf = "\r\n"

// Encode writes a message, and gives its content type. The same message is
// written in the same bytes: its boundary is drawn from its content.
func (m *Message) Encode() (contentType string, body []byte, err error) {
	if !slices.Contains(services(), m.Service) {
		return "", nil, errors.New("envelope: encode: the service is not one of the interface")
	}
	for _, a := range []Attachment{m.File, m.Certificate} {
		if strings.ContainsAny(a.Name, "\"\r\n<>&") {
			return "", nil, errors.New("envelope: encode: the name of an attachment holds a sign that headers do not admit")
		}
	}
	boundary := m.boundary()
	var b bytes.Buffer
	part := func(headers ...string) {
		fmt.Fprintf(&b, "--%s%s%s%s%s", boundary, crlf, strings.Join(headers, crlf), crlf, crlf)
	}
	part("Content-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"", "Content-Transfer-Encoding: 8bit", "Content-ID: <"+rootID+">")
	b.WriteString(m.soap())
	b.WriteString(crlf)
	if m.Fault == nil {
		part("Content-Type: text/xml; charset=us-ascii", "Content-Transfer-Encoding: 7bit", "Content-ID: <"+fileID+">",
			fmt.Sprintf("Content-Disposition: attachment; name=\"%s\"; filename=\"%s\"", m.File.Name, m.File.Name))
		b.Write(m.File.Body)
		b.WriteString(crlf)
	}
	if m.Certificate.Name != "" {
		part("Content-Type: application/octet-stream", "Content-Transfer-Encoding: binary", "Content-ID: <"+certificateID+">",
			fmt.Sprintf("Content-Disposition: attachment; name=\"%s\"; filename=\"%s\"", m.Certificate.Name, m.Certificate.Name))
		b.Write(m.Certificate.Body)
		b.WriteString(crlf)
	}
	fmt.Fprintf(&b, "--%s--%s", boundary, crlf)
	if b.Len() > MaxBytes {
		return "", nil, fmt.Errorf("envelope: encode: the message is over %d bytes; cut the file", MaxBytes)
	}
	contentType = fmt.Sprintf("multipart/related; type=\"application/xop+xml\"; start=\"<%s>\"; start-info=\"application/soap+xml\"; boundary=\"%s\"", rootID, boundary)
	return contentType, b.Bytes(), nil
}

// Content identifiers of the parts.
const (
	rootID        = "rootpart@nuu.application.i2"
	fileID        = "fichier@nuu.application.i2"
	certificateID = "certificat@nuu.application.i2"
)

// boundary makes one that is in no part: of a digest, and once more should
// somebody have put it there.
func (m *Message) boundary() string {
	h := sha256.New()
	for _, text := range [][]byte{[]byte(m.Service), []byte(m.File.Name), m.File.Body, []byte(m.Certificate.Name), m.Certificate.Body} {
		fmt.Fprintf(h, "%d:", len(text))
		h.Write(text)
	}
	for {
		boundary := "uuid-" + hex.EncodeToString(h.Sum(nil)[:16])
		if !bytes.Contains(m.File.Body, []byte(boundary)) && !bytes.Contains(m.Certificate.Body, []byte(boundary)) {
			return boundary
		}
		h.Write([]byte(boundary))
	}
}

// operation names the element of the body.
func (m *Message) operation() string {
	if m.Answer {
		return string(m.Service) + "Response"
	}
	return string(m.Service)
}

func (m *Message) soap() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + crlf)
	b.WriteString(`<soap:Envelope xmlns:soap="` + soapNamespace + `"><soap:Body>`)
	if f := m.Fault; f != nil {
		who := "Sender"
		if f.Receiver {
			who = "Receiver"
		}
		fmt.Fprintf(&b, `<soap:Fault><soap:Code><soap:Value>soap:%s</soap:Value><soap:Subcode><soap:Value>%s</soap:Value></soap:Subcode></soap:Code><soap:Reason><soap:Text xml:lang="fr">%s</soap:Text></soap:Reason></soap:Fault>`,
			who, escape(f.Code), escape(f.Text))
	} else {
		fmt.Fprintf(&b, `<ws:%s xmlns:ws="%s">`, m.operation(), namespace)
		include(&b, "fichier", fileID)
		if m.Certificate.Name != "" {
			include(&b, "certificat", certificateID)
		}
		fmt.Fprintf(&b, `</ws:%s>`, m.operation())
	}
	b.WriteString(`</soap:Body></soap:Envelope>`)
	return b.String()
}

func include(b *strings.Builder, name, id string) {
	fmt.Fprintf(b, `<%s><xop:Include xmlns:xop="%s" href="cid:%s"/></%s>`, name, xopNamespace, id, name)
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // to memory: cannot fail
	return b.String()
}

// Decode reads a message. Its parts may come in any order, and other attachments
// than those that the body names are left out. The error says what is wrong and
// quotes nothing of the parts.
func Decode(contentType string, r io.Reader) (*Message, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/related" || params["boundary"] == "" {
		return nil, errors.New("envelope: decode: the content type is not multipart/related with a boundary")
	}
	parts, first, err := split(r, params["boundary"])
	if err != nil {
		return nil, err
	}
	start := strings.Trim(params["start"], "<>")
	if start == "" {
		start = first
	}
	root, ok := parts[start]
	if !ok {
		return nil, errors.New("envelope: decode: the part named by start is not there")
	}
	return assemble(root.Body, parts)
}

// split gives the parts by their content identifier, and the first one's.
func split(r io.Reader, boundary string) (map[string]Attachment, string, error) {
	limited := &io.LimitedReader{R: r, N: MaxBytes + 1}
	in := multipart.NewReader(limited, boundary)
	parts, first := map[string]Attachment{}, ""
	for n := 0; ; n++ {
		p, err := in.NextRawPart()
		if errors.Is(err, io.EOF) {
			return parts, first, nil
		}
		if err != nil {
			return nil, "", errors.New("envelope: decode: the parts cannot be told apart; check the boundary and the end of the message")
		}
		if n >= 8 {
			return nil, "", errors.New("envelope: decode: more than eight parts")
		}
		body, err := io.ReadAll(p)
		if limited.N <= 0 {
			return nil, "", fmt.Errorf("envelope: decode: the message is over %d bytes", MaxBytes)
		}
		if err != nil {
			return nil, "", errors.New("envelope: decode: the message ends before its last part")
		}
		id := strings.Trim(p.Header.Get("Content-Id"), "<>")
		if _, twice := parts[id]; twice {
			return nil, "", errors.New("envelope: decode: two parts bear the same Content-ID")
		}
		parts[id] = Attachment{fileName(p), body}
		if n == 0 {
			first = id
		}
	}
}

// fileName is the name of an attachment, without any folder.
func fileName(p *multipart.Part) string {
	_, params, _ := mime.ParseMediaType(p.Header.Get("Content-Disposition"))
	name := params["filename"]
	if name == "" {
		name = params["name"]
	}
	return name[strings.LastIndexAny(name, `/\`)+1:]
}
