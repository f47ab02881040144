package observatory

import (
	"cmp"
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// Dwelling is a dwelling of a landlord as its yearly statement sees it, on 31
// December. Nothing of the household is there.
type Dwelling struct {
	Landlord    string       // code of the landlord
	Holder      demand.Quota // reservation it is under; "" or AUCUN: none
	PutInOn     demand.Date  // first put in service
	VacantSince demand.Date  // zero: let
}

// Attribution is an allocation proposed by a landlord in the year.
type Attribution struct {
	Landlord string
	Holder   demand.Quota // reservation it was charged to
	On       demand.Date
	Refused  bool          // by the applicant; otherwise the lease was signed
	Transfer demand.Answer // the household was already housed by that landlord
	Accord   bool          // under an accord collectif
	First    bool          // first letting of the dwelling
}

// Statement is the yearly statement of a landlord to the prefect: its situation on
// 31 December, and what it allocated in the year. Law: CCH R.441-12. Confidence: V.
type Statement struct {
	Landlord string      `json:"landlord"`
	AsOf     demand.Date `json:"as_of"` // 31 December

	Managed     int `json:"managed"`
	PutIn       int `json:"put_in_service"`       // in the year
	Relet       int `json:"relet"`                // in the year
	VacantLong  int `json:"vacant_three_months"`  // vacant for more than three months
	VacantKept  int `json:"vacant_reserved"`      // of which reserved
	Received    int `json:"demands_received"`     // in the year, told by the caller
	AccordGoal  int `json:"accord_objective"`     // yearly objective of the accords collectifs
	AccordDone  int `json:"accord_allocations"`   // allocations under them
	Transfers   int `json:"transfers"`            // allocations to households it already housed
	TransferNo  int `json:"transfers_refused"`    // refused by such households
	TransferNot int `json:"transfers_not_stated"` // allocations of which it is not said

	Holders []HolderLine `json:"holders"` // in order of code, AUCUN for what is not reserved
}

// HolderLine is what concerns the dwellings of a reservation.
type HolderLine struct {
	Holder    demand.Quota `json:"holder"`
	Reserved  int          `json:"reserved"`
	Allocated int          `json:"allocated"`
	Refused   int          `json:"refused"`
}

// Statements makes the statement of each landlord for a year. Dwellings put in
// service after the year and allocations of other years are left out.
func Statements(year int, dwellings []Dwelling, attributions []Attribution) []Statement {
	asOf, ok := demand.NewDate(year, 12, 31)
	if !ok {
		return nil
	}
	b := &statements{asOf: asOf, by: map[string]*Statement{}}
	for i := range dwellings {
		b.dwelling(&dwellings[i])
	}
	for i := range attributions {
		if attributions[i].On.Year() == year {
			b.attribution(&attributions[i])
		}
	}
	var out []Statement
	for _, s := range b.by {
		slices.SortFunc(s.Holders, func(x, y HolderLine) int { return cmp.Compare(x.Holder, y.Holder) })
		out = append(out, *s)
	}
	slices.SortFunc(out, func(x, y Statement) int { return cmp.Compare(x.Landlord, y.Landlord) })
	return out
}

type statements struct {
	asOf demand.Date
	by   map[string]*Statement
}

func (b *statements) of(landlord string) *Statement {
	s := b.by[landlord]
	if s == nil {
		s = &Statement{Landlord: landlord, AsOf: b.asOf}
		b.by[landlord] = s
	}
	return s
}

func (s *Statement) line(holder demand.Quota) *HolderLine {
	if !holder.Known() {
		holder = demand.QuotaAUCUN
	}
	i := slices.IndexFunc(s.Holders, func(l HolderLine) bool { return l.Holder == holder })
	if i < 0 {
		s.Holders = append(s.Holders, HolderLine{Holder: holder})
		i = len(s.Holders) - 1
	}
	return &s.Holders[i]
}

func (b *statements) dwelling(d *Dwelling) {
	if d.PutInOn.After(b.asOf) {
		return
	}
	s := b.of(d.Landlord)
	s.Managed++
	l := s.line(d.Holder)
	l.Reserved++
	if d.PutInOn.Year() == b.asOf.Year() {
		s.PutIn++
	}
	// Three months exactly is not more than three months.
	if !d.VacantSince.IsZero() && d.VacantSince.AddMonths(3).Before(b.asOf) {
		s.VacantLong++
		if l.Holder != demand.QuotaAUCUN {
			s.VacantKept++
		}
	}
}

func (b *statements) attribution(a *Attribution) {
	s := b.of(a.Landlord)
	l := s.line(a.Holder)
	switch {
	case a.Refused:
		l.Refused++
		if a.Transfer == demand.Yes {
			s.TransferNo++
		}
		return
	case a.Accord:
		s.AccordDone++
	}
	l.Allocated++
	if !a.First {
		s.Relet++
	}
	switch a.Transfer {
	case demand.Yes:
		s.Transfers++
	case demand.NotSaid:
		s.TransferNot++
	}
}
