package access

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

// Alert is something to look at. The zero fields do not apply.
type Alert struct {
	Code    string      `json:"code"` // its rule says what it means
	Party   string      `json:"party,omitempty"`
	Agent   string      `json:"agent,omitempty"`
	Origin  string      `json:"origin,omitempty"`  // of the lines missing, given twice or out of order
	Act     Act         `json:"act,omitempty"`     // a right unused, or used without being given
	Day     demand.Date `json:"day,omitzero"`      // last use, first use, the day that stands out; of a right unused, since when
	Count   uint64      `json:"count,omitempty"`   // acts, demands or lines
	Figures *Figures    `json:"figures,omitempty"` // of an unusual consultation
	Days    int         `json:"days,omitempty"`    // of unusual days, how many
	Demand  string      `json:"demand,omitempty"`  // key of an example: the earliest
}

// Fault gives the alert to a Rulebook, for its sentence.
func (a *Alert) Fault() demand.Fault {
	day := a.Day.String()
	if a.Day.IsZero() {
		day = "-"
	}
	params := []string{"party", a.Party, "agent", a.Agent, "act", string(a.Act), "day", day, "origin", a.Origin, "count", strconv.FormatUint(a.Count, 10), "days", strconv.Itoa(a.Days), "demand", a.Demand}
	if a.Figures != nil {
		params = append(params, "compared", strconv.Itoa(a.Figures.Compared), "median", a.Figures.Median.String(), "spread", a.Figures.Spread.String(), "threshold", a.Figures.Threshold.String())
	}
	return fault(a.Code, "", params...)
}

// Counted is what was counted of one act.
type Counted struct {
	Act     Act    `json:"act"`
	Events  uint64 `json:"events"`
	Demands uint64 `json:"demands"` // seen: see the method
}

// Report is the review of the accesses of a window, of a period at its end in
// particular.
type Report struct {
	Window   Window    `json:"window"`
	Period   Window    `json:"period"`
	Settings Settings  `json:"settings"` // as used, defaults filled in
	Listed   int       `json:"listed"`   // accounts of the list
	Used     int       `json:"used"`     // accounts with an act in the window
	Counted  []Counted `json:"counted"`  // over the window
	Outside  uint64    `json:"outside"`  // events of other days, left out
	Unknown  uint64    `json:"unknown"`  // events of acts this version does not know, left out
	Alerts   []Alert   `json:"alerts"`   // by code, party, agent, act
	Origins  []Origin  `json:"origins"`  // by origin

	// Active accounts for which no comparison was possible.
	WithoutPeers int `json:"without_peers"`
	WithoutPast  int `json:"without_past"`
	// Consultations whose territory could not be judged: of a party without
	// territory, or of a demand without commune.
	Unplaced uint64 `json:"unplaced"`
}

// Origin is what was read of the lines of one origin. The journal of the next
// review goes on from the last counter: lines cut off at the end show by it.
type Origin struct {
	Origin string `json:"origin"`
	First  uint64 `json:"first"` // least counter
	Last   uint64 `json:"last"`  // greatest counter
	Lines  uint64 `json:"lines"`
}

// Review draws the report of a period, which ends the window that was counted or
// lies in it. What comes before the period in the window is the past that each
// agent is compared with.
//
// With a list of no account, the accounts are those of the journal: those that
// sleep are told, but neither the rights nor the accounts that were never used,
// which no line shows.
func Review(a *Accumulator, l *List, s Settings, period Window) (Report, demand.Faults) {
	faults := append(s.Check(), l.Check()...)
	if !a.window.has(period) {
		faults = append(faults, fault("ACC-REG-02", "period", "from", a.window.From.String(), "to", a.window.To.String()))
	}
	if len(faults) > 0 {
		return Report{}, faults
	}
	r := reviewer{acc: a, list: l, Report: Report{Window: a.window, Period: period, Settings: s.orDefault(), Listed: len(l.Accounts), Used: len(a.accounts), Outside: a.outside, Unknown: a.unknown}}
	r.from, r.to = period.From.DaysSince(a.window.From), period.To.DaysSince(a.window.From)
	r.listed = map[who]*Account{}
	for i := range l.Accounts {
		r.listed[who{l.Accounts[i].Party, l.Accounts[i].Agent}] = &l.Accounts[i]
	}
	r.count()
	r.lines()
	for i := range l.Accounts {
		r.account(&l.Accounts[i])
	}
	r.used()
	r.peers()
	r.territories()
	slices.SortStableFunc(r.Alerts, func(x, y Alert) int {
		return cmp.Or(cmp.Compare(x.Code, y.Code), cmp.Compare(x.Party, y.Party), cmp.Compare(x.Agent, y.Agent), cmp.Compare(x.Act, y.Act), cmp.Compare(x.Origin, y.Origin))
	})
	return r.Report, nil
}

