package calendar_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
)

func anyDay(r *rand.Rand) demand.Date { return date("2000-11-07").AddDays(r.IntN(9000)) }

func after(r *rand.Rand, day demand.Date, days int) demand.Date { return day.AddDays(r.IntN(days)) }

// anyCase makes a case whose events follow one another.
func anyCase(r *rand.Rand) calendar.Case {
	c := calendar.Case{Deposited: anyDay(r)}
	maybe := func(n int) bool { return r.IntN(n) == 0 }
	if maybe(3) {
		c.Registered = after(r, c.Deposited, 30)
	}
	if maybe(10) {
		c.Seniority = c.Deposited.AddDays(-r.IntN(2000))
	}
	if !maybe(4) {
		c.Attested = after(r, c.Deposited, 50)
	}
	last := c.Deposited
	for range r.IntN(4) {
		last = last.AddDays(200 + r.IntN(250))
		c.Renewals = append(c.Renewals, last)
	}
	r.Shuffle(len(c.Renewals), func(i, j int) { c.Renewals[i], c.Renewals[j] = c.Renewals[j], c.Renewals[i] })
	if maybe(2) {
		c.Noticed = last.AddDays(r.IntN(450) - 30)
	}
	warning := func() calendar.Warning {
		w := calendar.Warning{Sent: after(r, last, 300)}
		if maybe(2) {
			w.Delivered = after(r, w.Sent, 45)
		}
		if maybe(4) {
			w.Answered = after(r, w.Sent, 40)
		}
		if maybe(4) && !w.Delivered.IsZero() {
			w.Sent = demand.Date{}
		}
		return w
	}
	if maybe(5) {
		c.NoAnswer = warning()
	}
	if maybe(5) {
		c.Inadmissible = warning()
	}
	if maybe(4) {
		c.Offer = calendar.Offer{Made: after(r, last, 300), Days: r.IntN(30)}
		if maybe(2) {
			c.Offer.Answered = after(r, c.Offer.Made, 30)
		}
	}
	if maybe(4) {
		c.Paper.Received = after(r, last, 300)
		if maybe(2) {
			c.Paper.Filed = after(r, c.Paper.Received, 30)
		}
	}
	if maybe(8) {
		c.Mediation = calendar.Mediation{Seized: after(r, last, 300), Shelter: maybe(3)}
		c.Mediation.Decided = after(r, c.Mediation.Seized, 100)
	}
	if maybe(4) {
		c.StruckOff = after(r, last, 500)
		c.Motive = []demand.StrikeOffMotive{"RADATT", "RADABA", "RADCON", "RADIRR", "RADREN"}[r.IntN(5)]
	}
	return c
}

func anySettings(r *rand.Rand) calendar.Settings {
	s := calendar.Settings{AbnormalDelayMonths: r.IntN(60), Mediation: []calendar.MediationPlace{"", calendar.MediationOverseas, calendar.MediationLarge}[r.IntN(3)],
		Reception: []calendar.Reception{"", calendar.NoReception, calendar.WithinMonth, calendar.WithinMonths}[r.IntN(4)]}
	if r.IntN(2) == 0 {
		s.Reading = calendar.Anniversary
	}
	if r.IntN(3) == 0 {
		s.StrikeOffMonths, s.ReactivationMonths, s.NoAnswerMonths, s.LateAnswerMonths, s.OfferDays = 10+r.IntN(8), 10+r.IntN(16), r.IntN(4), r.IntN(8), r.IntN(20)
	}
	return s
}

