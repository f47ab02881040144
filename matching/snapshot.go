package matching

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/internal/pack"
)

// snapshotVersion is the first byte of a snapshot.
const snapshotVersion = 1

// ErrSnapshot is returned by [OpenIndex] for bytes that are no whole snapshot of a version it reads.
var ErrSnapshot = errors.New("matching: open an index: the bytes are no whole snapshot of this version; make the index again from the records")

// Snapshot appends the index to dst: its records as folded, their words and the weights. The bytes
// hold personal data, as the file itself does. Readers go on meanwhile; writers wait.
func (x *Index) Snapshot(dst []byte) []byte {
	x.mu.Lock()
	defer x.mu.Unlock()
	s := x.gathered()
	dst = append(dst, snapshotVersion)
	dst = appendStats(dst, &s.stats)
	dst = appendModel(dst, &s.model)
	for _, t := range s.lex.wordTables() {
		dst = pack.Count(dst, uint64(len(t.words)))
		for i := range t.words {
			w := &t.words[i]
			dst = appendWord(dst, w.key, w.count, w.bits)
		}
	}
	for _, t := range s.lex.plainTables() {
		dst = pack.Count(dst, uint64(len(t.words)))
		for i := range t.words {
			w := &t.words[i]
			dst = appendWord(dst, w.text, w.count, w.bits)
		}
	}
	dst = pack.Count(dst, uint64(len(s.rows)))
	for i := range s.rows {
		dst = pack.Text(dst, s.ids[i])
		for _, n := range s.rows[i].numbers() {
			dst = pack.Count(dst, uint64(*n))
		}
		dst = appendRest(dst, &s.rows[i])
	}
	return dst
}

// The fewest bytes that a word and a row of a snapshot take, a byte a number and a text.
const (
	leastWord = 3
	leastRow  = 27
)

// OpenIndex reads a snapshot.
func OpenIndex(data []byte) (*Index, error) {
	r := pack.NewReader(data, snapshotVersion)
	s := &Set{lex: newLexicon(nil)}
	readStats(r, &s.stats)
	readModel(r, &s.model)
	builders := [3]func(string) word{buildName, buildFirst, buildStreet}
	for k, t := range s.lex.wordTables() {
		n, room := r.Room(leastWord)
		t.words = make([]word, 0, room)
		for ; n > 0 && !r.Bad(); n-- {
			text := r.Text()
			w := word{}
			if text != "" {
				w = builders[k](text)
			}
			w.count, w.bits = int32(r.Count()), readBits(r)
			t.words = append(t.words, w)
		}
	}
	for _, t := range s.lex.plainTables() {
		n, room := r.Room(leastWord)
		t.words = make([]plain, 0, room)
		for ; n > 0 && !r.Bad(); n-- {
			w := plain{}
			if text := r.Text(); text != "" {
				w = buildPlain(text)
			}
			w.count, w.bits = int32(r.Count()), readBits(r)
			t.words = append(t.words, w)
		}
	}
	n, room := r.Room(leastRow)
	s.ids, s.rows = make([]string, 0, room), make([]row, 0, room)
	for ; n > 0 && !r.Bad(); n-- {
		s.ids = append(s.ids, r.Text())
		var out row
		for _, to := range out.numbers() {
			*to = uint32(r.Count())
		}
		readRest(r, &out)
		s.rows = append(s.rows, out)
	}
	if !r.Whole() || !s.sound() {
		return nil, ErrSnapshot
	}
	s.lex.settle()
	s.shareKeys()
	return NewIndex(s), nil
}

// shareKeys has the key of a demand, which begins the ID of its persons, stand once in memory.
func (s *Set) shareKeys() {
	for i := range s.rows {
		if d := &s.lex.texts.words[s.rows[i].demand]; strings.HasPrefix(s.ids[i], d.text) {
			d.text = s.ids[i][:len(d.text)]
		}
	}
}

// sound says that every number of a row is the place of a word, and that the IDs are in order.
func (s *Set) sound() bool {
	l := &s.lex
	for _, t := range l.wordTables() {
		if len(t.words) == 0 || t.words[0].hash != 0 {
			return false
		}
	}
	for _, t := range l.plainTables() {
		if len(t.words) == 0 || t.words[0].hash != 0 {
			return false
		}
	}
	for i := range s.rows {
		if !l.holds(&s.rows[i]) || s.ids[i] == "" || i > 0 && s.ids[i-1] >= s.ids[i] {
			return false
		}
	}
	return true
}

// holds says that a row points to words that are there.
func (l *lexicon) holds(r *row) bool {
	names, firsts := uint32(len(l.names.words)), uint32(len(l.firsts.words))
	if r.birth >= names || r.used >= names || slices.Max(r.first[:]) >= firsts || r.street >= uint32(len(l.streets.words)) {
		return false
	}
	texts := max(r.country, r.identifier, r.uniqNumber, r.demand)
	for k, id := range [...]uint32{r.place, r.city, r.postal, r.domain, r.local, texts} {
		if id >= uint32(len(l.plainTables()[k].words)) {
			return false
		}
	}
	return true
}

