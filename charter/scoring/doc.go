// Package scoring reckons the points of demands (cotation de la demande) by a
// grid that a territory voted, line by line, and says them in words.
//
// Start with [Load] for the grid, [FactsOf] or [DecodeFacts] for what is known of
// a demand, [Score] for its points and why, [Explain] for the words shown to the
// applicant, [Rank] for the place of each demand in a stock, and [Waiting] for
// how long that stock waits.
//
// It is a help to decide, and it decides nothing: neither a designation nor an
// allocation follows from a number of points (décret 2019-1378). A person may keep
// other points than those reckoned, with a reason of the grid and an author: both
// stand side by side, and the reckoned ones are never replaced ([Grid.Record]).
//
// # A grid
//
// A grid is data: each line has a code, words, a fact of a closed vocabulary
// ([Vocabulary]), one of four operators, points, the act it comes from and the
// day of the vote. There is no language of expressions, so that anybody can read
// what is counted. The same grid serves every demand of the territory; a second
// one, for transfers (mutations), is allowed. [Load] refuses what depends on the
// channel, the desk or its seniority, on origin, nationality, religion or health.
//
// # What is unknown
//
// A line whose fact was not said gives no point, is named, and says how many
// points it would change: Result.Low and Result.High bound the total.
//
// # Decisions where the law leaves a doubt
//
//   - Grids, weights and the effect of a refusal are in the plan of each
//     territory, which nobody here has read: none is shipped.
//   - That somebody has a disability may count, for L.441-1 makes it a priority;
//     its nature may not, nor the reason 08 (health) of the form.
//   - Demands of equal points stand by seniority; of equal seniority too, they
//     hold the same position. Transfers under a grid of their own are ranked
//     among themselves.
//   - A total may be negative. The cap is applied last.
//
// # What it does not do
//
// It does not say who belongs to a priority public, which is package priority's,
// and compares no demand with a dwelling.
//
// # Compatibility
//
// Codes of rules, names of facts and operators, and JSON fields are a contract: a
// grid written for a version is read by every later one.
package scoring
