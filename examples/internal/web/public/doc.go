// Package public is the observatory of the file, for everybody: how many demands
// there are, what they ask for, what becomes of them and how long that takes, by
// commune, EPCI and département.
//
// Start with Routes, which registers the pages under /observatoire, and with
// Public.Refresh, the job that counts. What it counts is protected before it goes
// anywhere: pages, files and records hold no raw figure, and a Release is what
// Refresh keeps of a count.
//
// # When a count is made
//
// The stock is counted on the last day of each month, the movements over each civil
// year, once each. A count of every night would tell, by the difference of two
// nights, what one person asks for; so would years that overlap in part. A count
// is made when the day is over, and is not made again: what is entered later with
// an earlier day is in the next one. A year that, beside those published before,
// would let a hidden figure be found again leaves out where its demands come from,
// which joins it to the year before; if that is not enough it is not published. The
// page says so.
//
// # From count to count
//
// Series and comparisons with the year before read what the counts published and
// nothing else: no journal is counted again. What is hidden, not counted, or of other
// limits is a gap that says why, never nought. A count of another geography serves
// for the territories that have the same communes in both.
//
// # The counts of the day
//
// The agents of the partners have a page of their own, Today: the demands whose
// applicants the charter lets them know, as they are now. It is not protected, it is
// not to be published, it is written to the access journal, and a partner that may
// consult figures alone is refused.
//
// # What it does not do
//
// It has no definition of its own: measures, thresholds and protection are those of
// package observatory, tables and pictures those of the verb observe. The outlines of
// territories are not shipped: without those of Config.Outlines, maps are tiles of one
// size, and say so.
package public
