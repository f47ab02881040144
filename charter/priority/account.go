package priority

import (
	"cmp"
	"iter"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
)

// Allocation is one allocation, counted when the lease is signed. The ID is the
// file's own key of the allocation, and never a name or a number of a person.
// Law: R.441-2-9 (what is recorded at the allocation), R.441-12 (what is counted).
type Allocation struct {
	ID        string                     `json:"id"`
	Landlord  string                     `json:"landlord"`
	Quota     demand.Quota               `json:"quota"` // the one quota it is charged on; AUCUN for none
	Holder    string                     `json:"holder,omitzero"`
	Programme string                     `json:"programme,omitzero"`
	Dwelling  string                     `json:"dwelling,omitzero"` // RPLS identifier
	LeasedOn  demand.Date                `json:"leased_on"`
	Accord    demand.CollectiveAgreement `json:"accord,omitzero"`
	DALO      demand.DALOStatus          `json:"dalo,omitzero"`
	Transfer  demand.Answer              `json:"transfer,omitzero"` // already a tenant of a social landlord (mutation)
	Renewal   demand.Answer              `json:"renewal,omitzero"`  // rehousing of urban renewal
}

func (e Allocation) compare(o Allocation) int {
	return cmp.Or(cmp.Compare(e.ID, o.ID), e.LeasedOn.Compare(o.LeasedOn), cmp.Compare(e.Quota, o.Quota), cmp.Compare(e.Landlord, o.Landlord),
		cmp.Compare(e.Holder, o.Holder), cmp.Compare(e.Programme, o.Programme), cmp.Compare(e.Dwelling, o.Dwelling),
		cmp.Compare(e.Accord, o.Accord), cmp.Compare(e.DALO, o.DALO), cmp.Compare(e.Transfer, o.Transfer), cmp.Compare(e.Renewal, o.Renewal))
}

// Account holds what was charged on each quota. Accounts of several places
// merge by union, in any order, as often as one likes: an allocation that comes
// twice is counted once. The same allocation written in two ways is a conflict:
// it is counted once, as the first in a fixed order, and told by Conflicts. The
// zero Account is empty and ready.
type Account struct {
	byID map[string][]Allocation // sorted, without repetition
}

// Add charges an allocation. What cannot be counted is refused with its faults;
// a fault that does not block leaves it counted.
func (c *Account) Add(e Allocation) demand.Faults {
	var out demand.Faults
	if e.ID == "" || e.Landlord == "" || !e.Quota.Known() {
		out = append(out, fault("PRI-CPT-01", "quota"))
	}
	if e.LeasedOn.IsZero() {
		out = append(out, fault("PRI-CPT-02", "leased_on"))
	}
	if len(out) > 0 {
		return out
	}
	if e.DALO == demand.DALOStatusACTIF && e.Quota != demand.QuotaPPRIOR && e.Quota != demand.QuotaCOLACT {
		out = append(out, fault("PRI-CPT-03", "quota", string(e.Quota)))
	}
	c.insert(e)
	if len(c.byID[e.ID]) > 1 {
		out = append(out, fault("PRI-CPT-04", "id"))
	}
	return out
}

func (c *Account) insert(e Allocation) {
	if c.byID == nil {
		c.byID = map[string][]Allocation{}
	}
	list := c.byID[e.ID]
	if i, found := slices.BinarySearchFunc(list, e, Allocation.compare); !found {
		c.byID[e.ID] = slices.Insert(list, i, e)
	}
}

// Merge adds what another account holds.
func (c *Account) Merge(o *Account) {
	for _, list := range o.byID {
		for _, e := range list {
			c.insert(e)
		}
	}
}

// Len counts the allocations.
func (c *Account) Len() int { return len(c.byID) }

