// Package priority says which priority publics (publics prioritaires, CCH
// L.441-1) a household may belong to, checks the labels that recognise a
// priority, and counts what the reservation quotas and the measures of the law
// demand.
//
// Start with [FactsOf] and [Priorities] for the publics, [LoadSettings] and
// [Check] for a label, [Grounds] and [DALOEffects] for the enforceable right to
// housing (DALO), [CheckReservations] for agreements, [Account] for what was
// charged on each quota, [Accord.Progress] for an accord collectif, and
// [Measure.Of] for the shares of allocations.
//
// # What an answer is worth
//
// A form never makes a priority: a reason or a present dwelling is a hint, a
// fact that was said is a claim, and what is still to be proved is named. Only a
// label given by its issuer recognises one. What was not said is unknown, and
// so is a day whose law was not read: nothing is guessed.
//
// # What the law read says, by date
//
//	2010-05-02 to 2017-01-26  L.441-1 a) to e), read in the text
//	2016-01-02 to 2017-01-20  f) and g) came in on a day that was not read: unknown
//	2017-01-27                the list was rewritten, DALO first; read in part (V2), what was there before is kept by inference
//	to 2017-01-21             quotas by stock or by flow
//	from 2026-11-23           by flow only, defence and security excepted; between the two days the change was not read
//
// # Decisions where the law leaves a doubt
//
//   - A label of the day of the commission is before it. A label dated before
//     and written down after is for a person to look at.
//   - A label holds on the day of its end. A validity in months ends on the same
//     day of the month of arrival.
//   - Who gives a label of an accord collectif is inferred. CLPP has no meaning
//     here: no source gives one, the charter must.
//   - "More than six months" begins the day after six whole months.
//   - The prefect's maximum is reckoned landlord by landlord and département by
//     département, for a prefect has one.
//   - The number of dwellings a percentage gives right to is rounded down.
//   - Transfers and urban-renewal rehousing are out of the base of a flow by the
//     law of the day of each lease; where that law was not read, they are unsure.
//   - A measure whose share could be either side of its floor is unknown.
//
// # What it does not do
//
// It recognises nobody, designates nobody and decides no allocation. It holds no
// register of labels, which is the journal's, and no meeting of a commission. The
// DALO texts read are those of 2010 and 2011.
//
// # Compatibility
//
// Codes of rules, keys of publics, JSON fields and the bytes of an Account or a
// Tally are a contract: what a version wrote, later ones read.
package priority
