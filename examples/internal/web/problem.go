package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"

	"golang.org/x/text/language"

	"github.com/fichier-unique/rules/charter/access"
	"github.com/fichier-unique/rules/demand"
	"github.com/fichier-unique/rules/examples/internal/registry"
	"github.com/fichier-unique/rules/examples/internal/store"
)

// Error is a refusal to be said to whoever asked. Code is the code of a rule of
// the library, when one decided; its sentence and its article then come from the
// rulebook.
type Error struct {
	Status int
	Code   string
	Params []demand.Param // of the sentence of the rule
	Title  string         // short, in French; none: that of the status
	Detail string         // one sentence in French; none: that of the rule, or of the status
	Remedy string         // what to do; none: that of the rule of the remedy, or of the status
	Cure   string         // code of the rule that says what would change the answer
	Faults demand.Faults
	Cause  error // for the log alone
	// Extensions are further members of the problem document, for programs.
	Extensions map[string]any
}

// Error says the status, the code and the cause.
func (e *Error) Error() string {
	text := fmt.Sprintf("web: status %d", e.Status)
	if e.Code != "" {
		text += ", rule " + e.Code
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// saying is what a status says, in both languages, and what to do.
type saying struct{ title, titleEn, detail, detailEn, remedy, remedyEn string }

var sayings = map[int]saying{
	http.StatusBadRequest: {"Demande incomprise", "Bad request", "Ce qui a été envoyé n’a pas pu être lu.", "What was sent could not be read.",
		"Revenez à la page précédente et recommencez.", "Check the request and send it again."},
	http.StatusUnauthorized: {"Il faut s’identifier", "Sign in", "Cette page est réservée : il faut d’abord s’identifier.", "This address is not public: sign in first.",
		"Identifiez-vous, puis revenez à cette page.", "Send the token of an account that may use this address."},
	http.StatusForbidden: {"Accès refusé", "Forbidden", "Votre compte ne donne pas accès à cette page.", "This account may not use this address.",
		"Si vous pensez que c’est une erreur, écrivez au gestionnaire du fichier.", "Ask the manager of the file for the right."},
	http.StatusNotFound: {"Page introuvable", "Not found", "Cette page n’existe pas, ou n’existe plus.", "There is nothing at this address.",
		"Vérifiez l’adresse, ou repartez de la page d’accueil.", "Check the address."},
	http.StatusMethodNotAllowed: {"Action impossible ici", "Method not allowed", "Cette adresse ne permet pas cette action.", "This address does not admit this method.",
		"Repartez de la page d’accueil.", "Use one of the methods of the Allow header."},
	http.StatusConflict: {"Des informations ont changé", "Conflict", "Ces informations ont été modifiées depuis que vous avez ouvert la page : rien n’a été enregistré.",
		"What was read has changed since: nothing was written.", "Rouvrez la page pour voir les informations à jour, puis refaites votre modification.", "Read again, and send the change again."},
	http.StatusGone: {"Lien expiré", "Gone", "Ce lien n’est plus valable.", "This link is over.",
		"Demandez un nouveau lien.", "Ask for a new one."},
	http.StatusRequestEntityTooLarge: {"Envoi trop volumineux", "Too large", "Ce qui a été envoyé dépasse la taille permise.", "What was sent is too large.",
		"Envoyez un fichier plus léger.", "Send less at once."},
	http.StatusUnsupportedMediaType: {"Format non accepté", "Unsupported media type", "Ce format de fichier n’est pas accepté.", "This kind of content is not admitted.",
		"Envoyez le document dans un autre format.", "Send one of the kinds of the description of the interface."},
	http.StatusUnprocessableEntity: {"Informations à corriger", "To be corrected", "Certaines informations ne peuvent pas être enregistrées telles quelles.", "Some values cannot be registered as they are.",
		"Corrigez les points signalés.", "Correct the faults listed."},
	http.StatusTooManyRequests: {"Trop d’essais", "Too many requests", "Trop de demandes ont été envoyées en peu de temps.", "Too many requests in a short time.",
		"Attendez quelques minutes avant de recommencer.", "Wait, then try again: see the Retry-After header."},
	http.StatusServiceUnavailable: {"Service interrompu", "Unavailable", "Le service est momentanément interrompu.", "The service is interrupted for the moment.",
		"Réessayez dans quelques minutes : ce que vous avez enregistré est conservé.", "Try again in a few minutes."},
}

var failure = saying{"Une erreur s’est produite", "Internal error", "Une erreur est survenue de notre côté : votre action n’a peut-être pas été enregistrée.",
	"Something went wrong on our side.", "Réessayez dans quelques minutes. Si l’erreur revient, donnez ce numéro d’incident au service d’assistance.",
	"Try again; if it happens again, give the number of the incident."}

// Problem answers an error: a problem document (RFC 9457) to a program, a page to
// a person. What is not an Error, nor an error of the store that says something
// to the sender, is an incident: its number is shown, its cause only logged. An
// answer that was begun, such as an export, is cut short instead, so that nobody
// takes it for whole.
func (rt *Router) Problem(w http.ResponseWriter, r *http.Request, err error) {
	if seen, ok := w.(*watched); ok && seen.begun {
		panic(err) // caught, told to the log, and the answer is cut short
	}
	e := asError(err)
	said := Problem{Status: e.Status, Code: e.Code, Type: "about:blank"}
	if e.Status >= http.StatusInternalServerError && e.Status != http.StatusServiceUnavailable {
		said.Incident = rt.config.Incident()
		rt.log(r, said.Incident, err)
		e = &Error{Status: e.Status}
	} else if e.Cause != nil {
		rt.log(r, "", err)
	}
	document := wantsDocument(r)
	tag := language.French
	if document {
		tag = preferred(r)
		w.Header().Add("Vary", "Accept-Language")
	}
	rt.say(&said, e, tag)
	if tag == language.French {
		said.typeset()
	}
	if document {
		rt.document(w, r, said, tag)
		return
	}
	if err := rt.shell.Render(w, r, "error.html", View{Title: said.Title, Status: said.Status, Data: said}); err != nil {
		rt.log(r, said.Incident, err)
		http.Error(w, said.Title, said.Status)
	}
}

// rightNames are the rights of an account, in the words of the page that gives them.
var rightNames = map[access.Act]string{
	access.Consult: "consulter une demande", access.Search: "chercher", access.Download: "ouvrir les documents", access.Export: "exporter",
	access.Register: "enregistrer une demande", access.Modify: "modifier une demande", access.Renew: "renouveler une demande",
	access.StrikeOff: "radier une demande", access.Manage: "gérer le fichier",
}

// asError finds what may be said of an error.
func asError(err error) *Error {
	var e *Error
	var stale *store.StaleError
	var right *registry.RightError
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &e):
		if e.Status == 0 {
			return &Error{Status: http.StatusInternalServerError, Cause: err}
		}
		return e
	case errors.Is(err, store.ErrNotFound):
		return &Error{Status: http.StatusNotFound}
	case errors.As(err, &right):
		return &Error{Status: http.StatusForbidden, Detail: "Votre compte n’en a pas le droit : " + rightNames[right.Right] + ".", Cause: right}
	case errors.As(err, &stale):
		return &Error{Status: http.StatusConflict}
	case errors.Is(err, store.ErrKeyReused):
		return &Error{Status: http.StatusUnprocessableEntity, Detail: "Cette clé de requête a déjà servi pour une autre requête.", Remedy: "Donnez une nouvelle clé à chaque nouvelle requête."}
	case errors.As(err, &large):
		return &Error{Status: http.StatusRequestEntityTooLarge}
	case errors.Is(err, store.ErrUnknown):
		return &Error{Status: http.StatusServiceUnavailable, Detail: "La connexion à la base de données a été coupée : on ne sait pas si votre action est enregistrée.",
			Remedy: "Envoyez-la de nouveau : elle ne sera prise en compte qu’une fois.", Cause: err}
	case errors.Is(err, context.Canceled):
		return &Error{Status: http.StatusServiceUnavailable} // whoever asked went away: no incident
	}
	return &Error{Status: http.StatusInternalServerError, Cause: err}
}

