package intake

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

// near answers a fetcher that may reach this machine under the name localhost, and a server there.
func near(t *testing.T, h http.HandlerFunc) (*Fetcher, string) {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	u, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	return &Fetcher{Hosts: []string{"localhost"}, ports: []string{u.Port()}, reach: netip.Addr.IsLoopback}, "http://localhost:" + u.Port()
}

func TestAReportIsFetchedFromAListedHost(t *testing.T) {
	f, at := near(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/moved" {
			http.Redirect(w, r, "/2022-06-21.html", http.StatusFound)
			return
		}
		_, _ = w.Write([]byte("<p>Finland applied."))
	})
	for _, path := range []string{"/2022-06-21.html", "/moved"} {
		data, _, err := f.Fetch(t.Context(), at+path)
		if err != nil || string(data) != "<p>Finland applied." {
			t.Errorf("Fetch(%s) = %q, %v", path, data, err)
		}
	}
	if _, name, _ := f.Fetch(t.Context(), at+"/2022-06-21.html"); name != "2022-06-21.html" {
		t.Errorf("its name is %q", name)
	}
}

func TestNothingIsFetchedFromElsewhere(t *testing.T) {
	asked := 0
	f, at := near(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, r.URL.Query().Get("to"), http.StatusFound)
	})
	port := at[strings.LastIndexByte(at, ':'):]
	for address, want := range map[string]error{
		"http://127.0.0.1" + port:      ErrNotListed,
		"http://localhost.evil" + port: ErrNotListed,
		"http://evil@localhost" + port: ErrFetch,
		"http://localhost:1/":          ErrNotListed,
		"file:///etc/passwd":           ErrFetch,
		"gopher://localhost" + port:    ErrFetch,
		"localhost":                    ErrFetch,
		"http://[::1]" + port:          ErrNotListed,
		"http://%zz/":                  ErrFetch,
		"":                             ErrFetch,
	} {
		if _, _, err := f.Fetch(t.Context(), address); !errors.Is(err, want) {
			t.Errorf("Fetch(%q) = %v, want %v", address, err, want)
		}
	}
	if asked != 0 {
		t.Errorf("the server was asked %d times, want none", asked)
	}
	for to, want := range map[string]error{"http://169.254.169.254/latest/": ErrNotListed, "file:///etc/passwd": ErrFetch, at + "/?to=" + url.QueryEscape(at+"/?to=%2F"): ErrFetch} {
		if _, _, err := f.Fetch(t.Context(), at+"/?to="+url.QueryEscape(to)); !errors.Is(err, want) {
			t.Errorf("a redirect to %s = %v, want %v", to, err, want)
		}
	}
}

func TestAListedNameThatLeadsToAPrivateAddressIsNotFollowed(t *testing.T) {
	f, at := near(t, func(w http.ResponseWriter, _ *http.Request) { t.Error("it was asked") })
	f.reach = nil // as in service: the name is listed, and what it leads to by now is looked at when the connection is made
	if _, _, err := f.Fetch(t.Context(), at); !errors.Is(err, ErrPrivate) {
		t.Errorf("Fetch(localhost) = %v, want ErrPrivate", err)
	}
	for address, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true, "127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false, "224.0.0.1": false, "255.255.255.255": false, "::1": false,
		"fe80::1": false, "fd00::1": false, "::ffff:127.0.0.1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false,
	} {
		if got := public(netip.MustParseAddr(address).Unmap()); got != want {
			t.Errorf("public(%s) = %v, want %v", address, got, want)
		}
	}
}

func TestWhatIsTooLargeOrNotThereIsSaid(t *testing.T) {
	f, at := near(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/none" {
			http.NotFound(w, r)
			return
		}
		for range 200 {
			if _, err := w.Write(make([]byte, 64<<10)); err != nil {
				return
			}
		}
	})
	if _, _, err := f.Fetch(t.Context(), at+"/large"); !errors.Is(err, ErrLarge) {
		t.Errorf("Fetch(12 MB) = %v, want ErrLarge", err)
	}
	if _, _, err := f.Fetch(t.Context(), at+"/none"); !errors.Is(err, ErrFetch) {
		t.Errorf("Fetch(not there) = %v, want ErrFetch", err)
	}
	if _, _, err := (&Fetcher{}).Fetch(t.Context(), at); !errors.Is(err, ErrNotListed) {
		t.Errorf("the zero fetcher answers %v, want ErrNotListed", err)
	}
}
