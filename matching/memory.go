package matching

// Memory is about how many bytes a set of so many records takes while it is made and compared, the
// reading of the file left out, for values of usual length. A caller who has less refuses before he begins.
func Memory(records int) int64 { return 64<<20 + int64(records)*bytesPerRecord }

// bytesPerRecord was measured on generated files of 100,000 and 1,000,000 applicants, and rounded up.
const bytesPerRecord = 1000
