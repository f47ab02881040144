package rental

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/tabular"
)

// column is one that the file works out.
type column struct {
	header string
	french string
	seen   string // "V2" read in a published dictionary, "INF" ours
	needs  []charter.Field
	value  func(r *row) string
}

// row is a line being written.
type row struct {
	*Line
	assessed *household.Assessment
	income   household.Case
}

var (
	dates     = []charter.Field{charter.FieldDates}
	family    = []charter.Field{charter.FieldFamily}
	resources = []charter.Field{charter.FieldFamily, charter.FieldIdentity, charter.FieldResources, charter.FieldWanted}
	labels    = []charter.Field{charter.FieldLabels}
)

// before stand before the columns of the profile, in this order.
var before = []column{
	{"ID_demande", "Identifiant de la demande dans le fichier partagé ; il ne change pas et ne dit rien par lui-même.", "INF", nil, func(r *row) string { return r.Demand }},
	{"Code_etat_demande", "État de la demande.", "INF", nil, func(r *row) string { return string(r.State.Status) }},
	{"Libelle_etat_demande", "État de la demande, en clair.", "V2", nil, func(r *row) string { return statusLabels[r.State.Status] }},
	{"Date_creation", "Jour où la demande a été inscrite au fichier.", "V2", dates, func(r *row) string { return day(r.Created) }},
	{"Date_validation", "Jour où un guichet a vérifié la demande saisie en ligne.", "V2", dates, func(r *row) string { return day(r.Verified) }},
	{"Date_anciennete", "Jour d'où court l'ancienneté : celui de la première demande du ménage, après une séparation ou une fusion.", "INF", dates, func(r *row) string { return day(r.State.Seniority) }},
	{"Date_passage_delai_anormalement_long", "Premier jour au-delà du délai anormalement long.", "V2", dates, func(r *row) string { return day(r.Abnormal) }},
	{"Code_motif_radiation", "Motif de la radiation.", "INF", dates, func(r *row) string { return string(r.State.Motive) }},
	{"Libelle_motif_radiation", "Motif de la radiation, en clair.", "INF", dates, func(r *row) string { return label("strike_off_motive", string(r.State.Motive)) }},
	{"Date_radiation", "Jour de la radiation.", "INF", dates, func(r *row) string { return day(r.State.StruckOffOn) }},
}

// after stand after the columns of the profile.
var after = []column{
	{"Nombre_personnes_a_charge", "Personnes à charge nommées dans la demande.", "V2", family, func(r *row) string { return strconv.Itoa(len(r.State.Form.Dependants)) }},
	{"Nombre_enfants", "Enfants parmi les personnes à charge.", "V2", family, func(r *row) string { return strconv.Itoa(children(&r.State.Form)) }},
	{"Nombre_garde_alternee", "Enfants en garde alternée.", "V2", family, func(r *row) string { return custody(r, demand.CoParentingG) }},
	{"Nombre_droit_visite", "Enfants avec droit de visite.", "V2", family, func(r *row) string { return custody(r, demand.CoParentingD) }},
	{"Nombre_personnes_handicapees", "Personnes pour lesquelles un complément handicap est joint.", "V2", []charter.Field{charter.FieldDisability}, func(r *row) string { return strconv.Itoa(len(r.State.Form.Disabilities)) }},
	{"Categorie_menage", "Catégorie de ménage des plafonds, de 1 à 6.", "INF", resources, func(r *row) string { return category(r) }},
	{"Nombre_unite_consommation", "Unités de consommation du ménage.", "V2", resources, func(r *row) string { return units(r) }},
	{"Ressources_par_unite_consommation", "Revenu retenu, par unité de consommation, en euros par an.", "V2", resources, func(r *row) string { return perUnit(r) }},
	{"Plafond_PLAI", "Plafond de ressources du PLAI pour ce ménage, en euros ; vide quand il n'est pas connu.", "V2", resources, func(r *row) string { return ceiling(r, "PLAI") }},
	{"Plafond_PLUS", "Plafond de ressources du PLUS.", "V2", resources, func(r *row) string { return ceiling(r, "PLUS") }},
	{"Plafond_PLS", "Plafond de ressources du PLS.", "V2", resources, func(r *row) string { return ceiling(r, "PLS") }},
	{"Indicateur_demande_prioritaire", "oui quand une priorité est reconnue ce jour.", "V2", labels, func(r *row) string { return yes(len(r.State.Labels) > 0) }},
	{"Libelle_motif_priorite", "Priorités reconnues, séparées par une barre.", "V2", labels, func(r *row) string { return marks(r.State.Labels) }},
	{"Contingents", "Contingents dont le ménage relève, séparés par une barre.", "INF", labels, func(r *row) string { return marks(r.State.Quotas) }},
}

