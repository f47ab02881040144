package journal_test

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/numbering"
)

func TestLifeOfADemand(t *testing.T) {
	number, _ := numbering.Parse("021101000012321001")
	create := giving(event("21001", 1, journal.Create, "2010-10-15"), demand.Form{Applicant: demand.Person{UsedName: "Zzyzx", Email: "a@example.org"}, PersonsToHouse: 2},
		"applicant.used_name", "applicant.email", "persons_to_house")
	given := event("21001", 2, journal.Number, "2010-10-16")
	given.Number = number
	renew := giving(event("21002", 1, journal.Renew, "2011-09-20"), mail("b@example.org"), "applicant.email")
	strike := event("GESTI", 1, journal.StrikeOff, "2012-10-20")
	strike.Motive = demand.StrikeOffMotiveRADREN
	revive := event("21001", 3, journal.Reactivate, "2012-12-01")
	late := event("21001", 4, journal.Renew, "2012-12-05")
	j := gather(t, late, strike, create, revive, given, renew)
	for _, c := range []struct {
		day    string
		status journal.Status
		mail   string
		tasks  int
	}{
		{"2010-10-14", journal.Absent, "", 0}, {"2010-10-15", journal.Active, "a@example.org", 0}, {"2011-09-20", journal.Active, "b@example.org", 0},
		{"2012-09-20", journal.Active, "b@example.org", 0}, {"2012-09-21", journal.Expired, "b@example.org", 0}, {"2012-10-20", journal.StruckOff, "b@example.org", 0},
		{"2012-12-02", journal.Expired, "b@example.org", 1}, {"2012-12-05", journal.Active, "b@example.org", 0},
	} {
		s := j.Fold("d1", at(c.day))
		if s.Status != c.status || s.Form.Applicant.Email != c.mail || len(s.Tasks) != c.tasks {
			t.Errorf("%s: %s, %d tasks %v", c.day, s.Status, len(s.Tasks), s.Tasks)
		}
		if s.Status != journal.Absent && (s.Seniority != day("2010-10-15") || s.Desk != "21001") {
			t.Errorf("%s: seniority %s, desk %s", c.day, s.Seniority, s.Desk)
		}
	}
	s := j.Fold("d1", at("2012-12-31"))
	if s.Form.Number != number || s.Form.RenewedOn != day("2012-12-05") || s.Profile != demand.Profile2012 {
		t.Errorf("%+v", s.Form)
	}
	if from := s.Source("applicant.email"); from == nil || from.ID != renew.ID {
		t.Errorf("the e-mail comes from %+v", from)
	}
	if o, ok := s.OriginOf("applicant.email"); !ok || o.Kind != demand.FromApplicant {
		t.Errorf("origin %+v", o)
	}
	if s.Source("applicant.sex") != nil || s.Source("nothing") != nil {
		t.Error("a value nobody gave has a source")
	}
	if got := j.Fold("d1", at("2012-12-02")).Tasks[0].Code; got != "JOU-TAC-01" {
		t.Errorf("task %s", got)
	}
	struck := j.Fold("d1", at("2012-11-01"))
	if struck.Motive != demand.StrikeOffMotiveRADREN || struck.StruckOffOn != day("2012-10-20") {
		t.Errorf("%+v", struck.Motive)
	}
	if got := j.Check(); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

// The state as it was known: an event of March entered in June is not seen in April.
func TestKnownBy(t *testing.T) {
	create := event("21001", 1, journal.Create, "2015-01-10")
	late := giving(event("21001", 2, journal.Modify, "2015-03-01"), mail("late@example.org"), "applicant.email")
	late.Entered = moment("2015-06-01")
	j := gather(t, create, late)
	if got := j.Fold("d1", at("2015-04-01")).Form.Applicant.Email; got != "late@example.org" {
		t.Errorf("as it was: %q", got)
	}
	if got := j.Fold("d1", journal.At{Day: day("2015-04-01"), KnownBy: moment("2015-04-01")}).Form.Applicant.Email; got != "" {
		t.Errorf("as it was known: %q", got)
	}
}

func TestTwoDesksTheSameDay(t *testing.T) {
	create := event("21001", 1, journal.Create, "2015-01-10")
	a := giving(event("21001", 2, journal.Modify, "2015-03-01"), mail("a@example.org"), "applicant.email")
	b := giving(event("21002", 1, journal.Modify, "2015-03-01"), demand.Form{Applicant: demand.Person{MobilePhone: "06 39 98 00 01"}}, "applicant.mobile_phone")
	c := giving(event("21003", 1, journal.Modify, "2015-03-01"), mail("c@example.org"), "applicant.email")
	s := gather(t, c, b, a, create).Fold("d1", at("2015-03-01"))
	if s.Form.Applicant.Email != "c@example.org" || s.Form.Applicant.MobilePhone == "" {
		t.Errorf("%+v", s.Form.Applicant)
	}
	want := []journal.Conflict{{Path: "applicant.email", Kept: c.ID, Dropped: a.ID}}
	if diff := cmp.Diff(want, s.Conflicts); diff != "" {
		t.Error(diff)
	}
}

// The same renewal sent three times has one effect.
func TestReceipt(t *testing.T) {
	events := []journal.Event{event("21001", 1, journal.Create, "2015-01-10")}
	for i, on := range []string{"2015-12-20", "2015-12-21", "2016-01-05"} {
		r := event("PORTA", uint64(i+1), journal.Renew, on)
		r.Receipt = "R-77"
		events = append(events, r)
	}
	other := event("PORTA", 9, journal.Renew, "2016-12-01")
	other.Receipt = "R-78"
	s := gather(t, append(events, other)...).Fold("d1", at("2016-06-01"))
	if s.Form.RenewedOn != day("2015-12-20") || len(s.Repeated) != 2 {
		t.Errorf("renewed %s, %d repeated", s.Form.RenewedOn, len(s.Repeated))
	}
}

func TestCreatedTwice(t *testing.T) {
	j := gather(t, event("21001", 1, journal.Create, "2015-01-10"), event("21002", 1, journal.Create, "2016-01-05"))
	s := j.Fold("d1", at("2016-02-01"))
	if s.Seniority != day("2015-01-10") || s.Desk != "21001" || len(s.Tasks) != 1 || s.Tasks[0].Code != "JOU-TAC-02" {
		t.Errorf("%+v", s.Tasks)
	}
	if !j.Check().Has("JOU-EVE-09") {
		t.Errorf("%v", j.Check())
	}
}

func TestRenewalWhileStruckOff(t *testing.T) {
	strike := event("GESTI", 1, journal.StrikeOff, "2016-02-10")
	strike.Motive = demand.StrikeOffMotiveRADREN
	events := []journal.Event{event("21001", 1, journal.Create, "2015-01-10"), strike, event("21001", 2, journal.Renew, "2016-03-01")}
	if s := gather(t, events...).Fold("d1", at("2016-03-02")); s.Status != journal.StruckOff || len(s.Tasks) != 1 || s.Tasks[0].Code != "JOU-TAC-03" {
		t.Errorf("%s %v", s.Status, s.Tasks)
	}
	events = append(events, event("21001", 3, journal.Reactivate, "2016-03-01"))
	if s := gather(t, events...).Fold("d1", at("2016-03-02")); s.Status != journal.Active || len(s.Tasks) != 0 {
		t.Errorf("%s %v", s.Status, s.Tasks)
	}
}

func TestOnlineVerifiedOnDayTwenty(t *testing.T) {
	create := event("PORTA", 1, journal.Create, "2015-01-10")
	create.Online = true
	j := gather(t, create, event("21001", 1, journal.Verify, "2015-01-30"))
	if got := j.Fold("d1", at("2015-01-29")).Status; got != journal.ToVerify {
		t.Errorf("%s", got)
	}
	if s := j.Fold("d1", at("2015-01-30")); s.Status != journal.Active || s.Seniority != day("2015-01-10") {
		t.Errorf("%s %s", s.Status, s.Seniority)
	}
}

// Why something was undone goes with its event from file to file; a line without a
// reason, as those of before, stands.
func TestReason(t *testing.T) {
	for _, kind := range []journal.Kind{journal.Restore, journal.Reactivate, journal.Unmerge} {
		undo := event("21001", 3, kind, "2015-06-01")
		undo.Reason, undo.Other = "erreur-de-saisie", "d2"
		back, faults := journal.DecodeEvent(undo.Line())
		if len(faults) > 0 || back.Reason != undo.Reason || len(back.Unknown) > 0 {
			t.Errorf("%s: %+v, %v", kind, back, faults)
		}
		undo.Reason = ""
		if line := string(undo.Line()); strings.Contains(line, "reason") {
			t.Errorf("%s without a reason: %s", kind, line)
		}
	}
}

func TestMergeAndUnmerge(t *testing.T) {
	merge := event("21001", 2, journal.Merge, "2015-05-01")
	merge.Other, merge.Seniority = "d0", day("2012-03-04")
	unmerge := event("21001", 3, journal.Unmerge, "2015-06-01")
	unmerge.Other = "d0"
	j := gather(t, event("21001", 1, journal.Create, "2015-01-10"), merge, unmerge)
	for on, want := range map[string]string{"2015-04-30": "2015-01-10", "2015-05-01": "2012-03-04", "2015-06-01": "2015-01-10"} {
		if got := j.Fold("d1", at(on)).Seniority; got != day(want) {
			t.Errorf("%s: %s", on, got)
		}
	}
	merge.Absorbed = true
	if got := gather(t, event("21001", 1, journal.Create, "2015-01-10"), merge).Fold("d1", at("2015-07-01")).Status; got != journal.Merged {
		t.Errorf("%s", got)
	}
}

func TestSeparationKeepsSeniority(t *testing.T) {
	couple := giving(event("21001", 1, journal.Create, "2012-01-10"), demand.Form{Applicant: demand.Person{UsedName: "Zzyzx"},
		CoHolders:  []demand.CoHolder{{Link: demand.CoHolderLinkM, Person: demand.Person{UsedName: "Qwfpgj", DependantsReceived: []demand.Resource{{Code: "AF"}}}}},
		Dependants: []demand.Dependant{{FirstNames: "Colin"}}}, "applicant.used_name", "co_holders", "dependants")
	first := gather(t, couple).Fold("d1", at("2015-06-01"))
	form, seniority, ok := first.Leave(0)
	if !ok || form.Applicant.UsedName != "Qwfpgj" || len(form.Dependants)+len(form.CoHolders)+len(form.Applicant.DependantsReceived) > 0 || seniority != day("2012-01-10") {
		t.Errorf("%+v %s", form, seniority)
	}
	if len(first.Form.CoHolders[0].Person.DependantsReceived) != 1 {
		t.Error("the first demand was changed")
	}
	if _, _, ok := first.Leave(1); ok {
		t.Error("nobody leaves")
	}
	alone := giving(event("21001", 2, journal.Separate, "2015-06-02"), form, "applicant.used_name")
	alone.Demand, alone.Other, alone.Seniority, alone.Case = "d2", "d1", seniority, "married"
	j := gather(t, couple, alone)
	if a, b := j.Fold("d1", at("2015-07-01")).Seniority, j.Fold("d2", at("2015-07-01")).Seniority; a != b || a != day("2012-01-10") {
		t.Errorf("%s and %s", a, b)
	}
	if got := j.Fold("d2", at("2015-07-01")).Form.DepositedOn; got != day("2015-06-02") {
		t.Errorf("deposited %s", got)
	}
}

func TestLabelsQuotasAndTreatments(t *testing.T) {
	label, quota, off := event("ETAT1", 1, journal.Label, "2015-02-01"), event("ETAT1", 2, journal.Quota, "2015-02-01"), event("ETAT1", 3, journal.Unlabel, "2015-09-01")
	label.Mark = journal.Mark{Code: "DALO", Issuer: "ETAT", Until: day("2015-06-30")}
	quota.Mark, off.Mark = journal.Mark{Code: "PPRIOR"}, journal.Mark{Code: "PPRIOR"}
	visit := event("BAIL1", 1, journal.Treat, "2015-03-01")
	visit.Treatment = journal.Treatment{Step: journal.Visited, Candidacy: "c1"}
	j := gather(t, event("21001", 1, journal.Create, "2015-01-10"), label, quota, off, visit)
	for on, want := range map[string][3]int{"2015-06-30": {1, 1, 1}, "2015-07-01": {0, 1, 1}, "2015-09-01": {0, 0, 1}, "2015-01-15": {0, 0, 0}} {
		s := j.Fold("d1", at(on))
		if got := [3]int{len(s.Labels), len(s.Quotas), len(s.Treatments)}; got != want {
			t.Errorf("%s: %v", on, got)
		}
	}
}

func TestStale(t *testing.T) {
	create := giving(event("21001", 1, journal.Create, "2015-01-10"), demand.Form{PersonsToHouse: 2, Applicant: demand.Person{Email: "a@example.org", FirstNames: "Anatole"}},
		"persons_to_house", "applicant.email", "applicant.first_names")
	renew := giving(event("21001", 2, journal.Renew, "2015-12-20"), mail("b@example.org"), "applicant.email")
	s := gather(t, create, renew).Fold("d1", at("2016-02-01"))
	if got := slices.Collect(s.Stale(day("2016-02-01")).All()); !slices.Equal(got, []string{"persons_to_house"}) {
		t.Errorf("%v", got)
	}
}

func TestClearedAndUnknownValues(t *testing.T) {
	clear := giving(event("21001", 2, journal.Modify, "2015-02-01"), demand.Form{}, "applicant.email")
	odd := event("FUTUR", 1, "teleport", "2015-03-01")
	odd.Unknown = map[string]string{"speed": `{"c":[1,2]}`}
	j := gather(t, giving(event("21001", 1, journal.Create, "2015-01-10"), mail("a@example.org"), "applicant.email"), clear, odd)
	s := j.Fold("d1", at("2015-04-01"))
	if s.Form.Applicant.Email != "" || len(s.Unknown) != 1 || s.Source("applicant.email").ID != clear.ID {
		t.Errorf("%+v", s)
	}
	var b bytes.Buffer
	if _, err := j.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), `"values":{"applicant":{"email":null}}`) || !strings.Contains(b.String(), `"speed":{"c":[1,2]}`) {
		t.Error(b.String())
	}
	back, findings := journal.Decode(b.Bytes())
	for _, f := range findings {
		if f.Severity == demand.Blocking {
			t.Error(f)
		}
	}
	var again bytes.Buffer
	_, _ = back.WriteTo(&again)
	if diff := cmp.Diff(b.String(), again.String()); diff != "" {
		t.Error(diff)
	}
}

