package charter

import (
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Field is a class of data of a demand: what is seen or hidden together.
type Field string

// The classes of data.
const (
	FieldNumber     Field = "number"     // number, desk, version of the form
	FieldDates      Field = "dates"      // deposit, renewal, status
	FieldIdentity   Field = "identity"   // names, birth, sex, nationality
	FieldContact    Field = "contact"    // address, telephones, e-mail
	FieldFamily     Field = "family"     // family situation, co-holders, dependants
	FieldWork       Field = "work"       //
	FieldResources  Field = "resources"  // incomes, monthly resources
	FieldHousing    Field = "housing"    // present housing
	FieldReasons    Field = "reasons"    //
	FieldWanted     Field = "wanted"     //
	FieldDisability Field = "disability" // the supplement: never in statistics
	FieldRemarks    Field = "remarks"    // free text
	FieldOrigins    Field = "origins"    // who said each value, and when
	FieldLabels     Field = "labels"     // recognised priorities
	FieldTreatment  Field = "treatment"  // candidacies, decisions, offers
	FieldPapers     Field = "papers"     // supporting documents
)

var fields = [...]Field{
	FieldNumber, FieldDates, FieldIdentity, FieldContact, FieldFamily, FieldWork, FieldResources, FieldHousing, FieldReasons, FieldWanted,
	FieldDisability, FieldRemarks, FieldOrigins, FieldLabels, FieldTreatment, FieldPapers,
}

// Sight is what an actor may see of a demand, class by class.
type Sight struct {
	decisions [len(fields)]Decision
}

// View decides, with the same rules as [Decide], what an actor may see of a
// demand: one decision by class of data. Those who may see nothing of a demand
// may still consult statistics.
func View(c *Charter, actor Actor, facts Facts, on demand.Date) Sight {
	var s Sight
	for i, f := range fields {
		facts.Field = string(f)
		s.decisions[i] = Decide(c, actor, See, facts, on)
	}
	return s
}

// May reports whether a class of data is open.
func (s *Sight) May(f Field) bool {
	d, ok := s.Decision(f)
	return ok && d.Outcome == Allowed
}

// Decision gives the decision on a class of data, with its reasons.
func (s *Sight) Decision(f Field) (Decision, bool) {
	for i := range fields {
		if fields[i] == f {
			return s.decisions[i], true
		}
	}
	return Decision{}, false
}

// Fields lists the classes of data that are open.
func (s *Sight) Fields() []Field {
	var out []Field
	for _, f := range fields {
		if s.May(f) {
			out = append(out, f)
		}
	}
	return out
}

// Redact gives a copy of the form with only what is open. Lists are shared with
// the form given, which is not modified.
func (s *Sight) Redact(f *demand.Form) demand.Form {
	out := demand.Form{}
	if s.May(FieldNumber) {
		out.Version, out.Number, out.FormerNumbers, out.Desk = f.Version, f.Number, f.FormerNumbers, f.Desk
	}
	if s.May(FieldDates) {
		out.DepositedOn, out.RenewedOn = f.DepositedOn, f.RenewedOn
	}
	out.Applicant = s.person(&f.Applicant)
	if s.May(FieldFamily) {
		for i := range f.CoHolders {
			out.CoHolders = append(out.CoHolders, demand.CoHolder{Link: f.CoHolders[i].Link, Person: s.person(&f.CoHolders[i].Person)})
		}
		out.Dependants, out.Custody, out.Unborn, out.PersonsToHouse = f.Dependants, f.Custody, f.Unborn, f.PersonsToHouse
	}
	s.association(f, &out)
	if s.May(FieldHousing) {
		out.Present = f.Present
	}
	if s.May(FieldReasons) {
		out.Reasons = f.Reasons
	}
	if s.May(FieldWanted) {
		out.Wanted = f.Wanted
	}
	if s.May(FieldDisability) {
		out.Disabilities = f.Disabilities
	} else {
		out.Wanted.Adapted = demand.NotSaid
	}
	if s.May(FieldRemarks) {
		out.Remarks = f.Remarks
	}
	if s.May(FieldOrigins) {
		out.Origins = f.Origins
	}
	return out
}

func (s *Sight) association(f, out *demand.Form) {
	if s.May(FieldIdentity) {
		out.Association = f.Association
		out.Association.Phone, out.Association.Email, out.Association.Address = "", "", demand.Address{}
	}
	if s.May(FieldContact) {
		a := &f.Association
		out.Association.Phone, out.Association.Email, out.Association.Address = a.Phone, a.Email, a.Address
	}
}

func (s *Sight) person(p *demand.Person) demand.Person {
	var out demand.Person
	if s.May(FieldIdentity) {
		out.Civility, out.UsedName, out.BirthName, out.FirstNames = p.Civility, p.UsedName, p.BirthName, p.FirstNames
		out.BirthDate, out.BirthPlace, out.Sex, out.Nationality = p.BirthDate, p.BirthPlace, p.Sex, p.Nationality
	}
	if s.May(FieldContact) {
		out.HomePhone, out.MobilePhone, out.WorkPhone, out.Email, out.Address = p.HomePhone, p.MobilePhone, p.WorkPhone, p.Email, p.Address
	}
	if s.May(FieldFamily) {
		out.FamilySituation = p.FamilySituation
	}
	if s.May(FieldWork) {
		out.Work = p.Work
	}
	if s.May(FieldResources) {
		out.Income, out.Received, out.Paid = p.Income, p.Received, p.Paid
		out.DependantsReceived, out.DependantsPaid = p.DependantsReceived, p.DependantsPaid
	}
	return out
}

// FieldOf gives the class of a path of the form: "applicant.income" is resources.
func FieldOf(path string) Field {
	best, found := FieldIdentity, 0
	for _, p := range paths {
		if n := len(p.prefix); n > found && (path == p.prefix || strings.HasPrefix(path, p.prefix) && (path[n] == '.' || path[n] == '[')) {
			best, found = p.field, n
		}
	}
	if i := strings.Index(path, "].person"); i >= 0 && strings.HasPrefix(path, "co_holders[") {
		if f := FieldOf("applicant" + path[i+len("].person"):]); f != FieldIdentity {
			return f
		}
	}
	return best
}

var paths = []struct {
	prefix string
	field  Field
}{
	{"version", FieldNumber}, {"number", FieldNumber}, {"desk", FieldNumber}, {"deposited_on", FieldDates}, {"renewed_on", FieldDates},
	{"applicant.address", FieldContact}, {"applicant.home_phone", FieldContact}, {"applicant.mobile_phone", FieldContact},
	{"applicant.work_phone", FieldContact}, {"applicant.email", FieldContact}, {"applicant.family_situation", FieldFamily},
	{"applicant.work", FieldWork}, {"applicant.income", FieldResources}, {"applicant.received", FieldResources}, {"applicant.paid", FieldResources},
	{"applicant.dependants_received", FieldResources}, {"applicant.dependants_paid", FieldResources},
	{"association.phone", FieldContact}, {"association.email", FieldContact}, {"association.address", FieldContact},
	{"co_holders", FieldFamily}, {"dependants", FieldFamily}, {"custody", FieldFamily}, {"unborn", FieldFamily}, {"persons_to_house", FieldFamily},
	{"present_housing", FieldHousing}, {"reasons", FieldReasons}, {"wanted", FieldWanted}, {"wanted.adapted", FieldDisability},
	{"disabilities", FieldDisability}, {"remarks", FieldRemarks}, {"origins", FieldOrigins},
}
