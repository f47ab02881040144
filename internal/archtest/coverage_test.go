package archtest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A coverageTable says, fact of the law by fact, which rule, function or list
// answers it and which test shows it, or why it is not ours.
type coverageTable struct {
	file     string
	shape    *regexp.Regexp // of the identifiers: its group is the section
	example  string
	sections []string
	columns  []string // after those of every table
}

var (
	coverageColumns = []string{"fact", "law", "confidence", "statement", "answered_by", "shown_by", "reason"}
	roomInText      = regexp.MustCompile(`\bcharter/[a-z]+`)
	coverageTables  = []coverageTable{
		{"demand/coverage.csv", regexp.MustCompile(`^([24]\.[1-7])-[0-9]{2}$`), "2.5-03",
			[]string{"2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "4.1", "4.2", "4.3", "4.4"}, nil},
		{"charter/steering.csv", regexp.MustCompile(`^(FP-[0-8])[0-9]$`), "FP-23",
			[]string{"FP-0", "FP-1", "FP-2", "FP-3", "FP-4", "FP-5", "FP-6", "FP-7", "FP-8"}, []string{"profiles", "english"}},
	}
)

func checkCoverage(t *tree) []string {
	var out []string
	for _, table := range coverageTables {
		out = append(out, table.check(t)...)
	}
	return out
}

// check reads the table: every fact has an answer and its test, or a reason;
// every name in it exists; no identifier serves twice.
func (table *coverageTable) check(t *tree) []string {
	at := slices.IndexFunc(t.files, func(f *file) bool { return f.path == table.file })
	if at < 0 {
		return []string{table.file + ": is missing; every verified fact of the law has its line there"}
	}
	in := csv.NewReader(bytes.NewReader(t.files[at].src))
	in.Comment = '#'
	rows, err := in.ReadAll()
	if err != nil {
		return []string{fmt.Sprintf("%s: %v", table.file, err)}
	}
	if columns := slices.Concat(coverageColumns, table.columns); len(rows) == 0 || !slices.Equal(rows[0], columns) {
		return []string{fmt.Sprintf("%s: the columns are %s", table.file, strings.Join(columns, ","))}
	}
	c := coverage{table: table, names: collectNames(t), codes: collectCodes(t), seen: map[string]bool{}, sections: map[string]bool{}, said: map[string]bool{}}
	for _, row := range rows[1:] {
		c.row(row)
	}
	for _, section := range table.sections {
		if !c.sections[section] {
			c.out = append(c.out, fmt.Sprintf("%s: no fact of section %s", table.file, section))
		}
	}
	return c.out
}

type coverage struct {
	table          *coverageTable
	names          *names
	codes          map[string]*code
	seen, sections map[string]bool
	said           map[string]bool // statements
	fact           string
	out            []string
}

func (c *coverage) say(format string, args ...any) {
	c.out = append(c.out, c.table.file+": "+c.fact+": "+fmt.Sprintf(format, args...))
}

func (c *coverage) row(row []string) {
	c.fact = row[0]
	section := c.table.shape.FindStringSubmatch(c.fact)
	switch {
	case section == nil:
		c.say("is not the identifier of a fact, such as %s", c.table.example)
	case c.seen[c.fact]:
		c.say("serves twice; a fact keeps its identifier for ever, take the next one")
	default:
		c.sections[section[1]] = true
	}
	c.seen[c.fact] = true
	switch law, statement := row[1], row[3]; {
	case law == "" || statement == "":
		c.say("the law or the statement is missing")
	case c.said[statement]:
		c.say("says what another fact says already")
	default:
		c.said[statement] = true
	}
	if !slices.Contains([]string{"V", "V2", "INF", "U"}, row[2]) {
		c.say("confidence %q is none of V, V2, INF, U", row[2])
	}
	answers, tests, reason := strings.Fields(row[4]), strings.Fields(row[5]), row[6]
	switch {
	case len(answers) == 0 && reason == "":
		c.say("has neither answer nor reason; name the rule, or say why there is none")
	case len(answers) == 0 && len(tests) > 0:
		c.say("is shown by a test and answered by nothing")
	case len(answers) > 0 && len(tests) == 0:
		c.say("is answered and no test shows it")
	}
	var read []reading
	for _, name := range tests {
		if !c.names.tests[name] {
			c.say("no test is named %s", name)
			continue
		}
		pkg, _, _ := strings.Cut(name, ".")
		read = append(read, reading{pkg, c.names.reach(name)})
	}
	for _, name := range answers {
		c.answer(name, read)
	}
	for _, room := range roomInText.FindAllString(reason, -1) {
		if _, ok := floors[room]; !ok {
			c.say("%s is no room of the house", room)
		}
	}
}

// answer wants a rule, a list or a name of the library, and one of the tests to
// speak of it.
func (c *coverage) answer(name string, tests []reading) {
	list, isList := strings.CutPrefix(name, "list:")
	word := name[strings.LastIndexByte(name, '.')+1:]
	var known, examples bool
	switch {
	case isList:
		known, examples, word = c.names.lists[list], true, "CodeLists()"
	case codeShape.MatchString(name):
		one := c.codes[name]
		known, examples = one != nil && len(one.declared) > 0, true
	default:
		known = c.names.exported[name]
	}
	if !known {
		c.say("%s does not exist in the sources of the library", name)
		return
	}
	if len(tests) > 0 && !slices.ContainsFunc(tests, func(r reading) bool {
		return strings.Contains(r.text, word) || examples && !isList && strings.Contains(r.text, ".Refuses") && path.Base(prefixes[name[:3]]) == r.pkg
	}) {
		c.say("no test it names speaks of %s", name)
	}
}

// reading is what a test says: its own text, and that of the helpers and tables
// of its package it uses, and theirs.
type reading struct{ pkg, text string }

// names are what the table may cite, by package: "demand.Convert",
// "demand.Form.Unborn", "journal.State.Leave".
type names struct {
	exported map[string]bool
	tests    map[string]bool
	lists    map[string]bool   // code lists
	texts    map[string]string // what the tests of a package declare, by package and name
}

var testShape = regexp.MustCompile(`^(Test|Fuzz|Example|Benchmark)`)

func collectNames(t *tree) *names {
	out := &names{exported: map[string]bool{}, tests: map[string]bool{}, lists: map[string]bool{}, texts: map[string]string{}}
	for _, f := range t.files {
		if f.ast == nil || f.tool || inExamples(f.dir) {
			continue
		}
		pkg := path.Base(f.dir) + "."
		for _, decl := range f.ast.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				owner, method := receiver(d)
				switch {
				case f.test && !method:
					out.tests[pkg+d.Name.Name] = testShape.MatchString(d.Name.Name)
					out.texts[pkg+d.Name.Name] = t.text(f, d)
				case !f.test && d.Name.IsExported():
					out.exported[pkg+strings.TrimPrefix(owner+"."+d.Name.Name, ".")] = true
				}
			case *ast.GenDecl:
				if !f.test {
					out.declared(pkg, d)
				} else if d.Tok == token.VAR || d.Tok == token.CONST {
					for _, spec := range d.Specs {
						for _, name := range spec.(*ast.ValueSpec).Names {
							out.texts[pkg+name.Name] = t.text(f, spec)
						}
					}
				}
			}
		}
	}
	return out
}

