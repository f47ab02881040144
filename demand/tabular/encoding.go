package tabular

import (
	"bytes"
	"io"
	"strconv"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

func itoa(n int) string { return strconv.Itoa(n) }

// Encoding names how a file writes its characters.
type Encoding string

// The encodings told apart.
const (
	UTF8        Encoding = "UTF-8"
	UTF16LE     Encoding = "UTF-16 (petit-boutiste)"
	UTF16BE     Encoding = "UTF-16 (gros-boutiste)"
	Windows1252 Encoding = "Windows-1252"
	MacRoman    Encoding = "Mac Roman"
)

// Where French letters stand in the two one-byte encodings.
var (
	frenchWindows, _ = charmap.Windows1252.NewEncoder().Bytes([]byte("àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛ’«»°€"))
	frenchMac, _     = charmap.Macintosh.NewEncoder().Bytes([]byte("àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛ’«»°"))
)

// sniffEncoding tells the encoding of the beginning of a file, and whether it has a mark.
func sniffEncoding(head []byte) (Encoding, bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return UTF8, true
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return UTF16LE, true
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return UTF16BE, true
	}
	if wide, ok := sniffWide(head); ok {
		return wide, false
	}
	if utf8Lines(head) {
		return UTF8, false
	}
	return oneByte(head), false
}

// sniffWide recognises UTF-16 without mark: every other byte is null in plain text.
func sniffWide(head []byte) (Encoding, bool) {
	n := min(len(head), 512) &^ 1
	if n < 4 {
		return "", false
	}
	even, odd := 0, 0
	for i := 0; i < n; i += 2 {
		if head[i] == 0 {
			even++
		}
		if head[i+1] == 0 {
			odd++
		}
	}
	switch half := n / 2; {
	case odd > half*8/10 && even < half/10:
		return UTF16LE, true
	case even > half*8/10 && odd < half/10:
		return UTF16BE, true
	}
	return "", false
}

// utf8Lines reports whether lines with accents are rather UTF-8 than not.
func utf8Lines(head []byte) bool {
	good, bad := 0, 0
	for line := range bytes.Lines(head) {
		if ascii(line) {
			continue
		}
		if utf8.Valid(line) || len(line) > 4 && line[len(line)-1] != '\n' && utf8.Valid(trimPartial(line)) {
			good++
		} else {
			bad++
		}
	}
	return good >= bad
}

// trimPartial drops a character cut by the end of the sample.
func trimPartial(b []byte) []byte {
	for i := 1; i <= 3 && i < len(b); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			return b[:len(b)-i]
		}
	}
	return b
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// oneByte tells Windows-1252 from Mac Roman by where French letters fall.
func oneByte(b []byte) Encoding {
	windows, mac := 0, 0
	for _, c := range b {
		if c < utf8.RuneSelf {
			continue
		}
		if bytes.IndexByte(frenchWindows, c) >= 0 {
			windows++
		}
		if bytes.IndexByte(frenchMac, c) >= 0 {
			mac++
		}
	}
	if mac > windows {
		return MacRoman
	}
	return Windows1252
}

// widened turns UTF-16 into UTF-8 and removes a UTF-8 mark.
func widened(r io.Reader, e Encoding, mark bool) io.Reader {
	policy := unicode.IgnoreBOM
	if mark {
		policy = unicode.UseBOM
	}
	switch {
	case e == UTF16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, policy).NewDecoder())
	case e == UTF16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, policy).NewDecoder())
	case mark:
		return transform.NewReader(r, unicode.BOMOverride(transform.Nop))
	}
	return r
}

// decode gives the text of some bytes of a file. When they are not in the
// file's encoding, other names the one they were read in. No byte is dropped:
// each stands for a character in the one-byte encodings.
func decode(b []byte, file Encoding) (text string, other Encoding) {
	if ascii(b) {
		return string(b), ""
	}
	valid := utf8.Valid(b)
	switch file {
	case Windows1252, MacRoman:
		if valid {
			return string(b), UTF8
		}
		return fromOneByte(b, file), ""
	}
	if valid {
		return string(b), ""
	}
	guess := oneByte(b)
	return fromOneByte(b, guess), guess
}

func fromOneByte(b []byte, e Encoding) string {
	table := charmap.Windows1252
	if e == MacRoman {
		table = charmap.Macintosh
	}
	out := make([]byte, 0, len(b)+len(b)/4)
	for _, c := range b {
		out = utf8.AppendRune(out, table.DecodeByte(c))
	}
	return string(out)
}
