package access

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/internal/pack"
)

// Window is a span of days, both in it.
type Window struct {
	From demand.Date `json:"from"`
	To   demand.Date `json:"to"`
}

// MaxDays bounds a window: a little over two years.
const MaxDays = 800

// Days counts the days of the window; 0 when it has none or too many.
func (w Window) Days() int {
	if w.From.IsZero() || w.To.Before(w.From) || w.To.IsZero() {
		return 0
	}
	if n := w.To.DaysSince(w.From) + 1; n <= MaxDays {
		return n
	}
	return 0
}

// has reports whether another window is within this one.
func (w Window) has(o Window) bool {
	return o.Days() > 0 && !o.From.Before(w.From) && !o.To.After(w.To)
}

// who names an account.
type who struct{ party, agent string }

// use counts what an account did of one act.
type use struct{ events, demands uint64 }

// place counts what an account saw of a commune, with the earliest example.
type place struct {
	events uint64
	at     journal.Moment
	demand string
}

// before reports that an example comes first: earliest, then by key.
func (p *place) before(o *place) bool {
	return cmp.Or(cmp.Compare(p.at, o.at), cmp.Compare(p.demand, o.demand)) < 0
}

// account is what is kept of one account.
type account struct {
	first, last int // days of the window with an act, from 0
	acts        [actCount]use
	seen        []uint64 // demands seen, by day of the window
	places      map[string]*place
}

// span counts the lines of one origin, and says which counters it gave in each
// hour: a clock set back shows by counters that follow those of a later hour.
type span struct {
	count, sum, least, most uint64
	hours                   map[int]*extent
	last                    *extent // of the line before, and its hour
	lastHour                int
}

// extent is the least and the greatest counter of some lines.
type extent struct{ least, most uint64 }

// reach gives what is kept of an hour.
func (s *span) reach(hour int, counter uint64) *extent {
	if s.last == nil || s.lastHour != hour {
		if s.last, s.lastHour = s.hours[hour], hour; s.last == nil {
			s.last = &extent{counter, counter}
			s.hours[hour] = s.last
		}
	}
	return s.last
}

// widen makes an extent hold another one.
func (e *extent) widen(o extent) { e.least, e.most = min(e.least, o.least), max(e.most, o.most) }

// Accumulator counts accesses over a window of days. Accumulators of parts of a
// journal merge, in any order and grouping, into that of the whole. A line is
// added once; lines given twice or missing are seen by the counters.
type Accumulator struct {
	window   Window
	start    int64 // day of From, since 1970
	days     int
	outside  uint64
	unknown  uint64
	accounts map[who]*account
	origins  map[string]*span
}

var epoch = demand.MustDate("1970-01-01")

// NewAccumulator counts the accesses of a window; false when it has no day, or
// more than MaxDays.
func NewAccumulator(w Window) (*Accumulator, bool) {
	a := &Accumulator{window: w, days: w.Days()}
	a.ready()
	return a, a.days > 0
}

// ready makes what the zero Accumulator lacks.
func (a *Accumulator) ready() {
	if a.accounts == nil {
		a.start = int64(a.window.From.DaysSince(epoch))
		a.accounts, a.origins = map[who]*account{}, map[string]*span{}
	}
}

// Window gives the days that are counted.
func (a *Accumulator) Window() Window { return a.window }

// Outside counts the events left out because they are of another day.
func (a *Accumulator) Outside() uint64 { return a.outside }

const (
	dayMillis  = 86_400_000
	hourMillis = 3_600_000
)

// hour gives the hour of the window a moment is in, from 1; 0 is before the
// window, and the last one is after it.
func (a *Accumulator) hour(at journal.Moment) int {
	since := int64(at) - a.start*dayMillis
	if since < 0 {
		return 0
	}
	return int(min(since/hourMillis, int64(24*a.days))) + 1
}

