// Package sne reads and writes the XML of the national registration system
// (système national d'enregistrement, SNE): interface InterfaceNuu, versions
// 02.00 and 02.01, in both its profiles, the outbound extract and the file sent
// to create a demand.
//
// Start with three functions:
//
//   - [Read] gives the demands of a file one [Record] at a time, whatever its size;
//   - [Check] says what a profile requires and a record lacks;
//   - [Write] writes a file, and [Lost] says beforehand what it cannot carry.
//
// One table describes the interface: which element, which field of the form,
// which kind of value, how sure the name is. Reading and writing both follow
// it, so that what is read is written back, in the order of the interface.
//
// # Nothing is lost
//
// What has no place in the form, or could not be read, is kept in Record.Extra
// and written back: an unknown element, attribute or text at the end of its
// parent, a value that is not one (31 February, an unknown code) in its place,
// unless the form has received a value since. An absent list and an empty one
// stay different. Comments and processing instructions are not kept; white
// space around a value is not part of it. A date keeps its day only, an amount
// takes a decimal point, an answer is written true or false.
//
// # What is sure
//
// Element names come from a published extract and from a client of the
// interface (confidence V2). Those that neither shows are inferred (INF) from
// the names of the code lists or are ours: legal persons, reasons, disability,
// some details of people and dwellings. Lost lists those a form would use
// (SNE-PER-02): compare them with the official schema before sending.
//
// # Limits
//
// See [Limits]. A demand that is too large or too deep is skipped with a
// finding and the next ones are read; a single tag or text larger than
// Limits.MaxElementBytes stops the reading. A document type or an entity is
// refused unopened: nothing is ever expanded. UTF-8, UTF-16, ISO-8859-1,
// ISO-8859-15 and Windows-1252 are read; parts declared us-ascii are read as
// the UTF-8 they hold. Output is UTF-8.
//
// # What it does not do
//
// It does not speak SOAP, does not sign, does not validate against the official
// schema, which is not redistributed. It checks the shape of values, not their
// sense: demand.Validate does.
//
// # Acts and answers
//
// A strike-off (file type RAD), the anomalies and the duplicates the national
// system answers are read with [Record.StrikeOff], [Record.Anomalies] and
// [Record.Duplicates], and written once set on the record. [Check] asks each type
// of file for what it must hold: of an allocation from 2013 on, the data of
// R.441-2-9, the address standing for the identifier of the dwelling until the end
// of 2015. An empty motive undoes a strike-off. Whether an applicant is recognised
// under DALO is kept and never asked for: it was optional. [ParseFileName] reads the names of the files.
//
// # Social security numbers
//
// An element that holds a social security number is neither kept nor written
// back: SNE-NIR-01 says that it was there.
//
// # Personal data
//
// No finding and no error quotes the file: they give the line, the element, the
// rank of the demand.
//
// # Compatibility
//
// From v1, what one version wrote, every later one reads; codes of faults are
// never given another meaning.
package sne
