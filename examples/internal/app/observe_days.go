package app

import (
	"fmt"
	"runtime"
	"slices"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/journal"
	"github.com/fichier-unique/rules/examples/internal/parallel"
	"github.com/fichier-unique/rules/observatory"
)

// mostPeriods is how many periods a series may have.
const mostPeriods = 240

// notProtected is why series or comparisons over time are not published: no way was
// found to hide what must be.
const notProtected = "not_protected"

// oneDay is why nothing is compared over time: a file of demands tells of one day.
const oneDay = "one_day"

// OtherDays is what a count tells of other days than its own.
type OtherDays struct {
	Every   observatory.Every    `json:"every,omitempty"`
	Periods []observatory.Period `json:"periods,omitempty"` // of the series
	Earlier *observatory.Period  `json:"earlier,omitempty"` // beside which the count is put; without first day: the stock only
	Levels  []observatory.Level  `json:"levels"`
}

// otherDays checks what is asked of other days, before anything is read.
func (o *Observation) otherDays() (days OtherDays, err error) {
	days.Levels = o.Over
	if len(days.Levels) == 0 { // a count of few demands by commune and by month would be all secret
		days.Levels = slices.DeleteFunc(slices.Clone(o.Levels), func(l observatory.Level) bool { return l == observatory.Commune && len(o.Levels) > 1 })
	}
	for _, l := range days.Levels {
		if !slices.Contains(o.Levels, l) {
			return days, fmt.Errorf("-over : le niveau « %s » n'est pas parmi ceux de -by ; l'y ajouter", l)
		}
	}
	if !o.Since.IsZero() {
		if err := o.seriesDays(&days); err != nil {
			return days, err
		}
	}
	if o.Compare {
		if err := o.earlierDays(&days); err != nil {
			return days, err
		}
	}
	return days, o.needsJournal(&days)
}

// seriesDays cuts the periods. The period of the flows has to begin with one of
// them: two that overlap in part would tell, by subtraction, what neither says.
func (o *Observation) seriesDays(days *OtherDays) error {
	if !o.Every.Known() {
		return fmt.Errorf("-every « %s » n'est pas une durée ; choisir parmi month, quarter, year", o.Every)
	}
	if o.Since.After(o.AsOf) {
		return fmt.Errorf("la série commence (-since %s) après le jour du compte (-asof %s) ; échanger les deux dates", o.Since, o.AsOf)
	}
	days.Every, days.Periods = o.Every, observatory.Periods(o.Since, o.AsOf, o.Every)
	if len(days.Periods) > mostPeriods {
		return fmt.Errorf("la série aurait %d périodes, %d au plus : allonger la durée (-every quarter, year) ou commencer plus tard (-since)", len(days.Periods), mostPeriods)
	}
	return aligned("-from", o.From, days.Periods)
}

// aligned refuses a first day that is inside a period, or before a series that it overlaps.
func aligned(flag string, day demand.Date, periods []observatory.Period) error {
	if day.IsZero() {
		return nil
	}
	for _, p := range periods {
		if p.From == day {
			return nil
		}
	}
	return fmt.Errorf("%s %s n'est pas le premier jour d'une période de la série : des périodes qui se chevauchent en partie diraient, par différence, ce qu'aucune ne dit ; commencer la série (-since) et les mouvements (-from) le premier jour d'une même période", flag, day)
}

// earlierDays finds the earlier count: the same days a year before, unless its last
// day is given.
func (o *Observation) earlierDays(days *OtherDays) error {
	end := o.AsOf.AddDays(1)
	earlier := observatory.Period{AsOf: end.AddMonths(-12).AddDays(-1)}
	if !o.Against.IsZero() {
		earlier.AsOf = o.Against
	}
	if !o.From.IsZero() {
		months := end.MonthsSince(o.From)
		if o.From.AddMonths(months) == end {
			earlier.From = earlier.AsOf.AddDays(1).AddMonths(-months)
		} else {
			earlier.From = earlier.AsOf.AddDays(o.From.DaysSince(o.AsOf))
		}
	}
	limit := o.From
	if limit.IsZero() {
		limit = o.AsOf
	}
	if !earlier.AsOf.Before(limit) {
		return fmt.Errorf("le compte antérieur finit le %s, dans la période comptée, qui commence le %s : donner un jour d'avant (-against), ou raccourcir la période (-from)", earlier.AsOf, limit)
	}
	days.Earlier = &earlier
	if len(days.Periods) > 0 && !earlier.AsOf.Before(days.Periods[0].From) {
		if err := aligned("le compte antérieur, qui commence le", earlier.From, days.Periods); err != nil {
			return err
		}
		return aligned("le lendemain du compte antérieur, le", earlier.AsOf.AddDays(1), days.Periods)
	}
	return nil
}

