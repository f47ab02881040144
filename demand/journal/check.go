package journal

import (
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// Check lists what is wrong in the events of the journal, all at once and in
// order. The path of a fault begins with the ID of its event. Nothing is
// removed: a journal with faults folds all the same.
func (j Journal) Check() demand.Faults {
	c := checker{}
	for i := range j.events {
		e := &j.events[i]
		c.id = e.ID.shown()
		first := i == 0 || j.events[i-1].Demand != e.Demand
		if first {
			c.next(e.Demand)
		}
		if first || j.events[i-1].On != e.On {
			clear(c.ranks)
		}
		c.identity(e)
		c.clock(e)
		c.life(e, first)
		c.kind(e)
		c.origins(e)
		c.keepNumber(e)
	}
	c.next("")
	c.circles()
	c.seniorities()
	return c.faults
}

type checker struct {
	faults  demand.Faults
	id      string
	demand  string
	number  numbering.Number // the first one given
	created bool
	sent    map[letterName]demand.Date // letters of the demand that have a name
	ranks   map[string]uint64          // highest counter of each origin, on the day of effect under way
	merges  State                      // what clerks found of the demand
	into    map[string]Joined          // what absorbs each demand
	order   []string                   // those demands, in order
	first   demand.Date                // seniority the demand has by itself
	since   map[string]demand.Date     // that of each demand
	joined  []Joined                   // what is written of the seniority of other demands
}

// next goes to the next demand.
func (c *checker) next(key string) {
	if c.sent == nil {
		c.sent, c.ranks, c.into, c.since = map[letterName]demand.Date{}, map[string]uint64{}, map[string]Joined{}, map[string]demand.Date{}
	}
	if c.created {
		c.since[c.demand] = c.first
	}
	c.joined = append(c.joined, c.merges.Merges...)
	for _, m := range c.merges.Merges {
		if m.Absorbed {
			if _, twice := c.into[c.demand]; !twice {
				c.order = append(c.order, c.demand)
			}
			c.into[c.demand] = m
		}
	}
	c.demand, c.number, c.created, c.merges = key, numbering.Number{}, false, State{}
	clear(c.sent)
}

// seniorities compares what merges and separations write of another demand with
// what the journal holds of it: a later day would cost the applicant his or her rank.
func (c *checker) seniorities() {
	for _, j := range c.joined {
		if c.since[j.Other].Before(j.Seniority) {
			c.id = j.By.shown()
			c.fault("JOU-EVE-18", "seniority")
		}
	}
}

// clock compares the ranks an origin gave with the moments it wrote: of two
// events of one day, the second cannot have been entered first.
func (c *checker) clock(e *Event) {
	if e.ID.Counter < c.ranks[e.ID.Origin] {
		c.fault("JOU-EVE-16", "entered")
		return
	}
	c.ranks[e.ID.Origin] = e.ID.Counter
}

// circles looks for demands that absorb each other: none of them goes on.
func (c *checker) circles() {
	walked := map[string]int{} // in which walk each demand was met
	for walk, start := range c.order {
		key := start
		for walked[key] == 0 && c.into[key].Absorbed {
			walked[key] = walk + 1
			key = c.into[key].Other
		}
		if walked[key] != walk+1 {
			continue
		}
		for end := key; ; {
			c.id = c.into[key].By.shown()
			c.fault("JOU-EVE-17", "other")
			if key = c.into[key].Other; key == end {
				break
			}
		}
	}
}

func (c *checker) fault(code, field string) {
	path := c.id
	if field != "" {
		path += "." + field
	}
	c.faults = append(c.faults, demand.Fault{Code: code, Path: path, Severity: severities()[code]})
}

func (c *checker) identity(e *Event) {
	switch {
	case e.ID.Origin == "" || e.ID.Counter == 0:
		c.fault("JOU-EVE-02", "id")
	case e.Demand == "":
		c.fault("JOU-EVE-02", "demand")
	case e.On.IsZero():
		c.fault("JOU-EVE-02", "on")
	case e.Entered == 0:
		c.fault("JOU-EVE-02", "entered")
	case e.Author == "" && e.Service == "":
		c.fault("JOU-EVE-02", "author")
	}
	// Fourteen hours: the first time zone of the world is a day ahead.
	if e.Entered != 0 && !e.On.IsZero() && e.On.After(dayOf(e.Entered+14*3_600_000)) {
		c.fault("JOU-EVE-08", "on")
	}
}

func dayOf(m Moment) demand.Date {
	day, _ := demand.ParseDate(m.String()[:10])
	return day
}

func (c *checker) life(e *Event, first bool) {
	creation := e.Kind == Create || e.Kind == Separate
	switch {
	case first && !creation && e.Kind.Known() && e.Kind != Delete: // an erased demand begins with its deletion
		c.fault("JOU-EVE-03", "kind")
	case creation && c.created:
		c.fault("JOU-EVE-09", "kind")
	}
	if creation && !c.created {
		c.created, c.first = true, e.On
		if e.Seniority.Before(e.On) {
			c.first = e.Seniority
		}
	}
	if !e.Kind.Known() {
		c.fault("JOU-EVE-04", "kind")
	}
}

// keepNumber keeps the first number of a demand: it is its number for ever.
func (c *checker) keepNumber(e *Event) {
	switch {
	case e.Number.IsZero():
	case c.number.IsZero():
		c.number = e.Number
	case e.Number != c.number:
		c.fault("JOU-EVE-13", "number")
	}
}

// noSubMotiveBefore is the day from which inadmissibility has a sub-motive:
// interface V2.1 of 2012. Confidence: V2; the day is that of R.441-2-9.
var noSubMotiveBefore = demand.MustDate("2013-01-01")

// noAnswerSince is the day from which no answer to a letter is a ground for
// striking off: décret 2010-431. Confidence: V.
var noAnswerSince = demand.MustDate("2010-05-02")

func (c *checker) kind(e *Event) {
	switch e.Kind {
	case StrikeOff:
		c.strikeOff(e)
	case Separate, Merge:
		if e.Other == "" || e.Seniority.IsZero() {
			c.fault("JOU-EVE-10", "other")
		}
		if e.Kind == Merge {
			c.merge(e)
		} else {
			c.joined = append(c.joined, Joined{e.Other, e.Seniority, false, e.ID})
		}
	case Unmerge:
		if e.Other == "" {
			c.fault("JOU-EVE-10", "other")
		}
		c.merges.mark(e)
	case Letter:
		c.letter(e)
	case Treat:
		c.treatment(e)
	}
}

// merge follows what clerks find, as a fold does.
func (c *checker) merge(e *Event) {
	if e.Other == e.Demand {
		c.fault("JOU-EVE-17", "other")
	}
	c.merges.merge(e)
}

func (c *checker) strikeOff(e *Event) {
	inadmissible := e.Motive == demand.StrikeOffMotiveRADIRR
	switch {
	case !e.Motive.Known():
		c.fault("JOU-EVE-05", "motive")
	case inadmissible && !e.SubMotive.Known() && !e.On.Before(noSubMotiveBefore):
		c.fault("JOU-EVE-06", "sub_motive")
	case !inadmissible && e.SubMotive != "":
		c.fault("JOU-EVE-14", "sub_motive")
	}
	if e.Motive == demand.StrikeOffMotiveRADCON && e.On.Before(noAnswerSince) {
		c.fault("JOU-EVE-15", "motive")
	}
}

func (c *checker) treatment(e *Event) {
	switch e.Treatment.Step {
	case PaperRequested, PaperReceived, Designated, Visited, ConditionMet, ConditionUnmet, Notified, Offered, Accepted, Silent, Leased, Withdrawn, Cancelled, NotServed:
	case Examined, Decided:
		if c.number.IsZero() {
			c.fault("JOU-EVE-12", "treatment.step")
		}
	case Refused:
		if e.Treatment.Reason == "" {
			c.fault("JOU-EVE-07", "treatment.reason")
		}
	default:
		c.fault("JOU-EVE-11", "treatment.step")
	}
}

// origins wants every value to come from the applicant, from a paper, or from a
// third party whose datum the applicant validated.
func (c *checker) origins(e *Event) {
	form := demand.Form{Origins: e.Origins}
	for rank := range e.Set.ranks() {
		if rank >= len(table) {
			return
		}
		name := table[rank].name
		origin, known := form.OriginOf(name)
		switch {
		case !known || !origin.Kind.Known():
			c.fault("JOU-ORI-01", "values."+name)
		case origin.Kind == demand.FromThirdParty && origin.Validated != demand.Yes:
			c.fault("JOU-ORI-02", "values."+name)
		}
	}
}
