package household

import "github.com/fichier-unique/rules/demand"

// Category is the household category of the ceilings (catégorie de ménage).
type Category struct {
	Number  int    `json:"category"` // 1 to 6; 0 when no adult is given
	Extra   int    `json:"extra"`    // persons beyond category 6
	Persons int    `json:"persons"`  // persons living in the household (L.442-12)
	Rule    string `json:"rule"`     // code of the rule that fixed the number
}

// visitingSince is the day from which children with visiting right count.
// Law: loi 2018-1021 (ELAN) art. 110, JO of 24 Nov 2018. Confidence: V2.
var visitingSince = demand.MustDate("2018-11-25")

// A couple is young when the completed ages of both add up to this at most.
const youngCoupleAges = 55

// CategoryOf gives the category of the household on the day of the case. It
// allocates nothing.
// Law: arrêté of 29 Jul 1987, art. 2 and CCH L.442-12.
func CategoryOf(c *Case) Category {
	dependants, disabled := c.counted()
	adults := len(c.Adults)
	if adults == 0 {
		return Category{Rule: "FOY-SAI-02", Persons: dependants}
	}
	out := bySize(adults + dependants)
	switch {
	case adults == 1 && dependants > 0:
		out.raise(dependants+2, "FOY-CAT-02")
		if dependants > 4 { // one alone with four dependants is already in category 6
			out.Extra, out.Rule = dependants-4, "FOY-CAT-06"
		}
	case adults == 2 && dependants == 0 && c.Couple && c.young():
		out.raise(3, "FOY-CAT-03")
	}
	if disabled && out.Persons < 6 {
		out.raise(out.Persons+1, "FOY-CAT-04")
	}
	return out
}

// counted gives the number of dependants that count that day, and whether a
// person who counts holds the invalidity card.
func (c *Case) counted() (dependants int, disabled bool) {
	for i := range c.Adults {
		disabled = disabled || c.Adults[i].Disabled
	}
	for i := range c.Dependants {
		if d := &c.Dependants[i]; d.Custody != Visiting || !c.Date.Before(visitingSince) {
			dependants++
			disabled = disabled || d.Disabled
		}
	}
	return dependants, disabled
}

func bySize(persons int) Category {
	if persons > 6 {
		return Category{Number: 6, Extra: persons - 6, Persons: persons, Rule: "FOY-CAT-05"}
	}
	return Category{Number: persons, Persons: persons, Rule: "FOY-CAT-01"}
}

// raise lifts the category; a rule that would give less, or the same, is silent.
func (c *Category) raise(number int, rule string) {
	if number = min(number, 6); number > c.Number {
		c.Number, c.Rule = number, rule
	}
}

func (c *Case) young() bool {
	a, b := c.Adults[0].Age, c.Adults[1].Age
	return a > 0 && b > 0 && a+b <= youngCoupleAges
}
