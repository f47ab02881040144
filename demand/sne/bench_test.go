package sne_test

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"github.com/fichier-unique/rules/demand/sne"
)

// Figures are for one demand: a household of six, as an extract gives it.
func BenchmarkRead(b *testing.B) {
	data := extract(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := sne.Read(bytes.NewReader(data), sne.Limits{})
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range r.Records() {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	h, recs, err := readAll(extract(b))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(write(b, h, recs))))
	b.ReportAllocs()
	for b.Loop() {
		if err := sne.Write(io.Discard, h, slices.Values(recs)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLost(b *testing.B) {
	_, recs, err := readAll(extract(b))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		sne.Lost(&recs[0].Form)
	}
}

// extract is the outbound fixture with its first demand only.
func extract(b *testing.B) []byte {
	data := fixture(b, "outbound.xml")
	end := []byte("</ns1:demande>\n")
	at := bytes.Index(data, end) + len(end)
	return append(slices.Clone(data[:at]), "</ns1:interfaceNuu>\n"...)
}
