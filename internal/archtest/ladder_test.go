package archtest

import (
	"fmt"
	"go/ast"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors places each room. A room may use rooms of lower floors only; a room's
// own internal packages are part of it.
var floors = map[string]int{
	"internal/closeness":    0,
	"internal/euro":         0,
	"internal/fold":         0,
	"internal/pack":         0,
	"internal/sentence":     0,
	"internal/strict":       1,
	"internal/vocabulary":   0,
	"numbering":             1,
	"demand":                2,
	"demand/household":      3,
	"demand/journal":        3,
	"demand/sne":            3,
	"demand/tabular":        3,
	"demand/attestation":    4,
	"demand/papers":         4,
	"charter/access":        5,
	"charter/calendar":      5,
	"charter/commission":    5,
	"charter/costkey":       5,
	"charter/priority":      5,
	"charter/retention":     5,
	"charter/scoring":       5,
	"matching":              5,
	"matching/columns":      6,
	"matching/linkage":      6,
	"matching/quality":      6,
	"matching/review":       6,
	"observatory/territory": 4,
	"observatory":           5,
	"charter":               6,
	"charter/exchange":      7,
	"internal/archtest":     8,
	".":                     8,
	"examples":              9,

	// under observatory, which publishes nothing without it
	"observatory/disclosure": 4,
}

// tables is the folder whose packages are all on the ground floor.
const tables = "internal/refdata/"

// apart are the rooms that never meet, not even in tests: a program that needs
// one of them must not find out that it needs the others.
var apart = []string{"charter", "matching", "observatory"}

// place finds the room of a folder and its floor.
func place(dir string) (room string, floor int, ok bool) {
	if inExamples(dir) {
		return "examples", floors["examples"], true
	}
	room, _, _ = strings.Cut(dir, "/internal/")
	if strings.HasPrefix(room, tables) {
		return room, 0, true
	}
	floor, ok = floors[room]
	return room, floor, ok
}

func checkLadder(t *tree) []string {
	var out []string
	for _, dir := range t.dirs(func(f *file) bool { return f.ast != nil }) {
		if _, _, ok := place(dir); !ok {
			out = append(out, fmt.Sprintf("%s: this package is on no floor; give it one in the ladder (docs of the house, then floors in internal/archtest), or move it into the internal folder of its room", dir))
		}
	}
	for _, f := range t.files {
		if f.ast == nil || f.tool {
			continue
		}
		room, floor, ok := place(f.dir)
		if !ok {
			continue
		}
		for _, spec := range f.ast.Imports {
			target, ok := ours(spec)
			if !ok {
				continue
			}
			otherRoom, otherFloor, known := place(target)
			switch {
			case otherRoom == room:
			case slices.Contains(apart, room) && slices.Contains(apart, otherRoom):
				out = append(out, fmt.Sprintf("%s: %s imports %s; charter, matching and observatory never meet, not even in tests: move what they share down to demand, or what joins them up to examples", t.at(spec.Pos()), room, otherRoom))
			case f.test:
			case !known || otherFloor >= floor:
				out = append(out, fmt.Sprintf("%s: %s imports %s, which is not below it; a room uses only the floors under its own", t.at(spec.Pos()), room, otherRoom))
			}
		}
	}
	return out
}

// ours gives the folder of an import of the repository.
func ours(spec *ast.ImportSpec) (dir string, ok bool) {
	p := importPath(spec)
	if p == module {
		return ".", true
	}
	return strings.CutPrefix(p, module+"/")
}

func importPath(spec *ast.ImportSpec) string {
	p, _ := strconv.Unquote(spec.Path.Value) // the parser has checked it
	return p
}

func TestLadder(t *testing.T) {
	imports := func(dirs ...string) string {
		var b strings.Builder
		for _, d := range dirs {
			fmt.Fprintf(&b, "import _ %q\n", module+"/"+d)
		}
		return b.String()
	}
	run(t, checkLadder, []scenario{
		{"everything in its place", map[string]string{
			"doc.go":                             "",
			"example_test.go":                    imports("charter", "matching", "observatory"),
			"internal/fold/a.go":                 "",
			"internal/refdata/zones/a.go":        "",
			"internal/archtest/doc.go":           "",
			"numbering/a.go":                     imports("internal/fold", "internal/refdata/zones"),
			"demand/a.go":                        imports("numbering", "internal/sentence"),
			"demand/a_test.go":                   imports("demand/sne", "charter"),
			"demand/sne/a.go":                    imports("demand", "demand/sne/internal/x"),
			"demand/sne/internal/x/a.go":         imports("demand"),
			"charter/a.go":                       imports("demand", "demand/sne"),
			"examples/batch/a.go":                imports("examples/internal/app", "charter", "matching"),
			"examples/internal/store/sql/x/a.go": imports("examples/internal/app"),
		}, nil},
		{"upstairs", map[string]string{"numbering/a.go": imports("demand")}, []string{"numbering/a.go:2: numbering imports demand, which is not below it"}},
		{"beside", map[string]string{"demand/sne/a.go": imports("demand/tabular"), "internal/fold/a.go": imports("internal/refdata/zones")}, []string{"demand/sne imports demand/tabular", "internal/fold imports internal/refdata/zones"}},
		{"into the examples", map[string]string{"charter/a.go": imports("examples/internal/app")}, []string{"charter imports examples"}},
		{"the root", map[string]string{"charter/a.go": `import _ "` + module + `"`}, []string{"charter imports ."}},
		{"apart, in a test too", map[string]string{"charter/a.go": imports("matching"), "matching/a_test.go": imports("observatory")}, []string{"charter imports matching; charter, matching and observatory never meet", "matching imports observatory"}},
		{"another room's internal package", map[string]string{"charter/a.go": imports("matching/internal/x")}, []string{"never meet"}},
		{"nowhere", map[string]string{"util/a.go": "", "internal/refdata/a.go": "", "demand/common/a.go": imports("charter"), "demand/a.go": imports("attic")}, []string{"demand/common: this package is on no floor", "internal/refdata: this", "util: this", "demand imports attic"}},
	})
}
