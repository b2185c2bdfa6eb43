package main

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// said is what the page says of the record, as far as it is shown.
const said = `[...document.querySelectorAll('#check-said [data-say]')].filter(x => !x.hidden).map(x => x.innerText).join('\n')`

// flipped has the browser fetch the record with one bit of its middle changed.
const flipped = `(get => { window.fetch = async (...a) => {
	const b = new Uint8Array(await (await get(...a)).arrayBuffer())
	b[b.length >> 1] ^= 1
	return new Response(b)
} })(window.fetch)`

func TestAReaderChecksTheRecordByKeyboardInItsOwnBrowser(t *testing.T) {
	ctx := chromium(t, false)
	q := newQuay(t)
	q.join(ctx, q.invite("a", "envoy"), "a.key", "chair.key")
	q.object(ctx, "Berths.")
	q.do(ctx, "come to the page from the record", chromedp.Navigate(q.site+"/d/x/record/"), chromedp.WaitReady(`a[href="/check/"]`),
		chromedp.Evaluate[chromedp.Void](`document.querySelector('a[href="/check/"]').click()`), chromedp.WaitReady(`[data-check]:not([hidden])`))
	q.do(ctx, "press the button by keyboard", chromedp.Focus(`[data-check]`), chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(`#check-said h2:not([hidden])`))
	got := q.read(ctx, said)
	for _, want := range []string{"Verified", "Signatures, each by a key", "Notices", "Not checked:", "accede/quay/"} {
		if !strings.Contains(got, want) {
			t.Errorf("the page says %q, want %q in it", got, want)
		}
	}
	if strings.Contains(got, "{0}") || strings.Contains(got, "NaN") || strings.Contains(got, "undefined") {
		t.Errorf("the page says %q, with a number left out", got)
	}
	if id := q.read(ctx, `document.activeElement.id`); id != "check-said" {
		t.Errorf("when it is done %q has the focus, want what is said", id)
	}
	q.do(ctx, "change a bit on the way", chromedp.Evaluate[chromedp.Void](flipped), chromedp.Focus(`[data-check]`), chromedp.KeyEvent(kb.Enter), chromedp.WaitReady(`[data-say=refused]:not([hidden])`))
	if got := q.read(ctx, said); !strings.Contains(got, "It does not verify") || strings.Contains(got, "✓") {
		t.Errorf("of a record with one bit changed the page says %q", got)
	}
	answer := q.ask("GET", "/record.bundle", caller{}, nil)
	defer answer.Body.Close()
	file, err := os.Create(q.file("whole.bundle"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.ReadFrom(answer.Body); err != nil {
		t.Fatal(err)
	}
	file.Close()
	if got := q.accede("verify", q.file("whole.bundle")); !strings.Contains(got, "Verified") {
		t.Errorf("what is handed out: %s", got)
	}
}

// Attack 16: the page says one thing and has another signed. No browser can show that to whoever signs; what was signed is
// read back from the record by anybody, for what it is, and an act that the charter calls decisive waits for a second
// person, who sees it on another page.
func TestAttack16WhatALyingPageHadSignedIsReadBackForWhatItIsInABrowser(t *testing.T) {
	ctx := chromium(t, false)
	q := newQuay(t)
	q.join(ctx, q.invite("a", "envoy"), "a.key", "chair.key")
	const lie = `document.querySelectorAll('main h1, main p, main dd, main li').forEach(x => { if (!x.querySelector('button')) x.textContent = 'You consent.' }); ''`
	sign := func() {
		q.do(ctx, "sign what the page hides", chromedp.Click(`[data-passkey=sign]`), chromedp.WaitReady(`main:not(:has([data-passkey=sign]))`))
	}
	q.do(ctx, "fill in an objection", chromedp.Navigate(q.site+"/d/x/act/object"), chromedp.WaitVisible(`form.filling`))
	q.do(ctx, "review it", chromedp.Click(`input[name=stage][value=every]`), chromedp.SetValue(`[name="concerns.0.text"]`, "Berths."), chromedp.Click(`.send button`), chromedp.WaitVisible(`[data-passkey=sign]`))
	if q.read(ctx, lie); !strings.Contains(q.read(ctx, `document.querySelector('main').innerText`), "You consent.") {
		t.Fatal("the page does not lie")
	}
	sign()
	read := q.accede("log", "x", "--record", q.rec, "--json")
	if !strings.Contains(read, `"object"`) {
		t.Errorf("read back from the record: %s, want the objection", read)
	}
	if got := q.accede("verify", q.rec); !strings.Contains(got, "Verified") {
		t.Errorf("the record: %s", got)
	}
	q.do(ctx, "withdraw", chromedp.Navigate(q.site+"/d/x/act/withdraw"), chromedp.WaitVisible(`form.filling`))
	q.read(ctx, chooseFirst)
	q.do(ctx, "review it", chromedp.Click(`.send button`), chromedp.WaitVisible(`[data-passkey=sign]`))
	q.read(ctx, lie)
	sign()
	if read := q.accede("log", "x", "--record", q.rec, "--json"); strings.Contains(read, `"withdraw"`) {
		t.Errorf("a decisive act that one person was made to sign stands in the record: %s", read)
	}
}
