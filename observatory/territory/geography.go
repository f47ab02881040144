package territory

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// Placement says how a code was found in a geography.
type Placement uint8

// The placements.
const (
	Never    Placement = iota // no commune has borne the code since 2010
	Same                      // a commune of the geography
	Moved                     // a commune of another day, that lies whole in one of the geography
	District                  // a municipal district of a commune of the geography
	Split                     // a commune of another day, split over several of the geography: the code alone does not tell which
)

// String names the placement.
func (p Placement) String() string {
	return [...]string{"never", "same", "moved", "district", "split"}[min(p, Split)]
}

// layer is a level: its territories in order of code, and the one of each commune.
type layer struct {
	units   []Unit
	of      []int32 // -1: in none, or not known
	unknown []bool  // not known
	sure    Certainty
}

// Geography is the communes of a day, numbered from 0 in order of code, with the
// territories that hold them. It never changes once made.
type Geography struct {
	day      demand.Date
	communes []Unit
	slots    []int32 // rank of the commune <<3 | placement, by slot of the code
	layers   map[Level]*layer
}

// today keeps the geography most asked for.
var today = sync.OnceValue(func() *Geography { return France().build(demand.MustDate("2026-01-01")) })

// Today gives the geography of 1 January 2026, the latest of the tables.
func Today() *Geography { return today() }

// On gives the geography of a day.
func (a *Atlas) On(day demand.Date) (*Geography, demand.Faults) {
	if faults := within("day", day); faults != nil {
		return nil, faults
	}
	return a.build(day), nil
}

