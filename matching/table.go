package matching

import (
	"encoding/binary"
	"math/bits"
	"strings"
)

// interned is what tables hold.
type interned interface {
	word | plain
}

// table interns the words of one kind of field.
type table[W interned] struct {
	slots  []uint64 // a hash of each word, above its place; 0 is free
	words  []W
	key    func(*W) string
	texts  *arena                                 // where the texts of new words are kept; nil keeps each alone
	known  func(text []byte) (*W, string, uint32) // a word of elsewhere, to be used instead of a new one
	places []uint32                               // where the words stand there
	fresh  func(*W)                               // what to do with a new one
}

func newTable[W interned](key func(*W) string, texts *arena) table[W] {
	return table[W]{words: make([]W, 1), key: key, texts: texts}
}

func wordKey(w *word) string   { return w.key }
func plainKey(w *plain) string { return w.text }

// find interns a text; the empty text is word 0, which means missing.
func (t *table[W]) find(text []byte, build func(string) W) uint32 {
	if len(text) == 0 {
		return 0
	}
	hash := slotHash(text)
	if id := locate(t, hash, text); id != 0 {
		return id
	}
	if t.known != nil {
		w, _, place := t.known(text)
		t.places = append(t.places, place)
		if w != nil {
			return t.add(hash, *w)
		}
	}
	w := build(t.texts.keep(text))
	if t.fresh != nil {
		t.fresh(&w)
	}
	return t.add(hash, w)
}

func (t *table[W]) add(hash uint32, w W) uint32 {
	id := uint32(len(t.words))
	t.words = append(t.words, w)
	if 3*len(t.words) > 2*len(t.slots) {
		t.widen()
	}
	t.put(hash, id)
	return id
}

func (t *table[W]) put(hash, id uint32) {
	last := uint32(len(t.slots) - 1)
	at := hash & last
	for t.slots[at] != 0 {
		at = (at + 1) & last
	}
	t.slots[at] = uint64(hash)<<32 | uint64(id)
}

// widen makes room for more words; the texts need not be looked at.
func (t *table[W]) widen() {
	old := t.slots
	t.slots = make([]uint64, max(16, 2*len(old)))
	for _, slot := range old {
		if slot != 0 {
			t.put(uint32(slot>>32), uint32(slot))
		}
	}
}

// take adds the words of another table and says where each one went.
func (t *table[W]) take(o *table[W]) []uint32 {
	hashes, to := make([]uint32, len(o.words)), make([]uint32, len(o.words))
	for _, slot := range o.slots {
		hashes[uint32(slot)] = uint32(slot >> 32) // a free one says so of no word
	}
	for i := 1; i < len(o.words); i++ {
		if to[i] = locate(t, hashes[i], o.key(&o.words[i])); to[i] == 0 {
			to[i] = t.add(hashes[i], o.words[i])
		}
	}
	return to
}

// locate is the place of the word of a text; 0 when there is none.
func locate[W interned, T string | []byte](t *table[W], hash uint32, text T) uint32 {
	if len(t.slots) == 0 {
		return 0
	}
	last := uint32(len(t.slots) - 1)
	for at := hash & last; t.slots[at] != 0; at = (at + 1) & last {
		if slot := t.slots[at]; uint32(slot>>32) == hash && t.key(&t.words[uint32(slot)]) == string(text) {
			return uint32(slot)
		}
	}
	return 0
}

// slotHash is a hash for tables; it goes eight bytes at a time.
func slotHash(text []byte) uint32 {
	const odd, other = 0x9e3779b97f4a7c15, 0xd6e8feb86659fd93
	h := uint64(len(text)) * odd
	stir := func(x uint64) {
		high, low := bits.Mul64(h^x^other, odd)
		h = high ^ low
	}
	for ; len(text) >= 8; text = text[8:] {
		stir(binary.LittleEndian.Uint64(text))
	}
	var rest uint64
	for i, c := range text {
		rest |= uint64(c) << (8 * i)
	}
	stir(rest)
	return uint32(h) ^ uint32(h>>32)
}

// arena keeps texts side by side, so that each costs no more than its bytes.
type arena struct{ chunk strings.Builder }

const arenaChunk = 64 << 10

// keep copies a text. A nil arena keeps each text alone.
func (a *arena) keep(text []byte) string {
	if a == nil {
		return string(text)
	}
	a.reserve(len(text))
	from := a.chunk.Len()
	a.chunk.Write(text)
	return a.chunk.String()[from:]
}

func (a *arena) keepText(text string) string {
	a.reserve(len(text))
	from := a.chunk.Len()
	a.chunk.WriteString(text)
	return a.chunk.String()[from:]
}

// reserve sees to it that the chunk need not grow, which would leave a copy behind.
func (a *arena) reserve(n int) {
	if a.chunk.Cap()-a.chunk.Len() < n {
		a.chunk = strings.Builder{}
		a.chunk.Grow(max(arenaChunk, n))
	}
}
