package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"

	"accede/body"

	"accede/internal/view"
	"accede/internal/view/words"

	"accede/whatif/forecast"
	"accede/whatif/forecast/past"
	"accede/whatif/packages"
)

// mediatorRoutes are the pages of the mediator's desk, and who counts under a rule.
func (s *site) mediatorRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /d/{dossier}/desk/{$}", s.in(s.mediator))
	mux.HandleFunc("GET /d/{dossier}/desk.json", s.in(s.mediator))
	mux.HandleFunc("GET /d/{dossier}/desk/hold/{$}", s.holdPage)
	mux.HandleFunc("POST /d/{dossier}/desk/hold/{$}", s.holdPage)
	mux.HandleFunc("GET /d/{dossier}/desk/packages/{$}", s.packagesPage)
	mux.HandleFunc("POST /d/{dossier}/desk/packages/{$}", s.packagesPage)
	mux.HandleFunc("GET /d/{dossier}/desk/draft/{$}", s.draftPage)
	mux.HandleFunc("POST /d/{dossier}/desk/draft/{$}", s.draftPage)
	for _, name := range []string{"hold", "packages", "draft"} {
		mux.HandleFunc("GET /d/{dossier}/desk/"+name, s.slash)
	}
	mux.HandleFunc("GET /d/{dossier}/rule/power/{$}", s.powerPage)
	mux.HandleFunc("GET /d/{dossier}/rule/power.json", s.powerPage)
	mux.HandleFunc("GET /d/{dossier}/rule/power", s.slash)
	mux.HandleFunc("POST /d/{dossier}/rule/power/stop", s.powerStop)
}

func (s *site) mediator(_ *http.Request, c opened) (shown, error) {
	p, err := view.NewMediatorPage(c.docket, c.standing, s.past.cases(), c.frame.Reader)
	return shown{c.titled("tab.mediator", p.Title), func(f frame) templ.Component { return mediatorPage(f, p) }, p}, err
}

// sent answers a field of a form that was sent; too large, or not a form, is an error in words.
func (s *site) sent(r *http.Request, name string) (string, error) {
	if r.Method != http.MethodPost {
		return "", nil
	}
	if err := r.ParseForm(); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return "", errLarge
		}
		return "", fmt.Errorf("read the form: %w", err)
	}
	return strings.ReplaceAll(r.PostFormValue(name), "\r\n", "\n"), nil
}

// mostOptions is how many options a model on a page may have: 65,536 states.
const mostOptions = 16

// holdSheet is the page on which what is assumed can be changed and asked about again.
type holdSheet struct {
	view.Head
	Text    string
	For     string
	Hold    *view.Hold
	Why     string   // why there is no answer, in a sentence
	Refused []string // what is wrong with the model, with places
}

func (s *site) holdPage(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	f := c.frame
	p := holdSheet{Head: view.NewHead(c.set, c.standing, f.Reader)}
	text, err := s.sent(r, "model")
	p.Text = text
	if p.For = r.FormValue("for"); err != nil {
		p.Why = say(f, "packages.large", "most", maxBody>>10)
	} else if r.Method != http.MethodPost {
		s.drafted(&p, c)
	}
	if p.Why == "" && strings.TrimSpace(p.Text) == "" {
		p.Why = t(f, "hold.refused.empty")
	}
	code := http.StatusOK
	if p.Why == "" {
		s.askHold(&p, r, f)
	}
	if r.Method == http.MethodPost && (p.Why != "" || len(p.Refused) > 0) {
		code = http.StatusUnprocessableEntity
	}
	f.Title = c.titled("hold.title", p.Title)
	s.page(w, r, code, holdPage(f, p))
}

// drafted puts the draft of the record onto the page.
func (s *site) drafted(p *holdSheet, c opened) {
	if len(c.standing.Blockers) == 0 {
		p.Why = t(c.frame, "hold.refused.nobody")
		return
	}
	m, err := view.ConflictOf(c.docket, c.standing)
	if err != nil {
		p.Why = say(c.frame, "hold.refused", "why", err.Error())
		return
	}
	p.Text = m.Text()
}

// askHold works a model out. The work ends with the request, and at the server's limit.
func (s *site) askHold(p *holdSheet, r *http.Request, f frame) {
	c, err := view.ReadConflict("model", []byte(p.Text), mostOptions)
	if err != nil {
		p.Refused = view.FaultsOf(err)
		return
	}
	ask := view.HoldAsked{Tell: within(r, workLimit)}
	for name := range strings.SplitSeq(p.For, ",") {
		if name = strings.TrimSpace(name); name != "" {
			ask.For = append(ask.For, name)
		}
	}
	h, err := view.NewHold(c, ask, f.Reader)
	switch {
	case errors.Is(err, view.ErrStopped):
		p.Why = say(f, "hold.refused.late", "limit", int(workLimit/time.Second))
	case err != nil:
		p.Refused = []string{err.Error()}
	default:
		p.Hold = &h
	}
}

