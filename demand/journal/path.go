package journal

import (
	"iter"
	"math/bits"
	"reflect"
	"strings"
	"sync"

	"github.com/fichier-unique/rules/demand"
)

// Paths is a set of values of the form, each named by its JSON path. An
// address, a place of birth, an income and every list is one value: its parts
// only make sense together.
type Paths [2]uint64

// path is one value of the form and how it is copied from one form to another.
type path struct {
	name string
	copy func(to, from *demand.Form)
}

// table lists every value an event may set. The number, the dates of deposit
// and renewal and the desk come from the events themselves. A path never
// changes its place: new ones are added at the end.
var table = [...]path{
	{"version", func(to, from *demand.Form) { to.Version = from.Version }},
	{"applicant.civility", func(to, from *demand.Form) { to.Applicant.Civility = from.Applicant.Civility }},
	{"applicant.used_name", func(to, from *demand.Form) { to.Applicant.UsedName = from.Applicant.UsedName }},
	{"applicant.birth_name", func(to, from *demand.Form) { to.Applicant.BirthName = from.Applicant.BirthName }},
	{"applicant.first_names", func(to, from *demand.Form) { to.Applicant.FirstNames = from.Applicant.FirstNames }},
	{"applicant.birth_date", func(to, from *demand.Form) { to.Applicant.BirthDate = from.Applicant.BirthDate }},
	{"applicant.birth_place", func(to, from *demand.Form) { to.Applicant.BirthPlace = from.Applicant.BirthPlace }},
	{"applicant.sex", func(to, from *demand.Form) { to.Applicant.Sex = from.Applicant.Sex }},
	{"applicant.nationality", func(to, from *demand.Form) { to.Applicant.Nationality = from.Applicant.Nationality }},
	{"applicant.family_situation", func(to, from *demand.Form) { to.Applicant.FamilySituation = from.Applicant.FamilySituation }},
	{"applicant.home_phone", func(to, from *demand.Form) { to.Applicant.HomePhone = from.Applicant.HomePhone }},
	{"applicant.mobile_phone", func(to, from *demand.Form) { to.Applicant.MobilePhone = from.Applicant.MobilePhone }},
	{"applicant.work_phone", func(to, from *demand.Form) { to.Applicant.WorkPhone = from.Applicant.WorkPhone }},
	{"applicant.email", func(to, from *demand.Form) { to.Applicant.Email = from.Applicant.Email }},
	{"applicant.address", func(to, from *demand.Form) { to.Applicant.Address = from.Applicant.Address }},
	{"applicant.work.situation", func(to, from *demand.Form) { to.Applicant.Work.Situation = from.Applicant.Work.Situation }},
	{"applicant.work.profession", func(to, from *demand.Form) { to.Applicant.Work.Profession = from.Applicant.Work.Profession }},
	{"applicant.work.employer", func(to, from *demand.Form) { to.Applicant.Work.Employer = from.Applicant.Work.Employer }},
	{"applicant.work.until", func(to, from *demand.Form) { to.Applicant.Work.Until = from.Applicant.Work.Until }},
	{"applicant.work.foreign", func(to, from *demand.Form) { to.Applicant.Work.Foreign = from.Applicant.Work.Foreign }},
	{"applicant.work.postal_code", func(to, from *demand.Form) { to.Applicant.Work.PostalCode = from.Applicant.Work.PostalCode }},
	{"applicant.work.commune", func(to, from *demand.Form) { to.Applicant.Work.Commune = from.Applicant.Work.Commune }},
	{"applicant.income", func(to, from *demand.Form) { to.Applicant.Income = from.Applicant.Income }},
	{"applicant.received", func(to, from *demand.Form) { to.Applicant.Received = from.Applicant.Received }},
	{"applicant.paid", func(to, from *demand.Form) { to.Applicant.Paid = from.Applicant.Paid }},
	{"applicant.dependants_received", func(to, from *demand.Form) { to.Applicant.DependantsReceived = from.Applicant.DependantsReceived }},
	{"applicant.dependants_paid", func(to, from *demand.Form) { to.Applicant.DependantsPaid = from.Applicant.DependantsPaid }},
	{"association.name", func(to, from *demand.Form) { to.Association.Name = from.Association.Name }},
	{"association.created_on", func(to, from *demand.Form) { to.Association.CreatedOn = from.Association.CreatedOn }},
	{"association.siret", func(to, from *demand.Form) { to.Association.SIRET = from.Association.SIRET }},
	{"association.address", func(to, from *demand.Form) { to.Association.Address = from.Association.Address }},
	{"association.phone", func(to, from *demand.Form) { to.Association.Phone = from.Association.Phone }},
	{"association.email", func(to, from *demand.Form) { to.Association.Email = from.Association.Email }},
	{"association.request_rank", func(to, from *demand.Form) { to.Association.RequestRank = from.Association.RequestRank }},
	{"co_holders", func(to, from *demand.Form) { to.CoHolders = from.CoHolders }},
	{"dependants", func(to, from *demand.Form) { to.Dependants = from.Dependants }},
	{"custody", func(to, from *demand.Form) { to.Custody = from.Custody }},
	{"unborn.count", func(to, from *demand.Form) { to.Unborn.Count = from.Unborn.Count }},
	{"unborn.expected_on", func(to, from *demand.Form) { to.Unborn.ExpectedOn = from.Unborn.ExpectedOn }},
	{"persons_to_house", func(to, from *demand.Form) { to.PersonsToHouse = from.PersonsToHouse }},
	{"present_housing.kinds", func(to, from *demand.Form) { to.Present.Kinds = from.Present.Kinds }},
	{"present_housing.monthly_rent", func(to, from *demand.Form) { to.Present.MonthlyRent = from.Present.MonthlyRent }},
	{"present_housing.occupants", func(to, from *demand.Form) { to.Present.Occupants = from.Present.Occupants }},
	{"present_housing.category", func(to, from *demand.Form) { to.Present.Category = from.Present.Category }},
	{"present_housing.type", func(to, from *demand.Form) { to.Present.Type = from.Present.Type }},
	{"present_housing.surface", func(to, from *demand.Form) { to.Present.Surface = from.Present.Surface }},
	{"present_housing.owner", func(to, from *demand.Form) { to.Present.Owner = from.Present.Owner }},
	{"present_housing.landlord", func(to, from *demand.Form) { to.Present.Landlord = from.Present.Landlord }},
	{"present_housing.social_tenant", func(to, from *demand.Form) { to.Present.SocialTenant = from.Present.SocialTenant }},
	{"reasons", func(to, from *demand.Form) { to.Reasons = from.Reasons }},
	{"wanted.extended", func(to, from *demand.Form) { to.Wanted.Extended = from.Wanted.Extended }},
	{"wanted.category", func(to, from *demand.Form) { to.Wanted.Category = from.Wanted.Category }},
	{"wanted.types", func(to, from *demand.Form) { to.Wanted.Types = from.Wanted.Types }},
	{"wanted.places", func(to, from *demand.Form) { to.Wanted.Places = from.Wanted.Places }},
	{"wanted.max_rent", func(to, from *demand.Form) { to.Wanted.MaxRent = from.Wanted.MaxRent }},
	{"wanted.parking", func(to, from *demand.Form) { to.Wanted.Parking = from.Wanted.Parking }},
	{"wanted.ground_floor", func(to, from *demand.Form) { to.Wanted.GroundFloor = from.Wanted.GroundFloor }},
	{"wanted.without_lift", func(to, from *demand.Form) { to.Wanted.WithoutLift = from.Wanted.WithoutLift }},
	{"wanted.adapted", func(to, from *demand.Form) { to.Wanted.Adapted = from.Wanted.Adapted }},
	{"disabilities", func(to, from *demand.Form) { to.Disabilities = from.Disabilities }},
	{"remarks", func(to, from *demand.Form) { to.Remarks = from.Remarks }},
}

