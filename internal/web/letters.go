package web

import (
	"context"
	"errors"
	"net/http"
	"net/mail"
	"regexp"
	"strings"

	"accede/body"
	"accede/dossier"

	"accede/internal/signin"
	"accede/internal/view"
)

// Letters are what is sent to people, as far as they can stop it. It is asked by many goroutines at once.
type Letters interface {
	// Stoppable answers whose letters a token stops; Stop stops them. An error: the token is nobody's, or it cannot be told
	// whose it is.
	Stoppable(ctx context.Context, token string) (signin.Contact, error)
	Stop(ctx context.Context, token string) (signin.Contact, error)
}

// letterRoutes are who is told, for whoever conducts the proceedings, and how letters are stopped, for who gets them.
func (s *site) letterRoutes(mux *http.ServeMux) {
	if s.opts.Letters != nil {
		mux.HandleFunc("GET /letters/stop/{token}", s.stopLetters)
		mux.HandleFunc("POST /letters/stop/{token}", s.stopLetters)
	}
	if s.opts.SignIn != nil {
		mux.HandleFunc("GET /people", s.person(s.people))
		mux.HandleFunc("POST /people", s.person(s.setPerson))
	}
}

// stopLetters shows what a letter leads to, and stops letters where that is asked for: by the page, or by a mailbox in one
// step (RFC 8058). To look changes nothing: links are followed by machines too.
func (s *site) stopLetters(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is a secret
	w.Header().Set("Cache-Control", "private, no-store")
	if s.often(w, r, nil, "") {
		return
	}
	a, err := s.ask(w, r)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	do := s.opts.Letters.Stoppable
	if r.Method == http.MethodPost {
		do = s.opts.Letters.Stop
	}
	c, err := do(r.Context(), r.PathValue("token"))
	if err != nil {
		s.opts.Log.Debug("letters not stopped", "err", err)
		s.fail(w, r, a.frame, errPage)
		return
	}
	a.frame.Title, a.frame.Langs, a.frame.SignIn, a.frame.Live, a.frame.Play = t(a.frame, "stop.title"), nil, "", nil, nil
	s.page(w, r, http.StatusOK, stopPage(a.frame, c.Holder, view.SettingOf(a.docket).Name(c.Party, a.frame.Reader), r.Method == http.MethodPost))
}

// peopleList is who is told.
type peopleList struct {
	Groups  []peopleGroup
	Parties []view.Party
	Away    bool // no letters are sent
	Problem string
	Typed   signin.Contact
}

type peopleGroup struct {
	Party  view.Party
	People []signin.Contact
}

func (s *site) people(w http.ResponseWriter, r *http.Request, a asked, x signin.Session) {
	s.showPeople(w, r, a, x, http.StatusOK, "", signin.Contact{})
}

func (s *site) showPeople(w http.ResponseWriter, r *http.Request, a asked, x signin.Session, code int, problem string, typed signin.Contact) {
	if !conducts(a.docket, x.Party) {
		s.fail(w, r, a.frame, errAudience)
		return
	}
	all, err := s.opts.SignIn.Store.Contacts(r.Context(), "")
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	p := peopleList{Away: s.opts.Letters == nil, Problem: problem, Typed: typed, Parties: view.Parties(a.docket, a.at, a.frame.Reader)}
	for _, c := range all {
		if n := len(p.Groups); n == 0 || p.Groups[n-1].Party.ID != string(c.Party) {
			p.Groups = append(p.Groups, peopleGroup{Party: view.PartyOf(a.docket, c.Party, a.frame.Reader)})
		}
		g := &p.Groups[len(p.Groups)-1]
		g.People = append(g.People, c)
	}
	a.frame.Title = t(a.frame, "people.title")
	s.page(w, r, code, peoplePage(a.frame, p))
}

var holderForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,62}$`)

// setPerson adds, changes or removes a person who is told.
func (s *site) setPerson(w http.ResponseWriter, r *http.Request, a asked, x signin.Session) {
	c, ok := typedContact(r, a.docket)
	if !conducts(a.docket, x.Party) || !ok {
		s.showPeople(w, r, a, x, http.StatusUnprocessableEntity, t(a.frame, "wrong.addressee"), c)
		return
	}
	store := s.opts.SignIn.Store
	var err error
	if have, none := store.Contact(r.Context(), c.Party, c.Holder); none == nil {
		c.Role = have.Role
	}
	if r.PostForm.Get("do") == "remove" {
		err = store.RemoveContact(r.Context(), c.Party, c.Holder)
	} else {
		err = store.AddContact(r.Context(), c)
	}
	if err != nil && !errors.Is(err, signin.ErrNone) { // who is gone already is gone
		s.fail(w, r, a.frame, err)
		return
	}
	http.Redirect(w, r, "/people", http.StatusSeeOther)
}

// typedContact reads a person from a form, and says whether it can be one.
func typedContact(r *http.Request, d *dossier.Docket) (signin.Contact, bool) {
	f := r.PostForm
	c := signin.Contact{
		Person:  signin.Person{Party: body.MemberID(f.Get("party")), Holder: strings.TrimSpace(f.Get("holder")), Role: signin.Reader},
		Address: strings.TrimSpace(f.Get("address")), Lang: f.Get("lang"), Mail: signin.Mail(f.Get("mail")),
	}
	_, known := d.Body().Party(c.Party)
	return c, known && holderForm.MatchString(c.Holder) && mailable(c.Address)
}

// mailable says whether a text is empty or one address of mail.
func mailable(text string) bool {
	if text == "" {
		return true
	}
	a, err := mail.ParseAddress(text)
	return err == nil && a.Address == text && len(text) <= maxAddress
}

// countTold says to whoever conducts the proceedings to how many persons letters go.
func (s *site) countTold(r *http.Request, c acting, all []view.ToldParty) {
	x, ok := sessionOf(r.Context())
	if s.opts.SignIn == nil || s.opts.Letters == nil || !ok || !conducts(c.docket, x.Party) {
		return
	}
	people, err := s.opts.SignIn.Store.Contacts(r.Context(), "")
	if err != nil {
		s.opts.Log.Error("people not read", "err", err)
		return
	}
	for i := range all {
		all[i].Persons = 0
		for _, p := range people {
			if p.Told() && (all[i].ID == "" || all[i].ID == p.Party) {
				all[i].Persons++
			}
		}
	}
}
