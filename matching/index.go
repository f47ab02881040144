package matching

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
)

// Index answers at once whether an applicant exists already. It is made from a [Set], whose weights it
// keeps: two records of the set score the same in both. Records are inserted, updated and removed one
// at a time; readers are never blocked, and see a record from the moment Insert returns. A value that
// the set never met counts as a value met once, whatever is inserted later: make a new set, and a new
// index, when a good part of the file has changed.
type Index struct {
	set   *Set
	known *knownWords
	keys  [keyCount]keyList
	gone  []atomic.Uint64 // rows of the set that were removed
	live  atomic.Pointer[overlay]

	mu     sync.Mutex     // of writers
	where  map[string]int // entries by ID
	count  int
	folder folder
	guest  lexicon // of the record that is inserted
}

// overlay is the records inserted since. It never changes: a writer puts another one in its place.
type overlay struct {
	entries  []*entry
	segments [][]uint64 // hash of the value, entry; sorted; each at most half as long as the one before
}

// entry is an inserted record with its own words.
type entry struct {
	id   string
	lex  lexicon
	row  row
	ids  row // with the places of the words in the set
	view view
	gone atomic.Bool
}

// NewIndex makes an index of the records of a set.
func NewIndex(s *Set) *Index {
	// Blocks are for the batch, and are let go with the set.
	s = &Set{ids: s.ids, rows: s.rows, lex: s.lex, stats: s.stats, model: s.model, hashes: s.hashes}
	if s.hashes == nil {
		s.hashes = newHashes(&s.lex)
	}
	x := &Index{set: s, known: newKnownWords(&s.lex, &s.stats), gone: make([]atomic.Uint64, (s.Len()+63)/64), where: make(map[string]int), count: s.Len()}
	t := traits{lex: &s.lex, h: s.hashes}
	var spare []uint64
	for k := range keyCount {
		entries := make([]uint64, 0, s.Len())
		for i := range s.rows {
			t.r = &s.rows[i]
			for _, key := range t.values(k) {
				if key != 0 {
					entries = append(entries, mix(key, uint64(k))&^0xffffffff|uint64(i))
				}
			}
		}
		if cap(spare) < len(entries) {
			spare = make([]uint64, len(entries))
		}
		x.keys[k] = newKeyList(radixSort(entries, spare))
	}
	x.guest = x.known.guest()
	x.live.Store(&overlay{})
	return x
}

// Len is the number of records.
func (x *Index) Len() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.count
}

// Insert adds a record, which it does not keep. It fails when the ID is empty or taken.
func (x *Index) Insert(r *Record) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if r.ID == "" {
		return fmt.Errorf("matching: insert a record: give it an ID: %w", ErrRecordID)
	}
	if x.holds(r.ID) {
		return fmt.Errorf("matching: insert a record: its ID is taken, update it or give another: %w", ErrRecordID)
	}
	x.insert(r)
	x.count++
	return nil
}

// Update puts a record in the place of the one of the same ID, or inserts it. For a moment a reader may
// find both.
func (x *Index) Update(r *Record) error {
	if r.ID == "" {
		return fmt.Errorf("matching: update a record: give it an ID: %w", ErrRecordID)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	row, inSet := x.row(r.ID)
	at, inserted := x.where[r.ID]
	x.insert(r)
	switch {
	case inserted:
		x.live.Load().entries[at].gone.Store(true)
	case inSet:
		x.drop(row)
	default:
		x.count++
	}
	return nil
}

// Remove takes a record out and says whether it was there.
func (x *Index) Remove(id string) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if at, ok := x.where[id]; ok {
		x.live.Load().entries[at].gone.Store(true)
		delete(x.where, id)
	} else if row, ok := x.row(id); ok {
		x.drop(row)
	} else {
		return false
	}
	x.count--
	return true
}

func (x *Index) holds(id string) bool {
	if _, ok := x.where[id]; ok {
		return true
	}
	_, ok := x.row(id)
	return ok
}

