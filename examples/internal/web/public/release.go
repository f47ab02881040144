package public

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/store"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Kind is the kind of the records that hold what is published, by Release.Name.
const Kind = "release"

// Release is what is published of a count. Nothing in it is raw.
type Release struct {
	Name      string // 2025 for a year, 2026-10 for the end of a month
	CountedOn demand.Date
	Account   app.ObserveManifest
	Tables    []observatory.Table
	Figures   []observatory.FigureTable
	Reach     Reach
}

// Reach says how much of a count is published beside the counts before.
type Reach string

// The reaches.
const (
	Everything Reach = "everything"
	Unlinked   Reach = "unlinked" // all but the tables that join a year to the one before
	Nothing    Reach = "nothing"
)

// levels are those that are published.
var levels = []observatory.Level{observatory.Commune, observatory.EPCI, observatory.Departement}

// count is a release to be made.
type count struct {
	name string
	observatory.Period
	acc *observatory.Accumulator
}

// wanted gives the counts that a day calls for: the last civil year, and the stock of
// the last month. The last day of a year is counted with the year.
func wanted(today demand.Date) []count {
	end := today.AddDays(-today.Day()) // of the last month
	year := today.Year() - 1
	from, _ := demand.NewDate(year, 1, 1) // always days
	to, _ := demand.NewDate(year, 12, 31)
	out := []count{{name: fmt.Sprintf("%04d", year), Period: observatory.Period{From: from, AsOf: to}}}
	if end != to {
		out = append(out, count{name: fmt.Sprintf("%04d-%02d", end.Year(), end.Month()), Period: observatory.Period{AsOf: end}})
	}
	return out
}

// Refresh counts what is over and not counted yet, and publishes it. A count that
// finds no demand is not kept: the file may be about to be filled.
func (p *Public) Refresh(ctx context.Context) error {
	kept, err := p.load(ctx)
	if err != nil {
		return err
	}
	due := wanted(p.Registry.Today())
	if len(kept) == 0 {
		due = before(due, p.Registry.Today(), p.Past)
	}
	due = slices.DeleteFunc(due, func(c count) bool {
		return slices.ContainsFunc(kept, func(r *Release) bool { return r.Name == c.name })
	})
	if len(due) == 0 {
		return nil
	}
	if err := p.tally(ctx, due); err != nil {
		return err
	}
	for i := range due {
		if empty(&due[i]) {
			continue
		}
		if err := p.publish(ctx, &due[i], kept); err != nil {
			return err
		}
	}
	p.forget()
	return nil
}

// tally reads the file once for every count. Demands stay one by one in memory.
func (p *Public) tally(ctx context.Context, due []count) error {
	plan, err := observatory.NewPlan(levels)
	if err != nil {
		return err
	}
	for i := range due {
		due[i].acc = plan.Accumulator(territory.Today(), due[i].From, due[i].AsOf)
	}
	settings := make([]observatory.Setting, len(due))
	for i := range due {
		settings[i] = observatory.Setting{From: due[i].From, AsOf: due[i].AsOf, Incomes: true, Abnormal: p.abnormal(due[i].AsOf)}
	}
	for key, history := range p.Registry.Journals(ctx, store.Query{}) {
		if err := history.Err(); err != nil {
			return fmt.Errorf("public: count: %w", err)
		}
		for i := range due {
			due[i].acc.AddJournal(history.Journal, key, settings[i])
		}
	}
	return nil
}

// abnormal is the delay of abnormal waits that the charter of a day gives for its
// départements.
func (p *Public) abnormal(day demand.Date) map[string]int {
	c, err := p.Registry.CharterOn(day)
	if err != nil || c.Calendar.AbnormalDelayMonths <= 0 {
		return nil
	}
	out := map[string]int{}
	for _, d := range c.Territory.Departements {
		out[d] = c.Calendar.AbnormalDelayMonths
	}
	return out
}

// before gives the counts of the months that end before those, the earliest first:
// what a file that was already there would have published.
func before(due []count, today demand.Date, months int) []count {
	end := today.AddDays(-today.Day())
	for range months {
		end = end.AddDays(-end.Day())
		if end.Month() != 12 || end.Year() != today.Year()-1 { // the last day of that year is counted with it
			due = slices.Insert(due, 0, count{name: fmt.Sprintf("%04d-%02d", end.Year(), end.Month()), Period: observatory.Period{AsOf: end}})
		}
	}
	return due
}

// empty reports a count of nobody.
func empty(c *count) bool {
	return c.acc.Total() == 0 && !slices.ContainsFunc(c.acc.Tables(observatory.Departement), func(t observatory.Table) bool {
		return slices.ContainsFunc(t.Total.Cells, func(c observatory.Cell) bool { return c.Value > 0 })
	})
}

