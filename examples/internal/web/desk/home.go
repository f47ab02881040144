package desk

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/calendar"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/numbering"
)

// homePage is the first page of the desk.
type homePage struct {
	Number      string
	NumberFault []web.Ruling
	Suggested   []suggested
	Nobody      bool // the number is well formed, and nobody bears it
	Person      person
	PersonFault string
	Searched    bool
	Found       []found
	ToVerify    queue
	Queues      []queue
}

// suggested is a number that may have been meant.
type suggested struct {
	Number  string
	Changes []string
}

// person is who is looked for.
type person struct{ Name, FirstNames, BirthDate string }

// found is a demand found, with why.
type found struct {
	candidate
	Name string
}

// queue is a list of the day.
type queue struct {
	Code, Title string
	Count       int
	Rows        []queued
	Rule        string
	Article     string
}

// queued is a demand that waits.
type queued struct {
	URL, Number, Who, Status string
	Deposited, From, To      demand.Date
}

// firstRows is how many demands of a list the first page shows.
const firstRows = 5

func (v *visit) home() error {
	p, err := v.homePage(firstRows)
	if err != nil {
		return err
	}
	return v.render("home.html", 0, "Guichet", p)
}

func (v *visit) homePage(rows int) (homePage, error) {
	var p homePage
	var err error
	if p.ToVerify, err = v.toVerify(rows); err != nil {
		return p, err
	}
	p.Queues, err = v.queues(rows)
	return p, err
}

// toVerify lists the demands entered online that this partner may verify: those of
// its desks, all of them when the charter names it.
func (v *visit) toVerify(rows int) (queue, error) {
	q := queue{Code: "a-verifier", Title: "À vérifier : demandes saisies en ligne"}
	query := store.Query{Status: []journal.Status{journal.ToVerify}}
	if named := v.charter.Online.Verifies; !slices.Contains(named, v.myParty()) {
		if query.Desk = v.myDesks(); len(query.Desk) == 0 {
			return q, nil
		}
	}
	var waiting []store.Row
	for row, err := range v.Registry.Store().Rows(v.r.Context(), query) {
		if err != nil {
			return q, err
		}
		waiting = append(waiting, row)
	}
	slices.SortStableFunc(waiting, func(a, b store.Row) int { return a.Deposited.Compare(b.Deposited) })
	q.Count = len(waiting)
	var keys []string
	for _, row := range waiting[:min(rows, len(waiting))] {
		keys = append(keys, row.Demand)
	}
	var err error
	q.Rows, err = v.glance(keys)
	return q, err
}

// glance shows demands in a list.
func (v *visit) glance(keys []string) ([]queued, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	views, err := v.Registry.Glance(v.r.Context(), v.agent, keys)
	if err != nil {
		return nil, err
	}
	out := make([]queued, len(views))
	for i := range views {
		f := &views[i].Form
		out[i] = queued{URL: at(views[i].Demand), Who: who(f), Status: statusName(views[i].State.Status), Deposited: f.DepositedOn}
		if !f.Number.IsZero() {
			out[i].Number = f.Number.Grouped()
		}
	}
	return out, nil
}

// queues are the lists of the day about the demands of this desk.
func (v *visit) queues(rows int) ([]queue, error) {
	entries, err := v.mine()
	if err != nil {
		return nil, err
	}
	var out []queue
	for _, code := range listOrder {
		list := entries[code]
		if len(list) == 0 {
			continue
		}
		q, err := v.queue(code, list, rows)
		if err != nil {
			return nil, err
		}
		out = append(out, q)
	}
	return out, nil
}

func (v *visit) queue(code string, list []calendar.Entry, rows int) (queue, error) {
	q := queue{Code: code, Title: or(listNames, code), Count: len(list)}
	if rule := list[0].Rule; rule != "" {
		q.Rule, q.Article = v.ruled(rule).Text, v.ruled(rule).Article
	}
	shown := list[:min(rows, len(list))]
	keys := make([]string, len(shown))
	days := map[string]calendar.Entry{}
	for i, e := range shown {
		keys[i], days[at(e.Demand)] = e.Demand, e
	}
	var err error
	if q.Rows, err = v.glance(keys); err != nil {
		return q, err
	}
	for i := range q.Rows {
		e := days[q.Rows[i].URL]
		q.Rows[i].From, q.Rows[i].To = e.From, e.To
	}
	return q, nil
}

// mine gives what waits today about the demands of this desk, by list.
func (v *visit) mine() (map[string][]calendar.Entry, error) {
	desks := v.myDesks()
	if len(desks) == 0 {
		return nil, nil
	}
	out := map[string][]calendar.Entry{}
	var own []string
	for row, err := range v.Registry.Store().Rows(v.r.Context(), store.Query{Desk: desks}) {
		if err != nil {
			return nil, err
		}
		own = append(own, row.Demand)
		if row.Number == "" && (row.Status == journal.Active || row.Status == journal.Expired) {
			out[unnumbered] = append(out[unnumbered], calendar.Entry{Demand: row.Demand})
		}
	}
	agenda, _, err := v.Registry.AgendaOf(v.r.Context(), slices.Values(own))
	if err != nil {
		return nil, err
	}
	for _, e := range agenda {
		out[e.List.String()] = append(out[e.List.String()], e)
	}
	return out, nil
}

