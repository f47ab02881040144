package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// codeShape is the shape of a fault's code: the room, the subject, the rank.
var codeShape = regexp.MustCompile(`^` + anyPrefix() + `-[A-Z]{3}-[0-9]{2}$`)

// codeInText finds codes in a text, such as a table of vectors.
var codeInText = regexp.MustCompile(`\b` + anyPrefix() + `-[A-Z]{3}-[0-9]{2}\b`)

func anyPrefix() string { return "(" + strings.Join(slices.Sorted(maps.Keys(prefixes)), "|") + ")" }

// prefixes says which room a code belongs to.
var prefixes = map[string]string{
	"NUM": "numbering",
	"DEM": "demand",
	"FOY": "demand/household",
	"JOU": "demand/journal",
	"PAP": "demand/papers",
	"ATT": "demand/attestation",
	"TAB": "demand/tabular",
	"SNE": "demand/sne",
	"CHA": "charter",
	"CAL": "charter/calendar",
	"COM": "charter/commission",
	"PRI": "charter/priority",
	"COT": "charter/scoring",
	"CLE": "charter/costkey",
	"CON": "charter/retention",
	"ACC": "charter/access",
	"ECH": "charter/exchange",
	"MAT": "matching",
	"COL": "matching/columns",
	"REV": "matching/review",
	"OBS": "observatory",
	"TER": "observatory/territory",
	"SEC": "observatory/disclosure",
}

// code is one fault code: where it is declared, where it is used, and the
// constants that name it.
type code struct {
	declared, used []token.Pos
	constants      []string
}

// collectCodes reads the codes of the library. A code is declared as the value
// of a constant, as the Code (or the first value) of a literal whose type
// describes rules: a struct with a sentence or a source beside the code, or as
// the first argument, named code, of a function that makes such a literal.
// Anywhere else, as in the literal of a fault, it is used.
func collectCodes(t *tree) map[string]*code {
	codes := map[string]*code{}
	describing := describingTypes(t)
	makers := makersOf(t, describing)
	for _, f := range t.files {
		if f.library() {
			c := &collector{codes: codes, describing: describing, makers: makers[f.dir], declared: map[*ast.BasicLit]string{}}
			c.collect(f.ast)
		}
	}
	return codes
}

// describingTypes gives the names of the types that describe rules.
func describingTypes(t *tree) map[string]bool {
	names := map[string]bool{}
	for _, f := range t.files {
		if !f.library() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && describes(spec.Type) {
				names[spec.Name.Name] = true
			}
			return true
		})
	}
	return names
}

// makersOf gives, by folder, the functions that make a rule from its code.
func makersOf(t *tree, describing map[string]bool) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, f := range t.files {
		if !f.library() {
			continue
		}
		for _, decl := range f.ast.Decls {
			d, ok := decl.(*ast.FuncDecl)
			if !ok || d.Recv != nil || d.Type.Results == nil || len(d.Type.Results.List) != 1 || !describing[typeName(d.Type.Results.List[0].Type)] {
				continue
			}
			if params := d.Type.Params.List; len(params) > 0 && len(params[0].Names) > 0 && params[0].Names[0].Name == "code" && makes(d.Body) {
				if out[f.dir] == nil {
					out[f.dir] = map[string]bool{}
				}
				out[f.dir][d.Name.Name] = true
			}
		}
	}
	return out
}

// makes reports a body with a literal whose Code is the parameter: a function
// that finds a rule has none.
func makes(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if kv, ok := n.(*ast.KeyValueExpr); ok {
			key, _ := kv.Key.(*ast.Ident)
			value, _ := kv.Value.(*ast.Ident)
			found = found || key != nil && value != nil && key.Name == "Code" && value.Name == "code"
		}
		return !found
	})
	return found
}

func describes(typ ast.Expr) bool {
	s, ok := typ.(*ast.StructType)
	if !ok {
		return false
	}
	has := map[string]bool{}
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			has[strings.ToLower(name.Name)] = true
		}
	}
	return has["code"] && (has["french"] || has["source"])
}

type collector struct {
	codes      map[string]*code
	describing map[string]bool
	makers     map[string]bool          // functions that make a rule
	declared   map[*ast.BasicLit]string // with the name of the constant, if any
}

func (c *collector) collect(f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			if n.Tok == token.CONST {
				c.constants(n)
			}
		case *ast.CompositeLit:
			c.literal(n, n.Type)
		case *ast.CallExpr: // rule("TAB-ENC-01", …) makes a row of a table of rules
			if maker, ok := n.Fun.(*ast.Ident); ok && c.makers[maker.Name] && len(n.Args) > 0 {
				c.mark(n.Args[0], "")
			}
		}
		return true
	})
	ast.Inspect(f, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok {
			return true
		}
		text, isCode := codeOf(lit)
		if !isCode {
			return true
		}
		one := c.codes[text]
		if one == nil {
			one = &code{}
			c.codes[text] = one
		}
		constant, declared := c.declared[lit]
		if !declared {
			one.used = append(one.used, lit.Pos())
			return true
		}
		one.declared = append(one.declared, lit.Pos())
		if constant != "" {
			one.constants = append(one.constants, constant)
		}
		return true
	})
}

