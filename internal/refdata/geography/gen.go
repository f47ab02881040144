//go:build ignore

// This program writes the tables of this folder from the releases of the npm
// package @etalab/decoupage-administratif, unpacked under -npm (one folder a
// release), and from the list of events of communes, -events, the table of
// communes with their canton, -communes, and the table of regions, -regions.
//
//	go run gen.go -npm DIR -events FILE -communes FILE -regions FILE
package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// releases gives, by year of the lists of EPCI, the release that holds them; the
// communes (hence the arrondissements) of release 0.8.0 are still those of 2019.
var releases = []struct {
	year           int
	folder         string
	arrondissement bool
}{
	{2019, "0.7.0", true}, {2020, "0.8.0", false}, {2021, "1.1.1", true}, {2022, "2.0.0", true},
	{2023, "3.1.1", true}, {2024, "4.0.0", true}, {2025, "5.0.1", true}, {2026, "6.0.0", true},
}

type commune struct {
	Code, Nom, Type, Arrondissement string
}

type epci struct {
	Code, Nom, Type string
	Membres         []struct{ Code string }
}

type arrondissement struct{ Code, Nom string }

func main() {
	npm := flag.String("npm", "", "")
	events := flag.String("events", "", "")
	communes := flag.String("communes", "", "")
	regions := flag.String("regions", "", "")
	flag.Parse()
	writeEvents(*events)
	writeSupra(*communes)
	writeRegions(*regions)
	writeMemberships(*npm)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func load(path string, into any) {
	data, err := os.ReadFile(path)
	check(err)
	check(json.Unmarshal(data, into))
}

// rows reads a CSV whose first lines are notes, without its header.
func rows(path string) [][]string {
	f, err := os.Open(path)
	check(err)
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment, r.FieldsPerRecord = '#', -1
	all, err := r.ReadAll()
	check(err)
	return all[1:]
}

func write(name, head string, lines []string) {
	f, err := os.Create(name)
	check(err)
	w := bufio.NewWriter(f)
	fmt.Fprint(w, head)
	for _, l := range lines {
		fmt.Fprintln(w, l)
	}
	check(w.Flush())
	check(f.Close())
}

func writeEvents(path string) {
	var lines []string
	went := map[string][]string{} // by code of a commune that went into another: that event
	for _, r := range rows(path) {
		if r[1] == "" { // re-established, from a commune the list does not say: the one it had gone into
			r[1], r[2] = went[r[3]][3], went[r[3]][4]
		}
		if r[1] != r[3] {
			went[r[1]] = r
		}
		if r[0] >= "2010-01-02" {
			lines = append(lines, strings.Join(r, ";"))
		}
	}
	write("events.csv", "# source: INSEE, movements of communes, as carried by github etalab/decoupage-administratif commit 360b6b29d0f6 (up to 2024-01-01); events of 2025-01-01 and 2026-01-01 by comparison of npm @etalab/decoupage-administratif 5.3.0 and 6.0.0 (the exact day is lost; the commune left by one re-established is the one it had gone into); licence of the data: Licence Ouverte 2.0 (Etalab); retrieved 2026-11-23\n"+
		"# 10 rename, 20 creation, 21 re-establishment, 30 suppression, 31 merger, 32 commune nouvelle, 33 merger with association, 34 association made a merger, 41 change of departement, 50 change of code\n"+
		"day;old_code;old_name;new_code;new_name;kind\n", lines)
}

func writeSupra(path string) {
	var lines []string
	for _, r := range rows(path) {
		lines = append(lines, r[0]+";"+r[5]+";"+r[6])
	}
	slices.Sort(lines)
	write("communes.csv", "# source: arrondissements: npm @etalab/decoupage-administratif 6.0.0 (COG INSEE 2026); cantons: COG INSEE 2024 (github etalab/decoupage-administratif commit 360b6b29d0f6); licence of the data: Licence Ouverte 2.0 (Etalab); retrieved 2026-11-23\n"+
		"# a canton xx99 means that the commune is split over several cantons; empty: not known\n"+
		"commune;arrondissement_2026;canton_2024\n", lines)
}

func writeRegions(path string) {
	var lines []string
	for _, r := range rows(path) {
		lines = append(lines, strings.Join([]string{r[0], r[2], r[3], r[4], r[5]}, ";"))
	}
	write("regions.csv", "# source: regions of 2010-2015: column REG of the commune table of 2014, names of the COG of 2015; regions since 2016: npm @etalab/decoupage-administratif 6.0.0; licence of the data: Licence Ouverte 2.0 (Etalab); retrieved 2026-11-23\n"+
		"departement;region_2010;name_2010;region_2016;name_2016\n", lines)
}

// line is a value that held from a year to another.
type line struct {
	key, value  string
	first, last int
}

// intervals turns what each year says into lines; years is every year that says something.
func intervals(years []int, said map[int]map[string]string) []line {
	keys := map[string]bool{}
	for _, y := range years {
		for k := range said[y] {
			keys[k] = true
		}
	}
	var out []line
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		open := false
		for _, y := range years {
			v, ok := said[y][k]
			if n := len(out) - 1; ok && open && out[n].value == v {
				out[n].last = y
				continue
			}
			open = ok
			if ok {
				out = append(out, line{k, v, y, y})
			}
		}
	}
	return out
}

