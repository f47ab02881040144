package manager

import (
	"errors"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/numbering"
)

// findingView is something the national system said of a demand, or that keeps one
// from being passed on.
type findingView struct {
	Key, Demand, Number, Desk string
	What                      web.Ruling
	Cell                      string
	Others                    []string
	On                        demand.Date
	Allocation                bool // what is missing is told by the form of an allocation
}

type nationalPage struct {
	Linked   bool
	Findings []findingView
	Compared bool
	Balance  national.Balance
	Rows     []differenceView
	More     int
	Fault    string
}

type differenceView struct{ Number, Text string }

// allocationCodes begins the codes of what a strike-off for allocation lacks.
const allocationCodes = "SNE-RAD-"

const nationalHome = home + "/national"

// nationalPage lists what waits for somebody.
func (v *visit) nationalPage() (nationalPage, error) {
	page := nationalPage{Linked: v.National != nil}
	if !page.Linked {
		return page, nil
	}
	all, err := v.National.Link.Findings(v.r.Context(), "")
	if err != nil {
		return page, err
	}
	for _, f := range all {
		one := findingView{Key: f.Key, Demand: f.Demand, Desk: f.Desk, What: v.finding(&f.Noted), Cell: f.Cell, On: f.On,
			Allocation: f.Demand != "" && strings.HasPrefix(f.Code, allocationCodes)}
		if f.Demand != "" {
			row, err := v.Registry.Store().Row(v.r.Context(), f.Demand)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return page, err
			}
			one.Number = grouped(row.Number)
		}
		for _, n := range f.Numbers {
			one.Others = append(one.Others, grouped(n))
		}
		page.Findings = append(page.Findings, one)
	}
	return page, nil
}

func grouped(number string) string {
	if n, err := numbering.Parse(number); err == nil {
		return n.Grouped()
	}
	return number
}

// finding says a finding: in our words when the code is ours, as it came otherwise.
func (v *visit) finding(n *national.Noted) web.Ruling {
	if n.Fault.Code == "" {
		return web.Ruling{Code: n.Code, Text: n.Label}
	}
	for _, book := range []*demand.Rulebook{v.Book, v.nationalBook} {
		if _, ok := book.Rule(n.Fault.Code); ok {
			return web.Ruled(book, n.Fault.Code, n.Fault.Params...)
		}
	}
	return web.Ruling{Code: n.Code, Text: n.Label}
}

func (v *visit) national() error {
	page, err := v.nationalPage()
	if err != nil {
		return err
	}
	return v.listed(len(page.Findings), func() error { return v.render("national.html", "Système national", page) })
}

// listed writes in the journal of accesses that numbers were listed, then shows them.
func (v *visit) listed(count int, show func() error) error {
	if count > 0 {
		if err := v.Registry.Log(v.r.Context(), v.agent, access.Search, "", uint64(count)); err != nil {
			return err
		}
	}
	return show()
}