type reviewer struct {
	Report
	acc      *Accumulator
	list     *List
	listed   map[who]*Account
	from, to int // days of the period in the window
}

func (r *reviewer) say(a Alert) { r.Alerts = append(r.Alerts, a) }

// day gives a day of the window.
func (r *reviewer) day(n int) demand.Date { return r.Window.From.AddDays(n) }

// count sums the acts of all the accounts.
func (r *reviewer) count() {
	for i, act := range actList {
		c := Counted{Act: act}
		for _, one := range r.acc.accounts {
			c.Events += one.acts[i].events
			c.Demands += one.acts[i].demands
		}
		r.Counted = append(r.Counted, c)
	}
}

// lines says whether the journal is whole, and its moments in order.
func (r *reviewer) lines() {
	for _, name := range slices.Sorted(maps.Keys(r.acc.origins)) {
		s := r.acc.origins[name]
		r.Origins = append(r.Origins, Origin{name, s.least, s.most, s.count})
		count, sum := s.expected()
		switch {
		case s.count < count:
			r.say(Alert{Code: "ACC-JRN-01", Origin: name, Count: count - s.count})
		case s.count > count:
			r.say(Alert{Code: "ACC-JRN-02", Origin: name, Count: s.count - count})
		case s.sum != sum:
			r.say(Alert{Code: "ACC-JRN-01", Origin: name, Count: 1})
			r.say(Alert{Code: "ACC-JRN-02", Origin: name, Count: 1})
		}
		if first, hours := s.wentBack(); hours > 0 {
			back := Alert{Code: "ACC-JRN-03", Origin: name, Count: hours}
			if first > 0 {
				back.Day = r.day((first - 1) / 24)
			}
			r.say(back)
		}
	}
}

// wentBack counts the hours in which a line was written after one of an hour that
// does not follow it but comes at least two later, and gives the first of them.
// Two machines that share an origin, or a line that waited, do not go so far.
func (s *span) wentBack() (first int, hours uint64) {
	least := uint64(math.MaxUint64) // of the hours two later or more
	order := slices.Sorted(maps.Keys(s.hours))
	later := len(order)
	for i := len(order) - 1; i >= 0; i-- {
		for ; later > 0 && order[later-1] >= order[i]+2; later-- {
			least = min(least, s.hours[order[later-1]].least)
		}
		if s.hours[order[i]].most > least {
			first, hours = order[i], hours+1
		}
	}
	return first, hours
}

// account reviews an account of the list.
func (r *reviewer) account(a *Account) {
	w := who{a.Party, a.Agent}
	used := r.acc.accounts[w]
	alert := Alert{Party: a.Party, Agent: a.Agent}
	say := func(code string, day demand.Date, act Act) {
		alert.Code, alert.Day, alert.Act = code, day, act
		r.say(alert)
	}
	today := r.Period.To
	if !a.open(today) {
		return
	}
	if !a.Named {
		say("ACC-COM-02", demand.Date{}, "")
	}
	since := today.AddDays(-r.Settings.DormantDays)
	if r.Window.From.After(since) || a.OpenedOn.After(since) {
		return // too short a time to say that anything is not used
	}
	if used == nil || r.day(used.last).Before(since) {
		last := demand.Date{}
		if used != nil {
			last = r.day(used.last)
		}
		say("ACC-COM-01", last, "")
		return // none of its rights is used: said once
	}
	for _, right := range a.Rights {
		if used.acts[right.rank()].events == 0 {
			counted := r.Window.From
			if a.OpenedOn.After(counted) {
				counted = a.OpenedOn
			}
			say("ACC-DRO-01", counted, right)
		}
	}
}

// used reviews what was done, by accounts of the list or not.
func (r *reviewer) used() {
	for _, w := range r.acc.sorted() {
		one := r.acc.accounts[w]
		alert := Alert{Party: w.party, Agent: w.agent}
		if out := one.acts[Export.rank()]; out.events > 0 {
			alert.Code, alert.Act, alert.Count = "ACC-EXP-01", Export, out.demands
			r.say(alert)
		}
		alert.Act, alert.Count, alert.Day = "", 0, r.day(one.last)
		listed := r.listed[w]
		if listed == nil {
			alert.Code = "ACC-COM-03"
			r.say(alert)
			since := r.Period.To.AddDays(-r.Settings.DormantDays)
			if len(r.list.Accounts) == 0 && !r.Window.From.After(since) && alert.Day.Before(since) {
				alert.Code = "ACC-COM-01"
				r.say(alert)
			}
		} else {
			r.misused(listed, one, alert)
		}
		r.past(w, one)
	}
}

