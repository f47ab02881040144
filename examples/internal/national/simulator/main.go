package simulator

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"
)

// Main runs the simulator from a command line, until it is interrupted: 0 ended,
// 2 could not run.
func Main(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	return Run(ctx, args, stdout, stderr, time.Now)
}

// Run is Main with its context and its clock.
func Run(ctx context.Context, args []string, stdout, stderr io.Writer, now func() time.Time) int {
	var in Settings
	in.Now = now
	flags := flag.NewFlagSet("simulate-national", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "127.0.0.1:8090", "adresse d'écoute ; vide : pas de HTTP")
	dir := flags.String("dossier", "", "dossier à surveiller : in/, out/, traite/")
	every := flags.Duration("cadence", time.Second, "temps entre deux regards sur le dossier")
	flags.Uint64Var(&in.Seed, "graine", 1, "graine du hasard : la même donne les mêmes mauvais jours")
	flags.StringVar(&in.Territory, "territoire", "", "territoire des numéros, par exemple 021 ; vide : tous")
	flags.Float64Var(&in.Faults.Outage, "pannes", 0, "part des jours sans service")
	flags.Float64Var(&in.Faults.Slow, "lenteurs", 0, "part des jours lents")
	flags.DurationVar(&in.Faults.SlowBy, "retard", time.Hour, "retard des réponses un jour lent")
	flags.Float64Var(&in.Faults.Anomalies, "anomalies", 0, "part des demandes refusées sans raison")
	flags.Float64Var(&in.Faults.Lost, "pertes", 0, "part des fichiers dont la réponse se perd")
	flags.Float64Var(&in.Faults.Twice, "doubles", 0, "part des fichiers qui viennent deux fois")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	s, err := New(in)
	if err == nil && (*every <= 0 || *addr == "" && *dir == "") {
		err = errors.New("simulator: give an address or a folder, and a cadence above zero")
	}
	if err == nil {
		err = serve(ctx, s, *addr, *dir, *every, stdout)
	}
	if err != nil {
		fmt.Fprintln(stderr, err)
		return 2
	}
	return 0
}

// serve answers by HTTP, by folder, or both.
func serve(ctx context.Context, s *Simulator, addr, dir string, every time.Duration, stdout io.Writer) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	running, failed := 0, make(chan error, 2)
	if dir != "" {
		f := &Folder{Simulator: s, Dir: dir}
		if err := f.Open(); err != nil {
			return err
		}
		fmt.Fprintf(stdout, "Le simulateur regarde %s/in et répond dans %s/out.\n", dir, dir)
		running++
		go func() { failed <- f.Watch(ctx, every) }()
	}
	if addr != "" {
		listener, err := net.Listen("tcp", addr)
		if err != nil {
			return fmt.Errorf("simulator: listen: %w", err)
		}
		fmt.Fprintf(stdout, "Le simulateur du système national écoute sur http://%s\n", listener.Addr())
		server := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: time.Minute}
		running++
		go func() {
			err := server.Serve(listener)
			if errors.Is(err, http.ErrServerClosed) {
				err = nil
			}
			failed <- err
		}()
		defer context.AfterFunc(ctx, func() { _ = server.Close() })()
	}
	var first error
	for range running {
		if err := <-failed; err != nil && first == nil {
			first = err
		}
		stop()
	}
	return first
}
