package accounts_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/accounts"
)

func TestBootstrap(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	if all, err := w.a.All(ctx); err != nil || len(all) != 0 {
		t.Errorf("a new server has accounts: %v, %v", all, err)
	}
	first, err := w.a.Bootstrap(ctx, "chef", "gestion")
	if err != nil || !strings.HasPrefix(first, w.server.URL+"/invitation/") {
		t.Fatal(first, err)
	}
	second, err := w.a.Bootstrap(ctx, "chef", "gestion")
	if err != nil || second == first || second == "" {
		t.Fatal(second, err)
	}
	w.person().get(first).expect(http.StatusUnprocessableEntity, strings.TrimPrefix(first, w.server.URL)) // the older one opens nothing
	p := w.invited(second)
	if got := p.who(); got.Kind != accounts.Manager || got.Agent != "A-0001" || !got.May(access.Manage) {
		t.Errorf("%+v", got)
	}
	p.get("/gestion").expect(http.StatusOK, "/gestion")
	p.get("/agents").expect(http.StatusOK, "/agents")
	if third, err := w.a.Bootstrap(ctx, "chef", "gestion"); third != "" || err != nil {
		t.Errorf("%q, %v", third, err)
	}
	// With no manager left, another one may begin, under another login.
	if err := w.a.Close(ctx, "A-0001"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.a.Bootstrap(ctx, "chef", "gestion"); err == nil {
		t.Error("the login of a closed account is given again")
	}
	if last, err := w.a.Bootstrap(ctx, "cheffe", "gestion"); err != nil || w.invited(last).who().Agent != "A-0002" {
		t.Error(err)
	}
	if strings.Contains(w.logged(), strings.TrimPrefix(second, w.server.URL)) {
		t.Error("the log gives the invitation")
	}
}

func TestInvitation(t *testing.T) {
	w := newWorld(t, func(s *accounts.Settings) {
		s.Breached = func(password string) bool { return password == "une suite qui a fui" }
	})
	ctx := context.Background()
	if err := w.a.Create(ctx, agent("A-0007", login)); err != nil {
		t.Fatal(err)
	}
	invite := func() string {
		link, err := w.a.Invite(ctx, "A-0007")
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimPrefix(link, w.server.URL)
	}
	late := invite()
	w.pass(72 * time.Hour)
	w.person().post(late, "password", password).expect(http.StatusUnprocessableEntity, late)
	link := invite()
	p := w.person().get(link).expect(http.StatusOK, link)
	if !strings.Contains(p.body, `autocomplete="new-password"`) || !strings.Contains(p.body, `value="a.durand"`) {
		t.Error(p.body)
	}
	p.post(link, "password", "trop court").expect(http.StatusUnprocessableEntity, link)
	if !strings.Contains(p.problem(), "trop court") {
		t.Error(p.problem())
	}
	p.post(link, "password", "une suite qui a fui").expect(http.StatusUnprocessableEntity, link)
	p.post(link, "password", "xx a.durand xx yy").expect(http.StatusUnprocessableEntity, link)
	p.post(link, "password", password).expect(http.StatusOK, "/connexion/second-facteur")
	w.person().post(link, "password", password).expect(http.StatusUnprocessableEntity, link) // used once
	if p.who().Kind != accounts.Anonymous {
		t.Error("signed in without a second factor")
	}
	p.get("/connexion/second-facteur/image")
	if !strings.HasPrefix(p.body, "\x89PNG") || p.last.Header.Get("Cache-Control") != "no-store" {
		t.Error("no picture")
	}
	p.get("/connexion/code").expect(http.StatusOK, "/connexion/second-facteur")
	p.enrols()
	w.pass(time.Minute)

	// A forgotten password: the factor stays, and is asked.
	link = invite()
	p.post(link, "password", "tout autre chose de long").expect(http.StatusOK, "/connexion/code")
	if p.who().Kind != accounts.Anonymous {
		t.Error("an invitation goes around the second factor")
	}
	p.post("/connexion/code", "code", p.code()).expect(http.StatusOK, "/qui")

	// A lost telephone: nothing opens before the new invitation, which enrols again.
	w.pass(time.Minute)
	reset, err := w.a.ResetFactor(ctx, "A-0007")
	if err != nil {
		t.Fatal(err)
	}
	if p.who().Kind != accounts.Anonymous {
		t.Error("a session goes on after a reset")
	}
	p.post("/connexion", "login", login, "password", "tout autre chose de long").expect(http.StatusUnprocessableEntity, "/connexion")
	p.post("/connexion/code", "code", p.recovery[0]).expect(http.StatusUnprocessableEntity, "/connexion/code")
	if w.invited(reset).who().Kind != accounts.Agent {
		t.Error("not signed in after a reset")
	}
}

// Of two browsers that enrol a factor for one account, one does.
func TestEnrolmentRace(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	if err := w.a.Create(ctx, agent("A-0007", login)); err != nil {
		t.Fatal(err)
	}
	link, _ := w.a.Invite(ctx, "A-0007")
	p := w.person()
	p.post(strings.TrimPrefix(link, w.server.URL), "password", password).expect(http.StatusOK, "/connexion/second-facteur")
	q := w.person().post("/connexion", "login", login, "password", password).expect(http.StatusOK, "/connexion/second-facteur")
	p.enrols()
	w.pass(time.Minute)
	q.enrols()
	if p.who().Kind != accounts.Agent || q.who().Kind != accounts.Anonymous {
		t.Error("a factor was enrolled over another one")
	}
}

func TestCreate(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	if err := w.a.Create(ctx, agent("A-0007", login)); err != nil {
		t.Fatal(err)
	}
	change := func(f func(*accounts.Account)) accounts.Account {
		one := agent("A-0008", "b.martin")
		f(&one)
		return one
	}
	for _, c := range []struct {
		name    string
		account accounts.Account
		want    error
	}{
		{"login of another", agent("A-0008", "A.Durand"), accounts.ErrTaken},
		{"code of another", agent("A-0007", "b.martin"), accounts.ErrTaken},
		{"code with a name", change(func(a *accounts.Account) { a.Agent = "Anne Durand" }), nil},
		{"code with a slash", change(func(a *accounts.Account) { a.Agent = "A/1" }), nil},
		{"no party", change(func(a *accounts.Account) { a.Party = "" }), nil},
		{"no login", change(func(a *accounts.Account) { a.Login = "" }), nil},
		{"role", change(func(a *accounts.Account) { a.Role = "chef" }), nil},
		{"no day", change(func(a *accounts.Account) { a.OpenedOn = demand.Date{} }), nil},
		{"closed before it opens", change(func(a *accounts.Account) { a.ClosedOn = demand.MustDate("2025-01-01") }), nil},
		{"right unknown", change(func(a *accounts.Account) { a.Rights = []access.Act{"all"} }), nil},
		{"provider unknown", change(func(a *accounts.Account) { a.Provider = "x" }), nil},
	} {
		err := w.a.Create(ctx, c.account)
		if err == nil || c.want != nil && err != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	// What failed left nothing behind.
	if err := w.a.Create(ctx, agent("A-0008", "b.martin")); err != nil {
		t.Error(err)
	}
	if _, err := w.a.Invite(ctx, "A-0009"); err == nil {
		t.Error("an invitation for nobody")
	}
}

// Of many that take one login at once, one has it.
func TestLoginRace(t *testing.T) {
	w := newWorld(t)
	const many = 8
	done := make(chan error)
	for i := range many {
		go func() { done <- w.a.Create(context.Background(), agent("A-"+string(rune('1'+i)), login)) }()
	}
	made := 0
	for range many {
		switch err := <-done; err {
		case nil:
			made++
		case accounts.ErrTaken:
		default:
			t.Error(err)
		}
	}
	if made != 1 {
		t.Errorf("%d accounts with one login", made)
	}
}

func TestListAndDormant(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	w.member(agent("A-0007", login))
	never, closed, young := agent("A-0008", "b"+login), agent("A-0009", "c"+login), agent("A-0010", "d"+login)
	never.Named = false
	young.OpenedOn = demand.MustDate("2026-03-01")
	for _, one := range []accounts.Account{never, closed, young} {
		if err := w.a.Create(ctx, one); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.a.Close(ctx, "A-0009"); err != nil {
		t.Fatal(err)
	}
	list, err := w.a.List(ctx, []access.Territory{{Party: "commune-1", Communes: []string{"21231"}}})
	if err != nil || len(list.Check()) > 0 || len(list.Accounts) != 4 || len(list.Territories) != 1 {
		t.Fatalf("%+v, %v, %v", list, err, list.Check())
	}
	want := access.Account{Agent: "A-0009", Party: "commune-1", Named: true, Rights: []access.Act{access.Consult, access.Register}, OpenedOn: demand.MustDate("2026-01-01"), ClosedOn: demand.MustDate("2026-03-02")}
	if diff := cmp.Diff(want, list.Accounts[2], cmp.Comparer(func(x, y demand.Date) bool { return x == y })); diff != "" {
		t.Error(diff)
	}
	dormant := func(days int) (codes string) {
		all, err := w.a.Dormant(ctx, days)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range all {
			codes += one.Agent + " "
		}
		return codes
	}
	if got := dormant(59); got != "A-0008 " { // opened 60 days ago, never used
		t.Errorf("%q", got)
	}
	w.pass(91 * 24 * time.Hour)
	if got := dormant(90); got != "A-0007 A-0008 A-0010 " {
		t.Errorf("%q", got)
	}
}

// An account works on its days, and not on others.
func TestDays(t *testing.T) {
	w := newWorld(t)
	one := agent("A-0007", login)
	one.ClosedOn = demand.MustDate("2026-03-03")
	p := w.member(one)
	w.pass(13*time.Hour + 30*time.Minute) // 23 h 30 in Paris, the day before the last
	w.pass(24 * time.Hour)                // 23 h 30 on the last day
	if p.signIn(login).who().Kind != accounts.Agent {
		t.Error("closed on its last day")
	}
	w.pass(29 * time.Minute) // past midnight in Paris, still the last day in London
	if p.who().Kind != accounts.Anonymous {
		t.Error("a session goes on after the last day")
	}
	p.post("/connexion", "login", login, "password", password).expect(http.StatusUnprocessableEntity, "/connexion")
}
