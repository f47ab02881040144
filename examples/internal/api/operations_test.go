package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"mime"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/fichier-unique/rules/examples/internal/api"
)

// marked stands for the name of a person, in everything that is sent.
const marked = "Marqueurine"

// TestOperations sends, to every operation of the description, what it describes
// and what it does not.
func TestOperations(t *testing.T) {
	s := start(t)
	a := s.attacker()
	took := map[string]map[int]int{}
	for seed := range uint64(50) {
		for i, target := range a.targets {
			status := a.attack(i, rand.New(rand.NewPCG(seed, uint64(i))), nil)
			name := target.method + " " + target.path
			if took[name] == nil {
				took[name] = map[int]int{}
			}
			took[name][status/100]++
		}
	}
	taken, refused := 0, 0
	for name, by := range took {
		if by[4] == 0 && name != "GET /api/v1/rules" {
			t.Errorf("%s refused nothing: %v", name, by)
		}
		taken, refused = taken+by[2], refused+by[4]
	}
	t.Logf("%d operations, %d requests taken, %d refused", len(took), taken, refused)
	if taken < refused/20 {
		t.Errorf("only %d requests were taken: what is sent is too wild to go far", taken)
	}
}

func FuzzOperations(f *testing.F) {
	s := start(f)
	a := s.attacker()
	for i := range a.targets {
		f.Add(uint64(i), uint64(7), []byte(nil))
		f.Add(uint64(i), uint64(8), []byte(`{"form":{"applicant":{"used_name":"`+marked+`","birth_date":"x"}},"facts":null}`))
	}
	f.Fuzz(func(t *testing.T, which, seed uint64, raw []byte) {
		s.t = t
		a.attack(int(which%uint64(len(a.targets))), rand.New(rand.NewPCG(which, seed)), raw)
	})
}

// target is an operation of the description.
type target struct {
	method, path string
	op           *openapi3.Operation
}

type attacker struct {
	*server
	targets []target
	keys    []string // of demands that exist
	events  []byte   // lines of the journal
}

func (s *server) attacker() *attacker {
	s.t.Helper()
	doc, err := api.Document()
	if err != nil {
		s.t.Fatal(err)
	}
	a := &attacker{server: s}
	for _, path := range doc.Paths.InMatchingOrder() {
		operations := doc.Paths.Value(path).Operations()
		for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
			if op := operations[method]; op != nil {
				a.targets = append(a.targets, target{method, path, op})
			}
		}
	}
	for n := range 3 {
		key, _ := s.register("a", n)
		a.keys = append(a.keys, key)
	}
	a.events = s.call("twin", "GET", "/api/v1/journal", nil).body
	return a
}

// attack sends a request to an operation, and looks at what comes back: never a
// failure, a problem document when it is refused, and in it nothing of a person.
func (a *attacker) attack(which int, r *rand.Rand, raw []byte) int {
	a.t.Helper()
	target := a.targets[which]
	g := &inventor{r, a.keys}
	path := target.path
	query := url.Values{}
	var headers []string
	for _, p := range target.op.Parameters {
		value := g.text()
		switch {
		case p.Value.Name == "demand" && r.IntN(3) > 0:
			value = a.keys[r.IntN(len(a.keys))]
		case p.Value.Name == "act" && r.IntN(4) > 0:
			enum := p.Value.Schema.Value.Enum
			value = enum[r.IntN(len(enum))].(string)
		case p.Value.Name == "If-Match" && r.IntN(2) > 0:
			value = fmt.Sprintf("%q", fmt.Sprint(r.IntN(20)))
		}
		switch p.Value.In {
		case openapi3.ParameterInPath:
			if strings.Trim(value, ".") == "" {
				value = "x" // another path, which is not this operation
			}
			path = strings.Replace(path, "{"+p.Value.Name+"}", url.PathEscape(value), 1)
		case openapi3.ParameterInQuery:
			if r.IntN(3) > 0 {
				query.Set(p.Value.Name, value)
			}
		case openapi3.ParameterInHeader:
			if value = visible(value); r.IntN(3) > 0 {
				headers = append(headers, p.Value.Name, value)
			}
		}
	}
	if r.IntN(4) == 0 {
		headers = append(headers, "Accept-Language", []string{"en", "de;q=0", "*"}[r.IntN(3)])
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	body := raw
	if raw == nil {
		body = g.body(target.op, a.events)
	}
	token := []string{"a", "a", "a", "b", "epci", "twin", "", "nobody"}[r.IntN(8)]
	if strings.Contains(path, "/journal") && r.IntN(8) > 0 {
		token = "twin"
	}
	w := a.call(token, target.method, path, string(body), headers...)
	a.judge(target.method+" "+target.path, w)
	return w.status
}

func (a *attacker) judge(name string, w *answer) {
	a.t.Helper()
	if w.status >= 500 {
		a.t.Errorf("%s fails: %d %s", name, w.status, w.body)
	}
	if w.status < 400 {
		return
	}
	kind, _, _ := mime.ParseMediaType(w.header.Get("Content-Type"))
	var problem struct {
		Title, Detail, Code string
		Status              int
	}
	if err := json.Unmarshal(w.body, &problem); err != nil || kind != "application/problem+json" ||
		problem.Status != w.status || problem.Code == "" || problem.Title == "" || problem.Detail == "" {
		a.t.Errorf("%s answers %d, %s, which is no problem document: %v %s", name, w.status, kind, err, w.body)
	}
	if bytes.Contains(bytes.ToLower(w.body), bytes.ToLower([]byte(marked))) {
		a.t.Errorf("%s repeats what was sent: %d %s", name, w.status, w.body)
	}
}

// visible leaves what a header may hold.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, text)
}

