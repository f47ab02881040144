package server

import (
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
	_ "time/tzdata" // a container may have no table of time zones

	rules "github.com/fichier-unique/rules"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/api"
	"github.com/fichier-unique/rules/examples/internal/mail"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/seal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/store/open"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/entry"
	"github.com/fichier-unique/rules/examples/internal/webhook"
)

//go:embed demo/charter.json
var demoCharter []byte

// Server is the reference server.
type Server struct {
	config   Config
	log      *slog.Logger
	store    store.Store
	registry *registry.Registry
	accounts *accounts.Accounts
	doors    *accounts.Pages
	router   *web.Router
	mail     *mail.Sender
	calls    *webhook.Sender
	called   *webhook.Book // by calls
	metrics  *metrics
	stolen   *breached
	handler  http.Handler
	book     *demand.Rulebook
	zone     *time.Location // of the charter in force at the start
	jobs     []job
	whole    turn // of the jobs that read the whole file
}

// New opens everything. What it opened is closed by Close, or by New itself when
// it fails.
func New(ctx context.Context, c Config, logTo *os.File) (s *Server, err error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	s = &Server{config: c, log: newLog(logTo, c.LogFormat), metrics: newMetrics(), whole: make(turn, 1)}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return s, fmt.Errorf("le dossier %s ne peut pas être fait : %w", c.Data, err)
	}
	if s.book, err = demand.NewRulebook(rules.All()); err != nil {
		return s, err
	}
	if s.store, err = open.Store(ctx, c.Data, c.DB); err != nil {
		return s, err
	}
	if err := s.openRegistry(ctx); err != nil {
		return s, err
	}
	if err := s.openDoors(); err != nil {
		return s, err
	}
	if err := s.sealCalls(ctx); err != nil {
		return s, err
	}
	if c.Demo {
		err = s.prepareDemo(ctx)
	}
	s.jobs = append(s.jobs, s.plan()...)
	return s, err
}

func (s *Server) openRegistry(ctx context.Context) error {
	ch, err := s.config.loadCharter()
	if err != nil {
		return err
	}
	s.registry, err = registry.Open(ctx, registry.Settings{Store: s.store, Charter: ch, Now: s.config.Now, Random: rand.Reader, Cache: s.config.Data,
		Numbered: entry.Numbered(mail.Message, s.config.Origin+askLink),
		Searched: func(d time.Duration) { s.metrics.search.Observe(d.Seconds()) }})
	if err != nil {
		return err
	}
	if ch, err = s.registry.CharterOn(s.registry.Today()); err != nil {
		return err
	}
	s.zone, err = time.LoadLocation(ch.Calendar.TimeZone.IANA())
	return err
}

// openDoors makes the pages and the interfaces.
func (s *Server) openDoors() error {
	c := &s.config
	key, err := c.key(rand.Reader)
	if err != nil {
		return err
	}
	providers, proxies, err := c.identity()
	if err != nil {
		return err
	}
	if err := s.openCalls(key); err != nil {
		return err
	}
	stolen, err := s.openBreached()
	if err != nil {
		return err
	}
	s.accounts, err = accounts.New(accounts.Settings{Store: s.store, Now: c.Now, Zone: s.zone, Key: key, Origin: c.Origin, Organisation: c.Operator,
		Find: s.find, Log: s.log, Demo: c.Demo,
		Providers: providers, Proxies: proxies, Breached: stolen})
	if err != nil {
		return err
	}
	s.router, err = web.New(web.Config{Admit: accounts.Admit, Door: accounts.Door, Address: s.accounts.Address, Book: s.book, Version: c.Version, Operator: c.Operator, Contact: c.Contact,
		HTTPS: len(c.Origin) > 5 && c.Origin[:5] == "https", Log: logIncident(s.log)})
	if err != nil {
		return err
	}
	s.router.Legal()
	if err := s.mount(); err != nil {
		return err
	}
	s.handler = s.metrics.measure(s.accounts.Load(s.router))
	return s.openMail()
}

// openCalls opens the book of the partners that are called.
func (s *Server) openCalls(key []byte) error {
	box, err := seal.New(key, "calls")
	if err != nil {
		return err
	}
	s.called = &webhook.Book{Store: s.store, Seal: box, Now: s.config.Now}
	s.calls = &webhook.Sender{Queue: s.store, Partners: s.called.Find, Now: s.config.Now}
	return nil
}

// sealCalls seals the secrets of calls that a former version kept in the open.
func (s *Server) sealCalls(ctx context.Context) error {
	n, err := s.called.SealAll(ctx)
	if n > 0 {
		s.log.InfoContext(ctx, "secrets of calls sealed", "count", n)
	}
	return err
}

// openBreached opens the list of stolen passwords, if there is one.
func (s *Server) openBreached() (func(string) bool, error) {
	if s.config.Breached == "" {
		return nil, nil
	}
	var err error
	if s.stolen, err = openBreached(s.config.Breached); err != nil {
		return nil, err
	}
	return s.stolen.has, nil
}

// exportsFolder holds the exports for rental software, in a folder for each partner.
const exportsFolder = "exports"

// mount registers the routes of every room.
func (s *Server) mount() error {
	var err error
	if s.doors, err = accounts.Mount(s.router, s.accounts, home); err != nil {
		return err
	}
	api.New(s.router, api.Config{Registry: s.registry, Who: partner, Random: rand.Reader, Calls: s.called, Rate: s.config.APIRate, Exports: filepath.Join(s.config.Data, exportsFolder)})
	s.router.Handle("GET /healthz", web.Public, http.HandlerFunc(s.health))
	return s.mountPages()
}

