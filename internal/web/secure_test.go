package web

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
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

// Over TLS every cookie is sent over TLS alone, by this host alone, and told so by its name; what another host or a caller
// without TLS could have set is not looked at.
func TestOverTLSEveryCookieIsOfThisHostAndSentOverTLSAlone(t *testing.T) {
	b := benchOn(t, "hu")
	h, err := New(nato(t), Options{Rehearsals: onlyRoom{b}})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method, path string, over bool, cookies ...string) *http.Response {
		r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
		if r.TLS = nil; over {
			r.TLS = &tls.ConnectionState{}
		}
		for i := 0; i+1 < len(cookies); i += 2 {
			r.AddCookie(&http.Cookie{Name: cookies[i], Value: cookies[i+1]})
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	set := 0
	for _, over := range []bool{true, false} {
		for _, what := range [][2]string{{"GET", "/?lang=fr"}, {"GET", "/?flags=off"}, {"POST", "/rehearsal"}} {
			for _, c := range ask(what[0], what[1], over).Cookies() {
				set++
				if c.Secure != over || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || strings.HasPrefix(c.Name, "__Host-") != over {
					t.Errorf("%s %s, over TLS %v: %+v", what[0], what[1], over, c)
				}
			}
		}
	}
	if set < 6 {
		t.Errorf("%d cookies were set, want the language, the flags and the rehearsal with TLS and without", set)
	}
	for _, c := range []struct {
		name string
		over bool
		want string
	}{{"__Host-lang", true, `lang="fr"`}, {"lang", true, `lang="en"`}, {"lang", false, `lang="fr"`}, {"__Host-lang", false, `lang="en"`}} {
		r := ask("GET", "/", c.over, c.name, "fr")
		page, err := io.ReadAll(r.Body)
		if err != nil || !strings.Contains(string(page[:200]), c.want) {
			t.Errorf("with the cookie %s, over TLS %v, the page begins %.120s, want %s (%v)", c.name, c.over, page, c.want, err)
		}
	}
}
