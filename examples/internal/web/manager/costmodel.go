package manager

import (
	"encoding/json"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/costkey"
)

// costKeyText gives a key as a file: the one in force, to start the next from, or a
// model with the partners of the charter. What the model says is for the partners to
// change: nothing is shared until they give a key back.
func (v *visit) costKeyText() error {
	k, err := v.costKey(v.today)
	if err != nil {
		return err
	}
	if k == nil {
		k = v.costModel()
	}
	text, err := json.MarshalIndent(k, "", "  ")
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/json")
	v.w.Header().Set("Content-Disposition", `attachment; filename="cle.json"`)
	_, _ = v.w.Write(append(text, '\n')) // the reader went away: nothing to mend
	return nil
}

// costModel is a key of two groups: landlords by their dwellings, communities by
// their use. Who is neither pays nothing in it.
func (v *visit) costModel() *costkey.Key {
	k := &costkey.Key{Name: "modele", Version: "1", Agreement: "convention du…", ValidFrom: v.today}
	groups := []struct {
		costkey.Group
		by      costkey.Base
		percent map[string]int64
		kinds   []charter.PartyKind
	}{
		{costkey.Group{ID: "bailleurs", Name: "Bailleurs"}, costkey.ByStock, map[string]int64{costkey.Investment: 50, costkey.Running: 70}, []charter.PartyKind{charter.Landlord}},
		{costkey.Group{ID: "collectivites", Name: "Collectivités"}, costkey.ByUse, map[string]int64{costkey.Investment: 50, costkey.Running: 30}, []charter.PartyKind{charter.EPCI, charter.Community}},
	}
	of := map[charter.PartyKind]string{}
	for _, g := range groups {
		for _, kind := range g.kinds {
			of[kind] = g.ID
		}
	}
	present := map[string]bool{}
	for i := range v.charter.Parties {
		p := &v.charter.Parties[i]
		group := of[p.Kind]
		present[group] = true
		k.Partners = append(k.Partners, costkey.Partner{ID: p.ID, Group: group, Exempt: group == "", Desks: p.Desks, From: p.From, To: p.To})
	}
	for _, code := range []string{costkey.Investment, costkey.Running} {
		e := costkey.Expense{Code: code}
		for _, g := range groups {
			if present[g.ID] {
				e.Splits = append(e.Splits, costkey.Split{Group: g.ID, Percent: decimal.NewFromInt(g.percent[code]), By: g.by})
			}
		}
		if len(e.Splits) == 1 {
			e.Splits[0].Percent = decimal.NewFromInt(100)
		}
		k.Expenses = append(k.Expenses, e)
	}
	for _, g := range groups {
		if present[g.ID] {
			k.Groups = append(k.Groups, g.Group)
		}
	}
	return k
}
