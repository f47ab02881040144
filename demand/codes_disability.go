package demand

// Code lists: disability supplement.
// Law: code lists of the national interface 02.00 and 02.01 (SNE-CODES), quotas
// also in arrêté of 17 Sep 2012. Confidence: V2.

// DisabilityState is a code of the list "disability_state": évolution du handicap.
type DisabilityState string

// The codes of DisabilityState.
const (
	DisabilityStateSTA DisabilityState = "STA" // stable
	DisabilityStateEVO DisabilityState = "EVO" // evolving
)

// StepsAbility is a code of the list "steps_ability": capacité à monter.
type StepsAbility string

// The codes of StepsAbility.
const (
	StepsAbility1 StepsAbility = "1" // impossible
	StepsAbility2 StepsAbility = "2" // one to three steps
	StepsAbility3 StepsAbility = "3" // one floor
	StepsAbility4 StepsAbility = "4" // more than one floor
)

// MotorDisability is a code of the list "motor_disability": handicap moteur.
type MotorDisability string

// The codes of MotorDisability.
const (
	MotorDisabilityMS MotorDisability = "MS" // upper limbs
	MotorDisabilityMI MotorDisability = "MI" // lower limbs
)

// SensoryDisability is a code of the list "sensory_disability": handicap sensoriel.
type SensoryDisability string

// The codes of SensoryDisability.
const (
	SensoryDisabilityDA SensoryDisability = "DA" // hearing
	SensoryDisabilityDV SensoryDisability = "DV" // sight
)

// MobilityAid is a code of the list "mobility_aid": aide technique.
type MobilityAid string

// The codes of MobilityAid.
const (
	MobilityAid1 MobilityAid = "1" // none
	MobilityAid2 MobilityAid = "2" // cane or crutch
	MobilityAid3 MobilityAid = "3" // walker
	MobilityAid4 MobilityAid = "4" // manual wheelchair
	MobilityAid5 MobilityAid = "5" // electric wheelchair
	MobilityAid6 MobilityAid = "6" // hoist
	MobilityAid7 MobilityAid = "7" // medical bed
)

// AdaptedEquipment is a code of the list "adapted_equipment": équipement nécessaire.
type AdaptedEquipment string

// The codes of AdaptedEquipment.
const (
	AdaptedEquipment1 AdaptedEquipment = "1" // adapted bath
	AdaptedEquipment2 AdaptedEquipment = "2" // WC with transfer space
	AdaptedEquipment3 AdaptedEquipment = "3" // level shower
	AdaptedEquipment4 AdaptedEquipment = "4" // lift
	AdaptedEquipment5 AdaptedEquipment = "5" // room for a carer
	AdaptedEquipment6 AdaptedEquipment = "6" // wide parking space (3.30 m)
)

var listsDisability = []CodeList{
	{Name: "disability_state", French: "évolution du handicap", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "STA", French: "stable", English: "stable"},
		{Code: "EVO", French: "évolutif", English: "evolving"},
	}},
	{Name: "steps_ability", French: "capacité à monter", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "1", French: "impossible", English: "impossible"},
		{Code: "2", French: "une à trois marches", English: "one to three steps"},
		{Code: "3", French: "un étage", English: "one floor"},
		{Code: "4", French: "plus d'un étage", English: "more than one floor"},
	}},
	{Name: "motor_disability", French: "handicap moteur", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "MS", French: "membres supérieurs", English: "upper limbs"},
		{Code: "MI", French: "membres inférieurs", English: "lower limbs"},
	}},
	{Name: "sensory_disability", French: "handicap sensoriel", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "DA", French: "déficience auditive", English: "hearing"},
		{Code: "DV", French: "déficience visuelle", English: "sight"},
	}},
	{Name: "mobility_aid", French: "aide technique", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "1", French: "aucune", English: "none"},
		{Code: "2", French: "canne ou béquille", English: "cane or crutch"},
		{Code: "3", French: "déambulateur", English: "walker"},
		{Code: "4", French: "fauteuil roulant manuel", English: "manual wheelchair"},
		{Code: "5", French: "fauteuil roulant électrique", English: "electric wheelchair"},
		{Code: "6", French: "lève-personne", English: "hoist"},
		{Code: "7", French: "lit médicalisé", English: "medical bed"},
	}},
	{Name: "adapted_equipment", French: "équipement nécessaire", Source: sourceCodes, Entries: []CodeEntry{
		{Code: "1", French: "baignoire adaptée", English: "adapted bath"},
		{Code: "2", French: "WC avec espace de transfert", English: "WC with transfer space"},
		{Code: "3", French: "douche sans seuil", English: "level shower"},
		{Code: "4", French: "ascenseur", English: "lift"},
		{Code: "5", French: "chambre pour une tierce personne", English: "room for a carer"},
		{Code: "6", French: "place de stationnement large (3,30 m)", English: "wide parking space (3.30 m)"},
	}},
}

// Known reports whether the code is in the list.
func (c DisabilityState) Known() bool {
	switch c {
	case DisabilityStateSTA, DisabilityStateEVO:
		return true
	}
	return false
}

// ListName is "disability_state", the name of the code list.
func (c DisabilityState) ListName() string { return "disability_state" }

// Known reports whether the code is in the list.
func (c StepsAbility) Known() bool {
	switch c {
	case StepsAbility1, StepsAbility2, StepsAbility3, StepsAbility4:
		return true
	}
	return false
}

// ListName is "steps_ability", the name of the code list.
func (c StepsAbility) ListName() string { return "steps_ability" }

// Known reports whether the code is in the list.
func (c MotorDisability) Known() bool {
	switch c {
	case MotorDisabilityMS, MotorDisabilityMI:
		return true
	}
	return false
}

// ListName is "motor_disability", the name of the code list.
func (c MotorDisability) ListName() string { return "motor_disability" }

// Known reports whether the code is in the list.
func (c SensoryDisability) Known() bool {
	switch c {
	case SensoryDisabilityDA, SensoryDisabilityDV:
		return true
	}
	return false
}

// ListName is "sensory_disability", the name of the code list.
func (c SensoryDisability) ListName() string { return "sensory_disability" }

// Known reports whether the code is in the list.
func (c MobilityAid) Known() bool {
	switch c {
	case MobilityAid1, MobilityAid2, MobilityAid3, MobilityAid4, MobilityAid5, MobilityAid6, MobilityAid7:
		return true
	}
	return false
}

// ListName is "mobility_aid", the name of the code list.
func (c MobilityAid) ListName() string { return "mobility_aid" }

// Known reports whether the code is in the list.
func (c AdaptedEquipment) Known() bool {
	switch c {
	case AdaptedEquipment1, AdaptedEquipment2, AdaptedEquipment3, AdaptedEquipment4, AdaptedEquipment5, AdaptedEquipment6:
		return true
	}
	return false
}

// ListName is "adapted_equipment", the name of the code list.
func (c AdaptedEquipment) ListName() string { return "adapted_equipment" }
