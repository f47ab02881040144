// Package report writes report.html: one page, in French, that opens without a
// network, with pictures and the table under each. Start with [Write].
//
// Pictures are those of package charts; without JavaScript the tables remain. The package
// computes nothing: every figure comes from [Data], and Write refuses data whose
// accounts do not hold.
package report
