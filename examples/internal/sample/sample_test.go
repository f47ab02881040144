package sample_test

import (
	"bytes"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/sample"
)

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	a, err := sample.Generate(sample.DefaultSeed, sample.DefaultDemands)
	if err != nil {
		t.Fatal(err)
	}
	b, err := sample.Generate(sample.DefaultSeed, sample.DefaultDemands)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for i := range a.Files {
		if !bytes.Equal(a.Files[i].Bytes, b.Files[i].Bytes) {
			t.Errorf("%s differs", a.Files[i].Name)
		}
		rows += a.Files[i].Rows
	}
	if len(a.Files) != 4 || rows < sample.DefaultDemands || rows > sample.DefaultDemands+20 {
		t.Errorf("%d files, %d rows", len(a.Files), rows)
	}
	traits := map[string]int{}
	for _, o := range a.Truth {
		traits[o.Trait]++
	}
	for _, want := range []string{"association", "ten filings", "two partners", "all three", "renewal", "twin", "namesake", "separation", "swapped"} {
		if traits[want] < 2 {
			t.Errorf("%s: %d rows", want, traits[want])
		}
	}
}
