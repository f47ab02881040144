package app_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
)

var update = flag.Bool("update", false, "write what is found as what is expected")

// regression is one file of testdata/regressions: why it is there, how the file
// is written, the file, and what must be said of it.
type regression struct {
	head     string
	settings map[string]string
	file     string
	expected string
}

func readRegression(t *testing.T, path string) regression {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(data), "-- file --\n")
	file, expected, ok2 := strings.Cut(rest, "\n-- expected --\n")
	if !ok || !ok2 {
		t.Fatalf("%s: a part is missing", path)
	}
	r := regression{head, map[string]string{}, file + "\n", expected}
	for line := range strings.Lines(head) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && !strings.HasPrefix(line, "#") {
			r.settings[name] = value
		}
	}
	return r
}

// bytes gives the file as a partner would have sent it.
func (r regression) bytes(t *testing.T) []byte {
	t.Helper()
	text := r.file
	if r.settings["escapes"] == "yes" {
		var out strings.Builder
		for rest := text; rest != ""; {
			if rest[0] != '\\' {
				out.WriteByte(rest[0])
				rest = rest[1:]
				continue
			}
			quoted := rest[:2]
			if rest[1] == 'x' {
				quoted = rest[:4]
			}
			s, err := strconv.Unquote(`"` + quoted + `"`)
			if err != nil {
				t.Fatal(err)
			}
			out.WriteString(s)
			rest = rest[len(quoted):]
		}
		text = out.String()
	}
	ends := map[string]string{"": "\n", "crlf": "\r\n", "cr": "\r", "crcrlf": "\r\r\n"}
	text = strings.ReplaceAll(text, "\n", ends[r.settings["ends"]])
	encodings := map[string]encoding.Encoding{
		"": encoding.Nop, "utf-8-mark": unicode.UTF8BOM, "windows-1252": charmap.Windows1252,
		"utf-16le-mark": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16be-mark": unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
	}
	out, err := encodings[r.settings["encoding"]].NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(out)
}

// said checks a file as the batch program does and writes what it says: the
// account, then a line a finding with its row, cell, code, severity and path.
func said(t *testing.T, path string, in demand.Setting) string {
	t.Helper()
	book, err := app.Rulebook()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := app.NewFindingsWriter(&out, book, language.French)
	o := app.Check([]string{path}, in, w, nil)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	a := o.Accounts[0]
	if a.Read != a.Accepted+a.Refused {
		t.Errorf("%+v", a)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "read %d, accepted %d, refused %d, blank %d\n", a.Read, a.Accepted, a.Refused, a.Blank)
	for _, row := range parsed(t, out.Bytes()) {
		fmt.Fprintln(&b, strings.TrimRight(fmt.Sprintf("%-3s %-4s %s %-11s %s", row["row"], row["cell"], row["code"], row["severity"], row["path"]), " "))
		if row["code"] == "TAB-ENC-01" || row["code"] == "APP-LEC-02" {
			fmt.Fprintln(&b, "    ", strings.ReplaceAll(row["message"], path, "FICHIER"))
		}
	}
	return b.String()
}

// Every fault that imports of this kind have had, elsewhere or here, has its
// file: the whole of what is said of it is expected, row by row and cell by cell.
func TestRegressions(t *testing.T) {
	paths, err := filepath.Glob("testdata/regressions/*.txt")
	if err != nil || len(paths) < 25 {
		t.Fatalf("%d files, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			r := readRegression(t, path)
			in := demand.Setting{AsOf: demand.MustDate("2011-06-30"), Profile: demand.Profile2010}
			if day := r.settings["as-of"]; day != "" {
				in.AsOf = demand.MustDate(day)
			}
			sent := filepath.Join(t.TempDir(), "envoi.csv")
			if err := os.WriteFile(sent, r.bytes(t), 0o644); err != nil {
				t.Fatal(err)
			}
			got := said(t, sent, in)
			if *update {
				if err := os.WriteFile(path, []byte(r.head+"-- file --\n"+strings.TrimSuffix(r.file, "\n")+"\n-- expected --\n"+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(r.expected, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
