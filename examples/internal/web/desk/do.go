package desk

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

// actPage is the page of an act: what it is about, what the charter says, what it
// wants to know.
type actPage struct {
	Demand                       demandHead
	Title, Intro, Button, Action string
	Danger, Files                bool
	Seen                         int64
	Key                          string
	Hidden                       []pairOf // what was chosen before
	Chosen                       string
	Fields                       []form.Field // of the act, and the facts that the charter asks for
	Summary                      []form.Said
	Why                          *why // facts that lack, or a refusal of what was said
	Stuck                        []string
	Notices                      []ruling
	Looked                       []pairOf // what the charter looked at, of an act that ends something
	Problem                      string
	Faults                       []web.Ruling
	Stale                        *stale
	Form                         *formPart // acts that give a whole form
	Candidates                   []candidate
	Papers                       []paper // that prove a separation
	Likely                       []likely
}

// likely is a demand that may be of the same person as one to verify.
type likely struct {
	URL string
	candidate
}

// demandHead recalls which demand an act is about.
type demandHead struct{ URL, Number, Who, Status string }

func head(view *registry.View) demandHead {
	h := demandHead{URL: at(view.Demand), Who: who(&view.Form), Status: statusName(view.State.Status)}
	if !view.Form.Number.IsZero() {
		h.Number = view.Form.Number.Grouped()
	}
	return h
}

// choosePage is the page where what an act is about is chosen.
type choosePage struct {
	Demand       demandHead
	Title, Intro string
	Choices      []choice
}

// ask shows the page of an act.
func (v *visit) ask() error {
	a, ok := actOf(v.r.PathValue("act"))
	if !ok {
		return store.ErrNotFound
	}
	view, err := v.Registry.Show(v.r.Context(), v.agent, v.r.PathValue("demand"))
	if err != nil {
		return err
	}
	typed := v.r.URL.Query()
	if a.chosen != "" && typed.Get(a.chosen) == "" {
		return v.render("choose.html", 0, a.title, choosePage{Demand: head(&view), Title: a.title, Intro: a.intro, Choices: v.choices(&view, &a)})
	}
	p, err := v.actPage(&view, &a, typed)
	if err != nil {
		return err
	}
	if p.Why != nil && p.Why.Refused {
		return v.render("refused.html", http.StatusForbidden, "Ce n’est pas possible", refusedPage{Why: *p.Why, Back: at(view.Demand)})
	}
	if a.whole {
		if err := v.openForm(p, &view, &a, typed); err != nil {
			return err
		}
	}
	return v.render("act.html", 0, a.title, p)
}

