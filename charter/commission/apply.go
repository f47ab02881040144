package commission

import (
	"strconv"

	"github.com/fichier-unique/rules/demand"
)

// OfferDays is the days to answer an offer, at least. Law: CCH R.441-10, all
// versions. Confidence: V.
const OfferDays = 10

// Apply makes one step of a candidacy. It never panics: a step that the law or
// the state of the candidacy does not allow leaves it as it was, with faults
// that tell the rule, the article and what would make the step legal. The
// effects tell what follows for the demand, its applicant and the landlord.
func Apply(c Candidacy, m Move) (Candidacy, demand.Faults, []Effect) {
	t, legal := find(c.State, m.Step)
	if !legal {
		return c, demand.Faults{forbid(c.State, m.Step)}, nil
	}
	j := judging{c: &c, m: &m}
	j.day()
	j.number()
	if check := checks[m.Step]; check != nil {
		check(&j)
	}
	if j.faults.Blocking() {
		return c, j.faults, nil
	}
	next := c.moved(t.to, &m)
	return next, j.faults, effectsOf(&c, &next, &m)
}

// moved gives the candidacy after a step found legal.
func (c Candidacy) moved(to State, m *Move) Candidacy {
	c.State, c.Since, c.Until = to, m.On, demand.Date{}
	switch m.Step {
	case Designate:
		c.ID, c.Demand, c.Dwelling = m.Candidacy, m.Demand, m.Dwelling
	case Examine:
		c.Landlord = m.By
	case Rank:
		c.Rank = m.Rank
	case Condition:
		c.Until, c.Reason = m.Until, m.Reason
	case Meet:
		c.Bound, c.Reason = true, ""
	case Offer:
		c.Until, c.DALO, c.Warned = m.Until, m.DALO, m.Warned
	case RuleOut:
		c.SubMotive, c.Reason = m.SubMotive, m.Reason
	case Reject, Miss, Refuse, Cancel, Withdraw:
		c.Reason = m.Reason
	case Notify:
		c.NotifiedOn = m.On
	}
	if m.Step.Decides() {
		c.DecidedOn = m.On
	}
	return c
}

// judging gathers what is wrong in one step.
type judging struct {
	c      *Candidacy
	m      *Move
	faults demand.Faults
}

func (j *judging) want(good bool, code, path string, params ...string) {
	if !good {
		j.faults = append(j.faults, fault(code, path, params...))
	}
}

func (j *judging) day() {
	j.want(!j.m.On.IsZero(), "COM-DAT-01", "move.on")
	j.want(!j.m.On.Before(j.c.Since), "COM-DAT-02", "move.on")
}

// number wants the unique number before the examination and every decision that
// allocates. Law: CCH L.441-2-1, all versions. Confidence: V.
func (j *judging) number() {
	switch j.m.Step {
	case Examine, Allocate, Rank, Condition, Meet, Offer, Sign:
		j.want(j.m.Numbered, "COM-NUM-01", "move.numbered")
	}
}

// checks are what each step wants beyond the state it starts from.
var checks = map[Step]func(*judging){
	Designate: (*judging).designation, Rank: (*judging).ranking, Condition: (*judging).condition, Meet: (*judging).conditionMet, Reject: (*judging).rejection,
	RuleOut: (*judging).inadmissibility, Miss: (*judging).rejection, Offer: (*judging).offer, Accept: (*judging).answer, Refuse: (*judging).refusal,
	Silence: (*judging).silence, Sign: (*judging).lease, Cancel: (*judging).cancellation,
}

func (j *judging) designation() {
	j.want(j.m.Candidacy != "" && j.m.Demand != "", "COM-DES-01", "move.candidacy")
}

func (j *judging) ranking() {
	switch spans[Rank].on(j.m.On) {
	case absent:
		j.want(false, "COM-RAN-01", "move.on")
	case doubtful:
		j.want(false, "COM-RAN-02", "move.on")
	}
	j.want(j.m.Rank >= 1, "COM-RAN-03", "move.rank")
}

func (j *judging) condition() {
	switch spans[Condition].on(j.m.On) {
	case absent:
		j.want(false, "COM-CND-01", "move.on")
	case doubtful:
		j.want(false, "COM-CND-02", "move.on")
	}
	j.want(j.m.Until.After(j.m.On), "COM-CND-03", "move.until")
	j.want(j.m.Reason != "", "COM-CND-05", "move.reason")
}

func (j *judging) conditionMet() {
	j.want(!j.m.On.After(j.c.Until), "COM-CND-04", "move.on", j.c.Until.French())
}

func (j *judging) rejection() {
	j.want(j.m.Reason != "", "COM-REJ-01", "move.reason")
}

// subMotiveSince is the day from which inadmissibility has a sub-motive:
// interface V2.1 of 2012. Confidence: V2; the day is that of R.441-2-9.
var subMotiveSince = demand.MustDate("2013-01-01")

func (j *judging) inadmissibility() {
	j.want(j.m.By == j.c.Landlord, "COM-QUI-02", "move.by")
	switch {
	case j.m.SubMotive != "":
		j.want(j.m.SubMotive.Known(), "COM-IRR-02", "move.sub_motive")
	case j.m.On.Before(subMotiveSince):
		j.want(j.m.Reason != "", "COM-REJ-01", "move.reason")
	default:
		j.want(false, "COM-IRR-01", "move.sub_motive")
	}
}

func (j *judging) offer() {
	if j.c.State == Ranked {
		j.want(j.m.Ahead == 0, "COM-RAN-04", "move.ahead", strconv.Itoa(j.m.Ahead))
	}
	if j.m.Until.IsZero() {
		j.want(false, "COM-OFF-02", "move.until")
	} else {
		first := j.m.On.AddDays(OfferDays)
		j.want(!j.m.Until.Before(first), "COM-OFF-01", "move.until", first.French())
	}
	j.want(!j.m.DALO || j.m.Warned, "COM-OFF-05", "move.warned")
}

func (j *judging) answer() {
	j.want(!j.m.On.After(j.c.Until), "COM-OFF-03", "move.on", j.c.Until.French())
}

func (j *judging) refusal() {
	j.answer()
	j.want(j.m.Reason != "", "COM-REF-01", "move.reason")
}

func (j *judging) silence() {
	j.want(j.m.On.After(j.c.Until), "COM-OFF-04", "move.on", j.c.Until.French())
}

func (j *judging) lease() {
	j.want(j.m.By == j.c.Landlord, "COM-QUI-01", "move.by")
	if j.m.Lease == nil {
		j.want(j.m.On.Before(leaseDataSince), "COM-BAI-01", "move.lease")
		return
	}
	for _, f := range j.m.Lease.Check(j.m.On) {
		f.Path = "move.lease." + f.Path
		j.faults = append(j.faults, f)
	}
}

func (j *judging) cancellation() {
	j.want(j.m.Reason != "", "COM-ANN-01", "move.reason")
	switch {
	case j.c.Bound:
		j.want(false, "COM-ANN-02", "move.step")
	case j.c.State == Allocated || j.c.State.committed():
		j.want(false, "COM-ANN-03", "move.step")
	}
}
