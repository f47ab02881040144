package manager

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/observatory"
)

// looked are the data that figures rest on, for people.
var looked = []choice{
	{"deposited_on", "Jour du dépôt"}, {"persons_to_house", "Personnes à loger"}, {"wanted.places", "Communes souhaitées"}, {"wanted.types", "Types souhaités"},
	{"reasons", "Motifs"}, {"present_housing.social_tenant", "Locataire du parc social"}, {"applicant.income", "Ressources"},
}

type qualityRow struct {
	Party                                string
	Demands, Blocking, Confirm, NoPlaces int
	Complete                             []string // of each datum looked at
	Often                                []oftenView
}

type oftenView struct {
	Rule  web.Ruling
	Count int
}

type qualityPage struct {
	Data []choice
	Rows []qualityRow
}

// mostOften is how many faults of a partner are shown.
const mostOften = 5

// quality says what the data of each partner are worth, over the demands that are
// followed.
func (v *visit) quality() error {
	var all observatory.Qualities
	in := demand.Setting{AsOf: v.today, Profile: v.charter.Profile, Territory: v.charter.Territory.Number}
	for s, err := range v.Registry.States(v.r.Context(), store.Query{Status: []journal.Status{journal.Active, journal.Expired}}) {
		if err != nil {
			return err
		}
		partner := ""
		if p, ok := v.charter.PartyOfDesk(s.Desk, v.today); ok {
			partner = p.ID
		}
		all.Add(partner, &s.Form, demand.Validate(&s.Form, in))
	}
	page := qualityPage{Data: looked}
	for _, q := range all.All() {
		row := qualityRow{Party: cmp.Or(v.party(q.Partner), "Guichet d’aucun partenaire"), Demands: q.Demands, Blocking: q.Blocking, Confirm: q.Confirm, NoPlaces: q.NoCommune}
		for _, d := range looked {
			row.Complete = append(row.Complete, percent(q.Complete(d.Code)))
		}
		codes := slices.SortedFunc(maps.Keys(q.ByCode), func(a, b string) int { return cmp.Or(q.ByCode[b]-q.ByCode[a], cmp.Compare(a, b)) })
		for _, code := range codes[:min(len(codes), mostOften)] {
			row.Often = append(row.Often, oftenView{v.law(code), q.ByCode[code]})
		}
		page.Rows = append(page.Rows, row)
	}
	return v.render("quality.html", "Qualité des données", page)
}

// percent writes a share, cut down: a datum that one demand lacks is not whole.
func percent(f observatory.Figure) string {
	share, ok := f.Value(6)
	if !ok {
		return ""
	}
	return share.Mul(decimal.NewFromInt(100)).Truncate(0).String() + "\u00a0%"
}
