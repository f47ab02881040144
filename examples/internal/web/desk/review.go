package desk

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/form"
	"github.com/fichier-unique/rules/matching"
	"github.com/fichier-unique/rules/matching/review"
)

// doubtsKind is the kind of the record that holds the last search of the whole
// file. It holds keys and reasons that name fields, no value of a person.
const doubtsKind = "doubts"

// keptDoubts bounds what is kept of a search: the surest pairs.
const keptDoubts = 2000

// doubts is the last search of the whole file.
type doubts struct {
	On   demand.Date      `json:"on"`
	List []registry.Doubt `json:"list"`
}

// Search looks for likely duplicates in the whole file, for the list of the pages.
// It is work for the night: the lists of the day need none of it.
func (d *Desk) Search(ctx context.Context) error {
	list, err := d.Registry.Doubts(ctx, store.Query{})
	if err != nil {
		return err
	}
	body, err := json.Marshal(doubts{d.Registry.Today(), list[:min(len(list), keptDoubts)]})
	if err != nil {
		return err
	}
	_, err = d.Registry.Store().Write(ctx, &store.Act{Records: []store.Record{{Kind: doubtsKind, Key: "file", Version: store.AnyVersion, Body: body}}, At: d.Registry.Clock()})
	return err
}

// searched gives the last search of the whole file; nothing when there was none.
func (d *Desk) searched(ctx context.Context) (doubts, error) {
	var out doubts
	rec, err := d.Registry.Store().Record(ctx, doubtsKind, "file", d.Registry.Clock())
	if errors.Is(err, store.ErrNotFound) {
		return out, nil
	}
	if err != nil {
		return out, err
	}
	if json.Unmarshal(rec.Body, &out) != nil {
		return doubts{}, nil // of another version: the next search writes it again
	}
	return out, nil
}

// reviewPage is the list of pairs that may be of the same persons.
type reviewPage struct {
	Pairs    []pairRow
	More     int
	Searched demand.Date // day of the last search of the whole file
}

// pairRow is a pair of the list.
type pairRow struct {
	URL     string
	A, B    pairSide
	Percent int
	Sure    bool
	Reasons []reason
}

// pairSide is one demand of a pair.
type pairSide struct {
	Key, URL, Number, Status, Desk, Who string
	Deposited                           demand.Date
	Seq                                 int64
}

const pairsShown = 50

// review lists the pairs to look at: those of the demands to verify, as they stand
// now, and those of the last search of the whole file.
func (v *visit) review() error {
	found, err := v.Registry.Doubts(v.r.Context(), store.Query{Status: []journal.Status{journal.ToVerify}})
	if err != nil {
		return err
	}
	last, err := v.searched(v.r.Context())
	if err != nil {
		return err
	}
	p := reviewPage{Searched: last.On}
	all := ordered(append(found, last.List...))
	for len(all) > 0 && len(p.Pairs) < pairsShown {
		some := all[:min(pairsShown, len(all))]
		all = all[len(some):]
		rows, err := v.pairRows(some)
		if err != nil {
			return err
		}
		p.Pairs = append(p.Pairs, rows...)
	}
	p.More = len(all)
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
		held := len(d.Persons) > 0 && slices.ContainsFunc(d.Persons, func(p registry.CandidatePair) bool {
			return p.Probability > sure && p.Verdict != string(matching.VerdictMerge)
		})
		candidates = append(candidates, review.Candidate{Pair: pair, Probability: d.Probability, ClusterA: d.A, ClusterB: d.B, SizeA: 1, SizeB: 1, Held: held})
	}
	var out []registry.Doubt
	for _, item := range review.Queue(candidates, nil) {
		out = append(out, byPair[item.Pair])
	}
	return out
}

// sure is the probability above which a pair that was not merged was held back by
// something that contradicts it.
const sure = 0.99

// pairRows shows pairs: those of two demands that the charter opens, that are still
// followed, and that nobody has decided.
func (v *visit) pairRows(list []registry.Doubt) ([]pairRow, error) {
	var keys []string
	for _, d := range list {
		keys = append(keys, d.A, d.B)
	}
	slices.Sort(keys)
	views, err := v.Registry.Glance(v.r.Context(), v.agent, slices.Compact(keys))
	if err != nil {
		return nil, err
	}
	open := map[string]*registry.View{}
	for i := range views {
		if s := views[i].State.Status; s != journal.Merged && s != journal.Deleted && views[i].Sight.May(charter.FieldIdentity) {
			open[views[i].Demand] = &views[i]
		}
	}
	var out []pairRow
	for _, d := range list {
		a, b := open[d.A], open[d.B]
		if a == nil || b == nil {
			continue
		}
		settled, err := v.Registry.Settled(v.r.Context(), d.A, d.B)
		if err != nil {
			return nil, err
		}
		if settled == "" {
			out = append(out, pairRow{URL: home + "/doublons/" + d.A + "/" + d.B, A: v.side(a), B: v.side(b), Percent: percent(d.Probability), Sure: d.Sure, Reasons: reasons(d.Persons)})
		}
	}
	return out, nil
}

func (v *visit) side(view *registry.View) pairSide {
	s := pairSide{Key: view.Demand, URL: at(view.Demand), Status: statusName(view.State.Status), Desk: v.desk(view.State.Desk), Who: who(&view.Form), Deposited: view.Form.DepositedOn, Seq: view.Seq}
	if !view.Form.Number.IsZero() {
		s.Number = view.Form.Number.Grouped()
	}
	return s
}

// searchDoubts searches the whole file now, one search at a time.
func (v *visit) searchDoubts() error {
	if !v.searching.TryLock() {
		v.rt.Flash(v.w, v.r, "info", "Le fichier est déjà en cours d’examen : revenez dans quelques minutes.")
		http.Redirect(v.w, v.r, home+"/doublons", http.StatusSeeOther)
		return nil
	}
	defer v.searching.Unlock()
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
	Decided []decided
	Joined  bool // one of the two was merged into the other
	Action  string
	Key     string
	Why     *why
	Problem string
}

// decided is what a clerk decided of a pair.
type decided struct {
	On        demand.Date
	What, Who string
}

var decisionNames = map[review.Decision]string{review.Distinct: "deux personnes différentes", review.Undo: "décision défaite", review.Same: "la même personne"}

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
	p := pairPage{A: v.side(&va), B: v.side(&vb), Action: home + "/doublons/" + a + "/" + b, Problem: problem}
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
	entries, err := v.Registry.Decisions(v.r.Context(), a, b)
	if err != nil {
		return err
	}
	for _, e := range entries {
		p.Decided = append(p.Decided, decided{v.dayOf(e.At), decisionNames[e.Decision], e.Who})
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
	err := v.parse()
	if err != nil {
		return err
	}
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
		for _, f := range web.RuledAll(v.Book, invalid.Faults) {
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
