// Package vocabulary tells the names of fields that may be shown in a fault from
// those that may hold a person's: whoever types a name where a field is expected
// does not see it repeated.
//
// It knows nothing of any format: each reader gives the names of its own, with [Of].
package vocabulary
