// Package pdftest reads what a PDF of the room pdf says, for tests: through the
// fonts and the tables that a reader, a search or a screen reader goes through.
//
// Start with Text.
//
// It reads the documents of this program, not those of others.
package pdftest
