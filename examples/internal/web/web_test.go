package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// incidents gathers what the log was told.
type incidents struct{ lines []string }

func router(t testing.TB, change func(*web.Config)) (*web.Router, *incidents) {
	t.Helper()
	book, err := demand.NewRulebook(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	told := &incidents{}
	config := web.Config{Book: book, Version: "9.9", Operator: "Le gestionnaire",
		Incident: func() string { return "INCI-DENT" },
		Log: func(_ context.Context, number, route string, err error) {
			told.lines = append(told.lines, fmt.Sprint(number, " ", route, " ", err))
		}}
	if change != nil {
		change(&config)
	}
	rt, err := web.New(config)
	if err != nil {
		t.Fatal(err)
	}
	rt.Legal()
	return rt, told
}

func ask(h http.Handler, r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func get(path string) *http.Request { return httptest.NewRequest("GET", path, nil) }

func TestAudience(t *testing.T) {
	var who web.Audience
	verdict := web.Admitted
	rt, _ := router(t, func(c *web.Config) {
		c.Admit = func(_ *http.Request, a web.Audience) web.Verdict { who = a; return verdict }
		c.Door = func(a web.Audience) string { return map[web.Audience]string{web.Agent: "/entrer"}[a] }
	})
	hello := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "bonjour") })
	rt.Handle("GET /public", web.Public, hello)
	rt.Handle("GET /agent", web.Agent, hello)
	rt.Handle("GET /suivi", web.Applicant, hello)
	rt.Handle("GET /api/v1/demands", web.Partner, hello)
	tests := []struct {
		name, path string
		verdict    web.Verdict
		asked      web.Audience
		status     int
		location   string
	}{
		{"public, nobody is asked", "/public", web.SignIn, 0, 200, ""},
		{"an agent who may", "/agent", web.Admitted, web.Agent, 200, ""},
		{"nobody: the door of the agents", "/agent", web.SignIn, web.Agent, 303, "/entrer"},
		{"somebody else", "/agent", web.Forbidden, web.Agent, 403, ""},
		{"no door for the applicants: a page", "/suivi", web.SignIn, web.Applicant, 401, ""},
		{"a program is told", "/api/v1/demands", web.SignIn, web.Partner, 401, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			who, verdict = 0, test.verdict
			r := ask(rt, get(test.path))
			body := text(t, r)
			if r.StatusCode != test.status || r.Header.Get("Location") != test.location || who != test.asked {
				t.Errorf("status %d to %q after asking for %s, want %d to %q after %s", r.StatusCode, r.Header.Get("Location"), who, test.status, test.location, test.asked)
			}
			if (test.status == 200) != (body == "bonjour") {
				t.Errorf("the page says %q", body)
			}
		})
	}
}

// TestNobodyByDefault: without a function that admits, every route that is not
// public refuses, and a route without audience is not registered.
func TestNobodyByDefault(t *testing.T) {
	rt, _ := router(t, nil)
	for a := web.Applicant; a.Known(); a++ {
		rt.Handle("GET /of/"+a.String(), a, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("reached") }))
	}
	walked := 0
	for _, route := range rt.Routes() {
		method, path, _ := strings.Cut(route.Pattern, " ")
		if route.Audience == web.Public {
			continue
		}
		walked++
		if r := ask(rt, httptest.NewRequest(method, path, nil)); r.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: status %d, want 401", route.Pattern, r.StatusCode)
		}
	}
	if walked != 4 {
		t.Errorf("%d routes walked, want 4", walked)
	}
	defer func() {
		if recover() == nil {
			t.Error("a route without audience was registered")
		}
	}()
	rt.Handle("GET /nowhere", 0, http.NotFoundHandler())
}

