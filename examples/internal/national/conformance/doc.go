// Package conformance is a suite of exchanges of the national interface that any
// vendor can run against a program of their own, by HTTP or by folder, and a
// report that says which pass.
//
// Start with Exchanges, what is sent and what is expected; Run plays them
// against a Target; Report.JUnit and Report.French write the outcome.
//
// # What is asked of a program
//
// It takes a file named DEM…, and answers a file named ACQ… that holds, for each
// demand in the order of the file, a list of anomalies, empty when the demand is
// taken. What is expected is told by outcome: taken, or refused with at least one
// anomaly. Codes are the program's own; where the library has one for the fault,
// the report says whether the program gave the same. The same file sent again has
// the same outcome and no second effect.
//
// The suite may be run again on the same program: its files and its numbers never
// change. Its demands are of a territory given by the caller, and nobody in
// them exists.
//
// # What it does not do
//
// It is no certificate of the national system's, whose suite is not public. It
// does not sign its report: Report.Digest is what a signature should cover.
package conformance
