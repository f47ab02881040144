package app

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/demand/household"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/disclosure"
	"github.com/fichier-unique/rules/observatory/territory"
)

// Observation is what a count is asked.
type Observation struct {
	Files     []string
	From      demand.Date // first day of the flows; zero: the stock only
	AsOf      demand.Date
	Geography demand.Date // zero: the latest
	Levels    []observatory.Level
	Cross     []string // dimensions crossed, protected with the tables that they sum to
	Previous  []string // folders published before, against which the tables are protected
	Threshold int
	Raw       bool
	Out       string
	// Since asks for series of the stock and of the flows, of periods of a length, at
	// some of the levels; without Over, at all but the communes.
	Since demand.Date
	Every observatory.Every
	Over  []observatory.Level
	// Compare puts territories beside those that hold them, and the count beside the
	// one that ends on the day Against; without it, that of a year before.
	Compare bool
	Against demand.Date
	// Before are the files of the earlier count, when no journal tells it.
	Before []string
	// Abnormal is the delay of abnormal waits in months, and Quartile the threshold of
	// the first quartile, by code of territory: see SetAbnormal and SetQuartile.
	Abnormal map[string]int
	Quartile map[string]household.Threshold
	// Outlines is a GeoJSON file of the shapes of territories, for the maps; the
	// code is in a property, and the credit is written under each map.
	Outlines, OutlinesCode, OutlinesCredit string

	maps *Atlas // made when first asked
}

// mostRefused is how many refused rows of a file the manifest shows.
const mostRefused = 100

// Withheld is a measure that the count cannot give, and why.
type Withheld struct {
	Measure string            `json:"measure"`
	Level   observatory.Level `json:"level"`
	Why     string            `json:"why"`
	Reason  string            `json:"reason"` // in French
}

// TableNote describes a table of the folder.
type TableNote struct {
	File      string            `json:"file"`
	Measure   string            `json:"measure"`
	Version   int               `json:"version"`
	Level     observatory.Level `json:"level"`
	AsOf      demand.Date       `json:"as_of"`
	From      demand.Date       `json:"from,omitzero"`
	Kind      string            `json:"kind"` // count or figure
	Sensitive bool              `json:"sensitive"`
	Additive  bool              `json:"additive"`
	SumsUp    bool              `json:"sums_up"`
	Total     string            `json:"total,omitempty"`
}

// HiddenCell is a cell that is not published. The reason is one for all: to say
// which cells are small would say how small.
type HiddenCell struct {
	File      string `json:"file"`
	Territory string `json:"territory"`
	Column    string `json:"column"`
	Why       string `json:"why"`
}

// ObserveManifest is the account of a count.
type ObserveManifest struct {
	Version       int                     `json:"version"`
	AsOf          demand.Date             `json:"as_of"`
	From          demand.Date             `json:"from,omitzero"`
	GeographyYear int                     `json:"geography_year"`
	Raw           bool                    `json:"raw"`
	Threshold     int                     `json:"threshold,omitempty"`
	Sensitive     int                     `json:"threshold_sensitive,omitempty"` // of incomes, health, violence
	ThresholdWhy  string                  `json:"threshold_why,omitempty"`
	Terms         []observatory.Term      `json:"terms,omitempty"` // the numbers of the policy, with their sources
	Files         []FileCount             `json:"files,omitempty"`
	Refused       []Located               `json:"refused,omitempty"` // the first rows of counting files that were refused
	Demands       int                     `json:"demands,omitempty"` // in the stock
	Told          demand.Faults           `json:"told"`              // what the count met: communes that moved, unknown, demands of the future
	OtherDays     *OtherDays              `json:"other_days,omitempty"`
	Unknown       []UnknownCommune        `json:"unknown_communes,omitempty"`
	Tables        []TableNote             `json:"tables"`
	Hidden        []HiddenCell            `json:"hidden"`
	Loss          *disclosure.Loss        `json:"loss,omitempty"`
	Audit         *disclosure.Certificate `json:"audit,omitempty"`
	Nothing       demand.Faults           `json:"nothing,omitempty"` // why everything is hidden
	NotAvailable  []Withheld              `json:"not_available,omitempty"`
	Outputs       []Output                `json:"outputs"`
}

// Observe counts the demands of files and writes the tables, protected unless they
// are asked raw.
func Observe(o Observation, progress Progress) (ObserveManifest, error) {
	if err := o.check(); err != nil {
		return ObserveManifest{}, err
	}
	maps, err := o.atlas() // outlines that cannot be read are told before the count
	if err != nil {
		return ObserveManifest{}, err
	}
	g := maps.Geography
	days, err := o.otherDays()
	if err != nil {
		return ObserveManifest{}, err
	}
	cross := observatory.Cross{Dimensions: o.Cross}
	var crosses []observatory.Cross
	if len(o.Cross) > 0 {
		crosses = append(crosses, cross)
	}
	plan, err := observatory.NewPlan(o.Levels, crosses...)
	if err != nil {
		return ObserveManifest{}, err
	}
	m := ObserveManifest{Version: 1, AsOf: o.AsOf, From: o.From, GeographyYear: g.Year(), Raw: o.Raw, Hidden: []HiddenCell{}}
	c := tallying{Observation: &o, plan: plan, geography: g, account: &m, progress: progress}
	if err := c.count(); err != nil {
		return m, err
	}
	m.Demands, m.Told = c.acc.Total(), c.acc.Faults()
	p := o.publication(c.acc, cross, &m)
	if err := c.addOtherDays(&p, &days, &m); err != nil {
		return m, err
	}
	if !o.Raw {
		if err := o.protect(&p, &m); err != nil {
			return m, err
		}
	}
	for i := range m.NotAvailable {
		m.NotAvailable[i].Reason = reasonOf(m.NotAvailable[i].Why)
	}
	return o.write(&p, c.compared(&p), m)
}

