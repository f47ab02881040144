package accounts_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/mail"
)

const (
	number  = "021040310000121001"
	silent  = "021040310000221001" // whose form has no address
	unknown = "021040310000321001"
	birth   = "1987-05-12"
	address = "demandeur@exemple.fr"
)

// find knows two demands, and counts what it is asked.
func find(asked *[]string) accounts.Find {
	return func(_ context.Context, n, b string) (string, string, bool) {
		*asked = append(*asked, n+" "+b)
		switch {
		case n == number && b == birth:
			return "demand-1", address, true
		case n == silent && b == birth:
			return "demand-2", "", true
		}
		return "", "", false
	}
}

// mails takes the messages that wait, with their addresses.
func (w *world) mails() (links []string) {
	w.t.Helper()
	for {
		n, err := w.a.SendLinks(context.Background())
		if err != nil {
			w.t.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	claimed, err := w.store.Claim(context.Background(), mail.Topic, w.now(), time.Minute, 100)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, m := range claimed {
		var body struct {
			To   string
			Data map[string]string
		}
		if err := json.Unmarshal(m.Body, &body); err != nil || body.To != address {
			w.t.Errorf("%v, to %s", err, body.To)
		}
		links = append(links, body.Data["Link"])
		if err := w.store.Settle(context.Background(), m.ID, time.Time{}); err != nil {
			w.t.Fatal(err)
		}
	}
	return links
}

func TestLink(t *testing.T) {
	var asked []string
	w := newWorld(t, func(s *accounts.Settings) { s.Find = find(&asked) })
	p := w.person()
	p.get("/demande").expect(http.StatusOK, "/acces")
	p.post("/acces", "number", " 021 0403 1000 0121 001", "birth", "12/05/1987", "email", "voleur@exemple.fr").expect(http.StatusOK, "/acces")
	if !strings.Contains(p.body, "30\u00a0minutes") {
		t.Error(p.body)
	}
	links := w.mails()
	if diff := cmp.Diff([]string{number + " " + birth}, asked); diff != "" || len(links) != 1 {
		t.Fatal(diff, links)
	}
	path := strings.TrimPrefix(links[0], w.server.URL)
	if !regexp.MustCompile(`^/acces/[\w-]{43}$`).MatchString(path) {
		t.Error(path)
	}
	// A program that looks into mails opens the link, and does not use it.
	for range 3 {
		w.person().get(path).expect(http.StatusOK, path)
	}
	q := w.person().get(path)
	q.post(path).expect(http.StatusOK, "/qui")
	got := q.who()
	if got.Session = ""; !cmp.Equal(got, accounts.Identity{Kind: accounts.Applicant, Demand: "demand-1", Fresh: w.now()}) {
		t.Errorf("%+v", got)
	}
	q.get("/demande").expect(http.StatusOK, "/demande")
	q.get("/agents").expect(http.StatusForbidden, "/agents")
	w.person().post(path).expect(http.StatusUnprocessableEntity, path) // used once
	w.person().get(path).expect(http.StatusUnprocessableEntity, path)
	w.pass(29 * time.Minute)
	if q.who().Kind != accounts.Applicant {
		t.Error("ended early")
	}
	w.pass(30 * time.Minute)
	if q.who().Kind != accounts.Anonymous {
		t.Error("idle for 30 minutes, and still there")
	}
	for _, secret := range []string{number, birth, address, path, "demand-1"} {
		if strings.Contains(w.logged(), secret) {
			t.Errorf("the log says %s", secret)
		}
	}
}

func TestApplicantSessionEnds(t *testing.T) {
	var asked []string
	w := newWorld(t, func(s *accounts.Settings) { s.Find = find(&asked) })
	w.person().post("/acces", "number", number, "birth", birth)
	p := w.person().post(strings.TrimPrefix(w.mails()[0], w.server.URL))
	for range 5 {
		w.pass(20 * time.Minute)
		if p.who().Kind != accounts.Applicant {
			t.Fatal("ended early")
		}
	}
	w.pass(20 * time.Minute)
	if p.who().Kind != accounts.Anonymous {
		t.Error("a session of two hours")
	}
}

func TestLinkLate(t *testing.T) {
	var asked []string
	w := newWorld(t, func(s *accounts.Settings) { s.Find = find(&asked) })
	w.person().post("/acces", "number", number, "birth", birth)
	path := strings.TrimPrefix(w.mails()[0], w.server.URL)
	w.pass(30 * time.Minute)
	w.person().post(path).expect(http.StatusUnprocessableEntity, path)
	// A request that waited too long, as when the server was stopped, sends nothing.
	w.person().post("/acces", "number", number, "birth", birth)
	w.pass(3 * time.Hour)
	if links := w.mails(); len(links) != 0 {
		t.Error("a link for a request of three hours ago")
	}
}

// Whether there is a demand, an address, or one request too many cannot be told:
// the same page, and the same things written.
func TestNothingToldOfDemands(t *testing.T) {
	var asked []string
	w := newWorld(t, func(s *accounts.Settings) { s.Find = find(&asked) })
	type answer struct {
		Status  int
		Body    string
		Written map[string]int64
	}
	var first *answer
	for i, c := range []struct {
		name, number, birth string
		links               int
	}{
		{"a demand", number, birth, 1},
		{"another day", number, "1987-05-13", 0},
		{"no address", silent, birth, 0},
		{"no demand", unknown, birth, 0},
		{"a demand, the second time", number, birth, 1},
		{"a demand, the third time", number, birth, 1},
		{"a demand, once too often", number, birth, 0},
		{"no demand, again", unknown, "1990-01-01", 0},
	} {
		w.comeFrom("198.51.100." + string(rune('1'+i)) + ":1")
		before, _ := w.store.Counts(context.Background())
		p := w.person().post("/acces", "number", c.number, "birth", c.birth)
		after, _ := w.store.Counts(context.Background())
		got := answer{p.last.StatusCode, p.body, map[string]int64{"messages": after["messages"] - before["messages"]}}
		if first == nil {
			first = &got
		}
		if diff := cmp.Diff(*first, got); diff != "" || len(asked) != 0 {
			t.Errorf("%s: %s, asked %v", c.name, diff, asked)
		}
		if links := w.mails(); len(links) != c.links {
			t.Errorf("%s: %d links", c.name, len(links))
		}
		asked = nil
	}
	if first.Status != http.StatusOK || first.Written["messages"] != 1 {
		t.Errorf("%+v", first)
	}
}

func TestLinkAsksForWholeFields(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ number, birth, says string }{
		{"12", birth, "numéro unique"}, {"", birth, "numéro unique"}, {number, "", "date de naissance"}, {number, "31/02/1987", "date de naissance"},
	} {
		p := w.person().post("/acces", "number", c.number, "birth", c.birth)
		if p.expect(http.StatusUnprocessableEntity, "/acces"); !strings.Contains(p.problem(), c.says) || !strings.Contains(p.body, "<title>À revoir") || c.number != "" && !strings.Contains(p.body, `value="`+c.number+`"`) {
			t.Errorf("%+v: %q", c, p.problem())
		}
	}
}

// Who lost the number, or never had one, is told where to go.
func TestLinkSaysWhatToDoWithoutNumber(t *testing.T) {
	w := newWorld(t)
	p := w.person().get("/acces")
	for _, want := range []string{"Vous n’avez plus votre numéro", "guichet d’enregistrement", `href="/demande/reprendre"`} {
		if !strings.Contains(p.body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// A stranger who knows a number, and not the date, does not keep its owner out.
func TestStrangerDoesNotKeepOut(t *testing.T) {
	var asked []string
	w := newWorld(t, func(s *accounts.Settings) { s.Find = find(&asked) })
	for i := range 60 {
		w.comeFrom(fmt.Sprintf("198.51.%d.7:1", i))
		w.person().post("/acces", "number", number, "birth", fmt.Sprintf("1950-01-%02d", i%28+1)).expect(http.StatusOK, "/acces")
		w.mails()
	}
	if len(asked) != 20 {
		t.Errorf("%d dates tried at once", len(asked))
	}
	w.pass(10 * time.Minute)
	w.comeFrom("192.0.2.50:1")
	w.person().post("/acces", "number", number, "birth", birth)
	if len(w.mails()) != 1 {
		t.Error("the owner gets no link")
	}
	// One address that asks without end is told to wait.
	for i := range 11 {
		p := w.person().post("/acces", "number", unknown, "birth", fmt.Sprintf("1950-01-%02d", i+1))
		if want := i >= 9; want != (p.last.StatusCode == http.StatusTooManyRequests) {
			t.Errorf("request %d: %d", i+1, p.last.StatusCode)
		}
	}
}

// Of many browsers that confirm one link at once, one enters.
func TestLinkRace(t *testing.T) {
	var asked []string
	w := newWorld(t, func(s *accounts.Settings) { s.Find = find(&asked) })
	w.person().post("/acces", "number", number, "birth", birth)
	path := strings.TrimPrefix(w.mails()[0], w.server.URL)
	const many = 8
	done := make(chan *person)
	for range many {
		go func() { done <- w.person().post(path) }()
	}
	in := 0
	for range many {
		if p := <-done; p.last.StatusCode == http.StatusOK && p.where() == "/qui" {
			in++
		}
	}
	if in != 1 {
		t.Errorf("%d entered with one link", in)
	}
}

// Entering as an applicant leaves the session of an agent behind.
func TestEnterLeavesTheAgentBehind(t *testing.T) {
	var asked []string
	w := newWorld(t, func(s *accounts.Settings) { s.Find = find(&asked) })
	p := w.member(agent("A-0007", login))
	token := p.cookie()
	w.person().post("/acces", "number", number, "birth", birth)
	p.post(strings.TrimPrefix(w.mails()[0], w.server.URL))
	if got := p.who(); got.Kind != accounts.Applicant || got.Agent != "" || got.Rights != nil || p.cookie() == token {
		t.Errorf("%+v", got)
	}
	r, _ := http.NewRequest("GET", w.url("/qui"), nil)
	r.AddCookie(&http.Cookie{Name: "session", Value: token})
	q := w.person()
	if q.done(q.client.Do(r)); w.seen.Load().Kind != accounts.Anonymous {
		t.Error("the old token opens still")
	}
}

// An address that no message reaches, as a form may hold one, sends nothing, and
// holds up nobody else's link.
func TestLinkToNoAddress(t *testing.T) {
	w := newWorld(t, func(s *accounts.Settings) {
		s.Find = func(_ context.Context, n, _ string) (string, string, bool) {
			if n == silent {
				return "demand-2", "berthe@exemple,fr", true
			}
			return "demand-1", address, n == number
		}
	})
	w.person().post("/acces", "number", silent, "birth", birth).expect(http.StatusOK, "/acces")
	w.person().post("/acces", "number", number, "birth", birth).expect(http.StatusOK, "/acces")
	if links := w.mails(); len(links) != 1 {
		t.Errorf("%d links, want that of the demand with an address", len(links))
	}
}

// Whoever follows the link of the mail again, and is in already, goes to the demand.
func TestLinkFollowedTwice(t *testing.T) {
	var asked []string
	w := newWorld(t, func(s *accounts.Settings) { s.Find = find(&asked) })
	w.person().post("/acces", "number", number, "birth", birth)
	path := strings.TrimPrefix(w.mails()[0], w.server.URL)
	p := w.person().post(path).expect(http.StatusOK, "/qui")
	p.get(path).expect(http.StatusOK, "/qui")
	w.person().get(path).expect(http.StatusUnprocessableEntity, path)
}
