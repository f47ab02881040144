package costkey

import (
	"maps"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/euro"
	"github.com/fichier-unique/rules/internal/strict"
)

// MaxKeyBytes bounds what Decode reads of one key.
const MaxKeyBytes = 1 << 20

// Decode reads a key, strictly, and checks it: every fault at once. A key with a
// blocking fault comes back as far as it was understood, and Share refuses it.
func Decode(data []byte) (Key, demand.Faults) {
	var k Key
	if len(data) > MaxKeyBytes {
		return k, demand.Faults{fault("CLE-LEC-01", "")}
	}
	var out demand.Faults
	for _, p := range strict.Decode(data, &k) {
		out = append(out, fault(reading[p.Kind], p.Path))
	}
	if len(out) > 0 {
		return k, out
	}
	return k, Check(&k)
}

// reading gives the code of each problem of reading.
var reading = map[strict.Kind]string{
	strict.Syntax: "CLE-LEC-01", strict.Unknown: "CLE-LEC-02", strict.Twice: "CLE-LEC-03", strict.Wrong: "CLE-LEC-04",
}

func fault(code, path string, params ...string) demand.Fault {
	f := demand.Fault{Code: code, Path: path, Severity: severities()[code]}
	for i := 0; i+1 < len(params); i += 2 {
		f.Params = append(f.Params, demand.Param{Name: params[i], Value: params[i+1]})
	}
	return f
}

func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Check lists what is wrong in a key, all at once.
func Check(k *Key) demand.Faults {
	c := checker{key: k, groups: map[string]bool{}, known: map[string]*Partner{}}
	c.refuse(k.Name == "" || k.Version == "" || k.ValidFrom.IsZero(), "CLE-CLE-01", "name")
	c.refuse(k.ValidTo.Before(k.ValidFrom), "CLE-CLE-02", "valid_to")
	c.refuse(k.YearStarts < 0 || k.YearStarts > 12, "CLE-CLE-03", "year_starts")
	for i, g := range k.Groups {
		c.refuse(g.ID == "" || c.groups[g.ID], "CLE-CLE-04", at("groups", i)+".id")
		c.groups[g.ID] = true
	}
	c.partners()
	seen := map[string]bool{}
	for i := range k.Expenses {
		e, path := &k.Expenses[i], at("expenses", i)
		c.refuse(e.Code == "" || seen[e.Code], "CLE-CLE-08", path+".code")
		seen[e.Code] = true
		c.expense(e, path)
	}
	c.refuse(len(k.Expenses) == 0, "CLE-CLE-08", "expenses")
	c.successions()
	return c.faults
}

type checker struct {
	key    *Key
	groups map[string]bool
	known  map[string]*Partner // the first of each identifier
	faults demand.Faults
}

func (c *checker) refuse(bad bool, code, path string) {
	if bad {
		c.faults = append(c.faults, fault(code, path))
	}
}

func (c *checker) partners() {
	holders := map[string][]*Partner{} // of each desk
	for i := range c.key.Partners {
		p, path := &c.key.Partners[i], at("partners", i)
		c.refuse(p.ID == "" || c.known[p.ID] != nil, "CLE-CLE-05", path+".id")
		if c.known[p.ID] == nil {
			c.known[p.ID] = p
		}
		c.refuse(p.Exempt == (p.Group != "") || p.Group != "" && !c.groups[p.Group], "CLE-CLE-06", path+".group")
		c.refuse(p.To.Before(p.From), "CLE-CLE-07", path+".to")
		shared := false
		for _, desk := range p.Desks {
			shared = shared || slices.ContainsFunc(holders[desk], func(other *Partner) bool { return other != p && meet(p, other) })
			holders[desk] = append(holders[desk], p)
		}
		c.refuse(shared, "CLE-CLE-15", path+".desks") // once, however many desks and partners
	}
}

// meet reports two partners that are there on a same day.
func meet(a, b *Partner) bool { return !a.To.Before(b.From) && !b.To.Before(a.From) }

func (c *checker) expense(e *Expense, path string) {
	seen, sum, summed := map[string]bool{}, decimal.Zero, true
	for i := range e.Splits {
		s, path := &e.Splits[i], path+"."+at("splits", i)
		c.refuse(!c.groups[s.Group] || seen[s.Group], "CLE-CLE-09", path+".group")
		seen[s.Group] = true
		if percent(s.Percent) {
			sum = sum.Add(s.Percent)
		} else {
			summed = false // said here: the sum would say it again
			c.refuse(true, "CLE-CLE-10", path+".percent")
		}
		c.refuse(!s.By.Known() || len(s.Acts) > 0 && s.By != ByUse || (len(s.Weights) > 0) != (s.By == Fixed), "CLE-CLE-11", path+".by")
		c.weights(s.Acts, "CLE-CLE-12", path+".acts", func(of string) bool { return Act(of).Known() })
		c.weights(s.Weights, "CLE-CLE-13", path+".weights", func(of string) bool {
			p := c.known[of]
			return p != nil && p.Group == s.Group
		})
		if s.By == Fixed {
			c.everyMember(s, path+".weights")
		}
	}
	c.refuse(summed && !sum.Equal(hundred), "CLE-CLE-10", path+".splits")
}

// percent reports a share between 0 and 100.
func percent(d decimal.Decimal) bool {
	return euro.Fits(d) && !d.IsNegative() && !d.GreaterThan(hundred)
}

func (c *checker) weights(list []Weight, code, path string, known func(string) bool) {
	seen := map[string]bool{}
	for i, w := range list {
		c.refuse(!known(w.Of) || seen[w.Of] || !euro.Fits(w.Weight) || w.Weight.IsNegative(), code, path+at("", i))
		seen[w.Of] = true
	}
}

// everyMember wants a fixed weight for each member of the group, 0 if need be: a
// partner that was forgotten would pay nothing. However many are, it says so once.
func (c *checker) everyMember(s *Split, path string) {
	weighed := map[string]bool{}
	for _, w := range s.Weights {
		weighed[w.Of] = true
	}
	forgotten := func(p Partner) bool { return p.Group == s.Group && p.Group != "" && !weighed[p.ID] }
	c.refuse(slices.ContainsFunc(c.key.Partners, forgotten), "CLE-CLE-13", path)
}

func (c *checker) successions() {
	gone := map[string]bool{}
	for i := range c.key.Successions {
		s, path := &c.key.Successions[i], at("successions", i)
		for k, id := range s.Gone {
			p := c.known[id]
			c.refuse(p == nil || gone[id] || s.On.IsZero() || p.To != s.On.AddDays(-1), "CLE-CLE-14", path+"."+at("gone", k))
			gone[id] = true
		}
		whole := c.successors(s, path)
		c.refuse(len(s.Gone) == 0 || !whole, "CLE-CLE-14", path+".by")
	}
}

// successors checks who takes over; whole unless their percents, all of them
// sound, make something else than 100.
func (c *checker) successors(s *Succession, path string) (whole bool) {
	seen, sum, summed := map[string]bool{}, decimal.Zero, true
	for k, by := range s.By {
		p := c.known[by.Partner]
		bad := p == nil || seen[by.Partner] || p.Exempt || !p.on(s.On) || !percent(by.Percent)
		c.refuse(bad, "CLE-CLE-14", path+"."+at("by", k))
		seen[by.Partner] = true
		if summed = summed && !bad; summed {
			sum = sum.Add(by.Percent)
		}
	}
	return !summed || sum.Equal(hundred)
}
