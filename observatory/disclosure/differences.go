package disclosure

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Perimeter is a published aggregate and the territories that make it: an EPCI
// of a year, a canton, "the other communes".
type Perimeter struct {
	Name  string
	Parts []string
}

// Differences finds the published perimeters of which one lies within the
// other, less a few territories whose count is small: subtracting the figures
// gives these. The sentences are in the order of the names.
func Differences(perimeters []Perimeter, count func(part string) int64, policy Policy) demand.Faults {
	out := policy.Check()
	if out.Blocking() {
		return out
	}
	sorted := slices.Clone(perimeters)
	slices.SortFunc(sorted, func(a, b Perimeter) int { return cmp.Compare(a.Name, b.Name) })
	sets := make([]map[string]bool, len(sorted))
	for i, p := range sorted {
		sets[i] = map[string]bool{}
		for _, part := range p.Parts {
			sets[i][part] = true
		}
	}
	for i := range sorted {
		for j := range sorted {
			if len(sets[j]) == 0 || len(sets[i]) <= len(sets[j]) || !holds(sets[j], sets[i]) {
				continue
			}
			parts, left := 0, int64(0)
			for part := range sets[i] {
				if !sets[j][part] {
					parts++
					left += count(part)
				}
			}
			if left > 0 && left < policy.Minimum {
				out = append(out, fault("SEC-DIF-01", sorted[i].Name, "first", sorted[i].Name, "second", sorted[j].Name, "parts", number(int64(parts))))
			}
		}
	}
	return out
}

func holds(small, large map[string]bool) bool {
	for part := range small {
		if !large[part] {
			return false
		}
	}
	return true
}

// Perimeters adds to a release the figures of perimeters that need not be
// nested, and everything that adding and subtracting them can give: the groups
// of territories that the perimeters tell apart become implied cells, which
// [Protect] then keeps from coming out. Cells are named "table/name"; where one
// is there already, it is taken to be the same figure.
func (b *Builder) Perimeters(table string, perimeters []Perimeter, count func(part string) int64) {
	in := map[string][]string{} // the perimeters of each territory
	for _, p := range perimeters {
		for _, part := range p.Parts {
			if !slices.Contains(in[part], p.Name) {
				in[part] = append(in[part], p.Name)
			}
		}
	}
	groups := map[string][]string{} // territories by the perimeters they are in
	for _, part := range slices.Sorted(maps.Keys(in)) {
		slices.Sort(in[part])
		key := strings.Join(in[part], "\x00")
		groups[key] = append(groups[key], part)
	}
	sums := map[string][]int{}
	totals := map[string]int64{}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		value := int64(0)
		for _, part := range groups[key] {
			value += count(part)
		}
		names := strings.Split(key, "\x00")
		cell := b.Cell(Cell{ID: fmt.Sprintf("%s/(%s)", table, strings.Join(groups[key], "+")), Value: value, State: Implied})
		for _, name := range names {
			sums[name] = append(sums[name], cell)
			totals[name] += value
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		total, known := b.at[table+"/"+name]
		if !known {
			total = b.Cell(Cell{ID: table + "/" + name, Value: totals[name]})
		}
		b.Relate(Relation{Name: "périmètre " + name, Total: total, Parts: sums[name]})
	}
}
