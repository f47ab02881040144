package priority

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
)

// Public is a priority public (public prioritaire) as data. Its rule gives its
// code, its words, its source and the days between which it surely applies.
type Public struct {
	demand.Rule
	Key     string      `json:"key"`                   // "violence": the same public keeps its key from one state of the law to the next
	Letter  string      `json:"letter,omitempty"`      // of L.441-1, when it was read
	Perhaps demand.Date `json:"perhaps_from,omitzero"` // it may apply from this day, and surely from the first of the rule
	Needs   [][]string  `json:"needs"`                 // facts: of each group, at least one
	Proofs  []Proof     `json:"proofs,omitempty"`

	HintReasons []demand.ReasonCode  `json:"hint_reasons,omitempty"` // reasons of the form that make think of it; INF
	HintHousing []demand.HousingKind `json:"hint_housing,omitempty"` // present dwellings that do; INF
}

// Proof is what proves that a household belongs to a public.
type Proof struct {
	French  string        `json:"fr"`
	English string        `json:"en"`
	From    demand.Date   `json:"valid_from,omitzero"`
	Source  demand.Source `json:"source"`
}

// Publics lists the priority publics of every state of the law.
func Publics() []Public { return slices.Clone(publics) }

// Standing says how far a household belongs to a public.
type Standing string

// The standings, from the firmest.
const (
	Recognised Standing = "recognised" // a label in force says so
	Claimed    Standing = "claimed"    // the facts said are those of the public; the proof remains
	Hinted     Standing = "hinted"     // the form makes think of it; the facts remain to be established
	NotSaid    Standing = "unknown"    // the facts were not said
	Excluded   Standing = "excluded"   // the facts said are not those of the public
)

// Priority is where a household stands towards one public.
type Priority struct {
	Code     string   `json:"code"` // of the public
	Key      string   `json:"key"`
	Letter   string   `json:"letter,omitempty"`
	Standing Standing `json:"standing"`
	Doubtful bool     `json:"doubtful,omitempty"` // it is not known whether the public applied that day
	Reasons  []Ruling `json:"reasons"`
	Missing  []string `json:"missing,omitempty"` // facts to be said
	Proofs   []Proof  `json:"proofs,omitempty"`  // what would prove it, as far as the texts read say
}

// firstDay is the first day whose list of publics was read.
var firstDay = demand.MustDate("2010-05-02")

// Priorities says, of each public that applies on a day or may apply, whether
// the household may belong to it, why, and what is still to be proved. A public
// that is not in the answer does not apply that day. When the list of that day
// was not read, there is no answer but a fault.
func Priorities(f *Facts, day demand.Date) ([]Priority, demand.Faults) {
	if day.IsZero() || day.Before(firstDay) {
		return nil, demand.Faults{fault("PRI-ETA-08", "day")}
	}
	var out []Priority
	for i := range publics {
		p := &publics[i]
		sure := during(day, p.From, p.To)
		if sure || !p.Perhaps.IsZero() && during(day, p.Perhaps, p.To) {
			out = append(out, p.stand(f, day, !sure))
		}
	}
	return out, nil
}

// stand places a household towards one public.
func (p *Public) stand(f *Facts, day demand.Date, doubtful bool) Priority {
	out := Priority{Code: p.Code, Key: p.Key, Letter: p.Letter, Doubtful: doubtful}
	h := hearing{}
	answer, missing := f.weigh(p.Needs)
	switch {
	case answer == demand.No:
		out.Standing = Excluded
		h.say(Notice, "PRI-ETA-06", "")
	case answer == demand.Yes && p.Key == "dalo":
		out.Standing = Recognised
		h.say(Notice, "PRI-ETA-01", "dalo")
	case answer == demand.Yes:
		out.Standing = Claimed
		h.say(Notice, "PRI-ETA-02", "")
	default:
		out.Standing, out.Missing = NotSaid, missing
		p.hint(f, &h)
		if len(h.spoken) > 0 {
			out.Standing = Hinted
		}
		h.say(Unknown, "PRI-ETA-05", "")
	}
	if out.Standing != Excluded && out.Standing != Recognised {
		for i := range p.Proofs {
			if during(day, p.Proofs[i].From, demand.Date{}) {
				out.Proofs = append(out.Proofs, p.Proofs[i])
			}
		}
		h.when(len(out.Proofs) == 0, Notice, "PRI-ETA-09", "")
	}
	h.when(doubtful, Unknown, "PRI-ETA-07", "day")
	out.Reasons = h.spoken
	return out
}

func (p *Public) hint(f *Facts, h *hearing) {
	for i, code := range f.Reasons {
		h.when(slices.Contains(p.HintReasons, code), Notice, "PRI-ETA-03", at("reasons", i), string(code))
	}
	for i, kind := range f.Housing {
		h.when(slices.Contains(p.HintHousing, kind), Notice, "PRI-ETA-04", at("housing", i), string(kind))
	}
}

const chapterPublics = "publics prioritaires"

var (
	sourceList = source("CCH L.441-1", "liste des publics prioritaires ; l'état antérieur au 3 mai 2010 n'a pas été lu", demand.Verified)
	sourceOurs = source("règle du fichier", "aucune priorité n'est reconnue d'après le seul formulaire", demand.Inference)
)

