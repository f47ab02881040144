package observatory

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Every is the length of the periods of a series.
type Every string

// The lengths.
const (
	EveryMonth   Every = "month"
	EveryQuarter Every = "quarter"
	EveryYear    Every = "year"
)

// months of each length; 0 for what is none.
func (e Every) months() int {
	switch e {
	case EveryMonth:
		return 1
	case EveryQuarter:
		return 3
	case EveryYear:
		return 12
	}
	return 0
}

// Known reports whether it is one of the lengths.
func (e Every) Known() bool { return e.months() > 0 }

// Period is days, the first and the last among them.
type Period struct {
	From demand.Date `json:"from"`
	AsOf demand.Date `json:"as_of"`
}

// Periods cuts the days from since to asOf in periods of a length, one after the
// other. The last one ends at asOf even if it is not whole: its label then says its days.
func Periods(since, asOf demand.Date, every Every) []Period {
	var out []Period
	for k := 0; every.Known(); k++ {
		p := Period{since.AddMonths(k * every.months()), since.AddMonths((k + 1) * every.months()).AddDays(-1)}
		if p.From.After(asOf) {
			break
		}
		if p.AsOf.After(asOf) {
			p.AsOf = asOf
		}
		out = append(out, p)
	}
	return out
}

// Label names a period: 2011, 2011-T1, 2011-03 when it is one of the calendar, its
// days otherwise; without first day, the last one.
func (p Period) Label() string {
	if p.From.IsZero() {
		return p.AsOf.String()
	}
	first, last := p.From.String(), p.AsOf.String()
	next := p.AsOf.AddDays(1)
	if first[8:] == "01" && next.String()[8:] == "01" {
		month := p.From.Month()
		switch next.MonthsSince(p.From) {
		case 12:
			if month == 1 {
				return first[:4]
			}
		case 3:
			if month%3 == 1 {
				return first[:4] + "-T" + strconv.Itoa(month/3+1)
			}
		case 1:
			return first[:7]
		}
	}
	return first + "/" + last
}

// NewFlowPlan counts the stock and the flows by first choice and nothing else: a
// thirtieth of the room of NewPlan, for the many periods of a series.
func NewFlowPlan() *Plan {
	p := &Plan{}
	for kind := range kinds {
		p.add(newCube("", spec{kind: kind}), false)
	}
	return p
}

// Series starts a count of the plan over each of some periods.
func (p *Plan) Series(g *territory.Geography, periods []Period) []*Accumulator {
	out := make([]*Accumulator, len(periods))
	for i, d := range periods {
		out[i] = p.Accumulator(g, d.From, d.AsOf)
	}
	return out
}

// AddSeries counts one demand of a journal over periods that follow each other: what
// AddJournal would count in each, in one reading of its events. The plan is to be
// that of NewFlowPlan: the ages of a stock are those of the last event.
func AddSeries(series []*Accumulator, j journal.Journal, key string) {
	of := j.Of(key)
	events := make([]*journal.Event, 0, of.Len())
	for _, e := range of.Events() {
		events = append(events, e)
	}
	if len(series) == 0 || len(events) == 0 || events[0].On.After(series[len(series)-1].asOf) {
		return
	}
	s := &Setting{}
	before := of.Fold(key, journal.At{Day: series[0].from.AddDays(-1)})
	at, _ := slices.BinarySearchFunc(events, series[0].from, func(e *journal.Event, day demand.Date) int { return e.On.Compare(day) })
	for _, a := range series {
		if stands(before.Status) {
			a.addState(StockStart, &before, s)
		}
		last := demand.Date{}
		for ; at < len(events) && !events[at].On.After(a.asOf); at++ {
			if events[at].On != last {
				last = events[at].On
				now := of.Fold(key, journal.At{Day: last})
				a.step(&before, &now, s)
				before = now
			}
			a.happened(events[at], &before, s)
		}
		if stands(before.Status) {
			a.addState(Stock, &before, s)
		}
	}
}

// SeriesTables gives the two sides of the flows of each period at each level:
// where the demands come from, what becomes of them.
func SeriesTables(series []*Accumulator, levels ...Level) []Table {
	var out []Table
	for _, a := range series {
		for i := range movements {
			for _, level := range levels {
				if t := a.flowTable(&movements[i], level); a.known(level) && t.Total.Cells != nil {
					out = append(out, t)
				}
			}
		}
	}
	return out
}

// SeriesFile is the name of the file of the series.
const SeriesFile = "series.csv"

var seriesColumns = []Column{{"measure", "Mesure"}, {"version", "Version de la mesure"}, {"level", "Niveau du territoire"}, {"geography_year", "Année de la géographie"},
	{"territory_code", "Code du territoire"}, {"territory_name", "Nom du territoire"}, {"period", "Période"}, {"from", "Premier jour"}, {"to", "Dernier jour"},
	{"column", "Colonne de la mesure"}, {"value", "Valeur, « secret » si elle est cachée"}}

// WriteSeries writes tables of several periods as one CSV, a line for each value;
// hidden ones are written "secret".
func WriteSeries(w io.Writer, tables []Table) error {
	out := csv.NewWriter(w)
	writeCodes(out, seriesColumns)
	for i := range tables {
		t := &tables[i]
		label := Period{t.From, t.AsOf}.Label()
		for _, r := range append(slices.Clone(t.Rows), t.Total) {
			for k, c := range r.Cells {
				_ = out.Write([]string{t.Measure.Code, strconv.Itoa(t.Measure.Version), string(t.Level), strconv.Itoa(t.GeographyYear), r.Code, r.Name,
					label, t.From.String(), t.AsOf.String(), t.Columns[k].Code, c.text()})
			}
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("observatory: write series: %w", err)
	}
	return nil
}

func writeCodes(out *csv.Writer, columns []Column) {
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.Code
	}
	_ = out.Write(line) // a failure is kept by the writer and told by Error
}
