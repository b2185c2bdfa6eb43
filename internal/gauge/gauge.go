// Package gauge is what an operator watches: how many requests of which kind are answered how fast, what becomes of
// acts, how large the record is, in the form that Prometheus reads, each with its unit in its name.
//
// It knows counts, times and sizes. It refuses to know who asked and what for: no party, no dossier and no address of a
// reader is ever a label.
package gauge

import (
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Gauge counts for one server. New makes one; it may be used by many goroutines at once. A nil Gauge counts nothing.
type Gauge struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	streams  prometheus.Gauge
	acts     *prometheus.CounterVec
	register prometheus.Histogram
}

// New answers a gauge. size answers how many entries the record has; it is asked each time the figures are read.
func New(version string, size func() int64) *Gauge {
	g := &Gauge{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "accede_http_request_seconds", Help: "How long requests took, from their head to the end of the answer, by face and class of status; streams are not among them.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"face", "status"}),
		streams: prometheus.NewGauge(prometheus.GaugeOpts{Name: "accede_streams_open", Help: "How many streams of events are open."}),
		acts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "accede_acts_total", Help: "Acts handed in, by what became of them: registered, already, or the name of the error.",
		}, []string{"result"}),
		register: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "accede_act_register_seconds", Help: "How long acts that were registered took until they were durable.",
			Buckets: []float64{.0005, .001, .002, .004, .008, .016, .032, .064, .128, .256, .512, 1, 2, 4},
		}),
	}
	g.registry.MustRegister(
		g.requests, g.streams, g.acts, g.register,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "accede_record_entries", Help: "How many entries the record has."}, func() float64 { return float64(size()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "accede_build_info", Help: "1, with the version of the program.", ConstLabels: prometheus.Labels{"version": version}}, func() float64 { return 1 }),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return g
}

// Handler answers the figures.
func (g *Gauge) Handler() http.Handler {
	return promhttp.HandlerFor(g.registry, promhttp.HandlerOpts{})
}

// Act counts an act that was handed in, with what became of it and how long that took.
func (g *Gauge) Act(result string, took time.Duration) {
	if g == nil {
		return
	}
	g.acts.WithLabelValues(result).Inc()
	if result == "registered" {
		g.register.Observe(took.Seconds())
	}
}

// Around counts the requests that a handler answers.
func (g *Gauge) Around(next http.Handler, now func() time.Time) http.Handler {
	if g == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		face := faceOf(r.URL.Path)
		if face == "stream" {
			g.streams.Inc()
			defer g.streams.Dec()
			next.ServeHTTP(w, r)
			return
		}
		begun, seen := now(), &watched{ResponseWriter: w, status: http.StatusOK}
		// Also where the handler panics, which net/http takes for a broken connection.
		defer func() { g.requests.WithLabelValues(face, class(seen.status)).Observe(now().Sub(begun).Seconds()) }()
		next.ServeHTTP(seen, r)
	})
}

// faceOf answers which part of the server an address belongs to: few words, whatever is asked for.
func faceOf(path string) string {
	switch {
	case path == "/events", strings.HasSuffix(path, "/events") && strings.HasPrefix(path, "/api/"):
		return "stream"
	case strings.HasPrefix(path, "/api/"):
		return "api"
	case strings.HasPrefix(path, "/static/"):
		return "static"
	case strings.HasPrefix(path, "/tile/"), path == "/checkpoint":
		return "log"
	case path == "/healthz", path == "/readyz":
		return "health"
	}
	return "page"
}

func class(status int) string {
	switch {
	case status < 200:
		return "1xx"
	case status < 300:
		return "2xx"
	case status < 400:
		return "3xx"
	case status < 500:
		return "4xx"
	}
	return "5xx"
}

// watched remembers the status of an answer.
type watched struct {
	http.ResponseWriter
	status int
}

func (w *watched) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach what lies below.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }
