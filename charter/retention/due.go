package retention

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/numbering"
)

// Days from which the texts read say something.
var (
	sinceRequest  = demand.MustDate("2010-11-25") // arrêté du 25 novembre 2010, cahier des charges §8
	sinceLandlord = demand.MustDate("2014-01-01") // CNIL, délibération 2014-122: its day was not read
	sinceNIR      = demand.MustDate("2017-05-09") // décret 2017-917
)

// lateMonths after its validity, a demand that was not renewed should have been
// struck off: T+13 months. Law: arrêté du 23 mars 2015, cahier des charges §6.1.
// Confidence: V for 2015.
const lateMonths = 13

// Due lists what must be erased on a day, in the order of the keys of the
// demands, then of class, service and reference. What is due and held is listed
// apart; what can never become due as it stands is in the notices, and what is
// wrong in a hold ("holds[3].from").
func (f *File) Due(s Settings, day demand.Date) Report {
	d := dues{file: f, settings: s, report: Report{Day: day}, known: map[string]*due{}, into: map[string]string{}}
	d.report.Notices = s.Check()
	if d.report.Notices.Blocking() || day.IsZero() {
		return d.report
	}
	if day.Before(sinceRequest) {
		d.notice("CON-SIG-04", "")
	}
	named := 0
	for key := range f.Journal.Demands() { // all of them first: it tells which are joined
		d.request(key)
		if numbered(key) {
			named++
		}
	}
	if named > 0 {
		d.report.Notices = append(d.report.Notices, fault("CON-SIG-09", "", "count", count(named)))
	}
	d.holds = gather(f.Holds, d.root)
	d.report.Notices = append(d.report.Notices, d.holds.notices...)
	for key := range f.Journal.Demands() {
		if one := d.known[key]; one.rule != "" {
			d.add(Item{Demand: key, Class: Request, Since: one.since, Rule: one.rule})
		}
	}
	copies := map[Holding]int{}
	for i := range f.Holdings {
		copies[f.Holdings[i].name()]++
	}
	for i := range f.Holdings {
		if h := &f.Holdings[i]; copies[h.name()] > 1 {
			d.notice("CON-SIG-07", h.Demand)
		} else {
			d.holding(h)
		}
	}
	order(d.report.Items)
	order(d.report.Held)
	slices.SortStableFunc(d.report.Notices, func(a, b demand.Fault) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Code, b.Code)) })
	return d.report
}

// due is since when something must go, and why; no rule: it may stay.
type due struct {
	since demand.Date
	rule  string
	gone  bool // erased already: since is the day of its tombstone
	out   demand.Date
	let   demand.Date // first lease signed

	after      []string // demands that go on in the place of this one
	seen, done bool     // looked at; worked out
}

type dues struct {
	file     *File
	settings Settings
	report   Report
	known    map[string]*due
	into     map[string]string // a demand joined to another one, to that one
	holds    *holds
}

func (d *dues) notice(code, key string) {
	d.report.Notices = append(d.report.Notices, fault(code, key))
}

// add lists an item that is due, or held.
func (d *dues) add(item Item) {
	if item.Since.IsZero() {
		d.notice("CON-SIG-06", item.Demand) // past the end of the calendar
		return
	}
	if d.report.Day.Before(item.Since) {
		return
	}
	item.Source = rulesByCode()[item.Rule].Source
	item.Holds = d.holds.standing(d.root(item.Demand), item.Class, d.report.Day)
	if len(item.Holds) > 0 {
		d.report.Held = append(d.report.Held, item)
		return
	}
	d.report.Items = append(d.report.Items, item)
}

