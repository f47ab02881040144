package peers_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the engine of SQL

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

var asOf = demand.MustDate("2011-06-30")

// stocked is how many demands are counted: FICHIER_DEMANDS asks for another number.
func stocked() int {
	if n, err := strconv.Atoi(os.Getenv("FICHIER_DEMANDS")); err == nil && n > 0 {
		return n
	}
	return 20_000
}

// generate makes demands over the communes of France, more of them in the first
// ones of the list; some want a commune that never existed, some are of the future.
func generate(n int, each func(id int, d *observatory.Demand)) {
	rng := rand.New(rand.NewPCG(11, 12))
	var communes []string
	for c := range territories.Communes() {
		if c.Departement < "975" || c.Departement == "976" { // an overseas collectivity is no département
			communes = append(communes, c.Code)
		}
	}
	types := []demand.DwellingType{"C", "T1", "T2", "T3", "T4", "T5", "T6P"}
	var d observatory.Demand
	for id := range n {
		d = observatory.Demand{Places: d.Places[:0], Types: d.Types[:0]}
		for range 1 + rng.IntN(4) {
			u := rng.Float64()
			d.Places = append(d.Places, communes[int(u*u*u*float64(len(communes)))])
		}
		if rng.IntN(100) == 0 {
			d.Places[0] = "99999"
		}
		for range rng.IntN(3) {
			d.Types = append(d.Types, types[rng.IntN(7)])
		}
		d.Household, d.Target = rng.IntN(9), types[rng.IntN(7)]
		d.DepositedOn = asOf.AddDays(10 - rng.IntN(2500))
		d.Transfer = demand.Answer(rng.IntN(3))
		each(id, &d)
	}
}

// load puts the same demands in SQL, with the table of communes; nothing else of
// the library is used there.
func load(tb testing.TB, n int) *sql.DB {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		tb.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	run := func(q string) {
		if _, err := db.Exec(q); err != nil {
			tb.Fatal(err)
		}
	}
	run(`CREATE TABLE place(commune TEXT PRIMARY KEY, epci TEXT, departement TEXT);
		CREATE TABLE demand(id INTEGER PRIMARY KEY, commune TEXT, deposited TEXT, persons INT, target TEXT, transfer INT);
		CREATE TABLE type(id INT, type TEXT); CREATE TABLE wanted(id INT, commune TEXT);`)
	tx, err := db.Begin()
	if err != nil {
		tb.Fatal(err)
	}
	insert := func(table string, columns int) *sql.Stmt {
		s, err := tx.Prepare("INSERT INTO " + table + " VALUES (?" + strings.Repeat(",?", columns-1) + ")")
		if err != nil {
			tb.Fatal(err)
		}
		return s
	}
	place, one, kind, wanted := insert("place", 3), insert("demand", 6), insert("type", 2), insert("wanted", 2)
	put := func(s *sql.Stmt, values ...any) {
		if _, err := s.Exec(values...); err != nil {
			tb.Fatal(err)
		}
	}
	for c := range territories.Communes() {
		put(place, c.Code, c.EPCI, c.Departement)
	}
	generate(n, func(id int, d *observatory.Demand) {
		put(one, id, d.Places[0], d.DepositedOn.String(), d.Household, string(d.Target), int(d.Transfer))
		for _, x := range d.Types {
			put(kind, id, string(x))
		}
		for _, p := range d.Places {
			put(wanted, id, p)
		}
	})
	if err := tx.Commit(); err != nil {
		tb.Fatal(err)
	}
	// The day of the count is the last of its month: a month is whole whatever the day.
	run(`CREATE TABLE stock AS SELECT d.*, coalesce(p.commune, '') AS first, coalesce(p.epci, '') AS epci, coalesce(p.departement, '') AS departement,
		(2011 - substr(deposited, 1, 4)) * 12 + 6 - substr(deposited, 6, 2) AS months
		FROM demand d LEFT JOIN place p ON p.commune = d.commune WHERE deposited <= '2011-06-30'`)
	return db
}

// query gives lines "a|b|c" and their count.
func query(tb testing.TB, db *sql.DB, q string) map[string]int {
	rows, err := db.Query(q)
	if err != nil {
		tb.Fatal(err, q)
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var key string
		var n int
		if err := rows.Scan(&key, &n); err != nil {
			tb.Fatal(err)
		}
		out[key] = n
	}
	return out
}

var four = observatory.Cross{Dimensions: []string{"target", "size", "age", "transfer"}}

var stockLevels = []observatory.Level{territory.Commune, territory.EPCI, territory.Departement}

// columnOf names the column of SQL that holds the territory of a level.
func columnOf(level observatory.Level) string {
	if level == territory.Commune {
		return "first"
	}
	return string(level)
}

func same(t *testing.T, what string, got, want map[string]int) {
	t.Helper()
	bad := 0
	for k, n := range want {
		if got[k] != n {
			bad++
			if bad < 5 {
				t.Errorf("%s, %s: %d, SQL says %d", what, k, got[k], n)
			}
		}
	}
	for k, n := range got {
		if _, ok := want[k]; !ok && n != 0 {
			t.Errorf("%s, %s: %d, SQL has none", what, k, n)
		}
	}
	if len(want) == 0 {
		t.Errorf("%s: SQL gives nothing", what)
	}
}

