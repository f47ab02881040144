package manager

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
)

type charterView struct {
	Title, Version string
	From, To       demand.Date
	Now            bool
}

type shiftView struct {
	Change, Act, Party, Commune string
	Before, After               web.Ruling
	Count                       int
}

type chartersPage struct {
	All    []charterView
	Text   string // of a charter that is tried
	Faults []web.Ruling
	Where  []string
	Tried  *charterView
	Totals []choiceCount
	Shifts []shiftView
	More   int
}

type choiceCount struct {
	Text  string
	Count int
}

var changeNames = map[charter.Change]string{
	charter.Entering: "Permis demain, pas aujourd’hui", charter.Leaving: "Permis aujourd’hui, plus demain", charter.Altered: "Refusé dans les deux cas, autrement",
	charter.Unchanged: "Sans changement",
}

func (v *visit) chartersPage() chartersPage {
	var p chartersPage
	for _, c := range v.Registry.Charters() {
		p.All = append(p.All, charterView{c.Title, c.Version, c.ValidFrom, c.ValidTo, c == v.charter})
	}
	return p
}

func (v *visit) charters() error { return v.render("charters.html", "Charte", v.chartersPage()) }

// charterText gives the charter in force as a file, to start a new version from.
func (v *visit) charterText() error {
	text, err := json.MarshalIndent(v.charter, "", "  ")
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/json")
	v.w.Header().Set("Content-Disposition", `attachment; filename="charte.json"`)
	_, _ = v.w.Write(append(text, '\n')) // the reader went away: nothing to mend
	return nil
}

// uploaded reads the charter of the form: a file, or the text that was tried.
func (v *visit) uploaded() ([]byte, error) {
	if err := v.r.ParseMultipartForm(charterBody); err != nil && err != http.ErrNotMultipart {
		return nil, &web.Error{Status: http.StatusBadRequest, Cause: err}
	}
	file, _, err := v.r.FormFile("fichier")
	if err != nil {
		return []byte(v.r.PostFormValue("texte")), nil
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, charter.MaxFile+1))
}

// maxShifts is how many kinds of change a page shows.
const maxShifts = 100

// tryCharter says what another charter would change on the demands of the file,
// before anybody votes it.
func (v *visit) tryCharter() error {
	text, err := v.uploaded()
	if err != nil {
		return err
	}
	p := v.chartersPage()
	p.Text = string(text)
	next, faults := charter.Load(text)
	if len(faults) > 0 {
		p.Faults = v.sentences(faults)
		for _, f := range faults {
			p.Where = append(p.Where, f.Path) // its sentence tells the line
		}
	}
	if faults.Blocking() {
		return v.render("charters.html", "Charte", p)
	}
	stock, err := v.stock()
	if err != nil {
		return err
	}
	p.Tried = &charterView{Title: next.Title, Version: next.Version, From: next.ValidFrom, To: next.ValidTo}
	day := v.today
	if next.ValidFrom.After(day) {
		day = next.ValidFrom
	}
	v.compare(&p, next, app.SimulateStock(v.charter, next, stock, day))
	return v.render("charters.html", "Charte", p)
}

func (v *visit) compare(p *chartersPage, _ *charter.Charter, s *charter.Simulation) {
	totals := s.Totals()
	for _, c := range []charter.Change{charter.Entering, charter.Leaving, charter.Altered, charter.Unchanged} {
		p.Totals = append(p.Totals, choiceCount{changeNames[c], totals[c]})
	}
	for shift, count := range s.Shifts() {
		if shift.Change() == charter.Unchanged {
			continue
		}
		if len(p.Shifts) == maxShifts {
			p.More++
			continue
		}
		p.Shifts = append(p.Shifts, shiftView{changeNames[shift.Change()], string(shift.Act), v.party(shift.Party), shift.Commune, v.law(shift.RuleBefore), v.law(shift.RuleAfter), count})
	}
}

// stock gathers what a simulation asks about: the demands that are followed.
func (v *visit) stock() ([]app.Stocked, error) {
	var out []app.Stocked
	in := demand.Setting{AsOf: v.today, Profile: v.charter.Profile, Territory: v.charter.Territory.Number}
	for s, err := range v.Registry.States(v.r.Context(), store.Query{Status: []journal.Status{journal.Active, journal.Expired, journal.ToVerify}}) {
		if err != nil {
			return nil, err
		}
		out = append(out, app.StockedOf(&s.Form, in))
	}
	return out, nil
}

// activate makes a charter rule from its first day.
func (v *visit) activate() error {
	text, err := v.uploaded()
	if err != nil {
		return err
	}
	c, err := v.Registry.Activate(v.r.Context(), v.agent, text)
	switch {
	case errors.Is(err, registry.ErrPast):
		return v.done(home+"/charte", "error", "Le premier jour de cette charte est passé : ce qui est décidé ne se décide pas de nouveau. Donner un premier jour à venir.")
	case err != nil:
		return err
	}
	return v.done(home+"/charte", "success", "La charte « "+c.Title+" », version "+c.Version+", s’appliquera à partir du "+c.ValidFrom.French()+".")
}
