package web

import (
	"fmt"
	"net/http"
	"time"

	"accede/dossier"

	"accede/internal/view"
)

// link is a page in a list of pages: the key of its word, and its address.
type link struct{ key, path string }

// rooms answers the pages that are about all dossiers.
func rooms() []link {
	return []link{
		{"nav.docket", "/"}, {"nav.desk", "/desk"}, {"nav.commitments", "/commitments"}, {"nav.calendar", "/calendar"}, {"nav.admin", "/admin"},
	}
}

// tabs answers the pages of one dossier: their addresses are below the dossier's.
func tabs() []link {
	return []link{
		{"overview", "/"},
		{"positions", "/positions/"},
		{"way", "/way/"},
		{"talks", "/talks/"},
		{"mediator", "/desk/"},
		{"rule", "/rule/"},
		{"ratification", "/ratification/"},
		{"record", "/record/"},
	}
}

// opened is what a page of one dossier is made from.
type opened struct {
	asked
	id       string
	set      view.Setting
	standing dossier.Standing
	whole    *dossier.Docket // with the whole record, whatever day the page is of
}

// past answers what the overview tells of the record.
func (c opened) past() view.Past { return view.PastOf(c.docket, c.whole, c.id) }

// opened reads the dossier a request names, on the day it asks for. Where it cannot, it has answered the request with
// what is wrong, and says so.
func (s *site) opened(w http.ResponseWriter, r *http.Request) (opened, bool) {
	a, err := s.ask(w, r)
	if err != nil {
		s.fail(w, r, a.frame, err)
		return opened{}, false
	}
	a.docket = a.docket.Under(r.PathValue("dossier")) // an amended charter is not that of what was opened before
	c := opened{asked: a, id: r.PathValue("dossier"), set: view.SettingOf(a.docket)}
	if c.standing, err = a.docket.Standing(c.id, a.at); err != nil {
		s.fail(w, r, a.frame, &dossierError{c.id, err})
		return opened{}, false
	}
	c.whole = a.docket
	if a.frame.AsOf != "" {
		if c.whole, _, err = s.src.Docket(r.Context(), time.Time{}); err != nil {
			s.fail(w, r, a.frame, fmt.Errorf("read the record: %w: %w", errRecord, err))
			return opened{}, false
		}
	}
	return c, true
}
