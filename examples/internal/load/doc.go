// Package load measures a server: it fills a folder, starts the program on it as
// an operator would, sends what partners and visitors send, and prints figures as
// JSON.
//
// Start with Main, behind "server load":
//
//	go run ./examples/server load -demands 200000 -clients 64 -for 15s
//
// The server is another process on the same machine and shares its processors
// with the senders: the figures are those of both, and tell what of the processors
// each took by request, which a busy machine changes least. It is measured once it
// has done what a start makes it do; that is told apart. Registrations are whole ones:
// a new household each, validated, searched for among those already there,
// decided, numbered, and on the disk before the answer.
//
// # What it does not do
//
// It judges nothing: the targets are the reader's. It fills the folder through
// the store rather than through the interface, which would take minutes.
package load
