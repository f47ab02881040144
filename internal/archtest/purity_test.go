package archtest

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// forbidden are the packages through which the world comes in. A name stands
// for the packages under it too.
var forbidden = []string{
	"C", "crypto/rand", "hash/maphash", "io/ioutil", "log", "math/rand", "net", "os", "plugin", "syscall", "testing", "unsafe",
}

// forbiddenNames are the doors of packages which are otherwise welcome: the
// clock and the machine's time zones, the standard output, the start of a
// goroutine.
var forbiddenNames = map[string][]string{
	"time": {"Now", "Since", "Until", "After", "AfterFunc", "Tick", "Sleep", "NewTimer", "NewTicker", "Local", "LoadLocation"},
	"fmt":  {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
	"sync": {"WaitGroup"},
}

func checkPurity(t *tree) []string {
	var out []string
	for _, f := range t.files {
		if f.library() {
			p := &purity{tree: t, file: f, doors: map[string][]string{}}
			p.imports()
			p.body()
			out = append(out, p.out...)
		}
	}
	return out
}

type purity struct {
	tree  *tree
	file  *file
	doors map[string][]string // by the name the file gives to the package
	out   []string
}

func (p *purity) say(n ast.Node, format string, args ...any) {
	p.out = append(p.out, p.tree.at(n.Pos())+": "+fmt.Sprintf(format, args...))
}

func (p *purity) imports() {
	for _, spec := range p.file.ast.Imports {
		name := importPath(spec)
		for _, bad := range forbidden {
			if name == bad || strings.HasPrefix(name, bad+"/") {
				p.say(spec, "imports %s; the library touches no file, network, clock, chance or log: take what is needed as an argument", name)
			}
		}
		local := path.Base(name)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		if local == "." {
			p.say(spec, "imports %s with a dot; write the name of the package where it is used", name)
		}
		if names, ok := forbiddenNames[name]; ok {
			p.doors[local] = names
		}
	}
}

func (p *purity) body() {
	excused := p.excuses()
	ast.Inspect(p.file.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			p.say(n, "starts a goroutine; the caller decides what runs at the same time")
		case *ast.FuncDecl:
			if n.Name.Name == "init" && n.Recv == nil {
				p.say(n, "has an init; load when first asked, with sync.OnceValue")
			}
		case *ast.SelectorExpr:
			if pkg, ok := n.X.(*ast.Ident); ok && slices.Contains(p.doors[pkg.Name], n.Sel.Name) {
				p.say(n, "uses %s.%s; take the date, the writer or the order of work from the caller", pkg.Name, n.Sel.Name)
			}
		case *ast.CallExpr:
			if fun, ok := n.Fun.(*ast.Ident); ok {
				p.builtin(n, fun.Name, excused)
			}
		}
		return true
	})
}

func (p *purity) builtin(n *ast.CallExpr, name string, excused map[int]bool) {
	switch line := p.tree.fset.Position(n.Pos()).Line; {
	case name == "panic" && !excused[line] && !excused[line-1]:
		p.say(n, "may panic; return a fault or an error, or say why it cannot happen in a comment that starts with unreachable:")
	case name == "print" || name == "println":
		p.say(n, "writes to the standard error; the library is silent")
	}
}

// excuses gives the lines where a comment says why a panic cannot be reached.
func (p *purity) excuses() map[int]bool {
	lines := map[int]bool{}
	for _, group := range p.file.ast.Comments {
		if strings.HasPrefix(strings.TrimSpace(group.Text()), "unreachable:") {
			lines[p.tree.fset.Position(group.End()).Line] = true
		}
	}
	return lines
}

func TestPurity(t *testing.T) {
	one := func(src string) map[string]string { return map[string]string{"demand/a.go": src} }
	run(t, checkPurity, []scenario{
		{"clean", one(`
			import (_ "embed"; "fmt"; "sync"; "time"; "io/fs")
			var load = sync.OnceValue(parse)
			func parse() string { return fmt.Sprint(time.UTC, time.Hour, fs.ErrExist) }
			func f(go_ int) {
				// unreachable: every case is above
				panic("x")
			}
			func g() { panic("x") // unreachable: checked by the compiler
			}
			type t struct{}
			func (t) init() {}
			func (t) panic() { t{}.panic() }
		`), nil},
		{"tests, tools and examples are free", map[string]string{
			"demand/a_test.go":    `import ("os"; "testing"; "math/rand")`,
			"demand/gen.go":       "//go:build ignore\n\npackage main\nimport \"os\"",
			"examples/batch/a.go": `import "os"; func init() { go os.Exit(1) }`,
		}, nil},
		{"imports", one(`import ("os"; "os/exec"; "net"; "net/url"; "log"; "log/slog"; "math/rand/v2"; "crypto/rand"; "unsafe"; "testing/fstest"; "hash/maphash"; . "strings")`),
			[]string{`os;`, `os/exec;`, `net;`, `net/url;`, `log;`, `log/slog;`, `math/rand/v2;`, `crypto/rand;`, `unsafe;`, `testing/fstest;`, `hash/maphash;`, "strings with a dot"}},
		{"near names", one(`import ("math"; "crypto/sha256"; "text/template"; "database/sql/driver")`), nil},
		{"clock", one(`import "time"
			var a = time.Now
			func f() { time.Sleep(1); _ = time.Since(x).String() }`), []string{"a.go:3: uses time.Now", "time.Sleep", "time.Since"}},
		{"clock under another name", one(`import clock "time"
			var a = clock.Now()`), []string{"uses clock.Now"}},
		{"clock of another package", one(`import "example.org/time2"
			var a = time.Now()`), nil},
		{"goroutine", one("func f() { go f() }"), []string{"starts a goroutine"}},
		{"wait group", one(`import "sync"
			var wg sync.WaitGroup`), []string{"uses sync.WaitGroup"}},
		{"init", one("func init() {}"), []string{"has an init"}},
		{"panic", one("func f() { panic(1) }"), []string{"may panic"}},
		{"panic with another comment", one("func f() {\n// it is unreachable\npanic(1) }"), []string{"may panic"}},
		{"printing", one(`import "fmt"
			func f() { fmt.Println(); println() }`), []string{"fmt.Println", "silent"}},
	})
}
