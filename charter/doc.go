// Package charter answers, from the partners' usage charter taken as data, who
// may do what, and why not. A decision names every rule that spoke, the article
// of each, the facts used, what would change the answer, and the duties that follow.
//
// Start with [Named] or [Load], which give a charter, [FactsOf], and [Decide].
//
// # What this version decides
//
// Two acts: register a demand and give it a number. Law: CCH R.441-2-1 (who
// registers), R.441-2-3 (minimum), R.441-2-7 (the number is kept), L.441-2-1
// (attestation within one month), as of the 2010 profile. For every other act the
// answer is unknown, with the rule that says so.
//
// # What it does not do
//
// No view of a demand field by field, no calendar, no strike-off, no labels, no
// quotas, no scoring, no scenario other than one shared file. The right of a
// reservation holder to register its own public only is a flag of the party.
//
// The address of the applicant is never a fact: no condition of prior residence
// can be opposed (R.441-2-3). Nor is the channel of the demand.
//
// # Compatibility
//
// From v1, a charter written for one version is read by every later one, and
// codes of rules are never given another meaning.
package charter
