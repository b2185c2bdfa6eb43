package web

import (
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/signin"
	"accede/internal/view"
)

// mine is what a person sees of itself.
type mine struct {
	Who      string
	Session  signin.Session
	Sessions []signin.Session
	Keys     []view.KeyLine
	Waiting  []waitingLine
	Contact  signin.Contact
	Making   asking
	Houses   []houseLink // that can vouch for the person
	By       string      // who vouches for the person in this session; empty: its own passkey
	Problem  string
}

// waitingLine is an act that waits for a signature.
type waitingLine struct {
	Href string
	Line view.LogLine
	By   []string // the keys that have signed
}

func (s *site) me(w http.ResponseWriter, r *http.Request, a asked, x signin.Session) {
	s.showMe(w, r, a, x, http.StatusOK, "")
}

func (s *site) showMe(w http.ResponseWriter, r *http.Request, a asked, x signin.Session, code int, problem string) {
	m, err := s.mine(r, a, x)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	m.Problem = problem
	a.frame.Title, a.frame.Script = t(a.frame, "me.title"), s.assets.names["sign.js"]
	s.page(w, r, code, mePage(a.frame, m))
}

func (s *site) mine(r *http.Request, a asked, x signin.Session) (mine, error) {
	m := mine{Who: a.docket.Body().Name(x.Party, a.frame.Reader.Tag()), Session: x}
	store := s.opts.SignIn.Store
	var err error
	if m.Sessions, err = store.Sessions(r.Context(), x.Person, s.src.Now()); err != nil {
		return m, err
	}
	contacts, err := store.Contacts(r.Context(), x.Party)
	if err != nil {
		return m, err
	}
	if i := slices.IndexFunc(contacts, func(c signin.Contact) bool { return c.Holder == x.Holder }); i >= 0 {
		m.Contact = contacts[i]
	}
	for _, k := range view.Keys(a.docket, a.at, a.frame.Reader) {
		if k.Member == string(x.Party) && k.Holder == x.Holder {
			m.Keys = append(m.Keys, k)
		}
	}
	have, err := store.Passkeys(r.Context(), x.Person)
	if err != nil {
		return m, err
	}
	m.Making = s.making(a, x.Person, "passkey", have, "")
	if err := s.vouchers(r, a, x, &m); err != nil {
		return m, err
	}
	m.Waiting, err = s.waits(r, a, x)
	return m, err
}

