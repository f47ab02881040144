// Package pdf writes a plain document, such as an attestation, as a PDF with its
// letters in it: accents show on every printer.
//
// Start with Attestation, or with Write for another document. The text is black on
// white, in one column, and goes on to as many pages as it needs; each bears its
// number.
//
// It is not the accessible form of a document: the page in HTML is.
package pdf
