package web

import (
	"context"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// everyPage is every page there is, each on a day on which it has something to show.
func everyPage() []string {
	return []string{
		"/", "/d/fi/?as-of=2022-06-21", "/d/fi/positions/?as-of=2022-06-21", "/d/fi/positions/tr/?as-of=2022-06-21",
		"/d/fi/way/?as-of=2022-06-21", "/d/fi/way/?as-of=2022-06-21&view=mover", "/d/fi/way/?as-of=2022-06-21&view=tree",
		"/d/fi/talks/?as-of=2022-06-21", "/d/fi/talks/talks-2/?as-of=2022-06-21", "/d/fi/texts/trilateral-memorandum/?as-of=2022-06-28",
		"/d/fi/rule/?as-of=2022-06-21", "/d/fi/rule/power/?as-of=2022-06-21", "/d/fi/ratification/?as-of=2022-10-20",
		"/d/fi/record/?as-of=2022-06-21", "/d/fi/record/14/", "/d/fi/roll-call/?as-of=2022-06-21",
		"/d/fi/desk/?as-of=2022-06-21", "/d/fi/desk/?as-of=2022-09-28", "/d/fi/desk/hold/?as-of=2022-06-21", "/d/fi/desk/packages/?as-of=2022-06-21",
		"/search?q=PKK", "/check/", "/commitments", "/calendar", "/wall/fi?as-of=2022-06-21", "/desk?as-of=2022-06-21", "/admin",
		"/d/nobody/",
	}
}

// Every page, light and dark, wide and narrow, in a language of the Latin script, in one with letters of its own, and
// from right to left. Each is opened once for a language and then dressed anew, as a reader turns a telephone.
func TestABrowserFindsNothingWrongWithAnyPageInAnyDress(t *testing.T) {
	parent := browser(t)
	m := nato(t)
	h, err := New(m, Options{Pseudo: true, Archive: m})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.CloseClientConnections)
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(parent, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	t.Run("pages", func(t *testing.T) { // ends when both readers have
		for _, half := range []int{0, 1} {
			t.Run([]string{"even", "odd"}[half], func(t *testing.T) {
				t.Parallel()
				r := newLooker(t, parent, string(axe))
				for i, path := range everyPage() {
					if i%2 != half {
						continue
					}
					for _, lang := range []string{"en", "tr", "ar-XB"} {
						r.dress(server.URL + path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + "lang=" + lang)
					}
				}
			})
		}
	})
}

// looker is a tab in which pages are looked at.
type looker struct {
	t    *testing.T
	ctx  context.Context
	axe  string
	said complaints
}

func newLooker(t *testing.T, parent context.Context, axe string) *looker {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent)
	t.Cleanup(cancel)
	r := &looker{t: t, ctx: ctx, axe: axe}
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	if err := r.said.listen(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, runtime.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	return r
}

// dress opens a page and looks at it in both schemes at both widths.
func (r *looker) dress(url string) {
	r.t.Helper()
	if err := chromedp.Do(r.ctx, chromedp.Navigate(url), chromedp.WaitReady("main")); err != nil {
		r.t.Fatalf("%s: %v", url, err)
	}
	axe := r.axe
	for _, width := range []int64{1280, 390} {
		for _, scheme := range []string{"light", "dark"} {
			wrong, err := inspect(r.ctx, width, scheme, axe)
			if err != nil {
				r.t.Fatalf("%s at %d, %s: %v", url, width, scheme, err)
			}
			axe = loaded // it stays in the page
			for _, s := range r.said.take() {
				if !strings.Contains(url, "nobody") || !strings.Contains(s, "404") { // a page that is not there says so in the console
					wrong = append(wrong, s)
				}
			}
			if len(wrong) > 0 {
				r.t.Errorf("%s at %d, %s:\n  %s", url, width, scheme, strings.Join(wrong, "\n  "))
			}
		}
	}
}
