package matching_test

import (
	"errors"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/matching"
)

func newSet(t testing.TB, records []matching.Record) *matching.Set {
	t.Helper()
	s, err := matching.New(records)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var givens = []string{"Claire", "Élodie", "Mohamed", "Fatou", "Jean-Yves", "Marie", "Thibault", "Ousmane", "Nadège", "Inès", "Paul", "Kévin"}

// surname makes up a name of three syllables, at times with a particle or compound.
func surname(r *rand.Rand) string {
	syllables := []string{"Va", "Mon", "Tel", "Ri", "Ber", "Du", "Lau", "Gue", "Sa", "Cor", "Mé", "Phi", "Bou", "Tran", "Ney", "Zi", "Ka", "Rou"}
	var name strings.Builder
	if r.Intn(12) == 0 {
		name.WriteString("De ")
	}
	for range 3 {
		name.WriteString(syllables[r.Intn(len(syllables))])
	}
	if r.Intn(12) == 0 {
		name.WriteString("-" + syllables[r.Intn(len(syllables))] + "ret")
	}
	return name.String()
}

// population draws fictitious persons, and for a third of them a second record with a slip.
func population(r *rand.Rand, n int) []matching.Record {
	out, _ := populationOf(r, n)
	return out
}

// populationOf is population with the truth: the person of each record.
func populationOf(r *rand.Rand, n int) (out []matching.Record, truth map[string]string) {
	truth = make(map[string]string)
	for len(out) < n {
		id := len(out)
		p := matching.Record{
			ID: fmt.Sprintf("R%06d", id), Demand: fmt.Sprintf("D%06d", id), Role: matching.RoleApplicant,
			BirthName: surname(r), FirstNames: givens[r.Intn(len(givens))] + " " + givens[r.Intn(len(givens))],
			BirthDate: fmt.Sprintf("%d-%02d-%02d", 1940+r.Intn(65), 1+r.Intn(12), 1+r.Intn(28)), Sex: []string{"F", "M"}[r.Intn(2)],
			BirthPlace: fmt.Sprintf("21%03d", 1+r.Intn(700)), Address: fmt.Sprintf("%d rue du Faubourg", 1+r.Intn(90)), PostalCode: fmt.Sprintf("21%02d0", r.Intn(90)),
			Phone: fmt.Sprintf("063998%04d", r.Intn(10000)), Email: fmt.Sprintf("p%d@example.org", r.Intn(100000)),
		}
		if r.Intn(4) == 0 {
			p.UsedName = surname(r)
		}
		out = append(out, p)
		truth[p.ID] = p.ID
		if r.Intn(3) > 0 || len(out) == n {
			continue
		}
		q := p
		q.ID, q.Demand = fmt.Sprintf("R%06d", len(out)), fmt.Sprintf("D%06d", len(out))
		switch r.Intn(5) {
		case 0:
			q.BirthName = smudge(r, strings.ToUpper(q.BirthName))
		case 1:
			q.Phone, q.Email = "", ""
		case 2:
			q.BirthDate = q.BirthDate[:8] + "11"
		case 3:
			q.FirstNames = strings.Fields(q.FirstNames)[0]
		case 4:
			q.BirthName, q.UsedName = q.UsedName, ""
		}
		out = append(out, q)
		truth[q.ID] = p.ID
	}
	return out, truth
}

func TestNewRefusesIDs(t *testing.T) {
	for _, records := range [][]matching.Record{
		{{ID: "a", BirthName: "Vasselin"}, {ID: "", BirthName: "Vasselin"}},
		{{ID: "a", BirthName: "Vasselin"}, {ID: "b"}, {ID: "a"}},
	} {
		_, err := matching.New(records)
		if !errors.Is(err, matching.ErrRecordID) {
			t.Errorf("error %v", err)
		}
		if err != nil && strings.Contains(err.Error(), "Vasselin") {
			t.Error("a name is in the error")
		}
	}
	s := newSet(t, nil)
	if r := s.Clusters(); len(r.Clusters) != 0 || len(s.Demands(r).Clusters) != 0 {
		t.Error("clusters from nothing")
	}
}

func TestPairsAreOrderedAndOnce(t *testing.T) {
	s := newSet(t, population(rand.New(rand.NewSource(7)), 3000))
	var last matching.Pair
	n := 0
	for p := range s.Pairs() {
		if p.A >= p.B || p.I >= p.J || s.ID(p.I) != p.A || s.ID(p.J) != p.B {
			t.Fatalf("pair %+v is not in order", p)
		}
		if n > 0 && (p.A < last.A || p.A == last.A && p.B <= last.B) {
			t.Fatalf("pair %+v after %+v", p, last)
		}
		c := s.Score(p.I, p.J)
		if c.Bits != p.Bits || c.Verdict != p.Verdict || c.Probability != p.Probability {
			t.Fatalf("pair %+v scored otherwise: %v", p, c.Bits)
		}
		last = p
		n++
	}
	r := s.Clusters()
	sum := 0
	for _, k := range r.ByKey {
		sum += k
	}
	if n == 0 || r.Compared != n || sum != n {
		t.Errorf("%d pairs, %d compared, %d by key", n, r.Compared, sum)
	}
	for range s.Pairs() {
		break // stopping early is allowed
	}
	if i, ok := s.Index(s.ID(17)); !ok || i != 17 {
		t.Error("index of an ID")
	}
}

// TestOrderDoesNotMatter shuffles the rows and wants the same pairs, clusters, reviews and demands.
func TestOrderDoesNotMatter(t *testing.T) {
	r := rand.New(rand.NewSource(11))
	records := population(r, 2000)
	for range 3 {
		// Families under one key, so that capped blocks are met too.
		records = append(records, family(len(records), 200)...)
	}
	s := newSet(t, records)
	pairs, result := slices.Collect(s.Pairs()), s.Clusters()
	demands := s.Demands(result)
	for range 3 {
		r.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		other := newSet(t, records)
		if !slices.Equal(pairs, slices.Collect(other.Pairs())) {
			t.Fatal("pairs depend on the order")
		}
		got := other.Clusters()
		if d := cmp.Diff(result, got); d != "" {
			t.Fatalf("clusters depend on the order:\n%s", d)
		}
		if d := cmp.Diff(demands, other.Demands(got)); d != "" {
			t.Fatalf("demands depend on the order:\n%s", d)
		}
		if d := cmp.Diff(s.Report(), other.Report()); d != "" {
			t.Fatalf("report depends on the order:\n%s", d)
		}
	}
}

// family is n persons of one name, first name and birth date at one address.
func family(from, n int) []matching.Record {
	out := make([]matching.Record, n)
	for i := range out {
		out[i] = changed(fmt.Sprintf("F%06d", from+i), func(r *matching.Record) { r.Phone = fmt.Sprintf("063998%04d", i) })
	}
	return out
}

func TestClustersArePartition(t *testing.T) {
	s := newSet(t, population(rand.New(rand.NewSource(13)), 3000))
	r := s.Clusters()
	met := make(map[string]bool)
	multiple := 0
	for n, c := range r.Clusters {
		if c.ID != c.Members[0] || !slices.IsSorted(c.Members) {
			t.Fatalf("cluster %s: members %v", c.ID, c.Members)
		}
		if n > 0 && r.Clusters[n-1].ID >= c.ID {
			t.Fatal("clusters are not in order")
		}
		if len(c.Members) > 1 {
			multiple++
		}
		for _, id := range c.Members {
			if met[id] {
				t.Fatalf("record %s is in two clusters", id)
			}
			met[id] = true
			if i, _ := s.Index(id); r.Of[i] != n {
				t.Fatalf("record %s: Of says %d, not %d", id, r.Of[i], n)
			}
		}
	}
	if len(met) != s.Len() || multiple == 0 {
		t.Errorf("%d records of %d in clusters, %d of several", len(met), s.Len(), multiple)
	}
	for _, v := range r.Reviews {
		if r.Of[v.I] == r.Of[v.J] || v.Verdict != matching.VerdictReview {
			t.Fatal("a review inside a cluster")
		}
	}
}

// TestBoundedWork feeds files made to explode and counts the pairs.
func TestBoundedWork(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute or more with the race detector")
	}
	const n = 40_000
	everything := func(i int, r *matching.Record) { r.Phone = fmt.Sprintf("06399%05d", i) }
	tests := []struct {
		name   string
		n      int
		change func(i int, r *matching.Record)
		pairs  int // at most, per record
	}{
		{"copies of one record", 5 * n, func(int, *matching.Record) {}, 1},
		{"copies but for the telephone", n, everything, 2 * matching.WindowSpan},
		{"only a sex", n, func(_ int, r *matching.Record) {
			*r = matching.Record{ID: r.ID, Sex: "F", FirstNames: fmt.Sprint("X", r.ID)}
		}, 1},
		{"half of one name", n, func(i int, r *matching.Record) {
			if i%2 == 0 {
				r.BirthName = fmt.Sprintf("Vasselin%d", i)
			}
			r.UsedName, r.FirstNames = "", givens[i/7%len(givens)]+fmt.Sprint(i%977)
			r.BirthDate = fmt.Sprintf("%d-%02d-%02d", 1940+i%61, 1+i%12, 1+i%28)
			r.BirthPlace, r.Address = fmt.Sprintf("%05d", i%30011), fmt.Sprintf("%d rue %d", i%97, i%1009)
			r.PostalCode, r.Phone, r.Email = fmt.Sprintf("%05d", i%6007), "", ""
		}, 40},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			records := make([]matching.Record, tt.n)
			for i := range records {
				records[i] = changed(fmt.Sprintf("R%06d", i), func(r *matching.Record) { tt.change(i, r) })
			}
			s := newSet(t, records)
			r := s.Clusters()
			if r.Compared > tt.n*tt.pairs {
				t.Errorf("%d pairs of %d records compared, want at most %d", r.Compared, tt.n, tt.n*tt.pairs)
			}
			report := s.Report()
			for _, k := range report.Keys {
				if all := k.Pairs + k.Skipped; k.Capped > 0 && all < k.Largest*(k.Largest-1)/2 {
					t.Errorf("key %v: %d pairs proposed and %d skipped do not make up a block of %d", k.Key, k.Pairs, k.Skipped, k.Largest)
				}
				if k.Windowed > 0 && k.Skipped == 0 {
					t.Errorf("key %v is capped in silence", k.Key)
				}
			}
			if tt.pairs == 1 && tt.change != nil && strings.HasPrefix(tt.name, "copies") {
				if report.CopiesFolded != tt.n-1 || len(r.Clusters) != 1 || len(r.Reviews) != 0 {
					t.Errorf("%d copies folded, %d clusters, %d reviews", report.CopiesFolded, len(r.Clusters), len(r.Reviews))
				}
			}
			for _, c := range r.Clusters {
				if len(c.Members) > matching.MaxCluster && report.CopiesFolded == 0 {
					t.Fatalf("a cluster of %d", len(c.Members))
				}
			}
		})
	}
}

