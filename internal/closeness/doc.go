// Package closeness tells how close two short texts are, byte by byte: fold them to
// ASCII first, or an accented letter counts twice.
//
// Start with [Winkler] for names and [Slips] for mistakes of typing. Both work on
// sets of positions held in one word of the machine, which suits names and mails: capitals,
// digits and signs, up to 64 bytes. Other texts take a longer way to the same answer. Neither
// allocates.
//
// It does not fold, and knows nothing of names.
package closeness
