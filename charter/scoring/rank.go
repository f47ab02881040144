package scoring

import (
	"cmp"
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// Candidate is one demand of a stock. The ID is the file's own key.
type Candidate struct {
	ID          string
	Facts       Facts
	DepositedOn demand.Date // seniority
	Override    *Override   // ignored when the grid refuses it
}

// Place is where a demand stands in its stock.
type Place struct {
	ID         string `json:"id"`
	Transfers  bool   `json:"transfers,omitempty"` // among the transfers, which have a grid of their own
	Points     int    `json:"points"`              // that count
	Computed   Points `json:"computed"`            // reckoned
	Overridden bool   `json:"overridden,omitempty"`
	Position   int    `json:"position"` // 1 is first; several may hold the same one
	Of         int    `json:"of"`       // demands it stands among
	Waiting    int    `json:"waiting"`  // whole months since the deposit, on the day; -1: unknown

	deposited demand.Date
}

// Rank gives the place of each demand of a stock, on a day: more points first,
// then the older deposit; a deposit that is not known comes last. Demands equal
// in both hold the same position. The order of the stock changes nothing. The
// answer is in order of position, and of ID where positions are equal.
func Rank(g *Grid, stock []Candidate, day demand.Date) []Place {
	out := make([]Place, len(stock))
	for i := range stock {
		out[i] = g.place(&stock[i], day)
	}
	slices.SortFunc(out, func(a, b Place) int {
		return cmp.Or(a.compare(&b), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Computed.Total, b.Computed.Total), cmp.Compare(a.Computed.Low, b.Computed.Low), cmp.Compare(a.Computed.High, b.Computed.High))
	})
	for start := 0; start < len(out); {
		end := start
		for end < len(out) && out[end].Transfers == out[start].Transfers {
			end++
		}
		position(out[start:end])
		start = end
	}
	return out
}

// position numbers the places of one group, in order.
func position(group []Place) {
	for i := range group {
		group[i].Position, group[i].Of = i+1, len(group)
		if i > 0 && group[i].compare(&group[i-1]) == 0 {
			group[i].Position = group[i-1].Position
		}
	}
}

func (g *Grid) place(c *Candidate, day demand.Date) Place {
	p := Place{ID: c.ID, Computed: g.Points(&c.Facts), deposited: c.DepositedOn, Waiting: -1}
	p.Transfers = len(g.transfers) > 0 && c.Facts.Said(Transfer) && c.Facts.values[Transfer] == 1
	p.Points = p.Computed.Total
	if c.Override != nil && len(g.CheckOverride(c.Override)) == 0 {
		p.Points, p.Overridden = c.Override.Points, true
	}
	if !c.DepositedOn.IsZero() && !day.Before(c.DepositedOn) && !day.IsZero() {
		p.Waiting = day.MonthsSince(c.DepositedOn)
	}
	return p
}

// compare orders places: the other demands, then transfers; points; seniority.
func (p *Place) compare(o *Place) int {
	if p.Transfers != o.Transfers {
		if o.Transfers {
			return -1
		}
		return 1
	}
	if p.Points != o.Points {
		return cmp.Compare(o.Points, p.Points)
	}
	if p.deposited.IsZero() != o.deposited.IsZero() {
		if o.deposited.IsZero() {
			return -1
		}
		return 1
	}
	return p.deposited.Compare(o.deposited)
}

// Figures is how long a stock has waited, in whole months.
type Figures struct {
	Demands int `json:"demands"`
	Known   int `json:"known"`   // of which the deposit is known
	Median  int `json:"median"`  // half of those known wait so long or less; -1: none is known
	Longest int `json:"longest"` // -1: none is known
	Beyond  int `json:"beyond"`  // wait as long as the given delay, or longer
}

// Waiting gives the figures of a stock that was ranked: the same stock, the same
// day. AbnormalMonths is the abnormally long delay of the territory; 0: unknown,
// and nobody is counted beyond it.
func Waiting(places []Place, abnormalMonths int) Figures {
	out := Figures{Demands: len(places), Median: -1, Longest: -1}
	months := make([]int, 0, len(places))
	for i := range places {
		if w := places[i].Waiting; w >= 0 {
			months = append(months, w)
			if abnormalMonths > 0 && w >= abnormalMonths {
				out.Beyond++
			}
		}
	}
	if len(months) == 0 {
		return out
	}
	slices.Sort(months)
	out.Known, out.Median, out.Longest = len(months), months[(len(months)-1)/2], months[len(months)-1]
	return out
}
