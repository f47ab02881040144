package matching

import (
	"iter"
	"slices"
)

// Pair is two records that met under a key, with the outcome of their comparison. I and J are
// positions in the set, I < J, and A and B the IDs, A < B. [Set.Score] gives the full account.
type Pair struct {
	I, J        int
	A, B        string
	Key         Key
	Bits        float64
	Probability float64
	Verdict     Verdict
}

// Pairs compares all records that share a key and yields every pair once, whatever its verdict, in
// order of A then B. Nothing is stored: a file of a million records yields tens of millions of
// pairs, and the caller keeps those he wants. The pairs do not depend on the order in which the
// records were given.
func (s *Set) Pairs() iter.Seq[Pair] { return s.PairsOf(0, 1) }

// PairsOf yields part i of n of what [Set.Pairs] yields; the parts share no pair, and each may be
// walked by a goroutine, or a machine, of its own.
func (s *Set) PairsOf(i, n int) iter.Seq[Pair] {
	return func(yield func(Pair) bool) {
		w := s.newWalk(i, n)
		w.sorted = true
		w.full = true
		w.each(func(b uint32, k Key, _ *evidence, o *outcome) bool {
			return yield(s.pair(w.a, b, k, float64(o.bits), o.verdict))
		})
	}
}

func (s *Set) pair(i, j uint32, k Key, bits float64, verdict Verdict) Pair {
	return Pair{I: int(i), J: int(j), A: s.ids[i], B: s.ids[j], Key: k, Bits: bits, Probability: probability(bits), Verdict: verdict}
}

// walk compares the candidate pairs of a part of the rows.
type walk struct {
	set      *Set
	part, of int
	some     uint64 // one row in some is taken
	sorted   bool   // pairs of a row in order of the other row
	learning bool   // one copy of each folded content is met, not all
	full     bool   // compare every field, even of pairs that cannot match
	ceilings *ceilings
	a        uint32
	c        *comparer
	v, w     view
	e        evidence
	o        outcome
	met      meetings
	found    []candidate
	copies   map[uint32][]uint32
	reach    uint32 // what near found, lest it be left out
}

type candidate struct {
	row uint32
	key Key
}

// stretch is the number of rows dealt to a part at a time.
const stretch = 256

func (s *Set) newWalk(part, of int) *walk {
	w := &walk{set: s, part: part, of: of, some: 1, c: newComparer(s), ceilings: newCeilings(&s.model, &s.stats), met: newMeetings()}
	if len(s.copyOf) > 0 {
		// Folded copies are told by their first; rows are in order of ID, so a copy comes after it.
		w.copies = make(map[uint32][]uint32)
		for j := range s.rows {
			if first, ok := s.copyOf[uint32(j)]; ok {
				w.copies[first] = append(w.copies[first], uint32(j))
			}
		}
	}
	return w
}

// each visits the pairs. Records of one demand are not compared.
func (w *walk) each(visit func(b uint32, k Key, e *evidence, o *outcome) bool) {
	s := w.set
	for i := range s.rows {
		if i/stretch%w.of != w.part || w.some > 1 && mix(uint64(i), 5)%w.some != 0 {
			continue
		}
		w.a = uint32(i)
		w.gather()
		if len(w.found) == 0 {
			continue
		}
		w.near()
		s.lex.open(&s.rows[i], &w.v)
		for _, f := range w.found {
			if w.compared(&s.rows[f.row]) && !visit(f.row, f.key, &w.e, &w.o) {
				return
			}
		}
	}
}

// near brings the rows found into reach, all at once: they lie all over the memory, and one after the
// other each would be waited for.
func (w *walk) near() {
	rows := w.set.rows
	for _, f := range w.found {
		w.reach += rows[f.row].birth + rows[f.row].local
	}
}

// together says that row a and another are of one demand.
func (w *walk) together(b *row) bool { return w.v.row.demand != 0 && w.v.row.demand == b.demand }

// compared compares row a with another, in full where it may matter; false when the two are not to be
// compared.
func (w *walk) compared(b *row) bool {
	if w.together(b) {
		return false
	}
	s := w.set
	switch lex := &s.lex; {
	case w.full:
		lex.open(b, &w.w)
		w.c.compare(&w.v, &w.w, &w.e)
	default:
		lex.openNames(b, &w.w)
		if !w.c.hopeful(&s.model, w.ceilings, &w.v, &w.w, &w.e) {
			w.o = outcome{bits: hopeless, verdict: VerdictDistinct}
			return true
		}
		lex.openRest(&w.w)
		w.c.rest(&w.v, &w.w, &w.e)
	}
	w.o = s.model.outcome(&w.v, &w.w, &w.e)
	return true
}

// gather lists the later rows that share a key with row a, each under the first key they share.
func (w *walk) gather() {
	s := w.set
	w.found = w.found[:0]
	w.met.open(w.a)
	w.gatherBlocks()
	if s.report.Whole && !s.folded(w.a) {
		for b := w.a + 1; int(b) < len(s.rows); b++ {
			if !s.folded(b) {
				w.meet(b, KeyAll)
			}
		}
	}
	if copies := w.copies[w.a]; len(copies) > 0 {
		if w.learning {
			copies = copies[:1]
		}
		k := s.copyKey(w.a)
		for _, b := range copies {
			w.meet(b, k)
		}
	}
	if w.sorted {
		slices.SortFunc(w.found, func(p, q candidate) int { return int(p.row) - int(q.row) })
	}
}

func (w *walk) meet(b uint32, k Key) {
	if w.met.add(b) {
		w.found = append(w.found, candidate{b, k})
	}
}

// gatherBlocks lists the rows that follow row a in its blocks.
func (w *walk) gatherBlocks() {
	var k Key
	take := func(b uint32) { w.meet(b, k) }
	blocks := &w.set.blocks
	from, to := blocks.from[w.a], blocks.from[w.a+1]
	places, what := blocks.at[from:to], blocks.what[from:to]
	for p, at := range places { // all at once, as in near
		w.reach += blocks.keys[what[p]&(1<<keyBits-1)].rows[at]
	}
	for p, at := range places {
		k = Key(what[p] & (1<<keyBits - 1))
		index, left := &blocks.keys[k], uint32(what[p]>>keyBits)
		if left == far {
			index.later(w.a, int(at), take)
			continue
		}
		for _, b := range index.rows[at+1 : at+1+left] {
			w.meet(b, k)
		}
	}
}

// copyKey is the first key that copies of a record share.
func (s *Set) copyKey(i uint32) Key {
	t := traits{lex: &s.lex, h: s.hashes, r: &s.rows[i]}
	for k := range keyCount {
		if keys := t.values(k); keys[0] != 0 || keys[1] != 0 {
			return k
		}
	}
	return KeyAll
}
