package observatory_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
)

func TestStatements(t *testing.T) {
	day := demand.MustDate
	got := observatory.Statements(2011,
		[]observatory.Dwelling{
			{Landlord: "B", Holder: "PPRIOR", PutInOn: day("1990-01-01")},
			{Landlord: "B", Holder: "PPRIOR", PutInOn: day("1990-01-01"), VacantSince: day("2011-09-29")}, // more than three months
			{Landlord: "B", PutInOn: day("2011-03-01"), VacantSince: day("2011-09-30")},                   // from 30 September to 31 December: one day more
			{Landlord: "B", PutInOn: day("2011-03-01"), VacantSince: day("2011-10-01")},                   // three months on 1 January
			{Landlord: "B", PutInOn: day("2012-01-01")},                                                   // not yet there
			{Landlord: "A"},
		},
		[]observatory.Attribution{
			{Landlord: "B", Holder: "PPRIOR", On: day("2011-01-01"), Transfer: demand.Yes, Accord: true},
			{Landlord: "B", Holder: "PPRIOR", On: day("2011-12-31"), Refused: true, Transfer: demand.Yes},
			{Landlord: "B", On: day("2011-05-01"), Transfer: demand.No, First: true},
			{Landlord: "B", On: day("2011-05-01"), Holder: "?"},
			{Landlord: "B", On: day("2010-12-31")},
		})
	want := []observatory.Statement{
		{Landlord: "A", AsOf: day("2011-12-31"), Managed: 1, Holders: []observatory.HolderLine{{Holder: "AUCUN", Reserved: 1}}},
		{Landlord: "B", AsOf: day("2011-12-31"), Managed: 4, PutIn: 2, Relet: 2, VacantLong: 2, VacantKept: 1, AccordDone: 1, Transfers: 1, TransferNo: 1, TransferNot: 1,
			Holders: []observatory.HolderLine{{Holder: "AUCUN", Reserved: 2, Allocated: 2}, {Holder: "PPRIOR", Reserved: 2, Allocated: 1, Refused: 1}}},
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b demand.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	if observatory.Statements(0, nil, nil) != nil {
		t.Error("a statement of no year")
	}
}

func TestQualities(t *testing.T) {
	whole := demand.Form{DepositedOn: demand.MustDate("2011-01-01"), PersonsToHouse: 2, Reasons: []demand.Reason{{Code: "01"}},
		Present: demand.PresentHousing{SocialTenant: demand.No}, Wanted: demand.Wanted{Types: []demand.DwellingType{"T2"}, Places: []demand.WantedPlace{{Commune: "21231"}}}}
	var a, b, all observatory.Qualities
	bad := demand.Faults{{Code: "X-1", Severity: demand.ToConfirm}, {Code: "X-1", Severity: demand.Blocking}}
	a.Add("21001", &whole, nil)
	b.Add("21001", &demand.Form{}, bad)
	b.Add("21002", &whole, bad[:1])
	all.Merge(&b)
	all.Merge(&a)
	got := all.All()
	if len(got) != 2 || got[0].Demands != 2 || got[0].Blocking != 1 || got[0].Confirm != 0 || got[1].Confirm != 1 || got[0].ByCode["X-1"] != 1 || got[0].NoCommune != 1 {
		t.Fatalf("%+v", got)
	}
	for path, want := range map[string]string{"wanted.types": "0.5", "applicant.income": "0", "deposited_on": "0.5"} {
		if f := got[0].Complete(path); f.String() != want {
			t.Errorf("%s complete at %s, want %s", path, f, want)
		}
	}
	var none observatory.Quality
	if none.Complete("reasons").Available() {
		t.Error("a share of nothing")
	}
}
