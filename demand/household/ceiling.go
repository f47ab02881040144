package household

import (
	"sort"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
)

// Ceiling is the yearly amount a household's reference income may not exceed,
// or the reason why it is not known.
type Ceiling struct {
	Financing Financing
	Zone      Zone
	Amount    decimal.Decimal // euros a year; meaningless when Unknown is set
	From      demand.Date     // first day of the amount
	Act       string          // the arrêté
	Status    Status
	Unknown   string // code of the rule that makes it unknown: FOY-PLF-..; "" when the amount is known

	rank int // of the set in the table
}

// Known reports whether there is an amount.
func (c Ceiling) Known() bool { return c.Unknown == "" }

// mayotteSince is the day Mayotte left its own ceilings.
var mayotteSince = demand.MustDate("2014-12-03")

// Ceiling gives the ceiling of a category, with extra persons beyond the sixth,
// on a day. Past the end of the year of the last row the answer is unknown,
// never last year's amount. It allocates only when there are extra persons.
// Law: arrêté of 29 Jul 1987; overseas, arrêté of 14 Mar 2011.
func (t *Table) Ceiling(f Financing, z Zone, category, extra int, day demand.Date) Ceiling {
	out := Ceiling{Financing: f, Zone: z}
	fi, zi := financingIndex(f), zoneIndex(z)
	switch {
	case fi < 0:
		out.Unknown = "FOY-PLF-03"
	case zi < 0:
		out.Unknown = "FOY-PLF-06"
	case category < 1 || category > 6 || extra < 0 || extra > 0 && category < 6:
		out.Unknown = "FOY-PLF-05"
	default:
		t.sets[fi][zi].find(day, &out)
	}
	if !out.Known() {
		return out
	}
	s := &t.sets[fi][zi][out.rank]
	out.Amount, out.From, out.Act, out.Status = s.amounts[category-1], s.from, s.act, s.status[category-1]
	if extra > 0 {
		out.Amount = out.Amount.Add(s.amounts[6].Mul(decimal.NewFromInt(int64(extra))))
	}
	return out
}

// find gives the rank of the set of a day, or says why there is none.
func (all sets) find(day demand.Date, out *Ceiling) {
	i := sort.Search(len(all), func(i int) bool { return all[i].from.Compare(day) > 0 }) - 1
	switch {
	case len(all) == 0 && out.Financing == PLS:
		out.Unknown = "FOY-PLF-04"
	case len(all) == 0:
		out.Unknown = "FOY-PLF-03"
	case i < 0:
		out.Unknown = "FOY-PLF-02"
	case i == len(all)-1 && day.Year() > all[i].from.Year():
		out.Unknown = "FOY-PLF-01"
	}
	out.rank = i
}

func financingIndex(f Financing) int {
	for i := range financings {
		if financings[i] == f {
			return i
		}
	}
	return -1
}

// LastDay gives the last day on which the table knows a ceiling, or the zero
// date when it knows none: a program can warn before it comes.
func (t *Table) LastDay(f Financing, z Zone) demand.Date {
	fi, zi := financingIndex(f), zoneIndex(z)
	if fi < 0 || zi < 0 || len(t.sets[fi][zi]) == 0 {
		return demand.Date{}
	}
	last := t.sets[fi][zi]
	day, _ := demand.NewDate(last[len(last)-1].from.Year(), 12, 31)
	return day
}

// CeilingIn is Ceiling for a commune: it finds the zone, and knows that Mayotte
// had ceilings of its own until December 2014.
func (t *Table) CeilingIn(f Financing, commune string, category, extra int, day demand.Date) Ceiling {
	zone, ok := ZoneOf(commune)
	if !ok {
		return Ceiling{Financing: f, Unknown: "FOY-PLF-06"}
	}
	if commune[:3] == "976" && day.Before(mayotteSince) {
		return Ceiling{Financing: f, Zone: zone, Unknown: "FOY-PLF-07"}
	}
	return t.Ceiling(f, zone, category, extra, day)
}

// of gives the ceiling of a case on a day, wherever its place is said.
func (t *Table) of(c *Case, f Financing, k Category, day demand.Date) Ceiling {
	switch {
	case c.Commune != "":
		return t.CeilingIn(f, c.Commune, k.Number, k.Extra, day)
	case c.Zone == "":
		return Ceiling{Financing: f, Unknown: "FOY-SAI-08"}
	}
	return t.Ceiling(f, c.Zone, k.Number, k.Extra, day)
}
