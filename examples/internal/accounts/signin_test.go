package accounts_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/examples/internal/accounts"
)

func TestSignIn(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login)).elsewhere()
	p.get("/agents").expect(http.StatusOK, "/connexion")
	before := p.get("/connexion").cookie()
	p.post("/connexion", "login", " A.Durand ", "password", password).expect(http.StatusOK, "/connexion/code")
	halfway := p.cookie()
	if p.who().Kind != accounts.Anonymous {
		t.Error("the password alone opens the server")
	}
	p.post("/connexion/code", "code", p.code()).expect(http.StatusOK, "/qui")
	if p.cookie() == halfway || halfway == before || len(p.cookie()) < 43 {
		t.Errorf("tokens %q, %q, %q", before, halfway, p.cookie())
	}
	got := p.who()
	got.Session = ""
	want := accounts.Identity{Kind: accounts.Agent, Agent: "A-0007", Party: "commune-1", Desk: "21001", Rights: []access.Act{access.Consult, access.Register}, Fresh: w.now()}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !got.May(access.Consult) || got.May(access.Export) || got.Has("read") {
		t.Error("rights")
	}
	p.get("/agents").expect(http.StatusOK, "/agents")
	p.get("/gestion").expect(http.StatusForbidden, "/gestion")
	p.post("/deconnexion")
	if p.who().Kind != accounts.Anonymous {
		t.Error("signed out, and still there")
	}
	if log := w.logged(); strings.Contains(log, login) || strings.Contains(log, "192.0.2") || !strings.Contains(log, "signed in") {
		t.Error("the log says who or where: " + log)
	}
}

// Coming back to the page asked for, and to no other server.
func TestBack(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	for back, want := range map[string]string{"/agents": "/agents", "//evil.example/": "/qui", "https://evil.example": "/qui", "/\\evil.example": "/qui"} {
		q := p.elsewhere()
		q.post("/connexion", "login", login, "password", password, "back", back).post("/connexion/code", "code", q.code())
		if q.where() != want || q.last.Request.URL.Host != p.last.Request.URL.Host {
			t.Errorf("%s: at %s", back, q.last.Request.URL)
		}
		w.pass(time.Minute)
	}
}

