package load

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

// plan is what is asked for.
type plan struct {
	demands, clients int
	seconds          time.Duration
	db, data         string
}

// figures are what was measured.
type figures struct {
	Demands       int     `json:"demands"`
	Clients       int     `json:"clients"`
	Store         string  `json:"store"`
	FillS         float64 `json:"fill_s"`
	StartS        float64 `json:"start_s"`       // the second start, with the index kept at the first stop
	FirstStartS   float64 `json:"first_start_s"` // the index of persons is made
	ResidentMB    float64 `json:"resident_mb"`   // after the start
	SettleS       float64 `json:"settle_s"`      // until what is done after a start is done: lists of the day, counts
	SettledMB     float64 `json:"settled_mb"`    // resident then
	LoadedMB      float64 `json:"loaded_mb"`     // resident when the last registration was answered
	PeakMB        float64 `json:"peak_mb"`       // the most, since the start
	Registrations *rates  `json:"registrations"`
	Pages         *rates  `json:"pages"`
	SearchP99MS   float64 `json:"search_p99_ms"` // upper bound of the bucket
}

// rates are those of one kind of request.
type rates struct {
	PerSecond float64 `json:"per_second"`
	P50MS     float64 `json:"p50_ms"`
	P95MS     float64 `json:"p95_ms"`
	P99MS     float64 `json:"p99_ms"`
	ServerUS  float64 `json:"server_us"` // time of the processor for each request: of the server,
	SenderUS  float64 `json:"sender_us"` // and of the sender beside it
	Done      int     `json:"done"`
	Refused   int     `json:"refused"` // households that the search found likely to be there already
	Failed    int     `json:"failed"`
}

// Main measures, and prints the figures on out. program starts a server: it is the
// program itself.
func Main(ctx context.Context, args []string, out, errs io.Writer) (err error) {
	var p plan
	set := flag.NewFlagSet("server load", flag.ContinueOnError)
	set.SetOutput(errs)
	set.IntVar(&p.demands, "demands", 20_000, "demandes déjà dans le fichier")
	set.IntVar(&p.clients, "clients", 64, "clients à la fois")
	set.DurationVar(&p.seconds, "for", 10*time.Second, "durée de chaque mesure")
	set.StringVar(&p.db, "db", "", "base PostgreSQL vide ; sans elle, SQLite dans un dossier provisoire")
	if err := set.Parse(args); err != nil {
		return err
	}
	if p.demands < 0 || p.clients < 1 || p.seconds < time.Second {
		return errors.New("load: donner des demandes (0 ou plus), des clients (1 ou plus) et une durée d'au moins une seconde")
	}
	if p.data, err = os.MkdirTemp("", "fichier-load"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(p.data)) }()
	f, err := measure(ctx, &p, errs)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s\n", text)
	return err
}

func measure(ctx context.Context, p *plan, errs io.Writer) (*figures, error) {
	f := &figures{Demands: p.demands, Clients: p.clients, Store: "sqlite"}
	if p.db != "" {
		f.Store = "postgres"
	}
	began := time.Now()
	token, err := prepare(ctx, p)
	if err != nil {
		return nil, err
	}
	f.FillS = time.Since(began).Seconds()
	for _, start := range []*float64{&f.FirstStartS, &f.StartS} {
		s, err := launch(ctx, p, errs)
		if err != nil {
			return nil, err
		}
		*start = s.started.Seconds()
		f.ResidentMB = s.memory("VmRSS")
		if start == &f.StartS {
			err = s.after(ctx, p, token, f)
		}
		if stop := s.stop(); err == nil {
			err = stop
		}
		if err != nil {
			return nil, err
		}
	}
	return f, nil
}

// after measures once what a start has the server do is done.
func (s *process) after(ctx context.Context, p *plan, token string, f *figures) error {
	settled, err := s.settle(ctx)
	if err != nil {
		return err
	}
	f.SettleS, f.SettledMB = settled.Seconds(), s.memory("VmRSS")
	return s.hammer(ctx, p, token, f)
}