// within answers a function that says whether work may go on: as long as whoever asked is there, and the limit has not
// come.
func within(r *http.Request, limit time.Duration) func(done, of int) bool {
	until := time.Now().Add(limit)
	return func(int, int) bool { return r.Context().Err() == nil && time.Now().Before(until) }
}

// packagesSheet is the page on which packages are tried.
type packagesSheet struct {
	view.Head
	Text    string
	Found   *view.Packages
	Why     string
	Refused []string
}

// packagesPage tries packages. What is sent is answered and kept nowhere: it is what parties told the mediator alone.
func (s *site) packagesPage(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	f := c.frame
	p := packagesSheet{Head: view.NewHead(c.set, c.standing, f.Reader)}
	text, err := s.sent(r, "sheets")
	if p.Text = text; err != nil {
		p.Why = say(f, "packages.large", "most", maxBody>>10)
	} else if r.Method != http.MethodPost {
		p.Text = view.PackagesExample(c.standing, f.Reader)
	} else {
		s.askPackages(&p, r, c)
	}
	code := http.StatusOK
	if p.Why != "" || len(p.Refused) > 0 {
		code = http.StatusUnprocessableEntity
	}
	w.Header().Set("Cache-Control", "no-store")
	f.Title = c.titled("packages.title", p.Title)
	s.page(w, r, code, packagesPage(f, p))
}

func (s *site) askPackages(p *packagesSheet, r *http.Request, c opened) {
	f := c.frame
	m, sheets, err := view.ReadPackages("sheets", []byte(p.Text))
	if err != nil {
		p.Refused = view.FaultsOf(err)
		return
	}
	onward := within(r, workLimit)
	found, err := view.NewPackages(m, sheets, 8, func(done, all int64) bool { return onward(0, 1) },
		func(id body.MemberID) string { return c.set.Name(id, f.Reader) }, f.Reader)
	switch {
	case errors.Is(err, packages.ErrTooMany):
		p.Why = say(f, "packages.toomany", "n", m.Count().String(), "most", packages.MostPackages)
	case errors.Is(err, packages.ErrStopped):
		p.Why = say(f, "packages.late", "limit", int(workLimit/time.Second))
	case err != nil:
		p.Refused = view.FaultsOf(err)
	default:
		p.Found = &found
	}
}

// draftPage shows an agreement clause by clause. What is sent is answered and kept nowhere.
func (s *site) draftPage(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	f, code := c.frame, http.StatusOK
	text, err := s.sent(r, "draft")
	if r.Method != http.MethodPost {
		text = view.DraftExample(c.set, c.standing, f.Reader)
	}
	p := view.NewDraftPage(c.set, c.standing, text, strings.ReplaceAll(r.PostFormValue("earlier"), "\r\n", "\n"), c.at, f.Reader)
	if err != nil {
		p.Refused = []string{say(f, "packages.large", "most", maxBody>>10)}
	}
	if r.Method != http.MethodPost {
		p.Refused = nil // a beginning without open demands is not yet a draft
	} else if len(p.Refused) > 0 {
		code = http.StatusUnprocessableEntity
	}
	w.Header().Set("Cache-Control", "no-store")
	f.Title = c.titled("draft.title", p.Title)
	s.page(w, r, code, draftPage(f, p))
}

// choiceWords answers the query of what is chosen.
func choiceWords(f frame, p view.PowerPage, stage, index, model string) string {
	pick := func(given string, all []view.Choice) string {
		if given != "" {
			return given
		}
		return view.Chosen(all)
	}
	return with("/d/"+p.ID+"/rule/power/", "as-of", f.AsOf, "stage", pick(stage, p.Stages), "index", pick(index, p.Indexes), "model", pick(model, p.Models))
}

// lateArgs are the arguments of a sentence about the server's limit.
func lateArgs() words.Args { return words.Args{"limit": int(workLimit / time.Second)} }

// forecastOver answers the forecast that is drawn over the running count of the instruments.
func (s *site) forecastOver(c opened) (*view.ForecastOver, error) {
	x, err := view.NewForecast(c.docket, c.standing, s.past.cases(), view.AskedOdds(), nil, c.frame.Reader)
	if err != nil {
		return nil, err
	}
	over := x.Over(c.set.Zone)
	return &over, nil
}

// aheadFrom answers where the count of those whose own procedure is finished ends: the forecast begins there.
func aheadFrom(c *view.Chart) float64 { return countPlot().y(c, len(c.Series[0].Days)) }

// pastCases are the past accessions that are built in, read once. The zero value is ready.
type pastCases struct {
	once sync.Once
	all  []forecast.Cohort
}

func (p *pastCases) cases() []forecast.Cohort {
	p.once.Do(func() { p.all = past.All() })
	return p.all
}
