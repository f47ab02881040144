package archtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// requirements are the modules an embedder inherits, and whether the library
// itself (not only its tests) may import them.
var requirements = map[string]bool{
	"github.com/shopspring/decimal": true,
	"golang.org/x/text":             true,
	"github.com/xrash/smetrics":     true,
	"github.com/google/go-cmp":      false,
}

const (
	testOnly     = "github.com/google/go-cmp"
	matchingOnly = "github.com/xrash/smetrics"
)

// requirement is one line of go.mod; block tells the lines of one require
// directive from those of another.
type requirement struct {
	path     string
	indirect bool
	block    int
}

// readMod reads what the checks need of a go.mod: its requirements, and the
// verbs of its directives.
func readMod(src string) (reqs []requirement, verbs map[string]bool) {
	verbs = map[string]bool{}
	block, inside := 0, ""
	for line := range strings.Lines(src) {
		code, comment, _ := strings.Cut(line, "//")
		fields := strings.Fields(code)
		switch {
		case len(fields) == 0:
			continue
		case inside != "" && fields[0] == ")":
			inside = ""
			continue
		case inside != "":
			fields = append([]string{inside}, fields...)
		case len(fields) > 1 && fields[1] == "(":
			inside = fields[0]
			verbs[inside] = true
			block++
			continue
		default:
			block++
		}
		verbs[fields[0]] = true
		if fields[0] == "require" && len(fields) > 1 {
			reqs = append(reqs, requirement{path: strings.Trim(fields[1], `"`), indirect: strings.TrimSpace(comment) == "indirect", block: block})
		}
	}
	return reqs, verbs
}

func checkRequirements(t *tree) []string {
	i := slices.IndexFunc(t.files, func(f *file) bool { return f.path == "go.mod" })
	if i < 0 {
		return []string{"go.mod: there is none at the root"}
	}
	reqs, verbs := readMod(string(t.files[i].src))
	var out []string
	missing := maps.Clone(requirements)
	blocks := map[int][]string{}
	for _, r := range reqs {
		if _, ok := requirements[r.path]; !ok {
			out = append(out, fmt.Sprintf("go.mod: requires %s; the library inherits four modules and no more: do without it, or use it in examples", r.path))
		}
		if r.indirect {
			out = append(out, fmt.Sprintf("go.mod: %s is marked indirect; the requirements are used directly, run go mod tidy", r.path))
		}
		delete(missing, r.path)
		blocks[r.block] = append(blocks[r.block], r.path)
	}
	for _, path := range slices.Sorted(maps.Keys(missing)) {
		out = append(out, fmt.Sprintf("go.mod: does not require %s, one of the four", path))
	}
	for _, paths := range blocks {
		if len(paths) > 1 && slices.Contains(paths, testOnly) {
			out = append(out, fmt.Sprintf("go.mod: %s stands among others; it serves tests only, give it a require of its own", testOnly))
		}
	}
	for _, verb := range []string{"replace", "exclude"} {
		if verbs[verb] {
			out = append(out, fmt.Sprintf("go.mod: has a %s, which an embedder does not get; remove it", verb))
		}
	}
	return out
}

// checkModules looks at the imports of the root module from outside it.
func checkModules(t *tree) []string {
	var out []string
	for _, f := range t.files {
		if f.ast == nil || f.tool || inExamples(f.dir) {
			continue
		}
		for _, spec := range f.ast.Imports {
			p := importPath(spec)
			if _, ok := ours(spec); ok || !strings.Contains(strings.SplitN(p, "/", 2)[0], ".") {
				continue // of the repository, or of the standard library
			}
			owner := ""
			for m := range requirements {
				if p == m || strings.HasPrefix(p, m+"/") {
					owner = m
				}
			}
			switch {
			case owner == "":
				out = append(out, fmt.Sprintf("%s: imports %s, which is none of the four modules", t.at(spec.Pos()), p))
			case !f.test && !requirements[owner]:
				out = append(out, fmt.Sprintf("%s: imports %s, which is for tests only", t.at(spec.Pos()), p))
			case owner == matchingOnly && f.dir != "matching" && !strings.HasPrefix(f.dir, "matching/"):
				out = append(out, fmt.Sprintf("%s: imports %s, which only matching uses", t.at(spec.Pos()), p))
			}
		}
	}
	return out
}

func TestRequirements(t *testing.T) {
	const head, dec, text, smet, comp = "module m // x\n\ngo 1.26.0\n", "github.com/shopspring/decimal v1.6.0\n", "golang.org/x/text v0.43.0\n", "github.com/xrash/smetrics v0.0.0\n", "github.com/google/go-cmp v0.7.0\n"
	mod := func(src string) map[string]string { return map[string]string{"go.mod": head + src} }
	run(t, checkRequirements, []scenario{
		{"the four", mod("require (\n" + dec + text + "\n" + smet + ")\n\n// For tests only.\nrequire " + comp), nil},
		{"the four, with a block", mod("require (\n" + dec + text + smet + ")\nrequire (\n// for tests\n" + comp + ")\n"), nil},
		{"no go.mod", map[string]string{"a.go": ""}, []string{"there is none"}},
		{"go-cmp among others", mod("require (\n" + dec + text + smet + comp + ")\n"), []string{"stands among others"}},
		{"one missing", mod("require (\n" + dec + text + ")\nrequire " + comp), []string{"does not require github.com/xrash/smetrics"}},
		{"one more", mod("require (\n" + dec + text + smet + "example.org/x v1.0.0\n)\nrequire " + comp), []string{"requires example.org/x"}},
		{"indirect", mod("require (\n" + dec + text + "github.com/xrash/smetrics v0.0.0 // indirect\n)\nrequire " + comp), []string{"smetrics is marked indirect"}},
		{"replace", mod("require (\n" + dec + text + smet + ")\nrequire " + comp + "replace a => ../a\nexclude (\na v1.0.0\n)\n"), []string{"has a replace", "has a exclude"}},
	})
}

func TestModules(t *testing.T) {
	run(t, checkModules, []scenario{
		{"allowed", map[string]string{
			"demand/a.go":         `import ("fmt"; "encoding/json"; "github.com/shopspring/decimal"; "golang.org/x/text/language"; "` + module + `/numbering")`,
			"demand/a_test.go":    `import "github.com/google/go-cmp/cmp"`,
			"matching/a.go":       `import "github.com/xrash/smetrics"`,
			"examples/batch/a.go": `import "github.com/alecthomas/kong"`,
		}, nil},
		{"not allowed", map[string]string{
			"demand/a.go":      `import ("github.com/google/go-cmp/cmp"; "golang.org/x/textual")`,
			"demand/a_test.go": `import ("pgregory.net/rapid"; "github.com/xrash/smetrics")`,
		}, []string{"cmp, which is for tests only", "golang.org/x/textual, which is none", "rapid, which is none", "which only matching uses"}},
	})
}
