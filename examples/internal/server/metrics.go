package server

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are what an operator watches. No label holds what a person typed.
type metrics struct {
	all      *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	search   prometheus.Histogram
	jobs     *prometheus.CounterVec
	lastJob  *prometheus.GaugeVec
}

func newMetrics() *metrics {
	m := &metrics{all: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "fichier_requests_total", Help: "Requests answered, by method and status."}, []string{"method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "fichier_request_seconds", Help: "Time to answer.",
			Buckets: []float64{.001, .002, .005, .01, .02, .05, .1, .25, .5, 1, 5}}, []string{"method"}),
		search: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "fichier_search_seconds", Help: "Search for duplicates of a registration.",
			Buckets: []float64{.0001, .0002, .0005, .001, .0015, .002, .003, .005, .01, .02, .05, .1, 1}}),
		jobs:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "fichier_jobs_total", Help: "Jobs done, by name and outcome."}, []string{"job", "outcome"}),
		lastJob: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "fichier_job_last_success_seconds", Help: "When a job last succeeded."}, []string{"job"}),
	}
	m.all.MustRegister(m.requests, m.seconds, m.search, m.jobs, m.lastJob, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// answered remembers the status of an answer.
type answered struct {
	http.ResponseWriter
	status int
}

func (a *answered) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answered) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap gives the writer within, for http.ResponseController.
func (a *answered) Unwrap() http.ResponseWriter { return a.ResponseWriter }

var methods = map[string]bool{http.MethodGet: true, http.MethodHead: true, http.MethodPost: true, http.MethodPut: true, http.MethodDelete: true}

func (m *metrics) measure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		a := &answered{ResponseWriter: w}
		next.ServeHTTP(a, r)
		method := "other"
		if methods[r.Method] {
			method = r.Method
		}
		m.requests.WithLabelValues(method, strconv.Itoa(max(a.status, http.StatusOK))).Inc()
		m.seconds.WithLabelValues(method).Observe(time.Since(began).Seconds())
	})
}

// serveMetrics answers /metrics on an address of its own, when one is given.
func (s *Server) serveMetrics(failed chan<- error) (stop func(context.Context)) {
	if s.config.Metrics == "" {
		return func(context.Context) {}
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(s.metrics.all, promhttp.HandlerOpts{}))
	server := &http.Server{Addr: s.config.Metrics, Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second}
	go func() { failed <- server.ListenAndServe() }()
	return func(ctx context.Context) { _ = server.Shutdown(ctx) } // the program ends anyway
}
