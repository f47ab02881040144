package commission_test

import (
	"fmt"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/demand/journal"
)

func ExampleApply() {
	book, _ := demand.NewRulebook(commission.Rules())
	c := commission.Candidacy{ID: "c1", Demand: "d1", Landlord: "B1", State: commission.Allocated, Since: demand.MustDate("2018-03-01")}
	offer := commission.Move{Step: commission.Offer, On: demand.MustDate("2018-03-05"), Until: demand.MustDate("2018-03-12"), Numbered: true}
	_, faults, _ := commission.Apply(c, offer)
	for _, f := range faults {
		fmt.Println(f.Code, book.Sentence(language.French, f))
	}
	offer.Until = demand.MustDate("2018-03-15")
	c, _, _ = commission.Apply(c, offer)
	fmt.Println(c.State, "→", c.At(demand.MustDate("2018-03-16")).State)
	// Output:
	// COM-OFF-01 Le candidat a au moins dix jours pour répondre : le délai ne peut pas finir avant le 15/03/2018.
	// offered → silent
}

func ExampleRound_Apply() {
	r := commission.Round{
		{ID: "c1", Demand: "d1", State: commission.Offered, Rank: 1, Since: demand.MustDate("2018-03-05"), Until: demand.MustDate("2018-03-15")},
		{ID: "c2", Demand: "d2", State: commission.Ranked, Rank: 2, Since: demand.MustDate("2018-03-01")},
	}
	r, _, effects := r.Apply("c1", commission.Move{Step: commission.Refuse, On: demand.MustDate("2018-03-07"), Reason: "too_far"})
	for _, e := range effects {
		fmt.Println(e.Kind, e.Rule)
	}
	next, _ := r.Next()
	fmt.Println("next", next.ID)
	// Output:
	// count_refusal COM-EFF-08
	// stays_active COM-EFF-01
	// offer_next COM-EFF-07
	// next c2
}

func ExampleHold() {
	minutes := commission.Hold(&commission.Session{Dwelling: "L7", Landlord: "B1", On: demand.MustDate("2018-03-01"), Entries: []commission.Entry{
		{Candidacy: "c1", Demand: "d1", Numbered: true, Decision: commission.Rank, Rank: 1},
		{Candidacy: "c2", Demand: "d2", Numbered: true, Decision: commission.Reject},
	}})
	fmt.Println(minutes.Faults.Codes())
	for _, e := range minutes.Entries {
		fmt.Println(e.Candidacy, e.Faults.Codes())
	}
	// Output:
	// COM-SES-01
	// c2 COM-REJ-01
}

func ExamplePropose() {
	form, _ := demand.DecodeForm([]byte(`{"number": "021012000012321001", "wanted": {"places": [{"commune": "21231"}], "types": ["T3"], "parking": true},
		"applicant": {"birth_date": "1980-05-01", "income": {"year_minus_2": 2024, "amount_minus_2": "12000"}}}`))
	dwelling := commission.Dwelling{ID: "L7", Commune: "21231", Type: demand.DwellingTypeT3, Category: demand.DwellingCategoryA, Financing: household.PLAI}
	proposal := commission.Propose(&dwelling, []commission.Candidate{{Demand: "d1", Form: &form, Status: journal.Active, Seniority: demand.MustDate("2020-01-10")}},
		demand.MustDate("2026-06-30"), commission.Settings{})
	for _, p := range proposal.Proposed {
		for _, r := range p.Reasons {
			fmt.Println(p.Place, p.Demand, r.Code, r.Severity)
		}
	}
	// Output:
	// 1 d1 COM-REC-01 information
	// 1 d1 COM-REC-07 information
	// 1 d1 COM-REC-24 to_confirm
	// 1 d1 COM-REC-18 information
}

func ExampleProgressOf() {
	book, _ := demand.NewRulebook(commission.Rules())
	c := commission.Candidacy{ID: "c1", Demand: "d1", State: commission.Offered, Since: demand.MustDate("2018-03-05"), Until: demand.MustDate("2018-03-15")}
	progress := commission.ProgressOf("d1", demand.MustDate("2016-03-11"), []commission.Candidacy{c}, demand.MustDate("2018-03-10"))
	fmt.Println(progress.Months, "mois d'attente")
	for _, s := range progress.Standings {
		fmt.Println(book.Sentence(language.French, s.Now.Fault()))
		for _, n := range s.Refusing {
			fmt.Println("-", book.Sentence(language.French, n.Fault()))
		}
	}
	// Output:
	// 23 mois d'attente
	// Ce logement vous est offert ; vous avez jusqu'au 15/03/2018 inclus pour répondre.
	// - Refuser ce logement ne radie pas votre demande.
	// - Ne pas répondre avant la fin du 15/03/2018 vaut refus.
}

func ExampleFromJournal() {
	j, _ := journal.Decode([]byte(`
{"v":1,"id":{"origin":"21001","counter":1},"demand":"d1","kind":"create","on":"2015-06-01","service":"21001","number":"021061500012321001"}
{"v":1,"id":{"origin":"B1","counter":1},"demand":"d1","kind":"treat","on":"2016-03-01","service":"B1","treatment":{"step":"decided","candidacy":"c1","outcome":"allocated"}}
{"v":1,"id":{"origin":"B1","counter":2},"demand":"d1","kind":"treat","on":"2016-03-05","service":"B1","treatment":{"step":"offered","candidacy":"c1","until":"2016-03-20"}}
`))
	for _, on := range []string{"2016-03-01", "2016-03-20", "2016-03-21"} {
		all, _ := commission.FromJournal(j, "d1", journal.At{Day: demand.MustDate(on)}, nil)
		fmt.Println(on, all[0].State)
	}
	// Output:
	// 2016-03-01 allocated
	// 2016-03-20 offered
	// 2016-03-21 silent
}

func ExampleLease_Check() {
	l := commission.Lease{Landlord: "123456789", SignedOn: demand.MustDate("2018-04-02"), AlreadyTenant: demand.No, Agreement: demand.CollectiveAgreementAUCUN,
		DALO: demand.DALOStatusNON, Quota: demand.QuotaPPRIOR}
	fmt.Println(l.Check(demand.MustDate("2018-04-02")).Codes())
	// Output:
	// COM-BAI-06
}