func TestHeaders(t *testing.T) {
	rt, _ := router(t, nil)
	over := httptest.NewRequest("GET", "https://example.org/mentions-legales", nil)
	for _, r := range []*http.Response{ask(rt, get("/mentions-legales")), ask(rt, get("/nothing")), ask(rt, over)} {
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		policy := r.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'self'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("the policy %q does not say %s", policy, want)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("the policy admits what is unsafe: %s", policy)
		}
	}
	if !strings.Contains(ask(rt, over).Header.Get("Strict-Transport-Security"), "includeSubDomains") || ask(rt, get("/")).Header.Get("Strict-Transport-Security") != "" {
		t.Error("Strict-Transport-Security is for TLS, and only there")
	}
}

func TestForgedRequest(t *testing.T) {
	rt, told := router(t, nil)
	rt.Handle("POST /do", web.Public, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	for site, want := range map[string]int{"cross-site": 403, "same-site": 403, "same-origin": 204, "": 204} {
		r := httptest.NewRequest("POST", "/do", nil)
		if site != "" {
			r.Header.Set("Sec-Fetch-Site", site)
		}
		if got := ask(rt, r).StatusCode; got != want {
			t.Errorf("from %q: status %d, want %d", site, got, want)
		}
	}
	// A browser that does not know Sec-Fetch-Site says where the form was; it says
	// "null" under a Referrer-Policy that hides it from this server too.
	for origin, want := range map[string]int{"http://example.com": 204, "http://other.example": 403, "null": 403} {
		r := httptest.NewRequest("POST", "/do", nil)
		r.Header.Set("Origin", origin)
		if got := ask(rt, r).StatusCode; got != want {
			t.Errorf("from origin %q: status %d, want %d", origin, got, want)
		}
	}
	if text := strings.Join(told.lines, "\n"); strings.Count(text, "another site") != 4 {
		t.Errorf("four forged requests, and the log says %s", text)
	}
}

// Somebody who is known and may not is told to the log; a stranger is only asked to
// sign in.
func TestDeniedIsLogged(t *testing.T) {
	verdict := web.Forbidden
	rt, told := router(t, func(c *web.Config) { c.Admit = func(*http.Request, web.Audience) web.Verdict { return verdict } })
	rt.Handle("GET /gestion/x", web.Manager, http.NotFoundHandler())
	ask(rt, get("/gestion/x"))
	verdict = web.SignIn
	ask(rt, get("/gestion/x"))
	if len(told.lines) != 1 || !strings.Contains(told.lines[0], "GET /gestion/x") || !strings.Contains(told.lines[0], "for manager") {
		t.Errorf("the log says %q", told.lines)
	}
	rt.Page("GET /lacks", web.Public, func(http.ResponseWriter, *http.Request) error { return &registry.RightError{Right: access.Consult} })
	if got := ask(rt, get("/lacks")).StatusCode; got != http.StatusForbidden || len(told.lines) != 2 || !strings.Contains(told.lines[1], "GET /lacks") {
		t.Errorf("%d, and the log says %q", got, told.lines)
	}
}

func TestBodyLimit(t *testing.T) {
	rt, _ := router(t, func(c *web.Config) { c.MaxBody = 10 })
	read := func(_ http.ResponseWriter, r *http.Request) error {
		_, err := io.Copy(io.Discard, r.Body)
		return err
	}
	rt.Page("POST /small", web.Public, read)
	rt.Page("POST /large", web.Public, read, web.Body(100))
	for path, want := range map[string]int{"/small": 413, "/large": 200} {
		if got := ask(rt, httptest.NewRequest("POST", path, strings.NewReader(strings.Repeat("x", 50)))).StatusCode; got != want {
			t.Errorf("%s: status %d, want %d", path, got, want)
		}
	}
}

func TestPanic(t *testing.T) {
	rt, told := router(t, nil)
	rt.Handle("GET /dossier/{key}", web.Public, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret of the house") }))
	rt.Handle("GET /cut", web.Public, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half")
		panic("late")
	}))
	rt.Page("GET /lines", web.Public, func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = io.WriteString(w, "half")
		return errors.New("the store went away")
	})
	r := ask(rt, get("/dossier/k123"))
	body := text(t, r)
	if r.StatusCode != 500 || !strings.Contains(body, "INCI-DENT") || strings.Contains(body, "secret") {
		t.Errorf("status %d, page %s", r.StatusCode, body)
	}
	if len(told.lines) != 1 || !strings.Contains(told.lines[0], "secret of the house") || !strings.HasPrefix(told.lines[0], "INCI-DENT GET /dossier/{key} ") || strings.Contains(told.lines[0], "k123") {
		t.Errorf("the log was told %q", told.lines)
	}
	server := httptest.NewServer(rt)
	for _, path := range []string{"/cut", "/lines"} {
		answer, err := http.Get(server.URL + path)
		if err == nil {
			_, err = io.ReadAll(answer.Body)
			_ = answer.Body.Close()
		}
		if err == nil {
			t.Errorf("%s: an answer that failed half-way passes for whole", path)
		}
	}
	server.Close() // once the handlers have ended
	if len(told.lines) != 3 || !strings.Contains(told.lines[2], "the store went away") {
		t.Errorf("the log was told %q", told.lines)
	}
}

