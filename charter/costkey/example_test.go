package costkey_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/charter/costkey"
	"github.com/fichier-unique/rules/demand"
)

// The figures of Grand Dijon: 266 000 € of investment shared 50/50, 40 000 € a
// year shared 70/30. Who bears the 70 % and how each side divides its share are
// made up, as are the partners and their dwellings.
func ExampleShare() {
	key, faults := costkey.Decode([]byte(`{
		"name": "exemple-dijon", "version": "1", "valid_from": "2010-04-01", "agreement": "exemple",
		"groups": [{"id": "bailleurs"}, {"id": "collectivites"}],
		"partners": [
			{"id": "bailleur-1", "group": "bailleurs"}, {"id": "bailleur-2", "group": "bailleurs"}, {"id": "bailleur-3", "group": "bailleurs", "from": "2011-07-01"},
			{"id": "agglomeration", "group": "collectivites"}, {"id": "departement", "group": "collectivites"}, {"id": "etat", "exempt": true}],
		"expenses": [
			{"code": "investment", "splits": [
				{"group": "bailleurs", "percent": 50, "by": "stock"},
				{"group": "collectivites", "percent": 50, "by": "fixed", "weights": [{"of": "agglomeration", "weight": 2}, {"of": "departement", "weight": 1}]}]},
			{"code": "running", "splits": [
				{"group": "bailleurs", "percent": 70, "by": "stock"},
				{"group": "collectivites", "percent": 30, "by": "use"}]}]}`))
	fmt.Println(len(faults), "faults")

	day := demand.MustDate("2011-12-31")
	year, _ := key.YearOf(day)
	use := costkey.NewUse(year)
	use.Add("agglomeration", costkey.Registration, day, 700)
	use.Add("departement", costkey.Consultation, day, 1_300)

	sharing, faults := costkey.Share(&key, []costkey.Amount{
		{Expense: costkey.Investment, Euros: decimal.NewFromInt(266_000)},
		{Expense: costkey.Running, Euros: decimal.NewFromInt(40_000)},
	}, costkey.Measures{Stock: map[string]int64{"bailleur-1": 9_000, "bailleur-2": 5_500, "bailleur-3": 2_000}, Use: use}, day)
	fmt.Println(len(faults), "faults")
	for _, p := range sharing.Parts {
		fmt.Println(p.Expense, p.Partner, p.Amount.StringFixed(2), "=", p.GroupEuros, "×", p.Numerator, "/", p.Denominator, "+", p.Cents, "cent")
	}
	sum := decimal.Zero
	for _, o := range sharing.Owed {
		sum = sum.Add(o.Amount)
	}
	fmt.Println("in all", sum)
	// Output:
	// 0 faults
	// 0 faults
	// investment bailleur-1 77184.88 = 133000 × 3285000 / 5660500 + 1 cent
	// investment bailleur-2 47168.54 = 133000 × 2007500 / 5660500 + 1 cent
	// investment bailleur-3 8646.58 = 133000 × 368000 / 5660500 + 0 cent
	// investment agglomeration 88666.67 = 133000 × 730 / 1095 + 1 cent
	// investment departement 44333.33 = 133000 × 365 / 1095 + 0 cent
	// running bailleur-1 16249.45 = 28000 × 3285000 / 5660500 + 1 cent
	// running bailleur-2 9930.22 = 28000 × 2007500 / 5660500 + 1 cent
	// running bailleur-3 1820.33 = 28000 × 368000 / 5660500 + 0 cent
	// running agglomeration 4200.00 = 12000 × 700 / 2000 + 0 cent
	// running departement 7800.00 = 12000 × 1300 / 2000 + 0 cent
	// in all 306000
}

func ExampleUse() {
	year := costkey.Year{From: demand.MustDate("2011-01-01"), To: demand.MustDate("2011-12-31")}
	north, south := costkey.NewUse(year), costkey.NewUse(year)
	north.Add("bailleur-1", costkey.Renewal, demand.MustDate("2011-03-01"), 40)
	south.Add("bailleur-1", costkey.Renewal, demand.MustDate("2011-09-01"), 2)
	south.Add("bailleur-1", costkey.Renewal, demand.MustDate("2012-01-01"), 1)
	fmt.Println(north.Merge(south), north.Rows(), north.Outside(), "of another year")
	// Output:
	// <nil> [{bailleur-1 renewal 42}] 1 of another year
}
