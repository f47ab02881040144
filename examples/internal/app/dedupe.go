package app

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/parallel"
	"github.com/fichier-unique/rules/matching"
	"github.com/fichier-unique/rules/matching/columns"
	"github.com/fichier-unique/rules/matching/quality"
	"github.com/fichier-unique/rules/matching/review"
)

// Dedupe is a search for duplicates in a file. Files that are not named are not written.
type Dedupe struct {
	In      string
	Columns columns.Map
	Out     string // clusters
	Pairs   string
	Review  string
	Quality string
	Truth   Truth
	// Decisions is a log of what persons decided, one JSON object a line.
	Decisions string
	Memory    Memory
	// Stage is told what begins, for whoever waits.
	Stage func(string)
}

// Deduped sums a search up.
type Deduped struct {
	Account  columns.Account
	Clusters int
	Merged   int // records beyond the first of their cluster
	Compared int
	Reviews  int
	// ExpectedFalse is how many of the merged pairs are expected to be wrong.
	ExpectedFalse float64
	Obeyed        matching.Obeyed // decisions
	Lessons       matching.Lessons
	Set           matching.Report // what of the values counts for nothing
	Quality       *quality.Report
}

// NeedsPerson tells that a row was refused or that something is to be confirmed.
func (d *Deduped) NeedsPerson() bool {
	return d.Account.Refused > 0 || d.Reviews > 0 ||
		slices.ContainsFunc(d.Account.Notes, func(n columns.Note) bool { return n.Fault.Severity != demand.Information })
}

// search is a search under way.
type search struct {
	Dedupe
	refused []columns.Refusal
	set     *matching.Set
	shares  []*matching.Share
	lessons *matching.Constraints // decisions that no other contradicts
	found   *matching.Result
	truth   *quality.Truth
	homes   *homes
	apart   map[[2]int]bool // clusters that somebody decided to be of different persons
	out     Deduped
}

// Run reads, matches, measures and writes.
func (d Dedupe) Run(progress Progress) (*Deduped, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	s := &search{Dedupe: d, homes: newHomes()}
	if err := s.readTruth(); err != nil {
		return nil, err
	}
	if s.Stage == nil {
		s.Stage = func(string) {}
	}
	if err := s.match(progress); err != nil {
		return nil, err
	}
	if s.Truth.Column != "" {
		var err error
		if s.truth, err = s.readEntities(progress); err != nil {
			return nil, err
		}
	}
	s.Stage("écriture")
	if _, err := WriteFile(s.Out, s.writeClusters); err != nil {
		return nil, err
	}
	if err := s.pairs(); err != nil {
		return nil, err
	}
	if s.Review != "" {
		if _, err := WriteFile(s.Review, s.writeReview); err != nil {
			return nil, err
		}
	}
	if s.Quality != "" {
		if _, err := WriteFile(s.Quality, func(w io.Writer) error { return encodeIndented(w, s.out.Quality) }); err != nil {
			return nil, err
		}
	}
	return &s.out, nil
}

// check refuses before the work what could not be written after it.
func (d *Dedupe) check() error {
	if d.Out == "" {
		return errors.New("donner le fichier à écrire : -out clusters.csv")
	}
	if d.Quality != "" && !d.Truth.given() {
		return errors.New("-quality va avec -truth COLONNE ou -labels FICHIER : sans vérité, rien ne se mesure")
	}
	written := map[string]bool{absolute(d.In): true}
	for _, name := range []string{d.Out, d.Pairs, d.Review, d.Quality} {
		if name == "" {
			continue
		}
		if name == "-" {
			return errors.New("- : la sortie standard ne peut pas tenir lieu de fichier ; donner un nom de fichier, par exemple clusters.csv")
		}
		folder := filepath.Dir(name)
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return fmt.Errorf("%s : ce dossier n'existe pas ; le créer, ou écrire ailleurs", folder)
		}
		if info, err := os.Stat(name); err == nil && info.IsDir() {
			return fmt.Errorf("%s : c'est un dossier ; donner un nom de fichier", name)
		}
		if written[absolute(name)] {
			return fmt.Errorf("%s : ce fichier est déjà lu ou écrit par la même commande ; choisir un autre nom", name)
		}
		written[absolute(name)] = true
	}
	return nil
}

