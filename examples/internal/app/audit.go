package app

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Published is what a folder of published tables holds, as a reader finds it.
type Published struct {
	Tables    []observatory.Table
	Files     []string // of each table, under the folder
	LeftOut   []string // CSV files that are not tables of counts
	Unread    []string // files of other kinds, that nothing vouches for
	Unlisted  []string // tables that the manifest beside them does not list
	Leaks     []Leak   // what the files say against each other, or cannot be checked
	Threshold int      // said by a manifest; 0 when none does
	Sensitive int
	Believed  int // of a hidden sensitive count; 0 when no manifest says it
	// Contradictions are counts to which two publications of one day give two
	// values: nothing can be deduced from both at once.
	Contradictions []Leak
	pages          map[string]string // of pictures, by file
	manifests      []*publishedManifest
	figures        []publishedValue            // of the CSV files of figures
	others         map[string][]publishedValue // of the other files, by file
}

// Leak is a cell given away by another file than its table, or a file that
// nobody should publish without a look: then territory and column are empty.
type Leak struct {
	File, Territory, Column string
	Low, High               string
	Message                 string
}

// publishedManifest is what a manifest may say of the tables beside it.
type publishedManifest struct {
	AsOf          demand.Date      `json:"as_of"`
	From          demand.Date      `json:"from"`
	GeographyYear int              `json:"geography_year"`
	Threshold     int              `json:"threshold"`
	Sensitive     int              `json:"threshold_sensitive"`
	Terms         []publishedTerm  `json:"terms"`
	Tables        []publishedTable `json:"tables"`
	Outputs       []Output         `json:"outputs"`
	Demands       *int             `json:"demands"`
	Read          []FileCount      `json:"files"`
	Hidden        []HiddenCell     `json:"hidden"`
	folder        string           // where it is, under the folder read
}

// publishedTerm is a number of the policy.
type publishedTerm struct {
	Code  string `json:"code"`
	Value int    `json:"value"`
}

// lists reports whether the manifest names a file, as a table or as an output, and
// the fingerprint that it gives of it.
func (m *publishedManifest) lists(name string) (listed bool, fingerprint string) {
	rest := strings.TrimPrefix(strings.TrimPrefix(name, m.folder), "/")
	for i := range m.Outputs {
		if strings.EqualFold(m.Outputs[i].Name, rest) {
			return true, m.Outputs[i].SHA256
		}
	}
	return slices.ContainsFunc(m.Tables, func(x publishedTable) bool { return strings.EqualFold(path.Base(x.File), path.Base(name)) }), ""
}

// publishedTable is what it may say of one table, by the name of its file.
type publishedTable struct {
	File          string      `json:"file"`
	Measure       string      `json:"measure"`
	Level         string      `json:"level"`
	AsOf          demand.Date `json:"as_of"`
	From          demand.Date `json:"from"`
	GeographyYear int         `json:"geography_year"`
	Additive      *bool       `json:"additive"`
	SumsUp        *bool       `json:"sums_up"`
	Sensitive     bool        `json:"sensitive"`
	Kind          string      `json:"kind"`
	Total         string      `json:"total"`
}

// heading says what a file holds, from the manifest, or else from its name; told
// is false when it is not known whether its lines and columns add up.
func heading(file string, m *publishedManifest) (t observatory.Table, told bool) {
	code := strings.TrimSuffix(file, path.Ext(file))
	for _, level := range territory.Levels() {
		if rest, ok := strings.CutSuffix(code, "_"+string(level)); ok {
			code, t.Level = rest, level
			break
		}
	}
	t.GeographyYear = observatory.GeographyYear()
	t.Measure, told = measureCalled(code)
	if m == nil {
		return t, told
	}
	t.AsOf, t.From = m.AsOf, m.From
	t.GeographyYear = cmp.Or(m.GeographyYear, t.GeographyYear)
	for i := range m.Tables {
		if x := &m.Tables[i]; strings.EqualFold(path.Base(x.File), file) {
			told = x.tell(&t) || told
		}
	}
	return t, told
}

// tell completes what is known of a table; it reports whether it said if lines
// and columns add up.
func (x *publishedTable) tell(t *observatory.Table) bool {
	t.AsOf, t.From = later(x.AsOf, t.AsOf), later(x.From, t.From)
	t.GeographyYear = cmp.Or(x.GeographyYear, t.GeographyYear)
	t.Measure.Code = cmp.Or(x.Measure, t.Measure.Code)
	t.Measure.Total = cmp.Or(x.Total, t.Measure.Total)
	t.Level = cmp.Or(observatory.Level(x.Level), t.Level)
	t.Measure.Sensitive = t.Measure.Sensitive || x.Sensitive
	t.Measure.Figure = t.Measure.Figure || x.Kind == "figure"
	if x.Additive == nil || x.SumsUp == nil {
		return false
	}
	t.Measure.Additive, t.Measure.SumsUp = *x.Additive, *x.SumsUp
	return true
}

func later(said, otherwise demand.Date) demand.Date {
	if said.IsZero() {
		return otherwise
	}
	return said
}

// addsUp guesses, as a reader would, whether columns and rows add up: they do
// where everything is shown, and somewhere everything is.
func addsUp(t *observatory.Table) (columns, rows bool) {
	last := len(t.Columns) - 1
	agree := func(cells []observatory.Cell, total observatory.Cell) (shown, holds bool) {
		sum := 0
		for _, c := range append(slices.Clone(cells), total) {
			if c.Hidden {
				return false, true
			}
			sum += c.Value
		}
		return true, sum == 2*total.Value
	}
	all := append(slices.Clone(t.Rows), t.Total)
	judge := func(n int, line func(i int) ([]observatory.Cell, observatory.Cell)) bool {
		seen := 0
		for i := range n {
			shown, holds := agree(line(i))
			if !holds {
				return false
			}
			if shown {
				seen++
			}
		}
		return seen > 0
	}
	columns = judge(len(all), func(i int) ([]observatory.Cell, observatory.Cell) { return all[i].Cells[:last], all[i].Cells[last] })
	rows = judge(last+1, func(k int) ([]observatory.Cell, observatory.Cell) {
		var cells []observatory.Cell
		for _, r := range t.Rows {
			cells = append(cells, r.Cells[k])
		}
		return cells, t.Total.Cells[k]
	})
	return columns, rows
}
