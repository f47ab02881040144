// Package browser opens pages in a real Chromium, for tests.
//
// Start gives a Visit to the pages of a server: it follows links, fills in fields,
// presses buttons, and Look says what troubles a page on the width of a desk and of
// a telephone. Open does as much for a file that is read without a network.
//
// Where no Chromium is installed the test is skipped with a sentence, or fails if
// FICHIER_REQUIRE_BROWSER=1. With FICHIER_SCREENSHOTS=DIR each page looked at is left
// there as a picture.
//
// # What it does not do
//
// It is no judge of how a page looks: somebody looks at the pictures.
package browser
