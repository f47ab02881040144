package desk

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
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

// stale is what a colleague changed meanwhile.
type stale struct {
	Events []event
	Both   []string // changed by both
	Theirs []string
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
		part, err = v.readForm(&view, &a, typed)
		if err != nil {
			return err
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
		text += " Pas encore de numéro unique. " + v.ruled(out.Unnumbered.Rule).Text
	}
	return v.done(at(out.Demand), text)
}

// outOfStep asks the library whether a candidacy may make a step: its faults, or
// nothing.
func (v *visit) outOfStep(view *registry.View, a *act, cmd *registry.Command) error {
	if a.slug == "designer" && cmd.Treatment.Dwelling == "" {
		return &typedError{"Donnez le code du logement."}
	}
	if !a.within {
		return nil
	}
	on := cmd.On
	if on.IsZero() {
		on = v.today
	}
	for _, c := range view.Candidacies() {
		if c.ID != cmd.Treatment.Candidacy {
			continue
		}
		e := journal.Event{Demand: view.Demand, Kind: journal.Treat, On: on, Service: v.myParty(), Treatment: cmd.Treatment, SubMotive: cmd.SubMotive}
		m, ok := commission.MoveOf(&e)
		switch {
		case !ok && a.step == journal.Decided:
			return &typedError{"Choisissez ce que la commission a décidé."}
		case !ok:
			return nil // a visit moves no candidacy
		}
		m.Numbered = !view.Form.Number.IsZero()
		_, faults, _ := commission.Apply(c, m)
		faults = slices.DeleteFunc(faults, func(f demand.Fault) bool { return f.Code == "COM-BAI-01" }) // the data of the lease come with the strike-off
		if faults.Blocking() {
			return &registry.InvalidError{Faults: faults}
		}
		return nil
	}
	return registry.ErrAct
}

// again shows the page of an act again, with what was typed and why it was not
// done.
func (v *visit) again(view *registry.View, a *act, typed url.Values, part *formPart, cause error, status int) error {
	p, err := v.actPage(view, a, typed)
	if err != nil {
		return err
	}
	var refused *registry.RefusedError
	var invalid *registry.InvalidError
	var old *registry.StaleError
	var twins *registry.DuplicatesError
	var typedWrong *typedError
	switch {
	case cause == nil:
	case errors.As(cause, &refused):
		v.refused(p, a, refused, typed)
	case errors.As(cause, &invalid):
		p.Faults = web.RuledAll(v.Book, invalid.Faults)
		if part != nil {
			part.faults = invalid.Faults
		}
	case errors.As(cause, &old):
		status = http.StatusConflict
		if err := v.stale(p, view, a, part, old, typed); err != nil {
			return err
		}
	case errors.As(cause, &twins):
		status = http.StatusConflict
		v.twins(p, twins, typed)
	case errors.As(cause, &typedWrong):
		p.Problem = typedWrong.text
	default:
		if p.Problem = problems[rootOf(cause)]; p.Problem == "" {
			return cause
		}
	}
	if part != nil {
		v.fill(p, view, a, part, typed)
	}
	p.Problem = web.Typo(p.Problem)
	p.Summary = append(p.Summary, form.Summary(p.Fields)...)
	return v.render("act.html", status, a.title, p)
}

// refused shows what the charter answered to what was said.
func (v *visit) refused(p *actPage, a *act, refused *registry.RefusedError, typed url.Values) {
	d := refused.Decision
	reason := v.why(&d)
	p.Why = &reason
	names := d.Missing()
	p.Fields = slices.DeleteFunc(p.Fields, func(f form.Field) bool { return strings.HasPrefix(f.Name, factPrefix) })
	v.wanted(p, a, &d, typed)
	p.Why = &reason
	need(p.Fields, names)
}

// need marks the fields of the facts that the charter lacks.
func need(fields []form.Field, names []string) {
	for i := range fields {
		f := &fields[i]
		if name, ok := strings.CutPrefix(f.Name, factPrefix); ok && slices.Contains(names, name) {
			f.Needed = true
			f.Faults = append(f.Faults, form.Said{Text: "La charte a besoin de cette information.", ID: f.ID, Label: f.Label})
		}
	}
}

// typedError is something wrong in a page, said in French.
type typedError struct{ text string }

func (e *typedError) Error() string { return "desk: " + e.text }

// problems are what the registry refuses without a rule.
var problems = map[error]string{
	registry.ErrNothing:   "Rien n’a changé : il n’y a rien à enregistrer.",
	registry.ErrFuture:    "La date d’effet est dans l’avenir : donnez la date d’aujourd’hui ou une date passée.",
	registry.ErrUnseen:    "La page est incomplète : rouvrez-la depuis la demande.",
	registry.ErrNoForm:    "Le formulaire manque : rouvrez la page depuis la demande.",
	registry.ErrAct:       "Il manque ce sur quoi porte l’acte : choisissez-le dans la page.",
	registry.ErrDay:       "Aucune charte n’est en vigueur à cette date.",
	store.ErrKeyReused:    "Cette page a déjà servi à enregistrer autre chose : rouvrez-la depuis la demande.",
	errUnread:             "Une information n’a pas pu être lue : elle est signalée ci-dessous.",
	registry.ErrPaperType: "Ce format de document n’est pas accepté : envoyez un PDF, une image (JPEG, PNG, BMP) ou un document Word.",
	registry.ErrPaperSize: "Le document est vide ou trop lourd : cinq mégaoctets au plus.",
	registry.ErrPaperCode: "Choisissez la pièce dans la liste.",
	registry.ErrPapers:    "Cette demande a déjà trop de documents.",
	store.ErrNumberTaken:  "Ce numéro unique est déjà porté par une autre demande.",
}

func rootOf(err error) error {
	for known := range problems {
		if errors.Is(err, known) {
			return known
		}
	}
	return nil
}

// stale shows what a colleague changed meanwhile, beside what was typed: the page
// is brought onto the demand as it stands.
func (v *visit) stale(p *actPage, view *registry.View, a *act, part *formPart, old *registry.StaleError, typed url.Values) error {
	p.Stale = &stale{}
	p.Seen = old.Current
	for _, e := range old.Events {
		p.Stale.Events = append(p.Stale.Events, v.event(&view.Sight, e))
	}
	if part == nil || a.act == charter.Separate {
		return nil
	}
	based, err := v.Registry.Rebase(v.r.Context(), v.agent, view.Demand, seenIn(typed), &part.form)
	if err != nil {
		return err
	}
	part.form = based.Form
	for _, path := range based.Both {
		p.Stale.Both = append(p.Stale.Both, v.pathName(path))
	}
	for _, path := range based.Theirs {
		if !slices.Contains(based.Both, path) {
			p.Stale.Theirs = append(p.Stale.Theirs, v.pathName(path))
		}
	}
	return nil
}

// twins shows the demands that may be of the same persons.
func (v *visit) twins(p *actPage, twins *registry.DuplicatesError, typed url.Values) {
	ticked := map[string]bool{}
	for _, key := range typed["autre-personne"] {
		ticked[key] = true
	}
	for i := range twins.Candidates {
		p.Candidates = append(p.Candidates, v.candidate(&twins.Candidates[i], ticked))
	}
}
