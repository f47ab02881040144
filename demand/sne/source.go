package sne

import (
	"bufio"
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

var (
	errEmpty      = errors.New("the file is empty; ask for it again")
	errNotXML     = errors.New("the text is not XML; give a file of the national system")
	errCut        = errors.New("the XML stops before its end, the file is cut short; ask for it again whole")
	errMalformed  = errors.New("the XML is malformed; ask the sender for a file its own system accepts")
	errText       = errors.New("the text is not in the encoding the file declares (UTF-8 when it declares none); save it as UTF-8")
	errCharacter  = errors.New("a character that XML forbids, such as NUL, stands in the text; ask for the file again")
	errDoctype    = errors.New("the file declares a document type or uses entities, which the interface never does; it is refused unopened")
	errTooLarge   = errors.New("one tag or one text is larger than Limits.MaxElementBytes; check the file, or raise the limit")
	errAttributes = errors.New("an element has more attributes than the interface ever uses; the file is not one of the national system")
	errTooDeep    = errors.New("elements are nested without end; the file is not one of the national system")
	errRoots      = errors.New("something follows the end of the document; send one document per file")
	errTooMany    = errors.New("the file holds more demands than Limits.MaxDemands; split it, or raise the limit")
	errRoot       = errors.New("the root element is not interfaceNuu of " + Namespace + "; give a file of the national system")
)

// readError is a failure of the source, not of the XML.
type readError struct{ cause error }

func (e *readError) Error() string { return e.cause.Error() }
func (e *readError) Unwrap() error { return e.cause }

// gate stops a reading that goes on for too long without a token, so that a
// single text or tag cannot fill the memory.
type gate struct {
	r          io.Reader
	most, left int
	read       bool // something was read
}

func (g *gate) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errTooLarge
	}
	n, err := g.r.Read(p[:min(len(p), g.left)])
	g.left -= n
	g.read = g.read || n > 0
	if err != nil && !errors.Is(err, io.EOF) {
		err = &readError{err}
	}
	return n, err
}

func (g *gate) pass() { g.left = g.most }

// unmarked turns UTF-16 into UTF-8 and removes a byte-order mark. It reports
// whether the encoding was settled that way, whatever the file declares.
func unmarked(r io.Reader) (io.Reader, bool) {
	b := bufio.NewReader(r)
	head, _ := b.Peek(4)
	if order, ok := wide(head); ok {
		return transform.NewReader(b, unicode.UTF16(order, unicode.UseBOM).NewDecoder()), true
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		_, _ = b.Discard(3) // peeked just above
		return b, true
	}
	return b, false
}

// wide recognizes UTF-16 by its mark, or by the first sign of any XML.
func wide(head []byte) (unicode.Endianness, bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("<\x00")):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("\x00<")):
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// charset gives the text of a file that declares an encoding. The national
// system declares us-ascii for parts whose data are UTF-8 (V2, client libsne), and
// what declares UTF-16 and reaches this point is not: both are read as UTF-8.
func charset(label string, input io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "utf8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be":
		return input, nil
	case "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252":
		// What declares ISO-8859-1 is Windows-1252 in fact (œ, €, ’): the bytes that
		// differ are control characters in the former.
		return charmap.Windows1252.NewDecoder().Reader(input), nil
	case "iso-8859-15", "iso8859-15", "latin9", "latin-9":
		return charmap.ISO8859_15.NewDecoder().Reader(input), nil
	}
	return nil, errEncoding
}

var errEncoding = errors.New("the encoding the file declares is not read; save it as UTF-8")

// Sniff reports whether a file begins like one of the national system's. A few
// hundred bytes are enough.
func Sniff(prefix []byte) bool {
	if order, ok := wide(prefix); ok {
		// What is cut in the middle of a sign still shows the ones before.
		prefix, _, _ = transform.Bytes(unicode.UTF16(order, unicode.UseBOM).NewDecoder(), prefix[:len(prefix)&^1])
	}
	prefix = bytes.TrimLeft(bytes.TrimPrefix(prefix, []byte("\xef\xbb\xbf")), " \t\r\n")
	if !bytes.HasPrefix(prefix, []byte("<")) {
		return false
	}
	return bytes.Contains(prefix, []byte("<interfaceNuu")) || bytes.Contains(prefix, []byte(":interfaceNuu"))
}

// plain gives an error of ours for one of the decoder's, whose message may
// quote the file.
func plain(err error) error {
	var source *readError
	if errors.As(err, &source) {
		return source.cause
	}
	for _, ours := range [...]error{errTooLarge, errEncoding, errDoctype, errAttributes, errTooDeep, errRoots, errTooMany, errRoot, errEmpty, errNotXML, errMalformed} {
		if errors.Is(err, ours) {
			return ours
		}
	}
	var syntax *xml.SyntaxError
	if !errors.As(err, &syntax) {
		return errMalformed
	}
	for _, k := range [...]struct {
		message string
		cause   error
	}{
		{"unexpected EOF", errCut},
		{"invalid UTF-8", errText},
		{"illegal character code", errCharacter},
		{"invalid character entity", errDoctype},
	} {
		if strings.HasPrefix(syntax.Msg, k.message) {
			return k.cause
		}
	}
	return errMalformed
}

// located says where an error happened.
func located(line int, what string, err error) error {
	return fmt.Errorf("sne: read %s: line %d: %w", what, line, plain(err))
}
