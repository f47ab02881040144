package server_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// BenchmarkPage is the first page of the applicant, without the network.
func BenchmarkPage(b *testing.B) {
	s := start(b)
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}
