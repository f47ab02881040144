package papers

import (
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

// Step is the moment at which papers are asked for.
type Step string

// The steps of a demand.
const (
	Register Step = "register"
	Renew    Step = "renew"
	Modify   Step = "modify"
	Separate Step = "separate" // a member of the couple files apart
	Instruct Step = "instruct" // before the commission
	Allocate Step = "allocate" // before the lease
)

// Known reports whether s is one of the steps.
func (s Step) Known() bool {
	switch s {
	case Register, Renew, Modify, Separate, Instruct, Allocate:
		return true
	}
	return false
}

// Necessity says how far a paper may be asked for.
type Necessity string

// The necessities.
const (
	Due      Necessity = "due"      // the step cannot end without it
	Possible Necessity = "possible" // may be asked for, when the service has a doubt
)

// Couple says how a couple that separates lived; the proof depends on it.
type Couple string

// The couples. Violence comes first: it needs no proof of the separation.
const (
	Married    Couple = "married"
	Partners   Couple = "pacs"
	Cohabiting Couple = "cohabiting"
	Violence   Couple = "violence"
)

// Known reports whether c is one of the couples.
func (c Couple) Known() bool {
	switch c {
	case Married, Partners, Cohabiting, Violence:
		return true
	}
	return false
}

// Setting is what the answer depends on besides the form.
type Setting struct {
	Step    Step
	AsOf    demand.Date
	Profile demand.Profile // none: that of AsOf, failing which the last
	Case    Couple         // at the step Separate; when it is not said, each proof is given as possible
	Held    []Held         // papers the shared file already holds
}

// profile gives the profile the papers follow: one, never none.
func (in *Setting) profile() demand.Profile {
	if in.Profile != "" {
		return in.Profile
	}
	if p, ok := demand.ProfileAt(in.AsOf); ok {
		return p
	}
	all := demand.Profiles()
	return all[len(all)-1].Profile
}

// Held is a paper already in the shared file.
type Held struct {
	Paper      Paper       `json:"paper"`
	Person     string      `json:"person"`            // JSON path of the person; "" for the household
	Service    string      `json:"service"`           // who holds it
	ReceivedOn demand.Date `json:"received_on"`       // when it was handed in
	ValidUntil demand.Date `json:"valid_until"`       // last day it stands; none: see the validity of the paper
	Year       int         `json:"year,omitempty"`    // of a tax notice
	Refused    bool        `json:"refused,omitempty"` // unreadable or of somebody else: may be asked again
}

// Item is one paper about one person.
type Item struct {
	Code      string    `json:"code"` // its rule says why
	Paper     Paper     `json:"paper"`
	Person    string    `json:"person"` // JSON path; "" for the household
	Necessity Necessity `json:"necessity,omitempty"`
	Year      int       `json:"year,omitempty"`    // of a tax notice
	Service   string    `json:"service,omitempty"` // of a paper already held: who has it
	// By is the last day to record a paper handed in: see Overdue.
	By demand.Date `json:"by,omitzero"`
}

// List is the answer: what to ask for, what is there already, what may not be
// asked for at this step.
type List struct {
	Ask       []Item `json:"ask"`
	Held      []Item `json:"held"`
	Forbidden []Item `json:"forbidden"`
}

// DueFor lists the papers of a demand at a step. Nothing but identity and
// regular stay may be demanded to register, nor delay it; a paper already held
// and still valid is never asked for twice, and the answer says who has it.
// Law: CCH R.441-2-3, L.441-2-1 (one copy shared, since ALUR).
func DueFor(f *demand.Form, in Setting) List {
	in.Profile = in.profile()
	b := builder{form: f, in: in}
	for i := range table {
		r := &table[i]
		if r.at(in.Step) && applies(&r.Rule, in.Profile) && !f.IsAssociation() {
			r.ask(&b, r)
		}
	}
	b.forbid()
	return b.list
}

// at reports whether the paper may be asked for at a step. Before the lease, the
// papers of the instruction that no longer stand may be asked for again.
func (r *row) at(s Step) bool { return r.step == s || r.step == Instruct && s == Allocate }

func applies(r *demand.Rule, p demand.Profile) bool {
	return len(r.Profiles) == 0 || slices.Contains(r.Profiles, p)
}

// row is a rule about a paper, with the check that decides for whom it is asked.
type row struct {
	demand.Rule
	step      Step
	paper     Paper
	necessity Necessity
	ask       func(b *builder, r *row)
}

type builder struct {
	form *demand.Form
	in   Setting
	list List
}

// add asks for the paper of a row, unless it is held.
func (b *builder) add(r *row, person string) { b.addYear(r, person, 0) }

func (b *builder) addYear(r *row, person string, year int) {
	item := Item{Code: r.Code, Paper: r.paper, Person: person, Necessity: r.necessity, Year: year}
	same := func(i Item) bool { return i.Code == item.Code && i.Person == person && i.Year == year }
	if slices.ContainsFunc(b.list.Ask, same) || slices.ContainsFunc(b.list.Held, same) {
		return // two lines of the form about one person
	}
	for i := range b.in.Held {
		if h := &b.in.Held[i]; h.Paper == r.paper && h.Person == person && (year == 0 || h.Year == year) && b.stands(h) {
			item.Service = h.Service
			b.list.Held = append(b.list.Held, item)
			return
		}
	}
	b.list.Ask = append(b.list.Ask, item)
}

// stands reports whether a paper is there and still holds on the day. A French
// identity paper holds even lapsed.
func (b *builder) stands(h *Held) bool {
	day := b.in.AsOf
	switch info := validities[h.Paper]; {
	case h.Refused, !day.IsZero() && h.ReceivedOn.After(day):
		return false
	case info.EvenLapsed && b.french(h.Person):
		return true
	case !h.ValidUntil.IsZero():
		return !day.After(h.ValidUntil)
	case info.Months > 0 && !h.ReceivedOn.IsZero():
		return !day.After(h.ReceivedOn.AddMonths(info.Months))
	}
	return true
}

func (b *builder) french(path string) bool {
	found := false
	b.eachAdult(func(p *demand.Person, at string) { found = found || at == path && p.Nationality == demand.Nationality1 })
	return found
}

// eachAdult visits the applicant and the co-holders.
func (b *builder) eachAdult(visit func(p *demand.Person, path string)) {
	visit(&b.form.Applicant, "applicant")
	for i := range b.form.CoHolders {
		visit(&b.form.CoHolders[i].Person, at("co_holders", i)+".person")
	}
}

// concerned gives the path of the person a supplement is about; that of the
// supplement itself when it names nobody of the household, so that a name typed
// in the place of a path is not repeated.
func (b *builder) concerned(supplement int) string {
	who := b.form.Disabilities[supplement].Person
	known := who == "" || who == "applicant"
	for i := range b.form.CoHolders {
		known = known || who == at("co_holders", i) || who == at("co_holders", i)+".person"
	}
	for i := range b.form.Dependants {
		known = known || who == at("dependants", i)
	}
	for i := range b.form.Custody {
		known = known || who == at("custody", i)
	}
	if known {
		return who
	}
	return at("disabilities", supplement)
}

func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// forbid lists what may not be asked for at this step.
func (b *builder) forbid() {
	for i := range forbidden {
		r := &forbidden[i]
		if (len(r.steps) == 0 || slices.Contains(r.steps, b.in.Step)) && applies(&r.Rule, b.in.Profile) {
			for _, p := range r.papers {
				b.list.Forbidden = append(b.list.Forbidden, Item{Code: r.Code, Paper: p})
			}
		}
	}
	b.eachAdult(func(p *demand.Person, path string) { // French or of the Union: no residence document
		if applies(&noStay, b.in.Profile) && (p.Nationality == demand.Nationality1 || p.Nationality == demand.Nationality2) {
			b.list.Forbidden = append(b.list.Forbidden, Item{Code: noStay.Code, Paper: Stay, Person: path})
		}
	})
	for _, h := range b.list.Held {
		b.list.Forbidden = append(b.list.Forbidden, Item{Code: "PAP-INT-03", Paper: h.Paper, Person: h.Person, Year: h.Year, Service: h.Service})
	}
}

// RecordBy gives the last day on which a service must have recorded a paper
// handed in: fifteen days. Past it, the applicant may turn to the prefect. It is
// false under the profiles that fix no limit, and before the day of the version
// of the code in which the limit was read.
// Law: CCH R.441-2-4-1 (version of 21 Jan 2017). Confidence: V.
func RecordBy(received demand.Date, p demand.Profile) (demand.Date, bool) {
	if p != demand.Profile2017 && p != demand.Profile2015 || received.Before(limitSince) {
		return demand.Date{}, false
	}
	return received.AddDays(15), true
}

// limitSince is the day of the oldest version read with the fifteen days; when
// they began was not read.
var limitSince = demand.MustDate("2017-01-21")