// home is where somebody goes after signing in.
func home(kind accounts.Kind) string {
	switch kind {
	case accounts.Applicant:
		return "/suivi"
	case accounts.Manager:
		return "/gestion"
	case accounts.Agent:
		return "/guichet"
	}
	return "/"
}

func (s *Server) openMail() error {
	deliver := mail.Folder(filepath.Join(s.config.Data, mailFolder))
	if s.config.SMTP != "" {
		host, port, err := net.SplitHostPort(s.config.SMTP)
		if err != nil {
			return fmt.Errorf("-smtp %q n'est pas de la forme hôte:port", s.config.SMTP)
		}
		n, err := net.LookupPort("tcp", port)
		if err != nil {
			return fmt.Errorf("-smtp : le port %q n'est pas un port", port)
		}
		server := mail.Server{Host: host, Port: n, Security: mail.StartTLS, User: s.config.SMTPUser, Password: s.config.SMTPPassword}
		if n == 465 {
			server.Security = mail.TLS
		}
		if deliver, err = mail.SMTP(server); err != nil {
			return err
		}
	}
	var err error
	s.mail, err = mail.New(mail.Settings{Store: s.store, Now: s.config.Now, From: s.config.MailFrom, Name: s.config.Operator, Deliver: deliver,
		Templates: mailTemplates(), Log: s.log})
	return err
}

// Door says how to sign in: the page of the demonstration, or the address where
// the first manager chooses a password, until one can sign in.
func (s *Server) Door(ctx context.Context) (string, error) {
	if s.config.Demo {
		return "Entrer sans mot de passe, pour la démonstration : " + s.config.Origin + "/demo\n", nil
	}
	today := s.registry.Today()
	ch, err := s.registry.CharterOn(today)
	if err != nil {
		return "", err
	}
	link, err := s.accounts.Bootstrap(ctx, "gestionnaire", managerOf(ch, today))
	if err != nil || link == "" {
		return "S'identifier : " + s.config.Origin + "/connexion\n" + s.lacking(), err
	}
	return s.lacking() + "Premier compte, identifiant « gestionnaire » : choisir son mot de passe à cette adresse, qui ne sert qu'une fois :\n" + link + "\n", nil
}

// lacking says what must be given before anything is registered: a charter of the
// territory, and the mentions that the law wants on attestations.
func (s *Server) lacking() string {
	var flags []string
	if s.config.Contact == "" {
		flags = append(flags, "-contact (adresse du service)")
	}
	if s.config.Mediation == "" {
		flags = append(flags, "-mediation (adresse de la commission de médiation)")
	}
	out := ""
	if demo, err := parsed("démonstration", demoCharter); err == nil {
		if ch, err := s.registry.CharterOn(s.registry.Today()); err == nil && ch.Name == demo.Name {
			out = "La charte en vigueur est celle de la démonstration, avec ses partenaires et son territoire : donner la vôtre par -charter avant d’enregistrer une demande.\n"
		}
	}
	if len(flags) == 0 {
		return out
	}
	return out + "Une attestation ne sera valable qu’avec " + strings.Join(flags, " et ") + " : les donner au prochain démarrage.\n"
}

// health answers 200 when the store can be read and written.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	w.Header().Set("Content-Type", "application/json")
	if err := s.store.Ping(ctx); err != nil {
		s.log.ErrorContext(ctx, "health", "error_kind", kindOf(err))
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("{\"status\":\"unavailable\"}\n")) // the reader went away
		return
	}
	_, _ = w.Write([]byte("{\"status\":\"ready\"}\n")) // the reader went away
}

// Handler answers requests: for tests.
func (s *Server) Handler() http.Handler { return s.handler }

// Rebuild makes the rows of the demands again from the journal, and tells how many.
func (s *Server) Rebuild(ctx context.Context) (int, error) { return s.registry.Rebuild(ctx) }

// Routes lists every route with its audience.
func (s *Server) Routes() []web.Route { return s.router.Routes() }

// Run answers until the context ends, then lets the requests under way finish.
// ready is called with the address once the server listens.
func (s *Server) Run(ctx context.Context, ready func(addr net.Addr)) error {
	listener, err := net.Listen("tcp", s.config.Addr)
	if err != nil {
		return fmt.Errorf("le serveur ne peut pas écouter sur %s : %w ; donner une autre adresse par -addr", s.config.Addr, err)
	}
	pages := web.Server(s.handler)
	pages.ErrorLog = connections(s.log)
	failed := make(chan error, 2)
	go func() { failed <- pages.Serve(listener) }()
	stopMetrics := s.serveMetrics(failed)
	jobs, stopJobs := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); s.runJobs(jobs) }()
	ready(listener.Addr())
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.config.StopWithin)
	defer cancel()
	stopJobs()
	stopped := pages.Shutdown(limit)
	stopMetrics(limit)
	<-done
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, stopped)
}

// Close closes what New opened; the index of persons is written for the next
// start.
func (s *Server) Close() error {
	var errs []error
	if s.registry != nil {
		errs = append(errs, s.registry.Close())
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	if s.stolen != nil {
		errs = append(errs, s.stolen.file.Close())
	}
	return errors.Join(errs...)
}
