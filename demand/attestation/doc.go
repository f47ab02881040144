// Package attestation makes the attestation of a demand as a document: every
// mention R.441-2-4 makes compulsory, profile by profile, and what is missing for
// it to be valid.
//
// Start with [Build], then [Document.Missing]; [Document.Text] writes it in
// French, [Deadline] gives the month within which it is due, [Given] says that
// none is given for a mere modification since 2010. [WithUsual] completes what a
// caller knows with what the law says of every demand.
//
//	profile   mentions
//	2000      applicant, service, number, dates (INF: the list was not read)
//	2010      a to h, and the papers of the instruction in annex
//	2015      i: how to follow the demand; renewal also on line
//	2017      how to update it, in h; summary and next steps in annex (V2)
//
// The text speaks to the applicant (vous), in short sentences to be read aloud.
// The summary leaves the reasons of the demand out: an attestation is shown to
// others. Each line is kept on one line, and blank lines fill nothing.
//
// The document holds the applicant's name and address, as the law wants; faults
// never do. Landlords, mediation commission and service are the caller's: see
// [Facts]. It does not print, sign or send.
//
// # Decisions where the law leaves a doubt
//
//   - The end of validity is one year after the deposit or the last renewal, as
//     the text counts. Where the anniversary is the use, give Facts.ValidUntil.
//   - How to update the demand, under h in the text of today, is said with how to
//     follow it, under i.
//   - The date from which the mediation commission can be seized depends on a
//     delay the prefect fixes: it is the caller's.
//
// # Compatibility
//
// Codes, letters and JSON fields are a contract; the French sentences may improve.
package attestation
