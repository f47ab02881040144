package app

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/matching/columns"
)

func TestMemorySet(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int64
		said string
	}{
		{"2GB", 2e9, "2,0\u00a0Go"}, {"2 Go", 2e9, "2,0\u00a0Go"}, {"1,5G", 15e8, "1,5\u00a0Go"}, {"1.5g", 15e8, "1,5\u00a0Go"},
		{"800MB", 8e8, "800,0\u00a0Mo"}, {"800 mo", 8e8, "800,0\u00a0Mo"}, {"64000000", 64e6, "64,0\u00a0Mo"}, {"500k", 5e5, "0,5\u00a0Mo"},
	} {
		var m Memory
		if err := m.Set(tt.text); err != nil || int64(m) != tt.want || m.String() != tt.said {
			t.Errorf("%s: %d, %s, %v", tt.text, m, m.String(), err)
		}
	}
	for _, text := range []string{"", "GB", "deux Go", "-2GB", "0", "2GG", "NaN", "Inf", "1e30G"} {
		var m Memory
		if err := m.Set(text); err == nil {
			t.Errorf("%q is read as %d", text, m)
		}
	}
}

// machineWith writes what a system tells of its memory.
func machineWith(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestAvailableUnder(t *testing.T) {
	const meminfo, group, old = "proc/meminfo", "sys/fs/cgroup/", "sys/fs/cgroup/memory/"
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  int64
		known bool
	}{
		{"nothing told", nil, 0, false},
		{"a machine", map[string]string{meminfo: "MemTotal:  1000 kB\nMemAvailable:    700 kB\n"}, 700 << 10, true},
		{"an older one", map[string]string{meminfo: "MemTotal:  1000 kB\nMemFree:    700 kB\n"}, 0, false},
		{"a group without limit", map[string]string{meminfo: "MemAvailable: 700 kB\n", group + "memory.max": "max\n", group + "memory.current": "5000\n"}, 700 << 10, true},
		{"a group", map[string]string{meminfo: "MemAvailable: 700 kB\n", group + "memory.max": "9000\n", group + "memory.current": "5000\n"}, 4000, true},
		{"files of a group", map[string]string{group + "memory.max": "9000\n", group + "memory.current": "5000\n", group + "memory.stat": "anon 7\ninactive_file 3000\n"}, 7000, true},
		{"an old group", map[string]string{meminfo: "MemAvailable: 700 kB\n", old + "memory.limit_in_bytes": "9000\n", old + "memory.usage_in_bytes": "9500\n"}, 0, true},
		{"nonsense", map[string]string{meminfo: "MemAvailable: much\n", group + "memory.max": "\n"}, 0, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, known := availableUnder(machineWith(t, tt.files)); got != tt.want || known != tt.known {
				t.Errorf("%d %v", got, known)
			}
		})
	}
}

func peopleTable(rows int) []byte {
	var b bytes.Buffer
	b.WriteString("record_id,birth_name,first_names,birth_date\n")
	for i := range rows {
		fmt.Fprintf(&b, "R%06d,NOM%d,Prénom,19%02d-01-02\n", i, i%977, i%90)
	}
	return b.Bytes()
}

func TestAboutRows(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, data []byte) string {
		name = filepath.Join(folder, name)
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	pack := func(data []byte) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write(data)
		_ = w.Close()
		return b.Bytes()
	}
	large := peopleTable(60_000)
	for name, tt := range map[string]struct {
		data []byte
		want int
	}{
		"few.csv": {peopleTable(10), 11}, "many.csv": {large, 60_001}, "many.csv.gz": {pack(large), 60_001},
		"lines.jsonl": {bytes.Repeat([]byte("{\"deposited_on\":\"2020-01-01\"}\n"), 500), 500},
		"empty.csv":   {nil, 0}, "bomb.gz": {append(pack(nil), 0xff, 0xff, 0xff, 0xff), 0}, "cut.gz": {pack(large)[:3], 0},
	} {
		got := aboutRows(write(name, tt.data))
		if got < tt.want-tt.want/20 || got > tt.want+tt.want/20 {
			t.Errorf("%s: about %d rows, %d are there", name, got, tt.want)
		}
	}
	if aboutRows(filepath.Join(folder, "absent")) != 0 {
		t.Error("rows of an absent file")
	}
}

// TestDedupeKeepsToItsMemory: a file that would not fit is refused before it is read, and one that turns out larger
// than it looked is given up.
func TestDedupeKeepsToItsMemory(t *testing.T) {
	folder := t.TempDir()
	in, out := filepath.Join(folder, "in.csv"), filepath.Join(folder, "out.csv")
	if err := os.WriteFile(in, peopleTable(30_000), 0o600); err != nil {
		t.Fatal(err)
	}
	var stages []string
	d := Dedupe{In: in, Out: out, Columns: columns.Default(), Memory: 70e6, Stage: func(s string) { stages = append(stages, s) }}
	_, err := d.Run(noProgress{})
	if err == nil || len(stages) != 1 || !strings.Contains(stages[0], "70,0\u00a0Mo disponibles") || !strings.Contains(err.Error(), "-memory 1GB") {
		t.Errorf("%v after %q", err, stages)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("something is written")
	}
	if err := (budget{70e6, true}).hold(in, 30_000); err == nil || !strings.Contains(err.Error(), "découper") {
		t.Error(err)
	}
	if err := (budget{}).hold(in, 1<<40); err != nil {
		t.Errorf("refused where nobody knows the memory: %v", err)
	}
	d.Memory = 2e9
	if _, err := d.Run(noProgress{}); err != nil {
		t.Error(err)
	}
}

type noProgress struct{}

func (noProgress) Rows(string, int) {}
