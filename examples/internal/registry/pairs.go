package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/matching/review"
)

// Kinds of the records about two demands that look alike; their keys are those of
// the demands, in order.
const (
	decidedKind = "pair"  // what clerks decided of them: a log of matching/review
	laterKind   = "later" // put off, until the end of the record
)

func pairKey(a, b string) string {
	if b < a {
		a, b = b, a
	}
	return a + "+" + b
}

// Decisions lists what clerks decided of two demands, the first decision first: who,
// when, and what was undone since.
func (r *Registry) Decisions(ctx context.Context, a, b string) ([]review.Entry, error) {
	log, _, err := r.decisions(ctx, a, b)
	if err != nil {
		return nil, err
	}
	return log.Entries(), nil
}

// decisions reads the log of two demands, with the version of its record.
func (r *Registry) decisions(ctx context.Context, a, b string) (*review.Log, int64, error) {
	rec, err := r.store.Record(ctx, decidedKind, pairKey(a, b), r.now())
	switch {
	case errors.Is(err, store.ErrNotFound):
		return &review.Log{}, 0, nil
	case err != nil:
		return nil, 0, err
	}
	log, findings := review.Read(rec.Body)
	if len(findings) > 0 {
		return nil, 0, fmt.Errorf("registry: the decisions on two demands cannot be read (%s): restore the store from its last dump", findings[0].Code)
	}
	return log, rec.Version, nil
}

// distinct reports whether somebody found that two demands are of different
// persons.
func (r *Registry) distinct(ctx context.Context, a, b string) demand.Answer {
	log, _, err := r.decisions(ctx, a, b)
	if err != nil {
		return demand.NotSaid
	}
	return demand.AnswerOf(apart(log, a, b))
}

func apart(log *review.Log, a, b string) bool {
	found, ok := log.State().Of(a, b)
	return ok && found.Decision == review.Distinct
}

// Apart writes down that two demands are of different persons, as a clerk found:
// they are not proposed for merging again.
func (r *Registry) Apart(ctx context.Context, agent Agent, a, b string) error {
	return r.settle(ctx, &agent, a, b, review.Distinct)
}

// Doubtful undoes Apart and Later: the two demands may be of the same persons. What
// had been decided stays written.
func (r *Registry) Doubtful(ctx context.Context, agent Agent, a, b string) error {
	return r.settle(ctx, &agent, a, b, review.Undo)
}

// Later puts off the question of two demands until a day.
func (r *Registry) Later(ctx context.Context, agent Agent, a, b string, days int) error {
	if err := r.mayTell(ctx, &agent, a, b); err != nil {
		return err
	}
	rec := store.Record{Kind: laterKind, Key: pairKey(a, b), Version: store.AnyVersion, Until: r.now().Add(time.Duration(days) * 24 * time.Hour), Body: []byte(agent.Code)}
	_, err := r.store.Write(ctx, &store.Act{Records: []store.Record{rec}, Access: r.toldOf(&agent, a, b), At: r.now()})
	return err
}

// settle adds a decision to the log of two demands. When a colleague decided
// meanwhile, it comes after that decision.
func (r *Registry) settle(ctx context.Context, agent *Agent, a, b string, decision review.Decision) error {
	if err := r.mayTell(ctx, agent, a, b); err != nil {
		return err
	}
	for {
		log, version, err := r.decisions(ctx, a, b)
		if err != nil {
			return err
		}
		act := store.Act{Remove: []store.Ref{{Kind: laterKind, Key: pairKey(a, b)}}, Access: r.toldOf(agent, a, b), At: r.now()}
		if decision != review.Undo || apart(log, a, b) {
			by := review.Author{Origin: r.origin, Who: agent.Code, At: journal.MomentOf(r.now())}
			if _, faults := log.Decide(by, a, b, decision); len(faults) > 0 {
				return fmt.Errorf("registry: write a decision on two demands: %s", faults[0].Code)
			}
			act.Records = []store.Record{{Kind: decidedKind, Key: pairKey(a, b), Version: version, Body: log.Append(nil)}}
		}
		var stale *store.StaleError
		if _, err = r.store.Write(ctx, &act); !errors.As(err, &stale) {
			return err
		}
	}
}

// mayTell asks whether an agent may say something of two demands. The right to say it
// is that of merging them: who may not put them together may not keep them apart
// either.
func (r *Registry) mayTell(ctx context.Context, agent *Agent, a, b string) error {
	if a == "" || b == "" || a == b {
		return ErrAct
	}
	if err := agent.Holds(access.Modify); err != nil {
		return err
	}
	for _, key := range []string{a, b} {
		v, err := r.look(ctx, agent, key)
		if err != nil {
			return err
		}
		if d := r.May(&v, *agent, charter.Merge, charter.Facts{}); d.Outcome == charter.Refused {
			return &RefusedError{d}
		}
	}
	return nil
}

// toldOf are the lines of the access journal of what is said of two demands.
func (r *Registry) toldOf(agent *Agent, a, b string) []store.AccessLine {
	return slices.Concat(r.accessLines(agent, access.Modify, a, "", 0), r.accessLines(agent, access.Modify, b, "", 0))
}

// Doubt is two demands that may be of the same persons. A comes before B.
type Doubt struct {
	A, B        string
	Probability float64
	Sure        bool
	Persons     []CandidatePair // Role is of A, Their of B
}

