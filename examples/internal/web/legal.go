package web

import "net/http"

// Legal registers the pages at the foot of every page: legal mentions, personal
// data, accessibility.
func (rt *Router) Legal() {
	for _, page := range []struct{ pattern, file, title string }{
		{"GET /mentions-legales", "legal.html", "Mentions légales"},
		{"GET /donnees-personnelles", "privacy.html", "Vos données personnelles"},
		{"GET /accessibilite", "accessibility.html", "Accessibilité"},
	} {
		rt.Page(page.pattern, Public, func(w http.ResponseWriter, r *http.Request) error {
			return rt.shell.Render(w, r, page.file, View{Title: page.title})
		})
	}
}
