// Package registry is a shared file of demands at work: somebody wants to do an
// act, the library says what it thinks of it, the store keeps what was done.
//
// Start with Open, then Registry.Do for every act of the life of a demand and
// Registry.Show for what somebody may see of one. Registry.Search finds who is
// already there, Registry.Feed what changed, Registry.Agenda the lists of the
// day, Registry.Purge erases what is due with its proof.
//
// # The way of an act
//
//	read the demand, as it stands ─▶ has it moved since the agent saw it? ─▶ StaleError
//	check the form (demand.Validate) ─▶ InvalidError, every fault
//	look for the same persons (matching.Index) ─▶ DuplicatesError, each with its reasons
//	ask the charter (charter.Decide) ─▶ RefusedError: rule, article, remedy, facts that lack
//	write events, number, row, access line and answer, in one transaction
//
// No rule is written here: a rule that seems to be missing belongs to the
// library. What is here is the order of the questions, and the facts that the
// file knows better than the agent does: what the journal holds is never asked,
// and what only a person can have seen (a paper, a letter) is what the agent
// says.
//
// # Two desks, one demand
//
// Who changes a form says at which sequence it was read; when the demand moved
// meanwhile the act is refused with what changed. A request that bears a key has
// one effect, however often it is sent.
//
// # Two demands, one person or two
//
// That two demands are one is an event of the journal, on both: it stops one, it is
// the file's truth, and it can be undone. That they are of two persons is none: it
// changes nothing in either demand, binds no partner but the search for duplicates,
// and would tell whoever may read the history of one that the other exists. It is
// kept for ever with its author and its moment in a log of matching/review, in a
// record of the store (Registry.Decisions); undoing it adds to the log. Each file has
// its own: those who exchange journals decide each for itself.
//
// # What it does not do
//
// It signs nobody in: the caller says who acts. It sends nothing: mails and calls
// are messages of the store, written with the act.
package registry
