package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

func TestHealth(t *testing.T) {
	status := http.StatusOK
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		w.WriteHeader(status)
	}))
	defer s.Close()
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	everywhere := func(name string) string {
		return map[string]string{"FICHIER_ADDR": "0.0.0.0:" + u.Port(), "FICHIER_ORIGIN": "https://fichier.example"}[name]
	}
	if err := health(t.Context(), nil, everywhere); err != nil {
		t.Error(err)
	}
	status = http.StatusServiceUnavailable
	if err := health(t.Context(), nil, everywhere); err == nil {
		t.Error("ready, though the store does not answer")
	}
	s.Close()
	if err := health(t.Context(), nil, everywhere); err == nil {
		t.Error("ready, though there is no server")
	}
}
