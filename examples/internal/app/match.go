package app

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strconv"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/parallel"
	"github.com/fichier-unique/rules/matching"
)

// match finds which accepted rows are one demand, and which a person must compare.
func (r *Result) match() error {
	byID := make(map[string]int, len(r.Accepted))
	for i := range r.Accepted {
		byID[r.Accepted[i].id()] = i
	}
	set, err := matching.Join(parallel.Run, r.folded())
	if err != nil {
		return fmt.Errorf("recherche des doublons : %w", err)
	}
	persons := set.ClustersWith(parallel.Run)
	found := set.Demands(persons)
	r.Matching = MatchingCount{Records: set.Len(), Compared: persons.Compared, Review: len(found.Reviews)}
	for _, c := range found.Clusters {
		rows := make([]int, len(c.Demands))
		for i, id := range c.Demands {
			rows[i] = byID[id]
		}
		r.addDistinct(rows)
	}
	r.orderDemands()
	for _, q := range found.Reviews {
		pair := set.Score(q.I, q.J)
		r.addDoubt(Doubt{
			A: byID[q.A], B: byID[q.B], Probability: pair.Probability,
			Reason: pair.ExplainReview(q.Reason, language.French), Steps: stepsOf(&pair),
		})
	}
	r.sortDoubts()
	return nil
}

// folded folds the persons of the accepted rows, a stretch of rows on each processor.
func (r *Result) folded() []*matching.Batch {
	batches := make([]*matching.Batch, runtime.GOMAXPROCS(0))
	parallel.Run(len(batches), func(n int) {
		batches[n] = matching.NewBatch()
		for i := n * len(r.Accepted) / len(batches); i < (n+1)*len(r.Accepted)/len(batches); i++ {
			records := matching.FromForm(r.Accepted[i].id(), r.Accepted[i].Form)
			for k := range records {
				batches[n].Add(&records[k])
			}
		}
	})
	return batches
}

// id names an accepted row in the search for duplicates: its file and row,
// padded so that rows sort as numbers.
func (a *Accepted) id() string { return fmt.Sprintf("%s:%09d", a.File, a.Row) }

// addDistinct makes one demand of rows: the oldest deposit gives the seniority,
// the latest statement gives the content.
func (r *Result) addDistinct(rows []int) {
	slices.SortFunc(rows, func(i, j int) int {
		a, b := &r.Accepted[i], &r.Accepted[j]
		return cmp.Or(a.Form.DepositedOn.Compare(b.Form.DepositedOn), cmp.Compare(i, j))
	})
	first := &r.Accepted[rows[0]]
	d := Distinct{Rows: rows, DepositedOn: first.Form.DepositedOn}
	latest := first
	for _, i := range rows {
		a := &r.Accepted[i]
		if signOfLife(&a.Form).Compare(signOfLife(&latest.Form)) > 0 {
			latest = a
		}
	}
	d.Form = latest.Form
	d.RenewedOn = signOfLife(&latest.Form)
	r.Demands = append(r.Demands, d)
	for _, i := range rows[1:] {
		r.reportMerge(first, &r.Accepted[i])
	}
	r.Matching.Merged += len(rows) - 1
}

// reportMerge tells, at the later row, where the demand already stands.
func (r *Result) reportMerge(first, later *Accepted) {
	code := "APP-DOU-01"
	if first.File == later.File && first.Form.DepositedOn.Before(later.Form.DepositedOn) {
		code = "APP-DOU-03"
	}
	r.find(later.File, demand.Finding{Row: later.Row, Fault: demand.Fault{Code: code, Severity: demand.Information,
		Params: place(first)}})
}

func place(a *Accepted) []demand.Param {
	return []demand.Param{{Name: "file", Value: a.File}, {Name: "row", Value: strconv.Itoa(a.Row)}}
}

func signOfLife(f *demand.Form) demand.Date {
	if f.RenewedOn.After(f.DepositedOn) {
		return f.RenewedOn
	}
	return f.DepositedOn
}

// orderDemands sorts the demands by seniority, then by place, and names them.
func (r *Result) orderDemands() {
	slices.SortFunc(r.Demands, func(a, b Distinct) int {
		return cmp.Or(a.DepositedOn.Compare(b.DepositedOn), cmp.Compare(a.Rows[0], b.Rows[0]))
	})
	width := len(strconv.Itoa(len(r.Demands)))
	for i := range r.Demands {
		d := &r.Demands[i]
		d.ID = fmt.Sprintf("D%0*d", width, i+1)
		for _, row := range d.Rows {
			r.Accepted[row].Demand = i
		}
	}
}

// addDoubt records a pair to review and tells it at the later of the two rows.
func (r *Result) addDoubt(d Doubt) {
	if d.A > d.B {
		d.A, d.B = d.B, d.A
	}
	r.Doubts = append(r.Doubts, d)
	later := &r.Accepted[d.B]
	r.find(later.File, demand.Finding{Row: later.Row, Fault: demand.Fault{Code: "APP-DOU-02", Severity: demand.ToConfirm,
		Params: place(&r.Accepted[d.A])}})
}

// sortDoubts puts the likeliest pairs first.
func (r *Result) sortDoubts() {
	slices.SortStableFunc(r.Doubts, func(a, b Doubt) int {
		return cmp.Or(cmp.Compare(b.Probability, a.Probability), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
}
