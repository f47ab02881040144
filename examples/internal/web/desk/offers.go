package desk

import (
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/charter/commission"
	"github.com/fichier-unique/rules/charter/priority"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
)

// act is an act as the pages offer it.
type act struct {
	act    charter.Act
	slug   string // in the address
	title  string
	button string
	intro  string
	danger bool
	whole  bool         // gives a whole form
	step   journal.Step // of the treatment
	within bool         // about a candidacy: offered beside it
	chosen string       // name of what is to be chosen first: motif, priorite…
	when   func(*journal.State) bool
}

// statusIs tells the acts that mean nothing in another status, which are then not
// even told as impossible.
func statusIs(list ...journal.Status) func(*journal.State) bool {
	return func(s *journal.State) bool { return slices.Contains(list, s.Status) }
}

var (
	running = statusIs(journal.ToVerify, journal.Active, journal.Expired)
	gone    = statusIs(journal.StruckOff)
)

// offered acts, in the order in which they are shown.
var acts = []act{
	{act: charter.Verify, slug: "verifier", title: "Vérifier la demande saisie en ligne", button: "La demande est vérifiée", when: statusIs(journal.ToVerify),
		intro: "Relisez la demande avec le demandeur ou avec ses pièces. Une fois vérifiée, elle compte, et son ancienneté reste celle du jour de la saisie."},
	{act: charter.IssueNumber, slug: "numero", title: "Attribuer le numéro unique", button: "Attribuer le numéro", when: func(s *journal.State) bool { return running(s) && s.Form.Number.IsZero() }},
	{act: charter.Attest, slug: "attester", title: "Remettre l’attestation", button: "L’attestation est remise", when: running,
		intro: "Imprimez l’attestation depuis la page de la demande, remettez-la, puis inscrivez qu’elle est remise."},
	{act: charter.Modify, slug: "modifier", title: "Modifier la demande", button: "Enregistrer la modification", whole: true, when: running},
	{act: charter.Correct, slug: "corriger", title: "Corriger d’après une pièce", button: "Enregistrer la correction", whole: true, when: running},
	{act: charter.Renew, slug: "renouveler", title: "Renouveler la demande", button: "Renouveler", whole: true, when: running,
		intro: "Revoyez avec le demandeur ce qui a vieilli, puis renouvelez : le numéro et l’ancienneté sont gardés."},
	{act: charter.StrikeOff, slug: "radier", title: "Radier la demande", button: "Radier la demande", danger: true, chosen: "motif", when: running,
		intro: "La radiation met fin à la demande. Choisissez le motif : la charte dit ce qu’il faut pour chacun."},
	{act: charter.Reactivate, slug: "reactiver", title: "Réactiver la demande", button: "Réactiver", when: gone,
		intro: "Le demandeur a répondu ou renouvelé en retard : la demande revit, avec son numéro et son ancienneté."},
	{act: charter.Restore, slug: "annuler-radiation", title: "Annuler la radiation", button: "Annuler la radiation", when: gone,
		intro: "La radiation n’aurait pas dû être faite : elle est annulée, et reste dans l’historique."},
	{act: charter.Separate, slug: "separer", title: "Séparer un couple", button: "Enregistrer la demande séparée", whole: true,
		when: func(s *journal.State) bool { return running(s) && len(s.Form.CoHolders) > 0 }},
	{act: charter.Unmerge, slug: "defaire-reunion", title: "Défaire la réunion", button: "Défaire la réunion", when: func(s *journal.State) bool { return len(s.Merges) > 0 },
		chosen: "autre"},
	{act: charter.GiveLabel, slug: "priorite", title: "Reconnaître une priorité", button: "Inscrire la priorité", chosen: "priorite", when: running},
	{act: charter.EndLabel, slug: "fin-priorite", title: "Mettre fin à une priorité", button: "Mettre fin à la priorité", chosen: "priorite",
		when: func(s *journal.State) bool { return len(s.Labels) > 0 }},
	{act: charter.RequestPaper, slug: "demander-piece", title: "Demander une pièce", button: "Inscrire la demande de pièce", chosen: "piece", step: journal.PaperRequested, when: running},
	{act: charter.FilePaper, slug: "verser-piece", title: "Verser une pièce", button: "Verser la pièce", step: journal.PaperReceived, when: running},
	{act: registry.Letter, slug: "courrier", title: "Inscrire un courrier", button: "Inscrire le courrier", when: func(s *journal.State) bool { return running(s) || gone(s) }},
	{act: charter.Designate, slug: "designer", title: "Désigner pour un logement", button: "Désigner", step: journal.Designated, when: running},

	{act: charter.Examine, slug: "examiner", title: "Examiner en commission", button: "La commission l’a examinée", step: journal.Examined, within: true},
	{act: charter.Examine, slug: "visite", title: "Inscrire une visite", button: "La visite a eu lieu", step: journal.Visited, within: true},
	{act: charter.Allocate, slug: "attribuer", title: "Décision : attribuer", button: "Inscrire la décision", step: journal.Decided, within: true},
	{act: charter.Examine, slug: "ecarter", title: "Décision : ne pas attribuer", button: "Inscrire la décision", step: journal.Decided, within: true},
	{act: charter.Examine, slug: "notifier", title: "Notifier le rejet", button: "Le rejet est notifié", step: journal.Notified, within: true},
	{act: charter.Allocate, slug: "condition-remplie", title: "Condition remplie", button: "La condition est remplie", step: journal.ConditionMet, within: true},
	{act: charter.Allocate, slug: "condition-non-remplie", title: "Condition non remplie", button: "La condition n’est pas remplie", step: journal.ConditionUnmet, within: true},
	{act: charter.Offer, slug: "proposer", title: "Proposer le logement", button: "Le logement est proposé", step: journal.Offered, within: true},
	{act: charter.AnswerOffer, slug: "accepter", title: "Le demandeur accepte", button: "Inscrire l’accord", step: journal.Accepted, within: true},
	{act: charter.AnswerOffer, slug: "refuser", title: "Le demandeur refuse", button: "Inscrire le refus", step: journal.Refused, within: true},
	{act: charter.AnswerOffer, slug: "silence", title: "Le demandeur n’a pas répondu", button: "Inscrire le silence", step: journal.Silent, within: true},
	{act: charter.Lease, slug: "bail", title: "Signature du bail", button: "Le bail est signé", step: journal.Leased, within: true},
	{act: charter.Designate, slug: "desistement", title: "Désistement", button: "Inscrire le désistement", step: journal.Withdrawn, within: true},
	{act: charter.Designate, slug: "annuler", title: "Annuler la candidature", button: "Annuler la candidature", step: journal.Cancelled, within: true},
	{act: charter.Allocate, slug: "non-servi", title: "Pris par un candidat mieux classé", button: "Inscrire", step: journal.NotServed, within: true},
}

