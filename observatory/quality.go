package observatory

import (
	"cmp"
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// Quality is what the data of a partner are worth: how many of its demands lack
// what a count needs, or have faults.
type Quality struct {
	Partner   string         `json:"partner"` // desk that registered the demands, or the code the caller gives
	Demands   int            `json:"demands"`
	Missing   map[string]int `json:"missing"`    // by datum of the form: demands that do not say it
	Confirm   int            `json:"confirm"`    // demands with something to confirm
	Blocking  int            `json:"blocking"`   // demands with a blocking fault
	ByCode    map[string]int `json:"by_code"`    // demands by code of fault
	NoCommune int            `json:"no_commune"` // demands whose first commune is not known
}

// needed are the data that the counts rest on, and how to see that one is missing.
var needed = [...]struct {
	path    string
	missing func(f *demand.Form) bool
}{
	{"deposited_on", func(f *demand.Form) bool { return f.DepositedOn.IsZero() }},
	{"persons_to_house", func(f *demand.Form) bool { return f.PersonsToHouse == 0 }},
	{"wanted.places", func(f *demand.Form) bool { return len(f.Wanted.Places) == 0 }},
	{"wanted.types", func(f *demand.Form) bool { return len(f.Wanted.Types) == 0 }},
	{"reasons", func(f *demand.Form) bool { return len(f.Reasons) == 0 }},
	{"present_housing.social_tenant", func(f *demand.Form) bool { return !f.Present.SocialTenant.Known() }},
	{"applicant.income", func(f *demand.Form) bool {
		return !f.IsAssociation() && !f.Applicant.Income.AmountMinus1.Valid && !f.Applicant.Income.AmountMinus2.Valid
	}},
}

// Qualities counts the quality of the data of each partner. Parts merge in any order.
type Qualities struct{ by map[string]*Quality }

// Add takes a demand of a partner with the faults the rules found in it.
func (q *Qualities) Add(partner string, f *demand.Form, faults demand.Faults) {
	p := q.of(partner)
	p.Demands++
	for _, n := range needed {
		if n.missing(f) {
			p.Missing[n.path]++
		}
	}
	if len(f.Wanted.Places) == 0 || upper(f.Wanted.Places[0].Commune, Commune) == "" {
		p.NoCommune++
	}
	worst := demand.Information
	var seen []string
	for _, x := range faults {
		worst = max(worst, x.Severity)
		if !slices.Contains(seen, x.Code) {
			seen = append(seen, x.Code)
			p.ByCode[x.Code]++
		}
	}
	switch worst {
	case demand.Blocking:
		p.Blocking++
	case demand.ToConfirm:
		p.Confirm++
	}
}

func (q *Qualities) of(partner string) *Quality {
	if q.by == nil {
		q.by = map[string]*Quality{}
	}
	p := q.by[partner]
	if p == nil {
		p = &Quality{Partner: partner, Missing: map[string]int{}, ByCode: map[string]int{}}
		q.by[partner] = p
	}
	return p
}

// Merge adds the counts of another part.
func (q *Qualities) Merge(o *Qualities) {
	for partner, from := range o.by {
		p := q.of(partner)
		p.Demands += from.Demands
		p.Confirm += from.Confirm
		p.Blocking += from.Blocking
		p.NoCommune += from.NoCommune
		for k, n := range from.Missing {
			p.Missing[k] += n
		}
		for k, n := range from.ByCode {
			p.ByCode[k] += n
		}
	}
}

// All gives the partners in order of code.
func (q *Qualities) All() []Quality {
	out := make([]Quality, 0, len(q.by))
	for _, p := range q.by {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b Quality) int { return cmp.Compare(a.Partner, b.Partner) })
	return out
}

// Complete gives the share of the demands of a partner that say a datum.
func (p *Quality) Complete(path string) Figure {
	return ratio(int64(p.Demands-p.Missing[path]), int64(p.Demands))
}
