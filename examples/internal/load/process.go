package load

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/store/open"
)

// prepare fills the store and gives a token of a landlord.
func prepare(ctx context.Context, p *plan) (token string, err error) {
	s, err := open.Store(ctx, p.data, p.db)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	now := time.Now()
	day, _ := demand.NewDate(now.Year(), int(now.Month()), now.Day())
	if err := fill(ctx, s, p.demands, day.AddDays(-30), now); err != nil {
		return "", err
	}
	a, err := accounts.New(accounts.Settings{Store: s, Now: time.Now, Zone: time.UTC, Key: make([]byte, 32), Origin: "http://127.0.0.1:1"})
	if err != nil {
		return "", err
	}
	token, _, err = a.Issue(ctx, accounts.Token{Party: "bailleur-a", Scopes: []string{"demands"}, Until: day.AddDays(2)})
	return token, err
}

// process is a server that runs.
type process struct {
	cmd     *exec.Cmd
	pid     string
	address string
	metrics string
	started time.Duration // until it answered
}

// free gives an address nobody listens on.
func free() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// launch starts the program and waits until it listens.
func launch(ctx context.Context, p *plan, errs io.Writer) (*process, error) {
	address, err := free()
	if err != nil {
		return nil, err
	}
	metrics, err := free()
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	args := []string{"-addr", address, "-data", p.data, "-metrics", metrics, "-api-rate", "0"} // one token asks for all
	s := &process{cmd: exec.CommandContext(ctx, self, args...), address: address, metrics: metrics}
	if p.db != "" { // by the environment: it may hold a password
		s.cmd.Env = append(os.Environ(), "FICHIER_DB="+p.db)
	}
	s.cmd.Stderr = errs
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	s.pid = strconv.Itoa(s.cmd.Process.Pid)
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		return nil, errors.Join(fmt.Errorf("load: the server did not start: %w", err), s.cmd.Wait())
	}
	s.started = time.Since(began)
	go func() { _, _ = io.Copy(io.Discard, out) }() // until the process ends
	return s, nil
}

func (s *process) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return s.cmd.Wait()
}

// tick is the unit in which Linux tells times of the processor, on every machine.
const tick = 10 * time.Millisecond

// cpu is the time of the processors that the process took; 0 where the system does
// not tell.
func (s *process) cpu() time.Duration { return cpuOf(s.pid) }

// ownCPU is that of this program.
func ownCPU() time.Duration { return cpuOf("self") }

func cpuOf(process string) time.Duration {
	text, err := os.ReadFile("/proc/" + process + "/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ") // after the name, which may hold anything else
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	var sum time.Duration
	for _, ticks := range fields[11:13] { // utime, stime
		n, err := strconv.ParseInt(ticks, 10, 64)
		if err != nil {
			return 0
		}
		sum += time.Duration(n) * tick
	}
	return sum
}

// settle waits until the server has done what it does after a start, the lists of the
// day and what comes with them, and says how long that took.
func (s *process) settle(ctx context.Context) (time.Duration, error) {
	const look, idle, most = 500 * time.Millisecond, 25 * time.Millisecond, 5 * time.Minute
	began, quiet, done := time.Now(), 0, false
	for last := s.cpu(); quiet < 3 || !done; {
		if time.Since(began) > most {
			return 0, errors.New("load: the server was still busy with its start after five minutes")
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(look):
		}
		now := s.cpu()
		if quiet++; now-last > idle {
			quiet = 0
		}
		if last = now; !done {
			text, err := s.figures(ctx)
			if err != nil {
				return 0, err
			}
			done = strings.Contains(text, listsMetric)
		}
	}
	return time.Since(began), nil
}

// listsMetric is there once the lists of the day were read.
const listsMetric = `fichier_job_last_success_seconds{job="agenda"}`

// figures reads the metrics.
func (s *process) figures(ctx context.Context) (string, error) {
	r, err := http.NewRequestWithContext(ctx, "GET", "http://"+s.metrics+"/metrics", nil)
	if err != nil {
		return "", err
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	return string(text), err
}

// memory reads a size of the process, in megabytes; 0 where the system does not
// tell.
func (s *process) memory(name string) float64 {
	text, err := os.ReadFile("/proc/" + s.pid + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			if err != nil {
				return 0
			}
			return kb / 1024
		}
	}
	return 0
}