// waits answers what waits for a signature and concerns a person.
func (s *site) waits(r *http.Request, a asked, x signin.Session) ([]waitingLine, error) {
	all, err := s.opts.SignIn.Store.AllAwaited(r.Context())
	if err != nil {
		return nil, err
	}
	var lines []waitingLine
	for _, w := range all {
		l, ok := readWaiting(w)
		if !ok || !concerns(a.docket, x.Person, &l.Act) {
			continue
		}
		line := waitingLine{Href: "/sign/" + hex.EncodeToString(w.Hash), Line: view.LineOf(a.docket, &l.Act, w.Made, a.frame.Reader)}
		for _, one := range l.Signatures {
			line.By = append(line.By, one.Key)
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func readWaiting(w signin.Waiting) (act.Located, bool) {
	for l, err := range act.Lines("waiting", strings.NewReader(string(w.Line))) {
		return l, err == nil
	}
	return act.Located{}, false
}

// maxAddress is how long an address may be.
const maxAddress = 320

func (s *site) setContact(w http.ResponseWriter, r *http.Request, a asked, x signin.Session) {
	address := strings.TrimSpace(r.PostForm.Get("address"))
	how := signin.Mail(r.PostForm.Get("mail"))
	if !mailable(address) || how != "" && !slices.Contains(signin.Mails(), how) {
		s.showMe(w, r, a, x, http.StatusUnprocessableEntity, t(a.frame, "wrong.contact"))
		return
	}
	err := s.opts.SignIn.Store.SetContact(r.Context(), signin.Contact{Person: x.Person, Address: address, Lang: a.frame.Reader.Tag(), Mail: how})
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	http.Redirect(w, r, "/me", http.StatusSeeOther)
}

func (s *site) endSessions(w http.ResponseWriter, r *http.Request, a asked, x signin.Session) {
	id := r.PostForm.Get("session")
	var err error
	if id == "all" {
		err = s.opts.SignIn.Store.EndAll(r.Context(), x.Person)
	} else {
		err = s.opts.SignIn.Store.EndOne(r.Context(), x.Person, id)
	}
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	s.note(r, "sessions ended")
	http.Redirect(w, r, "/me", http.StatusSeeOther)
}

// newPasskey takes a passkey more of somebody who is signed in, and leads to the act that enters its key.
func (s *site) newPasskey(w http.ResponseWriter, r *http.Request, a asked, x signin.Session) {
	k, key, err := s.made(r, x.Person, "passkey")
	if errors.Is(err, signin.ErrPasskey) {
		s.note(r, "passkey refused", "why", err)
		s.showMe(w, r, a, x, http.StatusForbidden, t(a.frame, "wrong.made"))
		return
	}
	if err == nil && x.Role != signin.Delegate {
		if err = s.opts.SignIn.Store.KeepPasskey(r.Context(), k, s.src.Now()); err == nil {
			http.Redirect(w, r, "/me", http.StatusSeeOther)
			return
		}
	}
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	k.Key = keyID(x.Person)
	acts, mandate := []string(nil), ""
	old := r.PostForm.Get("of")
	for _, h := range a.docket.Keys(a.at) {
		if h.Key.ID == old || old == "" && h.Key.ID == x.Key {
			acts, mandate = h.Key.Acts, h.Key.Until.String()
		}
	}
	entered := act.Act{By: x.Party, Do: &act.Enrol{Key: keyOf(k, key, acts, mandate)}}
	if old != "" {
		entered.Do = &act.Rotate{Of: old, Key: keyOf(k, key, acts, mandate)}
	}
	if err = s.opts.SignIn.Store.KeepPasskey(r.Context(), k, s.src.Now()); err == nil {
		err = s.awaitAct(w, r, a, entered)
	}
	if err != nil {
		s.fail(w, r, a.frame, err)
	}
}

// awaitAct keeps an act about keys and leads to where it is signed.
func (s *site) awaitAct(w http.ResponseWriter, r *http.Request, a asked, x act.Act) error {
	wait, _, err := s.waiting(a, x)
	if err == nil {
		err = s.opts.SignIn.Store.Await(r.Context(), wait)
	}
	if err == nil {
		http.Redirect(w, r, "/sign/"+hex.EncodeToString(wait.Hash), http.StatusSeeOther)
	}
	return err
}

func (s *site) revoke(w http.ResponseWriter, r *http.Request, a asked, x signin.Session) {
	id := r.PostForm.Get("key")
	keys := a.docket.Keys(a.at)
	i := slices.IndexFunc(keys, func(k dossier.KeyStanding) bool { return k.Key.ID == id })
	if i < 0 || x.Role != signin.Delegate || keys[i].Key.Member != x.Party && !conducts(a.docket, x.Party) {
		s.fail(w, r, a.frame, errPage)
		return
	}
	do := &act.Revoke{Key: id}
	if reason := strings.TrimSpace(r.PostForm.Get("reason")); reason != "" {
		do.Reason = body.Names{a.frame.Reader.Tag(): reason}
	}
	if err := s.awaitAct(w, r, a, act.Act{By: x.Party, Do: do}); err != nil {
		s.fail(w, r, a.frame, err)
	}
}

// awaitedAct reads an act that waits for a signature and concerns a person.
func (s *site) awaitedAct(r *http.Request, a asked, x signin.Session) (act.Located, []byte, error) {
	hash, err := hex.DecodeString(r.PathValue("hash"))
	if err != nil {
		return act.Located{}, nil, signin.ErrNone
	}
	w, err := s.opts.SignIn.Store.Awaited(r.Context(), hash)
	if err != nil {
		return act.Located{}, nil, err
	}
	l, ok := readWaiting(w)
	if !ok || !concerns(a.docket, x.Person, &l.Act) {
		return act.Located{}, nil, signin.ErrNone
	}
	data, err := l.Act.Marshal()
	return l, data, err
}

func (s *site) awaited(w http.ResponseWriter, r *http.Request, a asked, x signin.Session) {
	s.showAwaited(w, r, a, x, http.StatusOK, nil)
}

func (s *site) showAwaited(w http.ResponseWriter, r *http.Request, a asked, x signin.Session, code int, problems []view.Problem) {
	l, data, err := s.awaitedAct(r, a, x)
	var y toSign
	if err == nil {
		y, err = s.signing(r, a, x, data, l.Signatures)
	}
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	line := view.LineOf(a.docket, &l.Act, a.at, a.frame.Reader)
	a.frame.Title, a.frame.Script = t(a.frame, "sign.title"), s.assets.names["sign.js"]
	s.page(w, r, code, awaitedPage(a.frame, r.URL.Path, line, y, s.readable(r, a, x, &l.Act), problems))
}

func (s *site) signAwaited(w http.ResponseWriter, r *http.Request, a asked, x signin.Session) {
	l, data, err := s.awaitedAct(r, a, x)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	if r.PostForm.Get("do") == "bytes" {
		s.download(w, l.Act.ID, data)
		return
	}
	_, sigs, err := s.signed(r, a.docket, x, r.PostForm, data)
	waits := false
	var items []act.Opening
	if err == nil {
		items, err = s.waitingItems(r.Context(), &l.Act)
	}
	if err == nil {
		waits, err = s.hand(r, data, together(l.Signatures, sigs), items)
	}
	if err != nil {
		p, code, known := problemOf(a.frame, a.docket, l.Act.ID, err)
		if !known {
			s.opts.Log.Error("act not recorded", "path", r.URL.Path, "err", err)
		}
		s.showAwaited(w, r, a, x, code, []view.Problem{p})
		return
	}
	if waits {
		http.Redirect(w, r, r.URL.Path, http.StatusSeeOther)
		return
	}
	to := "/act/receipt/" + l.Act.ID
	if len(l.Act.Dossiers) > 0 {
		to = "/d/" + l.Act.Dossiers[0] + to
	}
	if _, ok := s.session(r); !ok { // it was ended with the key that signed
		to = with("/sign-in", "back", to)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// keys is the page of every key and mandate of the record.
func (s *site) keys(r *http.Request, a asked) (shown, error) {
	all := view.Keys(a.docket, a.at, a.frame.Reader)
	x, ok := sessionOf(r.Context())
	may := func(k view.KeyLine) bool {
		return ok && x.Role == signin.Delegate && k.Live && (k.Member == string(x.Party) || conducts(a.docket, x.Party))
	}
	return shown{title: t(a.frame, "keys.title"), page: func(f frame) templ.Component { return keysPage(f, all, may) }}, nil
}

// behalfPath answers the address at which an office registers paper on behalf of a party.
func behalfPath(c acting, party string) string {
	c.seat, c.paper = body.MemberID(party), c.seat
	return c.path("")
}
