package registry

import (
	"context"
	"iter"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// OpenTo gives the events of the demands whose applicants the charter lets an agent
// know, by key: for counts of the day that stay with the agent. See Counted.
func (r *Registry) OpenTo(ctx context.Context, agent Agent) iter.Seq2[string, History] {
	return func(yield func(string, History) bool) {
		today := r.Today()
		c, err := r.CharterOn(today)
		if err == nil {
			err = agent.Holds(access.Search)
		}
		if err != nil {
			yield("", History{err: err})
			return
		}
		w := work{Registry: r, agent: &agent, today: today, day: today, charter: c, setting: demand.Setting{AsOf: today, Profile: c.Profile, Territory: c.Territory.Number}}
		for key, h := range r.Journals(ctx, store.Query{}) {
			if h.err == nil && !w.opens(key, h.Journal) {
				continue
			}
			if !yield(key, h) || h.err != nil {
				return
			}
		}
	}
}

// opens reports a demand whose applicant the agent may know.
func (w *work) opens(key string, j journal.Journal) bool {
	w.cmd, w.key, w.past = &Command{Demand: key}, key, j
	w.before = exchange.Fold(w.charter, j, key, journal.At{Day: w.today})
	facts := w.facts(charter.See)
	facts.Field = string(charter.FieldIdentity)
	return charter.Decide(w.charter, w.agent.Actor, charter.See, facts, w.today).Outcome == charter.Allowed
}

// Counted writes to the access journal that counts of so many demands were shown to
// an agent: they are not protected, and small ones tell of persons.
func (r *Registry) Counted(ctx context.Context, agent Agent, demands int) error {
	if err := agent.Holds(access.Search); err != nil {
		return err
	}
	_, err := r.store.Write(ctx, &store.Act{Access: r.accessLines(&agent, access.Search, "", "", uint64(demands)), At: r.now()})
	return err
}
