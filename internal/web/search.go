package web

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"accede/internal/lookup"
	"accede/internal/search"
	"accede/internal/view"
)

// mostFound is how many entries a page of what was found shows.
const mostFound = 50

// searchSeen is what was looked for, and what was found.
type searchSeen struct {
	Text, In string
	Dossiers []view.Choice
	Asked    bool // something was looked for
	Problem  string
	lookup.Answer
}

// search looks for words in the record, as of any day, as far as whoever asks may read it.
func (s *site) search(w http.ResponseWriter, r *http.Request) {
	a, err := s.ask(w, r)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return
	}
	p := searchSeen{Text: r.URL.Query().Get("q"), In: r.URL.Query().Get("in"), Asked: r.URL.Query().Has("q")}
	p.Dossiers = append(p.Dossiers, view.Choice{Word: t(a.frame, "search.all"), Count: -1, Current: p.In == ""})
	for _, id := range a.docket.Dossiers() {
		if st, err := a.docket.Standing(id, a.at); err == nil {
			p.Dossiers = append(p.Dossiers, view.Choice{Key: id, Word: view.NewHead(view.SettingOf(a.docket), st, a.frame.Reader).Title, Count: -1, Current: p.In == id})
		}
	}
	a.frame.Title, a.frame.Live = t(a.frame, "search.title"), nil
	code := http.StatusOK
	q, err := search.Parse(p.Text)
	switch {
	case !p.Asked:
	case errors.Is(err, search.ErrEmpty):
		p.Problem, code = t(a.frame, "wrong.search.word"), http.StatusUnprocessableEntity
	case err != nil:
		p.Problem, code = t(a.frame, "wrong.search"), http.StatusUnprocessableEntity
	default:
		if p.Answer, err = s.find(r, a, lookup.Asked{Query: q, Dossier: p.In, Limit: mostFound}); err != nil {
			s.fail(w, r, a.frame, err)
			return
		}
	}
	s.page(w, r, code, searchPage(a.frame, p))
}

// find looks in the index, or in a rehearsal, of which nothing is kept, at every entry.
func (s *site) find(r *http.Request, a asked, q lookup.Asked) (lookup.Answer, error) {
	desk, now := s.opts.Search, a.docket
	if _, room := roomOf(r.Context()); room {
		desk = s.scan
	} else if a.frame.AsOf != "" {
		var err error
		if now, _, err = s.src.Docket(r.Context(), time.Time{}); err != nil {
			return lookup.Answer{}, fmt.Errorf("read the record: %w: %w", errRecord, err)
		}
	}
	return desk.Find(r.Context(), now, a.docket, q, a.frame.Reader)
}
