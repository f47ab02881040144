package costkey

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
)

// Base is what the partners of a group are measured by.
type Base string

// The bases.
const (
	ByStock Base = "stock" // dwellings
	ByUse   Base = "use"   // acts of the year, weighted
	Fixed   Base = "fixed" // weights written in the key
)

// Known reports whether b is one of the bases.
func (b Base) Known() bool { return b == ByStock || b == ByUse || b == Fixed }

// The expenses of the agreements read; a key may name others.
const (
	Investment = "investment"
	Running    = "running"
)

// Key is the partners' cost key as data, valid between two days.
type Key struct {
	Name        string       `json:"name"`
	Version     string       `json:"version"`
	Agreement   string       `json:"agreement,omitempty"` // the act that fixes it: deliberation, agreement and its date
	ValidFrom   demand.Date  `json:"valid_from"`
	ValidTo     demand.Date  `json:"valid_to,omitzero"`     // none: until another key
	YearStarts  int          `json:"year_starts,omitempty"` // month the accounting year (exercice) begins; none: January
	Groups      []Group      `json:"groups"`                // in the order of the agreement
	Partners    []Partner    `json:"partners"`              // every partner, present or past
	Expenses    []Expense    `json:"expenses"`              // how each expense is split
	Successions []Succession `json:"successions,omitempty"` // mergers and splits of partners
}

// Group is a set of partners that bears a share together.
type Group struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
}

// Partner is a partner of the key.
type Partner struct {
	ID     string      `json:"id"`
	Group  string      `json:"group,omitempty"`
	Exempt bool        `json:"exempt,omitempty"` // takes part and pays nothing; in no group
	Desks  []string    `json:"desks,omitempty"`  // services whose acts are this partner's
	From   demand.Date `json:"from,omitzero"`    // first day; none: since ever
	To     demand.Date `json:"to,omitzero"`      // last day; none: still there
}

// on reports whether the partner is there on a day.
func (p *Partner) on(day demand.Date) bool { return !day.Before(p.From) && !day.After(p.To) }

// Expense says how one kind of expense is split between the groups.
type Expense struct {
	Code   string  `json:"code"` // "investment", "running", or another one
	Splits []Split `json:"splits"`
}

// Split is the share of one group, and how the group divides it.
type Split struct {
	Group   string          `json:"group"`
	Percent decimal.Decimal `json:"percent"`           // of the expense; the percents of an expense make 100
	By      Base            `json:"by"`                // inside the group
	Acts    []Weight        `json:"acts,omitempty"`    // of use: what each act weighs; none: every act weighs 1
	Weights []Weight        `json:"weights,omitempty"` // fixed: what each partner weighs
}

// Weight is what an act or a partner weighs.
type Weight struct {
	Of     string          `json:"of"` // an act, or the identifier of a partner
	Weight decimal.Decimal `json:"weight"`
}

// Succession is a merger or a split of partners: from a day on, others owe what
// is owed by some that have gone.
type Succession struct {
	On   demand.Date `json:"on"`   // first day of the successors
	Gone []string    `json:"gone"` // partners whose last day is the day before
	By   []Successor `json:"by"`   // who takes over; the percents make 100
}

// Successor takes over a share of what the partners that have gone owe.
type Successor struct {
	Partner string          `json:"partner"`
	Percent decimal.Decimal `json:"percent"`
}

// Year is an accounting year (exercice).
type Year struct {
	From demand.Date `json:"from"`
	To   demand.Date `json:"to"`
}

// Days counts the days of the year.
func (y Year) Days() int { return y.To.DaysSince(y.From) + 1 }

// Has reports whether a day is in the year.
func (y Year) Has(day demand.Date) bool {
	return !day.IsZero() && day.Compare(y.From) >= 0 && day.Compare(y.To) <= 0
}

// present counts the days of a partner in the year.
func (y Year) present(p *Partner) int {
	from, to := y.From, y.To
	if p.From.After(from) {
		from = p.From
	}
	if !p.To.IsZero() && p.To.Before(to) {
		to = p.To
	}
	return max(0, to.DaysSince(from)+1)
}

// YearOf gives the accounting year a day belongs to. A day before the year 2 or
// after 9998 has none.
func (k *Key) YearOf(day demand.Date) (Year, bool) {
	month := max(1, k.YearStarts)
	year := day.Year()
	if day.Month() < month {
		year--
	}
	from, ok := demand.NewDate(year, month, 1)
	if !ok || month > 12 || year > 9998 || day.IsZero() {
		return Year{}, false
	}
	return Year{from, from.AddYears(1).AddDays(-1)}, true
}

// In reports whether the key is in force on a day.
func (k *Key) In(day demand.Date) bool {
	return !day.IsZero() && !day.Before(k.ValidFrom) && !day.After(k.ValidTo)
}

// At finds the key in force on a day: the one whose first day is the latest. It
// is false when there is none: a key that has ended is never used in its place.
func At(keys []Key, day demand.Date) (*Key, bool) {
	var found *Key
	for i := range keys {
		if k := &keys[i]; k.In(day) && (found == nil || k.ValidFrom.After(found.ValidFrom)) {
			found = k
		}
	}
	return found, found != nil
}

// PartnerOf finds the partner a desk belongs to on a day.
func (k *Key) PartnerOf(desk string, day demand.Date) (string, bool) {
	for i := range k.Partners {
		if p := &k.Partners[i]; p.on(day) && slices.Contains(p.Desks, desk) {
			return p.ID, true
		}
	}
	return "", false
}

// partner finds a partner by its identifier.
func (k *Key) partner(id string) *Partner {
	for i := range k.Partners {
		if k.Partners[i].ID == id {
			return &k.Partners[i]
		}
	}
	return nil
}

// expense finds an expense by its code.
func (k *Key) expense(code string) *Expense {
	for i := range k.Expenses {
		if k.Expenses[i].Code == code {
			return &k.Expenses[i]
		}
	}
	return nil
}
