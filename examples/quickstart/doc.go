// Command quickstart is the shortest way through the library: a form is read,
// checked, admitted by the charter and numbered.
package main

import (
	"context"
	"fmt"
	"os"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

const form = `{"desk": "21001", "deposited_on": "2010-10-15",
  "applicant": {"used_name": "Zzyzx", "first_names": "Anatole", "birth_date": "1975-03-02", "email": "zzyzx@example,org"},
  "wanted": {"types": ["T2"], "places": [{"commune": "21231"}]}}`

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(2)
	}
}

func run() error {
	day := demand.MustDate("2010-10-15")
	in := demand.Setting{AsOf: day, Profile: demand.Profile2010}
	f, faults := demand.DecodeForm([]byte(form))
	missing := demand.Registrable(&f, in)
	faults = append(append(faults, demand.Validate(&f, in)...), missing...)
	book, err := demand.NewRulebook(rules.All())
	if err != nil {
		return err
	}
	for _, fault := range faults {
		fmt.Println(fault.Path, ":", book.Sentence(language.French, fault))
	}
	c, _ := charter.Named("exemple-cote-d-or")
	facts := charter.FactsOf(&f, missing)
	facts.Identity = demand.Yes // the desk saw the identity paper
	decision := charter.Decide(c, charter.Actor{Desk: f.Desk}, charter.IssueNumber, facts, day)
	fmt.Println(decision.Outcome, decision.Rule, decision.Source())
	issuer, err := numbering.NewIssuer(&numbering.MemoryCounter{})
	if err != nil {
		return err
	}
	n, err := issuer.Next(context.Background(), numbering.Deposit{Territory: "021", Year: 2010, Month: 10}, f.Desk)
	fmt.Println(n.Grouped())
	return err
}
