package matching

import (
	"cmp"
	"slices"
)

// Links between two demands, and reasons to have a person look at them.
const (
	// LinkApplicants: the applicants, or the associations, are one.
	LinkApplicants = "applicants"
	// LinkRolesSwapped: the applicant of each is a co-holder of the other: a couple filed twice.
	LinkRolesSwapped = "roles_swapped"
	// LinkCrossRole: the applicant of one is a co-holder of the other, but not the reverse. A couple
	// may have parted or formed: a person decides.
	LinkCrossRole = "cross_role"
	// ReasonAssociation: one association made both demands, which it may do for two dwellings.
	ReasonAssociation = "association"
)

// DemandCluster is the demands (demandes) found to be one. ID is the smallest, Demands are sorted. A
// record without a demand counts as a demand named by its record ID.
type DemandCluster struct {
	ID      string
	Demands []string
}

// DemandReview is two demands left to a person. Reason is [LinkCrossRole], [ReasonClusterNumbers] or
// the reason of the [Review] between persons that links them; I and J are the records that do.
type DemandReview struct {
	A, B   string
	Link   string
	Reason string
	I, J   int
}

// DemandResult is the outcome of [Set.Demands].
type DemandResult struct {
	Clusters []DemandCluster // a partition of the demands, in order of ID
	Reviews  []DemandReview  // in order of A then B
}

// Demands tells which demands are one, from the persons found to be one: two demands are the same
// when their applicants match, or when the applicant of each is a co-holder of the other. Dependants
// link nothing: a child may stand in the demands of both parents, and file one of its own. Demands
// that hold two different unique numbers are never joined but reviewed; so are the demands of one
// association, which may ask for several dwellings.
func (s *Set) Demands(r *Result) *DemandResult {
	d := &demandForest{set: s, result: r}
	d.collect()
	d.linkApplicants()
	d.linkCouples()
	d.linkReviews()
	return d.outcome()
}

// demandInfo is a demand with its holders.
type demandInfo struct {
	name       string
	number     uint32
	applicants []int // rows
	coHolders  []int
}

type demandForest struct {
	set     *Set
	result  *Result
	demands []demandInfo // sorted by name
	parent  []int
	numbers []uint32 // by root
	asked   []demandAsk
}

type demandAsk struct {
	a, b   int // demands
	link   string
	reason string
	i, j   int // rows
}

