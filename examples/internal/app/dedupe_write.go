package app

import (
	"cmp"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"sync"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/examples/internal/parallel"
	"github.com/fichier-unique/rules/matching"
	"github.com/fichier-unique/rules/matching/quality"
)

// writeClusters names the cluster of every row read, in order of identifiers so
// that the order of the file does not matter. A refused row stands alone.
func (s *search) writeClusters(out io.Writer) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"record_id", "cluster_id"})
	refused := make([]string, len(s.refused))
	for i, r := range s.refused {
		refused[i] = r.ID
	}
	slices.Sort(refused)
	for i := range s.set.Len() {
		id := s.set.ID(i)
		for len(refused) > 0 && refused[0] < id {
			_ = w.Write([]string{refused[0], refused[0]})
			refused = refused[1:]
		}
		_ = w.Write([]string{id, s.found.Clusters[s.found.Of[i]].ID})
	}
	for _, id := range refused {
		_ = w.Write([]string{id, id})
	}
	w.Flush()
	return w.Error()
}

// pairs writes the pairs and measures them.
func (s *search) pairs() error {
	var e *quality.Evaluation
	if s.truth != nil {
		s.Stage("mesure")
		e = quality.New(s.truth)
		for _, c := range s.found.Clusters {
			for _, m := range c.Members {
				if err := e.Assign(m, c.ID); err != nil {
					return err
				}
			}
		}
		for _, r := range s.refused {
			if err := e.Assign(r.ID, r.ID); err != nil {
				return err
			}
		}
		for i := range s.found.Reviews {
			e.Queue(s.found.Reviews[i].A, s.found.Reviews[i].B)
		}
	}
	var err error
	switch {
	case s.Pairs != "":
		_, err = WriteFile(s.Pairs, func(w io.Writer) error { return s.writePairs(w, e) })
	case e != nil:
		err = s.writePairs(io.Discard, e)
	}
	if e != nil {
		r := e.Report()
		s.out.Quality = &r
	}
	return err
}

// parts is into how many the comparison of pairs is cut, to be shared among processors.
const parts = 16

// writePairs writes the pairs that are brought together, or left to a person, in
// order of their records.
func (s *search) writePairs(out io.Writer, e *quality.Evaluation) error {
	found := s.comparedPairs(e)
	queued := s.queued()
	reasons := make([]string, len(found))
	parallel.Run(parts, func(part int) {
		for i := part; i < len(found); i += parts {
			reasons[i] = s.reason(found[i].I, found[i].J, queued[[2]int{found[i].I, found[i].J}])
		}
	})
	w := csv.NewWriter(out)
	_ = w.Write([]string{"a", "b", "probability", "verdict", "reason"})
	for i := range found {
		p := &found[i]
		if s.apart[between(s.found.Of[p.I], s.found.Of[p.J])] {
			continue // somebody decided
		}
		verdict := p.Verdict
		if queued[[2]int{p.I, p.J}] != nil || s.found.Of[p.I] != s.found.Of[p.J] {
			verdict = matching.VerdictReview // a guard may have refused what the pair alone would merge
		}
		_ = w.Write([]string{p.A, p.B, probabilityText(p.Probability), string(verdict), reasons[i]})
	}
	w.Flush()
	return w.Error()
}

// comparedPairs gives the pairs to be written. Where there is a truth, it goes through all pairs once more and
// tells the measure of each.
func (s *search) comparedPairs(e *quality.Evaluation) []matching.Pair {
	var all []matching.Pair
	if s.Pairs != "" {
		all = slices.Collect(s.set.Kept(s.shares...))
		slices.SortFunc(all, func(p, q matching.Pair) int { return cmp.Or(cmp.Compare(p.I, q.I), cmp.Compare(p.J, q.J)) })
	}
	if e == nil {
		return all
	}
	var lock sync.Mutex
	parallel.Run(parts, func(part int) {
		var scored []matching.Pair
		flush := func() {
			lock.Lock()
			defer lock.Unlock()
			for i := range scored {
				e.Score(scored[i].A, scored[i].B, scored[i].Probability)
			}
			scored = scored[:0]
		}
		for p := range s.set.PairsOf(part, parts) {
			if scored = append(scored, p); len(scored) == 4096 {
				flush()
			}
		}
		flush()
	})
	return all
}

func (s *search) reason(i, j int, q *matching.Review) string {
	pair := s.set.Score(i, j)
	if q != nil {
		return pair.ExplainReview(q.Reason, language.French)
	}
	return pair.Explain(language.French)
}

func probabilityText(p float64) string { return strconv.FormatFloat(p, 'f', 6, 64) }

// writeReview writes the queue of a person, what is worth most first; pairs of one
// group are to be looked at together.
func (s *search) writeReview(out io.Writer) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"a", "b", "probability", "verdict", "reason", "cluster_a", "cluster_b", "group", "worth"})
	queued := s.queued()
	for _, item := range s.queue() {
		i, _ := s.set.Index(item.A)
		j, _ := s.set.Index(item.B)
		_ = w.Write([]string{item.A, item.B, probabilityText(item.Probability), string(matching.VerdictReview), s.reason(i, j, queued[[2]int{i, j}]),
			item.ClusterA, item.ClusterB, strconv.Itoa(item.Group), strconv.FormatFloat(item.Worth, 'f', 3, 64)})
	}
	w.Flush()
	return w.Error()
}

// queued gives the pairs left to a person, by their places in the set.
func (s *search) queued() map[[2]int]*matching.Review {
	out := make(map[[2]int]*matching.Review, len(s.found.Reviews))
	for i := range s.found.Reviews {
		q := &s.found.Reviews[i]
		out[[2]int{q.I, q.J}] = q
	}
	return out
}
