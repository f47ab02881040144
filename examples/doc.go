// Package examples is a module of its own: programs that use the library, and
// what they share. Start with examples/batch; examples/quickstart is the
// shortest program that goes through every room.
package examples

//go:generate go run ./internal/rulesjson ../rules.json ../form.schema.json ../charter.schema.json
