// Package archtest holds no code to import: its tests read the sources of the
// repository and fail when the house leans.
//
// Start with TestHouse, which runs every check on the repository; each check is
// a function from a tree of sources to a list of complaints, and has a test of
// its own that shows it both content and complaining. After a wanted change of
// the public interface, run
//
//	go test ./internal/archtest -update
//
// and read the difference of testdata/api before committing it.
//
// The checks are: the ladder of imports, the purity of the library (no file, no
// network, no clock, no chance, no goroutine), the requirements of go.mod,
// documentation of everything exported, fault codes declared once and raised by
// a test, size of files and functions, the golden copy of the interface, and the
// table demand/coverage.csv, in which each verified fact of the law has a rule and
// a test that speaks of it, or a reason.
//
// What it does not do: it reads syntax, not types, so a forbidden call reached
// through a function value or another module escapes it.
package archtest
