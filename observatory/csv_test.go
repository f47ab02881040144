package observatory_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// counting writes demands as a counting file.
func counting(demands []observatory.Demand) []byte {
	var b bytes.Buffer
	b.WriteString(strings.Join(observatory.CountingColumns(), ";") + "\n")
	answer := map[demand.Answer]string{demand.Yes: "yes", demand.No: "no"}
	for i := range demands {
		d := &demands[i]
		var types, quotas []string
		for _, t := range d.Types {
			types = append(types, string(t))
		}
		for _, q := range d.Quotas {
			quotas = append(quotas, string(q))
		}
		deposit, persons, nature := "", "", "household"
		if !d.DepositedOn.IsZero() {
			deposit = d.DepositedOn.String()
		}
		if d.Household > 0 {
			persons = fmt.Sprint(d.Household)
		}
		if d.Association {
			nature = "association"
		}
		fmt.Fprintln(&b, strings.Join([]string{deposit, strings.Join(d.Places, " "), strings.Join(types, " "), persons, string(d.Target), answer[d.Transfer], string(d.Reason),
			string(d.Ceiling), answer[d.Quartile], answer[d.Abnormal], strings.Join(quotas, " "), nature}, ";"))
	}
	return b.Bytes()
}

// A counting file gives the counts of the demands it was written from, however it is cut.
func TestCountingFile(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	plan, _ := observatory.NewPlan(levels())
	want := plan.Accumulator(territory.Today(), demand.Date{}, asOf)
	var demands []observatory.Demand
	for range 500 {
		d := anyone(rng)
		d.Types = nil
		d.Quotas = []demand.Quota{"PPRIOR", "COLACT"}[:rng.IntN(3)]
		if d.Reason == "24" {
			d.Reason = ""
		}
		want.Add(d)
		demands = append(demands, d)
	}
	bytesOf, _ := want.MarshalBinary()
	for parts := range 5 {
		f, ok := observatory.OpenCountingFile(counting(demands))
		if !ok {
			t.Fatal("not a counting file")
		}
		got := plan.Accumulator(territory.Today(), demand.Date{}, asOf)
		for _, p := range f.Split(parts) {
			for d, bad := range p.Demands() {
				if bad != nil {
					t.Fatalf("row %d: %s", bad.Row, bad.Path)
				}
				got.Add(*d)
			}
		}
		if b, _ := got.MarshalBinary(); !bytes.Equal(b, bytesOf) {
			t.Errorf("%d parts: other counts", parts)
		}
	}
}

func TestCountingFileRefuses(t *testing.T) {
	for _, header := range []string{"", "communes,colour\n", "deposited_on,types\n", "communes,communes\n", "Nom;Prenom\n"} {
		if _, ok := observatory.OpenCountingFile([]byte(header)); ok {
			t.Errorf("%q is taken", header)
		}
	}
	data := "\xef\xbb\xbfcommunes,deposited_on,persons,types,target,transfer,reason,ceiling,quotas,nature\r\n" +
		"21231,2011-01-01,2,T2 T3,T2,yes,01,above,PPRIOR,household\r\n" + // row 2
		"21231,2011-02-30,2,T2,T2,yes,01,above,PPRIOR,household\n" +
		"\n" +
		"21231x,2011-01-01,2,T2,T2,yes,01,above,PPRIOR,household\n" + // row 5
		"21231,2011-01-01,x,T2,T2,yes,01,above,PPRIOR,household\n" +
		"21231,2011-01-01,2,T9,T2,yes,01,above,PPRIOR,household\n" +
		"21231,2011-01-01,2,T2,T9,yes,01,above,PPRIOR,household\n" +
		"21231,2011-01-01,2,T2,T2,maybe,01,above,PPRIOR,household\n" +
		"21231,2011-01-01,2,T2,T2,yes,99,above,PPRIOR,household\n" + // row 10
		"21231,2011-01-01,2,T2,T2,yes,01,below,PPRIOR,household\n" +
		"21231,2011-01-01,2,T2,T2,yes,01,above,NOBODY,household\n" +
		"21231,2011-01-01,2,T2,T2,yes,01,above,PPRIOR,city\n" +
		"21231,2011-01-01,2\n" +
		"21231,2011-01-01,2,T2,T2,yes,01,above,PPRIOR,household,\n" + // row 15
		",,,,,,,,,"
	for parts := 1; parts < 4; parts++ {
		f, ok := observatory.OpenCountingFile([]byte(data))
		if !ok {
			t.Fatal("not a counting file")
		}
		good, told := 0, ""
		for _, p := range f.Split(parts) {
			for d, bad := range p.Demands() {
				if bad != nil {
					told += fmt.Sprintf("%d %s, ", bad.Row, bad.Path)
					if bad.Code != "OBS-FIC-01" || d != nil {
						t.Errorf("row %d: %s", bad.Row, bad.Code)
					}
					continue
				}
				good++
			}
		}
		want := "3 deposited_on, 5 communes, 6 persons, 7 types, 8 target, 9 transfer, 10 reason, 11 ceiling, 12 quotas, 13 nature, 14 row, 15 row, "
		if told != want || good != 2 {
			t.Errorf("%d parts: %d good, %s", parts, good, told)
		}
	}
}

func FuzzCountingFile(f *testing.F) {
	f.Add([]byte("communes,deposited_on\n21231,2011-01-01\n"), 2)
	f.Fuzz(func(t *testing.T, data []byte, parts int) {
		file, ok := observatory.OpenCountingFile(data)
		if !ok {
			return
		}
		read := func(parts int) (good, bad int) {
			for _, p := range file.Split(parts) {
				for d := range p.Demands() {
					if d == nil {
						bad++
					} else {
						good++
					}
				}
			}
			return good, bad
		}
		g1, b1 := read(1)
		if g, b := read(min(parts, 50)); g != g1 || b != b1 {
			t.Errorf("%d parts: %d and %d rows, whole: %d and %d", parts, g, b, g1, b1)
		}
	})
}
