package app

import (
	"cmp"
	"hash/maphash"
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/internal/fold"
	"github.com/fichier-unique/rules/matching"
	"github.com/fichier-unique/rules/matching/review"
)

// homes remembers the household of each record by its address, in sixteen bytes:
// records themselves are not kept.
type homes struct {
	seed   maphash.Seed
	all    []homeOf
	sorted bool
	buffer []byte
}

type homeOf struct{ id, home uint64 }

func newHomes() *homes { return &homes{seed: maphash.MakeSeed()} }

// add enters a record; one without address or place has no household.
func (h *homes) add(r *matching.Record) {
	if r.Address == "" || r.PostalCode == "" && r.Commune == "" {
		return
	}
	h.buffer = fold.Append(h.buffer[:0], r.Address)
	h.buffer = append(append(h.buffer, '|'), cmp.Or(r.PostalCode, r.Commune)...)
	h.all = append(h.all, homeOf{maphash.String(h.seed, r.ID), maphash.Bytes(h.seed, h.buffer)})
	h.sorted = false
}

func (h *homes) of(id string) uint64 {
	if !h.sorted {
		slices.SortFunc(h.all, func(a, b homeOf) int { return cmp.Compare(a.id, b.id) })
		h.sorted = true
	}
	key := maphash.String(h.seed, id)
	if i, ok := slices.BinarySearchFunc(h.all, key, func(a homeOf, k uint64) int { return cmp.Compare(a.id, k) }); ok {
		return h.all[i].home
	}
	return 0
}

// shared names the household of two records when it is the same.
func (h *homes) shared(a, b string) string {
	if x := h.of(a); x != 0 && x == h.of(b) {
		return strconv.FormatUint(x, 36)
	}
	return ""
}

// queue orders what a person must decide.
func (s *search) queue() []review.Item {
	var candidates []review.Candidate
	for i := range s.found.Reviews {
		q := &s.found.Reviews[i]
		a, b := &s.found.Clusters[s.found.Of[q.I]], &s.found.Clusters[s.found.Of[q.J]]
		candidates = append(candidates, review.Candidate{Pair: review.Pair{A: q.A, B: q.B}, Probability: q.Probability, Held: q.Reason != matching.ReasonDoubt,
			ClusterA: a.ID, ClusterB: b.ID, SizeA: len(a.Members), SizeB: len(b.Members), Household: s.homes.shared(q.A, q.B)})
	}
	return review.Queue(candidates, nil)
}
