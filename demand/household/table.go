package household

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/ceilings"
)

// Financing is the loan a dwelling was built with: it fixes the ceiling.
type Financing string

// The financings, as the law writes them.
const (
	PLAI Financing = "PLAI" // prêt locatif aidé d'intégration
	PLUS Financing = "PLUS" // prêt locatif à usage social
	PLS  Financing = "PLS"  // prêt locatif social
	LLTS Financing = "LLTS" // logement locatif très social, overseas
	LLS  Financing = "LLS"  // logement locatif social, overseas
)

var financings = [...]Financing{PLAI, PLUS, PLS, LLTS, LLS}

// Known reports whether f is one of the financings.
func (f Financing) Known() bool { return slices.Contains(financings[:], f) }

// FinancingsIn lists the financings that have ceilings in a zone.
func FinancingsIn(z Zone) []Financing {
	if z == ZoneOverseas {
		return []Financing{LLTS, LLS, PLS}
	}
	return []Financing{PLAI, PLUS, PLS}
}

// Status says how sure an amount is.
type Status string

// The statuses of an amount.
const (
	Official  Status = "official"  // as the annex of the arrêté gives it
	Corrected Status = "corrected" // a misprint of the source corrected with the yearly rate
	Computed  Status = "computed"  // by the rule of the text: 1.30, 0.90 or 0.675 x PLUS, rounded half up
	Derived   Status = "derived"   // with the yearly rate, the annex was not read
	Confirmed Status = "confirmed" // derived, and equal to a figure published elsewhere
	Supplied  Status = "supplied"  // given by the caller
)

// Row gives the ceilings of one financing in one zone from one day on, as an
// arrêté does. A caller adds next year's rows with Table.With.
type Row struct {
	Financing Financing   `json:"financing"`
	Zone      Zone        `json:"zone"`
	From      demand.Date `json:"effective_from"`
	Amounts   [6]int      `json:"amounts"` // euros a year, categories 1 to 6
	Extra     int         `json:"extra"`   // euros for each person beyond category 6
	Act       string      `json:"act"`     // the arrêté: "arrêté du 19 décembre 2025"
	Status    Status      `json:"status"`
}

// Table is a set of dated ceilings. It never changes: With makes another one.
type Table struct {
	sets [len(financings)][4]sets // by financing and zone
}

type sets []set // oldest first

type set struct {
	from    demand.Date
	amounts [7]decimal.Decimal
	status  [7]Status
	act     string
}

var published = sync.OnceValue(func() *Table {
	t := &Table{}
	names := map[byte]Status{'o': Official, 'c': Corrected, 'r': Computed, 'd': Derived, 'k': Confirmed}
	for _, r := range ceilings.Rows() {
		s := set{from: demand.MustDate(r.EffectiveFrom), act: "arrêté du " + demand.MustDate(r.Act).French()}
		for i, a := range r.Amounts {
			s.amounts[i], s.status[i] = decimal.NewFromInt(int64(a)), names[r.Status[i]]
		}
		t.add(Financing(r.Financing), Zone(r.Zone), s)
	}
	return t
})

// Published is the table shipped with the library: metropolitan PLAI (from
// 2010), PLUS and PLS from 2008, overseas LLS and LLTS from 2012, to the end of
// 2026. DataVersion dates it.
func Published() *Table { return published() }

// DataVersion dates the published table.
const DataVersion = ceilings.DataVersion

func (t *Table) add(f Financing, z Zone, s set) {
	list := &t.sets[slices.Index(financings[:], f)][zoneIndex(z)]
	i, found := slices.BinarySearchFunc(*list, s.from, func(e set, d demand.Date) int { return e.from.Compare(d) })
	if found {
		(*list)[i] = s
		return
	}
	*list = slices.Insert(*list, i, s)
}

// With gives a table that also holds the rows; a row of a day already known
// replaces it. All rows are checked; the error names each row at fault.
func (t *Table) With(rows ...Row) (*Table, error) {
	out := &Table{}
	for f := range t.sets {
		for z := range t.sets[f] {
			out.sets[f][z] = slices.Clone(t.sets[f][z])
		}
	}
	var wrong []error
	for i, r := range rows {
		if why := r.wrong(); why != "" {
			wrong = append(wrong, fmt.Errorf("household: add ceilings: row %d: %s", i+1, why))
			continue
		}
		s := set{from: r.From, act: r.Act}
		for k := range s.amounts {
			amount := r.Extra
			if k < 6 {
				amount = r.Amounts[k]
			}
			s.amounts[k], s.status[k] = decimal.NewFromInt(int64(amount)), r.Status
			if r.Status == "" {
				s.status[k] = Supplied
			}
		}
		out.add(r.Financing, r.Zone, s)
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return out, nil
}

func (r *Row) wrong() string {
	switch {
	case !r.Financing.Known():
		return "the financing is not PLAI, PLUS, PLS, LLTS or LLS"
	case !r.Zone.Known():
		return "the zone is not paris_communes_limitrophes, ile_de_france, autres_regions or outre_mer"
	case r.From.IsZero():
		return "the first day is missing"
	case r.Act == "":
		return "the act is missing: name the arrêté"
	case r.Extra <= 0:
		return "the amount of an extra person is not positive"
	}
	for i, a := range r.Amounts {
		if a <= 0 || i > 0 && a < r.Amounts[i-1] {
			return fmt.Sprintf("the amount of category %d is not positive or is below that of category %d", i+1, i)
		}
	}
	return ""
}
