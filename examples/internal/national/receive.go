package national

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/numbering"
)

// Receipt says what a file received held.
type Receipt struct {
	Replay    bool // the same answer again: it has no effect
	Taken     int  // acts that the other side took
	Refused   int
	Noted     []Noted    // for desks, kept until settled
	Proposals []Proposal // acts made on the national portal, for the registry
}

// unread is a file that could not be read, as it came.
type unread struct {
	Name string `json:"name"`
	Body []byte `json:"body"`
}

// Receive takes in a file of the other side, by its name: an answer (ACQ), or
// acts made on the national portal (DEM). What cannot be read, or answers to
// nothing, is kept and noted; an error says that the store failed, and the same
// file may be given again.
func (l *Link) Receive(ctx context.Context, name string, body []byte) (Receipt, error) {
	if _, err := l.finish(ctx); err != nil { // an increment begun is made of what was known then
		return Receipt{}, err
	}
	file, isAnswer := AnswerTo(name)
	if !isAnswer {
		return l.acts(ctx, name, body)
	}
	a, err := ReadAnswer(body)
	if err != nil {
		return l.keepUnread(ctx, name, file, body)
	}
	o, version, err := read[Outgoing](ctx, l.Store, kindFile, file, l.Now())
	if err != nil {
		return Receipt{}, err
	}
	in := receiving{link: l, ctx: ctx, file: file, act: &store.Act{At: l.Now()}, sent: map[string]*remembered{}}
	switch {
	case version == 0:
		in.note(Noted{Fault: fault(codeUnasked)})
	case o.Answer == sum(body):
		return Receipt{Replay: true}, nil
	case o.Answer != "":
		in.note(Noted{Fault: fault(codeOtherAnswer)})
	default:
		if err := in.answer(&o, a); err != nil {
			return Receipt{}, err
		}
		o.Answer, o.Lines = sum(body), nil // the numbers are of no more use, and theirs may be erased
		answered := record(kindFile, file, version, o)
		answered.Until = l.Now().AddDate(0, 0, keepDays)
		in.act.Records = append(in.act.Records, answered)
	}
	out, err := in.write()
	if err != nil || o.Answer != sum(body) {
		return out, err
	}
	// What was answered is not sent again, and nobody's data stay on the disk for
	// nothing.
	if err := os.Remove(filepath.Join(l.Folder, file)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return out, fmt.Errorf("national: remove a file that was answered: %w", err)
	}
	return out, nil
}

// keepDays is how long an answered file is known, to tell an answer that comes
// again from one nobody asked for, and how long a file that cannot be read is kept.
const keepDays = 90

func (l *Link) keepUnread(ctx context.Context, name, file string, body []byte) (Receipt, error) {
	in := receiving{link: l, ctx: ctx, file: file, act: &store.Act{At: l.Now()}, sent: map[string]*remembered{}}
	in.note(Noted{Fault: fault(codeUnread)})
	kept := record(kindUnread, name, store.AnyVersion, unread{name, body})
	kept.Until = l.Now().AddDate(0, 0, keepDays)
	in.act.Records = append(in.act.Records, kept)
	return in.write()
}

// remembered is a Sent read from the store, with its version there.
type remembered struct {
	Sent
	version int64
}

// receiving is a file being taken in: all of it is written at once.
type receiving struct {
	link *Link
	ctx  context.Context
	file string
	act  *store.Act
	sent map[string]*remembered
	out  Receipt
}

// note keeps what is said, under a key that the same file gives again.
func (in *receiving) note(n Noted) {
	n.File, n.On = in.file, in.link.today()
	if n.Fault.Code != "" {
		n.Code = n.Fault.Code
	}
	in.out.Noted = append(in.out.Noted, n)
	key := fmt.Sprintf("%s/%s/%06d/%d", n.Demand, in.file, n.Rank, len(in.out.Noted))
	in.act.Records = append(in.act.Records, record(kindFinding, key, store.AnyVersion, n))
}

func (in *receiving) write() (Receipt, error) {
	for key, s := range in.sent {
		if !s.Confirmed.There && len(s.Pending) == 0 && s.version > 0 {
			in.forget(key)
			continue
		}
		in.act.Records = append(in.act.Records, record(kindSent, key, s.version, s.Sent))
	}
	slices.SortFunc(in.act.Records, func(a, b store.Record) int { return strings.Compare(a.Kind+a.Key, b.Kind+b.Key) })
	if _, err := in.link.Store.Write(in.ctx, in.act); err != nil {
		return Receipt{}, fmt.Errorf("national: take in a file: %w", err)
	}
	return in.out, nil
}

// forget removes what is remembered of a demand that the other side does not
// hold; a refused creation is remembered by the finding alone.
func (in *receiving) forget(key string) {
	in.act.Remove = append(in.act.Remove, store.Ref{Kind: kindSent, Key: key})
}

