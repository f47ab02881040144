package disclosure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory/disclosure"
)

// sheet builds small releases by hand.
type sheet struct {
	disclosure.Release
	at map[string]int
}

func newSheet() *sheet { return &sheet{at: map[string]int{}} }

// cells adds cells: "a", 3, "b", 7.
func (s *sheet) cells(pairs ...any) *sheet {
	for i := 0; i < len(pairs); i += 2 {
		id := pairs[i].(string)
		s.at[id] = len(s.Cells)
		s.Cells = append(s.Cells, disclosure.Cell{ID: id, Value: int64(pairs[i+1].(int))})
	}
	return s
}

// sum adds a relation: "t = a + b - c", or "t >= a".
func (s *sheet) sum(text string) *sheet {
	words := strings.Fields(text)
	rel := disclosure.Relation{Name: text, Total: s.at[words[0]], AtMost: words[1] == ">="}
	for i := 2; i < len(words); i++ {
		switch words[i] {
		case "+":
		case "-":
			i++
			rel.Minus = append(rel.Minus, s.at[words[i]])
		default:
			rel.Parts = append(rel.Parts, s.at[words[i]])
		}
	}
	s.Relations = append(s.Relations, rel)
	return s
}

// hidden marks cells.
func (s *sheet) hidden(ids string) []bool {
	out := make([]bool, len(s.Cells))
	for _, id := range strings.Fields(ids) {
		out[s.at[id]] = true
	}
	return out
}

// Attacks that need more than one table or one line. What is given in hidden is
// recovered as said; Protect on the same figures hides enough.
func TestAttacks(t *testing.T) {
	for _, c := range []struct {
		name, hidden, recovered string
		sheet                   *sheet
	}{
		{"one cell in a line", "a", "a",
			newSheet().cells("a", 3, "b", 7, "t", 10).sum("t = a + b")},
		{"the lines hold, their difference does not", "a b c d", "a b c d",
			newSheet().cells("a", 3, "b", 4, "c", 5, "d", 6, "ab", 7, "cd", 11, "ac", 8, "bd", 10, "ad", 9, "t", 18).
				sum("ab = a + b").sum("cd = c + d").sum("ac = a + c").sum("bd = b + d").sum("ad = a + d")},
		{"three hidden in a line of a cube, one more sum", "x y z", "x y z",
			newSheet().cells("x", 2, "y", 3, "z", 4, "xyz", 9, "xy", 5).sum("xyz = x + y + z").sum("xy = x + y")},
		{"a commune is its EPCI less the others", "c1", "c1",
			newSheet().cells("c1", 2, "c2", 30, "c3", 41, "e", 73).sum("e = c1 + c2 + c3")},
		{"a cell of one measure, its sum in another table", "a m", "a m",
			newSheet().cells("a", 2, "b", 9, "e", 11, "m", 2, "n", 9, "f", 11).sum("e = a + b").sum("f = m + n").sum("m = a").sum("n = b")},
		{"linked tables: EPCI and canton", "p q r", "p q r",
			newSheet().cells("p", 3, "q", 4, "r", 4, "s", 20, "e", 7, "f", 24, "k", 7, "l", 24, "all", 31).
				sum("e = p + q").sum("f = r + s").sum("k = p + r").sum("l = q + s").sum("all = e + f")},
		{"two releases: the stock of the year and the flows", "new", "new",
			newSheet().cells("old", 40, "new", 1, "gone", 12, "now", 29).sum("now = old + new - gone")},
		{"an old perimeter less the new one is a commune", "c", "c",
			newSheet().cells("old", 95, "new", 92, "c", 3).sum("old = new + c")},
		{"not negative: a small sum bounds its parts", "a b", "a b",
			newSheet().cells("a", 1, "b", 2, "c", 50, "t", 53).sum("t = a + b + c")},
		{"a choice is no more than the stock", "a b", "a b",
			newSheet().cells("a", 3, "b", 4, "t", 7, "s", 3).sum("t = a + b").sum("s >= a")},
	} {
		t.Run(c.name, func(t *testing.T) {
			report, faults := disclosure.Audit(c.sheet.Release, c.sheet.hidden(c.hidden), disclosure.DefaultPolicy())
			if len(faults) > 0 {
				t.Fatal(faults.Codes())
			}
			var got []string
			for _, x := range report.Recovered {
				got = append(got, c.sheet.Cells[x.Cell].ID)
				if v := c.sheet.Cells[x.Cell].Value; v < x.Low || v > x.High {
					t.Errorf("%s = %d is not from %d to %d", c.sheet.Cells[x.Cell].ID, v, x.Low, x.High)
				}
			}
			slices.Sort(got)
			if strings.Join(got, " ") != c.recovered {
				t.Errorf("recovered %q, want %q", got, c.recovered)
			}
			o := protect(t, c.sheet.Release, disclosure.DefaultPolicy())
			hidden := make([]bool, len(c.sheet.Cells))
			for i := range hidden {
				hidden[i] = o.Hidden(i)
			}
			report, faults = disclosure.Audit(c.sheet.Release, hidden, disclosure.DefaultPolicy())
			if len(faults)+len(report.Recovered)+len(report.Unproved) > 0 {
				t.Errorf("what Protect publishes: %s %+v", faults.Codes(), report)
			}
		})
	}
}

