package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// player is a visitor with a browser. One plays by finger on a telephone, another by keyboard alone.
type player struct {
	t        *testing.T
	ctx      context.Context
	base     string
	keyboard bool
}

// choice is a control of a form and what it is to hold.
type choice struct{ name, value string }

func (p player) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	step, cancel := context.WithTimeout(p.ctx, 20*time.Second)
	defer cancel()
	if err := chromedp.Do(step, actions...); err != nil {
		p.t.Fatalf("%s: %v; on the page:\n%.1500s", what, err, p.read(`location.href + '\n' + document.body.innerText`))
	}
}

// glance reads where a page may be leaving for the next one: what cannot be read then is nothing.
func (p player) glance(expression string) string {
	text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil && p.ctx.Err() != nil {
		p.t.Fatalf("read %s: %v", expression, err)
	}
	return text
}

func (p player) read(expression string) string {
	p.t.Helper()
	text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		p.t.Fatalf("read %s: %v", expression, err)
	}
	return text
}

func (p player) open(path string) {
	p.t.Helper()
	p.do("open "+path, chromedp.Navigate(p.base+path), chromedp.WaitReady("main"))
}

// follow follows a link of the page that stands before the player, as a selector means it; nobody types an address.
func (p player) follow(link string) {
	p.t.Helper()
	find := `document.querySelector(` + strconv.Quote(link) + `)`
	if p.read(`!!`+find) != "true" {
		p.t.Fatalf("%s has no link %s: %.1500s", p.read(`location.href`), link, p.read(`document.body.innerText`))
	}
	p.read(`(window.here = true)`)
	if p.keyboard {
		p.tab(link)
		p.key(kb.Enter)
	} else {
		p.touch(link, find)
	}
	p.comes(link)
}

