package public

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/observatory"
)

// accountFile is the account of a release: threshold, what is hidden, the audit.
const accountFile = "compte.json"

// files lists what can be downloaded.
func (v *visit) files() []link {
	if v.Reach == Nothing {
		return nil
	}
	publication := v.publication()
	o := app.Observation{Levels: levels}
	var out []link
	for _, f := range o.Downloads(&publication, nil) {
		out = append(out, link{Home + "/" + v.Name + "/fichiers/" + f.Name, f.Name + " : " + f.About})
	}
	return append(out, link{Home + "/" + v.Name + "/fichiers/" + accountFile, accountFile + " : le compte lui-même, son seuil, les cases cachées et le contrôle"})
}

// kinds are those of the files.
var kinds = map[string]string{"csv": "text/csv; charset=utf-8", "json": "application/json", "geojson": "application/geo+json"}

// file gives a file of a release, made of what is published.
func (p *Public) file(v *visit) error {
	name := v.r.PathValue("file")
	publication := v.publication()
	o := app.Observation{Levels: levels}
	var beside []observatory.Comparison
	if name == observatory.ComparisonsFile {
		all, err := p.releases(v.r.Context())
		if err != nil {
			return err
		}
		beside = compared(v.Release, all)
	}
	files := append(o.Downloads(&publication, beside), app.File{Name: accountFile, Fill: func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(v.Account)
	}})
	i := slices.IndexFunc(files, func(f app.File) bool { return f.Name == name })
	if i < 0 || v.Reach == Nothing {
		return notFound()
	}
	attach(v.w, v.Name+"-"+name)
	_ = files[i].Fill(v.w) // the reader went away: nothing to mend
	return nil
}

// attach begins the answer that is a file.
func attach(w http.ResponseWriter, name string) {
	w.Header().Set("Content-Type", kinds[name[strings.LastIndexByte(name, '.')+1:]])
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	w.WriteHeader(http.StatusOK)
}

// only is what a release publishes of a measure at a level.
func (r *Release) only(measure string, level observatory.Level) (out observatory.Publication) {
	if t := r.table(measure, level); t != nil {
		out.Tables = append(out.Tables, *t)
	}
	if t := r.figures(measure, level); t != nil {
		out.Figures = append(out.Figures, *t)
	}
	return out
}

// tableLinks lead to the files of one table: the values that its page shows.
func (v *visit) tableLinks(measure string, level observatory.Level) (out []link) {
	publication := v.only(measure, level)
	o := app.Observation{Levels: []observatory.Level{level}}
	for _, f := range o.Downloads(&publication, nil) {
		text := map[string]string{"dictionary.csv": "dictionnaire de ce CSV", "tables.json": "JSON", "sdmx.csv": "SDMX-CSV", string(level) + ".geojson": "GeoJSON, à joindre à des contours"}[f.Name]
		if text == "" {
			text = "CSV"
		}
		out = append(out, link{measureURL(v.Name, measure, level) + "/fichiers/" + f.Name, text})
	}
	return out
}

// tableFile gives a file of one table.
func (p *Public) tableFile(v *visit) error {
	measure, level, name := v.r.PathValue("measure"), observatory.Level(v.r.PathValue("level")), v.r.PathValue("file")
	publication := v.only(measure, level)
	if len(publication.Tables)+len(publication.Figures) == 0 {
		return notFound()
	}
	o := app.Observation{Levels: []observatory.Level{level}}
	for _, f := range o.Downloads(&publication, nil) {
		if f.Name == name {
			attach(v.w, v.Name+"-"+measure+"-"+name)
			_ = f.Fill(v.w) // the reader went away: nothing to mend
			return nil
		}
	}
	return notFound()
}
