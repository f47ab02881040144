package commission

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

// Note is one thing to tell the applicant: the code of a rule, whose sentence
// says it in French or English, and the day it turns on.
type Note struct {
	Code   string         `json:"code"`
	On     demand.Date    `json:"on,omitzero"`
	Params []demand.Param `json:"params,omitempty"`
}

// Fault gives the note as a fault, for demand.Rulebook to write its sentence.
func (n Note) Fault() demand.Fault {
	return demand.Fault{Code: n.Code, Severity: severityOf(n.Code), Params: n.Params}
}

// Standing is where one candidacy stands, for the applicant.
type Standing struct {
	Candidacy string      `json:"candidacy"`
	Dwelling  string      `json:"dwelling,omitempty"`
	State     State       `json:"state"`
	Rank      int         `json:"rank,omitempty"`
	Since     demand.Date `json:"since"`
	Reason    string      `json:"reason,omitempty"` // code of the landlord's list, or the sub-motive of inadmissibility
	Now       Note        `json:"now"`
	Next      []Note      `json:"next"`               // what comes, in order
	Refusing  []Note      `json:"refusing,omitempty"` // what refusing leads to
}

// Progress is what an applicant may know of the candidacies of a demand.
// Law: CCH R.441-2-17 (2015): decision, rank, reasons, consequences of refusing. Confidence: V.
type Progress struct {
	Demand    string      `json:"demand"`
	On        demand.Date `json:"on"`
	Seniority demand.Date `json:"seniority,omitzero"`
	Months    int         `json:"months"`   // whole months waited since the first deposit
	Refusals  int         `json:"refusals"` // offers refused or left without answer
	Standings []Standing  `json:"standings"`
	Notes     []Note      `json:"notes"`
}

// ProgressOf makes the applicant's view of a demand on a day: the candidacies of
// other demands are left out. The order of the candidacies changes nothing.
func ProgressOf(key string, seniority demand.Date, all []Candidacy, on demand.Date) Progress {
	out := Progress{Demand: key, On: on, Seniority: seniority, Months: on.MonthsSince(seniority), Refusals: Refusals(key, all, on)}
	open := false
	for i := range all {
		c := all[i].At(on)
		if c.Demand != key || c.State == None || c.Since.After(on) {
			continue
		}
		open = open || !c.State.Finished()
		out.Standings = append(out.Standings, standingOf(&c, on))
	}
	slices.SortFunc(out.Standings, func(a, b Standing) int {
		return cmp.Or(b.Since.Compare(a.Since), cmp.Compare(a.Candidacy, b.Candidacy))
	})
	if !open {
		out.Notes = append(out.Notes, note("COM-SUI-52", demand.Date{}))
	}
	if !on.Before(accessSince) {
		out.Notes = append(out.Notes, note("COM-SUI-51", demand.Date{}))
	}
	return out
}

// accessSince is the day the applicant's access is written in the decree: R.441-2-17 (2015).
var accessSince = demand.MustDate("2015-05-14")

// Refusals counts the offers that a demand refused, or left without answer.
// Law: CCH R.441-2-15. A refusal has no effect of strike-off. Confidence: INF.
func Refusals(key string, all []Candidacy, on demand.Date) int {
	n := 0
	for i := range all {
		if c := all[i].At(on); c.Demand == key && !c.Since.After(on) && (c.State == Refused || c.State == Silent) {
			n++
		}
	}
	return n
}

func note(code string, on demand.Date, params ...string) Note {
	return Note{code, on, fault(code, "", params...).Params}
}

// nowOf names the sentence of each state.
var nowOf = map[State]string{
	Designated: "COM-SUI-01", Examined: "COM-SUI-02", Allocated: "COM-SUI-03", Ranked: "COM-SUI-04", Conditional: "COM-SUI-05", NotAllocated: "COM-SUI-06",
	Inadmissible: "COM-SUI-07", Offered: "COM-SUI-08", Accepted: "COM-SUI-09", Refused: "COM-SUI-10", Silent: "COM-SUI-11", Leased: "COM-SUI-12",
	Withdrawn: "COM-SUI-13", Cancelled: "COM-SUI-14", NotServed: "COM-SUI-15",
}

func standingOf(c *Candidacy, on demand.Date) Standing {
	out := Standing{Candidacy: c.ID, Dwelling: c.Dwelling, State: c.State, Rank: c.Rank, Since: c.Since, Reason: c.Reason}
	if c.State == Inadmissible && c.SubMotive != "" {
		out.Reason = string(c.SubMotive)
	}
	switch c.State {
	case Ranked:
		out.Now = note(nowOf[c.State], c.Since, strconv.Itoa(c.Rank))
	case Conditional, Offered:
		out.Now = note(nowOf[c.State], c.Since, c.Until.French())
	default:
		out.Now = note(nowOf[c.State], c.Since)
	}
	out.Next, out.Refusing = nextOf(c, on), refusing(c, on)
	return out
}

