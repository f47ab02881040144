//go:build !linux

package server

// freeSpace is not known of this system.
func freeSpace(string) (int64, bool) { return 0, false }
