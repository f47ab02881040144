package linkage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/matching"
)

// Person is somebody found in both files, under all the records of each.
type Person struct {
	Left        []string `json:"left"`        // records of the first file
	Right       []string `json:"right"`       // records of the second
	Probability float64  `json:"probability"` // of the surest pair across the files
}

// Doubt is a pair across the files that a person has to look at.
type Doubt struct {
	Left        string  `json:"left"`
	Right       string  `json:"right"`
	Probability float64 `json:"probability"`
	Reason      string  `json:"reason"` // code, see [matching.ReasonText]
}

// Links is what two files have in common.
type Links struct {
	Persons []Person `json:"persons"` // in order of their first record of the first file
	Doubts  []Doubt  `json:"doubts"`  // the surest first
	// Left, Right and Both count persons: those of each file, and those of both. A person filed
	// several times in one file counts once.
	Left  int `json:"left_persons"`
	Right int `json:"right_persons"`
	Both  int `json:"both"`
}

// Total counts the persons of the two files together, each once.
func (l *Links) Total() int { return l.Left + l.Right - l.Both }

const (
	leftMark  = "1/"
	rightMark = "2/"
)

// Find links the records of two files. The identifiers are those of each file: the same one in
// both means nothing. It fails when a file has a record without identifier, or one given twice.
func Find(left, right []matching.Record) (*Links, error) {
	all := make([]matching.Record, 0, len(left)+len(right))
	for k, file := range [...][]matching.Record{left, right} {
		mark := [...]string{leftMark, rightMark}[k]
		for i, r := range file {
			if r.ID == "" {
				return nil, fmt.Errorf("linkage: find: give record %d (from 0) of file %d an ID: %w", i, k+1, matching.ErrRecordID)
			}
			r.ID, r.Number = mark+r.ID, ""
			if r.Demand != "" {
				r.Demand = mark + r.Demand
			}
			all = append(all, r)
		}
	}
	set, err := matching.New(all)
	if err != nil {
		return nil, fmt.Errorf("linkage: find: %w", err)
	}
	return draw(set, set.Clusters()), nil
}

// draw keeps what lies across the files.
func draw(set *matching.Set, r *matching.Result) *Links {
	out := &Links{}
	for i := range r.Clusters {
		p := split(r.Clusters[i].Members)
		if len(p.Left) > 0 {
			out.Left++
		}
		if len(p.Right) > 0 {
			out.Right++
		}
		if len(p.Left) > 0 && len(p.Right) > 0 {
			out.Both++
			p.Probability = surest(set, &p)
			out.Persons = append(out.Persons, p)
		}
	}
	for i := range r.Reviews {
		a, b := r.Reviews[i].A, r.Reviews[i].B
		if strings.HasPrefix(a, rightMark) {
			a, b = b, a
		}
		if strings.HasPrefix(a, leftMark) && strings.HasPrefix(b, rightMark) {
			out.Doubts = append(out.Doubts, Doubt{a[len(leftMark):], b[len(rightMark):], r.Reviews[i].Probability, r.Reviews[i].Reason})
		}
	}
	slices.SortFunc(out.Persons, func(a, b Person) int { return cmp.Compare(a.Left[0], b.Left[0]) })
	return out
}

// split tells the records of a cluster apart, in order.
func split(members []string) (p Person) {
	for _, id := range members {
		if rest, ok := strings.CutPrefix(id, leftMark); ok {
			p.Left = append(p.Left, rest)
		} else {
			p.Right = append(p.Right, strings.TrimPrefix(id, rightMark))
		}
	}
	slices.Sort(p.Left)
	slices.Sort(p.Right)
	return p
}

// mostPairs bounds the pairs of one person that are looked at for the surest.
const mostPairs = 64

func surest(set *matching.Set, p *Person) (best float64) {
	left := mostPairs
	for _, a := range p.Left {
		for _, b := range p.Right {
			i, _ := set.Index(leftMark + a)
			j, _ := set.Index(rightMark + b)
			best = max(best, set.Score(i, j).Probability)
			if left--; left == 0 {
				return best
			}
		}
	}
	return best
}