// row finds a record of the set that was not removed.
func (x *Index) row(id string) (int, bool) {
	row, ok := x.set.Index(id)
	return row, ok && !x.dropped(row)
}

func (x *Index) drop(row int)         { x.gone[row>>6].Or(1 << (row & 63)) }
func (x *Index) dropped(row int) bool { return x.gone[row>>6].Load()&(1<<(row&63)) != 0 }

// insert publishes a new overlay with one entry more.
func (x *Index) insert(r *Record) {
	x.guest.reset()
	e := &entry{id: string([]byte(r.ID)), row: x.guest.row(&x.folder, r)}
	e.ids, e.lex = x.guest.placed(e.row), x.guest.kept()
	e.lex.open(&e.row, &e.view)
	e.view.ids = &e.ids
	old := x.live.Load()
	next := &overlay{entries: append(old.entries, e)}
	at := uint64(len(old.entries))
	t := traits{lex: &e.lex, r: &e.row}
	segment := make([]uint64, 0, keyCount+4) // first names may have several values
	for k := range keyCount {
		for _, key := range t.values(k) {
			if key != 0 {
				segment = append(segment, mix(key, uint64(k))&^0xffffffff|at)
			}
		}
	}
	slices.Sort(segment)
	next.segments = merged(append(slices.Clone(old.segments), segment))
	x.where[e.id] = int(at)
	x.live.Store(next)
}

// merged joins the last segments while they are of like length: each record is so moved a few times only.
func merged(segments [][]uint64) [][]uint64 {
	for n := len(segments); n > 1 && 2*len(segments[n-1]) > len(segments[n-2]); n-- {
		a, b := segments[n-2], segments[n-1]
		out := make([]uint64, 0, len(a)+len(b))
		for len(a) > 0 && len(b) > 0 {
			if a[0] <= b[0] {
				out, a = append(out, a[0]), a[1:]
			} else {
				out, b = append(out, b[0]), b[1:]
			}
		}
		segments = append(segments[:n-2], append(append(out, a...), b...))
	}
	return segments
}

// span finds the entries of a hash in a sorted list, at most limit of them. Hashes are spread evenly, so that
// the first guess is close.
func span(list []uint64, hash uint64, limit int) []uint64 {
	hash &^= 0xffffffff
	n := len(list)
	if n == 0 {
		return nil
	}
	low, high := 0, n
	step := 64
	for at := int(hash >> 32 * uint64(n) >> 32); ; step *= 4 {
		if list[at] < hash {
			low = at + 1
			if at = at + step; at >= high {
				break
			}
		} else {
			high = at
			if at = at - step; at < low {
				break
			}
		}
	}
	i, _ := slices.BinarySearch(list[low:high], hash)
	from := low + i
	to := from
	for to < min(n, from+limit) && list[to]>>32 == hash>>32 {
		to++
	}
	return list[from:to]
}

// Hit is a record found by [Searcher.Find].
type Hit struct {
	ID          string
	Key         Key // the first key the two records share
	Bits        float64
	Probability float64
	Verdict     Verdict
}

// Searcher asks an index. It holds scratch memory and serves one goroutine; make one for each.
type Searcher struct {
	index   *Index
	c       *comparer
	folder  folder
	lex     lexicon
	row     row
	ids     row
	v, w    view
	ceiling *ceilings
	probes  []probe
	met     []uint64
	found   []uint64
	skipped int
	reach   uint64 // what look and near found, lest it be left out
}

// Searcher makes a searcher.
func (x *Index) Searcher() *Searcher {
	return &Searcher{index: x, c: newComparer(x.set), ceiling: newCeilings(&x.set.model, &x.set.stats), lex: x.known.guest()}
}

// Skipped is the number of values of keys that the last Find left out because too many records share
// them. Other keys may have found the same records.
func (s *Searcher) Skipped() int { return s.skipped }