// misused tells what an account did out of its days or its rights.
func (r *reviewer) misused(listed *Account, one *account, alert Alert) {
	if first := r.day(one.first); first.Before(listed.OpenedOn) || alert.Day.After(listed.ClosedOn) {
		alert.Code = "ACC-COM-04"
		if first.Before(listed.OpenedOn) {
			alert.Day = first
		}
		r.say(alert)
	}
	alert.Day, alert.Code = demand.Date{}, "ACC-DRO-02"
	for i, act := range actList {
		if one.acts[i].events > 0 && !slices.Contains(listed.Rights, act) {
			alert.Act, alert.Count = act, one.acts[i].events
			r.say(alert)
		}
	}
}

// volume gives the demands seen over the period.
func (r *reviewer) volume(one *account) uint64 {
	n := uint64(0)
	for day := r.from; day <= r.to; day++ {
		n += one.seen[day]
	}
	return n
}

// past compares each day of the period with the agent's own active days before.
func (r *reviewer) past(w who, one *account) {
	if r.volume(one) == 0 {
		return
	}
	var before []uint64
	for day := range r.from {
		if one.seen[day] > 0 {
			before = append(before, one.seen[day])
		}
	}
	if len(before) < r.Settings.MinPast {
		r.WithoutPast++
		return
	}
	f := figures(before, r.Settings.Times)
	alert := Alert{Code: "ACC-USA-02", Party: w.party, Agent: w.agent, Figures: &f}
	for day := r.from; day <= r.to; day++ {
		if n := one.seen[day]; f.over(n, r.Settings.Least) {
			if alert.Days++; n > alert.Count {
				alert.Count, alert.Day = n, r.day(day)
			}
		}
	}
	if alert.Days > 0 {
		r.say(alert)
	}
}

// peers compares the agents of a party over the period, each with the others.
func (r *reviewer) peers() {
	all := r.acc.sorted()
	for from := 0; from < len(all); {
		to := from
		var active []who
		var volumes []uint64
		for ; to < len(all) && all[to].party == all[from].party; to++ {
			if n := r.volume(r.acc.accounts[all[to]]); n > 0 {
				active, volumes = append(active, all[to]), append(volumes, n)
			}
		}
		from = to
		if len(active) <= r.Settings.MinPeers {
			r.WithoutPeers += len(active)
			continue
		}
		floor := r.floor(volumes)
		for i, w := range active {
			if volumes[i] < r.Settings.Least || volumes[i] <= floor {
				continue
			}
			f := figures(slices.Concat(volumes[:i], volumes[i+1:]), r.Settings.Times)
			if f.over(volumes[i], r.Settings.Least) {
				r.say(Alert{Code: "ACC-USA-01", Party: w.party, Agent: w.agent, Count: volumes[i], Figures: &f})
			}
		}
	}
}

// floor gives a volume that no threshold can be under, whoever is left out of the
// comparison: it spares working out most of them.
func (r *reviewer) floor(volumes []uint64) uint64 {
	sorted := slices.Sorted(slices.Values(volumes))
	low := sorted[(len(sorted)-2)/2]
	return low + uint64(r.Settings.Times)*max(low/10, 1)
}

// territories tells the demands seen outside the territory of the party.
func (r *reviewer) territories() {
	of := map[string]*Territory{}
	in := map[who]bool{} // party and commune
	for i := range r.list.Territories {
		t := &r.list.Territories[i]
		of[t.Party] = t
		for _, commune := range t.Communes {
			in[who{t.Party, commune}] = true
		}
	}
	for _, w := range r.acc.sorted() {
		t := of[w.party]
		if t != nil && t.Everywhere {
			continue
		}
		alert := Alert{Code: "ACC-TER-01", Party: w.party, Agent: w.agent}
		var first *place
		for commune, p := range r.acc.accounts[w].places {
			switch {
			case t == nil || commune == "":
				r.Unplaced += p.events
			case !in[who{w.party, commune}]:
				alert.Count += p.events
				if first == nil || p.before(first) {
					first = p
				}
			}
		}
		if first != nil {
			alert.Demand, alert.Day = first.demand, epoch.AddDays(int(int64(first.at)/dayMillis))
			r.say(alert)
		}
	}
}
