package registry

import (
	"context"
	"errors"
	"slices"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// Received says what became of events sent by another system.
type Received struct {
	Demands int      `json:"demands"`           // that changed
	Events  int      `json:"events"`            // written
	Known   int      `json:"known"`             // already here: nothing to do
	Erased  int      `json:"erased"`            // of demands erased here: not taken back
	Numbers []string `json:"numbers,omitempty"` // demands whose number another demand bears here: not written, for a person to settle
}

// Receive takes events of another system that shares the file, in any order and
// given any number of times: the union of the two journals. It decides nothing;
// what the charter says of two values for one day is told when the demand is
// folded.
func (r *Registry) Receive(ctx context.Context, agent Agent, events []journal.Event) (Received, error) {
	var out Received
	if err := agent.Holds(access.Modify); err != nil {
		return out, err
	}
	byDemand := map[string][]journal.Event{}
	var order []string
	for _, e := range events {
		if byDemand[e.Demand] == nil {
			order = append(order, e.Demand)
		}
		byDemand[e.Demand] = append(byDemand[e.Demand], e)
	}
	for _, key := range order {
		before := out
		for try := 1; ; try++ {
			out = before
			err := r.receive(ctx, &agent, key, byDemand[key], &out)
			var stale *store.StaleError
			if errors.As(err, &stale) && try < maxTries {
				continue
			}
			if errors.Is(err, store.ErrNumberTaken) {
				out.Numbers = append(out.Numbers, key)
				break
			}
			if err != nil {
				return out, err
			}
			break
		}
	}
	return out, nil
}

func (r *Registry) receive(ctx context.Context, agent *Agent, key string, events []journal.Event, out *Received) error {
	entries, err := r.store.Of(ctx, key)
	if err != nil {
		return err
	}
	past := journalOf(entries)
	news := slices.DeleteFunc(slices.Clone(events), func(e journal.Event) bool { return past.Event(e.ID) != nil })
	out.Known += len(events) - len(news)
	if len(news) == 0 {
		return nil
	}
	all, err := joined(past, news)
	if err != nil {
		return err
	}
	act := store.Act{At: r.now(), Expect: map[string]int64{key: seqOf(entries)}, Events: news, Numbers: numbersOf(news, past, key)}
	kept, erased, err := r.kept(ctx, all)
	if err != nil {
		return err
	}
	if erased {
		out.Erased++
		if kept.Len() == past.Len() && !slices.ContainsFunc(news, func(e journal.Event) bool { return kept.Event(e.ID) != nil }) {
			return nil // old events of a demand that was erased here: nothing new
		}
		all = kept
		act.Erase, act.Events, act.Numbers = []string{key}, nil, nil
		for _, e := range all.Events() {
			act.Events = append(act.Events, *e)
		}
	}
	before, err := r.fold(key, past)
	if err != nil {
		return err
	}
	after, err := r.fold(key, all)
	if err != nil {
		return err
	}
	act.Rows = []store.Row{project(&after, enteredOnline(all))}
	act.Access = r.accessLines(agent, access.Modify, key, "", 0)
	done, err := r.store.Write(ctx, &act)
	if err != nil {
		return err
	}
	out.Demands++
	out.Events += len(news)
	_ = r.persons.tell(done.Seqs, moved{&before, &after}) // what it cannot take in now, CatchUp does
	return nil
}

// joined is the journal of a demand with the events of another.
func joined(past journal.Journal, news []journal.Event) (journal.Journal, error) {
	added, faults := journal.New(news...)
	if faults.Blocking() {
		return past, &InvalidError{faults}
	}
	all, faults := journal.Union(past, added)
	if faults.Blocking() {
		return past, &InvalidError{faults}
	}
	return all, nil
}

// kept is what stays of a journal that may hold a demand erased here or by the
// other: it stays erased, unless a hold of here keeps it.
func (r *Registry) kept(ctx context.Context, all journal.Journal) (swept journal.Journal, erased bool, err error) {
	holds, err := r.Holds(ctx)
	if err != nil {
		return all, false, err
	}
	whole := retention.File{Journal: all, Holds: holds}
	swept, removed, _ := whole.Sweep(r.Today())
	return swept, len(removed) > 0, nil
}

// seqOf is the sequence of a demand; 0 when it is not there.
func seqOf(entries []store.Entry) int64 {
	if n := len(entries); n > 0 {
		return entries[n-1].Seq
	}
	return 0
}

func (r *Registry) fold(key string, j journal.Journal) (journal.State, error) {
	today := r.Today()
	c, err := r.CharterOn(today)
	if err != nil {
		return journal.State{}, err
	}
	return exchange.Fold(c, j, key, journal.At{Day: today}), nil
}

// numbersOf lists the numbers that events give and the demand did not bear.
func numbersOf(news []journal.Event, past journal.Journal, key string) []store.Given {
	known := map[numbering.Number]bool{}
	for _, e := range past.Events() {
		known[e.Number] = true
	}
	var out []store.Given
	for i := range news {
		if n := news[i].Number; !n.IsZero() && !known[n] {
			known[n] = true
			out = append(out, store.Given{Number: n, Demand: key})
		}
	}
	return out
}

func asRefused(err error, refused **RefusedError) bool { return errors.As(err, refused) }
