package server

import (
	"context"
	"crypto/rand"
	"net/http"
	"path/filepath"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/evening"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/webhook"
)

// nationalTime bounds a call to the national system.
const nationalTime = 2 * time.Minute

// nationalClient follows no redirection: the files go where the operator said, or
// nowhere.
func nationalClient() *http.Client {
	return &http.Client{Timeout: nationalTime, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// evening is the daily work with the national system, when its address is given.
func (s *Server) evening() *evening.Evening {
	folder := s.config.National
	if folder == "" {
		folder = filepath.Join(s.config.Data, "national")
	}
	client := nationalClient()
	return &evening.Evening{
		Link: &national.Link{Store: s.store, Folder: filepath.Join(folder, "transferts"), Settings: national.Settings{Desk: s.config.NationalDesk},
			Now: func() time.Time { return s.config.Now().In(s.zone) }},
		Registry:  s.registry,
		Agent:     registry.Agent{Code: "transfert", Actor: charter.Actor{Party: s.managerParty()}, Program: true, Purpose: access.Administering},
		Transport: national.HTTP{Base: s.config.NationalURL, Client: client},
		Portal:    evening.HTTPPortal{Base: s.config.NationalURL, Client: client},
		Random:    rand.Reader,
		Folder:    filepath.Join(folder, "preavis"),
	}
}

// managerParty is the manager of the file today.
func (s *Server) managerParty() string {
	today := s.registry.Today()
	ch, err := s.registry.CharterOn(today)
	if err != nil {
		return managerOf(&charter.Charter{}, today)
	}
	return managerOf(ch, today)
}

// managerOf is the partner that manages the file on a day, or what it is called
// where the charter names none.
func managerOf(ch *charter.Charter, on demand.Date) string {
	if p, ok := ch.Manager(on); ok {
		return p.ID
	}
	return "gestionnaire"
}

// transfer does the evening, and tells the log what it did, in counts.
func (s *Server) transfer(ctx context.Context) error {
	r, err := s.evening().Do(ctx)
	if err != nil {
		return err
	}
	s.log.InfoContext(ctx, "national transfer", "count", r.Delivery.Sent, "demands", r.Acts, "kind", "evening")
	return r.Late
}

// announce writes a call to each partner that asked for calls, when the feed moved.
func (s *Server) announce(ctx context.Context) error {
	_, err := webhook.Announce(ctx, s.store, s.config.Now())
	return err
}

// callPartners sends the calls that are due.
func (s *Server) callPartners(ctx context.Context) error {
	_, err := s.calls.Pass(ctx)
	return err
}