// request says when the nominative data of a demand are due.
// Law: arrêté du 25 novembre 2010, cahier des charges §8; arrêté du 28 mars 2011
// and arrêté du 15 novembre 2013, art. 3. Confidence: V.
//
// Demands joined one to the next are followed without recursion: a journal may
// hold a chain of any length. Those joined in a circle are due through nobody.
func (d *dues) request(key string) *due {
	stack := []string{key}
	for len(stack) > 0 {
		at := stack[len(stack)-1]
		one := d.known[at]
		if one == nil {
			one = &due{}
			d.known[at] = one
		}
		if !one.seen {
			*one = d.look(at)
			one.seen = true
			for _, other := range one.after {
				if next := d.known[other]; next == nil {
					stack = append(stack, other)
				}
			}
			continue
		}
		stack = stack[:len(stack)-1]
		if !one.done {
			d.follow(one)
			one.done = true
		}
	}
	return d.known[key]
}

func (d *dues) look(key string) due {
	j := d.file.Journal.Of(key)
	if since, mixed := buried(j, d.report.Day); !since.IsZero() {
		if mixed {
			d.notice("CON-SIG-03", key)
		}
		return due{since: since, gone: true}
	}
	s := j.Fold(key, journal.At{Day: d.report.Day})
	one := due{out: s.StruckOffOn}
	for _, step := range s.Treatments {
		if step.Treatment.Step == journal.Leased && (one.let.IsZero() || step.On.Before(one.let)) {
			one.let = step.On
		}
	}
	switch s.Status {
	case journal.StruckOff:
		return d.struckOff(&s, one)
	case journal.Deleted:
		if one.since = deletedOn(j, d.report.Day); one.since.IsZero() {
			d.notice("CON-SIG-01", key)
			return one
		}
		one.rule = "CON-DUR-02"
	case journal.Merged:
		return d.absorbed(&s, one)
	case journal.Absent:
		if begun(j, d.report.Day) {
			d.notice("CON-SIG-01", key)
		}
	default:
		d.living(&s, j)
	}
	return one
}

// struckOff gives a year to a demand that was struck off on a day that can be.
func (d *dues) struckOff(s *journal.State, one due) due {
	switch {
	case s.StruckOffOn.IsZero():
		d.notice("CON-SIG-01", s.Demand)
		return one
	case slices.ContainsFunc(s.Tasks, func(t journal.Task) bool { return t.Code == "JOU-TAC-03" }):
		d.notice("CON-SIG-10", s.Demand)
	}
	one.since, one.rule = s.StruckOffOn.AddYears(1).AddDays(1), "CON-DUR-01"
	return one
}

// begun reports events by a day.
func begun(j journal.Journal, day demand.Date) bool {
	for _, e := range j.Events() {
		return !e.On.After(day)
	}
	return false
}

// living notes a demand that, as it stands, will never be due: nobody knows when
// it was deposited, or its year is long over and nobody struck it off.
func (d *dues) living(s *journal.State, j journal.Journal) {
	if struckOffBefore(j, s.Form.DepositedOn) { // a wrong date, which ended nothing
		d.notice("CON-SIG-08", s.Demand)
	}
	last := s.Form.DepositedOn
	if s.Form.RenewedOn.After(last) {
		last = s.Form.RenewedOn
	}
	switch {
	case s.Form.DepositedOn.IsZero():
		d.notice("CON-SIG-01", s.Demand)
	case d.report.Day.After(last.AddMonths(lateMonths)):
		d.notice("CON-SIG-02", s.Demand)
	}
}

// struckOffBefore reports a strike-off dated before the deposit.
func struckOffBefore(j journal.Journal, deposit demand.Date) bool {
	for _, e := range j.Events() {
		if e.Kind == journal.StrikeOff && e.On.Before(deposit) {
			return true
		}
	}
	return false
}

// absorbed notes the demands that go on in the place of this one.
func (d *dues) absorbed(s *journal.State, one due) due {
	for _, m := range s.Merges {
		if !m.Absorbed {
			continue
		}
		if d.file.Journal.Of(m.Other).Len() == 0 {
			d.notice("CON-SIG-05", s.Demand)
		}
		d.join(s.Demand, m.Other)
		one.after = append(one.after, m.Other)
	}
	return one
}

