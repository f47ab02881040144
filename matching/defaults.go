package matching

// share is the probability of a level, the field being known on both sides.
type share struct {
	level            Level
	same, kin, other float64 // records of one person, of two persons of one household, of two strangers
}

// defaults are the shares a file starts from, and those of a file too small to learn from. They are
// of our own judgement of what French desks write; some (slips of dates and postal codes) were moved after what
// the model had learned on generated files.
var defaults = [slotCount][]share{
	FieldNumber:     {{LevelExact, 0.9, 0.05, 1e-6}, {LevelDifferent, 0.1, 0.95, 1}},
	FieldIdentifier: {{LevelExact, 0.85, 0.01, 1e-5}, {LevelSlip, 0.08, 0.01, 1e-5}, {LevelDifferent, 0.07, 0.98, 1}},
	FieldBirthName: {
		{LevelExact, 0.8, 0.55, 1e-3}, {LevelVariant, 0.04, 0.03, 2e-4}, {LevelClose, 0.05, 0.006, 4e-4}, {LevelSound, 0.01, 0.006, 6e-4},
		{LevelNear, 0.02, 0.006, 2e-3}, {LevelPart, 0.03, 0.03, 1e-3}, {LevelLoose, 0.008, 0.006, 1.2e-2}, {LevelCross, 0.02, 0.12, 3e-4},
		{LevelSwapped, 0.012, 0.001, 1e-6}, {LevelDifferent, 0.025, 0.25, 0.97},
	},
	FieldFirstNames: {
		{LevelAll, 0.3, 0.01, 5e-4}, {LevelExact, 0.52, 0.045, 6e-3}, {LevelHead, 0.015, 0.01, 4e-3}, {LevelVariant, 0.025, 0.006, 2e-3},
		{LevelClose, 0.04, 0.004, 1e-3}, {LevelSound, 0.01, 0.004, 2e-3}, {LevelNear, 0.02, 0.005, 4e-3}, {LevelPart, 0.025, 0.015, 1e-2},
		{LevelLoose, 0.006, 0.01, 1.5e-2}, {LevelInitial, 0.005, 0.002, 2e-3}, {LevelSwapped, 0.012, 0.001, 1e-6}, {LevelMisplaced, 0.002, 0.002, 1e-4}, {LevelDifferent, 0.014, 0.886, 0.95},
	},
	FieldBirthDate: {
		{LevelExact, 0.88, 0.02, 6e-5}, {LevelSwapped, 0.025, 0.001, 3e-5}, {LevelSlip, 0.03, 0.008, 2.5e-3}, {LevelTwoSlips, 0.01, 0.02, 1.5e-2},
		{LevelYearOnly, 0.015, 0.01, 2e-3}, {LevelSameYear, 0.005, 0.02, 1.6e-2}, {LevelDifferent, 0.01, 0.63, 0.42}, {LevelGeneration, 0.004, 0.3, 0.55},
	},
	FieldSex:          {{LevelExact, 0.97, 0.45, 0.5}, {LevelDifferent, 0.03, 0.55, 0.5}},
	slotSexAgreed:     {{LevelExact, 0.985, 0.97, 0.97}, {LevelDifferent, 0.015, 0.03, 0.03}},
	FieldBirthPlace:   {{LevelExact, 0.9, 0.35, 4e-3}, {LevelNear, 0.02, 0.01, 1e-3}, {LevelArea, 0.03, 0.14, 3e-2}, {LevelDifferent, 0.05, 0.5, 0.965}},
	FieldBirthCountry: {{LevelExact, 0.97, 0.85, 0.7}, {LevelDifferent, 0.03, 0.15, 0.3}},
	FieldAddress: {
		{LevelExact, 0.55, 0.83, 1e-5}, {LevelVariant, 0.02, 0.02, 1e-4}, {LevelClose, 0.06, 0.08, 2e-5}, {LevelPart, 0.02, 0.01, 1e-3},
		{LevelNear, 0.01, 0.01, 1e-4}, {LevelLoose, 0.01, 0.005, 4e-3}, {LevelDifferent, 0.33, 0.045, 0.99},
	},
	FieldPostalCode: {
		{LevelExact, 0.45, 0.4, 2e-3}, {LevelClose, 0.03, 0.03, 1e-3}, {LevelPart, 0.05, 0.03, 1e-3}, {LevelNear, 0.02, 0.02, 1e-3},
		{LevelSlip, 0.03, 0.03, 2e-2}, {LevelArea, 0.2, 0.15, 4e-2}, {LevelDifferent, 0.22, 0.35, 0.96},
	},
	slotPostalAgreed: {
		{LevelExact, 0.94, 0.94, 0.6}, {LevelClose, 0.015, 0.015, 5e-2}, {LevelPart, 0.015, 0.015, 5e-2}, {LevelNear, 0.005, 0.005, 1e-2},
		{LevelSlip, 0.01, 0.01, 2e-2}, {LevelArea, 0.005, 0.005, 7e-2}, {LevelDifferent, 0.01, 0.01, 0.2},
	},
	slotPostalAlone: {
		{LevelExact, 0.76, 0.85, 2e-3}, {LevelClose, 0.02, 0.02, 1e-3}, {LevelPart, 0.02, 0.02, 1e-3}, {LevelNear, 0.05, 0.03, 2e-3},
		{LevelSlip, 0.02, 0.01, 2e-2}, {LevelArea, 0.05, 0.03, 4e-2}, {LevelDifferent, 0.08, 0.04, 0.96},
	},
	FieldPhone: {{LevelExact, 0.7, 0.3, 1e-5}, {LevelSlip, 0.05, 0.01, 2e-6}, {LevelDifferent, 0.25, 0.69, 1}},
	FieldEmail: {
		{LevelExact, 0.62, 0.2, 1e-5}, {LevelPart, 0.03, 0.01, 2e-5}, {LevelClose, 0.06, 0.02, 1e-4}, {LevelNear, 0.04, 0.05, 2e-3},
		{LevelDifferent, 0.25, 0.72, 0.99},
	},
}

// namesakeDates are the shares of namesakes, under same.
var namesakeDates = []share{
	{level: LevelExact, same: 1e-3}, {level: LevelSwapped, same: 1e-4}, {level: LevelSlip, same: 4e-3}, {level: LevelTwoSlips, same: 2e-2},
	{level: LevelYearOnly, same: 4e-3}, {level: LevelSameYear, same: 4e-2}, {level: LevelDifferent, same: 0.49}, {level: LevelGeneration, same: 0.44},
}
