package priority

import (
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/internal/strict"
)

// Issuer is a kind of party or body that may give a label. The kinds of partners
// bear the same names as in a charter.
type Issuer string

// The kinds of issuers.
const (
	Landlord               Issuer = "landlord"
	Community              Issuer = "community"
	EPCI                   Issuer = "epci"
	StateService           Issuer = "state_service"
	ReservationHolder      Issuer = "reservation_holder"
	Manager                Issuer = "manager"
	Mandatary              Issuer = "mandatary"
	SIAO                   Issuer = "siao"
	MediationCommission    Issuer = "mediation_commission"    // commission de médiation (COMDALO)
	CoordinationCommission Issuer = "coordination_commission" // of an intercommunal accord collectif
	PlanCommittee          Issuer = "plan_committee"          // committee of the PDALPD, then PDALHPD
	Departement            Issuer = "departement"             // the département, as party to its accord collectif
)

// Known reports whether the kind is one of the list.
func (i Issuer) Known() bool {
	switch i {
	case Landlord, Community, EPCI, StateService, ReservationHolder, Manager, Mandatary, SIAO,
		MediationCommission, CoordinationCommission, PlanCommittee, Departement:
		return true
	}
	return false
}

// LabelKind is a kind of label: who may give it, from when, for how long.
type LabelKind struct {
	Code        string      `json:"code"` // "DALO", "ACD"; "CLPP" once a charter says what it is
	French      string      `json:"fr,omitzero"`
	English     string      `json:"en,omitzero"`
	Issuers     []Issuer    `json:"issuers,omitzero"`
	From        demand.Date `json:"from,omitzero"` // first day it may be given
	To          demand.Date `json:"to,omitzero"`   // last day it may be given
	ValidMonths int         `json:"valid_months,omitzero"`
	Urgent      bool        `json:"urgent,omitzero"` // the urgent path after the commission is open
	Act         string      `json:"act,omitzero"`    // of the charter: what gives a local label its meaning
}

// Settings is what a charter says of labels.
type Settings struct {
	Labels        []LabelKind    `json:"labels,omitzero"`
	UrgentReasons []UrgentReason `json:"urgent_reasons,omitzero"` // closed list; none: any code
}

// UrgentReason is a reason for which a label may be given after the commission.
type UrgentReason struct {
	Code    string `json:"code"`
	French  string `json:"fr"`
	English string `json:"en"`
}

// legalKind is a label the law knows, with its source.
type legalKind struct {
	LabelKind
	source demand.Source
}

var legalKinds = []legalKind{
	{LabelKind{Code: "DALO", French: "droit au logement opposable", English: "enforceable right to housing", Issuers: []Issuer{MediationCommission, StateService}, From: firstDay},
		source("CCH L.441-2-3", "la commission de médiation reconnaît le demandeur prioritaire ; l'État l'inscrit", demand.Verified)},
	{LabelKind{Code: "ACD", French: "accord collectif départemental", English: "departmental accord collectif", Issuers: []Issuer{StateService, Departement}, From: firstDay},
		source("CCH L.441-1-2", "accord entre l'État, le département et les bailleurs ; qui inscrit le ménage n'est pas dit", demand.Inference)},
	{LabelKind{Code: "ACI", French: "accord collectif intercommunal", English: "intercommunal accord collectif", Issuers: []Issuer{EPCI, CoordinationCommission, StateService}, From: firstDay},
		source("CCH L.441-1-1", "accord de l'EPCI ; commission de coordination présidée par le président de l'EPCI ; qui inscrit le ménage n'est pas dit", demand.Inference)},
	{LabelKind{Code: "PDALPD", French: "avis au titre du plan départemental pour les personnes défavorisées", English: "opinion under the departmental plan for the disadvantaged", Issuers: []Issuer{PlanCommittee, StateService}, From: firstDay, To: demand.MustDate("2015-05-13")},
		source("CCH R.441-2-6 (2010)", "comité du PDALPD, pour ses missions ; devenu PDALHPD dans les textes de 2015, jour du changement de nom inféré", demand.Inference)},
	{LabelKind{Code: "PDALHPD", French: "avis au titre du plan départemental pour le logement et l'hébergement des personnes défavorisées", English: "opinion under the departmental plan for housing and shelter of the disadvantaged", Issuers: []Issuer{PlanCommittee, StateService}, From: demand.MustDate("2015-05-14")},
		source("CCH R.441-2-15 (2015)", "avis d'une instance du PDALHPD", demand.Verified)},
	{LabelKind{Code: "COORD", French: "avis de la commission de coordination", English: "opinion of the coordination commission", Issuers: []Issuer{CoordinationCommission, EPCI}, From: firstDay},
		source("CCH L.441-1-1, R.441-2-15", "la commission de coordination examine les dossiers et donne un avis", demand.Verified)},
	{LabelKind{Code: "PRIO", French: "priorité reconnue par un réservataire ou un bailleur", English: "priority recognised by a reservation holder or a landlord", Issuers: []Issuer{ReservationHolder, Landlord}, From: demand.MustDate("2015-05-14")},
		source("CCH R.441-2-15 (2015)", "reconnaissance du caractère prioritaire par un réservataire ou un bailleur", demand.Verified)},
}

