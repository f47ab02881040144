package linkage

import (
	"slices"

	"github.com/fichier-unique/rules/matching"
)

// Status is what is known of a demand among the tenancies.
type Status string

// The statuses.
const (
	Tenant    Status = "tenant"    // the household rents from the landlord
	NotTenant Status = "stranger"  // nobody of it was found among the tenants
	Doubtful  Status = "to_review" // a person has to look
)

// Standing is a demand and the tenancies of its household.
type Standing struct {
	Demand      string   `json:"demand"`
	Status      Status   `json:"status"`
	Tenancies   []string `json:"tenancies,omitempty"` // several: a person of the household is on each
	Probability float64  `json:"probability"`         // of the surest link
	// Declared is what the demand says: that the household lives in social housing.
	Declared bool `json:"declared"`
}

// Indicator sums a reconciliation up, in demands. Every demand is in one of the six.
type Indicator struct {
	DeclaredTenant     int `json:"declared_tenant"`      // said so, and found
	DeclaredNotFound   int `json:"declared_not_found"`   // said so, and not found: another landlord's tenant, or a wrong answer
	DeclaredDoubtful   int `json:"declared_to_review"`   // said so, a person has to look
	UndeclaredTenant   int `json:"undeclared_tenant"`    // found, and did not say so: a transfer request that is not counted as one
	UndeclaredDoubtful int `json:"undeclared_to_review"` // did not say so, a person has to look
	Others             int `json:"others"`               // not found, and did not say so
}

// Demands counts the demands.
func (i Indicator) Demands() int {
	return i.DeclaredTenant + i.DeclaredNotFound + i.DeclaredDoubtful + i.UndeclaredTenant + i.UndeclaredDoubtful + i.Others
}

// Missed is the share of the tenants' demands found that did not say so, as a
// numerator and a denominator; the denominator is 0 when no tenant was found.
func (i Indicator) Missed() (num, den int) {
	return i.UndeclaredTenant, i.UndeclaredTenant + i.DeclaredTenant
}

// Reconciliation is what becomes of each demand, and the sum.
type Reconciliation struct {
	Standings []Standing `json:"standings"` // in order of demand
	Indicator Indicator  `json:"indicator"`
	Doubts    []Doubt    `json:"doubts"` // pairs of records a person has to look at
}

// Reconcile finds the demands whose applicant or co-holder is on a tenancy of the landlord. In
// the records of tenants, Demand is the tenancy. Declared says which demands state that the
// household lives in social housing. A record without Demand is a demand, or a tenancy, alone.
func Reconcile(demands, tenants []matching.Record, declared func(demand string) bool) (*Reconciliation, error) {
	adults := slices.DeleteFunc(slices.Clone(demands), func(r matching.Record) bool { return r.Role == matching.RoleDependant })
	holders := slices.DeleteFunc(slices.Clone(tenants), func(r matching.Record) bool { return r.Role == matching.RoleDependant })
	links, err := Find(adults, holders)
	if err != nil {
		return nil, err
	}
	of, at := owners(adults), owners(holders)
	standings := map[string]*Standing{}
	for _, r := range demands {
		name := owner(&r)
		standings[name] = &Standing{Demand: name, Status: NotTenant, Declared: declared(name)}
	}
	for _, d := range links.Doubts {
		s := standings[of[d.Left]]
		s.Status, s.Probability = Doubtful, max(s.Probability, d.Probability)
	}
	for _, p := range links.Persons {
		for _, record := range p.Left {
			s := standings[of[record]]
			if s.Status != Tenant {
				s.Status, s.Probability = Tenant, 0
			}
			s.Probability = max(s.Probability, p.Probability)
			for _, holder := range p.Right {
				if lease := at[holder]; !slices.Contains(s.Tenancies, lease) {
					s.Tenancies = append(s.Tenancies, lease)
				}
			}
		}
	}
	return sum(standings, links.Doubts), nil
}

func sum(standings map[string]*Standing, doubts []Doubt) *Reconciliation {
	out := &Reconciliation{Doubts: doubts}
	for _, s := range standings {
		slices.Sort(s.Tenancies)
		out.Standings = append(out.Standings, *s)
		count := map[Status]*int{Tenant: &out.Indicator.UndeclaredTenant, NotTenant: &out.Indicator.Others, Doubtful: &out.Indicator.UndeclaredDoubtful}
		if s.Declared {
			count = map[Status]*int{Tenant: &out.Indicator.DeclaredTenant, NotTenant: &out.Indicator.DeclaredNotFound, Doubtful: &out.Indicator.DeclaredDoubtful}
		}
		*count[s.Status]++
	}
	slices.SortFunc(out.Standings, func(a, b Standing) int {
		if a.Demand < b.Demand {
			return -1
		}
		return 1
	})
	return out
}

func owner(r *matching.Record) string {
	if r.Demand != "" {
		return r.Demand
	}
	return r.ID
}

func owners(records []matching.Record) map[string]string {
	out := make(map[string]string, len(records))
	for i := range records {
		out[records[i].ID] = owner(&records[i])
	}
	return out
}
