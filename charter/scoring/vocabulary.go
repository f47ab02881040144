package scoring

import (
	"slices"
	"sync"

	"github.com/fichier-unique/rules/demand"
)

// Fact is one thing a line of a grid may look at.
type Fact uint8

// The facts: the whole vocabulary.
const (
	WaitingMonths Fact = iota
	AbnormalDelay
	DALO
	PriorityPublic
	CollectiveAgreement
	Homeless
	Hosted
	TemporarilyHoused
	LeavingShelter
	Eviction
	Unfit
	NonDecent
	Overcrowded
	UnderOccupied
	Rehousing
	Violence
	Disability
	AdaptedDwelling
	MinorChild
	SingleParent
	Persons
	Dependants
	FirstQuartile
	IncomePercent
	EffortPercent
	Working
	BackToWork
	WorksInTerritory
	ChildMinder
	LeavingChildWelfare
	Reasons
	Housing
	Transfer
	Refusals
	factCount
)

// Form is what the value of a fact looks like.
type Form string

// The forms.
const (
	YesNo Form = "yes_no"
	Count Form = "count"
	Codes Form = "codes" // of a code list
)

// FactInfo describes a fact.
type FactInfo struct {
	Name    string `json:"name"`
	Form    Form   `json:"form"`
	List    string `json:"list,omitempty"` // name of the code list
	French  string `json:"fr"`
	English string `json:"en"`
	Source  string `json:"source"`
}

const (
	sourceForm  = "formulaire, CCH R.441-2-2"
	sourceFirst = "publics prioritaires, CCH L.441-1"
	sourceUse   = "critères de l'attribution, CCH L.441-1 (2010)"
	sourceLocal = "situation que le plan partenarial peut retenir"
)

// vocabulary is in the order of the constants.
var vocabulary = [factCount]FactInfo{
	{"waiting_months", Count, "", "ancienneté de la demande, en mois", "seniority of the demand, in months", "CCH L.441-2-1, R.441-2-7"},
	{"abnormal_delay", YesNo, "", "délai anormalement long dépassé", "abnormally long delay passed", "CCH L.441-1-4"},
	{"dalo", YesNo, "", "décision DALO active", "active DALO decision", "CCH L.441-2-3"},
	{"priority_public", YesNo, "", "priorité reconnue par un label", "priority recognised by a label", sourceFirst},
	{"collective_agreement", Codes, "collective_agreement", "accord collectif dont relève le ménage", "accord collectif the household comes under", "CCH L.441-1-1, L.441-1-2"},
	{"homeless", YesNo, "", "absence de logement", "no dwelling", "CCH L.441-2-3"},
	{"hosted", YesNo, "", "hébergement par des tiers", "hosted by third parties", sourceFirst},
	{"temporarily_housed", YesNo, "", "hébergement ou logement de transition", "shelter or transitional housing", sourceFirst},
	{"leaving_shelter", YesNo, "", "sortie d'une structure d'hébergement", "leaving a shelter", sourceLocal},
	{"eviction", YesNo, "", "expulsion prononcée", "eviction ordered", "CCH L.441-2-3"},
	{"unfit", YesNo, "", "logement impropre à l'habitation, insalubre ou dangereux", "dwelling unfit, insalubrious or dangerous", "CCH L.441-2-3"},
	{"non_decent", YesNo, "", "logement non décent", "dwelling not decent", "CCH L.441-2-3"},
	{"overcrowded", YesNo, "", "logement suroccupé", "overcrowded dwelling", "CCH L.441-2-3"},
	{"under_occupied", YesNo, "", "logement trop grand pour le ménage", "dwelling too large for the household", sourceLocal},
	{"rehousing", YesNo, "", "relogement après démolition ou renouvellement urbain", "rehousing after demolition or urban renewal", sourceLocal},
	{"violence", YesNo, "", "violences du conjoint ou partenaire", "violence by the spouse or partner", sourceFirst},
	{"disability", YesNo, "", "handicap dans le ménage", "disability in the household", sourceFirst},
	{"adapted_dwelling", YesNo, "", "logement adapté demandé", "adapted dwelling asked for", sourceForm},
	{"minor_child", YesNo, "", "enfant mineur à charge", "minor child in charge", "CCH L.441-2-3"},
	{"single_parent", YesNo, "", "personne seule avec enfant à charge", "person alone with a child in charge", sourceLocal},
	{"persons", Count, "", "nombre de personnes à loger", "number of persons to house", sourceForm},
	{"dependants", Count, "", "nombre de personnes à charge", "number of persons in charge", sourceForm},
	{"first_quartile", YesNo, "", "premier quartile de ressources", "first quartile of resources", "loi du 27 janvier 2017"},
	{"income_percent", Count, "", "ressources, en pour cent du plafond", "resources, in percent of the ceiling", sourceUse},
	{"effort_percent", Count, "", "part du loyer actuel dans les ressources, en pour cent", "share of the present rent in the resources, in percent", sourceUse},
	{"working", YesNo, "", "une personne du ménage travaille", "a person of the household works", sourceForm},
	{"back_to_work", YesNo, "", "reprise d'activité après un long chômage", "back to work after long unemployment", sourceFirst},
	{"works_in_territory", YesNo, "", "lieu de travail dans le territoire", "place of work in the territory", sourceUse},
	{"child_minder", YesNo, "", "assistant maternel ou familial", "child-minder or foster carer", sourceUse},
	{"leaving_child_welfare", YesNo, "", "sortie de l'aide sociale à l'enfance", "leaving child welfare", sourceFirst},
	{"reasons", Codes, "reason", "motifs de la demande", "reasons of the demand", sourceForm},
	{"housing", Codes, "housing_kind", "logement actuel", "present dwelling", sourceForm},
	{"transfer", YesNo, "", "demande de mutation d'un locataire du parc social", "transfer of a social tenant", sourceForm},
	{"refusals", Count, "", "refus d'un logement adapté", "refusals of a suitable dwelling", "décret 2019-1378"},
}

