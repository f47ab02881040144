package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	rules "github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/api"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/seal"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/webhook"
)

// server is the interface over a file on one day.
type server struct {
	*httptest.Server
	t      testing.TB
	file   *registrytest.File
	router routers.Router // of the description, to check what is answered
}

var tokens = map[string]registry.Agent{
	"a":    registrytest.Agent("bailleur-a", "21001"),
	"b":    registrytest.Agent("bailleur-b", "21002"),
	"epci": registrytest.Agent("grand-dijon", "21400"),
	"twin": {Code: "prog-t", Actor: charter.Actor{Party: "gestionnaire"}},
	// Of an account that was given no right, and all scopes.
	"none": {Code: "prog-n", Actor: charter.Actor{Party: "bailleur-a", Desk: "21001"}, Rights: []access.Act{}, Purpose: access.Registering},
}

func who(r *http.Request) (api.Caller, bool) {
	name, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	a, ok := tokens[name]
	scopes := []string{api.ScopeDemands}
	switch name {
	case "twin":
		scopes = []string{api.ScopeJournal}
	case "none":
		scopes = []string{api.ScopeDemands, api.ScopeJournal}
	}
	return api.Caller{Agent: a, Scopes: scopes, Token: name}, ok
}

func start(t testing.TB) *server {
	t.Helper()
	return startAt(t, 0)
}

// startAt is start with a quota.
func startAt(t testing.TB, rate int) *server {
	t.Helper()
	out := &server{t: t, file: registrytest.Open(t, "2011-03-10", registrytest.Settings{})}
	book, err := demand.NewRulebook(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	rt, err := web.New(web.Config{Book: book, Version: "test", Log: func(_ context.Context, incident, route string, err error) {
		if incident != "" {
			out.t.Errorf("incident on %s: %v", route, err)
		}
	}, Admit: func(r *http.Request, a web.Audience) web.Verdict {
		if _, ok := who(r); ok && a == web.Partner {
			return web.Admitted
		}
		return web.SignIn
	}})
	if err != nil {
		t.Fatal(err)
	}
	box, err := seal.New(make([]byte, seal.KeySize), "calls")
	if err != nil {
		t.Fatal(err)
	}
	calls := &webhook.Book{Store: out.file.Store(), Seal: box, Now: out.file.Now}
	api.New(rt, api.Config{Registry: out.file.Registry, Who: who, Random: rand.Reader, Calls: calls, Rate: rate, Exports: t.TempDir()})
	out.Server = httptest.NewServer(rt)
	t.Cleanup(out.Close)
	return out.described()
}

func (s *server) described() *server {
	doc, err := api.Document()
	if err != nil {
		s.t.Fatal(err)
	}
	doc.Servers = openapi3.Servers{{URL: s.URL}}
	if s.router, err = legacy.NewRouter(doc); err != nil {
		s.t.Fatal(err)
	}
	return s
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (a *answer) into(t testing.TB, v any) {
	t.Helper()
	if err := json.Unmarshal(a.body, v); err != nil {
		t.Fatalf("%v in %s", err, a.body)
	}
}

// call sends a request, and checks what comes back against the description.
func (s *server) call(token, method, path string, body any, headers ...string) *answer {
	s.t.Helper()
	var in []byte
	switch b := body.(type) {
	case nil:
	case string:
		in = []byte(b)
	default:
		var err error
		if in, err = json.Marshal(b); err != nil {
			s.t.Fatal(err)
		}
	}
	r, err := http.NewRequest(method, s.URL+path, bytes.NewReader(in))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w, err := s.Client().Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer w.Body.Close()
	out, err := io.ReadAll(w.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	s.conforms(r, w, out)
	return &answer{w.StatusCode, w.Header, out}
}

// conforms checks an answer against the description of the interface.
func (s *server) conforms(r *http.Request, w *http.Response, body []byte) {
	s.t.Helper()
	route, params, err := s.router.FindRoute(r)
	if err != nil || strings.HasPrefix(w.Header.Get("Content-Type"), "application/x-ndjson") {
		return // a path that is not described answers 404; lines are checked by their own tests
	}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true}}
	check := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: w.StatusCode, Header: w.Header, Options: in.Options}
	check.SetBodyBytes(body)
	if err := openapi3filter.ValidateResponse(context.Background(), check); err != nil {
		s.t.Errorf("%s %s: the answer %d is not as described: %v\n%s", r.Method, r.URL.Path, w.StatusCode, err, body)
	}
}

// household is a form, another one for each n.
func household(n int) map[string]any {
	family := []string{"Abadie", "Bellanger", "Castagnet", "Delmotte", "Escoffier", "Fontanel"}
	return map[string]any{
		"applicant": map[string]any{"civility": "1", "used_name": family[n%len(family)], "first_names": []string{"Amandine", "Bertrand", "Clotilde", "Dimitri"}[n%4],
			"birth_date": fmt.Sprintf("%d-%02d-%02d", 1950+n*13%47, 1+n*5%12, 1+n*17%28), "nationality": "1", "family_situation": "C", "mobile_phone": fmt.Sprintf("06%08d", 10000000+n*7919),
			"address": map[string]any{"number": fmt.Sprint(n + 1), "street": "rue des Perrières", "postal_code": "21000", "commune": "21231"}},
		"persons_to_house": 1, "wanted": map[string]any{"types": []string{"T2"}, "places": []map[string]any{{"commune": "21231"}}},
		"reasons": []map[string]any{{"code": "01"}}, "present_housing": map[string]any{"kinds": []string{"LP"}},
	}
}

func registering(n int) map[string]any {
	return map[string]any{"form": household(n), "facts": map[string]any{"identity": true}}
}

func (s *server) register(token string, n int) (key string, etag string) {
	s.t.Helper()
	w := s.call(token, "POST", "/api/v1/demands", registering(n))
	if w.status != http.StatusCreated {
		s.t.Fatalf("%d %s", w.status, w.body)
	}
	var out struct{ Demand string }
	w.into(s.t, &out)
	return out.Demand, w.header.Get("ETag")
}

func itoa(n int64) string { return fmt.Sprint(n) }

func TestDocumentIsValid(t *testing.T) {
	doc, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	text, err := doc.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	again, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	s := start(t)
	if w := s.call("", "GET", "/api/openapi.json", nil); w.status != 200 || !bytes.Equal(w.body, text) {
		t.Errorf("%d", w.status)
	}
}