// The sum of two lines gives what neither gives: the programme finds it where
// bounding each line does not.
func TestCombination(t *testing.T) {
	s := newSheet().cells("a", 6, "b", 6, "c", 6, "ab", 12, "bc", 12, "ca", 12).sum("ab = a + b").sum("bc = b + c").sum("ca = c + a")
	report, _ := disclosure.Audit(s.Release, s.hidden("a b c"), disclosure.DefaultPolicy())
	if len(report.Recovered) != 3 || report.Recovered[0].Low != 6 || report.Recovered[0].High != 6 {
		t.Errorf("%+v", report)
	}
}

// What is out already cannot be hidden: the release is refused, and says why.
func TestRefusals(t *testing.T) {
	small := disclosure.DefaultPolicy()
	for _, c := range []struct {
		name, codes string
		sheet       *sheet
		change      func(*sheet)
		policy      func(*disclosure.Policy)
	}{
		{name: "minimum of 1", codes: "SEC-SEU-01", policy: func(p *disclosure.Policy) { p.Minimum = 1 }},
		{name: "minimum of 0", codes: "SEC-SEU-01", policy: func(p *disclosure.Policy) { p.Minimum = 0 }},
		{name: "settings", codes: "SEC-SEU-02 SEC-SEU-02 SEC-SEU-02 SEC-SEU-03", policy: func(p *disclosure.Policy) { p.Width, p.Dominant, p.Margin, p.Zeroes = -1, 100, 101, "x" }},
		{name: "twice", codes: "SEC-CEL-01", change: func(s *sheet) { s.cells("a", 3) }},
		{name: "without a name", codes: "SEC-CEL-01", change: func(s *sheet) { s.cells("", 3) }},
		{name: "negative", codes: "SEC-CEL-02", change: func(s *sheet) { s.cells("z", -3) }},
		{name: "too great", codes: "SEC-CEL-03", change: func(s *sheet) { s.cells("z", 1<<50) }},
		{name: "no such cell", codes: "SEC-REL-01", change: func(s *sheet) { s.Relations[0].Parts = append(s.Relations[0].Parts, 99) }},
		{name: "no such cell in a ratio", codes: "SEC-REL-01", change: func(s *sheet) { s.Derived = []disclosure.Derived{{ID: "r", Of: []int{-1}}} }},
		{name: "twice in a sum", codes: "SEC-REL-02", change: func(s *sheet) { s.Relations[0].Minus = []int{0} }},
		{name: "does not add up", codes: "SEC-REL-03", change: func(s *sheet) { s.Cells[0].Value++ }},
		{name: "above its limit", codes: "SEC-REL-04", change: func(s *sheet) { s.Relations[0].AtMost = true; s.Cells[0].Value += 9 }},
		{name: "nothing left", codes: "SEC-TAB-01", change: func(s *sheet) { s.Cells[0].Value, s.Cells[1].Value, s.Cells[2].Value = 1, 1, 2 }},
		{name: "out already", codes: "SEC-AUD-01", change: func(s *sheet) { s.Cells[1].State, s.Cells[2].State = disclosure.Out, disclosure.Out }},
		{name: "the same figure is out", codes: "SEC-AUD-01", change: func(s *sheet) {
			s.cells("same", 3).sum("same = a")
			s.Cells[3].State = disclosure.Out
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSheet().cells("a", 3, "b", 40, "t", 43).sum("t = a + b")
			policy := small
			if c.change != nil {
				c.change(s)
			}
			if c.policy != nil {
				c.policy(&policy)
			}
			o, faults := disclosure.Protect(s.Release, policy)
			if faults.Codes() != c.codes || o != nil {
				t.Errorf("%q, want %q; outcome %v", faults.Codes(), c.codes, o)
			}
			for _, f := range faults {
				if text := sentence(t, f); text == "" || strings.Contains(text, "{") {
					t.Errorf("%s: %q", f.Code, text)
				}
			}
		})
	}
}

