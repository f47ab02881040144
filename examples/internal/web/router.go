package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/fichier-unique/rules/demand"
)

// Audience says who may use a route. The zero Audience is nobody's: a route
// without audience is not registered.
type Audience uint8

// The audiences.
const (
	Public    Audience = iota + 1 // everybody
	Applicant                     // the applicant of a demand, through a link or a code
	Agent                         // an agent of a partner
	Manager                       // the manager of the file
	Partner                       // a program of a partner: the interfaces
)

var audienceNames = [...]string{"", "public", "applicant", "agent", "manager", "partner"}

// String gives public, applicant, agent, manager or partner.
func (a Audience) String() string {
	if int(a) < len(audienceNames) {
		return audienceNames[a]
	}
	return "unknown"
}

// Known reports whether a is one of the audiences.
func (a Audience) Known() bool { return a >= Public && a <= Partner }

// Verdict says whether whoever sends a request may use a route.
type Verdict uint8

// The verdicts.
const (
	SignIn    Verdict = iota // nobody is known: sign in first
	Admitted                 // go on
	Forbidden                // somebody is known, who may not
)

// Config is what the shell is told.
type Config struct {
	// Admit says whether the sender of a request belongs to an audience. It is not
	// asked about Public. None: nobody does.
	Admit func(r *http.Request, a Audience) Verdict
	// Door gives the page where somebody signs in for an audience; "" or no function:
	// a page that says so.
	Door func(a Audience) string
	Book *demand.Rulebook // sentences and articles of the codes

	Version  string // written at the foot of the pages
	Operator string // who runs the file: at the foot of the pages
	Contact  string // where help is found: a telephone, an address
	HTTPS    bool   // the browser comes through TLS, here or at a proxy
	// Address gives where a request comes from, behind a proxy too; none: the other end
	// of the connection.
	Address func(*http.Request) string
	MaxBody int64 // bytes of a request; 0: one mebibyte. Body changes it for a route

	// Log is told of the failures that a person only sees as the number of an
	// incident. It receives the pattern of the route, never an address.
	Log func(ctx context.Context, incident, route string, err error)
	// Incident gives the number of an incident; none: eight characters of chance.
	Incident func() string
}

// Route is a registered route.
type Route struct {
	Pattern  string
	Audience Audience
}

// Router registers routes and answers requests. Routes are registered before the
// first request.
type Router struct {
	config  Config
	mux     *http.ServeMux
	routes  []Route
	handler http.Handler
	assets  *assets
	shell   *Pages // the pages of the shell itself
	intakes map[Audience]*intake
}

// defaultBody bounds the body of a request.
const defaultBody = 1 << 20

// New makes a router, with the static files of the shell.
func New(config Config) (*Router, error) {
	if config.Book == nil {
		return nil, errors.New("web: new router: no rulebook; give the sentences of the codes")
	}
	if config.MaxBody == 0 {
		config.MaxBody = defaultBody
	}
	if config.Address == nil {
		config.Address = origin
	}
	if config.Incident == nil {
		config.Incident = incident
	}
	files, err := ownAssets()
	if err != nil {
		return nil, err
	}
	rt := &Router{config: config, mux: http.NewServeMux(), assets: files, intakes: intakes()}
	if rt.shell, err = rt.Pages(nil, ownTemplates); err != nil {
		return nil, err
	}
	rt.handler = rt.secured(http.HandlerFunc(rt.dispatch))
	rt.Handle("GET /static/{digest}/{name...}", Public, http.HandlerFunc(rt.serveAsset))
	return rt, nil
}

// Option changes how one route is served.
type Option func(*served)

// served is a route with what guards it.
type served struct {
	rt       *Router
	route    Route
	handler  http.Handler
	maxBody  int64
	streamed bool
}

// Body bounds the body of the requests of a route, in bytes.
func Body(limit int64) Option { return func(s *served) { s.maxBody = limit } }

// Streamed says that a route reads the body of a request as it comes, and holds
// little of it at once.
func Streamed() Option { return func(s *served) { s.streamed = true } }

