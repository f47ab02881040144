package costkey

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/euro"
)

// Amount is what one expense came to, in euros and cents.
type Amount struct {
	Expense string          `json:"expense"`
	Euros   decimal.Decimal `json:"euros"`
}

// Measures is what the partners are measured by.
type Measures struct {
	Stock map[string]int64 // dwellings of each partner; one that has none says 0
	Use   *Use             // acts of the year; nil when no expense is shared by use
}

// Part is the part of one partner in one expense, and how it was found:
// Amount = Euros of the group × Numerator / Denominator, cut to the cent, and
// Cents added by the rounding.
type Part struct {
	Expense      string          `json:"expense"`
	Partner      string          `json:"partner"`
	Group        string          `json:"group"`
	GroupPercent decimal.Decimal `json:"group_percent"`
	GroupEuros   decimal.Decimal `json:"group_euros"`           // what the group bears
	GroupCents   int             `json:"group_cents,omitempty"` // of them, added by the rounding between groups
	By           Base            `json:"by"`
	Measure      decimal.Decimal `json:"measure"` // dwellings, weighted acts or weight of the partner
	Days         int             `json:"days"`    // of presence
	OfDays       int             `json:"of_days"` // of the year
	Numerator    decimal.Decimal `json:"numerator"`
	Denominator  decimal.Decimal `json:"denominator"`
	Cents        int             `json:"cents,omitempty"` // added by the rounding: 0 or 1
	Amount       decimal.Decimal `json:"amount"`
	OwedBy       []Owed          `json:"owed_by,omitempty"` // when others took over from the partner
	Rules        []string        `json:"rules"`             // codes of the rules applied
}

// Owed is what a partner owes.
type Owed struct {
	Partner string          `json:"partner"`
	Amount  decimal.Decimal `json:"amount"`
}

// Sharing is what each partner bears of the expenses of a year.
type Sharing struct {
	Key     string      `json:"key"`
	Version string      `json:"version"`
	Day     demand.Date `json:"day"` // of the reckoning: says the year, and who owes
	Year    Year        `json:"year"`
	Parts   []Part      `json:"parts"`            // by expense, group as in the key, then partner
	Owed    []Owed      `json:"owed"`             // in all, by partner; the sum of the amounts exactly
	Exempt  []string    `json:"exempt,omitempty"` // partners of the year that pay nothing
	Use     []Row       `json:"use,omitempty"`    // acts of every partner, exempt ones too
}

// Share gives the part of each partner in the expenses of the accounting year
// that a day belongs to. The parts of an expense sum to it exactly, whatever the
// order of the partners; none is negative. A partner that has merged or split by
// that day owes through those that took over.
//
// With a blocking fault there is no sharing: a missing measure, a group that
// nobody can be charged for, a key that is not in force are never guessed.
func Share(k *Key, amounts []Amount, m Measures, day demand.Date) (Sharing, demand.Faults) {
	s := sharer{key: k, measures: m, day: day, acts: map[string][]Row{}}
	s.faults = Check(k)
	if s.faults.Blocking() {
		return Sharing{}, s.faults
	}
	year, ok := k.YearOf(day)
	if !ok || !k.In(day) {
		return Sharing{}, append(s.faults, fault("CLE-DAT-01", "day"))
	}
	s.year = year
	s.checkAmounts(amounts)
	s.checkMeasures()
	out := Sharing{Key: k.Name, Version: k.Version, Day: day, Year: year}
	if !s.faults.Blocking() {
		for _, a := range amounts {
			out.Parts = append(out.Parts, s.expense(a)...)
		}
	}
	if s.faults.Blocking() {
		return Sharing{}, s.faults
	}
	out.Owed = owed(out.Parts)
	for i := range k.Partners {
		if p := &k.Partners[i]; p.Exempt && year.present(p) > 0 {
			out.Exempt = append(out.Exempt, p.ID)
		}
	}
	slices.Sort(out.Exempt)
	if m.Use != nil {
		out.Use = m.Use.Rows()
	}
	return out, s.faults
}

