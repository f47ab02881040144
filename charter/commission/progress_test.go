package commission_test

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
)

func noteCodes(notes []commission.Note) string {
	var out []string
	for _, n := range notes {
		out = append(out, n.Code)
	}
	return strings.Join(out, " ")
}

// Each state says where the candidacy stands, what comes next, what refusing leads to.
func TestProgressOfEachState(t *testing.T) {
	book := rulebook(t)
	told := func(c commission.Candidacy) commission.Candidacy {
		c.NotifiedOn = day("2018-03-03")
		return c
	}
	second := at(commission.Ranked)
	second.Rank = 2
	dalo := at(commission.Offered)
	dalo.DALO, dalo.Rank = true, 1
	lapsed := at(commission.Conditional)
	lapsed.Until = day("2018-03-09")
	for _, c := range []struct {
		name, on          string
		c                 commission.Candidacy
		now, next, refuse string
	}{
		{"designated", "", at(commission.Designated), "COM-SUI-01", "COM-SUI-21", ""},
		{"examined", "", at(commission.Examined), "COM-SUI-02", "COM-SUI-22", ""},
		{"allocated", "", at(commission.Allocated), "COM-SUI-03", "COM-SUI-23", "COM-SUI-41"},
		{"first rank", "", at(commission.Ranked), "COM-SUI-04", "COM-SUI-23", "COM-SUI-41 COM-SUI-43"},
		{"second rank", "", second, "COM-SUI-04", "COM-SUI-24", "COM-SUI-41 COM-SUI-43"},
		{"condition", "", at(commission.Conditional), "COM-SUI-05", "COM-SUI-25", "COM-SUI-41"},
		{"condition past its day", "", lapsed, "COM-SUI-05", "COM-SUI-33", "COM-SUI-41"},
		{"rejected", "", at(commission.NotAllocated), "COM-SUI-06", "COM-SUI-31 COM-SUI-28", ""},
		{"rejected and told", "", told(at(commission.NotAllocated)), "COM-SUI-06", "COM-SUI-28", ""},
		{"inadmissible", "", at(commission.Inadmissible), "COM-SUI-07", "COM-SUI-31 COM-SUI-30", ""},
		{"inadmissible and warned", "", told(at(commission.Inadmissible)), "COM-SUI-07", "COM-SUI-29", ""},
		{"offered", "", at(commission.Offered), "COM-SUI-08", "COM-SUI-26", "COM-SUI-41 COM-SUI-42"},
		{"offered under the DALO", "", dalo, "COM-SUI-08", "COM-SUI-26", "COM-SUI-41 COM-SUI-42 COM-SUI-43 COM-SUI-44"},
		{"offered, the day after the last", "2018-03-16", at(commission.Offered), "COM-SUI-11", "COM-SUI-28", ""},
		{"offered, where demands are scored", "2020-01-01", at(commission.Allocated), "COM-SUI-03", "COM-SUI-23", "COM-SUI-41 COM-SUI-45"},
		{"accepted", "", at(commission.Accepted), "COM-SUI-09", "COM-SUI-27 COM-SUI-32", ""},
		{"refused", "", at(commission.Refused), "COM-SUI-10", "COM-SUI-28", ""},
		{"silent", "", at(commission.Silent), "COM-SUI-11", "COM-SUI-28", ""},
		{"leased", "", at(commission.Leased), "COM-SUI-12", "COM-SUI-32", ""},
		{"withdrawn", "", at(commission.Withdrawn), "COM-SUI-13", "COM-SUI-28", ""},
		{"cancelled", "", at(commission.Cancelled), "COM-SUI-14", "COM-SUI-31 COM-SUI-28", ""},
		{"not served", "", at(commission.NotServed), "COM-SUI-15", "COM-SUI-31 COM-SUI-28", ""},
	} {
		on := day("2018-03-10")
		if c.on != "" {
			on = day(c.on)
		}
		p := commission.ProgressOf("d1", day("2016-03-11"), []commission.Candidacy{c.c}, on)
		s := p.Standings[0]
		if got := noteCodes([]commission.Note{s.Now}); got != c.now || noteCodes(s.Next) != c.next || noteCodes(s.Refusing) != c.refuse {
			t.Errorf("%s: %s | %s | %s", c.name, got, noteCodes(s.Next), noteCodes(s.Refusing))
		}
		for _, n := range slices.Concat([]commission.Note{s.Now}, s.Next, s.Refusing, p.Notes) {
			for _, tag := range []language.Tag{language.French, language.English} {
				if text := book.Sentence(tag, n.Fault()); strings.Contains(text, "…") || strings.Contains(text, "COM-") {
					t.Errorf("%s: %s", c.name, text)
				}
			}
		}
	}
}

