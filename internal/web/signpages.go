package web

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"accede/act"
	"accede/act/signature"
	"accede/body"
	"accede/form"

	"accede/internal/signin"
	"accede/internal/view"
)

// signInRoutes are who is calling, and what waits for a signature.
func (s *site) signInRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /keys", s.across(s.keys))
	if s.opts.SignIn == nil {
		return
	}
	mux.HandleFunc("GET /sign-in", s.signInPage)
	mux.HandleFunc("POST /sign-in", s.signIn)
	mux.HandleFunc("POST /sign-out", s.signOut)
	mux.HandleFunc("GET /sign-in/by/{provider}", s.signInBy)
	mux.HandleFunc("GET /sign-in/from/{provider}", s.signedInBy)
	mux.HandleFunc("POST /invitation/{token}/by/{provider}", s.invitedBy)
	mux.HandleFunc("POST /me/by/{provider}", s.person(s.bindBy))
	mux.HandleFunc("GET /invitation/{token}", s.invitation)
	mux.HandleFunc("POST /invitation/{token}", s.redeem)
	mux.HandleFunc("GET /me", s.person(s.me))
	mux.HandleFunc("POST /me/contact", s.person(s.setContact))
	mux.HandleFunc("POST /me/sessions", s.person(s.endSessions))
	mux.HandleFunc("POST /me/passkey", s.person(s.newPasskey))
	mux.HandleFunc("POST /keys/revoke", s.person(s.revoke))
	mux.HandleFunc("GET /sign/{hash}", s.person(s.awaited))
	mux.HandleFunc("POST /sign/{hash}", s.person(s.signAwaited))
}

// person answers a handler for somebody who is signed in; everybody else is led to where to sign in.
func (s *site) person(do func(http.ResponseWriter, *http.Request, asked, signin.Session)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a, err := s.ask(w, r)
		if err != nil {
			s.fail(w, r, a.frame, err)
			return
		}
		x, ok := sessionOf(r.Context())
		if !ok {
			http.Redirect(w, r, with("/sign-in", "back", backFrom(r)), http.StatusSeeOther)
			return
		}
		if r.Method == http.MethodPost {
			if x.Vouched != "" && r.URL.Path != "/me/sessions" { // to end a session is to let nobody in
				s.fail(w, r, a.frame, errVouched)
				return
			}
			if s.often(w, r, s.limits.person, string(x.Party)+" "+x.Holder) {
				return
			}
			if err := r.ParseForm(); err != nil {
				s.notRead(w, r, err)
				return
			}
		}
		a.frame.Live = nil // it is for one reader, and its forms are not to be replaced
		do(w, r, a, x)
	}
}

// asking is a page on which a passkey is made or asked.
type asking struct {
	Challenge, RP, Name, User, Holder, Exclude string
	Back                                       string
	Problem                                    string
	Houses                                     []houseLink // that vouch for who reads
}

func (s *site) signInPage(w http.ResponseWriter, r *http.Request) {
	a, err := s.ask(w, r)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	s.showSignIn(w, r, a, http.StatusOK, r.URL.Query().Get("back"), "")
}

func (s *site) showSignIn(w http.ResponseWriter, r *http.Request, a asked, code int, back, problem string) {
	a.frame.Title, a.frame.Script, a.frame.Live = t(a.frame, "signin.title"), s.assets.names["sign.js"], nil
	w.Header().Set("Cache-Control", "private, no-store")
	site := s.opts.SignIn.Site
	s.page(w, r, code, signInPage(a.frame, asking{
		Challenge: site.Challenge("sign-in", s.src.Now()), RP: site.RPID(), Back: local(back), Problem: problem,
		Houses: s.houses(a.frame, func(id string) string { return with("/sign-in/by/"+id, "back", local(back)) }),
	}))
}

