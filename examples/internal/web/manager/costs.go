package manager

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/charter/costkey"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// costKeyKind is the kind of the records that hold the keys by which partners share
// what the file costs; the key of a record is its first day.
const costKeyKind = "cost-key"

const costsHome = home + "/couts"

type amountView struct{ Code, Text, Value string }

type partView struct {
	Expense, Party, By              string
	Measure, Days, Fraction, Amount string
}

type costsPage struct {
	Key      *costkey.Key
	Day      demand.Date
	Expenses []amountView
	Stock    []amountView
	Faults   []web.Ruling
	Sharing  *costkey.Sharing
	Parts    []partView
	Owed     []choice
	Use      []useView
	Outside  uint64
}

type useView struct {
	Party, Act string
	Count      uint64
}

var expenseNames = map[string]string{costkey.Investment: "Investissement", costkey.Running: "Fonctionnement"}

var baseNames = map[costkey.Base]string{costkey.ByStock: "logements", costkey.ByUse: "actes", costkey.Fixed: "poids fixé"}

var actNames = map[costkey.Act]string{costkey.Registration: "Enregistrements", costkey.Renewal: "Renouvellements", costkey.Modification: "Modifications",
	costkey.Consultation: "Consultations", costkey.Export: "Exports"}

// costKey is the key in force on a day, nil when there is none.
func (v *visit) costKey(day demand.Date) (*costkey.Key, error) {
	var keys []costkey.Key
	for rec, err := range v.Registry.Store().Records(v.r.Context(), costKeyKind, "", v.Registry.Clock()) {
		if err != nil {
			return nil, err
		}
		k, _ := costkey.Decode(rec.Body) // it was checked when it came in
		keys = append(keys, k)
	}
	k, ok := costkey.At(keys, day)
	if !ok {
		return nil, nil
	}
	return k, nil
}

// costsPage begins the page with what is to be filled in.
func (v *visit) costsPage() (costsPage, error) {
	page := costsPage{Day: v.today}
	if text := v.r.FormValue("jour"); text != "" {
		day, err := demand.ParseDate(text)
		if err != nil {
			return page, &web.Error{Status: http.StatusUnprocessableEntity, Detail: "Le jour du décompte n’est pas une date : le choisir dans le calendrier, ou l’écrire 2026-12-31."}
		}
		page.Day = day
	}
	var err error
	if page.Key, err = v.costKey(page.Day); err != nil || page.Key == nil {
		return page, err
	}
	for _, e := range page.Key.Expenses {
		name := expenseNames[e.Code]
		if name == "" {
			name = e.Code
		}
		page.Expenses = append(page.Expenses, amountView{"montant." + e.Code, name, v.r.FormValue("montant." + e.Code)})
	}
	for _, p := range page.Key.Partners {
		value := v.r.FormValue("logements." + p.ID)
		if value == "" {
			value = v.dwellings(p.ID)
		}
		page.Stock = append(page.Stock, amountView{"logements." + p.ID, v.party(p.ID), value})
	}
	return page, nil
}

// dwellings is what the charter says that a partner owns.
func (v *visit) dwellings(id string) string {
	n := 0
	p, _ := v.charter.Party(id)
	for _, s := range p.Stock {
		n += s.Dwellings
	}
	return strconv.Itoa(n)
}

func (v *visit) costs() error {
	page, err := v.costsPage()
	if err != nil {
		return err
	}
	return v.render("costs.html", "Coûts", page)
}

// setCostKey takes in a key that the partners agreed on.
func (v *visit) setCostKey() error {
	part, err := v.part("fichier")
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(part, costkey.MaxKeyBytes+1))
	if err != nil {
		return &web.Error{Status: http.StatusBadRequest, Cause: err}
	}
	k, faults := costkey.Decode(text)
	if faults.Blocking() {
		page, err := v.costsPage()
		if err != nil {
			return err
		}
		page.Faults = v.sentences(faults)
		return v.render("costs.html", "Coûts", page)
	}
	ctx := v.r.Context()
	rec := store.Record{Kind: costKeyKind, Key: k.ValidFrom.String() + " " + k.Name + " " + k.Version, Body: text}
	_, err = v.Registry.Store().Write(ctx, &store.Act{Records: []store.Record{rec}, At: v.Registry.Clock()})
	var stale *store.StaleError
	if errors.As(err, &stale) {
		return v.done(costsHome, "error", "Une clé de ce nom, de cette version et de ce premier jour est déjà là : donner à celle-ci une autre version.")
	}
	if err != nil {
		return err
	}
	if err := v.Registry.Log(ctx, v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	return v.done(costsHome, "success", "La clé « "+k.Name+" », version "+k.Version+", est enregistrée ; elle s’applique à partir du "+web.FrenchDay(k.ValidFrom)+".")
}

