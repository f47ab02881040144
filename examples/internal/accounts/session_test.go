package accounts_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/store"
)

func TestSessionEnds(t *testing.T) {
	w := newWorld(t)
	owner := w.member(agent("A-0007", login))
	for _, c := range []struct {
		name  string
		steps []time.Duration // between requests
		last  time.Duration
		in    bool
	}{
		{"used after 29 minutes", nil, 29 * time.Minute, true},
		{"idle for 30 minutes", nil, 30 * time.Minute, false},
		{"used all the time, before 12 hours", repeat(25*time.Minute, 28), 15 * time.Minute, true},
		{"used all the time, after 12 hours", repeat(25*time.Minute, 28), 21 * time.Minute, false},
		{"clock back by a minute", nil, -time.Minute, true},
		{"clock back by an hour", nil, -time.Hour, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := owner.elsewhere().post("/connexion", "login", login, "password", password)
			p.post("/connexion/code", "code", p.code())
			for _, d := range c.steps {
				w.pass(d)
				if p.who().Kind != accounts.Agent {
					t.Fatal("ended early")
				}
			}
			w.pass(c.last)
			if got := p.who().Kind == accounts.Agent; got != c.in {
				t.Errorf("signed in: %t", got)
			}
			w.pass(-c.last)
			if c.last < 0 && p.who().Kind == accounts.Agent != c.in {
				t.Error("a session ended by a clock that went back is there again")
			}
			w.pass(2 * time.Hour) // codes of another time
		})
	}
}

func repeat(d time.Duration, n int) []time.Duration {
	var out []time.Duration
	for range n {
		out = append(out, d)
	}
	return out
}

// Neither the token nor anything that gives it is in the store.
func TestTokenNotKept(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	n := 0
	for r, err := range w.store.Records(context.Background(), store.SessionKind, "", w.now()) {
		if err != nil || strings.Contains(r.Key+string(r.Body), p.cookie()) {
			t.Errorf("%v, or the token is kept", err)
		}
		n++
	}
	if n != 2 { // by its token, and by its account
		t.Errorf("%d records", n)
	}
}

func TestCookie(t *testing.T) {
	for _, c := range []struct{ origin, name string }{{"https://fichier.example", "__Host-session"}, {"http://127.0.0.1:8080", "session"}} {
		w := newWorld(t, func(s *accounts.Settings) { s.Origin = c.origin })
		r, err := http.Get(w.url("/connexion"))
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if len(r.Cookies()) != 0 {
			t.Error("a cookie for nothing")
		}
		link, err := w.a.Bootstrap(context.Background(), "chef", "gestion")
		if err != nil {
			t.Fatal(err)
		}
		p := w.person()
		p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		p.post(strings.TrimPrefix(link, c.origin), "password", password)
		got := p.last.Cookies()
		if len(got) != 1 {
			t.Fatalf("%v", got)
		}
		one := got[0]
		if one.Name != c.name || one.Secure != strings.HasPrefix(c.origin, "https") || !one.HttpOnly || one.SameSite != http.SameSiteLaxMode || one.Path != "/" || one.Domain != "" || one.MaxAge != 0 || !one.Expires.IsZero() {
			t.Errorf("%s", one.Raw)
		}
		if p.last.Header.Get("Cache-Control") == "" {
			t.Error("no Cache-Control")
		}
	}
}

func TestSessionsPage(t *testing.T) {
	w := newWorld(t)
	here := w.member(agent("A-0007", login))
	there := here.elsewhere().signIn(login)
	other := w.member(agent("A-0010", "b.martin")) // whose code begins alike
	all, err := w.a.Sessions(context.Background(), "A-0007")
	if err != nil || len(all) != 2 || !all[0].Seen.After(all[1].Seen) {
		t.Fatalf("%+v, %v", all, err)
	}
	here.get("/compte/sessions").expect(http.StatusOK, "/compte/sessions")
	if strings.Count(here.body, "(celle-ci)") != 1 || strings.Count(here.body, `name="session"`) != 2 {
		t.Error(here.body)
	}
	name := there.who().Session
	// Ending a session asks to prove it again when the sign-in is not fresh.
	w.pass(20 * time.Minute)
	here.post("/compte/sessions", "session", name).expect(http.StatusOK, "/compte/confirmer")
	here.post("/compte/confirmer", "password", password, "code", here.code()).expect(http.StatusOK, "/compte/sessions")
	here.post("/compte/sessions", "session", name).expect(http.StatusOK, "/compte/sessions")
	if there.who().Kind != accounts.Anonymous || here.who().Kind != accounts.Agent {
		t.Error("the wrong session ended")
	}
	w.pass(time.Minute)
	third := here.elsewhere().signIn(login)
	here.post("/compte/sessions").expect(http.StatusOK, "/compte/sessions")
	if third.who().Kind != accounts.Anonymous || here.who().Kind != accounts.Agent || other.who().Kind != accounts.Agent {
		t.Error("ending the others ended the wrong ones")
	}
	// Nobody ends the session of another account.
	other.post("/compte/sessions", "session", here.who().Session)
	if here.who().Kind != accounts.Agent {
		t.Error("a session was ended by somebody else")
	}
}

func TestManagerEndsSessions(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	a, b := w.member(agent("A-0007", login)), w.member(agent("A-0008", "b.martin"))
	if err := w.a.EndSessions(ctx, "A-0007"); err != nil {
		t.Fatal(err)
	}
	if a.who().Kind != accounts.Anonymous || b.who().Kind != accounts.Agent {
		t.Error("EndSessions")
	}
	a.signIn(login)
	if err := w.a.EndEverySession(ctx); err != nil {
		t.Fatal(err)
	}
	if a.who().Kind != accounts.Anonymous || b.who().Kind != accounts.Anonymous {
		t.Error("EndEverySession")
	}
	a.signIn(login)
	if err := w.a.Close(ctx, "A-0007"); err != nil {
		t.Fatal(err)
	}
	if a.who().Kind != accounts.Anonymous || a.elsewhere().signIn(login).who().Kind != accounts.Anonymous {
		t.Error("a closed account")
	}
	if n, _ := w.store.Counts(ctx); n["records"] == 0 {
		t.Error("no record at all")
	}
}

// What the manager takes away is gone at the next request.
func TestRightsReadEachTime(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	if err := w.a.Settle(context.Background(), "A-0007", func(a *accounts.Account) { a.Rights = a.Rights[:1] }); err != nil {
		t.Fatal(err)
	}
	if got := p.who(); len(got.Rights) != 1 {
		t.Errorf("%+v", got)
	}
	if err := w.a.Settle(context.Background(), "A-0007", func(a *accounts.Account) { a.Party = "commune-2" }); err != nil {
		t.Fatal(err)
	}
	if got := p.who(); got.Kind != accounts.Anonymous {
		t.Errorf("%+v", got)
	}
}

func TestSessionsBounded(t *testing.T) {
	w := newWorld(t, func(s *accounts.Settings) { s.MaxSessions = 2 })
	p := w.member(agent("A-0007", login))
	q := p.elsewhere().signIn(login)
	r := p.elsewhere().signIn(login)
	kinds := []accounts.Kind{p.who().Kind, q.who().Kind, r.who().Kind}
	if diff := cmp.Diff([]accounts.Kind{accounts.Anonymous, accounts.Agent, accounts.Agent}, kinds); diff != "" {
		t.Error(diff)
	}
}

func TestPasswordChange(t *testing.T) {
	w := newWorld(t, func(s *accounts.Settings) {
		s.Breached = func(password string) bool { return password == "une suite qui a fui" }
	})
	here := w.member(agent("A-0007", login))
	there := here.elsewhere().signIn(login)
	const next = "un autre choix de mots longs"
	for _, c := range []struct{ name, current, next, says string }{
		{"wrong", "pas celui-là du tout", next, "n’est pas le bon"},
		{"short", password, "court", "trop court"},
		{"the same", password, password, "le même"},
		{"stolen", password, "une suite qui a fui", "mots de passe volés"},
		{"login", password, "xxA.DURANDyyzz1", "contient votre identifiant"},
	} {
		here.post("/compte/mot-de-passe", "current", c.current, "password", c.next).expect(http.StatusUnprocessableEntity, "/compte/mot-de-passe")
		if !strings.Contains(here.problem(), c.says) {
			t.Errorf("%s: %q", c.name, here.problem())
		}
		w.pass(time.Minute)
	}
	token := here.cookie()
	here.post("/compte/mot-de-passe", "current", password, "password", next).expect(http.StatusOK, "/compte/mot-de-passe")
	if here.cookie() == token || here.who().Kind != accounts.Agent || there.who().Kind != accounts.Anonymous {
		t.Error("after a change, this session goes on under a new token and the others end")
	}
	q := here.elsewhere().post("/connexion", "login", login, "password", password)
	if q.last.StatusCode != http.StatusUnprocessableEntity {
		t.Error("the old password opens still")
	}
	q.post("/connexion", "login", login, "password", next).expect(http.StatusOK, "/connexion/code")
}

func TestFresh(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	p.get("/grave").expect(http.StatusOK, "/grave")
	w.pass(5 * time.Minute)
	p.get("/grave?x=1").expect(http.StatusOK, "/compte/confirmer")
	p.post("/compte/confirmer", "password", password, "code", "000000").expect(http.StatusUnprocessableEntity, "/compte/confirmer")
	p.post("/compte/confirmer", "password", "pas celui-là", "code", p.code()).expect(http.StatusUnprocessableEntity, "/compte/confirmer")
	w.pass(time.Minute)
	token, before := p.cookie(), p.who().Session
	p.post("/compte/confirmer", "password", password, "code", p.code()).expect(http.StatusOK, "/grave")
	if p.last.Request.URL.RawQuery != "x=1" || p.cookie() == token || p.who().Session == before {
		t.Error("back at the page, under a new token")
	}
	// Proving it again does not lengthen a session.
	for range 29 {
		w.pass(25 * time.Minute)
		if p.who().Kind != accounts.Agent {
			break
		}
		p.post("/compte/confirmer", "password", password, "code", p.code())
	}
	if p.who().Kind != accounts.Anonymous {
		t.Error("a session of more than twelve hours")
	}
	w.person().get("/grave").expect(http.StatusOK, "/connexion")
}

