package sample

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Names is what a population draws its names from.
type Names struct {
	book    *book
	streets []string
}

// ownNames are the names of this package, made once.
var ownNames = sync.OnceValue(func() *Names {
	n := &Names{book: composedBook()}
	types := strings.Fields(streetTypes)
	for i, name := range words(streetNames) {
		for k := range 4 {
			n.streets = append(n.streets, types[(i*5+k*3)%len(types)]+" "+name)
		}
	}
	return n
})

// NamesFrom are the names of this package, with the surnames and first names of
// those born in France taken from first_names.csv and surnames.csv of a folder:
// lines of a name and its births, after lines that begin with # and a header.
// The letters of such lists are capitals; they are written as names.
func NamesFrom(folder string) (*Names, error) {
	b := *ownNames().book
	rows, err := readCounts(filepath.Join(folder, "surnames.csv"), 2)
	if err != nil {
		return nil, err
	}
	b.surnames[fromFrance] = counted(rows, func(r []string) string { return r[1] })
	if rows, err = readCounts(filepath.Join(folder, "first_names.csv"), 7); err != nil {
		return nil, err
	}
	// Columns: first_name, sex, births, births 1900-39, 1940-69, 1970-99, 2000-22.
	for g, column := range [generations]int{4, 5, 6} {
		for sex, into := range map[string]*[origins][generations]nameList{"M": &b.men, "F": &b.women} {
			into[fromFrance][g] = counted(rows, func(r []string) string {
				if r[1] != sex {
					return "0"
				}
				return r[column]
			})
		}
	}
	lists := append(slices.Clone(b.men[fromFrance][:]), b.women[fromFrance][:]...)
	for _, l := range append(lists, b.surnames[fromFrance]) {
		if len(l.names) == 0 {
			return nil, fmt.Errorf("%s : une liste de noms n'a pas de nombre de naissances ; donner les listes entières", folder)
		}
	}
	return &Names{&b, ownNames().streets}, nil
}

func readCounts(name string, columns int) ([][]string, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s : ouverture impossible (%w) ; donner le dossier des listes de noms", name, err)
	}
	defer file.Close()
	r := csv.NewReader(bufio.NewReader(file))
	r.Comment, r.FieldsPerRecord = '#', -1
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s : lecture impossible (%w)", name, err)
	}
	for _, row := range rows {
		if len(row) < columns {
			return nil, fmt.Errorf("%s : une ligne a moins de %d colonnes ; donner la liste entière", name, columns)
		}
	}
	if len(rows) < 2 {
		return nil, fmt.Errorf("%s : la liste est vide", name)
	}
	return rows[1:], nil
}

// counted makes a list of names with the counts that a column gives.
func counted(rows [][]string, count func([]string) string) nameList {
	var l nameList
	var weights []float64
	for _, r := range rows {
		if n, err := strconv.ParseFloat(count(r), 64); err == nil && n > 0 {
			l.names = append(l.names, asName(r[0]))
			weights = append(weights, n)
		}
	}
	l.drawer = newDrawer(weights)
	return l
}

// asName writes capitals as a name: JEAN-PIERRE is Jean-Pierre.
func asName(s string) string {
	start := true
	return strings.Map(func(r rune) rune {
		first := start
		start = r == ' ' || r == '-' || r == '\''
		if first {
			return r
		}
		return []rune(strings.ToLower(string(r)))[0]
	}, s)
}

// WriteCSV writes the population as a file with its header and gives the number of records.
func (p Population) WriteCSV(w io.Writer) (int, error) {
	filings, err := p.Filings()
	if err != nil {
		return 0, err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.WriteString(strings.Join(PopulationHeader[:], ",") + "\n")
	n := 0
	var failed error
	for f := range filings {
		line := out.AvailableBuffer()
		for i, c := range f.Cells {
			if i > 0 {
				line = append(line, ',')
			}
			line = appendCell(line, c)
		}
		if _, failed = out.Write(append(line, '\n')); failed != nil {
			break
		}
		n++
	}
	return n, errors.Join(failed, out.Flush())
}

// appendCell writes a cell, quoted when it must be.
func appendCell(line, cell []byte) []byte {
	quote := false
	for _, c := range cell {
		if c == ',' || c == '"' || c == '\n' || c == '\r' {
			quote = true
			break
		}
	}
	if !quote {
		return append(line, cell...)
	}
	line = append(line, '"')
	for _, c := range cell {
		if c == '"' {
			line = append(line, '"')
		}
		line = append(line, c)
	}
	return append(line, '"')
}
