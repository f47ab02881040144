package desk

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web/form"
	"github.com/fichier-unique/rules/matching/review"
)

// doubts keeps the last search of the whole file. It holds keys and reasons that
// name fields, no value of a person.
type doubts struct {
	mu   sync.Mutex
	list []registry.Doubt
	at   time.Time
}

// Search looks for likely duplicates in the whole file, for the list of the pages.
// It is work for the night: the lists of the day need none of it.
func (d *Desk) Search(ctx context.Context) error {
	list, err := d.Registry.Doubts(ctx, store.Query{})
	if err != nil {
		return err
	}
	d.doubts.mu.Lock()
	defer d.doubts.mu.Unlock()
	d.doubts.list, d.doubts.at = list, d.Registry.Clock()
	return nil
}

// reviewPage is the list of pairs that may be of the same persons.
type reviewPage struct {
	Pairs    []pairRow
	More     int
	Searched demand.Date // day of the last search of the whole file
}

// pairRow is a pair of the list.
type pairRow struct {
	URL        string
	A, B       pairSide
	Percent    int
	Sure       bool
	Reasons    []reason
	GroupStart bool
}

// pairSide is one demand of a pair.
type pairSide struct {
	Key, URL, Number, Status, Desk, Who string
	Deposited                           demand.Date
	Seq                                 int64
	Open                                bool
	Why                                 *why
	Values                              map[string]string
}

const pairsShown = 50

// review lists the pairs to look at: those of the demands to verify, as they stand
// now, and those of the last search of the whole file.
func (v *visit) review() error {
	found, err := v.Registry.Doubts(v.r.Context(), store.Query{Status: []journal.Status{journal.ToVerify}})
	if err != nil {
		return err
	}
	v.doubts.mu.Lock()
	p := reviewPage{}
	if !v.doubts.at.IsZero() {
		p.Searched = v.dayAt(v.doubts.at)
	}
	found = append(found, v.doubts.list...)
	v.doubts.mu.Unlock()
	for _, d := range ordered(found) {
		if len(p.Pairs) >= pairsShown {
			p.More++
			continue
		}
		row, open, err := v.pairRow(&d)
		if err != nil {
			return err
		}
		if open {
			p.Pairs = append(p.Pairs, row)
		}
	}
	return v.render("review.html", 0, "Doublons à examiner", p)
}

// ordered puts pairs in the order of the review of the library: what a decision is
// worth, those of one demand together.
func ordered(list []registry.Doubt) []registry.Doubt {
	byPair := map[review.Pair]registry.Doubt{}
	var candidates []review.Candidate
	for _, d := range list {
		pair := review.Pair{A: d.A, B: d.B}
		if _, twice := byPair[pair]; twice {
			continue
		}
		byPair[pair] = d
		candidates = append(candidates, review.Candidate{Pair: pair, Probability: d.Probability, ClusterA: d.A, ClusterB: d.B, SizeA: 1, SizeB: 1, Held: d.Sure})
	}
	var out []registry.Doubt
	for _, item := range review.Queue(candidates, nil) {
		out = append(out, byPair[item.Pair])
	}
	return out
}

// pairRow shows a pair; false when the charter does not open both demands, or one
// of them is no longer followed.
func (v *visit) pairRow(d *registry.Doubt) (pairRow, bool, error) {
	views, err := v.Registry.Glance(v.r.Context(), v.agent, []string{d.A, d.B})
	if err != nil || len(views) < 2 {
		return pairRow{}, false, err
	}
	for i := range views {
		if s := views[i].State.Status; s == journal.Merged || s == journal.Deleted || !views[i].Sight.May(charter.FieldIdentity) {
			return pairRow{}, false, nil
		}
	}
	if apart, err := v.Registry.Settled(v.r.Context(), d.A, d.B); apart != "" || err != nil {
		return pairRow{}, false, err
	}
	return pairRow{URL: home + "/doublons/" + d.A + "/" + d.B, A: v.side(&views[0]), B: v.side(&views[1]), Percent: percent(d.Probability), Sure: d.Sure, Reasons: reasons(d.Persons)}, true, nil
}

func (v *visit) side(view *registry.View) pairSide {
	s := pairSide{Key: view.Demand, URL: at(view.Demand), Status: statusName(view.State.Status), Desk: v.desk(view.State.Desk), Who: who(&view.Form), Deposited: view.Form.DepositedOn, Seq: view.Seq, Open: true}
	if !view.Form.Number.IsZero() {
		s.Number = view.Form.Number.Grouped()
	}
	d := v.Registry.May(view, v.agent, charter.Merge, charter.Facts{})
	if d.Outcome == charter.Refused {
		reason := v.why(&d)
		s.Why = &reason
	}
	return s
}

// searchDoubts searches the whole file now.
func (v *visit) searchDoubts() error {
	if err := v.Search(v.r.Context()); err != nil {
		return err
	}
	return v.done(home+"/doublons", "Le fichier entier a été examiné.")
}

// pairPage is two demands side by side.
type pairPage struct {
	A, B    pairSide
	Percent int
	Sure    bool
	Known   bool // something brings them near
	Reasons []reason
	Lines   []compared
	Settled string // what was decided: distinct, later
	Joined  bool   // one of the two was merged into the other
	Action  string
	Key     string
	Why     *why
	Problem string
	Stale   bool
}