// comes waits until the next page has come.
func (p player) comes(by string) {
	p.t.Helper()
	for range 500 {
		if p.glance(`document.readyState === 'complete' && !window.here`) == "true" {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	p.t.Fatalf("%s: nothing follows from %q", p.read(`location.href`), by)
}

// says waits until the page says all of these.
func (p player) says(wanted ...string) {
	p.t.Helper()
	for _, want := range wanted {
		for try := 0; ; try++ {
			got := p.glance(`document.readyState === 'complete' ? document.body.innerText.replace(/\s+/g, ' ') : ''`)
			if strings.Contains(got, want) {
				break
			}
			if try == 150 {
				p.t.Fatalf("%s does not say %q: %.1500s", p.read(`location.href`), want, got)
			}
			time.Sleep(40 * time.Millisecond)
		}
	}
}

// key presses a key.
func (p player) key(text string) {
	p.t.Helper()
	p.do("press a key", chromedp.KeyEvent(text))
}

// tab presses the tab key until the focus is on what a selector means.
func (p player) tab(selector string) {
	p.t.Helper()
	p.tabUntil(selector, `document.activeElement?.matches(`+strconv.Quote(selector)+`) === true`)
}

func (p player) tabUntil(what, there string) {
	p.t.Helper()
	for range 400 {
		p.key(kb.Tab)
		if p.read(`document.readyState === 'complete' && `+there) == "true" {
			return
		}
	}
	p.t.Fatalf("%s: the tab key does not come to %s", p.read(`location.href`), what)
}

// press presses the button of those words, of whichever form has one, and waits until the next page has come.
func (p player) press(button string) {
	p.t.Helper()
	// By its words each time: a live page may have made the button anew.
	is := `(b => !!b && b.matches('form button:not(.vh)') && b.textContent.replace(/\s+/g, ' ').includes(` + strconv.Quote(button) + `))`
	find := `[...document.querySelectorAll('form button')].find(` + is + `)`
	if p.read(`!!`+find) != "true" {
		p.t.Fatalf("%s has no button %q: %.1500s", p.read(`location.href`), button, p.read(`document.body.innerText`))
	}
	p.read(`(window.here = true)`)
	if p.keyboard {
		p.tabUntil(button, is+`(document.activeElement)`)
		p.key(kb.Enter)
	} else {
		p.touch(button, find)
	}
	p.comes(button)
}

// touch puts a finger on the middle of what an expression answers, wherever it is by then.
func (p player) touch(what, find string) {
	p.t.Helper()
	var x, y float64
	at := p.read(`(e => { e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect(); return (r.left + r.width / 2) + ' ' + (r.top + r.height / 2) })(` + find + `)`)
	if _, err := fmt.Sscan(at, &x, &y); err != nil {
		p.t.Fatalf("%s is at %q: %v", what, at, err)
	}
	p.do("touch "+what, chromedp.MouseClickXY(x, y))
}

// fill fills controls of the form.
func (p player) fill(choices ...choice) {
	p.t.Helper()
	for _, c := range choices {
		name := `[name="` + c.name + `"]:not([type=hidden])`
		kind := p.read(`(e => e ? e.tagName.toLowerCase() + ':' + (e.type || '') : '')(document.querySelector('` + name + `'))`)
		one := name + `[value="` + c.value + `"]`
		switch {
		case kind == "":
			p.t.Fatalf("%s does not ask for %s", p.read(`location.href`), c.name)
		case strings.HasSuffix(kind, ":radio"), strings.HasSuffix(kind, ":checkbox"):
			if p.read(`document.querySelector('`+one+`')?.checked`) != "true" { // some are chosen beforehand
				p.choose(name, one, strings.HasSuffix(kind, ":radio"))
			}
			if p.read(`document.querySelector('`+one+`').checked`) != "true" {
				p.t.Fatalf("%s: %s = %s is not chosen", p.read(`location.href`), c.name, c.value)
			}
		case strings.HasPrefix(kind, "select"):
			p.pick(name, c.value)
		case strings.HasSuffix(kind, ":date"):
			p.date(name, c.value)
		case p.keyboard:
			p.tab(name)
			p.key(c.value)
		default:
			p.do("write "+c.name, chromedp.ScrollIntoView(name), chromedp.Click(name), chromedp.KeyEvent(c.value))
		}
	}
}

func (p player) choose(name, one string, radio bool) {
	p.t.Helper()
	switch {
	case !p.keyboard:
		p.touch(one, `document.querySelector('`+one+`')`)
	case !radio:
		p.tab(one)
		p.key(" ")
	default:
		p.tab(name)
		if p.read(`document.activeElement.checked`) != "true" {
			p.key(" ")
		}
		for range 60 {
			if p.read(`document.querySelector('`+one+`').checked`) == "true" {
				return
			}
			p.key(kb.ArrowDown)
		}
	}
}

func (p player) pick(name, value string) {
	p.t.Helper()
	if !p.keyboard {
		p.do("pick "+value, chromedp.SetValue(name, value))
		return
	}
	p.tab(name)
	p.key(kb.Home)
	for range 60 {
		if p.read(`document.activeElement.value`) == value {
			return
		}
		p.key(kb.ArrowDown)
	}
	p.t.Fatalf("%s: the arrow keys do not come to %s in %s", p.read(`location.href`), value, name)
}

func (p player) date(name, value string) {
	p.t.Helper()
	if p.keyboard { // a field of month, day and year, in the order of an American browser
		p.tab(name)
		p.key(value[5:7] + value[8:10] + value[:4])
	} else {
		p.do("set the day", chromedp.SetValue(name, value))
	}
	if got := p.read(`document.querySelector('` + name + `').value`); got != value {
		p.t.Fatalf("the day is %q, want %s", got, value)
	}
}

func (p player) sit(seat string) {
	p.t.Helper()
	p.fill(choice{"seat", seat})
	p.press("Take this seat")
}

func (p player) move(day string) {
	p.t.Helper()
	p.fill(choice{"day", day})
	p.press("Move")
	p.says("Rehearsal")
}

// form goes to the form of an act, by what the rehearsal leads to.
func (p player) form(kind string) {
	p.t.Helper()
	p.follow("a.actlink")
	p.follow(`a[href^="/d/fi/act/` + kind + `"]`)
}

// act fills in the form of an act, reads it over, and records it.
func (p player) act(kind string, choices ...choice) {
	p.t.Helper()
	p.form(kind)
	p.fill(choices...)
	p.press("Read it over")
	p.says("You are about to record for")
	p.press("Record it for")
	p.says("It is recorded")
}

// whole fails where the page is wider than its window.
func (p player) whole() {
	p.t.Helper()
	if wide := p.read(`document.documentElement.scrollWidth - innerWidth`); wide != "0" {
		p.t.Errorf("%s is %s pixels wider than its window", p.read(`location.href`), wide)
	}
}

// memorandum plays the case on from 21 June 2022: from the seats of Finland, the Secretary General and Türkiye.
func (p player) memorandum() {
	p.t.Helper()
	p.open("/")
	p.fill(choice{"as-of", "2022-06-21"})
	p.press("Show this day")
	p.follow(`main a[href^="/d/fi/"]`)
	p.says("None of 30 members may object; one does: Türkiye.")
	p.press("Play on from this day")
	p.sit("fi")
	p.act("commit", choice{"commitments.0.text", "Finland will prevent activities of the PKK."},
		choice{"commitments.0.answers", "pkk"}, choice{"commitments.0.answers", "ypg"})
	p.whole()
	p.move("2022-06-28")
	p.sit("sg")
	p.act("memorandum", choice{"title", "Trilateral memorandum"}, choice{"parties", "fi"}, choice{"parties", "se"}, choice{"parties", "tr"},
		choice{"clauses.0.text", "No national arms embargo stands between the three."}, choice{"clauses.0.answers", "exports"})
	p.whole()
	p.sit("tr")
	p.act("withdraw", choice{"what", "objection:tr-objects"}, choice{"stage", "invitation"})
	p.says("none does so far")
	p.move("2022-06-29")
	p.sit("sg")
	p.act("close")
	p.says("Finland is invited")
	p.move("2022-07-05")
	for range 3 { // who signs, who approves, who deposits
		p.form("others")
		p.press("Record them for")
		p.says("30 acts were recorded.")
	}
	p.move("2023-04-04")
	p.sit("fi")
	p.act("deposit", choice{"instrument", "Instrument of accession"})
	p.follow(`main a[href="/d/fi/"]`)
	p.says("In force since 4 April 2023: Finland is a member.", "Rehearsal")
	p.whole()
}

func TestTheMemorandumIsPlayedForwardInABrowserByFingerAndByKeyboardAlone(t *testing.T) {
	server := demonstration(t)
	for _, hand := range []struct {
		name     string
		width    int64
		keyboard bool
	}{{"finger", 390, false}, {"keyboard", 1280, true}} {
		t.Run(fmt.Sprint(hand.name, " at ", hand.width), func(t *testing.T) {
			p := player{t: t, ctx: chromium(t, false), base: server.URL, keyboard: hand.keyboard}
			p.do("take a window", chromedp.EmulateViewport(hand.width, 844))
			p.memorandum()
		})
	}
}
