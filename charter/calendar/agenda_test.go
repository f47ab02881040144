package calendar_test

import (
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
)

// isOn says whether a demand is on a list on a day, from its dates and what has
// been done about it: the definition of the lists, one demand at a time.
func isOn(l calendar.List, c *calendar.Case, d *calendar.Dates, day demand.Date) bool {
	living := c.StruckOff.IsZero() || day.Before(c.StruckOff)
	reached := func(due calendar.Due) bool { return due.Known() && !day.Before(due.On) }
	passed := func(due calendar.Due) bool { return due.Known() && day.After(due.On) }
	done := func(when demand.Date) bool { return when.Before(day) } // the day of the act is still on the list
	noticed := func() bool { return c.Noticed.After(d.ValidUntil.On.AddMonths(-12)) && done(c.Noticed) }
	switch l {
	case calendar.AttestationDue:
		return living && day == d.Attestation.On && !done(c.Attested)
	case calendar.AttestationLate:
		return living && passed(d.Attestation) && !done(c.Attested)
	case calendar.NoticeToSend:
		return living && reached(d.Notice) && !passed(d.ValidUntil) && !noticed()
	case calendar.Expired:
		return living && passed(d.ValidUntil) && !reached(d.StrikeOff)
	case calendar.StrikeOffDue:
		return living && reached(d.StrikeOff)
	case calendar.NoAnswerDue:
		return living && reached(d.NoAnswer)
	case calendar.InadmissibleDue:
		return living && reached(d.Inadmissible)
	case calendar.ReactivationEnds:
		return !c.StruckOff.IsZero() && day == d.ReactivableUntil.On && !day.Before(c.StruckOff)
	case calendar.ErasureDue:
		return !c.StruckOff.IsZero() && passed(d.Erasure)
	case calendar.DelayReached:
		return living && reached(d.AbnormalDelay)
	case calendar.OfferEnds:
		return living && day == d.Offer.On && !done(c.Offer.Answered)
	case calendar.OfferSilent:
		return living && passed(d.Offer) && !done(c.Offer.Answered)
	case calendar.PaperLate:
		return living && passed(d.Paper) && !done(c.Paper.Filed)
	}
	return false
}

// stock makes demands with their keys.
func stock(n int, seed uint64) ([]string, []calendar.Case) {
	r := rand.New(rand.NewPCG(seed, seed))
	keys, cases := make([]string, n), make([]calendar.Case, n)
	for i := range cases {
		keys[i], cases[i] = fmt.Sprintf("d%07d", i*7919%10_000_019), anyCase(r)
		if i%2 == 0 { // half of them near the year that is looked at
			cases[i] = near(cases[i], r)
		}
	}
	return keys, cases
}

// near moves a case so that its last year ends about 2016.
func near(c calendar.Case, r *rand.Rand) calendar.Case {
	moved := date("2015-01-01").AddDays(r.IntN(700)).DaysSince(c.Deposited)
	for _, d := range []*demand.Date{&c.Deposited, &c.Registered, &c.Seniority, &c.Attested, &c.Noticed, &c.StruckOff, &c.NoAnswer.Sent, &c.NoAnswer.Delivered,
		&c.NoAnswer.Answered, &c.Inadmissible.Sent, &c.Inadmissible.Delivered, &c.Inadmissible.Answered, &c.Offer.Made, &c.Offer.Answered, &c.Paper.Received, &c.Paper.Filed} {
		*d = d.AddDays(moved)
	}
	for i := range c.Renewals {
		c.Renewals[i] = c.Renewals[i].AddDays(moved)
	}
	return c
}

func inOrder(keys []string, cases []calendar.Case, order []int) iter.Seq2[string, calendar.Case] {
	return func(yield func(string, calendar.Case) bool) {
		for _, i := range order {
			if !yield(keys[i], cases[i]) {
				return
			}
		}
	}
}

type place struct {
	list calendar.List
	key  string
}

// manager keeps the lists up to date from day to day, as a desk would: what
// comes that day is added, what ended the day before is crossed out.
type manager struct {
	rank map[string]int
	on   [][]bool // by list, then by demand
	ends map[demand.Date][]calendar.Entry
	came map[calendar.List]int
}