// The number of a demand is given once: the same one may be told again, another
// one may not, whatever the event that bears it.
func TestNumberNeverChanges(t *testing.T) {
	first, second := numbered("021061500000121001"), numbered("021061500000221001")
	create, again, other := event("21001", 1, journal.Create, "2015-06-01"), event("21001", 2, journal.Number, "2015-06-02"), event("21001", 3, journal.Number, "2015-06-03")
	create.Number, again.Number, other.Number = first, first, second
	elsewhere := event("21001", 4, journal.Create, "2015-06-01")
	elsewhere.Demand, elsewhere.Number = "d2", second
	if got := gather(t, create, again, elsewhere).Check(); got.Has("JOU-EVE-13") {
		t.Errorf("the same number, and that of another demand: %v", got)
	}
	if got := gather(t, create, again, other, elsewhere).Check().Codes(); got != "JOU-EVE-13" {
		t.Errorf("another number: %s", got)
	}
}

func numbered(text string) numbering.Number {
	n, err := numbering.Parse(text)
	if err != nil {
		panic(err)
	}
	return n
}

// Which motive and sub-motive go together, and since when.
func TestMotives(t *testing.T) {
	for _, c := range []struct {
		on     string
		motive demand.StrikeOffMotive
		sub    demand.StrikeOffSubMotive
		want   string
	}{
		{"2015-06-01", "RADIRR", "IRRSEJ", ""},
		{"2012-12-31", "RADIRR", "", ""},
		{"2013-01-01", "RADIRR", "", "JOU-EVE-06"},
		{"2015-06-01", "RADCON", "IRRSEJ", "JOU-EVE-14"},
		{"2010-05-02", "RADCON", "", ""},
		{"2010-05-01", "RADCON", "", "JOU-EVE-15"},
		{"2010-05-01", "RADABA", "", ""},
		{"2010-05-01", "RADXXX", "IRRSEJ", "JOU-EVE-05"},
	} {
		create, strike := event("21001", 1, journal.Create, "2008-06-01"), event("21001", 2, journal.StrikeOff, c.on)
		strike.Motive, strike.SubMotive = c.motive, c.sub
		if got := gather(t, create, strike).Check().Codes(); got != c.want {
			t.Errorf("%s %s %s: %q, want %q", c.on, c.motive, c.sub, got, c.want)
		}
	}
}

