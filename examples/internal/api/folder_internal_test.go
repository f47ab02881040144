package api

import (
	"path/filepath"
	"strings"
	"testing"
)

// Whatever a charter calls a partner, its exports stay in one folder of the exports,
// that of no other.
func TestFolderOf(t *testing.T) {
	seen := map[string]string{}
	for _, party := range []string{"bailleur-a", "a/b", "a", "b", "..", ".", "", "../x", "x/../../y", "a%2Fb", "/etc", "A\\B", "é", "a\x00b"} {
		name := folderOf(party)
		if name == "" || name == "." || strings.Trim(name, ".") == "" || !filepath.IsLocal(name) || strings.ContainsAny(name, "/\\\x00") {
			t.Errorf("%q is kept in %q", party, name)
		}
		if other, there := seen[name]; there {
			t.Errorf("%q and %q are kept in %q", party, other, name)
		}
		seen[name] = party
	}
	if folderOf("bailleur-a") != "bailleur-a" {
		t.Error("the folder of a partner moved")
	}
}