// publish protects a count, tries it beside those published before, and keeps it.
func (p *Public) publish(ctx context.Context, c *count, kept []*Release) error {
	policy := observatory.DefaultPolicy()
	o := app.Observation{From: c.From, AsOf: c.AsOf, Levels: levels, Threshold: policy.Threshold, Compare: true, Abnormal: p.abnormal(c.AsOf)}
	out, account, err := o.Published(c.acc)
	if err != nil {
		return fmt.Errorf("public: protect: %w", err)
	}
	r := Release{Name: c.name, CountedOn: p.Registry.Today()}
	if r.Reach, err = reach(&out, kept, !c.From.IsZero(), policy); err != nil {
		return err
	}
	out.Compared = len(out.Figures) > 0
	r.Account, r.Tables, r.Figures = app.Told(app.Recounted(account, &out), &out), out.Tables, out.Figures
	if r.Reach == Nothing {
		r.Account.Demands, r.Account.Told, r.Account.Unknown = 0, nil, nil
	} else if p.Folder != "" {
		o.Out = filepath.Join(p.Folder, c.name)
		if err := o.Write(&out, compared(&r, kept), app.Recounted(account, &out)); err != nil {
			return fmt.Errorf("public: write the files: %w", err)
		}
	}
	return p.keep(ctx, &r)
}

// unlinked are the tables that join a year to the year before: the stock on its
// eve, which that year published as the stock at its end.
var unlinked = []string{"entries"}

// reach takes out of a publication what, beside the years published before, would
// let something hidden be found again: the tables that join the years first, then
// everything.
func reach(p *observatory.Publication, kept []*Release, year bool, policy observatory.Policy) (Reach, error) {
	var before [][]observatory.Table
	for _, r := range kept {
		if year && !r.Account.From.IsZero() { // a month has no flow to join it to another
			before = append(before, r.Tables)
		}
	}
	if ok, err := apart(append(before, p.Tables), policy); ok || err != nil {
		return Everything, err
	}
	p.Tables = slices.DeleteFunc(slices.Clone(p.Tables), func(t observatory.Table) bool { return slices.Contains(unlinked, t.Measure.Code) })
	p.Figures, _ = observatory.HideFigures(p.Figures, p.Tables, policy)
	if ok, err := apart(append(before, p.Tables), policy); ok || err != nil {
		return Unlinked, err
	}
	p.Tables, p.Figures = nil, nil
	return Nothing, nil
}

// bounds are what a reader knows of hidden counts.
type bounds map[string]observatory.Recovery

// found attacks tables.
func found(tables []observatory.Table, policy observatory.Policy) (bounds, error) {
	attack, err := observatory.Audit(tables, policy)
	if err != nil {
		return nil, fmt.Errorf("public: audit: %w", err)
	}
	out := bounds{}
	for _, x := range slices.Concat(attack.Recovered, attack.Exposed) {
		t := &tables[x.Table]
		out[t.FileName()+" "+t.AsOf.String()+" "+x.Territory+" "+x.Column] = x
	}
	return out, nil
}

// apart reports publications that tell together nothing that one of them does not
// tell alone: each was protected, and proved so, when it was made.
func apart(publications [][]observatory.Table, policy observatory.Policy) (bool, error) {
	if len(publications) == 1 {
		return true, nil
	}
	together, err := found(slices.Concat(publications...), policy)
	if err != nil || len(together) == 0 {
		return err == nil, err
	}
	alone := bounds{}
	for _, tables := range publications {
		one, err := found(tables, policy)
		if err != nil {
			return false, err
		}
		maps.Copy(alone, one)
	}
	for name, x := range together {
		if was, ok := alone[name]; !ok || x.Low > was.Low || was.High != x.High && (was.High < 0 || x.High >= 0 && x.High < was.High) {
			return false, nil
		}
	}
	return true, nil
}

// keep writes a release down, unless another process made it.
func (p *Public) keep(ctx context.Context, r *Release) error {
	text, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("public: write a release: %w", err)
	}
	_, err = p.Registry.Store().Write(ctx, &store.Act{Records: []store.Record{{Kind: Kind, Key: r.Name, Body: text}}, At: p.Registry.Clock()})
	var stale *store.StaleError
	if errors.As(err, &stale) {
		return nil
	}
	return err
}

// load reads what is published, the latest first.
func (p *Public) load(ctx context.Context) ([]*Release, error) {
	var out []*Release
	for rec, err := range p.Registry.Store().Records(ctx, Kind, "", p.Registry.Clock()) {
		if err != nil {
			return nil, fmt.Errorf("public: read the releases: %w", err)
		}
		r := &Release{}
		if err := json.Unmarshal(rec.Body, r); err != nil {
			return nil, fmt.Errorf("public: read release %s: %w", rec.Key, err)
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b *Release) int {
		return cmp.Or(b.Account.AsOf.Compare(a.Account.AsOf), cmp.Compare(b.Name, a.Name))
	})
	return out, nil
}
