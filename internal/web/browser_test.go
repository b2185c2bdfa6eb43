package web

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser answers a context in which pages can be opened. Without a Chromium on the machine the test is skipped, and
// says so.
func browser(t *testing.T) context.Context {
	t.Helper()
	if !strings.Contains(t.Name(), "Browser") {
		t.Fatal("name the test for the browser: by that, make test runs it without the race detector, which has nothing to find in it")
	}
	if testing.Short() {
		t.Skip("the browser is left out of short runs")
	}
	path := os.Getenv("CHROMIUM")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path == "" {
			path, _ = exec.LookPath(name)
		}
	}
	if path == "" {
		t.Skip("no Chromium on this machine: install the package chromium, or name the program in CHROMIUM; pages are not looked at in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 8*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// complaints gathers what the browser says against a page: errors, and what the content policy stopped.
type complaints struct {
	mu  sync.Mutex
	all []string
}

func (c *complaints) listen(ctx context.Context) error {
	return chromedp.Listen(ctx, func(event any) {
		c.mu.Lock()
		defer c.mu.Unlock()
		switch e := event.(type) {
		case *log.EventEntryAdded:
			// Keys here are pressed sooner than a page that has just come can take the focus; it then rightly leaves it
			// where the reader has put it, and the browser says so.
			if !strings.HasPrefix(e.Entry.Text, "Autofocus processing was blocked because a document already has a focused element") {
				c.all = append(c.all, e.Entry.Text)
			}
		case *runtime.EventConsoleAPICalled:
			c.all = append(c.all, e.Type.String())
		case *runtime.EventExceptionThrown:
			c.all = append(c.all, e.ExceptionDetails.Text)
		}
	})
}

func (c *complaints) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := c.all
	c.all = nil
	return all
}

// look opens a page at a width and in a scheme, and answers what is wrong with it.
func look(ctx context.Context, url string, width int64, scheme string, axe string) (wrong []string, err error) {
	if err := chromedp.Do(ctx, chromedp.Navigate(url), chromedp.WaitReady("main")); err != nil {
		return nil, err
	}
	return inspect(ctx, width, scheme, axe)
}

// loaded says that axe is in the page already.
const loaded = "loaded"

// inspect dresses the open page and answers what is wrong with it: whether it is wider than its window, and, where the
// text of axe is given, what axe finds.
func inspect(ctx context.Context, width int64, scheme string, axe string) (wrong []string, err error) {
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		return nil, err
	}
	overflow, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth - innerWidth`))
	if err != nil {
		return nil, err
	}
	if overflow > 0 {
		wrong = append(wrong, "the page is wider than its window")
	}
	if axe == "" {
		return wrong, nil
	}
	if axe != loaded {
		// By the debugger: a script on the page would be stopped by the page's own policy, rightly.
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](axe+";0")); err != nil {
			return nil, err
		}
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[string](`axe.run(document,{runOnly:['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']}).then(r=>JSON.stringify(r.violations.map(v=>v.id+': '+v.nodes.slice(0,3).map(n=>n.target.join(' ')+' '+((n.any[0]||n.all[0]||n.none[0]||{}).message||'')).join(', '))))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, err
	}
	var violations []string
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		return nil, err
	}
	return append(wrong, violations...), nil
}

// sight is a page to be looked at, in a window of that width and a scheme of colours.
type sight struct {
	url    string
	width  int64
	scheme string
}

func TestABrowserFindsNothingWrongWithThePages(t *testing.T) {
	ctx := browser(t)
	record := httptest.NewServer(pagesOf(t, nato(t)))
	defer record.Close()
	vote := httptest.NewServer(pagesOf(t, harbours(t)))
	defer vote.Close()
	lookAtAll(t, ctx, slices.Concat(roomSights(record.URL, vote.URL), filingSights(record.URL, vote.URL), mediatorSights(record.URL, vote.URL), []sight{
		{record.URL + "/d/fi/?as-of=2022-06-21", 1280, "light"},
		{record.URL + "/d/fi/?as-of=2022-06-21", 390, "dark"},
		{record.URL + "/d/fi/?as-of=2022-07-20", 1280, "dark"},
		{record.URL + "/d/se/?as-of=2023-04-04", 390, "light"},
		{record.URL + "/d/fi/", 320, "light"},
		{record.URL + "/", 1280, "light"},
		{record.URL + "/?as-of=2022-06-21", 390, "dark"},
		{vote.URL + "/d/gala/", 1280, "light"},
		{vote.URL + "/d/gala/", 390, "dark"},
	}))
}

// lookAtAll opens pages one after another and tells what is wrong with each.
func lookAtAll(t *testing.T, ctx context.Context, sights []sight) {
	t.Helper()
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
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
	for _, c := range sights {
		text := string(axe)
		if c.width < 390 || strings.Contains(c.url, "en-XA") {
			text = "" // does it fit: what axe finds does not hang on it, and is looked for in the same page elsewhere
		}
		wrong, err := look(ctx, c.url, c.width, c.scheme, text)
		if err != nil {
			t.Fatalf("%s at %d, %s: %v", c.url, c.width, c.scheme, err)
		}
		if wrong = append(wrong, said.take()...); len(wrong) > 0 {
			t.Errorf("%s at %d, %s:\n  %s", c.url, c.width, c.scheme, strings.Join(wrong, "\n  "))
		}
	}
}
