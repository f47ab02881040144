// Package numbering reads, explains, issues and audits the unique number
// (numéro unique, NUR) that every demand of social housing bears.
//
// Start with [Parse], which reads what people type and names every fault;
// [Issuer.Next], which gives a number from a caller's counter; and [Audit],
// which looks through the numbers of a whole file. [Suggest] proposes readings of
// a mistyped number, [Issuer.ReserveBlock] sets numbers aside for a desk without
// a network, [Aliases] keeps old numbers.
//
// # The number
//
// Eighteen characters in four parts:
//
//	021 1010 000123 21001
//	 │    │    │      └ desk (guichet enregistreur) that created the record: 5, digits or capitals
//	 │    │    └ sequence attached to the applicant: 6 digits
//	 │    └ month and year of first deposit: MMYY
//	 └ territory: 0 and the code of the département, or 111 for Île-de-France
//
//	fact                                                  source                                   confidence
//	the four parts and their order                        arrêté du 7 novembre 2000, art. 1        V
//	lengths 3, 4, 6, 5; desk may hold letters             published numbers                        V2
//	month is that of first deposit, not of issue          R.441-2-3 (2009); arrêté du 7 nov. 2000  V
//	same structure in a shared file as in the State's     arrêtés du 25 novembre 2010, du 23 mars 2015, § 3  V
//	never changes when modified, renewed, filed elsewhere R.441-2-7                                V
//	territory: département where housing is wanted        arrêté du 7 novembre 2000, art. 1        V
//	111 for Île-de-France since March 2011                published numbers                        V2
//	075, 077, 078, 091 to 095 before                      R.441-2-3 (2009)                         INF
//	02A, 02B, 971 to 974, 976                             none found                               U
//	no check digit                                        all positions are used                   INF
//	sequence per territory, not reset, rolls over         published numbers                        INF
//	years 00 to 99 are 2000 to 2099                       first trials in 1999                     INF
//
// One structure serves every profile of the rules: 2000, 2010, 2012, 2015 and
// 2017. The text speaks of a number of the département until 2010, of the
// département or région until 2017, of a national number since; numbers kept
// the same form throughout.
//
// # What it does not do
//
// It keeps nothing: the counter, the numbers given and the old numbers are the
// caller's. It does not decide whether a demand may have a number (package
// charter) and does not date a demand: the number is no rank in a queue, its
// order is not seniority, and the date of deposit is in the record. It never
// corrects a character. It does not know which desks exist; [Number.Against]
// compares with those the caller knows.
//
// # Limits
//
// The running index which completed the number of an association from 2000 to
// 2010 has no known format: such numbers are kept as old ones, in [Aliases].
// Without a [Taken], an [Issuer] gives unique numbers until its counter has gone
// round once. A typing error that leaves a number well formed is seen only by
// comparing it with its record.
//
// A number identifies a household. No error text holds one; [Fault] shows single
// characters, [Finding] and [AliasConflict] hold numbers and are for the manager
// of the file.
//
// # Speed
//
// Measured on an AMD EPYC core, Go 1.26, no allocation on success: [Parse] of the
// normal form 10 ns, of a printed form with blanks 120 ns, [Number.Append] 8 ns.
// [Suggest] takes about 5 µs.
//
// # Compatibility
//
// Exported names, codes NUM-…, JSON field names and the written form of [Block]
// and [Aliases] are a contract. A code is never given another meaning. Rows of
// the table of territories may be added or confirmed, with [DataVersion].
package numbering
