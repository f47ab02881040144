package registry

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/matching"
)

// finder holds the persons of every demand that is followed, and finds those who
// may be the persons of a form.
type finder struct {
	index     atomic.Pointer[matching.Index]
	searchers sync.Pool // of *searcher
	writing   sync.Mutex
	at        int64              // every event up to this sequence is taken in
	beyond    map[int64]struct{} // and these: events of one file are taken in as they are written, not in order
	learnt    int                // records the weights were learnt from
	learning  atomic.Bool
	learners  sync.WaitGroup
}

// searcher is a searcher with the index it was made for.
type searcher struct {
	*matching.Searcher
	of *matching.Index
}

func (f *finder) searcher() *searcher {
	x := f.index.Load()
	if s, ok := f.searchers.Get().(*searcher); ok && s.of == x {
		return s
	}
	return &searcher{x.Searcher(), x}
}

// followed reports whether the persons of a demand are looked for: one that was
// erased has none, one that was absorbed lives in another.
func followed(s *journal.State) bool {
	return s.Status != journal.Deleted && s.Status != journal.Merged && s.Status != journal.Absent
}

// tell takes in an act of this process: its demands as they were and as they are,
// and the sequences of its events.
func (f *finder) tell(seqs []int64, changes ...moved) error {
	f.writing.Lock()
	defer f.writing.Unlock()
	x := f.index.Load()
	for _, c := range changes {
		if err := put(x, c.before, c.after); err != nil {
			return err // its events are taken in with those of other processes
		}
	}
	for _, seq := range seqs {
		f.beyond[seq] = struct{}{}
	}
	f.advance()
	return nil
}

// advance moves to the last event before which every one is taken in.
func (f *finder) advance() {
	for {
		if _, there := f.beyond[f.at+1]; !there {
			return
		}
		delete(f.beyond, f.at+1)
		f.at++
	}
}

// moved is a demand before and after an act; before is nil when it was not there,
// or is not known.
type moved struct{ before, after *journal.State }

// put puts the persons of a demand in the place of those it had.
func put(x *matching.Index, before, after *journal.State) error {
	var now []matching.Record
	if followed(after) {
		now = matching.FromForm(after.Demand, after.Form)
	}
	if before != nil && followed(before) {
		for _, old := range matching.FromForm(before.Demand, before.Form) {
			if !slices.ContainsFunc(now, func(r matching.Record) bool { return r.ID == old.ID }) {
				x.Remove(old.ID)
			}
		}
	}
	for i := range now {
		if err := x.Update(&now[i]); err != nil {
			return err
		}
	}
	return nil
}

// Weights are learnt from the file: while it is young, they are learnt again each
// time it has doubled. A large file waits for Reindex.
const (
	firstLearning = 16
	lastLearning  = 20_000
)

// young reports an index that has outgrown its weights, and that nobody is making
// again.
func (f *finder) young() bool {
	f.writing.Lock()
	defer f.writing.Unlock()
	n := f.index.Load().Len()
	return n >= firstLearning && n >= 2*f.learnt && f.learnt < lastLearning && f.learning.CompareAndSwap(false, true)
}

// likely are the roles that may make one demand of two: the children of a
// household link nothing, they may stand in the demands of both parents.
func likely(r matching.Role) bool { return r != matching.RoleDependant }

const (
	hitsPerPerson = 12
	maxCandidates = 20
)