// actPage makes the page of an act from what was typed.
func (v *visit) actPage(view *registry.View, a *act, typed url.Values) (*actPage, error) {
	p := &actPage{Demand: head(view), Title: web.Typo(a.title), Intro: a.intro, Button: a.button, Danger: a.danger, Action: at(view.Demand, a.slug),
		Seen: view.Seq, Key: typed.Get("cle"), Files: a.act == charter.FilePaper}
	var err error
	if p.Key == "" {
		if p.Key, err = v.newKey(); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{a.chosen, "candidature", "suite"} {
		if value := typed.Get(name); name != "" && value != "" {
			p.Hidden = append(p.Hidden, pairOf{name, value})
		}
	}
	if a.chosen != "" {
		for _, c := range v.choices(view, a) {
			if c.Value == typed.Get(a.chosen) {
				p.Chosen = c.Label
			}
		}
	}
	if a.act == charter.Verify {
		for i := range view.Likely {
			p.Likely = append(p.Likely, likely{home + "/doublons/" + view.Demand + "/" + view.Likely[i].Demand, v.candidate(&view.Likely[i], nil)})
		}
	}
	if a.chosen != "" {
		p.Intro = "" // it spoke of the choice
	}
	p.Fields = v.ownFields(view, a, typed)
	if a.act == registry.Letter {
		return p, nil
	}
	cmd, _ := v.command(view, a, typed)
	d := v.Registry.Ask(view, v.agent, cmd)
	v.wanted(p, a, &d, typed)
	return p, nil
}

// wanted adds to the page what the charter says: a refusal, the facts that lack as
// fields, the notices.
func (v *visit) wanted(p *actPage, a *act, d *charter.Decision, typed url.Values) {
	names := asked(typed)
	for _, name := range append(d.Missing(), alwaysAsked[a.act]...) {
		if _, ok := sayable[name]; ok && !slices.Contains(names, name) && !v.owned(p, name) {
			names = append(names, name)
		}
	}
	for _, name := range d.Missing() {
		if _, ok := sayable[name]; !ok && !v.owned(p, name) {
			p.Stuck = append(p.Stuck, factName(name))
		}
	}
	slices.SortFunc(names, func(x, y string) int { return slices.Index(factOrder, x) - slices.Index(factOrder, y) })
	p.Fields = append(p.Fields, v.factFields(names, typed)...)
	p.Notices = v.notices(d)
	if a.danger {
		p.Looked = nil // a refusal asks again, of the page made for the question
		for _, f := range d.Facts() {
			if f.Value != "" {
				p.Looked = append(p.Looked, pairOf{factName(f.Name), v.factValue(f.Name, f.Value)})
			}
		}
	}
	if d.Outcome == charter.Refused || d.Outcome == charter.Unknown && len(d.Missing()) == 0 {
		reason := v.why(d)
		reason.Refused = true // nothing that can be said on the page would change it
		p.Why = &reason
	}
}

// owned reports a fact that a field of the act says.
func (v *visit) owned(p *actPage, name string) bool {
	field, ok := map[string]string{"answer_by": "jusqu", "reason": "raison", "accepted": "raison"}[name]
	return ok && slices.ContainsFunc(p.Fields, func(f form.Field) bool { return f.Name == field })
}

// alwaysAsked are the facts worth saying though the charter would not lack them.
var alwaysAsked = map[charter.Act][]string{
	charter.Verify: {"identity"}, charter.Separate: {"proof", "identity"}, charter.Modify: {"origin", "validated"}, charter.Renew: {"origin", "validated"},
	charter.Reactivate: {"reason"},
}

// do does an act, or says why not, keeping what was typed.
func (v *visit) do() error {
	a, ok := actOf(v.r.PathValue("act"))
	if !ok {
		return store.ErrNotFound
	}
	if err := v.parse(); err != nil {
		return err
	}
	view, err := v.Registry.Show(v.r.Context(), v.agent, v.r.PathValue("demand"))
	if err != nil {
		return err
	}
	typed := v.r.PostForm
	cmd, readable := v.command(&view, &a, typed)
	var part *formPart
	if a.whole {
		if part, err = v.readForm(&view, &a, typed); err != nil {
			return v.again(&view, &a, typed, nil, err, http.StatusUnprocessableEntity)
		}
		if part.Again {
			return v.again(&view, &a, typed, part, nil, 0)
		}
		cmd.Form = &part.form
		readable = readable && len(part.raw) == 0
	}
	if !readable {
		return v.again(&view, &a, typed, part, errUnread, http.StatusUnprocessableEntity)
	}
	out, err := v.perform(&view, &a, &cmd)
	if err != nil {
		return v.again(&view, &a, typed, part, err, http.StatusUnprocessableEntity)
	}
	if err := v.apart(out, cmd.Distinct); err != nil {
		return err
	}
	return v.acted(&a, out)
}

// perform does an act, once however often its button was pressed.
func (v *visit) perform(view *registry.View, a *act, cmd *registry.Command) (registry.Outcome, error) {
	if out, done, err := v.Registry.Done(v.r.Context(), v.agent, *cmd); err == nil && done {
		return out, nil
	}
	if err := v.outOfStep(view, a, cmd); err != nil {
		return registry.Outcome{}, err
	}
	if a.act == charter.FilePaper {
		return v.file(view, cmd)
	}
	return v.Registry.Do(v.r.Context(), v.agent, *cmd)
}

// errUnread says that something typed could not be read.
var errUnread = errors.New("desk: a value could not be read")

// parse reads what was posted, with its document if it has one.
func (v *visit) parse() error {
	var err error
	if strings.HasPrefix(v.r.Header.Get("Content-Type"), "multipart/form-data") {
		err = v.r.ParseMultipartForm(1 << 20)
	} else {
		err = v.r.ParseForm()
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return err
	case err != nil:
		return &web.Error{Status: http.StatusBadRequest}
	}
	// The key of a page is one that this server drew: another might be that of an act
	// of somebody else, which would then be refused.
	if key := v.r.PostForm.Get("cle"); key != "" && !pageKey.MatchString(key) {
		return &web.Error{Status: http.StatusBadRequest, Detail: "Cette page n’est pas de ce serveur.", Remedy: "Rouvrez-la depuis la demande."}
	}
	return nil
}

var pageKey = regexp.MustCompile(`^f[a-z2-7]{24}$`)

// doneNames say what was done, of the acts that change where a demand stands.
var doneNames = map[string]string{
	"verifier": "La demande est vérifiée.", "numero": "Le numéro unique est attribué.", "attester": "La remise de l’attestation est inscrite.",
	"modifier": "La modification est enregistrée.", "corriger": "La correction est enregistrée.", "renouveler": "La demande est renouvelée.",
	"radier": "La demande est radiée.", "reactiver": "La demande est réactivée.", "annuler-radiation": "La radiation est annulée.",
	"priorite": "La priorité est inscrite.", "fin-priorite": "La fin de la priorité est inscrite.", "demander-piece": "La demande de pièce est inscrite.",
	"verser-piece": "La pièce est versée.", "courrier": "Le courrier est inscrit.", "designer": "La désignation est inscrite.",
}

// acted goes to the demand, and says what follows from the act.
func (v *visit) acted(a *act, out registry.Outcome) error {
	text := "C’est enregistré."
	if done, ok := doneNames[a.slug]; ok {
		text = done
	}
	if a.act == charter.Verify && out.Unnumbered == nil {
		text += " Son numéro unique est attribué."
	}
	for _, duty := range v.duties(out.Duties) {
		text += " À faire : " + duty
	}
	if out.Unnumbered != nil {
		text += " Pas encore de numéro unique. " + v.whyUnnumbered(out.Unnumbered)
	}
	return v.done(at(out.Demand), text)
}