func (a *Atlas) build(day demand.Date) *Geography {
	g := &Geography{day: day, slots: make([]int32, territories.Slots), layers: map[Level]*layer{}}
	var order []int32
	for i := range a.spells {
		if a.spells[i].on(day) {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(x, y int32) int { return strings.Compare(a.spells[x].code, a.spells[y].code) })
	rank := make(map[int32]int32, len(order))
	for k, i := range order {
		g.communes = append(g.communes, a.spells[i].unit())
		rank[i] = int32(k)
		g.slots[territories.Slot(a.spells[i].code)] = int32(k)<<3 | int32(Same)
	}
	for code, spells := range a.byCode {
		at := &g.slots[territories.Slot(code)]
		if *at != 0 {
			continue
		}
		// The last commune that bore the code before the day, or the first after it.
		s, forward := spells[0], false
		for _, i := range spells {
			if u := a.spells[i].until; !u.IsZero() && u.Compare(day) <= 0 {
				s, forward = i, true
			}
		}
		*at = int32(Split)
		if found := a.reach(s, day, forward); len(found) == 1 {
			*at = rank[found[0]]<<3 | int32(Moved)
		}
	}
	for _, level := range levels[1:] {
		g.layers[level] = a.layer(g, order, level)
	}
	return g
}

func (a *Atlas) layer(g *Geography, order []int32, level Level) *layer {
	l := &layer{of: make([]int32, len(order)), unknown: make([]bool, len(order)), sure: Known}
	ranks := map[string]int32{}
	found := make([]string, len(order))
	for k, i := range order {
		u, sure, faults := a.holder(&a.spells[i], level, g.day)
		if faults != nil {
			l.unknown[k] = true
			continue
		}
		l.sure = min(l.sure, sure)
		found[k] = u.Code
		if _, ok := ranks[u.Code]; !ok && u.Code != "" {
			ranks[u.Code] = 0
			l.units = append(l.units, u)
		}
	}
	l.number(ranks, found)
	return l
}

// number puts the territories in order and gives each commune the rank of its own.
func (l *layer) number(ranks map[string]int32, found []string) {
	slices.SortFunc(l.units, func(x, y Unit) int { return cmp.Compare(x.Code, y.Code) })
	for k, u := range l.units {
		ranks[u.Code] = int32(k)
	}
	for k, code := range found {
		l.of[k] = -1
		if code != "" {
			l.of[k] = ranks[code]
		}
	}
}

// Day is the day of the geography; Year, what is written beside each figure.
func (g *Geography) Day() demand.Date { return g.day }

// Year is the year of the geography.
func (g *Geography) Year() int { return g.day.Year() }

// Len counts the communes.
func (g *Geography) Len() int { return len(g.communes) }

// Locate gives the rank of the commune that a code designates, of any year: -1
// when it designates none, or does not tell which.
func (g *Geography) Locate(code string) (int, Placement) {
	at := territories.Slot(code)
	if at < 0 || code[0] == '2' && code[1] == '0' || code[0] == '9' && code[1] == '9' {
		return -1, Never
	}
	v := g.slots[at]
	if v == 0 {
		if city, ok := territories.District(code); ok {
			if rank, _ := g.Locate(city); rank >= 0 {
				return rank, District
			}
		}
		return -1, Never
	}
	if p := Placement(v & 7); p != Split {
		return int(v >> 3), p
	}
	return -1, Split
}

// Units gives the territories of a level, in order of code: not to be modified.
func (g *Geography) Units(level Level) []Unit {
	if level == Commune {
		return g.communes
	}
	if l := g.layers[level]; l != nil {
		return l.units
	}
	return nil
}

// Has reports whether the geography has the level.
func (g *Geography) Has(level Level) bool { return level == Commune || g.layers[level] != nil }

// Certainty says how well a level is known that day.
func (g *Geography) Certainty(level Level) Certainty {
	switch l := g.layers[level]; {
	case level == Commune:
		return Known
	case l == nil, len(l.units) == 0:
		return Unknown
	default:
		return l.sure
	}
}

// Of gives the rank, among the units of a level, of the territory that holds the
// commune of a rank: -1 when it is in none; known is false when no list says.
func (g *Geography) Of(commune int, level Level) (rank int, known bool) {
	if commune < 0 || commune >= len(g.communes) {
		return -1, false
	}
	if level == Commune {
		return commune, true
	}
	l := g.layers[level]
	if l == nil {
		return -1, false
	}
	return int(l.of[commune]), !l.unknown[commune]
}

// Holders gives, for each commune in order, the rank of its territory of a level,
// -1 for none: not to be modified. It is nil for a level that the geography has not.
func (g *Geography) Holders(level Level) []int32 {
	if l := g.layers[level]; l != nil {
		return l.of
	}
	return nil
}

// Rank finds a territory of a level by its code, -1 when there is none.
func (g *Geography) Rank(level Level, code string) int {
	units := g.Units(level)
	i, ok := slices.BinarySearchFunc(units, code, func(u Unit, c string) int { return strings.Compare(u.Code, c) })
	if !ok {
		return -1
	}
	return i
}

// Members lists the communes of a territory, in order of code.
func (g *Geography) Members(level Level, code string) []Unit {
	rank := g.Rank(level, code)
	var out []Unit
	for i := range g.communes {
		if of, _ := g.Of(i, level); rank >= 0 && of == rank {
			out = append(out, g.communes[i])
		}
	}
	return out
}

// Relation says how two territories lie, by their communes.
type Relation string

// The relations.
const (
	Disjoint  Relation = "disjoint"
	Equal     Relation = "equal"
	Inside    Relation = "inside"   // the first lies in the second
	Encloses  Relation = "encloses" // the second lies in the first
	Crossing  Relation = "crossing" // each has communes that the other has not: their figures never subtract
	Undecided Relation = "unknown"  // one of the two is not in the geography
)

// Relation compares two territories of the geography. A commune that is split over
// cantons is in none of them whole, and counts in none.
func (g *Geography) Relation(level Level, code string, other Level, otherCode string) Relation {
	a, b := g.Rank(level, code), g.Rank(other, otherCode)
	if a < 0 || b < 0 {
		return Undecided
	}
	both, first, second := 0, 0, 0
	for i := range g.communes {
		inA, _ := g.Of(i, level)
		inB, _ := g.Of(i, other)
		switch {
		case inA == a && inB == b:
			both++
		case inA == a:
			first++
		case inB == b:
			second++
		}
	}
	switch {
	case both == 0:
		return Disjoint
	case first == 0 && second == 0:
		return Equal
	case first == 0:
		return Inside
	case second == 0:
		return Encloses
	}
	return Crossing
}