// Doubts lists the demands of the file that may be of the same persons as one of
// those a query chooses, the surest first. What clerks found to be different
// persons, or put off, is left out. It reads the whole choice: over a large file
// it is work for the night.
func (r *Registry) Doubts(ctx context.Context, q store.Query) ([]Doubt, error) {
	var out []Doubt
	seen := map[string]bool{}
	for s, err := range r.States(ctx, q) {
		if err != nil {
			return nil, err
		}
		if !followed(&s) {
			continue
		}
		for _, c := range r.persons.find(&s.Form, []string{s.Demand}) {
			key := pairKey(s.Demand, c.Demand)
			if seen[key] {
				continue
			}
			seen[key] = true
			settled, err := r.Settled(ctx, s.Demand, c.Demand)
			if err != nil {
				return nil, err
			}
			if settled == "" {
				out = append(out, doubtOf(s.Demand, c))
			}
		}
	}
	slices.SortFunc(out, func(a, b Doubt) int {
		return cmp.Or(-cmp.Compare(a.Probability, b.Probability), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return out, nil
}

// Settled tells what clerks decided of two demands: "distinct", "later", or "" when
// the question stands.
func (r *Registry) Settled(ctx context.Context, a, b string) (string, error) {
	log, _, err := r.decisions(ctx, a, b)
	if err != nil {
		return "", err
	}
	if apart(log, a, b) {
		return "distinct", nil
	}
	_, err = r.store.Record(ctx, laterKind, pairKey(a, b), r.now())
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return "later", err
}

func doubtOf(key string, c Candidate) Doubt {
	d := Doubt{A: key, B: c.Demand, Probability: c.Probability, Sure: c.Sure, Persons: slices.Clone(c.Persons)}
	if d.B < d.A {
		d.A, d.B = d.B, d.A
		for i := range d.Persons {
			p := &d.Persons[i]
			p.Role, p.Their = p.Their, p.Role
		}
	}
	return d
}

// Compare tells why two demands are thought to be of the same persons; false when
// nothing brings them near.
func (r *Registry) Compare(ctx context.Context, a, b string) (Doubt, bool, error) {
	s, _, _, err := r.state(ctx, a, r.Today())
	if err != nil {
		return Doubt{}, false, err
	}
	for _, c := range r.persons.find(&s.Form, []string{a}) {
		if c.Demand == b {
			return doubtOf(a, c), true, nil
		}
	}
	return Doubt{}, false, nil
}

// undecided leaves out of candidates those that clerks found to be others.
func (r *Registry) undecided(ctx context.Context, key string, found []Candidate) []Candidate {
	return slices.DeleteFunc(found, func(c Candidate) bool { return r.distinct(ctx, key, c.Demand) == demand.Yes })
}

// Glance looks at several demands for a list, and writes one line to the access
// journal with their count. Those that are not open, or not there, are left out.
func (r *Registry) Glance(ctx context.Context, agent Agent, keys []string) ([]View, error) {
	if err := agent.Holds(access.Search, access.Consult); err != nil {
		return nil, err
	}
	out := make([]View, 0, len(keys))
	for _, key := range keys {
		v, err := r.look(ctx, &agent, key)
		var refused *RefusedError
		if errors.As(err, &refused) || errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	if len(out) == 0 {
		return out, nil
	}
	_, err := r.store.Write(ctx, &store.Act{Access: r.accessLines(&agent, access.Search, "", "", uint64(len(out))), At: r.now()})
	return out, err
}

// Rebased is a form typed over an older state, brought onto what stands now.
type Rebased struct {
	Form   demand.Form
	Mine   []string // paths the one who typed had changed
	Theirs []string // paths changed meanwhile
	Both   []string // paths in both: what was typed stands
}

// Rebase brings a form that was typed over the demand as it stood at a sequence
// onto the demand as it stands now: what somebody else changed meanwhile is kept,
// unless the same value was typed. It writes nothing.
func (r *Registry) Rebase(ctx context.Context, agent Agent, key string, seen int64, typed *demand.Form) (Rebased, error) {
	entries, err := r.store.Of(ctx, key)
	if err != nil {
		return Rebased{}, err
	}
	older := slices.DeleteFunc(slices.Clone(entries), func(e store.Entry) bool { return e.Seq > seen })
	base, err := r.fold(key, journalOf(older))
	if err != nil {
		return Rebased{}, err
	}
	past := journalOf(entries)
	now, err := r.fold(key, past)
	if err != nil {
		return Rebased{}, err
	}
	v, err := r.look(ctx, &agent, key)
	if err != nil {
		return Rebased{}, err
	}
	var out Rebased
	var mine journal.Paths
	theirs := journal.Changed(&base.Form, &now.Form)
	for path := range journal.Changed(&base.Form, typed).All() {
		if !v.Sight.May(charter.FieldOf(path)) {
			continue // hidden: it was not on the page
		}
		mine.Add(path)
		out.Mine = append(out.Mine, path)
		if theirs.Has(path) {
			out.Both = append(out.Both, path)
		}
	}
	for path := range theirs.All() {
		if v.Sight.May(charter.FieldOf(path)) {
			out.Theirs = append(out.Theirs, path)
		}
	}
	out.Form = now.Form
	if !mine.IsEmpty() {
		over, _ := journal.New(journal.Event{ID: journal.ID{Origin: "~", Counter: 1}, Demand: key, Kind: journal.Modify, On: r.Today(),
			Entered: journal.MomentOf(r.now()), Set: mine, Values: typed})
		all, _ := journal.Union(past, over)
		then, err := r.fold(key, all)
		if err != nil {
			return Rebased{}, err
		}
		out.Form = then.Form
	}
	out.Form = v.Sight.Redact(&out.Form)
	return out, nil
}
