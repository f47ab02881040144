// Package pack writes and reads the bytes of what is summed on several machines:
// counts and short texts, one after the other, after a version byte.
//
// Start with [Text] and [Count] to write, [NewReader] to read; [Reader.Whole] says
// whether everything was there and nothing else. A reader never panics and never
// allocates more than what it was given.
package pack
