package registry

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/exchange"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// maxTries bounds how often an act is taken up again when somebody else wrote to
// the demand, or took the number, at the same moment.
const maxTries = 5

// work is an act under way.
type work struct {
	*Registry
	agent   *Agent
	cmd     *Command
	now     time.Time
	today   demand.Date
	day     demand.Date // of effect
	charter *charter.Charter
	setting demand.Setting

	key    string
	seq    int64 // at which the demand was read; 0 when it is not there yet
	past   journal.Journal
	before journal.State
	sight  *charter.Sight // of a demand that was there
	online bool

	due    *papers.List // for an act that asks for a paper: what there is to ask, and what is held
	events []journal.Event
	after  journal.State
	others []other // other demands the act changes
	number numbering.Number
	out    Outcome
}

// other is another demand that an act changes: as it will stand, and the sequence
// at which it was read.
type other struct {
	journal.State
	seq    int64
	online bool
}

// Do does an act, or says why not: see the errors of this package. Nothing is
// written when there is an error.
func (r *Registry) Do(ctx context.Context, agent Agent, cmd Command) (Outcome, error) {
	if err := agent.Holds(accessAct(cmd.Act)); err != nil {
		return Outcome{}, err
	}
	return r.once(ctx, agent, cmd)
}

// once does an act, unless it was done before under the same key.
func (r *Registry) once(ctx context.Context, agent Agent, cmd Command) (Outcome, error) {
	if replay, done, err := r.replayed(ctx, &agent, &cmd); done || err != nil {
		return replay, err
	}
	if cmd.Form != nil && (cmd.Act == charter.Register || cmd.Act == charter.Separate) {
		same := r.bornTogether(cmd.Form)
		same.Lock()
		defer same.Unlock()
	}
	for try := 1; ; try++ {
		out, err := r.attempt(ctx, &agent, &cmd)
		if err == nil {
			return out, nil
		}
		var stale *store.StaleError
		old := errors.As(err, &stale)
		if try < maxTries && (old && cmd.Seen == 0 || errors.Is(err, store.ErrNumberTaken)) {
			continue
		}
		if old && stale.Demand != "" {
			err = r.stale(ctx, &agent, stale.Demand, cmd.Seen)
		}
		return r.unless(ctx, &agent, &cmd, err)
	}
}

// unless gives an error, unless the same command was done meanwhile under its key:
// of a button pressed twice, the second press finds what the first one did, and
// would be told that the demand moved, or is there already.
func (r *Registry) unless(ctx context.Context, agent *Agent, cmd *Command, err error) (Outcome, error) {
	if replay, done, failed := r.replayed(ctx, agent, cmd); done && failed == nil {
		return replay, nil
	}
	return Outcome{}, err
}

// Done gives the answer of a command that was done before under its key: for who
// checks something of its own before Do.
func (r *Registry) Done(ctx context.Context, agent Agent, cmd Command) (Outcome, bool, error) {
	return r.replayed(ctx, &agent, &cmd)
}

// replayed gives the answer of a command that was done under the same key,
// before anything is judged: what was right then may not be allowed twice.
func (r *Registry) replayed(ctx context.Context, agent *Agent, cmd *Command) (Outcome, bool, error) {
	if cmd.Key == "" {
		return Outcome{}, false, nil
	}
	answer, found, err := r.store.Answered(ctx, cmd.Key, digestOf(agent, cmd))
	if err != nil || !found {
		return Outcome{}, false, err
	}
	var out Outcome
	if err := json.Unmarshal(answer, &out); err != nil {
		return Outcome{}, true, fmt.Errorf("registry: read the answer kept: %w", err)
	}
	out.Replayed = true
	return out, true, nil
}

