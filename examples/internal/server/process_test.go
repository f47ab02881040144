package server_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/server"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/open"
)

// What a child is told: its folder, and its database when it is not in it.
const (
	childData = "FICHIER_SERVER_CHILD"
	childDB   = "FICHIER_SERVER_CHILD_DB"
)

// TestMain makes of this program a server, when a test started it as one.
func TestMain(m *testing.M) {
	if data := os.Getenv(childData); data != "" {
		if err := child(data, os.Getenv(childDB)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func child(data, db string) (err error) {
	time.AfterFunc(3*time.Minute, func() { os.Exit(3) }) // nobody ended it
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	c, err := server.Read([]string{"-addr", "127.0.0.1:0", "-origin", "http://127.0.0.1:8080", "-data", data, "-db", db}, func(string) string { return "" }, os.Stderr)
	if err != nil {
		return err
	}
	s, err := server.New(ctx, c, os.Stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return s.Run(ctx, func(a net.Addr) { fmt.Println(a) })
}

// place is where a server keeps its file, and a token of a landlord for it.
type place struct {
	data, db, token string
}

func newPlace(t *testing.T, db string) *place {
	t.Helper()
	p := &place{data: t.TempDir(), db: db}
	s := p.store(t)
	a, err := accounts.New(accounts.Settings{Store: s, Now: time.Now, Zone: time.UTC, Key: make([]byte, 32), Origin: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	day, _ := demand.NewDate(now.Year(), int(now.Month()), now.Day())
	if p.token, _, err = a.Issue(t.Context(), accounts.Token{Party: "bailleur-a", Scopes: []string{"demands"}, Until: day.AddDays(3)}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return p
}

// store opens what the server left.
func (p *place) store(t *testing.T) store.Store {
	t.Helper()
	s, err := open.Store(t.Context(), p.data, p.db)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// process is a server that runs in a process of its own.
type process struct {
	t       *testing.T
	place   *place
	command *exec.Cmd
	client  *http.Client
	base    string
	said    *os.File
}

// run starts a server and waits until it listens.
func (p *place) run(t *testing.T) *process {
	t.Helper()
	said, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	s := &process{t: t, place: p, said: said, command: exec.Command(os.Args[0], "-test.run=^$"),
		client: &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 16}}}
	s.command.Env = append(os.Environ(), childData+"="+p.data, childDB+"="+p.db)
	s.command.Stderr = said
	out, err := s.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v\n%s", err, s.log())
	}
	s.base = "http://" + strings.TrimSpace(line)
	return s
}

func (s *process) log() string {
	text, err := os.ReadFile(s.said.Name())
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// kill ends the process as a power cut does. It may have ended already.
func (s *process) kill() {
	_ = s.command.Process.Kill()
	_ = s.command.Wait()
	_ = s.said.Close()
	s.client.CloseIdleConnections()
}

// stop tells the process to end, and waits for it.
func (s *process) stop() {
	s.t.Helper()
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	if err := s.command.Wait(); err != nil {
		s.t.Errorf("the server ended badly: %v\n%s", err, s.log())
	}
	s.client.CloseIdleConnections()
}

// said is an answer.
type said struct {
	status   int
	body     string
	replayed bool
}

// send sends a request of the partner; an error when no whole answer came.
func (s *process) send(method, path, key string, body io.Reader) (said, error) {
	r, err := http.NewRequest(method, s.base+path, body)
	if err != nil {
		return said{}, err
	}
	r.Header.Set("Authorization", "Bearer "+s.place.token)
	r.Header.Set("Content-Type", "application/json")
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	w, err := s.client.Do(r)
	if err != nil {
		return said{}, err
	}
	text, err := io.ReadAll(w.Body)
	return said{w.StatusCode, string(text), w.Header.Get("Idempotent-Replayed") != ""}, errors.Join(err, w.Body.Close())
}

// register registers the household of a number under a key of its own.
func (s *process) register(n int) (said, error) {
	text, err := json.Marshal(registering(n))
	if err != nil {
		return said{}, err
	}
	return s.send("POST", "/api/v1/demands", fmt.Sprint("key-", n), bytes.NewReader(text))
}

// registering is a household that resembles no other.
func registering(n int) map[string]any {
	seed := uint64(n+1) * 0x9e3779b97f4a7c15
	word := func(length int) string {
		var b strings.Builder
		for i := range length {
			seed ^= seed << 13
			seed ^= seed >> 7
			seed ^= seed << 17
			b.WriteByte([]string{"bcdfglmnprstv", "aeiou"}[i%2][seed%[]uint64{13, 5}[i%2]])
		}
		return strings.ToUpper(b.String()[:1]) + b.String()[1:]
	}
	used, first, street := word(9), word(7), word(10)
	form := map[string]any{
		"applicant": map[string]any{"civility": "1", "used_name": used, "first_names": first,
			"birth_date": fmt.Sprintf("%d-%02d-%02d", 1945+seed%55, 1+seed>>8%12, 1+seed>>16%28), "nationality": "1", "family_situation": "C", "mobile_phone": fmt.Sprintf("06%08d", seed>>24%100_000_000),
			"address": map[string]any{"number": fmt.Sprint(n%90 + 1), "street": "rue " + street, "postal_code": "21000", "commune": "21231"}},
		"persons_to_house": 1, "wanted": map[string]any{"types": []string{"T2"}, "places": []map[string]any{{"commune": "21231"}}},
		"reasons": []map[string]any{{"code": "01"}}, "present_housing": map[string]any{"kinds": []string{"LP"}},
	}
	return map[string]any{"form": form, "facts": map[string]any{"identity": true}}
}
