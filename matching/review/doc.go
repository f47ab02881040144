// Package review keeps what persons decided about records that look alike, and says which pair is worth
// looking at next.
//
// Start with [Read], which reads a log of decisions; [Log.Decide], which adds one; [Log.State], which folds the
// log; and [Queue], which orders the pairs left to decide. [State.Constraints] is what a search for duplicates
// must obey.
//
// # The log
//
// Decisions are kept for ever, one JSON object a line: two records are the same person, or they are distinct,
// or what was decided of them is undone. An entry names the entries it replaces, those its author saw. Nothing is
// taken out of a log; two logs merge by union, in any order and as often as one likes, and give the same state.
// A decision is in force while no entry replaces it. When two desks decided apart from each other and differ,
// both are in force: that is a conflict, shown until somebody decides again, and the records are kept apart
// meanwhile. So is a chain that brings together two records said to be distinct.
//
// The log holds identifiers of records and of clerks, and instants: no name, no date, no reason in free words.
// Identifiers must not be personal data themselves.
//
// # The queue
//
// What a decision is worth is the doubt about it, in bits, times the pairs of records it settles: the size of one
// cluster times that of the other. A pair that the search itself held back, because it contradicts something,
// counts as a full doubt however sure it looks. Pairs of the same clusters or of one household stand together,
// since whoever looks at one has the others in mind; groups come in order of their best pair.
//
// # What it does not do
//
// It decides nothing, and reads no clock: the caller says who and when. It does not check that a clerk may decide:
// see package charter.
//
// # Compatibility
//
// Lines of version 1 stay readable for ever. Codes only grow. The measure of worth may change with a minor version.
package review
