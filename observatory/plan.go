package observatory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/observatory/territory"
)

// Cross asks for counts by up to four dimensions at once.
type Cross struct {
	Kind       Kind
	Any        bool     // by every wanted territory instead of the first one
	Dimensions []string // codes of Dimensions
	// Waits asks for the medians, ninth deciles and means of the wait in each cell
	// too: age of the demands of the stock, delay of those allocated.
	Waits bool
}

// Plan says what is counted in one pass.
type Plan struct {
	cubes   []cube
	levels  []territory.Level // of the counts by any choice
	rows    [2]int            // counters of a row, by first choice and by any
	tallies []int             // size of the cubes whose cells are tallied
	dists   []int             // size of the cubes whose waits are tallied
	byKind  [kinds][2][]int   // cubes of each population, by first choice and by any
}

// most is the number of counters of a row that a plan may ask for: every commune
// may have such a row.
const most = 1 << 12

// cube is a table of counters inside a row.
type cube struct {
	code   string // of the measure, or of the crossing
	kind   Kind
	any    bool
	dims   []dim
	at     int // rank of its first counter in a row; -1 when its cells are tallied
	size   int
	tally  int // rank of its tally of cells, -1: none
	dist   int // rank of its tally of waits, -1: none
	single []axis
	multi  []axis
}

type axis struct {
	field  field
	stride int
}

// widest is the size up to which each cell of a cube has a counter in each row.
const widest = 160

func newCube(code string, s spec) cube {
	c := cube{code: code, kind: s.kind, any: s.any, dims: s.dims, size: 1, at: -1, tally: -1, dist: -1}
	for i := len(s.dims) - 1; i >= 0; i-- {
		a := axis{fields[s.dims[i]], c.size}
		c.size *= len(s.dims[i].codesOf())
		if dimensionTable[s.dims[i]].several {
			c.multi = append(c.multi, a)
		} else {
			c.single = append(c.single, a)
		}
	}
	return c
}

// add puts a cube in the plan, once.
func (p *Plan) add(c cube, waits bool) {
	choice := 0
	if c.any {
		choice = 1
	}
	i := slices.IndexFunc(p.cubes, func(o cube) bool { return o.kind == c.kind && o.any == c.any && slices.Equal(o.dims, c.dims) })
	if i < 0 {
		if c.size <= widest {
			c.at = p.rows[choice]
			p.rows[choice] += c.size
		} else {
			c.tally = len(p.tallies)
			p.tallies = append(p.tallies, c.size)
		}
		p.cubes = append(p.cubes, c)
		i = len(p.cubes) - 1
		p.byKind[c.kind][choice] = append(p.byKind[c.kind][choice], i)
	}
	if waits && p.cubes[i].dist < 0 {
		p.cubes[i].dist = len(p.dists)
		p.dists = append(p.dists, p.cubes[i].size)
	}
}

// basicPlan counts what a file of forms gives: the first five measures.
func basicPlan() *Plan {
	p := &Plan{levels: []territory.Level{Commune, EPCI, Departement}}
	for _, m := range counted[:basic] {
		p.add(newCube(m.Code, m.spec), false)
	}
	return p
}

// NewPlan counts every measure, with the counts by any choice at the levels given,
// and the crossings asked for.
func NewPlan(levels []territory.Level, crosses ...Cross) (*Plan, error) {
	p := &Plan{levels: slices.Clone(levels)}
	for kind := range kinds {
		p.add(newCube("", spec{kind: kind}), kind == Stock || kind == Allocated)
	}
	for _, m := range counted {
		p.add(newCube(m.Code, m.spec), false)
	}
	p.add(newCube("", spec{Stock, false, []dim{byTarget}}), true)
	p.add(newCube("", spec{Allocated, false, []dim{byTarget}}), true)
	if err := p.cross(crosses); err != nil {
		return nil, err
	}
	return p, nil
}

// NewCrossPlan counts the crossings asked for and nothing else.
func NewCrossPlan(levels []territory.Level, crosses ...Cross) (*Plan, error) {
	p := &Plan{levels: slices.Clone(levels)}
	if err := p.cross(crosses); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *Plan) cross(crosses []Cross) error {
	for _, x := range crosses {
		var ds []dim
		for _, code := range x.Dimensions {
			d, ok := dimOf(code)
			if !ok || slices.Contains(ds, d) {
				return fmt.Errorf("observatory: plan: %q is no dimension, or is given twice; choose among those of Dimensions", code)
			}
			ds = append(ds, d)
		}
		if len(ds) > 4 || x.Kind >= movedIn || x.Waits && x.Any {
			return fmt.Errorf("observatory: plan: a crossing of %d dimensions cannot be counted so; give at most four, of a population that is listed, and waits by first choice only", len(ds))
		}
		p.add(newCube("", spec{kind: x.Kind}), x.Waits && len(ds) == 0)
		p.add(newCube(strings.Join(x.Dimensions, "|"), spec{x.Kind, false, ds}), x.Waits)
		if x.Any { // beside the counts by first choice, which give the totals
			p.add(newCube("", spec{kind: x.Kind, any: true}), false)
			p.add(newCube(strings.Join(x.Dimensions, "|"), spec{x.Kind, true, ds}), false)
		}
	}
	if p.rows[0] > most || p.rows[1] > most {
		return fmt.Errorf("observatory: plan: %d counters by territory are too many; ask for fewer crossings, at most %d", max(p.rows[0], p.rows[1]), most)
	}
	return nil
}

// find gives the cube of a population, a choice and dimensions.
func (p *Plan) find(kind Kind, anyChoice bool, ds ...dim) *cube {
	for i := range p.cubes {
		if c := &p.cubes[i]; c.kind == kind && c.any == anyChoice && slices.Equal(c.dims, ds) {
			return c
		}
	}
	return nil
}

// signature names what the plan counts: two accumulators add up when theirs agree.
func (p *Plan) signature() string {
	var b strings.Builder
	for _, l := range p.levels {
		b.WriteString(string(l) + ",")
	}
	for i := range p.cubes {
		c := &p.cubes[i]
		fmt.Fprintf(&b, ";%d %t %d", c.kind, c.any, c.dist)
		for _, d := range c.dims {
			fmt.Fprintf(&b, " %s/%d", dimensionTable[d].code, len(d.codesOf()))
		}
	}
	return b.String()
}