func TestAudited(t *testing.T) {
	s := newSheet().cells("a", 3, "b", 40, "t", 43, "same", 4).sum("t = a + b").sum("same = a")
	if _, faults := disclosure.Audit(s.Release, s.hidden("b"), disclosure.DefaultPolicy()); faults.Codes() != "SEC-AUD-04" {
		t.Errorf("two values of one figure: %s", faults.Codes())
	}
	s = newSheet().cells("a", 30, "b", 40, "t", 25).sum("t = a + b")
	if _, faults := disclosure.Audit(s.Release, s.hidden("b"), disclosure.DefaultPolicy()); faults.Codes() != "SEC-AUD-04" {
		t.Errorf("a part above its total: %s", faults.Codes())
	}
	s = newSheet().cells("a", 0, "b", 40, "c", 0, "t", 40).sum("t = a + b + c")
	report, faults := disclosure.Audit(s.Release, s.hidden("a c"), disclosure.DefaultPolicy())
	if len(faults) > 0 || len(report.Recovered) != 2 || report.Recovered[0].High != 0 {
		t.Errorf("hidden noughts: %s %+v", faults.Codes(), report)
	}
}

// A release that already came out leaves its hidden cells hidden.
func TestReleaseAfterRelease(t *testing.T) {
	s := newSheet().cells("2011/a", 3, "2011/b", 6, "2011/c", 41, "2011/t", 50, "2012/a", 9, "2012/b", 6, "2012/c", 40, "2012/t", 55, "new/a", 6, "new/b", 0).
		sum("2011/t = 2011/a + 2011/b + 2011/c").sum("2012/t = 2012/a + 2012/b + 2012/c").sum("2012/a = 2011/a + new/a")
	first := newSheet()
	first.Cells, first.at = slices.Clone(s.Cells[:4]), s.at
	first.Relations = s.Relations[:1]
	was := protect(t, first.Release, disclosure.DefaultPolicy())
	for i := range first.Cells {
		s.Cells[i].State = disclosure.Out
		if was.Hidden(i) {
			s.Cells[i].State = disclosure.Withheld
		}
	}
	o := protect(t, s.Release, disclosure.DefaultPolicy())
	if !o.Hidden(s.at["2012/a"]) && !o.Hidden(s.at["new/a"]) {
		t.Error("the stock and the new demands give the old stock by subtraction")
	}
	for i := range first.Cells {
		if o.Hidden(i) != was.Hidden(i) {
			t.Errorf("%s changed", s.Cells[i].ID)
		}
	}
}

