package web

import (
	"net/http"
	"sync"
	"time"

	"github.com/a-h/templ"

	"accede/internal/view"
	"accede/internal/view/words"

	"accede/whatif/forecast"
	"accede/whatif/forecast/past"
)

// mediatorRoutes are the pages of the mediator's desk, and who counts under a rule.
func (s *site) mediatorRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /d/{dossier}/desk/{$}", s.in(s.mediator))
	mux.HandleFunc("GET /d/{dossier}/desk.json", s.in(s.mediator))
	mux.HandleFunc("GET /d/{dossier}/desk/hold/{$}", s.holdPage)
	mux.HandleFunc("POST /d/{dossier}/desk/hold/{$}", s.holdPage)
	mux.HandleFunc("POST /d/{dossier}/desk/hold/stop", s.holdStop)
	mux.HandleFunc("GET /d/{dossier}/desk/packages/{$}", s.bargain)
	mux.HandleFunc("POST /d/{dossier}/desk/packages/{$}", s.bargain)
	mux.HandleFunc("POST /d/{dossier}/desk/packages/stop", s.bargainStop)
	mux.HandleFunc("GET /d/{dossier}/desk/packages/file/{$}", s.packagesPage)
	mux.HandleFunc("POST /d/{dossier}/desk/packages/file/{$}", s.packagesPage)
	mux.HandleFunc("POST /d/{dossier}/desk/packages/file/stop", s.packagesStop)
	mux.HandleFunc("GET /d/{dossier}/desk/forecast/{$}", s.stated)
	mux.HandleFunc("POST /d/{dossier}/desk/forecast/{$}", s.stated)
	for _, name := range []string{"hold", "packages", "packages/file", "forecast"} {
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