// needsJournal finds a file that tells of one day only.
func (o *Observation) needsJournal(days *OtherDays) error {
	if len(days.Periods) == 0 && days.Earlier == nil {
		return nil
	}
	for _, name := range o.Files {
		isJournal, err := holdsEvents(name)
		switch {
		case err != nil:
			return err
		case isJournal:
		case len(o.Before) > 0 && len(days.Periods) == 0:
		case len(days.Periods) > 0:
			return fmt.Errorf("%s est un fichier de demandes : il dit le stock d'un seul jour, et une série (-since) demande un journal d'événements ; donner le journal, ou ôter -since", name)
		case !o.Against.IsZero():
			return fmt.Errorf("%s est un fichier de demandes : il dit le stock d'un seul jour, et -against demande un journal d'événements ; donner le journal, les fichiers d'alors (-before), ou -compare seul", name)
		default:
			days.Earlier = nil
			return nil
		}
	}
	return nil
}

// series counts the periods, on as many processors as memory allows.
func (c *tallying) series(days *OtherDays) ([]observatory.Table, error) {
	if len(days.Periods) == 0 {
		return nil, nil
	}
	plan := observatory.NewFlowPlan()
	keys := slices.Collect(c.events.Demands())
	parts := make([][]*observatory.Accumulator, max(1, min(runtime.GOMAXPROCS(0), len(keys)/500, 256/len(days.Periods))))
	for w := range parts {
		parts[w] = plan.Series(c.geography, days.Periods)
	}
	parallel.Run(len(parts), func(w int) {
		for i := w; i < len(keys); i += len(parts) {
			observatory.AddSeries(parts[w], c.events, keys[i])
		}
	})
	for _, part := range parts[1:] {
		for k, a := range part {
			if err := parts[0][k].Merge(a); err != nil {
				return nil, err
			}
		}
	}
	return observatory.SeriesTables(parts[0], days.Levels...), nil
}

// earlier counts the same files as of an earlier day, in the same geography. It
// gives the tables that the figures rest on, the stock and the flows.
func (c *tallying) earlier(days *OtherDays) ([]observatory.Table, []observatory.FigureTable, error) {
	if days.Earlier == nil {
		return nil, nil, nil
	}
	o := *c.Observation
	o.From, o.AsOf = days.Earlier.From, days.Earlier.AsOf
	then := tallying{Observation: &o, plan: c.plan, geography: c.geography, events: c.events, account: &ObserveManifest{}, unplaced: map[string]int{}}
	if err := then.countThen(c.account); err != nil {
		return nil, nil, err
	}
	o.Levels, o.Cross = days.Levels, nil
	p := o.publication(then.acc, observatory.Cross{}, then.account)
	wanted := map[string]bool{"stock_first": true, "entries": true, "exits": true}
	for _, t := range p.Figures {
		for _, column := range t.Columns {
			for _, r := range observatory.RestsOn(t.Measure.Code, column.Code) {
				wanted[r.Measure] = true
			}
		}
	}
	tables := slices.DeleteFunc(p.Tables, func(t observatory.Table) bool { return !wanted[t.Measure.Code] })
	return tables, p.Figures, nil
}

// tooSmall is why a level has no series: too many of its counts are under the
// threshold, and hiding them would hide those of the count itself.
const tooSmall = "too_small"

// largeEnough leaves out of the series, unless they were asked for, the levels of
// which more than one count in ten is small.
func (o *Observation) largeEnough(series []observatory.Table, m *ObserveManifest) []observatory.Table {
	if o.Raw || len(o.Over) > 0 {
		return series
	}
	counts, small := map[observatory.Level]int{}, map[observatory.Level]int{}
	for i := range series {
		for _, r := range series[i].Rows {
			for _, c := range r.Cells {
				if c.Value > 0 {
					counts[series[i].Level]++
				}
				if c.Value > 0 && c.Value < o.Threshold {
					small[series[i].Level]++
				}
			}
		}
	}
	for _, level := range o.Levels {
		if small[level]*10 > counts[level] {
			m.NotAvailable = append(m.NotAvailable, withheld("series", level, tooSmall))
		}
	}
	return slices.DeleteFunc(series, func(t observatory.Table) bool { return small[t.Level]*10 > counts[t.Level] })
}