// What the life of a demand above does not show: a correction drawn from a paper, a label that a
// strike-off leaves in place, the undo of a strike-off, the end.
func TestCorrectionLabelUndoAndEnd(t *testing.T) {
	create := giving(event("21001", 1, journal.Create, "2015-01-10"), demand.Form{PersonsToHouse: 2}, "persons_to_house")
	correct := giving(event("BAIL1", 1, journal.Correct, "2015-02-01"), demand.Form{PersonsToHouse: 3}, "persons_to_house")
	correct.Origins = []demand.Origin{{Path: "persons_to_house", Kind: demand.FromPaper}}
	label := event("ETAT1", 1, journal.Label, "2015-02-10")
	label.Mark = journal.Mark{Code: "DALO"}
	lease, strike := event("BAIL1", 2, journal.Treat, "2015-03-01"), event("BAIL1", 3, journal.StrikeOff, "2015-03-01")
	lease.Treatment, strike.Motive = journal.Treatment{Step: journal.Leased}, demand.StrikeOffMotiveRADATT
	j := gather(t, create, correct, label, lease, strike, event("BAIL1", 4, journal.Restore, "2015-03-05"), event("GESTI", 1, journal.Delete, "2016-04-01"))
	if got := j.Check(); len(got) > 0 {
		t.Errorf("%v", got)
	}
	struck := j.Fold("d1", at("2015-03-04"))
	if o, ok := struck.OriginOf("persons_to_house"); !ok || o.Kind != demand.FromPaper || struck.Form.PersonsToHouse != 3 {
		t.Errorf("corrected: %d, from %v", struck.Form.PersonsToHouse, o)
	}
	if struck.Status != journal.StruckOff || struck.Motive != demand.StrikeOffMotiveRADATT || len(struck.Labels) != 1 || len(struck.Treatments) != 1 {
		t.Errorf("struck off: %s %s, %d labels, %d steps", struck.Status, struck.Motive, len(struck.Labels), len(struck.Treatments))
	}
	if s := j.Fold("d1", at("2015-03-05")); s.Status != journal.Active || s.Motive != "" || !s.StruckOffOn.IsZero() || len(s.Tasks) > 0 {
		t.Errorf("restored: %s %s %s %v", s.Status, s.Motive, s.StruckOffOn, s.Tasks)
	}
	if s := j.Fold("d1", at("2016-04-01")); s.Status != journal.Deleted {
		t.Errorf("deleted: %s", s.Status)
	}
}

