package report

import (
	"fmt"
	"html/template"
	"path"

	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/observatory"
)

// block writes a picture of the page.
func block(pictures []charts.Picture, id string) (template.HTML, error) {
	for _, p := range pictures {
		if p.ID == id {
			return charts.Block(p)
		}
	}
	return "", fmt.Errorf("rapport : pas d'image %q", id)
}

// pictures are those of the page; the page tables their figures itself.
func (d Data) pictures() []charts.Picture {
	files := charts.Picture{ID: "fichiers", Kind: charts.Bars, Title: "Lignes acceptées et refusées, par fichier", Horizontal: true, Stacked: true,
		Series: []charts.Series{{Name: "acceptées"}, {Name: "refusées"}}, Untabled: true}
	for _, f := range d.Files {
		files.Labels = append(files.Labels, path.Base(f.Name))
		files.Series[0].Values = append(files.Series[0].Values, charts.Count(f.Accepted))
		files.Series[1].Values = append(files.Series[1].Values, charts.Count(f.Refused))
	}
	overlap := charts.Picture{ID: "guichets", Kind: charts.Bars, Title: "Demandes selon le nombre de fichiers où elles figurent",
		Definition: "Une même demande déposée auprès de plusieurs partenaires n'est comptée qu'une fois", Series: []charts.Series{{Name: "demandes"}}, Untabled: true}
	for _, o := range d.Overlap {
		overlap.Labels = append(overlap.Labels, filesOf(o.Partners))
		overlap.Series[0].Values = append(overlap.Series[0].Values, charts.Count(o.Demands))
	}
	refused := charts.Picture{ID: "refus", Kind: charts.Bars, Title: "Lignes refusées, par règle", Horizontal: true,
		Definition: "Lignes concernées par chaque règle ; une ligne peut en enfreindre plusieurs", Series: []charts.Series{{Name: "lignes"}}, Untabled: true}
	for _, r := range ofSeverity(d.Reasons, "blocking") {
		refused.Labels = append(refused.Labels, r.Code)
		refused.Series[0].Values = append(refused.Series[0].Values, charts.Count(r.Rows))
	}
	return []charts.Picture{files, overlap, refused, d.communes(),
		d.totals("types", "Types de logement souhaités", "by_type", "Plusieurs types peuvent être cochés : les colonnes ne s'additionnent pas"),
		d.totals("anciennete", "Ancienneté des demandes", "by_age", "Mois entiers depuis le premier dépôt, conservé au fil des renouvellements")}
}

func filesOf(n int) string {
	if n < 2 {
		return fmt.Sprintf("%d fichier", n)
	}
	return fmt.Sprintf("%d fichiers", n)
}

func (d Data) communes() charts.Picture {
	t := d.table("stock_first", "commune")
	p := charts.Picture{ID: "communes", Kind: charts.Bars, Title: "Les vingt communes les plus demandées en premier choix", Horizontal: true,
		Definition: "Chaque demande compte une fois, dans sa commune de premier choix", Geography: t.GeographyYear,
		Series: []charts.Series{{Name: "demandes"}}, Untabled: true}
	for _, r := range biggest(t, 20) {
		p.Labels = append(p.Labels, r.Name)
		p.Series[0].Values = append(p.Series[0].Values, value(r.Cells[0]))
	}
	return p
}

// totals draws the total row of a measure.
func (d Data) totals(id, title, measure, definition string) charts.Picture {
	t := d.table(measure, "departement")
	p := charts.Picture{ID: id, Kind: charts.Bars, Title: title, Definition: definition, Geography: t.GeographyYear, Series: []charts.Series{{Name: "demandes"}}, Untabled: true}
	for k := range len(t.Columns) - 1 {
		p.Labels = append(p.Labels, t.Columns[k].Title)
		p.Series[0].Values = append(p.Series[0].Values, value(t.Total.Cells[k]))
	}
	return p
}

func value(c observatory.Cell) charts.Value {
	if c.Hidden {
		return charts.Value{Hidden: true}
	}
	return charts.Count(c.Value)
}
