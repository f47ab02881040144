package numbering_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/numbering"
)

var sameNumber = cmp.Comparer(func(a, b numbering.Number) bool { return a == b })

func number(t testing.TB, territory string, year, month, sequence int, desk string) numbering.Number {
	t.Helper()
	n, err := numbering.New(numbering.Deposit{Territory: territory, Year: year, Month: month}, sequence, desk)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func auditSample(t testing.TB) []numbering.Number {
	return []numbering.Number{
		{},
		number(t, "021", 2010, 10, 999997, "21001"),
		number(t, "021", 2010, 10, 999998, "21001"),
		number(t, "021", 2010, 10, 999998, "21001"), // twice
		number(t, "021", 2010, 11, 999999, "21001"),
		number(t, "021", 2010, 11, 999999, "GDPUB"), // two desks
		number(t, "021", 2010, 11, 2, "21001"),      // rolled over; 0 and 1 missing
		number(t, "021", 2010, 6, 3, "21001"),       // entered late
		number(t, "021", 2010, 12, 4, "21001"),
		number(t, "021", 2098, 5, 5, "21001"), // first deposit of 1998
		number(t, "021", 2011, 1, 9, "21001"), // 6, 7, 8 missing
		number(t, "020", 2010, 12, 7, "21001"),
		number(t, "075", 2012, 1, 7, "75001"),
		number(t, "059", 2000, 9, 7, "59900"),
		number(t, "02A", 2010, 12, 7, "21001"),
	}
}

func TestAudit(t *testing.T) {
	sample := auditSample(t)
	got := numbering.Audit(slices.Values(sample), numbering.Month{Year: 2012, Month: 12})
	m := func(y, mo int) numbering.Month { return numbering.Month{Year: y, Month: mo} }
	want := numbering.Report{
		AsOf: m(2012, 12), Read: 15, Without: 1, Distinct: 13,
		Territories: []numbering.TerritoryReport{
			{Territory: "020", Distinct: 1, First: m(2010, 12), Last: m(2010, 12)},
			{Territory: "021", Known: true, Distinct: 9, First: m(2010, 6), Last: m(2098, 5), RollOvers: 1, Missing: 5,
				Gaps: []numbering.Gap{{From: 0, To: 1, Count: 2}, {From: 6, To: 8, Count: 3}}},
			{Territory: "02A", Known: true, Distinct: 1, First: m(2010, 12), Last: m(2010, 12)},
			{Territory: "059", Known: true, Distinct: 1, First: m(2000, 9), Last: m(2000, 9)},
			{Territory: "075", Known: true, Distinct: 1, First: m(2012, 1), Last: m(2012, 1)},
		},
		Findings: []numbering.Finding{
			{Code: "NUM-AUD-01", Territory: "021", Numbers: sample[2:3], Params: map[string]string{"count": "2"}},
			{Code: "NUM-AUD-02", Territory: "021", Numbers: sample[4:6], Params: map[string]string{"count": "2"}},
			{Code: "NUM-AUD-03", Territory: "021", Numbers: sample[9:10], Params: map[string]string{"count": "1", "month": "2098-05"}},
			{Code: "NUM-AUD-04", Territory: "021", Numbers: sample[7:8], Params: map[string]string{"count": "1", "month": "2010-06"}},
			{Code: "NUM-AUD-05", Territory: "021", Params: map[string]string{"count": "5", "from": "0", "to": "8"}},
			{Code: "NUM-AUD-06", Params: map[string]string{"count": "1"}},
			{Code: "NUM-DEP-01", Territory: "059", Numbers: sample[13:14], Params: map[string]string{"month": "2000-09"}},
			{Code: "NUM-TER-01", Territory: "020", Numbers: sample[11:12], Params: map[string]string{"territory": "020"}},
			{Code: "NUM-TER-03", Territory: "075", Numbers: sample[12:13], Params: map[string]string{"territory": "075", "name": "Paris", "month": "2012-01"}},
		},
	}
	if diff := cmp.Diff(want, got, sameNumber); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAuditWhateverTheOrder(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	sample := auditSample(t)
	for range 300 {
		sample = append(sample, number(t, "021", 2009+r.Intn(3), 1+r.Intn(12), r.Intn(2000), fmt.Sprintf("2100%d", r.Intn(3))))
	}
	asOf := numbering.Month{Year: 2011, Month: 6}
	want, err := json.Marshal(numbering.Audit(slices.Values(sample), asOf))
	if err != nil {
		t.Fatal(err)
	}
	for range 30 {
		r.Shuffle(len(sample), func(i, j int) { sample[i], sample[j] = sample[j], sample[i] })
		got, _ := json.Marshal(numbering.Audit(slices.Values(sample), asOf))
		if string(got) != string(want) {
			t.Fatal("the report depends on the order of the numbers")
		}
	}
}

// A run issued month after month over several rounds is put back as it was.
func TestAuditFollowsRounds(t *testing.T) {
	var numbers []numbering.Number
	position := 123456
	for month := range 120 {
		for range 5 {
			position += 9000
			numbers = append(numbers, number(t, "059", 2010+month/12, month%12+1, position%numbering.SequenceLimit, "59900"))
		}
	}
	got := numbering.Audit(slices.Values(numbers), numbering.Month{Year: 2030, Month: 1}).Territories[0]
	if got.RollOvers != 5 || got.Missing != 8999*599 || len(got.Gaps) != 599 {
		t.Errorf("%d roll-overs, %d missing, %d gaps", got.RollOvers, got.Missing, len(got.Gaps))
	}
}

func TestAuditOfNothing(t *testing.T) {
	got := numbering.Audit(slices.Values([]numbering.Number(nil)), numbering.Month{Year: 2012, Month: 1})
	if diff := cmp.Diff(numbering.Report{AsOf: numbering.Month{Year: 2012, Month: 1}}, got); diff != "" {
		t.Error(diff)
	}
	future := []numbering.Number{number(t, "021", 2050, 1, 5, "21001"), number(t, "021", 2051, 1, 2, "21001")}
	if got := numbering.Audit(slices.Values(future), numbering.Month{Year: 2012, Month: 1}); len(got.Findings) != 2+1 {
		t.Errorf("%+v", got.Findings)
	}
}

func BenchmarkAudit(b *testing.B) {
	b.ReportAllocs()
	var numbers []numbering.Number
	for i := range 100000 {
		numbers = append(numbers, number(b, "021", 2010+i/12000, i/1000%12+1, i, "21001"))
	}
	for b.Loop() {
		numbering.Audit(slices.Values(numbers), numbering.Month{Year: 2020, Month: 1})
	}
}
