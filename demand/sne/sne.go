package sne

import (
	"github.com/fichier-unique/rules/demand"
)

// Header is what a file says of itself (entete).
type Header struct {
	Version  string          // versionInterface: "02.00" or "02.01"
	FileType demand.FileType // typeFichier: absent from an outbound extract
	FileDate string          // dateFichier, as written: ISO 8601 with its offset
	Extra    []Element       // what else the root (Path "") and entete (Path "entete") hold
}

// known reports whether the version is one this package describes.
func (h *Header) known() bool { return h.Version == "02.00" || h.Version == "02.01" }

// Limits bound what is read, so that memory is bounded by one demand. Fields
// left at zero take the default.
type Limits struct {
	MaxDepth        int // elements inside elements, in a demand; 32
	MaxElementBytes int // bytes of one tag or one text; 1 MiB
	MaxElements     int // elements of one demand; 20,000
	MaxDemandBytes  int // bytes of one demand, in UTF-8; 4 MiB
	MaxDemands      int // demands of a file; 0 = no limit
}

func (l *Limits) fill() {
	for _, d := range [...]struct {
		field *int
		value int
	}{{&l.MaxDepth, 32}, {&l.MaxElementBytes, 1 << 20}, {&l.MaxElements, 20_000}, {&l.MaxDemandBytes, 4 << 20}} {
		if *d.field <= 0 {
			*d.field = d.value
		}
	}
}

// Record is one demand of a file.
type Record struct {
	Index     int         // rank in the file, from 1
	Line      int         // line where it begins
	Continues bool        // it stands in the same element demande as the record before
	Form      demand.Form // what was understood
	Extra     []Element   // what the form has no place for: written back by Write
	Findings  []demand.Finding
}

// Profile is one of the two sets of what a file must hold.
type Profile string

// The profiles of the interface.
const (
	Outbound Profile = "outbound" // extract sent by the national system
	Creation Profile = "creation" // file sent to create a demand
)
