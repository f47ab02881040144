package peers_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// policy is a rule of the charter as a user of Cedar would write it. Cedar has no
// unknown: a fact that is not said forbids. It does not reckon in months either:
// the days after which an act is possible are worked out for it, outside the
// measure, as are the places a demand is for.
type policy struct {
	rule   string
	effect string
	acts   string
	when   string
}

const (
	everyAct    = "register renew strike_off see"
	registering = `["landlord", "community", "epci", "state_service", "reservation_holder", "mandatary"].contains(principal.kind)`
	known       = `principal has kind`
	notOwn      = ` && !(context has registered_by && context.registered_by == principal.party)`
)

func forMotives(list, when string) string {
	return known + ` && context has motive && [` + list + `].contains(context.motive) && (` + when + `)`
}

// policies are sixty: the rules of the charter that speak of four acts under the
// profile of 2010, one policy for a fact that is missing and one for a fact that
// is wrong where a charter has one rule for both.
var policies = []policy{
	{"CHA-DAT-01", "forbid", everyAct, `!(context has on)`},
	{"CHA-DAT-01", "forbid", everyAct, `context has on && context.on < resource.valid_from`},
	{"CHA-PAR-01", "forbid", everyAct, `!(principal has kind)`},
	{"CHA-PAR-03", "forbid", everyAct, `principal has party && context has claimed && context.claimed != principal.party`},
	{"CHA-PAR-04", "forbid", "register", known + ` && principal has needs_title && !(principal has title_from)`},
	{"CHA-PAR-04", "forbid", "register", known + ` && principal has title_from && context has on && context.on < principal.title_from`},
	{"CHA-PAR-04", "forbid", "renew", known + ` && principal has title_from && principal.kind != "manager" && context has on && context.on < principal.title_from`},
	{"CHA-PAR-06", "forbid", "register", known + ` && principal has own_public_only && !(context has own_public)`},
	{"CHA-PAR-06", "forbid", "register", known + ` && principal has own_public_only && context has own_public && !context.own_public`},
	{"CHA-TER-01", "forbid", "register", `!(context has departements)`},
	{"CHA-TER-01", "forbid", "register", `context has departements && !resource.departements.containsAny(context.departements)`},
	{"CHA-TER-02", "permit", "register", `context has departements && resource.departements.containsAny(context.departements) && !resource.departements.containsAll(context.departements)`},
	{"CHA-DRO-01", "forbid", "register", known + ` && !(` + registering + ` || principal.kind == "manager")`},
	{"CHA-DRO-04", "forbid", "renew", known + ` && !(` + registering + ` || principal.kind == "manager")`},
	{"CHA-ENR-02", "forbid", "register", `context has numbered && context.numbered && context has status && ["active", "expired", "struck_off"].contains(context.status)`},
	{"CHA-REN-01", "forbid", "renew", `!(context has status)`},
	{"CHA-REN-01", "forbid", "renew", `context has status && !["active", "expired", "to_verify"].contains(context.status)`},
	{"CHA-REN-02", "permit", "renew", `context has status && context.status == "expired"`},
	{"CHA-RAD-01", "forbid", "strike_off", `!(context has motive)`},
	{"CHA-RAD-01", "forbid", "strike_off", `context has motive && !["RADATT", "RADABA", "RADCON", "RADIRR", "RADREN"].contains(context.motive)`},
	{"CHA-RAD-02", "forbid", "strike_off", `!(context has status)`},
	{"CHA-RAD-02", "forbid", "strike_off", `context has status && !["active", "expired", "to_verify"].contains(context.status)`},
	{"CHA-RAD-03", "forbid", "strike_off", forMotives(`"RADATT"`, `principal.kind != "landlord"`)},
	{"CHA-RAD-03", "forbid", "strike_off", forMotives(`"RADATT"`, `!(context has allocated_by)`)},
	{"CHA-RAD-03", "forbid", "strike_off", forMotives(`"RADATT"`, `context has allocated_by && context.allocated_by != principal.party`)},
	{"CHA-RAD-04", "forbid", "strike_off", forMotives(`"RADATT"`, `!(context has lease_on)`)},
	{"CHA-RAD-04", "forbid", "strike_off", forMotives(`"RADATT"`, `context has lease_on && context has on && context.lease_on > context.on`)},
	{"CHA-RAD-05", "forbid", "strike_off", forMotives(`"RADATT"`, `context has on && context.on >= resource.lease_data_from && !(context has lease_data && context.lease_data)`)},
	{"CHA-RAD-06", "forbid", "strike_off", forMotives(`"RADABA"`, `!`+registering)},
	{"CHA-RAD-06", "forbid", "strike_off", forMotives(`"RADABA"`, `!(context has received)`)},
	{"CHA-RAD-06", "forbid", "strike_off", forMotives(`"RADABA"`, `context has received && !context.received`)},
	{"CHA-RAD-07", "forbid", "strike_off", forMotives(`"RADCON"`, `!(`+registering+` || principal.kind == "manager")`)},
	{"CHA-RAD-07", "forbid", "strike_off", forMotives(`"RADCON"`, `!(context has sent_by)`)},
	{"CHA-RAD-07", "forbid", "strike_off", forMotives(`"RADCON"`, `context has sent_by && context.sent_by != principal.party`)},
	{"CHA-RAD-08", "forbid", "strike_off", forMotives(`"RADCON", "RADIRR"`, `!(context has warned_on)`)},
	{"CHA-RAD-08", "forbid", "strike_off", forMotives(`"RADCON", "RADIRR"`, `context has warned_from && context has on && context.on < context.warned_from`)},
	{"CHA-RAD-09", "forbid", "strike_off", forMotives(`"RADCON", "RADIRR", "RADREN"`, `!(context has delivered_on) && !(context has delivered && context.delivered)`)},
	{"CHA-RAD-10", "forbid", "strike_off", forMotives(`"RADIRR"`, `principal.kind != "landlord"`)},
	{"CHA-RAD-10", "forbid", "strike_off", forMotives(`"RADIRR"`, `!(context has ruled_by && context.ruled_by == principal.party)`)},
	{"CHA-RAD-11", "forbid", "strike_off", forMotives(`"RADIRR"`, `!(context has sub_motive) && context has on && context.on >= resource.lease_data_from`)},
	{"CHA-RAD-11", "forbid", "strike_off", forMotives(`"RADIRR"`, `context has sub_motive && !["IRRRES", "IRRSEJ"].contains(context.sub_motive)`)},
	{"CHA-RAD-12", "forbid", "strike_off", forMotives(`"RADREN"`, `principal.kind != "manager"`)},
	{"CHA-RAD-13", "forbid", "strike_off", forMotives(`"RADREN"`, `!(context has notice_on && context has notice_until)`)},
	{"CHA-RAD-13", "forbid", "strike_off", forMotives(`"RADREN"`, `context has notice_on && context has notice_until && context.notice_on > context.notice_until && context has on && context.on < context.notice_month`)},
	{"CHA-RAD-14", "forbid", "strike_off", forMotives(`"RADREN"`, `!(context has unrenewed_from)`)},
	{"CHA-RAD-14", "forbid", "strike_off", forMotives(`"RADREN"`, `context has unrenewed_from && context has on && context.on < context.unrenewed_from`)},
	{"CHA-RAD-15", "forbid", "strike_off", forMotives(`"RADABA", "RADCON", "RADIRR", "RADREN"`, `!(context has warned_on) && !(context has notice_on)`)},
	{"CHA-RAD-18", "permit", "strike_off", `context has dalo && context.dalo`},
	{"CHA-ACC-01", "forbid", "see", known + ` && !["landlord", "state_service", "manager", "mandatary", "applicant"].contains(principal.kind) && !(principal has collective_agreement) && !(principal has title_from && context has on && context.on >= principal.title_from)`},
	{"CHA-ACC-02", "forbid", "see", `principal has territory && !(context has places)` + notOwn},
	{"CHA-ACC-02", "forbid", "see", `principal has territory && context has places && !principal.territory.containsAny(context.places)` + notOwn},
	{"CHA-ACC-03", "forbid", "see", known + ` && principal.kind != "applicant" && !(context has purpose)`},
	{"CHA-ACC-03", "forbid", "see", known + ` && principal.kind != "applicant" && context has purpose && !["allocation", "management"].contains(context.purpose)`},
	{"CHA-ACC-04", "forbid", "see", `context has status && context.status == "deleted"`},
	{"CHA-ACC-05", "forbid", "see", known + ` && context has field && context.field == "disability" && !["landlord", "state_service", "applicant"].contains(principal.kind) && !(` + registering + ` && context has registered_by && context.registered_by == principal.party)`},
	{"CHA-ACC-07", "forbid", "renew see", known + ` && principal.kind == "applicant" && !(context has own && context.own)`},
	{"CHA-ENR-01", "permit", "register", `true`},
	{"CHA-OUI-01", "permit", "renew", `true`},
	{"CHA-OUI-01", "permit", "strike_off", `true`},
	{"CHA-OUI-01", "permit", "see", `true`},
}