var rulesPublics = []demand.Rule{
	{
		Code: "PRI-ETA-01", Chapter: chapterPublics, Severity: demand.Information,
		Source:  source("CCH L.441-1 (2017), L.441-2-3", "ménages reconnus prioritaires par la commission de médiation", demand.Secondary),
		French:  "La priorité est reconnue : la décision DALO est active.",
		English: "The priority is recognised: the DALO decision is active.",
		Accepts: `{"day":"2026-06-30","facts":{"dalo":"CADUC"}}`,
		Refuses: `{"day":"2026-06-30","facts":{"dalo":"ACTIF"}}`,
	},
	{
		Code: "PRI-ETA-02", Chapter: chapterPublics, Severity: demand.Information,
		Source:  sourceOurs,
		French:  "Les faits déclarés sont ceux de ce public : il reste à les prouver, puis à faire reconnaître la priorité par celui qui peut donner le label.",
		English: "The facts said are those of this public: they remain to be proved, then the priority to be recognised by whoever may give the label.",
		Accepts: `{"day":"2011-03-02","facts":{"violence":false}}`,
		Refuses: `{"day":"2011-03-02","facts":{"violence":true}}`,
	},
	{
		Code: "PRI-ETA-03", Chapter: chapterPublics, Severity: demand.Information,
		Source:  source("liste « reason » du formulaire", "rapprochement entre un motif et un public, le nôtre", demand.Inference),
		Params:  []string{"reason"},
		French:  "Le motif {reason} de la demande fait penser à ce public : les faits restent à établir.",
		English: "Reason {reason} of the demand makes think of this public: the facts remain to be established.",
		Accepts: `{"day":"2011-03-02","facts":{"reasons":["19"]}}`,
		Refuses: `{"day":"2011-03-02","facts":{"reasons":["19","06"]}}`,
	},
	{
		Code: "PRI-ETA-04", Chapter: chapterPublics, Severity: demand.Information,
		Source:  source("liste « housing_kind » du formulaire", "rapprochement entre un logement actuel et un public, le nôtre", demand.Inference),
		Params:  []string{"housing"},
		French:  "Le logement actuel ({housing}) fait penser à ce public : les faits restent à établir.",
		English: "The present dwelling ({housing}) makes think of this public: the facts remain to be established.",
		Accepts: `{"day":"2011-03-02","facts":{"housing":["LP"]}}`,
		Refuses: `{"day":"2011-03-02","facts":{"housing":["SH"]}}`,
	},
	{
		Code: "PRI-ETA-05", Chapter: chapterPublics, Severity: demand.Information,
		Source:  sourceOurs,
		French:  "Il n'est pas dit si le ménage relève de ce public : le lui demander.",
		English: "It is not said whether the household belongs to this public: ask for it.",
		Accepts: `{"day":"2010-06-30","facts":{"disability":false,"badly_housed":false,"hosted":false,"temporarily_housed":false,"violence":false}}`,
		Refuses: `{"day":"2010-06-30","facts":{}}`,
	},
	{
		Code: "PRI-ETA-06", Chapter: chapterPublics, Severity: demand.Information,
		Source:  sourceOurs,
		French:  "D'après ce qui est dit, le ménage ne relève pas de ce public.",
		English: "From what is said, the household does not belong to this public.",
		Accepts: `{"day":"2010-06-30","facts":{}}`,
		Refuses: `{"day":"2010-06-30","facts":{"violence":false}}`,
	},
	{
		Code: "PRI-ETA-07", Chapter: chapterPublics, Severity: demand.ToConfirm,
		Source:  source("CCH L.441-1", "public absent du texte au 1er janvier 2016 et présent au 21 janvier 2017, ou ajouté depuis 2017 : jour d'entrée en vigueur non lu", demand.Inference),
		French:  "Le jour où ce public est entré dans la liste n'a pas été lu : vérifier le texte en vigueur ce jour-là.",
		English: "The day on which this public came into the list was not read: check the text in force that day.",
		Accepts: `{"day":"2016-01-01","facts":{"trafficking":true}}`,
		Refuses: `{"day":"2016-01-02","facts":{"trafficking":true}}`,
	},
	{
		Code: "PRI-ETA-08", Chapter: chapterPublics, Severity: demand.ToConfirm,
		Source:  sourceList,
		French:  "La liste des publics prioritaires de ce jour n'a pas été lue, ou le jour n'est pas donné : la réponse est inconnue.",
		English: "The list of priority publics of that day was not read, or the day is not given: the answer is unknown.",
		Accepts: `{"day":"2010-05-02","facts":{}}`,
		Refuses: `{"day":"2010-05-01","facts":{}}`,
	},
	{
		Code: "PRI-ETA-09", Chapter: chapterPublics, Severity: demand.Information,
		Source:  sourceOurs,
		French:  "Les textes lus ne disent pas ce qui prouve l'appartenance à ce public : la charte le dit.",
		English: "The texts read do not say what proves that a household belongs to this public: the charter does.",
		Accepts: `{"day":"2010-06-30","facts":{"disability":true,"badly_housed":false,"hosted":false,"temporarily_housed":false,"violence":false}}`,
		Refuses: `{"day":"2010-06-30","facts":{"violence":true}}`,
	},
}
