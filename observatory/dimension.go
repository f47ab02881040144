package observatory

import (
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Dimension is a way of dividing demands, with its columns.
type Dimension struct {
	Code    string   `json:"code"`
	Title   string   `json:"title"`
	English string   `json:"title_en"`
	Several bool     `json:"several"` // a demand may be in several columns: they do not sum
	Columns []Column `json:"columns"`
}

// dim numbers the dimensions.
type dim uint8

const (
	byType dim = iota
	byTarget
	byAge
	bySize
	byTransfer
	byReason
	byCeiling
	byQuartile
	byAbnormal
	byQuota
	byMotive
	byNature
	dims
)

// Codes of columns. The last one of each dimension says that nothing is known.
var (
	typeCodes     = []string{"C", "T1", "T2", "T3", "T4", "T5", "T6P", "none"}
	ageCodes      = []string{"under_6_months", "6_to_11_months", "12_to_23_months", "24_to_35_months", "36_months_and_more", "unknown"}
	sizeCodes     = []string{"1", "2", "3", "4", "5", "6_and_more", "unknown"}
	yesNoCodes    = []string{"yes", "no", "unknown"}
	ceilingCodes  = []string{"under_plai", "under_60_plus", "under_plus", "under_pls", "above", "unknown"}
	quotaCodes    = []string{"PPRIOR", "PFONCT", "COLTER", "COLACT", "AUTRES", "none"}
	motiveCodes   = []string{"RADABA", "RADCON", "RADIRR", "RADREN", "unknown"}
	natureCodes   = []string{"household", "association"}
	reasonColumns = 24
)

var columnTitles = map[string]string{
	"C": "Chambre", "T6P": "T6 et plus", "none": "Sans", "under_6_months": "Moins de 6 mois", "6_to_11_months": "6 à 11 mois",
	"12_to_23_months": "12 à 23 mois", "24_to_35_months": "24 à 35 mois", "36_months_and_more": "36 mois et plus", "unknown": "Non connu",
	"6_and_more": "6 et plus", "total": "Total", "yes": "Oui", "no": "Non", "under_plai": "Sous le plafond PLAI", "under_60_plus": "Du PLAI à 60 % du PLUS",
	"under_plus": "De 60 % du PLUS au PLUS", "under_pls": "Du PLUS au PLS", "above": "Au-dessus du PLS", "household": "Ménage", "association": "Association",
	"PPRIOR": "Préfet, publics prioritaires", "PFONCT": "Préfet, agents de l'État", "COLTER": "Collectivités", "COLACT": "Action Logement et employeurs",
	"AUTRES": "Autres réservataires", "RADABA": "Renonciation", "RADCON": "Absence de réponse", "RADIRR": "Irrecevabilité", "RADREN": "Non-renouvellement",
	"stock_start": "En cours au début", "new": "Nouvelles", "back": "Rétablies", "moved_in": "Venues d'une autre commune", "allocated": "Satisfaites",
	"struck_off": "Radiées pour un autre motif", "merged": "Réunies à une autre", "deleted": "Supprimées", "moved_out": "Parties vers une autre commune",
	"stock_end": "En cours à la fin", "renewed": "Renouvellements",
}

// columns gives the columns of codes and the total.
func columns(codes []string) []Column {
	out := make([]Column, 0, len(codes)+1)
	for _, c := range codes {
		out = append(out, Column{c, titleOf(c)})
	}
	return append(out, Column{"total", columnTitles["total"]})
}

// titleOf gives the French title of a column, or of a crossing of two.
func titleOf(code string) string {
	parts := strings.Split(code, "|")
	for i, p := range parts {
		if t := columnTitles[p]; t != "" {
			parts[i] = t
		}
	}
	return strings.Join(parts, " · ")
}

var dimensionTable = [dims]struct {
	code, title, english string
	several              bool
}{
	byType:     {"type", "Type de logement souhaité", "Type wanted", true},
	byTarget:   {"target", "Typologie cible du ménage", "Target type of the household", false},
	byAge:      {"age", "Ancienneté de la demande", "Age of the demand", false},
	bySize:     {"size", "Personnes à loger", "Persons to house", false},
	byTransfer: {"transfer", "Déjà locataire du parc social", "Already a social tenant", false},
	byReason:   {"reason", "Motif principal", "Main reason", false},
	byCeiling:  {"ceiling", "Ressources et plafonds", "Income and ceilings", false},
	byQuartile: {"quartile", "Premier quartile de ressources", "First quartile of income", false},
	byAbnormal: {"abnormal", "Au-delà du délai anormalement long", "Beyond the abnormal delay", false},
	byQuota:    {"quota", "Contingent de réservation", "Reservation quota", true},
	byMotive:   {"motive", "Motif de radiation", "Ground of strike-off", false},
	byNature:   {"nature", "Ménage ou association", "Household or association", false},
}

// codesOf gives the codes of the columns of a dimension.
func (d dim) codesOf() []string {
	switch d {
	case byType, byTarget:
		return typeCodes
	case byAge:
		return ageCodes
	case bySize:
		return sizeCodes
	case byReason:
		return reasonCodes()
	case byCeiling:
		return ceilingCodes
	case byQuota:
		return quotaCodes
	case byMotive:
		return motiveCodes
	case byNature:
		return natureCodes
	}
	return yesNoCodes
}

// reasonCodes are the codes of the form and "unknown".
func reasonCodes() []string {
	list, _ := demand.FindCodeList(demand.ReasonCode01.ListName())
	out := make([]string, 0, reasonColumns)
	for _, e := range list.Entries {
		out = append(out, e.Code)
	}
	return append(out, "unknown")
}

func (d dim) dimension() Dimension {
	t := dimensionTable[d]
	out := Dimension{Code: t.code, Title: t.title, English: t.english, Several: t.several}
	for _, c := range d.codesOf() {
		title := titleOf(c)
		if d == byReason && c != "unknown" {
			title = demand.Label(demand.ReasonCode(c))
		}
		out.Columns = append(out.Columns, Column{c, title})
	}
	return out
}

// Dimensions lists the ways of dividing demands.
func Dimensions() []Dimension {
	var out []Dimension
	for d := range dims {
		out = append(out, d.dimension())
	}
	return out
}

// dimOf finds a dimension by its code.
func dimOf(code string) (dim, bool) {
	i := slices.IndexFunc(dimensionTable[:], func(t struct {
		code, title, english string
		several              bool
	}) bool {
		return t.code == code
	})
	return dim(i), i >= 0
}
