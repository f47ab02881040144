// Command batch does the work of the shared file on files: it checks them,
// finds the demands filed several times, numbers them and counts them. Run it
// without a verb to see the whole way on the bundled sample; "help" lists the verbs.
//
// Files come in as CSV, XLSX, JSON lines or national XML, told by their content; the
// verbs export and import take the whole file of a server out and back in.
//
// # What it does not do
//
// It keeps nothing between two runs but what it is told to write: a file that many
// work on at once is the server's (examples/server). It asks the network for nothing.
package main