var ranks = sync.OnceValue(func() map[string]int {
	out := map[string]int{}
	for i := range table {
		out[table[i].name] = i
	}
	return out
})

// PathNames lists the values an event may set.
func PathNames() []string {
	out := make([]string, len(table))
	for i := range table {
		out[i] = table[i].name
	}
	return out
}

// Add puts a value in the set; false when no value has that path.
func (p *Paths) Add(name string) bool {
	rank, ok := ranks()[name]
	if ok {
		p[rank/64] |= 1 << (rank % 64)
	}
	return ok
}

// PathsOf makes a set; false when one of the names is not a path.
func PathsOf(names ...string) (Paths, bool) {
	var out Paths
	for _, name := range names {
		if !out.Add(name) {
			return out, false
		}
	}
	return out, true
}

// Has reports whether a value is in the set.
func (p Paths) Has(name string) bool {
	rank, ok := ranks()[name]
	return ok && p[rank/64]&(1<<(rank%64)) != 0
}

// IsEmpty reports a set without any value.
func (p Paths) IsEmpty() bool { return p == Paths{} }

// All gives the paths of the set, in the order of the form.
func (p Paths) All() iter.Seq[string] {
	return func(yield func(string) bool) {
		for rank := range p.ranks() {
			if !yield(table[rank].name) {
				return
			}
		}
	}
}

func (p Paths) ranks() iter.Seq[int] {
	return func(yield func(int) bool) {
		for w, word := range p {
			for ; word != 0; word &= word - 1 {
				if !yield(w*64 + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
	}
}

// places are where the values stand in a form, by rank: found once from the JSON
// names, so that a value is compared without the rest of its form.
var places = sync.OnceValue(func() [len(table)][]int {
	var out [len(table)][]int
	for rank := range table {
		at := reflect.TypeFor[demand.Form]()
		for name := range strings.SplitSeq(table[rank].name, ".") {
			for i := range at.NumField() {
				f := at.Field(i)
				if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag == name {
					out[rank] = append(out[rank], i)
					at = f.Type
					break
				}
			}
		}
	}
	return out
})

// value is where a value stands in a form.
func value(f *demand.Form, place []int) reflect.Value {
	return reflect.ValueOf(f).Elem().FieldByIndex(place)
}

// sameAt reports whether two forms give a value the same content.
func sameAt(place []int, a, b *demand.Form) bool {
	return reflect.DeepEqual(value(a, place).Addr().Interface(), value(b, place).Addr().Interface())
}

// Given lists the values that a form holds: what a creation sets.
func Given(f *demand.Form) Paths {
	var out Paths
	for rank, place := range places() {
		if !value(f, place).IsZero() {
			out[rank/64] |= 1 << (rank % 64)
		}
	}
	return out
}

// Changed lists the values that differ between two states of a form.
func Changed(before, after *demand.Form) Paths {
	var out Paths
	for rank, place := range places() {
		if !sameAt(place, before, after) {
			out[rank/64] |= 1 << (rank % 64)
		}
	}
	return out
}