// settle says that a finding is treated.
func (v *visit) settle() error {
	if v.National == nil {
		return &web.Error{Status: http.StatusNotFound}
	}
	key := v.r.PostFormValue("constat")
	if key == "" {
		return &web.Error{Status: http.StatusBadRequest}
	}
	ctx := v.r.Context()
	if err := v.Registry.Log(ctx, v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	if err := v.National.Link.Settle(ctx, key); err != nil {
		return err
	}
	of, _, _ := strings.Cut(key, "/")
	if _, err := v.Registry.Store().Row(ctx, of); err == nil {
		if err := v.National.Link.Again(ctx, of); err != nil {
			return err
		}
	}
	return v.done(nationalHome, "success", "Le constat est réglé ; la demande sera regardée de nouveau au prochain envoi.")
}

// allocationField is a field of the form of an allocation.
type allocationField struct {
	Name, Label, Kind string // text, date, number, or select
	Options           []choice
	Value             string
}

type allocationPage struct {
	Demand, Number string
	Fields         []allocationField
	Faults         []string
	Lacking        []web.Ruling
}

// allocationFields are the fields, in the order they are asked.
func allocationFields() []allocationField {
	list := func(name, label, codes string) allocationField {
		f := allocationField{Name: name, Label: label, Kind: "select", Options: []choice{{"", ""}}}
		found, _ := demand.FindCodeList(codes)
		for _, e := range found.Entries {
			f.Options = append(f.Options, choice{e.Code, e.French})
		}
		return f
	}
	return []allocationField{
		{Name: "siren", Label: "SIREN du bailleur", Kind: "text"}, {Name: "bail", Label: "Signature du bail", Kind: "date"},
		{Name: "locataire", Label: "Déjà locataire de ce bailleur", Kind: "select", Options: []choice{{"", ""}, {"oui", "Oui"}, {"non", "Non"}}},
		{Name: "rpls", Label: "Identifiant RPLS du logement", Kind: "text"},
		{Name: "numero", Label: "Numéro dans la voie", Kind: "text"}, {Name: "voie", Label: "Voie", Kind: "text"}, {Name: "postal", Label: "Code postal", Kind: "text"},
		{Name: "commune", Label: "Code INSEE de la commune", Kind: "text"}, {Name: "ville", Label: "Commune", Kind: "text"},
		list("type", "Type de logement", demand.RPLSType("").ListName()), {Name: "surface", Label: "Surface habitable, en m²", Kind: "number"}, {Name: "loyer", Label: "Loyer mensuel, en euros", Kind: "number"},
		list("zus", "Zone urbaine sensible", demand.ZUSStatus("").ListName()), list("accord", "Accord collectif", demand.CollectiveAgreement("").ListName()),
		list("dalo", "DALO", demand.DALOStatus("").ListName()), list("contingent", "Réservataire", demand.Quota("").ListName()),
	}
}

// allocation asks what a strike-off for allocation has to tell of the dwelling.
func (v *visit) allocation() error {
	page, err := v.allocationPage()
	if err != nil {
		return err
	}
	return v.listed(1, func() error { return v.render("allocation.html", "Données de l’attribution", page) })
}

func (v *visit) allocationPage() (allocationPage, error) {
	page := allocationPage{Demand: v.r.PathValue("demand"), Fields: allocationFields()}
	if v.National == nil {
		return page, &web.Error{Status: http.StatusNotFound}
	}
	row, err := v.Registry.Store().Row(v.r.Context(), page.Demand)
	page.Number = grouped(row.Number)
	return page, err
}

// setAllocation keeps what was told, and says what is still lacking.
func (v *visit) setAllocation() error {
	page, err := v.allocationPage()
	if err != nil {
		return err
	}
	s, faults := v.readAllocation()
	for i := range page.Fields {
		page.Fields[i].Value = v.r.PostFormValue(page.Fields[i].Name)
	}
	if page.Faults = faults; len(faults) > 0 {
		return v.render("allocation.html", "Données de l’attribution", page)
	}
	if err := v.Registry.Log(v.r.Context(), v.agent, access.Modify, page.Demand, 0); err != nil { // before the act: the right may lack
		return err
	}
	lacking, err := v.National.Link.SetAllocation(v.r.Context(), page.Demand, s)
	if err != nil {
		return err
	}
	if len(lacking) == 0 {
		return v.done(nationalHome, "success", "Les données de l’attribution sont enregistrées : la radiation partira au prochain envoi.")
	}
	for i := range lacking {
		page.Lacking = append(page.Lacking, v.finding(&national.Noted{Code: lacking[i].Code, Fault: lacking[i].Fault}))
	}
	return v.render("allocation.html", "Données de l’attribution", page)
}

// readAllocation reads the form of an allocation.
func (v *visit) readAllocation() (s sne.StrikeOff, faults []string) {
	post := func(name string) string { return strings.TrimSpace(v.r.PostFormValue(name)) }
	number := func(name, label string) (out decimal.NullDecimal) {
		text := strings.ReplaceAll(post(name), ",", ".")
		if text == "" {
			return out
		}
		n, err := decimal.NewFromString(text)
		if err != nil || n.IsNegative() || n.GreaterThan(decimal.NewFromInt(100_000)) {
			faults = append(faults, label+" : ce n’est pas un nombre.")
			return out
		}
		return decimal.NewNullDecimal(n)
	}
	s = sne.StrikeOff{Landlord: post("siren"), RPLS: post("rpls"), Type: demand.RPLSType(post("type")), ZUS: demand.ZUSStatus(post("zus")),
		Agreement: demand.CollectiveAgreement(post("accord")), DALO: demand.DALOStatus(post("dalo")), Quota: demand.Quota(post("contingent")),
		Address: demand.Address{Number: post("numero"), Street: post("voie"), PostalCode: post("postal"), Commune: post("commune"), City: post("ville")},
		Surface: number("surface", "Surface"), Rent: number("loyer", "Loyer")}
	switch post("locataire") {
	case "oui":
		s.AlreadyTenant = demand.Yes
	case "non":
		s.AlreadyTenant = demand.No
	}
	var err error
	switch s.LeaseOn, err = demand.ParseDate(post("bail")); {
	case err != nil:
		faults = append(faults, "Signature du bail : donner le jour, dans le calendrier ou sous la forme 2026-12-31.")
	case s.LeaseOn.After(v.today):
		faults = append(faults, "Signature du bail : ce jour est à venir.")
	}
	return s, faults
}

// extractBody bounds an extract of the national system.
const extractBody = 512 << 20

// maxDifferences is how many differences a page shows.
const maxDifferences = 500

var errTwice = errors.New("manager: a number is twice in the extract")

// reconcile compares the file with an extract of the national system.
func (v *visit) reconcile() error {
	page, err := v.nationalPage()
	if err != nil {
		return err
	}
	if v.National == nil {
		return &web.Error{Status: http.StatusNotFound}
	}
	part, err := v.part("fichier")
	if err != nil {
		return err
	}
	var unread error
	differences, balance, err := v.National.Link.Reconcile(v.r.Context(), v.National.Here(v.r.Context()), extract(part, &unread))
	switch {
	case unread != nil:
		page.Fault = "L’extrait ne se lit pas : donner le fichier XML du système national, entier."
		if errors.Is(unread, errTwice) {
			page.Fault = "L’extrait porte deux fois le même numéro unique : en demander un autre."
		}
		return v.render("national.html", "Système national", page)
	case err != nil:
		return err
	}
	return v.listed(len(differences), func() error {
		if v.r.URL.Query().Get("forme") == "texte" {
			v.w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			v.w.Header().Set("Content-Disposition", `attachment; filename="rapprochement.txt"`)
			return national.Report(v.w, differences, balance)
		}
		page.Compared, page.Balance = true, balance
		page.More = max(0, len(differences)-maxDifferences)
		for _, d := range differences[:len(differences)-page.More] {
			page.Rows = append(page.Rows, differenceView{d.Number.Grouped(), d.French()})
		}
		return v.render("national.html", "Système national", page)
	})
}

// extract reads an extract, and keeps apart why it cannot be.
func extract(in io.Reader, unread *error) iter.Seq2[national.Side, error] {
	return func(yield func(national.Side, error) bool) {
		seen := map[numbering.Number]bool{}
		for s, err := range national.ReadExtract(in) {
			if err == nil && seen[s.Number] {
				err = errTwice
			}
			if *unread = err; !yield(s, err) || err != nil {
				return
			}
			seen[s.Number] = true
		}
	}
}

// part finds a file of a form, read as it comes.
func (v *visit) part(name string) (*multipart.Part, error) {
	in, err := v.r.MultipartReader()
	if err != nil {
		return nil, &web.Error{Status: http.StatusBadRequest, Cause: err}
	}
	for {
		part, err := in.NextPart()
		if err != nil {
			return nil, &web.Error{Status: http.StatusBadRequest, Cause: err}
		}
		if part.FormName() == name {
			return part, nil
		}
	}
}
