// Package household says which household category a demand falls in, which
// income counts, and whether that income is under the ceilings of each
// financing, with the rule and the arrêté behind every answer.
//
// Start with [Assess] on a [Case] and the [Published] table; [FromForm] makes
// the case of a demand, [Decode] reads one from JSON. [CategoryOf], [IncomeOf],
// [ZoneOf] and [Table.Ceiling] answer one question each, [FirstQuartile] and
// [BandOf] place the income.
//
//	c, faults := household.Decode(line)
//	answer := household.Assess(&c, household.Published())
//
// # What is unknown
//
// Past the end of the year of the last arrêté a table knows nothing: the answer
// is unknown with the code FOY-PLF-01, never last year's amount. A caller adds
// next year's amounts with [Table.With], without waiting for a release. The
// overseas PLS ceiling is unknown (the sources contradict each other), so are
// Mayotte's ceilings before December 2014, the PLAI before 2010, the overseas
// ceilings before 2012 and everything before 2008. The
// threshold of the first quartile is the caller's.
//
// # Decisions where the law leaves a doubt
//
//   - A person alone with more than four dependants is in category 6, and each
//     dependant beyond the fourth is an extra person (FOY-CAT-06). The text also
//     allows to count from the seventh person; the reading kept is the
//     household's, and that of the public calculators.
//   - The disability category is read in the list of categories: it lifts one to
//     five persons by one, and does not add to the category of a person alone
//     with dependants, nor to six persons and more. Its first day was not read:
//     it is applied on every day (FOY-CAT-04, V2).
//   - A young couple is married, in a PACS or living together. The older text
//     knew married couples only; the day of the change was not read.
//   - A child in shared custody counts in both homes; a child with visiting right
//     counts from 25 November 2018 (law ELAN, art. 110), as a dependant. The
//     notice of form *05 counts it for the size of the dwelling and not for the
//     ceiling: the law prevails over the notice.
//   - A child to be born does not count before birth; Assessment.WithUnborn gives
//     the category it will open.
//   - When both N-1 and the last twelve months are at least 10 % below N-2, the
//     lower is kept. The fall-back replaces N-2 whether or not N-2 is under the
//     ceiling.
//   - A commune merged into another of a different zone keeps its own zone.
//   - Costs of a spouse in a nursing home (EHPAD) are not deducted: the amount
//     was read for 2024 only. A caller deducts them before.
//   - Income equal to the ceiling is under it.
//
// It does not decide an allocation, and knows nothing of the resources in cash
// of the household.
//
// # Compatibility
//
// Codes, JSON fields and verdicts are a contract; amounts follow the arrêtés.
package household