func (s *site) signIn(w http.ResponseWriter, r *http.Request) {
	if s.often(w, r, nil, "") {
		return
	}
	a, err := s.ask(w, r)
	if err == nil {
		err = r.ParseForm()
	}
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	in := s.opts.SignIn
	got := signin.Answered{
		ID: part(r.PostForm, "passkey.id"), Client: part(r.PostForm, "passkey.client"), Auth: part(r.PostForm, "passkey.auth"), Sig: part(r.PostForm, "passkey.sig"),
	}
	k, err := in.Store.SignIn(r.Context(), in.Site, r.PostForm.Get("challenge"), got, s.src.Now())
	if err == nil {
		err = s.beginSession(w, r, k)
	}
	if errors.Is(err, signin.ErrPasskey) {
		s.note(r, "sign-in refused", "why", err)
		s.showSignIn(w, r, a, http.StatusForbidden, r.PostForm.Get("back"), t(a.frame, "wrong.signin"))
		return
	}
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	s.note(r, "signed in", "party", k.Party, "holder", k.Holder)
	http.Redirect(w, r, local(r.PostForm.Get("back")), http.StatusSeeOther)
}

// beginSession begins a session under a new token; the one a browser brought is ended.
func (s *site) beginSession(w http.ResponseWriter, r *http.Request, k signin.Passkey) error {
	if c, err := r.Cookie(sessionCookie); err == nil {
		if err := s.opts.SignIn.Store.End(r.Context(), c.Value); err != nil {
			return err
		}
	}
	token, err := s.opts.SignIn.Store.Begin(r.Context(), k, r.UserAgent(), s.src.Now())
	if err == nil {
		setSession(w, token, signin.SessionLasts)
	}
	return err
}

