package national

import (
	"context"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/numbering"
)

// Side is a demand as one of the two systems holds it.
type Side struct {
	Number    numbering.Number
	Deposited demand.Date
	Renewed   demand.Date
	Motive    demand.StrikeOffMotive
	StruckOff demand.Date
}

// SideOf gives what the file says of a demand; false when the national system is
// not to hold it.
func SideOf(s *journal.State, separated bool) (Side, bool) {
	switch s.Status {
	case journal.Active, journal.Expired, journal.StruckOff:
	default:
		return Side{}, false
	}
	if s.Form.Number.IsZero() {
		return Side{}, false
	}
	f := formOf(s, separated)
	return Side{f.Number, f.DepositedOn, f.RenewedOn, s.Motive, s.StruckOffOn}, true
}

// ReadExtract reads an extract of the national system.
func ReadExtract(r io.Reader) iter.Seq2[Side, error] {
	return func(yield func(Side, error) bool) {
		in, err := sne.Read(r, sne.Limits{})
		if err != nil {
			yield(Side{}, fmt.Errorf("national: read an extract: %w", err))
			return
		}
		for rec, err := range in.Records() {
			if err != nil {
				yield(Side{}, fmt.Errorf("national: read an extract: %w", err))
				return
			}
			s := Side{Number: rec.Form.Number, Deposited: rec.Form.DepositedOn, Renewed: rec.Form.RenewedOn}
			if off, _, there := rec.StrikeOff(); there {
				s.Motive, s.StruckOff = off.Motive, off.On
			}
			if !yield(s, nil) {
				return
			}
		}
	}
}

// Difference is a demand that the two sides do not hold alike.
type Difference struct {
	Number  numbering.Number
	Fields  []string // "only_here", "only_there", or what differs
	Reasons []Reason
}

// Reason is why a difference may stand for a while.
type Reason string

// The reasons; none is a difference that somebody has to look into.
const (
	ReasonUnsent     Reason = "not_sent"   // the next transfer will send it
	ReasonUnanswered Reason = "unanswered" // sent, no answer yet
	ReasonRefused    Reason = "refused"    // a finding waits for a desk
	ReasonHeld       Reason = "held"       // it lacks something the interface asks for
)

// Balance counts a reconciliation.
type Balance struct {
	Here, There int
	Same        int
	OnlyHere    int
	OnlyThere   int
	Different   int
	Unexplained int
}

// Compare compares what the two sides hold, in any order, and gives the
// differences by number. reasons may be nil.
func Compare(here, there iter.Seq2[Side, error], reasons func(numbering.Number) ([]Reason, error)) ([]Difference, Balance, error) {
	var b Balance
	ours, err := byNumber(here, &b.Here)
	if err != nil {
		return nil, b, err
	}
	theirs, err := byNumber(there, &b.There)
	if err != nil {
		return nil, b, err
	}
	keys := maps.Clone(ours)
	maps.Copy(keys, theirs)
	var out []Difference
	for _, n := range slices.SortedFunc(maps.Keys(keys), numbering.Number.Compare) {
		d := Difference{Number: n, Fields: b.fields(ours, theirs, n)}
		if len(d.Fields) == 0 {
			b.Same++
			continue
		}
		if reasons != nil {
			if d.Reasons, err = reasons(n); err != nil {
				return nil, b, err
			}
		}
		if len(d.Reasons) == 0 {
			b.Unexplained++
		}
		out = append(out, d)
	}
	return out, b, nil
}

func byNumber(sides iter.Seq2[Side, error], count *int) (map[numbering.Number]Side, error) {
	out := map[numbering.Number]Side{}
	for s, err := range sides {
		if err != nil {
			return nil, err
		}
		*count++
		if _, twice := out[s.Number]; twice {
			return nil, fmt.Errorf("national: compare the two sides: a number is there twice on the same side; settle the duplicate first")
		}
		out[s.Number] = s
	}
	return out, nil
}

func (b *Balance) fields(ours, theirs map[numbering.Number]Side, n numbering.Number) []string {
	o, here := ours[n]
	t, there := theirs[n]
	switch {
	case !there:
		b.OnlyHere++
		return []string{"only_here"}
	case !here:
		b.OnlyThere++
		return []string{"only_there"}
	}
	var out []string
	for _, f := range []struct {
		name string
		same bool
	}{
		{"deposited", o.Deposited == t.Deposited}, {"renewed", o.Renewed == t.Renewed},
		{"motive", o.Motive == t.Motive}, {"struck_off", o.StruckOff == t.StruckOff},
	} {
		if !f.same {
			out = append(out, f.name)
		}
	}
	if len(out) > 0 {
		b.Different++
	}
	return out
}

