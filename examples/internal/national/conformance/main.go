package conformance

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"github.com/google/renameio/v2"

	"github.com/fichier-unique/rules/examples/internal/national"
)

// Main runs the suite from a command line: 0 every exchange passes, 1 one does
// not, 2 could not run.
func Main(args []string, stdout, stderr io.Writer, now func() time.Time) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	failed, err := run(ctx, args, stdout, stderr, now)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, err)
		return 2
	case failed > 0:
		return 1
	}
	return 0
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer, now func() time.Time) (failed int, err error) {
	flags := flag.NewFlagSet("conformance-national", flag.ContinueOnError)
	flags.SetOutput(stderr)
	address := flags.String("url", "", "adresse du programme, par exemple http://127.0.0.1:8090")
	in := flags.String("entree", "", "dossier où le programme prend les fichiers (au lieu de -url)")
	out := flags.String("sortie", "", "dossier où il répond")
	patience := flags.Duration("patience", 30*time.Second, "temps laissé à une réponse")
	territory := flags.String("territoire", "021", "territoire des numéros de la suite")
	commune := flags.String("commune", "21231", "commune souhaitée, code INSEE")
	program := flags.String("programme", "sans nom", "nom du programme, dans le rapport")
	junit := flags.String("junit", "", "fichier du rapport JUnit")
	if err := flags.Parse(args); err != nil {
		return 0, err
	}
	var to Target
	switch {
	case *address != "" && *in == "" && *out == "":
		to = HTTP{By: national.HTTP{Base: *address, Client: &http.Client{Timeout: *patience}}, Wait: *patience}
	case *address == "" && *in != "" && *out != "":
		to = Folder{In: *in, Out: *out, Wait: *patience}
	default:
		return 0, errors.New("conformance: give -url, or both -entree and -sortie")
	}
	all, err := Exchanges(*territory, *commune)
	if err != nil {
		return 0, err
	}
	r := Run(ctx, *program, now().Format(time.DateOnly), to, all)
	if *junit != "" {
		var body bytes.Buffer
		if err := r.JUnit(&body); err != nil {
			return 0, err
		}
		if err := renameio.WriteFile(*junit, body.Bytes(), 0o644); err != nil {
			return 0, fmt.Errorf("conformance: write the JUnit report: %w", err)
		}
	}
	return r.Failed(), r.French(stdout)
}
