package observatory

import (
	"slices"
	"strings"

	"github.com/fichier-unique/rules/observatory/disclosure"
)

// divisions gives the dimensions that the columns of a measure divide demands by; none
// when it is no such measure.
func (m *Measure) divisions() []dim {
	for i := range counted {
		if counted[i].Code == m.Code {
			return counted[i].dims
		}
	}
	var out []dim
	for code := range strings.SplitSeq(m.Code, "_by_") {
		d, ok := dimOf(code)
		if !ok {
			return nil
		}
		out = append(out, d)
	}
	return out
}

// crossed adds that the cells of a crossing make those of a table of fewer of its
// dimensions: each is the sum of the cells that have its codes, or is covered by them
// when a demand may be in several.
func (s *sheaf) crossed(crossing, margin int) {
	t, u := &s.tables[crossing], &s.tables[margin]
	of, in := t.Measure.divisions(), u.Measure.divisions()
	if len(in) == 0 || len(of) <= len(in) || t.Measure.Total != u.Measure.Total || t.From != u.From {
		return
	}
	makers := t.makers(of, in)
	if makers == nil {
		return
	}
	several := slices.ContainsFunc(of, func(d dim) bool { return dimensionTable[d].several && !slices.Contains(in, d) })
	rows := t.ranks()
	rows[t.Total.Code] = len(t.Rows)
	for r := range len(u.Rows) + 1 {
		a, ok := rows[u.row(r).Code]
		if !ok {
			continue
		}
		for k := range len(u.Columns) - 1 {
			var parts []int
			for _, c := range makers[u.Columns[k].Code] {
				parts = append(parts, s.at(crossing, a, c))
			}
			switch whole := s.at(margin, r, k); {
			case len(parts) == 0:
			case several:
				s.cover(whole, parts, across)
			default:
				s.add(disclosure.Relation{Total: whole, Parts: parts}, across)
			}
		}
	}
}

// makers gives the columns of a crossing by the column they make of a table of fewer
// of its dimensions; nil when they make none.
func (t *Table) makers(of, in []dim) map[string][]int {
	out := map[string][]int{}
	for k := range len(t.Columns) - 1 {
		codes := strings.Split(t.Columns[k].Code, "|")
		var kept []string
		for _, d := range in {
			at := slices.Index(of, d)
			if at < 0 || len(codes) != len(of) {
				return nil
			}
			kept = append(kept, codes[at])
		}
		key := strings.Join(kept, "|")
		out[key] = append(out[key], k)
	}
	return out
}
