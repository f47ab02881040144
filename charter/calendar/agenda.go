package calendar

import (
	"cmp"
	"iter"
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// List is one of the lists a manager works from.
type List uint8

// The lists. A demand is on a list from a day to another, both included; where a
// list waits for somebody to act, it stays until the day of the act.
const (
	AttestationDue   List = iota // last day to hand over the attestation
	AttestationLate              // the month has passed, until it is handed over
	NoticeToSend                 // from the last day to send the notice, until sent or until the end of validity
	Expired                      // validity has ended, until the strike-off
	StrikeOffDue                 // not renewed: to strike off
	NoAnswerDue                  // warned, no answer: may be struck off
	InadmissibleDue              // warned, inadmissible: may be struck off
	ReactivationEnds             // struck off: last day to bring it back
	ErasureDue                   // struck off over a year ago: to erase
	DelayReached                 // the abnormal delay is reached
	OfferEnds                    // last day to answer an offer
	OfferSilent                  // no answer: refused by silence
	PaperLate                    // a paper not filed in fifteen days
	listCount
)

var listNames = [listCount]string{"attestation_due", "attestation_late", "notice_to_send", "expired", "strike_off_due", "no_answer_due", "inadmissible_due",
	"reactivation_ends", "erasure_due", "delay_reached", "offer_ends", "offer_silent", "paper_late"}

// String gives the name of the list, "notice_to_send".
func (l List) String() string {
	if l < listCount {
		return listNames[l]
	}
	return "unknown"
}

// MarshalText writes the name of the list.
func (l List) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Lists gives every list, in order.
func Lists() []List {
	out := make([]List, listCount)
	for i := range out {
		out[i] = List(i)
	}
	return out
}

// Entry is a demand on a list.
type Entry struct {
	List   List        `json:"list"`
	Demand string      `json:"demand"`      // the key the caller gave
	From   demand.Date `json:"from"`        // first day on the list
	To     demand.Date `json:"to,omitzero"` // last day; none: until somebody acts
	Rule   string      `json:"rule"`        // code of the rule that gives the day
}

// item is an entry without the text of its key.
type item struct {
	from, to demand.Date
	key      uint32
	list     List
	rule     string
}

// Agenda answers, day by day, what is to be done about many demands. It is made
// once by Build and does not change; several goroutines may read it.
type Agenda struct {
	keys  []string // sorted
	items []item   // by first day, list, key
}

// Build makes the agenda of demands, given in any order: the same demands give
// the same agenda. It keeps some 300 bytes a demand.
func Build(demands iter.Seq2[string, Case], s Settings, p demand.Profile) *Agenda {
	a := &Agenda{}
	for key, c := range demands {
		dates := Of(c, s, p)
		w := writer{items: a.items, key: uint32(len(a.keys)), stop: c.StruckOff}
		w.living(&c, &dates)
		w.after(&c, &dates)
		a.items = w.items
		a.keys = append(a.keys, key)
	}
	a.sort()
	return a
}

// sort puts keys and items in order, whatever the order of arrival.
func (a *Agenda) sort() {
	order := make([]uint32, len(a.keys))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int { return cmp.Compare(a.keys[x], a.keys[y]) })
	rank, keys := make([]uint32, len(order)), make([]string, len(order))
	for i, k := range order {
		keys[i] = a.keys[k]
		rank[k] = uint32(i)
		if i > 0 && keys[i] == keys[i-1] { // a key given twice: one rank, so that order of arrival is forgotten
			rank[k] = rank[order[i-1]]
		}
	}
	a.keys = keys
	for i := range a.items {
		a.items[i].key = rank[a.items[i].key]
	}
	slices.SortFunc(a.items, func(x, y item) int {
		if c := x.from.Compare(y.from); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(x.list, y.list), cmp.Compare(x.key, y.key), x.to.Compare(y.to), cmp.Compare(x.rule, y.rule))
	})
}

// writer puts one demand on its lists.
type writer struct {
	items []item
	key   uint32
	stop  demand.Date // day of the strike-off that stands
}

