// Package columns reads the records of package matching from any file of rows and columns, told by a map
// which column holds what.
//
// Start with [ParseMap], which reads a map written in JSON, or [Default], which expects the headers of the
// files of people this project writes; then [Open] and [Reader.Batches]. [Reader.Account] says afterwards what
// was read: rows read are those accepted and those refused.
//
// # The map
//
//	{"delimiter": "auto", "encoding": "auto", "date_format": "20060102",
//	 "columns": {"record_id": "rec_id", "birth_name": "surname", "address": ["street_number", "address_1"]}}
//
// Every field may be absent or empty: what is missing is missing, and weighs nothing. A list of columns is
// joined with a blank. The delimiter is one sign or "auto"; the encoding "utf-8", "utf-16le", "utf-16be",
// "windows-1252", "mac-roman" or "auto". The date format is that of the Go language, with 2006, 01 (or 1) and
// 02 (or 2) in any order; without one, dates are read as yyyy-mm-dd, yyyymmdd or dd/mm/yyyy. A date that does
// not exist is kept: it is compared digit by digit. The region is read and not compared.
//
// # What it does with bad rows
//
// A row with too many cells, or that repeats the headers, is refused: its cells cannot be told apart. So is
// one too long to be read. They are handed out under their identifier, so that a caller can account for every
// row. All else is accepted, and said: a row too short, a quotation mark never closed, control characters, which
// are taken out, a cell longer than is compared, an identifier that is missing or was given before, which the
// number of the row then tells apart. Notes count, and keep the first places of each; they never hold a cell.
// A header that holds no mapped column is never shown, since it may be a row of somebody's data.
//
// # What it does not do
//
// It opens no file and unpacks nothing. It judges no value: a nonsense name is compared as it is. Identifiers are
// compared by a hash of 64 bits: two different ones taken for one, which chance makes of less than one file in a
// million, would cost a note and a longer name, no record.
//
// # Compatibility
//
// Codes and the names of the fields of the map only grow.
package columns
