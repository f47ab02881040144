package scoring

import "github.com/fichier-unique/rules/demand"

// Codes of the lines that are not criteria: they stand last, so that the points
// of all the lines add up to the total.
const (
	RefusalLine = "refusal"
	CapLine     = "cap"
)

// Points is a total and its bounds: what it could be once everything that is
// unknown is said.
type Points struct {
	Total int `json:"total"`
	Low   int `json:"low"`  // at least
	High  int `json:"high"` // at most
}

// Scored is what one line gave.
type Scored struct {
	Code   string        `json:"code"`
	Points int           `json:"points"`
	Met    demand.Answer `json:"met"` // null: the fact is unknown
	Fact   Fact          `json:"fact"`
	Value  string        `json:"value,omitempty"` // of the fact
	Would  int           `json:"would,omitempty"` // an unknown line: what it would give
}

// Result is the points of a demand and where they come from.
type Result struct {
	Grid      string `json:"grid"`
	Version   string `json:"version"`
	Transfers bool   `json:"transfers,omitempty"` // reckoned by the grid of transfers
	Unsure    bool   `json:"unsure,omitempty"`    // it is not said which of the two grids serves
	Points
	Lines []Scored `json:"lines"`
}

// Unknown lists the lines whose fact is unknown.
func (r *Result) Unknown() []Scored {
	var out []Scored
	for _, l := range r.Lines {
		if !l.Met.Known() {
			out = append(out, l)
		}
	}
	return out
}

// Points reckons a total and its bounds, and allocates nothing.
func (g *Grid) Points(f *Facts) Points {
	lines, _, unsure := g.of(f)
	out := g.sum(lines, f)
	if unsure {
		other := g.sum(g.transfers, f)
		out.Low, out.High = min(out.Low, other.Low), max(out.High, other.High)
	}
	return out
}

func (g *Grid) sum(lines []compiled, f *Facts) Points {
	total, low, high := 0, 0, 0
	for i := range lines {
		l := &lines[i]
		points := int(l.points)
		switch {
		case f.said>>l.fact&1 == 0:
			low += min(points, 0)
			high += max(points, 0)
		case l.meets(f.values[l.fact]):
			total += points
		}
	}
	if r := g.def.Refusal; r != nil {
		if f.Said(Refusals) {
			total += r.effect(f)
		} else {
			low += r.Points * r.Most
		}
	}
	return Points{Total: g.capped(total), Low: g.capped(total + low), High: g.capped(total + high)}
}

// effect gives the points of the refusals that are known.
func (r *RefusalEffect) effect(f *Facts) int { return r.Points * min(int(f.values[Refusals]), r.Most) }

func (g *Grid) capped(total int) int {
	if g.def.Cap > 0 {
		return min(total, g.def.Cap)
	}
	return total
}

// Score reckons the points of a demand, line by line. Every line of the grid is
// there, in its order, then that of the refusals and that of the cap when there
// are some; the points of the lines add up to the total.
func Score(g *Grid, f *Facts) Result {
	lines, defs, unsure := g.of(f)
	out := Result{Grid: g.def.Name, Version: g.def.Version, Transfers: len(g.transfers) > 0 && !unsure && f.values[Transfer] == 1, Unsure: unsure, Points: g.Points(f)}
	out.Lines = make([]Scored, len(lines), len(lines)+2)
	sum := 0
	for i := range lines {
		out.Lines[i] = score(&lines[i], defs[i].Code, f)
		sum += out.Lines[i].Points
	}
	if r := g.def.Refusal; r != nil {
		l := Scored{Code: RefusalLine, Fact: Refusals, Value: f.Text(Refusals)}
		if f.Said(Refusals) {
			l.Points, l.Met = r.effect(f), demand.AnswerOf(f.values[Refusals] > 0)
		} else {
			l.Would = r.Points * r.Most
		}
		sum += l.Points
		out.Lines = append(out.Lines, l)
	}
	if out.Total != sum {
		out.Lines = append(out.Lines, Scored{Code: CapLine, Points: out.Total - sum, Met: demand.Yes, Fact: factCount})
	}
	return out
}

func score(l *compiled, code string, f *Facts) Scored {
	out := Scored{Code: code, Fact: l.fact, Value: f.Text(l.fact)}
	switch {
	case !f.Said(l.fact):
		out.Would = int(l.points)
	case l.meets(f.values[l.fact]):
		out.Points, out.Met = int(l.points), demand.Yes
	default:
		out.Met = demand.No
	}
	return out
}
