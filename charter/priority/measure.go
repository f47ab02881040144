package priority

import (
	"encoding/binary"
	"errors"
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
)

// Granted is what a measure needs of one allocation whose lease is signed.
// Everything may be left unsaid: it is then unknown, and so may be the measure.
type Granted struct {
	LeasedOn      demand.Date       `json:"leased_on"`
	Quota         demand.Quota      `json:"quota,omitzero"`
	OutsideQPV    demand.Answer     `json:"outside_qpv,omitzero"`
	FirstQuartile household.Verdict `json:"first_quartile,omitzero"` // of household.FirstQuartile: unknown without the threshold
	Priority      demand.Answer     `json:"priority,omitzero"`       // a priority household, by a label
}

// Measure is a share of allocations the law asks for, as data.
type Measure struct {
	Key         string        `json:"key"`
	Rule        string        `json:"rule"`
	Percent     int           `json:"percent"` // at least
	From        demand.Date   `json:"from"`
	French      string        `json:"fr"`
	English     string        `json:"en"`
	Numerator   string        `json:"numerator_fr"`
	Denominator string        `json:"denominator_fr"`
	Source      demand.Source `json:"source"`
	Act         string        `json:"act,omitempty"` // that changed the percentage locally

	counts func(g *Granted) (in, of demand.Answer) // in the denominator, in the numerator
}

// Measures lists the measures.
func Measures() []Measure {
	since := demand.MustDate(first2017)
	quartile := Measure{Key: "outside_qpv_first_quartile", Rule: "PRI-MES-01", Percent: 25, From: since,
		French: "attributions hors QPV aux ménages du premier quartile", English: "allocations outside priority districts to households of the first quartile",
		Numerator: "baux signés hors QPV avec un ménage du premier quartile de ressources par unité de consommation", Denominator: "baux signés hors QPV",
		counts: func(g *Granted) (in, of demand.Answer) { return g.OutsideQPV, answerOf(g.FirstQuartile) }}
	out := []Measure{quartile,
		onQuota("communities_priority", "PRI-MES-02", demand.QuotaCOLTER, since, "attributions des collectivités aux ménages prioritaires", "allocations of communities to priority households"),
		onQuota("action_logement_priority", "PRI-MES-03", demand.QuotaCOLACT, since, "attributions d'Action Logement aux ménages prioritaires", "allocations of Action Logement to priority households"),
		onQuota("unreserved_priority", "PRI-MES-04", demand.QuotaAUCUN, since, "attributions non réservées des bailleurs aux ménages prioritaires", "unreserved allocations of landlords to priority households"),
	}
	for i := range out {
		out[i].Source = ruleOf(out[i].Rule).Source
	}
	return out
}

func onQuota(key, code string, q demand.Quota, since demand.Date, fr, en string) Measure {
	return Measure{Key: key, Rule: code, Percent: 25, From: since, French: fr, English: en,
		Numerator: "baux signés sur le contingent " + string(q) + " avec un ménage prioritaire", Denominator: "baux signés sur le contingent " + string(q),
		counts: func(g *Granted) (in, of demand.Answer) {
			in = demand.AnswerOf(g.Quota == q)
			if !g.Quota.Known() {
				in = demand.NotSaid
			}
			return in, g.Priority
		}}
}

func answerOf(v household.Verdict) demand.Answer {
	switch v {
	case household.Eligible:
		return demand.Yes
	case household.NotEligible:
		return demand.No
	}
	return demand.NotSaid
}

// FindMeasure gives the measure of a key.
func FindMeasure(key string) (Measure, bool) {
	all := Measures()
	i := slices.IndexFunc(all, func(m Measure) bool { return m.Key == key })
	if i < 0 {
		return Measure{}, false
	}
	return all[i], true
}

// Adjusted gives the measure with the percentage of a territory, fixed by an act.
// It is false without an act or outside 1 to 100.
func (m Measure) Adjusted(percent int, act string) (Measure, bool) {
	if act == "" || percent < 1 || percent > 100 {
		return m, false
	}
	m.Percent, m.Act = percent, act
	return m, true
}

// Tally counts allocations for one measure. Tallies of several places merge, in
// any order and grouping. The zero Tally takes the key of what comes first.
type Tally struct {
	key     string
	sure    [3]int64 // in the denominator: by what is said of the numerator
	perhaps [3]int64 // not said whether in the denominator
	outside int64    // not in the denominator, or before the measure
}

