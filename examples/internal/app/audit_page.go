package app

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/observatory"
)

// isNumber reports whether a text writes a number.
func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}

var (
	pageFigure = regexp.MustCompile(`(?s)<figure[^>]* id="figure-([a-z0-9-]+)".*?</figure>`)
	pageLine   = regexp.MustCompile(`<tr><th scope="row">([^<]*)</th><td class="n">([^<]*)</td></tr>`)
	pageBlanks = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".")
)

// valuesOfPage reads the tables of the page of pictures that list territories: it
// gives their names, whose codes are those of the tables of counts.
func (p *Published) valuesOfPage(page string) []publishedValue {
	codes := map[[2]string]string{} // by level and name; empty when two share it
	for i := range p.Tables {
		for _, r := range p.Tables[i].Rows {
			at := [2]string{string(p.Tables[i].Level), r.Name}
			if code, ok := codes[at]; ok && code != r.Code {
				codes[at] = ""
			} else {
				codes[at] = r.Code
			}
		}
	}
	var out []publishedValue
	for _, figure := range pageFigure.FindAllStringSubmatch(page, -1) {
		at := strings.LastIndex(figure[1], "-")
		measure, level := figure[1][:max(at, 0)], figure[1][at+1:]
		measure = strings.ReplaceAll(strings.TrimSuffix(measure, "-carte"), "-", "_")
		for _, line := range pageLine.FindAllStringSubmatch(figure[0], -1) {
			code := codes[[2]string{level, html.UnescapeString(line[1])}]
			if code == "" {
				continue
			}
			text := pageBlanks.Replace(html.UnescapeString(line[2]))
			if !isNumber(text) {
				text = observatory.NotAvailable
			} else if m, known := measureCalled(measure); known && m.Unit == share {
				n, _ := strconv.ParseFloat(text, 64)
				text = strconv.FormatFloat(n/100, 'f', 2, 64) // written in hundredths
			}
			out = append(out, publishedValue{publishedCell: publishedCell{measure, level, code, "total"}, text: text})
		}
	}
	return out
}