// Find appends to dst the records that are, or may be, the person of a record, the surest first, at most
// limit of them. The ID of the record is not looked at, and may be empty.
func (s *Searcher) Find(r *Record, limit int, dst []Hit) []Hit {
	x := s.index
	s.ask(r)
	live := x.live.Load()
	s.gather(live)
	s.near()
	start := len(dst)
	var e evidence
	last := uint64(1) << 63
	for _, f := range s.found {
		if f>>8 == last {
			continue
		}
		last = f >> 8
		w, id := s.open(live, int(last))
		if w == nil || !s.c.hopeful(&x.set.model, s.ceiling, &s.v, w, &e) {
			continue
		}
		if int(last) < x.set.Len() {
			x.set.lex.openRest(w)
		}
		s.c.rest(&s.v, w, &e)
		if o := x.set.model.outcome(&s.v, w, &e); o.verdict != VerdictDistinct {
			dst = append(dst, Hit{id, Key(f & 0xff), float64(o.bits), probability(float64(o.bits)), o.verdict})
		}
	}
	slices.SortFunc(dst[start:], func(p, q Hit) int { return cmp.Or(-cmp.Compare(p.Bits, q.Bits), cmp.Compare(p.ID, q.ID)) })
	return dst[:min(len(dst), start+limit)]
}

// ask folds the record that is looked for.
func (s *Searcher) ask(r *Record) {
	s.lex.reset()
	s.row = s.lex.row(&s.folder, r)
	s.ids = s.lex.placed(s.row)
	s.lex.open(&s.row, &s.v)
	s.v.ids = &s.ids
}

// open gives a record by its place; nil if it was removed.
func (s *Searcher) open(live *overlay, at int) (*view, string) {
	x := s.index
	if n := x.set.Len(); at >= n {
		e := live.entries[at-n]
		if e.gone.Load() {
			return nil, ""
		}
		return &e.view, e.id
	}
	if x.dropped(at) {
		return nil, ""
	}
	x.set.lex.openNames(&x.set.rows[at], &s.w)
	return &s.w, x.set.ids[at]
}

// gather lists places and keys of the records that share a key, in order.
func (s *Searcher) gather(live *overlay) {
	x := s.index
	s.found, s.skipped = s.found[:0], 0
	n := uint64(x.set.Len())
	s.look()
	for i := range s.probes {
		p := &s.probes[i]
		most := blockCap
		if p.key >= keyBroad {
			most = broadMost
		}
		s.met = x.keys[p.key].in(s.met, p.from, p.to, p.hash, most+1)
		s.take(s.met, 0, p.key, most)
		for _, segment := range live.segments {
			s.take(span(segment, p.hash, most+1), n, p.key, most)
		}
	}
	slices.Sort(s.found)
}

// broadMost is the number of records that a value of a broad key may have to be looked at.
const broadMost = 8

func (s *Searcher) take(list []uint64, from uint64, k Key, most int) {
	if len(list) > most {
		s.skipped++
		return
	}
	for _, e := range list {
		s.found = append(s.found, (e&0xffffffff+from)<<8|uint64(k))
	}
}

// Score compares a record with one of the index, in full.
func (s *Searcher) Score(r *Record, id string) (Comparison, bool) {
	x := s.index
	live := x.live.Load()
	x.mu.Lock()
	at, ok := x.where[id]
	if ok {
		at += x.set.Len()
	} else {
		at, ok = x.row(id)
	}
	x.mu.Unlock()
	if !ok || at >= x.set.Len()+len(live.entries) {
		return Comparison{}, false
	}
	s.ask(r)
	w, _ := s.open(live, at)
	if w == nil {
		return Comparison{}, false
	}
	if at < x.set.Len() {
		x.set.lex.openRest(w)
	}
	var e evidence
	s.c.compare(&s.v, w, &e)
	return account(&x.set.model, &x.set.stats, &s.v, w, &e), true
}
