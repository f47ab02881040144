// Package sample writes the bundled sample: three partners of Côte-d'Or, some
// three thousand demands between them, and what real files hold: couples,
// separations, homonyms, twins, married names, the same household filed with
// all three, renewals typed as new demands, broken dates, incomes above the
// ceilings, an association. Nobody in it exists: names are drawn at random from
// short lists, telephones and mails are of the ranges kept for fiction.
//
// Start with [Generate]: the same seed gives the same bytes.
//
// A [Population] is another thing: one file of any number of applicants, with the
// truth of who is filed several times, to measure the search for duplicates.
// Couples, brothers and sisters, twins, children of their parent's name and
// namesakes are in it to be told apart; desks mistype in their several ways. It
// is no model of a real stock: shares and chances are chosen, not measured.
package sample
