package desk

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/demand/papers"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
)

// seenIn is the sequence at which the demand was read.
func seenIn(typed url.Values) int64 {
	n, err := strconv.ParseInt(typed.Get("vu"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// command makes the command of an act from what was typed; false when something
// could not be read.
func (v *visit) command(view *registry.View, a *act, typed url.Values) (registry.Command, bool) {
	facts, ok := factsIn(typed)
	cmd := registry.Command{Act: a.act, Demand: view.Demand, Seen: seenIn(typed), Key: typed.Get("cle"), Facts: facts}
	on, readable := day(typed.Get("effet"))
	until, also := day(typed.Get("jusqu"))
	cmd.On, ok = on, ok && readable && also
	said := presumed(a)
	if cmd.Facts.Origin == "" {
		cmd.Facts.Origin = said.Origin
	}
	if cmd.Facts.Presented = said.Presented; a.act == charter.Attest && !view.Form.RenewedOn.IsZero() {
		cmd.Facts.Presented = "renewal"
	}
	if a.step != "" {
		return cmd, v.treatment(&cmd, view, a, typed, until) && ok
	}
	switch a.act {
	case charter.StrikeOff:
		cmd.Motive, cmd.SubMotive = demand.StrikeOffMotive(typed.Get("motif")), demand.StrikeOffSubMotive(typed.Get("sous-motif"))
	case charter.GiveLabel, charter.EndLabel:
		cmd.Mark = journal.Mark{Code: typed.Get("priorite"), Until: until}
	case charter.Unmerge:
		cmd.Other = typed.Get("autre")
	case charter.Separate:
		cmd.Demand, cmd.Other, cmd.Case, cmd.Seen = "", view.Demand, typed.Get("cas"), 0
		cmd.Distinct = typed["autre-personne"]
	case registry.Letter:
		l, readable := v.letterIn(view, typed)
		cmd.Letter, ok = &l, ok && readable
	}
	return cmd, ok
}

// treatment fills in a step of the treatment.
func (v *visit) treatment(cmd *registry.Command, view *registry.View, a *act, typed url.Values, until demand.Date) bool {
	if a.act == charter.RequestPaper || a.act == charter.FilePaper {
		code := typed.Get("piece")
		cmd.Facts.Paper = code
		cmd.Treatment = journal.Treatment{Step: a.step, Reason: code}
		return true
	}
	t := journal.Treatment{Step: a.step, Candidacy: typed.Get("candidature"), Until: until, Reason: strings.TrimSpace(typed.Get("raison")), Warned: typed.Get("averti") == "oui"}
	if a.slug == "designer" {
		t.Candidacy, t.Dwelling = "c"+strings.TrimPrefix(typed.Get("cle"), "f"), strings.TrimSpace(typed.Get("logement"))
	}
	for _, c := range view.Candidacies() {
		if c.ID == t.Candidacy {
			t.Dwelling = c.Dwelling
		}
	}
	if a.step == journal.Decided {
		t.Outcome, cmd.SubMotive = typed.Get("decision"), demand.StrikeOffSubMotive(typed.Get("sous-motif"))
	}
	ok := true
	if rank := strings.TrimSpace(typed.Get("rang")); rank != "" {
		n, err := strconv.Atoi(rank)
		if ok = err == nil && n > 0 && n < 1000; ok {
			t.Rank = n
		}
	}
	cmd.Treatment = t
	if a.act == charter.AnswerOffer {
		cmd.Facts.Accepted = demand.AnswerOf(a.step == journal.Accepted)
		if a.step == journal.Silent && t.Reason == "" {
			cmd.Facts.Reason = "silence"
		}
	}
	return ok
}

// letterIn reads a letter, or what is learnt of one.
func (v *visit) letterIn(view *registry.View, typed url.Values) (journal.Dispatch, bool) {
	sent, ok1 := day(typed.Get("envoye"))
	received, ok2 := day(typed.Get("remis"))
	answered, ok3 := day(typed.Get("repondu"))
	l := journal.Dispatch{Subject: journal.Subject(typed.Get("objet")), Motive: demand.StrikeOffMotive(typed.Get("avant")), Channel: journal.Channel(typed.Get("moyen")),
		Proof: strings.TrimSpace(typed.Get("preuve")), Sent: sent, Received: received, Answered: answered}
	if l.Subject != journal.Warning {
		l.Motive = ""
	}
	if ref := typed.Get("suite"); ref != "" {
		l.Ref, l.Channel, l.Sent = ref, "", demand.Date{}
		for _, known := range view.State.Letters {
			if known.Ref == ref {
				l.Subject, l.Motive = known.Subject, known.Motive
			}
		}
	} else {
		l.Ref = "l" + strings.TrimPrefix(typed.Get("cle"), "f")
	}
	return l, ok1 && ok2 && ok3
}

// inFewWords is how a reason is given: a service may have a list of codes, none has to.
const inFewWords = "En quelques mots, ou par un code de votre service ; sans nom de personne."

// ownFields are the fields of an act, beside the facts that the charter asks for.
func (v *visit) ownFields(view *registry.View, a *act, typed url.Values) []form.Field {
	b := fields{typed: typed}
	switch a.act {
	case charter.StrikeOff:
		if typed.Get("motif") == string(demand.StrikeOffMotiveRADIRR) {
			b.codes("sous-motif", "Sous-motif", "strike_off_sub_motive")
		}
	case charter.GiveLabel:
		b.day("jusqu", "Valable jusqu’au", "Si la reconnaissance a un terme.")
	case charter.Separate:
		v.separateFields(&b, view)
	case registry.Letter:
		v.letterFields(&b, view)
	case charter.FilePaper:
		v.paperFields(&b, view)
	}
	v.stepFields(&b, a)
	if a.act != registry.Letter && a.act != charter.IssueNumber {
		b.day("effet", "Date d’effet", "Aujourd’hui si vous ne dites rien.")
	}
	return b.out
}

// stepFields are the fields of a step of the treatment.
func (v *visit) stepFields(b *fields, a *act) {
	switch a.slug {
	case "designer":
		b.text("logement", "Logement", "Son code dans le parc du bailleur, sans adresse ni nom.")
	case "attribuer":
		b.choice("decision", "Décision de la commission", []form.Choice{{Value: "allocated", Label: "Attribution"}, {Value: "ranked", Label: "Attribution en rang"},
			{Value: "conditional", Label: "Attribution sous condition suspensive"}})
		b.text("rang", "Rang", "Pour une attribution en rang.")
		b.text("raison", "Condition", "Pour une attribution sous condition. "+inFewWords)
		b.day("jusqu", "Condition à remplir jusqu’au", "")
	case "ecarter":
		b.choice("decision", "Décision de la commission", []form.Choice{{Value: "not_allocated", Label: "Non-attribution"}, {Value: "inadmissible", Label: "Irrecevabilité"}})
		b.text("raison", "Raison", "Pour une non-attribution. "+inFewWords)
		b.codes("sous-motif", "Sous-motif d’irrecevabilité", "strike_off_sub_motive")
	case "proposer":
		b.day("jusqu", "Dernier jour pour répondre", "")
		b.answer("averti", "Le demandeur est averti qu’un refus peut lui faire perdre le bénéfice de la décision DALO")
	case "refuser", "annuler", "condition-non-remplie":
		b.text("raison", "Raison", inFewWords)
	}
}

func (v *visit) separateFields(b *fields, view *registry.View) {
	var who []form.Choice
	for i := range view.Form.CoHolders {
		who = append(who, form.Choice{Value: strconv.Itoa(i), Label: personName(&view.Form, "co_holders["+strconv.Itoa(i)+"]")})
	}
	b.choice("qui", "Qui dépose une demande séparée", who)
	b.choice("cas", "Situation du couple", []form.Choice{{Value: string(papers.Married), Label: "Mariage"}, {Value: string(papers.Partners), Label: "PACS"},
		{Value: string(papers.Cohabiting), Label: "Concubinage"}, {Value: string(papers.Violence), Label: "Violences"}})
}

func (v *visit) letterFields(b *fields, view *registry.View) {
	if b.typed.Get("suite") == "" {
		var about, by []form.Choice
		for _, s := range []journal.Subject{journal.RenewalNotice, journal.Warning, journal.DecisionNotified, journal.AttestationSent} {
			about = append(about, form.Choice{Value: string(s), Label: capital(or(subjects, s))})
		}
		for _, c := range []journal.Channel{journal.Registered, journal.Tracked, journal.Post, journal.Email, journal.Handed, journal.Portal} {
			by = append(by, form.Choice{Value: string(c), Label: capital(or(channels, c))})
		}
		b.choice("objet", "Objet du courrier", about)
		b.codes("avant", "Pour un avertissement : motif de la radiation qui suivrait", "strike_off_motive")
		b.choice("moyen", "Moyen", by)
		b.day("envoye", "Envoyé le", "")
	}
	b.day("remis", "Remis au demandeur le", "Si vous le savez déjà.")
	b.text("preuve", "Référence de la preuve de remise", "")
	b.day("repondu", "Réponse du demandeur reçue le", "")
}

func (v *visit) paperFields(b *fields, view *registry.View) {
	var kinds, persons []form.Choice
	seen := map[papers.Paper]bool{}
	for _, item := range view.Due.Ask {
		if !seen[item.Paper] {
			seen[item.Paper] = true
			kinds = append(kinds, form.Choice{Value: string(item.Paper), Label: paperName(item.Paper)})
		}
	}
	forbidden := map[papers.Paper]bool{}
	for _, item := range view.Due.Forbidden {
		forbidden[item.Paper] = true
	}
	for _, info := range papers.Infos() {
		if !seen[info.Paper] && !forbidden[info.Paper] {
			kinds = append(kinds, form.Choice{Value: string(info.Paper), Label: capital(info.French)})
		}
	}
	add := func(path string) {
		persons = append(persons, form.Choice{Value: path, Label: personName(&view.Form, path)})
	}
	add("applicant")
	for i := range view.Form.CoHolders {
		add("co_holders[" + strconv.Itoa(i) + "]")
	}
	for i := range view.Form.Dependants {
		add("dependants[" + strconv.Itoa(i) + "]")
	}
	b.choice("piece", "Pièce", kinds)
	b.choice("personne", "Personne concernée", persons)
	b.text("annee", "Année", "Pour un avis d’imposition : l’année des revenus.")
	b.day("valable", "Valable jusqu’au", "Si la pièce porte une date de fin.")
}

// file takes the document that was uploaded into the demand.
func (v *visit) file(view *registry.View, cmd *registry.Command) (registry.Outcome, error) {
	out := registry.Outcome{Demand: view.Demand}
	code := v.r.PostFormValue("piece")
	for _, item := range view.Due.Forbidden {
		if string(item.Paper) == code {
			return out, &typedError{"Cette pièce ne peut être ni demandée ni gardée. " + v.ruled(item.Code).Text}
		}
	}
	until, ok := day(v.r.PostFormValue("valable"))
	u := registry.Upload{Code: code, Person: v.r.PostFormValue("personne"), Until: until, Key: cmd.Key, On: cmd.On}
	if !ok || !known(view, u.Person) {
		return out, errUnread
	}
	if year := strings.TrimSpace(v.r.PostFormValue("annee")); year != "" {
		var err error
		if u.Year, err = strconv.Atoi(year); err != nil || u.Year < 1900 || u.Year > 2200 {
			return out, &typedError{"Écrivez l’année en quatre chiffres, par exemple 2011."}
		}
	}
	file, _, err := v.r.FormFile("document")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return out, &typedError{"Joignez le document."}
	}
	if err != nil {
		return out, err
	}
	defer file.Close()
	if u.Body, err = io.ReadAll(io.LimitReader(file, registry.MaxPaper+1)); err != nil {
		return out, err
	}
	_, err = v.Registry.FilePaper(v.r.Context(), v.agent, view.Demand, u)
	return out, err
}

// known reports a person of the demand.
func known(view *registry.View, person string) bool {
	return person == "" || personName(&view.Form, person) != person
}

// fields gathers the fields of a page.
type fields struct {
	typed url.Values
	out   []form.Field
}

func (b *fields) add(f form.Field) {
	f.ID, f.Value = form.ID(f.Name), b.typed.Get(f.Name)
	f.Label, f.Hint = web.Typo(f.Label), web.Typo(f.Hint)
	if f.Type == "" {
		f.Type = "text"
	}
	for i := range f.Choices {
		f.Choices[i].Chosen = f.Choices[i].Value == f.Value
	}
	b.out = append(b.out, f)
}

func (b *fields) text(name, label, hint string) {
	b.add(form.Field{Kind: "text", Name: name, Label: label, Hint: hint})
}

func (b *fields) day(name, label, hint string) {
	f := form.Field{Kind: "text", Name: name, Label: label, Hint: hint, Type: "date", Short: true}
	if _, ok := day(b.typed.Get(name)); !ok {
		f.Faults = []form.Said{{Text: "Cette date n’a pas pu être lue.", ID: form.ID(name), Label: label}}
	}
	b.add(f)
}

func (b *fields) choice(name, label string, choices []form.Choice) {
	f := form.Field{Kind: "choices", Name: name, Label: label, Choices: choices}
	if len(choices) > 5 {
		f.Kind = "select"
	}
	b.add(f)
}

func (b *fields) answer(name, label string) {
	b.choice(name, label, []form.Choice{{Value: "oui", Label: "Oui"}, {Value: "non", Label: "Non"}})
}

func (b *fields) codes(name, label, list string) {
	codes, _ := demand.FindCodeList(list)
	var choices []form.Choice
	for _, e := range codes.Entries {
		choices = append(choices, form.Choice{Value: e.Code, Label: capital(e.French)})
	}
	b.choice(name, label, choices)
}

// paper gives a document to who may see it.
func (v *visit) paper() error {
	p, err := v.Registry.Paper(v.r.Context(), v.agent, v.r.PathValue("demand"), v.r.PathValue("paper"))
	if err != nil {
		return err
	}
	name := path.Base(p.Code) + registry.Extension(p.Type)
	header := v.w.Header()
	header.Set("Content-Type", p.Type)
	header.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	header.Set("Content-Length", strconv.Itoa(len(p.Body)))
	_, _ = v.w.Write(p.Body) // the reader went away: nothing to mend
	return nil
}

// judge marks a document as refused, or takes the mark back.
func (v *visit) judge() error {
	key := v.r.PathValue("demand")
	refused := v.r.PostFormValue("refusee") == "oui"
	if err := v.Registry.Judge(v.r.Context(), v.agent, key, v.r.PathValue("paper"), refused); err != nil {
		return err
	}
	text := "La pièce est de nouveau acceptée."
	if refused {
		text = "La pièce est marquée comme refusée : elle peut être redemandée."
	}
	return v.done(at(key)+"#pieces", text)
}
