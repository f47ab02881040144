package matching

import (
	"slices"
	"strings"
)

// Set holds records folded once, in columns, with the index of their keys and the weights learned
// from them. It is read-only and may be used from several goroutines at once.
type Set struct {
	ids     []string
	demands []string
	roles   []Role
	rows    []row
	lex     lexicon
	stats   stats
	model   model
	blocks  blocks
	hashes  *hashes
	copyOf  map[uint32]uint32 // row of a folded copy → row of the first of its copies
	report  Report
}

// Runner runs n independent tasks, numbered from 0, in any order and perhaps at once, and returns when
// all are done. The library starts no goroutine of its own: a caller who has several processors
// gives a runner that uses them. The outcome is the same whatever the runner.
type Runner func(n int, task func(i int))

// oneByOne is the runner when none is given.
func oneByOne(n int, task func(i int)) {
	for i := range n {
		task(i)
	}
}

// Batch is a part of the records of a file, folded. Batches are filled apart from one another, one
// goroutine each, and brought together by [Join].
type Batch struct {
	ids     []string
	demands []string
	roles   []Role
	rows    rowList
	lex     lexicon
	texts   *arena
	folder  folder
	cut     int
}

// NewBatch makes an empty batch.
func NewBatch() *Batch {
	texts := &arena{}
	return &Batch{lex: newLexicon(texts), texts: texts}
}

// Add folds a record and keeps of it only what is compared: the record and the texts it points to
// may be used again.
func (b *Batch) Add(r *Record) {
	b.ids = append(b.ids, b.texts.keepText(r.ID))
	if r.Demand != "" || b.demands != nil {
		for len(b.demands) < b.rows.n {
			b.demands = append(b.demands, "")
		}
		b.demands = append(b.demands, b.texts.keepText(r.Demand))
	}
	b.roles = append(b.roles, roleOf(r.Role))
	for _, s := range [...]string{r.BirthName, r.UsedName, r.FirstNames, r.Address, r.Email, r.Identifier, r.Number} {
		if len(s) > maxText {
			b.cut++
		}
	}
	b.rows.add(b.lex.row(&b.folder, r))
}

// roleOf lets go of the text a role was cut from.
func roleOf(r Role) Role {
	for _, known := range [...]Role{RoleApplicant, RoleCoHolder, RoleDependant, RoleAssociation} {
		if r == known {
			return known
		}
	}
	return Role(strings.Clone(string(r)))
}

// Len is the number of records added.
func (b *Batch) Len() int { return b.rows.n }

// New folds the records, indexes their keys and learns the weights. The order of the records does
// not matter: rows are sorted by ID. It fails only when an ID is empty or given twice, and then names
// the positions of the records, never their content.
func New(records []Record) (*Set, error) {
	b := NewBatch()
	for i := range records {
		b.Add(&records[i])
	}
	return Join(nil, []*Batch{b})
}

// Join makes a set of the records of several batches, which it uses up. The set is the same however
// the records were dealt to batches. A nil runner does one task after the other.
func Join(run Runner, batches []*Batch) (*Set, error) {
	if run == nil {
		run = oneByOne
	}
	s := &Set{}
	if err := s.gather(run, batches); err != nil {
		return nil, err
	}
	s.foldCopies()
	s.prepare(run)
	return s, nil
}

// prepare indexes the keys and learns the weights.
func (s *Set) prepare(run Runner) {
	s.report.Whole = len(s.rows) <= wholeFile
	s.hashes = newHashes(&s.lex)
	s.blocks.keys = make([]keyIndex, keyCount)
	s.report.Keys = make([]KeyReport, keyCount)
	s.stats = stats{records: len(s.rows) - len(s.copyOf), copies: 1 + 2*priorSame, off: s.model.off}
	var totals totals
	run(int(keyCount)+3, func(i int) {
		switch i -= 3; i { // the longest first
		case -3:
			totals = s.lex.totals()
		case -2:
			s.report.Crowded, s.report.SharedMails = s.stats.tallyJoint(&s.lex, s.rows, s.folded)
		case -1:
			s.report.SharedPhones = s.stats.tally(&s.lex, s.rows, s.folded)
		default:
			s.blocks.keys[i], s.report.Keys[i] = s.indexKey(Key(i))
		}
	})
	s.link()
	s.model = defaultModel(s.stats.records)
	s.model.off, s.model.learned = s.stats.off, priorSame
	seen := s.drawn(run)
	for range 2 {
		s.lex.weigh(&s.stats, totals)
		s.observe(&seen)
		all, scale := s.sample(run)
		s.learn(run, all, scale)
		s.stats.copies = 1 + 2*s.model.learned
	}
	s.lex.weigh(&s.stats, totals)
}

// sample counts the patterns of some of the candidate pairs, and says how many pairs each stands for.
func (s *Set) sample(run Runner) (patterns, float64) {
	pairs := 0
	for _, k := range s.report.Keys {
		pairs += k.Pairs
	}
	if n := len(s.rows); s.report.Whole {
		pairs = n * (n - 1) // twice what is compared, as keys repeat pairs about twice
	}
	every := uint64(max(1, pairs/2/sampleGoal))
	parts := make([]patterns, sampleParts)
	run(sampleParts, func(part int) {
		counts := make(patterns)
		w := s.newWalk(part, sampleParts)
		w.some, w.learning = every, true
		w.full = true
		w.each(func(_ uint32, _ Key, e *evidence, _ *outcome) bool {
			counts.add(e, s.stats.share(&w.v, &w.w))
			return true
		})
		parts[part] = counts
	})
	all := parts[0]
	for _, p := range parts[1:] {
		for key, n := range p {
			all[key] += n
		}
	}
	return all, float64(every)
}

const sampleParts = 8

func (s *Set) folded(i uint32) bool {
	if len(s.copyOf) == 0 {
		return false
	}
	_, ok := s.copyOf[i]
	return ok
}

// Len is the number of records.
func (s *Set) Len() int { return len(s.ids) }

// ID is the identifier of the record at a position of the set; positions follow the order of IDs.
func (s *Set) ID(i int) string { return s.ids[i] }

// Index finds the position of a record by its ID.
func (s *Set) Index(id string) (int, bool) { return slices.BinarySearch(s.ids, id) }

// demand is the name of the demand of a row, empty when it stands alone.
func (s *Set) demand(i int) string {
	if s.demands == nil {
		return ""
	}
	return s.demands[i]
}

// Report tells what the keys of the set are about to compare, and what they leave out. It is known
// before any pair is scored; counts of scored pairs are in [Result].
func (s *Set) Report() Report {
	r := s.report
	r.Keys = slices.Clone(r.Keys)
	return r
}
