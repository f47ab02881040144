package commission_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
)

// machine says, for each state, every step it allows and where it leads: the
// steps that are not written are refused.
var machine = map[commission.State]string{
	commission.None:         "designate>designated",
	commission.Designated:   "examine>examined withdraw>withdrawn cancel>cancelled",
	commission.Examined:     "allocate>allocated rank>ranked condition>conditional reject>not_allocated rule_out>inadmissible withdraw>withdrawn cancel>cancelled",
	commission.Allocated:    "offer>offered withdraw>withdrawn cancel>cancelled",
	commission.Ranked:       "offer>offered withdraw>withdrawn cancel>cancelled pass_over>not_served",
	commission.Conditional:  "meet_condition>allocated miss_condition>not_allocated withdraw>withdrawn cancel>cancelled",
	commission.Offered:      "accept>accepted refuse>refused silence>silent cancel>cancelled",
	commission.Accepted:     "sign>leased withdraw>withdrawn cancel>cancelled",
	commission.NotAllocated: "notify>not_allocated",
	commission.Inadmissible: "notify>inadmissible",
	commission.Refused:      "", commission.Silent: "", commission.Leased: "", commission.Withdrawn: "",
	commission.Cancelled: "notify>cancelled",
	commission.NotServed: "notify>not_served",
}

// at makes a candidacy in a state, as it may be on 2018-03-01.
func at(s commission.State) commission.Candidacy {
	if s == commission.None {
		return commission.Candidacy{}
	}
	c := commission.Candidacy{ID: "c1", Demand: "d1", Dwelling: "L7", Landlord: "B1", State: s, Since: day("2018-03-01")}
	switch s {
	case commission.Ranked:
		c.Rank = 1
	case commission.Offered, commission.Conditional:
		c.Until = day("2018-03-15")
	}
	return c
}

// sound makes a step with every fact it may want, on 2018-03-05.
func sound(step commission.Step) commission.Move {
	m := commission.Move{Step: step, On: day("2018-03-05"), Candidacy: "c1", Demand: "d1", Dwelling: "L7", By: "B1", Numbered: true, Rank: 1,
		Until: day("2018-03-20"), Reason: "other", SubMotive: demand.StrikeOffSubMotiveIRRRES, Lease: lease("2018-03-05")}
	if step == commission.Silence {
		m.On = day("2018-03-16")
	}
	return m
}

func lease(on string) *commission.Lease {
	return &commission.Lease{Landlord: "123456789", SignedOn: day(on), AlreadyTenant: demand.No, RPLS: "0000000001",
		Agreement: demand.CollectiveAgreementAUCUN, DALO: demand.DALOStatusNON, Quota: demand.QuotaPPRIOR}
}

// Every state, every step: where it leads, or the fault that refuses it.
func TestEveryStateAndStep(t *testing.T) {
	if len(machine) != len(commission.States()) {
		t.Fatalf("%d states in the table, %d in the package", len(machine), len(commission.States()))
	}
	pairs := 0
	for _, state := range commission.States() {
		allowed := map[commission.Step]commission.State{}
		for pair := range strings.FieldsSeq(machine[state]) {
			step, to, _ := strings.Cut(pair, ">")
			allowed[commission.Step(step)] = commission.State(to)
		}
		for _, step := range commission.Steps() {
			pairs++
			before := at(state)
			after, faults, effects := commission.Apply(before, sound(step))
			to, legal := allowed[step]
			switch {
			case legal && (len(faults) > 0 && faults.Codes() != "COM-ANN-03" || after.State != to):
				t.Errorf("%q %s: %q, want %q (%v)", state, step, after.State, to, faults)
			case !legal && (len(faults) != 1 || !faults.Blocking() || !strings.HasPrefix(faults[0].Code, "COM-PAS-") || after != before || effects != nil):
				t.Errorf("%q %s: allowed to %q with %v, %v", state, step, after.State, faults, effects)
			}
			if want := state.Finished() && step != commission.Notify; !legal && want != faults.Has("COM-PAS-11") {
				t.Errorf("%q %s: %v", state, step, faults)
			}
			if !legal && faults[0].Param("state") == "" {
				t.Errorf("%q %s: the fault does not say the state", state, step)
			}
		}
	}
	if pairs != 16*18 {
		t.Errorf("%d pairs", pairs)
	}
	if _, faults, _ := commission.Apply(at(commission.Designated), sound("dance")); !faults.Has("COM-PAS-12") {
		t.Error(faults)
	}
}

