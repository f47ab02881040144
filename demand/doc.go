// Package demand is the vocabulary everyone speaks: the common form (formulaire
// unique, Cerfa 14069) as typed data, its code lists, the rules that judge it,
// civil dates, profiles of the law, sources and faults.
//
// Start with four functions:
//
//   - [DecodeForm] reads a form from JSON, strictly; [Schema] describes it;
//   - [Validate] lists what is impossible or surprising in what the form says;
//   - [Registrable] lists what the law wants before a number may be given;
//   - [Complete] lists what the instruction still needs.
//
// [Layouts] tells what each version of the form holds and when it is in use,
// [Convert] goes from one to another with the list of what is lost. [EntrySteps]
// and [Asked] make pages and wizards, [CodeLists] the choices in them.
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
// nothing else may be demanded; Complete names the rest of the sections a to i,
// each an information that may neither refuse nor delay a registration.
//
// # Versions and steps
//
// [LayoutsAt] gives the versions of the form that may be used on a day, two or
// more at once; [Convert] gives a form as another version holds it, with the list
// of what is lost. [EntrySteps] and [Asked] are the entry of a form as data.
//
// # Fact by fact
//
// The file coverage.csv, beside this one, takes each verified fact of the law on
// demands and on the form (who registers, attestation, renewal, strike-off,
// versions, code lists, starred fields): the rule, the function or the code list
// that answers it and the test that shows it, or why it is not answered here. It
// is in French; a test fails when a name in it no longer exists.
//
// # Decisions where the law leaves a doubt
//
//   - Form *01 is admitted from 1 October 2010 and never required: the sources
//     make it compulsory on that day or on 28 March 2011. A version out of its
//     time is to confirm (DEM-COD-05), never refused.
//   - *02 is in use from the day of its arrêté, *05 from the day of its list of
//     papers (INF). The last days of *03 and *04 were not read: none is set.
//   - Five communes under the profile of 2010, ten from that of 2012 (DEM-WAN-01),
//     though the interface carries ten only since late 2012.
//   - Wanted communes are in order of preference whatever the version: the order
//     of 2010 was not read.
//   - A wanted type and a wanted commune are needed for a number (DEM-MIN-05,
//     DEM-MIN-06): the national interface takes no demand without (V2).
//   - “Three reasons at most” is from memory: to confirm (DEM-WAN-03).
//   - The year of validity runs from the last renewal, as the text says. The
//     reading by anniversary is an option of charter/calendar; here only a demand
//     left for more than eighteen months is told, since 2015 (DEM-DAT-11).
//   - Deposit, reception and registration are one date, that of seniority.
//   - A legal person fills in sections a, b and h: read in the text of 2015, in
//     the notice for 2010; the other sections are to confirm (DEM-HOU-14).
//   - The social security number of the form of 2017 is neither kept nor asked.
//   - The national code lists are those of form *01. The ascendant, the descendant
//     and the sibling that *05 admits as co-applicants are co-tenants (L), and the
//     box “private employee” of *05 has no code.
//   - A minor who applies and a child in charge over 25 are to confirm
//     (DEM-DAT-04, DEM-HOU-12): their texts are cited from memory.
//   - A month counted from the 31st ends on the last day of a shorter one (from
//     memory). Limits of likelihood, such as 110 years of age, are ours (INF).
//
// # What it does not do
//
// Its sister packages do: demand/household the category and the ceilings,
// demand/papers the papers due, demand/journal the events and the state they
// give, demand/attestation the attestation, demand/sne and demand/tabular the
// files. Who may do what, and when, is the charter's. The place of birth is not
// checked against the table of communes; wanted communes, addresses and places of
// work are. The form has no field for a social security number.
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
