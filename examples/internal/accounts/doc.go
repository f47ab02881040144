// Package accounts says who is asking: the accounts of agents and managers, their
// sessions, the tokens of partners' programs, and the one-time link of an
// applicant.
//
// Start with [New]; wrap the server's handler in [Accounts.Load], then ask [From]
// in any handler who is there. [Accounts.Bootstrap] opens the first account of a
// new server; [Mount] registers the pages of sign-in.
//
//	who := accounts.From(r.Context())
//	if !who.May(access.Consult) { … }
//
// # The ways in
//
//	agent, manager  password (argon2id) then a code (TOTP, or a recovery code)
//	agent, manager  the provider of their organisation (OpenID Connect), then a code
//	                unless the provider says that it asked for a second factor
//	partner         a token of 256 bits in the Authorization header
//	applicant       a link sent to the address of the demand, used once, which opens
//	                that one demand
//
// There is no other way: an account is never made by signing in, nothing is
// answered to a question about one's life, and nobody can read a password.
//
// # Sessions
//
// A session is a record of the store under the digest of its token; the token is
// in a cookie of the browser's session. It ends after [Settings.AgentIdle] without
// use and [Settings.AgentLife] after sign-in (30 minutes, 12 hours), for an
// applicant after 30 minutes and 2 hours. Its token changes at each step of a
// sign-in. The account is read again at each request: what the manager takes away
// is gone at once. A clock that goes back by more than two minutes ends sessions
// rather than lengthen them.
//
// A member may have [Settings.MaxSessions] sessions at once; a further one ends
// the oldest. A session with a provider ends as any other here; ending it at the
// provider does not end it here before its own end.
//
// # Guessing
//
// Every attempt is counted before it is made, by login and address together, by
// address, and by login alone; the count bears a delay that doubles at each
// failure up to a ceiling (see the rules in limit.go), and is forgotten after a
// day. Nobody is locked out for ever; the delay of a login alone stays under half
// a minute, and does not hold at an address where the account has signed in
// before, so that a stranger cannot keep an agent out. A login that does not exist
// is counted, hashed and answered as one that does.
//
// # What it does not do
//
// It decides nothing about demands: the rights given here are those of
// charter/access, and the charter decides. It sends no mail: it writes messages for
// the room mail. It refuses no forged request: http.CrossOriginProtection does,
// before it. It keeps no name: the code of an account stands for the person in the
// manager's own register.
package accounts
