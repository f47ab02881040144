// Package journal holds the events of demands, and the state they give on any
// day: the journal is the truth, the state is worked out.
//
// Start with [New] and [Union] to gather events, [Journal.Fold] for the state of
// a demand on a day, [Journal.Check] for what is wrong in the events, and
// [Decode] and [Journal.WriteTo] for the JSON lines. [State.Stale] lists what a
// renewal should look at again, [State.Leave] makes the form of a member of the
// couple who files apart, [State.LastLetter] the last warning or notice sent.
//
//	j, faults := journal.Union(ours, theirs)
//	state := j.Fold("d1", journal.At{Day: day})
//
// # Order and conflicts
//
// The events of a demand are in order of the day of effect, then of the moment
// of entry, then of origin and counter. Two desks that change different values
// both win. When they change the same value, the last in that order stands; when
// both are of the same day and differ, State.Conflicts names the value and the two
// events, and At.Prevails may settle it otherwise. A value given again with effect
// on a later day ends the conflict. State.Source tells which event gave each value.
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
//   - A second creation changes neither deposit, nor seniority, nor a number given
//     before; its values are taken, and it leaves a task: it is most often a renewal.
//   - The last number given stands, the other is a former number, and it is told
//     (JOU-EVE-13): a person says which is right, for the number never changes.
//   - What is dated before the deposit cannot end the demand: a deposit is an act of
//     the applicant. A deletion is final: nothing brings the demand back.
//   - A strike-off for lack of renewal while the year runs stands, but leaves the
//     task of undoing it (JOU-TAC-04): two desks cut off from each other may renew
//     and strike off the same day. Struck off again for the same motive, a demand is
//     struck off since the first day; for another motive, the last one stands and
//     JOU-TAC-05 asks which. One restoration undoes both.
//   - Clerks who merge two demands the other way round: the last finding stands, with
//     the earliest seniority found. Longer circles are told (JOU-EVE-17).
//   - A receipt is the same whichever service brings it.
//   - Order within a day is that of the clocks. Where the ranks an origin gave say
//     otherwise, JOU-EVE-16 tells it.
//   - What is learnt of a letter after it left is another event under the same
//     reference. A reactivation settles the warnings before it; a restoration does
//     not, since the strike-off alone was wrong.
//   - No answer to a letter is a ground for striking off from 2 May 2010
//     (JOU-EVE-15); the four grounds before it have the codes of today.
//   - The sub-motive of inadmissibility is asked for from 2013 (JOU-EVE-06): its
//     interface is of 2012, on a day that was not read.
//   - Merging numbers into a national one (motive f, 2017) is an event Merge, not a
//     strike-off: no code was seen for it.
//   - A strike-off ends no label and no quota.
//   - Whoever undoes a strike-off or a merge, or brings a demand back, says why
//     (Event.Reason). A line without a reason stands: the charter asks for it
//     (CHA-ANN-02), and lines of before have none.
//   - The list of events of R.441-2-15 was read in part.
//
// It does not say who may do what, which is the charter's, and stores nothing.
//
// # Compatibility
//
// Lines of version 1 stay readable. Fields and kinds that a later version writes
// are kept, handed on and reported, never dropped. A new kind, or a new field of a
// line, does not change the version: a program built before hands on letters
// without knowing them, and the reason of an undoing likewise. A new field inside a mark, a treatment or a dispatch does
// not pass a program built before, which refuses the line and says so; a change of
// what a field means would be version 2.
package journal