func (d *demandForest) collect() {
	s := d.set
	type named struct {
		name  string
		alone bool
		row   int
	}
	order := make([]named, s.Len())
	for i := range order {
		order[i] = named{s.demand(i), false, i}
		if s.demand(i) == "" {
			order[i] = named{s.ids[i], true, i}
		}
	}
	// Records that share the name of a demand with a lone record's ID stay apart from it.
	lone := func(n named) int {
		if n.alone {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(order, func(p, q named) int {
		return cmp.Or(cmp.Compare(p.name, q.name), cmp.Compare(lone(p), lone(q)))
	})
	for n, o := range order {
		if n == 0 || o.name != order[n-1].name || o.alone || order[n-1].alone {
			d.demands = append(d.demands, demandInfo{name: o.name})
		}
		d.demands[len(d.demands)-1].add(s, o.row)
	}
	for i := range d.demands {
		d.parent = append(d.parent, i)
		d.numbers = append(d.numbers, d.demands[i].number)
	}
}

func (info *demandInfo) add(s *Set, row int) {
	if info.number == 0 {
		info.number = s.rows[row].uniqNumber
	}
	switch s.roles[row] {
	case RoleDependant:
	case RoleCoHolder:
		info.coHolders = append(info.coHolders, row)
	default:
		info.applicants = append(info.applicants, row)
	}
}

func (d *demandForest) find(i int) int {
	for d.parent[i] != i {
		d.parent[i] = d.parent[d.parent[i]]
		i = d.parent[i]
	}
	return i
}

// join unites two demands, or asks a person when their numbers differ.
func (d *demandForest) join(a, b int, link string, i, j int) {
	p, q := d.find(a), d.find(b)
	if p == q {
		return
	}
	if d.numbers[p] != 0 && d.numbers[q] != 0 && d.numbers[p] != d.numbers[q] {
		d.ask(a, b, link, ReasonClusterNumbers, i, j)
		return
	}
	p, q = min(p, q), max(p, q)
	d.parent[q] = p
	d.numbers[p] = max(d.numbers[p], d.numbers[q])
}

func (d *demandForest) ask(a, b int, link, reason string, i, j int) {
	if a > b {
		a, b, i, j = b, a, j, i
	}
	d.asked = append(d.asked, demandAsk{a, b, link, reason, i, j})
}

// linkApplicants joins demands whose applicants are one person, through the first of them.
func (d *demandForest) linkApplicants() {
	first := make(map[int][2]int) // person → demand, row
	for n := range d.demands {
		for _, row := range d.demands[n].applicants {
			person := d.result.Of[row]
			if f, ok := first[person]; ok && d.set.rows[row].association {
				d.ask(f[0], n, LinkApplicants, ReasonAssociation, f[1], row)
			} else if ok {
				d.join(f[0], n, LinkApplicants, f[1], row)
			} else {
				first[person] = [2]int{n, row}
			}
		}
	}
}

// couple is two persons in their roles.
type couple struct{ applicant, coHolder int }

// eachCouple walks the applicants with their co-holders.
func (d *demandForest) eachCouple(visit func(n, applicant, coHolder int, c couple)) {
	for n := range d.demands {
		for _, a := range d.demands[n].applicants {
			for _, c := range d.demands[n].coHolders {
				visit(n, a, c, couple{d.result.Of[a], d.result.Of[c]})
			}
		}
	}
}

// linkCouples joins demands of one couple with the roles swapped, and asks about the applicant of
// one demand who is a co-holder of another.
func (d *demandForest) linkCouples() {
	couples := make(map[couple][2]int) // first demand of the couple and row of its applicant
	d.eachCouple(func(n, applicant, _ int, c couple) {
		if _, ok := couples[c]; !ok {
			couples[c] = [2]int{n, applicant}
		}
	})
	d.eachCouple(func(n, _, coHolder int, c couple) {
		if f, ok := couples[couple{c.coHolder, c.applicant}]; ok && f[0] != n {
			d.join(f[0], n, LinkRolesSwapped, f[1], coHolder)
		}
	})
	applicants := make(map[int][2]int) // person → first demand and row as applicant
	for n := range d.demands {
		for _, a := range d.demands[n].applicants {
			if _, ok := applicants[d.result.Of[a]]; !ok {
				applicants[d.result.Of[a]] = [2]int{n, a}
			}
		}
	}
	for n := range d.demands {
		for _, c := range d.demands[n].coHolders {
			if f, ok := applicants[d.result.Of[c]]; ok && d.find(f[0]) != d.find(n) {
				d.ask(f[0], n, LinkCrossRole, LinkCrossRole, f[1], c)
			}
		}
	}
}

// linkReviews carries the reviews between persons over to their demands.
func (d *demandForest) linkReviews() {
	of := make([]int, d.set.Len())
	for i := range of {
		of[i] = -1
	}
	roles := make([]bool, d.set.Len()) // co-holders
	for n := range d.demands {
		for _, row := range d.demands[n].applicants {
			of[row] = n
		}
		for _, row := range d.demands[n].coHolders {
			of[row], roles[row] = n, true
		}
	}
	for _, r := range d.result.Reviews {
		a, b := of[r.I], of[r.J]
		if a < 0 || b < 0 || d.find(a) == d.find(b) || roles[r.I] && roles[r.J] {
			continue
		}
		link := LinkApplicants
		if roles[r.I] != roles[r.J] {
			link = LinkCrossRole
		}
		d.ask(a, b, link, r.Reason, r.I, r.J)
	}
}

func (d *demandForest) outcome() *DemandResult {
	out := &DemandResult{}
	place := make(map[int]int)
	for n := range d.demands {
		root := d.find(n)
		at, ok := place[root]
		if !ok {
			at = len(out.Clusters)
			place[root] = at
			out.Clusters = append(out.Clusters, DemandCluster{ID: d.demands[n].name})
		}
		out.Clusters[at].Demands = append(out.Clusters[at].Demands, d.demands[n].name)
	}
	slices.SortStableFunc(d.asked, func(p, q demandAsk) int { return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b)) })
	met := make(map[[2]int]bool)
	for _, q := range d.asked {
		p, r := d.find(q.a), d.find(q.b)
		between := [2]int{min(p, r), max(p, r)}
		if p == r || met[between] {
			continue
		}
		met[between] = true
		out.Reviews = append(out.Reviews, DemandReview{
			A: d.demands[q.a].name, B: d.demands[q.b].name, Link: q.link, Reason: q.reason, I: q.i, J: q.j,
		})
	}
	return out
}
