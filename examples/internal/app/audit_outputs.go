package app

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
)

// publishedCell names a cell, whatever the file that publishes it.
type publishedCell struct{ measure, level, territory, column string }

// publishedValue is a cell as a file publishes it.
type publishedValue struct {
	publishedCell
	file     string
	from, to demand.Date // zero when the file does not say
	year     int         // of the geography; 0 when the file does not say
	text     string      // Secret when it is hidden
}

func (v *publishedValue) hidden() bool { return v.text == observatory.Secret }

// near reports whether two files speak of the same count: one publication, or the
// same period.
func (v *publishedValue) near(w *publishedValue) bool {
	unsaid := v.to.IsZero() || w.to.IsZero()
	same := !v.to.IsZero() && v.from == w.from && v.to == w.to && (v.year == w.year || v.year == 0 || w.year == 0)
	return same || unsaid && path.Dir(v.file) == path.Dir(w.file)
}

// agrees reports whether two texts write the same number, one perhaps with fewer
// decimals: the page of pictures rounds ratios more. A count has no decimals.
func agrees(a, b string) bool {
	x, bad := strconv.ParseFloat(a, 64)
	y, worse := strconv.ParseFloat(b, 64)
	if bad != nil || worse != nil {
		return a == b
	}
	few, many := min(decimals(a), decimals(b)), max(decimals(a), decimals(b))
	if few == many || few == 0 {
		return x == y
	}
	return math.Abs(x-y) < 0.5001*math.Pow10(-few)
}

func decimals(text string) int {
	_, rest, _ := strings.Cut(text, ".")
	return len(rest)
}

// publishedDays names a table by what it counts and its days.
type publishedDays struct {
	measure, level string
	from, to       demand.Date
	year           int
}

// valuesOf gives the cells of the tables read so far, from rank first on.
func (p *Published) valuesOf(first int) []publishedValue {
	var out []publishedValue
	for i := first; i < len(p.Tables); i++ {
		t := &p.Tables[i]
		for _, r := range append(slices.Clone(t.Rows), t.Total) {
			for k, c := range r.Cells {
				text := observatory.Secret
				if !c.Hidden {
					text = strconv.Itoa(c.Value)
				}
				out = append(out, publishedValue{publishedCell{t.Measure.Code, string(t.Level), r.Code, t.Columns[k].Code}, p.Files[i], t.From, t.AsOf, t.GeographyYear, text})
			}
		}
	}
	return out
}

// compare looks for the cells that a file shows while another hides them, or to
// which two files give two values. What only a file of values shows is laid out
// as a table, to be attacked with the others.
func (p *Published) compare() {
	index := map[publishedCell][]publishedValue{}
	put := func(values []publishedValue) {
		for _, v := range values {
			index[v.publishedCell] = append(index[v.publishedCell], v)
		}
	}
	for _, v := range p.valuesOf(0) {
		p.contradicted(&v, index[v.publishedCell])
		put([]publishedValue{v})
	}
	for _, v := range p.figures {
		p.against(&v, index[v.publishedCell])
		put([]publishedValue{v})
	}
	p.restored(p.valuesOf(0))
	p.restored(p.figures)
	for name, page := range p.pages {
		p.addOthers(name, p.valuesOfPage(page))
	}
	files := slices.Collect(maps.Keys(p.others))
	slices.SortFunc(files, func(a, b string) int {
		return cmp.Or(cmp.Compare(path.Ext(b), path.Ext(a)), cmp.Compare(a, b)) // json, then geojson, which has no totals
	})
	for _, file := range files {
		alone := map[publishedDays][]publishedValue{}
		var order []publishedDays
		for _, v := range p.others[file] {
			if p.against(&v, index[v.publishedCell]) {
				continue
			}
			table := publishedDays{v.measure, v.level, v.from, v.to, v.year}
			if alone[table] == nil {
				order = append(order, table)
			}
			alone[table] = append(alone[table], v)
		}
		for _, table := range order {
			first := len(p.Tables)
			if m, known := measureCalled(table.measure); known && m.Figure && supported(alone[table], index) {
				put(alone[table])
				continue
			}
			p.layOut(alone[table])
			put(p.valuesOf(first))
			if first == len(p.Tables) {
				put(alone[table])
			}
		}
	}
	p.resting(index)
}

// restored tells the cells that a table shows while the manifest beside it says
// that they are hidden.
func (p *Published) restored(values []publishedValue) {
	hidden := map[HiddenCell]bool{}
	for _, m := range p.manifests {
		for _, h := range m.Hidden {
			hidden[HiddenCell{path.Join(m.folder, h.File), h.Territory, h.Column, ""}] = true
		}
	}
	for _, v := range values {
		if hidden[HiddenCell{v.file, v.territory, v.column, ""}] && !v.hidden() && v.text != observatory.NotAvailable {
			p.Leaks = append(p.Leaks, Leak{v.file, v.territory, v.column, v.text, v.text, "cachée selon le manifeste, publiée ici"})
		}
	}
}