// The table of transitions says what Apply does, with a rule and a source each.
func TestTransitions(t *testing.T) {
	for _, tr := range commission.Transitions() {
		after, faults, _ := commission.Apply(at(tr.From), sound(tr.Step))
		if faults.Blocking() || after.State != tr.To {
			t.Errorf("%q %s: %q %v", tr.From, tr.Step, after.State, faults)
		}
		if !strings.HasPrefix(tr.Rule, "COM-ETA-") || tr.Source.Confidence == "" || len(tr.Profiles) == 0 {
			t.Errorf("%+v", tr)
		}
		switch tr.Step {
		case commission.Rank:
			if tr.Since != day("2011-01-01") || tr.Sure != day("2011-03-01") || tr.Profiles[0] != demand.Profile2010 {
				t.Errorf("%+v", tr)
			}
		case commission.Condition:
			if tr.Since != day("2015-05-14") || tr.Sure != day("2015-12-31") || tr.Profiles[0] != demand.Profile2015 {
				t.Errorf("%+v", tr)
			}
		default:
			if !tr.Since.IsZero() || len(tr.Profiles) != 5 {
				t.Errorf("%+v", tr)
			}
		}
	}
	seen := map[string]bool{}
	for _, tr := range commission.Transitions() {
		seen[tr.Rule] = true
	}
	for _, code := range strings.Fields("COM-ETA-01 COM-ETA-02 COM-ETA-03 COM-ETA-04 COM-ETA-05 COM-ETA-06 COM-ETA-07 COM-ETA-08 COM-ETA-09 COM-ETA-10 COM-ETA-11 COM-ETA-12 COM-ETA-13 COM-ETA-14 COM-ETA-15 COM-ETA-16 COM-ETA-17 COM-ETA-18 COM-ETA-19") {
		if !seen[code] {
			t.Errorf("no transition has the rule %s", code)
		}
	}
}

// The decisions the decree has not always known, on the edge of each day.
func TestDatedDecisions(t *testing.T) {
	for _, c := range []struct {
		step commission.Step
		on   string
		want string
	}{
		{commission.Rank, "2010-12-31", "COM-RAN-01"},
		{commission.Rank, "2011-01-01", "COM-RAN-02"},
		{commission.Rank, "2011-02-28", "COM-RAN-02"},
		{commission.Rank, "2011-03-01", ""},
		{commission.Condition, "2015-05-13", "COM-CND-01"},
		{commission.Condition, "2015-05-14", "COM-CND-02"},
		{commission.Condition, "2015-12-30", "COM-CND-02"},
		{commission.Condition, "2015-12-31", ""},
		{commission.Allocate, "2001-01-01", ""},
		{commission.Reject, "2001-01-01", ""},
	} {
		before, m := at(commission.Examined), sound(c.step)
		m.On = day(c.on)
		before.Since, m.Until = m.On, m.On.AddDays(20)
		after, faults, _ := commission.Apply(before, m)
		if faults.Codes() != c.want {
			t.Errorf("%s on %s: %q, want %q", c.step, c.on, faults.Codes(), c.want)
		}
		if moved := after.State != commission.Examined; moved == faults.Blocking() {
			t.Errorf("%s on %s: %s", c.step, c.on, after.State)
		}
	}
}

