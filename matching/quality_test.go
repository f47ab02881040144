package matching_test

import (
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/fichier-unique/rules/matching"
)

// sharedDir finds the labelled data, which is not part of the repository.
func sharedDir(t testing.TB) string {
	dir := os.Getenv("FICHIER_SHARED")
	if dir == "" {
		here, err := os.Getwd()
		if err != nil {
			t.Fatal(err)
		}
		for {
			if _, err := os.Stat(filepath.Join(here, "go.work")); err == nil {
				break
			}
			if here == filepath.Dir(here) {
				break
			}
			here = filepath.Dir(here)
		}
		dir = filepath.Join(here, "..", "shared")
	}
	dir = filepath.Join(dir, "reference", "data", "matching")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("labelled matching data not found: set FICHIER_SHARED to measure quality; the other tests stand alone")
	}
	return dir
}

func readTable(t testing.TB, path string) []map[string]string {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	r := csv.NewReader(in)
	r.TrimLeadingSpace = true
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := make(map[string]string)
		for i, name := range lines[0] {
			row[strings.TrimSpace(name)] = strings.TrimSpace(line[i])
		}
		rows = append(rows, row)
	}
	return rows
}

type labelled struct {
	records []matching.Record
	truth   map[string]string
}

func synth(t testing.TB) labelled {
	l := labelled{truth: make(map[string]string)}
	for _, r := range readTable(t, filepath.Join(sharedDir(t), "synth20k.csv.gz")) {
		l.truth[r["record_id"]] = r["entity_id"]
		l.records = append(l.records, matching.Record{
			ID: r["record_id"], Role: matching.RoleApplicant, BirthName: r["birth_name"], UsedName: r["used_name"],
			FirstNames: r["first_names"], BirthDate: r["birth_date"], Sex: r["sex"], BirthPlace: r["birth_place_code"],
			BirthCountry: r["birth_country"], Address: r["address"], PostalCode: r["postal_code"], Commune: r["commune_code"],
			Phone: r["phone"], Email: r["email"],
		})
	}
	return l
}

func febrl(t testing.TB, withNumber bool, files ...string) labelled {
	l := labelled{truth: make(map[string]string)}
	for _, file := range files {
		for _, r := range readTable(t, filepath.Join(sharedDir(t), file)) {
			id := r["rec_id"]
			l.truth[id] = strings.Split(id, "-")[1]
			rec := matching.Record{
				ID: id, BirthName: r["surname"], FirstNames: r["given_name"], BirthDate: r["date_of_birth"],
				Address:    strings.Join([]string{r["street_number"], r["address_1"], r["address_2"]}, " "),
				PostalCode: r["postcode"], Commune: r["suburb"],
			}
			if withNumber {
				rec.Identifier = r["soc_sec_id"]
			}
			l.records = append(l.records, rec)
		}
	}
	return l
}

func fake(t testing.TB) labelled {
	l := labelled{truth: make(map[string]string)}
	for _, r := range readTable(t, filepath.Join(sharedDir(t), "fake_1000.csv")) {
		l.truth[r["unique_id"]] = r["cluster"]
		l.records = append(l.records, matching.Record{
			ID: r["unique_id"], BirthName: r["surname"], FirstNames: r["first_name"], BirthDate: r["dob"],
			Commune: r["city"], Email: r["email"],
		})
	}
	return l
}

// ratio is pairwise precision, recall and F1.
type ratio struct{ hit, said, true int }

func (r ratio) precision() float64 { return float64(r.hit) / float64(max(1, r.said)) }
func (r ratio) recall() float64    { return float64(r.hit) / float64(max(1, r.true)) }
func (r ratio) f1() float64        { return 2 * float64(r.hit) / float64(max(1, r.said+r.true)) }

func truePairs(truth map[string]string) int {
	sizes := make(map[string]int)
	n := 0
	for _, entity := range truth {
		n += sizes[entity]
		sizes[entity]++
	}
	return n
}

// TestQuality measures the default model, nothing given but the records, at its one threshold. The
// floors are those that any version must keep, the same for all files of a kind.
func TestQuality(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute or more with the race detector")
	}
	tests := []struct {
		name                        string
		data                        func(t *testing.T) labelled
		f1, precision, recall, keys float64 // of clusters; of keys
	}{
		{"synth20k", func(t *testing.T) labelled { return synth(t) }, 0.985, 0.999, 0.95, 0.995},
		{"febrl1", func(t *testing.T) labelled { return febrl(t, false, "febrl1.csv") }, 0.996, 0.996, 0.99, 0.999},
		{"febrl1 with identifier", func(t *testing.T) labelled { return febrl(t, true, "febrl1.csv") }, 0.998, 0.999, 0.997, 0.999},
		{"febrl2", func(t *testing.T) labelled { return febrl(t, false, "febrl2.csv") }, 0.992, 0.996, 0.98, 0.998},
		{"febrl4", func(t *testing.T) labelled { return febrl(t, false, "febrl4a.csv", "febrl4b.csv") }, 0.996, 0.999, 0.99, 0.998},
		{"febrl4 with identifier", func(t *testing.T) labelled { return febrl(t, true, "febrl4a.csv", "febrl4b.csv") }, 0.9995, 0.999, 0.999, 0.999},
		{"fake_1000", func(t *testing.T) labelled { return fake(t) }, 0.86, 0.95, 0.76, 0.99},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := tt.data(t)
			begin := time.Now()
			s, err := matching.New(l.records)
			if err != nil {
				t.Fatal(err)
			}
			indexed := time.Since(begin)
			n := truePairs(l.truth)
			keys, merge, review := ratio{true: n}, ratio{true: n}, ratio{true: n}
			for p := range s.Pairs() {
				hit := l.truth[p.A] == l.truth[p.B]
				keys.count(hit, true)
				merge.count(hit, p.Verdict == matching.VerdictMerge)
				review.count(hit, p.Verdict != matching.VerdictDistinct)
			}
			begin = time.Now()
			result := s.Clusters()
			clustered := time.Since(begin)
			cluster := ratio{true: n}
			largest := 0
			for _, c := range result.Clusters {
				largest = max(largest, len(c.Members))
				for i, a := range c.Members {
					for _, b := range c.Members[:i] {
						cluster.count(l.truth[a] == l.truth[b], true)
					}
				}
			}
			t.Logf("compared %d, keys recall %.4f; merge P %.4f R %.4f F1 %.4f; with review P %.4f R %.4f; clusters P %.4f R %.4f F1 %.4f, largest %d; reviews %d, refused %d; index %v, clusters %v",
				result.Compared, keys.recall(), merge.precision(), merge.recall(), merge.f1(), review.precision(), review.recall(),
				cluster.precision(), cluster.recall(), cluster.f1(), largest, len(result.Reviews), result.Refused, indexed, clustered)
			if cluster.f1() < tt.f1 || cluster.precision() < tt.precision || cluster.recall() < tt.recall || keys.recall() < tt.keys {
				t.Errorf("quality fell: F1 %.4f, precision %.4f, recall %.4f, keys %.4f", cluster.f1(), cluster.precision(), cluster.recall(), keys.recall())
			}
			if largest > 12 {
				t.Errorf("a cluster of %d records", largest)
			}
		})
	}
}

func (r *ratio) count(hit, said bool) {
	if said {
		r.said++
		if hit {
			r.hit++
		}
	}
}
