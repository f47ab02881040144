// Package sqldb is a store in an SQL database: all that SQLite and PostgreSQL
// have in common, which is nearly everything. A Dialect tells the rest.
//
// Start with Open. DB implements store.Store.
//
// # How acts are written
//
// One goroutine writes. It takes every act that waits, runs them in one
// transaction, commits once and then answers them all: the disk is waited for once
// a group. An act refused for what it read, such as a demand that moved, has
// written nothing and lets the others pass. When an act fails after it wrote, the
// transaction is undone and run again, each act under a savepoint to which it goes
// back alone. When the transaction itself breaks (disk full, connection lost),
// each act of the group is tried in a transaction of its own, so that the one at
// fault takes no other down.
//
// # Sequences
//
// They are counted in the table counters, whose rows a transaction locks before
// it reads anything and holds until it has committed. A sequence therefore never
// becomes visible before a smaller one, which a reader of Since relies on: with
// the sequences of the database, two transactions may commit in another order
// than they drew their numbers, and a reader who has seen the second never sees
// the first. The lock also keeps two processes from writing between each other's
// reads: what an act expects is checked under it. A sequence is not used again
// after its event was erased.
//
// # What it does not do
//
// It opens no file and no connection, and holds no migration: the packages sqlite
// and postgres do.
package sqldb