// text is the source of a node.
func (t *tree) text(f *file, n ast.Node) string {
	return string(f.src[t.fset.Position(n.Pos()).Offset:t.fset.Position(n.End()).Offset])
}

var wordInText = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)

// reach is the text of a test and of all that it uses in the tests of its
// package.
func (n *names) reach(test string) string {
	pkg, _, _ := strings.Cut(test, ".")
	var b strings.Builder
	seen, next := map[string]bool{test: true}, []string{test}
	for len(next) > 0 {
		text := n.texts[next[0]]
		next = next[1:]
		b.WriteString(text)
		for _, w := range wordInText.FindAllString(text, -1) {
			if name := pkg + "." + w; n.texts[name] != "" && !seen[name] && !n.tests[name] {
				seen[name] = true
				next = append(next, name)
			}
		}
	}
	return b.String()
}

// declared keeps types and their fields, constants, variables, and the names of
// code lists.
func (n *names) declared(pkg string, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			n.exported[pkg+s.Name.Name] = s.Name.IsExported()
			if fields, ok := s.Type.(*ast.StructType); ok {
				for _, field := range fields.Fields.List {
					for _, name := range field.Names {
						n.exported[pkg+s.Name.Name+"."+name.Name] = name.IsExported()
					}
				}
			}
		case *ast.ValueSpec:
			for _, name := range s.Names {
				n.exported[pkg+name.Name] = name.IsExported()
			}
		}
	}
	ast.Inspect(d, func(node ast.Node) bool {
		if lit, ok := node.(*ast.CompositeLit); ok {
			if name, isList := listName(lit); isList {
				n.lists[name] = true
			}
		}
		return true
	})
}

// listName reads the name of a literal that has one and entries.
func listName(lit *ast.CompositeLit) (name string, ok bool) {
	for _, elt := range lit.Elts {
		kv, keyed := elt.(*ast.KeyValueExpr)
		if !keyed {
			return "", false
		}
		key, _ := kv.Key.(*ast.Ident)
		switch value, isText := kv.Value.(*ast.BasicLit); {
		case key == nil:
		case key.Name == "Entries":
			ok = true
		case key.Name == "Name" && isText:
			name, _ = strconv.Unquote(value.Value)
		}
	}
	return name, ok && name != ""
}

