package archtest

import (
	"bytes"
	"flag"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/printer"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write testdata/api from the sources")

// TestAPI compares what the packages export, and the fault codes, with the
// copies of testdata/api. What is there is a promise: a line that goes away or
// changes needs a line in CHANGELOG.md.
func TestAPI(t *testing.T) {
	tr := repository(t)
	want := map[string]string{"codes.txt": strings.Join(slices.Sorted(maps.Keys(collectCodes(tr))), "\n") + "\n"}
	for _, dir := range tr.dirs(func(f *file) bool { return f.library() && public(f.dir) }) {
		text, err := api(tr, dir)
		if err != nil {
			t.Fatalf("%s: read the interface: %v", dir, err)
		}
		want[goldenName(dir)] = text
	}
	folder := filepath.Join("testdata", "api")
	if *update {
		write(t, folder, want)
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		golden, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("%s has no copy in testdata/api; run go test ./internal/archtest -update and read it before committing", name)
			continue
		}
		if diff := cmp.Diff(string(golden), want[name]); diff != "" {
			t.Errorf("%s differs from what was promised; if that is wanted, run go test ./internal/archtest -update and say so in CHANGELOG.md (-promised +now)\n%s", name, diff)
		}
	}
	for name := range goldens(t, folder) {
		if _, ok := want[name]; !ok {
			t.Errorf("testdata/api/%s is the copy of no package; remove it and say so in CHANGELOG.md", name)
		}
	}
}

func goldenName(dir string) string {
	if dir == "." {
		dir = path.Base(module)
	}
	return dir + ".txt"
}

func write(t *testing.T, folder string, want map[string]string) {
	t.Helper()
	for name, text := range want {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func goldens(t *testing.T, folder string) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(folder, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, name)
		found[filepath.ToSlash(rel)] = true
		return err
	})
	if err != nil {
		t.Errorf("list the copies: %v", err)
	}
	return found
}

// api writes what a package exports, without comments and without bodies, in an
// order that does not depend on files.
func api(t *tree, dir string) (string, error) {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, f := range t.files {
		if f.dir != dir || !f.library() {
			continue
		}
		// Parsed again without comments: the printer would mix them in, and
		// go/doc changes what it is given.
		parsed, err := parser.ParseFile(fset, f.path, f.src, parser.SkipObjectResolution)
		if err != nil {
			return "", err
		}
		files = append(files, parsed)
	}
	pkg, err := doc.NewFromFiles(fset, files, path.Join(module, dir))
	if err != nil {
		return "", err
	}
	w := &apiWriter{fset: fset}
	w.values(pkg.Consts)
	w.values(pkg.Vars)
	w.funcs(pkg.Funcs)
	for _, typ := range pkg.Types {
		w.decl(typ.Decl)
		w.values(typ.Consts)
		w.values(typ.Vars)
		w.funcs(typ.Funcs)
		w.funcs(typ.Methods)
	}
	return w.out.String(), w.err
}

type apiWriter struct {
	fset *token.FileSet
	out  bytes.Buffer
	err  error
}

// decl prints a declaration on as few blank lines as possible.
func (w *apiWriter) decl(d ast.Decl) {
	var b bytes.Buffer
	config := printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}
	if err := config.Fprint(&b, w.fset, d); err != nil && w.err == nil {
		w.err = err
	}
	for line := range strings.Lines(b.String()) {
		if strings.TrimSpace(line) != "" {
			w.out.WriteString(strings.TrimRight(line, "\n") + "\n")
		}
	}
}

func (w *apiWriter) values(values []*doc.Value) {
	for _, v := range values {
		w.decl(v.Decl)
	}
}

func (w *apiWriter) funcs(funcs []*doc.Func) {
	for _, f := range funcs {
		w.decl(f.Decl)
	}
}

func TestAPIText(t *testing.T) {
	files := map[string]string{
		"demand/b.go": `
			// T is a thing.
			type T struct {
				// A is one.
				A int ` + "`json:\"a\"`" + `

				b int
			}
			// NewT makes one.
			func NewT() (T, error) { return T{}, nil }
			func (t *T) Zoom(by int) {}
			func (t T) String() string { return "" }
			func (t T) hidden() {}
			type hidden struct{}`,
		"demand/a.go": `
			// Red and others.
			const ( Red = "RED"; blue = "BLUE" )
			func Apply[P any](f func(P) bool) {}
			func hiddenToo() {}`,
		"demand/a_test.go": "func Test() {}",
	}
	const want = `const (
	Red = "RED"
)
func Apply[P any](f func(P) bool)
type T struct {
	A int ` + "`json:\"a\"`" + `
	// contains filtered or unexported fields
}
func NewT() (T, error)
func (t T) String() string
func (t *T) Zoom(by int)
`
	got, err := api(house(t, files), "demand")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