// unnumbered is the list of the demands that were taken in and wait for their number:
// the calendar has none of them before the attestation is late.
const unnumbered = "unnumbered"

// pageRows is how many demands a page of a list shows.
const pageRows = 100

// list shows one of the lists of the day.
func (v *visit) list() error {
	code := v.r.PathValue("list")
	var q queue
	var err error
	if code == "a-verifier" {
		q, err = v.toVerify(pageRows)
	} else if _, known := listNames[code]; !known {
		return store.ErrNotFound
	} else {
		var entries map[string][]calendar.Entry
		if entries, err = v.mine(); err != nil {
			return err
		}
		if list := entries[code]; len(list) > 0 {
			q, err = v.queue(code, list, pageRows)
		} else {
			q = queue{Code: code, Title: or(listNames, code)}
		}
	}
	if err != nil {
		return err
	}
	return v.render("list.html", 0, q.Title, q)
}

// byNumber goes to the demand that bears a number, or explains what is wrong in it.
func (v *visit) byNumber() error {
	typed := strings.TrimSpace(v.r.PostFormValue("numero"))
	key, err := v.Registry.ByNumber(v.r.Context(), typed)
	if err == nil {
		http.Redirect(v.w, v.r, at(key), http.StatusSeeOther)
		return nil
	}
	p, failed := v.homePage(firstRows)
	if failed != nil {
		return failed
	}
	p.Number = typed
	status := http.StatusUnprocessableEntity
	var wrong *numbering.ParseError
	switch {
	case errors.As(err, &wrong):
		p.NumberFault = web.RuledAll(v.Book, demand.NumberFaults(err, "number"))
	case errors.Is(err, store.ErrNotFound):
		p.Nobody, status = true, http.StatusNotFound
	default:
		return err
	}
	for _, s := range numbering.Suggest(typed) {
		p.Suggested = append(p.Suggested, suggestion(s))
	}
	return v.render("home.html", status, "Numéro non trouvé", p)
}

func suggestion(s numbering.Suggestion) suggested {
	out := suggested{Number: s.Number.Grouped()}
	for _, c := range s.Changes {
		out.Changes = append(out.Changes, "« "+c.From+" » lu « "+c.To+" »")
	}
	return out
}

// byPerson looks for the demands of a person.
func (v *visit) byPerson() error {
	p, err := v.homePage(firstRows)
	if err != nil {
		return err
	}
	p.Person = person{strings.TrimSpace(v.r.PostFormValue("nom")), strings.TrimSpace(v.r.PostFormValue("prenoms")), strings.TrimSpace(v.r.PostFormValue("naissance"))}
	born, ok := day(p.Person.BirthDate)
	switch {
	case !ok:
		p.PersonFault = "La date de naissance n’a pas pu être lue. Écrivez le jour, le mois et l’année, par exemple 31/12/1980."
	case p.Person.Name == "":
		p.PersonFault = "Donnez le nom de la personne."
	case p.Person.FirstNames == "" && born.IsZero():
		p.PersonFault = "Donnez aussi un prénom ou la date de naissance : un nom seul désigne trop de personnes."
	}
	if p.PersonFault != "" {
		return v.render("home.html", http.StatusUnprocessableEntity, "Recherche", p)
	}
	form := demand.Form{Applicant: demand.Person{UsedName: p.Person.Name, FirstNames: p.Person.FirstNames, BirthDate: born}}
	list, err := v.Registry.Search(v.r.Context(), v.agent, &form)
	if err != nil {
		return err
	}
	p.Searched = true
	if p.Found, err = v.named(list); err != nil {
		return err
	}
	return v.render("home.html", 0, "Recherche", p)
}

// named shows candidates with the names that the charter opens.
func (v *visit) named(list []registry.Candidate) ([]found, error) {
	keys := make([]string, len(list))
	for i, c := range list {
		keys[i] = c.Demand
	}
	names := map[string]string{}
	if len(keys) > 0 {
		views, err := v.Registry.Glance(v.r.Context(), v.agent, keys)
		if err != nil {
			return nil, err
		}
		for i := range views {
			if views[i].Sight.May(charter.FieldIdentity) {
				names[views[i].Demand] = who(&views[i].Form)
			}
		}
	}
	out := make([]found, len(list))
	for i := range list {
		out[i] = found{v.candidate(&list[i], nil), names[list[i].Demand]}
	}
	return out, nil
}
