package main

import "testing"

// A file that is there, and empty, has its lists made again; a charter that is not
// there is said.
func TestRebuild(t *testing.T) {
	folder := t.TempDir()
	if err := rebuild(t.Context(), []string{"-data", folder}); err != nil {
		t.Error(err)
	}
	if err := rebuild(t.Context(), []string{"-data", folder, "-charter", "nulle-part"}); err == nil {
		t.Error("made again under a charter that is not there")
	}
}