// find lists the demands that may be of the persons of a form, the surest first.
// but are those to leave out.
func (f *finder) find(form *demand.Form, but []string) []Candidate {
	s := f.searcher()
	defer f.searchers.Put(s)
	found := map[string]*match{}
	var hits []matching.Hit
	for _, r := range matching.FromForm("", *form) {
		if !likely(r.Role) {
			continue
		}
		hits = s.Find(&r, hitsPerPerson, hits[:0])
		for _, h := range hits {
			key, place := split(h.ID)
			if h.Verdict == matching.VerdictDistinct || slices.Contains(but, key) || !likely(roleOf(place)) {
				continue
			}
			m := found[key]
			if m == nil {
				m = &match{key: key}
				found[key] = m
			}
			m.add(s.Searcher, &r, h, place)
		}
	}
	out := make([]Candidate, 0, len(found))
	for _, m := range found {
		out = append(out, m.candidate())
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		return cmp.Or(-cmp.Compare(a.Probability, b.Probability), cmp.Compare(a.Demand, b.Demand))
	})
	return out[:min(len(out), maxCandidates)]
}

// match gathers what brings a demand near a form.
type match struct {
	key          string
	pairs        []CandidatePair
	applicants   bool // the two applicants, or associations, are one
	ours, theirs bool // our applicant is their co-holder; their applicant is our co-holder
	any          float64
}

// split cuts the identifier of a person into the key of its demand, which may hold
// a slash, and its place in it: see matching.FromForm.
func split(id string) (key, place string) {
	at := strings.LastIndexByte(id, '/')
	if at < 0 {
		return id, ""
	}
	if role := roleOf(id[at+1:]); role != matching.RoleApplicant && role != matching.RoleAssociation { // a rank
		if before := strings.LastIndexByte(id[:at], '/'); before >= 0 {
			at = before
		}
	}
	return id[:at], id[at+1:]
}

func roleOf(place string) matching.Role {
	role, _, _ := strings.Cut(place, "/")
	return matching.Role(role)
}

func (m *match) add(s *matching.Searcher, r *matching.Record, h matching.Hit, place string) {
	pair := CandidatePair{Role: strings.TrimPrefix(r.ID, "/"), Their: place, Probability: h.Probability, Verdict: string(h.Verdict)}
	if c, ok := s.Score(r, h.ID); ok {
		pair.French, pair.English = c.Explain(language.French), c.Explain(language.English)
	}
	m.pairs = append(m.pairs, pair)
	m.any = max(m.any, h.Probability)
	if h.Verdict != matching.VerdictMerge {
		return
	}
	theirs := roleOf(place)
	switch {
	case r.Role == theirs && r.Role != matching.RoleCoHolder:
		m.applicants = true
	case r.Role == matching.RoleApplicant && theirs == matching.RoleCoHolder:
		m.ours = true
	case r.Role == matching.RoleCoHolder && theirs == matching.RoleApplicant:
		m.theirs = true
	}
}

func (m *match) candidate() Candidate {
	slices.SortFunc(m.pairs, func(a, b CandidatePair) int {
		return cmp.Or(-cmp.Compare(a.Probability, b.Probability), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Their, b.Their))
	})
	return Candidate{Demand: m.key, Probability: m.any, Sure: m.applicants || m.ours && m.theirs, Persons: m.pairs}
}

// candidates finds the demands of the persons of a form and completes them from
// their rows.
func (r *Registry) candidates(ctx context.Context, form *demand.Form, but []string) ([]Candidate, error) {
	began := time.Now() // not the clock of the file: how long, not when
	found := r.persons.find(form, but)
	if r.searched != nil {
		r.searched(time.Since(began))
	}
	for i := range found {
		row, err := r.store.Row(ctx, found[i].Demand)
		if err != nil {
			return nil, err
		}
		c := &found[i]
		c.Seq, c.Status, c.Number, c.Deposited, c.Desk = row.Seq, row.Status, row.Number, row.Deposited, row.Desk
	}
	return found, nil
}

// bornTogether is the lock that registrations of the same persons share: of two
// desks that register one household at the same moment, the second finds the
// first.
func (r *Registry) bornTogether(form *demand.Form) *sync.Mutex {
	h := uint32(2166136261)
	for _, c := range []byte(form.Applicant.BirthDate.String() + form.Association.SIRET) {
		h = (h ^ uint32(c)) * 16777619
	}
	return &r.same[h%uint32(len(r.same))]
}