// LegalKinds lists the labels the law knows, with who may give each.
func LegalKinds() []LabelKind {
	out := make([]LabelKind, len(legalKinds))
	for i, k := range legalKinds {
		out[i] = k.LabelKind
		out[i].Issuers = slices.Clone(k.Issuers)
	}
	return out
}

// KindSource gives the source of a label of the law.
func KindSource(code string) (demand.Source, bool) {
	if k := legal(code); k != nil {
		return k.source, true
	}
	return demand.Source{}, false
}

func legal(code string) *legalKind {
	for i := range legalKinds {
		if legalKinds[i].Code == code {
			return &legalKinds[i]
		}
	}
	return nil
}

// Kind gives a kind of label as the settings leave it: that of the law, narrowed
// or made more precise by the charter, or a local one. It is false when neither
// knows it: CLPP is such a one until a charter says what it means.
func (s *Settings) Kind(code string) (LabelKind, bool) {
	of, local := legal(code), (*LabelKind)(nil)
	if s != nil {
		for i := range s.Labels {
			if s.Labels[i].Code == code {
				local = &s.Labels[i]
			}
		}
	}
	switch {
	case of == nil && local == nil:
		return LabelKind{}, false
	case of == nil:
		return *local, true
	case local == nil:
		return of.LabelKind, true
	}
	out := of.LabelKind
	out.ValidMonths, out.Urgent, out.Act = local.ValidMonths, local.Urgent, local.Act
	if len(local.Issuers) > 0 {
		out.Issuers = local.Issuers
	}
	return out, true
}

// LoadSettings reads what a charter says of labels, strictly, and refuses what
// goes under the law.
func LoadSettings(data []byte) (Settings, demand.Faults) {
	var s Settings
	if where, ok := strict.First(data, MaxBytes, &s); !ok {
		return Settings{}, demand.Faults{fault("PRI-FIC-01", where)}
	}
	if faults := CheckSettings(&s); faults.Blocking() {
		return Settings{}, faults
	}
	return s, nil
}

// CheckSettings lists what is wrong in settings, all at once.
func CheckSettings(s *Settings) demand.Faults {
	var out demand.Faults
	seen := map[string]bool{}
	for i := range s.Labels {
		k, path := &s.Labels[i], at("labels", i)
		if !labelCode(k.Code) || seen[k.Code] {
			out = append(out, fault("PRI-FIC-02", path+".code"))
		}
		seen[k.Code] = true
		out = append(out, k.check(path)...)
	}
	for i, r := range s.UrgentReasons {
		if !labelCode(r.Code) || r.French == "" || r.English == "" {
			out = append(out, fault("PRI-FIC-06", at("urgent_reasons", i)))
		}
	}
	return out
}

// check lists what is wrong in one kind of label.
func (k *LabelKind) check(path string) demand.Faults {
	var out demand.Faults
	of := legal(k.Code)
	if of == nil && !k.whole() {
		out = append(out, fault("PRI-FIC-03", path+".act"))
	}
	if k.To.Before(k.From) || k.ValidMonths < 0 || k.ValidMonths > 1200 {
		out = append(out, fault("PRI-FIC-04", path+".valid_months"))
	}
	for n, issuer := range k.Issuers {
		field := path + "." + at("issuers", n)
		switch {
		case !issuer.Known():
			out = append(out, fault("PRI-FIC-05", field))
		case of != nil && !slices.Contains(of.Issuers, issuer):
			out = append(out, fault("PRI-LOI-01", field))
		case of == nil && issuer == Landlord:
			out = append(out, fault("PRI-LOI-02", field))
		}
	}
	return out
}

// whole reports whether a label of the charter's own says all it must.
func (k *LabelKind) whole() bool {
	return k.French != "" && k.English != "" && k.Act != "" && len(k.Issuers) > 0
}

// labelCode reports whether a text is a code, and so holds no words of anybody.
func labelCode(code string) bool {
	if len(code) == 0 || len(code) > 32 {
		return false
	}
	for _, c := range []byte(code) {
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// Label is a priority that somebody recognised.
type Label struct {
	Code      string      `json:"code"`
	On        demand.Date `json:"on"`               // day it was given
	Entered   demand.Date `json:"entered,omitzero"` // day it was written down, when known
	Until     demand.Date `json:"until,omitzero"`   // last day it holds; none: see the validity of its kind
	Withdrawn demand.Date `json:"withdrawn,omitzero"`
	Urgent    string      `json:"urgent,omitzero"` // code of the reason of the urgent path; "": the ordinary one
}

// LabelOf takes a label from the state of a journal.
func LabelOf(d journal.Dated) Label { return Label{Code: d.Code, On: d.Since, Until: d.Until} }
