package territory

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Zone is a line of a caller's table of territories below the commune: a quartier
// of the form, a QPV. A zone that lies in several communes has a line for each.
type Zone struct {
	Kind    Level       `json:"kind"` // Quartier, QPV, or a name of the caller's
	Code    string      `json:"code"`
	Name    string      `json:"name"`
	Commune string      `json:"commune"`
	From    demand.Date `json:"from,omitzero"`  // first day, zero: from the beginning
	Until   demand.Date `json:"until,omitzero"` // day it ended, zero: still
}

func (z *Zone) on(day demand.Date) bool {
	return z.From.Compare(day) <= 0 && (z.Until.IsZero() || day.Before(z.Until))
}

// Zones is a checked table of zones. Two kinds of zones (quartier and QPV) are
// never taken to nest: each is counted for itself.
type Zones struct{ rows []Zone }

// NewZones checks a table. Lines that have a fault are left out and told by their
// rank from 1; the others are kept.
func NewZones(rows []Zone) (*Zones, demand.Faults) {
	z := &Zones{}
	var faults demand.Faults
	for i, r := range rows {
		line := strconv.Itoa(i + 1)
		switch {
		case r.Code == "":
			faults = append(faults, fault("TER-ZON-01", "zones["+strconv.Itoa(i)+"].code", "line", line))
			continue
		case r.Until.Before(r.From):
			faults = append(faults, fault("TER-ZON-02", "zones["+strconv.Itoa(i)+"].until", "line", line))
			continue
		}
		if _, ok := France().byCode[r.Commune]; !ok {
			faults = append(faults, fault("TER-COD-01", "zones["+strconv.Itoa(i)+"].commune", "code", shown(r.Commune)))
			continue
		}
		z.rows = append(z.rows, r)
	}
	slices.SortStableFunc(z.rows, func(x, y Zone) int {
		return cmp.Or(strings.Compare(string(x.Kind), string(y.Kind)), strings.Compare(x.Code, y.Code), strings.Compare(x.Commune, y.Commune))
	})
	return z, faults
}

// Units gives the zones of a kind that stand on a day, each once, in order of code.
func (z *Zones) Units(kind Level, day demand.Date) []Unit {
	var out []Unit
	for i := range z.rows {
		r := &z.rows[i]
		if r.Kind == kind && r.on(day) && (len(out) == 0 || out[len(out)-1].Code != r.Code) {
			out = append(out, Unit{kind, r.Code, r.Name, r.From, r.Until})
		}
	}
	return out
}

// Find gives the zones of a kind that bear a code on a day, one for each commune.
func (z *Zones) Find(kind Level, code string, day demand.Date) []Zone {
	var out []Zone
	for i := range z.rows {
		if r := &z.rows[i]; r.Kind == kind && r.Code == code && r.on(day) {
			out = append(out, *r)
		}
	}
	return out
}

// Node is a territory of a caller's own: a sector, a plan's perimeter, and the
// territory that holds it. A commune is a node of level Commune.
type Node struct {
	Level  Level  `json:"level"`
	Code   string `json:"code"`
	Name   string `json:"name"`
	Holder string `json:"holder,omitzero"` // code of the territory that holds it, "" at the top
}

// Nesting is a checked set of nodes: every holder is described, nothing holds itself.
type Nesting struct{ nodes map[string]Node }

// NewNesting checks nodes: a holder that is not described (a hole), a loop and a
// code described twice are faults, and then there is no nesting.
func NewNesting(nodes []Node) (*Nesting, demand.Faults) {
	n := &Nesting{nodes: make(map[string]Node, len(nodes))}
	var faults demand.Faults
	for i, node := range nodes {
		if _, twice := n.nodes[node.Code]; twice {
			faults = append(faults, fault("TER-HIE-03", "nodes["+strconv.Itoa(i)+"].code", "code", node.Code))
			continue
		}
		n.nodes[node.Code] = node
	}
	for i, node := range nodes {
		if _, ok := n.nodes[node.Holder]; node.Holder != "" && !ok {
			faults = append(faults, fault("TER-HIE-01", "nodes["+strconv.Itoa(i)+"].holder", "code", node.Code, "holder", node.Holder))
		}
		if n.loops(node) {
			faults = append(faults, fault("TER-HIE-02", "nodes["+strconv.Itoa(i)+"].holder", "code", node.Code))
		}
	}
	if faults != nil {
		return nil, faults
	}
	return n, nil
}

// loops reports whether climbing from a node comes back to it.
func (n *Nesting) loops(node Node) bool {
	at := node
	for range len(n.nodes) {
		up, ok := n.nodes[at.Holder]
		if at.Holder == "" || !ok {
			return false
		}
		if up.Code == node.Code {
			return true
		}
		at = up
	}
	return false // a loop further up is told at its own nodes
}

// Above gives the territory of a level that holds another one.
func (n *Nesting) Above(code string, level Level) (Node, bool) {
	at, ok := n.nodes[code]
	for range len(n.nodes) + 1 {
		if !ok || at.Level == level {
			return at, ok
		}
		at, ok = n.nodes[at.Holder]
	}
	return Node{}, false
}

// With gives the geography with one more level, of a caller's nesting whose nodes
// of level Commune bear codes of communes of any year.
func (g *Geography) With(level Level, n *Nesting) (*Geography, demand.Faults) {
	out := *g
	out.layers = make(map[Level]*layer, len(g.layers)+1)
	for k, l := range g.layers {
		out.layers[k] = l
	}
	l := &layer{of: make([]int32, g.Len()), unknown: make([]bool, g.Len()), sure: Known}
	ranks, found := map[string]int32{}, make([]string, g.Len())
	var faults demand.Faults
	for _, node := range n.nodes {
		if node.Level != Commune {
			continue
		}
		rank, _ := g.Locate(node.Code)
		if rank < 0 {
			faults = append(faults, fault("TER-COD-01", "nodes", "code", shown(node.Code)))
			continue
		}
		up, ok := n.Above(node.Code, level)
		if !ok {
			continue
		}
		if found[rank] != "" && found[rank] != up.Code { // two communes merged since, of two territories
			faults = append(faults, fault("TER-HIE-03", "nodes", "code", g.communes[rank].Code))
			continue
		}
		found[rank] = up.Code
		if _, seen := ranks[up.Code]; !seen {
			ranks[up.Code] = 0
			l.units = append(l.units, Unit{Level: level, Code: up.Code, Name: up.Name})
		}
	}
	if faults != nil {
		slices.SortFunc(faults, func(x, y demand.Fault) int { return strings.Compare(x.Code+x.Param("code"), y.Code+y.Param("code")) })
		return nil, faults
	}
	l.number(ranks, found)
	out.layers[level] = l
	return &out, nil
}
