// Package retention says what must be erased and when, erases it from a journal,
// and proves it was erased without keeping anything of the person.
//
// Start with [File.Due] for what is due on a day, [File.Purge] to erase it,
// [Sweep] after every union with another copy, [Proof.Verify] to check a proof.
//
//	report := file.Due(settings, day)
//	purged, faults := file.Purge(settings, report.Items, act)
//
// # What is sure
//
//	nominative data of a demand   one year after the strike-off      V
//	landlords' own systems        strike-off or allocation, unless
//	                              needed for the tenancy             V, read in part
//	paper copies with the NIR     not to be kept                     V2
//	uploaded papers               with their demand                  INF
//	unfinished entries            a month: a practice, a setting     INF
//	the access journal            no figure in any text read: a
//	                              setting; without it, no answer     U
//
// One year after the strike-off of 15 November 2011 is erased after 15 November
// 2012: from the 16th. A demand that is not struck off is never due, however old:
// it is listed so that the manager strikes it off. A strike-off or a deposit
// without date is listed too, and erased by nobody.
//
// # What stays, and why
//
// Of a demand erased, the journal keeps one event of kind Delete whose case is
// [Tombstone]: the key of the demand, the day, the agent's code. Everything else
// goes: values, number, receipts, but also the dates and steps, since a series of
// exact days tells one household from another. What statistics need is counted
// first ([Tally]: desk, years, motive), before it goes. The key of a demand must
// mean nothing by itself: it is not the number, nor made from a name.
//
// # An old copy
//
// Union brings back the events that an old copy still has: the tombstone wins.
// [Sweep] removes every event of a demand that has a tombstone, in whatever order
// and grouping copies are joined: sweep after each union, before writing or
// folding. [File.Due] lists what came back (CON-SIG-03). [File.Sweep] spares, for
// as long, what a hold keeps here and another copy erased.
//
// # The proof
//
// A proof says who erased, which class, how many, under which rule, which day,
// and bears a SHA-256 of the list of what was erased: classes, keys of demands,
// services, days. The digest never covers a value: a digest of a name, a date of
// birth or a number is found again by trying them all, and a secret mixed in would
// only move the question to whoever keeps the secret. So nothing in it can lead
// to a person, even for one who tries every key, and anybody who holds the list
// and the journal can verify it, years later.
//
// # Holds
//
// A hold (gel) suspends erasure: reason code, author, from, until. It is listed
// with what it suspends, and ends by its date or by a record that lifts it. It
// reaches the demands joined to the one it names. What is unsound in holds is in
// the notices of [File.Due], and errs on the side of keeping.
//
// It erases no file, index or backup: it says what to erase there.
//
// # Compatibility
//
// Codes, classes, names of JSON fields, the form of the tombstone, the text under
// the digest and the bytes of [Tally] are a contract: a proof stays verifiable.
package retention
