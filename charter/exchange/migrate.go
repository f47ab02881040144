package exchange

import (
	"maps"
	"slices"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Gather puts the journals of several partners together, by their identifiers.
// The key of each demand takes that of its partner: "bailleur-a/d1". An event
// already gathered keeps its key.
func Gather(journals map[string]journal.Journal) (journal.Journal, demand.Faults) {
	var all []journal.Event
	for _, party := range slices.Sorted(maps.Keys(journals)) {
		for _, e := range journals[party].Events() {
			moved := *e
			moved.Demand = party + "/" + e.Demand
			if e.Other != "" {
				moved.Other = party + "/" + e.Other
			}
			all = append(all, moved)
		}
	}
	return journal.New(all...)
}

// Balance is the balance sheet of a migration.
type Balance struct {
	Demands, Numbered int
	Kept              int           // demands whose number, seniority and status are the same
	Lost              []string      // keys of the demands that differ: none, or the migration is refused
	Findings          demand.Faults // what the new charter cannot hold
}

// Migrate compares every demand under two charters on a day, before the second
// takes over: the journal does not change, only the charter does. Nothing may be
// lost: each demand keeps its number, its seniority and its status.
func Migrate(from, to *charter.Charter, j journal.Journal, day demand.Date) Balance {
	var b Balance
	unknown := map[string]bool{}
	for key := range j.Demands() {
		b.Demands++
		before, after := Fold(from, j, key, journal.At{Day: day}), Fold(to, j, key, journal.At{Day: day})
		if !before.Form.Number.IsZero() {
			b.Numbered++
		}
		if before.Form.Number == after.Form.Number && before.Seniority == after.Seniority && before.Status == after.Status {
			b.Kept++
		} else {
			b.Lost = append(b.Lost, key)
		}
		if _, ok := to.PartyOfDesk(after.Desk, day); !ok && !unknown[after.Desk] {
			unknown[after.Desk] = true
			b.Findings = append(b.Findings, demand.Fault{Code: "ECH-MIG-01", Path: key, Severity: demand.ToConfirm, Params: []demand.Param{{Name: "desk", Value: after.Desk}}})
		}
		for _, d := range Disputes(to, &after) {
			if d.Owner == "" {
				b.Findings = append(b.Findings, demand.Fault{Code: "ECH-MIG-02", Path: key + "." + d.Path, Severity: demand.ToConfirm})
			}
		}
	}
	return b
}
