package server

import (
	"context"
	"crypto/rand"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand/attestation"
	"github.com/fichier-unique/rules/examples/internal/mail"
	"github.com/fichier-unique/rules/examples/internal/national/evening"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/desk"
	"github.com/fichier-unique/rules/examples/internal/web/entry"
	"github.com/fichier-unique/rules/examples/internal/web/form"
	"github.com/fichier-unique/rules/examples/internal/web/manager"
	"github.com/fichier-unique/rules/examples/internal/web/public"
)

const (
	signIn  = "/connexion"
	signOut = "/deconnexion"
	askLink = "/acces"
)

// What the menus of agents and of the manager have in common.
var (
	counter = web.Link{URL: "/guichet", Text: "Guichet"}
	figures = web.Link{URL: public.Today, Text: "Chiffres du jour"}
	account = web.Link{URL: "/compte/sessions", Text: "Mon compte"}
)

// mailTemplates are the texts of the mails of the rooms.
func mailTemplates() []fs.FS { return []fs.FS{entry.MailTemplates, manager.MailTemplates} }

// mountPages registers the pages of people, and the jobs that go with them.
func (s *Server) mountPages() error {
	ch, err := s.registry.CharterOn(s.registry.Today())
	if err != nil {
		return err
	}
	if err := form.Routes(s.router, departementOf(ch)); err != nil {
		return err
	}
	online, err := entry.New(entry.Config{Router: s.router, Registry: s.registry, Book: s.book, Visitor: visitor{s.accounts}, Now: s.config.Now,
		Random: rand.Reader, Mail: mail.Message, Facts: s.attestationFacts, AskLink: askLink, Leave: signOut, Staff: signIn, Address: s.accounts.Address, Room: s.room,
		Observatory: public.Home})
	if err != nil {
		return err
	}
	desks, err := desk.Routes(s.router, desk.Config{Registry: s.registry, Book: s.book, Who: staff, Random: rand.Reader, Facts: s.attestationFacts, Leave: signOut, Menu: []web.Link{figures, account}})
	if err != nil {
		return err
	}
	var system *evening.Evening
	if s.config.NationalURL != "" {
		system = s.evening()
	}
	if _, err := manager.Routes(s.router, manager.Config{National: system, Registry: s.registry, Accounts: s.accounts, Book: s.book, Who: staff, Fresh: s.doors.Fresh, Mail: mail.Message,
		Site: s.config.Origin + askLink, Zone: s.zone, Leave: signOut, Menu: []web.Link{counter, figures, account}}); err != nil {
		return err
	}
	past := 0
	if s.config.Demo {
		past = demoMonths
	}
	observatory, err := public.Routes(s.router, public.Config{Registry: s.registry, Folder: filepath.Join(s.config.Data, "observatoire"), Past: past,
		Outlines: public.Outlines{File: s.config.Outlines, Code: s.config.OutlinesCode, Credit: s.config.OutlinesBy},
		Who:      staff, Zone: s.zone, Leave: signOut, Menu: []web.Link{counter, figures, account}})
	if err != nil {
		return err
	}
	s.jobs = append(s.jobs,
		job{"observatory", time.Hour, s.whole.of(observatory.Refresh), nil}, // it only counts what is over and not counted yet
		job{"drafts", 24 * time.Hour, func(ctx context.Context) error { _, err := online.Clean(ctx); return err }, nil},
		job{"duplicates", 24 * time.Hour, s.whole.of(desks.Search), nil},
	)
	if s.config.Demo {
		return s.mountDemo()
	}
	return nil
}

// departementOf is where communes are looked for first.
func departementOf(c *charter.Charter) string {
	if len(c.Territory.Departements) > 0 {
		return c.Territory.Departements[0]
	}
	return ""
}

// attestationFacts are what an attestation says and the form does not: they come
// from the charter, from the law, and from who runs the server. The papers due are
// those of the page that shows them.
func (s *Server) attestationFacts(v *registry.View) attestation.Facts {
	site := "Sur " + s.config.Origin + askLink
	f := attestation.Facts{IssuedOn: s.registry.Today(), Progress: site + ", ou auprès du service qui a enregistré la demande.",
		Update: site + ", ou à tout guichet d’enregistrement."}
	f.Service = attestation.Contact{Name: s.config.Operator, Address: s.config.Contact}
	if p, ok := v.Charter.PartyOfDesk(v.State.Desk, v.Form.DepositedOn); ok {
		f.Service.Name = p.Name
	}
	var communes []string
	for _, place := range v.Form.Wanted.Places {
		communes = append(communes, place.Commune)
	}
	f.Landlords = v.Charter.LandlordsIn(communes...)
	f.Mediation.Address = s.config.Mediation
	if v.Dated && v.Dates.AbnormalDelay.Known() {
		f.Mediation.From = v.Dates.AbnormalDelay.On
	}
	return attestation.WithUsual(f)
}
