package pack

import "encoding/binary"

// Text appends a text with its length.
func Text(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// Count appends a count.
func Count(b []byte, n uint64) []byte { return binary.AppendUvarint(b, n) }

// Reader reads what Text and Count wrote. After the first error it gives zeros.
type Reader struct {
	data []byte
	bad  bool
}

// NewReader reads bytes whose first one must be the version.
func NewReader(data []byte, version byte) *Reader {
	if len(data) == 0 || data[0] != version {
		return &Reader{bad: true}
	}
	return &Reader{data: data[1:]}
}

// Count reads a count, in its shortest form only: one content has one writing.
func (r *Reader) Count() uint64 {
	v, n := binary.Uvarint(r.data)
	if r.bad || n <= 0 || n > 1 && r.data[n-1] == 0 {
		r.bad = true
		return 0
	}
	r.data = r.data[n:]
	return v
}

// Room reads a count of things that take so many bytes each at least: how many there are to make room for,
// never more than what is left can hold, whatever the count says.
func (r *Reader) Room(least int) (n uint64, room int) {
	n = r.Count()
	return n, int(min(n, uint64(len(r.data)/least)))
}

// Text reads a text.
func (r *Reader) Text() string {
	n := r.Count()
	if r.bad || n > uint64(len(r.data)) {
		r.bad = true
		return ""
	}
	s := string(r.data[:n])
	r.data = r.data[n:]
	return s
}

// Refuse notes that what was read makes no sense to the caller.
func (r *Reader) Refuse() { r.bad = true }

// Bad reports that something was not readable.
func (r *Reader) Bad() bool { return r.bad }

// Whole reports that everything was readable and nothing is left.
func (r *Reader) Whole() bool { return !r.bad && len(r.data) == 0 }