// codeOf reads a literal that is a code.
func codeOf(expr ast.Expr) (string, bool) {
	lit, ok := expr.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil && codeShape.MatchString(text)
}

func (c *collector) mark(expr ast.Expr, constant string) {
	if _, ok := codeOf(expr); ok {
		c.declared[expr.(*ast.BasicLit)] = constant
	}
}

func (c *collector) constants(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		v := spec.(*ast.ValueSpec)
		for i, value := range v.Values {
			if call, ok := value.(*ast.CallExpr); ok && len(call.Args) == 1 {
				value = call.Args[0] // a conversion: Code("DEM-DAT-01")
			}
			if i < len(v.Names) {
				c.mark(value, v.Names[i].Name)
			}
		}
	}
}

// literal marks the codes declared by a composite literal of a type, which the
// elements of a list may leave out.
func (c *collector) literal(lit *ast.CompositeLit, typ ast.Expr) {
	element := elementType(typ)
	for i, elt := range lit.Elts {
		key, value := ast.Expr(nil), elt
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			key, value = kv.Key, kv.Value
		}
		if inner, ok := value.(*ast.CompositeLit); ok && inner.Type == nil && element != nil {
			c.literal(inner, element)
			continue
		}
		if element != nil || !describes(typ) && !c.describing[typeName(typ)] {
			continue
		}
		name, named := key.(*ast.Ident)
		if named && name.Name == "Code" || named && name.Name == "code" || key == nil && i == 0 {
			c.mark(value, "")
		}
	}
}

// elementType gives the type of the elements of a list or a map; nil for a
// struct.
func elementType(typ ast.Expr) ast.Expr {
	switch e := typ.(type) {
	case *ast.ArrayType:
		return e.Elt
	case *ast.MapType:
		return e.Value
	}
	return nil
}

func typeName(typ ast.Expr) string {
	switch e := typ.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return typeName(e.X)
	}
	return ""
}

// raised gives the codes, and the names of constants, that tests speak of. The
// golden copies made by this package, and its own tests, do not count: they
// name every code without raising any.
func raised(t *tree) (codes, names map[string]bool) {
	codes, names = map[string]bool{}, map[string]bool{}
	for _, f := range t.files {
		if !f.test && !f.inTestdata() || strings.HasPrefix(f.path, "internal/archtest/") {
			continue
		}
		if strings.HasPrefix(path.Base(f.path), "rules.") {
			continue // the list of all rules
		}
		for _, c := range codeInText.FindAllString(string(f.src), -1) {
			codes[c] = true
		}
		if f.ast != nil {
			ast.Inspect(f.ast, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					names[id.Name] = true
				}
				return true
			})
		}
	}
	return codes, names
}

// shown gives the codes whose rule bears a refusing example, in the packages
// whose tests read the examples: such a test raises every one of them.
func shown(t *tree) map[string]bool {
	read := map[string]bool{}
	for _, f := range t.files {
		if f.test && strings.Contains(string(f.src), ".Refuses") {
			read[f.dir] = true
		}
	}
	out := map[string]bool{}
	for _, f := range t.files {
		if !f.library() || !read[f.dir] {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok {
				if code, ok := exampleOf(lit); ok {
					out[code] = true
				}
			}
			return true
		})
	}
	return out
}

// exampleOf gives the code of a literal that has both a code and a refusing example.
func exampleOf(lit *ast.CompositeLit) (string, bool) {
	code, refuses := "", false
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		switch key, _ := kv.Key.(*ast.Ident); {
		case key == nil:
		case key.Name == "Code":
			code, _ = codeOf(kv.Value)
		case key.Name == "Rule":
			ast.Inspect(kv.Value, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && code == "" {
					code, _ = codeOf(lit)
				}
				return true
			})
		case key.Name == "Refuses", key.Name == "example":
			refuses = true
		}
	}
	return code, code != "" && refuses
}

func checkCodes(t *tree) []string {
	var out []string
	codes := collectCodes(t)
	inTests, names := raised(t)
	maps.Copy(inTests, shown(t))
	for _, text := range slices.Sorted(maps.Keys(codes)) {
		c := codes[text]
		switch len(c.declared) {
		case 0:
			out = append(out, fmt.Sprintf("%s: code %s is used but not declared; give it a rule, or a constant", t.at(c.used[0]), text))
			continue
		case 1:
		default:
			out = append(out, fmt.Sprintf("%s: code %s is declared already at %s; a code belongs to one rule for ever: take another one, or name the constant", t.at(c.declared[1]), text, t.at(c.declared[0])))
		}
		file := t.fset.Position(c.declared[0]).Filename
		if room, _, _ := place(path.Dir(file)); room != prefixes[text[:3]] {
			out = append(out, fmt.Sprintf("%s: code %s is declared in %s; its first letters are those of %s", t.at(c.declared[0]), text, room, prefixes[text[:3]]))
		}
		named := slices.ContainsFunc(c.constants, func(name string) bool { return names[name] })
		if !inTests[text] && !named {
			out = append(out, fmt.Sprintf("%s: code %s is raised by no test; add a case that raises it, with the code written out", t.at(c.declared[0]), text))
		}
	}
	return out
}

