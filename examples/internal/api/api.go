package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/fichier-unique/rules/charter"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/web"
	"github.com/fichier-unique/rules/examples/internal/web/refusal"
	"github.com/fichier-unique/rules/examples/internal/webhook"
)

// prefix is where the interface stands.
const prefix = "/api/v1"

// The scopes a token may have.
const (
	ScopeDemands = "demands" // read and act, as the charter allows
	ScopeJournal = "journal" // exchange journals with another server of the file
)

// Caller is the program behind a request.
type Caller struct {
	Agent  registry.Agent
	Scopes []string // of its token
	Token  string   // opaque code of the token: its requests are counted by it
}

// Who tells the program behind a request.
type Who func(r *http.Request) (caller Caller, ok bool)

// Config is what the interface needs.
type Config struct {
	Registry *registry.Registry
	Who      Who
	Random   io.Reader // of the secrets of calls: crypto/rand
	Calls    *webhook.Book
	Rate     int    // requests a minute of each token; 0: no limit
	Exports  string // folder of the exports for rental software, one folder a partner
}

// API answers the interface.
type API struct {
	registry *registry.Registry
	config   Config
	quota    *quota
}

// New registers the routes of the interface.
func New(rt *web.Router, config Config) *API {
	a := &API{registry: config.Registry, config: config, quota: newQuota(config.Rate, config.Registry.Clock)}
	for _, op := range operations {
		op := op
		options := []web.Option{}
		if op.limit > 0 {
			options = append(options, web.Body(op.limit))
		}
		if op.streamed {
			options = append(options, web.Streamed())
		}
		rt.Handle(op.method+" "+prefix+op.path, op.audience, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := a.serve(&op, w, r); err != nil {
				rt.Problem(w, r, refusal.Of(err))
			}
		}), options...)
	}
	rt.Handle("GET /api/openapi.json", web.Public, http.HandlerFunc(a.document))
	return a
}

// call is a request under way.
type call struct {
	*API
	w     http.ResponseWriter
	r     *http.Request
	agent registry.Agent
}

func (a *API) serve(op *operation, w http.ResponseWriter, r *http.Request) error {
	c := &call{API: a, w: w, r: r}
	if op.audience != web.Public {
		caller, ok := a.config.Who(r)
		if !ok {
			return &web.Error{Status: http.StatusUnauthorized}
		}
		if err := a.quota.take(w, caller.Token, op.weight); err != nil {
			return err
		}
		if !has(caller.Scopes, op.scope) {
			return &web.Error{Status: http.StatusForbidden, Detail: "Le jeton ne donne pas le droit « " + op.scope + " »."}
		}
		c.agent = caller.Agent
		c.agent.Program = true
	}
	return op.do(c)
}

func has(scopes []string, wanted string) bool {
	for _, s := range scopes {
		if s == wanted {
			return true
		}
	}
	return wanted == ""
}

// read decodes the body, strictly: a field that is not known would be ignored in
// silence.
func (c *call) read(into any) error {
	d := json.NewDecoder(c.r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return badBody(err)
	}
	if d.More() {
		return &web.Error{Status: http.StatusBadRequest, Detail: "Le corps de la requête contient plus d’un objet JSON."}
	}
	return nil
}

// badBody says what is wrong in a body without repeating any of it.
func badBody(err error) error {
	var large *http.MaxBytesError
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var faults *registry.InvalidError
	switch {
	case errors.As(err, &large), errors.As(err, &faults):
		return err
	case errors.As(err, &syntax):
		return &web.Error{Status: http.StatusBadRequest, Detail: fmt.Sprintf("Le corps de la requête n’est pas du JSON : voir l’octet %d.", syntax.Offset)}
	case errors.As(err, &kind):
		return &web.Error{Status: http.StatusBadRequest, Detail: "Le champ « " + kind.Field + " » n’est pas de la forme attendue : voir la description de l’interface."}
	case strings.HasPrefix(err.Error(), "json: unknown field"):
		return &web.Error{Status: http.StatusBadRequest, Detail: "Un champ du corps n’est pas connu : voir la description de l’interface."}
	}
	return &web.Error{Status: http.StatusBadRequest, Detail: "Le corps de la requête n’a pas pu être lu : voir la description de l’interface."}
}

// form reads the common form, with every fault of it.
func form(raw json.RawMessage) (*demand.Form, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	f, faults := demand.DecodeForm(raw)
	if faults.Blocking() {
		return nil, &registry.InvalidError{Faults: faults}
	}
	return &f, nil
}

func (c *call) answer(status int, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	c.w.Header().Set("Content-Type", "application/json")
	c.w.WriteHeader(status)
	_, _ = c.w.Write(append(text, '\n')) // the reader went away: nothing to mend
	return nil
}

// tag is the sequence of a demand as an ETag.
func tag(seq int64) string { return `"` + strconv.FormatInt(seq, 10) + `"` }

// seen is the sequence of If-Match; 0 when it is not given.
func (c *call) seen() (int64, error) {
	text := c.r.Header.Get("If-Match")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(text, "W/"), `"`), 10, 64)
	if err != nil || n <= 0 {
		return 0, &web.Error{Status: http.StatusBadRequest, Detail: "If-Match n’est pas l’ETag d’une demande : donner celui de la dernière lecture."}
	}
	return n, nil
}

// number reads a parameter of the address that is a number.
func (c *call) number(name string, fallback, most int64) (int64, error) {
	text := c.r.URL.Query().Get(name)
	if text == "" {
		return fallback, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > most {
		return 0, &web.Error{Status: http.StatusBadRequest, Detail: fmt.Sprintf("Le paramètre « %s » est un nombre de 0 à %d.", name, most)}
	}
	return n, nil
}

// maxKey bounds an Idempotency-Key.
const maxKey = 200

// key is the Idempotency-Key, apart for each partner.
func (c *call) key() (string, error) {
	k := c.r.Header.Get("Idempotency-Key")
	if len(k) > maxKey {
		return "", &web.Error{Status: http.StatusBadRequest, Detail: "Idempotency-Key dépasse 200 caractères."}
	}
	if k == "" {
		return "", nil
	}
	return c.agent.Actor.Party + "/" + c.agent.Actor.Desk + "/" + k, nil
}

// decide answers a question put to the charter in force, without doing anything.
func decide(c *call) error {
	var raw json.RawMessage
	if err := c.read(&raw); err != nil {
		return err
	}
	q, faults := charter.DecodeQuestion(raw)
	if faults.Blocking() {
		return &registry.InvalidError{Faults: faults}
	}
	day := q.On
	if day.IsZero() {
		day = c.registry.Today()
	}
	ch, err := c.registry.CharterOn(day)
	if err != nil {
		return err
	}
	d := charter.Decide(ch, c.agent.Actor, q.Act, q.Facts, day)
	return c.answer(http.StatusOK, d)
}
