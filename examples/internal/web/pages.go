package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/fichier-unique/rules/demand"
)

// Link is an entry of a menu.
type Link struct {
	URL, Text string
	Current   bool // where the reader is, or is under; the shell marks the page itself
}

// View is what a page shows inside the layout.
type View struct {
	Title    string // of the page, first in the title of the window
	Area     string // name of the area: "Espace guichet"; none: the name of the site
	Menu     []Link
	Leave    string // address to post to so as to sign out; none: no button
	Status   int    // 0: 200
	Messages []Message
	Wide     bool // tables: the page takes the whole width
	Wrong    bool // something is to be corrected: the title of the window says it first, as a screen reader does
	Findable bool // search engines may list the page
	Data     any  // of the template
}

// Message is said once, at the top of a page.
type Message struct {
	Kind string // "info", "success", "warning" or "error"
	Text string
}

// Pages are the templates of a room, inside the layout of the shell.
type Pages struct {
	rt    *Router
	files map[string]*template.Template
}

// Pages reads the templates of a room: every *.html of the files, at their root or
// in their folder "templates". One file is one page; those whose name begins with
// "_" are parts that every page of the room may use. Functions of the room come
// beside those of the shell.
func (rt *Router) Pages(functions template.FuncMap, files ...fs.FS) (*Pages, error) {
	all := rt.functions()
	maps.Copy(all, functions)
	common, err := rt.layout(all)
	if err != nil {
		return nil, err
	}
	pages := map[string]string{}
	for _, source := range files {
		for _, pattern := range []string{"*.html", "templates/*.html"} {
			found, err := fs.Glob(source, pattern)
			if err != nil {
				return nil, fmt.Errorf("web: find templates: %w", err)
			}
			for _, name := range found {
				text, err := fs.ReadFile(source, name)
				if err != nil {
					return nil, fmt.Errorf("web: read template %s: %w", name, err)
				}
				switch base := path.Base(name); {
				case base == "layout.html":
				case !strings.HasPrefix(base, "_"):
					pages[base] = Typo(string(text))
				default:
					if _, err := common.New(base).Parse(Typo(string(text))); err != nil {
						return nil, fmt.Errorf("web: read template %s: %w", name, err)
					}
				}
			}
		}
	}
	out := &Pages{rt: rt, files: map[string]*template.Template{}}
	for name, text := range pages {
		page, err := common.Clone()
		if err == nil {
			_, err = page.New(name).Parse(text)
		}
		if err != nil {
			return nil, fmt.Errorf("web: read template %s: %w", name, err)
		}
		out.files[name] = page
	}
	return out, nil
}

func (rt *Router) layout(functions template.FuncMap) (*template.Template, error) {
	out := template.New("").Funcs(functions)
	for _, name := range []string{"layout.html", "_parts.html"} {
		text, err := ownTemplates.ReadFile("templates/" + name)
		if err != nil {
			return nil, fmt.Errorf("web: read the layout: %w", err)
		}
		if _, err := out.New(name).Parse(Typo(string(text))); err != nil {
			return nil, fmt.Errorf("web: read the layout: %w", err)
		}
	}
	return out, nil
}

// shown is what the layout sees.
type shown struct {
	View
	Version, Operator, Contact string
}

// Render shows a page. It is written only once it is whole: an error leaves
// nothing half said.
func (p *Pages) Render(w http.ResponseWriter, r *http.Request, name string, v View) error {
	v.Messages = append(p.rt.takeFlash(w, r), v.Messages...)
	v.Menu = slices.Clone(v.Menu)
	for i := range v.Menu {
		v.Menu[i].Current = v.Menu[i].Current || v.Menu[i].URL == r.URL.Path
	}
	return p.execute(w, name, "layout.html", shown{v, p.rt.config.Version, p.rt.config.Operator, p.rt.config.Contact}, v.Status)
}

// Fragment shows a part of a page by its name, without the layout: what htmx
// puts in a page that is there already.
func (p *Pages) Fragment(w http.ResponseWriter, file, name string, data any) error {
	return p.execute(w, file, name, data, http.StatusOK)
}

// buffers are where pages are made. One that a large page has grown is let go.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const keptBuffer = 1 << 16

func (p *Pages) execute(w http.ResponseWriter, file, name string, data any, status int) error {
	page, ok := p.files[file]
	if !ok {
		return fmt.Errorf("web: no template %s", file)
	}
	b := buffers.Get().(*bytes.Buffer)
	defer func() {
		if b.Cap() <= keptBuffer {
			b.Reset()
			buffers.Put(b)
		}
	}()
	if err := page.ExecuteTemplate(b, name, data); err != nil {
		return fmt.Errorf("web: show %s: %w", file, err)
	}
	return write(w, b.Bytes(), status)
}

func write(w http.ResponseWriter, body []byte, status int) error {
	if status == 0 {
		status = http.StatusOK
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the reader went away: nothing to mend
	return nil
}

// functions are those every template may use.
func (rt *Router) functions() template.FuncMap {
	return template.FuncMap{
		"static": rt.StaticURL,
		"day":    FrenchDay,
		"euros":  FrenchEuros,
		"plural": Plural,
	}
}

var months = [...]string{"", "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// The blanks that no line may end on.
const (
	nbsp  = "\u00a0"
	nnbsp = "\u202f"
)

// FrenchDay writes a day as people say it: "1er mars 2026". No day gives "".
func FrenchDay(d demand.Date) string {
	if d.IsZero() {
		return ""
	}
	day := strconv.Itoa(d.Day())
	if d.Day() == 1 {
		day = "1er"
	}
	return day + nbsp + months[d.Month()] + nbsp + strconv.Itoa(d.Year())
}

// FrenchEuros writes an amount: "12 850 €", with its cents when it has some.
func FrenchEuros(amount decimal.Decimal) string {
	text := amount.Abs().Round(2).StringFixed(2)
	whole, cents, _ := strings.Cut(text, ".")
	var b strings.Builder
	if amount.Sign() < 0 {
		b.WriteString("−")
	}
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(nnbsp)
		}
		b.WriteRune(c)
	}
	if cents != "00" {
		b.WriteString("," + cents)
	}
	return b.String() + nbsp + "€"
}

// Typo puts the blanks that no line may end on where French wants them: before
// « : ; ? ! » and inside quotes. It is for the words of the program and of the
// library, never for what somebody typed.
func Typo(text string) string { return typo.Replace(text) }

var typo = strings.NewReplacer(" :=", " :=", " :", nbsp+":", " ;", nbsp+";", " ?", nbsp+"?", " !", nbsp+"!", " »", nbsp+"»", "« ", "«"+nbsp)

// Plural writes a count with its noun: "0 jour", "1 jour", "2 jours".
func Plural(n int, one, many string) string {
	if n > 1 || n < -1 {
		return strconv.Itoa(n) + nbsp + many
	}
	return strconv.Itoa(n) + nbsp + one
}
