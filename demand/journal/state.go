package journal

import "github.com/fichier-unique/rules/demand"

// Status is where a demand stands on a day.
type Status string

// The statuses.
const (
	Absent    Status = ""          // not deposited yet that day, or not known yet
	ToVerify  Status = "to_verify" // entered online, no desk has verified it; its seniority runs
	Active    Status = "active"
	Expired   Status = "expired" // not renewed after a year, not yet struck off
	StruckOff Status = "struck_off"
	Merged    Status = "merged" // the same demand as another one, which goes on
	Deleted   Status = "deleted"
)

// State is a demand as it stood on a day. Form shares its lists with the
// events: it is not to be modified.
type State struct {
	Demand    string
	Day       demand.Date
	Profile   demand.Profile // state of the law in force that day
	Status    Status
	Form      demand.Form // with its number and its dates of deposit and last renewal
	Seniority demand.Date // first deposit, of this demand or of one it descends from
	Desk      string      // service that registered it

	Motive      demand.StrikeOffMotive // of a demand struck off
	SubMotive   demand.StrikeOffSubMotive
	StruckOffOn demand.Date

	Labels     []Dated // labels that hold that day
	Quotas     []Dated
	Treatments []*Event // steps of the treatment, in order
	Merges     []Joined // demands found to be the same, by clerks
	Letters    []Posted // letters sent to the applicant, in order

	Tasks     []Task     // what the events leave to be done
	Repeated  []ID       // events without effect: a receipt sent again
	Conflicts []Conflict // values that two services set for the same day
	Unknown   []ID       // events of kinds this version does not know

	knownBy  Moment
	prevails func(path string, first, second *Event) bool
	events   []Event
	receipts map[receipt]bool  // seen so far, in a long journal
	disputed []demand.Date     // day of each conflict
	sources  [len(table)]int32 // rank of the event that gave each value, plus one
}

// Dated is a label or a quota with the event that gave it.
type Dated struct {
	Mark
	Since demand.Date
	By    ID
}

// Task is something that an event leaves to be done, from a day on.
type Task struct {
	Code  string // JOU-TAC-.. : its rule says what to do
	Since demand.Date
	By    ID
}

// Joined is another demand that a clerk found to be the same.
type Joined struct {
	Other     string
	Seniority demand.Date // first deposit of the other
	Absorbed  bool        // this demand stops, the other goes on
	By        ID
}

// Conflict is a value to which two services gave two contents with effect on the
// same day. The one that stands is the last in the order of the journal, unless
// At.Prevails says otherwise. It lasts until the value is given again with effect
// on a later day.
type Conflict struct {
	Path          string
	Kept, Dropped ID
}

// Source gives the event that gave a value its present content: who, when, and
// from where; nil when the value was never given.
func (s *State) Source(name string) *Event {
	rank, ok := ranks()[name]
	if !ok || s.sources[rank] == 0 {
		return nil
	}
	return &s.events[s.sources[rank]-1]
}

// OriginOf gives where a value comes from, as its event says.
func (s *State) OriginOf(name string) (demand.Origin, bool) {
	e := s.Source(name)
	if e == nil {
		return demand.Origin{}, false
	}
	return (&demand.Form{Origins: e.Origins}).OriginOf(name)
}

// Stale lists the values last given a year or more before a day: what a renewal
// should look at again. Values that do not age (names, dates of birth) are left
// out. Law: CCH R.441-2-7, the data are updated at renewal. Confidence: V.
func (s *State) Stale(day demand.Date) Paths {
	var out Paths
	for rank := range table {
		at := s.sources[rank]
		if at == 0 || lasting[table[rank].name] || s.events[at-1].On.AddYears(1).After(day) {
			continue
		}
		out[rank/64] |= 1 << (rank % 64)
	}
	return out
}

// lasting are the values a year does not make doubtful.
var lasting = map[string]bool{
	"version": true, "applicant.civility": true, "applicant.birth_name": true, "applicant.first_names": true, "applicant.birth_date": true,
	"applicant.birth_place": true, "applicant.sex": true, "association.name": true, "association.created_on": true, "association.siret": true,
	"association.request_rank": true,
}
