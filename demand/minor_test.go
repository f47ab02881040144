package demand_test

import (
	"testing"

	"github.com/fichier-unique/rules/demand"
)

func TestHasMinor(t *testing.T) {
	for text, want := range map[string]demand.Answer{
		`{}`:                demand.NotSaid,
		`{"dependants":[]}`: demand.No,
		`{"dependants":[{"birth_date":"2008-07-01"}]}`:                   demand.Yes,
		`{"dependants":[{"birth_date":"2008-06-30"}]}`:                   demand.No,
		`{"dependants":[{}]}`:                                            demand.NotSaid,
		`{"dependants":[{"birth_date":"1950-01-01"}],"custody":[{}]}`:    demand.NotSaid,
		`{"association":{"name":"Toit Provisoire"},"dependants":[{}]}`:   demand.NotSaid,
		`{"dependants":[{},{"birth_date":"2020-01-01"}],"custody":[]}`:   demand.Yes,
		`{"dependants":[{"birth_date":"1950-01-01"},{}],"custody":null}`: demand.NotSaid,
	} {
		f, faults := demand.DecodeForm([]byte(text))
		if got := f.HasMinor(demand.MustDate("2026-06-30")); got != want || len(faults) > 0 {
			t.Errorf("%s: %d, want %d %v", text, got, want, faults)
		}
		if got := f.HasMinor(demand.Date{}); got != demand.NotSaid {
			t.Errorf("%s: %d without a day", text, got)
		}
	}
}
