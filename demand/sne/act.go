package sne

import (
	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/numbering"
)

// StrikeOff is what a file of type RAD says: the motive, and for an allocation
// the data of R.441-2-9. A motive that is present and empty undoes a strike-off
// (déradiation).
// Law: CCH R.441-2-8 and R.441-2-9, arrêté of 17 Sep 2012 §6.2. Confidence: V for
// the data, INF for the names of the elements.
type StrikeOff struct {
	Motive    demand.StrikeOffMotive
	SubMotive demand.StrikeOffSubMotive // compulsory with RADIRR since version 02.01
	On        demand.Date

	Landlord      string        // SIREN of the landlord that allocated
	LeaseOn       demand.Date   // signature of the lease
	AlreadyTenant demand.Answer // of that landlord
	RPLS          string        // identifier of the dwelling in the national register
	Address       demand.Address
	Type          demand.RPLSType
	Surface       decimal.NullDecimal
	ZUS           demand.ZUSStatus
	Rent          decimal.NullDecimal
	Agreement     demand.CollectiveAgreement
	DALO          demand.DALOStatus
	Quota         demand.Quota
}

var tableStrikeOff = guessed(
	code("motifRadiation", "motive", func(s *StrikeOff) *demand.StrikeOffMotive { return &s.Motive }),
	code("sousMotifRadiation", "sub_motive", func(s *StrikeOff) *demand.StrikeOffSubMotive { return &s.SubMotive }),
	date("dateRadiation", "on", func(s *StrikeOff) *demand.Date { return &s.On }),
	text("sirenBailleur", "landlord", func(s *StrikeOff) *string { return &s.Landlord }),
	date("dateSignatureBail", "lease_on", func(s *StrikeOff) *demand.Date { return &s.LeaseOn }),
	answer("dejaLocataire", "already_tenant", func(s *StrikeOff) *demand.Answer { return &s.AlreadyTenant }),
	text("identifiantRPLS", "rpls", func(s *StrikeOff) *string { return &s.RPLS }),
	group("adresseLogement", "address", func(s *StrikeOff) *demand.Address { return &s.Address }, tableAddress...),
	code("typeLogement", "type", func(s *StrikeOff) *demand.RPLSType { return &s.Type }),
	amount("surface", "surface", func(s *StrikeOff) *decimal.NullDecimal { return &s.Surface }),
	code("zus", "zus", func(s *StrikeOff) *demand.ZUSStatus { return &s.ZUS }),
	amount("montantLoyer", "rent", func(s *StrikeOff) *decimal.NullDecimal { return &s.Rent }),
	code("accordCollectif", "agreement", func(s *StrikeOff) *demand.CollectiveAgreement { return &s.Agreement }),
	code("dalo", "dalo", func(s *StrikeOff) *demand.DALOStatus { return &s.DALO }),
	code("typeReservataire", "quota", func(s *StrikeOff) *demand.Quota { return &s.Quota }),
)

// Anomaly is a refusal of the national system.
type Anomaly struct {
	Code  string // "CTRL_DEM_0033"
	Label string
}

// Duplicate is a demand the national system takes for the same.
type Duplicate struct {
	Number numbering.Number
	Desk   string
	Since  demand.Date
}

var tableDuplicate = guessed(
	number("numUnique", "number", func(d *Duplicate) *numbering.Number { return &d.Number }),
	text("numGuichet", "desk", func(d *Duplicate) *string { return &d.Desk }),
	date("dateCreationDemande", "since", func(d *Duplicate) *demand.Date { return &d.Since }),
)

// Elements of a demand that are acts or answers, not values of the form. They
// are read from Record.Extra when they are asked for.
const (
	strikeOffName  = "radiation"
	anomaliesName  = "listeAnomalie"
	duplicatesName = "listeDoublons"
)

func isAct(name string) bool {
	return name == strikeOffName || name == anomaliesName || name == duplicatesName
}