func TestEveryDateHasADayOrAReason(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	known := map[string]bool{}
	for _, rule := range calendar.Rules() {
		known[rule.Code] = true
	}
	for range 20_000 {
		c, s, p := anyCase(r), anySettings(r), append(profiles, "")[r.IntN(6)]
		if r.IntN(20) == 0 {
			c.Deposited = demand.Date{}
		}
		dates := calendar.Of(c, s, p)
		for name, d := range dates.All() {
			switch {
			case d.On.IsZero() == (d.Unknown == "") || d.On.IsZero() == (d.Rule != "") || d.Known() == d.On.IsZero():
				t.Fatalf("%s %s: %+v, of %+v", p, name, d, c)
			case !known[d.Rule+d.Unknown]:
				t.Fatalf("%s: no rule %s", name, d.Rule+d.Unknown)
			case d.Source().Article == "":
				t.Fatalf("%s: %s has no article", name, d.Rule+d.Unknown)
			}
			rule := d.Rule + d.Unknown
			if p != "" && !appliesTo(rule, p) {
				t.Fatalf("%s: %s does not apply to profile %s", name, rule, p)
			}
		}
	}
}

func TestNoDateBeforeItsCause(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 20_000 {
		c, s, p := anyCase(r), anySettings(r), profiles[r.IntN(5)]
		d := calendar.Of(c, s, p)
		last := c.Deposited
		for _, renewed := range c.Renewals {
			if renewed.After(last) && !renewed.After(c.StruckOff) {
				last = renewed
			}
		}
		sent, delivered := c.NoAnswer.Sent, c.NoAnswer.Delivered
		strikeOff := d.StrikeOff.On
		if !c.StruckOff.IsZero() {
			strikeOff = c.StruckOff
		}
		for _, pair := range []struct {
			name          string
			cause, effect demand.Date
		}{
			{"deposit, attestation", c.Deposited, d.Attestation.On}, {"last renewal, notice", last, d.Notice.On}, {"notice, end", d.Notice.On, d.ValidUntil.On},
			{"last renewal, end", last.AddMonths(12).AddDays(-1), d.ValidUntil.On}, {"end, earliest strike-off", d.ValidUntil.On, d.EarliestStrikeOff.On},
			{"earliest strike-off, strike-off", d.EarliestStrikeOff.On.AddDays(-1), d.StrikeOff.On}, {"notice sent, strike-off", lastNotice(&c, last), d.StrikeOff.On},
			{"strike-off, erasure", strikeOff.AddMonths(12).AddDays(-1), d.Erasure.On}, {"deposit, abnormal delay", c.Deposited.AddDays(-2001), d.AbnormalDelay.On},
			{"sent, no answer", sent, d.NoAnswer.On}, {"delivered, no answer", delivered.AddMonths(1).AddDays(-1), d.NoAnswer.On}, {"no answer, late answer", d.NoAnswer.On, d.LateAnswer.On},
			{"delivered, inadmissible", c.Inadmissible.Delivered, d.Inadmissible.On}, {"offer, ten days", c.Offer.Made.AddDays(9), d.Offer.On}, {"paper, filed", c.Paper.Received, d.Paper.On},
			{"deposit, reception", c.Deposited, d.Reception.On}, {"seized, decided", c.Mediation.Seized, d.Mediation.On}, {"decided, court", c.Mediation.Decided, d.MediationAction.On},
		} {
			if pair.name == "no answer, late answer" && c.Motive == "RADCON" {
				continue // counted from the real strike-off
			}
			if !pair.cause.IsZero() && !pair.effect.IsZero() && !pair.cause.Before(pair.effect) {
				t.Fatalf("%s under %s: %s is not before %s, in %+v with %+v", pair.name, p, pair.cause, pair.effect, c, s)
			}
		}
		if c.StruckOff.IsZero() && d.ReactivableUntil.Known() && d.ReactivableUntil.On.Before(d.StrikeOff.On) {
			t.Fatalf("reactivation ends %s before the strike-off %s", d.ReactivableUntil.On, d.StrikeOff.On)
		}
	}
}

// lastNotice gives the day before a month after the notice, if it is of the last year.
func lastNotice(c *calendar.Case, last demand.Date) demand.Date {
	if c.Noticed.After(last.AddMonths(13)) {
		return c.Noticed.AddMonths(1).AddDays(-1)
	}
	return demand.Date{}
}

