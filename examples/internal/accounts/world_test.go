package accounts_test

import (
	"bytes"
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/sqlite"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// cheap makes a password quick to hash: the tests hash many.
var cheap = accounts.HashCost{MemoryKiB: 64, Times: 1, Lanes: 1}

const (
	login    = "a.durand"
	password = "quatre mots bien choisis"
)

// world is a server of accounts with its clock, its store and its log.
type world struct {
	t      testing.TB
	store  store.Store
	server *httptest.Server
	a      *accounts.Accounts
	pages  *accounts.Pages

	clock atomic.Int64
	logMu sync.Mutex
	log   bytes.Buffer
	from  atomic.Pointer[string] // address that requests come from
	seen  atomic.Pointer[accounts.Identity]
}

// Write takes a line of the log.
func (w *world) Write(b []byte) (int, error) {
	w.logMu.Lock()
	defer w.logMu.Unlock()
	return w.log.Write(b)
}

func (w *world) logged() string {
	w.logMu.Lock()
	defer w.logMu.Unlock()
	return w.log.String()
}

func (w *world) now() time.Time          { return time.UnixMilli(w.clock.Load()).UTC() }
func (w *world) pass(d time.Duration)    { w.clock.Add(d.Milliseconds()) }
func (w *world) comeFrom(address string) { w.from.Store(&address) }

// newWorld makes a server over a store in memory.
func newWorld(t testing.TB, change ...func(*accounts.Settings)) *world {
	t.Helper()
	s, err := sqlite.Open(context.Background(), sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return over(t, s, change...)
}

func over(t testing.TB, s store.Store, change ...func(*accounts.Settings)) *world {
	t.Helper()
	w := &world{t: t, store: s}
	w.clock.Store(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).UnixMilli())
	w.comeFrom("192.0.2.1:1234")
	w.server = httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		r.RemoteAddr = *w.from.Load()
		w.handler().ServeHTTP(rw, r)
	}))
	w.server.Start()
	t.Cleanup(w.server.Close)
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Skip("the zones of time are not on this machine")
	}
	set := accounts.Settings{Store: s, Now: w.now, Zone: paris, Key: bytes.Repeat([]byte{7}, 32), Origin: w.server.URL,
		Organisation: "Fichier de Côte-d'Or", Hash: cheap, Log: slog.New(slog.NewTextHandler(w, nil))}
	for _, c := range change {
		c(&set)
	}
	if w.a, err = accounts.New(set); err != nil {
		t.Fatal(err)
	}
	w.mount()
	return w
}

var mounted sync.Map // of worlds, by their accounts

func (w *world) handler() http.Handler {
	h, _ := mounted.Load(w.a)
	return h.(http.Handler)
}

func (w *world) mount() {
	w.t.Helper()
	book, err := demand.NewRulebook(charter.Rules())
	if err != nil {
		w.t.Fatal(err)
	}
	rt, err := web.New(web.Config{Admit: accounts.Admit, Door: accounts.Door, Book: book,
		Log: func(_ context.Context, incident, route string, err error) {
			if incident != "" { // else a refusal
				w.t.Errorf("%s: %v", route, err)
			}
		}})
	if err != nil {
		w.t.Fatal(err)
	}
	if w.pages, err = accounts.Mount(rt, w.a, func(k accounts.Kind) string { return "/qui?" + string(k) }); err != nil {
		w.t.Fatal(err)
	}
	who := func(rw http.ResponseWriter, r *http.Request) error {
		i := accounts.From(r.Context())
		w.seen.Store(&i)
		_, err := io.WriteString(rw, "<title>qui</title>"+string(i.Kind))
		return err
	}
	rt.Page("GET /qui", web.Public, who)
	rt.Page("GET /agents", web.Agent, who)
	rt.Page("GET /gestion", web.Manager, who)
	rt.Page("GET /demande", web.Applicant, who)
	rt.Page("GET /api/v1/x", web.Partner, who)
	rt.Page("GET /grave", web.Agent, w.pages.Fresh(5*time.Minute, who))
	mounted.Store(w.a, w.a.Load(rt))
	w.t.Cleanup(func() { mounted.Delete(w.a) })
}

// agent is an account as the tests make it.
func agent(code, login string) accounts.Account {
	return accounts.Account{Agent: code, Login: login, Party: "commune-1", Desk: "21001", Role: accounts.AgentRole, Named: true,
		Rights: []access.Act{access.Consult, access.Register}, OpenedOn: demand.MustDate("2026-01-01")}
}

// person is a browser, with what its owner knows.
type person struct {
	w        *world
	client   *http.Client
	secret   string
	recovery []string
	last     *http.Response
	body     string
}

func (w *world) person() *person {
	jar, _ := cookiejar.New(nil)
	return &person{w: w, client: &http.Client{Jar: jar, Timeout: time.Minute}}
}

func (p *person) done(r *http.Response, err error) *person {
	p.w.t.Helper()
	if err != nil {
		p.w.t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		p.w.t.Fatal(err)
	}
	p.last, p.body = r, html.UnescapeString(string(b))
	return p
}

func (p *person) get(path string) *person {
	p.w.t.Helper()
	return p.done(p.client.Get(p.w.url(path)))
}

func (p *person) post(path string, fields ...string) *person {
	p.w.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return p.done(p.client.PostForm(p.w.url(path), form))
}

func (w *world) url(path string) string {
	if strings.HasPrefix(path, "http") {
		return path
	}
	return w.server.URL + path
}

// where is the path of the page a person is on.
func (p *person) where() string { return p.last.Request.URL.Path }

// expect checks where a person is, with which status.
func (p *person) expect(status int, where string) *person {
	p.w.t.Helper()
	if p.last.StatusCode != status || p.where() != where {
		p.w.t.Fatalf("%d at %s, want %d at %s: %s", p.last.StatusCode, p.where(), status, where, p.problem())
	}
	return p
}

var problemShape = regexp.MustCompile(`(?s)(?:role="alert"[^>]*>|class="fault"[^>]*><span class="visually-hidden">Erreur\x{a0}: </span>)(.*?)</`)

func (p *person) problem() string {
	m := problemShape.FindStringSubmatch(p.body)
	if m == nil {
		return ""
	}
	return m[1]
}

// who asks the server who a person is.
func (p *person) who() accounts.Identity {
	p.w.t.Helper()
	p.get("/qui").expect(http.StatusOK, "/qui")
	return *p.w.seen.Load()
}

// cookie gives the token of the session.
func (p *person) cookie() string {
	at, _ := url.Parse(p.w.server.URL)
	for _, c := range p.client.Jar.Cookies(at) {
		if c.Name == "session" {
			return c.Value
		}
	}
	return ""
}

// code is what the authenticator shows now.
func (p *person) code() string {
	p.w.t.Helper()
	code, err := totp.GenerateCode(p.secret, p.w.now())
	if err != nil {
		p.w.t.Fatal(err)
	}
	return code
}

var (
	secretShape   = regexp.MustCompile(`recopiez cette clé\x{a0}: <strong class="number">([A-Z2-7 ]+)<`)
	recoveryShape = regexp.MustCompile(`<li class="number">([A-Z2-7-]+)<`)
)

// enrols takes the secret of the page of enrolment, and its first code.
func (p *person) enrols() *person {
	p.w.t.Helper()
	m := secretShape.FindStringSubmatch(p.body)
	if m == nil {
		p.w.t.Fatalf("no secret at %s: %s", p.where(), p.body)
	}
	p.secret = strings.ReplaceAll(m[1], " ", "")
	p.post(p.where(), "code", p.code())
	p.recovery = nil
	for _, m := range recoveryShape.FindAllStringSubmatch(p.body, -1) {
		p.recovery = append(p.recovery, m[1])
	}
	return p
}

// member makes an account and signs its owner in for the first time, from an
// invitation.
func (w *world) member(account accounts.Account) *person {
	w.t.Helper()
	ctx := context.Background()
	if err := w.a.Create(ctx, account); err != nil {
		w.t.Fatal(err)
	}
	link, err := w.a.Invite(ctx, account.Agent)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.invited(link)
}

func (w *world) invited(link string) *person {
	w.t.Helper()
	p := w.person()
	p.get(link).post(strings.TrimPrefix(link, w.server.URL), "password", password).expect(http.StatusOK, "/connexion/second-facteur")
	p.enrols().expect(http.StatusOK, "/connexion/second-facteur")
	if len(p.recovery) != 10 {
		w.t.Fatalf("%d recovery codes", len(p.recovery))
	}
	w.pass(time.Minute) // its code has served
	return p
}

// again gives another browser of the same owner.
func (p *person) elsewhere() *person {
	q := p.w.person()
	q.secret, q.recovery = p.secret, p.recovery
	return q
}

// signIn goes through both steps.
func (p *person) signIn(login string) *person {
	p.w.t.Helper()
	p.post("/connexion", "login", login, "password", password)
	if p.where() == "/connexion/code" {
		p.post("/connexion/code", "code", p.code())
		p.w.pass(time.Minute)
	}
	return p
}
