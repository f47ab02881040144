package sample

import (
	"cmp"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
)

// Profile says how much noise desks put into a [Population].
type Profile string

// The profiles.
const (
	ProfileEasy      Profile = "easy"
	ProfileRealistic Profile = "realistic"
	ProfileHard      Profile = "hard"
)

// noiseOf multiplies the chances of a slip, which are those of a careless desk.
// Both filings of a pair have their slips, so that a chance counts twice.
var noiseOf = map[Profile]float64{ProfileEasy: 0.2, ProfileRealistic: 0.65, ProfileHard: 1.5}

// Population is a file of fictional applicants with its truth: who stands behind
// each record. About 15 % of the records are a person filed again elsewhere, with
// the mistakes of real desks; couples, brothers and sisters, twins, children of
// the same name as their parent and namesakes are there to be told apart. Memory
// grows with the filings still to come, not with the file.
type Population struct {
	Records int
	Profile Profile
	Seed    uint64
	Names   *Names // nil: the names of this package
}

// Columns of a [Filing].
const (
	ColumnRecord = iota
	ColumnEntity // the truth
	ColumnRegistered
	ColumnDesk
	ColumnBirthName
	ColumnUsedName
	ColumnFirstNames
	ColumnBirthDate
	ColumnSex
	ColumnBirthPlace
	ColumnBirthCountry
	ColumnGroup
	ColumnAddress
	ColumnPostalCode
	ColumnCommune
	ColumnPhone
	ColumnEmail
	ColumnSize
	ColumnIncome
	PopulationColumns
)

// PopulationHeader names the columns in the file.
var PopulationHeader = [PopulationColumns]string{"record_id", "entity_id", "registered_on", "guichet", "birth_name", "used_name", "first_names",
	"birth_date", "sex", "birth_place_code", "birth_country", "nationality_group", "address", "postal_code", "commune_code", "phone", "email",
	"household_size", "fiscal_income"}

// Kin says what a person is to the first of the household.
type Kin string

// The kinds of kin; a namesake is of no household.
const (
	KinFirst    Kin = "first"
	KinSpouse   Kin = "spouse"
	KinChild    Kin = "child"
	KinJunior   Kin = "junior" // child of the very name of the parent
	KinSibling  Kin = "sibling"
	KinTwin     Kin = "twin"
	KinNamesake Kin = "namesake"
)

// Filing is one record. Its cells are used again for the next one.
type Filing struct {
	Cells     [PopulationColumns][]byte
	Household int
	Kin       Kin
	Again     bool // the person was filed before
}

// Text gives a cell to keep.
func (f *Filing) Text(column int) string { return string(f.Cells[column]) }

// What the calendar of filings is made of.
const (
	buckets    = 4096 // slices of the years covered
	firstYear  = 2015
	years      = 9
	again      = 0.15 // chance of one more filing
	perHome    = 1.62 // filings of a household, on average
	recentKept = 1024 // persons a namesake is taken from
)

// Filings gives the records in order of registration. The same population gives
// the same records; the profile must be one of the three.
func (p Population) Filings() (iter.Seq[*Filing], error) {
	noise, ok := noiseOf[p.Profile]
	if !ok {
		return nil, fmt.Errorf("profil « %s » inconnu ; choisir easy, realistic ou hard", p.Profile)
	}
	if p.Records < 0 {
		return nil, fmt.Errorf("%d enregistrements demandés ; donner un nombre positif", p.Records)
	}
	names := p.Names
	if names == nil {
		names = ownNames()
	}
	return func(yield func(*Filing) bool) {
		rng := rand.New(rand.NewPCG(p.Seed, 17))
		c := &census{town: newTown(rng, names), most: p.Records, yield: yield}
		c.clerk = newClerk(rng, names, noise)
		c.homes = max(1, float64(p.Records)/perHome)
		c.run()
	}, nil
}

// plan is a filing to come.
type plan struct {
	at    float64 // share of the years covered
	who   *applicant
	again bool
}

// census files the households of a town over the years.
type census struct {
	town    *townsfolk
	clerk   *clerk
	homes   float64
	most    int
	planned int
	agenda  [buckets][]plan
	next    int // first bucket not yet emptied
	written int
	out     Filing
	yield   func(*Filing) bool
}

func (c *census) run() {
	for home := 0; c.planned < c.most; home++ {
		at := min(float64(home)/c.homes, 1-1.0/buckets)
		for c.next < int(at*buckets) {
			if !c.empty() {
				return
			}
		}
		for _, who := range c.town.household(home) {
			c.plan(who, at)
		}
	}
	for c.next < buckets && c.empty() {
	}
}

// plan enters the filings of a person: the first within some weeks, the others
// over the years that remain, rather sooner than later.
func (c *census) plan(who *applicant, at float64) {
	rng := c.town.rng
	at = min(at+rng.Float64()*4/buckets, 1-0.5/buckets)
	for n := 0; c.planned < c.most; n++ {
		b := min(int(at*buckets), buckets-1)
		c.agenda[b] = append(c.agenda[b], plan{at, who, n > 0})
		c.planned++
		if rng.Float64() >= again {
			return
		}
		u := rng.Float64()
		at += (1 - at) * u * u
	}
}

// empty writes the filings of the next bucket; false means that no more are wanted.
func (c *census) empty() bool {
	bucket := c.agenda[c.next]
	c.agenda[c.next] = nil
	c.next++
	slices.SortFunc(bucket, func(a, b plan) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.who.rank, b.who.rank))
	})
	for _, p := range bucket {
		c.written++
		c.out.Household, c.out.Kin, c.out.Again = p.who.home, p.who.kin, p.again
		c.clerk.file(&c.out, p, c.written)
		if !c.yield(&c.out) {
			return false
		}
	}
	return true
}
