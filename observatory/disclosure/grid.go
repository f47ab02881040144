package disclosure

import (
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Node is a value of an axis: a territory, a column. Its count is the sum of
// those of the nodes whose Parent it is.
type Node struct{ Code, Parent string }

// Axis is one dimension of a table, from the whole to the smallest parts.
type Axis struct {
	Name  string
	Nodes []Node
}

// Flat is an axis of columns and their total.
func Flat(name, total string, codes ...string) Axis {
	a := Axis{Name: name, Nodes: []Node{{Code: total}}}
	for _, c := range codes {
		a.Nodes = append(a.Nodes, Node{c, total})
	}
	return a
}

// Check says what makes an axis unfit: a code twice, a level that is missing,
// a territory that contains itself.
func (a Axis) Check() demand.Faults {
	var out demand.Faults
	parent := map[string]string{}
	for _, n := range a.Nodes {
		if _, twice := parent[n.Code]; twice || n.Code == "" {
			out = append(out, fault("SEC-HIE-03", a.Name, "axis", a.Name, "code", n.Code))
		}
		parent[n.Code] = n.Parent
	}
	for _, n := range a.Nodes {
		if _, known := parent[n.Parent]; n.Parent != "" && !known {
			out = append(out, fault("SEC-HIE-02", a.Name, "axis", a.Name, "code", n.Code, "parent", n.Parent))
		}
	}
	state := map[string]int{} // 1: being walked, 2: sound
	for _, n := range a.Nodes {
		var path []string
		for c := n.Code; c != "" && state[c] != 2; c = parent[c] {
			if state[c] == 1 {
				out = append(out, fault("SEC-HIE-01", a.Name, "axis", a.Name, "code", c))
				break
			}
			state[c] = 1
			path = append(path, c)
		}
		for _, c := range path {
			state[c] = 2
		}
	}
	return out
}

// children gives the ranks of the parts of each node.
func (a Axis) children() [][]int {
	rank := map[string]int{}
	for i, n := range a.Nodes {
		rank[n.Code] = i
	}
	out := make([][]int, len(a.Nodes))
	for i, n := range a.Nodes {
		if n.Parent != "" {
			out[rank[n.Parent]] = append(out[rank[n.Parent]], i)
		}
	}
	return out
}

// Builder gathers the tables of a release. A cell of the same name in two
// tables is one cell: that is how tables are linked.
type Builder struct {
	release Release
	at      map[string]int
	faults  demand.Faults
}

// NewBuilder starts an empty release.
func NewBuilder() *Builder { return &Builder{at: map[string]int{}} }

// Cell gives the rank of a cell, added if it is not there. Two values under
// one name are a fault.
func (b *Builder) Cell(c Cell) int {
	i, known := b.at[c.ID]
	if !known {
		i = len(b.release.Cells)
		b.at[c.ID] = i
		b.release.Cells = append(b.release.Cells, c)
		return i
	}
	if b.release.Cells[i] != c {
		b.faults = append(b.faults, fault("SEC-CEL-01", c.ID, "cell", c.ID))
	}
	return i
}

// Relate adds a relation.
func (b *Builder) Relate(r Relation) { b.release.Relations = append(b.release.Relations, r) }

// Derive adds a figure that is published only if all it rests upon is.
func (b *Builder) Derive(d Derived) { b.release.Derived = append(b.release.Derived, d) }

// Grid adds a table of counts: one cell for each choice of a node in each axis,
// and every sum along every axis. Cells are named "table/node/node".
func (b *Builder) Grid(table string, value func(codes []string) int64, axes ...Axis) {
	before := len(b.faults)
	size := 1
	for _, a := range axes {
		b.faults = append(b.faults, a.Check()...)
		size *= len(a.Nodes)
	}
	if len(b.faults) > before || size == 0 {
		return
	}
	ranks := make([]int, size)
	codes := make([]string, len(axes))
	for i := range size {
		rest := i
		for k := len(axes) - 1; k >= 0; k-- {
			codes[k] = axes[k].Nodes[rest%len(axes[k].Nodes)].Code
			rest /= len(axes[k].Nodes)
		}
		ranks[i] = b.Cell(Cell{ID: table + "/" + strings.Join(codes, "/"), Value: value(codes)})
	}
	stride := size
	for _, a := range axes {
		n := len(a.Nodes)
		stride /= n
		for node, parts := range a.children() {
			if len(parts) > 0 {
				b.sums(ranks, size, stride, n, node, parts)
			}
		}
	}
}

// sums adds the sum of a node over its parts, for every choice on the other axes.
func (b *Builder) sums(ranks []int, size, stride, n, node int, parts []int) {
	for i := range size {
		if i/stride%n != node {
			continue
		}
		rel := Relation{Total: ranks[i]}
		for _, p := range parts {
			rel.Parts = append(rel.Parts, ranks[i+(p-node)*stride])
		}
		rel.Name = "somme de " + b.release.Cells[rel.Total].ID
		b.Relate(rel)
	}
}

// Release gives what was gathered, and what was wrong in it.
func (b *Builder) Release() (Release, demand.Faults) { return b.release, b.faults }
