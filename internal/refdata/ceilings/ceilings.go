package ceilings

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed ceilings.csv
var ceilingsCSV string

//go:embed paris.csv
var parisCSV string

// DataVersion dates the tables.
const DataVersion = "2026-11-23"

// Row is the line of one financing in one zone from one day: the six
// categories, then the extra person, in euros.
type Row struct {
	Financing, Zone string
	EffectiveFrom   string // YYYY-MM-DD
	Amounts         [7]int
	Status          [7]byte // o, c, r, d or k for each amount: see the head of the table
	Act             string  // YYYY-MM-DD, date of the arrêté
}

// Rows gives every line, by financing, zone and day.
func Rows() []Row { return rows() }

// Paris lists the communes of the zone "Paris et communes limitrophes".
func Paris() []string { return paris() }

var rows = sync.OnceValue(func() []Row {
	var out []Row
	for _, f := range lines(ceilingsCSV) {
		row := Row{Financing: f[0], Zone: f[1], EffectiveFrom: f[2], Act: f[11]}
		for i := range row.Amounts {
			row.Amounts[i], _ = strconv.Atoi(f[3+i]) // a test reads every amount
			row.Status[i] = f[10][i]
		}
		out = append(out, row)
	}
	return out
})

var paris = sync.OnceValue(func() []string {
	var out []string
	for _, f := range lines(parisCSV) {
		out = append(out, f[0])
	}
	return out
})

// lines gives the fields of the data lines: neither comments nor the header.
func lines(table string) [][]string {
	var out [][]string
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "#") {
			out = append(out, strings.Split(strings.TrimSuffix(line, "\n"), ";"))
		}
	}
	return out[1:]
}
