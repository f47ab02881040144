package matching_test

import (
	"fmt"
	"math/rand"
	"testing"

	"github.com/fichier-unique/rules/matching"
)

// TestPlaceholders reads one value of each kind that stands for nothing, beside one that looks like it.
func TestPlaceholders(t *testing.T) {
	none := []matching.Record{
		{BirthName: "Inconnu"}, {BirthName: "NÉANT"}, {BirthName: "sans nom"}, {BirthName: "x"}, {BirthName: "XX"}, {BirthName: "zzzz"},
		{UsedName: "Non communiqué"}, {BirthName: "N.C."}, {FirstNames: "Non renseigné"}, {FirstNames: "SNP"}, {FirstNames: "XXX"},
		{BirthDate: "1900-01-01"}, {BirthDate: "18991230"}, {BirthDate: "0001-01-01"}, {BirthDate: "1111-11-11"}, {BirthDate: "9999-12-31"},
		{BirthDate: "1900"}, {Phone: "06 06 06 06 06"}, {Phone: "0100000000"}, {Phone: "+33 6 12 34 56 78"}, {Phone: "0611111111"},
		{Email: "Inconnu@example.org"}, {Email: "sans.mail@example.org"}, {Email: "no-reply@example.org"}, {Email: "claire@nomail.com"},
	}
	for i, r := range none {
		r.ID = "a"
		p := newSet(t, []matching.Record{r}).Report().Placeholders
		if p.Names+p.FirstNames+p.Dates+p.Phones+p.Mails != 1 {
			t.Errorf("record %d: %+v", i, p)
		}
	}
	some := []matching.Record{
		{BirthName: "Inconnet"}, {BirthName: "Li"}, {FirstNames: "X"}, {FirstNames: "A"}, {FirstNames: "Test Marie"}, {BirthDate: "1900-02-01"},
		{BirthDate: "1970-01-01"}, {BirthDate: "2000-01-01"}, {Phone: "0606060607"}, {Phone: "0639980000"}, {Email: "inconnue.claire@example.org"},
	}
	for i, r := range some {
		r.ID = "a"
		if p := newSet(t, []matching.Record{r}).Report().Placeholders; p != (matching.Placeholders{}) {
			t.Errorf("record %d, a real value: %+v", i, p)
		}
	}
}

// f1Of is the F1 of the pairs of the records whose person is known, and the largest cluster of the others.
func f1Of(t *testing.T, records []matching.Record, truth map[string]string) (f1 float64, largestOther int) {
	t.Helper()
	s := newSet(t, records)
	got := ratio{true: truePairs(truth)}
	for _, c := range s.Clusters().Clusters {
		others := 0
		for i, a := range c.Members {
			if truth[a] == "" {
				others++
				continue
			}
			for _, b := range c.Members[:i] {
				if truth[b] != "" {
					got.count(truth[a] == truth[b], true)
				}
			}
		}
		largestOther = max(largestOther, others)
	}
	return got.f1(), largestOther
}

// TestStandIns spoils one record in ten of a file with what stands for nothing known. The others must be
// found as if it were not there, whether the stand-in is in the table or of the desk's own making.
func TestStandIns(t *testing.T) {
	clean, truth := populationOf(rand.New(rand.NewSource(17)), 3000)
	want, _ := f1Of(t, clean, truth)
	whole := func(i int, name, date string) matching.Record {
		r := clean[i*7%len(clean)]
		r.BirthName, r.UsedName, r.FirstNames, r.BirthDate = name, "", name, date
		return r
	}
	bare := func(name, date string) matching.Record {
		return matching.Record{BirthName: name, FirstNames: name, BirthDate: date}
	}
	tests := []struct {
		name string
		make func(i int) matching.Record
	}{
		{"known, alone", func(int) matching.Record { return bare("INCONNU", "1900-01-01") }},
		{"known, with all the rest", func(i int) matching.Record { return whole(i, "INCONNU", "1900-01-01") }},
		{"unheard of, alone", func(int) matching.Record { return bare("Bidule", "1950-05-05") }},
		{"unheard of, with a sex and a town", func(i int) matching.Record {
			r := bare("Bidule", "1950-05-05")
			r.Sex, r.PostalCode = []string{"F", "M"}[i%2], fmt.Sprintf("21%02d0", i%40)
			return r
		}},
		{"unheard of, with a telephone", func(i int) matching.Record {
			r := bare("Bidule", "1950-05-05")
			r.Phone = fmt.Sprintf("063997%04d", i)
			return r
		}},
		{"one name and date, first names at odds", func(i int) matching.Record {
			r := bare("Bidule", "1950-05-05")
			r.FirstNames = givens[i%len(givens)]
			return r
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			records := append([]matching.Record(nil), clean...)
			for i := range 300 {
				r := tt.make(i)
				r.ID, r.Demand = fmt.Sprintf("Z%06d", i), fmt.Sprintf("Z%06d", i)
				records = append(records, r)
			}
			got, largest := f1Of(t, records, truth)
			t.Logf("F1 %.4f, %.4f without stand-ins; largest cluster of them %d", got, want, largest)
			if got < want-0.005 {
				t.Errorf("F1 %.4f, %.4f without stand-ins", got, want)
			}
			if largest > 12 {
				t.Errorf("a cluster of %d stand-ins", largest)
			}
		})
	}
}

