// Package seal keeps small secrets of the store so that the database alone does not
// give them: sealed by a key drawn, for each use, from the key of the server, which
// is not in the database.
//
// Start with New; Seal and Open of what it gives take as additional data whose secret
// it is, so that a sealed secret moved to somebody else's record does not open.
//
// # What it does not do
//
// It keeps no key and turns none: with another key of the server, what was sealed
// stays closed.
package seal