type sharer struct {
	key      *Key
	measures Measures
	day      demand.Date
	year     Year
	acts     map[string][]Row // of each partner
	faults   demand.Faults
}

func (s *sharer) say(code, path string, params ...string) {
	s.faults = append(s.faults, fault(code, path, params...))
}

func (s *sharer) checkAmounts(amounts []Amount) {
	seen := map[string]bool{}
	for i, a := range amounts {
		path := at("amounts", i)
		switch {
		case !euro.Fits(a.Euros) || a.Euros.IsNegative() || !a.Euros.Equal(a.Euros.Truncate(2)):
			s.say("CLE-MON-01", path+".euros")
		case s.key.expense(a.Expense) == nil:
			s.say("CLE-MON-02", path+".expense")
		case seen[a.Expense]:
			s.say("CLE-MON-03", path+".expense")
		}
		seen[a.Expense] = true
	}
}

// checkMeasures wants every measure to belong to a partner of the year: what is
// measured and charged to nobody would be paid by the others without a word.
func (s *sharer) checkMeasures() {
	for _, id := range sortedKeys(s.measures.Stock) {
		switch {
		case s.measures.Stock[id] < 0 || s.measures.Stock[id] > maxDwellings:
			s.say("CLE-MES-02", "stock", "partner", id)
		case s.key.partner(id) == nil:
			s.say("CLE-MES-03", "stock", "partner", id)
		}
	}
	u := s.measures.Use
	if u == nil {
		return
	}
	if u.year != s.year {
		s.say("CLE-MES-04", "use", "from", s.year.From.String(), "to", s.year.To.String())
		return
	}
	for _, r := range u.Rows() {
		s.acts[r.Partner] = append(s.acts[r.Partner], r)
	}
	for _, id := range u.sortedPartners() {
		p := s.key.partner(id)
		switch {
		case id == "":
			s.say("CLE-MES-05", "use", "count", strconv.FormatUint(unattributed(u), 10))
		case p == nil || s.year.present(p) == 0:
			s.say("CLE-MES-03", "use", "partner", id)
		case slices.ContainsFunc(s.acts[id], func(r Row) bool { return r.Count > maxActs }):
			s.say("CLE-MES-07", "use", "partner", id)
		}
	}
}

const (
	maxDwellings = 1_000_000_000     // far above the stock of the whole country
	maxActs      = 1_000_000_000_000 // far above what all the agents of the country do in a year
)

func unattributed(u *Use) uint64 {
	n := uint64(0)
	for k, count := range u.counts {
		if k.partner == "" {
			n = plus(n, count)
		}
	}
	return n
}

// expense shares one amount: between the groups, then inside each.
func (s *sharer) expense(a Amount) []Part {
	e := s.key.expense(a.Expense)
	var groups []claim
	for _, split := range e.Splits {
		groups = append(groups, claim{id: split.Group, weight: split.Percent})
	}
	groups, _ = divide(a.Euros, groups)
	var out []Part
	for i := range e.Splits {
		split := &e.Splits[i]
		if !split.Percent.IsPositive() {
			continue
		}
		g := groups[slices.IndexFunc(groups, func(c claim) bool { return c.id == split.Group })]
		out = append(out, s.group(a.Expense, split, g)...)
	}
	return out
}

