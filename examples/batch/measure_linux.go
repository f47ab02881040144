package main

import (
	"os"
	"syscall"
)

// peakOf is the most memory a program held.
func peakOf(s *os.ProcessState) int64 {
	if s == nil {
		return 0
	}
	if used, ok := s.SysUsage().(*syscall.Rusage); ok {
		return used.Maxrss << 10
	}
	return 0
}