var statusLabels = map[journal.Status]string{
	journal.ToVerify: "à vérifier par un guichet", journal.Active: "active", journal.Expired: "à renouveler, délai passé",
	journal.StruckOff: "radiée", journal.Merged: "réunie à une autre demande", journal.Deleted: "effacée", Closed: "n'est plus ouverte au partenaire",
}

func day(d demand.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func yes(b bool) string {
	if b {
		return "oui"
	}
	return "non"
}

func label(list, code string) string {
	l, _ := demand.FindCodeList(list)
	for _, e := range l.Entries {
		if e.Code == code {
			return e.French
		}
	}
	return ""
}

func marks(all []journal.Dated) string {
	var codes []string
	for _, d := range all {
		codes = append(codes, d.Code)
	}
	return strings.Join(codes, "|")
}

func children(f *demand.Form) int {
	n := 0
	for _, d := range f.Dependants {
		if d.Kinship == demand.KinshipE {
			n++
		}
	}
	return n
}

func custody(r *row, kind demand.CoParenting) string {
	n := 0
	for _, c := range r.State.Form.Custody {
		if c.Arrangement == kind {
			n++
		}
	}
	return strconv.Itoa(n)
}

func category(r *row) string {
	if r.assessed == nil || r.assessed.Category.Number == 0 {
		return ""
	}
	return strconv.Itoa(r.assessed.Category.Number)
}

func units(r *row) string {
	if r.assessed == nil {
		return ""
	}
	return household.ConsumptionUnits(&r.income).String()
}

func perUnit(r *row) string {
	if r.assessed == nil {
		return ""
	}
	amount, ok := household.IncomePerUnit(&r.income)
	if !ok {
		return ""
	}
	return amount.StringFixed(2)
}

func ceiling(r *row, financing household.Financing) string {
	if r.assessed == nil {
		return ""
	}
	for i := range r.assessed.Financings {
		if c := &r.assessed.Financings[i].Ceiling; c.Financing == financing && c.Known() {
			return c.Amount.String()
		}
	}
	return ""
}

// profile is what the rental software reads back.
var profile = tabular.Rental()

// listOf gives the code list of a column of the profile; "" when it holds no code.
func listOf(c *tabular.Column) string {
	if c.Flag != "" {
		return ""
	}
	typ := reflect.TypeFor[demand.Form]()
	for _, step := range strings.Split(c.Path, ".") {
		name, _, list := strings.Cut(step, "[")
		next, ok := field(typ, name)
		if !ok {
			return ""
		}
		if typ = next; list && typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
	}
	if code, ok := reflect.New(typ).Elem().Interface().(interface{ ListName() string }); ok {
		return code.ListName()
	}
	return ""
}

// field finds the type of a field by its JSON name.
func field(typ reflect.Type, name string) (reflect.Type, bool) {
	if typ.Kind() != reflect.Struct {
		return nil, false
	}
	for i := range typ.NumField() {
		f := typ.Field(i)
		if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); tag == name {
			return f.Type, true
		}
	}
	return nil, false
}
