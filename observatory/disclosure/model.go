package disclosure

import "github.com/fichier-unique/rules/demand"

// State is what is decided of a cell before the protection begins.
type State string

// The states of a cell.
const (
	Open     State = ""         // to be decided
	Out      State = "out"      // published already, here or elsewhere: it cannot be hidden any more
	Withheld State = "withheld" // hidden whatever its value, by an earlier release or by policy
	Veiled   State = "veiled"   // a nought that is hidden with those around it, unless no room is left for it to be anything else
	Kept     State = "kept"     // hidden, by an earlier stage: of its value a reader knows what he knows of any other hidden one
	Joint    State = "joint"    // published nowhere: what hidden counts of a group make together in a column
	Free     State = "free"     // published nowhere, and nothing is asked of it: what hidden cells make together
	Implied  State = "implied"  // published nowhere, but it must not come out if it is small: what one perimeter has more than another
)

// Cell is one figure of the release.
type Cell struct {
	ID    string // names the figure wherever it stands: the order of the IDs, not of the rows, decides between equals
	Value int64  // a count, or an amount in its smallest unit
	State State
	// Amount is a sum of money: Contributors and Largest then say on how many
	// demands it rests, and what the greatest of them brings.
	Amount       bool
	Contributors int64
	Largest      int64
	Minimum      int64   // the least count published of this cell; 0: that of the policy
	Weight       float64 // what hiding it costs; 0: 1 and a little more for great values
	// Nought says that noughts are hidden around it: a reader does not know that it
	// is 1 at least when it is hidden.
	Nought bool
	// Assured is the count that a reader must be able to believe of it when it is
	// hidden, if that is less than the minimum; 0: the minimum itself.
	Assured int64
}

// Relation is an addition that a reader can make: the total is the sum of the
// parts less the deductions. Cells are named by their rank in Release.Cells.
type Relation struct {
	Name   string // for the sentence that says it does not add up
	Total  int
	Parts  []int
	Minus  []int // deducted: stock of the year = stock of last year + new - satisfied
	AtMost bool  // the sum is not the total, but no more than it: a choice among the stock
}

// Derived is a figure worked out from others: a ratio, a mean, a median. It is
// published when all that it rests upon is.
type Derived struct {
	ID string
	Of []int
}

// Attacker is a reader who knows some cells beforehand: a landlord his own
// demands, a household that it is alone in its cell.
type Attacker struct {
	Name  string
	Knows []int
}

// Release is everything that a reader will hold: the new tables, and those of
// earlier releases with the state Out or Withheld.
type Release struct {
	Cells     []Cell
	Relations []Relation
	Derived   []Derived
	Attackers []Attacker
	Groups    []Group
}

// Reason is why a cell is hidden. It is for the one who protects: publishing it
// would tell that a count is under the threshold.
type Reason string

// The reasons.
const (
	Shown     Reason = ""
	Primary   Reason = "primary"   // for itself
	Secondary Reason = "secondary" // because it would give another one away
)

// Interval is what a reader may know of a hidden cell.
type Interval struct {
	Low   int64 `json:"low"`
	High  int64 `json:"high"`  // Unbounded when nothing limits it
	Exact bool  `json:"exact"` // these are the very ends; otherwise the reader knows no more than that
}

// Unbounded stands for no upper end.
const Unbounded = int64(1) << 52

// Loss measures the information that is not published.
type Loss struct {
	Cells     int     `json:"cells"`     // that could be published: not 0, or 0 if zeroes are hidden
	Primary   int     `json:"primary"`   // hidden for themselves
	Secondary int     `json:"secondary"` // hidden for others
	Share     float64 `json:"share"`     // of the cells that could be published, hidden for others
	Value     int64   `json:"value"`     // sum of the counts hidden for others
}

// Outcome is a release that has been protected and has passed its audit.
type Outcome struct {
	Reasons   []Reason   // by cell
	Intervals []Interval // by cell; of hidden ones only
	Derived   []bool     // by derived figure: published
	Loss      Loss
	Audit     Certificate
}

// Certificate says what the audit has proved.
type Certificate struct {
	Hidden    int `json:"hidden"`    // cells
	Witnesses int `json:"witnesses"` // tables of whole numbers that give the same publication
	Relations int `json:"relations"` // additions checked on them
}

// Hidden says that a cell is not published.
func (o *Outcome) Hidden(cell int) bool { return o.Reasons[cell] != Shown }

// greatest is the largest value accepted: sums of many stay far from overflow.
const greatest = int64(1) << 40

// Check says what makes a release unfit: it is protected only when it is sound.
func (r *Release) Check() demand.Faults {
	var out demand.Faults
	names := make(map[string]int, len(r.Cells))
	for i := range r.Cells {
		c := &r.Cells[i]
		if _, twice := names[c.ID]; twice || c.ID == "" {
			out = append(out, fault("SEC-CEL-01", c.ID, "cell", c.ID))
		}
		names[c.ID] = i
		if min(c.Value, c.Contributors, c.Largest, c.Minimum, c.Assured) < 0 {
			out = append(out, fault("SEC-CEL-02", c.ID, "cell", c.ID))
		}
		if c.Value > greatest || c.Largest > greatest || c.Weight < 0 || c.Weight > 1e6 {
			out = append(out, fault("SEC-CEL-03", c.ID, "cell", c.ID, "most", number(greatest)))
		}
	}
	for i := range r.Relations {
		out = append(out, r.checkRelation(&r.Relations[i])...)
	}
	if bad := r.checkGroups(); len(bad) > 0 {
		out = append(out, bad...)
	} else {
		out = append(out, r.checkDeals()...)
	}
	for _, d := range r.Derived {
		out = append(out, r.checkRanks(d.ID, d.Of)...)
	}
	for _, a := range r.Attackers {
		out = append(out, r.checkRanks(a.Name, a.Knows)...)
	}
	return out
}

func (r *Release) checkRanks(name string, lists ...[]int) demand.Faults {
	seen := map[int]bool{}
	for _, list := range lists {
		for _, c := range list {
			if c < 0 || c >= len(r.Cells) {
				return demand.Faults{fault("SEC-REL-01", name, "relation", name, "cell", number(int64(c)))}
			}
			if seen[c] {
				return demand.Faults{fault("SEC-REL-02", name, "relation", name, "cell", r.Cells[c].ID)}
			}
			seen[c] = true
		}
	}
	return nil
}

func (r *Release) checkRelation(rel *Relation) demand.Faults {
	if bad := r.checkRanks(rel.Name, []int{rel.Total}, rel.Parts, rel.Minus); len(bad) > 0 {
		return bad
	}
	sum := int64(0)
	for _, c := range rel.Parts {
		sum += r.Cells[c].Value
	}
	for _, c := range rel.Minus {
		sum -= r.Cells[c].Value
	}
	total := r.Cells[rel.Total].Value
	if rel.AtMost && sum <= total || sum == total {
		return nil
	}
	code := "SEC-REL-03"
	if rel.AtMost {
		code = "SEC-REL-04"
	}
	return demand.Faults{fault(code, rel.Name, "relation", rel.Name, "total", number(total), "sum", number(sum))}
}
