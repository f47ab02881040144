package linkage_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fichier-unique/rules/matching"
	"github.com/fichier-unique/rules/matching/linkage"
)

// person makes the record of somebody who does not exist: everything follows from the seed.
func person(seed int, id, demand string) matching.Record {
	r := rand.New(rand.NewPCG(uint64(seed), 7))
	syllable := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte("bcdfglmnprstv"[r.IntN(13)])
			b.WriteByte("aeiou"[r.IntN(5)])
		}
		return strings.ToUpper(b.String())
	}
	return matching.Record{
		ID: id, Demand: demand, Role: matching.RoleApplicant, BirthName: syllable(3), FirstNames: syllable(2),
		BirthDate: fmt.Sprintf("19%02d-%02d-%02d", 50+r.IntN(50), 1+r.IntN(12), 1+r.IntN(28)), Sex: "FM"[seed%2 : seed%2+1],
		BirthPlace: fmt.Sprintf("21%03d", r.IntN(700)), Phone: fmt.Sprintf("06399%05d", r.IntN(100000)), PostalCode: "21000",
	}
}

// files makes two files of n records each; the last common of the first are the first of the second.
func files(n, common int) (left, right []matching.Record) {
	for i := range n {
		left = append(left, person(i, fmt.Sprintf("g%04d", i), ""))
		r := person(n-common+i, fmt.Sprintf("d%04d", i), "")
		right = append(right, r)
	}
	return left, right
}

// Two départements have a person in common: two numbers, one person, nothing merged.
func TestFindAcrossDepartements(t *testing.T) {
	left, right := files(300, 40)
	for i := range left {
		left[i].Number = fmt.Sprintf("0211010%06d21001", i+1)
		right[i].Number = fmt.Sprintf("0711010%06d71001", i+1)
	}
	links, err := linkage.Find(left, right)
	if err != nil {
		t.Fatal(err)
	}
	if links.Both != 40 || links.Left != 300 || links.Right != 300 || links.Total() != 560 || len(links.Doubts) > 0 {
		t.Errorf("%d left, %d right, %d both, %d doubts", links.Left, links.Right, links.Both, len(links.Doubts))
	}
	for i, p := range links.Persons {
		want := linkage.Person{Left: []string{fmt.Sprintf("g%04d", 260+i)}, Right: []string{fmt.Sprintf("d%04d", i)}, Probability: p.Probability}
		if diff := cmp.Diff(want, p); diff != "" || p.Probability < 0.99 {
			t.Errorf("%s, probability %v", diff, p.Probability)
		}
	}
}

// The order of the records of either file changes nothing, and a link has no direction.
func TestFindHasNoOrder(t *testing.T) {
	left, right := files(200, 30)
	want, err := linkage.Find(left, right)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	r.Shuffle(len(left), func(i, j int) { left[i], left[j] = left[j], left[i] })
	slices.Reverse(right)
	got, err := linkage.Find(left, right)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	turned, err := linkage.Find(right, left)
	if err != nil || turned.Both != want.Both || turned.Left != want.Right {
		t.Errorf("%v %+v", err, turned)
	}
}

// The same identifier in both files is no link, and a person filed twice in one counts once.
func TestIdentifiersAreThoseOfEachFile(t *testing.T) {
	left := []matching.Record{person(1, "x", ""), person(1, "y", ""), person(2, "z", "")}
	right := []matching.Record{person(3, "x", ""), person(1, "w", "")}
	links, err := linkage.Find(left, right)
	if err != nil {
		t.Fatal(err)
	}
	if len(links.Persons) != 1 || !slices.Equal(links.Persons[0].Left, []string{"x", "y"}) || !slices.Equal(links.Persons[0].Right, []string{"w"}) || links.Total() != 3 {
		t.Errorf("%+v", links)
	}
	for name, file := range map[string][]matching.Record{"without": {{}}, "twice": {person(1, "a", ""), person(2, "a", "")}} {
		if _, err := linkage.Find(file, nil); !errors.Is(err, matching.ErrRecordID) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Demands of tenants are found whether they said so or not, through the applicant or the
// co-holder, never through a child.
func TestReconcile(t *testing.T) {
	role := func(r matching.Record, role matching.Role) matching.Record { r.Role = role; return r }
	demands := []matching.Record{
		person(1, "1a", "D1"), role(person(2, "1b", "D1"), matching.RoleCoHolder),
		person(3, "2a", "D2"),
		person(4, "3a", "D3"), role(person(50, "3c", "D3"), matching.RoleDependant),
		person(5, "4a", "D4"),
		person(6, "5a", "D5"),
	}
	tenants := []matching.Record{
		person(20, "t1", "L1"), role(person(2, "t2", "L1"), matching.RoleCoHolder), // the co-holder of D1
		person(3, "t3", "L2"),
		person(21, "t4", "L3"), role(person(50, "t5", "L3"), matching.RoleDependant), // a child of D3
		person(3, "t6", "L4"), // on two tenancies
		person(30, "t7", "L5"), person(31, "t8", "L6"),
	}
	declared := func(d string) bool { return d == "D1" || d == "D4" }
	got, err := linkage.Reconcile(demands, tenants, declared)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		demand    string
		status    linkage.Status
		tenancies string
	}{{"D1", linkage.Tenant, "L1"}, {"D2", linkage.Tenant, "L2 L4"}, {"D3", linkage.NotTenant, ""}, {"D4", linkage.NotTenant, ""}, {"D5", linkage.NotTenant, ""}}
	for i, w := range want {
		s := got.Standings[i]
		if s.Demand != w.demand || s.Status != w.status || strings.Join(s.Tenancies, " ") != w.tenancies {
			t.Errorf("%+v, want %+v", s, w)
		}
	}
	if diff := cmp.Diff(linkage.Indicator{DeclaredTenant: 1, DeclaredNotFound: 1, UndeclaredTenant: 1, Others: 2}, got.Indicator); diff != "" {
		t.Error(diff)
	}
	if num, den := got.Indicator.Missed(); num != 1 || den != 2 || got.Indicator.Demands() != 5 {
		t.Errorf("%d of %d", num, den)
	}
}

// A name that changed at marriage and nothing else to go by is left to a person.
func TestDoubtsAreLeftToAPerson(t *testing.T) {
	a, b := person(1, "a", "D1"), person(1, "b", "L1")
	b.BirthName, b.Phone, b.BirthPlace, b.PostalCode = "ROCHE", "", "", ""
	var others []matching.Record
	for i := range 300 {
		others = append(others, person(100+i, fmt.Sprintf("o%d", i), ""))
	}
	got, err := linkage.Reconcile(append(others[:150:150], a), append(others[150:], b), func(string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range got.Standings {
		if s.Demand == "D1" && s.Status == linkage.Tenant {
			t.Errorf("%+v", s)
		}
	}
	if n := got.Indicator.UndeclaredDoubtful; n != len(got.Doubts) {
		t.Errorf("%d to review, %d doubts", n, len(got.Doubts))
	}
}

func ExampleFind() {
	links, err := linkage.Find([]matching.Record{person(1, "21-a", ""), person(2, "21-b", "")}, []matching.Record{person(2, "71-a", "")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range links.Persons {
		fmt.Println(p.Left, p.Right)
	}
	fmt.Println(links.Total(), "persons")
	// Output:
	// [21-b] [71-a]
	// 2 persons
}