func (s *site) signOut(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(sessionCookie); err == nil {
		if err := s.opts.SignIn.Store.End(r.Context(), c.Value); err != nil {
			s.opts.Log.Error("session not ended", "err", err)
		}
	}
	s.note(r, "signed out")
	setSession(w, "", -1)
	w.Header().Set("Clear-Site-Data", `"cache"`)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// invited reads an invitation and the page around it. Where it does not hold it has answered so.
func (s *site) invited(w http.ResponseWriter, r *http.Request) (asked, signin.Invitation, bool) {
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is a secret
	w.Header().Set("Cache-Control", "private, no-store")
	a, err := s.ask(w, r)
	var i signin.Invitation
	if err == nil {
		i, err = s.opts.SignIn.Store.Invitation(r.Context(), r.PathValue("token"), s.src.Now())
	}
	a.frame.Langs, a.frame.SignIn, a.frame.Live, a.frame.Play = nil, "", nil, nil
	if err != nil {
		s.fail(w, r, a.frame, err)
		return a, i, false
	}
	return a, i, true
}

func (s *site) invitation(w http.ResponseWriter, r *http.Request) {
	if a, i, ok := s.invited(w, r); ok {
		s.showInvitation(w, r, a, i, http.StatusOK, "")
	}
}

func (s *site) showInvitation(w http.ResponseWriter, r *http.Request, a asked, i signin.Invitation, code int, problem string) {
	a.frame.Title, a.frame.Script = t(a.frame, "invitation.title"), s.assets.names["sign.js"]
	x := s.making(a, i.Person, "invitation "+r.PathValue("token"), nil, problem)
	if i.Role == signin.Reader {
		x.Houses = s.houses(a.frame, func(id string) string { return r.URL.Path + "/by/" + id })
	}
	s.page(w, r, code, invitationPage(a.frame, x, i, a.docket.Body().Name(i.Party, a.frame.Reader.Tag())))
}

// making answers what a page needs to have a passkey made.
func (s *site) making(a asked, p signin.Person, purpose string, have []signin.Passkey, problem string) asking {
	site := s.opts.SignIn.Site
	var exclude []string
	for _, k := range have {
		exclude = append(exclude, b64.EncodeToString(k.ID))
	}
	return asking{
		Challenge: site.Challenge(purpose, s.src.Now()), RP: site.RPID(), Name: a.frame.Body, User: b64.EncodeToString(signin.Handle(p)),
		Holder: p.Holder + " (" + a.docket.Body().Name(p.Party, a.frame.Reader.Tag()) + ")", Exclude: strings.Join(exclude, " "), Problem: problem,
	}
}

// made answers the passkey that a form brings.
func (s *site) made(r *http.Request, p signin.Person, purpose string) (signin.Passkey, signature.Key, error) {
	in, f := s.opts.SignIn, r.PostForm
	return in.Store.Register(r.Context(), in.Site, purpose, p, signin.Made{
		Challenge: f.Get("challenge"), ID: f.Get("passkey.id"), Client: part(f, "passkey.client"), Attestation: part(f, "passkey.attestation"),
	}, s.src.Now())
}

// redeem uses an invitation up: the passkey is kept, its key waits for whoever signs for it, and a session begins.
func (s *site) redeem(w http.ResponseWriter, r *http.Request) {
	if s.often(w, r, s.limits.invitation, r.PathValue("token")) {
		return
	}
	a, i, ok := s.invited(w, r)
	if !ok {
		return
	}
	if err := r.ParseForm(); err != nil {
		s.notRead(w, r, err)
		return
	}
	k, key, err := s.made(r, i.Person, "invitation "+r.PathValue("token"))
	if errors.Is(err, signin.ErrPasskey) {
		s.note(r, "passkey refused", "why", err)
		s.showInvitation(w, r, a, i, http.StatusForbidden, t(a.frame, "wrong.made"))
		return
	}
	to := "/me"
	if err == nil && i.Role == signin.Delegate {
		k.Key = keyID(i.Person)
		enrol := act.Enrol{Key: keyOf(k, key, i.Acts, i.Mandate)}
		to, err = s.redeemed(r, a, i, k, act.Act{Do: &enrol, By: i.Party})
	} else if err == nil {
		err = s.opts.SignIn.Store.Redeem(r.Context(), r.PathValue("token"), k, s.src.Now())
	}
	if err == nil {
		err = s.beginSession(w, r, k)
	}
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	s.note(r, "invitation redeemed", "party", i.Party, "holder", i.Holder)
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func (s *site) redeemed(r *http.Request, a asked, _ signin.Invitation, k signin.Passkey, enrol act.Act) (string, error) {
	w, data, err := s.waiting(a, enrol)
	if err != nil {
		return "", err
	}
	if err := s.opts.SignIn.Store.Redeem(r.Context(), r.PathValue("token"), k, s.src.Now()); err != nil {
		return "", err
	}
	hash := act.Hash(data)
	return "/sign/" + hex.EncodeToString(hash[:]), s.opts.SignIn.Store.Await(r.Context(), w)
}

// waiting answers an act about keys, complete and in its exact bytes, that waits for signatures.
func (s *site) waiting(a asked, x act.Act) (signin.Waiting, []byte, error) {
	x.Body, x.ID = a.docket.Charter().Body, newActID(x.By, x.Do.Kind())
	x.Date = form.Instant{At: s.src.Now().UTC().Truncate(time.Second)}
	x.Charter, x.SeenSize, x.SeenRoot = a.docket.Version(), a.docket.Size(), a.frame.Root
	x.ValidUntil = view.ValidUntil(a.docket, s.src.Now())
	data, err := x.Marshal()
	if err != nil {
		return signin.Waiting{}, nil, err
	}
	line, err := act.AppendSigned(nil, data, nil)
	hash := act.Hash(data)
	return signin.Waiting{Hash: hash[:], Line: line, Made: s.src.Now()}, data, err
}

// keyID makes an id for a key: its party, its holder, and chance.
func keyID(p signin.Person) string {
	raw := make([]byte, 4)
	rand.Read(raw) // it never fails
	return fmt.Sprintf("%.20s-%.20s-%s", p.Party, p.Holder, hex.EncodeToString(raw))
}

// keyOf answers a key as it is to be entered.
func keyOf(k signin.Passkey, key signature.Key, acts []string, mandate string) act.Key {
	if len(acts) == 0 {
		acts = []string{body.AnyAct}
	}
	x := act.Key{
		ID: k.Key, Member: k.Party, Holder: k.Holder, Acts: acts, Alg: string(key.Alg), Public: signature.Encode(key.Public), RPID: key.RPID, Origins: key.Origins,
		UV: "required", Backup: "device",
	}
	if key.Synced {
		x.Backup = "synced"
	}
	if day, err := form.ParseDate(mandate); err == nil {
		x.Until = form.Instant{Day: day}
	}
	return x
}
