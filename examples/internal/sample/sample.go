package sample

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// What the bundled sample is made with.
const (
	DefaultSeed    uint64 = 20110630
	DefaultDemands int    = 3000
)

// Codes of the three desks.
const (
	deskA    = "21001"
	deskB    = "21002"
	deskTown = "21166"
)

// File is one file of a partner.
type File struct {
	Name  string
	Bytes []byte
	Rows  int // demands in it, broken ones included
}

// Origin tells who really stands behind a row: the truth of the sample.
type Origin struct {
	File      string
	Row       int // as the reader of the file numbers it
	Household int
	Trait     string // why the row is there: "", "twin", "renewal", "all three"…
}

// Sample is three partners' files and the truth about them.
type Sample struct {
	Files []File
	Truth []Origin
	AsOf  demand.Date
}

// entry is one filing of a household at a desk.
type entry struct {
	form      demand.Form
	household int
	trait     string
	breakage  string // what the writer spoils: see breakages
}

// breakages are the ways in which rows are broken, in turn.
var breakages = []string{"day 31/02", "two-digit year", "amount", "code", "no name", "no birth date", "future birth", "elsewhere", "malformed number", "no type"}

// Generate draws the sample. The same seed gives the same bytes.
func Generate(seed uint64, demands int) (Sample, error) {
	m := &maker{rng: rand.New(rand.NewPCG(seed, 2011))}
	var desks [3][]entry
	for household, filed := 0, 0; filed < demands; household++ {
		before := len(desks[0]) + len(desks[1]) + len(desks[2])
		m.file(&desks, household)
		filed += len(desks[0]) + len(desks[1]) + len(desks[2]) - before
	}
	m.spoil(&desks)
	s := Sample{AsOf: asOf}
	for desk, write := range [...]func(*Sample, []entry) error{writeCSV, writeXLSX, writeXML} {
		if err := write(&s, desks[desk]); err != nil {
			return Sample{}, fmt.Errorf("exemple : %w", err)
		}
	}
	return s, nil
}

// WriteTo writes the files in a folder, each whole or not at all.
func WriteTo(folder string, s Sample) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("%s : création impossible (%w)", folder, err)
	}
	for _, f := range s.Files {
		if err := renameio.WriteFile(filepath.Join(folder, f.Name), f.Bytes, 0o644); err != nil {
			return fmt.Errorf("%s : écriture impossible (%w)", filepath.Join(folder, f.Name), err)
		}
	}
	return nil
}

var deskCodes = [3]string{deskA, deskB, deskTown}

// file draws a household and files it at one, two or three desks, or draws one
// of the hard cases.
func (m *maker) file(desks *[3][]entry, household int) {
	f := m.household()
	first := pick(m, []int{0, 0, 0, 1, 1, 2})
	put := func(desk int, f demand.Form, household int, trait string) {
		f.Desk = deskCodes[desk]
		desks[desk] = append(desks[desk], entry{form: f, household: household, trait: trait})
	}
	if m.chance(60) {
		m.number(&f, deskCodes[first])
	}
	switch n := m.rng.IntN(1000); {
	case household == 7: // an association asks twice
		a := m.association()
		put(2, a, household, "association")
		put(0, a, household, "association")
	case household == 11: // ten filings of one household
		put(first, f, household, "ten filings")
		for i := range 9 {
			put(i%3, m.again(f), household, "ten filings")
		}
	case n < 120: // filed with two partners
		put(first, f, household, "two partners")
		put((first+1+m.rng.IntN(2))%3, m.again(f), household, "two partners")
	case n < 170: // filed with all three
		put(first, f, household, "all three")
		put((first+1)%3, m.again(f), household, "all three")
		put((first+2)%3, m.again(f), household, "all three")
	case n < 210: // a renewal typed as a new demand
		put(first, f, household, "renewal")
		late := f
		late.Number = numbering.Number{}
		if late.DepositedOn = f.DepositedOn.AddMonths(11); !late.DepositedOn.After(asOf) {
			late.Applicant.Income.YearMinus1, late.Applicant.Income.YearMinus2 = late.DepositedOn.Year()-1, late.DepositedOn.Year()-2
			late.Unborn = demand.Unborn{}
			put(first, late, household, "renewal")
		}
	default:
		m.lookalikes(n, first, f, household, put)
	}
}