// check says what cannot be counted so, before anything is read.
func (o *Observation) check() error {
	if len(o.Files) == 0 {
		return errors.New("aucun fichier donné ; écrire « batch observe -in FICHIER… »")
	}
	if name := twice(slices.Concat(o.Files, o.Before)); name != "" {
		return fmt.Errorf("%s est donné deux fois : ses demandes compteraient double ; ne le donner qu'une fois", name)
	}
	if !o.Raw && o.Threshold < 2 {
		return fmt.Errorf("un seuil de %d ne cache rien ; donner 2 ou plus (5 est d'usage), ou -raw pour un usage interne", o.Threshold)
	}
	return o.checkCross()
}

// checkCross says what is wrong with a crossing, before the library refuses it.
func (o *Observation) checkCross() error {
	var known []string
	for _, d := range observatory.Dimensions() {
		known = append(known, d.Code)
	}
	for i, code := range o.Cross {
		if !slices.Contains(known, code) {
			return fmt.Errorf("-cross : « %s » n'est pas une dimension ; choisir parmi %s", code, strings.Join(known, ", "))
		}
		if slices.Contains(o.Cross[:i], code) {
			return fmt.Errorf("-cross : « %s » est donné deux fois ; ne le donner qu'une fois", code)
		}
	}
	if len(o.Cross) > 4 {
		return fmt.Errorf("-cross : %d dimensions sont trop ; en donner quatre au plus", len(o.Cross))
	}
	return nil
}

// publication gives the tables and the figures, and notes those that have no value.
func (o *Observation) publication(acc *observatory.Accumulator, cross observatory.Cross, m *ObserveManifest) observatory.Publication {
	var p observatory.Publication
	for _, t := range acc.Tables(o.Levels...) {
		if unknownToAll(&t) {
			m.NotAvailable = append(m.NotAvailable, withheld(t.Measure.Code, t.Level, cmp.Or(o.wants(t.Measure.Code), observatory.NotKnown)))
			continue
		}
		p.Tables = append(p.Tables, t)
	}
	if len(o.Cross) > 0 {
		for _, level := range o.Levels {
			if t, ok := acc.CrossTable(cross, level); ok {
				p.Tables = append(p.Tables, t)
			}
		}
	}
	for _, t := range acc.Figures(o.Levels...) {
		if missing := t.Total.Figures[len(t.Total.Figures)-1].Missing; len(t.Rows) == 0 || missing == observatory.NotKnown {
			m.NotAvailable = append(m.NotAvailable, withheld(t.Measure.Code, t.Level, cmp.Or(o.wants(t.Measure.Code), missing, observatory.NoDemand)))
			continue
		}
		p.Figures = append(p.Figures, t)
	}
	for _, level := range o.Levels {
		switch g := acc.Geography(); {
		case g.Certainty(level) == territory.Unknown:
			m.NotAvailable = append(m.NotAvailable, withheld("*", level, noList))
		case partlyKnown(g, level):
			m.NotAvailable = append(m.NotAvailable, withheld("*", level, partList))
		}
	}
	return p
}

// unknownToAll reports a table of which nothing is known but the total.
func unknownToAll(t *observatory.Table) bool {
	last := len(t.Columns) - 1
	return last > 1 && t.Columns[last-1].Code == "unknown" && t.Total.Cells[last].Value > 0 && t.Total.Cells[last-1].Value == t.Total.Cells[last].Value
}

// protect hides what must be, and keeps the proof that it is enough.
func (o *Observation) protect(p *observatory.Publication, m *ObserveManifest) error {
	policy := observatory.DefaultPolicy()
	policy.Threshold, policy.Sensitive = o.Threshold, max(policy.Sensitive, o.Threshold)
	m.Threshold, m.Sensitive, m.ThresholdWhy = policy.Threshold, policy.Sensitive, policy.Reason
	m.Terms = policy.Terms()
	protection, left, err := o.secure(p, policy)
	if err != nil {
		return err
	}
	if left {
		m.OtherDays = nil
		m.NotAvailable = append(m.NotAvailable, withheld("*", "", notProtected))
	}
	p.Figures, _ = observatory.HideFigures(p.Figures, p.Tables, policy)
	p.BeforeFigures, _ = observatory.HideFigures(p.BeforeFigures, p.Before, policy)
	m.Nothing = protection.Nothing
	for _, w := range protection.Withheld { // their totals are published
		m.NotAvailable = append(m.NotAvailable, withheld(w.Measure, cmp.Or(w.Level, "*"), observatory.HiddenFigure))
	}
	protection.Loss.Value = 0 // a sum of hidden counts is not published
	m.Loss, m.Audit = &protection.Loss, &protection.Audit
	m.Hidden = hiddenOf(p)
	sortHidden(m.Hidden)
	return nil
}

func sortHidden(all []HiddenCell) {
	slices.SortFunc(all, func(a, b HiddenCell) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Territory, b.Territory), cmp.Compare(a.Column, b.Column))
	})
}
