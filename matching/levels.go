package matching

import "strconv"

// Field names what was compared. The names are one comparison: of birth and used names, compared
// crosswise, only the best agreement appears, as [FieldBirthName].
type Field uint8

// The fields, in the order in which they are explained.
const (
	FieldNumber Field = iota
	FieldIdentifier
	FieldBirthName
	FieldFirstNames
	FieldBirthDate
	FieldSex
	FieldBirthPlace
	FieldBirthCountry
	FieldAddress
	FieldPostalCode // postal code and town
	FieldPhone
	FieldEmail
	fieldCount
)

var fieldNames = [fieldCount]string{
	"number", "identifier", "birth_name", "first_names", "birth_date", "sex", "birth_place", "birth_country", "address", "postal_code",
	"phone", "email",
}

// String is the stable code of the field.
func (f Field) String() string {
	if f >= fieldCount {
		return "field " + strconv.Itoa(int(f))
	}
	return fieldNames[f]
}

// Level says how far two values agree. Which levels a field knows depends on the field.
type Level uint8

// The levels.
const (
	LevelMissing    Level = iota // one side is empty: no weight
	LevelAll                     // several first names, all the same
	LevelExact                   // same after folding
	LevelHead                    // same first of the first names, the others at odds
	LevelVariant                 // spelling variant of a first name, name with or without particle, number of the house missing
	LevelClose                   // Jaro–Winkler at least 0.95 (mail 0.92), or nearly the same address
	LevelSound                   // same French phonetic key
	LevelNear                    // Jaro–Winkler at least 0.88 (mail 0.8)
	LevelPart                    // one part of a compound name, one first name of several, same local part of a mail, same street
	LevelLoose                   // Jaro–Winkler at least 0.8
	LevelCross                   // by the used name of one side or of both, the birth names being at odds
	LevelSwapped                 // day and month, or name and first name, changed places
	LevelMisplaced               // name of one side written as first name of the other, nothing else in common
	LevelSlip                    // one character differs, or two neighbours changed places
	LevelTwoSlips                // two digits of a date differ, or only its year does
	LevelYearOnly                // same year, the rest unknown or 1 January on one side
	LevelSameYear                // same year, other day
	LevelInitial                 // an initial that fits
	LevelArea                    // same département
	LevelGeneration              // birth dates at odds and fifteen years or more apart
	LevelDifferent               // at odds
	levelCount
)

var levelNames = [levelCount]string{
	"missing", "all", "exact", "head", "variant", "close", "sound", "near", "part", "loose", "cross", "swapped", "misplaced", "slip", "two_slips",
	"year_only", "same_year", "initial", "area", "generation", "different",
}

// String is the stable code of the level.
func (l Level) String() string {
	if l >= levelCount {
		return "level " + strconv.Itoa(int(l))
	}
	return levelNames[l]
}

// levels is how far each field agrees.
type levels [fieldCount]Level

// slot is a table of weights. Most fields have one; the sex is weighed apart when the first names
// agree, which tell the sex, and the place of residence according to the address, which goes with it.
type slot uint8

const (
	slotSexAgreed    = slot(fieldCount) + iota // first names agree
	slotPostalAgreed                           // same or close address
	slotPostalAlone                            // address missing
	slotCount
)

// slotOf finds the table of a field in the light of the levels of the others.
func slotOf(f Field, lv *levels) slot {
	switch f {
	case FieldSex:
		if l := lv[FieldFirstNames]; l != LevelMissing && l <= LevelSound {
			return slotSexAgreed
		}
	case FieldPostalCode:
		switch l := lv[FieldAddress]; {
		case l == LevelMissing:
			return slotPostalAlone
		case l <= LevelNear:
			return slotPostalAgreed
		}
	}
	return slot(f)
}
