package matching_test

import (
	"fmt"
	"testing"

	"github.com/fichier-unique/rules/matching"
)

// TestFirstDay: an index of nobody, or of a handful, has learned nothing. Neighbours of one first name, who share the
// street, the town and at times the place of birth as half of a small town do, are not proposed; somebody who comes
// back is.
func TestFirstDay(t *testing.T) {
	marie := matching.Record{ID: "A", BirthName: "Leroy", FirstNames: "Marie Claire", BirthDate: "1992-07-25", Sex: "F",
		BirthPlace: "21231", Address: "12 rue de la Liberté", PostalCode: "21000", Commune: "21231", Phone: "06 12 34 56 78"}
	with := func(change func(*matching.Record)) matching.Record {
		r := marie
		r.ID = ""
		change(&r)
		return r
	}
	cases := []struct {
		name  string
		other matching.Record
		found bool
	}{
		{"neighbour, two digits of the date away", with(func(r *matching.Record) {
			r.BirthName, r.BirthDate, r.BirthPlace, r.Address, r.Phone = "Martin", "1992-07-13", "", "14 rue de la Liberté", ""
		}), false},
		{"neighbour, born in the same year", with(func(r *matching.Record) {
			r.BirthName, r.BirthDate, r.BirthPlace, r.Address, r.Phone = "Martin", "1992-11-02", "", "14 rue de la Liberté", "06 98 76 54 32"
		}), false},
		{"neighbour, number of the house unknown", with(func(r *matching.Record) {
			r.BirthName, r.BirthDate, r.BirthPlace, r.Address, r.Phone = "Durand", "1985-03-12", "", "rue de la Liberté", ""
		}), false},
		{"neighbour born in the same town", with(func(r *matching.Record) {
			r.BirthName, r.FirstNames, r.BirthDate, r.Address, r.Phone = "Durand", "Marie", "1985-03-12", "14 rue de la Liberté", ""
		}), false},
		{"back under a married name", with(func(r *matching.Record) { r.BirthName = "Martin" }), true},
		{"back with a wrong digit, moved", with(func(r *matching.Record) {
			r.BirthDate, r.Address, r.PostalCode, r.Commune, r.Phone = "1992-07-26", "3 quai Nicolas Rolin", "21200", "21054", ""
		}), true},
		{"back with name, first name and date alone", matching.Record{BirthName: "LEROY", FirstNames: "marie", BirthDate: "1992-07-25"}, true},
	}
	for _, size := range []int{0, 20} {
		x := matching.NewIndex(newSet(t, handful(size)))
		if err := x.Insert(&marie); err != nil {
			t.Fatal(err)
		}
		search := x.Searcher()
		for _, c := range cases {
			t.Run(fmt.Sprintf("%s, among %d", c.name, size), func(t *testing.T) {
				hits := search.Find(&c.other, 5, nil)
				if got := len(hits) == 1 && hits[0].ID == marie.ID; got != c.found || len(hits) > 1 {
					account, _ := search.Score(&c.other, marie.ID)
					t.Errorf("found %t, want %t: %+v", got, c.found, account)
				}
			})
		}
	}
}

// handful is some records of a small town, of different persons.
func handful(n int) []matching.Record {
	records := make([]matching.Record, n)
	for i := range records {
		letter := func(by int) string { return string(rune('a' + i*by%26)) }
		records[i] = matching.Record{ID: fmt.Sprint("H", i), BirthName: "B" + letter(3) + "r" + letter(5) + letter(7) + "t",
			FirstNames: []string{"Paul", "Jeanne", "Luc", "Anne", "Karim"}[i%5], BirthDate: fmt.Sprintf("19%02d-0%d-1%d", 50+i%40, 1+i%9, i%7),
			BirthPlace: "21231", Address: fmt.Sprint(i+1, " rue des Lilas"), PostalCode: "21000", Commune: "21231"}
	}
	return records
}
