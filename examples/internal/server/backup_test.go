package server_test

import (
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/fichier-unique/rules/examples/internal/store"
)

// A backup taken while partners register, restored elsewhere: what was answered
// before it is there with the same numbers, under the same keys, and the new server
// goes on.
func TestBackupWhileWriting(t *testing.T) {
	from := newPlace(t, "")
	s := from.run(t)
	var mu sync.Mutex
	told := map[int]said{}
	var asked atomic.Int64
	stop := make(chan struct{})
	var wait sync.WaitGroup
	for range 3 {
		wait.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				n := int(asked.Add(1))
				got, err := s.register(n)
				if err != nil || got.status != 201 {
					t.Errorf("household %d: %v %d %s", n, err, got.status, got.body)
					return
				}
				mu.Lock()
				told[n] = got
				mu.Unlock()
			}
		})
	}
	answered := func() int { mu.Lock(); defer mu.Unlock(); return len(told) }
	until := func(n int) { // answers, so that the backup is taken in between
		for end := time.Now().Add(time.Minute); answered() < n && time.Now().Before(end) && !t.Failed(); {
			time.Sleep(5 * time.Millisecond)
		}
	}
	until(20)
	mu.Lock()
	before := map[int]said{}
	for n, a := range told {
		before[n] = a
	}
	mu.Unlock()
	dir := filepath.Join(t.TempDir(), "dump")
	manifest := dump(t, from, dir)
	after := int(asked.Load())
	until(answered() + 10)
	close(stop)
	wait.Wait()
	s.stop()

	to := &place{data: t.TempDir(), token: from.token}
	restored := to.store(t)
	loaded, err := restored.Load(t.Context(), dir)
	if err != nil || loaded.Digest != manifest.Digest {
		t.Fatalf("%v, digests %s and %s", err, manifest.Digest, loaded.Digest)
	}
	rows := count(t, restored)
	if err := restored.Close(); err != nil {
		t.Fatal(err)
	}
	if rows < len(before) || rows > after || manifest.Files[2].Rows != int64(rows) || manifest.Files[3].Rows != int64(rows) {
		t.Errorf("%d demands, %d were answered before the backup and %d sent by its end; the manifest says %+v", rows, len(before), after, manifest.Files)
	}
	numbers := map[string]bool{}
	for _, a := range told {
		numbers[numberOf(t, a)] = true
	}
	again := to.run(t)
	defer again.stop()
	for n, a := range before {
		got, err := again.register(n)
		if err != nil || got.body != a.body || !got.replayed {
			t.Errorf("household %d: answered %s, and after the backup %s (%v)", n, a.body, got.body, err)
		}
	}
	got, err := again.register(1_000_000)
	if err != nil || got.status != 201 {
		t.Fatalf("%v %d %s", err, got.status, got.body)
	}
	// A number given after the backup may be given again: that is what a lost file is.
	// One given before is not.
	for n := range before {
		if numberOf(t, told[n]) == numberOf(t, got) {
			t.Error("the number of a restored demand is given again")
		}
	}
	if len(numbers) != len(told) {
		t.Errorf("%d demands bear %d numbers", len(told), len(numbers))
	}
}

// dump writes a backup as "batch export" does: from another process than the server.
func dump(t *testing.T, p *place, dir string) store.Manifest {
	t.Helper()
	s := p.store(t)
	m, err := s.Dump(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return m
}

func count(t *testing.T, s store.Store) (n int) {
	t.Helper()
	for _, err := range s.Rows(t.Context(), store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

func numberOf(t *testing.T, a said) string {
	t.Helper()
	var out struct{ Number string }
	if err := json.Unmarshal([]byte(a.body), &out); err != nil || out.Number == "" {
		t.Fatalf("%v in %s", err, a.body)
	}
	return out.Number
}

// A request under way when the server is told to stop is answered to its end.
func TestStopLetsRequestsEnd(t *testing.T) {
	p := newPlace(t, "")
	s := p.run(t)
	line := func(n int, key string) string {
		body := registering(n)
		body["key"] = key
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		return string(text) + "\n"
	}
	body, write := io.Pipe()
	type outcome struct {
		said
		err error
	}
	ended := make(chan outcome, 1)
	go func() {
		got, err := s.send("POST", "/api/v1/imports", "", body)
		ended <- outcome{got, err}
	}()
	if _, err := io.WriteString(write, line(1, "one")); err != nil {
		t.Fatal(err)
	}
	watch := p.store(t)
	for end := time.Now().Add(time.Minute); count(t, watch) == 0 && time.Now().Before(end); { // the server is at it
		time.Sleep(10 * time.Millisecond)
	}
	if err := watch.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); { // until nobody else is let in
		if _, err := s.send("GET", "/healthz", "", nil); err != nil {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if _, err := io.WriteString(write, line(2, "two")); err != nil {
		t.Fatal(err)
	}
	if err := write.Close(); err != nil {
		t.Fatal(err)
	}
	got := <-ended
	if got.err != nil || got.status != 200 || strings.Count(got.body, `"accepted"`) != 2 {
		t.Errorf("%v %d %s", got.err, got.status, got.body)
	}
	if err := s.command.Wait(); err != nil {
		t.Errorf("the server ended badly: %v\n%s", err, s.log())
	}
	again := p.store(t)
	defer again.Close()
	if n := count(t, again); n != 2 {
		t.Errorf("%d demands for two lines", n)
	}
}
