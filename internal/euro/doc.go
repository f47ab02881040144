// Package euro holds what every room must know of an amount in euros: which
// amounts are sound, and how to compare one without harm.
//
// A decimal such as 1e999999999 is a few bytes to read and gigabytes to add: no
// reader of the house lets one in, and the rules compare safely those that a
// program builds by itself. It does not round, and knows no currency.
package euro
