// Package rules gathers the rules of the shared file of social-housing demands
// (fichier partagé de la demande de logement social), for any program that
// embeds them. The rules themselves live one floor down, each in its room:
//
//   - [github.com/fichier-unique/rules/demand]: the common form, its code lists
//     and its rules; demand/tabular and demand/sne read and write files;
//   - [github.com/fichier-unique/rules/numbering]: the unique number;
//   - [github.com/fichier-unique/rules/charter]: who may do what, and why not;
//   - [github.com/fichier-unique/rules/matching]: the same person filed twice;
//   - [github.com/fichier-unique/rules/observatory]: figures by territory.
//
// Start with [All], which lists every rule of every room as data: code,
// sentence in French and English, article of law, confidence.
//
// The library computes and the caller stores: it never opens a file, reads a
// clock, draws a random number or writes a log. It does not decide allocations.
//
// # Compatibility
//
// From v1, public identifiers, fault codes, JSON field names and the form of
// numbers are kept: what v1 wrote, every later v1 reads.
package rules
