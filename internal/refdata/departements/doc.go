// Package departements holds two small tables: the départements of France, and
// the territories which the first three characters of a unique number
// (numéro unique) may name.
//
// Start with [LookupTerritory], [TerritoriesOf] and [Lookup].
//
// It does not hold communes, régions or their history; it does not parse
// numbers; it does not say which département a commune belongs to.
//
// # Limits
//
// The codes of Corsica (02A, 02B) and of the five overseas départements are
// unverified: no published number shows them. They are in the table with the
// confidence "U", so that a caller can tell them from the others. The
// collectivities 975, 977, 978 and 98x are left out.
//
// # Compatibility
//
// Internal to the module. Rows are read from the embedded CSV when first asked,
// and never change afterwards; [DataVersion] moves when a row does.
package departements