// answer settles each act of the file.
func (in *receiving) answer(o *Outgoing, a *Answer) error {
	answered := make([]bool, len(o.Lines))
	for i := range a.Lines {
		l := &a.Lines[i]
		at := place(o, l.Number, i, answered)
		if at < 0 {
			in.note(Noted{Rank: i + 1, Fault: fault(codeOtherDemand)})
			in.anomalies(Noted{Rank: i + 1}, l.Anomalies)
			continue
		}
		answered[at] = true
		if err := in.line(o, at, l); err != nil {
			return err
		}
	}
	for at, done := range answered {
		if done {
			continue
		}
		silent := AnswerLine{Anomalies: a.Anomalies}
		if len(a.Anomalies) == 0 {
			silent.Anomalies = []sne.Anomaly{{Code: codeSilent}}
		}
		if err := in.line(o, at, &silent); err != nil {
			return err
		}
	}
	return nil
}

// place finds which line of the file an answer is about: the one of its rank, or
// the one of its number.
func place(o *Outgoing, n numbering.Number, rank int, answered []bool) int {
	fits := func(i int) bool { return !answered[i] && (n.IsZero() || o.Lines[i].Number == n.String()) }
	if rank < len(o.Lines) && fits(rank) {
		return rank
	}
	if n.IsZero() {
		return -1
	}
	for i := range o.Lines {
		if fits(i) {
			return i
		}
	}
	return -1
}

func (in *receiving) line(o *Outgoing, at int, l *AnswerLine) error {
	s, err := in.of(o.Lines[at].Demand)
	if err != nil {
		return err
	}
	base := Noted{Demand: o.Lines[at].Demand, Desk: s.Desk, Rank: at + 1, Kind: o.Kind}
	taken := len(l.Anomalies) == 0
	if taken {
		s.answer(o.Name, at+1, Taken)
		in.out.Taken++
	} else {
		s.answer(o.Name, at+1, Refused)
		in.out.Refused++
		in.anomalies(base, l.Anomalies)
	}
	if len(l.Duplicates) > 0 {
		n := base
		n.Fault = fault(codeDuplicate)
		for _, d := range l.Duplicates {
			n.Numbers = append(n.Numbers, d.Number.String())
		}
		in.note(n)
	}
	for _, f := range l.Unread {
		n := base
		n.Code, n.Fault = f.Code, f.Fault
		in.note(n)
	}
	if taken && o.Kind == Removed {
		return in.erase(o.Lines[at].Demand)
	}
	return nil
}

// erase removes the findings of a demand that is gone on both sides.
func (in *receiving) erase(key string) error {
	in.act.Remove = append(in.act.Remove, store.Ref{Kind: kindAllocation, Key: key})
	_, keys, err := all[Noted](in.ctx, in.link.Store, kindFinding, key+"/", in.link.Now())
	for _, k := range keys {
		in.act.Remove = append(in.act.Remove, store.Ref{Kind: kindFinding, Key: k})
	}
	return err
}

func (in *receiving) anomalies(base Noted, found []sne.Anomaly) {
	for _, a := range found {
		n := base
		n.Code, n.Label = a.Code, a.Label
		if a.Code == codeSilent {
			n.Fault = fault(codeSilent)
		}
		in.note(n)
	}
}

func (in *receiving) of(key string) (*remembered, error) {
	if s := in.sent[key]; s != nil {
		return s, nil
	}
	s, version, err := read[Sent](in.ctx, in.link.Store, kindSent, key, in.link.Now())
	if err != nil {
		return nil, err
	}
	if version == 0 {
		return &remembered{}, nil
	}
	in.sent[key] = &remembered{s, version}
	return in.sent[key], nil
}

// Finding is what a desk has to treat, with the key that settles it.
type Finding struct {
	Key string
	Noted
}

// Findings lists what is to be treated: of a demand, or all of it.
func (l *Link) Findings(ctx context.Context, demandKey string) ([]Finding, error) {
	prefix := ""
	if demandKey != "" {
		prefix = demandKey + "/"
	}
	noted, keys, err := all[Noted](ctx, l.Store, kindFinding, prefix, l.Now())
	if err != nil {
		return nil, err
	}
	out := make([]Finding, len(noted))
	for i := range noted {
		out[i] = Finding{keys[i], noted[i]}
	}
	return out, nil
}

// Settle says that somebody has treated findings; they are gone.
func (l *Link) Settle(ctx context.Context, keys ...string) error {
	act := &store.Act{At: l.Now()}
	for _, key := range keys {
		act.Remove = append(act.Remove, store.Ref{Kind: kindFinding, Key: key})
	}
	if _, err := l.Store.Write(ctx, act); err != nil {
		return fmt.Errorf("national: settle findings: %w", err)
	}
	return nil
}

// bearer gives the demand that bears a number.
func (l *Link) bearer(ctx context.Context, n numbering.Number) (string, bool, error) {
	key, err := l.Store.Bearer(ctx, n)
	if errors.Is(err, store.ErrNotFound) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("national: look for a number: %w", err)
	}
	return key, true, nil
}

// dayOf reads the day of a moment as the interface writes it.
func dayOf(text string) demand.Date {
	if len(text) < 10 {
		return demand.Date{}
	}
	day, _ := demand.ParseDate(text[:10])
	return day
}
