package territory

import (
	"slices"
	"strings"
	"sync"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/geography"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// Bounds of what is known of communes.
var (
	firstDay = demand.MustDate("2010-01-01")
	lastDay  = demand.MustDate("2026-12-31")
)

// spell is a commune over the days it kept its code, its name and its extent.
type spell struct {
	code, name  string
	from, until demand.Date
	next, prev  []int32
}

func (s *spell) on(day demand.Date) bool {
	return s.from.Compare(day) <= 0 && (s.until.IsZero() || day.Before(s.until))
}

func (s *spell) unit() Unit { return Unit{Commune, s.code, s.name, s.from, s.until} }

// Atlas holds the communes of every day. It never changes once made.
type Atlas struct {
	spells []spell
	byCode map[string][]int32 // in order of time
	chains int                // rows of events that speak of a commune nobody knows
}

var france = sync.OnceValue(func() *Atlas {
	a := &Atlas{}
	now := map[string]int32{}
	for c := range territories.Communes() {
		now[c.Code] = a.add(c.Code, c.Name, demand.Date{})
	}
	events := slices.Collect(geography.Events())
	for last := len(events); last > 0; {
		first := last
		for first > 0 && events[first-1].Day == events[last-1].Day {
			first--
		}
		a.undo(now, events[first:last])
		last = first
	}
	a.byCode = make(map[string][]int32, len(now)+4000)
	for i := len(a.spells) - 1; i >= 0; i-- { // spells were added from the latest to the oldest
		s := &a.spells[i]
		a.byCode[s.code] = append(a.byCode[s.code], int32(i))
	}
	return a
})

// France gives the communes of France. The tables are read once, when first asked.
func France() *Atlas { return france() }

func (a *Atlas) add(code, name string, until demand.Date) int32 {
	a.spells = append(a.spells, spell{code: code, name: name, until: until})
	return int32(len(a.spells) - 1)
}

// undo goes back over the events of one day: now holds the communes after them,
// and is left with those before.
func (a *Atlas) undo(now map[string]int32, events []geography.Event) {
	day, _ := demand.ParseDate(events[0].Day) // the tests read every row
	rows := a.completed(now, events)
	olds := map[string]int32{}
	for _, e := range rows {
		if _, ok := olds[e.OldCode]; !ok {
			olds[e.OldCode] = a.add(e.OldCode, e.OldName, day)
		}
	}
	for _, e := range rows {
		from, to := olds[e.OldCode], now[e.NewCode]
		a.spells[to].from = day
		a.spells[from].next = append(a.spells[from].next, to)
		a.spells[to].prev = append(a.spells[to].prev, from)
	}
	for _, e := range rows {
		delete(now, e.NewCode)
	}
	for code, s := range olds {
		now[code] = s
	}
}

// completed adds the rows that the list leaves out because they change neither
// code nor name (the commune that takes in another one, the one from which
// another parts), and joins two changes of one commune on one day.
func (a *Atlas) completed(now map[string]int32, events []geography.Event) []geography.Event {
	into, from := map[string][]geography.Event{}, map[string]bool{}
	for _, e := range events {
		into[e.NewCode] = append(into[e.NewCode], e)
		from[e.OldCode] = true
	}
	var out []geography.Event
	for _, e := range events {
		if _, stands := now[e.NewCode]; !stands { // a step on the way to another change of the day
			if !from[e.NewCode] {
				a.chains++
			}
			continue
		}
		if _, stands := now[e.OldCode]; !stands && e.OldCode != e.NewCode && into[e.OldCode] != nil {
			for _, before := range into[e.OldCode] { // what this row starts from is itself a step
				e.OldCode, e.OldName = before.OldCode, before.OldName
				out = append(out, e)
			}
			continue
		}
		out = append(out, e)
	}
	return append(out, a.unchanged(now, events, into, from)...)
}

// unchanged gives the rows that go without saying: of the commune that takes in
// another one, and of the one from which another parts.
func (a *Atlas) unchanged(now map[string]int32, events []geography.Event, into map[string][]geography.Event, from map[string]bool) []geography.Event {
	var out []geography.Event
	seen := map[string]bool{}
	for _, e := range events {
		for _, code := range [...]string{e.NewCode, e.OldCode} {
			s, stands := now[code]
			if !stands || seen[code] {
				continue
			}
			seen[code] = true
			grew := code == e.NewCode && !from[code] && !appears(into[code])
			shrank := code == e.OldCode && code != e.NewCode && into[code] == nil
			if grew || shrank {
				name := a.spells[s].name
				out = append(out, geography.Event{Day: e.Day, OldCode: code, OldName: name, NewCode: code, NewName: name, Kind: e.Kind})
			}
		}
	}
	return out
}

// appears reports whether the rows that lead to a code make it appear: it is
// re-established, or it is another code for one commune of the same name.
func appears(rows []geography.Event) bool {
	for _, e := range rows {
		switch e.Kind {
		case "20", "21", "41", "50":
			return true
		}
	}
	return len(rows) == 1 && rows[0].OldName == rows[0].NewName
}

// within refuses a day of which nothing is known.
func within(path string, day demand.Date) demand.Faults {
	if day.Compare(firstDay) < 0 || day.Compare(lastDay) > 0 {
		return demand.Faults{fault("TER-DAT-01", path, "day", day.String(), "first", firstDay.String(), "last", lastDay.String())}
	}
	return nil
}

// find gives the spell of a code on a day, or says why there is none.
func (a *Atlas) find(code string, day demand.Date) (int32, demand.Faults) {
	if faults := within("day", day); faults != nil {
		return -1, faults
	}
	if city, ok := territories.District(code); ok {
		code = city
	}
	ranks := a.byCode[code]
	for _, i := range ranks {
		if a.spells[i].on(day) {
			return i, nil
		}
	}
	switch {
	case len(ranks) == 0:
		return -1, demand.Faults{fault("TER-COD-01", "code", "code", shown(code))}
	case day.Before(a.spells[ranks[0]].from):
		return -1, demand.Faults{fault("TER-COD-03", "code", "code", code, "since", a.spells[ranks[0]].from.String())}
	}
	s := &a.spells[ranks[0]]
	for _, i := range ranks {
		if a.spells[i].until.Compare(day) <= 0 {
			s = &a.spells[i]
		}
	}
	var into []string
	for _, i := range s.next {
		into = append(into, a.spells[i].code)
	}
	return -1, demand.Faults{fault("TER-COD-02", "code", "code", code, "on", s.until.String(), "into", strings.Join(into, " "))}
}

// shown keeps a code short enough to be repeated in a sentence.
func shown(code string) string {
	if len(code) > 5 || strings.ContainsFunc(code, func(r rune) bool { return r < '0' || r > 'Z' }) {
		return "?"
	}
	return code
}

// At gives the commune that bore a code on a day. A municipal district (75113)
// gives its city.
func (a *Atlas) At(code string, day demand.Date) (Unit, demand.Faults) {
	i, faults := a.find(code, day)
	if faults != nil {
		return Unit{}, faults
	}
	return a.spells[i].unit(), nil
}

// Part is a commune that holds, or held, some of the territory asked about.
type Part struct {
	Unit
	// Whole says that the commune asked about lies whole in this one (Forward), or
	// that this one lay whole in the commune asked about (Backward).
	Whole bool `json:"whole"`
}

// Forward gives what a commune of a day has become on a later day: one commune
// that holds it, or several when it was split since.
func (a *Atlas) Forward(code string, day, later demand.Date) ([]Part, demand.Faults) {
	return a.walk(code, day, later, true)
}

// Backward gives the communes of an earlier day of which a commune of a day is made.
func (a *Atlas) Backward(code string, day, earlier demand.Date) ([]Part, demand.Faults) {
	return a.walk(code, day, earlier, false)
}

func (a *Atlas) walk(code string, day, to demand.Date, forward bool) ([]Part, demand.Faults) {
	if faults := within("to", to); faults != nil {
		return nil, faults
	}
	if forward && to.Before(day) || !forward && day.Before(to) {
		return nil, demand.Faults{fault("TER-DAT-02", "to", "day", day.String(), "to", to.String())}
	}
	start, faults := a.find(code, day)
	if faults != nil {
		return nil, faults
	}
	found := a.reach(start, to, forward)
	out := make([]Part, 0, len(found))
	for _, i := range found {
		whole := len(found) == 1
		if !forward { // the part lay whole in it when it leads nowhere else
			back := a.reach(i, day, true)
			whole = len(back) == 1
		}
		out = append(out, Part{a.spells[i].unit(), whole})
	}
	slices.SortFunc(out, func(x, y Part) int { return strings.Compare(x.Code, y.Code) })
	return out, nil
}

// reach gives the spells of a day that the links of time lead to, each once.
func (a *Atlas) reach(start int32, to demand.Date, forward bool) []int32 {
	if a.spells[start].on(to) {
		return []int32{start}
	}
	var out []int32
	seen := map[int32]bool{start: true}
	queue := []int32{start}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		s := &a.spells[i]
		if s.on(to) {
			out = append(out, i)
			continue
		}
		links := s.prev
		if forward {
			links = s.next
		}
		for _, n := range links {
			if !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	return out
}
