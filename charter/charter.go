package charter

import (
	"bytes"
	"embed"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/refdata/territories"
	"github.com/fichier-unique/rules/numbering"
)

// PartyKind says what a partner is.
type PartyKind string

// The kinds of partners.
const (
	Landlord          PartyKind = "landlord"           // bailleur social: must register
	Community         PartyKind = "community"          // commune or département, by deliberation
	EPCI              PartyKind = "epci"               // by deliberation
	StateService      PartyKind = "state_service"      // designated by the prefect
	ReservationHolder PartyKind = "reservation_holder" // réservataire, by agreement with the prefect
	Manager           PartyKind = "manager"            // gestionnaire: registers by mandate only
	Mandatary         PartyKind = "mandatary"          // mandataire commun
	SIAO              PartyKind = "siao"               // since 2015
)

// Title is the act by which a partner that is not a landlord registers.
type Title struct {
	Kind     string      `json:"kind"` // deliberation, convention, designation or mandate
	SignedOn demand.Date `json:"signed_on"`
}

// Party is a partner of the charter.
type Party struct {
	ID            string      `json:"id"`
	Name          string      `json:"name"`
	Kind          PartyKind   `json:"kind"`
	Desks         []string    `json:"desks,omitzero"`
	Title         Title       `json:"title,omitzero"`
	OwnPublicOnly bool        `json:"own_public_only,omitzero"` // derogation: registers its own public only
	From          demand.Date `json:"from,omitzero"`
	To            demand.Date `json:"to,omitzero"`
}

// in reports whether the party is a partner on a day.
func (p *Party) in(on demand.Date) bool { return !on.Before(p.From) && !on.After(p.To) }

// Territory is what the shared file covers.
type Territory struct {
	Number       string   `json:"number"` // territory of the unique numbers: "021"
	Departements []string `json:"departements"`
}

// Charter is the partners' charter as data.
type Charter struct {
	Name      string         `json:"name"`
	Title     string         `json:"title"`
	Version   string         `json:"version"`
	ValidFrom demand.Date    `json:"valid_from"`
	ValidTo   demand.Date    `json:"valid_to,omitzero"`
	Profile   demand.Profile `json:"profile"`
	Territory Territory      `json:"territory"`
	Parties   []Party        `json:"parties"`
}

// PartyOfDesk finds the partner that holds a desk on a day.
func (c *Charter) PartyOfDesk(desk string, on demand.Date) (Party, bool) {
	for i := range c.Parties {
		if p := &c.Parties[i]; desk != "" && p.in(on) && slices.Contains(p.Desks, desk) {
			return *p, true
		}
	}
	return Party{}, false
}

//go:embed data/*.json
var shipped embed.FS

// Named gives a charter shipped with the library.
func Named(name string) (*Charter, bool) {
	data, err := fs.ReadFile(shipped, "data/"+name+".json")
	if err != nil {
		return nil, false
	}
	c, faults := Load(data)
	return c, len(faults) == 0
}

// Names lists the charters shipped.
func Names() []string {
	entries, _ := fs.ReadDir(shipped, "data")
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ".json"))
	}
	return out
}

// Load reads a charter, strictly, and refuses one that goes under the law.
func Load(data []byte) (*Charter, demand.Faults) {
	c := &Charter{}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(c); err != nil || dec.More() {
		return nil, demand.Faults{fault("CHA-FIC-01", "")}
	}
	var faults demand.Faults
	refuse := func(bad bool, code, path string) {
		if bad {
			faults = append(faults, fault(code, path))
		}
	}
	refuse(c.Name == "" || c.Version == "" || c.ValidFrom.IsZero(), "CHA-FIC-02", "name")
	refuse(!c.Profile.Known(), "CHA-FIC-03", "profile")
	refuse(c.ValidTo.Before(c.ValidFrom), "CHA-FIC-04", "valid_to")
	_, known := numbering.LookupTerritory(c.Territory.Number)
	refuse(!known, "CHA-FIC-05", "territory.number")
	refuse(len(c.Territory.Departements) == 0, "CHA-FIC-06", "territory.departements")
	for i, d := range c.Territory.Departements {
		_, ok := territories.Departement(d)
		refuse(!ok, "CHA-FIC-06", at("territory.departements", i))
	}
	seen := map[string]bool{}
	for i := range c.Parties {
		faults = append(faults, checkParty(&c.Parties[i], at("parties", i), seen)...)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return c, nil
}

func checkParty(p *Party, path string, seen map[string]bool) demand.Faults {
	var out demand.Faults
	if _, known := titleOf[p.Kind]; !known {
		out = append(out, fault("CHA-FIC-07", path+".kind"))
	}
	if p.ID == "" || seen["id "+p.ID] {
		out = append(out, fault("CHA-FIC-08", path+".id"))
	}
	seen["id "+p.ID] = true
	for k, d := range p.Desks {
		if len(d) != 5 || seen["desk "+d] {
			out = append(out, fault("CHA-FIC-09", path+"."+at("desks", k)))
		}
		seen["desk "+d] = true
	}
	if p.To.Before(p.From) {
		out = append(out, fault("CHA-FIC-04", path+".to"))
	}
	if p.Kind == Landlord && (p.OwnPublicOnly || len(p.Desks) == 0) {
		out = append(out, fault("CHA-LOI-01", path))
	}
	return out
}
