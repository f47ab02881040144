package server

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/sample"
)

// demoAccounts are the agents of the demonstration, one for each kind of partner.
// They are functions, not persons.
var demoAccounts = []struct {
	accounts.Account
	label string
}{
	{accounts.Account{Agent: "D-0001", Login: "guichet-a", Party: "bailleur-a", Desk: "21001", Role: accounts.AgentRole}, "Guichet du bailleur A"},
	{accounts.Account{Agent: "D-0002", Login: "guichet-b", Party: "bailleur-b", Desk: "21002", Role: accounts.AgentRole}, "Guichet du bailleur B"},
	{accounts.Account{Agent: "D-0003", Login: "guichet-metropole", Party: "metropole", Desk: "21400", Role: accounts.AgentRole}, "Guichet de la métropole"},
	{accounts.Account{Agent: "D-0004", Login: "guichet-mairie", Party: "mairie", Desk: "21166", Role: accounts.AgentRole}, "Guichet de la mairie de Chenôve"},
	{accounts.Account{Agent: "D-0005", Login: "guichet-etat", Party: "etat", Desk: "21600", Role: accounts.AgentRole}, "Service de l’État"},
	{accounts.Account{Agent: "D-0006", Login: "gestionnaire", Party: "gestionnaire", Role: accounts.ManagerRole}, "Gestionnaire du fichier"},
}

// demoDemands is how many demands the demonstration begins with.
const demoDemands = 240

// demoMonths is how many months before the last one its observatory counts: the
// demands of the demonstration are spread over a year.
const demoMonths = 10

// prepareDemo makes the accounts and the demands of the demonstration, once.
func (s *Server) prepareDemo(ctx context.Context) error {
	for i := range demoAccounts {
		a := demoAccounts[i].Account
		a.Named, a.Rights, a.OpenedOn = true, access.Acts(), s.registry.Today()
		if _, err := s.accounts.Account(ctx, a.Agent); err == nil {
			continue
		} else if !errors.Is(err, accounts.ErrUnknown) {
			return fmt.Errorf("les comptes de la démonstration : %w", err)
		}
		if err := s.accounts.Create(ctx, a); err != nil {
			return fmt.Errorf("les comptes de la démonstration : %w", err)
		}
	}
	last, err := s.store.Last(ctx)
	if err != nil || last > 0 {
		return err
	}
	return s.fillDemo(ctx)
}

// fillDemo registers the demands of fictional households, over the year that ends
// today. A household that the search finds already there is left out, as a desk
// would.
func (s *Server) fillDemo(ctx context.Context) error {
	filings, err := sample.Population{Records: demoDemands, Profile: "easy", Seed: sample.DefaultSeed}.Filings()
	if err != nil {
		return err
	}
	today := s.registry.Today()
	n := 0
	for f := range filings {
		n++
		day := today.AddDays(-355 + n*340/demoDemands)
		desk := demoAccounts[n%2]
		agent := registry.Agent{Code: desk.Agent, Actor: charter.Actor{Party: desk.Party, Desk: desk.Desk}, Purpose: access.Registering}
		form := demoForm(f, n, day)
		out, err := s.registry.Do(ctx, agent, registry.Command{Act: charter.Register, Form: form, On: day, Facts: charter.Facts{Identity: demand.Yes}, Key: "demo/" + strconv.Itoa(n)})
		var twins *registry.DuplicatesError
		var invalid *registry.InvalidError
		if err != nil && !errors.As(err, &twins) && !errors.As(err, &invalid) {
			return fmt.Errorf("les demandes de la démonstration : %w", err)
		}
		if given := day.AddDays(7); err == nil && n%10 != 0 && !given.After(today) && !out.Number.IsZero() { // some are late, as at a desk
			if _, err := s.registry.Do(ctx, agent, registry.Command{Act: charter.Attest, Demand: out.Demand, On: given, Key: "demo/" + strconv.Itoa(n) + "/attestation"}); err != nil {
				return fmt.Errorf("les attestations de la démonstration : %w", err)
			}
		}
	}
	return nil
}

var (
	demoTypes   = []demand.DwellingType{demand.DwellingTypeT1, demand.DwellingTypeT2, demand.DwellingTypeT3, demand.DwellingTypeT4, demand.DwellingTypeT5}
	demoPlaces  = []string{"21231", "21166", "21171", "21515", "21231", "21617", "21278", "21231"}
	demoReasons = []demand.ReasonCode{demand.ReasonCode01, demand.ReasonCode03, demand.ReasonCode05, demand.ReasonCode10}
	demoKinds   = []demand.HousingKind{demand.HousingKindLP, demand.HousingKindHLM, demand.HousingKindCPE, demand.HousingKindLTG}
)

// demoForm makes a form of a filing.
func demoForm(f *sample.Filing, n int, day demand.Date) *demand.Form {
	form := f.Form(day.Year() - 2)
	form.Wanted.Types[0] = demoTypes[n*7%len(demoTypes)]
	form.Wanted.Places[0].Commune = demoPlaces[n*5%len(demoPlaces)]
	form.Reasons[0].Code = demoReasons[n*3%len(demoReasons)]
	form.Present.Kinds[0] = demoKinds[n%len(demoKinds)]
	return form
}