func (s *sharer) group(expense string, split *Split, g claim) []Part {
	var claims []claim
	parts := map[string]Part{}
	for i := range s.key.Partners {
		p := &s.key.Partners[i]
		days := s.year.present(p)
		if p.Group != split.Group || days == 0 {
			continue
		}
		measure, ok := s.measure(split, p)
		if !ok {
			s.say("CLE-MES-06", "stock", "partner", p.ID, "group", split.Group)
			continue
		}
		one := Part{Expense: expense, Partner: p.ID, Group: split.Group, GroupPercent: split.Percent, GroupEuros: g.amount, GroupCents: g.cents, By: split.By,
			Measure: measure, Days: days, OfDays: s.year.Days(), Numerator: measure, Rules: []string{"CLE-ARR-01"}}
		if split.By != ByUse {
			one.Numerator = measure.Mul(decimal.NewFromInt(int64(days)))
			if days < one.OfDays {
				one.Rules = append(one.Rules, "CLE-PRO-01")
			}
		}
		parts[p.ID] = one
		claims = append(claims, claim{id: p.ID, weight: one.Numerator})
	}
	claims, total := divide(g.amount, claims)
	if total.IsZero() {
		s.say("CLE-MES-01", "expenses", "expense", expense, "group", split.Group, "base", string(split.By))
		return nil
	}
	var out []Part
	for _, c := range claims {
		one := parts[c.id]
		one.Denominator, one.Amount, one.Cents = total, c.amount, c.cents
		if one.OwedBy = s.takeOver(c.id, c.amount); len(one.OwedBy) > 0 {
			one.Rules = append(one.Rules, "CLE-SUC-01")
		}
		out = append(out, one)
	}
	return out
}

// measure gives what a partner weighs; false when it should have a measure and
// has none.
func (s *sharer) measure(split *Split, p *Partner) (decimal.Decimal, bool) {
	switch split.By {
	case ByStock:
		n, ok := s.measures.Stock[p.ID]
		return decimal.NewFromInt(n), ok
	case ByUse:
		sum := decimal.Zero // nobody did anything: CLE-MES-01 says so
		for _, r := range s.acts[p.ID] {
			sum = sum.Add(decimal.NewFromUint64(r.Count).Mul(weigh(split.Acts, string(r.Act), len(split.Acts) == 0)))
		}
		return sum, true
	}
	return weigh(split.Weights, p.ID, false), true
}

// weigh finds the weight of something; what is not in the list weighs nothing,
// or one when there is no list.
func weigh(list []Weight, of string, one bool) decimal.Decimal {
	for _, w := range list {
		if w.Of == of {
			return w.Weight
		}
	}
	if one {
		return decimal.NewFromInt(1)
	}
	return decimal.Zero
}

// takeOver gives who owes the part of a partner that has gone by the day of the
// reckoning; nothing when it owes by itself.
func (s *sharer) takeOver(partner string, amount decimal.Decimal) []Owed {
	list := slices.Clone(s.key.Successions)
	slices.SortStableFunc(list, func(a, b Succession) int { return a.On.Compare(b.On) })
	debts := map[string]decimal.Decimal{partner: amount}
	moved := false
	for _, change := range list {
		if change.On.After(s.day) {
			break
		}
		for _, gone := range change.Gone {
			debt, owes := debts[gone]
			if !owes {
				continue
			}
			delete(debts, gone)
			moved = true
			var claims []claim
			for _, by := range change.By {
				claims = append(claims, claim{id: by.Partner, weight: by.Percent})
			}
			claims, _ = divide(debt, claims)
			for _, c := range claims {
				debts[c.id] = debts[c.id].Add(c.amount)
			}
		}
	}
	if !moved {
		return nil
	}
	return sorted(debts)
}

// owed sums what each partner owes.
func owed(parts []Part) []Owed {
	debts := map[string]decimal.Decimal{}
	for _, p := range parts {
		if len(p.OwedBy) == 0 {
			debts[p.Partner] = debts[p.Partner].Add(p.Amount)
		}
		for _, o := range p.OwedBy {
			debts[o.Partner] = debts[o.Partner].Add(o.Amount)
		}
	}
	return sorted(debts)
}

func sorted(debts map[string]decimal.Decimal) []Owed {
	out := make([]Owed, 0, len(debts))
	for id, amount := range debts {
		out = append(out, Owed{id, amount})
	}
	slices.SortFunc(out, func(a, b Owed) int { return cmp.Compare(a.Partner, b.Partner) })
	return out
}
