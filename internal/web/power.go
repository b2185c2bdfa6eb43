package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"accede/power"
	"accede/rule"

	"accede/internal/view"
)

// powerPage shows who counts under the rule of a stage. Where that takes longer than a page may wait, it shows how far
// the work is, and asks again by itself.
func (s *site) powerPage(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	q, f := r.URL.Query(), c.frame
	p := view.NewPowerPage(c.docket, c.standing, q.Get("stage"), q.Get("index"), q.Get("model"), f.Reader)
	f.Title = c.titled("power.title", p.Title)
	f.JSON = with("/d/"+c.id+"/rule/power.json", "as-of", f.AsOf, "stage", p.Stage, "index", view.Chosen(p.Indexes), "model", view.Chosen(p.Models))
	_, compiled, ok := view.PowerQuestion(c.docket, c.standing, p.Stage)
	if !ok || p.Refused != "" {
		p.Refused = t(f, "power.none")
		s.showPower(w, r, c, f, p)
		return
	}
	key := powerKey(compiled, p, f)
	work, over, err := s.works.ask(r.Context(), key, powerJob(compiled, p, f))
	switch {
	case err != nil:
		w.Header().Set("Retry-After", "5")
		p.Refused = say(f, "power.refused.other", "why", t(f, "work.busy"))
	case !over:
		s.working(w, r, f, progress{
			Title: t(f, "power.title"), Key: key, Done: work.done.Load(), Of: work.of.Load(), Again: r.URL.RequestURI(),
			Stop: with("/d/"+c.id+"/rule/power/stop", "as-of", f.AsOf),
		}, p.Head)
		return
	case work.err != nil:
		p.Refused = s.powerRefused(f, work.err)
	default:
		p.Fill(c.set, work.value.(view.Power), f.Reader)
	}
	s.showPower(w, r, c, f, p)
}

func (s *site) showPower(w http.ResponseWriter, r *http.Request, c opened, f frame, p view.PowerPage) {
	if isData(r.URL.Path) {
		s.json(w, r, p)
		return
	}
	s.page(w, r, http.StatusOK, powerPage(f, p, p.Bars(c.set)))
}

// powerJob works out who counts.
func powerJob(c *rule.Compiled, p view.PowerPage, f frame) job {
	return func(tell func(done, of int) error) (any, error) {
		model, _ := view.ModelNamed(view.Chosen(p.Models))
		found, err := view.NewPower(c, view.PowerAsked{Index: view.Chosen(p.Indexes), Model: model, Tell: tell}, f.Reader)
		if err != nil {
			return nil, err
		}
		return found, nil
	}
}

// powerKey answers what is asked: the same for the same rule, roll, index, model and language.
func powerKey(c *rule.Compiled, p view.PowerPage, f frame) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %q\n", c.Question().Rule.String(), view.Chosen(p.Indexes), view.Chosen(p.Models), f.Reader.Tag())
	roll := c.Roll()
	fmt.Fprintf(h, "%q %v %v\n", roll.Members, roll.Classes, roll.Weights)
	return "power " + hex.EncodeToString(h.Sum(nil))
}

// powerRefused says why there are no figures, and what can be asked instead.
func (s *site) powerRefused(f frame, err error) string {
	switch {
	case errors.Is(err, power.ErrNotMonotone):
		return t(f, "power.refused.monotone")
	case errors.Is(err, power.ErrNobody):
		return t(f, "power.refused.nobody")
	case errors.Is(err, errLate):
		return f.Reader.Say("power.refused.late", lateArgs())
	case errors.Is(err, errStopped):
		return t(f, "power.refused.stopped")
	}
	return say(f, "power.refused.other", "why", err.Error())
}

// working shows how far a piece of work is. The browser asks again by itself, and a link does the same.
func (s *site) working(w http.ResponseWriter, r *http.Request, f frame, p progress, h view.Head) {
	if isData(r.URL.Path) {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusAccepted)
		return
	}
	w.Header().Set("Refresh", "1")
	s.page(w, r, http.StatusAccepted, workingPage(f, h, p))
}

// powerStop stops a piece of work.
func (s *site) powerStop(w http.ResponseWriter, r *http.Request) {
	c, ok := s.opened(w, r)
	if !ok {
		return
	}
	if err := r.ParseForm(); err == nil {
		s.works.cancel(r.PostFormValue("work"))
	}
	p := view.NewPowerPage(c.docket, c.standing, "", "", "", c.frame.Reader)
	p.Refused = t(c.frame, "power.refused.stopped")
	c.frame.Title = c.titled("power.title", p.Title)
	s.page(w, r, http.StatusOK, powerPage(c.frame, p, nil))
}
