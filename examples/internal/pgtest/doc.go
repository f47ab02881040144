// Package pgtest starts a real PostgreSQL server for a test, private to it: its
// data in a folder of its own, reached by a socket of that folder alone.
//
// Start with Start, then Server.Database for an empty database. The server stops
// at the end of the test, and with the test's program if that dies first.
// Without the programs of PostgreSQL the test is skipped, or fails when
// FICHIER_REQUIRE_POSTGRES=1.
//
// It does not keep anything, and is not how to run a server.
package pgtest