// Problem is a problem document, and what the page of an error shows.
type Problem struct {
	Type     string         `json:"type"`
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Detail   string         `json:"detail"`
	Code     string         `json:"code"`
	Source   *demand.Source `json:"source,omitempty"`
	Remedy   string         `json:"remedy,omitempty"`
	Incident string         `json:"incident,omitempty"`
	Faults   []SaidFault    `json:"faults,omitempty"`

	extensions map[string]any
}

// extended writes the document with its extensions, which never hide a member of
// its own.
func (p *Problem) extended() ([]byte, error) {
	body, err := json.Marshal(p)
	if err != nil || len(p.extensions) == 0 {
		return body, err
	}
	all := map[string]any{}
	maps.Copy(all, p.extensions)
	own := map[string]json.RawMessage{}
	if err := json.Unmarshal(body, &own); err != nil {
		return nil, err
	}
	for name, value := range own {
		all[name] = value
	}
	return json.Marshal(all)
}

// SaidFault is a fault with its sentence and the article behind it.
type SaidFault struct {
	demand.Fault
	Message string         `json:"message"`
	Source  *demand.Source `json:"source,omitempty"`
}

// say fills in the sentences.
func (rt *Router) say(p *Problem, e *Error, tag language.Tag) {
	words, ok := sayings[e.Status]
	if !ok {
		words = failure
	}
	english := tag == language.English
	p.Title, p.Detail, p.Remedy = words.title, words.detail, words.remedy
	if english {
		p.Title, p.Detail, p.Remedy = words.titleEn, words.detailEn, words.remedyEn
	}
	if _, ok := rt.config.Book.Rule(e.Cure); ok {
		p.Remedy = rt.config.Book.Sentence(tag, demand.Fault{Code: e.Cure})
	}
	if !english {
		p.Title, p.Detail, p.Remedy = first(e.Title, p.Title), first(e.Detail, p.Detail), first(e.Remedy, p.Remedy)
	}
	if p.Code == "" && len(e.Faults) > 0 {
		p.Code = e.Faults[0].Code
	}
	if rule, ok := rt.config.Book.Rule(e.Code); ok {
		p.Source = &rule.Source
		if e.Detail == "" || english {
			p.Detail = rt.config.Book.Sentence(tag, demand.Fault{Code: e.Code, Params: e.Params})
		}
	}
	if p.Code == "" {
		p.Code = fmt.Sprintf("HTTP-%d", e.Status)
	} else {
		p.Type = "urn:fichier-unique:rule:" + p.Code
	}
	p.Faults, p.extensions = rt.said(tag, e.Faults), e.Extensions
}

