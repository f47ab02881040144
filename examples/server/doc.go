// Command server is a shared file of demands for those who have no system: online
// entry by the applicants, desks of the partners, the manager, the observatory,
// and the interfaces.
//
//	go run ./examples/server            starts on 127.0.0.1:8080, data in ./data
//	go run ./examples/server -demo      with sample partners, accounts and demands
//	go run ./examples/server health     says by its exit code whether the server is ready
//	go run ./examples/server rebuild    makes the lists of demands again from the journal
//	go run ./examples/server load -h    measures the server on this machine
//	go run ./examples/server simulator -h     a national system for tests
//	go run ./examples/server conformance -h   exchanges to try one's own program on
//
// Start with -demo and the address it prints; -h lists the flags, each of which
// may be given by the environment too (FICHIER_ADDR for -addr).
//
// # What it does not do
//
// It ends no TLS: a proxy does, and -origin says how browsers see the server.
package main
