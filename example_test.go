package rules_test

import (
	"fmt"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// The whole way: a form is read and checked, the charter is asked, a number is
// explained.
func Example() {
	form, _ := demand.DecodeForm([]byte(`{"desk":"21001","deposited_on":"2010-10-15","applicant":{"used_name":"Zzyzx","first_names":"Anatole"},
		"wanted":{"types":["T2"],"places":[{"commune":"21231"}]}}`))
	in := demand.Setting{AsOf: demand.MustDate("2010-10-20"), Profile: demand.Profile2010}
	missing := demand.Registrable(&form, in)
	book, err := demand.NewRulebook(rules.All())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range missing {
		fmt.Println(f.Path, "→", book.Sentence(language.English, f))
	}
	c, _ := charter.Named("exemple-cote-d-or")
	facts := charter.FactsOf(&form, missing)
	facts.Identity = demand.Yes // the desk saw the identity paper
	d := charter.Decide(c, charter.Actor{Desk: form.Desk}, charter.IssueNumber, facts, in.AsOf)
	fmt.Println(d.Outcome, d.Rule, d.Source().Article)
	_, err = numbering.Parse("021 1310 000123 21001")
	fmt.Println(err)
	// Output:
	// applicant.birth_date → The applicant's date of birth is missing or could not be read: it is needed to register the demand.
	// refused CHA-NUM-02 CCH L.441-2-1, R.441-2-3
	// numbering: check number: position 4: expected 01-12, found "13" (NUM-MON-01)
}
