package server

import "syscall"

// freeSpace gives the bytes that a program may still write beside a file; false when
// the system does not say.
func freeSpace(path string) (int64, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(path, &s); err != nil {
		return 0, false
	}
	return int64(s.Bavail) * s.Bsize, true
}
