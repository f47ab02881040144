package peers_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// duckdb finds the program of DuckDB: FICHIER_DUCKDB, or the one in the path.
func duckdb(tb testing.TB) string {
	tb.Helper()
	program := os.Getenv("FICHIER_DUCKDB")
	if program == "" {
		program, _ = exec.LookPath("duckdb")
	}
	if program == "" {
		tb.Skip("DuckDB is not there: install its program, or say where it is by FICHIER_DUCKDB")
	}
	return program
}

// told writes the demands, and the communes, in files for DuckDB.
func told(tb testing.TB, dir string, n int) {
	tb.Helper()
	write := func(name string, rows func(line func(cells ...string))) {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			tb.Fatal(err)
		}
		b := bufio.NewWriter(f)
		rows(func(cells ...string) { fmt.Fprintln(b, strings.Join(cells, ",")) })
		if err := b.Flush(); err != nil {
			tb.Fatal(err)
		}
		if err := f.Close(); err != nil {
			tb.Fatal(err)
		}
	}
	write("place.csv", func(line func(...string)) {
		line("commune", "epci", "departement")
		for c := range territories.Communes() {
			line(c.Code, c.EPCI, c.Departement)
		}
	})
	write("demand.csv", func(line func(...string)) {
		line("commune", "deposited", "persons", "target", "transfer")
		generate(n, func(_ int, d *observatory.Demand) {
			line(d.Places[0], d.DepositedOn.String(), strconv.Itoa(d.Household), string(d.Target), strconv.Itoa(int(d.Transfer)))
		})
	})
}

// inMemory makes, outside the measure, the table that is counted: its columns are of
// the kinds that DuckDB counts quickest.
const inMemory = `SET threads = 2;
CREATE TABLE stock AS SELECT coalesce(p.commune, '') AS commune, coalesce(p.epci, '') AS epci, coalesce(p.departement, '') AS departement, target, persons, transfer,
	((2011 - year(deposited)) * 12 + 6 - month(deposited))::SMALLINT AS months
	FROM read_csv('demand.csv', types={'commune': 'VARCHAR', 'deposited': 'DATE', 'persons': 'TINYINT', 'transfer': 'TINYINT'}) d
	LEFT JOIN read_csv('place.csv', all_varchar=true) p ON p.commune = d.commune WHERE deposited <= DATE '2011-06-30';
`

// crossed counts by four dimensions, and aged the ages by type, at a level.
func crossed(level string) string {
	return `SELECT ` + level + ` AS place, target,
		CASE WHEN persons <= 0 THEN 'unknown' WHEN persons >= 6 THEN '6_and_more' ELSE persons::VARCHAR END AS size,
		CASE WHEN months < 6 THEN 'under_6_months' WHEN months < 12 THEN '6_to_11_months' WHEN months < 24 THEN '12_to_23_months' WHEN months < 36 THEN '24_to_35_months' ELSE '36_months_and_more' END AS age,
		CASE transfer WHEN ` + fmt.Sprint(int(demand.Yes)) + ` THEN 'yes' WHEN ` + fmt.Sprint(int(demand.No)) + ` THEN 'no' ELSE 'unknown' END AS transfer, count(*) AS n FROM stock GROUP BY ALL`
}

func aged(level string) string {
	return `SELECT ` + level + ` AS place, target, count(*) AS n, median(months) AS median, quantile_disc(months, 0.9) AS ninth FROM stock GROUP BY ALL`
}

// rounds is how many times each counts, in turn.
const rounds = 5

// script asks DuckDB for the counts, timed, then writes those that are compared.
func script() string {
	s := inMemory + ".timer on\n"
	for round := range rounds {
		for _, level := range stockLevels {
			s += fmt.Sprintf("CREATE TABLE a%d_%s AS %s;\nCREATE TABLE b%d_%s AS %s;\n", round, level, crossed(string(level)), round, level, aged(string(level)))
		}
	}
	s += ".timer off\n"
	for _, level := range stockLevels {
		s += fmt.Sprintf("COPY a0_%s TO 'a_%s.csv' (HEADER false);\nCOPY (SELECT place, target, n, median * 2, ninth FROM b0_%s) TO 'b_%s.csv' (HEADER false);\n", level, level, level, level)
	}
	return s
}

var runTime = regexp.MustCompile(`Run Time \(s\): real ([0-9.]+)`)

// times reads what DuckDB took for each round.
func times(tb testing.TB, out []byte) []time.Duration {
	tb.Helper()
	found := runTime.FindAllSubmatch(out, -1)
	if len(found) != rounds*2*len(stockLevels) {
		tb.Fatalf("DuckDB told %d times, want %d:\n%.2000s", len(found), rounds*2*len(stockLevels), out)
	}
	all := make([]time.Duration, rounds)
	for i, m := range found {
		seconds, err := strconv.ParseFloat(string(m[1]), 64)
		if err != nil {
			tb.Fatal(err)
		}
		all[i/(2*len(stockLevels))] += time.Duration(seconds * float64(time.Second))
	}
	return all
}

