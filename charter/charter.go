package charter

import (
	"slices"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/costkey"
	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/charter/retention"
	"github.com/fichier-unique/rules/charter/scoring"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
)

// Title is the act by which a partner that is not a landlord registers.
type Title struct {
	Kind     string      `json:"kind"` // deliberation, convention, designation or mandate
	SignedOn demand.Date `json:"signed_on"`
	EndsOn   demand.Date `json:"ends_on,omitzero"`
}

// Stock is how many dwellings a landlord owns, or a holder reserves, in a place.
type Stock struct {
	Place     string `json:"place"` // code of a commune or of a département
	Dwellings int    `json:"dwellings"`
}

// Party is a partner of the charter.
type Party struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Kind  PartyKind `json:"kind"`
	Desks []string  `json:"desks,omitzero"`
	Title Title     `json:"title,omitzero"`
	// Territory is where the partner acts: codes of communes, of EPCI (SIREN) or of
	// départements. A community or an EPCI sees the demands for its territory only.
	Territory           []string    `json:"territory,omitzero"`
	Stock               []Stock     `json:"stock,omitzero"`
	OwnPublicOnly       bool        `json:"own_public_only,omitzero"`      // derogation: registers its own public only
	CollectiveAgreement bool        `json:"collective_agreement,omitzero"` // EPCI with an intercommunal accord collectif
	From                demand.Date `json:"from,omitzero"`
	To                  demand.Date `json:"to,omitzero"`
	// Into is the partner that takes this one over from the day after To (merger of organisations).
	Into string `json:"into,omitzero"`
}

// in reports whether the party is a partner on a day.
func (p *Party) in(on demand.Date) bool { return !on.Before(p.From) && !on.After(p.To) }

// registers reports whether the party is a registering service on a day: by
// itself, or under a title in force.
func (p *Party) registers(on demand.Date, profile demand.Profile) bool {
	switch need := p.Kind.title(); {
	case p.Kind == Landlord:
		return true
	case p.Kind == SIAO:
		return profile >= demand.Profile2015
	case need == "":
		return false
	default:
		return p.Title.Kind == need && !p.Title.SignedOn.IsZero() && !on.Before(p.Title.SignedOn) && !on.After(p.Title.EndsOn)
	}
}

// Mandate lets a partner act in the name of another.
type Mandate struct {
	By   string      `json:"by"` // the partner that gives it
	To   string      `json:"to"` // the partner that acts
	Acts []Act       `json:"acts"`
	From demand.Date `json:"from"`
	End  demand.Date `json:"end,omitzero"`
}

// Derogation is a departure the partners agreed on and the specification admits:
// the single desk (guichet unique), to which some acts are reserved.
// Law: arrêtés of 25 Nov 2010 and 23 Mar 2015, §1, §4. Confidence: V.
type Derogation struct {
	Desk           string      `json:"desk"` // the partner that keeps the acts
	Acts           []Act       `json:"acts"`
	Agreed         demand.Date `json:"agreed"`
	PublicInformed bool        `json:"public_informed"` // the places are made known
	From           demand.Date `json:"from"`
	End            demand.Date `json:"end,omitzero"`
}

// Right is a right beyond the legal floor, given to partners or to a kind.
type Right struct {
	Parties []string    `json:"parties,omitzero"`
	Kind    PartyKind   `json:"kind,omitzero"`
	Acts    []Act       `json:"acts"`
	Basis   string      `json:"basis"` // the text it stands on: deliberation, declaration to the CNIL…
	From    demand.Date `json:"from"`
	End     demand.Date `json:"end,omitzero"`
}

// Online says whether applicants enter their demands themselves, and who
// verifies them before they count. Seniority runs from the day of entry.
type Online struct {
	From     demand.Date `json:"from,omitzero"`
	Verifies []string    `json:"verifies,omitzero"` // parties; none: no verification
}

// Territory is what the shared file covers.
type Territory struct {
	Number       string   `json:"number"` // territory of the unique numbers: "021"
	Departements []string `json:"departements"`
	// Others are further territories of numbers, one series per département.
	Others []string `json:"others,omitzero"`
}

// Law is the law a charter stands on.
type Law string

// The laws. Under another law nothing of the CCH applies, neither the Cerfa form
// nor the DALO: the charter says itself what it requires.
const (
	France Law = ""
	Local  Law = "local"
)

// Scenario is how the partners' systems share the demands.
type Scenario string

// The scenarios.
const (
	Integrated Scenario = "integrated" // one shared base, nobody else stores demands
	Pooled     Scenario = "pooled"     // each keeps its demands, a common pool receives copies
	Twin       Scenario = "twin"       // two full systems side by side
)

// Owner says which partner's value of a field prevails, where two systems write.
type Owner struct {
	Path  string `json:"path"` // of the form: "applicant.income"; the longest path wins
	Party string `json:"party"`
}