// StrikeOff reads the strike-off of a record, with what could not be read; false
// when the record has none.
func (r *Record) StrikeOff() (StrikeOff, []demand.Finding, bool) {
	var out StrikeOff
	e := r.act(strikeOffName)
	if e == nil {
		return out, nil, false
	}
	aside := Record{Index: r.Index}
	d := decoding{rec: &aside, steps: []step{{name: strikeOffName, field: "strike_off"}}}
	d.inside(withoutUndo(e), &out, tableStrikeOff, nil)
	return out, aside.Findings, true
}

// withoutUndo leaves out the empty code that undoes a strike-off: it is a value,
// and reads as no motive.
func withoutUndo(e *Element) *Element {
	out := *e
	out.Children = nil
	for _, c := range e.Children {
		if c.Name != "motifRadiation" || c.code() != "" {
			out.Children = append(out.Children, c)
		}
	}
	return &out
}

// SetStrikeOff gives a record a strike-off, or an undo when the motive is empty.
func (r *Record) SetStrikeOff(s StrikeOff) {
	e := Element{Name: strikeOffName, Why: Unknown, Children: elements(&s, tableStrikeOff)}
	if s.Motive == "" {
		undo := Element{Name: "motifRadiation", Attrs: []Attr{{Name: "code"}}}
		e.Children = append([]Element{undo}, e.Children...)
	}
	r.setAct(e)
}

// Anomalies lists what the national system refuses in the record.
func (r *Record) Anomalies() []Anomaly {
	var out []Anomaly
	if e := r.act(anomaliesName); e != nil {
		for i := range e.Children {
			if c := &e.Children[i]; c.Name == "anomalie" {
				out = append(out, Anomaly{c.code(), c.text()})
			}
		}
	}
	return out
}

// SetAnomalies answers a record with anomalies: what a simulator sends back.
func (r *Record) SetAnomalies(all []Anomaly) {
	e := Element{Name: anomaliesName, Why: Unknown}
	for _, a := range all {
		e.Children = append(e.Children, Element{Name: "anomalie", Attrs: []Attr{{Name: "code", Value: a.Code}}, Text: a.Label})
	}
	r.setAct(e)
}

// Duplicates lists the demands the national system takes for the same, with
// what could not be read.
func (r *Record) Duplicates() ([]Duplicate, []demand.Finding) {
	var out []Duplicate
	aside := Record{Index: r.Index}
	e := r.act(duplicatesName)
	if e == nil {
		return nil, nil
	}
	for i := range e.Children {
		c := &e.Children[i]
		if c.Name != "doublon" {
			continue
		}
		var one Duplicate
		d := decoding{rec: &aside, steps: []step{{name: duplicatesName, field: "duplicates"}, {name: "doublon", rank: len(out) + 1, index: len(out)}}}
		d.inside(c, &one, tableDuplicate, nil)
		out = append(out, one)
	}
	return out, aside.Findings
}

// SetDuplicates answers a record with its duplicates.
func (r *Record) SetDuplicates(all []Duplicate) {
	e := Element{Name: duplicatesName, Why: Unknown}
	for i := range all {
		e.Children = append(e.Children, Element{Name: "doublon", Children: elements(&all[i], tableDuplicate)})
	}
	r.setAct(e)
}

func (r *Record) act(name string) *Element {
	for i := range r.Extra {
		if e := &r.Extra[i]; e.Name == name && e.Path == "" && e.Space == "" {
			return e
		}
	}
	return nil
}

func (r *Record) setAct(e Element) {
	if old := r.act(e.Name); old != nil {
		*old = e
		return
	}
	r.Extra = append(r.Extra, e)
}

// elements shows the values of an owner as elements, in the order of its rows.
func elements(owner any, rows []row) []Element {
	var out []Element
	for i := range rows {
		r := &rows[i]
		at := r.owner(owner)
		if r.inner != nil {
			if inside := elements(r.at(at), r.inner); len(inside) > 0 {
				out = append(out, Element{Name: r.name, Children: inside})
			}
			continue
		}
		switch value := r.show(at); {
		case value == "":
		case r.coded:
			out = append(out, Element{Name: r.name, Attrs: []Attr{{Name: "code", Value: value}}})
		default:
			out = append(out, Element{Name: r.name, Text: value})
		}
	}
	return out
}