func TestProblem(t *testing.T) {
	rt, told := router(t, nil)
	var failure error
	rt.Page("GET /api/v1/x", web.Public, func(http.ResponseWriter, *http.Request) error { return failure })
	type document struct {
		Type, Title, Detail, Code, Incident string
		Status                              int
		Faults                              []struct{ Code, Path, Message, Severity string }
	}
	tests := []struct {
		name, language string
		err            error
		want           document
	}{
		{"a rule, in French", "fr-FR,fr;q=0.9", &web.Error{Status: 422, Code: "DEM-MIN-02"},
			document{Type: "urn:fichier-unique:rule:DEM-MIN-02", Title: "Informations à corriger", Status: 422, Code: "DEM-MIN-02", Detail: "Le prénom du demandeur manque : il est nécessaire pour enregistrer la demande."}},
		{"a rule, in English", "en", &web.Error{Status: 422, Code: "DEM-MIN-02", Detail: "en français"},
			document{Type: "urn:fichier-unique:rule:DEM-MIN-02", Title: "To be corrected", Status: 422, Code: "DEM-MIN-02", Detail: "The applicant's first name is missing: it is needed to register the demand."}},
		{"the faults", "en", &web.Error{Status: 422, Faults: demand.Faults{{Code: "DEM-MIN-09", Path: "association.name", Severity: demand.Blocking}}},
			document{Type: "urn:fichier-unique:rule:DEM-MIN-09", Title: "To be corrected", Status: 422, Code: "DEM-MIN-09", Detail: "Some values cannot be registered as they are.",
				Faults: []struct{ Code, Path, Message, Severity string }{{"DEM-MIN-09", "association.name", "The association's name is missing: it is needed to register its demand.", "blocking"}}}},
		{"not found", "de", fmt.Errorf("x: %w", store.ErrNotFound),
			document{Type: "about:blank", Title: "Page introuvable", Status: 404, Code: "HTTP-404", Detail: "Cette page n’existe pas, ou n’existe plus."}},
		{"changed meanwhile", "", &store.StaleError{Demand: "k", Current: 3},
			document{Type: "about:blank", Title: "Des informations ont changé", Status: 409, Code: "HTTP-409", Detail: "Ces informations ont été modifiées depuis que vous avez ouvert la page : rien n’a été enregistré."}},
		{"written or not", "en", fmt.Errorf("x: %w", store.ErrUnknown),
			document{Type: "about:blank", Title: "Unavailable", Status: 503, Code: "HTTP-503", Detail: "The service is interrupted for the moment."}},
		{"who asked went away", "en", context.Canceled,
			document{Type: "about:blank", Title: "Unavailable", Status: 503, Code: "HTTP-503", Detail: "The service is interrupted for the moment."}},
		{"an accident says nothing of itself", "en", errors.New("secret"),
			document{Type: "about:blank", Title: "Internal error", Status: 500, Code: "HTTP-500", Incident: "INCI-DENT", Detail: "Something went wrong on our side."}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			failure = test.err
			request := get("/api/v1/x")
			request.Header.Set("Accept-Language", test.language)
			r := ask(rt, request)
			if r.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("Content-Type is %q", r.Header.Get("Content-Type"))
			}
			var got document
			if err := json.Unmarshal([]byte(text(t, r)), &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, cmp.Transformer("blanks", func(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") })); diff != "" {
				t.Error(diff)
			}
			if r.StatusCode != test.want.Status {
				t.Errorf("status %d", r.StatusCode)
			}
		})
	}
	if len(told.lines) != 2 || !strings.Contains(told.lines[0], "before the database told") || !strings.Contains(told.lines[1], "secret") {
		t.Errorf("the log was told %q", told.lines)
	}
}

