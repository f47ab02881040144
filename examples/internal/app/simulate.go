package app

import (
	"runtime"
	"slices"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/parallel"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// Simulate reads demands and counts what another charter changes for them.
func Simulate(before, after *charter.Charter, files []string, day demand.Date, progress Progress) (*charter.Simulation, []FileCount, error) {
	setting := demand.Setting{AsOf: day, Profile: before.Profile, Territory: before.Territory.Number}
	total := &charter.Simulation{}
	var accounts []FileCount
	for _, name := range files {
		account := FileCount{File: name}
		in, err := OpenInput(name)
		if err != nil {
			return nil, nil, err
		}
		var stock []Stocked
		for c := range readRows(in, setting, &FileCount{}, progress) {
			switch {
			case c.Blank:
			case c.Unread:
				account.Read++
				account.Refused++
			default:
				account.Read++
				account.Accepted++
				stock = append(stock, StockedOf(&c.Form, setting))
			}
		}
		_ = in.Close()
		total.Merge(SimulateStock(before, after, stock, day))
		accounts = append(accounts, account)
	}
	return total, accounts, nil
}

// Stocked is what a simulation needs of a demand.
type Stocked struct {
	Desk  string
	Facts charter.Facts
}

// StockedOf is what a simulation needs of a demand that a desk received.
func StockedOf(f *demand.Form, setting demand.Setting) Stocked {
	facts := charter.FactsOf(f, demand.Registrable(f, setting))
	facts.Identity = demand.Yes // what is in stock was received by a desk, which saw the identity paper
	facts.Status, facts.Purpose, facts.Field = journal.Active, "allocation", string(charter.FieldIdentity)
	return Stocked{f.Desk, facts}
}

// SimulateStock puts the questions of a stock to both charters, on every
// processor. The result does not depend on their number.
func SimulateStock(before, after *charter.Charter, stock []Stocked, day demand.Date) *charter.Simulation {
	parties := partiesOf(before, after)
	workers := max(1, min(runtime.GOMAXPROCS(0), len(stock)/1000))
	parts := make([]charter.Simulation, workers)
	parallel.Run(workers, func(w int) {
		for i := w; i < len(stock); i += workers {
			ask(&parts[w], before, after, &stock[i], parties, day)
		}
	})
	total := &charter.Simulation{}
	for i := range parts {
		total.Merge(&parts[i])
	}
	return total
}

func ask(s *charter.Simulation, before, after *charter.Charter, d *Stocked, parties []string, day demand.Date) {
	q := charter.Question{Actor: charter.Actor{Desk: d.Desk}, Act: charter.Register, Facts: d.Facts, On: day}
	numbered := q.Facts.Numbered
	q.Facts.Numbered = demand.No // as on the day it was deposited
	s.Add(before, after, &q)
	q.Act = charter.IssueNumber
	s.Add(before, after, &q)
	q.Facts.Numbered = numbered
	q.Act = charter.Renew
	s.Add(before, after, &q)
	q.Act = charter.See
	for _, p := range parties {
		q.Actor = charter.Actor{Party: p}
		s.Add(before, after, &q)
	}
}

// partiesOf lists the partners of either charter.
func partiesOf(charters ...*charter.Charter) []string {
	var out []string
	for _, c := range charters {
		for i := range c.Parties {
			if id := c.Parties[i].ID; !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	slices.Sort(out)
	return out
}

// PlacesOf gives the EPCI and the département of a commune as they are today.
func PlacesOf(commune string) (epci, departement string) {
	current, ok := territories.Current(commune)
	if !ok {
		return "", ""
	}
	row, _ := territories.Commune(current)
	return row.EPCI, row.Departement
}
