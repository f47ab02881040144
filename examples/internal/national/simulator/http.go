package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/fichier-unique/rules/examples/internal/national"
	"github.com/fichier-unique/rules/examples/internal/national/envelope"
)

const help = `Simulateur du système national d'enregistrement

POST /demandes?nom=DEM….xml      envoyer un fichier ; 200 : la réponse, 202 : elle viendra plus tard
GET  /reponses/ACQ….xml          demander la réponse à un fichier ; 404 : pas encore
POST /services                   le même envoi par service web (SOAP 1.2, MTOM)
GET  /sortants?apres=N           les actes faits sur le portail national, à partir du rang N
GET  /sortants/N                 le fichier d'un de ces actes
GET  /extrait                    tout ce qui est tenu, pour un rapprochement
PUT  /pannes                     changer les mauvais jours (JSON)

Une panne répond 503. Une réponse perdue coupe la liaison : renvoyer le même fichier.
`

// Handler serves the simulator by HTTP.
func (s *Simulator) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { send(w, "text/plain; charset=utf-8", []byte(help)) })
	mux.HandleFunc("POST /demandes", s.postFile)
	mux.HandleFunc("GET /reponses/{name}", s.getAnswer)
	mux.HandleFunc("POST /services", s.postMessage)
	mux.HandleFunc("GET /sortants", s.listOutgoing)
	mux.HandleFunc("GET /sortants/{rank}", s.getOutgoing)
	mux.HandleFunc("GET /extrait", s.getExtract)
	mux.HandleFunc("PUT /pannes", s.putFaults)
	return mux
}

const xmlType = "application/xml; charset=utf-8"

func send(w http.ResponseWriter, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(body) // the other side has gone: it asks again
}

func down(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "60")
	http.Error(w, "Le système national est arrêté : réessayer plus tard.", http.StatusServiceUnavailable)
}

func (s *Simulator) postFile(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, envelope.MaxBytes))
	if err != nil {
		http.Error(w, fmt.Sprintf("Le fichier dépasse %d octets ou n'est pas arrivé entier.", envelope.MaxBytes), http.StatusRequestEntityTooLarge)
		return
	}
	name := r.URL.Query().Get("nom")
	answer, _, err := s.Take(name, body)
	switch {
	case errors.Is(err, ErrDown):
		down(w)
	case errors.Is(err, ErrLost):
		panic(http.ErrAbortHandler) // the connection is cut, as the net does
	case answer == nil:
		w.Header().Set("Location", "/reponses/"+url.PathEscape(national.AnswerName(name)))
		w.WriteHeader(http.StatusAccepted)
	default:
		send(w, xmlType, answer)
	}
}

func (s *Simulator) getAnswer(w http.ResponseWriter, r *http.Request) {
	file, ok := national.AnswerTo(r.PathValue("name"))
	if !ok {
		http.Error(w, "Ce nom n'est pas celui d'une réponse (ACQ…).", http.StatusNotFound)
		return
	}
	answer, err := s.Answer(file)
	switch {
	case err != nil:
		down(w)
	case answer == nil:
		http.Error(w, "Pas encore de réponse à ce fichier.", http.StatusNotFound)
	default:
		send(w, xmlType, answer)
	}
}

// postMessage is the web service: it waits on slow days, as long as the caller
// does.
func (s *Simulator) postMessage(w http.ResponseWriter, r *http.Request) {
	m, err := envelope.Decode(r.Header.Get("Content-Type"), r.Body)
	if err != nil {
		s.reply(w, &envelope.Message{Service: envelope.Demand, Answer: true, Fault: &envelope.Fault{Code: "SIM_SER_ENVELOPPE", Text: "Le message ne se lit pas."}})
		return
	}
	out := &envelope.Message{Service: m.Service, Answer: true, File: envelope.Attachment{Name: national.AnswerName(m.File.Name)}}
	var serve func(*http.Request, *envelope.Message) ([]byte, error)
	switch {
	case m.Answer:
	case m.Service == envelope.Demand:
		serve = s.serveDemand
	case m.Service == envelope.Duplicates:
		serve = func(_ *http.Request, m *envelope.Message) ([]byte, error) { return s.search(m.File.Body) }
	case m.Service == envelope.StruckOff:
		serve = func(_ *http.Request, m *envelope.Message) ([]byte, error) { return s.struckSince(m.File.Body) }
	}
	if serve == nil {
		out.Fault = &envelope.Fault{Code: "SIM_SER_ABSENT", Text: "Ce service n'est pas simulé."}
		s.reply(w, out)
		return
	}
	body, err := serve(r, m)
	switch {
	case errors.Is(err, ErrLost):
		panic(http.ErrAbortHandler)
	case errors.Is(err, errUnread):
		out.Fault = &envelope.Fault{Code: fileUnread, Text: labels[fileUnread]}
	case err != nil:
		out.Fault = &envelope.Fault{Receiver: true, Code: "SIM_SER_PANNE", Text: "Le système national est arrêté : réessayer plus tard."}
	default:
		out.File.Body = body
	}
	s.reply(w, out)
}

