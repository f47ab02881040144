package priority

import (
	"strconv"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/strict"
)

// Accord is an accord collectif: for three years, each landlord undertakes a
// yearly number of allocations to disadvantaged households, with measures of
// support. Law: CCH L.441-1-1 (intercommunal), L.441-1-2 (departmental).
type Accord struct {
	Kind      demand.CollectiveAgreement `json:"kind"`      // ACD or ACI
	Territory string                     `json:"territory"` // code of the département or of the EPCI
	From      demand.Date                `json:"from"`
	To        demand.Date                `json:"to"`
	Approved  demand.Date                `json:"approved_on,omitzero"` // ACI: by the prefect; it then replaces the departmental one there
	Landlords []Undertaking              `json:"landlords"`
}

// Undertaking is what one landlord undertakes.
type Undertaking struct {
	Landlord string      `json:"landlord"` // code of the party
	Yearly   int         `json:"yearly"`   // allocations a year
	Support  []string    `json:"support,omitzero"`
	Proposed demand.Date `json:"proposed_on,omitzero"`
	Signed   demand.Date `json:"signed_on,omitzero"`
}

// LoadAccord reads an accord from JSON, strictly, and checks it.
func LoadAccord(data []byte) (Accord, demand.Faults) {
	var a Accord
	if where, ok := strict.First(data, MaxBytes, &a); !ok {
		return Accord{}, demand.Faults{fault("PRI-FIC-01", where)}
	}
	faults := a.Check()
	if faults.Blocking() {
		return Accord{}, faults
	}
	return a, faults
}

// Check lists what is wrong in an accord, all at once.
func (a *Accord) Check() demand.Faults {
	var out demand.Faults
	if a.Kind != demand.CollectiveAgreementACD && a.Kind != demand.CollectiveAgreementACI {
		out = append(out, fault("PRI-ACC-01", "kind"))
	}
	last := a.From.AddYears(3)
	if a.From.IsZero() || a.To != last && a.To != last.AddDays(-1) {
		out = append(out, fault("PRI-ACC-02", "to"))
	}
	seen := map[string]bool{}
	for i := range a.Landlords {
		u, path := &a.Landlords[i], at("landlords", i)
		if u.Landlord == "" || seen[u.Landlord] || u.Yearly <= 0 {
			out = append(out, fault("PRI-ACC-03", path))
		}
		seen[u.Landlord] = true
		if len(u.Support) == 0 {
			out = append(out, fault("PRI-ACC-04", path+".support"))
		}
	}
	if len(a.Landlords) == 0 {
		out = append(out, fault("PRI-ACC-03", "landlords"))
	}
	return out
}

// AdviceDeemed gives the day on which the advice of the PDALPD committee on an
// accord, once asked for, is deemed favourable: two months.
// Law: CCH L.441-1-1, L.441-1-2 (2011). Confidence: V.
func AdviceDeemed(asked demand.Date) demand.Date { return asked.AddMonths(2) }

// Designation says who may designate persons to a landlord that has not signed:
// six months after the accord was proposed to it, the president of the EPCI or
// the prefect. What the six months run from is inferred.
// Law: CCH L.441-1-1, L.441-1-2 (2011). Confidence: V.
func (a *Accord) Designation(landlord string, day demand.Date) (by Issuer, v Verdict) {
	h := &hearing{}
	by = StateService
	if a.Kind == demand.CollectiveAgreementACI {
		by = EPCI
	}
	for i := range a.Landlords {
		u := &a.Landlords[i]
		if u.Landlord != landlord {
			continue
		}
		signed := !u.Signed.IsZero() && !u.Signed.After(day)
		switch {
		case signed:
			h.say(Refused, "PRI-ACC-05", at("landlords", i))
		case u.Proposed.IsZero() || day.IsZero():
			h.say(Unknown, "PRI-ACC-07", at("landlords", i)+".proposed_on")
		case day.Before(u.Proposed.AddMonths(6)):
			h.say(Refused, "PRI-ACC-06", at("landlords", i), u.Proposed.AddMonths(6).String())
		}
		return by, h.answer("PRI-ACC-08")
	}
	h.say(Unknown, "PRI-ACC-07", "landlords")
	return by, h.answer("PRI-ACC-08")
}

// Replaces reports whether this intercommunal accord stands for the departmental
// one on its territory on a day: once the prefect has approved it.
// Law: CCH L.441-1-1 (2011). Confidence: V.
func (a *Accord) Replaces(day demand.Date) bool {
	return a.Kind == demand.CollectiveAgreementACI && !a.Approved.IsZero() && during(day, a.From, a.To) && !day.Before(a.Approved)
}

// Opinion says what the opinion of the coordination commission of an
// intercommunal accord is worth: it informs, the allocation commission decides.
func (a *Accord) Opinion() (Ruling, bool) {
	return ruling(Notice, "PRI-ACC-09", ""), a.Kind == demand.CollectiveAgreementACI
}

// Progress is what a landlord did in a year of what it undertook.
type Progress struct {
	Landlord  string `json:"landlord"`
	Year      int    `json:"year"`
	Yearly    int    `json:"yearly"`
	Done      int    `json:"done"`
	Remaining int    `json:"remaining"`
	Beyond    int    `json:"beyond"`
}

// Progress counts the leases of a calendar year under this kind of accord, by
// landlord, in the order of the accord. That the year is the calendar's is
// inferred from the yearly statement (R.441-12, situation at 31 December).
func (a *Accord) Progress(c *Account, year int) []Progress {
	out := make([]Progress, len(a.Landlords))
	for i := range a.Landlords {
		u := &a.Landlords[i]
		n := 0
		for e := range c.counted() {
			if e.Accord == a.Kind && e.Landlord == u.Landlord && e.LeasedOn.Year() == year && during(e.LeasedOn, a.From, a.To) {
				n++
			}
		}
		out[i] = Progress{Landlord: u.Landlord, Year: year, Yearly: u.Yearly, Done: n, Remaining: max(0, u.Yearly-n), Beyond: max(0, n-u.Yearly)}
	}
	return out
}

// Ruling says in words where a landlord stands.
func (p Progress) Ruling() Ruling {
	if p.Remaining > 0 {
		return ruling(Notice, "PRI-ACC-10", "", strconv.Itoa(p.Remaining), strconv.Itoa(p.Yearly), strconv.Itoa(p.Year))
	}
	return ruling(Notice, "PRI-ACC-11", "", strconv.Itoa(p.Done), strconv.Itoa(p.Yearly), strconv.Itoa(p.Year))
}