// Ten days at least, and the last one counts for the candidate.
func TestTenDaysToAnswer(t *testing.T) {
	m := sound(commission.Offer)
	m.Until = day("2018-03-14") // nine days after the 5th
	if _, faults, _ := commission.Apply(at(commission.Allocated), m); !faults.Has("COM-OFF-01") || faults[0].Param("day") != "15/03/2018" {
		t.Error(faults)
	}
	m.Until = day("2018-03-15")
	offered, faults, _ := commission.Apply(at(commission.Allocated), m)
	if len(faults) > 0 || offered.Until != m.Until {
		t.Fatal(faults)
	}
	if offered.At(m.Until).State != commission.Offered {
		t.Error("the last day is still one to answer")
	}
	late := offered.At(day("2018-03-16"))
	if late.State != commission.Silent || late.Since != day("2018-03-16") || !late.Until.IsZero() {
		t.Errorf("%+v", late)
	}
	accept := commission.Move{Step: commission.Accept, On: m.Until}
	if c, faults, _ := commission.Apply(offered, accept); c.State != commission.Accepted || len(faults) > 0 {
		t.Error(faults)
	}
	accept.On = day("2018-03-16")
	if c, faults, _ := commission.Apply(offered, accept); c != offered || !faults.Has("COM-OFF-03") {
		t.Error(faults)
	}
}

// kinds lists the effects of a step with the rule of each.
func kinds(effects []commission.Effect) string {
	var out []string
	for _, e := range effects {
		out = append(out, string(e.Kind)+":"+e.Rule)
	}
	return strings.Join(out, " ")
}

func TestEffects(t *testing.T) {
	ranked := at(commission.Offered)
	ranked.Rank = 1
	told := ranked
	told.DALO, told.Warned = true, true
	unwarned := ranked
	unwarned.DALO = true
	accepted := at(commission.Accepted)
	accepted.Rank = 2
	for _, c := range []struct {
		name string
		from commission.Candidacy
		step commission.Step
		want string
	}{
		{"designated", commission.Candidacy{}, commission.Designate, ""},
		{"allocated", at(commission.Examined), commission.Allocate, ""},
		{"condition met", at(commission.Conditional), commission.Meet, "must_sign:COM-EFF-06"},
		{"condition missed", at(commission.Conditional), commission.Miss, "tell_in_writing:COM-EFF-02 stays_active:COM-EFF-01"},
		{"rejected", at(commission.Examined), commission.Reject, "tell_in_writing:COM-EFF-02 stays_active:COM-EFF-01"},
		{"inadmissible", at(commission.Examined), commission.RuleOut, "warn:COM-EFF-03"},
		{"warned", at(commission.Inadmissible), commission.Notify, "strike_off:COM-EFF-04"},
		{"rejection told", at(commission.NotAllocated), commission.Notify, ""},
		{"accepted", at(commission.Offered), commission.Accept, ""},
		{"refused", at(commission.Offered), commission.Refuse, "count_refusal:COM-EFF-08 stays_active:COM-EFF-01"},
		{"rank 1 refuses", ranked, commission.Refuse, "count_refusal:COM-EFF-08 stays_active:COM-EFF-01 offer_next:COM-EFF-07"},
		{"rank 1 silent", ranked, commission.Silence, "count_refusal:COM-EFF-08 stays_active:COM-EFF-01 offer_next:COM-EFF-07"},
		{"DALO warned", told, commission.Refuse, "count_refusal:COM-EFF-08 stays_active:COM-EFF-01 offer_next:COM-EFF-07 may_lose_benefit:COM-EFF-09"},
		{"DALO not warned", unwarned, commission.Refuse, "count_refusal:COM-EFF-08 stays_active:COM-EFF-01 offer_next:COM-EFF-07"},
		{"withdrawn after accepting", accepted, commission.Withdraw, "stays_active:COM-EFF-01 offer_next:COM-EFF-07"},
		{"withdrawn before", at(commission.Examined), commission.Withdraw, "stays_active:COM-EFF-01"},
		{"not served", at(commission.Ranked), commission.PassOver, "stays_active:COM-EFF-01"},
		{"cancelled", at(commission.Examined), commission.Cancel, "tell_in_writing:COM-EFF-02 stays_active:COM-EFF-01"},
		{"leased", at(commission.Accepted), commission.Sign, "strike_off:COM-EFF-05 end_others:COM-EFF-13 update_household:COM-EFF-10"},
	} {
		_, faults, effects := commission.Apply(c.from, sound(c.step))
		if got := kinds(effects); got != c.want || faults.Blocking() {
			t.Errorf("%s: %q, want %q (%v)", c.name, got, c.want, faults)
		}
	}
}

