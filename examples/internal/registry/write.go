package registry

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// write commits the act, then lets the index of persons know.
func (w *work) write(ctx context.Context) (Outcome, error) {
	w.out.Demand, w.out.Number = w.key, w.after.Form.Number
	for i := range w.events {
		w.out.Events = append(w.out.Events, w.events[i].ID)
	}
	act := store.Act{
		Key: w.cmd.Key, Expect: map[string]int64{w.key: w.seq}, Events: w.events, Rows: []store.Row{project(&w.after, w.online)},
		Access: w.accessLines(w.agent, accessAct(w.cmd.Act), w.key, firstCommune(&w.after), 0), Messages: w.cmd.Messages, At: w.now,
	}
	if w.cmd.Key != "" {
		act.Digest, act.Answer = digestOf(w.agent, w.cmd), w.answer
	}
	if !w.number.IsZero() && w.online && w.numbered != nil {
		more, err := w.numbered(&w.after.Form, w.now)
		if err != nil {
			return Outcome{}, err
		}
		act.Messages = slices.Concat(act.Messages, more)
	}
	if !w.number.IsZero() {
		act.Numbers = []store.Given{{Number: w.number, Demand: w.key}}
	}
	for i := range w.others {
		o := &w.others[i]
		act.Rows = append(act.Rows, project(&o.State, o.online))
		act.Expect[o.Demand] = o.seq
	}
	if err := w.carry(ctx, &act); err != nil {
		return Outcome{}, err
	}
	done, err := w.store.Write(ctx, &act)
	if err != nil {
		return Outcome{}, err
	}
	if done.Replay {
		var out Outcome
		err := json.Unmarshal(done.Replayed, &out)
		out.Replayed = true
		return out, err
	}
	w.out.Seq = done.Seqs[len(done.Seqs)-1]
	w.tell(done.Seqs)
	return w.out, nil
}

// answer is what is kept under the key of the command.
func (w *work) answer(done store.Written) ([]byte, error) {
	out := w.out
	out.Seq = done.Seqs[len(done.Seqs)-1]
	return json.Marshal(out)
}

// carry takes what was uploaded with the draft over to the demand.
func (w *work) carry(ctx context.Context, act *store.Act) error {
	seenBy := w.service()
	if w.agent.isApplicant() {
		seenBy = "" // no desk has seen what an applicant sent
	}
	for _, id := range w.cmd.Papers {
		p, err := w.store.Paper(ctx, id)
		if err != nil {
			return err
		}
		if w.cmd.Draft != "" && p.Owner != w.cmd.Draft {
			return store.ErrNotFound
		}
		if p.Owner = w.key; seenBy != "" {
			p.Service = seenBy
		}
		act.Papers = append(act.Papers, p)
	}
	if u := w.cmd.upload; u != nil {
		p, err := w.paper(ctx, w.key, seenBy, u)
		if err != nil {
			return err
		}
		u.kept, act.Papers = &p, append(act.Papers, p)
	}
	if w.cmd.Draft != "" {
		act.Remove = append(act.Remove, store.Ref{Kind: DraftKind, Key: w.cmd.Draft})
	}
	return nil
}

// DraftKind is the kind of the records that hold unfinished entries.
const DraftKind = "draft"

// tell lets the index of persons know what changed. The act is done and on the disk:
// what the index cannot take in now, CatchUp takes in.
func (w *work) tell(seqs []int64) {
	changes := []moved{{&w.before, &w.after}}
	if w.seq == 0 {
		changes[0].before = nil
	}
	for i := range w.others {
		changes = append(changes, moved{nil, &w.others[i].State})
	}
	if w.persons.tell(seqs, changes...) == nil && w.persons.young() {
		w.learn()
	}
}

// accessAct is the act of the access journal behind an act of the charter.
func accessAct(a charter.Act) access.Act {
	switch a {
	case charter.Register, charter.Separate:
		return access.Register
	case charter.Renew:
		return access.Renew
	case charter.StrikeOff:
		return access.StrikeOff
	}
	return access.Modify
}

// accessLines makes the line of the access journal of an act. Its rank is given
// by the store: see Registry.Accesses.
func (r *Registry) accessLines(agent *Agent, act access.Act, key, commune string, count uint64) []store.AccessLine {
	now := r.now()
	party := agent.Actor.Party
	if party == "" {
		party = agent.Actor.Desk
	}
	if agent.isApplicant() {
		party = string(charter.Applicant)
	}
	e := access.Event{ID: journal.ID{Origin: r.origin, Counter: 1}, At: journal.MomentOf(now), Agent: agent.Code, Party: party, Act: act,
		Demand: key, Commune: commune, Count: count, Purpose: agent.Purpose}
	return []store.AccessLine{{At: now, Line: e.Append(nil)}}
}

// Log writes to the access journal what somebody did outside of Show and Do: an
// export, an act on the accounts. Whoever lacks the right of the act is refused: it
// is called before the act.
func (r *Registry) Log(ctx context.Context, agent Agent, act access.Act, key string, count uint64) error {
	if err := agent.Holds(act); err != nil {
		return err
	}
	_, err := r.store.Write(ctx, &store.Act{Access: r.accessLines(&agent, act, key, "", count), At: r.now()})
	return err
}

// Accesses gives the access journal after a rank, at most limit lines, as
// charter/access reads it: each line bears the rank of the store, without gap.
func (r *Registry) Accesses(ctx context.Context, after int64, limit int) ([]access.Event, int64, error) {
	lines, err := r.store.AccessSince(ctx, after, limit)
	if err != nil {
		return nil, after, err
	}
	var out []access.Event
	for _, l := range lines {
		e, faults := access.DecodeEvent(l.Line)
		if faults.Blocking() {
			return out, after, &InvalidError{faults}
		}
		e.ID.Counter = uint64(l.Rank)
		out, after = append(out, e), l.Rank
	}
	return out, after, nil
}

func firstCommune(s *journal.State) string {
	if places := s.Form.Wanted.Places; len(places) > 0 {
		return places[0].Commune
	}
	return ""
}

// Clock is the moment of the registry, for those who write beside it.
func (r *Registry) Clock() time.Time { return r.now() }
