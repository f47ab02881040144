// Package costkey shares what the file costs among its partners, to the cent, as
// their key (clé de répartition) says.
//
// Start with [Decode] to read a key, [Share] for the part of each partner, [NewUse]
// and [Use.AddJournal] to count what each partner does with the file.
//
//	sharing, faults := costkey.Share(&key, amounts, costkey.Measures{Stock: dwellings, Use: use}, day)
//
// An expense is first split between groups of partners, in percent, then inside
// each group by stock (dwellings), by use (acts of the year, weighted), or by
// fixed weights. Every part says how it was found: share of the group, base,
// measure, days, numerator and denominator, cents added by rounding.
//
// # Decisions, where no text says anything
//
// The keys read (50/50 of the investment, 70/30 of the running costs in Dijon)
// are agreements of partners; no law shares the cost. Which group bears 70 is not
// in what was read: it is the key's to say. The rules below are ours, marked INF.
//
//   - Rounding (CLE-ARR-01): each part is cut to the cent, and the cents that are
//     left go one by one to the largest remainders; on a tie, to the smallest
//     identifier. First between the groups, then inside each group: the group has
//     its exact share, and the parts sum to the amount exactly.
//   - Joining or leaving in the year (CLE-PRO-01): stock and fixed weights count
//     for the days of presence over the days of the year. Use needs no such rule:
//     a partner that was not there did nothing.
//   - Merger or split (CLE-SUC-01): the part of a partner that has gone is owed by
//     those that took over, in the percents of the key, to the cent by the same
//     rounding. The stock and the acts after that day are the successors' own.
//   - A group without any measure (CLE-MES-01) stops the sharing: dividing among
//     all alike would be a decision nobody took.
//   - A partner may be exempt (CLE-EXO-01): access to the demands is a right under
//     R.441-2-6, and a key may wish to charge nothing for it. Its acts are counted
//     and shown.
//
// It keeps no accounts and issues no bill, and knows no tax.
//
// # Compatibility
//
// The names of the fields of a key, the codes, the rounding and the bytes of [Use]
// are a contract: a sharing already billed gives the same cents.
package costkey
