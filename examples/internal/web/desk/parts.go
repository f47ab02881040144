package desk

import (
	"math"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/numbering"
)

// label is a priority that was recognised.
type label struct {
	Code, Name, Issuer string
	Since, Until       demand.Date
}

func (v *visit) labels(view *registry.View) []label {
	var out []label
	for _, l := range view.State.Labels {
		out = append(out, label{Code: l.Code, Name: v.labelName(l.Code), Issuer: v.party(l.Issuer), Since: l.Since, Until: l.Until})
	}
	return out
}

// labelName names a priority, or a quota.
func (v *visit) labelName(code string) string {
	if kind, ok := v.charter.Priorities.Kind(code); ok && kind.French != "" {
		return kind.French
	}
	if q := demand.Quota(code); q.Known() {
		return demand.Label(q)
	}
	return code
}

// candidacy is the demand before a commission, for a dwelling.
type candidacy struct {
	ID, Dwelling, Landlord, State string
	Since, Until, DecidedOn       demand.Date
	Rank                          int
	Next                          []offered
}

func (v *visit) candidacies(view *registry.View) []candidacy {
	var out []candidacy
	for _, c := range view.Candidacies() {
		out = append(out, candidacy{ID: c.ID, Dwelling: c.Dwelling, Landlord: v.party(c.Landlord), State: or(states, c.State), Since: c.Since,
			Until: c.Until, DecidedOn: c.DecidedOn, Rank: c.Rank, Next: next(view.Demand, c, v.charter.Profile)})
	}
	return out
}

// letter is a letter sent to the applicant.
type letter struct {
	Ref, Subject, Motive, Channel string
	Sent, Received, Answered      demand.Date
	Proof, URL                    string
	Settled                       bool
}

func (v *visit) letters(view *registry.View) []letter {
	var out []letter
	for _, l := range view.State.Letters {
		one := letter{Ref: l.Ref, Subject: or(subjects, l.Subject), Channel: or(channels, l.Channel), Sent: l.Sent, Received: l.Received, Answered: l.Answered,
			Proof: l.Proof, Settled: l.Settled}
		if l.Motive != "" {
			one.Motive = demand.Label(l.Motive)
		}
		if l.Ref != "" {
			one.URL = at(view.Demand, "courrier") + "?suite=" + l.Ref
		}
		out = append(out, one)
	}
	return out
}

// papersPart is what is known of the papers of a demand.
type papersPart struct {
	Open   bool
	Ask    []paper // to be asked for
	Not    []paper // may not be asked for
	Shared []paper // held already, by whom
	Held   []document
}

type paper struct {
	web.Ruling
	Name, Person, Service string
	Possible              bool
	Accepted              []string
	Year                  int
}

// document is a paper uploaded.
type document struct {
	URL, Name, Person, Type string
	Year                    int
	Received, Until         demand.Date
	Service                 string
	Refused                 bool
}

func (v *visit) papersPart(view *registry.View) papersPart {
	if !view.Sight.May(charter.FieldPapers) {
		return papersPart{}
	}
	out := papersPart{Open: true}
	list := func(items []papers.Item) []paper {
		var all []paper
		for _, item := range items {
			info, _ := papers.Lookup(item.Paper)
			p := paper{Name: paperName(item.Paper), Person: personName(&view.Form, item.Person), Ruling: v.ruled(item.Code, yearOf(item)...),
				Possible: item.Necessity == papers.Possible, Accepted: info.Accepted, Year: item.Year}
			if item.Service != "" {
				p.Service = v.desk(item.Service)
			}
			all = append(all, p)
		}
		return all
	}
	out.Ask, out.Shared, out.Not = list(view.Due.Ask), list(view.Due.Held), list(view.Due.Forbidden)
	for _, p := range view.Held {
		out.Held = append(out.Held, document{URL: at(view.Demand, "pieces", p.ID), Name: paperName(papers.Paper(p.Code)), Person: personName(&view.Form, p.Person), Type: p.Type, Year: p.Year,
			Received: v.dayAt(p.Received), Until: p.Until, Service: v.desk(p.Service), Refused: p.Refused})
	}
	return out
}

// yearOf is the parameter of the sentence of a paper of a year.
func yearOf(item papers.Item) []demand.Param {
	if item.Year == 0 {
		return nil
	}
	return []demand.Param{{Name: "year", Value: strconv.Itoa(item.Year)}}
}

func paperName(p papers.Paper) string {
	if info, ok := papers.Lookup(p); ok {
		return capital(info.French)
	}
	return string(p)
}

// personName names a person of the form by its path: the first names where they
// are open, else the role.
func personName(f *demand.Form, path string) string {
	if path == "" {
		return ""
	}
	role, rank := path, ""
	if i := strings.IndexByte(path, '['); i >= 0 {
		role, rank = path[:i], strings.TrimSuffix(path[i+1:], "]")
	}
	first := ""
	switch role {
	case "applicant":
		first, role = f.Applicant.FirstNames, "demandeur"
	case "co_holders":
		role = "cotitulaire"
		if i := rankOf(rank); i < len(f.CoHolders) {
			first = f.CoHolders[i].Person.FirstNames
		}
	case "dependants":
		role = "personne à charge"
		if i := rankOf(rank); i < len(f.Dependants) {
			first = f.Dependants[i].FirstNames
		}
	case "custody":
		role = "enfant en garde partagée"
	}
	if first == "" {
		return role
	}
	return first + " (" + role + ")"
}

func rankOf(text string) int {
	if len(text) != 1 || text[0] < '0' || text[0] > '9' {
		return math.MaxInt
	}
	return int(text[0] - '0')
}

// candidate is a demand that may be of the same persons, with the reasons.
type candidate struct {
	Key, URL, Number, Status, Desk, Who string
	Deposited                           demand.Date
	Percent                             int
	Sure                                bool
	Reasons                             []reason
	Ticked                              bool
}

// grouped writes a unique number as it is printed.
func grouped(number string) string {
	n, err := numbering.Parse(number)
	if err != nil {
		return number
	}
	return n.Grouped()
}

type reason struct{ Ours, Theirs, Text string }

// candidate shows a likely duplicate; distinct are those that were said to be of
// other persons.
func (v *visit) candidate(c *registry.Candidate, distinct map[string]bool) candidate {
	out := candidate{Key: c.Demand, URL: at(c.Demand), Number: grouped(c.Number), Status: statusName(c.Status), Desk: v.desk(c.Desk), Deposited: c.Deposited,
		Percent: percent(c.Probability), Sure: c.Sure, Reasons: reasons(c.Persons), Ticked: distinct[c.Demand]}
	return out
}

func reasons(persons []registry.CandidatePair) []reason {
	var out []reason
	for _, p := range persons {
		out = append(out, reason{roleName(p.Role), roleName(p.Their), web.Typo(p.French)})
	}
	return out
}

// percent writes a probability; one that is not certain is not written 100.
func percent(p float64) int {
	n := int(math.Round(p * 100))
	if p < 1 && n == 100 {
		return 99
	}
	return n
}

// roleName names the person of a demand from its place: co_holder/1.
func roleName(place string) string {
	role, rank, _ := strings.Cut(place, "/")
	name := or(roles, role)
	if rank != "" {
		name += " " + rank
	}
	return name
}
