package web

import (
	"net/http"

	"accede/internal/view"
)

// statedSheet is the page on which what people foretold is scored.
type statedSheet struct {
	view.Head
	Text    string
	Found   *view.Forecast
	Refused []string
}

// stated scores probabilities that were stated beforehand. What is sent is answered and kept nowhere.
func (s *site) stated(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	f, code := c.frame, http.StatusOK
	f.Live = nil
	text, err := s.sent(r, "stated")
	p := statedSheet{Head: view.NewHead(c.set, c.standing, f.Reader), Text: text}
	switch {
	case err != nil:
		p.Refused = []string{say(f, "packages.large", "most", maxBody>>10)}
	case r.Method == http.MethodPost:
		p.Found, err = s.scored(c, text)
		if err != nil {
			p.Refused = view.FaultsOf(err)
		}
	default:
		p.Text = "by,on,member,until,p\n"
	}
	if len(p.Refused) > 0 {
		code = http.StatusUnprocessableEntity
	}
	w.Header().Set("Cache-Control", "no-store")
	f.Title = c.titled("forecast.stated", p.Title)
	s.page(w, r, code, statedPage(f, p))
}

func (s *site) scored(c opened, text string) (*view.Forecast, error) {
	stated, err := view.ReadStated("stated", text)
	if err != nil {
		return nil, err
	}
	found, err := view.NewForecast(c.docket, c.standing, s.past.cases(), view.AskedOdds(), stated, c.frame.Reader)
	if err != nil {
		return nil, err
	}
	return &found, nil
}
