package public

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/refusal"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Today is the address of the counts of the day, for the agents of the partners.
const Today = Home + "/jour"

// tallied is the counts of a day for a partner.
type tallied struct {
	On      demand.Date
	At      string // hour of the count
	Demands int    // that were counted
	Counts  board
	Parts   []board
	Places  board

	last int64 // sequence of the last event
	at   time.Time
	cost time.Duration
}

// long is how long a count may take before it serves again although the file moved,
// for patience times what it took.
const (
	long     = time.Second
	patience = 10
)

// today shows what the demands that the charter opens to an agent come to, as they
// are now. Nothing is protected: whoever sees it may see each of them. What only
// some may see of a demand, incomes and reasons, is not counted.
func (p *Public) today(w http.ResponseWriter, r *http.Request) error {
	agent, ok := p.Who(r)
	if !ok {
		return &web.Error{Status: http.StatusUnauthorized}
	}
	if err := p.allowed(agent); err != nil {
		return refusal.Of(err)
	}
	page, err := p.count(r.Context(), agent)
	if err != nil {
		return refusal.Of(err)
	}
	if err := p.Registry.Counted(r.Context(), agent, page.Demands); err != nil {
		return refusal.Of(err)
	}
	return p.pages.Render(w, r, "today.html", web.View{Title: "Chiffres du jour", Area: "Observatoire interne", Wide: true, Menu: p.Menu, Leave: p.Leave, Data: page})
}

// allowed asks the charter whether the partner of an agent may consult figures, and
// know applicants at all.
func (p *Public) allowed(agent registry.Agent) error {
	on := p.Registry.Today()
	c, err := p.Registry.CharterOn(on)
	if err != nil {
		return err
	}
	for _, ask := range []struct {
		act   charter.Act
		facts charter.Facts
	}{
		{charter.SeeStatistics, charter.Facts{Aggregated: demand.Yes, DisabilityNature: demand.No}},
		{charter.See, charter.Facts{Purpose: "allocation", Field: string(charter.FieldIdentity)}}, // the rest is of each demand
	} {
		if d := charter.Decide(c, agent.Actor, ask.act, ask.facts, on); d.Outcome == charter.Refused {
			return &registry.RefusedError{Decision: d}
		}
	}
	return nil
}

// count counts the file for a partner, one count at a time, unless nothing moved
// since the last one.
func (p *Public) count(ctx context.Context, agent registry.Agent) (*tallied, error) {
	p.counting.Lock()
	defer p.counting.Unlock()
	now, on := p.Registry.Clock(), p.Registry.Today()
	last, err := p.Registry.Store().Last(ctx)
	if err != nil {
		return nil, err
	}
	if was := p.counts[agent.Actor]; was != nil && was.On == on {
		age := now.Sub(was.at)
		if was.last == last || was.cost > long && age >= 0 && age < patience*was.cost {
			return was, nil
		}
	}
	began := time.Now() // how long, not when
	plan, err := observatory.NewPlan([]observatory.Level{observatory.Commune, observatory.Departement})
	if err != nil {
		return nil, err
	}
	acc, out := plan.Accumulator(territory.Today(), demand.Date{}, on), &tallied{On: on, last: last, at: now}
	setting := observatory.Setting{AsOf: on, Abnormal: p.abnormal(on)}
	for key, h := range p.Registry.OpenTo(ctx, agent) {
		if err := h.Err(); err != nil {
			return nil, err
		}
		acc.AddJournal(h.Journal, key, setting)
		out.Demands++
	}
	out.tables(acc)
	out.At, out.cost = p.hour(now), time.Since(began)
	if p.counts == nil {
		p.counts = map[charter.Actor]*tallied{}
	}
	p.counts[agent.Actor] = out
	return out, nil
}

func (p *Public) hour(t time.Time) string {
	if p.Zone != nil {
		t = t.In(p.Zone)
	}
	return t.Format("15\u00a0h\u00a004")
}

// tables puts the counts into tables: the whole, then by commune.
func (t *tallied) tables(acc *observatory.Accumulator) {
	t.Counts = board{Title: "Nombres de demandes", First: "Mesure", Columns: []string{"Demandes"}}
	for _, table := range acc.Tables(observatory.Departement) {
		switch {
		case table.Measure.Sensitive:
		case len(table.Columns) == 1:
			t.Counts.Lines = append(t.Counts.Lines, line{Name: table.Measure.Title, Cells: []string{charts.Text(app.CellValue(table.Total.Cells[0]))}})
		default:
			part := board{Title: table.Measure.Title, First: "Valeur", Columns: []string{"Demandes"}}
			for i, c := range table.Columns {
				if cell := table.Total.Cells[i]; cell.Value != 0 || i == len(table.Columns)-1 {
					part.Lines = append(part.Lines, line{Name: c.Title, Cells: []string{charts.Text(app.CellValue(cell))}})
				}
			}
			t.Parts = append(t.Parts, part)
		}
	}
	t.Places = board{Title: "Par commune", First: "Commune"}
	places := map[string]int{}
	for _, table := range acc.Tables(observatory.Commune) {
		if len(table.Columns) != 1 || table.Measure.Sensitive {
			continue
		}
		t.Places.Columns = append(t.Places.Columns, table.Measure.Title)
		for _, r := range table.Rows {
			at, ok := places[r.Code]
			if !ok {
				at = len(t.Places.Lines)
				places[r.Code] = at
				t.Places.Lines = append(t.Places.Lines, line{Name: r.Name})
			}
			cells := &t.Places.Lines[at].Cells
			*cells = append(slices.Grow(*cells, 1), zeros(len(t.Places.Columns)-1-len(*cells))...)
			*cells = append(*cells, charts.Text(app.CellValue(r.Cells[0])))
		}
	}
	for i := range t.Places.Lines {
		cells := &t.Places.Lines[i].Cells
		*cells = append(*cells, zeros(len(t.Places.Columns)-len(*cells))...)
	}
}

// zeros are the cells of a commune that a measure does not name: nobody is there.
func zeros(n int) []string { return slices.Repeat([]string{"0"}, n) }
