package form

import (
	"embed"
	"io/fs"
	"net/http"

	"github.com/fichier-unique/rules/examples/internal/web"
)

//go:embed templates/*.html
var embedded embed.FS

// Templates are the parts "fields" and "summary", to be read with the templates
// of a room: pages shows {{template "fields" .}} of the fields of a step.
func Templates() fs.FS {
	sub, err := fs.Sub(embedded, "templates")
	if err != nil {
		return embedded // unreachable: the folder is embedded
	}
	return sub
}

// Routes registers the search of communes that a page asks for while a name is
// being typed. Without JavaScript nobody comes here: the page searches itself.
func Routes(rt *web.Router, departement string) error {
	pages, err := rt.Pages(nil, Templates())
	if err != nil {
		return err
	}
	rt.Page("POST /communes", web.Public, func(w http.ResponseWriter, r *http.Request) error {
		path := r.PostFormValue("path")
		if s, ok := shapeAt(path); !ok || s.kind != kindCommune {
			return &web.Error{Status: http.StatusBadRequest}
		}
		f := Field{Name: path, ID: ID(path)}
		for _, c := range Search(line(r.PostFormValue(path+".search")), departement) {
			f.Choices = append(f.Choices, Choice{Value: c.Code, Label: c.Label})
		}
		return pages.Fragment(w, "found.html", "found", f)
	})
	return nil
}
