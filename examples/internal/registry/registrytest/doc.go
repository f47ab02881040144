// Package registrytest is a shared file for the tests of those who use one: a
// registry over a store in memory, on a day that only the test moves.
//
// Start with Open; then File.Day, and File.Act, which fails the test with the
// reasons when an act is not done. Household makes the form of a household,
// another one for each number.
//
// # What it does not do
//
// It signs nobody in, and serves no page: the rooms above have their own.
package registrytest
