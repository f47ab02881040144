package commission

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

// Session is what the commission (commission d'attribution, CAL then CALEOL) did
// for one dwelling, as its minutes say.
type Session struct {
	Dwelling string      `json:"dwelling"`
	Landlord string      `json:"landlord"`
	On       demand.Date `json:"on"`
	Previous demand.Date `json:"previous,omitzero"` // day of the meeting before: at least one every two months
	// TooFew states that fewer candidates than three could be found.
	TooFew bool `json:"too_few,omitzero"`
	// PLAIAdapted says that the dwelling is a PLAI adapté (very social).
	PLAIAdapted bool     `json:"plai_adapted,omitzero"`
	Members     []Member `json:"members,omitzero"` // none: the composition is not checked
	Entries     []Entry  `json:"entries"`
}

// Entry is a demand put before the session, and what was decided of it.
type Entry struct {
	Candidacy string `json:"candidacy"`
	Demand    string `json:"demand"`
	Numbered  bool   `json:"numbered"`
	// ByPrefect says that the prefect designated the person under the DALO.
	ByPrefect bool                      `json:"by_prefect,omitzero"`
	Labels    []Label                   `json:"labels,omitzero"`
	Decision  Step                      `json:"decision,omitzero"` // none: adjourned
	Rank      int                       `json:"rank,omitzero"`
	Until     demand.Date               `json:"until,omitzero"`
	Reason    string                    `json:"reason,omitzero"`
	SubMotive demand.StrikeOffSubMotive `json:"sub_motive,omitzero"`
}

// Label is a priority the entry relies on: who gave it is the charter's to judge.
type Label struct {
	Code   string      `json:"code"`
	On     demand.Date `json:"on,omitzero"`
	Urgent string      `json:"urgent,omitzero"` // reason of the urgent path; "" when it was not taken
}

// Minutes is what a session leads to: the same whatever the order in which the
// entries were made.
type Minutes struct {
	Round   Round         `json:"round"` // in order of candidacy
	Faults  demand.Faults `json:"faults"`
	Entries []EntryFaults `json:"entries"` // in order of candidacy, those at fault alone
	Effects []Effect      `json:"effects"`
}

// EntryFaults is what is wrong in one entry. The entry is in the session, and
// counted, but its decision is not taken when a fault blocks.
type EntryFaults struct {
	Candidacy string        `json:"candidacy"`
	Faults    demand.Faults `json:"faults"`
}

// Blocking reports that something of the session cannot stand.
func (m Minutes) Blocking() bool {
	return m.Faults.Blocking() || slices.ContainsFunc(m.Entries, func(e EntryFaults) bool { return e.Faults.Blocking() })
}

// Hold makes the minutes of a session: each entry is designated, examined and
// decided, and the whole is judged. No decision is made up: what was not decided
// stays examined.
func Hold(s *Session) Minutes {
	entries := slices.Clone(s.Entries)
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Candidacy, b.Candidacy), cmp.Compare(a.Demand, b.Demand), cmp.Compare(a.Decision, b.Decision), cmp.Compare(a.Rank, b.Rank),
			a.Until.Compare(b.Until), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.SubMotive, b.SubMotive))
	})
	var out Minutes
	seen := map[string]bool{}
	for i := range entries {
		e := &entries[i]
		c, faults, effects := s.hear(e)
		if seen["c "+e.Candidacy] || seen["d "+e.Demand] {
			faults = append(faults, fault("COM-SES-06", "demand"))
		}
		seen["c "+e.Candidacy], seen["d "+e.Demand] = true, true
		faults = append(faults, s.labels(e)...)
		out.Round, out.Effects = append(out.Round, c), append(out.Effects, effects...)
		if len(faults) > 0 {
			out.Entries = append(out.Entries, EntryFaults{e.Candidacy, faults})
		}
	}
	out.Faults = s.judge(out.Round, entries)
	return out
}

// hear takes one entry from its designation to the decision.
func (s *Session) hear(e *Entry) (c Candidacy, faults demand.Faults, effects []Effect) {
	moves := []Move{
		{Step: Designate, Candidacy: e.Candidacy, Demand: e.Demand, Dwelling: s.Dwelling},
		{Step: Examine},
		{Step: e.Decision, Rank: e.Rank, Until: e.Until, Reason: e.Reason, SubMotive: e.SubMotive},
	}
	if e.Decision == "" {
		moves = moves[:2]
		faults = append(faults, fault("COM-SES-10", "decision"))
	} else if !e.Decision.Decides() {
		moves = moves[:2]
		faults = append(faults, fault("COM-SES-09", "decision"))
	}
	for _, m := range moves {
		m.On, m.By, m.Numbered = s.On, s.Landlord, e.Numbered
		next, wrong, follow := Apply(c, m)
		faults, effects = append(faults, wrong...), append(effects, follow...)
		if wrong.Blocking() {
			return c, faults, effects
		}
		c = next
	}
	return c, faults, effects
}

