package national

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/fichier-unique/rules/examples/internal/national/envelope"
)

// HTTP sends plain files to the simulator, or to what speaks like it.
type HTTP struct {
	Base   string // "http://127.0.0.1:8090"
	Client *http.Client
}

// Send posts a file.
func (h HTTP) Send(ctx context.Context, name string, body []byte) ([]byte, error) {
	return h.do(ctx, http.MethodPost, "/demandes?nom="+url.QueryEscape(name), body)
}

// Fetch asks for an answer.
func (h HTTP) Fetch(ctx context.Context, answer string) ([]byte, error) {
	return h.do(ctx, http.MethodGet, "/reponses/"+url.PathEscape(answer), nil)
}

func (h HTTP) do(ctx context.Context, method, path string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(h.Base, "/")+path, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the address of the national system is not one")
	}
	req.Header.Set("Content-Type", "application/xml; charset=utf-8")
	resp, err := h.Client.Do(req)
	if err != nil {
		return nil, errors.New("the national system does not answer, or the connection was cut")
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, envelope.MaxBytes+1))
	switch {
	case err != nil || len(answer) > envelope.MaxBytes:
		return nil, errors.New("the answer of the national system is not whole, or too large")
	case resp.StatusCode == http.StatusOK:
		return answer, nil
	case resp.StatusCode == http.StatusAccepted, method == http.MethodGet && resp.StatusCode == http.StatusNotFound:
		return nil, nil
	}
	return nil, fmt.Errorf("the national system answers with status %d", resp.StatusCode)
}

// SOAP sends files to the web service demandeLogement. Client bears the client
// certificate of the connection; Certificate is the file that goes in the message.
type SOAP struct {
	URL         string
	Client      *http.Client
	Certificate envelope.Attachment
}

// Send calls the service.
func (s SOAP) Send(ctx context.Context, name string, body []byte) ([]byte, error) {
	call := envelope.Message{Service: envelope.Demand, File: envelope.Attachment{Name: name, Body: body}, Certificate: s.Certificate}
	kind, message, err := call.Encode()
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, bytes.NewReader(message))
	if err != nil {
		return nil, errors.New("the address of the national service is not one")
	}
	req.Header.Set("Content-Type", kind)
	resp, err := s.Client.Do(req)
	if err != nil {
		return nil, errors.New("the national service does not answer, or the connection was cut")
	}
	defer resp.Body.Close()
	m, err := envelope.Decode(resp.Header.Get("Content-Type"), resp.Body)
	if err != nil {
		return nil, fmt.Errorf("the national service answers with status %d: %w", resp.StatusCode, err)
	}
	if m.Fault != nil {
		return nil, m.Fault
	}
	if m.File.Name != AnswerName(name) {
		return nil, errors.New("the national service answers to another file")
	}
	return m.File.Body, nil
}
