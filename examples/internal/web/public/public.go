package public

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/examples/internal/app"
	"github.com/fichier-unique/rules/examples/internal/charts"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/observatory"
	"github.com/fichier-unique/rules/observatory/territory"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed static
var static embed.FS

// Home is the address of the observatory.
const Home = "/observatoire"

// Config is what the pages need.
type Config struct {
	Registry *registry.Registry
	Folder   string // where the files of each release are put; none: nowhere
	Outlines Outlines

	// Past is how many months before the last one the first refresh counts too, of a
	// file that is there already. Those whose demands are erased since would be counted
	// short: it is for a demonstration, or for a file that erased nothing.
	Past int

	// Who tells the agents of the partners, for the counts of the day; none: there is
	// no such page.
	Who   func(*http.Request) (registry.Agent, bool)
	Zone  *time.Location // of the hours shown; none: that of the clock
	Leave string         // address to post to so as to sign out
	Menu  []web.Link     // of the agents
}

// Outlines is a GeoJSON file of the shapes of territories, for the maps, the property
// that holds their code, and whom it comes from. The zero value has none: maps are
// tiles.
type Outlines struct{ File, Code, Credit string }

// Public is the pages of the observatory.
type Public struct {
	Config
	rt    *web.Router
	pages *web.Pages
	atlas func() *app.Atlas

	perimeters perimeters

	mu   sync.Mutex
	all  []*Release // what was read last
	read time.Time

	counting sync.Mutex // one count of the day at a time
	counts   map[charter.Actor]*tallied
}

// Routes registers the pages.
func Routes(rt *web.Router, c Config) (*Public, error) {
	if c.Registry == nil {
		return nil, errors.New("public: a registry is needed")
	}
	own, err := fs.Sub(static, "static")
	if err != nil {
		return nil, err
	}
	for _, files := range []fs.FS{own, charts.Files} {
		if err := rt.Static(files); err != nil {
			return nil, err
		}
	}
	p := &Public{Config: c, rt: rt, atlas: sync.OnceValue(func() *app.Atlas { return &app.Atlas{Geography: territory.Today()} })} // not at the start: it takes time and memory
	if c.Outlines.File != "" {
		if p.atlas().Outlines, err = app.ReadOutlines(c.Outlines.File, c.Outlines.Code, c.Outlines.Credit, p.atlas().Geography); err != nil {
			return nil, fmt.Errorf("-outlines : %w", err)
		}
	}
	if p.pages, err = rt.Pages(nil, templates); err != nil {
		return nil, err
	}
	rt.Page("GET "+Home, web.Public, p.index)
	rt.Page("GET "+Home+"/{count}", web.Public, p.release(p.whole))
	rt.Page("GET "+Home+"/{count}/aller", web.Public, p.release(p.find))
	rt.Page("GET "+Home+"/{count}/mesures/{measure}/{level}", web.Public, p.release(p.measure))
	rt.Page("GET "+Home+"/{count}/mesures/{measure}/{level}/fichiers/{file}", web.Public, p.release(p.tableFile))
	rt.Page("GET "+Home+"/{count}/territoires/{level}/{code}", web.Public, p.release(p.place))
	rt.Page("GET "+Home+"/{count}/fichiers/{file}", web.Public, p.release(p.file))
	rt.Page("GET "+Home+"/territoires/{level}/{code}/series/{file}", web.Public, p.series)
	if c.Who != nil {
		rt.Page("GET "+Today, web.Agent, p.today)
	}
	return p, nil
}

// fresh is how long what was read of the store serves: another process may publish.
const fresh = time.Minute

func (p *Public) releases(ctx context.Context) ([]*Release, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.Registry.Clock()
	if p.all != nil && now.Sub(p.read) < fresh && !now.Before(p.read) {
		return p.all, nil
	}
	all, err := p.load(ctx)
	if err != nil {
		return nil, err
	}
	p.all, p.read = all, now
	return all, nil
}

func (p *Public) forget() {
	p.mu.Lock()
	p.all = nil
	p.mu.Unlock()
}

// visit is a request about a release.
type visit struct {
	*Public
	*Release
	w http.ResponseWriter
	r *http.Request
}

// release finds the release that an address names.
func (p *Public) release(show func(*visit) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		all, err := p.releases(r.Context())
		if err != nil {
			return err
		}
		for _, found := range all {
			if found.Name == r.PathValue("count") {
				return show(&visit{p, found, w, r})
			}
		}
		return notFound()
	}
}

func notFound() error { return &web.Error{Status: http.StatusNotFound} }

func (p *Public) render(w http.ResponseWriter, r *http.Request, file, title string, data any) error {
	return p.pages.Render(w, r, file, web.View{Title: title, Area: "Observatoire", Wide: true, Findable: true, Data: data,
		Menu: []web.Link{{URL: "/", Text: "Accueil"}, {URL: Home, Text: "Observatoire"}}})
}

// mostCounts is how many counts the first page shows at once: a year of them.
const mostCounts = 13

type indexPage struct {
	Counts []head // the latest
	Older  []head
	Time   drawings // the whole, from count to count
	Series []link
}

// index lists what is published.
func (p *Public) index(w http.ResponseWriter, r *http.Request) error {
	all, err := p.releases(r.Context())
	if err != nil {
		return err
	}
	var page indexPage
	for _, one := range all {
		page.Counts = append(page.Counts, headOf(one))
	}
	if n := len(page.Counts); n > mostCounts {
		page.Counts, page.Older = page.Counts[:mostCounts], page.Counts[mostCounts:]
	}
	over := p.placeOverTime(all, observatory.Departement, whole, "Ensemble", nil)
	parts, err := draw(over)
	if err != nil {
		return err
	}
	if page.Time = parts[0]; len(over) > 0 {
		page.Series = seriesLinks(observatory.Departement, whole)
	}
	return p.render(w, r, "index.html", "Observatoire de la demande", page)
}

// find leads to the page of a territory chosen in a list.
func (p *Public) find(v *visit) error {
	level, code, _ := strings.Cut(v.r.URL.Query().Get("lieu"), " ")
	if territory.Today().Rank(observatory.Level(level), code) < 0 {
		return notFound()
	}
	http.Redirect(v.w, v.r, placeURL(v.Name, observatory.Level(level), code), http.StatusSeeOther)
	return nil
}
