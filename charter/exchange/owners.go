package exchange

import (
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Fold gives the state of a demand on a day, with the owners of fields that the
// charter names. A partner that another has taken over speaks by its successor.
func Fold(c *charter.Charter, j journal.Journal, key string, at journal.At) journal.State {
	if len(c.Owners) > 0 {
		at.Prevails = func(path string, first, second *journal.Event) bool {
			owner := successor(c, Owner(c, path), at.Day)
			return owner != "" && partyOf(c, first, at.Day) == owner && partyOf(c, second, at.Day) != owner
		}
	}
	return j.Fold(key, at)
}

// Owner gives the partner whose value of a field prevails, "" when the charter
// names none. The longest path wins.
func Owner(c *charter.Charter, path string) string {
	best, found := "", -1
	for _, o := range c.Owners {
		if n := len(o.Path); n > found && (n == 0 || path == o.Path || strings.HasPrefix(path, o.Path) && strings.ContainsRune(".[", rune(path[n]))) {
			best, found = o.Party, n
		}
	}
	return best
}

// partyOf gives the partner of the service that wrote an event, as it is that day.
func partyOf(c *charter.Charter, e *journal.Event, on demand.Date) string {
	if p, ok := c.PartyOfDesk(e.Service, e.On); ok {
		return successor(c, p.ID, on)
	}
	return successor(c, e.Service, on)
}

// successor gives the partner that stands in the place of another on a day: the
// one that took it over, and so on.
func successor(c *charter.Charter, id string, on demand.Date) string {
	for range c.Parties {
		p, ok := c.Party(id)
		if !ok || p.Into == "" || !on.After(p.To) {
			break
		}
		id = p.Into
	}
	return id
}

// holder gives the partner that answers for a desk on a day: the one that holds
// it, or the successor of one that held it; "" when there is none.
func holder(c *charter.Charter, desk string, on demand.Date) string {
	if p, ok := c.PartyOfDesk(desk, on); ok {
		return p.ID
	}
	for i := range c.Parties {
		if desk == "" || !slices.Contains(c.Parties[i].Desks, desk) {
			continue
		}
		if p, ok := c.Party(successor(c, c.Parties[i].ID, on)); ok && !on.Before(p.From) && !on.After(p.To) {
			return p.ID
		}
	}
	return ""
}

// Dispute is a value that two services set for the same day, with who settles it.
type Dispute struct {
	Path          string
	Field         charter.Field
	Kept, Dropped journal.ID
	Owner         string // partner whose value prevails, as it is that day; "" when the charter names none
	To            string // partner to be told: the owner, failing which (none, or gone without successor) the manager
	Rule          string // ECH-CON-01: the owner's value stands; ECH-CON-02: the last in order does
}

// Disputes lists what two systems said differently, in the order of the state.
func Disputes(c *charter.Charter, s *journal.State) []Dispute {
	var out []Dispute
	for _, k := range s.Conflicts {
		d := Dispute{Path: k.Path, Field: charter.FieldOf(k.Path), Kept: k.Kept, Dropped: k.Dropped, Rule: "ECH-CON-02", To: manager(c, s.Day)}
		d.Owner = successor(c, Owner(c, k.Path), s.Day)
		if e := s.Source(k.Path); d.Owner != "" && e != nil && partyOf(c, e, s.Day) == d.Owner {
			d.Rule = "ECH-CON-01"
		}
		if p, ok := c.Party(d.Owner); ok && !s.Day.After(p.To) {
			d.To = d.Owner
		}
		out = append(out, d)
	}
	return out
}

// manager is whoever manages the file on a day; "" when there is nobody.
func manager(c *charter.Charter, on demand.Date) string {
	p, _ := c.Manager(on)
	return p.ID
}
