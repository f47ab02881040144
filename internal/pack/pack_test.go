package pack_test

import (
	"bytes"
	"testing"

	"github.com/fichier-unique/rules/internal/pack"
)

func TestRoundTrip(t *testing.T) {
	b := pack.Count(pack.Text(pack.Count(pack.Text([]byte{7}, "bailleur-1"), 300), ""), 0)
	r := pack.NewReader(b, 7)
	if r.Text() != "bailleur-1" || r.Count() != 300 || r.Text() != "" || r.Count() != 0 || !r.Whole() {
		t.Errorf("%v", b)
	}
	if r := pack.NewReader(append(b, 0), 7); r.Text() == "" || r.Whole() {
		t.Error("a byte too many is not seen")
	}
	for cut := range b {
		r := pack.NewReader(b[:cut], 7)
		_, _, _, _ = r.Text(), r.Count(), r.Text(), r.Count()
		if r.Whole() || cut > 0 && !r.Bad() {
			t.Errorf("cut at %d: accepted", cut)
		}
	}
	if r := pack.NewReader(b, 8); !r.Bad() || r.Text() != "" {
		t.Error("another version is read")
	}
	if r := pack.NewReader([]byte{7, 0x80, 0}, 7); r.Count() != 0 || !r.Bad() {
		t.Error("a longer writing of zero is accepted")
	}
	r = pack.NewReader(b, 7)
	if r.Refuse(); r.Whole() {
		t.Error("refused, and whole")
	}
}

// The room made is what is left can hold, whatever the count says.
func TestRoom(t *testing.T) {
	for _, one := range []struct {
		name        string
		count       uint64
		left, least int
		room        int
	}{
		{"all there", 3, 12, 4, 3},
		{"more room than things", 2, 12, 4, 2},
		{"a count that lies", 1 << 62, 12, 5, 2},
		{"nothing left", 9, 0, 1, 0},
	} {
		r := pack.NewReader(append(pack.Count([]byte{7}, one.count), make([]byte, one.left)...), 7)
		if n, room := r.Room(one.least); n != one.count || room != one.room {
			t.Errorf("%s: %d things, room for %d", one.name, n, room)
		}
	}
	r := pack.NewReader(nil, 7)
	if n, room := r.Room(1); n != 0 || room != 0 {
		t.Errorf("nothing to read: %d things, room for %d", n, room)
	}
}

func FuzzReader(f *testing.F) {
	f.Add(pack.Text([]byte{7}, "abc"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := pack.NewReader(data, 7)
		b := []byte{7}
		for i := 0; i < 10 && !r.Whole(); i++ {
			b = pack.Text(b, r.Text())
		}
		if r.Whole() && len(data) > 1 && !bytes.Equal(b, data) {
			t.Fatalf("%v, written again %v", data, b)
		}
	})
}
