// Package demand is the vocabulary everyone speaks: the common form (formulaire
// unique, Cerfa 14069) as typed data, its code lists, the rules that judge it,
// civil dates, profiles of the law, sources and faults.
//
// Start with three functions:
//
//   - [DecodeForm] reads a form from JSON, strictly;
//   - [Validate] lists what is impossible or surprising in what the form says;
//   - [Registrable] lists what the law wants before a number may be given.
//
// A fault is a value: a stable code, the JSON path of the datum, a severity,
// parameters. Its sentence is made at the edge, in French or English, by a
// [Rulebook] built from [Rules] and the rules of the other rooms.
//
//	book, err := demand.NewRulebook(demand.Rules())
//	for _, fault := range demand.Validate(&form, demand.Setting{AsOf: day, Profile: demand.Profile2010}) {
//		fmt.Println(fault.Path, book.Sentence(language.French, fault))
//	}
//
// # Profiles
//
// A rule belongs to one or several states of the law, named after a year: 2000,
// 2010, 2012, 2015, 2017. The caller chooses; [ProfileAt] gives the one in
// force on a day. No rule reads a clock.
//
//	profile  from        opened by
//	2000     2000-11-07  décret 2000-1079
//	2010     2010-05-02  décret 2010-431
//	2012     2012-01-01  décrets of late 2011 and 7 May 2012
//	2015     2015-05-14  ALUR law, décrets 2015-522 to -524
//	2017     2017-05-08  loi Égalité et citoyenneté, décret 2017-834
//
// # Levels
//
// A partial form is legal. Validate never complains of what is absent;
// Registrable names the minimum of R.441-2-2 and R.441-2-3 for the profile, and
// nothing else may be demanded. What is still missing to examine the demand
// (completeness for instruction) is not listed yet.
//
// # What it does not do
//
// It does not compute the household category nor the income ceilings, does not
// list the papers due, keeps no journal of events, and does not convert between
// versions of the form. Place of birth and postal code are not checked against
// the table of communes; wanted communes are. It stores no social-security
// number: the form has no field for it.
//
// # Personal data
//
// No fault, error or parameter holds a name, a date of birth, an address or a
// number of a person: a value that is refused is located, never quoted.
//
// # Compatibility
//
// From v1, fault codes, JSON names and code lists only grow: a code is never
// given another meaning, and a form written by v1 is read by every later v1.
package demand
