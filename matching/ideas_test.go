package matching_test

import (
	"fmt"
	"math/rand"
	"testing"

	"github.com/fichier-unique/rules/matching"
)

// file is records with the person of each.
type file struct {
	records []matching.Record
	truth   map[string]string
}

func (f *file) add(p matching.Record, who string) {
	if f.truth == nil {
		f.truth = make(map[string]string)
	}
	p.ID = fmt.Sprintf("P%06d", len(f.records))
	f.records, f.truth[p.ID] = append(f.records, p), who
}

func day(r *rand.Rand, year int) string {
	return fmt.Sprintf("%d-%02d-%02d", year, 1+r.Intn(12), 2+r.Intn(27))
}

// someone draws a person without contacts; a second filing changes a letter of the name.
func someone(r *rand.Rand) matching.Record {
	return matching.Record{BirthName: surname(r), FirstNames: surname(r), BirthDate: day(r, 1940+r.Intn(60)), BirthPlace: fmt.Sprintf("21%03d", 1+r.Intn(700)),
		Address: fmt.Sprintf("%d rue %s", 1+r.Intn(90), surname(r)), PostalCode: fmt.Sprintf("21%02d0", r.Intn(90))}
}

func (f *file) twice(r *rand.Rand, p matching.Record, who string) {
	f.add(p, who)
	p.BirthName = smudge(r, p.BirthName)
	f.add(p, who)
}

// couples is households of two, who share address, telephone, name and birth place; some are filed twice.
func couples(r *rand.Rand) (f file) {
	for h := range 500 {
		for k, p := range home(h, nil, nil) {
			who := fmt.Sprintf("%d-%d", h, k)
			if h%3 == 0 {
				f.twice(r, p, who)
			} else {
				f.add(p, who)
			}
		}
	}
	return f
}

// namesakes is persons of whom one in four has a namesake of his age elsewhere, and one in four is filed twice.
func namesakes(r *rand.Rand) (f file) {
	for i := range 1200 {
		p, who := someone(r), fmt.Sprint(i)
		switch {
		case i%4 == 0:
			f.twice(r, p, who)
		case i%4 == 1:
			f.add(p, who)
			other := someone(r)
			other.BirthName, other.FirstNames, other.BirthDate = p.BirthName, p.FirstNames, p.BirthDate[:4]+other.BirthDate[4:]
			f.add(other, who+"'")
		default:
			f.add(p, who)
		}
	}
	return f
}

// clans is persons of whom some hundreds are of clans that have a name, a first name and a village each, and years in
// common.
func clans(r *rand.Rand) (f file) {
	for c := range 25 {
		name, first, place := surname(r), surname(r), fmt.Sprintf("39%03d", c)
		for k := range 24 {
			p := someone(r)
			p.BirthName, p.FirstNames, p.BirthPlace = name, first, place
			p.BirthDate = day(r, 1970+k%2)
			f.add(p, fmt.Sprintf("c%d-%d", c, k))
		}
	}
	for i := range 1500 {
		if p, who := someone(r), fmt.Sprint(i); i%4 == 0 {
			f.twice(r, p, who)
		} else {
			f.add(p, who)
		}
	}
	return f
}

func (f *file) measure(s *matching.Set) ratio {
	got := ratio{true: truePairs(f.truth)}
	for _, c := range s.Clusters().Clusters {
		for i, a := range c.Members {
			for _, b := range c.Members[:i] {
				got.count(f.truth[a] == f.truth[b], true)
			}
		}
	}
	return got
}

// TestIdeas: each idea of the model keeps apart in a file of its own what is merged without it, and the other ideas
// do not stand in for it.
func TestIdeas(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(*rand.Rand) file
	}{
		{"relatives", couples}, {"namesakes", namesakes}, {"joint rarity", clans},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := tt.make(rand.New(rand.NewSource(1)))
			if got := f.measure(newSet(t, f.records)); got.precision() < 0.99 || got.recall() < 0.97 {
				t.Errorf("precision %.3f, recall %.3f", got.precision(), got.recall())
			}
			for name, off := range matching.Ideas {
				got := f.measure(matching.Without(off, f.records))
				if needed := name == tt.name; needed != (got.precision() < 0.7) {
					t.Errorf("without %s, precision %.3f, recall %.3f", name, got.precision(), got.recall())
				}
			}
		})
	}
}
