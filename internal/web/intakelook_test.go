package web

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// TestABrowserFindsNothingWrongWithTheWayFromAReportIntoTheRecord looks at the form, the drafts, what is undecided and the
// review, wide and narrow, light and dark.
func TestABrowserFindsNothingWrongWithTheWayFromAReportIntoTheRecord(t *testing.T) {
	ctx := browser(t)
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	h := seated(t, before(t, "sg"))
	drafts := read(t, h, reportOf21June(t))
	undecided := press(t, h, drafts, "review", nil)
	decided := press(t, h, drafts, "all", nil)
	kept := map[string]*httptest.ResponseRecorder{"/drafts": drafts, "/undecided": undecided, "/review": press(t, h, decided, "review", nil)}
	pages := map[string]string{}
	for path, w := range kept {
		pages[path] = w.Body.String()
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, ok := pages[r.URL.Path]
		if !ok {
			h.ServeHTTP(w, r)
			return
		}
		maps.Copy(w.Header(), kept[r.URL.Path].Header())
		if _, err := w.Write([]byte(page)); err != nil {
			t.Log(err)
		}
	}))
	t.Cleanup(server.CloseClientConnections)
	var said complaints
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	if err := said.listen(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, runtime.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/intake/?lang=en", "/drafts", "/undecided", "/review"} {
		for width, scheme := range map[int64]string{1280: "light", 390: "dark"} {
			wrong, err := look(ctx, server.URL+path, width, scheme, string(axe))
			if err != nil {
				t.Fatalf("%s at %d: %v", path, width, err)
			}
			if wrong = append(wrong, said.take()...); len(wrong) > 0 {
				t.Errorf("%s at %d, %s:\n  %s", path, width, scheme, strings.Join(wrong, "\n  "))
			}
			cut, err := chromedp.Run(ctx, chromedp.Evaluate[string](`[...document.querySelectorAll("input[type=date],input[type=file],select")].filter(x => x.offsetWidth && x.scrollWidth > x.clientWidth).map(x => x.name).join(" ")`))
			if err != nil || cut != "" {
				t.Errorf("%s at %d: what stands in the fields %q is cut off (%v)", path, width, cut, err)
			}
		}
	}
}
