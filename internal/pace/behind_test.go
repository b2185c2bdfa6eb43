package pace

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"
)

func TestACallerBehindAProxyIsKnownByItsOwnAddress(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct {
		name, remote string
		forwarded    []string
		want         string
	}{
		{"through one proxy", "10.0.0.1:4000", []string{"203.0.113.7"}, "203.0.113.7"},
		{"through two", "10.0.0.1:4000", []string{"203.0.113.7, 10.0.0.2"}, "203.0.113.7"},
		{"with a port", "10.0.0.1:4000", []string{"203.0.113.7:5555"}, "203.0.113.7"},
		{"of IPv6", "[fd00::1]:4000", []string{"[2001:db8:1:2:3::4]:80"}, "2001:db8:1:2::/64"},
		{"who writes the header itself", "10.0.0.1:4000", []string{"192.0.2.1, 203.0.113.7"}, "203.0.113.7"},
		{"who writes a header of its own", "10.0.0.1:4000", []string{"192.0.2.1", "203.0.113.7"}, "203.0.113.7"},
		{"who says that it is a proxy", "10.0.0.1:4000", []string{"10.9.9.9, 203.0.113.7"}, "203.0.113.7"},
		{"who writes what is no address", "10.0.0.1:4000", []string{"unknown, 10.0.0.2"}, "10.0.0.2"},
		{"of whom nothing is said", "10.0.0.1:4000", nil, "10.0.0.1"},
		{"of whom nonsense is said", "10.0.0.1:4000", []string{"<script>"}, "10.0.0.1"},
		{"from elsewhere, naming another", "203.0.113.9:4000", []string{"192.0.2.1"}, "203.0.113.9"},
		{"from elsewhere, naming a proxy", "203.0.113.9:4000", []string{"10.0.0.1"}, "203.0.113.9"},
		{"an IPv4 address as IPv6", "[::ffff:10.0.0.1]:4000", []string{"::ffff:203.0.113.7"}, "203.0.113.7"},
	} {
		got := ""
		h := Behind(proxies, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = Address(r.RemoteAddr) }))
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		r.Header["X-Forwarded-For"] = c.forwarded
		h.ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("a caller %s is known as %q, want %q", c.name, got, c.want)
		}
	}
}

func TestEachCallerBehindAProxyHasALimitOfItsOwn(t *testing.T) {
	limits, now := New(time.Second, 2), time.Unix(0, 0)
	waits := map[string]int{}
	h := Behind([]netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if who := Address(r.RemoteAddr); limits.Ask(who, now) > 0 {
			waits[who]++
		}
	}))
	for _, from := range []string{"203.0.113.7", "203.0.113.7", "203.0.113.7", "203.0.113.8", "203.0.113.8", "203.0.113.7"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = "127.0.0.1:4000"
		r.Header.Set("X-Forwarded-For", from)
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
	if waits["203.0.113.7"] != 2 || waits["203.0.113.8"] != 0 {
		t.Errorf("told to wait: %v, want the one who asks four times twice, and the other never", waits)
	}
}