// nextOf lists what comes after a state, and when; a note without a day is of a
// step for which no text read fixes a time.
func nextOf(c *Candidacy, on demand.Date) []Note {
	var none demand.Date
	switch c.State {
	case Designated:
		return []Note{note("COM-SUI-21", none)}
	case Examined:
		return []Note{note("COM-SUI-22", none)}
	case Allocated:
		return []Note{note("COM-SUI-23", none)}
	case Ranked:
		if c.Rank > 1 {
			return []Note{note("COM-SUI-24", none)}
		}
		return []Note{note("COM-SUI-23", none)}
	case Conditional:
		if on.After(c.Until) {
			return []Note{note("COM-SUI-33", c.Until, c.Until.French())}
		}
		return []Note{note("COM-SUI-25", c.Until, c.Until.French())}
	case Offered:
		return []Note{note("COM-SUI-26", c.Until, c.Until.French())}
	case Accepted:
		return []Note{note("COM-SUI-27", none), note("COM-SUI-32", none)}
	case Leased:
		return []Note{note("COM-SUI-32", c.Since)}
	}
	return ended(c)
}

// ended lists what comes once a candidacy is over without a lease.
func ended(c *Candidacy) []Note {
	var out []Note
	if c.untold() {
		out = append(out, note("COM-SUI-31", demand.Date{}))
	}
	if c.State != Inadmissible {
		return append(out, note("COM-SUI-28", demand.Date{}))
	}
	if c.NotifiedOn.IsZero() {
		return append(out, note("COM-SUI-30", demand.Date{}))
	}
	first := c.NotifiedOn.AddMonths(1)
	return append(out, note("COM-SUI-29", first, first.French()))
}

// untold reports a rejection that has not reached the applicant in writing.
func (c *Candidacy) untold() bool {
	_, must := find(c.State, Notify)
	return must && c.NotifiedOn.IsZero()
}

// scoringYear is the year from which a local scoring (cotation) may exist:
// décret 2019-1378. Confidence: V2.
const scoringYear = 2020

// refusing lists what refusing leads to, while the dwelling can be refused.
func refusing(c *Candidacy, on demand.Date) []Note {
	var none demand.Date
	switch c.State {
	case Allocated, Ranked, Conditional, Offered:
	default:
		return nil
	}
	out := []Note{note("COM-SUI-41", none)}
	if c.State == Offered {
		out = append(out, note("COM-SUI-42", c.Until, c.Until.French()))
	}
	if c.Rank > 0 {
		out = append(out, note("COM-SUI-43", none))
	}
	if c.DALO {
		out = append(out, note("COM-SUI-44", none))
	}
	if on.Year() >= scoringYear {
		out = append(out, note("COM-SUI-45", none))
	}
	return out
}

// Deadline is a day on which something falls due for a candidacy.
type Deadline struct {
	Candidacy string      `json:"candidacy"`
	Demand    string      `json:"demand"`
	On        demand.Date `json:"on"`
	Code      string      `json:"code"` // its sentence says what
}

// Deadlines lists what falls due from one day to another, in order of day: the
// answers to offers, the conditions to meet, the strike-offs that become possible.
// Candidacies are given as they stand; order changes nothing.
func Deadlines(all []Candidacy, from, to demand.Date) []Deadline {
	var out []Deadline
	for i := range all {
		c := &all[i]
		d := Deadline{Candidacy: c.ID, Demand: c.Demand, On: c.Until}
		switch {
		case c.State == Offered:
			d.Code = "COM-SUI-26"
		case c.State == Conditional:
			d.Code = "COM-SUI-25"
		case c.State == Inadmissible && !c.NotifiedOn.IsZero():
			d.Code, d.On = "COM-SUI-29", c.NotifiedOn.AddMonths(1)
		default:
			continue
		}
		if !d.On.Before(from) && !d.On.After(to) {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b Deadline) int {
		return cmp.Or(a.On.Compare(b.On), cmp.Compare(a.Candidacy, b.Candidacy), cmp.Compare(a.Demand, b.Demand))
	})
	return out
}

// Untold lists the rejections that have not reached their applicant in writing,
// oldest first. Law: CCH L.441-2-2. Confidence: V; no text read fixes a time.
func Untold(all []Candidacy) []Candidacy {
	var out []Candidacy
	for i := range all {
		if all[i].untold() {
			out = append(out, all[i])
		}
	}
	slices.SortFunc(out, func(a, b Candidacy) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.ID, b.ID)) })
	return out
}
