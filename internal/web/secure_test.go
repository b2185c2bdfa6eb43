package web

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestOverTLSABrowserIsToldForAYearToComeByNothingElse(t *testing.T) {
	h := pagesOf(t, nato(t))
	for _, path := range []string{"/", "/nothing", "/static/nothing"} {
		for _, over := range []bool{true, false} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
			if r.TLS = nil; over {
				r.TLS = &tls.ConnectionState{}
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			want := ""
			if over {
				want = "max-age=31536000"
			}
			if got := w.Header().Get("Strict-Transport-Security"); got != want {
				t.Errorf("GET %s, over TLS %v: Strict-Transport-Security = %q, want %q", path, over, got, want)
			}
		}
	}
}
