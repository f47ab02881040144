// Package household says which household category a demand falls in, which
// income counts, and whether that income is under the ceilings of each
// financing, with the rule and the arrêté behind every answer.
//
// Start with [Assess] on a [Case] and the [Published] table; [FromForm] makes
// the case of a demand, [Decode] reads one from JSON. [CategoryOf], [IncomeOf],
// [ZoneOf] and [Table.Ceiling] answer one question each, [FirstQuartile] and
// [BandOf] place the income, [Ratios] sets four years side by side.
//
//	c, faults := household.Decode(line)
//	answer := household.Assess(&c, household.Published())
//
// # What is unknown
//
// Past the end of the year of the last arrêté a table knows nothing: the answer
// is unknown with the code FOY-PLF-01, never last year's amount. A caller adds
// next year's amounts with [Table.With], without waiting for a release (see its
// example); [Table.LastDay] warns before the day comes. The
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
//     with dependants, nor to that of a young couple, nor to six persons and
//     more; two disabled persons lift it once. Its first day was not read: it is
//     applied on every day (FOY-CAT-04, V2).
//   - A young couple is married, in a PACS or living together. The older text
//     knew married couples only; the day of the change was not read. An age that
//     is not said is not young.
//   - A child in shared custody counts in both homes; a child with visiting right
//     counts from 25 November 2018 (law ELAN, art. 110), as a dependant. The
//     notice of form *05 counts it for the size of the dwelling and not for the
//     ceiling: the law prevails over the notice.
//   - A child to be born does not count before birth; Assessment.WithUnborn gives
//     the category it will open.
//   - N is the year the lease is signed: Case.Date is that day. Before it is
//     known, the day of the examination stands for it, and the answer may change
//     on the next 1 January.
//   - When both N-1 and the last twelve months are at least 10 % below N-2, the
//     lower is kept. The fall-back replaces N-2 whether or not N-2 is under the
//     ceiling. Exactly 10 % is enough. Without N-2 nothing is compared: unknown.
//   - Divorce under way, end of a PACS, protection order, complaint for violence
//     (Case.Apart): only the applicant's income counts. The other is in the
//     category when the caller leaves them among the adults: whoever will not
//     live in the dwelling is to be left out.
//   - An income of null is an income not given, never zero.
//   - A commune merged into another of a different zone keeps its own zone.
//   - Costs of a spouse in a nursing home (EHPAD) are not deducted: the amount
//     was read for 2024 only. A caller deducts them before.
//   - Income equal to the ceiling is under it. Verdicts, bands and first quartile
//     compare exact amounts; only what is shown (Percent, IncomePerUnit) is
//     rounded, half up, to the hundredth: 100 may be shown beside a "no".
//   - Consumption units are those of the modified OECD scale, a child in shared
//     custody counting whole; which scale the arrêté of the first quartile means
//     was not read.
//
// It does not decide an allocation, and knows nothing of the resources in cash
// of the household.
//
// # Compatibility
//
// Codes, JSON fields and verdicts are a contract; amounts follow the arrêtés.
package household
