package desk_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/attestation"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/registry/registrytest"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/desk"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

// office is a desk over a file on a day that moves.
type office struct {
	*registrytest.File
	t    testing.TB
	web  *web.Router
	desk *desk.Desk
	logs []string
	// facts completes what an attestation says: what the operator knows.
	facts func(*attestation.Facts)

	mu  sync.Mutex
	who registry.Agent
}

func open(t testing.TB, charterName, today string) *office {
	t.Helper()
	o := &office{t: t, File: registrytest.Open(t, today, registrytest.Settings{Charter: charterName})}
	book, err := demand.NewRulebook(rules.All())
	if err != nil {
		t.Fatal(err)
	}
	o.web, err = web.New(web.Config{Book: book, Version: "test", Admit: func(*http.Request, web.Audience) web.Verdict { return web.Admitted },
		Log: func(_ context.Context, incident, route string, err error) {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.logs = append(o.logs, fmt.Sprint(incident, " ", route, " ", err))
		}})
	if err != nil {
		t.Fatal(err)
	}
	if err := form.Routes(o.web, "21"); err != nil {
		t.Fatal(err)
	}
	o.web.Legal()
	o.desk, err = desk.Routes(o.web, desk.Config{Registry: o.Registry, Book: book, Random: registrytest.Chance("desk"), Leave: "/sortir", Who: o.agent, Facts: o.attestation})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if len(o.logs) > 0 {
			t.Errorf("the log was told of: %q", o.logs)
		}
	})
	return o
}

func (o *office) agent(*http.Request) (registry.Agent, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.who, o.who.Code != ""
}

func (o *office) attestation(v *registry.View) attestation.Facts {
	f := attestation.Facts{IssuedOn: o.Today(), ValidUntil: v.Dates.ValidUntil.On, Service: attestation.Contact{Name: "Bailleur A"}, Landlords: []string{"Bailleur A"}, PapersDue: []string{"Avis d’imposition"}}
	if o.facts != nil {
		o.facts(&f)
	}
	return f
}

// as signs somebody in.
func (o *office) as(a registry.Agent) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.who = a
}

func agent(desk, party string) registry.Agent { return registrytest.Agent(party, desk) }

var (
	landlordA = agent("21001", "bailleur-a")
	landlordB = agent("21002", "bailleur-b")
	townHall  = agent("21166", "mairie")
	manager   = agent("", "gestionnaire")
)

// page is an answer, as a person sees it.
type page struct {
	t      testing.TB
	status int
	to     string // where it sends
	body   string
	root   *html.Node
	cookie []*http.Cookie
}

func (o *office) send(r *http.Request) page {
	o.t.Helper()
	w := httptest.NewRecorder()
	o.web.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		o.t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(string(body)))
	if err != nil {
		o.t.Fatal(err)
	}
	return page{o.t, w.Code, w.Result().Header.Get("Location"), string(body), root, w.Result().Cookies()}
}

func (o *office) get(path string) page {
	o.t.Helper()
	return o.send(httptest.NewRequest(http.MethodGet, path, nil))
}

func (o *office) post(path string, values url.Values) page {
	o.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return o.send(r)
}

// want checks the status and some texts of a page.
func (p page) want(status int, texts ...string) page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("status %d, want %d: %.3000s", p.status, status, p.text())
	}
	for _, text := range texts {
		if !strings.Contains(p.text(), text) {
			p.t.Errorf("the page does not say %q:\n%.3000s", text, p.text())
		}
	}
	return p
}

// without checks that a page does not say something.
func (p page) without(texts ...string) page {
	p.t.Helper()
	for _, text := range texts {
		if strings.Contains(p.text(), text) {
			p.t.Errorf("the page says %q:\n%s", text, p.text())
		}
	}
	return p
}

var blanks = regexp.MustCompile(`\s+`)

// text is what the page says.
func (p page) text() string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data + " ")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(p.root)
	return blanks.ReplaceAllString(strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(b.String()), " ")
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// fields gives what a browser would post of the form at an address.
func (p page) fields(action string) url.Values {
	p.t.Helper()
	values := url.Values{}
	found := false
	var inside func(*html.Node)
	inside = func(n *html.Node) {
		name, _ := attr(n, "name")
		kind, _ := attr(n, "type")
		value, _ := attr(n, "value")
		_, checked := attr(n, "checked")
		switch {
		case n.Type != html.ElementNode || name == "":
		case n.Data == "input" && (kind == "radio" || kind == "checkbox"):
			if checked {
				values.Add(name, value)
			}
		case n.Data == "input":
			values.Add(name, value)
		case n.Data == "textarea" && n.FirstChild != nil:
			values.Add(name, strings.TrimPrefix(n.FirstChild.Data, "\n"))
		case n.Data == "select":
			values.Add(name, selected(n))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			inside(c)
		}
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if at, _ := attr(n, "action"); n.Data == "form" && at == action {
			found = true
			inside(n)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(p.root)
	if !found {
		p.t.Fatalf("no form to %s in:\n%s", action, p.text())
	}
	return values
}

func selected(n *html.Node) string {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if _, ok := attr(c, "selected"); ok {
			value, _ := attr(c, "value")
			return value
		}
	}
	return ""
}

// links are the addresses of a page.
func (p page) links() []string {
	var out []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if to, ok := attr(n, "href"); ok && n.Data == "a" {
			out = append(out, to)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(p.root)
	return out
}

func (p page) linked(address string) bool { return slices.Contains(p.links(), address) }

// follow goes where a page sends.
func (o *office) follow(p page) page {
	o.t.Helper()
	if p.status != http.StatusSeeOther {
		o.t.Fatalf("status %d, want to be sent elsewhere: %s", p.status, p.text())
	}
	address, _, _ := strings.Cut(p.to, "#")
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for _, c := range p.cookie {
		r.AddCookie(c)
	}
	return o.send(r)
}

// with sets values of a form: name, value, name, value…
func with(values url.Values, pairs ...string) url.Values {
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

// household is what a clerk types of a household.
func household(values url.Values, name, first, born string) url.Values {
	return with(values, "applicant.used_name", name, "applicant.first_names", first, "applicant.birth_date", born, "applicant.nationality", "1",
		"applicant.family_situation", "C", "applicant.mobile_phone", "06 12 34 56 78", "applicant.address.number", "3", "applicant.address.street", "rue Musette",
		"applicant.address.postal_code", "21000", "applicant.address.commune", "21231", "persons_to_house", "1", "wanted.types", "T2", "wanted.places.rows", "1",
		"wanted.places[0].commune", "21231", "reasons.rows", "1", "reasons[0].code", "01", "present_housing.kinds", "LP", "action", "next")
}

// register takes a household in at the desk, and gives the address of its demand.
func (o *office) register(name, first, born string) string {
	o.t.Helper()
	values := household(o.get("/guichet/nouvelle").fields("/guichet/nouvelle"), name, first, born)
	p := o.post("/guichet/nouvelle", with(values, "fait.identity", "oui"))
	if p.status != http.StatusSeeOther {
		o.t.Fatalf("status %d: %s", p.status, p.text())
	}
	return p.to
}

// act opens the page of an act, types, and sends it.
func (o *office) act(address string, pairs ...string) page {
	o.t.Helper()
	action, _, _ := strings.Cut(address, "?")
	values := with(o.get(address).want(http.StatusOK).fields(action), "action", "next")
	return o.post(action, with(values, pairs...))
}
