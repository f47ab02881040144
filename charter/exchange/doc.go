// Package exchange lets partners' systems share demands, in the three ways a
// charter may set: one shared base (integrated), each its own demands and a common
// pool (pooled), two full systems side by side (twin). One engine: journals meet
// by union, and the charter says whose value prevails, who is told, who sees what.
//
// Start with [Fold] for the state of a demand under the charter's owners,
// [Disputes] for what is to be settled and by whom, [Known] and [News] to send a
// partner what it does not have, [Gather] and [Migrate] to go from one way to another.
//
//	ours, _ := journal.Union(ours, theirs)
//	state := exchange.Fold(c, ours, "d1", journal.At{Day: day})
//	for _, d := range exchange.Disputes(c, &state) {
//		fmt.Println(d.Path, d.To, d.Rule)
//	}
//
// # How systems meet
//
// Nothing is sent twice, nothing is lost: a system says what it knows ([Known], a
// few numbers by origin), another gives the events it lacks, and their union is
// the same whatever the order, the delay or the repetition. Two desks cut off for
// a week come to the same state.
//
// Two services that give a value two contents for the same day are in conflict.
// Where the charter gives the field to one of them, its value stands; otherwise the
// last in the order of the journal. Both are kept, and the owner of the field,
// failing which the manager, is told, until the value is given again on a later
// day. A partner taken over speaks and is told by its successor (Into).
//
// # From one way to another
//
// [Gather] puts the journals of several partners together: the key of each demand
// takes the identifier of its partner, so that two of them never meet by chance.
// [Split] does the reverse from a shared base. Twins hold the same keys and meet by
// union. Demands of the same person are joined by merges, which clerks decide.
// [Migrate] compares the systems before with those after, event by event: every
// number kept, no seniority later, nothing on one side only, whoever absorbed whom;
// what a source had erased is not asked for again. It lists what the new charter
// cannot hold.
//
// # What it does not do
//
// It sends nothing: the caller carries lines of journal by file, mail or network.
// It merges no persons. [Known] goes by the names of events: where two events
// bear one name, which is a fault (JOU-EVE-01), it sees one. [News] tells what a
// partner may see and what was erased; it does not tell one who may no longer see a
// demand, since it wants another commune for instance, to forget it.
//
// # Compatibility
//
// From v1, what is known as one version writes it is read by every later one.
package exchange