// addOtherDays adds the series and the earlier count to what is to be published.
func (c *tallying) addOtherDays(p *observatory.Publication, days *OtherDays, m *ObserveManifest) (err error) {
	if len(days.Periods) == 0 && !c.Compare {
		return nil
	}
	if p.Series, err = c.series(days); err != nil {
		return err
	}
	p.Series = c.largeEnough(p.Series, m)
	if p.Before, p.BeforeFigures, err = c.earlier(days); err != nil {
		return err
	}
	if c.Compare && days.Earlier == nil {
		m.NotAvailable = append(m.NotAvailable, withheld("*", "", oneDay))
	}
	m.OtherDays = days
	return nil
}

// countThen counts the files of the earlier count, or else the same journals.
func (c *tallying) countThen(m *ObserveManifest) error {
	if len(c.Before) == 0 {
		c.acc = c.plan.Accumulator(c.geography, c.From, c.AsOf)
		return c.journal()
	}
	c.Files, c.events = c.Before, journal.Journal{}
	if err := c.count(); err != nil {
		return err
	}
	m.Files = append(m.Files, c.account.Files...)
	m.Refused = append(m.Refused, c.account.Refused...)
	return nil
}

// secure protects everything together: the tables of the day, those of the series
// and of the earlier count. When there is no way to, those of other days are left
// out, and it is told.
func (o *Observation) secure(p *observatory.Publication, policy observatory.Policy) (protection observatory.Protection, left bool, err error) {
	earlier, err := o.earlier()
	if err != nil {
		return protection, false, err
	}
	all := slices.Concat(p.Tables, p.Series, p.Before)
	if protection, err = observatory.SecureAfter(all, earlier, policy); err != nil {
		return protection, false, err
	}
	main, series := len(p.Tables), len(p.Tables)+len(p.Series)
	if others := len(all) > main; others && len(protection.Nothing) > 0 {
		if protection, err = observatory.SecureAfter(p.Tables, earlier, policy); err != nil {
			return protection, false, err
		}
		p.Tables, p.Series, p.Before, p.BeforeFigures = protection.Tables, nil, nil, nil
		return protection, true, nil
	}
	p.Tables, p.Series, p.Before = protection.Tables[:main:main], protection.Tables[main:series:series], protection.Tables[series:]
	return protection, false, nil
}

// compared puts side by side what is published.
func (c *tallying) compared(p *observatory.Publication) []observatory.Comparison {
	if !c.Compare {
		return nil
	}
	p.Compared = true
	all := observatory.CompareHolders(c.geography, p.Figures)
	return append(all, observatory.CompareEarlier(*p, observatory.Publication{Tables: p.Before, Figures: p.BeforeFigures})...)
}

// hiddenOf lists the cells that are hidden, by file. Those of the series and of the
// earlier count name their measure, level and days in the column.
func hiddenOf(p *observatory.Publication) []HiddenCell {
	out := []HiddenCell{}
	counts := func(tables []observatory.Table, name func(t *observatory.Table, column string) (string, string)) {
		for i := range tables {
			t := &tables[i]
			for _, r := range append(slices.Clone(t.Rows), t.Total) {
				for k, c := range r.Cells {
					if c.Hidden {
						file, column := name(t, t.Columns[k].Code)
						out = append(out, HiddenCell{file, r.Code, column, "secret"})
					}
				}
			}
		}
	}
	figures := func(tables []observatory.FigureTable, name func(t *observatory.FigureTable, column string) (string, string)) {
		for i := range tables {
			t := &tables[i]
			for _, r := range append(slices.Clone(t.Rows), t.Total) {
				for k, f := range r.Figures {
					if f.Missing == observatory.HiddenFigure {
						file, column := name(t, t.Columns[k].Code)
						out = append(out, HiddenCell{file, r.Code, column, "secret"})
					}
				}
			}
		}
	}
	long := func(measure string, level observatory.Level, column string, p observatory.Period) string {
		return measure + "." + column + "@" + string(level) + "/" + p.Label()
	}
	counts(p.Tables, func(t *observatory.Table, column string) (string, string) { return t.FileName(), column })
	figures(p.Figures, func(t *observatory.FigureTable, column string) (string, string) { return t.FileName(), column })
	counts(p.Series, func(t *observatory.Table, column string) (string, string) {
		return observatory.SeriesFile, long(t.Measure.Code, t.Level, column, observatory.Period{From: t.From, AsOf: t.AsOf})
	})
	counts(p.Before, func(t *observatory.Table, column string) (string, string) {
		return observatory.ComparisonsFile, long(t.Measure.Code, t.Level, column, observatory.Period{From: t.From, AsOf: t.AsOf})
	})
	figures(p.BeforeFigures, func(t *observatory.FigureTable, column string) (string, string) {
		return observatory.ComparisonsFile, long(t.Measure.Code, t.Level, column, observatory.Period{From: t.From, AsOf: t.AsOf})
	})
	return out
}