// TestErrorPage: a person is told the rule, its article and what to do.
func TestErrorPage(t *testing.T) {
	rt, _ := router(t, nil)
	rt.Page("GET /x", web.Public, func(http.ResponseWriter, *http.Request) error {
		return &web.Error{Status: 422, Code: "DEM-MIN-02", Remedy: "Ajoutez le prénom <b>."}
	})
	page := strings.ReplaceAll(text(t, ask(rt, get("/x"))), "\u00a0", " ")
	for _, want := range []string{`<html lang="fr"`, "Le prénom du demandeur manque", "R.441-2-2", "Ajoutez le prénom &lt;b&gt;.", `href="#contenu"`, `<main id="contenu"`, "version 9.9", "Le gestionnaire", "<title>Informations à corriger"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	wrong := ask(rt, httptest.NewRequest("POST", "/x", nil))
	if wrong.StatusCode != 405 || !strings.Contains(wrong.Header.Get("Allow"), "GET") || !strings.Contains(text(t, wrong), "Action impossible ici") {
		t.Errorf("another method: status %d, Allow %q", wrong.StatusCode, wrong.Header.Get("Allow"))
	}
}

func TestAssets(t *testing.T) {
	rt, _ := router(t, nil)
	if err := rt.Static(fstest.MapFS{"charts/a.js": {Data: []byte("1")}, "charts/LICENSE": {Data: []byte("2")}}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"vendored/pico.css", "vendored/htmx.js", "site.css", "charts/a.js"} {
		address, err := rt.StaticURL(name)
		if err != nil {
			t.Fatal(err)
		}
		r := ask(rt, get(address))
		if r.StatusCode != 200 || !strings.Contains(r.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, %s", name, r.StatusCode, r.Header.Get("Cache-Control"))
		}
		old := ask(rt, get("/static/0000/"+name))
		if old.StatusCode != 200 || old.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s at an old address: status %d, %s", name, old.StatusCode, old.Header.Get("Cache-Control"))
		}
		again := get(address)
		again.Header.Set("If-None-Match", r.Header.Get("ETag"))
		if got := ask(rt, again).StatusCode; got != 304 {
			t.Errorf("%s again: status %d", name, got)
		}
	}
	for _, path := range []string{"/static/0000/charts/LICENSE", "/static/0000/vendored/LICENSE-htmx", "/static/0000/..%2Fdoc.go", "/static/0000/none.css"} {
		if got := ask(rt, get(path)).StatusCode; got == 200 {
			t.Errorf("%s is served", path)
		}
	}
	if _, err := rt.StaticURL("none.css"); err == nil {
		t.Error("a file that does not exist has an address")
	}
}