// The strike-off as data: motive, sub-motive, who, and the first day.
func TestStrikeOffs(t *testing.T) {
	out := at(commission.Inadmissible)
	out.SubMotive = demand.StrikeOffSubMotiveIRRSEJ
	warned := sound(commission.Notify)
	warned.On = day("2018-03-31")
	_, _, effects := commission.Apply(out, warned)
	want := []commission.Effect{{Kind: commission.StrikeOff, Rule: "COM-EFF-04", Candidacy: "c1", Demand: "d1", On: day("2018-04-30"), By: commission.TheLandlord,
		Motive: demand.StrikeOffMotiveRADIRR, SubMotive: demand.StrikeOffSubMotiveIRRSEJ}}
	if diff := cmp.Diff(want, effects, cmp.AllowUnexported(demand.Date{})); diff != "" {
		t.Error(diff)
	}
	sign := sound(commission.Sign)
	_, _, effects = commission.Apply(at(commission.Accepted), sign)
	if e := effects[0]; e.Motive != demand.StrikeOffMotiveRADATT || e.On != sign.On || e.Lease != sign.Lease || e.By != commission.TheLandlord {
		t.Errorf("%+v", e)
	}
	// Before 2 May 2010 the written acceptance struck off, by the service that registered.
	old := at(commission.Offered)
	old.Since, old.Until = day("2010-04-01"), day("2010-05-30")
	for on, want := range map[string]string{"2010-05-01": "strike_off:COM-EFF-12", "2010-05-02": ""} {
		_, faults, effects := commission.Apply(old, commission.Move{Step: commission.Accept, On: day(on)})
		if kinds(effects) != want || len(faults) > 0 {
			t.Errorf("%s: %s %v", on, kinds(effects), faults)
		}
		if want != "" && (effects[0].By != commission.TheDesk || effects[0].Motive != demand.StrikeOffMotiveRADATT) {
			t.Errorf("%+v", effects[0])
		}
	}
	old.State = commission.Accepted
	for on, want := range map[string]string{"2010-05-01": "", "2010-05-02": "strike_off:COM-EFF-05 end_others:COM-EFF-13"} {
		m := commission.Move{Step: commission.Sign, On: day(on), By: "B1", Numbered: true}
		if _, faults, effects := commission.Apply(old, m); kinds(effects) != want || len(faults) > 0 {
			t.Errorf("%s: %s %v", on, kinds(effects), faults)
		}
	}
}

// A lease with wrong data is not recorded; without data it is, and the strike-off waits.
func TestLeaseData(t *testing.T) {
	bad := sound(commission.Sign)
	bad.Lease = &commission.Lease{}
	after, faults, _ := commission.Apply(at(commission.Accepted), bad)
	if after.State != commission.Accepted || faults.Codes() != "COM-BAI-02 COM-BAI-03 COM-BAI-04 COM-BAI-06 COM-BAI-07 COM-BAI-08 COM-BAI-09" {
		t.Error(after.State, faults.Codes())
	}
	if faults[0].Path != "move.lease.landlord" {
		t.Error(faults[0].Path)
	}
	none := sound(commission.Sign)
	none.Lease = nil
	after, faults, effects := commission.Apply(at(commission.Accepted), none)
	if after.State != commission.Leased || faults.Codes() != "COM-BAI-01" || effects[0].Lease != nil {
		t.Error(after.State, faults, effects)
	}
	empty := &commission.Lease{}
	if got := empty.Check(day("2012-12-31")); got != nil {
		t.Errorf("before R.441-2-9: %v", got)
	}
	if got := empty.Check(day("2013-01-01")).Codes(); !strings.Contains(got, "COM-BAI-05") {
		t.Error(got)
	}
}

