package scoring

import (
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Override is other points that a person keeps for a demand.
type Override struct {
	Points int         `json:"points"`
	Reason string      `json:"reason"` // a code of the grid
	Author string      `json:"author"` // code of the agent; never a name
	On     demand.Date `json:"on"`
}

// Recorded is what was reckoned, and what a person kept instead: both stay.
type Recorded struct {
	Computed Result    `json:"computed"`
	Override *Override `json:"override,omitempty"`
}

// Effective gives the points that count: those a person kept, or those reckoned.
func (r *Recorded) Effective() int {
	if r.Override != nil {
		return r.Override.Points
	}
	return r.Computed.Total
}

// CheckOverride lists what an override lacks: a reason that the grid knows, an
// author, a day.
func (g *Grid) CheckOverride(o *Override) demand.Faults {
	c := checker{}
	c.refuse(!slices.ContainsFunc(g.def.OverrideReasons, func(r OverrideReason) bool { return r.Code == o.Reason }), "COT-DER-01", "override.reason")
	c.refuse(o.Author == "" || len(o.Author) > 64 || strings.ContainsFunc(o.Author, func(r rune) bool { return r <= ' ' || r > '~' || r == '@' }), "COT-DER-02", "override.author")
	c.refuse(!g.InForce(o.On), "COT-DER-03", "override.on")
	c.refuse(o.Points < -MaxPoints*MaxLines || o.Points > MaxPoints*MaxLines, "COT-DER-04", "override.points")
	return c.faults
}

// Record puts an override beside the points that were reckoned. A refused one
// leaves them alone.
func (g *Grid) Record(r Result, o Override) (Recorded, demand.Faults) {
	out := Recorded{Computed: r}
	faults := g.CheckOverride(&o)
	if r.Grid != g.def.Name || r.Version != g.def.Version {
		faults = append(faults, fault("COT-DER-05", "computed"))
	}
	if len(faults) == 0 {
		out.Override = &o
	}
	return out, faults
}
