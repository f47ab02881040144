package server

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
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
const demoDemands = 480

// demoDays is over how many days they were filed, and demoMonths how many months before
// the last one its observatory counts: a year against the year before.
const (
	demoDays   = 700
	demoMonths = 13
)

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

// fillDemo registers the demands of fictional households, over the two years that end
// today, and lets them live: attested, renewed, and some housed. A household that the
// search finds already there is left out, as a desk would.
func (s *Server) fillDemo(ctx context.Context) error {
	filings, err := sample.Population{Records: demoDemands, Profile: "easy", Seed: sample.DefaultSeed}.Filings()
	if err != nil {
		return err
	}
	today := s.registry.Today()
	n := 0
	for f := range filings {
		n++
		day := today.AddDays(-demoDays + n*(demoDays-15)/demoDemands)
		desk := demoAccounts[n%2]
		agent := registry.Agent{Code: desk.Agent, Actor: charter.Actor{Party: desk.Party, Desk: desk.Desk}, Purpose: access.Registering}
		out, err := s.registry.Do(ctx, agent, registry.Command{Act: charter.Register, Form: demoForm(f, n, day), On: day, Facts: charter.Facts{Identity: demand.Yes}, Key: "demo/" + strconv.Itoa(n)})
		var twins *registry.DuplicatesError
		var invalid *registry.InvalidError
		if errors.As(err, &twins) || errors.As(err, &invalid) {
			continue
		}
		if err != nil {
			return fmt.Errorf("les demandes de la démonstration : %w", err)
		}
		for _, step := range demoLife(n, out.Demand, day) {
			if step.On.After(today) || out.Number.IsZero() {
				break
			}
			step.Demand = out.Demand
			if _, err := s.registry.Do(ctx, agent, step); err != nil {
				return fmt.Errorf("la vie des demandes de la démonstration : %s le %s : %w", step.Act, step.On, err)
			}
		}
	}
	return nil
}

// demoLife is what befalls a demand of the demonstration, in order of day.
func demoLife(n int, key string, day demand.Date) []registry.Command {
	var life []registry.Command
	if n%10 != 0 { // some attestations are late, as at a desk
		life = append(life, registry.Command{Act: charter.Attest, On: day.AddDays(7)})
	}
	if n%5 == 1 {
		return append(life, demoAllocation(key, day.AddDays(60+n%90))...)
	}
	return append(life, registry.Command{Act: charter.Renew, On: day.AddMonths(11), Facts: charter.Facts{Received: demand.Yes, Origin: demand.FromApplicant}})
}

// demoAllocation houses the applicant, from the day when a landlord designates it.
func demoAllocation(key string, day demand.Date) []registry.Command {
	steps := []struct {
		act   charter.Act
		after int
		step  journal.Treatment
		facts charter.Facts
	}{
		{charter.Designate, 0, journal.Treatment{Step: journal.Designated}, charter.Facts{}},
		{charter.Examine, 10, journal.Treatment{Step: journal.Examined}, charter.Facts{}},
		{charter.Allocate, 20, journal.Treatment{Step: journal.Decided, Outcome: "allocated"}, charter.Facts{Candidates: 3, UnderCeiling: demand.Yes}},
		{charter.Offer, 21, journal.Treatment{Step: journal.Offered, Until: day.AddDays(35)}, charter.Facts{}},
		{charter.AnswerOffer, 28, journal.Treatment{Step: journal.Accepted}, charter.Facts{}},
		{charter.Lease, 35, journal.Treatment{Step: journal.Leased}, charter.Facts{UnderCeiling: demand.Yes}},
	}
	var all []registry.Command
	for _, x := range steps {
		x.step.Candidacy, x.step.Dwelling = "c-"+key, "logement-"+key
		all = append(all, registry.Command{Act: x.act, On: day.AddDays(x.after), Treatment: x.step, Facts: x.facts})
	}
	return append(all, registry.Command{Act: charter.StrikeOff, On: day.AddDays(36), Motive: demand.StrikeOffMotiveRADATT, Facts: charter.Facts{LeaseOn: day.AddDays(35), LeaseData: demand.Yes}})
}

var (
	demoTypes   = []demand.DwellingType{demand.DwellingTypeT1, demand.DwellingTypeT2, demand.DwellingTypeT3, demand.DwellingTypeT4, demand.DwellingTypeT5}
	demoNames   = []string{"Lina", "Tom", "Jade", "Noé", "Inès"}
	demoPlaces  = []string{"21231", "21166", "21171", "21515", "21231", "21617", "21278", "21231"}
	demoReasons = []demand.ReasonCode{demand.ReasonCode01, demand.ReasonCode03, demand.ReasonCode05, demand.ReasonCode10}
	demoKinds   = []demand.HousingKind{demand.HousingKindLP, demand.HousingKindHLM, demand.HousingKindCPE, demand.HousingKindLTG}
)

// demoForm makes a form of a filing.
func demoForm(f *sample.Filing, n int, day demand.Date) *demand.Form {
	form := f.Form(day.Year() - 2)
	for i := range n * 7 % len(demoTypes) * (n % 3) / 2 {
		child := demand.Dependant{Name: form.Applicant.UsedName, FirstNames: demoNames[(n+i)%len(demoNames)], Sex: demand.SexF, Kinship: demand.KinshipE, BirthDate: day.AddDays(-900 * (i + 1))}
		form.Dependants = append(form.Dependants, child)
	}
	form.PersonsToHouse = 1 + len(form.Dependants)
	form.Wanted.Types[0] = demoTypes[min(len(form.Dependants)+n%2, len(demoTypes)-1)]
	form.Wanted.Places[0].Commune = demoPlaces[n*5%len(demoPlaces)]
	form.Reasons[0].Code = demoReasons[n*3%len(demoReasons)]
	form.Present.Kinds[0] = demoKinds[n%len(demoKinds)]
	return form
}
