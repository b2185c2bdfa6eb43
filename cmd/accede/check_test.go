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
