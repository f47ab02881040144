// Package national links the shared file with the national registration system
// (système national d'enregistrement, SNE): what changed goes out every day as
// files of the national interface, the answers come back as findings for a desk,
// and what was done on the national portal comes in as proposals.
//
// Start with Link: Run makes the files of a day, Deliver sends those that wait,
// Receive takes in an answer or an act, Reconcile compares the two sides.
// Notices is the list of renewal notices of the day. The simulator, beside, is
// a national system that anybody can start; conformance is a suite of exchanges
// to run against a program of one's own.
//
// # What goes out
//
// The transfer compares each demand that changed with what the national system
// is known to hold, and sends the acts that lead from the one to the other, so
// that an event entered late, a change undone the same day or a refusal of last
// week need no case of their own. Types of files are in the order in which they
// must be applied:
//
//	CRE, CRS  creation, creation after a separation
//	RAD       with an empty motive: a strike-off undone, a demand reactivated
//	MOD, REN  the whole demand, modified or renewed
//	RAD       struck off, with motive, sub-motive, day, and the data of R.441-2-9
//	SUP       erased a year after the strike-off, filed by mistake, absorbed by another
//
// A day is cut in increments of bounded size, numbered without hole, each with a
// manifest of counts. The plan of an increment is written before its files are
// made and the cursor moves after: a crash between the two makes the same bytes
// again, and a day done is not done twice. An unanswered file is sent again as
// it is.
//
// # Nothing is dropped
//
// What cannot be sent yet is in Transfer.Held with its reason, among the findings
// of its desk when somebody has to complete it, and looked at again every day.
// SetAllocation gives what a strike-off for allocation tells and the journal does
// not hold. An anomaly is kept with its code and its label as they came,
// known here or not, until somebody says it is settled; an answer that matches
// nothing is kept too.
//
// # Decisions where no source was read
//
//   - Only the elements listeAnomalie and listeDoublons of an answer are known
//     (V2). That an answer repeats the demands of the file in their order, that an
//     empty list of anomalies accepts, and that it is named ACQ where the file is
//     named DEM, is ours (INF).
//   - A demand created after a separation goes with the seniority it keeps as day
//     of creation.
//   - A demand that does not say whether other communes are accepted goes as not
//     extended: the interface wants an answer, and the box was not ticked.
//   - A demand absorbed by another is deleted on the other side (SUP).
//   - Values changed after a strike-off are not sent until it is undone.
//
// Law: CCH R.441-2-5; arrêtés of 25 Nov 2010 and 23 Mar 2015 §3 to §6 (daily
// transfer, modifications, strike-offs). Confidence: V.
//
// # What it does not do
//
// It decides nothing of a demand: proposals go to the registry. It makes no
// secure channel of its own: Transport is given, with its client certificate.
package national
