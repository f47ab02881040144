// Package disclosure keeps the statistical secret (secret statistique) of
// published tables: it hides what is too small, hides enough of the rest that
// nothing hidden can be worked out, and attacks its own result before letting
// it go.
//
// Start with [Protect], which takes a [Release] and a [Policy]; [Audit] attacks
// tables that somebody else published; [Round] rounds instead of hiding;
// [Differences] finds perimeters whose subtraction isolates a few demands.
// [Grid] makes the cells and the sums of a table whose axes are hierarchies.
//
// # What the reader is taken to know
//
// Every published figure of every table of the release and of the releases
// before it, the sums that tie them, that counts are whole and not negative,
// the policy itself, and what each [Attacker] knows of his own. When zeroes are
// published, he knows too that every hidden count is at least 1.
//
// # What is promised
//
// Each hidden cell comes with an interval. Both its ends are proved by a table
// of whole numbers that would have given the very same publication: the reader
// cannot exclude them. The interval shown is therefore never wider than what
// the reader is left with; it may be narrower, which hides more, never less.
// With the default policy a hidden count can be the threshold or more, and has
// at least as many possible values as the threshold. When that cannot be had,
// [Protect] refuses with a fault that names the cell: nothing leaves unaudited.
//
// Rows of which everything but the total is hidden, and which the same sums hold, may be
// given as a [Group]: it has a few unknowns in the place of all theirs, and each count
// keeps its own proof.
//
// A cell with a lower [Cell.Assured] is hidden under its minimum and kept as far as
// that lower count asks. [Round] leaves a reader every value within a base of each
// figure, additions included; it hides nothing and has no other promise.
//
// # What it does not do
//
// No text gives a threshold for the tables of the file: see [DefaultPolicy] for
// the choice and its reasons. It is not proof against a reader who runs it
// backwards (from what was hidden, guess what would have made it so), nor does
// it hide that all the demands of a place are in one column. The information
// lost is made small by a search, not proved smallest.
//
// # Compatibility
//
// From v1, codes of faults and names of JSON fields are kept.
package disclosure