// Add counts one event. The act is a known one: DecodeEvent has checked it.
func (a *Accumulator) Add(e *Event) {
	a.ready()
	a.origin(e.ID, e.At)
	rank := e.Act.rank()
	if rank < 0 {
		a.unknown++
		return
	}
	day := int64(e.At)/dayMillis - a.start
	if e.At <= 0 || day < 0 || day >= int64(a.days) {
		a.outside++
		return
	}
	one := a.account(who{e.Party, e.Agent}, int(day))
	one.first, one.last = min(one.first, int(day)), max(one.last, int(day))
	one.acts[rank].events++
	seen := e.seen()
	one.acts[rank].demands += seen
	one.seen[day] += seen
	if e.Act == Consult || e.Act == Download {
		one.at(e.Commune, place{1, e.At, e.Demand})
	}
}

func (a *Accumulator) account(w who, day int) *account {
	one := a.accounts[w]
	if one == nil {
		one = &account{first: day, last: day, seen: make([]uint64, a.days), places: map[string]*place{}}
		a.accounts[w] = one
	}
	return one
}

// at counts what was seen of a commune.
func (one *account) at(commune string, p place) {
	known := one.places[commune]
	if known == nil {
		kept := p // p itself stays off the heap: one is made for each event
		one.places[commune] = &kept
		return
	}
	known.events += p.events
	if p.before(known) {
		known.at, known.demand = p.at, p.demand
	}
}

func (a *Accumulator) origin(id journal.ID, at journal.Moment) {
	s, hour := a.origins[id.Origin], a.hour(at)
	if s == nil {
		s = &span{least: id.Counter, most: id.Counter, hours: map[int]*extent{}}
		a.origins[id.Origin] = s
	}
	s.count, s.sum, s.least, s.most = s.count+1, s.sum+id.Counter, min(s.least, id.Counter), max(s.most, id.Counter)
	s.reach(hour, id.Counter).widen(extent{id.Counter, id.Counter})
}

// expected gives the number of lines and the sum of the counters between the
// least and the most, each once; sums wrap around alike.
func (s *span) expected() (count, sum uint64) {
	count = s.most - s.least + 1
	if count%2 == 0 {
		return count, count / 2 * (s.least + s.most)
	}
	return count, count * (s.least + (s.most-s.least)/2)
}

// Merge adds the counts of another part, of the same window.
func (a *Accumulator) Merge(b *Accumulator) error {
	if a.window != b.window {
		return fmt.Errorf("access: merge accumulators: the windows from %s and from %s do not add up; count both over one window", a.window.From, b.window.From)
	}
	a.ready()
	a.outside += b.outside
	a.unknown += b.unknown
	for w, from := range b.accounts {
		into := a.account(w, from.first)
		into.first, into.last = min(into.first, from.first), max(into.last, from.last)
		for i := range into.acts {
			into.acts[i].events += from.acts[i].events
			into.acts[i].demands += from.acts[i].demands
		}
		for day, n := range from.seen {
			into.seen[day] += n
		}
		for commune, p := range from.places {
			into.at(commune, *p)
		}
	}
	for name, from := range b.origins {
		into := a.origins[name]
		if into == nil {
			into = &span{least: from.least, most: from.most, hours: map[int]*extent{}}
			a.origins[name] = into
		}
		into.count, into.sum, into.least, into.most = into.count+from.count, into.sum+from.sum, min(into.least, from.least), max(into.most, from.most)
		for hour, e := range from.hours {
			into.reach(hour, e.least).widen(*e)
		}
	}
	return nil
}

// sorted lists the accounts by party, then agent.
func (a *Accumulator) sorted() []who {
	return slices.SortedFunc(maps.Keys(a.accounts), func(x, y who) int {
		return cmp.Or(cmp.Compare(x.party, y.party), cmp.Compare(x.agent, y.agent))
	})
}

const accumulatorVersion = 2

