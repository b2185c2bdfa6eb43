package pace

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Behind answers a handler that knows callers who come through proxies by their own addresses. A request from one of the
// networks is taken to come from whom its header X-Forwarded-For names last who is in none of them: each proxy adds whom it
// heard, so what stands before that is the caller's to invent, and is not believed. From elsewhere the header means nothing. Without
// networks the handler is next.
func Behind(proxies []netip.Prefix, next http.Handler) http.Handler {
	if len(proxies) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if from := caller(proxies, r.RemoteAddr, r.Header.Values("X-Forwarded-For")); from != "" {
			r = r.WithContext(r.Context()) // the request is the server's
			r.RemoteAddr = from
		}
		next.ServeHTTP(w, r)
	})
}

// caller answers the address of whom proxies have named; empty where the one who is connected is the caller.
func caller(proxies []netip.Prefix, remote string, named []string) string {
	at, ok := parse(remote)
	if !ok || !within(proxies, at) {
		return ""
	}
	found := ""
	hops := strings.Split(strings.Join(named, ","), ",")
	for _, hop := range slices.Backward(hops) {
		at, ok := parse(strings.TrimSpace(hop))
		if !ok {
			return found // no address: whoever wrote it is the last that is known
		}
		found = net.JoinHostPort(at.String(), "0")
		if !within(proxies, at) {
			return found
		}
	}
	return found
}

// parse reads an address, with a port or without.
func parse(text string) (netip.Addr, bool) {
	if host, _, err := net.SplitHostPort(text); err == nil {
		text = host
	}
	at, err := netip.ParseAddr(strings.Trim(text, "[]"))
	return at.Unmap().WithZone(""), err == nil
}

func within(nets []netip.Prefix, at netip.Addr) bool {
	for _, n := range nets {
		if n.Contains(at) {
			return true
		}
	}
	return false
}