// serveDemand takes a file, and waits for its answer.
func (s *Simulator) serveDemand(r *http.Request, m *envelope.Message) ([]byte, error) {
	body, ready, err := s.Take(m.File.Name, m.File.Body)
	for err == nil && body == nil {
		if err = sleep(r, ready.Sub(s.in.Now())); err == nil {
			body, ready, err = s.Take(m.File.Name, m.File.Body)
		}
	}
	return body, err
}

// sleep waits for real: a slow service is slow whatever the clock says.
func sleep(r *http.Request, d time.Duration) error {
	timer := time.NewTimer(max(d, time.Millisecond))
	defer timer.Stop()
	select {
	case <-r.Context().Done():
		return r.Context().Err()
	case <-timer.C:
		return nil
	}
}

func (s *Simulator) reply(w http.ResponseWriter, m *envelope.Message) {
	kind, body, err := m.Encode()
	if err != nil {
		http.Error(w, "La réponse n'a pas pu être écrite.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind)
	if m.Fault != nil {
		w.WriteHeader(map[bool]int{true: http.StatusServiceUnavailable, false: http.StatusBadRequest}[m.Fault.Receiver])
	}
	_, _ = w.Write(body)
}

// Listed is a file of the portal in a list.
type Listed struct {
	Rank int    `json:"rang"`
	Name string `json:"nom"`
}

func (s *Simulator) listOutgoing(w http.ResponseWriter, r *http.Request) {
	after, _ := strconv.Atoi(r.URL.Query().Get("apres")) // none: from the beginning
	files, err := s.Outgoing(after)
	if err != nil {
		down(w)
		return
	}
	list := make([]Listed, len(files))
	for i, f := range files {
		list[i] = Listed{after + i + 1, f.Name}
	}
	body, _ := json.Marshal(list) // plain data: cannot fail
	send(w, "application/json", body)
}

func (s *Simulator) getOutgoing(w http.ResponseWriter, r *http.Request) {
	rank, err := strconv.Atoi(r.PathValue("rank"))
	if err != nil || rank < 1 {
		http.Error(w, "Le rang est un nombre à partir de 1.", http.StatusNotFound)
		return
	}
	files, err := s.Outgoing(rank - 1)
	switch {
	case err != nil:
		down(w)
	case len(files) == 0:
		http.Error(w, "Aucun fichier à ce rang.", http.StatusNotFound)
	default:
		w.Header().Set("Content-Disposition", `attachment; filename="`+files[0].Name+`"`)
		send(w, xmlType, files[0].Body)
	}
}

func (s *Simulator) getExtract(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", xmlType)
	if err := s.Extract(w); err != nil {
		panic(http.ErrAbortHandler) // half an extract is not one
	}
}

func (s *Simulator) putFaults(w http.ResponseWriter, r *http.Request) {
	in := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16))
	in.DisallowUnknownFields()
	var f Faults
	if err := in.Decode(&f); err != nil {
		http.Error(w, "Les pannes ne se lisent pas : un objet JSON avec outages, outage, slow, slow_by, anomalies, lost, twice, only_once.", http.StatusBadRequest)
		return
	}
	if err := s.SetFaults(f); err != nil {
		http.Error(w, "Une part va de 0 à 1, et un retard n'est pas négatif.", http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
