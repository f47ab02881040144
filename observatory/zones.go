package observatory

import (
	"errors"
	"fmt"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/internal/pack"
	"github.com/fichier-unique/rules/observatory/territory"
)

// ZoneCounts counts demands by the zones of a caller's table below the commune: the
// quartiers that a form offers. Zones of another kind (QPV) are counted for
// themselves: the two do not nest, and their figures never subtract.
type ZoneCounts struct {
	kind  territory.Level
	units []territory.Unit
	ranks map[string]int
	asOf  demand.Date

	total   int
	first   []int // by zone of the first choice; then: none said, not known
	any     []int // by zone wanted, each once
	scratch []int
}

// NewZoneCounts starts empty: the zones of a kind that stand on the day of the count.
func NewZoneCounts(z *territory.Zones, kind territory.Level, asOf demand.Date) *ZoneCounts {
	c := &ZoneCounts{kind: kind, units: z.Units(kind, asOf), ranks: map[string]int{}, asOf: asOf}
	for i, u := range c.units {
		for _, row := range z.Find(kind, u.Code, asOf) {
			c.ranks[row.Commune+" "+u.Code] = i
		}
	}
	c.first, c.any = make([]int, len(c.units)+2), make([]int, len(c.units))
	return c
}

// Add counts a demand by the places it wants, in order of preference. A place
// without a zone, and one whose zone is not in the table or is in another commune,
// are counted apart.
func (c *ZoneCounts) Add(places []demand.WantedPlace) {
	c.total++
	c.scratch = c.scratch[:0]
	for i, p := range places {
		rank, known := c.ranks[p.Commune+" "+p.Quarter]
		switch {
		case p.Quarter == "":
			rank = len(c.units)
		case !known:
			rank = len(c.units) + 1
		case !slices.Contains(c.scratch, rank):
			c.scratch = append(c.scratch, rank)
			c.any[rank]++
		}
		if i == 0 {
			c.first[rank]++
		}
	}
	if len(places) == 0 {
		c.first[len(c.units)]++
	}
}

// Merge adds the counts of another part, of the same zones and day.
func (c *ZoneCounts) Merge(o *ZoneCounts) error {
	if c.asOf != o.asOf || c.kind != o.kind || !slices.Equal(c.units, o.units) {
		return fmt.Errorf("observatory: merge zones: the counts are not of the same %s on the same day; count both with one table of zones", c.kind)
	}
	c.total += o.total
	for i, n := range o.first {
		c.first[i] += n
	}
	for i, n := range o.any {
		c.any[i] += n
	}
	return nil
}

var (
	zoneFirst = Measure{Code: "zone_first", Title: "Demandes selon le premier quartier souhaité", English: "Demands by first quarter wanted",
		Definition:        "Demandes en cours, chacune comptée une fois dans la zone (quartier) de son premier choix, ou parmi celles qui n'en disent aucune, ou dont la zone n'est pas connue.",
		DefinitionEnglish: "Demands in the stock, each counted once in the zone of its first choice, or among those that say none, or whose zone is not known.",
		Formula:           "count", Unit: "demande", Additive: true, SumsUp: true, Total: "zone_first", Source: sourceStock, Version: 1}
	zoneAny = Measure{Code: "zone_any", Title: "Demandes selon tous les quartiers souhaités", English: "Demands by any quarter wanted",
		Definition:        "Demandes en cours, chacune comptée une fois dans chaque zone (quartier) qu'elle accepte : les lignes ne s'additionnent pas, et ne se comparent pas à des comptes de premier choix.",
		DefinitionEnglish: "Demands in the stock, each counted once in each zone it accepts: rows do not add up, and do not compare with counts by first choice.",
		Formula:           "count", Unit: "demande", Additive: true, Total: "zone_any", Source: sourceStock, Version: 1}
)

// Tables gives the counts by first choice and by any choice.
func (c *ZoneCounts) Tables() []Table {
	first := Table{Measure: zoneFirst, Level: c.kind, GeographyYear: c.asOf.Year(), AsOf: c.asOf, Columns: columns(nil)}
	every := Table{Measure: zoneAny, Level: c.kind, GeographyYear: c.asOf.Year(), AsOf: c.asOf, Columns: columns(nil)}
	for i, u := range c.units {
		if c.first[i] > 0 {
			first.Rows = append(first.Rows, rowOf(u.Code, u.Name, []int{c.first[i]}))
		}
		if c.any[i] > 0 {
			every.Rows = append(every.Rows, rowOf(u.Code, u.Name, []int{c.any[i]}))
		}
	}
	if n := c.first[len(c.units)]; n > 0 {
		first.Rows = append(first.Rows, rowOf("NONE", "Aucune zone dite", []int{n}))
	}
	if n := c.first[len(c.units)+1]; n > 0 {
		first.Rows = append(first.Rows, rowOf("UNKNOWN", "Zone non connue", []int{n}))
	}
	first.Total, every.Total = rowOf("TOTAL", "Ensemble", []int{c.total}), rowOf("TOTAL", "Ensemble", []int{c.total})
	return []Table{first, every}
}

const zonesVersion = 1

// MarshalBinary writes the counts, with the codes of the zones.
func (c *ZoneCounts) MarshalBinary() ([]byte, error) {
	b := pack.Count(c.heading(), uint64(c.total))
	for _, n := range slices.Concat(c.first, c.any) {
		b = pack.Count(b, uint64(n))
	}
	return b, nil
}

func (c *ZoneCounts) heading() []byte {
	b := pack.Text(pack.Text([]byte{zonesVersion}, string(c.kind)), c.asOf.String())
	b = pack.Count(b, uint64(len(c.units)))
	for _, u := range c.units {
		b = pack.Text(b, u.Code)
	}
	return b
}

var errZones = errors.New("observatory: unmarshal zones: the bytes are not those of counts of the same zones and day, or are cut short; count again from the demands")

// UnmarshalBinary reads what MarshalBinary wrote, into counts of the same zones and day.
func (c *ZoneCounts) UnmarshalBinary(data []byte) error {
	heading := c.heading()
	if len(data) < len(heading) || !slices.Equal(data[:len(heading)], heading) {
		return errZones
	}
	r := pack.NewReader(append([]byte{zonesVersion}, data[len(heading):]...), zonesVersion)
	counts := make([]int, 1+len(c.first)+len(c.any))
	for i := range counts {
		counts[i] = int(min(r.Count(), 1<<62))
	}
	if !r.Whole() {
		return errZones
	}
	c.total = counts[0]
	copy(c.first, counts[1:])
	copy(c.any, counts[1+len(c.first):])
	return nil
}