// Handle registers a route with its audience. It panics when the audience is not
// one, or the pattern is wrong or known already: the program is wrong.
func (rt *Router) Handle(pattern string, audience Audience, handler http.Handler, options ...Option) {
	if !audience.Known() {
		panic(fmt.Sprintf("web: register %q: it has no audience; say who may use it", pattern))
	}
	s := &served{rt: rt, route: Route{pattern, audience}, handler: handler, maxBody: rt.config.MaxBody}
	for _, o := range options {
		o(s)
	}
	rt.mux.Handle(pattern, s)
	rt.routes = append(rt.routes, s.route)
}

// Page registers a handler whose error is answered by Problem.
func (rt *Router) Page(pattern string, audience Audience, page func(http.ResponseWriter, *http.Request) error, options ...Option) {
	rt.Handle(pattern, audience, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := page(w, r); err != nil {
			rt.Problem(w, r, err)
		}
	}), options...)
}

// Routes lists the routes, in the order they were registered: for a test that
// walks them all.
func (rt *Router) Routes() []Route { return slices.Clone(rt.routes) }

// ServeHTTP answers a request.
func (rt *Router) ServeHTTP(w http.ResponseWriter, r *http.Request) { rt.handler.ServeHTTP(w, r) }

// dispatch finds the route, or says in a page that there is none.
func (rt *Router) dispatch(w http.ResponseWriter, r *http.Request) {
	handler, pattern := rt.mux.Handler(r)
	if pattern != "" {
		rt.mux.ServeHTTP(w, r)
		return
	}
	// The mux knows why: no such address, or another method, with the ones allowed.
	answer := &headOnly{header: w.Header(), status: http.StatusOK}
	handler.ServeHTTP(answer, r)
	rt.Problem(w, r, &Error{Status: answer.status})
}

// headOnly keeps the status and the header of an answer, and drops its body.
type headOnly struct {
	header http.Header
	status int
}

func (h *headOnly) Header() http.Header         { return h.header }
func (h *headOnly) Write(b []byte) (int, error) { return len(b), nil }
func (h *headOnly) WriteHeader(status int)      { h.status = status }

// ServeHTTP asks who comes, then answers.
func (s *served) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.route.Audience != Public {
		verdict := SignIn
		if s.rt.config.Admit != nil {
			verdict = s.rt.config.Admit(r, s.route.Audience)
		}
		if verdict != Admitted {
			s.rt.refuse(w, r, s.route.Audience, verdict)
			return
		}
	}
	if r.Body != nil {
		leave, err := s.rt.intakes[s.route.Audience].take(w, s.rt.config.Address(r), s.heldBy(r))
		if err != nil {
			s.rt.Problem(w, r, err)
			return
		}
		defer leave()
		r.Body = http.MaxBytesReader(w, r.Body, s.maxBody)
	}
	s.handler.ServeHTTP(w, r)
}

// refuse answers somebody who may not use a route: a page is shown where to sign
// in, a program is told.
func (rt *Router) refuse(w http.ResponseWriter, r *http.Request, a Audience, verdict Verdict) {
	if verdict == Forbidden {
		rt.Problem(w, r, &Error{Status: http.StatusForbidden, Cause: DeniedError{a}})
		return
	}
	if rt.config.Door != nil && !wantsDocument(r) {
		if door := rt.config.Door(a); door != "" {
			http.Redirect(w, r, door, http.StatusSeeOther)
			return
		}
	}
	if a == Partner {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	rt.Problem(w, r, &Error{Status: http.StatusUnauthorized})
}

// wantsDocument reports a request of a program: an address of the interfaces, or
// somebody who asks for JSON before a page.
func wantsDocument(r *http.Request) bool {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		return true
	}
	accept := r.Header.Get("Accept")
	page := strings.Index(accept, "text/html")
	for _, kind := range []string{"application/problem+json", "application/json"} {
		if i := strings.Index(accept, kind); i >= 0 && (page < 0 || i < page) {
			return true
		}
	}
	return false
}
