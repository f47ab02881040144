package app

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
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
	Threshold int      // said by a manifest; 0 when none does
	Sensitive int
}

// publishedManifest is what a manifest may say of the tables beside it.
type publishedManifest struct {
	AsOf          demand.Date      `json:"as_of"`
	From          demand.Date      `json:"from"`
	GeographyYear int              `json:"geography_year"`
	Threshold     int              `json:"threshold"`
	Sensitive     int              `json:"threshold_sensitive"`
	Tables        []publishedTable `json:"tables"`
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

// ReadPublished reads every table of counts under a folder, with the manifests
// that go with them.
func ReadPublished(folder string) (*Published, error) {
	out := &Published{}
	manifests := map[string]*publishedManifest{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("%s : lecture impossible (%w)", filepath.Join(folder, name), err)
		case entry.IsDir():
			m, err := readPublishedManifest(filepath.Join(folder, name, ManifestName))
			if err != nil {
				return err
			}
			if m == nil {
				m = manifests[path.Dir(name)]
			} else {
				out.Threshold, out.Sensitive = max(out.Threshold, m.Threshold), max(out.Sensitive, m.Sensitive)
			}
			manifests[name] = m
		case strings.HasSuffix(name, ".csv"):
			return out.read(folder, name, manifests[path.Dir(name)])
		}
		return nil
	})
	return out, err
}

func readPublishedManifest(name string) (*publishedManifest, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var m publishedManifest
	if err == nil {
		err = json.Unmarshal(data, &m)
	}
	if err != nil {
		return nil, fmt.Errorf("%s : manifeste illisible (%w)", name, err)
	}
	return &m, nil
}

// read adds the table of a file, if it is one.
func (p *Published) read(folder, name string, m *publishedManifest) error {
	file, err := os.Open(filepath.Join(folder, name))
	if err != nil {
		return fmt.Errorf("%s : lecture impossible (%w)", filepath.Join(folder, name), err)
	}
	defer file.Close()
	in := csv.NewReader(file)
	in.FieldsPerRecord = -1
	lines, err := in.ReadAll()
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s : CSV illisible (%w)", filepath.Join(folder, name), err)
	}
	t, told := heading(path.Base(name), m)
	if len(lines) < 2 || lines[0][0] != "territory_code" || t.Measure.Figure {
		p.LeftOut = append(p.LeftOut, name)
		return nil
	}
	counts, err := fillTable(&t, lines)
	if err != nil {
		return fmt.Errorf("%s : %w", filepath.Join(folder, name), err)
	}
	if !counts {
		p.LeftOut = append(p.LeftOut, name)
		return nil
	}
	if !told {
		t.Measure.Additive, t.Measure.SumsUp = addsUp(&t)
	}
	p.Tables, p.Files = append(p.Tables, t), append(p.Files, name)
	return nil
}

// heading says what a file holds, from the manifest, or else from its name; told
// is false when it is not known whether its lines and columns add up.
func heading(file string, m *publishedManifest) (t observatory.Table, told bool) {
	code := strings.TrimSuffix(file, ".csv")
	for _, level := range territory.Levels() {
		if rest, ok := strings.CutSuffix(code, "_"+string(level)); ok {
			code, t.Level = rest, level
			break
		}
	}
	t.GeographyYear = observatory.GeographyYear()
	t.Measure.Code = code
	for _, known := range observatory.Measures() {
		if known.Code == code {
			t.Measure, told = known, true
		}
	}
	if m == nil {
		return t, told
	}
	t.AsOf, t.From = m.AsOf, m.From
	t.GeographyYear = cmp.Or(m.GeographyYear, t.GeographyYear)
	for i := range m.Tables {
		if x := &m.Tables[i]; path.Base(x.File) == file {
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

// fillTable reads the lines of a table; counts is false when they hold other
// figures than counts.
func fillTable(t *observatory.Table, lines [][]string) (counts bool, err error) {
	for _, code := range lines[0][min(2, len(lines[0])):] {
		t.Columns = append(t.Columns, observatory.Column{Code: code})
	}
	for n, line := range lines[1:] {
		if len(line) != len(lines[0]) || len(t.Columns) == 0 {
			return false, fmt.Errorf("ligne %d : %d cellules au lieu de %d", n+2, len(line), len(lines[0]))
		}
		r := observatory.Row{Code: line[0], Name: line[1]}
		for k, text := range line[2:] {
			c := observatory.Cell{Hidden: text == observatory.Secret}
			if !c.Hidden {
				if c.Value, err = strconv.Atoi(text); err != nil {
					if _, figure := strconv.ParseFloat(text, 64); figure == nil || text == "" || text == "na" {
						return false, nil
					}
					return false, fmt.Errorf("ligne %d, colonne %s : ni un effectif ni « %s »", n+2, t.Columns[k].Code, observatory.Secret)
				}
			}
			r.Cells = append(r.Cells, c)
		}
		t.Rows = append(t.Rows, r)
	}
	last := len(t.Rows) - 1
	if t.Rows[last].Code != "TOTAL" {
		return false, errors.New("la dernière ligne n'est pas TOTAL : ce n'est pas un tableau de l'observatoire")
	}
	t.Total, t.Rows = t.Rows[last], t.Rows[:last]
	return true, nil
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
