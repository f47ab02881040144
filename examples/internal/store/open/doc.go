// Package open opens the store of a server from what its operator says: an
// address of PostgreSQL, or the folder where the SQLite file is.
//
// Start with Store. It makes the folder and the tables at need, and brings an
// older schema forward.
//
// # What it does not do
//
// It makes no PostgreSQL database: the address is that of one that is there.
package open
