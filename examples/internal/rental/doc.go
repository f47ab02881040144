// Package rental writes what a landlord's rental software takes of the shared
// file: rows of demands with codes and labels, a dictionary and a manifest.
//
// Start with Exporter, which follows the registry's feed for one landlord, or Export,
// on lines already redacted.
//
// # The files
//
//	demandes-000012.csv    a row a demand: the columns of tabular.Rental, which reads
//	                       them back, a column of labels after each column of codes,
//	                       and what the file works out: state, counts, ceilings
//	dictionnaire.csv       each column: what it holds, its codes, how sure its name is
//	codes.csv              each code with its label
//	manifeste-000012.json  increment, cursor, counts and fingerprints
//
// UTF-8, semicolons, ISO dates, decimal points, as tabular.Write. A cell that a
// spreadsheet would take for a formula begins with an apostrophe.
//
// # Increments
//
// A full export comes first, then increments numbered without hole: a row replaces
// the row of the same ID_demande. A demand that was erased, or that the landlord
// may see no longer, has a row with its identifier and its state alone: what was
// kept of it is to be erased too. The receiver refuses files whose counts or
// fingerprints are not those of the manifest.
//
// # What the charter hides
//
// A column is filled only when the class of data it belongs to is open. What is
// worked out of several classes needs them all: a ceiling hidden in part would be
// a false ceiling.
//
// Names of groups come from a published dictionary of a landlord's warehouse (V2);
// those that it does not give are ours (INF).
//
// # What it does not do
//
// It does not know the landlord's customers (Indicateur_rapprochement_demande_client
// is the rental software's), nor the priority districts of an address
// (Indicateur_QPV). It sends nothing.
package rental
