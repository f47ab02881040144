// Package acceptance plays, one test each, the ways in which partners share a
// file: one shared base, a pool that receives copies, two systems side by side,
// each under the charter shipped for it, with the rooms of the server and a real
// store behind.
//
// Start with the tests: they are named after what they show. Run them by
//
//	go test -v ./examples/internal/acceptance
//
// Three scenarios are played where their rooms are: a pool emptied into the State's
// system (TestMigration, national), a year of daily transfers (TestYear, national),
// an organisation without any system, with a browser (server).
//
// # What it does not do
//
// It describes no existing system: the scenarios are ours, made to differ.
package acceptance
