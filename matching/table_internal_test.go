package matching

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// TestTable: a text has one place, whatever its length and the table it was first met in.
func TestTable(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 3))
	draw := func() string { return strings.Repeat("A", rng.IntN(20)) + strconv.Itoa(rng.IntN(3000)) }
	texts := &arena{}
	a, b := newTable(plainKey, texts), newTable(plainKey, texts)
	places := map[string]uint32{}
	for range 20_000 {
		text := draw()
		id := a.find([]byte(text), buildPlain)
		if was, met := places[text]; met && was != id || a.words[id].text != text {
			t.Fatalf("%q is at %d, and was at %d", text, id, was)
		}
		places[text] = id
	}
	if len(a.words) != len(places)+1 || a.find(nil, buildPlain) != 0 {
		t.Errorf("%d words of %d texts", len(a.words)-1, len(places))
	}
	for range 20_000 {
		b.find([]byte(draw()), buildPlain)
	}
	for i, id := range a.take(&b) {
		if i > 0 && (a.words[id].text != b.words[i].text || a.find([]byte(b.words[i].text), buildPlain) != id) {
			t.Fatalf("%q went to %q", b.words[i].text, a.words[id].text)
		}
	}
}

// TestArena: texts stay what they were, the longest too.
func TestArena(t *testing.T) {
	var a arena
	var want, got []string
	for i := range 3000 {
		text := strings.Repeat(strconv.Itoa(i), i%40)
		if i == 1500 {
			text = strings.Repeat("X", 2*arenaChunk)
		}
		want, got = append(want, text), append(got, a.keep([]byte(text)))
		if a.keepText(text) != text {
			t.Fatalf("text %d is kept as another", i)
		}
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("text %d has changed", i)
		}
	}
}

// TestMeetings: each row is met once by each row, few or many.
func TestMeetings(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 3))
	m := newMeetings()
	for row := range uint32(200) {
		m.open(row)
		met := map[uint32]bool{}
		for range rng.IntN(1 << (row % 12)) {
			other := uint32(rng.IntN(2000)) * 1024
			if m.add(other) == met[other] {
				t.Fatalf("row %d: met %v, and told otherwise", row, met[other])
			}
			met[other] = true
		}
	}
}