// NewTally counts for a measure.
func NewTally(m Measure) *Tally { return &Tally{key: m.Key} }

// Add counts one allocation.
func (t *Tally) Add(m Measure, g Granted) error {
	if m.counts == nil || m.Key != t.key {
		return errTallies
	}
	in, of := m.counts(&g)
	if g.LeasedOn.IsZero() && in == demand.Yes {
		in = demand.NotSaid
	}
	switch {
	case in == demand.No || g.LeasedOn.Before(m.From):
		t.outside++
	case in == demand.Yes:
		t.sure[of]++
	default:
		t.perhaps[of]++
	}
	return nil
}

// Merge adds the counts of another tally of the same measure.
func (t *Tally) Merge(o *Tally) error {
	if t.key == "" {
		t.key = o.key
	}
	if o.key != "" && o.key != t.key {
		return errTallies
	}
	for i := range t.sure {
		t.sure[i] += o.sure[i]
		t.perhaps[i] += o.perhaps[i]
	}
	t.outside += o.outside
	return nil
}

var (
	errTallies = errors.New("priority: tally: the counts are of another measure; count each measure apart")
	errTally   = errors.New("priority: unmarshal tally: the bytes are not those of a tally of this version, or are cut short; count again from the allocations")
)

// MarshalBinary writes the counts.
func (t *Tally) MarshalBinary() ([]byte, error) {
	b := append(binary.AppendUvarint([]byte{binaryVersion}, uint64(len(t.key))), t.key...)
	for _, n := range t.all() {
		b = binary.AppendUvarint(b, uint64(*n))
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote, and nothing else.
func (t *Tally) UnmarshalBinary(data []byte) error {
	r := reader{data: data}
	if r.byte() != binaryVersion {
		return errTally
	}
	out := Tally{key: r.text()}
	for _, n := range out.all() {
		v := r.uvarint()
		*n, r.bad = int64(v), r.bad || v > 1<<53
	}
	if r.bad || len(r.data) > 0 {
		return errTally
	}
	*t = out
	return nil
}

func (t *Tally) all() []*int64 {
	return []*int64{&t.sure[0], &t.sure[1], &t.sure[2], &t.perhaps[0], &t.perhaps[1], &t.perhaps[2], &t.outside}
}

// Share is a measure of what was counted, its numerator and denominator kept.
type Share struct {
	Measure     Measure       `json:"measure"`
	Numerator   int64         `json:"numerator"`
	Denominator int64         `json:"denominator"`
	Unsure      int64         `json:"unsure"`  // allocations of which something needed is not said
	Reached     demand.Answer `json:"reached"` // null: it could be either side
	Ruling      Ruling        `json:"ruling"`
}

// Of says whether a measure is reached. It is only when it would be whatever the
// answers that miss, and missed only when it would be missed whatever they are.
func (m Measure) Of(t *Tally) Share {
	out := Share{Measure: m, Numerator: t.sure[demand.Yes], Denominator: t.sure[0] + t.sure[1] + t.sure[2]}
	for _, n := range t.perhaps {
		out.Unsure += n
	}
	out.Unsure += t.sure[demand.NotSaid]
	p := int64(m.Percent)
	firm := (100-p)*t.sure[demand.Yes] - p*t.sure[demand.No]
	least := firm - p*(t.sure[demand.NotSaid]+t.perhaps[demand.No]+t.perhaps[demand.NotSaid])
	most := firm + (100-p)*(t.sure[demand.NotSaid]+t.perhaps[demand.Yes]+t.perhaps[demand.NotSaid])
	num, den, want := strconv.FormatInt(out.Numerator, 10), strconv.FormatInt(out.Denominator, 10), strconv.Itoa(m.Percent)
	switch {
	case t.key != m.Key || out.Denominator == 0 && out.Unsure == 0:
		out.Ruling = ruling(Unknown, "PRI-MES-06", "")
	case out.Denominator > 0 && least >= 0:
		out.Reached, out.Ruling = demand.Yes, ruling(Allowed, "PRI-MES-07", "", num, den, want)
	case most < 0:
		out.Reached, out.Ruling = demand.No, ruling(Notice, "PRI-MES-08", "", num, den, want)
	default:
		out.Ruling = ruling(Unknown, "PRI-MES-05", "", num, den, strconv.FormatInt(out.Unsure, 10))
	}
	return out
}
