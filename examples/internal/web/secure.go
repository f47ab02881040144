package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"runtime/debug"
	"time"
)

// policy lets a page load only what this server serves: no script or style in the
// page itself, no frame, no form sent elsewhere. The pictures in data: are the
// marks of the style sheet.
const policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

// guard is what every answer bears unless a handler says otherwise. Its lists are
// those of every answer: a handler sets another, it changes none.
var guard = http.Header{
	"Content-Security-Policy":           {policy},
	"X-Content-Type-Options":            {"nosniff"},
	"Referrer-Policy":                   {"same-origin"}, // no-referrer would have forms sent with "Origin: null", which tells nothing of a forged one
	"Permissions-Policy":                {"accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"},
	"Cross-Origin-Opener-Policy":        {"same-origin"},
	"Cross-Origin-Resource-Policy":      {"same-origin"},
	"X-Frame-Options":                   {"DENY"},
	"X-Permitted-Cross-Domain-Policies": {"none"},
	"Cache-Control":                     {"no-store"},
}

// twoYears is how long a browser keeps to TLS once it has seen it.
const twoYears = "max-age=63072000; includeSubDomains"

// ForgedError says that a request came from another site. It is for the log.
type ForgedError struct{}

// DeniedError says that somebody who is known may not use a route. It is for the
// log.
type DeniedError struct{ Audience Audience }

// Error says what it is.
func (ForgedError) Error() string { return "web: the request comes from another site" }

// Error says whose the route is.
func (e DeniedError) Error() string { return "web: the route is for " + e.Audience.String() }

// secured sets the headers, refuses forged requests and catches panics.
func (rt *Router) secured(next http.Handler) http.Handler {
	forged := http.NewCrossOriginProtection()
	forged.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rt.Problem(w, r, &Error{Status: http.StatusForbidden, Cause: ForgedError{}, Detail: "Cette demande vient d’un autre site : elle n’a pas été prise en compte.",
			Remedy: "Revenez sur la page d’accueil de ce site et recommencez."})
	}))
	safe := forged.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		maps.Copy(header, guard)
		if rt.config.HTTPS || r.TLS != nil {
			header.Set("Strict-Transport-Security", twoYears)
		}
		seen := &watched{ResponseWriter: w}
		defer rt.catch(seen, r)
		safe.ServeHTTP(seen, r)
	})
}

// watched remembers whether an answer was begun.
type watched struct {
	http.ResponseWriter
	begun bool
}

// WriteHeader notes that the answer is begun.
func (w *watched) WriteHeader(status int) {
	w.begun = true
	w.ResponseWriter.WriteHeader(status)
}

// Write notes that the answer is begun.
func (w *watched) Write(b []byte) (int, error) {
	w.begun = true
	return w.ResponseWriter.Write(b)
}

// Unwrap gives the writer beneath, for http.ResponseController.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// catch turns a panic into a page with the number of an incident. An answer that
// was begun is cut short, so that nobody takes it for whole.
func (rt *Router) catch(w *watched, r *http.Request) {
	cause := recover()
	if cause == nil {
		return
	}
	if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(http.ErrAbortHandler)
	}
	err := fmt.Errorf("web: panic: %v\n%s", cause, debug.Stack())
	if w.begun {
		rt.log(r, rt.config.Incident(), err)
		panic(http.ErrAbortHandler)
	}
	rt.Problem(w, r, err)
}

func (rt *Router) log(r *http.Request, number string, err error) {
	if rt.config.Log != nil {
		_, pattern := rt.mux.Handler(r)
		rt.config.Log(r.Context(), number, pattern, err)
	}
}

// incident draws a number that is easy to read over the telephone.
func incident() string {
	return rand.Text()[:4] + "-" + rand.Text()[:4]
}

// Server gives a server with limits on time and size: a slow sender holds nothing
// for long. Uploads of a few mebibytes over a poor telephone line pass.
func Server(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute, // five mebibytes at 20 kB/s
		WriteTimeout:      6 * time.Minute, // it begins with the reading
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
}
