// Package suite holds the tests that every kind of store passes.
//
// Start with Run, which a store calls from its own tests with a function that
// opens an empty store. Acts makes acts of the size the server writes, for
// benchmarks and for the tests that kill a program.
//
// It does not hold what one database does alone: the tests of that are beside
// it.
package suite
