// Package fault makes the statements of a database fail in tests: the nth one, by
// refusing it, or by cutting the connection before or after it.
//
// Start with Plan, put around the connections of a store with Plan.Wrap; then
// Plan.Arm before what should fail. It is a driver of database/sql around
// another one, and changes nothing else.
package fault
