package matching

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Role says what a person, or an association, is to the demand that names it.
type Role string

// The roles of the common form.
const (
	RoleApplicant   Role = "applicant"   // demandeur
	RoleCoHolder    Role = "co_holder"   // conjoint ou cotitulaire
	RoleDependant   Role = "dependant"   // personne à charge
	RoleAssociation Role = "association" // association demandant un logement
)

// Record is one person (or association) as one demand states it. A field that is not known is left
// empty: an empty field weighs nothing, neither for nor against. Values may be written in any case,
// with or without accents; [New] folds them.
type Record struct {
	// ID names the record. It must be unique in a [Set] and should not be personal data, since
	// clusters and pairs are named by it.
	ID string
	// Demand is the demand the record belongs to. Two records of one demand are two persons by
	// declaration and are never compared. Empty means that the record stands alone.
	Demand string
	// Role is the place of the person in the demand. Associations are compared with associations
	// only; the other roles are compared with one another.
	Role Role

	BirthName  string // nom de naissance; for an association its name (raison sociale)
	UsedName   string // nom d'usage
	FirstNames string // all first names, separated by blanks, in their order
	// BirthDate is yyyy-mm-dd or yyyymmdd; yyyy-mm and yyyy alone are read as partly known. A date
	// that does not exist in the calendar is kept and compared digit by digit. What cannot be read
	// counts as missing and is counted in [Report].
	BirthDate string
	// Sex is compared on its first letter, folded.
	Sex string
	// BirthPlace is the Insee code of the commune, or 99xxx for a country abroad.
	BirthPlace   string
	BirthCountry string

	Address    string // number and street, without the commune
	PostalCode string
	Commune    string // Insee code or name, used where the postal code is missing
	Phone      string
	Email      string

	// Identifier is any other near-unique reference of the person (for an association its Siret).
	Identifier string
	// Number is the unique number (numéro unique) proven for the demand, in any grouping.
	Number string
}

// ErrRecordID is wrapped by the error of [New] when a record has no ID or the ID of another record.
var ErrRecordID = errors.New("record ID is empty or repeated")

// Set holds records folded once, in columns, with the index of their keys. It is read-only after
// [New] and may be used from several goroutines at once.
type Set struct {
	ids     []string
	demands []string
	roles   []Role
	rows    []row
	lex     lexicon
	index   []keyIndex
	copyOf  map[uint32]uint32 // row of a folded copy → row of the first of its copies
	report  Report
}

// New folds the records and indexes their keys. The order of the records does not matter: rows are
// sorted by ID. It fails only when an ID is empty or given twice, and then names the positions of
// the records, never their content.
func New(records []Record) (*Set, error) {
	order := make([]int, len(records))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(records[i].ID, records[j].ID), cmp.Compare(i, j))
	})
	for n, i := range order {
		if records[i].ID == "" {
			return nil, fmt.Errorf("matching: index records: give record %d (from 0) an ID: %w", i, ErrRecordID)
		}
		if n > 0 && records[order[n-1]].ID == records[i].ID {
			return nil, fmt.Errorf("matching: index records: give records %d and %d (from 0) different IDs: %w",
				order[n-1], i, ErrRecordID)
		}
	}
	s := &Set{
		ids:     make([]string, len(records)),
		demands: make([]string, len(records)),
		roles:   make([]Role, len(records)),
		rows:    make([]row, len(records)),
		lex:     newLexicon(),
	}
	s.report.Records = len(records)
	for n, i := range order {
		s.ids[n], s.demands[n], s.roles[n] = records[i].ID, records[i].Demand, records[i].Role
		s.rows[n] = s.lex.row(&records[i])
		if s.rows[n].date.unread {
			s.report.DatesUnread++
		}
	}
	s.lex.weigh(len(records))
	s.foldCopies()
	s.buildIndex()
	return s, nil
}

// Len is the number of records.
func (s *Set) Len() int { return len(s.ids) }

// ID is the identifier of the record at a position of the set; positions follow the order of IDs.
func (s *Set) ID(i int) string { return s.ids[i] }

// Index finds the position of a record by its ID.
func (s *Set) Index(id string) (int, bool) { return slices.BinarySearch(s.ids, id) }

// Report tells what the keys of the set are about to compare, and what they leave out. It is known
// before any pair is scored; counts of scored pairs are in [Result].
func (s *Set) Report() Report {
	r := s.report
	r.Keys = slices.Clone(r.Keys)
	return r
}
