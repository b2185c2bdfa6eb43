package web

import (
	"errors"
	"net/http"
	"strings"

	"accede/internal/pace"
	"accede/internal/signin"
)

// note logs what somebody did about being let in, or was refused: who, by the ids that its party chose, from which address
// and by which route. No token, no text and no name of a person is logged; what was done is in the record.
func (s *site) note(r *http.Request, what string, args ...any) {
	if x, ok := sessionOf(r.Context()); ok {
		args = append(args, "party", x.Party, "holder", x.Holder)
	}
	s.opts.Log.Info(what, append(args, "from", pace.Address(r.RemoteAddr), "route", route(r))...)
}

// noteRefused logs a refusal that says something about who asked: a right that is not there, a form of another site, a link
// that does not hold, too many tries.
func (s *site) noteRefused(r *http.Request, code int, err error) {
	if code == http.StatusForbidden || code == http.StatusTooManyRequests || errors.Is(err, signin.ErrInvitation) {
		s.note(r, "refused", "code", code, "why", err)
	}
}

// route answers by which route a request came, without what stands in it: the address of an invitation is a secret.
func route(r *http.Request) string {
	if r.Pattern != "" && r.Pattern != "/" {
		return r.Pattern
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	return r.Method + " /" + first
}
