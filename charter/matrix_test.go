package charter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

var kinds = []charter.PartyKind{charter.Landlord, charter.Community, charter.ReservationHolder, charter.StateService, charter.Manager, charter.Applicant}

// ready are facts with which nothing but the right of the actor is at stake.
func ready(kind charter.PartyKind, motive demand.StrikeOffMotive) charter.Facts {
	self := string(kind)
	return charter.Facts{
		Communes: []string{"21231"}, Minimum: demand.Yes, Numbered: demand.No, Identity: demand.Yes, Status: journal.Active,
		Deposited: demand.MustDate("2017-01-10"), Renewed: demand.MustDate("2018-01-10"), RegisteredBy: self, Received: demand.Yes,
		Presented: "registration", Origin: demand.FromApplicant, Motive: motive, SubMotive: demand.StrikeOffSubMotiveIRRRES,
		AllocatedBy: self, RuledBy: self, SentBy: self, LeaseOn: demand.MustDate("2019-06-10"), LeaseData: demand.Yes,
		WarnedOn: demand.MustDate("2019-01-10"), NoticeOn: demand.MustDate("2018-11-10"), Delivered: demand.Yes,
		StruckOffOn: demand.MustDate("2019-03-10"), StruckOffBy: self, Purpose: "allocation", Proof: demand.Yes, Person: demand.Yes, Distinct: demand.No, Own: demand.Yes, Reason: "x",
	}
}

// The rights matrix: who may do each act, in each state of the law. Columns:
// landlord, registering community, registering reservation holder, State service,
// manager, applicant. Law: R.441-2-1, R.441-2-8, cahiers des charges §3 to §6, and
// for the manager's modification, renewal and reactivation our inference.
func TestRightsMatrix(t *testing.T) {
	const y, n = true, false
	on := demand.MustDate("2019-06-15")
	for _, row := range []struct {
		profiles string
		act      charter.Act
		motive   demand.StrikeOffMotive
		may      [6]bool
	}{
		{"2000 2010 2012", charter.Register, "", [6]bool{y, y, y, y, y, n}},
		{"2015 2017", charter.Register, "", [6]bool{y, y, y, y, y, y}},
		{"2000 2010 2012 2015 2017", charter.IssueNumber, "", [6]bool{y, y, y, y, y, n}},
		{"2000 2010 2012", charter.Modify, "", [6]bool{y, y, y, y, y, n}},
		{"2015 2017", charter.Modify, "", [6]bool{y, y, y, y, y, y}},
		{"2000 2010 2012", charter.Renew, "", [6]bool{y, y, y, y, y, n}},
		{"2015 2017", charter.Renew, "", [6]bool{y, y, y, y, y, y}},
		{"2010 2012 2015 2017", charter.StrikeOff, demand.StrikeOffMotiveRADATT, [6]bool{y, n, n, n, n, n}},
		{"2010 2012 2015 2017", charter.StrikeOff, demand.StrikeOffMotiveRADABA, [6]bool{y, y, y, y, n, n}},
		{"2010 2012 2015 2017", charter.StrikeOff, demand.StrikeOffMotiveRADCON, [6]bool{y, y, y, y, y, n}},
		{"2010 2012 2015 2017", charter.StrikeOff, demand.StrikeOffMotiveRADIRR, [6]bool{y, n, n, n, n, n}},
		{"2010 2012 2015 2017", charter.StrikeOff, demand.StrikeOffMotiveRADREN, [6]bool{n, n, n, n, y, n}},
		{"2000", charter.StrikeOff, demand.StrikeOffMotiveRADCON, [6]bool{n, n, n, n, n, n}},
		{"2010 2012 2015 2017", charter.Reactivate, "RADREN", [6]bool{y, y, y, y, y, n}},
		{"2000 2010 2012 2015 2017", charter.Examine, "", [6]bool{y, n, n, n, n, n}},
		{"2000 2010 2012 2015 2017", charter.ManageAccess, "", [6]bool{n, n, n, n, y, n}},
		{"2000 2010 2012 2015 2017", charter.Merge, "", [6]bool{y, y, y, y, y, n}},
	} {
		for profile := range strings.FieldsSeq(row.profiles) {
			c := named(t, "national-"+profile)
			for i, kind := range kinds {
				facts := ready(kind, row.motive)
				switch row.act {
				case charter.Reactivate:
					facts.Status, facts.Renewed = journal.StruckOff, demand.MustDate("2018-02-10")
				case charter.Examine:
					facts.Numbered = demand.Yes
				}
				d := charter.Decide(c, charter.Actor{Kind: kind}, row.act, facts, on)
				if got := d.Outcome == charter.Allowed; got != row.may[i] || d.Outcome == charter.Unknown {
					t.Errorf("%s: %s %s by %s: %s by %s, missing %v", profile, row.act, row.motive, kind, d.Outcome, d.Rule, d.Missing())
				}
			}
		}
	}
}

