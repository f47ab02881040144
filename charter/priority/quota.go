package priority

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/euro"
	"github.com/fichier-unique/rules/internal/strict"
)

// Mode is how dwellings are reserved.
type Mode string

// The modes.
const (
	Stock Mode = "stock" // given dwellings of a programme
	Flow  Mode = "flow"  // a share of the allocations of a year
)

// Counterpart is what a holder gave for its reservation.
type Counterpart string

// The counterparts. The prefect's reservation has none.
const (
	NoCounterpart Counterpart = ""
	LoanGuarantee Counterpart = "loan_guarantee"
	Land          Counterpart = "land"
	Funding       Counterpart = "funding"
)

// Reservation is a reservation agreement (convention de réservation).
// Law: CCH R.441-5, R.441-5-2.
type Reservation struct {
	Holder      string       `json:"holder"` // code of the party
	Landlord    string       `json:"landlord"`
	Departement string       `json:"departement"`
	Quota       demand.Quota `json:"quota"`
	Mode        Mode         `json:"mode"`

	Programme string              `json:"programme,omitzero"` // stock: code of the programme
	Dwellings int                 `json:"dwellings,omitzero"` // stock: how many are reserved
	Of        int                 `json:"of,omitzero"`        // stock: of the programme; for the prefect, of the landlord's dwellings
	Percent   decimal.NullDecimal `json:"percent,omitzero"`   // flow: share of the allocations of a year

	Against Counterpart `json:"against,omitzero"`
	Chamber bool        `json:"chamber,omitzero"` // a chamber of commerce: shares the maximum of the communities
	Defence bool        `json:"defence,omitzero"` // defence or security: may stay by stock
	Order   string      `json:"order,omitzero"`   // act by which the prefect exceeds the maximum
	Signed  demand.Date `json:"signed_on,omitzero"`
	Sent    demand.Date `json:"sent_on,omitzero"` // to the prefect
	From    demand.Date `json:"from,omitzero"`
	To      demand.Date `json:"to,omitzero"`
}

// Limit is the most that some holders may reserve together, as data.
type Limit struct {
	Rule    string         `json:"rule"`
	Quotas  []demand.Quota `json:"quotas"`
	Percent int            `json:"percent"`
	French  string         `json:"fr"` // of what
	English string         `json:"en"`
	Source  demand.Source  `json:"source"`
}

// Limits lists the maxima of the law.
func Limits() []Limit {
	state := []demand.Quota{demand.QuotaPPRIOR, demand.QuotaPFONCT}
	const fr, en = "des logements de chaque bailleur", "of each landlord's dwellings"
	return []Limit{
		{"PRI-QUO-01", state, 30, fr, en, ruleOf("PRI-QUO-01").Source},
		{"PRI-QUO-02", state[1:], 5, fr, en, ruleOf("PRI-QUO-02").Source},
		{"PRI-QUO-04", []demand.Quota{demand.QuotaCOLTER}, 20, "des logements de chaque programme, en contrepartie d'une garantie d'emprunt", "of the dwellings of each programme, against a loan guarantee", ruleOf("PRI-QUO-04").Source},
	}
}

// Days at which the law of reservations was read, each state surely in force.
var (
	lastEither    = demand.MustDate("2017-01-21")
	firstFlowRead = demand.MustDate("2026-11-23")
)

// LoadReservations reads a list of agreements: {"reservations": […]}.
func LoadReservations(data []byte) ([]Reservation, demand.Faults) {
	var in struct {
		Reservations []Reservation `json:"reservations"`
	}
	if where, ok := strict.First(data, MaxBytes, &in); !ok {
		return nil, demand.Faults{fault("PRI-FIC-01", where)}
	}
	return in.Reservations, nil
}

// CheckReservations compares the agreements in force on a day with the maxima
// of the law, landlord by landlord and programme by programme. FlowOnlyFrom is
// the first day on which reservations are by flow only; the day was not read, so
// that without it the years between the two states read are unknown. The order
// of the agreements changes nothing but the paths.
func CheckReservations(all []Reservation, flowOnlyFrom, day demand.Date) Verdict {
	h := &hearing{}
	h.when(day.IsZero() && len(all) > 0, Unknown, "PRI-QUO-16", "day")
	regime := flowOnly(flowOnlyFrom, day)
	sums := map[share]*sum{}
	seen := map[[4]string]bool{}
	for i := range all {
		r := &all[i]
		if !during(day, r.From, r.To) {
			continue
		}
		path := at("reservations", i)
		if !r.sound() {
			h.say(Refused, "PRI-QUO-11", path)
			continue
		}
		r.form(h, path, regime)
		key := [4]string{r.Landlord, r.Holder, r.Departement, string(r.Quota)}
		h.when(regime == demand.Yes && !r.Defence && seen[key], Refused, "PRI-QUO-09", path)
		seen[key] = seen[key] || !r.Defence
		r.count(h, path, sums)
	}
	exceed(h, sums)
	return h.answer("PRI-QUO-12")
}

func flowOnly(from, day demand.Date) demand.Answer {
	switch {
	case day.IsZero():
		return demand.NotSaid
	case !from.IsZero():
		return demand.AnswerOf(!day.Before(from))
	case !day.After(lastEither):
		return demand.No
	case !day.Before(firstFlowRead):
		return demand.Yes
	}
	return demand.NotSaid
}