// Vocabulary lists the facts, in the order of their constants.
func Vocabulary() []FactInfo { return slices.Clone(vocabulary[:]) }

// String is the name of the fact in a grid.
func (f Fact) String() string {
	if f < factCount {
		return vocabulary[f].Name
	}
	return "unknown"
}

// MarshalText writes the name of the fact.
func (f Fact) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads the name of a fact; a name that is none is kept as no fact.
func (f *Fact) UnmarshalText(text []byte) error {
	fact, ok := FactNamed(string(text))
	if !ok {
		fact = factCount
	}
	*f = fact
	return nil
}

// Info describes the fact; it is empty for a fact that is none.
func (f Fact) Info() FactInfo {
	if f < factCount {
		return vocabulary[f]
	}
	return FactInfo{}
}

// FactNamed finds a fact by its name.
func FactNamed(name string) (Fact, bool) {
	i := slices.IndexFunc(vocabulary[:], func(v FactInfo) bool { return v.Name == name })
	return Fact(max(0, i)), i >= 0
}

// codeRanks gives, of each list, the rank of each code.
var codeRanks = sync.OnceValue(func() map[string]map[string]int {
	out := map[string]map[string]int{}
	for _, v := range vocabulary {
		list, ok := demand.FindCodeList(v.List)
		if !ok {
			continue
		}
		out[v.List] = map[string]int{}
		for i, e := range list.Entries {
			if i < maxCodes {
				out[v.List][e.Code] = i
			}
		}
	}
	return out
})

// maxCodes is how many codes of a list a value can hold.
const maxCodes = 31

// mask gives the codes as bits; false when one is not in the list.
func mask(list string, codes []string) (int32, bool) {
	var out int32
	for _, c := range codes {
		rank, ok := codeRanks()[list][c]
		if !ok {
			return 0, false
		}
		out |= 1 << rank
	}
	return out, true
}