// Reconcile compares the file with an extract of the national system, and says
// why each difference may stand.
func (l *Link) Reconcile(ctx context.Context, here, there iter.Seq2[Side, error]) ([]Difference, Balance, error) {
	why, err := l.reasons(ctx)
	if err != nil {
		return nil, Balance{}, err
	}
	return Compare(here, there, func(n numbering.Number) ([]Reason, error) {
		out := why[n.String()]
		key, known, err := l.bearer(ctx, n)
		if err != nil || !known {
			return out, err
		}
		return append(slices.Clone(out), why[key]...), nil
	})
}

// reasons gathers, by number and by demand, what is under way.
func (l *Link) reasons(ctx context.Context) (map[string][]Reason, error) {
	out := map[string][]Reason{}
	say := func(key string, r Reason) {
		if key != "" && !slices.Contains(out[key], r) {
			out[key] = append(out[key], r)
		}
	}
	c, _, err := read[Cursor](ctx, l.Store, kindCursor, cursorKey, l.Now())
	if err != nil {
		return nil, err
	}
	for _, key := range c.Waiting {
		say(key, ReasonHeld)
	}
	last, err := l.Store.Last(ctx)
	if err != nil {
		return nil, fmt.Errorf("national: read the end of the feed: %w", err)
	}
	unsent, err := touched(ctx, l.Store, c.Seq, last)
	if err != nil {
		return nil, err
	}
	for _, key := range unsent {
		say(key, ReasonUnsent)
	}
	return out, l.answered(ctx, say)
}

// answered says what waits for an answer, and what was refused.
func (l *Link) answered(ctx context.Context, say func(key string, r Reason)) error {
	files, _, err := all[Outgoing](ctx, l.Store, kindFile, "", l.Now())
	if err != nil {
		return err
	}
	for _, o := range files {
		for _, line := range o.Lines { // none once it is answered
			say(line.Number, ReasonUnanswered)
		}
	}
	noted, err := l.Findings(ctx, "")
	if err != nil {
		return err
	}
	for _, n := range noted {
		if n.Kind != "" { // the others are held, or told already
			say(n.Demand, ReasonRefused)
		}
	}
	return nil
}

// Report writes the balance and the differences in French. Numbers are in it: it
// is for the manager.
func Report(w io.Writer, differences []Difference, b Balance) error {
	var out strings.Builder
	fmt.Fprintf(&out, "Demandes ici : %d ; au système national : %d ; identiques : %d.\nD'un seul côté : %d (ici) et %d (là-bas) ; différentes : %d ; sans explication : %d.\n",
		b.Here, b.There, b.Same, b.OnlyHere, b.OnlyThere, b.Different, b.Unexplained)
	for _, d := range differences {
		fmt.Fprintf(&out, "%s : %s\n", d.Number.Grouped(), d.French())
	}
	_, err := io.WriteString(w, Typeset(out.String()))
	return err
}

// French says what differs, and why it may stand.
func (d *Difference) French() string {
	var fields, why []string
	for _, f := range d.Fields {
		fields = append(fields, fieldsFrench[f])
	}
	for _, r := range d.Reasons {
		why = append(why, reasonsFrench[r])
	}
	if len(why) == 0 {
		why = []string{"sans explication : à rechercher"}
	}
	return Typeset(strings.Join(fields, ", ") + " (" + strings.Join(why, " ; ") + ")")
}

// Typeset puts the spaces that do not break where French wants them.
func Typeset(text string) string { return spaces.Replace(text) }

var spaces = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!", "« ", "«\u00a0", " »", "\u00a0»")

var fieldsFrench = map[string]string{
	"only_here": "ici seulement", "only_there": "au système national seulement", "deposited": "date de dépôt", "renewed": "date de renouvellement",
	"motive": "motif de radiation", "struck_off": "date de radiation",
}

var reasonsFrench = map[Reason]string{
	ReasonUnsent: "sera transmise au prochain envoi", ReasonUnanswered: "envoyée, sans réponse à ce jour",
	ReasonRefused: "refusée : un constat attend un guichet", ReasonHeld: "retenue : il lui manque un élément",
}
