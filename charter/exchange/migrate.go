package exchange

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Balance is the balance sheet of a migration.
type Balance struct {
	Demands  int           // of the sources, a demand that several hold counted once
	Numbered int           // of which bear a number
	Kept     int           // with their number, a seniority that is not later, and every event
	Absorbed int           // that go on under another demand
	Erased   int           // whose data a source had erased
	Lost     []string      // the others, by their key in the new system: none, or the migration is refused
	Findings demand.Faults // why, and what the new charter cannot hold
}

// Migrate compares, demand by demand, the systems before a migration with those
// after it, on a day: every demand of a source is there, with its number, its
// events, and a seniority that is not later, be it under the demand that absorbed
// it; and nothing comes from nowhere. The key of a demand is that of [Gather], or
// of [Split] from a shared base. Without any loss, the findings say what a person
// should look at before the new charter takes over.
func Migrate(from, to *charter.Charter, before, after []System, day demand.Date) Balance {
	m := migration{from: from, to: to, at: journal.At{Day: day}, keys: keysOf(before), seen: map[string]*passage{}, events: map[journal.ID]*journal.Event{}}
	m.before, _ = whole(before)
	m.after, _ = whole(after) // what it leaves out is found missing
	for _, e := range m.after.Events() {
		m.events[e.ID] = e
	}
	for _, s := range after {
		if s.Party != "" {
			m.parties = append(m.parties, s.Party)
		}
	}
	for i := range before {
		m.bury(&before[i])
	}
	for i := range before {
		for key := range before[i].Journal.Demands() {
			m.follow(&before[i], key)
		}
	}
	m.unheard()
	return m.balance()
}

type migration struct {
	from, to *charter.Charter
	at       journal.At
	keys     keys
	before   journal.Journal // all the sources together
	after    journal.Journal
	events   map[journal.ID]*journal.Event
	parties  []string // of the systems after
	seen     map[string]*passage
	findings demand.Faults
}

// passage is what becomes of one demand.
type passage struct {
	numbered, absorbed, lost bool
	buried                   bool // a source had erased it
	present                  bool
	statuses                 []journal.Status // in the sources
	goesOn                   string           // the demand that goes on in its place

	// In the new system.
	status    journal.Status
	number    string
	former    []string
	seniority demand.Date
	desk      string
	disputes  []Dispute
}

func (m *migration) say(code, path string, severity demand.Severity, params ...demand.Param) {
	m.findings = append(m.findings, demand.Fault{Code: code, Path: path, Severity: severity, Params: params})
}

// lose notes a loss.
func (m *migration) lose(p *passage, code, path string, params ...demand.Param) {
	p.lost = true
	m.say(code, path, demand.Blocking, params...)
}

// key gives the key in the new system of a demand of a source.
func (m *migration) key(s *System, key string) string {
	k := m.keys.of(s, key)
	if k == "" || m.after.Of(k).Len() > 0 {
		return k
	}
	for _, p := range m.parties { // of a shared base that was split
		if split := p + "/" + k; m.after.Of(split).Len() > 0 {
			return split
		}
	}
	return k
}

// passageOf gives what becomes of a demand, looked at once.
func (m *migration) passageOf(key string) *passage {
	p, seen := m.seen[key]
	if !seen {
		p = &passage{present: m.after.Of(key).Len() > 0}
		m.seen[key] = p
		if p.present {
			m.arrive(p, key)
		}
	}
	return p
}

// arrive looks at a demand in the new system.
func (m *migration) arrive(p *passage, key string) {
	s := Fold(m.to, m.after, key, m.at)
	p.status, p.number, p.former, p.seniority, p.desk, p.disputes = s.Status, s.Form.Number.String(), s.Form.FormerNumbers, s.Seniority, s.Desk, Disputes(m.to, &s)
	p.goesOn = key
	if p.absorbed = s.Status == journal.Merged; p.absorbed {
		var ok bool
		if p.goesOn, ok = m.after.GoesOn(key, m.at); !ok {
			m.lose(p, "ECH-MIG-08", key)
		}
	}
}

// bury notes the demands that a source had erased: nothing of them is asked for.
func (m *migration) bury(s *System) {
	for _, e := range s.Journal.Events() {
		if retention.IsTombstone(e) {
			m.passageOf(m.key(s, e.Demand)).buried = true
		}
	}
}

