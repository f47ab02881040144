// Package papers lists the supporting documents (pièces justificatives) that
// may be asked for a demand at a step, with the reason for each, those that may
// not, and how long each stands.
//
// Start with [DueFor]; [Infos] describes the papers and what is accepted for
// each, [StayTitles] the documents of regular stay, [RecordBy] the fifteen days a
// service has to record a paper, [Overdue] those that were not.
//
// Nothing but identity and regular stay may be demanded to register, and a paper
// already in the shared file is never asked for twice: the answer says who has it.
//
// # What is sure
//
// The rules of registration, of the shared copy and of the fifteen days were read
// in the law. The list of papers of the instruction (arrêté of 14 June 2010) was
// not found: it is rebuilt from the sections of the form and marked INF; the
// caller's own list may say more, and never less at registration. Only the tax
// notice and the proof of regular stay are due before a commission: the two
// grounds of inadmissibility depend on them.
//
// # Decisions
//
//   - From 2010 to 2015, identity and, for a foreigner outside the European
//     Union, regular stay; from 2015, identity or, for that foreigner, the
//     residence document.
//   - The national list has three categories of nationality. A national of the
//     EEA or of Switzerland, who needs no residence document since 2015, is entered
//     as of the European Union (2): category 3 asks for one (PAP-ENR-03, INF).
//   - A member of the couple who files apart proves the separation, or the
//     violence; partners who are not married nor in a PACS declare it (INF).
//   - Residence documents: the list of 2010 until the profile of 2017, then that
//     of the notice of 2023; those between the two were not read.
//   - Under the profile of 2000 no list is given: the texts read fix none.
//   - A paper stands until its own date; failing that, for the months of its kind
//     after it was handed in (INF), failing that for ever. The identity paper of a
//     French adult is accepted even lapsed, whatever its date.
//   - Before the lease, the papers of the instruction may be asked for again when
//     they no longer stand: the year of the tax notice is that of the signature.
//   - Nationality 3 of the form is "outside the European Union": it does not tell
//     the European Economic Area and Switzerland apart. The sentence says that
//     their nationals need no residence document; the desk sees the paper.
//   - Separation: the cases are those of L.441-1, the proof of each is INF. When
//     the couple is not said, each proof is given as possible, none as due.
//   - An association hands in no paper of a household.
//   - The fifteen days apply from 21 January 2017, date of the version of the code
//     they were read in, under the profiles of 2015 and 2017.
//
// It does not read papers and stores nothing.
//
// # Compatibility
//
// Codes of papers and of rules are a contract.
package papers
