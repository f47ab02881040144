package tabular

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Nature is how a file of rows and columns is written.
type Nature struct {
	Encoding  Encoding
	Mark      bool // begins with a byte-order mark
	Separator byte
	LineEnd   string // "\n", "\r\n" or "\r"
}

// Sniff tells the nature of a file from its beginning, for a reader of its own
// rows: what is read from the result is the file without its mark, UTF-16
// turned into UTF-8. The one-byte encodings are left as they are, to be read
// line by line with [Encoding.Text]. An encoding that is known is given; none
// means that it is to be found out.
func Sniff(r io.Reader, lim Limits, known Encoding) (*bufio.Reader, Nature, error) {
	lim = lim.defaults()
	buffered := bufio.NewReaderSize(r, lim.Sample)
	head, err := buffered.Peek(lim.Sample)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, Nature{}, fmt.Errorf("tabular: open: %w", err)
	}
	if len(bytes.TrimSpace(head)) == 0 {
		return nil, Nature{}, ErrEmpty
	}
	var n Nature
	n.Encoding, n.Mark = sniffEncoding(head)
	if known != "" && known != n.Encoding {
		n.Encoding, n.Mark = known, false
	}
	text := buffered
	if wide := widened(buffered, n.Encoding, n.Mark); wide != io.Reader(buffered) {
		text = bufio.NewReaderSize(wide, 1<<16)
	}
	sample, _ := text.Peek(1 << 15)
	n.LineEnd = sniffLineEnd(sample)
	n.Separator = sniffSeparator(sample, n.LineEnd)
	return text, n, nil
}

// ErrEmpty says that a file holds nothing.
var ErrEmpty = errors.New("tabular: open: the file is empty; ask for it again")

// Text gives the text of some bytes of a file in this encoding. When they are
// not in it, other names the one they were read in. No byte is dropped.
func (e Encoding) Text(b []byte) (text string, other Encoding) { return decode(b, e) }
