// Package matching finds duplicates (doublons) in files of applications: which records are one person,
// and which demands are one demand.
//
// Start with [New], which folds records and indexes their keys; [Set.Clusters], which gives the records
// found to be one person and the pairs left to a clerk; and [Set.Demands], which draws from them the
// demands filed twice. [FromForm] makes records from a form, [Set.Pairs] streams every compared pair,
// and [Comparison.Explain] says in one sentence why two records are brought together or kept apart.
//
// # How it works
//
// Names are folded to upper-case ASCII and compared by exact form, particles, French phonetic key and
// Jaro–Winkler similarity, birth and used names crosswise. Records that share the value of one of some
// fifteen narrow keys (see [Key]) are compared. Each field gives a weight in bits according to how far
// the values agree; the sum, on top of a fixed prior, gives a probability. A missing value weighs
// nothing. Rare names weigh more than common ones, counted in the file itself, smoothed and capped.
// Address, postal code, telephone and mail are shared by households: their sum is discounted and
// capped, and other first names with another birth date are a veto whatever else agrees. Twins,
// parent and child of one name, and two unique numbers have rules of their own.
//
// The outcome is the same whatever the order of the records. Work is bounded: a value shared by more
// than 128 records is split by a second key, and what is still too large is compared by neighbourhood.
// [Set.Report] says for each key what was proposed and what was skipped; nothing is skipped unsaid.
//
// # What it does not do
//
// It never merges anything: a verdict "merge" is a proposal sure enough to be acted on without a
// person, and reversible as long as the caller keeps the records. It does not learn, does not read
// files, does not write to a log. A homonym without further evidence goes to a person.
//
// # Limits
//
//   - The weights are fixed, set from general knowledge of such files, not learned from the file at hand.
//     The probability is an order of magnitude and not a calibrated figure; the prior supposes a file of
//     some tens of thousands of records of which about 15 % are duplicates.
//   - It is made for French forms. Where dates are often missing or wholly wrong, it prefers the review
//     to the merge: recall of automatic merges is then low.
//   - There is no live index for one record at a time yet, and no memory of the decisions of reviewers.
//   - Rarity is counted in the file: adding records moves a weight by a fraction of a bit, so that a pair
//     at the very threshold may change sides.
//   - The table of first-name variants is short, and the phonetic key knows French spelling only.
//   - The key of an address is its folded text without type of street; there is no reference of addresses.
//   - Children in shared custody are not records, and dependants link no demands.
//   - In blocks that are too large two records far apart in order of name meet only through another key.
//   - Positions are 32-bit: a set holds fewer than four thousand million records, about 1 kB each.
//
// # Compatibility
//
// Codes of fields, levels, keys, vetoes and reasons are stable. Weights, thresholds on bits and the
// tables may change with a minor version, and are then named in the changelog, since other pairs may be
// found.
package matching
