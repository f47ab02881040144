// Package postgres keeps the file of a server in a PostgreSQL database (13 or
// later): for a file that several machines serve, or that outgrows one disk.
//
// Start with Open. It needs a database of its own, or a schema that the
// search_path of the address names, and the right to make tables in it. Several
// processes may share it: they write one after the other, see sqldb.
//
// # What it does not do
//
// It does not go through a pooler that shares connections by transaction: it
// keeps prepared statements. What is erased stays in dead rows until vacuum runs,
// and in the archives of the server for as long as its operator keeps them.
package postgres