func (m *manager) add(t *testing.T, e calendar.Entry) {
	t.Helper()
	here := &m.on[e.List][m.rank[e.Demand]]
	if *here {
		t.Fatalf("%+v comes twice", e)
	}
	*here = true
	m.ends[e.To] = append(m.ends[e.To], e)
	m.came[e.List]++
}

func (m *manager) crossOut(day demand.Date) {
	for _, e := range m.ends[day] {
		m.on[e.List][m.rank[e.Demand]] = false
	}
}

// TestAgendaIsThatOfEachDemand runs 200,000 demands through a year and more, day
// by day: the lists must be what the dates of each demand say, one by one.
func TestAgendaIsThatOfEachDemand(t *testing.T) {
	n := 200_000
	if testing.Short() {
		n = 5_000
	}
	keys, cases := stock(n, 11)
	settings := calendar.Settings{AbnormalDelayMonths: 24}
	dates := make([]calendar.Dates, n)
	order := slices.Collect(indices(n))
	m := manager{rank: map[string]int{}, ends: map[demand.Date][]calendar.Entry{}, came: map[calendar.List]int{}}
	for i := range cases {
		dates[i] = calendar.Of(cases[i], settings, demand.Profile2015)
		m.rank[keys[i]] = i
	}
	for range calendar.Lists() {
		m.on = append(m.on, make([]bool, n))
	}
	rand.New(rand.NewPCG(12, 12)).Shuffle(n, func(i, j int) { order[i], order[j] = order[j], order[i] })
	agenda := calendar.Build(inOrder(keys, cases, order), settings, demand.Profile2015)

	first, last := date("2016-01-15"), date("2017-03-01") // with a 29 February, and the end of one that is missing
	for e := range agenda.Standing(first) {
		m.add(t, e)
	}
	clear(m.came)
	for day, k := first, 0; !day.After(last); day, k = day.AddDays(1), k+1 {
		if k > 0 {
			m.crossOut(day.AddDays(-1))
			for e := range agenda.On(day) {
				m.add(t, e)
				i := m.rank[e.Demand]
				if !isOn(e.List, &cases[i], &dates[i], day) || isOn(e.List, &cases[i], &dates[i], day.AddDays(-1)) {
					t.Fatalf("%s: %+v comes on a day that is not the first by its dates: %+v", day, e, cases[i])
				}
			}
		}
		for _, l := range calendar.Lists() {
			if !looked(l, day, k) {
				continue
			}
			for i := range cases {
				if one := isOn(l, &cases[i], &dates[i], day); one != m.on[l][i] {
					t.Fatalf("%s %s: agenda %v, dates %v: %+v", day, l, m.on[l][i], one, cases[i])
				}
			}
		}
	}
	for _, l := range calendar.Lists() {
		if m.came[l] < n/10_000 {
			t.Errorf("%s: only %d demands came on it", l, m.came[l])
		}
	}
}

// looked chooses the days when a list is compared for every demand, on it or not:
// all of them on the last day of each month, and one list every second day. What
// comes is looked at on every day; TestAgendaOfEveryDay does every list on every
// day.
func looked(l calendar.List, day demand.Date, k int) bool {
	lists := len(calendar.Lists())
	return int(l)*2 == k%(2*lists) || day.AddDays(1).Day() == 1
}

// TestAgendaOfEveryDay looks at every list on every day, for fewer demands.
func TestAgendaOfEveryDay(t *testing.T) {
	keys, cases := stock(2_000, 13)
	settings := calendar.Settings{AbnormalDelayMonths: 24, Reading: calendar.Anniversary}
	for _, p := range profiles {
		agenda := calendar.Build(inOrder(keys, cases, slices.Collect(indices(len(keys)))), settings, p)
		dates := make([]calendar.Dates, len(cases))
		for i := range cases {
			dates[i] = calendar.Of(cases[i], settings, p)
		}
		for day := date("2016-02-20"); day.Before(date("2016-05-03")); day = day.AddDays(1) {
			got := map[place]bool{}
			for e := range agenda.Standing(day) {
				got[place{e.List, e.Demand}] = true
			}
			want := map[place]bool{}
			for i := range cases {
				for _, l := range calendar.Lists() {
					if isOn(l, &cases[i], &dates[i], day) {
						want[place{l, keys[i]}] = true
					}
				}
			}
			if !maps.Equal(got, want) {
				t.Fatalf("%s under %s: %d on the lists, %d by the dates", day, p, len(got), len(want))
			}
		}
	}
}

