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
func (s *Set) Pairs() iter.Seq[Pair] {
	return func(yield func(Pair) bool) {
		s.walk(func(i, j uint32, k Key, c *score) bool {
			return yield(s.pair(i, j, k, c))
		})
	}
}

func (s *Set) pair(i, j uint32, k Key, c *score) Pair {
	return Pair{
		I: int(i), J: int(j), A: s.ids[i], B: s.ids[j], Key: k,
		Bits: c.bits, Probability: probability(c.bits), Verdict: c.verdict,
	}
}

// walk scores the pairs in order of rows. Records of one demand are not compared.
func (s *Set) walk(visit func(i, j uint32, k Key, c *score) bool) {
	var (
		found []uint64
		c     score
	)
	// Folded copies are told by their first; rows are in order of ID, so a copy comes after it.
	copies := make(map[uint32][]uint32)
	for j := range s.rows {
		if first, ok := s.copyOf[uint32(j)]; ok {
			copies[first] = append(copies[first], uint32(j))
		}
	}
	for i := range s.rows {
		a := uint32(i)
		found = found[:0]
		for k := range s.index {
			found = s.index[k].candidates(Key(k), a, found)
		}
		for _, b := range copies[a] {
			found = append(found, uint64(b)<<8|uint64(s.copyKey(a)))
		}
		slices.Sort(found)
		last := none
		for _, f := range found {
			b := uint32(f >> 8)
			if b == last {
				continue
			}
			last = b
			if s.rows[a].demand != 0 && s.rows[a].demand == s.rows[b].demand {
				continue
			}
			s.lex.score(&s.rows[a], &s.rows[b], &c)
			if !visit(a, b, Key(f&0xff), &c) {
				return
			}
		}
	}
}

// copyKey is the first key that copies of a record share.
func (s *Set) copyKey(i uint32) Key {
	t := s.lex.traits(&s.rows[i])
	for k := range keyCount {
		if keys, _ := t.values(k); keys[0] != 0 || keys[1] != 0 {
			return k
		}
	}
	return keyCount
}