func TestCodes(t *testing.T) {
	const rules = `
		type Rule struct { Code string; French, English string }
		type Fault struct { Code, Path string }
		var rules = []Rule{
			{Code: "DEM-DAT-01", French: "a"},
			{Code: "DEM-DAT-02"},
		}
		func f() Fault { return Fault{Code: "DEM-DAT-01"} }
		func g() []Fault { return []Fault{{Code: "DEM-DAT-02"}, {"DEM-DAT-01", "x"}} }
	`
	const raises = `package x_test
		var want = []string{"DEM-DAT-01", "DEM-DAT-02"}`
	run(t, checkCodes, []scenario{
		{"rules", map[string]string{"demand/a.go": rules, "demand/a_test.go": raises}, nil},
		{"raised in a table of vectors", map[string]string{"demand/a.go": rules, "demand/testdata/v.csv": "x,DEM-DAT-01\ny,DEM-DAT-02\n"}, nil},
		{"raised in the examples", map[string]string{"demand/a.go": rules, "examples/batch/a_test.go": raises}, nil},
		{"raised by the name of a constant", map[string]string{
			"numbering/a.go":      `const ( codeLength = "NUM-LEN-01"; CodeDesk Code = "NUM-DSK-01"; codeX = Code("NUM-XXX-01") )`,
			"numbering/a_test.go": `package x; var a = []string{codeLength, numbering.CodeDesk, codeX}`,
		}, nil},
		{"raised by its example", map[string]string{
			"demand/a.go": `type Rule struct { Code, French, Refuses string }
				var a = []Rule{{Code: "DEM-DAT-01", Refuses: "{}"}, {Code: "DEM-DAT-02", Refuses: "{}"}}`,
			"demand/a_test.go": `package x; var a = r.Refuses`,
		}, nil},
		{"an example that no test reads", map[string]string{
			"demand/a.go":      `type Rule struct { Code, French, Refuses string }; var a = []Rule{{Code: "DEM-DAT-01", Refuses: "{}"}}`,
			"demand/a_test.go": `package x`,
		}, []string{"DEM-DAT-01 is raised by no test"}},
		{"a rule without example", map[string]string{
			"demand/a.go":      `type Rule struct { Code, French, Refuses string }; var a = []Rule{{Code: "DEM-DAT-01"}}`,
			"demand/a_test.go": `package x; var a = r.Refuses`,
		}, []string{"DEM-DAT-01 is raised by no test"}},
		{"other tables", map[string]string{
			"charter/a.go": `
				type Rule struct { Code string; Source demand.Source }
				type row struct { Rule; check func() }
				var a = []*Rule{{"CHA-ACT-01", 1}}
				var b = map[string]Rule{"x": {Code: "CHA-ACT-02"}}
				var c = []row{{Rule{Code: "CHA-ACT-03"}, nil}}
				var d = []struct{ code, french string }{{code: "CHA-ACT-04"}, {"CHA-ACT-05", "a"}}
				var e = []string{"CHA-ACT-01"}
				var f = map[string]bool{"CHA-ACT-02": true}
				var g = []struct{ code string }{{"CHA-ACT-03"}}
				var h = Note{"CHA-ACT-04", nil}
			`,
			"charter/a_test.go": `package x; const a = "CHA-ACT-01 CHA-ACT-02 CHA-ACT-03 CHA-ACT-04 CHA-ACT-05"`,
		}, nil},
		{"declared twice", map[string]string{
			"demand/a.go":      `const a = "DEM-DAT-01"`,
			"demand/b.go":      `type Rule struct { Code, French string }; var r = []Rule{{Code: "DEM-DAT-01"}}`,
			"demand/a_test.go": raises,
		}, []string{"demand/b.go:2: code DEM-DAT-01 is declared already at demand/a.go:2"}},
		{"not declared", map[string]string{"demand/a.go": `func f() { add("DEM-DAT-01") }`, "demand/a_test.go": raises}, []string{"DEM-DAT-01 is used but not declared"}},
		{"in another's name", map[string]string{"charter/a.go": `const a = "DEM-DAT-01"`, "charter/a_test.go": raises}, []string{"are those of demand"}},
		{"not raised", map[string]string{"demand/a.go": rules, "demand/a_test.go": `package x; const a = "DEM-DAT-01 DEM-DAT-021"`}, []string{"DEM-DAT-02 is raised by no test"}},
		{"the golden copies do not count", map[string]string{
			"demand/a.go":                          `const a = "DEM-DAT-01"`,
			"internal/archtest/a_test.go":          raises,
			"internal/archtest/testdata/codes.txt": "DEM-DAT-01",
			"examples/batch/testdata/rules.json":   "DEM-DAT-01",
		}, []string{"raised by no test"}},
	})
}