func TestProgress(t *testing.T) {
	refused, offered, other, later := at(commission.Refused), at(commission.Offered), at(commission.Allocated), at(commission.Designated)
	refused.ID, refused.Since, refused.Reason = "c0", day("2017-05-01"), "too_far"
	other.Demand = "d2"
	later.ID, later.Since = "c9", day("2019-01-01")
	all := []commission.Candidacy{refused, offered, other, later}
	p := commission.ProgressOf("d1", day("2016-03-11"), all, day("2018-03-10"))
	if p.Months != 23 || p.Refusals != 1 || len(p.Standings) != 2 || p.Standings[0].Candidacy != "c1" || p.Standings[1].Reason != "too_far" || noteCodes(p.Notes) != "COM-SUI-51" {
		t.Errorf("%+v", p)
	}
	if p.Standings[0].Next[0].On != day("2018-03-15") || p.Standings[0].Next[0].Params[0].Value != "15/03/2018" {
		t.Errorf("%+v", p.Standings[0].Next)
	}
	rng := rand.New(rand.NewSource(2))
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	if diff := cmp.Diff(p, commission.ProgressOf("d1", day("2016-03-11"), all, day("2018-03-10")), cmp.AllowUnexported(demand.Date{})); diff != "" {
		t.Error(diff)
	}
	if p = commission.ProgressOf("d1", day("2016-03-11"), all, day("2018-04-10")); p.Refusals != 2 || noteCodes(p.Notes) != "COM-SUI-52 COM-SUI-51" {
		t.Errorf("a month later: %+v", p)
	}
	if p = commission.ProgressOf("d7", demand.Date{}, all, day("2014-04-10")); noteCodes(p.Notes) != "COM-SUI-52" || p.Months != 0 {
		t.Errorf("before R.441-2-17: %+v", p)
	}
	out := at(commission.Inadmissible)
	out.SubMotive = demand.StrikeOffSubMotiveIRRRES
	if p = commission.ProgressOf("d1", demand.Date{}, []commission.Candidacy{out}, day("2018-03-10")); p.Standings[0].Reason != "IRRRES" {
		t.Errorf("%+v", p)
	}
}

// What falls due is a list, before it happens.
func TestDeadlines(t *testing.T) {
	warned := at(commission.Inadmissible)
	warned.ID, warned.NotifiedOn = "c3", day("2018-02-20")
	condition := at(commission.Conditional)
	condition.ID = "c2"
	all := []commission.Candidacy{warned, condition, at(commission.Offered), at(commission.Refused), at(commission.Inadmissible)}
	got := commission.Deadlines(all, day("2018-03-10"), day("2018-03-20"))
	var text []string
	for _, d := range got {
		text = append(text, fmt.Sprint(d.On, d.Candidacy, d.Code))
	}
	if strings.Join(text, " ") != "2018-03-15c1COM-SUI-26 2018-03-15c2COM-SUI-25 2018-03-20c3COM-SUI-29" {
		t.Error(text)
	}
	if got := commission.Deadlines(all, day("2018-03-16"), day("2018-03-19")); len(got) != 0 {
		t.Error(got)
	}
	old := at(commission.NotAllocated)
	old.ID, old.Since = "c9", day("2018-01-01")
	untold := commission.Untold(append(all, old))
	if len(untold) != 2 || untold[0].ID != "c9" || untold[1].State != commission.Inadmissible {
		t.Errorf("%+v", untold)
	}
}

func BenchmarkProgressOf(b *testing.B) {
	all := []commission.Candidacy{at(commission.Refused), at(commission.Offered)}
	b.ReportAllocs()
	for b.Loop() {
		commission.ProgressOf("d1", day("2016-03-11"), all, day("2018-03-10"))
	}
}
