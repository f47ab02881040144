// Package commission follows the candidacies of a demand before the allocation
// commission (commission d'attribution, CAL then CALEOL), from the designation to
// the lease, and looks for the demands that may suit a vacant dwelling.
//
// Start with four functions:
//
//   - [Apply] makes one step of a candidacy, or says which rule refuses it;
//     [Round.Apply] does so among the candidacies of one dwelling;
//   - [Hold] makes the minutes of a session on one dwelling;
//   - [Propose] gives, for each demand, every reason to keep it for a vacant
//     dwelling or to leave it: it proposes, it never allocates;
//   - [ProgressOf] makes the applicant's view: where each candidacy stands, what
//     comes next and when, what refusing leads to.
//
// [FromJournal] and [EventOf] are the way from and to the journal of the demand,
// [Transitions] the whole machine as data, [Lease] the data of the strike-off.
//
// # States
//
//	none → designated → examined → allocated | ranked | conditional | not_allocated | inadmissible
//	conditional → allocated, the landlord bound to sign, or not_allocated
//	allocated, ranked in its turn → offered → accepted | refused | silent
//	accepted → leased
//
// withdrawn, cancelled and not_served are practice (INF). Silence past the last
// day to answer is a refusal that nobody has to write down: [Candidacy.At].
//
// # Dates
//
//	decision             from                source
//	allocated, rejected  always              CCH R.441-3
//	ranked               2011-03-01          CCH R.441-3; before 2011 refused, in between to be confirmed
//	conditional          2015-12-31          décret 2015-523; before 2015-05-14 refused, in between to be confirmed
//	lease strikes off    2010-05-02          CCH R.441-2-8; before, the written acceptance did, at the registering service
//	data of the lease    2013-01-01          CCH R.441-2-9; the address stands for the RPLS identifier until 2015-12-31
//	three demands        always              CCH R.441-3; exceptions for DALO (2010), very social dwellings (by 2017-01-21), too few candidates
//	composition          2011 to 2017-01-21  CCH L.441-2, R.441-9; outside, nothing blocks
//
// # Decisions where the law leaves a doubt
//
//   - The ten days to answer run from the day given for the offer: give the day it
//     reached the applicant. The last day belongs to the applicant.
//   - The deadline of a condition refuses nothing by itself: the landlord says
//     whether it was met, and [Deadlines] shows it when it comes.
//   - A refusal without its reason stands, and is to be completed; a rejection
//     without reasons does not.
//   - A DALO offer that does not warn is an offer, but the refusal is then not
//     said to risk the benefit of the decision; with the warning the risk is said,
//     and the prefect's to appraise.
//   - No quorum, no time to notify, no age of the aged, no number of persons per
//     type of dwelling: none was found in the texts read. The caller gives the last
//     two, and they never leave anybody out.
//   - Demands of equal priority and seniority have the same place in a proposal.
//
// # What it does not do
//
// It neither allocates, scores, nor gives labels and priorities: they are facts.
// Who may make which step is the charter's. Appeals are not followed. It stores
// nothing. Reasons of rejection and of refusal are codes of the caller: no list of
// them was found in the texts.
//
// # Compatibility
//
// From v1, states, steps, codes and names of JSON fields are a contract: they
// only grow.
package commission
