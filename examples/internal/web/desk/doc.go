// Package desk is the pages of those who take demands in and follow them:
// landlords, town halls, State services, reservation holders.
//
// Start with Routes, which registers every page on a router; Desk.Search makes the
// list of likely duplicates of the whole file, for a task of the night.
//
//	d, err := desk.Routes(rt, desk.Config{Registry: reg, Book: book, Who: accounts.Agent})
//
// # The pages
//
//	/guichet                        find a demand; what waits: to verify, to renew, to attest…
//	/guichet/nouvelle               take a demand in; duplicates; the number
//	/guichet/demandes/KEY           what the charter opens of a demand, its dates, what may be done
//	/guichet/demandes/KEY/ACT       an act: what the charter wants to know, then the act
//	/guichet/doublons               pairs that may be one person, decided one by one
//
// # An act
//
// The page of an act asks the charter first. Refused, it says the rule, its
// article, the facts looked at and what would change the answer, and has no
// button. Unknown, it asks for the facts that lack by their name. Every form
// bears the sequence at which the demand was read and a key: what a colleague
// changed meanwhile is shown beside what was typed, and a button pressed twice
// has one effect.
//
// # What it does not do
//
// It holds no rule of law: what may be done, when, and why not, it asks of the
// library through the registry. It signs nobody in: Config.Who says who acts.
package desk
