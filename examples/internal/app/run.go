package app

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/report"
	"github.com/fichier-unique/rules/matching"
	"github.com/fichier-unique/rules/numbering"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Job is what a run is asked.
type Job struct {
	Files     []string
	Charter   *charter.Charter
	Setting   demand.Setting
	Threshold int    // of the disclosure control
	Out       string // folder written
	Title     string // of the report
	Memory    Memory
	Stage     func(string) // told what begins; may be nil
	// Outlines is a GeoJSON file of the shapes of territories, for the map of the
	// report, as in an Observation; none: tiles.
	Outlines, OutlinesCode, OutlinesCredit string
}

// Origin is the place of a demand in the files of the partners.
type Origin struct {
	File string `json:"file"`
	Row  int    `json:"row"`
}

// Accepted is one accepted row.
type Accepted struct {
	Origin
	Desk  string
	Form  demand.Form
	Extra []Extra
	// Demand is the index of the distinct demand the row belongs to.
	Demand int
}

// NumberStatus says where the number of a demand comes from.
type NumberStatus string

// The statuses of a number.
const (
	NumberKept     NumberStatus = "kept"     // the demand already bore it
	NumberIssued   NumberStatus = "issued"   // given by this run
	NumberReplaced NumberStatus = "replaced" // another number of the same demand, kept as an alias
	NumberWithheld NumberStatus = "withheld" // none: the charter does not answer yes
)

// Distinct is one demand of the single file, whatever the number of rows that
// stand for it.
type Distinct struct {
	ID          string
	Rows        []int // indices in Result.Accepted, the oldest deposit first
	Number      numbering.Number
	Status      NumberStatus
	Former      []numbering.Number // replaced numbers
	DepositedOn demand.Date        // the oldest: seniority
	RenewedOn   demand.Date        // the latest sign of life
	Form        demand.Form        // the latest statement, with number and dates of the demand
}

// Doubt is two demands a person must compare.
type Doubt struct {
	A, B        int // indices in Result.Accepted
	Probability float64
	Reason      string // one sentence without personal data
	Steps       []report.Step
}

// Located is a finding with its file.
type Located struct {
	File string
	demand.Finding
}

// Result is everything a run found, before it is written.
type Result struct {
	atlas *Atlas

	Job      Job
	Files    []FileCount
	Findings []Located
	Accepted []Accepted
	Demands  []Distinct
	Doubts   []Doubt
	Matching MatchingCount
}

// MatchingCount tells what the search for duplicates did.
type MatchingCount struct {
	Records  int `json:"records"`
	Compared int `json:"pairs_compared"`
	Merged   int `json:"rows_merged"`
	Review   int `json:"pairs_to_review"`
}

// Run carries the files through every room: form, charter, duplicates,
// numbers. It writes nothing; see Write. Files that cannot be read are told in
// the accounts and do not stop the others.
func Run(job Job, progress Progress) (*Result, error) {
	if len(job.Files) == 0 {
		return nil, errors.New("aucun fichier donné ; écrire « batch run -out DOSSIER FICHIER… »")
	}
	r := &Result{Job: job}
	if err := job.fits(); err != nil {
		return nil, err
	}
	var err error
	if r.atlas, err = newAtlas(territory.Today(), job.Outlines, job.OutlinesCode, job.OutlinesCredit); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, name := range job.Files {
		if clean := filepath.Clean(name); seen[clean] {
			return nil, fmt.Errorf("%s : donné deux fois ; le donner une seule fois", name)
		} else {
			seen[clean] = true
		}
		if err := r.readFile(name, progress); err != nil {
			return nil, err
		}
	}
	if err := r.match(); err != nil {
		return nil, err
	}
	if err := r.number(); err != nil {
		return nil, err
	}
	r.sortFindings()
	return r, nil
}

// runRowBytes is what a row takes while a run holds all forms, measured on generated files and rounded up.
const runRowBytes = 15_000

// fits refuses files that the memory would not hold. Those that cannot be opened are told of later.
func (job *Job) fits() error {
	rows := 0
	for _, name := range job.Files {
		rows += aboutRows(name)
	}
	if job.Stage == nil {
		job.Stage = func(string) {}
	}
	if rows == 0 {
		return nil
	}
	return job.Memory.budget().announce(job.Stage, strings.Join(job.Files, ", "), rows, matching.Memory(0)+int64(rows)*runRowBytes)
}

// readFile checks the rows of one file against the form and the charter.
func (r *Result) readFile(name string, progress Progress) error {
	account := FileCount{File: name}
	in, err := OpenInput(name)
	if err != nil {
		account.Unreadable = err.Error()
		r.find(name, unreadable(err))
		r.Files = append(r.Files, account)
		return nil
	}
	defer in.Close()
	if account.SHA256, account.Bytes, err = digest(name); err != nil {
		return err
	}
	for _, f := range in.Detected {
		r.find(name, f)
	}
	for c := range readRows(in, r.Job.Setting, &account, progress) {
		if !c.Blank && !c.Refused {
			c = r.admit(c)
			if c.Refused {
				account.Accepted--
				account.Refused++
			}
		}
		for _, f := range c.Findings {
			r.find(name, f)
		}
		if !c.Blank && !c.Refused {
			r.Accepted = append(r.Accepted, Accepted{
				Origin: Origin{name, c.Row}, Desk: c.Form.Desk, Form: c.Form, Extra: c.Extra})
		}
	}
	r.Files = append(r.Files, account)
	return nil
}

// admit asks the charter whether the desk of the row may register the demand.
func (r *Result) admit(c Checked) Checked {
	decision := r.decide(&c.Form, charter.Register, nil)
	c.addFaults(decision.Faults())
	c.Refused = decision.Outcome == charter.Refused
	return c
}

// decide asks the charter about a demand, on the day of the run: a desk that
// has closed or gone to another partner since the deposit is told by its rule.
func (r *Result) decide(f *demand.Form, act charter.Act, missing demand.Faults) charter.Decision {
	actor := charter.Actor{Desk: f.Desk}
	if party, ok := r.Job.Charter.PartyOfDesk(f.Desk, r.Job.Setting.AsOf); ok {
		actor.Party = party.ID
	}
	facts := charter.FactsOf(f, missing)
	facts.Identity = demand.Yes // a partner's file holds what its desks received: they saw the identity paper
	return charter.Decide(r.Job.Charter, actor, act, facts, r.Job.Setting.AsOf)
}

func (r *Result) find(file string, f demand.Finding) {
	r.Findings = append(r.Findings, Located{file, f})
}

// sortFindings puts the findings of later stages back at the rows they speak of.
func (r *Result) sortFindings() {
	order := map[string]int{}
	for i, f := range r.Job.Files {
		order[f] = i
	}
	slices.SortStableFunc(r.Findings, func(a, b Located) int {
		if c := order[a.File] - order[b.File]; c != 0 {
			return c
		}
		return a.Row - b.Row
	})
}
