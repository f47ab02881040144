// Package journal holds the events of demands, and the state they give on any
// day: the journal is the truth, the state is worked out.
//
// Start with [New] and [Union] to gather events, [Journal.Fold] for the state of
// a demand on a day, [Journal.Check] for what is wrong in the events, and
// [Decode] and [Journal.WriteTo] for the JSON lines. [State.Stale] lists what a
// renewal should look at again, [State.Leave] makes the form of a member of the
// couple who files apart.
//
//	j, faults := journal.Union(ours, theirs)
//	state := j.Fold("d1", journal.At{Day: day})
//
// # Order and conflicts
//
// The events of a demand are in order of the day of effect, then of the moment
// of entry, then of origin and counter. Two desks that change different values
// both win. When they change the same value, the last in that order stands; when
// both are of the same day, State.Conflicts names the value and the two events,
// and At.Prevails may settle it otherwise.
// State.Source tells which event gave each value.
//
// Journals merge by union: order, repetition and grouping change nothing, so two
// desks cut off for a week come to the same state whichever sends first. The same
// receipt sent again has no second effect. An ID that bears two different events
// is a fault (JOU-EVE-01), and the same one is always kept.
//
// At.KnownBy leaves out what was entered later: the state as it was known that
// day, rather than as it is known today to have been.
//
// # Decisions where the law leaves a doubt
//
//   - An address, a place of birth, an income and every list is one value.
//   - A demand is expired from the day after a year since its deposit or last
//     renewal (literal reading of R.441-2-7), until somebody strikes it off. The
//     tolerances and the deadlines are the charter's.
//   - A renewal received while the demand is struck off does not bring it back by
//     itself: it leaves the task JOU-TAC-03. A reactivation leaves the task of
//     renewing (JOU-TAC-01), unless a renewal of the same day came with it.
//   - A second creation has no effect but a task: it is most often a renewal.
//   - The last number given stands, and a second one is told (JOU-EVE-13): a
//     person says which is right, for the number never changes.
//   - No answer to a letter is a ground for striking off from 2 May 2010
//     (JOU-EVE-15); the four grounds before it have the codes of today.
//   - The sub-motive of inadmissibility is asked for from 2013 (JOU-EVE-06): its
//     interface is of 2012, on a day that was not read.
//   - Merging numbers into a national one (motive f, 2017) is an event Merge, not a
//     strike-off: no code was seen for it.
//   - A strike-off ends no label and no quota.
//   - The list of events of R.441-2-15 was read in part.
//
// It does not say who may do what, which is the charter's, and stores nothing.
//
// # Compatibility
//
// Lines of version 1 stay readable. Fields and kinds that a later version writes
// are kept, handed on and reported, never dropped.
package journal
