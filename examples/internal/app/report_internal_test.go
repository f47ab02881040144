package app

import (
	"testing"

	"github.com/fichier-unique/rules/demand"
)

// A rule that may refuse and only informs of a row does not count it as refused.
func TestReasonsCountWhatWasSaid(t *testing.T) {
	book, err := Rulebook()
	if err != nil {
		t.Fatal(err)
	}
	r := &Result{}
	for row, severity := range map[int]demand.Severity{2: demand.Information, 3: demand.Information, 4: demand.Blocking} {
		f := Located{File: "a.csv"}
		f.Row, f.Code, f.Severity = row, "CHA-ENR-02", severity
		r.Findings = append(r.Findings, f, f)
	}
	got := map[string]int{}
	for _, reason := range r.reasons(book) {
		got[reason.Code+" "+reason.Severity] += reason.Rows
	}
	if len(got) != 2 || got["CHA-ENR-02 information"] != 2 || got["CHA-ENR-02 blocking"] != 1 {
		t.Error(got)
	}
}