// sound reports whether the figures of an agreement can be reckoned with.
func (r *Reservation) sound() bool {
	if !r.Quota.Known() || r.Quota == demand.QuotaAUCUN || r.Landlord == "" {
		return false
	}
	switch r.Mode {
	case Stock:
		return !r.Percent.Valid && countable(r.Dwellings) && countable(r.Of) && (r.Of == 0 || r.Dwellings <= r.Of)
	case Flow:
		return r.Dwellings == 0 && r.Of == 0 && (!r.Percent.Valid || percentage(r.Percent.Decimal))
	}
	return false
}

func countable(n int) bool { return n >= 0 && n <= maxCount }

func percentage(p decimal.Decimal) bool {
	return euro.Fits(p) && !p.IsNegative() && p.LessThanOrEqual(hundred)
}

const maxCount = 1 << 30

var hundred = decimal.NewFromInt(100)

// form says what is wrong in the shape of one agreement.
func (r *Reservation) form(h *hearing, path string, regime demand.Answer) {
	if r.Mode == Stock && !r.Defence {
		h.when(regime == demand.Yes, Refused, "PRI-QUO-06", path+".mode")
		h.when(regime == demand.NotSaid, Unknown, "PRI-QUO-07", path+".mode")
	}
	h.when(r.Signed.IsZero() || r.Sent.IsZero(), Unknown, "PRI-QUO-08", path+".sent_on")
	h.when(r.Mode == Stock && r.Of == 0 || r.Mode == Flow && !r.Percent.Valid, Unknown, "PRI-QUO-10", path)
}

// share names what is added up: the prefect's reservation at a landlord, or the
// communities' in a programme.
type share struct {
	landlord, departement, programme string
	mode                             Mode
	rule                             string
}

func (s share) compare(o share) int {
	return cmp.Or(cmp.Compare(s.landlord, o.landlord), cmp.Compare(s.departement, o.departement), cmp.Compare(s.programme, o.programme),
		cmp.Compare(s.mode, o.mode), cmp.Compare(s.rule, o.rule))
}

// sum is a share of a base, in dwellings or in percents.
type sum struct {
	dwellings, of int
	percent       decimal.Decimal
	ordered       bool // an order of the prefect allows more
	unequal       bool // two bases for one thing
}

// count adds an agreement to the sums it belongs to.
func (r *Reservation) count(h *hearing, path string, sums map[share]*sum) {
	k := share{landlord: r.Landlord, departement: r.Departement, mode: r.Mode}
	switch {
	case r.Quota == demand.QuotaPPRIOR, r.Quota == demand.QuotaPFONCT:
		k.rule = "PRI-QUO-01"
		r.addTo(sums, k)
		if r.Quota == demand.QuotaPFONCT {
			k.rule = "PRI-QUO-02"
			r.addTo(sums, k)
		}
	case r.Quota != demand.QuotaCOLTER && !r.Chamber:
	case r.Against == Land || r.Against == Funding:
		h.say(Notice, "PRI-QUO-05", path+".against")
	case r.Mode == Flow:
		h.say(Notice, "PRI-QUO-14", path+".mode")
	default:
		k.programme, k.rule = r.Programme, "PRI-QUO-04"
		r.addTo(sums, k)
	}
}

func (r *Reservation) addTo(sums map[share]*sum, k share) {
	s := sums[k]
	if s == nil {
		s = &sum{of: r.Of}
		sums[k] = s
	}
	s.unequal = s.unequal || s.of != r.Of
	s.dwellings += r.Dwellings
	s.percent = s.percent.Add(r.Percent.Decimal)
	s.ordered = s.ordered || r.Order != ""
}

// exceed compares the sums with the maxima, in a fixed order.
func exceed(h *hearing, sums map[share]*sum) {
	keys := make([]share, 0, len(sums))
	for k := range sums {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, share.compare)
	for _, k := range keys {
		s, limit := sums[k], limitOf(k.rule)
		if s.unequal {
			h.say(Unknown, "PRI-QUO-10", "")
			continue
		}
		over := 100*s.dwellings > limit*s.of
		if k.mode == Flow {
			over = s.percent.GreaterThan(decimal.NewFromInt(int64(limit)))
		} else if s.of == 0 {
			continue // said by PRI-QUO-10
		}
		switch {
		case !over:
		case s.ordered && k.rule != "PRI-QUO-04":
			h.say(Notice, "PRI-QUO-03", "", strconv.Itoa(limit))
		default:
			h.say(Refused, k.rule, "", strconv.Itoa(limit))
		}
		if k.mode == Flow && !over && !s.ordered {
			k.mode = Stock
			h.when(s.exceedsWith(sums[k], limit), Unknown, "PRI-QUO-15", "", strconv.Itoa(limit))
		}
	}
}

// exceedsWith reports that a share of the flow and given dwellings, each within
// the maximum, are over it when added up. No text read says how they add up.
func (s *sum) exceedsWith(stock *sum, limit int) bool {
	if stock == nil || stock.of == 0 || stock.unequal || stock.ordered || 100*stock.dwellings > limit*stock.of {
		return false
	}
	of := decimal.NewFromInt(int64(stock.of))
	return decimal.NewFromInt(100 * int64(stock.dwellings)).Add(s.percent.Mul(of)).GreaterThan(of.Mul(decimal.NewFromInt(int64(limit))))
}

func limitOf(code string) int {
	for _, l := range Limits() {
		if l.Rule == code {
			return l.Percent
		}
	}
	return 100
}
