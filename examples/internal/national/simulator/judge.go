package simulator

import (
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/sne"
)

// Codes of the simulator. Those of the real system are not public.
const (
	fileName     = "SIM_FIC_NOM"
	fileChanged  = "SIM_FIC_DEJA_RECU"
	fileUnread   = "SIM_FIC_LECTURE"
	fileDate     = "SIM_FIC_DATE"
	fileType     = "SIM_FIC_TYPE"
	noReason     = "SIM_SANS_RAISON"
	noNumber     = "SIM_NUM_ABSENT"
	otherPlace   = "SIM_NUM_TERRITOIRE"
	otherDesk    = "SIM_NUM_GUICHET"
	otherMonth   = "SIM_NUM_MOIS"
	exists       = "SIM_DEM_EXISTE"
	unknown      = "SIM_DEM_INCONNUE"
	over         = "SIM_DEM_RADIEE"
	notOver      = "SIM_DEM_NON_RADIEE"
	depositDate  = "SIM_DAT_DEPOT"
	renewalDate  = "SIM_DAT_RENOUVELLEMENT"
	strikeDate   = "SIM_DAT_RADIATION"
	tooEarly     = "SIM_RAD_AVANT_TERME"
	tooLate      = "SIM_RAD_APRES_TERME"
	unreadStrike = "SIM_RAD_LECTURE"
)

var labels = map[string]string{
	fileName:     "Le nom du fichier n'est pas de la forme DEM<guichet>-<aaaammjjhhmm>-<6 chiffres>.xml.",
	fileChanged:  "Un fichier de ce nom a déjà été reçu avec un autre contenu : donner un autre rang au nouveau.",
	fileUnread:   "Le fichier ne se lit pas comme un fichier de l'interface.",
	fileDate:     "La date du fichier manque, ne se lit pas ou est à venir.",
	fileType:     "Le type du fichier n'est pas un événement qui se transmet (CRE, CRS, MOD, REN, RAD, SUP).",
	noReason:     "Refus sans raison : le simulateur en fait exprès.",
	noNumber:     "Le numéro unique manque : un fichier partagé le donne lui-même.",
	otherPlace:   "Le numéro unique n'est pas de ce territoire.",
	otherDesk:    "Le guichet du numéro unique n'est pas celui qui crée la demande.",
	otherMonth:   "Le mois du numéro unique n'est pas celui du dépôt.",
	exists:       "Une demande porte déjà ce numéro unique.",
	unknown:      "Aucune demande ne porte ce numéro unique.",
	over:         "La demande est radiée : annuler d'abord la radiation.",
	notOver:      "La demande n'est pas radiée : il n'y a rien à annuler.",
	depositDate:  "La date de dépôt est après celle du fichier.",
	renewalDate:  "La date de renouvellement est avant le dépôt, avant le renouvellement précédent ou après la date du fichier.",
	strikeDate:   "La date de radiation manque, est avant le dépôt ou est après celle du fichier.",
	tooEarly:     "La demande n'a pas encore treize mois depuis le dépôt ou le dernier renouvellement : elle ne peut être radiée faute de renouvellement.",
	tooLate:      "Le délai pour rétablir la demande est passé.",
	unreadStrike: "La radiation ne se lit pas.",
}

func own(code string) sne.Anomaly { return sne.Anomaly{Code: code, Label: labels[code]} }

func takes(t demand.FileType) bool {
	switch t {
	case demand.FileTypeCRE, demand.FileTypeCRS, demand.FileTypeMOD, demand.FileTypeREN, demand.FileTypeRAD, demand.FileTypeSUP:
		return true
	}
	return false
}

// judging is a demand being judged on the day of its file.
type judging struct {
	sim   *Simulator
	kind  demand.FileType
	rec   *sne.Record
	day   demand.Date
	held  *held // nil: unknown
	found []sne.Anomaly
}

