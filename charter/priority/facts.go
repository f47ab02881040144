package priority

import (
	"slices"
	"strings"
	"sync"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
)

// MaxBytes bounds what the readers of this package read of one document.
const MaxBytes = 1 << 20

// Facts is the closed vocabulary of what the publics and the grounds of DALO
// look at. Everything may be left unsaid: it is then unknown. Nothing in it says
// by which desk or channel the demand came, and no state of health.
type Facts struct {
	Reasons []demand.ReasonCode  `json:"reasons,omitzero"` // of the form
	Housing []demand.HousingKind `json:"housing,omitzero"` // of the form
	DALO    demand.DALOStatus    `json:"dalo,omitzero"`

	Disability          demand.Answer `json:"disability,omitzero"`           // a person of the household has one
	DisabledDependant   demand.Answer `json:"disabled_dependant,omitzero"`   // a person in charge has one
	MinorChild          demand.Answer `json:"minor_child,omitzero"`          // at least one child under 18
	Disadvantaged       demand.Answer `json:"disadvantaged,omitzero"`        // particular difficulties, of resources or of conditions of existence
	BadlyHoused         demand.Answer `json:"badly_housed,omitzero"`         // mal logé, whatever the cause
	Homeless            demand.Answer `json:"homeless,omitzero"`             // dépourvu de logement
	Hosted              demand.Answer `json:"hosted,omitzero"`               // by third parties
	TemporarilyHoused   demand.Answer `json:"temporarily_housed,omitzero"`   // in a shelter, a hostel or a transitional dwelling
	EvictionThreat      demand.Answer `json:"eviction_threat,omitzero"`      // menacé d'expulsion
	EvictionJudged      demand.Answer `json:"eviction_judged,omitzero"`      // by a court
	Unfit               demand.Answer `json:"unfit,omitzero"`                // unfit for housing, insalubrious or dangerous
	NonDecent           demand.Answer `json:"non_decent,omitzero"`           // non décent
	Unworthy            demand.Answer `json:"unworthy,omitzero"`             // habitat indigne
	Overcrowded         demand.Answer `json:"overcrowded,omitzero"`          // suroccupé
	Violence            demand.Answer `json:"violence,omitzero"`             // by the spouse or partner
	ProtectionOrder     demand.Answer `json:"protection_order,omitzero"`     // ordonnance de protection
	BackToWork          demand.Answer `json:"back_to_work,omitzero"`         // after long unemployment
	LeavingProstitution demand.Answer `json:"leaving_prostitution,omitzero"` // engaged in the way out
	Trafficking         demand.Answer `json:"trafficking,omitzero"`          // victim of trafficking or procuring
	LeavingChildWelfare demand.Answer `json:"leaving_child_welfare,omitzero"`
	RapeAtHome          demand.Answer `json:"rape_at_home,omitzero"`
	Firefighter         demand.Answer `json:"volunteer_firefighter,omitzero"`

	ShelterSince      demand.Date   `json:"shelter_since,omitzero"`      // first day of the unbroken stay in a shelter or an RHVS
	TransitionalSince demand.Date   `json:"transitional_since,omitzero"` // first day in a transitional dwelling or a hostel
	DepositedOn       demand.Date   `json:"deposited_on,omitzero"`       // seniority of the demand
	AdaptedProposal   demand.Answer `json:"adapted_proposal,omitzero"`   // a proposal adapted to needs and means was made
}

// Fact names a fact in words, for whoever asks the household.
type Fact struct {
	Name    string `json:"name"`
	French  string `json:"fr"`
	English string `json:"en"`

	of func(f *Facts) demand.Answer
}