// digestOf tells two commands under one key apart.
func digestOf(agent *Agent, cmd *Command) string {
	said := *cmd
	said.Key, said.Messages = "", nil
	text, err := json.Marshal(struct {
		Agent string
		Actor charter.Actor
		Cmd   *Command
	}{agent.Code, agent.Actor, &said})
	if err != nil {
		return "" // nothing of a command fails to be written
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func (r *Registry) attempt(ctx context.Context, agent *Agent, cmd *Command) (Outcome, error) {
	w, err := r.begin(ctx, agent, cmd)
	if err != nil {
		return Outcome{}, err
	}
	do, known := acts[cmd.Act]
	if !known {
		return Outcome{}, ErrAct
	}
	if err := do(ctx, w); err != nil {
		return Outcome{}, err
	}
	if err := w.conclude(); err != nil {
		return Outcome{}, err
	}
	return w.write(ctx)
}

// begin reads the demand and the day, and says when the agent saw an older state.
func (r *Registry) begin(ctx context.Context, agent *Agent, cmd *Command) (*work, error) {
	day := cmd.On
	if day.IsZero() {
		day = r.Today()
	}
	if day.After(r.Today()) {
		return nil, ErrFuture
	}
	c, err := r.CharterOn(day)
	if err != nil {
		return nil, err
	}
	w := r.workOn(agent, cmd, c, day)
	if creates(cmd.Act) {
		w.key, err = r.newKey("d")
		return w, err
	}
	if w.before, w.past, w.seq, err = r.state(ctx, cmd.Demand, w.today); err != nil {
		return nil, err
	}
	switch {
	case cmd.Seen != 0 && cmd.Seen != w.seq:
		return nil, r.stale(ctx, agent, cmd.Demand, cmd.Seen)
	case cmd.Form != nil && cmd.Seen == 0:
		return nil, ErrUnseen
	}
	w.online = enteredOnline(w.past)
	sight := charter.View(w.charter, agent.Actor, w.facts(charter.See), w.day)
	w.sight = &sight
	return w, nil
}

// workOn is an act under the charter of its day, before the demand is read.
func (r *Registry) workOn(agent *Agent, cmd *Command, c *charter.Charter, day demand.Date) *work {
	return &work{Registry: r, agent: agent, cmd: cmd, now: r.now(), today: r.Today(), day: day, charter: c, key: cmd.Demand,
		setting: demand.Setting{AsOf: day, Profile: c.Profile, Territory: c.Territory.Number}}
}

func creates(a charter.Act) bool { return a == charter.Register || a == charter.Separate }

// stale tells what was written since a demand was read, as far as the charter opens
// it to the agent: whoever sees nothing of the demand is refused, and learns nothing.
func (r *Registry) stale(ctx context.Context, agent *Agent, key string, seen int64) error {
	v, err := r.look(ctx, agent, key)
	if err != nil {
		return err
	}
	entries, err := r.store.Of(ctx, key)
	if err != nil {
		return err
	}
	e := &StaleError{Demand: key}
	for i := range entries {
		if e.Current = entries[i].Seq; e.Current <= seen {
			continue
		}
		if open := openOf(&v.Sight, &entries[i].Event); open != nil {
			e.Events = append(e.Events, open)
		}
	}
	return e
}

// openOf gives what is open of an event; nothing of one that is hidden whole.
func openOf(sight *charter.Sight, e *journal.Event) *journal.Event {
	switch e.Kind {
	case journal.Treat, journal.Letter:
		if !sight.May(charter.FieldTreatment) {
			return nil
		}
	case journal.Label, journal.Unlabel, journal.Quota:
		if !sight.May(charter.FieldLabels) {
			return nil
		}
	}
	out := *e
	if !sight.May(charter.FieldOrigins) {
		out.Reason = "" // what a clerk typed is of the history
	}
	out.Set = journal.Paths{}
	for path := range e.Set.All() {
		if sight.May(charter.FieldOf(path)) {
			out.Set.Add(path)
		}
	}
	if e.Values != nil {
		values := sight.Redact(e.Values)
		out.Values = &values
	}
	return &out
}

// newKey makes a key that means nothing.
func (r *Registry) newKey(prefix string) (string, error) {
	var raw [10]byte
	if _, err := io.ReadFull(r.random, raw[:]); err != nil {
		return "", fmt.Errorf("registry: make a key: %w", err)
	}
	return prefix + strings.ToLower(base32.StdEncoding.EncodeToString(raw[:])), nil
}

// decide asks the charter, and keeps the duties of what it allows.
func (w *work) decide(act charter.Act, facts charter.Facts) error {
	return w.decideFor(w.agent.Actor, act, facts)
}

// allowed asks the charter, and keeps nothing of what it answers.
func (w *work) allowed(act charter.Act, facts charter.Facts) error {
	if d := charter.Decide(w.charter, w.agent.Actor, act, facts, w.day); d.Outcome != charter.Allowed {
		return &RefusedError{d}
	}
	return nil
}

func (w *work) decideFor(actor charter.Actor, act charter.Act, facts charter.Facts) error {
	d := charter.Decide(w.charter, actor, act, facts, w.day)
	if d.Outcome != charter.Allowed {
		return &RefusedError{d}
	}
	w.out.Duties = append(w.out.Duties, d.Duties()...)
	for _, f := range d.Faults() {
		f.Severity = min(f.Severity, demand.Information)
		w.out.Findings = append(w.out.Findings, f)
	}
	return nil
}

// event begins an event of the act.
func (w *work) event(ctx context.Context, key string, kind journal.Kind) (journal.Event, error) {
	rank, err := w.Registry.events.Reserve(ctx, w.origin, 1)
	if err != nil {
		return journal.Event{}, err
	}
	return journal.Event{ID: journal.ID{Origin: w.origin, Counter: uint64(rank)}, Demand: key, Kind: kind, On: w.day,
		Entered: journal.MomentOf(w.now), Author: w.agent.Code, Service: w.service()}, nil
}

// service is the desk the agent acts at, failing which its partner.
func (w *work) service() string {
	a := w.agent.Actor
	switch {
	case w.agent.isApplicant():
		return w.onlineDesk()
	case a.Desk != "":
		return a.Desk
	}
	if p, _ := w.charter.Party(a.Party); len(p.Desks) > 0 {
		return p.Desks[0]
	}
	return a.Party
}

// onlineDesk is the desk of demands entered by applicants: that of the partner who
// verifies them, failing which the demand's own.
func (w *work) onlineDesk() string {
	if w.before.Desk != "" {
		return w.before.Desk
	}
	for _, id := range w.charter.Online.Verifies {
		if p, _ := w.charter.Party(id); len(p.Desks) > 0 {
			return p.Desks[0]
		}
	}
	return "GDPUB" // the public portal (guichet grand public), as published numbers write it
}

// fold gives the demand as it will stand with the events of the act.
func (w *work) fold(key string, past journal.Journal, day demand.Date) (journal.State, journal.Journal) {
	mine := slices.DeleteFunc(slices.Clone(w.events), func(e journal.Event) bool { return e.Demand != key })
	all, _ := journal.New(mine...)
	if past.Len() > 0 {
		all, _ = journal.Union(past, all)
	}
	return exchange.Fold(w.charter, all, key, journal.At{Day: day}), all
}

// conclude folds the demand after the act, and refuses events the journal finds
// wrong.
func (w *work) conclude() error {
	if len(w.events) == 0 {
		return ErrNothing
	}
	var all journal.Journal
	w.after, all = w.fold(w.key, w.past, w.today)
	if wrong := added(&all, &w.past); len(wrong) > 0 {
		return &InvalidError{wrong}
	}
	return nil
}

// added gives the blocking faults of a journal that it did not have before the act:
// what was received wrong from elsewhere stops nobody. A fault does not name its
// event whole, for the name of its origin could be a person's.
func added(after, before *journal.Journal) demand.Faults {
	wrong := blocking(after.Check())
	if len(wrong) == 0 {
		return nil
	}
	type fault struct{ code, path string }
	had := map[fault]int{}
	for _, f := range blocking(before.Check()) {
		had[fault{f.Code, f.Path}]++
	}
	return slices.DeleteFunc(wrong, func(f demand.Fault) bool {
		had[fault{f.Code, f.Path}]--
		return had[fault{f.Code, f.Path}] >= 0
	})
}

func blocking(faults demand.Faults) demand.Faults {
	return slices.DeleteFunc(faults, func(f demand.Fault) bool { return f.Severity != demand.Blocking })
}