// compared is a value in both demands.
type compared struct {
	Label, A, B string
	Same        bool
}

// pair shows two demands side by side.
func (v *visit) pair() error { return v.pairAgain(0, "", nil) }

func (v *visit) pairAgain(status int, problem string, refused *registry.RefusedError) error {
	a, b := v.r.PathValue("a"), v.r.PathValue("b")
	if a == b {
		return store.ErrNotFound
	}
	va, err := v.Registry.Show(v.r.Context(), v.agent, a)
	if err != nil {
		return err
	}
	vb, err := v.Registry.Show(v.r.Context(), v.agent, b)
	if err != nil {
		return err
	}
	p := pairPage{A: v.side(&va), B: v.side(&vb), Action: home + "/doublons/" + a + "/" + b, Problem: problem, Stale: status == http.StatusConflict}
	doubt, near, err := v.Registry.Compare(v.r.Context(), a, b)
	if err != nil {
		return err
	}
	if p.Known = near; near {
		p.Percent, p.Sure, p.Reasons = percent(doubt.Probability), doubt.Sure, reasons(doubt.Persons)
	}
	if p.Settled, err = v.Registry.Settled(v.r.Context(), a, b); err != nil {
		return err
	}
	for _, m := range va.State.Merges {
		p.Joined = p.Joined || m.Other == b
	}
	p.Lines = v.compare(&va, &vb)
	if refused != nil {
		reason := v.why(&refused.Decision)
		p.Why = &reason
	}
	if p.Key, err = v.newKey(); err != nil {
		return err
	}
	return v.render("pair.html", status, "Deux demandes à comparer", p)
}

// compare lists the values of both demands about the persons and how to reach
// them.
func (v *visit) compare(a, b *registry.View) []compared {
	var out []compared
	steps := demand.EntrySteps()
	for _, s := range steps[1:4] {
		fa, fb := form.Fields(&a.Form, s, form.Options{Every: true}), form.Fields(&b.Form, s, form.Options{Every: true})
		for i := range fa {
			if i >= len(fb) {
				break
			}
			x, y := strings.Join(linesOf(&fa[i]), " ; "), strings.Join(linesOf(&fb[i]), " ; ")
			if x != "" || y != "" {
				out = append(out, compared{fa[i].Label, x, y, x == y})
			}
		}
	}
	return out
}

// decidePair does what a clerk decides of a pair.
func (v *visit) decidePair() error {
	a, b := v.r.PathValue("a"), v.r.PathValue("b")
	ctx := v.r.Context()
	var err error
	text := ""
	switch v.r.PostFormValue("decision") {
	case "distinctes":
		err, text = v.Registry.Apart(ctx, v.agent, a, b), "C’est inscrit : ce sont deux personnes. Ces demandes ne seront plus proposées ensemble."
	case "plus-tard":
		err, text = v.Registry.Later(ctx, v.agent, a, b, 30), "La question est remise de trente jours."
	case "revenir":
		err, text = v.Registry.Doubtful(ctx, v.agent, a, b), "La décision est défaite : ces demandes sont de nouveau à examiner."
	case "reunir":
		return v.mergePair(a, b)
	default:
		return v.pairAgain(http.StatusUnprocessableEntity, "Choisissez une décision.", nil)
	}
	var refused *registry.RefusedError
	if errors.As(err, &refused) {
		return v.pairAgain(http.StatusForbidden, "", refused)
	}
	if err != nil {
		return err
	}
	return v.done(home+"/doublons/"+a+"/"+b, text)
}

// mergePair puts two demands together: the one to keep goes on, the other stops.
func (v *visit) mergePair(a, b string) error {
	typed := v.r.PostForm
	keep := typed.Get("garder")
	stops := a
	switch keep {
	case a:
		stops = b
	case b:
	default:
		return v.pairAgain(http.StatusUnprocessableEntity, "Dites quelle demande continue.", nil)
	}
	seen := typed.Get("vu-" + stops)
	cmd := registry.Command{Act: charter.Merge, Demand: stops, Other: keep, Seen: seenIn(map[string][]string{"vu": {seen}}), Key: typed.Get("cle")}
	_, err := v.Registry.Do(v.r.Context(), v.agent, cmd)
	var refused *registry.RefusedError
	var old *registry.StaleError
	var invalid *registry.InvalidError
	switch {
	case errors.As(err, &refused):
		return v.pairAgain(http.StatusForbidden, "", refused)
	case errors.As(err, &old):
		return v.pairAgain(http.StatusConflict, "Une des deux demandes a changé depuis que vous avez ouvert la page : relisez-les, puis décidez.", nil)
	case errors.As(err, &invalid):
		text := make([]string, 0, len(invalid.Faults))
		for _, f := range v.faults(invalid.Faults) {
			text = append(text, f.Text)
		}
		return v.pairAgain(http.StatusUnprocessableEntity, strings.Join(slices.Compact(text), " "), nil)
	case err != nil:
		if text := problems[rootOf(err)]; text != "" {
			return v.pairAgain(http.StatusUnprocessableEntity, text, nil)
		}
		return err
	}
	return v.done(at(keep), "Les deux demandes sont réunies : celle-ci continue, avec l’ancienneté la plus ancienne. La réunion peut être défaite.")
}
