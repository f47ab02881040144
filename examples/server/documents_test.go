package main

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/server"
)

// Every test that SECURITY.md names exists, so that a line cannot outlive what it
// rests on.
func TestSecurityNamesTests(t *testing.T) {
	there := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range declared.FindAllSubmatch(text, -1) {
			there[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w*`).FindAllString(read(t, "SECURITY.md"), -1)
	if len(named) < 100 {
		t.Errorf("SECURITY.md names %d tests only", len(named))
	}
	for _, name := range named {
		if !there[name] {
			t.Errorf("SECURITY.md names %s, which is nowhere", name)
		}
	}
}

// Every flag is in OPERATIONS.md, with the variables that have none, and no other.
func TestOperationsNamesFlags(t *testing.T) {
	var help bytes.Buffer
	variables := map[string]bool{}
	env := func(name string) string { variables[name] = true; return "" }
	if _, err := server.Read([]string{"-h"}, env, &help); err != flag.ErrHelp {
		t.Fatal(err)
	}
	if _, err := server.Read(nil, env, &help); err != nil { // those that have no flag
		t.Fatal(err)
	}
	text := read(t, "OPERATIONS.md")
	flags := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^  -([a-z-]+)`).FindAllStringSubmatch(help.String(), -1) {
		flags[m[1]] = true
		if !strings.Contains(text, "| `-"+m[1]+"` |") {
			t.Errorf("OPERATIONS.md does not explain -%s", m[1])
		}
	}
	for _, m := range regexp.MustCompile("(?m)^\\| `-([a-z-]+)` \\|").FindAllStringSubmatch(text, -1) {
		if !flags[m[1]] {
			t.Errorf("OPERATIONS.md explains -%s, which is no flag", m[1])
		}
	}
	for name := range variables {
		if flags[strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(name, "FICHIER_"), "_", "-"))] {
			continue // its name follows a rule that the text gives
		}
		if !strings.Contains(text, name) {
			t.Errorf("OPERATIONS.md does not name %s", name)
		}
	}
	if len(flags) < 15 {
		t.Errorf("the help lists %d flags only", len(flags))
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
