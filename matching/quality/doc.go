// Package quality measures a search for duplicates against a truth: how many of the pairs it found are
// right, how many it missed, and whether its probabilities mean what they say.
//
// Start with [NewTruth], filled either with the entity of each record ([Truth.Entity]) or with pairs that
// somebody labelled ([Truth.Label]); then [New], told the cluster of each record ([Evaluation.Assign]), each
// scored pair ([Evaluation.Score]) and each pair left to a person ([Evaluation.Queue]); then
// [Evaluation.Report]. It knows nothing of how duplicates were found, so that any two tools may be compared.
//
// # What is measured
//
//   - Clusters, after closure: pairwise precision, recall and F1, over all pairs of records that share a
//     cluster or an entity; and B-cubed, the mean over the records (Bagga and Baldwin 1998), which large
//     clusters do not dominate.
//   - Scores, before closure: the same at each threshold, over the scored pairs.
//   - Calibration: of the pairs given a probability between two bounds, how many are right.
//   - Review: the queue, as a share of the records, and the recall when a person decides every queued pair
//     as the truth has it.
//
// With nothing found nothing is wrong, and precision is 1; with nothing to find recall is 1. A record whose
// truth is not known is counted and left out of everything else. A record of the truth that was given no
// cluster is counted, and stands alone.
//
// With labelled pairs only these are measured, and B-cubed is not: what nobody labelled is neither right nor
// wrong. Labels are taken as they are and not completed by transitivity.
//
// Time and memory grow with records and scored pairs; pairs are counted, not kept, but for the queue. The
// report does not depend on the order in which things are told.
//
// # What it does not do
//
// It chooses no threshold for the tool it measures, and gives no margin of error: a figure on one file is
// of that file. It does not read files.
//
// # Compatibility
//
// Names of JSON fields only grow; the bounds of the calibration table may change with a minor version.
package quality