// Access to nominative data (R.441-2-6, a to h): whole département for the
// landlord and the State; its territory for a community or EPCI that registers;
// statistics only for those who do not.
func TestAccess(t *testing.T) {
	c := *named(t, "grand-dijon-2010")
	c.Parties = append(slices.Clone(c.Parties),
		charter.Party{ID: "mairie", Kind: charter.Community, Territory: []string{"21054"}},
		charter.Party{ID: "employeur", Kind: charter.ReservationHolder},
		charter.Party{ID: "plan", Kind: charter.PlanCommittee},
		charter.Party{ID: "autre-epci", Kind: charter.EPCI, Territory: []string{"21054"}, CollectiveAgreement: true},
		charter.Party{ID: "commun", Kind: charter.Mandatary},
		charter.Party{ID: "sans-lieu", Kind: charter.EPCI, CollectiveAgreement: true},
		charter.Party{ID: "bailleur-ailleurs", Kind: charter.Landlord, Stock: []charter.Stock{{Place: "71270", Dwellings: 900}}},
		charter.Party{ID: "bailleur-ici", Kind: charter.Landlord, Stock: []charter.Stock{{Place: "71270", Dwellings: 900}, {Place: "21231", Dwellings: 1}}},
	)
	see := func(party string, communes ...string) string {
		d := charter.Decide(&c, charter.Actor{Party: party}, charter.See, charter.Facts{Communes: communes, Purpose: "allocation", Status: journal.Active}, day)
		if d.Outcome == charter.Allowed {
			return "yes"
		}
		return d.Rule
	}
	for _, row := range []struct{ party, dijon, beaune string }{
		{"bailleur-a", "yes", "yes"},
		{"etat", "yes", "yes"},
		{"conseil-general", "yes", "yes"},
		{"grand-dijon", "yes", "CHA-ACC-02"},
		{"logilia", "yes", "yes"},
		{"gestionnaire", "yes", "yes"},
		{"plan", "yes", "yes"},
		{"commun", "yes", "yes"},
		{"mairie", "CHA-ACC-01", "CHA-ACC-01"},
		{"employeur", "CHA-ACC-01", "CHA-ACC-01"},
		{"autre-epci", "CHA-ACC-02", "yes"},
		{"sans-lieu", "CHA-ACC-02", "CHA-ACC-02"},
		{"bailleur-ailleurs", "CHA-ACC-02", "CHA-ACC-02"},
		{"bailleur-ici", "yes", "yes"},
	} {
		if got := see(row.party, "21231"); got != row.dijon {
			t.Errorf("%s, demand for Dijon: %s", row.party, got)
		}
		if got := see(row.party, "21054"); got != row.beaune {
			t.Errorf("%s, demand for Beaune: %s", row.party, got)
		}
		figures := charter.Facts{Aggregated: demand.Yes, DisabilityNature: demand.No}
		if d := charter.Decide(&c, charter.Actor{Party: row.party}, charter.SeeStatistics, figures, day); d.Outcome != charter.Allowed {
			t.Errorf("%s, statistics: %s", row.party, d.Rule)
		}
	}
	if got := see("grand-dijon", "21054", "21605"); got != "yes" {
		t.Errorf("a demand with one commune of the territory: %s", got)
	}
}