// put adds the demand to a list; a strike-off ends what was waiting before it.
func (w *writer) put(l List, from, to demand.Date, rule string) {
	if !w.stop.IsZero() {
		if last := w.stop.AddDays(-1); to.IsZero() || last.Before(to) {
			to = last
		}
	}
	w.add(l, from, to, rule)
}

func (w *writer) add(l List, from, to demand.Date, rule string) {
	if from.IsZero() || to.Before(from) {
		return
	}
	w.items = append(w.items, item{from, to, w.key, l, rule})
}

// living puts a demand on the lists it is on until it is struck off.
func (w *writer) living(c *Case, d *Dates) {
	if due := d.Attestation; due.Known() {
		if !c.Attested.Before(due.On) {
			w.put(AttestationDue, due.On, due.On, due.Rule)
		}
		w.put(AttestationLate, due.On.AddDays(1), c.Attested, due.Rule)
	}
	if due := d.Notice; due.Known() {
		until := d.ValidUntil.On
		if noticeOfTerm(c, d) && c.Noticed.Before(until) {
			until = c.Noticed
		}
		w.put(NoticeToSend, due.On, until, due.Rule)
	}
	if due := d.StrikeOff; due.Known() {
		w.put(Expired, d.ValidUntil.On.AddDays(1), due.On.AddDays(-1), d.ValidUntil.Rule)
		w.put(StrikeOffDue, due.On, demand.Date{}, due.Rule)
	}
	w.put(NoAnswerDue, d.NoAnswer.On, demand.Date{}, d.NoAnswer.Rule)
	w.put(InadmissibleDue, d.Inadmissible.On, demand.Date{}, d.Inadmissible.Rule)
	w.put(DelayReached, d.AbnormalDelay.On, demand.Date{}, d.AbnormalDelay.Rule)
	if due := d.Offer; due.Known() {
		if !c.Offer.Answered.Before(due.On) {
			w.put(OfferEnds, due.On, due.On, due.Rule)
		}
		w.put(OfferSilent, due.On.AddDays(1), c.Offer.Answered, due.Rule)
	}
	if due := d.Paper; due.Known() {
		w.put(PaperLate, due.On.AddDays(1), c.Paper.Filed, due.Rule)
	}
}

// after puts a demand that is struck off on the lists that follow.
func (w *writer) after(c *Case, d *Dates) {
	if c.StruckOff.IsZero() {
		return
	}
	if due := d.ReactivableUntil; due.Known() && !due.On.Before(c.StruckOff) {
		w.add(ReactivationEnds, due.On, due.On, due.Rule)
	}
	if due := d.Erasure; due.Known() {
		w.add(ErasureDue, due.On.AddDays(1), demand.Date{}, due.Rule)
	}
}

// Len counts the entries.
func (a *Agenda) Len() int { return len(a.items) }

func (a *Agenda) entry(i int) Entry {
	x := &a.items[i]
	return Entry{x.list, a.keys[x.key], x.from, x.to, x.rule}
}

// On gives what comes onto a list that day, by list then by key: the work of the
// day for somebody who reads it every day.
func (a *Agenda) On(day demand.Date) iter.Seq[Entry] { return a.Between(day, day) }

// Between gives what comes onto a list between two days, both included, by day,
// list and key: what was missed during holidays, or what comes next week, so
// that a strike-off is seen coming.
func (a *Agenda) Between(first, last demand.Date) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		from, _ := slices.BinarySearchFunc(a.items, first, func(x item, day demand.Date) int { return x.from.Compare(day) })
		for i := from; i < len(a.items) && a.items[i].from.Compare(last) <= 0; i++ {
			if !yield(a.entry(i)) {
				return
			}
		}
	}
}

// Standing gives everything on the lists on a day, whenever it came there, by
// first day, list and key.
func (a *Agenda) Standing(day demand.Date) iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := range a.items {
			if a.items[i].from.After(day) {
				return
			}
			if !day.After(a.items[i].to) && !yield(a.entry(i)) {
				return
			}
		}
	}
}
