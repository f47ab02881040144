package pgtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Require is the variable that makes a missing PostgreSQL a failure.
const Require = "FICHIER_REQUIRE_POSTGRES"

// owner owns everything in the server.
const owner = "fichier"

// Server is a running server.
type Server struct {
	dir      string
	programs string
	command  *exec.Cmd
	leash    io.WriteCloser // the server stops when it closes
	log      bytes.Buffer

	mu        sync.Mutex
	databases int
}

// Start starts a server that stops at the end of the test.
func Start(t testing.TB) *Server {
	t.Helper()
	programs, err := find()
	if err == nil {
		err = runnable()
	}
	if err != nil {
		if os.Getenv(Require) == "1" {
			t.Fatal(err)
		}
		t.Skipf("%v: install the package postgresql to run this test", err)
	}
	// Not t.TempDir: the path of a socket is short, and the folder is opened to the
	// account that runs the server.
	dir, err := os.MkdirTemp("", "fichier-pg-")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{dir: dir, programs: programs}
	t.Cleanup(func() {
		s.Stop(t)
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := give(dir); err != nil {
		t.Fatal(err)
	}
	s.run(t, "initdb", "--pgdata", s.data(), "--username", owner, "--auth", "trust", "--encoding", "UTF8", "--no-locale", "--no-sync")
	s.Start(t)
	return s
}

// find gives the folder of the programs, the latest when there are several.
func find() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	all, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(all) == 0 {
		return "", fmt.Errorf("pgtest: no PostgreSQL here: initdb is neither in PATH nor in /usr/lib/postgresql")
	}
	latest := slices.MaxFunc(all, func(a, b string) int { return len(a) - len(b) + strings.Compare(a, b) })
	return filepath.Dir(latest), nil
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

func (s *Server) run(t testing.TB, program string, args ...string) {
	t.Helper()
	command := exec.Command(filepath.Join(s.programs, program), args...)
	command.Dir = s.dir
	lower(command)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("pgtest: %s: %v\n%s", program, err, out)
	}
}

// Start starts the server again after Stop.
func (s *Server) Start(t testing.TB) {
	t.Helper()
	// The shell waits for its input to end, which it does with this program
	// whatever ends it, and then stops the server at once: the data is for nobody.
	s.command = exec.Command("/bin/sh", "-c", `"$@" & server=$!; read _; kill -QUIT $server; wait $server`, "sh",
		filepath.Join(s.programs, "postgres"), "-D", s.data(), "-k", s.dir, "-c", "listen_addresses=", "-c", "max_connections=200")
	s.command.Dir = s.dir
	s.command.Stdout, s.command.Stderr = &s.log, &s.log
	lower(s.command)
	leash, err := s.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.leash = leash
	if err := s.command.Start(); err != nil {
		t.Fatal(err)
	}
	for range 600 { // a minute
		if conn, err := pgx.Connect(context.Background(), s.address("postgres")); err == nil {
			_ = conn.Close(context.Background()) // it served
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.Stop(t)
	t.Fatalf("pgtest: the server does not answer\n%s", s.log.String())
}

// Stop stops the server as if it had been killed: it writes nothing more, and
// recovers when it starts again.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	if s.command == nil {
		return
	}
	_ = s.leash.Close()  // the signal to stop
	_ = s.command.Wait() // it was killed: that is its state
	s.command = nil
}

func (s *Server) address(database string) string {
	return "postgres://" + owner + "@/" + database + "?host=" + s.dir
}

// Database makes an empty database and gives its address. Its texts sort as in
// French where the server can: a store sorts by bytes whatever the database does.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	s.mu.Lock()
	s.databases++
	name := fmt.Sprintf("test%d", s.databases)
	s.mu.Unlock()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, s.address("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'fr'"); err == nil {
		return s.address(name)
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return s.address(name)
}
