// Package charts draws figures of territories: bars, series, pyramids, flows and
// maps, each with its definition, its table, its geography year and what was
// hidden.
//
// A [Picture] says what is drawn; [Block] writes it into a page, with the table
// that says the same to those who do not see it. Maps, tiles and lines are drawn
// there and then, without a script. Bars, pyramids and flows are drawn by Apache
// ECharts, in the page, without a request to anybody: [Files] and [Data] are what
// such a page needs, and without JavaScript the tables remain.
//
// A figure that is hidden or not available is never drawn as zero: it is a gap, or
// hatched, and the table says why. Shades go from light to dark in one hue, series
// differ by the shape of their points, and every tile holds its figure: colours are
// never alone to tell.
package charts