// numbers lists what a row holds of tables and the like.
func (r *row) numbers() [18]*uint32 {
	return [18]*uint32{
		&r.birth, &r.used, &r.first[0], &r.first[1], &r.first[2], &r.first[3], &r.firstAll, &r.place, &r.country, &r.street, &r.house,
		&r.postal, &r.city, &r.phone, &r.local, &r.domain, &r.identifier, &r.uniqNumber,
	}
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func appendRest(dst []byte, r *row) []byte {
	d := r.date
	for _, n := range [...]uint64{
		uint64(r.demand), uint64(uint16(d.y)), uint64(uint8(d.m)), uint64(uint8(d.d)), uint64(r.sex),
		flag(d.impossible) | flag(d.unread)<<1 | flag(r.association)<<2 | flag(r.referenced)<<3, uint64(r.nameMask), uint64(r.firstMask),
	} {
		dst = pack.Count(dst, n)
	}
	return dst
}

func readRest(from *pack.Reader, r *row) {
	r.demand = uint32(from.Count())
	r.date.y, r.date.m, r.date.d, r.sex = int16(from.Count()), int8(from.Count()), int8(from.Count()), byte(from.Count())
	flags := from.Count()
	r.date.impossible, r.date.unread, r.association, r.referenced = flags&1 != 0, flags&2 != 0, flags&4 != 0, flags&8 != 0
	r.nameMask, r.firstMask = uint32(from.Count()), uint32(from.Count())
}

func appendBits(dst []byte, f float32) []byte  { return pack.Count(dst, uint64(math.Float32bits(f))) }
func readBits(r *pack.Reader) float32          { return math.Float32frombits(uint32(r.Count())) }
func appendFloat(dst []byte, f float64) []byte { return pack.Count(dst, math.Float64bits(f)) }
func readFloat(r *pack.Reader) float64         { return math.Float64frombits(r.Count()) }
func appendWord(dst []byte, key string, count int32, bits float32) []byte {
	return appendBits(pack.Count(pack.Text(dst, key), uint64(uint32(count))), bits)
}

func appendStats(dst []byte, s *stats) []byte {
	dst = appendFloat(pack.Count(dst, uint64(s.records)), s.copies)
	for i := range s.chance {
		for _, f := range s.chance[i] {
			dst = appendBits(dst, f)
		}
	}
	dst = appendCounts(appendCounts(dst, s.dates), s.crowd)
	return appendCounts(appendCounts(dst, s.homes), s.joint)
}

func readStats(r *pack.Reader, s *stats) {
	s.records, s.copies = int(r.Count()), readFloat(r)
	for i := range s.chance {
		for k := range s.chance[i] {
			s.chance[i][k] = readBits(r)
		}
	}
	s.dates, s.crowd = readCounts[uint32](r), readCounts[uint32](r)
	s.homes, s.joint = readCounts[uint64](r), readCounts[uint64](r)
}

func appendCounts[K uint32 | uint64](dst []byte, counts map[K]int32) []byte {
	dst = pack.Count(dst, uint64(len(counts)))
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		dst = pack.Count(pack.Count(dst, uint64(k)), uint64(uint32(counts[k])))
	}
	return dst
}

func readCounts[K uint32 | uint64](r *pack.Reader) map[K]int32 {
	out := make(map[K]int32)
	for n := r.Count(); n > 0 && !r.Bad(); n-- {
		k := K(r.Count())
		out[k] = int32(r.Count())
	}
	return out
}

// floats lists the weights of a model.
func (m *model) floats() []*float32 {
	out := []*float32{&m.samePrior, &m.kinPrior, &m.namesakePrior}
	for i := range m.same {
		for k := range m.same[i] {
			out = append(out, &m.same[i][k], &m.kin[i][k])
		}
	}
	for k := range m.namesakeDate {
		out = append(out, &m.namesakeDate[k])
	}
	return out
}

func appendModel(dst []byte, m *model) []byte {
	dst = appendFloat(pack.Count(dst, flag(m.households)), m.learned)
	for _, f := range m.floats() {
		dst = appendBits(dst, *f)
	}
	return dst
}

func readModel(r *pack.Reader, m *model) {
	m.households, m.learned = r.Count() != 0, readFloat(r)
	for _, f := range m.floats() {
		*f = readBits(r)
	}
}

// gathered is a set of the records that are there, in order of ID, with all their words.
func (x *Index) gathered() *Set {
	s := &Set{stats: x.set.stats, model: x.set.model, lex: x.set.lex}
	move := x.known.mover(&s.lex)
	type placed struct {
		id  string
		row row
	}
	all := make([]placed, 0, x.count)
	for i := range x.set.rows {
		if !x.dropped(i) {
			all = append(all, placed{x.set.ids[i], x.set.rows[i]})
		}
	}
	for _, e := range x.live.Load().entries {
		if !e.gone.Load() {
			all = append(all, placed{e.id, move(e)})
		}
	}
	slices.SortFunc(all, func(p, q placed) int { return strings.Compare(p.id, q.id) })
	s.ids, s.rows = make([]string, 0, len(all)), make([]row, 0, len(all))
	for _, p := range all {
		s.ids, s.rows = append(s.ids, p.id), append(s.rows, p.row)
	}
	return s
}
