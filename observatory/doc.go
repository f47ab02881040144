// Package observatory turns demands into counts by territory: commune, EPCI,
// département of the geography of 2026, with the small counts hidden.
//
// Start with [NewAccumulator], its methods Add and Merge, then
// [Accumulator.Tables], [Protect] and [WriteCSV].
//
// # Measures
//
//	stock_first  demands by first-ranked commune; sums to the total
//	stock_any    demands by every wanted territory, each once; does not sum
//	by_type      demands by type asked (several may be); does not sum
//	by_age       demands by months since the first deposit
//	by_size      demands by number of persons
//
// A demand whose first commune is unknown is counted in a row of its own; one
// deposited after the date of the count is counted apart, in no table. A commune
// of an older geography is counted in the commune of 2026 that holds it.
//
// # What it does not do
//
// Protect hides the counts under the threshold and enough others that no hidden
// cell comes out by subtraction inside a table, along its rows, its columns and
// the levels commune, EPCI, département. It does not bound the interval in which
// a hidden cell lies, does not look for the least loss of information, does not
// link different measures nor successive releases, and has no auditor. Do not
// publish tables that only this version protected without a second look.
// There are no flows, delays nor incomes yet, and no history of territories.
//
// # Compatibility
//
// From v1, codes of measures and the binary form of accumulators are kept.
package observatory
