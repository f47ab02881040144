package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fichier-unique/rules/examples/internal/server"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// config is that of a server on this machine, in a folder of its own.
func config(t testing.TB, args ...string) server.Config {
	t.Helper()
	c, err := server.Read(append([]string{"-addr", "127.0.0.1:0", "-origin", "http://127.0.0.1:8080", "-data", t.TempDir()}, args...), func(string) string { return "" }, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	c.Version = "test"
	return c
}

// logFile is where a server under test writes its log.
func logFile(t testing.TB) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func start(t testing.TB, args ...string) *server.Server {
	t.Helper()
	s, err := server.New(t.Context(), config(t, args...), logFile(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func ask(s *server.Server, method, path string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

// Every route that is not public refuses whoever is not known, page or interface.
func TestEveryRouteRefusesStrangers(t *testing.T) {
	s := start(t)
	public := []string{}
	for _, route := range s.Routes() {
		method, path, _ := strings.Cut(route.Pattern, " ")
		if route.Audience == web.Public {
			public = append(public, route.Pattern)
			continue
		}
		for _, accept := range []string{"text/html", "application/json"} {
			got := ask(s, method, filled(path), "Accept", accept)
			refused := got.StatusCode == http.StatusUnauthorized || got.StatusCode == http.StatusForbidden ||
				got.StatusCode == http.StatusSeeOther && strings.HasPrefix(got.Header.Get("Location"), "/connexion") ||
				got.StatusCode == http.StatusSeeOther && strings.HasPrefix(got.Header.Get("Location"), "/acces")
			if !refused {
				t.Errorf("%s (%s) answers %d to a stranger", route.Pattern, route.Audience, got.StatusCode)
			}
		}
	}
	// What is public is a list somebody has read.
	slices.Sort(public)
	golden(t, "public_routes.txt", strings.Join(public, "\n")+"\n")
}

// filled gives values to the parameters of a pattern.
func filled(path string) string {
	var out []string
	for part := range strings.SplitSeq(path, "/") {
		if strings.HasPrefix(part, "{") {
			part = "x"
		}
		out = append(out, part)
	}
	return strings.Join(out, "/")
}

// No secret of the environment is shown by -h, nor by a flag that is wrong: both go to
// the log of the system.
func TestSecretsAreNotShown(t *testing.T) {
	env := func(name string) string {
		return map[string]string{"FICHIER_DB": "postgres://u:s3cret@h/b", "FICHIER_KEY": strings.Repeat("ab", 32), "FICHIER_SMTP_USER": "s3cret", "FICHIER_SMTP_PASSWORD": "s3cret"}[name]
	}
	for _, args := range [][]string{{"-h"}, {"-nosuch"}, {"start"}, {"-log", "xml"}} {
		var out bytes.Buffer
		_, err := server.Read(args, env, &out)
		if err == nil {
			t.Errorf("%v is taken", args)
		}
		if said := out.String() + err.Error(); strings.Contains(said, "s3cret") || strings.Contains(said, "abab") {
			t.Errorf("%v: %s", args, said)
		}
	}
	c, err := server.Read(nil, env, io.Discard)
	if err != nil || c.DB != "postgres://u:s3cret@h/b" {
		t.Errorf("%q, %v", c.DB, err)
	}
}

func TestConfig(t *testing.T) {
	for name, args := range map[string][]string{
		"address": {"-addr", "8080"}, "everywhere without origin": {"-addr", "0.0.0.0:8080"}, "demo for everybody": {"-addr", "0.0.0.0:8080", "-origin", "https://x.example", "-demo"},
		"log": {"-log", "xml"}, "rate": {"-api-rate", "-1"}, "reserve": {"-disk-reserve", "-1"}, "password for everybody to see": {"-db", "postgres://u:x@h/b"}, "password in words": {"-db", "host=h Password=x"}, "rate that is no number": {"-api-rate", "many"}, "rest": {"start"},
		"origin with a path": {"-origin", "https://x.example/fichier"}, "origin without scheme": {"-origin", "fichier.example.fr"},
	} {
		if _, err := server.Read(args, func(string) string { return "" }, io.Discard); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	c, err := server.Read(nil, func(name string) string {
		return map[string]string{"FICHIER_ADDR": "127.0.0.1:9999", "FICHIER_KEY": strings.Repeat("ab", 32)}[name]
	}, io.Discard)
	if err != nil || c.Addr != "127.0.0.1:9999" || len(c.Key) != 32 {
		t.Errorf("%+v, %v", c.Addr, err)
	}
	if _, err := server.Read(nil, func(name string) string { return map[string]string{"FICHIER_KEY": "abc"}[name] }, io.Discard); err == nil {
		t.Error("a key that is none was taken")
	}
}

func TestHelpIsFrench(t *testing.T) {
	var help bytes.Buffer
	if _, err := server.Read([]string{"-h"}, func(string) string { return "" }, &help); !errors.Is(err, flag.ErrHelp) {
		t.Fatal(err)
	}
	if said := help.String(); strings.Contains(said, "Usage of") || !strings.Contains(said, "Réglages") || !strings.Contains(said, "-charter") {
		t.Error(said)
	}
}

// Who starts without a charter of its own reads it before a number is given under
// that of the demonstration.
func TestDoorTellsOfTheCharter(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		told bool
	}{
		"none":            {nil, true},
		"one of its own":  {[]string{"-charter", "exemple-cote-d-or"}, false},
		"a demonstration": {[]string{"-demo"}, false},
	} {
		s, err := server.New(t.Context(), config(t, c.args...), logFile(t))
		if err != nil {
			t.Fatal(err)
		}
		door, err := s.Door(t.Context())
		if told := strings.Contains(door, "La charte en vigueur est celle de la démonstration"); err != nil || told != c.told {
			t.Errorf("%s: %q, %v", name, door, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Behind a proxy that is named, each visitor is counted apart; what somebody who is
// no proxy says of others is not believed.
func TestVisitorsBehindProxy(t *testing.T) {
	refused := func(s *server.Server, said func(int) string) (n int) {
		for i := range 100 {
			r := httptest.NewRequest("POST", "/demande/commencer", nil)
			r.RemoteAddr = "192.0.2.7:4000"
			r.Header.Set("X-Forwarded-For", said(i))
			w := httptest.NewRecorder()
			s.Handler().ServeHTTP(w, r)
			if w.Code == http.StatusTooManyRequests {
				n++
			}
		}
		return n
	}
	visitor := func(i int) string { return "198.51.100." + strconv.Itoa(i) }
	if n := refused(start(t, "-proxies", "192.0.2.0/24"), visitor); n > 0 {
		t.Errorf("%d of a hundred visitors pay for the others", n)
	}
	if refused(start(t), visitor) == 0 {
		t.Error("a visitor that names others is never slowed down")
	}
}

// A server starts, says it is ready, and stops when it is told to.
func TestRunAndStop(t *testing.T) {
	s := start(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	address := make(chan net.Addr, 1)
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, func(a net.Addr) { address <- a }) }()
	var got net.Addr
	select {
	case got = <-address:
	case err := <-ended:
		t.Fatal(err)
	}
	client := http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{}}
	r, err := client.Get("http://" + got.String() + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	var health struct{ Status string }
	if err := json.NewDecoder(r.Body).Decode(&health); err != nil || r.StatusCode != 200 || health.Status != "ready" {
		t.Errorf("%d %+v %v", r.StatusCode, health, err)
	}
	_ = r.Body.Close()
	client.CloseIdleConnections()
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("the server does not stop")
	}
}

// The demonstration begins with demands, and with a door for each account; outside
// of it there is no such door.
func TestDemo(t *testing.T) {
	s := start(t, "-demo")
	body, err := io.ReadAll(ask(s, "GET", "/demo").Body)
	if err != nil || bytes.Count(body, []byte("/demo/entrer")) < 6 {
		t.Errorf("%v %s", err, body)
	}
	if got := ask(start(t), "GET", "/demo").StatusCode; got != http.StatusNotFound {
		t.Errorf("without -demo, /demo answers %d", got)
	}
}

// Whoever is known and refused is in the log, by the code of the account.
func TestRefusalsAreLogged(t *testing.T) {
	f := logFile(t)
	s, err := server.New(t.Context(), config(t, "-demo"), f)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	enter := httptest.NewRequest("POST", "/demo/entrer", strings.NewReader("agent=D-0001"))
	enter.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, enter)
	cookies := w.Result().Cookies()
	if len(cookies) == 0 {
		t.Fatalf("%d: nobody entered", w.Code)
	}
	if got := ask(s, "GET", "/gestion", "Cookie", cookies[0].Name+"="+cookies[0].Value); got.StatusCode != http.StatusForbidden {
		t.Fatalf("%d", got.StatusCode)
	}
	text, err := os.ReadFile(f.Name())
	if err != nil || !bytes.Contains(text, []byte(`route="GET /gestion" agent=D-0001`)) || !bytes.Contains(text, []byte("DeniedError")) {
		t.Errorf("%v %s", err, text)
	}
}

// There is nothing at the addresses that scanners try, no list of a folder, and
// TRACE repeats nothing.
func TestNothingBeside(t *testing.T) {
	s := start(t)
	for _, path := range []string{"/.git/config", "/.env", "/static/", "/static/x/", "/debug/pprof/", "/metrics", "/server.key", "/data/server.key", "/static/x/../../server.key"} {
		if got := ask(s, "GET", path).StatusCode; got != http.StatusNotFound && got/100 != 3 {
			t.Errorf("%s answers %d", path, got)
		}
	}
	got := ask(s, "TRACE", "/", "Cookie", "session=MARQUEUR")
	body, err := io.ReadAll(got.Body)
	if err != nil || got.StatusCode != http.StatusMethodNotAllowed || bytes.Contains(body, []byte("MARQUEUR")) {
		t.Errorf("TRACE answers %d %s (%v)", got.StatusCode, body, err)
	}
}

// No answer lets another site read it, whatever it asks for.
func TestNoOtherSiteReads(t *testing.T) {
	s := start(t)
	for _, route := range s.Routes() {
		method, path, _ := strings.Cut(route.Pattern, " ")
		got := ask(s, method, filled(path), "Origin", "https://other.example")
		if allow := got.Header.Get("Access-Control-Allow-Origin"); allow != "" {
			t.Errorf("%s lets %s read", route.Pattern, allow)
		}
		if got.Header.Get("X-Content-Type-Options") != "nosniff" || got.Header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s has not the headers of every answer", route.Pattern)
		}
		if body, err := io.ReadAll(got.Body); err != nil || len(body) > 0 && got.Header.Get("Content-Type") == "" {
			t.Errorf("%s answers %d without saying what", route.Pattern, got.StatusCode)
		}
	}
}

// Signing out has the browser forget what it kept.
func TestSignOutClears(t *testing.T) {
	if got := ask(start(t), "POST", "/deconnexion"); !strings.Contains(got.Header.Get("Clear-Site-Data"), `"storage"`) {
		t.Errorf("%d %v", got.StatusCode, got.Header)
	}
}

// The log of a request holds nothing of it.
func TestLogHoldsNoPerson(t *testing.T) {
	f := logFile(t)
	c := config(t)
	s, err := server.New(t.Context(), c, f)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, path := range []string{"/MARQUEUR", "/api/v1/demands/MARQUEUR", "/suivi?x=MARQUEUR", "/static/x/MARQUEUR"} {
		ask(s, "GET", path, "User-Agent", "MARQUEUR", "Authorization", "Bearer MARQUEUR", "Cookie", "session=MARQUEUR")
	}
	text, err := os.ReadFile(f.Name())
	if err != nil || bytes.Contains(text, []byte("MARQUEUR")) {
		t.Errorf("%v %s", err, text)
	}
}
