package household

import (
	"sync"

	"github.com/fichier-unique/rules/internal/refdata/ceilings"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// Zone is a zone of the ceilings.
type Zone string

// The zones, named as in the tables of the arrêté.
const (
	ZoneParis    Zone = "paris_communes_limitrophes"
	ZoneIDF      Zone = "ile_de_france" // the rest of Île-de-France
	ZoneOther    Zone = "autres_regions"
	ZoneOverseas Zone = "outre_mer" // LLS and LLTS instead of PLUS and PLAI
)

// Known reports whether z is one of the zones.
func (z Zone) Known() bool { return zoneIndex(z) >= 0 }

func zoneIndex(z Zone) int {
	switch z {
	case ZoneParis:
		return 0
	case ZoneIDF:
		return 1
	case ZoneOther:
		return 2
	case ZoneOverseas:
		return 3
	}
	return -1
}

var parisZone = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, code := range ceilings.Paris() {
		out[code] = true
	}
	return out
})

// ZoneOf gives the zone of a commune by its INSEE code: of today, of 2010, or a
// district of Paris, Lyon or Marseille. It is false for a code that is none of
// these, and for the collectivities where these ceilings do not apply.
// A commune merged into another keeps its own zone: nothing read says otherwise.
func ZoneOf(commune string) (Zone, bool) {
	if _, ok := territories.Current(commune); !ok {
		return "", false
	}
	if parisZone()[commune] {
		return ZoneParis, true
	}
	switch commune[:2] {
	case "75": // districts of Paris
		return ZoneParis, true
	case "77", "78", "91", "92", "93", "94", "95":
		return ZoneIDF, true
	case "97":
		switch commune[:3] {
		case "971", "972", "973", "974", "976", "978": // 978: Saint-Martin
			return ZoneOverseas, true
		}
		return "", false
	case "98":
		return "", false
	}
	return ZoneOther, true
}
