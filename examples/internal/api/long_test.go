package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// An import whose answers begin to leave before its last lines have come.
func TestImportLong(t *testing.T) {
	s := start(t)
	var body strings.Builder
	const lines = 250
	for n := range lines {
		line := registering(n)
		line["key"] = fmt.Sprint("long-", n)
		text, err := json.Marshal(line)
		if err != nil {
			t.Fatal(err)
		}
		body.Write(text)
		body.WriteByte('\n')
	}
	w := s.call("a", "POST", "/api/v1/imports", body.String())
	if got := bytes.Count(w.body, []byte("\n")); got != lines {
		t.Errorf("%d lines sent, %d answered: %s", lines, got, w.body[max(0, len(w.body)-300):])
	}
}

// An import beyond what is taken says from which line on nothing was read.
func TestImportTooLarge(t *testing.T) {
	s := start(t)
	first := registering(1)
	first["key"] = "first"
	text, err := json.Marshal(first)
	if err != nil {
		t.Fatal(err)
	}
	w := s.call("a", "POST", "/api/v1/imports", string(text)+"\n"+strings.Repeat(" ", 64<<20)+"\n"+string(text)+"\n")
	answers := bytes.Split(bytes.TrimSpace(w.body), []byte("\n"))
	if len(answers) != 2 || !bytes.Contains(answers[0], []byte(`"accepted"`)) || !bytes.Contains(answers[1], []byte(`{"line":2,"status":"refused","message":"L’envoi dépasse 64 mébioctets`)) {
		t.Errorf("%d %s", w.status, w.body)
	}
}
