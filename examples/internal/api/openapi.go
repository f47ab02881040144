package api

import (
	"encoding"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3gen"

	"github.com/fichier-unique/rules/examples/internal/web"
)

// document answers GET /api/openapi.json.
func (a *API) document(w http.ResponseWriter, _ *http.Request) {
	doc, err := described()
	if err != nil {
		http.Error(w, "la description de l’interface n’a pas pu être faite", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(doc) // the reader went away: nothing to mend
}

var described = sync.OnceValues(func() ([]byte, error) {
	doc, err := Document()
	if err != nil {
		return nil, err
	}
	return doc.MarshalJSON()
})

// Document is the OpenAPI 3.0 description of the interface, made from the table
// of operations and from the types they read and write.
func Document() (*openapi3.T, error) {
	doc := &openapi3.T{OpenAPI: "3.0.3", Paths: openapi3.NewPaths(),
		Info: &openapi3.Info{Title: "Fichier partagé de la demande de logement social", Version: "1",
			Description: "Every act of the life of a demand of social housing, decided by the partners’ charter and explained with the law. " +
				"Each token may send so many requests a minute, as whoever runs the server set it (6000 unless said otherwise); beyond it, 429 says in Retry-After how long to wait."},
		Components: &openapi3.Components{Schemas: openapi3.Schemas{}, SecuritySchemes: openapi3.SecuritySchemes{
			"token": &openapi3.SecuritySchemeRef{Value: openapi3.NewSecurityScheme().WithType("http").WithScheme("bearer")}}},
	}
	g := openapi3gen.NewGenerator(openapi3gen.SchemaCustomizer(customize))
	problem, err := g.NewSchemaRefForValue(web.Problem{}, nil)
	if err != nil {
		return nil, err
	}
	doc.Components.Schemas["Problem"] = problem
	for i := range operations {
		op := &operations[i]
		out, err := op.describe(g)
		if err != nil {
			return nil, fmt.Errorf("api: describe %s: %w", op.id, err)
		}
		path := prefix + op.path
		item := doc.Paths.Value(path)
		if item == nil {
			item = &openapi3.PathItem{}
			doc.Paths.Set(path, item)
		}
		item.SetOperation(op.method, out)
	}
	if err := openapi3.NewLoader().ResolveRefsIn(doc, nil); err != nil {
		return nil, fmt.Errorf("api: describe: %w", err)
	}
	return doc, nil
}

var (
	textType = reflect.TypeFor[encoding.TextMarshaler]()
	jsonType = reflect.TypeFor[json.Marshaler]()
	rawType  = reflect.TypeFor[json.RawMessage]()
	timeType = reflect.TypeFor[time.Time]()
)

// customize says how types that write themselves are written.
func customize(_ string, t reflect.Type, _ reflect.StructTag, s *openapi3.Schema) error {
	writes := func(i reflect.Type) bool { return t.Implements(i) || reflect.PointerTo(t).Implements(i) }
	switch {
	case t == timeType, t.Kind() == reflect.Pointer:
	case t == rawType, writes(jsonType):
		*s = openapi3.Schema{}
	case writes(textType):
		*s = *openapi3.NewStringSchema()
	}
	return nil
}

const (
	typeJSON    = "application/json"
	typeLines   = "application/x-ndjson"
	typeProblem = "application/problem+json"
)

func (op *operation) describe(g *openapi3gen.Generator) (*openapi3.Operation, error) {
	out := &openapi3.Operation{OperationID: op.id, Summary: op.summary, Responses: openapi3.NewResponses()}
	if op.audience != web.Public {
		out.Security = openapi3.NewSecurityRequirements().With(openapi3.NewSecurityRequirement().Authenticate("token"))
	}
	out.Parameters = op.parameters()
	if op.in != nil || op.accepts != "" {
		body, err := op.content(g, op.in, op.accepts)
		if err != nil {
			return nil, err
		}
		out.RequestBody = &openapi3.RequestBodyRef{Value: openapi3.NewRequestBody().WithRequired(true).WithContent(body)}
	}
	content, err := op.content(g, op.out, op.gives)
	if err != nil {
		return nil, err
	}
	status := op.status
	if status == 0 {
		status = http.StatusOK
	}
	if op.weight > 1 {
		out.Description = fmt.Sprintf("Counts for %d requests of the quota of the token.", op.weight)
	}
	out.Responses = openapi3.NewResponses(
		openapi3.WithStatus(status, &openapi3.ResponseRef{Value: openapi3.NewResponse().WithDescription(http.StatusText(status)).WithContent(content)}),
		openapi3.WithName("default", openapi3.NewResponse().WithDescription("A problem document").WithContent(
			openapi3.Content{typeProblem: openapi3.NewMediaType().WithSchemaRef(openapi3.NewSchemaRef("#/components/schemas/Problem", nil))})),
	)
	if op.audience != web.Public {
		out.Responses.Set("429", tooMany())
	}
	return out, nil
}

// tooMany is the answer to a token that asks too often.
func tooMany() *openapi3.ResponseRef {
	wait := &openapi3.Header{Parameter: openapi3.Parameter{Description: "seconds to wait", Schema: openapi3.NewSchemaRef("", openapi3.NewIntegerSchema().WithMin(1))}}
	answer := openapi3.NewResponse().WithDescription("The token has sent too many requests in a minute; this one had no effect").WithContent(
		openapi3.Content{typeProblem: openapi3.NewMediaType().WithSchemaRef(openapi3.NewSchemaRef("#/components/schemas/Problem", nil))})
	answer.Headers = openapi3.Headers{"Retry-After": &openapi3.HeaderRef{Value: wait}}
	return &openapi3.ResponseRef{Value: answer}
}

func (op *operation) content(g *openapi3gen.Generator, value any, media string) (openapi3.Content, error) {
	if media != "" {
		return openapi3.Content{media: openapi3.NewMediaType().WithSchema(openapi3.NewStringSchema().WithFormat("binary"))}, nil
	}
	if op.lines {
		media = typeLines
	} else {
		media = typeJSON
	}
	schema, err := g.NewSchemaRefForValue(value, nil)
	if err != nil {
		return nil, err
	}
	return openapi3.Content{media: openapi3.NewMediaType().WithSchemaRef(schema)}, nil
}

func (op *operation) parameters() openapi3.Parameters {
	var out openapi3.Parameters
	add := func(p *openapi3.Parameter, text string) {
		out = append(out, &openapi3.ParameterRef{Value: p.WithSchema(openapi3.NewStringSchema()).WithDescription(text)})
	}
	for part := range strings.SplitSeq(op.path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			p := openapi3.NewPathParameter(strings.TrimSuffix(name, "}"))
			schema := openapi3.NewStringSchema()
			if p.Name == "act" {
				for _, a := range acts()[1:] {
					schema.Enum = append(schema.Enum, string(a))
				}
			}
			out = append(out, &openapi3.ParameterRef{Value: p.WithSchema(schema)})
		}
	}
	for _, q := range op.query {
		add(openapi3.NewQueryParameter(q.name), q.text)
	}
	if op.keyed {
		add(openapi3.NewHeaderParameter("Idempotency-Key"), "the same request under the same key has one effect; at most "+strconv.Itoa(maxKey)+" characters")
	}
	if op.seen {
		add(openapi3.NewHeaderParameter("If-Match"), "ETag of the demand as it was read; compulsory when a form is given")
	}
	return out
}