// The service that registered a demand for elsewhere sees it, for it owes its
// attestation and the applicant corrects it there; it takes it out in no file, and
// nobody else sees it for that.
func TestWhoRegisteredSees(t *testing.T) {
	c := *named(t, "grand-dijon-2010")
	c.Parties = append(slices.Clone(c.Parties), charter.Party{ID: "sans-lieu", Kind: charter.EPCI, CollectiveAgreement: true})
	for _, row := range []struct {
		party, registeredBy string
		act                 charter.Act
		communes            []string
		want                string
	}{
		{"grand-dijon", "grand-dijon", charter.See, []string{"21054"}, "allowed CHA-OUI-01"},
		{"grand-dijon", "grand-dijon", charter.See, nil, "allowed CHA-OUI-01"},
		{"grand-dijon", "grand-dijon", charter.Export, []string{"21054"}, "refused CHA-ACC-02"},
		{"grand-dijon", "bailleur-a", charter.See, []string{"21054"}, "refused CHA-ACC-02"},
		{"grand-dijon", "", charter.See, []string{"21054"}, "refused CHA-ACC-02"},
		{"sans-lieu", "sans-lieu", charter.See, []string{"21231"}, "allowed CHA-OUI-01"},
		{"sans-lieu", "grand-dijon", charter.See, []string{"21231"}, "refused CHA-ACC-02"},
	} {
		facts := charter.Facts{Communes: row.communes, Purpose: "allocation", Status: journal.Active, RegisteredBy: row.registeredBy}
		d := charter.Decide(&c, charter.Actor{Party: row.party}, row.act, facts, day)
		if got := string(d.Outcome) + " " + d.Rule; got != row.want {
			t.Errorf("%s %s, registered by %q, for %v: %s", row.party, row.act, row.registeredBy, row.communes, got)
		}
	}
}

// The disability supplement: the service that registered the demand sees it; who
// registered must be said for one that registers but does not instruct.
func TestDisabilityIsForThoseWhoInstruct(t *testing.T) {
	c := named(t, "grand-dijon-2010")
	for _, row := range []struct{ party, registeredBy, want string }{
		{"grand-dijon", "grand-dijon", "allowed CHA-OUI-01"},
		{"grand-dijon", "etat", "refused CHA-ACC-05"},
		{"grand-dijon", "", "unknown CHA-ACC-05"},
		{"bailleur-a", "", "allowed CHA-OUI-01"},
		{"gestionnaire", "", "refused CHA-ACC-05"},
	} {
		facts := charter.Facts{Communes: []string{"21231"}, Purpose: "allocation", Status: journal.Active, Field: string(charter.FieldDisability), RegisteredBy: row.registeredBy}
		d := charter.Decide(c, charter.Actor{Party: row.party}, charter.See, facts, day)
		if got := string(d.Outcome) + " " + d.Rule; got != row.want {
			t.Errorf("%s, registered by %q: %s", row.party, row.registeredBy, got)
		}
	}
}

// An applicant acts on his or her own demand, and on no other.
func TestApplicantActsOnOwnDemandOnly(t *testing.T) {
	c, on := named(t, "national-2017"), demand.MustDate("2019-06-15")
	for _, act := range []charter.Act{charter.See, charter.Modify, charter.Renew, charter.Separate, charter.FilePaper, charter.AnswerOffer} {
		for own, want := range map[demand.Answer]charter.Outcome{demand.Yes: charter.Allowed, demand.No: charter.Refused, demand.NotSaid: charter.Unknown} {
			facts := ready(charter.Applicant, "")
			facts.Own, facts.Purpose, facts.OfferedOn, facts.AnswerBy, facts.Accepted = own, "", on, on.AddDays(10), demand.Yes
			d := charter.Decide(c, charter.Actor{Kind: charter.Applicant}, act, facts, on)
			if d.Outcome != want || own != demand.Yes && d.Rule != "CHA-ACC-07" {
				t.Errorf("%s, own %v: %s by %s, missing %v", act, own, d.Outcome, d.Rule, d.Missing())
			}
		}
	}
}

