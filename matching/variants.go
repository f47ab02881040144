package matching

import (
	_ "embed"
	"strings"
	"sync"
)

// VariantsVersion dates the table of variants of first names. Another version may find other pairs.
const VariantsVersion = "2026-11-26"

//go:embed variants.csv
var variantsCSV string

// loadVariants maps each folded first name of the table to the first name of its line.
var loadVariants = sync.OnceValue(func() map[string]string {
	classes := make(map[string]string, 400)
	for line := range strings.Lines(variantsCSV) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		head, _, _ := strings.Cut(line, ",")
		for name := range strings.SplitSeq(line, ",") {
			classes[name] = head
		}
	}
	return classes
})

// variantClass is the name that stands for all spellings of a folded first name; most names stand
// for themselves. Names made of Abdel + X are classed with Abdoul + X, Abdul + X.
func variantClass(name string) string {
	if c, ok := loadVariants()[name]; ok {
		return c
	}
	for _, prefix := range [...]string{"ABDOUL", "ABDEL", "ABDUL", "ABDAL"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && len(rest) >= 3 {
			return "ABDEL" + rest
		}
	}
	return name
}
