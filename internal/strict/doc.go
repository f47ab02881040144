// Package strict reads JSON into plain structs and tells everything that is
// wrong at once: unknown fields, fields given twice, values of another kind, each
// with its path and its line. What is sound is read all the same.
package strict