// lookalikes files the cases where two demands resemble each other and are not
// one, or are one and do not resemble each other; most households are neither.
func (m *maker) lookalikes(n, first int, f demand.Form, household int, put func(int, demand.Form, int, string)) {
	switch {
	case n < 225: // twins, each with a demand
		put(first, f, household, "twin")
		put(first, m.twin(f), household+1_000_000, "twin")
	case n < 235: // father and son of one name at one address
		put(first, f, household, "namesake")
		son := m.household()
		son.Applicant.UsedName, son.Applicant.FirstNames, son.Applicant.Address = f.Applicant.UsedName, f.Applicant.FirstNames, f.Applicant.Address
		son.Applicant.BirthDate = f.Applicant.BirthDate.AddDays(365*24 + 100)
		if son.Applicant.BirthDate.AgeOn(son.DepositedOn) >= 18 {
			put(first, son, household+2_000_000, "namesake")
		}
	case n < 250 && len(f.CoHolders) > 0: // a couple, then one of them alone
		put(first, f, household, "separation")
		put((first+1)%3, m.alone(f), household+3_000_000, "separation")
	case n < 262 && len(f.CoHolders) > 0: // the roles are swapped
		put(first, f, household, "swapped")
		put((first+1)%3, m.swapped(f), household, "swapped")
	default:
		put(first, f, household, "")
	}
}

func (m *maker) association() demand.Form {
	return demand.Form{DepositedOn: demand.MustDate("2010-11-08"), PersonsToHouse: 6,
		Association: demand.Association{Name: "Association Le Pas-de-Porte", CreatedOn: demand.MustDate("1996-04-12"), Phone: "0199001122", Email: "accueil@example.org"},
		Wanted: demand.Wanted{Extended: demand.Yes, Types: []demand.DwellingType{demand.DwellingTypeT2, demand.DwellingTypeT3},
			Places: []demand.WantedPlace{{Commune: "21231"}, {Commune: "21166"}}}}
}

// twin is a brother or sister born the same day, at the same address, with a demand of its own.
func (m *maker) twin(f demand.Form) demand.Form {
	f.Number, f.CoHolders, f.Dependants, f.Unborn = numbering.Number{}, nil, nil, demand.Unborn{}
	names := menNames
	if f.Applicant.Sex == demand.SexF {
		names = womenNames
	}
	for old := f.Applicant.FirstNames; f.Applicant.FirstNames == old; {
		f.Applicant.FirstNames = pick(m, names)
	}
	f.Applicant.Email, f.Applicant.MobilePhone, f.Applicant.FamilySituation = "", m.phone(), "C"
	f.PersonsToHouse, f.Wanted, f.Reasons = 1, demand.Wanted{}, nil
	m.addWishes(&f)
	return f
}

// alone is the demand that the co-holder files after the couple has parted.
func (m *maker) alone(f demand.Form) demand.Form {
	f = m.swapped(f)
	f.CoHolders, f.Dependants, f.PersonsToHouse, f.Unborn = nil, nil, 1, demand.Unborn{}
	f.Applicant.FamilySituation = demand.FamilySituationS
	return f
}

// swapped is the same couple, the other one being the applicant.
func (m *maker) swapped(f demand.Form) demand.Form {
	f = m.again(f)
	first, other := f.Applicant, f.CoHolders[0].Person
	other.Address, other.MobilePhone, other.Income = first.Address, first.MobilePhone, first.Income
	link := f.CoHolders[0].Link
	first.Address, first.MobilePhone, first.Email = demand.Address{}, "", ""
	f.Applicant, f.CoHolders = other, []demand.CoHolder{{Link: link, Person: first}}
	return f
}

// spoil breaks one row in thirty, each desk in turn, each way in turn.
func (m *maker) spoil(desks *[3][]entry) {
	turn := 0
	for d := range desks {
		for i := range desks[d] {
			if desks[d][i].trait == "" && m.chance(6) {
				desks[d][i].breakage = breakages[turn%len(breakages)]
				turn++
			}
		}
	}
}
