package app

import (
	"cmp"
	"io"
	"slices"
	"strconv"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/report"
	"github.com/fichier-unique/rules/observatory"
)

// tables counts the distinct demands and hides the small counts.
func (r *Result) tables() ([]observatory.Table, []observatory.Hidden, error) {
	acc := observatory.NewAccumulator(r.Job.Setting.AsOf)
	for i := range r.Demands {
		acc.Add(observatory.FromForm(&r.Demands[i].Form))
	}
	for _, f := range acc.Faults() {
		r.find(r.Job.Files[0], demand.Finding{Fault: f})
	}
	return observatory.Protect(acc.Tables(observatory.Commune, observatory.EPCI, observatory.Departement),
		observatory.Policy{Threshold: r.Job.Threshold})
}

func (r *Result) writeTables(w *writer, tables []observatory.Table) {
	for _, t := range tables {
		w.file("observatory/"+t.FileName(), t.Measure.Title+", "+string(t.Level), func(out io.Writer) error {
			return observatory.WriteCSV(out, t)
		})
	}
}

// mostReviews is how many pairs to review the report shows.
const mostReviews = 20

func (r *Result) writeReport(out io.Writer, book *demand.Rulebook, t Totals, tables []observatory.Table, outputs []Output) error {
	d := report.Data{
		Title: r.Job.Title, Charter: r.Job.Charter.Title, AsOf: r.Job.Setting.AsOf,
		Threshold: r.Job.Threshold, ThresholdWhy: "Le seuil est un " + observatory.DefaultPolicy().Reason,
		Totals: report.Totals{Read: t.Read, Accepted: t.Accepted, Refused: t.Refused, Blank: t.Blank, Demands: t.Demands,
			Merged: r.Matching.Merged, ToReview: r.Matching.Review, NumbersKept: t.NumbersKept, NumbersIssued: t.NumbersIssued,
			NumbersReplaced: t.NumbersReplaced, NumbersWithheld: t.NumbersWithheld},
		Tables: tables, Hidden: t.Hidden, Reasons: r.reasons(book), Overlap: r.overlap(), Reviews: r.reviews(),
	}
	for i := range tables {
		if t := &tables[i]; t.Measure.Code == "stock_first" && t.Level == observatory.Commune {
			if x, ok := r.atlas.Counts(t, nil); ok {
				x.Untabled = true // the page has the whole table
				d.Maps = append(d.Maps, x)
			}
		}
	}
	for _, f := range r.Files {
		d.Files = append(d.Files, report.File{Name: f.File, Kind: string(f.Kind), Read: f.Read, Accepted: f.Accepted, Refused: f.Refused, Blank: f.Blank, Unreadable: f.Unreadable})
	}
	for _, o := range outputs {
		d.Outputs = append(d.Outputs, report.Output{Name: o.Name, About: o.About})
	}
	return report.Write(out, d)
}

// spoken is a rule as it spoke: a rule that may refuse only informs at times.
type spoken struct {
	code     string
	severity demand.Severity
}

// reasons counts, for each rule that spoke, the rows it concerns.
func (r *Result) reasons(book *demand.Rulebook) []report.Reason {
	rows := map[spoken]map[Origin]bool{}
	for _, f := range r.Findings {
		said := spoken{f.Code, f.Severity}
		if rows[said] == nil {
			rows[said] = map[Origin]bool{}
		}
		rows[said][Origin{f.File, f.Row}] = true
	}
	var out []report.Reason
	for said, places := range rows {
		rule, _ := book.Rule(said.code)
		// The sentence of the rule itself: its parameters differ from row to row.
		sentence := book.Sentence(language.French, demand.Fault{Code: said.code})
		out = append(out, report.Reason{Code: said.code, Severity: said.severity.String(), Sentence: sentence, Source: rule.Source.String(), Rows: len(places)})
	}
	slices.SortFunc(out, func(a, b report.Reason) int {
		return cmp.Or(b.Rows-a.Rows, cmp.Compare(a.Code, b.Code), cmp.Compare(a.Severity, b.Severity))
	})
	return out
}

// overlap counts the demands by the number of files in which they stand.
func (r *Result) overlap() []report.Overlap {
	byFiles := map[int]int{}
	for i := range r.Demands {
		files := map[string]bool{}
		for _, row := range r.Demands[i].Rows {
			files[r.Accepted[row].File] = true
		}
		byFiles[len(files)]++
	}
	var out []report.Overlap
	for n := 1; n <= len(r.Files); n++ {
		if byFiles[n] > 0 {
			out = append(out, report.Overlap{Partners: n, Demands: byFiles[n]})
		}
	}
	return out
}

func (r *Result) reviews() []report.Review {
	var out []report.Review
	for _, d := range r.Doubts[:min(len(r.Doubts), mostReviews)] {
		a, b := &r.Accepted[d.A], &r.Accepted[d.B]
		out = append(out, report.Review{A: a.File + ", ligne " + strconv.Itoa(a.Row), B: b.File + ", ligne " + strconv.Itoa(b.Row),
			Probability: strconv.Itoa(int(d.Probability*100)) + "\u00a0%", Reason: d.Reason, Steps: d.Steps})
	}
	return out
}
