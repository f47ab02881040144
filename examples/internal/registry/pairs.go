package registry

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Kinds of the records about two demands that look alike; their keys are those of
// the demands, in order.
const (
	distinctKind = "distinct" // found to be of different persons
	laterKind    = "later"    // put off, until the end of the record
)

func pairKey(a, b string) string {
	if b < a {
		a, b = b, a
	}
	return a + "+" + b
}

// distinct reports whether somebody found that two demands are of different
// persons.
func (r *Registry) distinct(ctx context.Context, a, b string) demand.Answer {
	there, err := r.noted(ctx, distinctKind, a, b)
	if err != nil {
		return demand.NotSaid
	}
	return demand.AnswerOf(there)
}

func (r *Registry) noted(ctx context.Context, kind, a, b string) (bool, error) {
	_, err := r.store.Record(ctx, kind, pairKey(a, b), r.now())
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Apart writes down that two demands are of different persons, as a clerk found:
// they are not proposed for merging again.
func (r *Registry) Apart(ctx context.Context, agent Agent, a, b string) error {
	return r.note(ctx, &agent, a, b, store.Record{Kind: distinctKind}, store.Ref{Kind: laterKind, Key: pairKey(a, b)})
}

// Doubtful undoes Apart and Later: the two demands may be of the same persons.
func (r *Registry) Doubtful(ctx context.Context, agent Agent, a, b string) error {
	key := pairKey(a, b)
	return r.note(ctx, &agent, a, b, store.Record{}, store.Ref{Kind: distinctKind, Key: key}, store.Ref{Kind: laterKind, Key: key})
}

// Later puts off the question of two demands until a day.
func (r *Registry) Later(ctx context.Context, agent Agent, a, b string, days int) error {
	return r.note(ctx, &agent, a, b, store.Record{Kind: laterKind, Until: r.now().Add(time.Duration(days) * 24 * time.Hour)})
}

// note writes what a clerk found of two demands. The right to say it is that of
// merging them: who may not put them together may not keep them apart either.
func (r *Registry) note(ctx context.Context, agent *Agent, a, b string, rec store.Record, gone ...store.Ref) error {
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
	act := store.Act{Access: r.accessLines(agent, access.Modify, a, "", 0), Remove: gone, At: r.now()}
	if rec.Kind != "" {
		rec.Key, rec.Version, rec.Body = pairKey(a, b), store.AnyVersion, []byte(agent.Code)
		act.Records = append(act.Records, rec)
	}
	_, err := r.store.Write(ctx, &act)
	return err
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
	for _, kind := range []string{distinctKind, laterKind} {
		if there, err := r.noted(ctx, kind, a, b); there || err != nil {
			return kind, err
		}
	}
	return "", nil
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
