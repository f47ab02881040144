// Package app holds the use cases that the example programs share: read the
// files of partners, check them, find the demands filed several times, number
// them, count them, and write what came out.
//
// Start with [OpenInput] to read one file whatever its kind, [Check] for
// findings only, and [Run] for the whole way; [Dedupe] searches a file of people for
// those filed several times, whatever its columns. The rules are all in the library:
// this package only carries data from one room to the next and talks to the
// disk.
package app
