package archtest

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "github.com/fichier-unique/rules"

// file is one file of the repository. ast is nil when it is not Go.
type file struct {
	path, dir string
	src       []byte
	ast       *ast.File
	test      bool // _test.go
	generated bool // says so in its header
	tool      bool // //go:build ignore: run by hand, part of no package
}

// library tells whether f is in the root module, as a file an embedder compiles.
func (f *file) library() bool { return f.ast != nil && !f.test && !f.tool && !inExamples(f.dir) }

// inTestdata tells whether f is data of a test.
func (f *file) inTestdata() bool { return strings.Contains("/"+f.path, "/testdata/") }

func inExamples(dir string) bool { return dir == "examples" || strings.HasPrefix(dir, "examples/") }

type tree struct {
	fset  *token.FileSet
	files []*file
}

func (t *tree) at(pos token.Pos) string {
	p := t.fset.Position(pos)
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// dirs lists the folders that have a file for which keep is true, in order.
func (t *tree) dirs(keep func(*file) bool) []string {
	seen := map[string]bool{}
	var out []string
	for _, f := range t.files {
		if keep(f) && !seen[f.dir] {
			seen[f.dir] = true
			out = append(out, f.dir)
		}
	}
	slices.Sort(out)
	return out
}

// load reads a repository. What git ignores at the root, and what belongs to
// tools (a name with a leading dot, but for .ci), is left out.
func load(fsys fs.FS) (*tree, error) {
	t := &tree{fset: token.NewFileSet()}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) && name != "." {
				return nil // a file of a test running beside this one
			}
			return err
		}
		if d.IsDir() {
			hidden := strings.HasPrefix(d.Name(), ".") && name != "." && name != ".ci"
			if hidden || name == "out" || name == "data" {
				return fs.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() || strings.HasSuffix(name, ".test") || strings.HasSuffix(name, ".prof") {
			return nil
		}
		src, err := fs.ReadFile(fsys, name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		f := &file{path: name, dir: path.Dir(name), src: src}
		t.files = append(t.files, f)
		if strings.HasSuffix(name, ".go") && !f.inTestdata() {
			return t.parse(f)
		}
		return nil
	})
	slices.SortFunc(t.files, func(a, b *file) int { return cmp.Compare(a.path, b.path) })
	return t, err
}

func (t *tree) parse(f *file) error {
	var err error
	f.ast, err = parser.ParseFile(t.fset, f.path, f.src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	f.test = strings.HasSuffix(f.path, "_test.go")
	f.generated = ast.IsGenerated(f.ast)
	for line := range bytes.Lines(f.src[:t.fset.Position(f.ast.Package).Offset]) {
		if expr, err := constraint.Parse(string(bytes.TrimSpace(line))); err == nil {
			f.tool = f.tool || !expr.Eval(func(tag string) bool { return tag != "ignore" })
		}
	}
	return nil
}

// repository loads the sources around this package.
func repository(t *testing.T) *tree {
	t.Helper()
	root := repositoryRoot(t)
	tr, err := load(os.DirFS(root))
	if err != nil {
		t.Fatalf("load the repository: %v", err)
	}
	return tr
}

func repositoryRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && bytes.HasPrefix(mod, []byte("module "+module+"\n")) {
			return dir
		}
		if filepath.Dir(dir) == dir {
			t.Fatalf("no go.mod of %s above the test; run it inside the repository", module)
		}
		dir = filepath.Dir(dir)
	}
}

// house loads a made-up repository. A source that lacks its package clause
// gets one.
func house(t *testing.T, files map[string]string) *tree {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, src := range files {
		if strings.HasSuffix(name, ".go") && !strings.Contains("\n"+src, "\npackage ") {
			src = "package x\n" + src
		}
		fsys[name] = &fstest.MapFile{Data: []byte(src)}
	}
	tr, err := load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// scenario is a made-up repository and what a check must say of it: one
// fragment for each complaint, in order.
type scenario struct {
	name  string
	files map[string]string
	want  []string
}

func run(t *testing.T, check func(*tree) []string, scenarios []scenario) {
	t.Helper()
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) {
			got := check(house(t, s.files))
			if len(got) != len(s.want) {
				t.Fatalf("%d complaints, want %d:\n%s", len(got), len(s.want), strings.Join(got, "\n"))
			}
			for i, want := range s.want {
				if !strings.Contains(got[i], want) {
					t.Errorf("complaint %d is\n%s\nwant it to say\n%s", i, got[i], want)
				}
			}
		})
	}
}

// TestHouse runs every check on the repository itself.
func TestHouse(t *testing.T) {
	tr := repository(t)
	for _, c := range []struct {
		name  string
		check func(*tree) []string
	}{
		{"ladder", checkLadder},
		{"modules", checkModules},
		{"requirements", checkRequirements},
		{"purity", checkPurity},
		{"documentation", checkDocumentation},
		{"package pages", checkPackagePages},
		{"fault codes", checkCodes},
		{"sizes", checkSizes},
		{"loose ends", checkLooseEnds},
		{"coverage of the law", checkCoverage},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, complaint := range c.check(tr) {
				t.Error(complaint)
			}
		})
	}
}

func TestLoad(t *testing.T) {
	tr := house(t, map[string]string{
		"a/a.go":            "",
		"a/a_test.go":       "",
		"a/gen.go":          "//go:build ignore\n\npackage main\n",
		"a/linux.go":        "//go:build linux && !ignore\n\npackage a\n",
		"a/made.go":         "// Code generated by gen.go. DO NOT EDIT.\n\npackage a\n",
		"a/testdata/bad.go": "package a\nnot Go",
		"out/x.go":          "",
		"data/x.go":         "",
		".git/x.go":         "",
		".ci/run":           "#!/bin/bash",
		"examples/b/b.go":   "",
		"a/data/x.go":       "",
	})
	var got []string
	for _, f := range tr.files {
		if f.library() {
			got = append(got, f.path)
		}
	}
	if want := []string{"a/a.go", "a/data/x.go", "a/linux.go", "a/made.go"}; !slices.Equal(got, want) {
		t.Errorf("library files %v, want %v", got, want)
	}
	if want := []string{".ci", "a", "a/data", "a/testdata", "examples/b"}; !slices.Equal(tr.dirs(func(*file) bool { return true }), want) {
		t.Errorf("folders %v, want %v", tr.dirs(func(*file) bool { return true }), want)
	}
}
