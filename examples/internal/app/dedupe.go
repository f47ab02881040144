package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

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
