package retention

import (
	"cmp"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// Class is a class of data that is erased together.
type Class string

// The classes.
const (
	Request      Class = "request"       // nominative data of a demand in the shared file
	Draft        Class = "draft"         // unfinished entry, never deposited
	Upload       Class = "upload"        // paper uploaded for a demand
	LandlordCopy Class = "landlord_copy" // data of a demand in a landlord's own system
	NIRPaper     Class = "nir_paper"     // paper copy that shows the NIR
	AccessLog    Class = "access_log"    // a lot of lines of the access journal
)

// Known reports whether c is one of the classes.
func (c Class) Known() bool {
	switch c {
	case Request, Draft, Upload, LandlordCopy, NIRPaper, AccessLog:
		return true
	}
	return false
}

// Settings are the delays the partners choose, where the law gives none. Those
// of the law are not settings.
type Settings struct {
	DraftMonths  int `json:"draft_months,omitempty"`  // of an unfinished entry; none: one month
	AccessMonths int `json:"access_months,omitempty"` // of the access journal; none: unknown, nothing is due
}

// Check lists what is wrong in the settings.
func (s Settings) Check() demand.Faults {
	var out demand.Faults
	if s.DraftMonths < 0 || s.DraftMonths > maxMonths {
		out = append(out, fault("CON-REG-01", "draft_months"))
	}
	if s.AccessMonths < 0 || s.AccessMonths > maxMonths {
		out = append(out, fault("CON-REG-01", "access_months"))
	}
	return out
}

// maxMonths is a hundred years.
const maxMonths = 1200

// Holding is something kept outside the journal of the demands. Class, demand,
// service and reference name it: two of the same name are not told apart.
type Holding struct {
	Class   Class       `json:"class"`
	Demand  string      `json:"demand,omitempty"`  // key of the demand; of a draft, the key of the entry
	Service string      `json:"service,omitempty"` // code of who keeps it
	Ref     string      `json:"ref,omitempty"`     // how the caller finds it; opaque, never a name
	On      demand.Date `json:"on,omitzero"`       // draft: last change; papers: reception; access journal: its last line
	Tenancy bool        `json:"tenancy,omitempty"` // landlord's copy that the lease of this household needs
}

// name keeps what names a holding.
func (h *Holding) name() Holding {
	return Holding{Class: h.Class, Demand: h.Demand, Service: h.Service, Ref: h.Ref}
}

// Item is something to erase, since a day, under a rule.
type Item struct {
	Demand  string        `json:"demand,omitempty"`
	Class   Class         `json:"class"`
	Service string        `json:"service,omitempty"`
	Ref     string        `json:"ref,omitempty"`
	Since   demand.Date   `json:"since"` // first day on which it should not be there any more
	Rule    string        `json:"rule"`
	Source  demand.Source `json:"source"`
	Holds   []journal.ID  `json:"holds,omitempty"` // what suspends the erasure that day
}

// compare is the stable order of items.
func (a *Item) compare(b *Item) int {
	return cmp.Or(cmp.Compare(a.Demand, b.Demand), cmp.Compare(a.Class, b.Class), cmp.Compare(a.Service, b.Service), cmp.Compare(a.Ref, b.Ref),
		a.Since.Compare(b.Since), cmp.Compare(a.Rule, b.Rule))
}

func order(items []Item) {
	slices.SortFunc(items, func(a, b Item) int { return a.compare(&b) })
}

// Report is what is due on a day.
type Report struct {
	Day     demand.Date   `json:"day"`
	Items   []Item        `json:"items"`             // to erase
	Held    []Item        `json:"held,omitempty"`    // due, and suspended
	Notices demand.Faults `json:"notices,omitempty"` // what keeps data from ever being due; the path is the key of the demand
}

// Of keeps the items of some demands.
func (r *Report) Of(keys ...string) []Item {
	var out []Item
	for _, item := range r.Items {
		if slices.Contains(keys, item.Demand) {
			out = append(out, item)
		}
	}
	return out
}

// File is everything that may have to be erased.
type File struct {
	Journal  journal.Journal
	Holdings []Holding
	Holds    []Hold
}
