// Package charts draws figures of territories: bars, series, pyramids, flows and
// maps, each with its definition, its table, its geography year and what was
// hidden.
//
// A [Picture] says what is drawn; [Block] writes it into a page, with the table
// that says the same to those who do not see it, and [Scripts] what a page of
// pictures needs. The pictures are drawn by Apache ECharts, in the page, without a
// request to anybody; without JavaScript the tables remain.
//
// A figure that is hidden or not available is never drawn as zero: it is a gap,
// and the table says why.
package charts
