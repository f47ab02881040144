package observatory

import "slices"

// HideFigures hides the figures that would give a hidden count away: those that
// rest on a hidden cell of the protected tables, on a cell of a table that is not
// among them, or on fewer demands than the threshold. It is called after Protect.
// The tables given are not modified.
func HideFigures(figures []FigureTable, protected []Table, p Policy) ([]FigureTable, []Hidden) {
	cells := map[cellName]Cell{}
	for i := range protected {
		t := &protected[i]
		for _, r := range append(slices.Clone(t.Rows), t.Total) {
			for k, c := range r.Cells {
				cells[cellName{t.Measure.Code, t.Level, r.Code, t.Columns[k].Code}] = c
			}
		}
	}
	tables := map[cellName]bool{}
	for i := range protected {
		tables[cellName{measure: protected[i].Measure.Code, level: protected[i].Level}] = true
	}
	out := make([]FigureTable, len(figures))
	var hidden []Hidden
	for i, t := range figures {
		threshold := int64(p.Threshold)
		if t.Measure.Sensitive {
			threshold = p.sensitive()
		}
		hide := func(r FigureRow) FigureRow {
			r.Figures = slices.Clone(r.Figures)
			for k := range r.Figures {
				f := &r.Figures[k]
				if f.Available() && (f.Count < threshold && f.Count != 0 || t.rests(k, r.Code, cells, tables)) {
					*f = Figure{Missing: HiddenFigure}
					hidden = append(hidden, Hidden{t.Measure.Code, t.Level, r.Code, t.Columns[k].Code, whySecret})
				}
			}
			return r
		}
		t.Rows = slices.Clone(t.Rows)
		for k := range t.Rows {
			t.Rows[k] = hide(t.Rows[k])
		}
		t.Total = hide(t.Total)
		out[i] = t
	}
	return out, hidden
}

type cellName struct {
	measure   string
	level     Level
	territory string
	column    string
}

// rests reports whether a figure rests on something hidden or not published. A row
// that a published table leaves out holds zeros.
func (t *FigureTable) rests(column int, territory string, cells map[cellName]Cell, tables map[cellName]bool) bool {
	for _, r := range t.Rests[column] {
		if !tables[cellName{measure: r.Measure, level: t.Level}] {
			return true
		}
		if c, ok := cells[cellName{r.Measure, t.Level, territory, r.Column}]; ok && c.Hidden {
			return true
		}
	}
	return len(t.Rests[column]) == 0
}
