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
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

const (
	signIn  = "/connexion"
	signOut = "/deconnexion"
	askLink = "/acces"
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
		Random: rand.Reader, Mail: mail.Message, Facts: s.attestationFacts, AskLink: askLink, Leave: signOut, Staff: signIn, Address: s.accounts.Address,
		Observatory: public.Home})
	if err != nil {
		return err
	}
	desks, err := desk.Routes(s.router, desk.Config{Registry: s.registry, Book: s.book, Who: staff, Random: rand.Reader, Facts: s.attestationFacts, Leave: signOut, Menu: []web.Link{{URL: "/compte/sessions", Text: "Mon compte"}}})
	if err != nil {
		return err
	}
	var system *evening.Evening
	if s.config.NationalURL != "" {
		system = s.evening()
	}
	if _, err := manager.Routes(s.router, manager.Config{National: system, Registry: s.registry, Accounts: s.accounts, Book: s.book, Who: staff, Fresh: s.doors.Fresh, Mail: mail.Message,
		Site: s.config.Origin + askLink, Zone: s.zone, Leave: signOut, Menu: []web.Link{{URL: "/guichet", Text: "Guichet"}, {URL: "/compte/sessions", Text: "Mon compte"}}}); err != nil {
		return err
	}
	figures, err := public.Routes(s.router, public.Config{Registry: s.registry, Folder: filepath.Join(s.config.Data, "observatoire")})
	if err != nil {
		return err
	}
	s.jobs = append(s.jobs,
		job{"observatory", time.Hour, figures.Refresh, nil}, // it only counts what is over and not counted yet
		job{"drafts", 24 * time.Hour, func(ctx context.Context) error { _, err := online.Clean(ctx); return err }, nil},
		job{"duplicates", 24 * time.Hour, desks.Search, nil},
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

// nextSteps are those of every demand, of which an attestation tells the applicant.
var nextSteps = []string{
	"Les bailleurs et les réservataires qui ont des logements dans les communes que vous souhaitez examinent votre demande ; ils peuvent vous demander des pièces.",
	"Quand un logement peut vous convenir, une commission d’attribution étudie votre dossier. Sa décision vous est écrite.",
	"Chaque année, un message ou une lettre vous invite à renouveler votre demande.",
}

// attestationFacts are what an attestation says and the form does not: they come
// from the charter, and from who runs the server.
func (s *Server) attestationFacts(v *registry.View) attestation.Facts {
	f := attestation.Facts{IssuedOn: s.registry.Today(), Progress: "Sur " + s.config.Origin + askLink + ", ou auprès du service qui a enregistré la demande.",
		Update: "Sur " + s.config.Origin + askLink + ", ou à tout guichet d’enregistrement.", NextSteps: nextSteps}
	f.Service = attestation.Contact{Name: s.config.Operator, Address: s.config.Contact}
	if p, ok := v.Charter.PartyOfDesk(v.State.Desk, v.Form.DepositedOn); ok {
		f.Service.Name = p.Name
	}
	wanted := map[string]bool{} // communes, and the départements they are in
	for _, place := range v.Form.Wanted.Places {
		wanted[place.Commune] = true
		if row, known := territories.Commune(place.Commune); known {
			wanted[row.Departement] = true
		}
	}
	for i := range v.Charter.Parties {
		p := &v.Charter.Parties[i]
		for _, stock := range p.Stock {
			if wanted[stock.Place] && p.Kind == charter.Landlord {
				f.Landlords = append(f.Landlords, p.Name)
				break
			}
		}
	}
	f.NextSteps = []string{"Votre demande est examinée par les bailleurs et les réservataires des communes que vous avez choisies.",
		"Chaque année, renouvelez-la avant la date de fin de validité ; entre-temps, signalez tout changement."}
	f.Mediation.Cases = []string{"Aucun logement adapté à votre demande ne vous a été proposé dans le délai fixé par le préfet."}
	f.Mediation.Address = s.config.Mediation
	if v.Dated && v.Dates.AbnormalDelay.Known() {
		f.Mediation.From = v.Dates.AbnormalDelay.On
	}
	for _, item := range v.Due.Ask {
		if rule, ok := s.book.Rule(item.Code); ok {
			f.PapersDue = append(f.PapersDue, rule.French)
		}
	}
	return f
}
