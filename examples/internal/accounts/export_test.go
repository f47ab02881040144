package accounts

import "context"

// Work counts the passwords hashed, for the tests.
func (a *Accounts) Work() int64 { return a.hasher.work.Load() }

// KeptPassword gives what is kept of a password, for the tests.
func (a *Accounts) KeptPassword(agent string) string {
	k, _ := a.load(context.Background(), agent)
	return k.Password
}