// partial leaves out the lines that say what the last year says, alone for their key.
func partial(lines []line, last int) []line {
	count := map[string]int{}
	for _, l := range lines {
		count[l.key]++
	}
	var out []line
	for _, l := range lines {
		if count[l.key] == 1 && l.last == last {
			continue
		}
		out = append(out, l)
	}
	return out
}

func writeMemberships(npm string) {
	members, names := map[int]map[string]string{}, map[int]map[string]string{}
	arr, arrNames := map[int]map[string]string{}, map[string]string{}
	var years, arrYears []int
	for _, r := range releases {
		years = append(years, r.year)
		members[r.year], names[r.year] = map[string]string{}, map[string]string{}
		var communes []commune
		load(filepath.Join(npm, r.folder, "package/data/communes.json"), &communes)
		if r.arrondissement {
			arrYears, arr[r.year] = append(arrYears, r.year), map[string]string{}
		}
		for _, c := range communes {
			if c.Type != "commune-actuelle" {
				continue
			}
			members[r.year][c.Code] = "-"
			if r.arrondissement {
				arr[r.year][c.Code] = c.Arrondissement
			}
		}
		var all []epci
		load(filepath.Join(npm, r.folder, "package/data/epci.json"), &all)
		for _, e := range all {
			names[r.year][e.Code] = strings.Join(strings.Fields(strings.NewReplacer("\u0092", "'", ";", ",").Replace(e.Nom)), " ") + ";" + e.Type
			for _, m := range e.Membres {
				members[r.year][m.Code] = e.Code
			}
		}
		var named []arrondissement
		load(filepath.Join(npm, r.folder, "package/data/arrondissements.json"), &named)
		for _, a := range named {
			arrNames[a.Code] = a.Nom
		}
	}
	var lines []string
	for _, l := range partial(intervals(years, members), 2026) {
		lines = append(lines, fmt.Sprintf("epci;%s;%s;%d;%d", l.key, l.value, l.first, l.last))
	}
	for _, l := range partial(intervals(arrYears, arr), 2026) {
		lines = append(lines, fmt.Sprintf("arrondissement;%s;%s;%d;%d", l.key, l.value, l.first, l.last))
	}
	source := "# source: npm @etalab/decoupage-administratif 0.7.0 (2019), 0.8.0 (2020, EPCI only), 1.1.1, 2.0.0, 3.1.1, 4.0.0, 5.0.1, 6.0.0 (2021 to 2026): EPCI of the DGCL, arrondissements of the COG INSEE; licence of the data: Licence Ouverte 2.0 (Etalab); retrieved 2026-11-26\n"
	write("memberships.csv", source+"# the lists of 1 January of the years between; a commune not listed is in 2019-2026 where it is in 2026; - means in none\nlevel;commune;holder;first_year;last_year\n", lines)
	lines = nil
	for _, l := range intervals(years, names) {
		lines = append(lines, fmt.Sprintf("epci;%s;%s;%d;%d", l.key, l.value, l.first, l.last))
	}
	for _, code := range slices.Sorted(maps.Keys(arrNames)) {
		lines = append(lines, fmt.Sprintf("arrondissement;%s;%s;;2019;2026", code, arrNames[code]))
	}
	write("holders.csv", source+"# names and kinds as the list of each year writes them\nlevel;code;name;kind;first_year;last_year\n", lines)
}
