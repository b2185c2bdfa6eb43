package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// payloads are texts that become script where a page forgets what is text: in elements, attributes, addresses, scripts,
// styles, comments and vector drawings.
func payloads() []string {
	return []string{
		`<script>window.hit=1</script>`,
		`"><script>window.hit=1</script>`,
		`'><img src=x onerror=window.hit=1>`,
		`<img src="x" onerror="window.hit=1">`,
		`<svg onload=window.hit=1>`,
		`<svg><animate onbegin=window.hit=1 attributeName=x dur=1s>`,
		`</textarea><script>window.hit=1</script>`,
		`</title><script>window.hit=1</script>`,
		`<iframe srcdoc="<script>parent.hit=1</script>"></iframe>`,
		`<a href="javascript:window.hit=1" autofocus onfocus=window.hit=1>x</a>`,
		`" autofocus onfocus="window.hit=1`,
		`' autofocus onfocus='window.hit=1`,
		`javascript:window.hit=1//`,
		`<details open ontoggle=window.hit=1>`,
		`<style>@import 'javascript:window.hit=1';</style>`,
		`--><script>window.hit=1</script><!--`,
		`{{constructor.constructor('window.hit=1')()}}`,
		"\u2028<script>window.hit=1</script>",
		`&lt;script&gt;window.hit=1&lt;/script&gt;`,
		`<math><mtext><table><mglyph><style><img src=x onerror=window.hit=1>`,
	}
}

// fillText writes the payloads into every text field of the form, and answers how many fields that were.
const fillText = `(all => { let n = 0
	for (const x of document.querySelectorAll('form.filling textarea, form.filling input:not([type]), form.filling input[type=text], form.filling input[type=email]')) {
		if (x.inputMode === 'numeric' || /\.clock$/.test(x.name)) continue
		x.type === 'email' && (x.type = 'text')
		x.value = x.tagName === 'TEXTAREA' ? all.join('\n') : all.join(' ').slice(0, x.maxLength > 0 ? x.maxLength : undefined); n++
	}
	return String(n) })`

// injected says what a payload has become on a page; nothing where all of it is text.
const injected = `[window.hit ? 'script ran' : '',
	...[...document.querySelectorAll('script:not([src]),iframe,img,animate,math,[onerror],[onload],[onfocus],[ontoggle],[onbegin],a[href^="javascript:"],main style')].map(x => x.outerHTML)
].filter(Boolean).join('\n')`

func TestTextOfEveryFieldStaysTextInABrowser(t *testing.T) {
	ctx := chromium(t, false)
	q := newQuay(t)
	all, err := json.Marshal(payloads())
	if err != nil {
		t.Fatal(err)
	}
	look := func(where string) {
		t.Helper()
		if got := q.read(ctx, injected); got != "" {
			t.Errorf("%s: a text became more than text:\n%s", where, got)
		}
	}
	fields, tried := 0, map[string]bool{}
	// every tries each form that whoever is signed in finds, and that was not tried before.
	every := func() {
		q.do(ctx, "open the forms", chromedp.Navigate(q.site+"/d/x/act/"), chromedp.WaitReady(`main`))
		for path := range strings.FieldsSeq(q.read(ctx, `[...document.querySelectorAll('main a[href*="/act/"]')].map(x => x.pathname).join(' ')`)) {
			kind := path[strings.LastIndex(path, "/")+1:]
			if kind == "" || kind == "others" || tried[kind] || strings.Contains(path, "/receipt/") || strings.Contains(path, "/behalf/") {
				continue
			}
			tried[kind] = true
			q.do(ctx, "open "+kind, chromedp.Navigate(q.site+path), chromedp.WaitReady(`form.filling`))
			fields += number(t, q.read(ctx, fillText+"("+string(all)+")"))
			q.read(ctx, chooseFirst)
			q.do(ctx, "send "+kind, chromedp.Evaluate[chromedp.Void](`document.querySelector('main').dataset.old = 1; document.querySelector('.send button').click()`),
				chromedp.WaitReady(`main:not([data-old])`))
			look("the answer to " + kind)
			q.do(ctx, "come back to "+kind, chromedp.Navigate(q.site+path), chromedp.WaitReady(`main`))
			look("the draft of " + kind)
		}
	}
	q.join(ctx, q.invite("chair", "clerk"), "chair.key", "chair2.key")
	every()
	q.join(ctx, q.invite("a", "envoy"), "a.key", "chair.key")
	every()
	for _, kind := range []string{"put", "close", "object", "position", "reserve", "talks", "statement", "propose"} {
		if !tried[kind] {
			t.Errorf("the form %s was not tried", kind)
		}
	}
	q.do(ctx, "object in earnest, without what made the draft no act", chromedp.Navigate(q.site+"/d/x/act/object"), chromedp.WaitVisible(`form.filling`),
		chromedp.Evaluate[chromedp.Void](`document.querySelectorAll('form.filling textarea, form.filling input:not([type]), form.filling input[type=text]').forEach(x => { x.value = '' })`),
		chromedp.Click(`input[name=stage][value=every]`), chromedp.SetValue(`[name="concerns.0.text"]`, strings.Join(payloads(), " ")),
		chromedp.Click(`.send button`), chromedp.WaitVisible(`[data-passkey=sign]`), chromedp.Click(`[data-passkey=sign]`), chromedp.WaitReady(receipt))
	for _, page := range []string{"/d/x/", "/d/x/way/", "/d/x/record/", "/d/x/record/5/", "/d/x/positions/", "/d/x/positions/a/", "/desk", "/wall/x", "/d/x/roll-call/", "/"} {
		q.do(ctx, "open "+page, chromedp.Navigate(q.site+page), chromedp.WaitReady(`main`))
		look("GET " + page)
	}
	q.do(ctx, "open my page", chromedp.Navigate(q.site+"/me"), chromedp.WaitReady(`#f-address`))
	fields += number(t, q.read(ctx, fillText+"("+string(all)+")"))
	q.do(ctx, "keep an address", chromedp.Evaluate[chromedp.Void](`document.querySelector('main').dataset.old = 1; document.querySelector('#contact button').click()`),
		chromedp.WaitReady(`main:not([data-old])`))
	look("my page")
	if fields < 20 {
		t.Errorf("%d text fields were tried, want at least 20", fields)
	}
	t.Logf("%d payloads in %d text fields of %d forms", len(payloads()), fields, len(tried))
}
