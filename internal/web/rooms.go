package web

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"accede/body"

	"accede/internal/view"
)

// roomRoutes are the pages of a dossier's rooms, and of what goes across dossiers. What a page shows can be had as JSON
// under the same address with .json.
func (s *site) roomRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /d/{dossier}/{room}", s.room)
	mux.HandleFunc("GET /d/{dossier}/positions/{$}", s.in(s.positions))
	mux.HandleFunc("GET /d/{dossier}/positions.json", s.in(s.positions))
	mux.HandleFunc("GET /d/{dossier}/positions/{member}/{$}", s.in(s.member))
	mux.HandleFunc("GET /d/{dossier}/positions/{member}", s.slash)
	mux.HandleFunc("GET /d/{dossier}/way/{$}", s.in(s.way))
	mux.HandleFunc("GET /d/{dossier}/way.json", s.in(s.way))
	mux.HandleFunc("GET /d/{dossier}/talks/{$}", s.in(s.talks))
	mux.HandleFunc("GET /d/{dossier}/talks.json", s.in(s.talks))
	mux.HandleFunc("GET /d/{dossier}/talks/{round}/{$}", s.in(s.round))
	mux.HandleFunc("GET /d/{dossier}/talks/{round}", s.slash)
	mux.HandleFunc("GET /d/{dossier}/texts/{text}/{$}", s.in(s.text))
	mux.HandleFunc("GET /d/{dossier}/texts/{text}", s.slash)
	mux.HandleFunc("GET /d/{dossier}/rule/{$}", s.in(s.law))
	mux.HandleFunc("GET /d/{dossier}/rule.json", s.in(s.law))
	mux.HandleFunc("GET /wall/{dossier}", s.in(s.wall))
	mux.HandleFunc("GET /commitments", s.across(s.promises))
	mux.HandleFunc("GET /commitments.json", s.across(s.promises))
	mux.HandleFunc("GET /calendar", s.across(s.dates))
	mux.HandleFunc("GET /calendar.json", s.across(s.dates))
	mux.HandleFunc("GET /desk", s.across(s.desk))
	mux.HandleFunc("GET /desk.json", s.across(s.desk))
	mux.HandleFunc("GET /admin", s.across(s.charter))
}

// room leads from the address of a room without its last slash to the one with it.
func (s *site) room(w http.ResponseWriter, r *http.Request) {
	path := "/" + r.PathValue("room") + "/"
	if slices.ContainsFunc(tabs(), func(x link) bool { return x.path == path }) {
		s.slash(w, r)
		return
	}
	s.nothing(w, r)
}

// shown is what a room has to show: a page, what it is called, and the same as data where there is such.
type shown struct {
	title string
	page  func(frame) templ.Component
	data  any
}

// in answers a handler for a room of one dossier.
func (s *site) in(show func(*http.Request, opened) (shown, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, ok := s.opened(w, r)
		if !ok {
			return
		}
		x, err := show(r, c)
		s.show(w, r, c.frame, x, err)
	}
}

// across answers a handler for a page over all dossiers.
func (s *site) across(show func(*http.Request, asked) (shown, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a, err := s.ask(w, r)
		var x shown
		if err == nil {
			x, err = show(r, a)
		}
		s.show(w, r, a.frame, x, err)
	}
}

// show writes a page, or its data where the address asks for it.
func (s *site) show(w http.ResponseWriter, r *http.Request, f frame, x shown, err error) {
	switch path := r.URL.Path; {
	case err != nil:
		s.fail(w, r, f, err)
	case isData(path):
		s.json(w, r, x.data)
	default:
		f.Title = x.title
		if x.data != nil {
			f.JSON = address(dataPath(path), r.URL.Query())
		}
		s.page(w, r, http.StatusOK, x.page(f))
	}
}

func (s *site) positions(r *http.Request, c opened) (shown, error) {
	p := view.NewPositionsPage(c.docket, c.standing, r.URL.Query().Get("show"), c.frame.Reader)
	return shown{c.titled("tab.positions", p.Title), func(f frame) templ.Component { return positionsPage(f, p) }, p}, nil
}