// judge lists everything that is wrong in a demand.
func (s *Simulator) judge(h *sne.Header, rec *sne.Record, day demand.Date) []sne.Anomaly {
	j := judging{sim: s, kind: h.FileType, rec: rec, day: day, held: s.demands[rec.Form.Number]}
	j.library(h)
	switch j.kind {
	case demand.FileTypeCRE, demand.FileTypeCRS:
		j.say(j.held != nil, exists)
		j.number()
		j.say(rec.Form.DepositedOn.After(day), depositDate)
		j.renewed(demand.Date{})
	default:
		j.known()
	}
	key := rec.Form.Number.String() + string(j.kind)
	if len(j.found) == 0 && !s.refused[key] && s.chance(s.faults.Anomalies, "anomaly", key+day.String()) {
		s.refused[key] = s.faults.OnlyOnce
		j.found = append(j.found, own(noReason))
	}
	return j.found
}

func (j *judging) say(wrong bool, code string) {
	if wrong {
		j.found = append(j.found, own(code))
	}
}

// library asks the rules of the file.
func (j *judging) library(h *sne.Header) {
	for _, f := range j.rec.Findings {
		if f.Severity != demand.Information {
			j.fault(f.Fault)
		}
	}
	for _, f := range sne.Check(*h, j.rec, sne.Creation) {
		j.fault(f.Fault)
	}
	if j.kind == demand.FileTypeRAD || j.kind == demand.FileTypeSUP {
		return // they carry no form
	}
	profile, _ := demand.ProfileAt(j.day)
	in := demand.Setting{AsOf: j.day, Profile: profile, Territory: j.sim.in.Territory}
	for _, f := range append(demand.Validate(&j.rec.Form, in), demand.Registrable(&j.rec.Form, in)...) {
		if f.Severity == demand.Blocking {
			j.fault(f)
		}
	}
}

func (j *judging) fault(f demand.Fault) {
	j.found = append(j.found, sne.Anomaly{Code: f.Code, Label: j.sim.book.Sentence(language.French, f)})
}

// number holds a new number to what the demand says.
func (j *judging) number() {
	n, f := j.rec.Form.Number, &j.rec.Form
	if n.IsZero() {
		j.say(true, noNumber)
		return
	}
	j.say(j.sim.in.Territory != "" && n.Territory() != j.sim.in.Territory, otherPlace)
	j.say(f.Desk != "" && n.Desk() != f.Desk, otherDesk)
	year, month := n.Deposit()
	// After a separation the demand keeps the day of the first one.
	j.say(j.kind == demand.FileTypeCRE && !f.DepositedOn.IsZero() && (year != f.DepositedOn.Year() || month != f.DepositedOn.Month()), otherMonth)
}

// known judges an act on a demand that should be held.
func (j *judging) known() {
	if j.held == nil {
		j.say(!j.rec.Form.Number.IsZero(), unknown)
		return
	}
	switch j.kind {
	case demand.FileTypeMOD, demand.FileTypeREN:
		j.say(j.held.motive != "", over)
		j.renewed(j.held.form.RenewedOn)
	case demand.FileTypeRAD:
		j.strikeOff()
	}
}

func (j *judging) renewed(before demand.Date) {
	on := j.rec.Form.RenewedOn
	deposited := j.rec.Form.DepositedOn
	if j.held != nil {
		deposited = j.held.form.DepositedOn
	}
	j.say(on.Before(deposited) || on.Before(before) || on.After(j.day), renewalDate)
}

// Months of the tolerances. Law: arrêté of 23 Mar 2015 §6. Confidence: V.
const (
	monthsToStrike  = 13
	monthsToRestore = 18
	monthsToAnswer  = 5
)

func (j *judging) strikeOff() {
	off, unread, there := j.rec.StrikeOff()
	switch {
	case !there:
		return // the library has said it
	case len(unread) > 0:
		j.say(true, unreadStrike)
		return
	}
	j.say(off.On.IsZero() || off.On.Before(j.held.form.DepositedOn) || off.On.After(j.day), strikeDate)
	if off.Motive == "" {
		j.undo(off.On)
		return
	}
	j.say(j.held.motive != "", over)
	j.say(off.Motive == demand.StrikeOffMotiveRADREN && off.On.Before(j.held.last().AddMonths(monthsToStrike)), tooEarly)
}

func (j *judging) undo(on demand.Date) {
	switch j.held.motive {
	case "":
		j.say(true, notOver)
	case demand.StrikeOffMotiveRADREN:
		j.say(on.After(j.held.last().AddMonths(monthsToRestore)), tooLate)
	case demand.StrikeOffMotiveRADCON:
		j.say(on.After(j.held.struckOff.AddMonths(monthsToAnswer)), tooLate)
	}
}
