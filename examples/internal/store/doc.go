// Package store keeps the file of a server: the journal of events, which is the
// only truth, what is projected from it, and the little that a server needs
// beside.
//
// Start with sqlite.Open or postgres.Open, which give a Store; Store.Write
// commits an Act, whole or not at all; Store.Of and Store.Since read the
// journal; Dump and Load take everything out and back, byte for byte.
//
// # What is kept
//
//	events    the journal, in the order it was written: a sequence without hole in
//	          meaning, never changed, erased only by Act.Erase
//	demands   one row a demand, projected from its events: Rebuild makes them again
//	numbers   every unique number ever given, unique by the database too
//	papers    uploaded documents
//	records   small documents by kind and key, some with an end: accounts, sessions,
//	          drafts, charters, cursors, jobs
//	access    the journal of who looked at what
//	messages  what is to be sent (mails, calls), with their next attempt
//	answers   what was answered to a request that bears a key, so that the same
//	          request sent again has no second effect
//
// # What it does not do
//
// It knows no rule: it does not validate, decide or fold. The caller projects
// the rows it writes with the events. It has no clock: the caller gives the
// moments.
package store
