package web_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The colours of the pages are those of one sheet, as variables at its head: a room
// that has rules of its own names them.
func TestOnePalette(t *testing.T) {
	sheets, err := filepath.Glob("*/static/*.css")
	if err != nil || len(sheets) == 0 {
		t.Fatal("no sheet of a room", err)
	}
	colour := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(`)
	known := map[string]bool{}
	for _, path := range append([]string{"static/site.css"}, sheets...) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		rules := string(text)
		if path == "static/site.css" {
			head, rest, ok := strings.Cut(rules, "\n}\n")
			if !ok {
				t.Fatal("the sheet of the shell does not begin with its variables")
			}
			for _, name := range regexp.MustCompile(`(--[a-z-]+):`).FindAllStringSubmatch(head, -1) {
				known[name[1]] = true
			}
			rules = rest
		}
		if found := colour.FindString(rules); found != "" {
			t.Errorf("%s: the colour %s has no name: make it a variable of static/site.css", path, found)
		}
		for _, name := range regexp.MustCompile(`var\((--[a-z-]+)`).FindAllStringSubmatch(rules, -1) {
			if !known[name[1]] && !strings.HasPrefix(name[1], "--pico-") {
				t.Errorf("%s: no variable %s in static/site.css", path, name[1])
			}
		}
	}
}
