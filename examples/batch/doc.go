// Command batch does the work of the shared file on files: it checks them,
// finds the demands filed several times, numbers them and counts them. Run it
// without a verb to see the whole way on the bundled sample; "help" lists the verbs.
//
// The verbs export and import come with the server, which is not there yet.
package main