func TestStatesAndSteps(t *testing.T) {
	for _, s := range commission.Steps() {
		if !s.Known() {
			t.Errorf("%s is not known", s)
		}
	}
	if commission.Step("dance").Known() || commission.Step("").Known() {
		t.Error("a step that is none")
	}
	_, faults, _ := commission.Apply(at(commission.Examined), sound(commission.Offer))
	if f := faults[0]; f.Param("state") != "examined" || f.Param("legal") != "allocated, ranked" {
		t.Errorf("%+v", f)
	}
	_, faults, _ = commission.Apply(commission.Candidacy{}, sound(commission.Examine))
	if f := faults[0]; f.Param("state") != "none" || f.Param("legal") != "designated" {
		t.Errorf("%+v", f)
	}
}

// Before the sub-motives, an inadmissibility gives its reason in another way.
func TestInadmissibilityBeforeSubMotives(t *testing.T) {
	c := at(commission.Examined)
	c.Since = day("2012-01-01")
	for _, one := range []struct{ on, reason, sub, want string }{
		{"2012-12-31", "", "", "COM-REJ-01"}, {"2012-12-31", "income", "", ""}, {"2012-12-31", "", "IRRRES", ""}, {"2013-01-01", "income", "", "COM-IRR-01"}, {"2013-01-01", "", "IRRSEJ", ""},
	} {
		m := commission.Move{Step: commission.RuleOut, On: day(one.on), By: "B1", Reason: one.reason, SubMotive: demand.StrikeOffSubMotive(one.sub)}
		if _, faults, _ := commission.Apply(c, m); faults.Codes() != one.want {
			t.Errorf("%+v: %v", one, faults)
		}
	}
}

// Each part of the description is needed when the identifier is missing.
func TestDescribedDwelling(t *testing.T) {
	on := day("2014-05-02")
	whole := lease(on.String())
	whole.RPLS = ""
	whole.Dwelling = commission.LeasedDwelling{Address: demand.Address{Street: "rue des Essais", Commune: "21231"}, Type: demand.RPLSTypeT3, Surface: euros("64"), ZUS: demand.ZUSStatusZUSNON, Rent: euros("410")}
	if faults := whole.Check(on); len(faults) > 0 {
		t.Fatal(faults)
	}
	for name, spoil := range map[string]func(d *commission.LeasedDwelling){
		"street": func(d *commission.LeasedDwelling) { d.Address.Street = "" }, "commune": func(d *commission.LeasedDwelling) { d.Address.Commune = "" },
		"type": func(d *commission.LeasedDwelling) { d.Type = "" }, "surface": func(d *commission.LeasedDwelling) { d.Surface.Valid = false },
		"zus": func(d *commission.LeasedDwelling) { d.ZUS = "" }, "rent": func(d *commission.LeasedDwelling) { d.Rent.Valid = false },
	} {
		one := *whole
		spoil(&one.Dwelling)
		if got := one.Check(on).Codes(); got != "COM-BAI-05" {
			t.Errorf("without %s: %q", name, got)
		}
	}
	for _, siren := range []string{"", "12345678", "1234567890", "12345678A", "12345678/"} {
		one := *lease(on.String())
		one.Landlord = siren
		if got := one.Check(on).Codes(); got != "COM-BAI-02" {
			t.Errorf("%q: %q", siren, got)
		}
	}
}