// An amount: one contributor must not find the other, nor be found.
func TestAmounts(t *testing.T) {
	s := newSheet()
	for _, c := range []disclosure.Cell{
		{ID: "a", Value: 9000, Contributors: 1, Largest: 9000}, {ID: "b", Value: 100000, Contributors: 9, Largest: 90000},
		{ID: "c", Value: 240000, Contributors: 20, Largest: 20000}, {ID: "d", Value: 250000, Contributors: 30, Largest: 20000}, {ID: "t", Value: 599000, Contributors: 60, Largest: 90000},
	} {
		c.Amount = true
		s.at[c.ID] = len(s.Cells)
		s.Cells = append(s.Cells, c)
	}
	s.sum("t = a + b + c + d")
	o := protect(t, s.Release, disclosure.DefaultPolicy())
	if !o.Hidden(s.at["a"]) || o.Reasons[s.at["b"]] != disclosure.Primary {
		t.Errorf("few contributors, or one that dominates: %v", o.Reasons)
	}
	if o.Reasons[s.at["c"]] == disclosure.Shown && o.Reasons[s.at["d"]] == disclosure.Shown {
		t.Error("the only contributor of a finds b by subtraction")
	}
	if in := o.Intervals[s.at["b"]]; in.High-100000 < 5883 || 100000-in.Low < 5883 {
		t.Errorf("b is known from %d to %d", in.Low, in.High)
	}
}

func TestOwnKnowledge(t *testing.T) {
	s := newSheet().cells("a", 3, "b", 9, "c", 44, "t", 56).sum("t = a + b + c")
	if o := protect(t, s.Release, disclosure.DefaultPolicy()); o.Loss.Secondary != 1 || !o.Hidden(1) {
		t.Errorf("%+v", o)
	}
	s.Attackers = []disclosure.Attacker{{Name: "bailleur", Knows: []int{1}}}
	if o := protect(t, s.Release, disclosure.DefaultPolicy()); !o.Hidden(2) && !o.Hidden(3) {
		t.Errorf("who knows b finds a: %+v", o.Reasons)
	}
}

func TestZeroesAndDerived(t *testing.T) {
	s := newSheet().cells("a", 0, "b", 9, "c", 44, "t", 53).sum("t = a + b + c")
	s.Derived = []disclosure.Derived{{ID: "pression", Of: []int{1, 3}}, {ID: "part", Of: []int{2, 3}}}
	if o := protect(t, s.Release, disclosure.DefaultPolicy()); o.Audit.Hidden != 0 || !o.Derived[0] {
		t.Errorf("%+v", o)
	}
	p := disclosure.DefaultPolicy()
	p.Zeroes = disclosure.ZeroesHidden
	o := protect(t, s.Release, p)
	if o.Reasons[0] != disclosure.Primary || !o.Hidden(1) || o.Derived[0] || !o.Derived[1] {
		t.Errorf("%+v", o)
	}
}

// What the attack says is a sentence each.
func TestReportFaults(t *testing.T) {
	s := newSheet().cells("a", 3, "b", 7, "c", 4, "t", 10).sum("t = a + b")
	report, _ := disclosure.Audit(s.Release, s.hidden("a"), disclosure.DefaultPolicy())
	report.Unproved = append(report.Unproved, s.at["b"])
	faults := report.Faults(s.Cells)
	if faults.Codes() != "SEC-AUD-02 SEC-AUD-05 SEC-AUD-03" || faults[0].Param("low") != "3" || faults[0].Param("high") != "3" || faults[1].Param("cell") != "c" {
		t.Errorf("%+v", faults)
	}
	for _, f := range faults {
		if text := sentence(t, f); strings.Contains(text, "{") {
			t.Error(text)
		}
	}
}

func TestRulesAreWhole(t *testing.T) {
	if _, err := demand.NewRulebook(disclosure.Rules()); err != nil {
		t.Error(err)
	}
}
