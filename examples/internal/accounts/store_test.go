package accounts_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/pgtest"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/postgres"
)

// Two servers over one PostgreSQL: what is used once is used once on either, what
// is ended on one is ended on the other, and attempts add up.
func TestTwoServersOverPostgres(t *testing.T) {
	address := pgtest.Start(t).Database(t)
	open := func() store.Store {
		s, err := postgres.Open(context.Background(), address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	var asked []string
	here := over(t, open(), func(s *accounts.Settings) { s.Find = find(&asked) })
	there := over(t, open())
	p := here.member(agent("A-0007", login))
	there.clock.Store(here.clock.Load())

	// both runs something for each of many browsers, half of them on each server, all
	// at once.
	both := func(each func(*person)) []*person {
		var all sync.WaitGroup
		people := make([]*person, 12)
		for i := range people {
			w := here
			if i%2 == 1 {
				w = there
			}
			people[i] = w.person()
			people[i].secret = p.secret
			all.Go(func() { each(people[i]) })
		}
		all.Wait()
		return people
	}
	in := func(people []*person, kind accounts.Kind) (n int) {
		for _, q := range people {
			if q.who().Kind == kind {
				n++
			}
		}
		return n
	}

	people := both(func(q *person) { q.post("/connexion", "login", login, "password", password) })
	code := p.code()
	halfway := 0
	for _, q := range people {
		if q.where() == "/connexion/code" {
			halfway++
		}
	}
	var all sync.WaitGroup
	for _, q := range people {
		all.Go(func() { q.post("/connexion/code", "code", code) })
	}
	all.Wait()
	if n := in(people, accounts.Agent); n != 1 || halfway < 2 {
		t.Errorf("%d signed in with one code, of %d", n, halfway)
	}
	if err := there.a.EndSessions(context.Background(), "A-0007"); err != nil {
		t.Fatal(err)
	}
	if n := in(append(people, p), accounts.Agent); n != 0 {
		t.Errorf("%d sessions go on", n)
	}

	here.person().post("/acces", "number", number, "birth", birth)
	path := strings.TrimPrefix(here.mails()[0], here.server.URL)
	if n := in(both(func(q *person) { q.post(path) }), accounts.Applicant); n != 1 {
		t.Errorf("%d entered with one link", n)
	}

	here.pass(time.Hour)
	there.pass(time.Hour)
	here.comeFrom("203.0.113.9:1")
	there.comeFrom("203.0.113.9:1")
	tried := 0
	for _, q := range both(func(q *person) { q.post("/connexion", "login", login, "password", "pas celui-là du tout") }) {
		if q.last.StatusCode == http.StatusUnprocessableEntity {
			tried++
		}
	}
	if tried != 5 {
		t.Errorf("%d attempts at once on two servers", tried)
	}
}
