package app

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/fichier-unique/rules/examples/internal/parallel"
	"github.com/fichier-unique/rules/matching"
	"github.com/fichier-unique/rules/matching/columns"
)

// IndexTrial is the measure of a live index.
type IndexTrial struct {
	Records        int     `json:"records"`
	BuildSeconds   float64 `json:"build_s"`          // from the opening of the file
	BytesPerRecord float64 `json:"bytes_per_record"` // of memory held once the file is read
	P50            float64 `json:"p50_us"`
	P99            float64 `json:"p99_us"`
	Lookups        int     `json:"lookups"`
	Found          int     `json:"found"` // look-ups that found their own record

	Account columns.Account `json:"-"`
}

// mostHits is how many records a look-up asks for.
const mostHits = 10

// TryIndex builds the live index of a file and looks some of its records up, one
// after the other.
func TryIndex(name string, m columns.Map, lookups int, progress Progress) (*IndexTrial, error) {
	if lookups < 1 {
		return nil, errors.New("donner le nombre de recherches à faire, par exemple -bench 10000")
	}
	before := heldBytes()
	begun := time.Now()
	draw := sampler{most: lookups, rng: rand.New(rand.NewPCG(1, 1))} // the same records each time
	fold := newFolders()
	account, err := readPeople(name, m, progress, func(b columns.Batch) error {
		draw.add(b.Records)
		fold.take(&b)
		return nil
	})
	batches := fold.done()
	if err != nil {
		return nil, err
	}
	if len(draw.kept) == 0 {
		return nil, fmt.Errorf("%s : aucun enregistrement à rechercher", name)
	}
	set, err := matching.Join(parallel.Run, batches)
	if err != nil {
		return nil, fmt.Errorf("index : %w", err)
	}
	index := matching.NewIndex(set)
	t := &IndexTrial{Records: index.Len(), BuildSeconds: time.Since(begun).Seconds(), Lookups: lookups, Account: account}
	batches, set = nil, nil
	t.BytesPerRecord = float64(max(0, heldBytes()-before-draw.bytes())) / float64(max(1, t.Records))
	t.lookUp(index, draw.kept)
	runtime.KeepAlive(index)
	return t, nil
}

// heldBytes is the memory in use, once what is no longer used is given back.
func heldBytes() int64 {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return int64(s.HeapAlloc)
}

// lookUp measures look-ups on one processor, and says what half and what ninety-nine
// in a hundred of them took at most.
func (t *IndexTrial) lookUp(index *matching.Index, queries []matching.Record) {
	searcher := index.Searcher()
	took := make([]time.Duration, t.Lookups)
	hits := make([]matching.Hit, 0, mostHits)
	for i := range took {
		q := &queries[i%len(queries)]
		begun := time.Now()
		hits = searcher.Find(q, mostHits, hits[:0])
		took[i] = time.Since(begun)
		if slices.ContainsFunc(hits, func(h matching.Hit) bool { return h.ID == q.ID }) {
			t.Found++
		}
	}
	slices.Sort(took)
	rank := func(percent int) float64 {
		return float64(took[(len(took)*percent+99)/100-1].Nanoseconds()) / 1000
	}
	t.P50, t.P99 = rank(50), rank(99)
}

// sampler keeps some records of a stream, each as likely as another.
type sampler struct {
	most, met int
	rng       *rand.Rand
	kept      []matching.Record
}

func (s *sampler) add(records []matching.Record) {
	for i := range records {
		s.met++
		if len(s.kept) < s.most {
			s.kept = append(s.kept, matching.Record{})
			alone(&s.kept[len(s.kept)-1], &records[i])
		} else if k := s.rng.IntN(s.met); k < s.most {
			alone(&s.kept[k], &records[i])
		}
	}
}

// alone copies a record with its texts, which a batch keeps together.
func alone(to, from *matching.Record) {
	*to = *from
	for _, text := range texts(to) {
		*text = strings.Clone(*text)
	}
}

// texts are the fields that a file fills.
func texts(r *matching.Record) []*string {
	return []*string{&r.ID, &r.BirthName, &r.UsedName, &r.FirstNames, &r.BirthDate, &r.Sex, &r.BirthPlace, &r.BirthCountry,
		&r.Address, &r.PostalCode, &r.Commune, &r.Phone, &r.Email, &r.Identifier}
}

// bytes is the memory of what is kept, which is none of the index.
func (s *sampler) bytes() int64 {
	n := int64(cap(s.kept)) * int64(reflect.TypeFor[matching.Record]().Size())
	for i := range s.kept {
		for _, text := range texts(&s.kept[i]) {
			n += int64(len(*text))
		}
	}
	return n
}
