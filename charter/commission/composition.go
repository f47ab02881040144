package commission

import "github.com/fichier-unique/rules/demand"

// Role is the title under which somebody sits.
type Role string

// The roles. Law: CCH L.441-2, R.441-9 (CCH-2011). Confidence: V.
const (
	LandlordMember  Role = "landlord_member"        // named by the landlord
	TenantsMember   Role = "tenants_representative" // représentant des locataires, one of the six
	Mayor           Role = "mayor"                  // of the commune of the dwelling, or who stands for him
	EPCIPresident   Role = "epci_president"
	IntegrationBody Role = "integration_body" // organisme d'insertion
	Prefect         Role = "prefect"          // attends on request
)

// Seat is a place in the commission, as data.
type Seat struct {
	Role    Role          `json:"role"`
	Count   int           `json:"count"` // how many; 0: as many as there are
	Votes   bool          `json:"votes"`
	Casting bool          `json:"casting"` // casting vote (voix prépondérante) when votes are equal
	Source  demand.Source `json:"source"`
}

// Member is somebody who sits. Names have no place here.
type Member struct {
	Role Role `json:"role"`
}

// Seats lists the composition as read in 2011: six members of the landlord, one
// of whom represents the tenants, and the mayor. No quorum is given: none was
// found in the texts read, a landlord's own rules of procedure fix it.
func Seats() []Seat {
	source := ruleOf("COM-CMP-01").Source
	return []Seat{
		{LandlordMember, 5, true, false, source}, {TenantsMember, 1, true, false, source}, {Mayor, 1, true, true, ruleOf("COM-CMP-03").Source},
		{EPCIPresident, 0, false, false, source}, {IntegrationBody, 0, false, false, source}, {Prefect, 1, false, false, source},
	}
}

// readFrom and readTo bound the versions of the composition that were read.
var readFrom, readTo = demand.MustDate("2011-03-01"), demand.MustDate("2017-01-21")

// CheckComposition says what is wrong in the seats of a commission on a day: its
// members, not who came. Outside the versions read everything is to be confirmed.
func CheckComposition(members []Member, on demand.Date) demand.Faults {
	count := map[Role]int{}
	var out demand.Faults
	for _, m := range members {
		count[m.Role]++
		if !m.Role.known() {
			out = append(out, fault("COM-CMP-06", "members"))
		}
	}
	if count[LandlordMember]+count[TenantsMember] != 6 {
		out = append(out, fault("COM-CMP-01", "members"))
	}
	if count[TenantsMember] < 1 {
		out = append(out, fault("COM-CMP-02", "members"))
	}
	if count[Mayor] != 1 {
		out = append(out, fault("COM-CMP-03", "members"))
	}
	if on.Before(readFrom) || on.After(readTo) {
		for i := range out {
			out[i].Severity = min(out[i].Severity, demand.ToConfirm)
		}
		out = append(out, fault("COM-CMP-05", "members"))
	}
	return out
}

func (r Role) known() bool {
	switch r {
	case LandlordMember, TenantsMember, Mayor, EPCIPresident, IntegrationBody, Prefect:
		return true
	}
	return false
}

// Tally says whether a decision is carried. When votes are equal the mayor's
// voice decides; it is not said when the mayor did not vote.
// Law: CCH L.441-2 (casting vote). Confidence: V; that the majority of the votes
// carries is INF.
func Tally(forIt, against int, mayor demand.Answer) demand.Answer {
	switch {
	case forIt > against:
		return demand.Yes
	case forIt < against:
		return demand.No
	}
	return mayor
}