// TestCopiesOfFullRecord: what many fields tell, however often it is filed, is one person.
func TestCopiesOfFullRecord(t *testing.T) {
	clean, truth := populationOf(rand.New(rand.NewSource(19)), 3000)
	records := append([]matching.Record(nil), clean...)
	for i := range 5000 {
		records = append(records, changed(fmt.Sprintf("Z%06d", i), func(*matching.Record) {}))
	}
	want, _ := f1Of(t, clean, truth)
	got, largest := f1Of(t, records, truth)
	if got < want-0.005 || largest != 5000 {
		t.Errorf("F1 %.4f, %.4f without copies; %d of 5000 copies together", got, want, largest)
	}
}

// TestSharedContacts gives all records one telephone and one mail: they say nothing, and persons of one
// name with other birth dates stay apart.
func TestSharedContacts(t *testing.T) {
	for _, names := range []int{1, 20, 81} {
		r := rand.New(rand.NewSource(23))
		var records []matching.Record
		for i := range 2000 {
			records = append(records, matching.Record{
				ID: fmt.Sprintf("R%06d", i), BirthName: "Vasselin" + letters(r.Intn(names)), FirstNames: givens[r.Intn(len(givens))],
				BirthDate: fmt.Sprintf("%d-%02d-%02d", 1940+r.Intn(65), 1+r.Intn(12), 1+r.Intn(28)),
				Phone:     "0639981234", Email: "mairie@example.org",
			})
		}
		s := newSet(t, records)
		if got := s.Report(); got.SharedPhones != 2000 || got.SharedMails != 2000 {
			t.Errorf("%d names: %d shared telephones, %d shared mails", names, got.SharedPhones, got.SharedMails)
		}
		born := make(map[string]string)
		for _, r := range records {
			born[r.ID] = r.BirthDate
		}
		wrong := 0
		for _, c := range s.Clusters().Clusters {
			for _, id := range c.Members[1:] {
				if born[id] != born[c.ID] {
					wrong++
				}
			}
		}
		if wrong > 2 {
			t.Errorf("%d names: %d records with others of another birth date", names, wrong)
		}
	}
}

// letters spells a number in syllables.
func letters(n int) string {
	return []string{"", "bou", "cor", "dul", "fan", "gue", "hem", "jol", "kam"}[n/9] + []string{"", "mac", "net", "pir", "quo", "rin", "sal", "tov", "vig"}[n%9]
}

// TestNamesakesOfFirstJanuary: a thousand persons of one name, born on a 1 January known by its year.
func TestNamesakesOfFirstJanuary(t *testing.T) {
	var records []matching.Record
	for i := range 1000 {
		records = append(records, matching.Record{
			ID: fmt.Sprintf("R%06d", i), BirthName: "Diallo", FirstNames: "Mamadou", BirthDate: fmt.Sprintf("%d-01-01", 1960+i%40),
			Phone: fmt.Sprintf("06%08d", 39980000+i*7919%9999999),
		})
	}
	clean, truth := populationOf(rand.New(rand.NewSource(29)), 3000)
	want, _ := f1Of(t, clean, truth)
	for _, others := range [][]matching.Record{nil, clean} {
		s := newSet(t, append(append([]matching.Record(nil), others...), renamed(records)...))
		if got := s.Report().Crowded; got < 1000 {
			t.Errorf("%d records in crowds", got)
		}
	}
	alone := newSet(t, records).Clusters()
	if len(alone.Clusters) < 990 {
		t.Errorf("alone: %d clusters of 1000 persons", len(alone.Clusters))
	}
	got, largest := f1Of(t, append(append([]matching.Record(nil), clean...), renamed(records)...), truth)
	if got < want-0.005 || largest > 2 {
		t.Errorf("F1 %.4f, %.4f without them; a cluster of %d", got, want, largest)
	}
}

func renamed(records []matching.Record) []matching.Record {
	out := append([]matching.Record(nil), records...)
	for i := range out {
		out[i].ID = "Z" + out[i].ID
	}
	return out
}
