package server

import (
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func list(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "list")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// Every password of a list is found, and none that is not in it, whatever the ends
// of its lines and the size of the list.
func TestBreached(t *testing.T) {
	for _, size := range []int{1, 2, 3, 7, 500} {
		for _, end := range []string{"\n", "\r\n"} {
			for _, count := range []bool{true, false} {
				var lines []string
				for i := range size {
					line := fmt.Sprintf("%X", sha1.Sum(fmt.Append(nil, "stolen ", i)))
					if count {
						line += fmt.Sprint(":", i*i*i)
					}
					lines = append(lines, line)
				}
				slices.Sort(lines)
				for _, last := range []string{"", end} {
					b, err := openBreached(list(t, strings.Join(lines, end)+last))
					if err != nil {
						t.Fatal(err)
					}
					for i := range size {
						if !b.has(fmt.Sprint("stolen ", i)) {
							t.Fatalf("%d lines, %q, %v: one is not found", size, end, count)
						}
						if b.has(fmt.Sprint("mine ", i)) {
							t.Fatalf("%d lines: one that is not there is found", size)
						}
					}
					_ = b.file.Close()
				}
			}
		}
	}
	for name, text := range map[string]string{"empty": "", "passwords": "azerty\nmotdepasse\n", "SHA-256": strings.Repeat("ab", 32) + "\n"} {
		if _, err := openBreached(list(t, text)); err == nil {
			t.Errorf("%s: taken for a list", name)
		}
	}
	if _, err := openBreached(filepath.Join(t.TempDir(), "nowhere")); err == nil {
		t.Error("a list that is not there was taken")
	}
}