func indices(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func TestAgendaForgetsTheOrderOfDemands(t *testing.T) {
	keys, cases := stock(3_000, 17)
	keys[1] = keys[0] // a key given twice, on one list until two different days
	cases[0] = calendar.Case{Deposited: date("2016-01-15")}
	cases[1] = calendar.Case{Deposited: date("2016-01-15"), Attested: date("2016-03-01")}
	order := slices.Collect(indices(len(keys)))
	settings := calendar.Settings{AbnormalDelayMonths: 24}
	first, last := date("1980-01-01"), date("2080-01-01")
	want := slices.Collect(calendar.Build(inOrder(keys, cases, order), settings, demand.Profile2015).Between(first, last))
	if len(want) < 3_000 {
		t.Fatalf("%d entries", len(want))
	}
	r := rand.New(rand.NewPCG(18, 18))
	for range 8 {
		r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		agenda := calendar.Build(inOrder(keys, cases, order), settings, demand.Profile2015)
		if got := slices.Collect(agenda.Between(first, last)); !slices.Equal(got, want) || agenda.Len() != len(want) {
			t.Fatal("another order of demands gives another agenda")
		}
	}
	for i, e := range want {
		if e.Rule == "" || e.Demand == "" || e.To.Before(e.From) {
			t.Fatalf("%+v", e)
		}
		if i > 0 && e.From.Before(want[i-1].From) {
			t.Fatalf("not in order: %+v, then %+v", want[i-1], e)
		}
	}
	var split []calendar.Entry // the days between are those of each day
	agenda := calendar.Build(inOrder(keys, cases, order), settings, demand.Profile2015)
	for day := date("2016-02-01"); day.Before(date("2016-04-01")); day = day.AddDays(1) {
		split = slices.AppendSeq(split, agenda.On(day))
	}
	if got := slices.Collect(agenda.Between(date("2016-02-01"), date("2016-03-31"))); !slices.Equal(got, split) || len(got) == 0 {
		t.Errorf("%d entries between, %d day by day", len(got), len(split))
	}
}

// TestLists reads what each list holds around a day, for one demand.
func TestLists(t *testing.T) {
	const open = "…"
	for _, c := range []struct {
		name string
		set  func(*calendar.Case)
		want string
	}{
		{"nothing done", func(*calendar.Case) {}, "attestation_due 2015-11-15 2015-11-15, attestation_late 2015-11-16 …, notice_to_send 2016-09-15 2016-10-15, " +
			"expired 2016-10-16 2016-11-14, strike_off_due 2016-11-15 …, delay_reached 2017-10-15 …"},
		{"attested, noticed", func(c *calendar.Case) { c.Attested, c.Noticed = date("2015-11-15"), date("2016-09-20") }, "attestation_due 2015-11-15 2015-11-15, " +
			"notice_to_send 2016-09-15 2016-09-20, expired 2016-10-16 2016-11-14, strike_off_due 2016-11-15 …, delay_reached 2017-10-15 …"},
		{"attested at once, noticed early", func(c *calendar.Case) { c.Attested, c.Noticed = date("2015-10-15"), date("2016-09-01") },
			"expired 2016-10-16 2016-11-14, strike_off_due 2016-11-15 …, delay_reached 2017-10-15 …"},
		{"struck off while expired", func(c *calendar.Case) {
			c.Attested, c.Noticed, c.StruckOff, c.Motive = date("2015-10-15"), date("2016-09-01"), date("2016-11-10"), "RADABA"
		}, "expired 2016-10-16 2016-11-09, erasure_due 2017-11-11 …"},
		{"struck off for want of renewal", func(c *calendar.Case) {
			c.Attested, c.Noticed, c.StruckOff, c.Motive = date("2015-10-15"), date("2016-09-01"), date("2016-11-18"), "RADREN"
		}, "expired 2016-10-16 2016-11-14, strike_off_due 2016-11-15 2016-11-17, reactivation_ends 2017-04-15 2017-04-15, erasure_due 2017-11-19 …"},
		{"struck off on the last day to bring it back", func(c *calendar.Case) {
			c.Attested, c.Noticed, c.StruckOff, c.Motive = date("2015-10-15"), date("2016-09-01"), date("2017-04-15"), "RADREN"
		}, "expired 2016-10-16 2016-11-14, strike_off_due 2016-11-15 2017-04-14, reactivation_ends 2017-04-15 2017-04-15, erasure_due 2018-04-16 …"},
		{"noticed, renewed, not noticed again", func(c *calendar.Case) {
			c.Attested, c.Noticed, c.Renewals = date("2015-10-15"), date("2016-09-10"), []demand.Date{date("2016-09-20")}
		}, "notice_to_send 2017-08-20 2017-09-20, expired 2017-09-21 2017-10-19, delay_reached 2017-10-15 …, strike_off_due 2017-10-20 …"},
		{"offer answered late, paper filed late", func(c *calendar.Case) {
			c.Attested, c.Noticed = date("2015-10-15"), date("2016-09-01")
			c.Offer = calendar.Offer{Made: date("2016-02-20"), Answered: date("2016-03-05")}
			c.Paper = calendar.Paper{Received: date("2016-02-20"), Filed: date("2016-03-10")}
		}, "offer_ends 2016-03-01 2016-03-01, offer_silent 2016-03-02 2016-03-05, paper_late 2016-03-07 2016-03-10, " +
			"expired 2016-10-16 2016-11-14, strike_off_due 2016-11-15 …, delay_reached 2017-10-15 …"},
		{"offer answered, paper filed, warned", func(c *calendar.Case) {
			c.Attested, c.Noticed = date("2015-10-15"), date("2016-09-01")
			c.Offer = calendar.Offer{Made: date("2016-02-20"), Answered: date("2016-02-21")}
			c.Paper = calendar.Paper{Received: date("2016-02-20"), Filed: date("2016-03-06")}
			c.NoAnswer.Sent, c.Inadmissible.Delivered = date("2016-03-10"), date("2016-03-10")
		}, "inadmissible_due 2016-04-10 …, no_answer_due 2016-05-10 …, expired 2016-10-16 2016-11-14, strike_off_due 2016-11-15 …, delay_reached 2017-10-15 …"},
		{"nothing known", func(c *calendar.Case) { *c = calendar.Case{} }, ""},
	} {
		one := calendar.Case{Deposited: date("2015-10-15")}
		c.set(&one)
		agenda := calendar.Build(maps.All(map[string]calendar.Case{"d": one}), calendar.Settings{AbnormalDelayMonths: 24}, demand.Profile2015)
		var got []string
		for e := range agenda.Between(date("2000-01-01"), date("2030-01-01")) {
			to := e.To.String()
			if e.To.IsZero() {
				to = open
			}
			got = append(got, fmt.Sprintf("%s %s %s", e.List, e.From, to))
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%s:\n%s\n%s", c.name, text, c.want)
		}
	}
	if text, err := calendar.NoticeToSend.MarshalText(); err != nil || string(text) != "notice_to_send" || calendar.List(99).String() != "unknown" {
		t.Errorf("%s, %v", text, err)
	}
}

func TestAgendaStops(t *testing.T) {
	keys, cases := stock(100, 19)
	agenda := calendar.Build(inOrder(keys, cases, slices.Collect(indices(100))), calendar.Settings{}, demand.Profile2015)
	for e := range agenda.Between(date("2000-01-01"), date("2030-01-01")) {
		if e.Demand == "" {
			t.Error("no key")
		}
		break
	}
	for range agenda.Standing(date("2030-01-01")) {
		break
	}
	empty := calendar.Build(maps.All(map[string]calendar.Case{}), calendar.Settings{}, demand.Profile2015)
	for e := range empty.Standing(date("2030-01-01")) {
		t.Errorf("%+v", e)
	}
}

func BenchmarkBuild(b *testing.B) {
	keys, cases := stock(10_000, 23)
	order := slices.Collect(indices(len(keys)))
	b.ReportAllocs()
	for b.Loop() {
		calendar.Build(inOrder(keys, cases, order), calendar.Settings{AbnormalDelayMonths: 24}, demand.Profile2015)
	}
}

func BenchmarkOn(b *testing.B) {
	keys, cases := stock(10_000, 23)
	agenda := calendar.Build(inOrder(keys, cases, slices.Collect(indices(len(keys)))), calendar.Settings{}, demand.Profile2015)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		for range agenda.On(date("2016-02-29")) {
			n++
		}
		if n == 0 {
			b.Fatal("nothing that day")
		}
	}
}
