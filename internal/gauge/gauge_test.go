package gauge

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)

func figures(t *testing.T, g *Gauge) string {
	t.Helper()
	w := httptest.NewRecorder()
	g.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET /metrics = %d", w.Code)
	}
	return w.Body.String()
}

func TestRequestsAreCountedByFaceAndStatusAndNothingElse(t *testing.T) {
	g, now := New("test", func() int64 { return 135 }), noon
	h := g.Around(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		now = now.Add(3 * time.Millisecond)
		if strings.HasSuffix(r.URL.Path, "nobody/") {
			w.WriteHeader(http.StatusNotFound)
		}
	}), func() time.Time { return now })
	for _, path := range []string{"/d/fi/", "/d/se/?as-of=2022-06-21", "/d/nobody/", "/api/v1/docket", "/static/x.css"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
	}
	got := figures(t, g)
	for _, want := range []string{
		`accede_http_request_seconds_count{face="page",status="2xx"} 2`, `accede_http_request_seconds_count{face="page",status="4xx"} 1`,
		`accede_http_request_seconds_count{face="api",status="2xx"} 1`, `accede_http_request_seconds_bucket{face="static",status="2xx",le="0.005"} 1`,
		`accede_record_entries 135`, `accede_build_info{version="test"} 1`, "process_cpu_seconds_total", "go_goroutines",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the figures do not say %s", want)
		}
	}
	for _, secret := range []string{"nobody", "2022-06-21", "/d/fi"} {
		if strings.Contains(got, secret) {
			t.Errorf("the figures say %q, of what somebody asked for", secret)
		}
	}
}

func TestAStreamIsOpenWhileItIsAndNoRequest(t *testing.T) {
	g := New("test", func() int64 { return 1 })
	h := g.Around(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if got := figures(t, g); !strings.Contains(got, "accede_streams_open 1") {
			t.Error("an open stream is not counted")
		}
	}), func() time.Time { return noon })
	for _, path := range []string{"/events", "/api/v1/events"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
	}
	if got := figures(t, g); !strings.Contains(got, "accede_streams_open 0") || strings.Contains(got, "request_seconds_count{") {
		t.Error("a stream that has ended is counted, or counted as a request")
	}
}

func TestActsAreCountedByWhatBecameOfThem(t *testing.T) {
	g := New("test", func() int64 { return 1 })
	g.Act("registered", 2*time.Millisecond)
	g.Act("not-admissible", time.Second)
	got := figures(t, g)
	for _, want := range []string{`accede_acts_total{result="registered"} 1`, `accede_acts_total{result="not-admissible"} 1`, "accede_act_register_seconds_count 1"} {
		if !strings.Contains(got, want) {
			t.Errorf("the figures do not say %s", want)
		}
	}
}

func TestWithoutAGaugeNothingIsCounted(t *testing.T) {
	var g *Gauge
	g.Act("registered", 0)
	served := false
	g.Around(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served = true }), nil).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
	if !served {
		t.Error("the request was not served")
	}
}