// Changing the second factor asks for a fresh sign-in, and ends the other sessions.
func TestReplaceFactor(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	there := p.elsewhere().signIn(login)
	w.pass(20 * time.Minute)
	if p.get("/compte/second-facteur/image"); p.last.StatusCode != http.StatusNotFound {
		t.Error("a picture without a fresh sign-in")
	}
	p.get("/compte/second-facteur").expect(http.StatusOK, "/compte/confirmer")
	p.post("/compte/confirmer", "password", password, "code", p.code()).expect(http.StatusOK, "/compte/second-facteur")
	old := p.secret
	p.get("/compte/second-facteur/image")
	if p.last.Header.Get("Content-Type") != "image/png" || !strings.HasPrefix(p.body, "\x89PNG") {
		t.Error("no picture")
	}
	p.get("/compte/second-facteur")
	p.post("/compte/second-facteur", "code", "000000").expect(http.StatusUnprocessableEntity, "/compte/second-facteur")
	w.pass(time.Minute)
	if p.enrols(); p.secret == old || len(p.recovery) != 10 {
		t.Error("the factor is not replaced")
	}
	if p.who().Kind != accounts.Agent || there.who().Kind != accounts.Anonymous {
		t.Error("the other sessions go on")
	}
	w.pass(time.Minute)
	q := p.elsewhere()
	q.secret = old
	if q.signIn(login); q.who().Kind != accounts.Anonymous {
		t.Error("the old factor opens still")
	}
}

// A session ended while one of its requests is under way is not written again.
func TestEndedMeanwhile(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	name := p.who().Session
	w.pass(2 * time.Minute) // so that the request writes when it was used
	handler := w.a.Load(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if err := w.a.EndSession(r.Context(), "A-0007", name); err != nil {
			t.Error(err)
		}
	}))
	r, _ := http.NewRequest("GET", "/", nil)
	r.AddCookie(&http.Cookie{Name: "session", Value: p.cookie()})
	handler.ServeHTTP(&nowhere{}, r)
	if p.who().Kind != accounts.Anonymous {
		t.Error("the session is back")
	}
}

type nowhere struct{ header http.Header }

func (n *nowhere) Header() http.Header {
	if n.header == nil {
		n.header = http.Header{}
	}
	return n.header
}
func (n *nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n *nowhere) WriteHeader(int)             {}

// A session that nobody uses leaves the store when it is over.
func TestSessionsExpire(t *testing.T) {
	w := newWorld(t)
	w.member(agent("A-0007", login))
	w.pass(31 * time.Minute)
	if _, err := w.store.Expire(context.Background(), w.now(), w.now()); err != nil {
		t.Fatal(err)
	}
	for r := range w.store.Records(context.Background(), store.SessionKind, "", w.now().Add(-time.Hour)) {
		t.Errorf("%s is left", r.Key)
	}
}

// Only a server that shows itself to nobody else lets people in without proof.
func TestDemo(t *testing.T) {
	enter := func(w *world, p *person) error {
		var failed error
		handler := w.a.Load(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			failed = w.a.EnterAs(r.Context(), "A-0007")
			rw.WriteHeader(http.StatusOK)
		}))
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest("POST", "/", nil))
		at, _ := url.Parse(w.server.URL)
		p.client.Jar.SetCookies(at, answer.Result().Cookies())
		return failed
	}
	for _, demo := range []bool{true, false} {
		w := newWorld(t, func(s *accounts.Settings) { s.Demo = demo })
		if err := w.a.Create(context.Background(), agent("A-0007", login)); err != nil {
			t.Fatal(err)
		}
		p := w.person()
		err := enter(w, p)
		if got := p.who().Kind == accounts.Agent; got != demo || (err == nil) != demo {
			t.Errorf("demo %t: in %t, %v", demo, got, err)
		}
		if err := w.a.Close(context.Background(), "A-0007"); err != nil {
			t.Fatal(err)
		}
		if enter(w, p) == nil || p.who().Kind != accounts.Anonymous {
			t.Error("a closed account enters")
		}
	}
	for _, origin := range []string{"https://fichier.example", "https://127.0.0.1", "http://fichier.example"} {
		_, err := accounts.New(accounts.Settings{Store: newWorld(t).store, Now: time.Now, Zone: time.UTC, Key: make([]byte, 32), Origin: origin, Demo: true})
		if err == nil {
			t.Errorf("a demonstration at %s", origin)
		}
	}
}
