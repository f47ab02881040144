package charter

import (
	"testing"

	"github.com/fichier-unique/rules/demand"
)

// The switches give the place of each act and kind in its list.
func TestRanks(t *testing.T) {
	for i, a := range acts {
		if a.rank() != i {
			t.Errorf("%s: %d, want %d", a, a.rank(), i)
		}
	}
	for i, k := range kinds {
		if k.bit() != 1<<i {
			t.Errorf("%s: %b, want bit %d", k, k.bit(), i)
		}
	}
	seen := uint8(0)
	for _, m := range []demand.StrikeOffMotive{demand.StrikeOffMotiveRADATT, demand.StrikeOffMotiveRADABA, demand.StrikeOffMotiveRADCON, demand.StrikeOffMotiveRADIRR, demand.StrikeOffMotiveRADREN} {
		if b := motiveBit(m); b == 0 || seen&b != 0 {
			t.Errorf("%s has no place of its own", m)
		}
		seen |= motiveBit(m)
	}
	if Act("dance").rank() != -1 || PartyKind("").bit() != 0 {
		t.Error("what is not in a list has a place in it")
	}
}
