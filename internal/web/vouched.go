package web

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"accede/body"
	"accede/dossier"

	"accede/internal/signin"
	"accede/internal/vouch"
)

// errVouched: somebody for whom a provider vouches reads, and changes nothing.
var errVouched = errors.New("who is vouched for reads, and changes nothing")

// wayCookie is the name under which a browser keeps which way to a provider it is on: only that browser can come back on it.
const wayCookie = "__Host-way"

// wayLasts is how long a way may take.
const wayLasts = 10 * time.Minute

// errand is a way to a provider and back.
type errand struct {
	State, Provider string
	Back            string        `json:",omitempty"` // where it leads in the end
	Invitation      string        `json:",omitempty"` // that it uses up
	Party           body.MemberID `json:",omitempty"` // of the person, signed in by a passkey, whom it binds
	Holder          string        `json:",omitempty"`
}

// purpose answers what the state of the way was made for: a state brought with anything else does not hold.
func (y errand) purpose() string {
	y.State = ""
	text, err := json.Marshal(y)
	if err != nil {
		return "" // texts alone are always written
	}
	return string(text)
}

// houseLink is a provider as pages show it.
type houseLink struct {
	ID, Name, Href string
	Bound          bool // to the person whose page it is
}

// houses answers the providers as a page shows them, each with the address that leads to it.
func (s *site) houses(f frame, href func(id string) string) (all []houseLink) {
	for _, p := range s.opts.SignIn.Providers {
		all = append(all, houseLink{ID: p.ID.Value, Name: p.Name.In(f.Reader.Tag()), Href: href(p.ID.Value)})
	}
	return all
}

func (s *site) provider(id string) (*vouch.Provider, bool) {
	i := slices.IndexFunc(s.opts.SignIn.Providers, func(p *vouch.Provider) bool { return p.ID.Value == id })
	if i < 0 {
		return nil, false
	}
	return s.opts.SignIn.Providers[i], true
}

// returnTo is the one address to which a provider leads back: each has its own, so that the answer of one is not taken for
// another's.
func (s *site) returnTo(p *vouch.Provider) string {
	return s.opts.SignIn.Site.Origin() + "/sign-in/from/" + p.ID.Value
}

// vouchedStill says whether a session that a provider vouched for holds: what was written down about the provider is as it was,
// and where the person has keys in the record, not all of them have ended.
func (s *site) vouchedStill(r *http.Request, x signin.Session) bool {
	if !slices.ContainsFunc(s.opts.SignIn.Providers, func(p *vouch.Provider) bool { return p.Mark() == x.Vouched }) {
		return false
	}
	have, err := s.opts.SignIn.Store.Passkeys(r.Context(), x.Person)
	if err != nil {
		s.opts.Log.Error("passkeys not read", "err", err)
		return false
	}
	d, at, err := s.src.Docket(context.WithoutCancel(r.Context()), time.Time{})
	if err != nil {
		return false
	}
	ended, keys := 0, 0
	for _, k := range d.Keys(at) {
		if slices.ContainsFunc(have, func(p signin.Passkey) bool { return p.Key == k.Key.ID }) {
			keys++
			if hasEnded(k.State) {
				ended++
			}
		}
	}
	return keys == 0 || ended < keys
}

func hasEnded(k dossier.KeyState) bool {
	return k == dossier.KeyRevoked || k == dossier.KeyReplaced || k == dossier.KeyRan
}