func actOf(slug string) (act, bool) {
	for _, a := range acts {
		if a.slug == slug {
			return a, true
		}
	}
	return act{}, false
}

// offered is an act that may be done, or the reason why it may not.
type offered struct {
	Title, URL string
	Danger     bool
	Why        *why
}

// offers lists the acts that the charter may allow, and those it refuses with the
// reason.
func (v *visit) offers(view *registry.View) (may, not []offered) {
	for _, a := range acts {
		if a.within || a.when != nil && !a.when(&view.State) {
			continue
		}
		o := offered{Title: web.Typo(a.title), URL: at(view.Demand, a.slug), Danger: a.danger}
		d, refused := v.refusal(view, &a)
		if !refused {
			may = append(may, o)
			continue
		}
		reason := v.why(&d)
		o.Why = &reason
		not = append(not, o)
	}
	return may, not
}

// refusal reports an act that the charter refuses whatever is said, and whatever
// is chosen.
func (v *visit) refusal(view *registry.View, a *act) (charter.Decision, bool) {
	if a.act == registry.Letter {
		d, ok := view.Sight.Decision(charter.FieldContact)
		return d, ok && d.Outcome == charter.Refused
	}
	if a.chosen != "" {
		choices := v.choices(view, a)
		for _, c := range choices {
			if c.Decision.Outcome != charter.Refused {
				return c.Decision, false
			}
		}
		if len(choices) > 0 {
			return choices[0].Decision, true
		}
	}
	d := v.Registry.Ask(view, v.agent, registry.Command{Act: a.act, Facts: presumed(a)})
	return d, d.Outcome == charter.Refused
}

// presumed are the facts that the page of an act says by itself.
func presumed(a *act) charter.Facts {
	var f charter.Facts
	switch a.act {
	case charter.Modify, charter.Renew:
		f.Origin = demand.FromApplicant
	case charter.Correct:
		f.Origin = demand.FromPaper
	case charter.Attest:
		f.Presented = "registration"
	}
	return f
}

