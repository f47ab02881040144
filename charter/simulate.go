package charter

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
)

// Simulation counts what another charter changes on a stock of questions, before
// anybody votes it. It gathers on several machines: Merge commutes and associates,
// and the same questions give the same bytes.
type Simulation struct {
	counts map[packed]int
	ids    map[string]uint32 // of the texts met
	texts  []string
	rules  [256]uint32 // of the rules met, plus one
	acts   [len(acts)]uint32
	said   [outcomes]uint32 // of the outcomes, plus one
	party  named            // the last ones met
	place  named
}

// named is a text met and its rank.
type named struct {
	text string
	id   uint32
}

// packed is a shift, each text by its rank among those met.
type packed [7]uint32

// Shift is a kind of change: who asked what, for which commune, what was answered
// under the first charter and under the second, and by which rules.
type Shift struct {
	Act           Act
	Party         string // identifier of the partner, else its desk or its kind
	Commune       string // first one wanted
	Before, After Outcome
	RuleBefore    string
	RuleAfter     string
}

// Change names a shift in one word.
type Change string

// The changes.
const (
	Entering  Change = "entering" // was not allowed, would be
	Leaving   Change = "leaving"  // was allowed, would not be
	Altered   Change = "altered"  // not allowed either way, by another answer or rule
	Unchanged Change = "unchanged"
)

// Change tells what becomes of the act.
func (s *Shift) Change() Change {
	switch before, after := s.Before == Allowed, s.After == Allowed; {
	case !before && after:
		return Entering
	case before && !after:
		return Leaving
	case s.Before != s.After || s.RuleBefore != s.RuleAfter:
		return Altered
	}
	return Unchanged
}

// Add puts a question to both charters and counts what changes.
func (s *Simulation) Add(before, after *Charter, q *Question) Shift {
	shift := Shift{Act: q.Act}
	if len(q.Facts.Communes) > 0 {
		shift.Commune = q.Facts.Communes[0]
	}
	h := hearings.Get().(*hearing)
	h.d.Act, h.d.Actor, h.d.On, h.d.facts = q.Act, q.Actor, q.On, q.Facts
	first := h.answer(before, &shift)
	shift.Before, shift.RuleBefore = h.d.Outcome, h.d.Rule
	second := h.answer(after, &shift)
	shift.After, shift.RuleAfter = h.d.Outcome, h.d.Rule
	h.giveBack()
	if shift.Party == "" {
		shift.Party = cmp.Or(q.Actor.Party, q.Actor.Desk, string(q.Actor.Kind))
	}
	s.count(&shift, first, second)
	return shift
}

// answer judges the question under a charter, gives the rule that decides and
// tells who asks.
func (h *hearing) answer(c *Charter, shift *Shift) (rank uint8) {
	h.d.Charter = c
	h.judge()
	if h.party != nil && shift.Party == "" {
		shift.Party = h.party.ID
	}
	h.close()
	return h.d.rank
}

// count adds a shift, its rules being known by rank.
func (s *Simulation) count(shift *Shift, before, after uint8) {
	if s.counts == nil {
		s.counts = map[packed]int{}
	}
	s.counts[packed{s.act(shift.Act), s.again(&s.party, shift.Party), s.again(&s.place, shift.Commune),
		s.outcome(shift.Before), s.outcome(shift.After), s.rule(before), s.rule(after)}]++
}

// id gives the rank of a text.
func (s *Simulation) id(text string) uint32 {
	id, ok := s.ids[text]
	if !ok {
		if s.ids == nil {
			s.ids = map[string]uint32{}
		}
		id = uint32(len(s.texts))
		s.ids[text] = id
		s.texts = append(s.texts, text)
	}
	return id
}

// again gives the rank of a text that is likely the one met last.
func (s *Simulation) again(last *named, text string) uint32 {
	if last.text != text || text == "" {
		*last = named{text, s.id(text)}
	}
	return last.id
}

// rule gives the rank of the text of a rule.
func (s *Simulation) rule(rank uint8) uint32 {
	if s.rules[rank] == 0 {
		s.rules[rank] = s.id(rows[rank].Code) + 1
	}
	return s.rules[rank] - 1
}