// shared counts on two processors.
func shared(tb testing.TB, plan *observatory.Plan, facts []observatory.Fact) *observatory.Accumulator {
	tb.Helper()
	both := [2]*observatory.Accumulator{}
	var all sync.WaitGroup
	for k, part := range [][]observatory.Fact{facts[:len(facts)/2], facts[len(facts)/2:]} {
		both[k] = plan.Accumulator(territory.Today(), demand.Date{}, asOf)
		all.Go(func() {
			for i := range part {
				both[k].AddFact(&part[i])
			}
			both[k].Settle()
		})
	}
	all.Wait()
	if err := both[0].Merge(both[1]); err != nil {
		tb.Fatal(err)
	}
	return both[0]
}

var byTarget = observatory.Cross{Dimensions: []string{"target"}, Waits: true}

// every goes through every cell that DuckDB gives.
func every(a *observatory.Accumulator) (cells int) {
	for _, level := range stockLevels {
		for range a.Cells(four, level) {
			cells++
		}
		for _, w := range a.Waits(byTarget, level) {
			_, _ = w.Median()
			_, _ = w.Quantile(9, 10)
			cells++
		}
	}
	return cells
}

// ours gives lines as DuckDB writes them, and what they hold.
func ours(a *observatory.Accumulator, level observatory.Level) (counts, ages map[string]string) {
	units := a.Geography().Units(level)
	place := func(unit int) string {
		if unit < 0 {
			return "" // a commune that never was
		}
		return units[unit].Code
	}
	counts, ages = map[string]string{}, map[string]string{}
	crossed, _ := a.CrossTable(four, territory.Departement)
	for k, n := range a.Cells(four, level) {
		counts[place(k.Unit)+"|"+crossed.Columns[k.Column].Code] = strconv.Itoa(n)
	}
	aged, _ := a.CrossTable(byTarget, territory.Departement)
	for k, w := range a.Waits(byTarget, level) {
		twice, _ := w.Median()
		ninth, _ := w.Quantile(9, 10)
		ages[place(k.Unit)+"|"+aged.Columns[k.Column].Code] = fmt.Sprintf("%d|%d|%d", w.Count, twice, ninth)
	}
	return counts, ages
}

// theirs reads what DuckDB wrote: the first columns are a key, the others what it holds.
func theirs(tb testing.TB, name string, keys int) map[string]string {
	tb.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	out := map[string]string{}
	for _, row := range rows {
		for i, v := range row[keys:] {
			row[keys+i] = strings.TrimSuffix(v, ".0")
		}
		out[strings.Join(row[:keys], "|")] = strings.Join(row[keys:], "|")
	}
	return out
}

// The observatory and DuckDB count the same demands, held in memory by both, on two
// processors: by four dimensions, and the number, the median and the ninth decile of the
// ages by type, at three levels. The counts are the same; the times are told.
func TestBesideDuckDB(t *testing.T) {
	program, n, dir := duckdb(t), stocked(), t.TempDir()
	told(t, dir, n)
	cmd := exec.CommandContext(t.Context(), program, "-batch")
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(script())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%.2000s", err, out)
	}
	inDuckDB := times(t, out)

	plan, err := observatory.NewCrossPlan(nil, byTarget, four)
	if err != nil {
		t.Fatal(err)
	}
	facts := make([]observatory.Fact, n)
	coder := observatory.NewCoder(territory.Today(), asOf)
	generate(n, func(id int, d *observatory.Demand) { coder.Code(observatory.Stock, d, &facts[id]) })
	var here []time.Duration
	var a *observatory.Accumulator
	cells := 0
	for range rounds {
		began := time.Now()
		a = shared(t, plan, facts)
		cells = every(a)
		here = append(here, time.Since(began))
	}
	want := 0
	for _, level := range stockLevels {
		counts, ages := ours(a, level)
		for _, x := range []struct {
			name string
			keys int
			got  map[string]string
		}{{"a", 5, counts}, {"b", 2, ages}} {
			theirs := theirs(t, filepath.Join(dir, x.name+"_"+string(level)+".csv"), x.keys)
			want += len(theirs)
			agree(t, x.name+" by "+string(level), x.got, theirs)
		}
	}
	if cells != want {
		t.Errorf("%d cells, DuckDB has %d", cells, want)
	}
	slices.Sort(inDuckDB)
	slices.Sort(here)
	t.Logf("%d demands, %d cells, medians of %d: DuckDB %s, observatory %s", n, cells, rounds, inDuckDB[rounds/2], here[rounds/2])
}

func agree(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	bad := 0
	for k, v := range want {
		if got[k] != v {
			if bad++; bad < 5 {
				t.Errorf("%s, %s: %s, DuckDB says %s", what, k, got[k], v)
			}
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d cells, DuckDB has %d", what, len(got), len(want))
	}
}