// signInBy leads to a provider.
func (s *site) signInBy(w http.ResponseWriter, r *http.Request) {
	if s.often(w, r, nil, "") {
		return
	}
	a, err := s.ask(w, r)
	p, ok := s.provider(r.PathValue("provider"))
	if err == nil && !ok {
		err = errPage
	}
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	if origin, _ := url.Parse(s.opts.SignIn.Site.Origin()); r.Host != origin.Host { // what the browser keeps, it keeps for that host
		http.Redirect(w, r, origin.String()+r.URL.RequestURI(), http.StatusSeeOther)
		return
	}
	to, err := s.leave(w, r, p, errand{Back: local(r.URL.Query().Get("back"))})
	if err != nil {
		s.note(r, "sign-in refused", "by", p.ID.Value, "why", err)
		s.showSignIn(w, r, a, http.StatusServiceUnavailable, r.URL.Query().Get("back"), say(a.frame, "wrong.provider", "name", p.Name.In(a.frame.Reader.Tag())))
		return
	}
	w.Header().Set("Cache-Control", "private, no-store")
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// leave answers the address of a provider at which it asks who is calling, and has the browser keep the way.
func (s *site) leave(w http.ResponseWriter, r *http.Request, p *vouch.Provider, y errand) (string, error) {
	y.Provider = p.ID.Value
	t := s.opts.SignIn.Site.Leave(y.purpose(), s.src.Now())
	to, err := p.Begin(r.Context(), s.returnTo(p), vouch.Try(t), s.src.Now())
	if err != nil {
		return "", err
	}
	y.State = t.State
	text, err := json.Marshal(y)
	if err != nil {
		return "", err
	}
	setWay(w, b64.EncodeToString(text), wayLasts)
	return to, nil
}

func setWay(w http.ResponseWriter, value string, age time.Duration) {
	seconds := int(age / time.Second)
	if age < 0 {
		seconds = -1
	}
	http.SetCookie(w, &http.Cookie{Name: wayCookie, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode})
}

// signedInBy takes what a browser brings back from a provider.
func (s *site) signedInBy(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is not to be told on
	w.Header().Set("Cache-Control", "private, no-store")
	if s.often(w, r, nil, "") {
		return
	}
	a, err := s.ask(w, r)
	a.frame.Langs, a.frame.SignIn, a.frame.Live, a.frame.Play = nil, "", nil, nil
	p, ok := s.provider(r.PathValue("provider"))
	if err == nil && !ok {
		err = errPage
	}
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	y, t, err := s.comeBack(w, r, p)
	var told vouch.Told
	if err == nil {
		told, err = p.Finish(r.Context(), s.returnTo(p), vouch.Try(t), r.URL.Query(), s.src.Now())
	}
	to := ""
	if err == nil {
		to, err = s.letIn(w, r, p, y, told)
	}
	if err != nil {
		s.notVouched(w, r, a, p, y, err)
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// comeBack answers the way a browser has come back on, and ends it.
func (s *site) comeBack(w http.ResponseWriter, r *http.Request, p *vouch.Provider) (errand, signin.Try, error) {
	setWay(w, "", -1)
	var y errand
	c, err := r.Cookie(wayCookie)
	if err == nil {
		var text []byte
		if text, err = b64.DecodeString(c.Value); err == nil {
			err = json.Unmarshal(text, &y)
		}
	}
	state := r.URL.Query().Get("state")
	if err != nil || y.Provider != p.ID.Value || subtle.ConstantTimeCompare([]byte(y.State), []byte(state)) != 1 {
		return errand{}, signin.Try{}, errors.Join(errWay, err)
	}
	t, err := s.opts.SignIn.Store.Return(r.Context(), s.opts.SignIn.Site, state, y.purpose(), s.src.Now())
	return y, t, err
}

var errWay = errors.New("the browser did not leave from here on that way")

// letIn does what the way was for, and answers where it leads.
func (s *site) letIn(w http.ResponseWriter, r *http.Request, p *vouch.Provider, y errand, told vouch.Told) (string, error) {
	store, now := s.opts.SignIn.Store, s.src.Now()
	if y.Holder != "" {
		x, ok := sessionOf(r.Context())
		if !ok || x.Vouched != "" || x.Party != y.Party || x.Holder != y.Holder {
			return "", errWay
		}
		err := store.Bind(r.Context(), x.Person, told.Issuer, told.Subject, now)
		if err == nil {
			s.note(r, "provider bound", "by", p.ID.Value)
		}
		return "/me", err
	}
	who, err := s.whom(r.Context(), p, y, told)
	if err != nil {
		return "", err
	}
	if c, err := r.Cookie(sessionCookie); err == nil {
		if err := store.End(r.Context(), c.Value); err != nil {
			return "", err
		}
	}
	token, err := store.BeginVouched(r.Context(), who, p.Mark(), r.UserAgent(), now)
	if err != nil {
		return "", err
	}
	setSession(w, token, signin.SessionLasts)
	s.note(r, "signed in", "party", who.Party, "holder", who.Holder, "by", p.ID.Value)
	if y.Invitation != "" {
		return "/me", nil
	}
	return local(y.Back), nil
}

// whom answers who is called so by a provider: whom the invitation is for, who was bound to the name, or whom the operator's
// rules let in.
func (s *site) whom(ctx context.Context, p *vouch.Provider, y errand, told vouch.Told) (signin.Person, error) {
	store := s.opts.SignIn.Store
	if y.Invitation != "" {
		return store.RedeemVouched(ctx, y.Invitation, told.Issuer, told.Subject, s.src.Now())
	}
	who, err := store.Vouched(ctx, told.Issuer, told.Subject)
	if !errors.Is(err, signin.ErrNone) {
		return who, err
	}
	reader, ok := p.Reader(told)
	if !ok {
		return signin.Person{}, signin.ErrNone
	}
	who = signin.Person{Party: reader.Party, Holder: reader.Holder, Role: signin.Reader}
	return who, store.Admit(ctx, who)
}

// notVouched says why somebody is not let in, on the page on which to sign in.
func (s *site) notVouched(w http.ResponseWriter, r *http.Request, a asked, p *vouch.Provider, y errand, err error) {
	said := []struct {
		is   error
		code int
		key  string
	}{
		{vouch.ErrAway, http.StatusServiceUnavailable, "wrong.provider"},
		{signin.ErrNone, http.StatusForbidden, "wrong.stranger"},
		{signin.ErrBound, http.StatusConflict, "wrong.bound"},
		{vouch.ErrRefused, http.StatusForbidden, "wrong.vouched"},
		{signin.ErrPasskey, http.StatusForbidden, "wrong.vouched"},
		{errWay, http.StatusForbidden, "wrong.vouched"},
	}
	for _, row := range said {
		if errors.Is(err, row.is) {
			s.note(r, "sign-in refused", "by", p.ID.Value, "why", err)
			s.showSignIn(w, r, a, row.code, y.Back, say(a.frame, row.key, "name", p.Name.In(a.frame.Reader.Tag())))
			return
		}
	}
	s.fail(w, r, a.frame, err)
}

// invitedBy goes on from an invitation to read to a provider, instead of a passkey.
func (s *site) invitedBy(w http.ResponseWriter, r *http.Request) {
	if s.often(w, r, s.limits.invitation, r.PathValue("token")) {
		return
	}
	a, i, ok := s.invited(w, r)
	if !ok {
		return
	}
	if i.Role != signin.Reader {
		s.fail(w, r, a.frame, errPage)
		return
	}
	s.goOn(w, r, a, errand{Invitation: r.PathValue("token")})
}

// bindBy has a person sign in by a provider from now on, or no more.
func (s *site) bindBy(w http.ResponseWriter, r *http.Request, a asked, x signin.Session) {
	p, ok := s.provider(r.PathValue("provider"))
	if !ok {
		s.fail(w, r, a.frame, errPage)
		return
	}
	if r.PostForm.Get("do") != "end" {
		s.goOn(w, r, a, errand{Party: x.Party, Holder: x.Holder})
		return
	}
	if err := s.opts.SignIn.Store.Unbind(r.Context(), x.Person, p.Issuer.Value); err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	s.note(r, "provider unbound", "by", p.ID.Value)
	http.Redirect(w, r, "/me", http.StatusSeeOther)
}

// goOn shows the way to a provider, for a form may not lead to another site at once.
func (s *site) goOn(w http.ResponseWriter, r *http.Request, a asked, y errand) {
	p, ok := s.provider(r.PathValue("provider"))
	if !ok {
		s.fail(w, r, a.frame, errPage)
		return
	}
	name := p.Name.In(a.frame.Reader.Tag())
	to, err := s.leave(w, r, p, y)
	if err != nil {
		s.note(r, "sign-in refused", "by", p.ID.Value, "why", err)
		a.frame.Title = t(a.frame, "signin.title")
		s.page(w, r, http.StatusServiceUnavailable, goOnPage(a.frame, name, "", "", say(a.frame, "wrong.provider", "name", name)))
		return
	}
	host := p.Issuer.Value
	if u, err := url.Parse(to); err == nil {
		host = u.Host
	}
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	a.frame.Title, a.frame.Langs, a.frame.Live, a.frame.Play = say(a.frame, "goon.title", "name", name), nil, nil, nil
	s.page(w, r, http.StatusOK, goOnPage(a.frame, name, host, to, ""))
}

// vouchers puts onto a person's page who vouches for it, and who could.
func (s *site) vouchers(r *http.Request, a asked, x signin.Session, m *mine) error {
	bound, err := s.opts.SignIn.Store.Bound(r.Context(), x.Person)
	if err != nil {
		return err
	}
	m.Houses = s.houses(a.frame, func(id string) string { return "/me/by/" + id })
	for i, p := range s.opts.SignIn.Providers {
		m.Houses[i].Bound = slices.Contains(bound, p.Issuer.Value)
		if p.Mark() == x.Vouched {
			m.By = m.Houses[i].Name
		}
	}
	return nil
}