// Charter is the partners' charter as data.
type Charter struct {
	Name        string                   `json:"name"`
	Title       string                   `json:"title"`
	Version     string                   `json:"version"`
	ValidFrom   demand.Date              `json:"valid_from"`
	ValidTo     demand.Date              `json:"valid_to,omitzero"`
	Law         Law                      `json:"law,omitzero"`
	Profile     demand.Profile           `json:"profile,omitzero"` // state of French law
	Scenario    Scenario                 `json:"scenario,omitzero"`
	Territory   Territory                `json:"territory"`
	Parties     []Party                  `json:"parties"`
	Mandates    []Mandate                `json:"mandates,omitzero"`
	Derogations []Derogation             `json:"derogations,omitzero"`
	Rights      []Right                  `json:"rights,omitzero"`
	Online      Online                   `json:"online,omitzero"`
	Motives     []demand.StrikeOffMotive `json:"motives,omitzero"`  // those in use; none: all those of the law
	Required    []string                 `json:"required,omitzero"` // under another law: paths of the form wanted before a number
	Owners      []Owner                  `json:"owners,omitzero"`
	Calendar    calendar.Settings        `json:"calendar,omitzero"` // delays the charter fixes, within the law
	// Priorities are the labels beyond those of the law, their issuers, the urgent path.
	Priorities   priority.Settings      `json:"priorities,omitzero"`
	Reservations []priority.Reservation `json:"reservations,omitzero"` // quotas (contingents)
	Scoring      *scoring.Definition    `json:"scoring,omitzero"`      // grid (cotation), once voted
	CostKeys     []costkey.Key          `json:"cost_keys,omitzero"`    // who pays what, each key for its years
	Retention    retention.Settings     `json:"retention,omitzero"`    // what the law leaves to the partners
	Access       access.Settings        `json:"access,omitzero"`       // when the review of accesses points at somebody

	desks   map[string]int // rank of the party of each desk, as loaded
	plan    *plan          // rules of each act, as loaded
	planned standing       // for that law and profile
}

// PartyOfDesk finds the partner that holds a desk on a day.
func (c *Charter) PartyOfDesk(desk string, on demand.Date) (Party, bool) {
	if p := c.partyOfDesk(desk, on); p != nil {
		return *p, true
	}
	return Party{}, false
}

// Party finds a partner by its identifier, in force or not.
func (c *Charter) Party(id string) (Party, bool) {
	if p := c.party(id); p != nil {
		return *p, true
	}
	return Party{}, false
}

// Manager finds the manager of the file (gestionnaire) on a day.
func (c *Charter) Manager(on demand.Date) (Party, bool) {
	for i := range c.Parties {
		if p := &c.Parties[i]; p.Kind == Manager && p.in(on) {
			return *p, true
		}
	}
	return Party{}, false
}

func (c *Charter) partyOfDesk(desk string, on demand.Date) *Party {
	if i, ok := c.desks[desk]; ok && i < len(c.Parties) && c.Parties[i].in(on) && slices.Contains(c.Parties[i].Desks, desk) {
		return &c.Parties[i]
	}
	for i := range c.Parties {
		if p := &c.Parties[i]; desk != "" && p.in(on) && slices.Contains(p.Desks, desk) {
			return p
		}
	}
	return nil
}

func (c *Charter) party(id string) *Party {
	for i := range c.Parties {
		if c.Parties[i].ID == id {
			return &c.Parties[i]
		}
	}
	return nil
}

// actor finds the partner that acts: by its desk, failing which by its identifier,
// in whose place a desk may stand.
func (c *Charter) actor(a *Actor, on demand.Date) *Party {
	if a.Desk != "" {
		return c.partyOfDesk(a.Desk, on)
	}
	if p := c.party(a.Party); p != nil && p.in(on) {
		return p
	}
	return c.partyOfDesk(a.Party, on)
}

// mandate finds the partner in whose name another does an act that day: the one
// it names, else the first whose territory covers a commune, else the first.
func (c *Charter) mandate(to string, act Act, who *Actor, communes []string, on demand.Date) *Party {
	var first *Party
	for i := range c.Mandates {
		m := &c.Mandates[i]
		if m.To != to || on.Before(m.From) || on.After(m.End) || who.For != "" && m.By != who.For || !slices.Contains(m.Acts, act) {
			continue
		}
		by := c.party(m.By)
		if by == nil || who.For != "" || slices.ContainsFunc(communes, func(code string) bool { return covers(by.Territory, code) }) {
			return by
		}
		if first == nil {
			first = by
		}
	}
	return first
}

// singleDesk finds the partner an act is reserved to by derogation that day.
func (c *Charter) singleDesk(act Act, on demand.Date) string {
	for i := range c.Derogations {
		d := &c.Derogations[i]
		if !on.Before(d.From) && !on.After(d.End) && slices.Contains(d.Acts, act) {
			return d.Desk
		}
	}
	return ""
}

// beyond reports whether the charter gives a partner an act beyond the floor.
func (c *Charter) beyond(p *Party, act Act, on demand.Date) bool {
	for i := range c.Rights {
		r := &c.Rights[i]
		if !on.Before(r.From) && !on.After(r.End) && slices.Contains(r.Acts, act) && (r.Kind == p.Kind || slices.Contains(r.Parties, p.ID)) {
			return true
		}
	}
	return false
}

// LandlordsIn names the landlords that have dwellings in one of the communes, in the
// order of the charter, as far as it tells their stock: an attestation names them.
// Law: CCH R.441-2-4 e). Confidence: V.
func (c *Charter) LandlordsIn(communes ...string) []string {
	var out []string
	for i := range c.Parties {
		p := &c.Parties[i]
		var places []string
		for _, s := range p.Stock {
			places = append(places, s.Place)
		}
		if p.Kind == Landlord && slices.ContainsFunc(communes, func(commune string) bool { return covers(places, commune) }) {
			out = append(out, p.Name)
		}
	}
	return out
}

// covers reports whether a commune, as it is today, is in one of the places.
func covers(places []string, commune string) bool {
	if slices.Contains(places, commune) {
		return true
	}
	current, ok := territories.Current(commune)
	if !ok {
		current = commune
	}
	row, _ := territories.Commune(current)
	return slices.Contains(places, current) ||
		row.Departement != "" && slices.Contains(places, row.Departement) || row.EPCI != "" && slices.Contains(places, row.EPCI)
}
