package load

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
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
	args := []string{"-addr", address, "-data", p.data, "-metrics", metrics}
	if p.db != "" {
		args = append(args, "-db", p.db)
	}
	s := &process{cmd: exec.CommandContext(ctx, self, args...), address: address, metrics: metrics}
	s.cmd.Stderr = errs
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
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

// memory reads a size of the process, in megabytes; 0 where the system does not
// tell.
func (s *process) memory(name string) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
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
