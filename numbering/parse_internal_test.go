package numbering

import "testing"

// The fast rule and the plain one say the same of every byte at every place.
func TestWellFormedByteByByte(t *testing.T) {
	good := [Size]byte([]byte("021101000012321001"))
	for i := range Size {
		for v := range 256 {
			b := good
			b[i] = byte(v)
			want := true
			for j, c := range b {
				letters := c >= 'A' && c <= 'Z' && (j < endTerritory || j >= endSequence)
				want = want && (letters || c >= '0' && c <= '9')
			}
			if want {
				m := digits(b[endTerritory:endMonth])
				want = m >= 1 && m <= 12
			}
			if got := wellFormed(string(b[:])); got != want {
				t.Errorf("%q: got %v, want %v", b, got, want)
			}
		}
	}
	for tens := range 256 {
		for units := range 256 {
			a, b := byte(tens), byte(units)
			want := isDigit(a) && isDigit(b) && digits([]byte{a, b}) >= 1 && digits([]byte{a, b}) <= 12
			if goodMonth(a, b) != want {
				t.Errorf("month %q%q", a, b)
			}
		}
	}
}