// Every step of a candidacy is written, read again and accepted with its fields.
func TestStepsOfACandidacy(t *testing.T) {
	steps := []journal.Step{journal.PaperRequested, journal.PaperReceived, journal.Designated, journal.Visited, journal.Examined, journal.Decided, journal.ConditionMet,
		journal.ConditionUnmet, journal.Notified, journal.Offered, journal.Accepted, journal.Refused, journal.Silent, journal.Leased, journal.Withdrawn, journal.Cancelled, journal.NotServed}
	create := event("21001", 1, journal.Create, "2018-01-10")
	create.Number, _ = numbering.Parse("021011800012321001")
	events := []journal.Event{create}
	for i, step := range steps {
		e := event("BAIL1", uint64(i+1), journal.Treat, "2018-03-0"+strconv.Itoa(1+i/2))
		e.Treatment = journal.Treatment{Step: step, Candidacy: "c1", Dwelling: "L7", Rank: 2, Until: day("2018-04-01"), Warned: true, Reason: "x"}
		events = append(events, e)
	}
	j := gather(t, events...)
	if faults := j.Check(); faults.Has("JOU-EVE-11") || faults.Blocking() {
		t.Error(faults)
	}
	var out bytes.Buffer
	_, _ = j.WriteTo(&out)
	back, findings := journal.Decode(out.Bytes())
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	got := map[journal.Step]bool{}
	for _, e := range back.Fold("d1", at("2018-12-31")).Treatments {
		got[e.Treatment.Step] = e.Treatment.Until == day("2018-04-01") && e.Treatment.Dwelling == "L7" && e.Treatment.Warned
	}
	for _, step := range steps {
		if !got[step] {
			t.Errorf("%s: lost a field on the way", step)
		}
	}
}
