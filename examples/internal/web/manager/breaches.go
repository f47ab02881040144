package manager

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// breachKind is the kind of the records of the log of breaches of personal data.
const breachKind = "breach"

// Breach is a breach of personal data with all that was written of it: nothing is
// taken back, what is completed is written again.
type Breach struct {
	Key     string         `json:"key"`
	Entries []BreachRecord `json:"entries"` // the last one stands
}

// BreachRecord is what is known of a breach at a moment.
type BreachRecord struct {
	WrittenAt    time.Time   `json:"written_at"`
	Author       string      `json:"author"` // code of the agent
	Day          demand.Date `json:"day"`    // it was found out
	Since        demand.Date `json:"since,omitzero"`
	Nature       string      `json:"nature"`
	Data         string      `json:"data,omitempty"` // categories
	Persons      string      `json:"persons,omitempty"`
	Consequences string      `json:"consequences,omitempty"`
	Measures     string      `json:"measures"`
	CNIL         demand.Date `json:"cnil_told_on,omitzero"`
	Prefect      demand.Date `json:"prefect_told_on,omitzero"`
	Concerned    demand.Date `json:"persons_told_on,omitzero"`
}

const breachHome = home + "/violations"

type breachesPage struct {
	All    []Breach
	Form   BreachRecord
	Key    string // of the breach that is completed
	Faults []string
}

// Last is what is known now.
func (b Breach) Last() BreachRecord { return b.Entries[len(b.Entries)-1] }

// allBreaches gives the log, the latest first.
func (v *visit) allBreaches() ([]Breach, error) {
	var out []Breach
	for rec, err := range v.Registry.Store().Records(v.r.Context(), breachKind, "", v.Registry.Clock()) {
		if err != nil {
			return nil, err
		}
		var b Breach
		if err := json.Unmarshal(rec.Body, &b); err != nil {
			return nil, fmt.Errorf("manager: read breach %s: %w", rec.Key, err)
		}
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b Breach) int { return strings.Compare(b.Key, a.Key) })
	return out, nil
}

func (v *visit) breaches() error {
	all, err := v.allBreaches()
	if err != nil {
		return err
	}
	page := breachesPage{All: all, Form: BreachRecord{Day: v.today}, Key: v.r.URL.Query().Get("completer")}
	for _, b := range all {
		if b.Key == page.Key {
			page.Form = b.Last()
		}
	}
	return v.render("breaches.html", "Violations de données", page)
}

// exportBreaches gives the whole log, with what was completed.
func (v *visit) exportBreaches() error {
	all, err := v.allBreaches()
	if err != nil {
		return err
	}
	if all == nil {
		all = []Breach{}
	}
	text, err := json.MarshalIndent(map[string]any{"version": 1, "breaches": all}, "", "  ")
	if err != nil {
		return err
	}
	if err := v.Registry.Log(v.r.Context(), v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", "application/json")
	v.w.Header().Set("Content-Disposition", `attachment; filename="violations.json"`)
	_, _ = v.w.Write(append(text, '\n')) // the reader went away: nothing to mend
	return nil
}

// longest is how long a text of the log may be.
const longest = 10_000

// readBreach reads the form of a breach.
func (v *visit) readBreach() (b BreachRecord, faults []string) {
	post := func(name string) string { return strings.TrimSpace(v.r.PostFormValue(name)) }
	day := func(name, label string) (out demand.Date) {
		text := post(name)
		if text == "" {
			return out
		}
		out, err := demand.ParseDate(text)
		switch {
		case err != nil:
			faults = append(faults, label+" : ce n’est pas une date.")
		case out.After(v.today):
			faults = append(faults, label+" : ce jour est à venir.")
		}
		return out
	}
	b = BreachRecord{WrittenAt: v.Registry.Clock().UTC(), Author: v.agent.Code, Nature: post("nature"), Data: post("donnees"), Persons: post("personnes"),
		Consequences: post("consequences"), Measures: post("mesures"), Day: day("jour", "Jour de la découverte"), Since: day("depuis", "Depuis le"),
		CNIL: day("cnil", "CNIL informée le"), Prefect: day("prefet", "Préfet informé le"), Concerned: day("concernes", "Personnes informées le")}
	if b.Day.IsZero() {
		faults = append(faults, "Jour de la découverte : le donner.")
	}
	if b.Nature == "" || b.Measures == "" {
		faults = append(faults, "Dire ce qui s’est passé, et ce qui a été fait.")
	}
	for _, text := range []string{b.Nature, b.Data, b.Persons, b.Consequences, b.Measures} {
		if len(text) > longest {
			faults = append(faults, "Un texte est trop long : le résumer.")
			break
		}
	}
	return b, faults
}

// writeBreach adds a breach to the log, or completes one.
func (v *visit) writeBreach() error {
	entry, faults := v.readBreach()
	key := v.r.PostFormValue("violation")
	if len(faults) > 0 {
		all, err := v.allBreaches()
		if err != nil {
			return err
		}
		return v.render("breaches.html", "Violations de données", breachesPage{All: all, Form: entry, Key: key, Faults: faults})
	}
	ctx := v.r.Context()
	var rec store.Record
	b := Breach{Key: entry.WrittenAt.Format("2006-01-02T15-04-05.000")}
	if key != "" {
		var err error
		if rec, err = v.Registry.Store().Record(ctx, breachKind, key, v.Registry.Clock()); err != nil {
			return &web.Error{Status: http.StatusNotFound, Cause: err}
		}
		if err := json.Unmarshal(rec.Body, &b); err != nil {
			return fmt.Errorf("manager: read breach %s: %w", key, err)
		}
	}
	b.Entries = append(b.Entries, entry)
	body, err := json.Marshal(b)
	if err != nil {
		return err
	}
	rec.Kind, rec.Key, rec.Body = breachKind, b.Key, body
	if _, err := v.Registry.Store().Write(ctx, &store.Act{Records: []store.Record{rec}, At: v.Registry.Clock()}); err != nil {
		return err
	}
	if err := v.Registry.Log(ctx, v.agent, access.Manage, "", 0); err != nil {
		return err
	}
	return v.done(breachHome, "success", "La violation est inscrite au registre.")
}
