// Package sqlite keeps the file of a server in one SQLite database, without C
// and without a server: the store a desk starts with.
//
// Start with Open. The database is in WAL mode and every act is on the disk
// before it is answered (synchronous=FULL); what is erased is overwritten
// (secure_delete), and leaves the journal beside the database when that is next
// emptied: by Scrub, at the latest when the store is closed. One goroutine writes for all, see sqldb; others read
// meanwhile.
//
// # What it does not do
//
// It is not for several machines: two processes of one machine may open the same
// file, but a file on a network drive is not safe. Use postgres there.
package sqlite