// factTable is the vocabulary of the publics and of the grounds.
var factTable = []Fact{
	{"dalo", "décision DALO active", "active DALO decision", func(f *Facts) demand.Answer {
		if f.DALO == "" {
			return demand.NotSaid
		}
		return demand.AnswerOf(f.DALO == demand.DALOStatusACTIF)
	}},
	{"disability", "une personne du ménage est handicapée", "a person of the household has a disability", (*Facts).disability},
	{"disabled_dependant", "une personne à charge est handicapée", "a person in charge has a disability", func(f *Facts) demand.Answer { return f.DisabledDependant }},
	{"minor_child", "un enfant mineur à charge", "a minor child in charge", func(f *Facts) demand.Answer { return f.MinorChild }},
	{"disadvantaged", "des difficultés particulières, de ressources ou de conditions d'existence", "particular difficulties, of resources or of conditions of existence", func(f *Facts) demand.Answer { return f.Disadvantaged }},
	{"badly_housed", "le ménage est mal logé", "the household is badly housed", (*Facts).badlyHoused},
	{"homeless", "le ménage n'a pas de logement", "the household has no dwelling", func(f *Facts) demand.Answer { return f.Homeless }},
	{"hosted", "le ménage est hébergé par des tiers", "the household is hosted by third parties", func(f *Facts) demand.Answer { return f.Hosted }},
	{"temporarily_housed", "le ménage est en hébergement ou en logement de transition", "the household is in a shelter or in transitional housing", func(f *Facts) demand.Answer { return f.TemporarilyHoused }},
	{"eviction_threat", "une expulsion menace le ménage", "the household is threatened with eviction", (*Facts).evictionThreat},
	{"eviction_judged", "un tribunal a prononcé l'expulsion", "a court has ordered the eviction", func(f *Facts) demand.Answer { return f.EvictionJudged }},
	{"unfit", "les locaux sont impropres à l'habitation, insalubres ou dangereux", "the premises are unfit for housing, insalubrious or dangerous", func(f *Facts) demand.Answer { return f.Unfit }},
	{"non_decent", "le logement est non décent", "the dwelling is not decent", func(f *Facts) demand.Answer { return f.NonDecent }},
	{"unworthy", "l'habitat est indigne", "the housing is unworthy", func(f *Facts) demand.Answer { return f.Unworthy }},
	{"overcrowded", "le logement est suroccupé", "the dwelling is overcrowded", func(f *Facts) demand.Answer { return f.Overcrowded }},
	{"violence", "des violences du conjoint ou partenaire", "violence by the spouse or partner", (*Facts).violence},
	{"protection_order", "une ordonnance de protection", "a protection order", func(f *Facts) demand.Answer { return f.ProtectionOrder }},
	{"back_to_work", "une reprise d'activité après une longue période de chômage", "back to work after long unemployment", func(f *Facts) demand.Answer { return f.BackToWork }},
	{"leaving_prostitution", "un parcours de sortie de la prostitution", "the way out of prostitution", func(f *Facts) demand.Answer { return f.LeavingProstitution }},
	{"trafficking", "une traite des êtres humains ou un proxénétisme subis", "human trafficking or procuring suffered", func(f *Facts) demand.Answer { return f.Trafficking }},
	{"leaving_child_welfare", "une sortie de l'aide sociale à l'enfance avant 21 ans", "leaving child welfare under 21", func(f *Facts) demand.Answer { return f.LeavingChildWelfare }},
	{"rape_at_home", "un viol subi au domicile", "a rape suffered at home", func(f *Facts) demand.Answer { return f.RapeAtHome }},
	{"volunteer_firefighter", "un engagement de sapeur-pompier volontaire", "service as a volunteer firefighter", func(f *Facts) demand.Answer { return f.Firefighter }},
	// Days and answers that only a ground of DALO looks at.
	{"deposited_on", "le jour du dépôt de la demande", "the day of deposit of the demand", nil},
	{"shelter_since", "le premier jour de l'hébergement", "the first day in the shelter", nil},
	{"transitional_since", "le premier jour en logement de transition ou en foyer", "the first day in transitional housing or a hostel", nil},
	{"abnormal_delay", "le délai anormalement long du département", "the abnormally long delay of the département", nil},
	{"adapted_proposal", "si une proposition adaptée a été faite", "whether an adapted proposal was made", nil},
}

