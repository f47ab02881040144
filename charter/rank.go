package charter

import (
	"math/bits"

	"github.com/fichier-unique/rules/demand"
)

// slots finds the rank of an act, plus one, from its length and two of its letters;
// an act whose slot is taken goes to the next free one.
var slots = func() (out [256]uint8) {
	for i, a := range acts {
		at := a.slot()
		for out[at] != 0 {
			at++
		}
		out[at] = uint8(i + 1)
	}
	return out
}()

func (a Act) slot() uint8 { return uint8(len(a))*8 + a[0] + 5*a[len(a)-1] }

// rank numbers the acts in their order; -1 for what is not one.
func (a Act) rank() int {
	if a == "" {
		return -1
	}
	for at := a.slot(); slots[at] != 0; at++ {
		if rank := int(slots[at]) - 1; acts[rank] == a {
			return rank
		}
	}
	return -1
}

// bit is the place of a kind in a set of kinds.
func (k PartyKind) bit() kindSet {
	switch k {
	case Landlord:
		return 1 << 0
	case Community:
		return 1 << 1
	case EPCI:
		return 1 << 2
	case StateService:
		return 1 << 3
	case ReservationHolder:
		return 1 << 4
	case Manager:
		return 1 << 5
	case Mandatary:
		return 1 << 6
	case SIAO:
		return 1 << 7
	case PlanCommittee:
		return 1 << 8
	case Applicant:
		return 1 << 9
	case MediationCommission:
		return 1 << 10
	case CoordinationCommission:
		return 1 << 11
	}
	return 0
}

// motiveCount is how many motives the law has.
const motiveCount = 5

// motiveRank is the rank of a motive that stands alone in its set; motiveCount for none.
func motiveRank(set uint8) int { return min(bits.TrailingZeros8(set), motiveCount) }

// motiveBit is the place of a motive of the law in a set of motives.
func motiveBit(m demand.StrikeOffMotive) uint8 {
	switch m {
	case demand.StrikeOffMotiveRADATT:
		return 1
	case demand.StrikeOffMotiveRADABA:
		return 1 << 1
	case demand.StrikeOffMotiveRADCON:
		return 1 << 2
	case demand.StrikeOffMotiveRADIRR:
		return 1 << 3
	case demand.StrikeOffMotiveRADREN:
		return 1 << 4
	}
	return 0
}
