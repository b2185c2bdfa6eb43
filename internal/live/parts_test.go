package live

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

func body(t interface{ Fatal(...any) }, text string) *html.Node {
	n, err := parse([]byte("<html><body>" + text + "</body></html>"))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTheSmallestPartAroundAChangeIsSent(t *testing.T) {
	for _, c := range []struct{ name, before, after, want string }{
		{"nothing", `<main id="m"><p>a</p></main>`, `<main id="m"><p>a</p></main>`, ``},
		{"text", `<main id="m"><p id="p">a</p><p>b</p></main>`, `<main id="m"><p id="p">c</p><p>b</p></main>`, `<p id="p">c</p>`},
		{"no id of its own", `<main id="m"><p>a</p></main>`, `<main id="m"><p>b</p></main>`, `<main id="m"><p>b</p></main>`},
		{"a section by its label", `<main id="m"><section aria-labelledby="h"><p>a</p></section></main>`, `<main id="m"><section aria-labelledby="h"><p>b</p></section></main>`, `<section aria-labelledby="h"><p>b</p></section>`},
		{"one more", `<main id="m"><ul id="u"><li id="a">1</li></ul></main>`, `<main id="m"><ul id="u"><li id="a">1</li><li id="b">2</li></ul></main>`, `<ul id="u"><li id="a" data-same=""></li><li id="b">2</li></ul>`},
		{"one less before the same", `<main id="m"><ul id="u"><li id="a">1</li><li id="b">2</li></ul></main>`, `<main id="m"><ul id="u"><li id="b">2</li></ul></main>`, `<ul id="u"><li id="b" data-same=""></li></ul>`},
		{"the same in another parent", `<main id="m"><p><b id="b">1</b></p><p></p></main>`, `<main id="m"><p></p><p><b id="b">1</b></p></main>`, `<main id="m"><p></p><p><b id="b">1</b></p></main>`},
		{"an attribute", `<main id="m"><p id="p" class="x">a</p></main>`, `<main id="m"><p id="p" class="y">a</p></main>`, `<p id="p" class="y">a</p>`},
		{"a drawing", `<main id="m"><figure id="f"><svg viewBox="0 0 1 1"><g id="g"><circle r="1"></circle></g></svg></figure></main>`, `<main id="m"><figure id="f"><svg viewBox="0 0 1 1"><g id="g"><circle r="2"></circle></g></svg></figure></main>`, `<figure id="f"><svg viewBox="0 0 1 1"><g id="g"><circle r="2"></circle></g></svg></figure>`},
		{"one shape of a drawing", `<main id="m"><figure id="f"><svg viewBox="0 0 1 1"><g id="g"><circle r="1"></circle></g><path id="p" d="M0 0"></path></svg></figure></main>`, `<main id="m"><figure id="f"><svg viewBox="0 0 1 1"><g id="g"><circle r="1"></circle></g><path id="p" d="M1 1"></path></svg></figure></main>`, `<figure id="f"><svg viewBox="0 0 1 1"><g id="g" data-same=""></g><path id="p" d="M1 1"></path></svg></figure>`},
		{"a row of a table", `<main id="m"><div id="d"><table><tbody><tr id="r"><td>1</td></tr></tbody></table></div></main>`, `<main id="m"><div id="d"><table><tbody><tr id="r"><td>2</td></tr></tbody></table></div></main>`, `<div id="d"><table><tbody><tr id="r"><td>2</td></tr></tbody></table></div>`},
		{"outside of every part", `<header>a</header><main id="m"></main>`, `<header>b</header><main id="m"></main>`, ``},
	} {
		got, err := changed(body(t, c.before), body(t, c.after))
		if err != nil || string(got) != c.want {
			t.Errorf("%s: changed = %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}

// fillIn gives what is sent without its content the content it has on the page, where it must stand in the same parent.
func fillIn(t *rapid.T, old, part *html.Node) {
	for c := range part.ChildNodes() {
		var twin *html.Node
		for n := range old.Descendants() {
			if id := attribute(c, "id"); id != "" && attribute(n, "id") == id {
				twin = n
			}
		}
		if !slices.ContainsFunc(c.Attr, func(a html.Attribute) bool { return a.Key == unchanged }) {
			fillIn(t, old, c)
			continue
		}
		if twin == nil || attribute(twin.Parent, "id") != attribute(part, "id") || c.FirstChild != nil {
			t.Fatalf("what is said to stand on the page as %v does not stand there", c.Attr)
		}
		full := whole(twin)
		c.Attr = full.Attr
		for x := full.FirstChild; x != nil; x = full.FirstChild {
			full.RemoveChild(x)
			c.AppendChild(x)
		}
	}
}

// apply puts parts in the places of what they replace, as the page's script does.
func apply(t *rapid.T, page *html.Node, parts []byte) {
	for part := range body(t, string(parts)).ChildNodes() {
		key := address(part)
		var old *html.Node
		for n := range page.Descendants() {
			if address(n) == key {
				old = n
			}
		}
		if key == "" || old == nil {
			t.Fatalf("the part %q has no place", key)
		}
		fillIn(t, old, part)
		text := &html.Node{Type: html.RawNode}
		var b bytes.Buffer
		if err := html.Render(&b, part); err != nil {
			t.Fatal(err)
		}
		text.Data = b.String()
		old.Parent.InsertBefore(text, old)
		old.Parent.RemoveChild(old)
	}
}

// draw draws a page of lists and sections; some elements have ids.
func draw(t *rapid.T) string {
	var b strings.Builder
	b.WriteString(`<main id="main">`)
	for i := range rapid.IntRange(0, 3).Draw(t, "sections") {
		fmt.Fprintf(&b, `<section aria-labelledby="h%d"><h2 id="h%d">%d</h2><ul id="u%d">`, i, i, rapid.IntRange(0, 1).Draw(t, "head"), i)
		for j := range rapid.IntRange(0, 3).Draw(t, "items") {
			if rapid.Bool().Draw(t, "id") {
				fmt.Fprintf(&b, `<li id="i%d-%d">`, i, j)
			} else {
				b.WriteString(`<li>`)
			}
			fmt.Fprintf(&b, `<b class="c%d">%d</b></li>`, rapid.IntRange(0, 1).Draw(t, "class"), rapid.IntRange(0, 1).Draw(t, "text"))
		}
		b.WriteString(`</ul></section>`)
	}
	return b.String() + `</main>`
}

func TestTheOldPageWithItsChangedPartsIsTheNewPage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, after := draw(t), draw(t)
		parts, err := changed(body(t, before), body(t, after))
		if err != nil {
			t.Fatal(err)
		}
		page := body(t, before)
		apply(t, page, parts)
		var b bytes.Buffer
		for n := range page.ChildNodes() {
			if err := html.Render(&b, n); err != nil {
				t.Fatal(err)
			}
		}
		if got := b.String(); got != after {
			t.Fatalf("with %s\n  %s becomes\n  %s, want\n  %s", parts, before, got, after)
		}
	})
}