// The counts, the medians and the ninth deciles are those of SQL, at three levels:
// by first choice and by any, by type, and by four dimensions.
func TestCountsOfSQL(t *testing.T) {
	n := stocked()
	db := load(t, n)
	defer db.Close()
	plan, err := observatory.NewPlan(stockLevels, four)
	if err != nil {
		t.Fatal(err)
	}
	a := plan.Accumulator(territory.Today(), demand.Date{}, asOf)
	generate(n, func(_ int, d *observatory.Demand) { a.Add(*d) })
	for _, x := range a.Tables(stockLevels...) {
		got := map[string]int{}
		for _, r := range x.Rows {
			for k, c := range r.Cells {
				if c.Value > 0 {
					got[r.Code+"|"+x.Columns[k].Code] = c.Value
				}
			}
		}
		column := columnOf(x.Level)
		switch x.Measure.Code {
		case "stock_first":
			same(t, x.FileName(), got, query(t, db, "SELECT "+column+" || '|total', count(*) FROM stock GROUP BY 1"))
		case "stock_any":
			place := string(x.Level)
			same(t, x.FileName(), got, query(t, db, "SELECT p."+place+" || '|total', count(DISTINCT s.id) FROM stock s JOIN wanted w ON w.id = s.id JOIN place p ON p.commune = w.commune WHERE p."+place+" <> '' GROUP BY 1"))
		case "by_type":
			want := query(t, db, "SELECT "+column+" || '|' || coalesce(t.type, 'none'), count(DISTINCT s.id) FROM stock s LEFT JOIN type t ON t.id = s.id GROUP BY 1")
			for k, v := range query(t, db, "SELECT "+column+" || '|total', count(*) FROM stock GROUP BY 1") {
				want[k] = v
			}
			same(t, x.FileName(), got, want)
		}
	}
	for _, level := range stockLevels {
		units := a.Geography().Units(level)
		table, _ := a.CrossTable(four, territory.Departement)
		name := func(k observatory.CellKey, columns bool) string {
			code := ""
			if k.Unit >= 0 {
				code = units[k.Unit].Code
			}
			if columns {
				return code + "|" + table.Columns[k.Column].Code
			}
			return code
		}
		got := map[string]int{}
		for k, c := range a.Cells(four, level) {
			got[name(k, true)] += c
		}
		same(t, "four dimensions, "+string(level), got, query(t, db, fourDimensions(columnOf(level))))
		medians, deciles := map[string]int{}, map[string]int{}
		for k, w := range a.Waits(observatory.Cross{}, level) {
			twice, _ := w.Median()
			ninth, _ := w.Quantile(9, 10)
			medians[name(k, false)], deciles[name(k, false)] = int(twice), ninth
		}
		same(t, "median, "+string(level), medians, query(t, db, quantiles(columnOf(level), "sum(CASE WHEN r = (n + 1) / 2 THEN months ELSE 0 END) + sum(CASE WHEN r = n / 2 + 1 THEN months ELSE 0 END)")))
		same(t, "ninth decile, "+string(level), deciles, query(t, db, quantiles(columnOf(level), "max(CASE WHEN r = (9 * n + 9) / 10 THEN months ELSE 0 END)")))
	}
}

func fourDimensions(column string) string {
	return `SELECT ` + column + ` || '|' || target || '|' ||
		CASE WHEN persons <= 0 THEN 'unknown' WHEN persons >= 6 THEN '6_and_more' ELSE persons END || '|' ||
		CASE WHEN months < 6 THEN 'under_6_months' WHEN months < 12 THEN '6_to_11_months' WHEN months < 24 THEN '12_to_23_months' WHEN months < 36 THEN '24_to_35_months' ELSE '36_months_and_more' END || '|' ||
		CASE transfer WHEN ` + fmt.Sprint(int(demand.Yes)) + ` THEN 'yes' WHEN ` + fmt.Sprint(int(demand.No)) + ` THEN 'no' ELSE 'unknown' END, count(*) FROM stock GROUP BY 1`
}

func quantiles(column, value string) string {
	return `SELECT ` + column + `, ` + value + ` FROM (SELECT ` + column + `, months, row_number() OVER (PARTITION BY ` + column + ` ORDER BY months) AS r,
		count(*) OVER (PARTITION BY ` + column + `) AS n FROM stock) GROUP BY 1`
}

// TestSpeedOfSQL tells how long each takes, in the same run, when asked by
// FICHIER_DEMANDS: it measures, and compares nothing.
func TestSpeedOfSQL(t *testing.T) {
	if os.Getenv("FICHIER_DEMANDS") == "" {
		t.Skip("set FICHIER_DEMANDS to compare the times on that many demands")
	}
	n := stocked()
	db := load(t, n)
	defer db.Close()
	began := time.Now()
	for _, level := range stockLevels {
		query(t, db, fourDimensions(columnOf(level)))
		query(t, db, quantiles(columnOf(level), "sum(CASE WHEN r = (n + 1) / 2 THEN months ELSE 0 END)"))
	}
	inSQL := time.Since(began)
	plan, _ := observatory.NewCrossPlan(nil, observatory.Cross{Waits: true}, four)
	facts := make([]observatory.Fact, n)
	coder := observatory.NewCoder(territory.Today(), asOf)
	generate(n, func(id int, d *observatory.Demand) { coder.Code(observatory.Stock, d, &facts[id]) })
	began = time.Now()
	a := plan.Accumulator(territory.Today(), demand.Date{}, asOf)
	for i := range facts {
		a.AddFact(&facts[i])
	}
	cells := 0
	for _, level := range stockLevels {
		for range a.Cells(four, level) {
			cells++
		}
		for range a.Waits(observatory.Cross{}, level) {
			cells++
		}
	}
	t.Logf("%d demands, %d cells: SQL %s, observatory %s on one core", n, cells, inSQL, time.Since(began))
}