// outcome gives the rank of the text of an answer.
func (s *Simulation) outcome(o Outcome) uint32 {
	v := unknown
	switch o {
	case Allowed:
		v = allows
	case Refused:
		v = refuses
	}
	if s.said[v] == 0 {
		s.said[v] = s.id(string(outcomeOf[v])) + 1
	}
	return s.said[v] - 1
}

// act gives the rank of the text of an act.
func (s *Simulation) act(a Act) uint32 {
	rank := a.rank()
	if rank < 0 {
		return s.id(string(a))
	}
	if s.acts[rank] == 0 {
		s.acts[rank] = s.id(string(a)) + 1
	}
	return s.acts[rank] - 1
}

// add counts a shift told in texts.
func (s *Simulation) add(shift *Shift, n int) {
	if s.counts == nil {
		s.counts = map[packed]int{}
	}
	var p packed
	for i, text := range shift.told() {
		p[i] = s.id(text)
	}
	s.counts[p] += n
}

func (s *Simulation) shift(p packed) Shift {
	var t [7]string
	for i := range p {
		t[i] = s.texts[p[i]]
	}
	return Shift{Act(t[0]), t[1], t[2], Outcome(t[3]), Outcome(t[4]), t[5], t[6]}
}

// Merge adds what another simulation counted.
func (s *Simulation) Merge(o *Simulation) {
	for p, n := range o.counts {
		shift := o.shift(p)
		s.add(&shift, n)
	}
}

// Shifts gives every kind of change with its count, in order.
func (s *Simulation) Shifts() iter.Seq2[Shift, int] {
	return func(yield func(Shift, int) bool) {
		compare := func(a, b packed) int {
			for i := range a {
				if c := cmp.Compare(s.texts[a[i]], s.texts[b[i]]); c != 0 {
					return c
				}
			}
			return 0
		}
		for _, p := range slices.SortedFunc(maps.Keys(s.counts), compare) {
			if !yield(s.shift(p), s.counts[p]) {
				return
			}
		}
	}
}

func (s *Shift) told() [7]string {
	return [...]string{string(s.Act), s.Party, s.Commune, string(s.Before), string(s.After), s.RuleBefore, s.RuleAfter}
}

// Totals counts the questions by change.
func (s *Simulation) Totals() map[Change]int {
	out := map[Change]int{}
	for p, n := range s.counts {
		shift := s.shift(p)
		out[shift.Change()] += n
	}
	return out
}

// simulationVersion is the version of the bytes.
const simulationVersion = 1

// MarshalBinary writes the counts: a version, then each shift in order.
func (s *Simulation) MarshalBinary() ([]byte, error) {
	out := []byte{simulationVersion}
	for shift, n := range s.Shifts() {
		for _, text := range shift.told() {
			out = binary.AppendUvarint(out, uint64(len(text)))
			out = append(out, text...)
		}
		out = binary.AppendUvarint(out, uint64(n))
	}
	return out, nil
}

var errSimulation = errors.New("charter: read simulation: the bytes are cut short or are not a simulation")

// UnmarshalBinary reads what MarshalBinary writes.
func (s *Simulation) UnmarshalBinary(data []byte) error {
	if len(data) == 0 {
		return errSimulation
	}
	if data[0] != simulationVersion {
		return fmt.Errorf("charter: read simulation: version %d is not known; %d is", data[0], simulationVersion)
	}
	var read Simulation
	for rest := data[1:]; len(rest) > 0; {
		var texts [7]string
		for i := range texts {
			n, size := binary.Uvarint(rest)
			if size <= 0 || n > uint64(len(rest)-size) {
				return errSimulation
			}
			texts[i], rest = string(rest[size:size+int(n)]), rest[size+int(n):]
		}
		n, size := binary.Uvarint(rest)
		if size <= 0 || n > 1<<50 {
			return errSimulation
		}
		rest = rest[size:]
		read.add(&Shift{Act(texts[0]), texts[1], texts[2], Outcome(texts[3]), Outcome(texts[4]), texts[5], texts[6]}, int(n))
	}
	*s = read
	return nil
}
