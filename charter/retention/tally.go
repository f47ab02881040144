package retention

import (
	"cmp"
	"errors"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/internal/pack"
)

// Group is what demands erased are counted by: years and codes, no exact day, and
// nothing that tells one household from another of the same desk.
type Group struct {
	Desk      string                 `json:"desk"`
	Deposited int                    `json:"deposited"`  // year
	StruckOff int                    `json:"struck_off"` // year; 0 for a demand deleted or absorbed
	Motive    demand.StrikeOffMotive `json:"motive,omitempty"`
}

// Counted is a count of demands.
type Counted struct {
	Group
	Count uint64 `json:"count"`
}

// Tally counts the demands erased, for statistics. A small count may still point
// at somebody: it is published only after control of disclosure.
// Law: arrêté du 28 mars 2011 and arrêté du 15 novembre 2013, art. 4: statistics
// from data that are not nominative. Confidence: V; the groups are ours.
type Tally struct{ counts map[Group]uint64 }

// NewTally makes an empty tally.
func NewTally() *Tally { return &Tally{map[Group]uint64{}} }

// Add counts one demand as it stands before it goes.
func (t *Tally) Add(s *journal.State) {
	t.add(Group{s.Desk, s.Form.DepositedOn.Year(), s.StruckOffOn.Year(), s.Motive}, 1)
}

func (t *Tally) add(g Group, n uint64) {
	if t.counts == nil {
		t.counts = map[Group]uint64{}
	}
	t.counts[g] += n
}

// Merge adds the counts of another tally.
func (t *Tally) Merge(other *Tally) {
	for g, n := range other.counts {
		t.add(g, n)
	}
}

// Rows lists the counts, by desk, years and motive.
func (t *Tally) Rows() []Counted {
	var out []Counted
	for g, n := range t.counts {
		out = append(out, Counted{g, n})
	}
	slices.SortFunc(out, func(a, b Counted) int {
		return cmp.Or(cmp.Compare(a.Desk, b.Desk), cmp.Compare(a.Deposited, b.Deposited), cmp.Compare(a.StruckOff, b.StruckOff), cmp.Compare(a.Motive, b.Motive))
	})
	return out
}

const tallyVersion = 1

// MarshalBinary writes the counts: the same demands give the same bytes.
func (t *Tally) MarshalBinary() ([]byte, error) {
	rows := t.Rows()
	b := pack.Count([]byte{tallyVersion}, uint64(len(rows)))
	for _, r := range rows {
		b = pack.Count(pack.Count(pack.Text(b, r.Desk), uint64(r.Deposited)), uint64(r.StruckOff))
		b = pack.Count(pack.Text(b, string(r.Motive)), r.Count)
	}
	return b, nil
}

var errTally = errors.New("retention: unmarshal tally: the bytes are not those of a tally, or are cut short; take them again from the proof of the purge")

// UnmarshalBinary reads what MarshalBinary wrote.
func (t *Tally) UnmarshalBinary(data []byte) error {
	r := pack.NewReader(data, tallyVersion)
	out := NewTally()
	for n := r.Count(); n > 0 && !r.Bad(); n-- {
		desk, deposited, struck := r.Text(), r.Count(), r.Count()
		g := Group{desk, int(deposited % 10_000), int(struck % 10_000), demand.StrikeOffMotive(r.Text())}
		if _, twice := out.counts[g]; twice || deposited > 9999 || struck > 9999 {
			r.Refuse()
		}
		out.counts[g] = r.Count()
	}
	if !r.Whole() {
		return errTally
	}
	*t = *out
	return nil
}