func TestUnreadDatesAreCounted(t *testing.T) {
	s := newSet(t, []matching.Record{{ID: "a", BirthDate: "le 3 mars"}, {ID: "b", BirthDate: "1984-03-09"}, {ID: "c"}})
	if got := s.Report().DatesUnread; got != 1 {
		t.Errorf("%d dates unread, want 1", got)
	}
}

// TestGuards builds chains in which every link is strong and the whole is not one person.
func TestGuards(t *testing.T) {
	number := func(n string) func(*matching.Record) { return func(r *matching.Record) { r.Number = n } }
	tests := []struct {
		name    string
		records []matching.Record
		reason  string
	}{
		{"two numbers through a third record", []matching.Record{
			changed("A", number("021031000000121001")), changed("B", nil), changed("C", number("021031000000221001")),
		}, matching.ReasonClusterNumbers},
		{"two persons of one demand", []matching.Record{
			changed("A", func(r *matching.Record) { r.Demand = "D1" }), changed("B", nil),
			changed("C", func(r *matching.Record) { r.Demand, r.Role = "D1", matching.RoleCoHolder }),
		}, matching.ReasonClusterDemand},
		{"twins through a record that holds both first names", []matching.Record{
			changed("A", func(r *matching.Record) { r.FirstNames = "Claire" }),
			changed("B", func(r *matching.Record) { r.FirstNames = "Claire Manon" }),
			changed("C", func(r *matching.Record) { r.FirstNames = "Manon" }),
		}, matching.ReasonClusterVeto},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSet(t, tt.records)
			r := s.Clusters()
			if len(r.Clusters) != 2 || r.Refused == 0 {
				t.Fatalf("%d clusters, %d refused: %v", len(r.Clusters), r.Refused, r.Clusters)
			}
			if len(r.Reviews) != 1 {
				t.Fatalf("reviews %v", r.Reviews)
			}
			if got := r.Reviews[0].Reason; got != tt.reason {
				t.Errorf("reason %s, want %s", got, tt.reason)
			}
		})
	}
}

func TestClusterSize(t *testing.T) {
	// Among others: a file of nothing else would show that its one name, mail and address mean nothing.
	s := newSet(t, append(population(rand.New(rand.NewSource(31)), 3000), family(0, 2*matching.MaxCluster)...))
	r := s.Clusters()
	largest := 0
	for _, c := range r.Clusters {
		largest = max(largest, len(c.Members))
	}
	sized := slices.ContainsFunc(r.Reviews, func(v matching.Review) bool { return v.Reason == matching.ReasonClusterSize })
	if largest != matching.MaxCluster || r.Refused == 0 || !sized {
		t.Errorf("a cluster of %d, %d refused, left to a person for its size: %v", largest, r.Refused, sized)
	}
}