func (s *site) member(r *http.Request, c opened) (shown, error) {
	id := body.MemberID(r.PathValue("member"))
	p, ok := view.NewMemberPage(c.docket, c.standing, id, c.frame.Reader)
	if !ok {
		return shown{}, errPage
	}
	return shown{title: p.Party.Name + " · " + p.Title, page: func(f frame) templ.Component { return memberPage(f, p) }}, nil
}

func (s *site) way(r *http.Request, c opened) (shown, error) {
	q := r.URL.Query()
	p := view.NewWayPage(c.set, c.standing, q.Get("view"), q.Get("concern"), c.frame.Reader)
	return shown{c.titled("tab.way", p.Title), func(f frame) templ.Component { return wayPage(f, p) }, p}, nil
}

func (s *site) talks(_ *http.Request, c opened) (shown, error) {
	p := view.NewTalksPage(c.docket, c.standing, c.frame.Reader)
	return shown{c.titled("tab.talks", p.Title), func(f frame) templ.Component { return talksPage(f, p) }, p}, nil
}

func (s *site) round(r *http.Request, c opened) (shown, error) {
	p, ok := view.NewRoundPage(c.docket, c.standing, r.PathValue("round"), c.frame.Reader)
	if !ok {
		return shown{}, errPage
	}
	return shown{title: p.Name + " · " + p.Title, page: func(f frame) templ.Component { return roundPage(f, p) }}, nil
}

func (s *site) text(r *http.Request, c opened) (shown, error) {
	p, ok := view.NewTextPage(c.docket, c.standing, r.PathValue("text"), c.frame.Reader)
	if !ok {
		return shown{}, errPage
	}
	return shown{title: p.Name.Text + " · " + p.Title, page: func(f frame) templ.Component { return textPage(f, p) }}, nil
}

func (s *site) law(r *http.Request, c opened) (shown, error) {
	q := r.URL.Query()
	suppose := func(id body.MemberID) string { return q.Get("of." + string(id)) }
	p := view.NewLawPage(c.docket, c.standing, q.Get("stage"), suppose, c.frame.Reader)
	return shown{c.titled("tab.rule", p.Title), func(f frame) templ.Component { return lawPage(f, p) }, p}, nil
}

func (s *site) wall(_ *http.Request, c opened) (shown, error) {
	p := view.NewWallPage(c.set, c.standing, c.frame.Reader)
	return shown{title: p.Title, page: func(f frame) templ.Component { return wallPage(f, p) }}, nil
}

func (s *site) promises(r *http.Request, a asked) (shown, error) {
	p, err := view.NewPromisesPage(a.docket, a.at, r.URL.Query().Get("for"), a.frame.Reader)
	return shown{a.frame.Reader.Say("promises.title", nil), func(f frame) templ.Component { return promisesPage(f, p) }, p}, err
}

func (s *site) dates(_ *http.Request, a asked) (shown, error) {
	p, err := view.NewDatesPage(a.docket, a.at, a.frame.Reader)
	return shown{a.frame.Reader.Say("nav.calendar", nil), func(f frame) templ.Component { return datesPage(f, p) }, p}, err
}

func (s *site) desk(r *http.Request, a asked) (shown, error) {
	p, err := view.NewDeskPage(a.docket, a.at, r.URL.Query().Get("for"), a.frame.Reader)
	return shown{a.frame.Reader.Say("desk.title", nil), func(f frame) templ.Component { return deskPage(f, p) }, p}, err
}

func (s *site) charter(_ *http.Request, a asked) (shown, error) {
	p := view.NewCharterPage(a.docket, a.at, s.words.Languages(), a.frame.Reader)
	return shown{title: a.frame.Reader.Say("nav.admin", nil), page: func(f frame) templ.Component { return charterPage(f, p) }}, nil
}