func TestALaterRenewalNeverEndsEarlier(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range 50_000 {
		c, s, p := anyCase(r), anySettings(r), profiles[r.IntN(5)]
		c.StruckOff = demand.Date{}
		before := calendar.Of(c, s, p)
		last := c.Deposited
		for _, renewed := range c.Renewals {
			if renewed.After(last) {
				last = renewed
			}
		}
		first := after(r, last, 500).AddDays(1)
		second := after(r, first, 500)
		one, two := c, c
		one.Renewals, two.Renewals = append(slices.Clone(c.Renewals), first), append(slices.Clone(c.Renewals), second)
		a, b := calendar.Of(one, s, p), calendar.Of(two, s, p)
		if a.ValidUntil.On.Before(before.ValidUntil.On) || b.ValidUntil.On.Before(a.ValidUntil.On) {
			t.Fatalf("%s: none %s; on %s %s; on %s %s, in %+v", s.Reading, before.ValidUntil.On, first, a.ValidUntil.On, second, b.ValidUntil.On, c)
		}
		literal := calendar.Of(two, calendar.Settings{}, p)
		if b.ValidUntil.On.Before(literal.ValidUntil.On) || b.ValidUntil.On.After(second.AddMonths(24)) {
			t.Fatalf("%s: ends %s, the text says %s", s.Reading, b.ValidUntil.On, literal.ValidUntil.On)
		}
	}
}

func TestOrderOfProfiles(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for range 20_000 {
		c := anyCase(r)
		c.Registered, c.Noticed = demand.Date{}, demand.Date{}
		var all [5]calendar.Dates
		for i, p := range profiles {
			all[i] = calendar.Of(c, calendar.Settings{AbnormalDelayMonths: 24}, p)
		}
		for i := 1; i < 5; i++ {
			a, b := &all[i-1], &all[i]
			for name, pair := range map[string][2]calendar.Due{"strike-off": {a.StrikeOff, b.StrikeOff}, "no answer": {a.NoAnswer, b.NoAnswer}, "erasure": {a.Erasure, b.Erasure}} {
				if pair[0].Known() && (!pair[1].Known() || pair[1].On.Before(pair[0].On)) {
					t.Fatalf("%s: %s under %s, %+v under %s", name, pair[0].On, profiles[i-1], pair[1], profiles[i])
				}
			}
			if a.Attestation != b.Attestation || a.AbnormalDelay != b.AbnormalDelay || a.Notice != b.Notice || a.ValidUntil.On != b.ValidUntil.On {
				t.Fatalf("what no profile changed has changed: %+v, %+v", a, b)
			}
		}
	}
}

func TestOrderOfRenewalsNeverMatters(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 5_000 {
		c, s, p := anyCase(r), anySettings(r), profiles[r.IntN(5)]
		want := calendar.Of(c, s, p)
		shuffled := slices.Clone(c.Renewals)
		shuffled = append(shuffled, shuffled...) // and twice
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		c.Renewals = shuffled
		if got := calendar.Of(c, s, p); got != want {
			t.Fatalf("%+v, then %+v", want, got)
		}
	}
}

func BenchmarkOf(b *testing.B) {
	r := rand.New(rand.NewPCG(6, 6))
	cases := make([]calendar.Case, 1024)
	for i := range cases {
		cases[i] = anyCase(r)
	}
	s := calendar.Settings{AbnormalDelayMonths: 24, Reception: calendar.WithinMonth}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		if d := calendar.Of(cases[i%1024], s, demand.Profile2015); d.ValidUntil.On.IsZero() {
			b.Fatal("no date")
		}
	}
}

func TestOfAllocatesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	c, s := anyCase(r), anySettings(r)
	if n := testing.AllocsPerRun(100, func() { calendar.Of(c, s, demand.Profile2015) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

var rulesByCode = func() map[string]demand.Rule {
	out := map[string]demand.Rule{}
	for _, r := range calendar.Rules() {
		out[r.Code] = r
	}
	return out
}()

func appliesTo(code string, p demand.Profile) bool {
	r := rulesByCode[code]
	return len(r.Profiles) == 0 || slices.Contains(r.Profiles, p)
}