// labels wants each label to be dated before the session, or given by the urgent path.
func (s *Session) labels(e *Entry) demand.Faults {
	var out demand.Faults
	for i, l := range e.Labels {
		path := "labels[" + strconv.Itoa(i) + "]"
		switch {
		case l.On.Before(s.On):
		case l.On.IsZero():
			out = append(out, fault("COM-LAB-04", path))
		case l.Urgent != "":
			out = append(out, fault("COM-LAB-02", path))
		case l.On == s.On:
			out = append(out, fault("COM-LAB-03", path))
		default:
			out = append(out, fault("COM-LAB-01", path))
		}
	}
	return out
}

// judge looks at the session as a whole.
func (s *Session) judge(r Round, entries []Entry) demand.Faults {
	out := s.enough(entries)
	if s.Dwelling == "" || s.On.IsZero() {
		out = append(out, fault("COM-SES-11", "dwelling"))
	}
	out = append(out, decisions(r)...)
	if len(s.Members) > 0 {
		out = append(out, CheckComposition(s.Members, s.On)...)
	}
	if !s.Previous.IsZero() && s.On.After(s.Previous.AddMonths(2)) {
		out = append(out, fault("COM-CMP-04", "previous", s.Previous.AddMonths(2).French()))
	}
	return out
}

// decisions looks at the decisions of one dwelling together: ranks without gap,
// one allocation, no promise beside another.
func decisions(r Round) demand.Faults {
	var out demand.Faults
	var ranks []int
	allocated, bound := 0, 0
	for i := range r {
		switch r[i].State {
		case Allocated:
			allocated++
		case Conditional:
			bound++
		case Ranked:
			ranks = append(ranks, r[i].Rank)
		}
	}
	slices.Sort(ranks)
	for i, rank := range ranks {
		if rank != i+1 {
			out = append(out, fault("COM-SES-07", "entries"))
			break
		}
	}
	switch {
	case allocated > 1:
		out = append(out, fault("COM-SES-08", "entries"))
	case allocated+bound > 1 || allocated > 0 && len(ranks) > 0:
		out = append(out, fault("COM-SES-12", "entries"))
	}
	return out
}

// Three is the number of demands examined for a dwelling, at least.
// Law: CCH R.441-3. Confidence: V.
const Three = 3

// Exception is a stated exception to the rule of three.
type Exception string

// The exceptions.
const (
	FewCandidates  Exception = "few_candidates"  // no more could be found: Session.TooFew
	DALODesignated Exception = "dalo_designated" // the prefect designated a person under the DALO
	AdaptedPLAI    Exception = "adapted_plai"    // the dwelling is a very social one (PLAI adapté)
)

// exceptions dates those to the rule of three. The DALO one was added during
// 2010; the very social dwellings came later and were read on 2017-01-21.
// Confidence: V for the exceptions, INF for the days in between.
var exceptions = map[Exception]struct {
	span
	rule string
}{
	FewCandidates:  {span{}, "COM-SES-02"},
	DALODesignated: {span{demand.MustDate("2010-01-01"), demand.MustDate("2011-01-01")}, "COM-SES-03"},
	AdaptedPLAI:    {span{demand.MustDate("2011-01-01"), demand.MustDate("2017-01-21")}, "COM-SES-04"},
}

// Enough says whether enough demands were put before the commission for a
// dwelling: "" for three and more, else the code of the rule that speaks. COM-SES-01
// refuses, COM-SES-05 is to be confirmed, the others tell which exception holds.
func Enough(count int, on demand.Date, stated ...Exception) string {
	if count >= Three {
		return ""
	}
	doubt := false
	for _, e := range [...]Exception{DALODesignated, AdaptedPLAI, FewCandidates} {
		if !slices.Contains(stated, e) {
			continue
		}
		switch known := exceptions[e]; known.on(on) {
		case present:
			return known.rule
		case doubtful:
			doubt = true
		}
	}
	if doubt {
		return "COM-SES-05"
	}
	return "COM-SES-01"
}

// enough says whether three demands at least were put before the session, or
// which exception holds.
func (s *Session) enough(entries []Entry) demand.Faults {
	demands := map[string]bool{}
	var stated []Exception
	for i := range entries {
		demands[entries[i].Demand] = true
		if entries[i].ByPrefect {
			stated = append(stated, DALODesignated)
		}
	}
	if s.PLAIAdapted {
		stated = append(stated, AdaptedPLAI)
	}
	if s.TooFew {
		stated = append(stated, FewCandidates)
	}
	if code := Enough(len(demands), s.On, stated...); code != "" {
		return demand.Faults{fault(code, "entries", strconv.Itoa(len(demands)))}
	}
	return nil
}
