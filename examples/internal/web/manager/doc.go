// Package manager is the pages of the manager of the file (gestionnaire): the
// lists of the day and what is done with them, erasures and their proofs,
// accounts, tokens, versions of the charter, the national system, the quality of the
// data, the cost, breaches of personal data.
//
// Start with Routes, which registers every page on a router.
//
// # The pages
//
//	/gestion                 what waits today; the tasks of the night
//	/gestion/listes/LIST     a list of the day, and what may be done with all of it
//	/gestion/effacements     what is due, erased with a proof; proofs; holds
//	/gestion/comptes         accounts of the agents, tokens of the programs
//	/gestion/acces           the review of who looked at what
//	/gestion/charte          the charter in force, those to come, and what a new one would change
//	/gestion/national        what the national system said, what an allocation has to tell, and the file beside an extract
//	/gestion/qualite         what the data of each partner are worth
//	/gestion/couts           the key by which partners share the cost, and what each owes
//	/gestion/violations      the log of breaches of personal data, which only grows
//
// # What it does not do
//
// It holds no rule of law: what may be struck off or erased, the registry asks
// of the library. It sends no letter by post: it gives the list to whoever does.
package manager
