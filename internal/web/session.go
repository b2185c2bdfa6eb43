package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/dossier"
	"accede/ledger"

	"accede/internal/pace"
	"accede/internal/signin"
	"accede/internal/vouch"
)

// SignIn is who may sign in, at which site, and where what they sign goes.
type SignIn struct {
	Store     *signin.Store
	Site      *signin.Site
	Acts      Registrar
	Providers []*vouch.Provider // who may vouch for people that read; none: nobody does

	Held Holding // what is enclosed in acts that wait for another signature; nil: signed acts enclose nothing here
}

// Registrar is where signed acts come in. It is asked by many goroutines at once.
type Registrar interface {
	// SubmitEnclosed registers an act, given by its exact bytes, the signatures on it and what it encloses, and answers when
	// that is durable. Errors: act.ErrForm; signature.ErrForm; ErrRoom; ErrClock; ErrAway; ErrLookAlike; a *dossier.Refusal, which wraps dossier.ErrSigners
	// where the signatures are good and others may add theirs; dossier.ErrKnown. After any other error it is not known
	// whether the act is in the record, and it may be asked again.
	SubmitEnclosed(ctx context.Context, data []byte, sigs []signature.Signature, items []act.Opening) (ledger.Receipt, error)
}

// Why an act was not recorded for the time being; it can be tried again.
var (
	ErrClock = errors.New("the clock of the server is not trusted")
	ErrAway  = errors.New("the record cannot be reached")
)

// ErrLookAlike: an act gives a party a name that can be taken for another's.
var ErrLookAlike = errors.New("a name that can be taken for another")

// sessionCookie is the name under which a browser keeps who it is. The prefix has it sent to this host alone, over
// what browsers hold to be secure.
const sessionCookie = "__Host-session"

// limits are how often sign-in may be tried: by an address, with an invitation, by a person.
type limits struct{ address, invitation, person *pace.Limits }

func newLimits() limits {
	return limits{pace.New(time.Second, 200), pace.New(10*time.Second, 20), pace.New(time.Second, 60)}
}

// personBar is what every page says to somebody who is signed in.
type personBar struct {
	Party  string
	Holder string
	Href   string

	Conducts bool // the proceedings
}

// session answers who a request is signed in as. A session whose key has ended ends with it, and all others of the
// same person.
func (s *site) session(r *http.Request) (signin.Session, bool) {
	if s.opts.SignIn == nil {
		return signin.Session{}, false
	}
	c, err := r.Cookie(sessionCookie)
	if err != nil {
		return signin.Session{}, false
	}
	x, err := s.opts.SignIn.Store.Session(r.Context(), c.Value, s.src.Now())
	if err != nil {
		if !errors.Is(err, signin.ErrSession) {
			s.opts.Log.Error("session not read", "err", err)
		}
		return signin.Session{}, false
	}
	if x.Vouched != "" {
		if s.vouchedStill(r, x) {
			return x, true
		}
		if err := s.opts.SignIn.Store.EndOne(r.Context(), x.Person, x.ID); err != nil {
			s.opts.Log.Error("session not ended", "err", err)
		}
		return signin.Session{}, false
	}
	if x.Key == "" {
		return x, true
	}
	d, at, err := s.src.Docket(context.WithoutCancel(r.Context()), time.Time{})
	if err != nil {
		return signin.Session{}, false
	}
	for _, k := range d.Keys(at) {
		if k.Key.ID == x.Key && hasEnded(k.State) {
			if err := s.opts.SignIn.Store.EndAll(r.Context(), x.Person); err != nil {
				s.opts.Log.Error("sessions not ended", "err", err)
			}
			return signin.Session{}, false
		}
	}
	return x, true
}

// sessionKey is the key under which a request carries who it is signed in as.
type sessionKey struct{}

// sessionOf answers who a request is signed in as; in a rehearsal nobody is, since everybody takes any seat there.
func sessionOf(ctx context.Context) (signin.Session, bool) {
	if _, room := roomOf(ctx); room {
		return signin.Session{}, false
	}
	x, ok := ctx.Value(sessionKey{}).(signin.Session)
	return x, ok
}

// identify puts who a request is signed in as onto it.
func (s *site) identify(r *http.Request) *http.Request {
	if x, ok := s.session(r); ok {
		return r.WithContext(context.WithValue(r.Context(), sessionKey{}, x))
	}
	return r
}

// greet puts onto a frame who is signed in, or the way to do so. What is said to one is kept by no cache.
func (s *site) greet(w http.ResponseWriter, r *http.Request, f *frame, d *dossier.Docket) {
	if s.opts.SignIn == nil || f.Rehearsal != nil {
		return
	}
	x, ok := sessionOf(r.Context())
	if !ok {
		f.SignIn = s.opts.SignIn.Site.Origin() + with("/sign-in", "back", backFrom(r))
		return
	}
	w.Header().Set("Cache-Control", "private, no-store")
	f.Person = &personBar{Party: d.Body().Name(x.Party, f.Reader.Tag()), Holder: x.Holder, Href: "/me", Conducts: conducts(d, x.Party)}
}

// setSession answers the cookie of a session; an age below nought forgets it.
func setSession(w http.ResponseWriter, token string, age time.Duration) {
	seconds := int(age / time.Second)
	if age < 0 {
		seconds = -1
	}
	http.SetCookie(w, &http.Cookie{Name: sessionCookie, Value: token, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode})
}

// often says whether a caller has tried too often, and then has answered it. Nobody is locked out: it says until when
// to wait.
func (s *site) often(w http.ResponseWriter, r *http.Request, by *pace.Limits, who string) bool {
	now := s.src.Now()
	wait := s.limits.address.Ask(pace.Address(r.RemoteAddr), now)
	if by != nil {
		wait = max(wait, by.Ask(who, now))
	}
	if wait <= 0 {
		return false
	}
	w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
	a, err := s.ask(w, r)
	if err == nil {
		err = errOften
	}
	s.fail(w, r, a.frame, err)
	return true
}

// local answers an address of this server, or the first page for any other.
func local(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host != "" || u.Scheme != "" || len(u.Path) == 0 || u.Path[0] != '/' || len(u.Path) > 1 && (u.Path[1] == '/' || u.Path[1] == '\\') {
		return "/"
	}
	return address(u.EscapedPath(), u.Query())
}

// conducts says whether a party conducts the proceedings.
func conducts(d *dossier.Docket, id body.MemberID) bool {
	for _, o := range d.Body().Offices() {
		if o.ID == id && (o.Chair || o.Secretariat) {
			return true
		}
	}
	return len(d.Body().Offices()) == 0 && id == "secretariat"
}
