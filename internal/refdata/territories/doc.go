// Package territories carries the tables of territories of the library:
// communes, EPCI and départements of France in 2026, the communes of 2010 whose
// code has changed since, municipal districts, and the members of the Grand
// Dijon in time. Start with [Commune] and [Current]. Tables are read once, when
// first asked. It knows no boundaries and no territory below the commune.
package territories

// DataVersion names the state of the tables: the geography of 1 January 2026.
const DataVersion = "2026"

// GeographyYear is the year of the geography, to be written beside each figure.
const GeographyYear = 2026