// use counts what each partner did with the file in a year: from the journal, and
// from that of accesses.
func (v *visit) use(k *costkey.Key, year costkey.Year) (*costkey.Use, error) {
	use, ctx := costkey.NewUse(year), v.r.Context()
	for _, history := range v.Registry.Journals(ctx, store.Query{}) {
		if err := history.Err(); err != nil {
			return nil, err
		}
		use.AddJournal(k, history.Journal)
	}
	known := map[string]bool{}
	for _, p := range k.Partners {
		known[p.ID] = true
	}
	zone := calendar.Zone(v.charter.Calendar.TimeZone)
	acts := map[access.Act]costkey.Act{access.Consult: costkey.Consultation, access.Export: costkey.Export}
	for after := int64(0); ; {
		events, next, err := v.Registry.Accesses(ctx, after, 5000)
		if err != nil {
			return nil, err
		}
		if next == after {
			return use, nil
		}
		for i := range events {
			e := &events[i]
			act, counted := acts[e.Act]
			if day, ok := zone.Day(e.At); ok && counted {
				partner := e.Party
				if !known[partner] {
					partner = ""
				}
				use.Add(partner, act, day, 1)
			}
		}
		after = next
	}
}

// shareCosts shares the amounts of the year of a day.
func (v *visit) shareCosts() error {
	page, err := v.costsPage()
	if err != nil {
		return err
	}
	if page.Key == nil {
		return v.render("costs.html", "Coûts", page)
	}
	year, ok := page.Key.YearOf(page.Day)
	if !ok {
		return &web.Error{Status: http.StatusUnprocessableEntity}
	}
	amounts, stock, err := page.measures()
	if err != nil {
		return err
	}
	use, err := v.use(page.Key, year)
	if err != nil {
		return err
	}
	sharing, faults := costkey.Share(page.Key, amounts, costkey.Measures{Stock: stock, Use: use}, page.Day)
	page.Faults = v.sentences(faults)
	if faults.Blocking() {
		return v.render("costs.html", "Coûts", page)
	}
	if v.r.FormValue("forme") == "json" {
		text, err := json.MarshalIndent(sharing, "", "  ")
		if err != nil {
			return err
		}
		v.w.Header().Set("Content-Type", "application/json")
		v.w.Header().Set("Content-Disposition", `attachment; filename="repartition.json"`)
		_, _ = v.w.Write(append(text, '\n')) // the reader went away: nothing to mend
		return nil
	}
	page.Sharing, page.Outside = &sharing, use.Outside()
	v.tellSharing(&page)
	return v.render("costs.html", "Coûts", page)
}

// measures reads the amounts and the dwellings of the form.
func (p *costsPage) measures() (amounts []costkey.Amount, stock map[string]int64, err error) {
	for _, e := range p.Expenses {
		if e.Value == "" {
			continue
		}
		euros, err := decimal.NewFromString(strings.NewReplacer(",", ".", " ", "", "\u00a0", "", "\u202f", "").Replace(e.Value))
		if err != nil {
			return nil, nil, &web.Error{Status: http.StatusUnprocessableEntity, Detail: e.Text + " : ce n’est pas un montant en euros."}
		}
		amounts = append(amounts, costkey.Amount{Expense: strings.TrimPrefix(e.Code, "montant."), Euros: euros})
	}
	stock = map[string]int64{}
	for _, s := range p.Stock {
		n, err := strconv.ParseInt(strings.ReplaceAll(s.Value, " ", ""), 10, 64)
		if err != nil || n < 0 {
			return nil, nil, &web.Error{Status: http.StatusUnprocessableEntity, Detail: s.Text + " : le nombre de logements n’est pas un nombre entier."}
		}
		stock[strings.TrimPrefix(s.Code, "logements.")] = n
	}
	return amounts, stock, nil
}

// tellSharing writes a sharing for the page.
func (v *visit) tellSharing(page *costsPage) {
	for i := range page.Sharing.Parts {
		p := &page.Sharing.Parts[i]
		expense := p.Expense
		if at := slices.IndexFunc(page.Expenses, func(a amountView) bool { return a.Code == "montant."+p.Expense }); at >= 0 {
			expense = page.Expenses[at].Text
		}
		page.Parts = append(page.Parts, partView{expense, v.party(p.Partner), baseNames[p.By], p.Measure.String(),
			strconv.Itoa(p.Days) + " sur " + strconv.Itoa(p.OfDays), p.Numerator.String() + " / " + p.Denominator.String(), web.FrenchEuros(p.Amount)})
	}
	for _, o := range page.Sharing.Owed {
		page.Owed = append(page.Owed, choice{v.party(o.Partner), web.FrenchEuros(o.Amount)})
	}
	for _, u := range page.Sharing.Use {
		party := v.party(u.Partner)
		if party == "" {
			party = "Guichet d’aucun partenaire de la clé"
		}
		page.Use = append(page.Use, useView{party, actNames[u.Act], u.Count})
	}
}
