// Package fold is the one folding of text of the library: what two desks typed
// differently and a person reads as the same becomes the same bytes.
//
// Start with [String] for names and [Identifier] for the headers of columns.
// Marks fall, ligatures and special letters are written out, everything is
// upper-cased, apostrophes, hyphens and other punctuation become one blank.
// Latin letters become ASCII; letters of other scripts are kept, upper-cased
// and without marks: no letter is ever lost. Invisible characters (soft hyphen,
// zero-width) are dropped. A byte that is not UTF-8 becomes U+FFFD, which is kept.
//
// It does not transliterate other scripts and does not compare.
package fold
