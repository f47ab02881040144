package entry

import (
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// ceilings is what the ceilings say of a draft, early and without obligation.
type ceilings struct {
	Category   int
	Persons    string
	Where      string
	Income     string // "" when it is not known
	Year       int
	WhyNot     string // why the income is not known
	Lines      []ceilingLine
	WithUnborn int
}

// ceilingLine is the ceiling of a financing.
type ceilingLine struct {
	Name, About string
	Amount      string
	Verdict     string
	Why         string // the rule, or the reason of an unknown answer
}

var abouts = map[household.Financing]string{
	household.PLAI: "les loyers les plus bas", household.PLUS: "le logement social ordinaire", household.PLS: "les loyers intermédiaires",
	household.LLTS: "les loyers les plus bas, outre-mer", household.LLS: "le logement social ordinaire, outre-mer",
}

var zones = map[household.Zone]string{
	household.ZoneParis: "Paris et communes limitrophes", household.ZoneIDF: "Île-de-France, hors Paris et communes limitrophes",
	household.ZoneOther: "hors Île-de-France", household.ZoneOverseas: "outre-mer",
}

// ceilingsOf assesses a draft for a lease that would be signed today in the first
// wanted commune, failing which where the applicant lives.
func (e *Entry) ceilingsOf(d *draft) *ceilings {
	today := e.Registry.Today()
	f := d.pruned(today)
	commune := f.Applicant.Address.Commune
	if len(f.Wanted.Places) > 0 {
		commune = f.Wanted.Places[0].Commune
	}
	c, faults := household.FromForm(&f, commune, today)
	if faults.Blocking() {
		return nil
	}
	if commune == "" {
		if _, ch, err := e.setting(); err == nil && departement(ch) != "" {
			c.Zone = zoneOfDepartement(departement(ch))
		}
	}
	a := household.Assess(&c, e.Ceilings)
	out := &ceilings{Category: a.Category.Number, Persons: web.Plural(a.Category.Persons, "personne", "personnes"), Where: zones[a.Zone]}
	if a.WithUnborn != nil && a.WithUnborn.Number != a.Category.Number {
		out.WithUnborn = a.WithUnborn.Number
	}
	if a.Income.Known() {
		out.Income, out.Year = web.FrenchEuros(a.Income.Amount), a.Income.Year
	} else if a.Income.Unknown != "" {
		out.WhyNot = e.sayRule(a.Income.Unknown)
	}
	for i := range a.Financings {
		line := e.ceilingLine(&a.Financings[i])
		if line.Why == out.WhyNot {
			line.Why = "" // said above, once for all
		}
		out.Lines = append(out.Lines, line)
	}
	return out
}

func (e *Entry) ceilingLine(f *household.Eligibility) ceilingLine {
	line := ceilingLine{Name: string(f.Financing), About: abouts[f.Financing], Amount: "inconnu", Verdict: "Pas encore de réponse", Why: e.sayRule(f.Rule)}
	if f.Ceiling.Known() {
		line.Amount = web.FrenchEuros(f.Ceiling.Amount)
	}
	switch f.Verdict {
	case household.Eligible:
		line.Verdict, line.Why = "Vous êtes sous le plafond", ""
		if f.Percent.Valid {
			line.Why = strings.ReplaceAll(f.Percent.Decimal.String(), ".", ",") + "\u00a0% du plafond"
		}
	case household.NotEligible:
		line.Verdict, line.Why = "Vous êtes au-dessus du plafond", ""
	}
	if f.Rule == afterTable {
		line.Why = "Les plafonds de cette année ne sont pas encore connus de ce site."
	}
	return line
}

// afterTable is the rule of a day that the published ceilings do not reach: it tells
// the operator of the table what to do, not the applicant.
const afterTable = "FOY-PLF-01"

// sayRule writes the sentence of a rule when it has no parameter to fill.
func (e *Entry) sayRule(code string) string {
	rule, ok := e.Book.Rule(code)
	if !ok || len(rule.Params) > 0 {
		return ""
	}
	return e.say(demand.Fault{Code: code})
}

// zoneOfDepartement is the zone of a département, when it is one.
func zoneOfDepartement(code string) household.Zone {
	switch code {
	case "77", "78", "91", "95":
		return household.ZoneIDF
	case "75", "92", "93", "94":
		return "" // two zones: the commune says which
	}
	if len(code) == 3 {
		return household.ZoneOverseas
	}
	return household.ZoneOther
}
