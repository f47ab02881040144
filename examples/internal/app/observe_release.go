package app

import (
	"io"
	"slices"

	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
)

// Published makes of a count that somebody else took what Observe makes of files:
// the tables and the figures, protected by the threshold of the observation, and
// their account. Nothing raw comes out of it.
func (o *Observation) Published(acc *observatory.Accumulator) (observatory.Publication, ObserveManifest, error) {
	m := ObserveManifest{Version: 1, AsOf: o.AsOf, From: o.From, GeographyYear: acc.Geography().Year(), Hidden: []HiddenCell{}}
	m.Demands, m.Told = acc.Total(), acc.Faults()
	p := o.publication(acc, observatory.Cross{}, &m)
	if err := o.protect(&p, &m); err != nil {
		return observatory.Publication{}, m, err
	}
	for i := range m.NotAvailable {
		m.NotAvailable[i].Reason = reasonOf(m.NotAvailable[i].Why)
	}
	return p, m, nil
}

// Recounted is the account of a publication from which something was taken since.
func Recounted(m ObserveManifest, p *observatory.Publication) ObserveManifest {
	m.Hidden = hiddenOf(p)
	sortHidden(m.Hidden)
	return m
}

// Write puts a publication in the folder of the observation as Observe does.
func (o *Observation) Write(p *observatory.Publication, compared []observatory.Comparison, m ObserveManifest) error {
	_, err := o.write(p, compared, m)
	return err
}

// File is a file of a publication.
type File struct {
	Name, About string
	Fill        func(io.Writer) error
}

// Downloads lists the files of the tables of a publication.
func (o *Observation) Downloads(p *observatory.Publication, compared []observatory.Comparison) []File {
	var out []File
	for _, f := range o.tableFiles(p, compared) {
		out = append(out, File{f.name, f.about, f.fill})
	}
	return out
}

// Whole draws the last row of a table; Places, a figure of each territory. A picture
// without labels has nothing to draw.
func Whole(t *observatory.Table) charts.Picture { return whole(t) }

// Places draws the largest counts of a table, by territory.
func Places(t *observatory.Table) charts.Picture { return largest(countsOf(t)) }

// FigurePlaces draws the largest figures of a table, by territory.
func FigurePlaces(t *observatory.FigureTable) charts.Picture { return largest(figuresOf(t)) }

// Flow draws where demands come from and what becomes of them, if both are known.
func Flow(p *observatory.Publication) (charts.Picture, bool) {
	f, ok := flowOf(p)
	return f, ok && slices.ContainsFunc(f.Links, func(l charts.Link) bool { return l.Value.N > 0 })
}

// CellValue and FigureValue give what a page shows of a count, and of a figure.
func CellValue(c observatory.Cell) charts.Value { return counted(c) }

// FigureValue gives a figure in the unit that UnitOf names.
func FigureValue(f observatory.Figure, m *observatory.Measure) charts.Value { return figured(f, m) }

// PublishedValue reads a value of a comparison.
func PublishedValue(text string, m *observatory.Measure) charts.Value { return valueOf(text, m) }

// ChangeOf writes how much a value of a comparison has changed: in hundredths, in
// points for a share; "" when it is not known.
func ChangeOf(c *observatory.Comparison) string { return changeOf(c) }

// UnitOf names the unit of a measure in pages, and SourceOf its source.
func UnitOf(m *observatory.Measure) string { return unitOf(m) }

// SourceOf names the source of a measure.
func SourceOf(m *observatory.Measure) string { return sourceOf(m) }

// Reasons says once each, for readers, why something is not available.
func (m *ObserveManifest) Reasons() []string {
	var out []string
	for _, n := range m.NotAvailable {
		if text := forReaders(n.Reason); n.Asked() && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}