// follow compares a demand of a source with what became of it.
func (m *migration) follow(s *System, key string) {
	k := m.key(s, key)
	p := m.passageOf(k)
	was := Fold(m.from, s.Journal, key, m.at)
	p.numbered = p.numbered || !was.Form.Number.IsZero()
	p.statuses = append(p.statuses, was.Status)
	switch {
	case !p.present:
		m.lose(p, "ECH-MIG-03", k)
		return
	case p.buried:
		return
	}
	if n := m.missing(s, key); n > 0 {
		m.lose(p, "ECH-MIG-07", k, demand.Param{Name: "count", Value: strconv.Itoa(n)})
	}
	for _, number := range append(slices.Clone(was.Form.FormerNumbers), was.Form.Number.String()) {
		if number != "" && number != p.number && !slices.Contains(p.former, number) {
			m.lose(p, "ECH-MIG-05", k+".number")
			break
		}
	}
	if since, now := m.since(s, &was), m.passageOf(p.goesOn).seniority; !since.IsZero() && (now.IsZero() || now.After(since)) {
		m.lose(p, "ECH-MIG-06", k+".seniority")
	}
}

// missing counts the events of a demand of a source that are not in the new
// system as they were.
func (m *migration) missing(s *System, key string) int {
	n := 0
	for _, e := range s.Journal.Of(key).Events() {
		moved := *e
		moved.Demand, moved.Other = m.key(s, e.Demand), m.key(s, e.Other)
		if there := m.events[e.ID]; there == nil || !there.SameAs(&moved) {
			n++
		}
	}
	return n
}

// since gives the seniority that the household had before: that of the demand, or
// of the one that had absorbed it in the sources already.
func (m *migration) since(s *System, was *journal.State) demand.Date {
	if was.Status != journal.Merged {
		return was.Seniority
	}
	if key, ok := m.before.GoesOn(m.keys.of(s, was.Demand), m.at); ok {
		return m.before.Fold(key, m.at).Seniority
	}
	return was.Seniority
}

// unheard looks at the new system as a whole: demands from nowhere, numbers twice,
// desks and disputes that the new charter does not know.
func (m *migration) unheard() {
	bearer, desks := map[string]string{}, map[string]bool{}
	for key := range m.after.Demands() {
		p := m.passageOf(key)
		switch {
		case len(p.statuses) == 0:
			m.say("ECH-MIG-04", key, demand.ToConfirm)
		case !p.absorbed && !p.buried && !slices.Contains(p.statuses, p.status):
			m.say("ECH-MIG-10", key, demand.ToConfirm)
		}
		if living(p.status) && p.number != "" {
			if first, twice := bearer[p.number]; twice {
				m.say("ECH-MIG-09", first, demand.ToConfirm)
				m.say("ECH-MIG-09", key, demand.ToConfirm)
			}
			bearer[p.number] = key
		}
		m.hold(key, p, desks)
	}
}

// hold says what the new charter cannot hold of a demand.
func (m *migration) hold(key string, p *passage, desks map[string]bool) {
	if holder(m.to, p.desk, m.at.Day) == "" && !p.buried && !desks[p.desk] {
		desks[p.desk] = true
		m.say("ECH-MIG-01", key, demand.ToConfirm, demand.Param{Name: "desk", Value: p.desk})
	}
	for _, d := range p.disputes {
		if d.Owner == "" {
			m.say("ECH-MIG-02", key+"."+d.Path, demand.ToConfirm)
		}
	}
}

func living(s journal.Status) bool {
	return s == journal.Active || s == journal.Expired || s == journal.ToVerify
}

func (m *migration) balance() Balance {
	var b Balance
	for key, p := range m.seen {
		if len(p.statuses) == 0 { // of no source
			continue
		}
		b.Demands++
		if p.numbered {
			b.Numbered++
		}
		switch {
		case p.lost:
			b.Lost = append(b.Lost, key)
			continue
		case p.buried:
			b.Erased++
		case p.absorbed:
			b.Absorbed++
		}
		b.Kept++
	}
	slices.Sort(b.Lost)
	slices.SortStableFunc(m.findings, func(a, z demand.Fault) int { return cmp.Or(cmp.Compare(a.Path, z.Path), cmp.Compare(a.Code, z.Code)) })
	b.Findings = slices.CompactFunc(m.findings, func(a, z demand.Fault) bool { return a.Path == z.Path && a.Code == z.Code })
	return b
}
