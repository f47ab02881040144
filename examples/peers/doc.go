// Package peers compares the library with what a program would use instead, on
// the same documents and in the same run: a JSON Schema validator, a validator of
// struct tags, the decoders of the standard library. It is a module of its own,
// so that nobody inherits its requirements:
//
//	cd examples/peers && GOWORK=off go test -run '^$' -bench . -count 5
package peers
