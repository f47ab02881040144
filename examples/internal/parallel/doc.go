// Package parallel shares tasks among the processors of the machine, for the
// programs that use the library: the library itself starts no goroutine, and takes
// a function that does.
//
// Start with Run; Among says how many tasks are under way at once.
//
// # What it does not do
//
// A task gives no error and cannot be stopped: a task that may fail writes down
// what went wrong, and whoever called reads it when all are done.
package parallel