// inventor makes up values.
type inventor struct {
	*rand.Rand
	keys []string
}

func (g *inventor) body(op *openapi3.Operation, events []byte) []byte {
	if op.RequestBody == nil || g.IntN(12) == 0 {
		return nil
	}
	content := op.RequestBody.Value.Content
	switch {
	case g.IntN(10) == 0:
		return []byte([]string{"", "null", "[]", `"` + marked + `"`, "{", "{}{}", strings.Repeat("[", 20000), "\xff\xfe", "{\"form\":\"" + marked}[g.IntN(9)])
	case content.Get("application/json") != nil:
		return g.object(content.Get("application/json").Schema)
	case op.OperationID == "receive":
		return g.broken(events)
	case content.Get("application/x-ndjson") != nil:
		var lines [][]byte
		for range g.IntN(4) {
			lines = append(lines, g.object(content.Get("application/x-ndjson").Schema))
		}
		return bytes.Join(lines, []byte("\n"))
	}
	return g.broken([]byte([]string{"%PDF-1.4\n" + marked, "\x89PNG\r\n\x1a\n", "BM" + strings.Repeat("x", 40), "PK\x03\x04", marked}[g.IntN(5)]))
}

// broken changes a few bytes, or none.
func (g *inventor) broken(text []byte) []byte {
	text = slices.Clone(text)
	for range g.IntN(4) {
		if len(text) > 0 {
			text[g.IntN(len(text))] = byte(g.IntN(256))
		}
	}
	return text
}

// object is what a schema describes, or a registration, with a few changes.
func (g *inventor) object(schema *openapi3.SchemaRef) []byte {
	var v any
	if g.IntN(3) == 0 {
		v = g.described(schema, "", 0)
	} else {
		body := registering(g.IntN(24))
		body["form"].(map[string]any)["applicant"].(map[string]any)["first_names"] = marked
		for name := range body {
			if schema.Value != nil && len(schema.Value.Properties) > 0 && schema.Value.Properties[name] == nil {
				delete(body, name)
			}
		}
		if schema.Value != nil && schema.Value.Properties["key"] != nil {
			body["key"] = fmt.Sprint("k", g.IntN(9))
		}
		v = body
		if len(body) == 2 && schema.Value != nil && len(schema.Value.Properties) == 0 {
			v = body["form"] // a form, or an object that is described elsewhere
		}
	}
	for range g.IntN(3) {
		v = g.changed(v)
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // made of maps, lists, texts and numbers
	}
	return text
}

func (g *inventor) described(ref *openapi3.SchemaRef, name string, depth int) any {
	switch {
	case name == "form":
		return registering(g.IntN(24))["form"]
	case name == "key":
		return fmt.Sprint("k", g.IntN(9))
	case ref == nil || ref.Value == nil || depth > 6 || g.IntN(30) == 0:
		return g.anything()
	}
	s := ref.Value
	switch {
	case s.Type.Is("object"):
		out := map[string]any{}
		for _, name := range slices.Sorted(keysOf(s.Properties)) {
			if g.IntN(3) == 0 {
				out[name] = g.described(s.Properties[name], name, depth+1)
			}
		}
		return out
	case s.Type.Is("array"):
		out := []any{}
		for range g.IntN(3) {
			out = append(out, g.described(s.Items, "", depth+1))
		}
		return out
	case s.Type.Is("string"):
		return g.text()
	case s.Type.Is("boolean"):
		return g.IntN(2) == 0
	case s.Type.Is("integer"), s.Type.Is("number"):
		return g.number()
	}
	return g.anything()
}

func keysOf(m openapi3.Schemas) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name := range m {
			if !yield(name) {
				return
			}
		}
	}
}

// changed changes one thing in a value.
func (g *inventor) changed(v any) any {
	switch v := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		if len(names) == 0 {
			return v
		}
		name := names[g.IntN(len(names))]
		switch g.IntN(6) {
		case 0:
			delete(v, name)
		case 1:
			v["unknown_field"] = g.anything()
		default:
			if name != "key" {
				v[name] = g.changed(v[name])
			}
		}
		return v
	case []any:
		if len(v) > 0 && g.IntN(3) > 0 {
			i := g.IntN(len(v))
			v[i] = g.changed(v[i])
			return v
		}
	}
	return g.anything()
}

func (g *inventor) anything() any {
	switch g.IntN(6) {
	case 0:
		return nil
	case 1:
		return g.number()
	case 2:
		return []any{g.text(), map[string]any{}}
	case 3:
		return map[string]any{"code": g.text()}
	}
	return g.text()
}

func (g *inventor) number() any {
	return []any{0, 1, -1, 3.5, 1e300, 9007199254740993, 2147483648, 12}[g.IntN(8)]
}

func (g *inventor) text() string {
	return []string{marked, marked, "", "2011-03-09", "2011-02-30", "0000-00-00", "9999-12-31", "21231", "A", "1", "é\x00\u202e", strings.Repeat("x", 3000),
		"../../x", "021031100001521001", "' OR 1=1 --", "<b>" + marked + "</b>", "=" + marked, "https://example.org/" + marked, "-1", "99999999999999999999",
		g.keys[g.IntN(len(g.keys))]}[g.IntN(21)]
}
