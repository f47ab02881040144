package server

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"path/filepath"
	"strconv"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/evening"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/webhook"
)

// nationalTime bounds a call to the national system.
const nationalTime = 2 * time.Minute

// evening is the daily work with the national system, when its address is given.
func (s *Server) evening() *evening.Evening {
	folder := s.config.National
	if folder == "" {
		folder = filepath.Join(s.config.Data, "national")
	}
	client := &http.Client{Timeout: nationalTime}
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

// managerParty is the manager of the charter in force.
func (s *Server) managerParty() string {
	if ch, err := s.registry.CharterOn(s.registry.Today()); err == nil {
		for i := range ch.Parties {
			if ch.Parties[i].Kind == charter.Manager {
				return ch.Parties[i].ID
			}
		}
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

// webhookCursor is the record of how far partners were told of changes.
const (
	cursorKind    = "cursor"
	webhookCursor = "webhook"
	feedPage      = 500
)

// tellPartners writes a call for each partner that asked for calls and may see a
// demand that changed. The cursor moves in the same act: nobody is told twice,
// nothing is skipped.
func (s *Server) tellPartners(ctx context.Context) (int, error) {
	partners, err := s.registry.Hooks(ctx)
	if err != nil {
		return 0, err
	}
	now := s.config.Now()
	rec, err := s.store.Record(ctx, cursorKind, webhookCursor, now)
	after := int64(0)
	switch {
	case errors.Is(err, store.ErrNotFound):
		rec = store.Record{Kind: cursorKind, Key: webhookCursor}
	case err != nil:
		return 0, err
	default:
		if after, err = strconv.ParseInt(string(rec.Body), 10, 64); err != nil {
			return 0, err
		}
	}
	entries, err := s.store.Since(ctx, after, feedPage)
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	last := map[string]int64{}
	var order []string
	for i := range entries {
		key := entries[i].Event.Demand
		if last[key] == 0 {
			order = append(order, key)
		}
		after, last[key] = entries[i].Seq, entries[i].Seq
	}
	rec.Body = strconv.AppendInt(nil, after, 10)
	act := store.Act{At: now, Records: []store.Record{rec}}
	for _, key := range order {
		for i := range partners {
			open, err := s.registry.Opens(ctx, partners[i].Agent, key)
			if err != nil {
				return 0, err
			}
			if open {
				act.Messages = append(act.Messages, webhook.Message(webhook.Call{Partner: partners[i].Party, Kind: "demand.changed", Demand: key, Seq: last[key]}, now))
			}
		}
	}
	_, err = s.store.Write(ctx, &act)
	return len(entries), err
}

// callPartners sends the calls that are due.
func (s *Server) callPartners(ctx context.Context) error {
	_, err := s.calls.Pass(ctx)
	return err
}

// hooked gives the address and the secrets of a partner that asked for calls.
func (s *Server) hooked(ctx context.Context, party string) (webhook.Partner, bool, error) {
	partners, err := s.registry.Hooks(ctx)
	if err != nil {
		return webhook.Partner{}, false, err
	}
	for i := range partners {
		if h := &partners[i]; h.Party == party {
			p := webhook.Partner{ID: party, URL: h.URL, Secrets: [][]byte{h.Secret}}
			if h.Former != nil {
				p.Secrets = append(p.Secrets, h.Former)
			}
			return p, true, nil
		}
	}
	return webhook.Partner{}, false, nil
}
