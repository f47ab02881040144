package public_test

import (
	"encoding/json"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
)

var links = regexp.MustCompile(`(?:href|action)="(/observatoire[^"#]*)"`)

// Every page and every file that the observatory leads to answers, and none tells a
// count under the threshold: pages, pictures, tables, series, comparisons, in each of
// their forms.
func TestNoPageNorFileTellsASmallCount(t *testing.T) {
	o := open(t, "2018-03-10")
	o.register(20, "21231", demand.DwellingTypeT2)
	o.register(3, "21166", demand.DwellingTypeT3)
	o.register(6, "21355", demand.DwellingTypeT3)
	o.Day("2019-01-02")
	o.refresh()
	o.register(2, "21231", demand.DwellingTypeT4)
	o.register(4, "21166", demand.DwellingTypeT3)
	o.register(1, "21054", demand.DwellingTypeT1)
	o.Day("2020-01-02")
	o.refresh()
	c := crawl{office: o, seen: map[string]bool{}}
	c.visit("/observatoire")
	if c.pages < 100 || c.files < 150 || c.counts < 5000 {
		t.Errorf("%d pages and %d files were read, of %d counts", c.pages, c.files, c.counts)
	}
}

// crawl follows the links of the pages.
type crawl struct {
	*office
	seen                 map[string]bool
	pages, files, counts int
}

func (c *crawl) visit(at string) {
	at = strings.ReplaceAll(at, "&amp;", "&")
	if c.seen[at] || strings.HasSuffix(at, "/aller") {
		return
	}
	c.seen[at] = true
	r := c.answer(at)
	if r.StatusCode != http.StatusOK {
		c.t.Errorf("%s answers %d", at, r.StatusCode)
		return
	}
	body := c.get(at)
	if strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		c.pages++
		found, counts := small(body)
		if c.counts += counts; len(found) > 0 {
			c.t.Errorf("%s tells %q", at, found)
		}
		for _, m := range links.FindAllStringSubmatch(body, -1) {
			c.visit(m[1])
		}
		return
	}
	c.files++
	switch path.Ext(at) {
	case ".csv":
		c.table(at, body)
	case ".json", ".geojson":
		if path.Base(at) != "compte.json" { // the account of the count: its threshold, its hidden cells
			c.document(at, body)
		}
	default:
		c.t.Errorf("%s: what form is that?", at)
	}
}

// small reports a value that is a count under the threshold.
func (c *crawl) small(value string) bool {
	n, err := strconv.Atoi(value)
	if err == nil {
		c.counts++
	}
	return err == nil && n > 0 && n < 5
}

// whatIsNoCount are the columns of files that number something else than demands.
var whatIsNoCount = regexp.MustCompile(`(?i)version|year|code$|_code|percent|^(difference|column|breakdown)$`)

func (c *crawl) table(at, text string) {
	if base := path.Base(at); base == "dictionary.csv" || base == "dictionnaire.csv" {
		return
	}
	for _, row := range c.rows(text) {
		if unit := row["unit"] + row["UNIT_MEASURE"]; unit != "" && unit != "demande" {
			continue
		}
		for name, value := range row {
			if !whatIsNoCount.MatchString(name) && c.small(value) {
				c.t.Errorf("%s: %s is %s in %v", at, name, value, row)
			}
		}
	}
}

// document looks for whole numbers wherever they are, but for those that number
// versions and years.
func (c *crawl) document(at, text string) {
	var all any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&all); err != nil {
		c.t.Errorf("%s: %v", at, err)
		return
	}
	var walk func(name string, v any)
	walk = func(name string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if m, ok := v["measure"].(map[string]any); ok && m["unit"] != "demande" {
				return
			}
			for k, inner := range v {
				walk(k, inner)
			}
		case []any:
			for _, inner := range v {
				walk(name, inner)
			}
		case json.Number:
			if !whatIsNoCount.MatchString(name) && c.small(v.String()) {
				c.t.Errorf("%s: %s is %s", at, name, v)
			}
		case string:
			if name == "value" && c.small(v) {
				c.t.Errorf("%s: %s is %s", at, name, v)
			}
		}
	}
	walk("", all)
}
