package charter

import (
	"encoding/json"
	"errors"
	"math/bits"
	"sync"

	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/strict"
)

// Outcome is the answer.
type Outcome string

// The answers. Notice is not an answer: it is what a rule says without deciding.
const (
	Allowed Outcome = "allowed"
	Refused Outcome = "refused"
	Unknown Outcome = "unknown"
	Notice  Outcome = "notice"
)

// Actor is who wants to do it: a partner, by its identifier or by one of its
// desks, or the applicant. Kind alone is for a charter that names no partner,
// such as the national floors, and for the applicant.
type Actor struct {
	Party string    `json:"party,omitempty"`
	Desk  string    `json:"desk,omitempty"`
	Kind  PartyKind `json:"kind,omitempty"`
	// For is the partner in whose name it acts, where it holds a mandate. When it is
	// not said, that of the mandates that covers a wanted commune is taken.
	For string `json:"for,omitempty"`
}

// UnmarshalJSON reads an object, or a text: a kind, a partner or a desk.
func (a *Actor) UnmarshalJSON(data []byte) error {
	var word string
	if json.Unmarshal(data, &word) == nil {
		*a = Actor{Party: word}
		if k := PartyKind(word); k.Known() {
			*a = Actor{Kind: k}
		}
		return nil
	}
	type plain Actor
	var p plain
	if problems := strict.Decode(data, &p); len(problems) > 0 {
		return errActor
	}
	*a = Actor(p)
	return nil
}

var errActor = errors.New("charter: read actor: give a text, or an object with party, desk, kind and for")

// Decision is an answer with its reasons. It is small and holds what was asked,
// so that Explain, Spoken, Duties and the other methods can tell the reasons when
// somebody wants them.
type Decision struct {
	Outcome Outcome
	Rule    string      // the rule that decides
	Charter *Charter    // the charter that was applied
	Act     Act         // what was asked
	Actor   Actor       // by whom
	On      demand.Date // for which day
	facts   Facts
	rank    uint8             // of the rule that decides
	said    [outcomes]ruleSet // what each rule said
	missing factSet           // facts that a rule needed and that are not said
}

// verdict is what a rule says; silent rules say nothing.
type verdict uint8

const (
	silent verdict = iota
	notice
	allows
	unknown
	refuses
	outcomes = int(refuses) + 1
)

var outcomeOf = [outcomes]Outcome{notice: Notice, allows: Allowed, unknown: Unknown, refuses: Refused}

// ruleSet is a set of rules, by their rank in the table.
type ruleSet [2]uint64

func (s *ruleSet) add(rank int)      { s[rank>>6] |= 1 << (rank & 63) }
func (s *ruleSet) has(rank int) bool { return s[rank>>6]&(1<<(rank&63)) != 0 }

func (s *ruleSet) remove(rank int) { s[rank>>6] &^= 1 << (rank & 63) }
func (s *ruleSet) len() int        { return bits.OnesCount64(s[0]) + bits.OnesCount64(s[1]) }

func (s *ruleSet) join(o *ruleSet) {
	for i := range s {
		s[i] |= o[i]
	}
}

// first gives the lowest rank of the set, or -1.
func (s *ruleSet) first() int {
	for i, word := range s {
		if word != 0 {
			return i<<6 + bits.TrailingZeros64(word)
		}
	}
	return -1
}

// hearing is one question while the rules are asked.
type hearing struct {
	c       *Charter
	actor   *Actor
	act     Act
	facts   *Facts
	on      demand.Date
	party   *Party    // who acts; nil when the charter does not know
	kind    PartyKind // of the party, or of the one in whose name it acts
	set     kindSet   // the kind alone
	motive  uint8     // of a strike-off, alone in a set; 0 when it is not of the law
	as      *Party    // the partner in whose name it acts, under a mandate
	profile demand.Profile
	missing factSet
	d       Decision // being drawn up: it is copied once, to the caller

	dates    calendar.Dates // of the demand, once asked for
	hasDates bool
	placed   bool // outside was counted
	far      int
	last     string
	renewals [1]demand.Date
}

// need records that a fact is missing.
func (h *hearing) need(list ...fact) verdict {
	for _, f := range list {
		h.missing |= 1 << f
	}
	return unknown
}

// wants refuses when the answer is no, and does not know when nothing is said.
func (h *hearing) wants(a demand.Answer, f fact) verdict {
	switch a {
	case demand.Yes:
		return silent
	case demand.No:
		return refuses
	}
	return h.need(f)
}

// hear gives a hearing that looks at what it holds itself.
func hear() *hearing {
	h := new(hearing)
	h.actor, h.facts = &h.d.Actor, &h.d.facts
	return h
}

// hearings serve again: an allowed act costs no allocation.
var hearings = sync.Pool{New: func() any { return hear() }}

// Decide answers whether an actor may do an act on a day. Every rule speaks:
// the first refusal does not silence the others. The outcome is the gravest
// said: refused, then unknown, then allowed. A fact that a rule needs and that is
// not said makes the answer unknown, never allowed.
func Decide(c *Charter, actor Actor, act Act, facts Facts, on demand.Date) (d Decision) {
	h := hearings.Get().(*hearing)
	h.d.Charter, h.d.Act, h.d.Actor, h.d.On, h.d.facts = c, act, actor, on, facts
	h.judge()
	d = h.d
	h.giveBack()
	return d
}

// judge asks every rule of the act.
func (h *hearing) judge() {
	h.d.said = [outcomes]ruleSet{}
	h.open()
	for _, r := range agendaOf(h.c, h.act).of(h.act, h.motive) {
		if v := r.check(h); v != silent {
			h.d.said[v].add(int(r.rank))
		}
	}
	h.d.missing = h.missing
	h.d.conclude()
}

// open finds who acts, and in whose name.
func (h *hearing) open() {
	c, on := h.d.Charter, h.d.On
	h.c, h.act, h.on, h.profile, h.kind = c, h.d.Act, on, c.Profile, h.d.Actor.Kind
	if h.party = c.actor(h.actor, on); h.party != nil {
		h.kind = h.party.Kind
		if m := c.mandate(h.party.ID, h.act, h.actor, h.facts.Communes, on); m != nil {
			h.as, h.kind = m, m.Kind
		}
	}
	h.set, h.motive = h.kind.bit(), motiveBit(h.facts.Motive)
}

// close forgets the charter; the facts hold codes only, and are overwritten.
func (h *hearing) close() {
	if h.hasDates {
		h.dates = calendar.Dates{}
	}
	h.c, h.d.Charter, h.party, h.as = nil, nil, nil, nil
	h.missing, h.hasDates, h.placed = 0, false, false
}

// reopen is the hearing of a decision already taken, to tell its reasons; it is
// given back.
func (d *Decision) reopen() *hearing {
	h := hearings.Get().(*hearing)
	h.d = *d
	h.open()
	return h
}

func (h *hearing) giveBack() {
	h.close()
	hearings.Put(h)
}

// conclude draws the outcome from what the rules said.
func (d *Decision) conclude() {
	for v := refuses; v > notice; v-- {
		if rank := d.said[v].first(); rank >= 0 {
			d.Outcome, d.Rule, d.rank = outcomeOf[v], rows[rank].Code, uint8(rank)
			return
		}
	}
	d.rank = uint8(len(rows) - 1)
	d.Outcome, d.Rule = Unknown, rows[d.rank].Code // a profile that is not known
}