// choice is one of the things to choose before an act: a motive, a priority.
type choice struct {
	Value, Label string
	Decision     charter.Decision
	URL          string
	Why          *why
	Missing      []string
}

// subject is one of the things that an act may be about.
type subject struct {
	value, label string
	cmd          registry.Command
}

// choices lists what an act may be about, each with what the charter says of it.
func (v *visit) choices(view *registry.View, a *act) []choice {
	var out []choice
	for _, s := range v.subjects(view, a) {
		s.cmd.Act = a.act
		c := choice{Value: s.value, Label: capital(s.label), Decision: v.Registry.Ask(view, v.agent, s.cmd)}
		c.URL = at(view.Demand, a.slug) + "?" + a.chosen + "=" + s.value
		switch c.Decision.Outcome {
		case charter.Refused:
			reason := v.why(&c.Decision)
			c.Why = &reason
		case charter.Unknown:
			for _, name := range c.Decision.Missing() {
				c.Missing = append(c.Missing, factName(name))
			}
		}
		out = append(out, c)
	}
	return out
}

func (v *visit) subjects(view *registry.View, a *act) []subject {
	var out []subject
	switch a.act {
	case charter.StrikeOff:
		list, _ := demand.FindCodeList("strike_off_motive")
		for _, e := range list.Entries {
			if m := demand.StrikeOffMotive(e.Code); len(view.Charter.Motives) == 0 || slices.Contains(view.Charter.Motives, m) {
				out = append(out, subject{e.Code, e.French, registry.Command{Motive: m}})
			}
		}
	case charter.GiveLabel:
		for _, k := range v.labelKinds() {
			out = append(out, subject{k.Code, k.French + " (" + k.Code + ")", registry.Command{Mark: journal.Mark{Code: k.Code}}})
		}
	case charter.EndLabel:
		for _, l := range view.State.Labels {
			out = append(out, subject{l.Code, v.labelName(l.Code), registry.Command{Mark: journal.Mark{Code: l.Code}}})
		}
	case charter.Unmerge:
		for i, m := range view.State.Merges {
			out = append(out, subject{m.Other, "demande réunie, " + strconv.Itoa(i+1), registry.Command{Other: m.Other}})
		}
	case charter.RequestPaper:
		for _, item := range view.Due.Ask {
			if !slices.ContainsFunc(out, func(s subject) bool { return s.value == string(item.Paper) }) {
				out = append(out, subject{string(item.Paper), paperName(item.Paper), registry.Command{Facts: charter.Facts{Paper: string(item.Paper)}}})
			}
		}
	}
	return out
}

// next lists the acts that a candidacy admits: those that its state allows. What
// the charter says of each, its page asks.
func next(key string, c commission.Candidacy, p demand.Profile) []offered {
	var out []offered
	for _, a := range acts {
		if !a.within {
			continue
		}
		for _, step := range stepsOf(a.slug, a.step) {
			if slices.ContainsFunc(commission.Transitions(), func(t commission.Transition) bool {
				return t.From == c.State && t.Step == step && (p == "" || slices.Contains(t.Profiles, p))
			}) {
				out = append(out, offered{Title: web.Typo(a.title), URL: at(key, a.slug) + "?candidature=" + c.ID, Danger: a.danger})
				break
			}
		}
	}
	return out
}

// stepsOf are the steps of a candidacy that an act may make.
func stepsOf(slug string, s journal.Step) []commission.Step {
	switch {
	case slug == "attribuer":
		return []commission.Step{commission.Allocate, commission.Rank, commission.Condition}
	case slug == "ecarter":
		return []commission.Step{commission.Reject, commission.RuleOut}
	}
	e := journal.Event{Kind: journal.Treat, Treatment: journal.Treatment{Step: s}}
	if m, ok := commission.MoveOf(&e); ok {
		return []commission.Step{m.Step}
	}
	return nil
}

// labelKinds are the priorities that the law and the charter know today.
func (v *visit) labelKinds() []priority.LabelKind {
	var out []priority.LabelKind
	settings := &v.charter.Priorities
	for _, k := range slices.Concat(priority.LegalKinds(), settings.Labels) {
		kind, known := settings.Kind(k.Code)
		if known && !slices.ContainsFunc(out, func(o priority.LabelKind) bool { return o.Code == kind.Code }) && !v.today.Before(kind.From) && (kind.To.IsZero() || !v.today.After(kind.To)) {
			out = append(out, kind)
		}
	}
	return out
}
