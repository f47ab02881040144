package commission

import (
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/internal/euro"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// search looks at demands one after the other for one dwelling.
type search struct {
	d        *Dwelling
	asOf     demand.Date
	order    []Criterion
	table    *household.Table
	size     *Size
	agedFrom int
	today    string // commune of the dwelling as it is today
	city     string // of which the commune is a municipal district
	faults   demand.Faults
	current  map[string]string // commune of a wanted place as it is today

	reasons demand.Faults // of all the demands, one after the other
	tier    int           // of the last demand looked at
}

func newSearch(d *Dwelling, asOf demand.Date, in Settings) *search {
	s := &search{d: d, asOf: asOf, order: in.Order, table: in.Ceilings, agedFrom: in.AgedFrom, current: map[string]string{}}
	if s.table == nil {
		s.table = household.Published()
	}
	if len(s.order) == 0 {
		s.order = Criteria()
	}
	for _, c := range s.order {
		if c.RuleOf() == "" {
			s.faults = append(s.faults, fault("COM-REC-34", "order"))
		}
	}
	for i := range in.Sizes {
		if in.Sizes[i].Type == d.Type {
			s.size = &in.Sizes[i]
		}
	}
	s.city, _ = territories.District(d.Commune)
	known := false
	s.today, known = territories.Current(d.Commune)
	for _, missing := range [...]struct {
		bad  bool
		path string
	}{
		{!known, "dwelling.commune"}, {!d.Type.Known(), "dwelling.type"}, {!d.Category.Known(), "dwelling.category"}, {!d.Financing.Known(), "dwelling.financing"},
		{!d.Rent.Valid || !euro.Sound(d.Rent.Decimal), "dwelling.rent"}, {d.Quota != "" && !d.Quota.Known(), "dwelling.quota"},
	} {
		if missing.bad {
			s.faults = append(s.faults, fault("COM-REC-31", missing.path))
		}
	}
	return s
}

func (s *search) say(code, path string) { s.sayWith(code, path, nil) }

func (s *search) sayWith(code, path string, params []demand.Param) {
	s.reasons = append(s.reasons, demand.Fault{Code: code, Path: path, Severity: severityOf(code), Params: params})
}

// look finds every reason about one demand.
func (s *search) look(c *Candidate) {
	s.tier = 0
	s.standing(c)
	if c.Form == nil {
		s.say("COM-REC-33", "form")
		return
	}
	w := &c.Form.Wanted
	s.place(w)
	s.kind(c.Form)
	s.rent(w)
	s.adaptation(c)
	s.wishes(w)
	s.ceiling(c)
	s.quota(c)
	if s.d.QPV == demand.No && c.FirstQuartile == household.Eligible && !s.asOf.Before(outsideQPVSince) {
		s.say("COM-REC-27", "")
	}
}

// outsideQPVSince is the law of 27 Jan 2017, whose day is taken, as the measures
// do: the day it entered into force was not read. Confidence: V2.
var outsideQPVSince = demand.MustDate("2017-01-27")

// standing wants a demand that lives and bears its number.
func (s *search) standing(c *Candidate) {
	switch c.Status {
	case journal.Active:
	case journal.ToVerify:
		s.say("COM-REC-22", "")
	default:
		s.say("COM-REC-21", "")
	}
	if c.Form != nil && c.Form.Number.IsZero() {
		s.say("COM-REC-23", "number")
	}
}

// ranks are the parameters of the first places, made once.
var ranks = func() (out [12][]demand.Param) {
	for i := range out {
		out[i] = []demand.Param{{Name: "rank", Value: strconv.Itoa(i + 1)}}
	}
	return out
}()

func rankParam(i int) []demand.Param {
	if i < len(ranks) {
		return ranks[i]
	}
	return []demand.Param{{Name: "rank", Value: strconv.Itoa(i + 1)}}
}

// place looks for the dwelling among all the wanted places, whatever their rank.
func (s *search) place(w *demand.Wanted) {
	if len(w.Places) == 0 {
		s.say("COM-REC-05", "wanted.places")
		return
	}
	if s.today == "" {
		return // said once, of the dwelling
	}
	otherQuarter, district := false, false
	for i := range w.Places {
		p := &w.Places[i]
		same, merged := s.sameCommune(p.Commune)
		switch {
		case !same:
			city, ok := territories.District(p.Commune)
			district = district || ok && city == s.d.Commune
			continue
		case p.Quarter != "" && s.d.Quarter != "" && p.Quarter != s.d.Quarter:
			otherQuarter = true
			continue
		case merged:
			s.sayWith("COM-REC-02", "wanted.places", rankParam(i))
		default:
			s.sayWith("COM-REC-01", "wanted.places", rankParam(i))
		}
		return
	}
	switch {
	case district:
		s.say("COM-REC-35", "wanted.places")
	case w.Extended == demand.Yes:
		s.say("COM-REC-04", "wanted.extended")
	case otherQuarter:
		s.say("COM-REC-06", "wanted.places")
	default:
		s.say("COM-REC-03", "wanted.places")
	}
}

// sameCommune compares a wanted commune with the dwelling's: the same code, one
// commune today for two of the past, or the city for one of its districts.
func (s *search) sameCommune(wanted string) (same, merged bool) {
	switch {
	case wanted == s.d.Commune:
		return true, false
	case s.city != "": // a district: only the whole city holds it, not its sisters
		return wanted == s.city, false
	}
	today, seen := s.current[wanted]
	if !seen {
		if _, district := territories.District(wanted); !district {
			today, _ = territories.Current(wanted)
		}
		s.current[wanted] = today
	}
	return today == s.today, true
}

// kind compares type and category, and the size of the household.
func (s *search) kind(f *demand.Form) {
	w := &f.Wanted
	switch {
	case len(w.Types) == 0:
		s.say("COM-REC-09", "wanted.types")
	case slices.Contains(w.Types, s.d.Type):
		s.say("COM-REC-07", "wanted.types")
	case s.d.Type.Known():
		s.say("COM-REC-08", "wanted.types")
	}
	if s.size != nil {
		persons := f.PersonsToHouse
		if persons == 0 {
			persons = f.Persons()
		}
		if persons < s.size.Min || s.size.Max > 0 && persons > s.size.Max {
			s.say("COM-REC-10", "persons_to_house")
		}
	}
	if w.Category != "" && w.Category != demand.WantedCategoryI && s.d.Category.Known() && string(w.Category) != string(s.d.Category) {
		s.say("COM-REC-11", "wanted.category")
	}
}

func (s *search) rent(w *demand.Wanted) {
	if w.MaxRent.Valid && s.d.Rent.Valid && euro.Sound(w.MaxRent.Decimal) && euro.Sound(s.d.Rent.Decimal) && s.d.Rent.Decimal.GreaterThan(w.MaxRent.Decimal) {
		s.say("COM-REC-17", "wanted.max_rent")
	}
}

// adaptation compares the need of the household with the dwelling. One code
// stands for every need: the nature of a disability is nobody's business here.
// Law: CCH R.441-4 (CCH-2011). Confidence: V for the order.
func (s *search) adaptation(c *Candidate) {
	f := c.Form
	needs := f.Wanted.Adapted == demand.Yes || len(f.Disabilities) > 0
	if s.d.Adapted != demand.Yes {
		switch {
		case !needs:
		case f.Wanted.Adapted == demand.Yes && s.d.Adapted == demand.No:
			s.say("COM-REC-12", "wanted.adapted")
		default:
			s.say("COM-REC-13", "wanted.adapted")
		}
		return
	}
	switch {
	case needs:
		s.say("COM-REC-14", "wanted.adapted")
		if !s.equipped(f) {
			s.say("COM-REC-13", "wanted.adapted")
		}
	case c.HostsDisabled == demand.Yes || s.aged(f):
		s.tier = 1
		s.say("COM-REC-15", "wanted.adapted")
	default:
		s.tier = 2
		s.say("COM-REC-16", "wanted.adapted")
	}
}

// equipped reports whether the dwelling has all the equipment the supplements ask.
func (s *search) equipped(f *demand.Form) bool {
	for i := range f.Disabilities {
		for _, e := range f.Disabilities[i].Equipment {
			if !slices.Contains(s.d.Equipment, e) {
				return false
			}
		}
	}
	return true
}

func (s *search) aged(f *demand.Form) bool {
	if s.agedFrom <= 0 {
		return false
	}
	old := func(birth demand.Date) bool { return !birth.IsZero() && birth.AgeOn(s.asOf) >= s.agedFrom }
	return old(f.Applicant.BirthDate) || slices.ContainsFunc(f.CoHolders, func(h demand.CoHolder) bool { return old(h.Person.BirthDate) })
}

// wishes are reasons to ask the applicant, never to leave him out.
func (s *search) wishes(w *demand.Wanted) {
	if w.Parking == demand.Yes && s.d.Parking != demand.Yes {
		s.say("COM-REC-24", "wanted.parking")
	}
	if w.GroundFloor == demand.Yes && s.d.GroundFloor != demand.Yes {
		s.say("COM-REC-25", "wanted.ground_floor")
	}
	if w.WithoutLift == demand.No && s.d.GroundFloor != demand.Yes && s.d.Lift != demand.Yes {
		s.say("COM-REC-26", "wanted.without_lift")
	}
}

// quota compares the reservation of the dwelling with what the demand is eligible for.
func (s *search) quota(c *Candidate) {
	switch {
	case s.d.Quota == "" || s.d.Quota == demand.QuotaAUCUN || !s.d.Quota.Known():
	case c.Quotas == nil:
		s.say("COM-REC-30", "")
	case slices.Contains(c.Quotas, s.d.Quota):
		s.say("COM-REC-28", "")
	default:
		s.say("COM-REC-29", "")
	}
}

// ceiling compares the income with the ceiling of the dwelling's financing, as
// household.Assess does for all of them.
func (s *search) ceiling(c *Candidate) {
	if !s.d.Financing.Known() {
		s.unknownCeiling("FOY-PLF-03")
		return
	}
	var h household.Case
	if c.Household == nil {
		h, _ = household.FromForm(c.Form, s.d.Commune, s.asOf)
	} else {
		h = *c.Household
		h.Date, h.Commune, h.Zone = s.asOf, s.d.Commune, ""
	}
	if faults := household.Check(&h); faults.Blocking() {
		s.unknownCeiling(faults[0].Code)
		return
	}
	category, income := household.CategoryOf(&h), household.IncomeOf(&h)
	limit := s.table.CeilingIn(s.d.Financing, s.d.Commune, category.Number, category.Extra, s.asOf)
	switch {
	case !limit.Known():
		s.unknownCeiling(limit.Unknown)
	case !income.Known():
		s.unknownCeiling(income.Unknown)
	case income.Amount.LessThanOrEqual(limit.Amount):
		s.say("COM-REC-18", "applicant.income")
	default:
		s.say("COM-REC-19", "applicant.income")
	}
}

func (s *search) unknownCeiling(code string) {
	s.sayWith("COM-REC-20", "applicant.income", []demand.Param{{Name: "rule", Value: code}})
}
