package main

import (
	"runtime/debug"
	"testing"
)

func TestFrugal(t *testing.T) {
	was := debug.SetGCPercent(77)
	t.Cleanup(func() { debug.SetGCPercent(was) })
	percent := func() int {
		now := debug.SetGCPercent(77)
		debug.SetGCPercent(now)
		return now
	}
	frugal(func(string) string { return "200" })
	if percent() != 77 {
		t.Errorf("GOGC was set, and became %d", percent())
	}
	frugal(func(string) string { return "" })
	if percent() != garbage {
		t.Errorf("%d, want %d", percent(), garbage)
	}
}
