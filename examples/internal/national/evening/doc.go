// Package evening is the daily work of a shared file with the national system:
// the link of package national on the acts of package registry.
//
// Start with Evening.Do, once a day: files out, answers and acts in, the list of
// notices. It may be run again after a crash, or twice: nothing is done twice.
// Evening.Reconcile compares the whole file with an extract.
//
// # Acts of the national portal
//
// An act that an applicant did on the national portal is done: it is written as it
// is, under the origin SNE, and what the charter would have said of it is for a
// person to look at afterwards. Each act is given its identifier before it is
// written, so that a crash between the two writes it once.
//
// # What it does not do
//
// It does not decide when the evening comes, and does not treat the findings:
// national.Link.Findings lists them for the desks.
package evening
