package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"accede/body"
	"accede/dossier"
	"accede/game"
)

// hand is somebody at a browser, and the record behind it.
type hand struct {
	tab
	bench *bench
}

// handOn opens the page of what may be done in the case of 2022, as it stood on 21 June, from a seat.
func handOn(t *testing.T, seat string) hand {
	t.Helper()
	b := benchOn(t, body.MemberID(seat))
	server := httptest.NewServer(seated(t, b))
	t.Cleanup(server.CloseClientConnections)
	return hand{openTab(t, browser(t), server.URL+"/d/fi/act/"), b}
}

// keys types; kb.Enter and a blank press what has the focus.
func (h hand) keys(text string) {
	h.t.Helper()
	h.do(chromedp.KeyEvent(text))
}

// says waits until the page says something.
func (h hand) says(want string) {
	h.t.Helper()
	for range 150 {
		got, err := chromedp.Run(h.ctx, chromedp.Evaluate[string](`document.readyState=='complete'?document.body.innerText:''`))
		if err == nil && strings.Contains(got, want) {
			return
		}
		time.Sleep(40 * time.Millisecond)
	}
	h.t.Fatalf("the page does not come to say %q", want)
}

func (h hand) standing() dossier.Standing {
	h.t.Helper()
	d, _, err := h.bench.Docket(h.ctx, time.Time{})
	if err != nil {
		h.t.Fatal(err)
	}
	s, err := d.Standing("fi", h.bench.now)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func TestADemandIsAnsweredInABrowserByKeyboardAlone(t *testing.T) {
	h := handOn(t, "fi")
	demand := h.standing().Objections[0].Concerns[0].Demands[0]
	tabTo(h.ctx, t, `a[href="/d/fi/act/commit"]`)
	h.keys(kb.Enter)
	h.says("Nothing is recorded yet")
	tabTo(h.ctx, t, `input[name="commitments.0.answers"][value="`+demand.ID+`"]`)
	h.keys(" ")
	tabTo(h.ctx, t, `textarea[name="commitments.0.text"]`)
	h.keys("Finland gives no support to the PKK.")
	tabTo(h.ctx, t, `button[value="review"]:not(.vh)`)
	h.keys(kb.Enter)
	h.says("You are about to record for Finland")
	tabTo(h.ctx, t, `button[value="confirm"]`)
	h.keys(kb.Enter)
	h.says("Entry 10 of 10")
	after := h.standing().Objections[0].Concerns[0].Demands[0]
	if len(after.Commitments) != len(demand.Commitments)+1 || after.Commitments[len(after.Commitments)-1].Text["en"] != "Finland gives no support to the PKK." {
		t.Errorf("the demand is answered by %+v", after.Commitments)
	}
	h.quiet()
}

func TestABrowserWithoutScriptReadsAndActs(t *testing.T) {
	h := handOn(t, "hu")
	if _, err := chromedp.Call(h.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	h.do(chromedp.Reload(), chromedp.WaitReady("main"))
	if got := h.eval(`document.querySelector('script') !== null && performance.getEntriesByType('resource').filter(r => r.initiatorType === 'other' || /events/.test(r.name)).length`); got != "0" && got != "false" {
		t.Errorf("a script has run: %s", got)
	}
	h.do(chromedp.Click(`a[href="/d/fi/act/position"]`), chromedp.WaitReady(`input[value="for"]`),
		chromedp.Click(`input[value="for"]`), chromedp.Click(`button[value="review"]:not(.vh)`))
	h.says("You are about to record for Hungary")
	h.do(chromedp.Click(`button[value="confirm"]`))
	h.says("Entry 10 of 10")
	h.do(chromedp.Click(`nav a[href^="/d/fi/positions/"], a[href^="/d/fi/positions/"]`))
	h.says("Where each member stands")
	for _, p := range h.standing().Positions {
		if p.Member == "hu" && p.Ballot != game.For {
			t.Errorf("Hungary is %v, want for", p.Ballot)
		}
	}
}

func TestTheBrowserSaysThatAPageIsNotLiveWhileTheStreamIsDown(t *testing.T) {
	ctx := browser(t)
	g := grow(t)
	h := pagesOf(t, g)
	var down atomic.Bool
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() && strings.HasPrefix(r.URL.Path, "/events") {
			panic(http.ErrAbortHandler) // as a machine that has gone
		}
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(s.CloseClientConnections)
	x := openTab(t, ctx, s.URL+"/d/gala/")
	x.wait("the page is live", `document.querySelector('.stalenote').hidden`)
	down.Store(true)
	s.CloseClientConnections()
	x.wait("the note is shown", `!document.querySelector('.stalenote').hidden && document.querySelector('.stalenote').offsetHeight > 0`)
	x.wait("it is spoken", `document.querySelector('#live [role=status]').textContent.length > 0`)
	down.Store(false)
	g.position(t, "fara", "fara-for", "for")
	x.wait("the note goes", `document.querySelector('.stalenote').hidden`)
	x.wait("what was missed stands on the page", `document.getElementById('m-fara').classList.contains('p-met')`)
}

func TestABrowserThatWantsLessMotionIsShownNone(t *testing.T) {
	ctx := browser(t)
	g := grow(t)
	s := httptest.NewServer(pagesOf(t, g))
	t.Cleanup(s.CloseClientConnections)
	x := openTab(t, ctx, s.URL+"/d/gala/")
	const moving = `[...document.querySelectorAll('*')].filter(e => { const c = getComputedStyle(e); return c.animationName !== 'none' || parseFloat(c.transitionDuration) > 0 || c.scrollBehavior === 'smooth' }).length`
	g.position(t, "fara", "fara-for", "for")
	x.wait("what has changed is set off by motion", `document.querySelectorAll('.fresh').length > 0 && `+moving+` > 0`)
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}}
	if _, err := chromedp.Call(x.ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	g.position(t, "elva", "elva-for", "for")
	x.wait("the second act is set off", `document.getElementById('m-elva').classList.contains('p-met') && document.querySelectorAll('.fresh').length > 0`)
	if got := x.eval(moving); got != "0" {
		t.Errorf("%s elements move", got)
	}
}
