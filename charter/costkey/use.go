package costkey

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/internal/pack"
)

// Act is something a partner does with the file, counted for the key.
type Act string

// The acts.
const (
	Registration Act = "registration" // the first deposit of a demand
	Renewal      Act = "renewal"
	Modification Act = "modification"
	Consultation Act = "consultation" // from the access journal
	Export       Act = "export"       // from the access journal
)

// Known reports whether a is one of the acts.
func (a Act) Known() bool {
	switch a {
	case Registration, Renewal, Modification, Consultation, Export:
		return true
	}
	return false
}

// Row is a count of the acts of one partner.
type Row struct {
	Partner string `json:"partner"` // "" for the acts of a desk that no partner holds
	Act     Act    `json:"act"`
	Count   uint64 `json:"count"`
}

type usage struct {
	partner string
	act     Act
}

// Use counts the acts of each partner in one accounting year. Uses of parts of a
// file merge, in any order and grouping, into the use of the whole; a demand is
// to be counted whole in one part.
type Use struct {
	year    Year
	outside uint64 // acts of other years
	counts  map[usage]uint64
}

// NewUse counts the acts of a year, as Key.YearOf gives it.
func NewUse(year Year) *Use { return &Use{year: year, counts: map[usage]uint64{}} }

// Year is the year that is counted.
func (u *Use) Year() Year { return u.year }

// Outside counts the acts left out because they belong to another year.
func (u *Use) Outside() uint64 { return u.outside }

// Count gives the acts of a partner.
func (u *Use) Count(partner string, act Act) uint64 { return u.counts[usage{partner, act}] }

// Add counts acts of a partner, all of one day. Consultations and exports come
// from the access journal this way.
func (u *Use) Add(partner string, act Act, on demand.Date, times uint64) {
	switch {
	case times == 0:
	case !u.year.Has(on):
		u.outside = plus(u.outside, times)
	default:
		u.counts[usage{partner, act}] = plus(u.counts[usage{partner, act}], times)
	}
}

// plus adds counts, and stops at the greatest: a sum that turned round to a few
// would be billed. It may be grouped at will.
func plus(a, b uint64) uint64 {
	if sum := a + b; sum >= a {
		return sum
	}
	return math.MaxUint64
}

// acts are the events of a journal that are counted.
var acts = map[journal.Kind]Act{
	journal.Create: Registration, journal.Separate: Registration, journal.Renew: Renewal, journal.Modify: Modification, journal.Correct: Modification,
}

// AddJournal counts the registrations, renewals and changes of a journal, each for
// the partner whose desk wrote it that day. A demand is registered once; the same
// receipt sent again, by any desk, is one act.
func (u *Use) AddJournal(k *Key, j journal.Journal) {
	type receipt struct {
		kind journal.Kind
		text string
	}
	var seen map[receipt]bool
	current, created := "", false
	for i, e := range j.Events() {
		if i == 0 || e.Demand != current {
			current, created, seen = e.Demand, false, nil
		}
		act, counted := acts[e.Kind]
		if !counted || act == Registration && created || e.Receipt != "" && seen[receipt{e.Kind, e.Receipt}] {
			continue
		}
		created = created || act == Registration
		if e.Receipt != "" {
			if seen == nil {
				seen = map[receipt]bool{}
			}
			seen[receipt{e.Kind, e.Receipt}] = true
		}
		partner, _ := k.PartnerOf(e.Service, e.On)
		u.Add(partner, act, e.On, 1)
	}
}

// Rows lists the counts, by partner then act. The acts of desks that no partner
// holds come first.
func (u *Use) Rows() []Row {
	var out []Row
	for k, n := range u.counts {
		out = append(out, Row{k.partner, k.act, n})
	}
	slices.SortFunc(out, func(a, b Row) int { return cmp.Or(cmp.Compare(a.Partner, b.Partner), cmp.Compare(a.Act, b.Act)) })
	return out
}

// Merge adds the counts of another part, of the same year.
func (u *Use) Merge(other *Use) error {
	if u.year != other.year {
		return fmt.Errorf("costkey: merge uses: the years from %s and from %s do not add up; count both for one year", u.year.From, other.year.From)
	}
	u.outside = plus(u.outside, other.outside)
	for k, n := range other.counts {
		u.counts[k] = plus(u.counts[k], n)
	}
	return nil
}

const useVersion = 1

// MarshalBinary writes the counts: the same acts give the same bytes, whatever
// their order and grouping.
func (u *Use) MarshalBinary() ([]byte, error) {
	b := pack.Text(pack.Text([]byte{useVersion}, u.year.From.String()), u.year.To.String())
	b = pack.Count(b, u.outside)
	rows := u.Rows()
	b = pack.Count(b, uint64(len(rows)))
	for _, r := range rows {
		b = pack.Count(pack.Text(pack.Text(b, r.Partner), string(r.Act)), r.Count)
	}
	return b, nil
}

var errUse = errors.New("costkey: unmarshal use: the bytes are not those of a use, or are cut short; count again from the journals")

// UnmarshalBinary reads what MarshalBinary wrote.
func (u *Use) UnmarshalBinary(data []byte) error {
	r := pack.NewReader(data, useVersion)
	from, bad := demand.ParseDate(r.Text())
	to, worse := demand.ParseDate(r.Text())
	if bad != nil || worse != nil {
		return errUse
	}
	out := NewUse(Year{from, to})
	out.outside = r.Count()
	for n := r.Count(); n > 0 && !r.Bad(); n-- {
		k := usage{r.Text(), Act(r.Text())}
		if _, twice := out.counts[k]; twice {
			r.Refuse()
		}
		out.counts[k] = r.Count()
	}
	if !r.Whole() {
		return errUse
	}
	*u = *out
	return nil
}

// sortedPartners lists the partners that did something.
func (u *Use) sortedPartners() []string {
	set := map[string]bool{}
	for k, n := range u.counts {
		if n > 0 {
			set[k.partner] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}