func absolute(name string) string {
	if full, err := filepath.Abs(name); err == nil {
		return full
	}
	return name
}

// match reads the file and finds its clusters.
func (s *search) match(progress Progress) error {
	budget := s.Memory.budget()
	if rows := aboutRows(s.In); rows > 0 {
		if err := budget.announce(s.Stage, s.In, rows, matching.Memory(rows)); err != nil {
			return err
		}
	}
	fold, read := newFolders(), 0
	account, err := readPeople(s.In, s.Columns, progress, func(b columns.Batch) error {
		read += len(b.Records)
		if err := budget.hold(s.In, read); err != nil {
			return err
		}
		if s.Review != "" {
			for i := range b.Records {
				s.homes.add(&b.Records[i])
			}
		}
		s.refused = append(s.refused, b.Refused...)
		fold.take(&b)
		return nil
	})
	batches := fold.done()
	s.out.Account = account
	if err != nil {
		return err
	}
	s.Stage("préparation des comparaisons")
	if s.set, err = matching.Join(parallel.Run, batches); err != nil {
		return fmt.Errorf("recherche des doublons : %w", err)
	}
	s.Stage("comparaison")
	decided, err := s.decisions()
	if err != nil {
		return err
	}
	if decided != nil {
		s.set, s.out.Lessons = s.set.Refined(s.lessons, parallel.Run)
	}
	s.shares = make([]*matching.Share, parts)
	parallel.Run(parts, func(i int) { s.shares[i] = s.set.Compare(i, parts) })
	s.found, s.out.Obeyed = s.set.AssembleUnder(decided, s.shares...)
	s.apart = s.keptApart(decided)
	s.out.Set = s.set.Report()
	s.out.Clusters, s.out.Compared, s.out.Reviews = len(s.found.Clusters), s.found.Compared, len(s.found.Reviews)
	s.out.Merged = s.set.Len() - len(s.found.Clusters)
	s.out.ExpectedFalse = s.found.ExpectedFalse
	return nil
}

// decisions reads what persons decided.
func (s *search) decisions() (*matching.Constraints, error) {
	if s.Decisions == "" {
		return nil, nil
	}
	data, err := os.ReadFile(s.Decisions)
	if err != nil {
		return nil, fmt.Errorf("%s : lecture impossible ; vérifier le chemin et les droits", s.Decisions)
	}
	log, findings := review.Read(data)
	if len(findings) > 0 {
		return nil, fmt.Errorf("%s, ligne %d : décision illisible (%s) ; aucune n'est laissée de côté, corriger la ligne", s.Decisions, findings[0].Row, findings[0].Fault.Code)
	}
	state := log.State()
	s.lessons = &matching.Constraints{}
	for _, st := range state.Standings {
		pair := [2]string{st.A, st.B}
		switch {
		case st.Conflict:
		case st.Decision == review.Same:
			s.lessons.Same = append(s.lessons.Same, pair)
		default:
			s.lessons.Distinct = append(s.lessons.Distinct, pair)
		}
	}
	same, distinct := state.Constraints()
	return &matching.Constraints{Same: pairsOf(same), Distinct: pairsOf(distinct)}, nil
}

// keptApart lists the clusters that a decision keeps apart.
func (s *search) keptApart(c *matching.Constraints) map[[2]int]bool {
	out := map[[2]int]bool{}
	if c == nil {
		return out
	}
	for _, p := range c.Distinct {
		i, known := s.set.Index(p[0])
		j, too := s.set.Index(p[1])
		if known && too {
			out[between(s.found.Of[i], s.found.Of[j])] = true
		}
	}
	return out
}

func between(p, q int) [2]int { return [2]int{min(p, q), max(p, q)} }

func pairsOf(list []review.Pair) [][2]string {
	out := make([][2]string, len(list))
	for i, p := range list {
		out[i] = [2]string{p.A, p.B}
	}
	return out
}

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
	text := s.set.Score(i, j).Explain(language.French)
	if q != nil {
		return matching.ReasonText(q.Reason, language.French) + " — " + text
	}
	return text
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
