package refusal

import (
	"errors"
	"net/http"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/numbering"
)

// Of says an error of the registry as the status and the code that a program
// branches on, and that a page shows; any other error is given back.
func Of(err error) error {
	var invalid *registry.InvalidError
	var refused *registry.RefusedError
	var twins *registry.DuplicatesError
	var stale *registry.StaleError
	var number *numbering.ParseError
	switch {
	case errors.As(err, &invalid):
		return &web.Error{Status: http.StatusUnprocessableEntity, Faults: invalid.Faults}
	case errors.As(err, &refused):
		return refusal(refused)
	case errors.As(err, &twins):
		return &web.Error{Status: http.StatusConflict, Code: "CHA-ENR-02", Title: "Déjà dans le fichier ?",
			Detail:     "Des demandes du fichier semblent être des mêmes personnes : rien n’a été enregistré.",
			Remedy:     "Ouvrir les demandes proposées : renouveler celle du même demandeur, ou donner dans « distinct » celles d’autres personnes.",
			Extensions: map[string]any{"candidates": twins.Candidates}}
	case errors.As(err, &stale):
		return &web.Error{Status: http.StatusPreconditionFailed, Detail: "La demande a changé depuis qu’elle a été lue : rien n’a été écrit.",
			Remedy: "Relire la demande, puis refaire la modification.", Extensions: map[string]any{"current": stale.Current, "events": eventsOf(stale)}}
	case errors.Is(err, registry.ErrUnseen):
		return &web.Error{Status: http.StatusPreconditionRequired, Detail: "Donner dans If-Match l’ETag de la demande telle qu’elle a été lue."}
	case errors.As(err, &number):
		return &web.Error{Status: http.StatusUnprocessableEntity, Faults: demand.NumberFaults(number, "number")}
	}
	return simple(err)
}

// simple are the errors that one sentence says.
func simple(err error) error {
	for _, s := range []struct {
		err    error
		status int
		detail string
	}{
		{registry.ErrFuture, http.StatusUnprocessableEntity, "La date d’effet est après aujourd’hui."},
		{registry.ErrPast, http.StatusUnprocessableEntity, "Le premier jour de cette charte est passé : ce qui est décidé ne se décide pas de nouveau. Donner un premier jour à venir."},
		{registry.ErrNoForm, http.StatusUnprocessableEntity, "Cet acte demande un formulaire : le donner dans « form »."},
		{registry.ErrNothing, http.StatusUnprocessableEntity, "Le formulaire ne change rien à la demande."},
		{registry.ErrAct, http.StatusUnprocessableEntity, "L’acte n’est pas connu, ou ce qui l’accompagne ne va pas avec lui : voir la description de l’interface."},
		{registry.ErrDay, http.StatusUnprocessableEntity, "Aucune charte n’est en vigueur ce jour-là."},
		{registry.ErrPaperType, http.StatusUnsupportedMediaType, "Seuls les documents PDF, JPEG, PNG, BMP et DOCX sont acceptés."},
		{registry.ErrPaperSize, http.StatusRequestEntityTooLarge, "Le document est vide, ou dépasse cinq mébioctets."},
		{registry.ErrPaperCode, http.StatusUnprocessableEntity, "Le code de la pièce n’est pas de la liste : voir la description de l’interface."},
		{registry.ErrPapers, http.StatusConflict, "Il y a déjà quarante documents : retirer ceux qui ne servent plus."},
		{store.ErrEventTaken, http.StatusConflict, "Un événement porte l’identifiant d’un autre, déjà écrit pour une autre demande : son origine est à corriger."},
		{store.ErrNumberTaken, http.StatusConflict, "Le numéro unique est déjà celui d’une autre demande."},
	} {
		if errors.Is(err, s.err) {
			return &web.Error{Status: s.status, Detail: s.detail}
		}
	}
	return err
}

// refusal carries the whole decision: rule, article, facts, remedy.
func refusal(refused *registry.RefusedError) error {
	d := &refused.Decision
	said := d.Explain()
	e := &web.Error{Status: http.StatusForbidden, Title: "Ce n’est pas possible", Cause: refused, Code: d.Rule, Cure: d.Remedy(), Faults: d.Faults(), Extensions: map[string]any{"decision": said}}
	for _, r := range said.Spoken {
		if r.Code == d.Rule {
			e.Params = r.Params
		}
	}
	if d.Outcome == charter.Unknown {
		e.Status, e.Title = http.StatusUnprocessableEntity, "Il manque une information"
	}
	return e
}

// wrote is an event as somebody who lost a race may know it: what and when, not
// the values.
type wrote struct {
	ID      string   `json:"id"`
	Kind    string   `json:"kind"`
	On      string   `json:"on"`
	Service string   `json:"service,omitempty"`
	Paths   []string `json:"paths,omitempty"`
}

func eventsOf(e *registry.StaleError) []wrote {
	out := make([]wrote, 0, len(e.Events))
	for _, ev := range e.Events {
		w := wrote{ID: ev.ID.String(), Kind: string(ev.Kind), On: ev.On.String(), Service: ev.Service}
		for p := range ev.Set.All() {
			w.Paths = append(w.Paths, p)
		}
		out = append(out, w)
	}
	return out
}
