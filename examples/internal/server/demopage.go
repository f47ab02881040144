package server

import (
	"embed"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"github.com/fichier-unique/rules/examples/internal/accounts"
	"github.com/fichier-unique/rules/examples/internal/web"
)

//go:embed templates/*.html
var templates embed.FS

// demoDoor is a desk one may enter without password in the demonstration.
type demoDoor struct{ Agent, Label string }

// mountDemo registers the door of the demonstration: a page with a button for each
// account, and the mails that were sent. It exists under -demo alone, which
// listens on this machine only.
func (s *Server) mountDemo() error {
	pages, err := s.router.Pages(nil, templates)
	if err != nil {
		return err
	}
	s.router.Page("GET /demo", web.Public, func(w http.ResponseWriter, r *http.Request) error {
		var doors []demoDoor
		for i := range demoAccounts {
			doors = append(doors, demoDoor{demoAccounts[i].Agent, demoAccounts[i].label})
		}
		return pages.Render(w, r, "demo.html", web.View{Title: "Démonstration", Data: doors})
	})
	s.router.Page("POST /demo/entrer", web.Public, func(w http.ResponseWriter, r *http.Request) error {
		agent := r.PostFormValue("agent")
		for i := range demoAccounts {
			if a := &demoAccounts[i]; a.Agent == agent {
				if err := s.accounts.EnterAs(r.Context(), agent); err != nil {
					return err
				}
				kind := accounts.Agent
				if a.Role == accounts.ManagerRole {
					kind = accounts.Manager
				}
				http.Redirect(w, r, home(kind), http.StatusSeeOther)
				return nil
			}
		}
		return &web.Error{Status: http.StatusNotFound}
	})
	s.router.Page("GET /demo/courriers", web.Public, func(w http.ResponseWriter, r *http.Request) error {
		letters, err := readLetters(filepath.Join(s.config.Data, mailFolder))
		if err != nil {
			return err
		}
		return pages.Render(w, r, "courriers.html", web.View{Title: "Courriers envoyés", Data: letters})
	})
	return nil
}

// maxLetters bounds what the page of the demonstration shows.
const maxLetters = 20

// readLetters reads the last mails of the folder, the newest first.
func readLetters(dir string) ([]letter, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []letter
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || filepath.Ext(e.Name()) != ".eml" {
			continue // a file that goes away meanwhile
		}
		out = append(out, letter{name: e.Name(), at: info.ModTime()})
	}
	slices.SortFunc(out, func(a, b letter) int { return b.at.Compare(a.at) })
	out = out[:min(len(out), maxLetters)]
	for i := range out {
		if err := out[i].read(dir); err != nil {
			return nil, err
		}
	}
	return out, nil
}
