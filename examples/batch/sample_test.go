package main

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSamplePeople(t *testing.T) {
	folder := t.TempDir()
	plain, packed := filepath.Join(folder, "gens.csv"), filepath.Join(folder, "gens.csv.gz")
	for _, name := range []string{plain, packed} {
		if code, _, errs := call("sample", "-people", "500", "-seed", "4", "-profile", "hard", "-out", name); code != 0 {
			t.Fatal(errs)
		}
	}
	file, err := os.Open(packed)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for s := bufio.NewScanner(unpacked); s.Scan(); {
		lines = append(lines, s.Text())
	}
	want, err := os.ReadFile(plain)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(lines, "\n") + "\n"; got != string(want) || len(lines) != 501 {
		t.Errorf("%d lines; packed and plain differ: %v", len(lines), got != string(want))
	}
	for _, c := range []struct{ args, says string }{
		{"sample -people 0 -out x.csv", "donner un nombre de personnes"}, {"sample -people 5", "et un fichier"}, {"sample -profile easy", "-people N"}, {"sample -demands -4", "1 au moins"}, {"sample -demands 0", "1 au moins"},
		{"sample -people 5 -profile rude -out x.csv", "choisir easy"}, {"sample -people 5 -names " + folder + " -out x.csv", "surnames.csv"},
	} {
		if code, _, errs := call(strings.Fields(c.args)...); code != 2 || !strings.Contains(errs, c.says) {
			t.Errorf("%s: exit %d, %s", c.args, code, errs)
		}
	}
}