var factIndex = sync.OnceValue(func() map[string]*Fact {
	out := map[string]*Fact{}
	for i := range factTable {
		out[factTable[i].Name] = &factTable[i]
	}
	return out
})

// FactNamed gives the words of a fact that an answer says is missing.
func FactNamed(name string) (Fact, bool) {
	f, ok := factIndex()[name]
	if !ok {
		return Fact{}, false
	}
	return *f, true
}

// badlyHoused follows from any of its causes; the lack of one proves nothing.
func (f *Facts) badlyHoused() demand.Answer {
	if slices.Contains([]demand.Answer{f.Unfit, f.NonDecent, f.Unworthy, f.Overcrowded, f.Homeless}, demand.Yes) {
		return demand.Yes
	}
	return f.BadlyHoused
}

func (f *Facts) disability() demand.Answer {
	if f.DisabledDependant == demand.Yes {
		return demand.Yes
	}
	return f.Disability
}

func (f *Facts) evictionThreat() demand.Answer {
	if f.EvictionJudged == demand.Yes {
		return demand.Yes
	}
	return f.EvictionThreat
}

func (f *Facts) violence() demand.Answer {
	if f.ProtectionOrder == demand.Yes {
		return demand.Yes
	}
	return f.Violence
}

// anyOf is yes when one answer is, no when all are, and else unknown.
func anyOf(answers ...demand.Answer) demand.Answer {
	out := demand.No
	for _, a := range answers {
		switch a {
		case demand.Yes:
			return demand.Yes
		case demand.NotSaid:
			out = demand.NotSaid
		}
	}
	return out
}

// weigh answers needs: all of the groups, of each at least one fact. Missing are
// the facts that were not said and on which the answer hangs.
func (f *Facts) weigh(needs [][]string) (answer demand.Answer, missing []string) {
	answer = demand.Yes
	for _, group := range needs {
		held := make([]demand.Answer, len(group))
		for i, name := range group {
			held[i] = factIndex()[name].of(f)
		}
		switch anyOf(held...) {
		case demand.No:
			return demand.No, nil
		case demand.NotSaid:
			answer = demand.NotSaid
			for i, name := range group {
				if held[i] == demand.NotSaid {
					missing = append(missing, name)
				}
			}
		}
	}
	return answer, missing
}

// FactsIn is FactsOf with the seniority that the demand keeps: after a separation,
// or once joined to an older one, the abnormal delay runs since the first deposit,
// which its form does not tell. Law: CCH L.441-1 (2014). Confidence: V.
func FactsIn(s *journal.State, day demand.Date) Facts {
	out := FactsOf(&s.Form, day)
	if s.Seniority.Before(out.DepositedOn) {
		out.DepositedOn = s.Seniority
	}
	return out
}

// FactsOf draws from a form what it says by itself: reasons, present dwelling, a
// disability declared, minor children in charge. The rest is asked of a person.
// A form tells its own deposit only: see FactsIn.
// Children in shared custody or with visiting right are not counted either way.
func FactsOf(f *demand.Form, day demand.Date) Facts {
	if f.IsAssociation() {
		return Facts{DepositedOn: f.DepositedOn}
	}
	out := Facts{Housing: slices.Clone(f.Present.Kinds), DepositedOn: f.DepositedOn}
	for i := range f.Reasons {
		out.Reasons = append(out.Reasons, f.Reasons[i].Code)
	}
	if f.Disabilities != nil {
		out.Disability, out.DisabledDependant = demand.AnswerOf(len(f.Disabilities) > 0), demand.No
		for i := range f.Disabilities {
			if strings.HasPrefix(f.Disabilities[i].Person, "dependants[") {
				out.DisabledDependant = demand.Yes
			}
		}
	}
	out.MinorChild = f.HasMinor(day)
	return out
}