func TestView(t *testing.T) {
	c := named(t, "grand-dijon-2010")
	facts := charter.Facts{Communes: []string{"21231"}, Purpose: "allocation", Status: journal.Active, RegisteredBy: "etat"}
	form := demand.Form{Desk: "21600", DepositedOn: day, Remarks: "r", Reasons: []demand.Reason{{Code: "13"}}, PersonsToHouse: 2,
		Applicant:    demand.Person{UsedName: "Zzyzx", Email: "z@example.org", Income: demand.Income{YearMinus1: 2010}},
		Disabilities: []demand.Disability{{Person: "applicant", Steps: "1"}}, Wanted: demand.Wanted{Adapted: demand.Yes}}
	landlord := charter.View(c, charter.Actor{Party: "bailleur-a"}, facts, day)
	if got := landlord.Redact(&form); len(got.Disabilities) != 1 || got.Applicant.UsedName != "Zzyzx" || got.Wanted.Adapted != demand.Yes {
		t.Errorf("landlord: %+v", got)
	}
	epci := charter.View(c, charter.Actor{Party: "grand-dijon"}, facts, day)
	got := epci.Redact(&form)
	if len(got.Disabilities) != 0 || got.Wanted.Adapted != demand.NotSaid || got.Applicant.UsedName != "Zzyzx" || got.Applicant.Income.YearMinus1 != 2010 {
		t.Errorf("EPCI: %+v", got)
	}
	if d, ok := epci.Decision(charter.FieldDisability); !ok || d.Rule != "CHA-ACC-05" || epci.May(charter.FieldDisability) || len(epci.Fields()) != 15 {
		t.Errorf("EPCI: %s, %v", d.Rule, epci.Fields())
	}
	nobody := charter.View(c, charter.Actor{Party: "inconnu"}, facts, day)
	if got := nobody.Redact(&form); fmt.Sprint(got) != fmt.Sprint(demand.Form{}) || len(nobody.Fields()) != 0 {
		t.Errorf("a stranger sees %+v", got)
	}
}

// Each field of the form belongs to one class, and hiding every class but one
// leaves only its fields.
func TestFieldOf(t *testing.T) {
	for path, want := range map[string]charter.Field{
		"number": charter.FieldNumber, "desk": charter.FieldNumber, "renewed_on": charter.FieldDates, "applicant.used_name": charter.FieldIdentity,
		"applicant.address.commune": charter.FieldContact, "applicant.income": charter.FieldResources, "applicant.work.until": charter.FieldWork,
		"co_holders[0].link": charter.FieldFamily, "co_holders[0].person.income": charter.FieldResources, "co_holders[1].person.used_name": charter.FieldFamily,
		"dependants[2].sex": charter.FieldFamily, "present_housing.surface": charter.FieldHousing, "reasons[0].code": charter.FieldReasons,
		"wanted.types[0]": charter.FieldWanted, "wanted.adapted": charter.FieldDisability, "disabilities": charter.FieldDisability,
		"remarks": charter.FieldRemarks, "origins[0].kind": charter.FieldOrigins, "persons_to_house": charter.FieldFamily, "association.email": charter.FieldContact,
		"numbers": charter.FieldIdentity,
	} {
		if got := charter.FieldOf(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// What is not said is never taken for granted: with a fact taken away the answer
// is the same, or is unknown and names it; never is a refusal turned into an
// allowed act.
func TestMissingFactsNeverAllow(t *testing.T) {
	c := named(t, "national-2017")
	on := demand.MustDate("2019-06-15")
	for _, a := range charter.Acts() {
		for _, kind := range append(slices.Clone(kinds), charter.EPCI, charter.SIAO) {
			d := charter.Decide(c, charter.Actor{Kind: kind}, a, charter.Facts{}, on)
			if d.Outcome == charter.Allowed && a != charter.ManageAccess {
				t.Errorf("%s by %s is allowed, and nothing is known", a, kind)
			}
			if d.Outcome == charter.Unknown && len(d.Missing()) == 0 {
				t.Errorf("%s by %s: unknown, and no fact is named", a, kind)
			}
		}
	}
}

// Without a notice, the rule on it says until when the applicant would have, were it
// sent today: no sentence is left with a hole.
func TestNoNoticeYet(t *testing.T) {
	for sent, want := range map[string]string{"": "unknown 2018-04-15", "2018-03-01": "refused 2018-04-01"} {
		on := demand.MustDate("2018-03-15")
		d := charter.Decide(named(t, "national-2017"), charter.Actor{Kind: charter.Manager}, charter.StrikeOff,
			charter.Facts{Motive: demand.StrikeOffMotiveRADREN, Status: journal.Active, Deposited: demand.MustDate("2017-01-10"), NoticeOn: demand.MustDate(sent)}, on)
		for _, r := range d.Spoken() {
			if r.Code != "CHA-RAD-13" {
				continue
			}
			if got := string(r.Outcome) + " " + r.Params[0].Value; got != want {
				t.Errorf("notice %q: %s, want %s", sent, got, want)
			}
			want = ""
		}
		if want != "" {
			t.Errorf("notice %q: CHA-RAD-13 says nothing", sent)
		}
	}
}
