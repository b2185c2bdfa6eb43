package web

import (
	"context"
	"net/http"
	"strings"
)

// overTLSKey is the key under which a request says that browsers speak TLS to a proxy before this server.
type overTLSKey struct{}

// overTLS says whether the browser that asks speaks TLS, to this server or to a proxy before it.
func overTLS(r *http.Request) bool { return r.TLS != nil || r.Context().Value(overTLSKey{}) != nil }

// behindTLS answers a handler that knows that browsers come over TLS, where people sign in at such an address.
func behindTLS(in *SignIn, next http.Handler) http.Handler {
	if in == nil || in.Site == nil || !strings.HasPrefix(in.Site.Origin(), "https://") {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), overTLSKey{}, true)))
	})
}

// cookieName answers the name of a cookie of a path. Over TLS a prefix has browsers take it from this host alone, sent over TLS;
// without TLS they would not take one of that name.
func cookieName(r *http.Request, name, path string) string {
	switch {
	case !overTLS(r):
		return name
	case path == "/":
		return "__Host-" + name
	}
	return "__Secure-" + name
}

// setCookie keeps something in a browser, hidden from scripts, for this host alone; age is in seconds, and below nought forgets it.
func setCookie(w http.ResponseWriter, r *http.Request, name, value, path string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName(r, name, path), Value: value, Path: path, MaxAge: age, HttpOnly: true, Secure: overTLS(r), SameSite: http.SameSiteLaxMode,
	})
}

// cookieOf answers what setCookie has kept. Over TLS a cookie without the prefix, which another host or a caller without TLS could
// have set, is not looked at.
func cookieOf(r *http.Request, name, path string) (string, bool) {
	c, err := r.Cookie(cookieName(r, name, path))
	if err != nil {
		return "", false
	}
	return c.Value, true
}