// follow makes a demand due with those that go on in its place: when clerks named
// several, with the last of them.
func (d *dues) follow(one *due) {
	wait := d.report.Day.Before(sinceRequest)
	for _, key := range one.after {
		other := d.known[key]
		one.out, one.let = other.out, other.let
		if !other.done || !other.gone && other.rule == "" {
			wait = true
			continue
		}
		if one.since.Before(other.since) || one.since.IsZero() {
			one.since, one.rule = other.since, "CON-DUR-03"
		}
	}
	if wait {
		one.rule = ""
	}
	if wait && len(one.after) > 0 {
		one.since = demand.Date{}
	}
}

// join notes that two demands are of one household.
func (d *dues) join(a, b string) {
	if a, b = d.root(a), d.root(b); a != b {
		d.into[a] = b
	}
}

// root names the demands joined to one: a hold on any of them is on all.
func (d *dues) root(key string) string {
	for {
		next, joined := d.into[key]
		if !joined {
			return key
		}
		if further, more := d.into[next]; more {
			d.into[key] = further // so that a long chain is not followed again
		}
		key = next
	}
}

// numbered reports a key that is a unique number: it points at a household by
// itself, and would be found again in a digest by trying numbers.
func numbered(key string) bool {
	_, err := numbering.Parse(key)
	return err == nil
}

func deletedOn(j journal.Journal, day demand.Date) demand.Date {
	var on demand.Date
	for _, e := range j.Events() {
		if e.Kind == journal.Delete && !e.On.After(day) {
			on = e.On
		}
	}
	return on
}

// holding says when something kept outside the journal is due.
func (d *dues) holding(h *Holding) {
	item := Item{Demand: h.Demand, Class: h.Class, Service: h.Service, Ref: h.Ref}
	if h.Class != LandlordCopy && h.Class != Upload && h.On.IsZero() && h.Class.Known() {
		d.notice("CON-SIG-06", h.Demand)
		return
	}
	switch h.Class {
	case Draft:
		item.Since, item.Rule = h.On.AddMonths(max(1, d.settings.DraftMonths)).AddDays(1), "CON-DUR-04"
	case Upload, LandlordCopy:
		d.attached(h, item)
		return
	case NIRPaper:
		item.Since, item.Rule = h.On, "CON-DUR-07"
		if h.On.Before(sinceNIR) {
			item.Since = sinceNIR
		}
	case AccessLog:
		if d.settings.AccessMonths == 0 {
			d.notice("CON-REG-02", h.Demand)
			return
		}
		item.Since, item.Rule = h.On.AddMonths(d.settings.AccessMonths).AddDays(1), "CON-DUR-08"
	default:
		d.notice("CON-SIG-06", h.Demand)
		return
	}
	d.add(item)
}

// attached says when what hangs on a demand is due.
func (d *dues) attached(h *Holding, item Item) {
	if d.file.Journal.Of(h.Demand).Len() == 0 {
		d.notice("CON-SIG-05", h.Demand)
		return
	}
	one := d.request(h.Demand)
	if h.Class == Upload {
		if one.gone || one.rule != "" {
			item.Since, item.Rule = one.since, "CON-DUR-05"
			d.add(item)
		}
		return
	}
	item.Since, item.Rule = firstOf(one.out, one.let), "CON-DUR-06"
	if item.Since.IsZero() && (one.gone || one.rule != "") {
		item.Since = one.since
	}
	if item.Since.IsZero() {
		return // the demand lives: the landlord needs its copy
	}
	if item.Since.Before(sinceLandlord) {
		item.Since = sinceLandlord
	}
	if !h.Tenancy {
		d.add(item)
	}
}

// firstOf gives the earliest of the days that are known.
func firstOf(a, b demand.Date) demand.Date {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

func compareID(a, b journal.ID) int {
	return cmp.Or(cmp.Compare(a.Origin, b.Origin), cmp.Compare(a.Counter, b.Counter))
}

func fault(code, path string, params ...string) demand.Fault {
	f := demand.Fault{Code: code, Path: path, Severity: rulesByCode()[code].Severity}
	for i := 0; i+1 < len(params); i += 2 {
		f.Params = append(f.Params, demand.Param{Name: params[i], Value: params[i+1]})
	}
	return f
}

func count(n int) string { return strconv.Itoa(n) }
