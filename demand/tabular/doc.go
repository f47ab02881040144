// Package tabular reads and writes demands as rows and columns, and is the
// doctor of encodings and local habits: it says what it detected in a file and
// every cell it repaired, and never drops a byte.
//
// Start with [Open], which sniffs a CSV file and gives its rows; [Detect], which
// finds the profile of a header row; and [Profile.Bind], which makes the
// [Mapper] that turns a row into a form. [Write] writes forms under a profile, and
// says what it has no column for.
//
// Encodings: UTF-8 with or without mark, UTF-16, Windows-1252, Mac Roman, told
// from the bytes; a row in another encoding than its file is read in its own
// and each of its cells is reported. Separators: semicolon, comma, tab, bar.
// Dates: French or ISO order, never the American one. Amounts: decimal comma or
// point, blanks between thousands, euro sign.
//
// A cell that cannot be read is reported with its place (row and column as a
// spreadsheet names them) and its text goes to [Record.Extra].
//
// # Profiles
//
// [Own] is ours. [Rental] follows what a landlord's rental system stores of the
// shared file: the names of the groups come from a published data dictionary
// (V2); columns marked INF in the profile are plausible names, not seen.
// [Form2003] is for files typed from the common form landlords shared before
// 2010: nothing was read of its columns, all are INF.
//
// # What it does not do
//
// It does not open spreadsheets: their rows come in by [FromCells]. It does not
// judge values: see package demand. It does not guess a date's order from other rows.
//
// # Compatibility
//
// From v1, headers of profiles and fault codes only grow.
package tabular