// Conflicts lists the allocations written in several ways, in order: each is to
// be mended where it comes from.
func (c *Account) Conflicts() []string {
	var out []string
	for id, list := range c.byID {
		if len(list) > 1 {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// counted yields each allocation once, in no order.
func (c *Account) counted() iter.Seq[Allocation] {
	return func(yield func(Allocation) bool) {
		for _, list := range c.byID {
			if !yield(list[0]) {
				return
			}
		}
	}
}

// Scope narrows what is counted; an empty field does not narrow.
type Scope struct {
	Landlord, Holder, Programme string
	Year                        int // of the lease
}

func (s Scope) holds(e *Allocation) bool {
	return (s.Landlord == "" || s.Landlord == e.Landlord) && (s.Holder == "" || s.Holder == e.Holder) &&
		(s.Programme == "" || s.Programme == e.Programme) && (s.Year == 0 || s.Year == e.LeasedOn.Year())
}

// Charged counts the allocations charged on a quota.
func (c *Account) Charged(q demand.Quota, s Scope) int {
	n := 0
	for e := range c.counted() {
		if e.Quota == q && s.holds(&e) {
			n++
		}
	}
	return n
}

// Base is what a share of the flow is reckoned on. Since reservations are by
// flow only, transfers and rehousing of urban renewal are out of it; before, all
// the allocations are in it. Law: R.441-5 (2011 and current). Confidence: V.
type Base struct {
	All      int `json:"all"`
	Excluded int `json:"excluded"` // transfers and rehousing of urban renewal
	Unsure   int `json:"unsure"`   // it is not said whether they are, or not known which law applied
}

// Least and Most bound the base: with and without what is unsure.
func (b Base) Least() int { return b.All - b.Excluded - b.Unsure }

// Most counts what is unsure as part of the base.
func (b Base) Most() int { return b.All - b.Excluded }

// FlowBase gives the base of the shares of a flow. FlowOnlyFrom is as for
// CheckReservations.
func (c *Account) FlowBase(s Scope, flowOnlyFrom demand.Date) Base {
	var b Base
	for e := range c.counted() {
		if !s.holds(&e) {
			continue
		}
		b.All++
		switch e.inBase(flowOnlyFrom) {
		case demand.No:
			b.Excluded++
		case demand.NotSaid:
			b.Unsure++
		}
	}
	return b
}

// inBase says whether an allocation is in the base of the shares of a flow, by
// the law of the day of its lease.
func (e *Allocation) inBase(flowOnlyFrom demand.Date) demand.Answer {
	outside, regime := anyOf(e.Transfer, e.Renewal), flowOnly(flowOnlyFrom, e.LeasedOn)
	switch {
	case outside == demand.No || regime == demand.No:
		return demand.Yes
	case outside == demand.Yes && regime == demand.Yes:
		return demand.No
	}
	return demand.NotSaid
}

// Balance is where an agreement stands in a year.
type Balance struct {
	Agreed     int  `json:"agreed"`      // dwellings it gives right to, at least
	AgreedMost int  `json:"agreed_most"` // the same when what is unsure is counted in the base
	Consumed   int  `json:"consumed"`
	Unsure     int  `json:"unsure"`    // of Consumed, those not said to be outside the base or in it
	Remaining  int  `json:"remaining"` // at least: Agreed without Consumed
	Over       int  `json:"over"`      // at least: the sure part of Consumed beyond AgreedMost
	Base       Base `json:"base"`
	Known      bool `json:"known"` // the agreement says enough to reckon
}

// BalanceOf says what an agreement gives right to, what was consumed and what
// remains. By flow: a share of the allocations of the landlord in the year,
// rounded down. By stock: the reserved dwellings, consumed by the distinct
// dwellings of the programme allocated under it, whatever the year. FlowOnlyFrom
// is as for CheckReservations: it tells which law the base follows.
func (c *Account) BalanceOf(r Reservation, year int, flowOnlyFrom demand.Date) Balance {
	if !r.sound() || r.Mode == Flow && !r.Percent.Valid {
		return Balance{}
	}
	out := Balance{Known: true}
	if r.Mode == Stock {
		out.Agreed, out.AgreedMost = r.Dwellings, r.Dwellings
		out.Consumed = c.dwellings(&r)
	} else {
		out.Base = c.FlowBase(Scope{Landlord: r.Landlord, Year: year}, flowOnlyFrom)
		out.Agreed, out.AgreedMost = portion(r.Percent.Decimal, out.Base.Least()), portion(r.Percent.Decimal, out.Base.Most())
		for e := range c.counted() {
			out.consume(&r, &e, year, flowOnlyFrom)
		}
	}
	out.Remaining, out.Over = max(0, out.Agreed-out.Consumed), max(0, out.Consumed-out.Unsure-out.AgreedMost)
	return out
}

// consume counts an allocation of the flow that is charged on an agreement.
func (b *Balance) consume(r *Reservation, e *Allocation, year int, flowOnlyFrom demand.Date) {
	in := e.inBase(flowOnlyFrom)
	if !r.charges(e) || e.LeasedOn.Year() != year || in == demand.No {
		return
	}
	b.Consumed++
	if in == demand.NotSaid {
		b.Unsure++
	}
}

// charges reports whether an allocation is charged on an agreement.
func (r *Reservation) charges(e *Allocation) bool {
	return e.Quota == r.Quota && e.Landlord == r.Landlord && (r.Holder == "" || e.Holder == "" || e.Holder == r.Holder) && during(e.LeasedOn, r.From, r.To)
}

// dwellings counts the distinct dwellings of a programme; one whose identifier
// is not given counts by itself.
func (c *Account) dwellings(r *Reservation) int {
	seen, n := map[string]bool{}, 0
	for e := range c.counted() {
		if !r.charges(&e) || r.Programme != e.Programme {
			continue
		}
		if e.Dwelling == "" || !seen[e.Dwelling] {
			n++
		}
		seen[e.Dwelling] = true
	}
	return n
}

// portion gives a percentage of a count, rounded down: "at most".
func portion(percent decimal.Decimal, of int) int {
	return int(percent.Mul(decimal.NewFromInt(int64(of))).Shift(-2).Floor().IntPart())
}

// Ruling says in words where an agreement stands.
func (b Balance) Ruling() Ruling {
	switch {
	case !b.Known:
		return ruling(Unknown, "PRI-QUO-10", "")
	case b.Over > 0:
		return ruling(Notice, "PRI-CPT-05", "", strconv.Itoa(b.Over), strconv.Itoa(b.AgreedMost))
	}
	return ruling(Notice, "PRI-CPT-06", "", strconv.Itoa(b.Consumed), strconv.Itoa(b.Agreed))
}