// MarshalBinary writes the counts: the same events give the same bytes, whatever
// their order and grouping.
func (a *Accumulator) MarshalBinary() ([]byte, error) {
	b := pack.Text(pack.Text([]byte{accumulatorVersion}, a.window.From.String()), a.window.To.String())
	b = pack.Count(pack.Count(b, a.outside), a.unknown)
	b = pack.Count(b, uint64(len(a.origins)))
	for _, name := range slices.Sorted(maps.Keys(a.origins)) {
		s := a.origins[name]
		b = pack.Count(pack.Count(pack.Count(pack.Count(pack.Text(b, name), s.count), s.sum), s.least), s.most)
		b = pack.Count(b, uint64(len(s.hours)))
		for _, hour := range slices.Sorted(maps.Keys(s.hours)) {
			b = pack.Count(pack.Count(pack.Count(b, uint64(hour)), s.hours[hour].least), s.hours[hour].most)
		}
	}
	b = pack.Count(b, uint64(len(a.accounts)))
	for _, w := range a.sorted() {
		b = a.accounts[w].append(pack.Text(pack.Text(b, w.party), w.agent))
	}
	return b, nil
}

func (one *account) append(b []byte) []byte {
	b = pack.Count(pack.Count(b, uint64(one.first)), uint64(one.last))
	for _, u := range one.acts {
		b = pack.Count(pack.Count(b, u.events), u.demands)
	}
	for day := one.first; day <= one.last; day++ {
		b = pack.Count(b, one.seen[day])
	}
	b = pack.Count(b, uint64(len(one.places)))
	for _, commune := range slices.Sorted(maps.Keys(one.places)) {
		p := one.places[commune]
		b = pack.Text(pack.Count(pack.Count(pack.Text(b, commune), p.events), uint64(p.at)), p.demand)
	}
	return b
}

var errBinary = errors.New("access: unmarshal accumulator: the bytes are not those of an accumulator, or are cut short; count again from the journal")

// UnmarshalBinary reads what MarshalBinary wrote.
func (a *Accumulator) UnmarshalBinary(data []byte) error {
	r := pack.NewReader(data, accumulatorVersion)
	from, bad := demand.ParseDate(r.Text())
	to, worse := demand.ParseDate(r.Text())
	out, ok := NewAccumulator(Window{from, to})
	if bad != nil || worse != nil || !ok {
		return errBinary
	}
	out.outside, out.unknown = r.Count(), r.Count()
	for n := r.Count(); n > 0 && !r.Bad(); n-- {
		out.readOrigin(r)
	}
	for n := r.Count(); n > 0 && !r.Bad(); n-- {
		out.read(r)
	}
	if !r.Whole() {
		return errBinary
	}
	*a = *out
	return nil
}

// readOrigin reads the lines of one origin.
func (a *Accumulator) readOrigin(r *pack.Reader) {
	name := r.Text()
	s := &span{count: r.Count(), sum: r.Count(), least: r.Count(), most: r.Count(), hours: map[int]*extent{}}
	for n := r.Count(); n > 0 && !r.Bad(); n-- {
		hour, e := r.Count(), extent{r.Count(), r.Count()}
		if _, twice := s.hours[int(hour)]; twice || hour > uint64(24*a.days+1) || e.least > e.most {
			r.Refuse()
			return
		}
		s.hours[int(hour)] = &e
	}
	if _, twice := a.origins[name]; twice {
		r.Refuse()
	}
	a.origins[name] = s
}

// read reads one account.
func (a *Accumulator) read(r *pack.Reader) {
	w := who{r.Text(), r.Text()}
	first, last := r.Count(), r.Count()
	if _, twice := a.accounts[w]; twice || first > last || last >= uint64(a.days) {
		r.Refuse()
		return
	}
	one := a.account(w, int(first))
	one.last = int(last)
	for i := range one.acts {
		one.acts[i] = use{r.Count(), r.Count()}
	}
	for day := one.first; day <= one.last; day++ {
		one.seen[day] = r.Count()
	}
	for n := r.Count(); n > 0 && !r.Bad(); n-- {
		commune := r.Text()
		p := place{events: r.Count()}
		at := r.Count()
		p.demand = r.Text()
		if p.at = journal.Moment(at); p.at < 0 {
			r.Refuse()
		}
		one.places[commune] = &p
	}
}