// Whether a login exists cannot be told: same status, same page, same work.
func TestNothingToldOfLogins(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	w.member(agent("A-0007", login))
	closed, program, invited := agent("A-0008", "b.closed"), agent("A-0009", "c.program"), agent("A-0010", "d.invited")
	program.Role = accounts.ProgramRole
	w.member(closed)
	for _, one := range []accounts.Account{program, invited} {
		if err := w.a.Create(ctx, one); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.a.Close(ctx, "A-0008"); err != nil {
		t.Fatal(err)
	}
	type answer struct {
		Status int
		Body   string
		Work   int64
	}
	var first answer
	for i, c := range []struct{ login, password string }{
		{login, "autre chose"}, {"personne", password}, {"b.closed", password}, {"c.program", ""}, {"d.invited", ""}, {"d.invited", password}, {"\x00", password},
	} {
		w.comeFrom("198.51.100." + string(rune('1'+i)) + ":1")
		before := w.a.Work()
		p := w.person().post("/connexion", "login", c.login, "password", c.password)
		got := answer{p.last.StatusCode, strings.Replace(p.body, `value="`+c.login+`"`, "", 1), w.a.Work() - before}
		if c.login == "\x00" {
			got.Body = first.Body // the field shows another sign
		}
		if i == 0 {
			if first = got; got.Status != http.StatusUnprocessableEntity || got.Work != 1 {
				t.Fatalf("%d, %d hashes", got.Status, got.Work)
			}
			continue
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Errorf("%q: %s", c.login, diff)
		}
	}
}

func TestPasswordsRehashed(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	dearer := over(t, w.store, func(s *accounts.Settings) { s.Hash = accounts.HashCost{MemoryKiB: 128, Times: 2, Lanes: 1} })
	dearer.clock.Store(w.clock.Load())
	old := dearer.a.KeptPassword("A-0007")
	q := dearer.person()
	q.secret = p.secret
	q.signIn(login)
	if q.who().Kind != accounts.Agent {
		t.Fatal("not signed in")
	}
	now := dearer.a.KeptPassword("A-0007")
	if old == now || !strings.Contains(now, "m=128,t=2,p=1") || !strings.HasPrefix(now, "$argon2id$v=19$") {
		t.Errorf("%q then %q", old, now)
	}
	q.elsewhere().signIn(login).expect(http.StatusOK, "/qui")
	if dearer.a.KeptPassword("A-0007") != now {
		t.Error("hashed again without need")
	}
}

func TestCodeUsedOnce(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	code := p.code()
	try := func(code string) *person {
		return p.elsewhere().post("/connexion", "login", login, "password", password).post("/connexion/code", "code", code)
	}
	if q := try(code[:3] + " " + code[3:]); q.who().Kind != accounts.Agent {
		t.Fatal("refused: " + q.problem())
	}
	if q := try(code); !strings.Contains(q.problem(), "ne sert qu’une fois") || q.who().Kind != accounts.Anonymous {
		t.Error("a code served twice")
	}
	// Another code has served since, and the clock goes back: the first one is still used.
	w.pass(30 * time.Second)
	if q := try(p.code()); q.who().Kind != accounts.Agent {
		t.Fatal("refused: " + q.problem())
	}
	w.pass(-30 * time.Second)
	if q := try(code); q.who().Kind != accounts.Anonymous {
		t.Error("a clock that goes back gives a code a second life")
	}
}

func TestCodeWindow(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	for _, c := range []struct {
		skew time.Duration
		ok   bool
	}{{-90 * time.Second, false}, {-30 * time.Second, true}, {30 * time.Second, true}, {90 * time.Second, false}} {
		w.pass(10 * time.Minute)
		q := p.elsewhere()
		w.pass(c.skew)
		code := q.code()
		w.pass(-c.skew)
		q.post("/connexion", "login", login, "password", password).post("/connexion/code", "code", code)
		if got := q.who().Kind == accounts.Agent; got != c.ok {
			t.Errorf("code of %s: %t", c.skew, got)
		}
	}
}

func TestRecoveryCodes(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	try := func(code string) accounts.Kind {
		return p.elsewhere().post("/connexion", "login", login, "password", password).post("/connexion/code", "code", code).who().Kind
	}
	first := p.recovery[0]
	if len(strings.ReplaceAll(first, "-", "")) != 24 {
		t.Errorf("%q has not 120 bits", first)
	}
	if try(strings.ToLower(strings.ReplaceAll(first, "-", " "))) != accounts.Agent {
		t.Error("a recovery code is refused")
	}
	if try(first) != accounts.Anonymous {
		t.Error("a recovery code served twice")
	}
	if try(p.recovery[1]) != accounts.Agent || try("AAAA-AAAA-AAAA-AAAA-AAAA-AAAA") != accounts.Anonymous {
		t.Error("recovery codes")
	}
	for r, err := range w.store.Records(context.Background(), "account", "", w.now()) {
		if err != nil || strings.Contains(string(r.Body), strings.ReplaceAll(p.recovery[2], "-", "")) || strings.Contains(string(r.Body), p.secret) {
			t.Error("a secret is kept as it is")
		}
	}
}

// The second step does not wait for ever, nor take every code.
func TestSecondStepEnds(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login)).elsewhere()
	p.post("/connexion", "login", login, "password", password)
	w.pass(11 * time.Minute)
	p.post("/connexion/code", "code", p.code()).expect(http.StatusUnprocessableEntity, "/connexion/code")
	if !strings.Contains(p.problem(), "Recommencez") || p.who().Kind != accounts.Anonymous {
		t.Error("signed in after eleven minutes")
	}
	p.post("/connexion", "login", login, "password", password)
	for range 5 {
		p.post("/connexion/code", "code", "000000")
		w.pass(10 * time.Second) // above the delay between codes
	}
	if p.post("/connexion/code", "code", p.code()).who().Kind != accounts.Anonymous {
		t.Error("a sixth code is taken")
	}
	q := w.person().get("/connexion/code").expect(http.StatusOK, "/connexion")
	q.post("/connexion/code", "code", "123456").expect(http.StatusUnprocessableEntity, "/connexion/code")
	q.get("/connexion/second-facteur").expect(http.StatusOK, "/connexion")
}

// Of many browsers that send the same code at once, one signs in.
func TestCodeRace(t *testing.T) {
	w := newWorld(t)
	p := w.member(agent("A-0007", login))
	const many = 8
	var all [many]*person
	for i := range all {
		all[i] = p.elsewhere().post("/connexion", "login", login, "password", password)
		w.pass(time.Second)
	}
	code := p.code()
	done := make(chan struct{})
	for i := range all {
		go func() { all[i].post("/connexion/code", "code", code); done <- struct{}{} }()
	}
	for range all {
		<-done
	}
	in := 0
	for i := range all {
		if all[i].who().Kind == accounts.Agent {
			in++
		}
	}
	if in != 1 {
		t.Errorf("%d signed in with one code", in)
	}
}

func TestForgedForm(t *testing.T) {
	w := newWorld(t)
	w.member(agent("A-0007", login))
	r, _ := http.NewRequest("POST", w.url("/connexion"), strings.NewReader("login="+login+"&password="+password))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	p := w.person()
	p.done(p.client.Do(r))
	if p.last.StatusCode != http.StatusForbidden || p.cookie() != "" {
		t.Errorf("%d", p.last.StatusCode)
	}
}