// said gives faults with their sentences, in French or in English.
func (rt *Router) said(tag language.Tag, faults demand.Faults) []SaidFault {
	out := make([]SaidFault, len(faults))
	for i, f := range faults {
		out[i] = SaidFault{Fault: f, Message: rt.config.Book.Sentence(tag, f)}
		if rule, ok := rt.config.Book.Rule(f.Code); ok {
			out[i].Source = &rule.Source
		}
	}
	return out
}

// typeset sets the blanks of the French sentences.
func (p *Problem) typeset() {
	p.Title, p.Detail, p.Remedy = Typo(p.Title), Typo(p.Detail), Typo(p.Remedy)
	for i := range p.Faults {
		p.Faults[i].Message = Typo(p.Faults[i].Message)
	}
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

func (rt *Router) document(w http.ResponseWriter, r *http.Request, p Problem, tag language.Tag) {
	body, err := p.extended()
	if err != nil {
		rt.log(r, p.Incident, err)
		http.Error(w, p.Title, p.Status)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Content-Language", tag.String())
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n')) // the reader went away: nothing to mend
}

var spoken = language.NewMatcher([]language.Tag{language.French, language.English})

// preferred is the language a program asks for: French unless English comes first.
func preferred(r *http.Request) language.Tag {
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return language.French
	}
	if _, i, confidence := spoken.Match(tags...); i == 1 && confidence > language.No {
		return language.English
	}
	return language.French
}