func TestCoverage(t *testing.T) {
	const library = `
		type Rule struct { Code, French, Refuses string }
		var rules = []Rule{{Code: "DEM-DAT-01", Refuses: "{}"}, {Code: "DEM-DAT-02", Refuses: "{}"}}
		var lists = []CodeList{{Name: "quota", Entries: nil}}
		type Form struct { Unborn, hidden int }
		func (f *Form) Persons() int { return 0 }
		func Convert() {}
		const Form01 = 1
	`
	const tests = `package x_test
		var broken = []string{"Convert"}
		func good() { f.Unborn = Form01; CodeLists() }
		func TestForm() { _ = r.Refuses; f.Persons(); good(); use(broken) }
		func TestBeside() { f.Persons() }`
	house := func(rows ...string) map[string]string {
		all := []string{"# what it is", strings.Join(coverageColumns, ",")}
		for _, section := range coverageTables[0].sections {
			all = append(all, section+"-99,a,V,fact of "+section+",,,not ours")
		}
		return map[string]string{"demand/a.go": library, "demand/a_test.go": tests, "demand/b_test.go": "func TestOther() {}", coverageTables[0].file: strings.Join(append(all, rows...), "\n") + "\n"}
	}
	run(t, coverageTables[0].check, []scenario{
		{"whole", house(
			"2.1-01,a,V,fact 1,DEM-DAT-01 demand.Convert demand.Form demand.Form.Unborn demand.Form.Persons demand.Form01 list:quota,demand.TestForm,",
			"2.1-02,a,V2,fact 2,,,charter/calendar answers"), nil},
		{"no table", map[string]string{"demand/a.go": ""}, []string{"coverage.csv: is missing"}},
		{"columns", map[string]string{coverageTables[0].file: "fact,law\n"}, []string{"the columns are fact,law,confidence"}},
		{"a row cut short", house("2.1-01,a"), []string{"wrong number of fields"}},
		{"a section without fact", map[string]string{coverageTables[0].file: strings.Join(coverageColumns, ",") + "\n"}, []string{
			"section 2.1", "section 2.2", "section 2.3", "section 2.4", "section 2.5", "section 2.6", "section 2.7", "section 4.1", "section 4.2", "section 4.3", "section 4.4"}},
		{"identifiers", house("2.1-1,a,V,fact 3,,,c", "3.1-01,a,V,fact 4,,,c", "2.1-99,a,V,fact 5,,,c"), []string{"2.1-1: is not the identifier", "3.1-01: is not the identifier", "2.1-99: serves twice"}},
		{"neither answer nor reason", house("2.1-01,a,V,fact 6,,,"), []string{"2.1-01: has neither answer nor reason"}},
		{"an answer without test", house("2.1-01,a,V,fact 7,DEM-DAT-01,,c"), []string{"no test shows it"}},
		{"a test without answer", house("2.1-01,a,V,fact 8,,demand.TestForm,c"), []string{"answered by nothing"}},
		{"what does not exist", house("2.1-01,a,V,fact 9,DEM-DAT-03 demand.Revert demand.Form.hidden list:colour,demand.TestForm demand.TestNone,c"),
			[]string{"no test is named demand.TestNone", "DEM-DAT-03 does not exist", "demand.Revert does not exist", "demand.Form.hidden does not exist", "list:colour does not exist"}},
		{"a test that speaks of something else", house("2.1-01,a,V,fact 10,DEM-DAT-01 demand.Convert list:quota,demand.TestOther,"),
			[]string{"no test it names speaks of DEM-DAT-01", "no test it names speaks of demand.Convert", "no test it names speaks of list:quota"}},
		{"a test beside the one that speaks", house("2.1-01,a,V,fact 11,DEM-DAT-01 demand.Form.Persons demand.Form01,demand.TestBeside,"),
			[]string{"no test it names speaks of DEM-DAT-01", "no test it names speaks of demand.Form01"}},
		{"what is not said", house("2.1-01,,V,fact 12,,,c", "2.1-02,a,sure,fact 13,,,c"), []string{"2.1-01: the law or the statement", `2.1-02: confidence "sure"`}},
		{"the same fact twice", house("2.1-01,a,V,once,,,c", "2.2-01,a,V,once,,,c"), []string{"2.2-01: says what another fact says already"}},
		{"a room that is none", house("2.1-01,a,V,fact 14,,,charter/attic answers"), []string{"charter/attic is no room"}},
	})
}
