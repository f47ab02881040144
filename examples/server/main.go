package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/fichier-unique/rules/examples/internal/load"
	"github.com/fichier-unique/rules/examples/internal/national/conformance"
	"github.com/fichier-unique/rules/examples/internal/national/simulator"
	"github.com/fichier-unique/rules/examples/internal/server"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		var already code
		switch {
		case errors.Is(err, flag.ErrHelp):
			return
		case errors.As(err, &already):
			os.Exit(int(already))
		}
		fmt.Fprintln(os.Stderr, "server :", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, args []string) (err error) {
	if len(args) > 0 {
		switch args[0] {
		case "load":
			return load.Main(ctx, args[1:], os.Stdout, os.Stderr)
		case "simulator":
			return ended(simulator.Main(args[1:], os.Stdout, os.Stderr))
		case "conformance":
			return ended(conformance.Main(args[1:], os.Stdout, os.Stderr, time.Now))
		case "health":
			return health(ctx, args[1:], os.Getenv)
		case "rebuild":
			return rebuild(ctx, args[1:])
		}
	}
	s, err := opened(ctx, args)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	door, err := s.Door(ctx)
	if err != nil {
		return err
	}
	frugal(os.Getenv)
	return s.Run(ctx, func(addr net.Addr) {
		fmt.Printf("Le fichier partagé est ouvert : http://%s\n%s", addr, door)
	})
}

// opened is a server that does not listen yet.
func opened(ctx context.Context, args []string) (*server.Server, error) {
	config, err := server.Read(args, os.Getenv, os.Stderr)
	if err != nil {
		return nil, err
	}
	config.Version = version()
	return server.New(ctx, config, os.Stderr)
}

// rebuild makes the lists of the file again from its journal.
func rebuild(ctx context.Context, args []string) (err error) {
	s, err := opened(ctx, args)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	n, err := s.Rebuild(ctx)
	if err != nil {
		return fmt.Errorf("les listes n’ont pas toutes été refaites (%w) ; relancer la même commande", err)
	}
	fmt.Printf("Demandes relues dans le journal, listes refaites : %d\n", n)
	return nil
}

// garbage is how much may gather before it is collected, in percent of what is
// held: nearly all of that is the index of persons, which hardly changes, and as
// much again for garbage would be taken from the rest of a small machine. Measured
// on registrations: the processor's time for each is the same at 40 as at 100.
const garbage = 40

// frugal keeps the memory near what is held, and gives back at once what the start
// took. Whoever sets GOGC knows better.
func frugal(env func(string) string) {
	if env("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	debug.FreeOSMemory()
}

// health asks a server on this machine whether it is ready: for a container, which
// has nothing else to ask with.
func health(ctx context.Context, args []string, env func(string) string) error {
	config, err := server.Read(args, env, os.Stderr)
	if err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(config.Addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/healthz", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return fmt.Errorf("le serveur ne répond pas : %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("le serveur répond %d : sa base ne répond pas", answer.StatusCode)
	}
	return nil
}

// code is an exit code of a command that has said why itself.
type code int

func (c code) Error() string { return "exit" }

func ended(c int) error {
	if c == 0 {
		return nil
	}
	return code(c)
}

// version is that of the build, for the foot of the pages.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "développement"
	}
	return info.Main.Version
}
