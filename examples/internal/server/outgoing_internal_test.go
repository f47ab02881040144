package server

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/fichier-unique/rules/examples/internal/national"
)

// The files of demands are not sent on to where an answer says.
func TestNationalRedirect(t *testing.T) {
	elsewhere := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere = true }))
	defer other.Close()
	first := httptest.NewServer(http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	defer first.Close()
	_, err := national.HTTP{Base: first.URL, Client: nationalClient()}.Send(t.Context(), "x.xml", []byte("<x/>"))
	if err == nil || elsewhere {
		t.Errorf("followed: %v, error %v", elsewhere, err)
	}
}