func policySet(t testing.TB) *cedar.PolicySet {
	t.Helper()
	var text strings.Builder
	for _, p := range policies {
		var acts []string
		for act := range strings.FieldsSeq(p.acts) {
			acts = append(acts, `Act::"`+act+`"`)
		}
		scope := "action == " + acts[0]
		if len(acts) > 1 {
			scope = "action in [" + strings.Join(acts, ", ") + "]"
		}
		fmt.Fprintf(&text, "@rule(%q)\n%s (principal, %s, resource) when { %s };\n", p.rule, p.effect, scope, p.when)
	}
	set, err := cedar.NewPolicySetFromBytes("charter.cedar", []byte(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// question is one request, for both.
type question struct {
	actor charter.Actor
	act   charter.Act
	facts charter.Facts
	on    demand.Date
	cedar cedar.Request
}

var file = cedar.NewEntityUID("File", "021")

// days counts the days, which Cedar compares.
func days(d demand.Date) types.Value {
	return types.Long(d.DaysSince(demand.MustDate("2000-01-01")))
}

func texts(list ...string) types.Value {
	var out []types.Value
	for _, s := range list {
		out = append(out, types.String(s))
	}
	return types.NewSet(out...)
}

// entities are the partners of the charter, under their identifier and their
// desks, the applicant and the file.
func entities(c *charter.Charter) types.EntityMap {
	out := types.EntityMap{}
	add := func(id cedar.EntityUID, attributes types.RecordMap) {
		out[id] = types.Entity{UID: id, Attributes: types.NewRecord(attributes)}
	}
	add(file, types.RecordMap{"valid_from": days(c.ValidFrom), "departements": texts(c.Territory.Departements...), "lease_data_from": days(demand.MustDate("2013-01-01"))})
	add(cedar.NewEntityUID("Applicant", "a"), types.RecordMap{"kind": types.String("applicant"), "party": types.String("applicant")})
	for _, p := range c.Parties {
		r := types.RecordMap{"kind": types.String(p.Kind), "party": types.String(p.ID)}
		if p.Kind != charter.Landlord {
			r["needs_title"] = types.True
		}
		if !p.Title.SignedOn.IsZero() {
			r["title_from"] = days(p.Title.SignedOn)
		}
		if p.OwnPublicOnly {
			r["own_public_only"] = types.True
		}
		if p.CollectiveAgreement {
			r["collective_agreement"] = types.True
		}
		switch {
		case len(p.Territory) > 0:
			r["territory"] = texts(p.Territory...)
		case len(p.Stock) > 0:
			r["territory"] = texts(c.Territory.Departements...)
		}
		add(cedar.NewEntityUID("Party", types.String(p.ID)), r)
		for _, desk := range p.Desks {
			add(cedar.NewEntityUID("Desk", types.String(desk)), r)
		}
	}
	return out
}

// translate writes the request for Cedar: what is said, and the days and places
// worked out for it.
func (q *question) translate(c *charter.Charter) {
	f, r := &q.facts, types.RecordMap{}
	say := func(name types.String, value types.Value, said bool) {
		if said {
			r[name] = value
		}
	}
	text := func(name types.String, value string) { say(name, types.String(value), value != "") }
	answer := func(name types.String, a demand.Answer) {
		say(name, types.Boolean(a == demand.Yes), a != demand.NotSaid)
	}
	date := func(name types.String, d demand.Date) { say(name, days(d), !d.IsZero()) }
	date("on", q.on)
	text("status", string(f.Status))
	text("motive", string(f.Motive))
	text("sub_motive", string(f.SubMotive))
	text("allocated_by", f.AllocatedBy)
	text("ruled_by", f.RuledBy)
	text("sent_by", f.SentBy)
	text("registered_by", f.RegisteredBy)
	text("purpose", f.Purpose)
	text("field", f.Field)
	answer("numbered", f.Numbered)
	answer("own_public", f.OwnPublic)
	answer("received", f.Received)
	answer("lease_data", f.LeaseData)
	answer("delivered", f.Delivered)
	answer("dalo", f.DALO)
	answer("own", f.Own)
	date("lease_on", f.LeaseOn)
	date("warned_on", f.WarnedOn)
	date("notice_on", f.NoticeOn)
	date("delivered_on", f.DeliveredOn)

	delivered := f.DeliveredOn
	one := calendar.Case{Deposited: f.Deposited, Noticed: f.NoticeOn, Motive: f.Motive, NoAnswer: calendar.Warning{Sent: f.WarnedOn, Delivered: delivered}}
	if one.Inadmissible = one.NoAnswer; delivered.IsZero() {
		one.Inadmissible.Delivered = f.WarnedOn
	}
	dates := calendar.Of(one, c.Calendar, c.Profile)
	date("unrenewed_from", dates.StrikeOff.On)
	date("notice_until", dates.ValidUntil.On.AddMonths(-1))
	date("notice_month", f.NoticeOn.AddMonths(1))
	date("warned_from", dates.Warned(f.Motive).On)
	var places, departements []string
	for _, commune := range f.Communes {
		departements = append(departements, commune[:2])
		places = append(places, commune, commune[:2])
	}
	say("departements", texts(departements...), len(departements) > 0)
	say("places", texts(places...), len(places) > 0)

	principal := cedar.NewEntityUID("Party", types.String(q.actor.Party))
	switch {
	case q.actor.Kind == charter.Applicant:
		principal = cedar.NewEntityUID("Applicant", "a")
	case q.actor.Desk != "":
		principal = cedar.NewEntityUID("Desk", types.String(q.actor.Desk))
		text("claimed", q.actor.Party)
	}
	q.cedar = cedar.Request{Principal: principal, Action: cedar.NewEntityUID("Act", types.String(q.act)), Resource: file, Context: types.NewRecord(r)}
}

func pick[T any](rng *rand.Rand, list ...T) T { return list[rng.IntN(len(list))] }

// usually gives the first choice three times in four.
func usually[T any](rng *rand.Rand, first T, others ...T) T {
	if rng.IntN(4) > 0 || len(others) == 0 {
		return first
	}
	return pick(rng, others...)
}

// questions makes requests, many of them as they should be, others with a fact
// missing or wrong.
func questions(c *charter.Charter, n int) []question {
	rng := rand.New(rand.NewPCG(1, 60))
	motives := []demand.StrikeOffMotive{demand.StrikeOffMotiveRADATT, demand.StrikeOffMotiveRADABA, demand.StrikeOffMotiveRADCON, demand.StrikeOffMotiveRADIRR, demand.StrikeOffMotiveRADREN}
	out := make([]question, n)
	for i := range out {
		q := &out[i]
		party := pick(rng, c.Parties...)
		q.act = []charter.Act{charter.Register, charter.Renew, charter.StrikeOff, charter.See}[i%4]
		q.on = demand.MustDate("2012-01-15").AddDays(rng.IntN(600))
		f := &q.facts
		if f.Motive = usually(rng, pick(rng, motives...), "", "RADXXX"); q.act == charter.StrikeOff && rng.IntN(8) > 0 {
			switch f.Motive {
			case demand.StrikeOffMotiveRADATT, demand.StrikeOffMotiveRADIRR:
				party = c.Parties[rng.IntN(2)]
			case demand.StrikeOffMotiveRADREN:
				party = c.Parties[len(c.Parties)-1]
			}
		}
		self := party.ID
		q.actor = usually(rng, charter.Actor{Party: self}, charter.Actor{Party: "inconnu"}, charter.Actor{Kind: charter.Applicant})
		if len(party.Desks) > 0 && q.actor.Party == self && rng.IntN(2) == 0 {
			q.actor = charter.Actor{Desk: usually(rng, party.Desks[0], "99999", "21002"), Party: usually(rng, "", self, "etat")}
		}
		if rng.IntN(60) == 0 {
			q.on = pick(rng, demand.Date{}, demand.MustDate("2010-05-01"))
		}
		some := func(back int) demand.Date { return q.on.AddDays(-back - rng.IntN(200)) }
		for range rng.IntN(4) {
			f.Communes = append(f.Communes, usually(rng, "21231", "21166", "21054", "71270", "58194"))
		}
		f.Status = usually(rng, journal.Active, journal.Expired, journal.ToVerify, journal.StruckOff, journal.Deleted, journal.Absent)
		f.Numbered = usually(rng, demand.No, demand.Yes, demand.NotSaid)
		f.OwnPublic, f.Received = usually(rng, demand.Yes, demand.No, demand.NotSaid), usually(rng, demand.Yes, demand.No, demand.NotSaid)
		f.LeaseData, f.Delivered = usually(rng, demand.Yes, demand.No, demand.NotSaid), usually(rng, demand.Yes, demand.No, demand.NotSaid)
		f.AllocatedBy, f.RuledBy, f.SentBy, f.RegisteredBy = usually(rng, self, "", "etat"), usually(rng, self, "", "etat"), usually(rng, self, "", "etat"), usually(rng, self, "", "etat")
		f.Own = usually(rng, demand.Yes, demand.No, demand.NotSaid)
		f.DALO = usually(rng, demand.NotSaid, demand.Yes, demand.No)
		f.SubMotive = usually(rng, demand.StrikeOffSubMotive("IRRRES"), "IRRSEJ", "", "IRRXXX")
		f.Purpose, f.Field = usually(rng, "allocation", "management", "", "prospection"), usually(rng, "", "identity", "disability")
		f.LeaseOn, f.WarnedOn, f.DeliveredOn = usually(rng, some(0), demand.Date{}, q.on.AddDays(9)), usually(rng, some(20), demand.Date{}), usually(rng, some(20), demand.Date{})
		f.Deposited = usually(rng, q.on.AddDays(-380-rng.IntN(60)), some(0), demand.Date{})
		f.NoticeOn = usually(rng, f.Deposited.AddMonths(10), demand.Date{}, f.Deposited.AddMonths(11).AddDays(1), some(0))
		q.translate(c)
	}
	return out
}

func dijon(t testing.TB) *charter.Charter {
	t.Helper()
	c, ok := charter.Named("grand-dijon-2010")
	if !ok {
		t.Fatal("no charter")
	}
	return c
}

// Both decide the same, request by request, whatever is missing or wrong.
func TestSameDecisions(t *testing.T) {
	if len(policies) != 60 {
		t.Fatalf("%d policies", len(policies))
	}
	c := dijon(t)
	set, partners := policySet(t), entities(c)
	allowed, forbidding := map[charter.Act]int{}, map[cedar.PolicyID]bool{}
	for i, q := range questions(c, 8_000) {
		d := charter.Decide(c, q.actor, q.act, q.facts, q.on)
		got, diagnostic := cedar.Authorize(set, partners, q.cedar)
		if len(diagnostic.Errors) > 0 {
			t.Fatal(diagnostic.Errors)
		}
		for _, r := range diagnostic.Reasons {
			forbidding[r.PolicyID] = true
		}
		if bool(got) != (d.Outcome == charter.Allowed) {
			t.Fatalf("request %d, %s by %+v on %s: %s by %s; Cedar: %v by %v\n%+v", i, q.act, q.actor, q.on, d.Outcome, d.Rule, got, diagnostic.Reasons, q.facts)
		}
		if d.Outcome == charter.Allowed {
			allowed[q.act]++
		}
	}
	for _, act := range []charter.Act{charter.Register, charter.Renew, charter.StrikeOff, charter.See} {
		if n := allowed[act]; n < 100 || n > 1_900 {
			t.Errorf("%s: allowed %d times in 2 000", act, n)
		}
	}
	for i, p := range policies {
		if id := cedar.PolicyID(fmt.Sprint("policy", i)); !forbidding[id] {
			t.Errorf("%s, %s: no request makes it speak", id, p.rule)
		}
	}
}

// One decision of the charter, among requests of every kind.
func BenchmarkDecide(b *testing.B) {
	c := dijon(b)
	list := questions(c, 400)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		q := &list[i]
		if i++; i == len(list) {
			i = 0
		}
		if charter.Decide(c, q.actor, q.act, q.facts, q.on).Outcome == "" {
			b.Fatal("no outcome")
		}
	}
}

// One decision of Cedar on the same requests.
func BenchmarkDecideCedar(b *testing.B) {
	c := dijon(b)
	list, set, partners := questions(c, 400), policySet(b), entities(c)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		q := &list[i]
		if i++; i == len(list) {
			i = 0
		}
		if _, diagnostic := cedar.Authorize(set, partners, q.cedar); len(diagnostic.Errors) > 0 {
			b.Fatal(diagnostic.Errors)
		}
	}
}

// Both in turn, a millisecond apart, so that a busy machine slows them alike; the
// median of the rounds counts. "times" is how many times faster the charter is.
func BenchmarkDecideSideBySide(b *testing.B) {
	c := dijon(b)
	all, set, partners := questions(c, 1_600), policySet(b), entities(c)
	for _, name := range []string{"all", "allowed", "register", "renew", "strike_off", "see"} {
		var list []question
		for _, q := range all {
			allowed := name == "allowed" && charter.Decide(c, q.actor, q.act, q.facts, q.on).Outcome == charter.Allowed
			if name == "all" || allowed || string(q.act) == name {
				list = append(list, q)
			}
		}
		list = list[:min(400, len(list))]
		b.Run(name, func(b *testing.B) {
			var ours, theirs []time.Duration
			for b.Loop() {
				start := time.Now()
				for i := range list {
					q := &list[i]
					charter.Decide(c, q.actor, q.act, q.facts, q.on)
				}
				middle := time.Now()
				for i := range list {
					cedar.Authorize(set, partners, list[i].cedar)
				}
				ours, theirs = append(ours, middle.Sub(start)), append(theirs, time.Since(middle))
			}
			slices.Sort(ours)
			slices.Sort(theirs)
			mine, other := ours[len(ours)/2], theirs[len(theirs)/2]
			b.ReportMetric(float64(mine.Nanoseconds())/float64(len(list)), "charter-ns/decision")
			b.ReportMetric(float64(other.Nanoseconds())/float64(len(list)), "cedar-ns/decision")
			b.ReportMetric(float64(other)/float64(mine), "times")
		})
	}
}