// TestPages: the templates of a room are shown in the layout, with the messages
// of the page before; an error in one leaves nothing half said.
func TestPages(t *testing.T) {
	rt, _ := router(t, nil)
	files := fstest.MapFS{
		"_part.html": {Data: []byte(`{{define "part"}}<b>{{shout .}}</b>{{end}}`)},
		"a.html":     {Data: []byte(`{{define "main"}}{{template "part" .Data}}{{end}}`)},
		"wrong.html": {Data: []byte(`{{define "main"}}début{{static "none.css"}}{{end}}`)},
	}
	pages, err := rt.Pages(map[string]any{"shout": strings.ToUpper}, files)
	if err != nil {
		t.Fatal(err)
	}
	rt.Page("GET /a", web.Public, func(w http.ResponseWriter, r *http.Request) error {
		return pages.Render(w, r, "a.html", web.View{Title: "Un", Data: "<i>", Menu: []web.Link{{URL: "/a", Text: "Ici", Current: true}}, Leave: "/sortir"})
	})
	rt.Page("GET /part", web.Public, func(w http.ResponseWriter, _ *http.Request) error {
		return pages.Fragment(w, "a.html", "part", "x")
	})
	rt.Page("GET /wrong", web.Public, func(w http.ResponseWriter, r *http.Request) error {
		return pages.Render(w, r, "wrong.html", web.View{})
	})
	rt.Page("POST /say", web.Public, func(w http.ResponseWriter, r *http.Request) error {
		rt.Flash(w, r, "success", "C’est <fait>.")
		http.Redirect(w, r, "/a", http.StatusSeeOther)
		return nil
	})
	page := text(t, ask(rt, get("/a")))
	for _, want := range []string{"<b>&lt;I&gt;</b>", `<a href="/a" aria-current="page">Ici</a>`, `action="/sortir"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %s", want)
		}
	}
	if got := text(t, ask(rt, get("/part"))); got != "<b>X</b>" {
		t.Errorf("the part is %q", got)
	}
	if r := ask(rt, get("/wrong")); r.StatusCode != 500 || strings.Contains(text(t, r), "début") {
		t.Errorf("a template that fails: status %d", r.StatusCode)
	}
	said := ask(rt, httptest.NewRequest("POST", "/say", nil))
	next := get("/a")
	for _, c := range said.Cookies() {
		if !c.HttpOnly {
			t.Errorf("the cookie %s can be read by a script", c.Name)
		}
		next.AddCookie(c)
	}
	r := ask(rt, next)
	if !strings.Contains(text(t, r), `<p class="message success" role="status">C’est &lt;fait&gt;.</p>`) || len(r.Cookies()) != 1 || r.Cookies()[0].MaxAge >= 0 {
		t.Errorf("the message is not said once: %v", r.Cookies())
	}
}

func TestFrenchWords(t *testing.T) {
	var b bytes.Buffer
	for _, d := range []string{"2026-03-01", "2026-08-31", ""} {
		fmt.Fprintln(&b, web.FrenchDay(demand.MustDate(d)))
	}
	for _, a := range []string{"0", "12850", "1234567.5", "-12.30", "999.999"} {
		fmt.Fprintln(&b, web.FrenchEuros(decimal.RequireFromString(a)))
	}
	fmt.Fprintln(&b, web.Plural(0, "jour", "jours"), web.Plural(1, "jour", "jours"), web.Plural(2, "jour", "jours"))
	fmt.Fprintln(&b, strings.ReplaceAll(web.Typo("« Oui » : non ; si ? {{$a := 1}}"), "\u00a0", "_"))
	want := "1er mars 2026\n31 août 2026\n\n0 €\n12 850 €\n1 234 567,50 €\n−12,30 €\n1 000 €\n0 jour 1 jour 2 jours\n«_Oui_»_: non_; si_? {{$a := 1}}\n"
	got := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(b.String())
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// FuzzFlash: no cookie makes a page fail, nor writes a tag in it.
func FuzzFlash(f *testing.F) {
	rt, _ := router(f, nil)
	f.Add("eyJLaW5kIjoiZXJyb3IiLCJUZXh0IjoiPHNjcmlwdD4ifQ")
	f.Fuzz(func(t *testing.T, value string) {
		r := get("/mentions-legales")
		r.Header.Set("Cookie", "message="+url.QueryEscape(value))
		answer := ask(rt, r)
		if answer.StatusCode != 200 || strings.Contains(text(t, answer), "<script>") {
			t.Errorf("status %d", answer.StatusCode)
		}
	})
}
