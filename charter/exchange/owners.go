package exchange

import (
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Fold gives the state of a demand on a day, with the owners of fields that the
// charter names.
func Fold(c *charter.Charter, j journal.Journal, key string, at journal.At) journal.State {
	at.Prevails = func(path string, first, second *journal.Event) bool {
		owner := Owner(c, path)
		return owner != "" && partyOf(c, first) == owner && partyOf(c, second) != owner
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

// partyOf gives the partner of the service that wrote an event.
func partyOf(c *charter.Charter, e *journal.Event) string {
	if p, ok := c.PartyOfDesk(e.Service, e.On); ok {
		return p.ID
	}
	return e.Service
}

// Dispute is a value that two services set for the same day, with who settles it.
type Dispute struct {
	Path          string
	Field         charter.Field
	Kept, Dropped journal.ID
	Owner         string // partner whose value prevails, "" when the charter names none
	To            string // partner to be told: the owner, failing which the manager
	Rule          string // ECH-CON-01: settled by the owner; ECH-CON-02: by the order alone
}

// Disputes lists what two systems said differently, in the order of the state.
func Disputes(c *charter.Charter, s *journal.State) []Dispute {
	var out []Dispute
	for _, k := range s.Conflicts {
		d := Dispute{Path: k.Path, Field: charter.FieldOf(k.Path), Kept: k.Kept, Dropped: k.Dropped, Owner: Owner(c, k.Path), Rule: "ECH-CON-02", To: manager(c, s.Day)}
		if d.Owner != "" {
			d.Rule, d.To = "ECH-CON-01", d.Owner
		}
		out = append(out, d)
	}
	return out
}

func manager(c *charter.Charter, on demand.Date) string {
	for i := range c.Parties {
		if p := &c.Parties[i]; p.Kind == charter.Manager && !on.Before(p.From) && !on.After(p.To) {
			return p.ID
		}
	}
	return ""
}