// contradicted tells a cell of a table to which another table gives another value.
func (p *Published) contradicted(v *publishedValue, others []publishedValue) bool {
	for i := range others {
		if o := &others[i]; v.near(o) && v.file != o.file && !v.hidden() && !o.hidden() && !agrees(v.text, o.text) {
			if path.Dir(v.file) == path.Dir(o.file) {
				p.Leaks = append(p.Leaks, Leak{v.file, v.territory, v.column, "", "", fmt.Sprintf("vaut %s ici et %s dans %s : les fichiers d'une publication doivent dire la même chose ; la refaire", v.text, o.text, o.file)})
			} else {
				p.Contradictions = append(p.Contradictions, Leak{v.file, v.territory, v.column, "", "", fmt.Sprintf(
					"vaut %s ici et %s dans %s : deux publications du même jour ne peuvent pas être publiées ensemble, leur différence dit ce qui a changé ; n'en garder qu'une", v.text, o.text, o.file)})
			}
			return true
		}
	}
	return false
}

// against holds a value to the tables that give it too; false when none does.
func (p *Published) against(v *publishedValue, tables []publishedValue) (known bool) {
	for i := range tables {
		o := &tables[i]
		if !v.near(o) {
			continue
		}
		known = true
		if o.hidden() && !v.hidden() && v.text != observatory.NotAvailable {
			p.Leaks = append(p.Leaks, Leak{v.file, v.territory, v.column, v.text, v.text, "cachée dans " + o.file + ", publiée ici"})
			return true
		}
	}
	return p.contradicted(v, tables) || known
}

// layOut makes a table of counts of the values that only one file gives; when they
// make none, somebody has to look at them.
func (p *Published) layOut(values []publishedValue) {
	first := values[0]
	t := observatory.Table{Level: observatory.Level(first.level), From: first.from, AsOf: first.to, GeographyYear: first.year}
	measure, known := measureCalled(first.measure)
	t.Measure = measure
	if !slices.ContainsFunc(values, func(v publishedValue) bool { return !v.hidden() && v.text != observatory.NotAvailable }) {
		return
	}
	grid := gridOf(values)
	if counts, err := fillTable(&t, grid); err != nil || !counts || t.Measure.Figure {
		p.Leaks = append(p.Leaks, Leak{first.file, "", first.measure, "", "", "publiée ici sans le tableau CSV de cette mesure : ne peut pas être contrôlée"})
		return
	}
	if !known {
		t.Measure.Additive, t.Measure.SumsUp = addsUp(&t)
	}
	p.Tables, p.Files = append(p.Tables, t), append(p.Files, first.file)
}

// measureCalled gives a measure by its code; false when nobody knows it.
func measureCalled(code string) (observatory.Measure, bool) {
	for _, m := range observatory.Measures() {
		if m.Code == code {
			return m, true
		}
	}
	return observatory.Measure{Code: code}, false
}

// gridOf lays values out as the lines of a CSV table.
func gridOf(values []publishedValue) [][]string {
	lines, order := map[string][]string{}, []string{}
	header := []string{"territory_code", "territory_name"}
	for _, v := range values {
		if lines[v.territory] == nil {
			lines[v.territory] = []string{v.territory, ""}
			order = append(order, v.territory)
		}
		if v.territory == order[0] {
			header = append(header, v.column)
		}
		lines[v.territory] = append(lines[v.territory], v.text)
	}
	grid := [][]string{header}
	for _, code := range order {
		grid = append(grid, lines[code])
	}
	return grid
}

// resting tells the figures shown while a count that they rest on is hidden.
func (p *Published) resting(index map[publishedCell][]publishedValue) {
	check := func(v *publishedValue) {
		if v.hidden() || v.text == observatory.NotAvailable {
			return
		}
		for _, rest := range observatory.RestsOn(v.measure, v.column) {
			for _, count := range index[publishedCell{rest.Measure, v.level, v.territory, rest.Column}] {
				if count.hidden() && v.near(&count) {
					p.Leaks = append(p.Leaks, Leak{v.file, v.territory, v.column, v.text, v.text, "publiée alors qu'elle repose sur un compte caché dans " + count.file + ", colonne " + rest.Column})
					return
				}
			}
		}
	}
	for i := range p.figures {
		check(&p.figures[i])
	}
	for _, file := range slices.Sorted(maps.Keys(p.others)) {
		for i := range p.others[file] {
			check(&p.others[file][i])
		}
	}
}

// addManifest lays out, as one more table, how many demands a manifest counts when
// the tables beside it hide that.
func (p *Published) addManifest(m *publishedManifest) {
	var hides *observatory.Table
	for i := range p.Tables {
		t := &p.Tables[i]
		if path.Dir(path.Join("/", p.Files[i]))[1:] != m.folder || t.Measure.Total != stockEnd {
			continue
		}
		if !t.Total.Cells[len(t.Columns)-1].Hidden {
			return
		}
		hides = t
	}
	if hides == nil {
		return
	}
	name := path.Join(m.folder, ManifestName)
	if m.Demands != nil {
		t := observatory.Table{GeographyYear: hides.GeographyYear, AsOf: hides.AsOf, Columns: []observatory.Column{{Code: "total"}}}
		t.Measure, _ = measureCalled("stock_first")
		t.Total = observatory.Row{Code: "TOTAL", Cells: []observatory.Cell{{Value: *m.Demands}}}
		p.Tables, p.Files = append(p.Tables, t), append(p.Files, name)
		return
	}
	lines := 0
	for _, f := range m.Read {
		lines += f.Accepted
	}
	if lines > 0 {
		n := strconv.Itoa(lines)
		p.Leaks = append(p.Leaks, Leak{name, "TOTAL", "total", n, n, "le nombre de lignes comptées dit le total du stock, que les tableaux cachent : l'ôter du manifeste"})
	}
}

// stockEnd is the total of the measures that count each demand of the stock once.
const stockEnd = "stock_end"
