package live

import (
	"slices"

	"golang.org/x/net/html"
)

// unchanged is the attribute of an element that stands for the one with its id that the page has already, at the same
// place: it has no other content. The page's script leaves that one as it is.
const unchanged = "data-same"

// thin answers a copy of an element in which every descendant that has an id, and is what it was under that id in the
// same parent, stands for itself. What has no id is the one it was where its parent has as many children as before, of
// the same kinds.
func thin(before, after *html.Node) *html.Node {
	n := bare(after)
	was := childrenByID(before)
	inStep := lined(before, after)
	old := before.FirstChild
	for c := range after.ChildNodes() {
		twin := was[attribute(c, "id")]
		if inStep {
			twin, old = old, old.NextSibling
		}
		n.AppendChild(thinChild(twin, c))
	}
	return n
}

// thinChild answers what is sent for a child that was the twin; nil for one that was not there.
func thinChild(twin, c *html.Node) *html.Node {
	switch {
	case twin == nil || twin.Type != c.Type || twin.Data != c.Data:
		return whole(c)
	case attribute(c, "id") == "":
		return thin(twin, c)
	case equal(twin, c):
		stand := bare(c)
		stand.Attr = []html.Attribute{{Key: "id", Val: attribute(c, "id")}, {Key: unchanged}}
		return stand
	default:
		return thin(twin, c)
	}
}

// childrenByID answers the children of an element that have an id.
func childrenByID(n *html.Node) map[string]*html.Node {
	all := map[string]*html.Node{}
	for c := range n.ChildNodes() {
		if id := attribute(c, "id"); id != "" {
			all[id] = c
		}
	}
	return all
}

// lined says whether two elements have as many children, of the same kinds and under the same ids.
func lined(a, b *html.Node) bool {
	x, y := a.FirstChild, b.FirstChild
	for x != nil && y != nil && x.Type == y.Type && x.Data == y.Data && attribute(x, "id") == attribute(y, "id") {
		x, y = x.NextSibling, y.NextSibling
	}
	return x == nil && y == nil
}

// equal says whether two elements are the same in everything.
func equal(a, b *html.Node) bool {
	if a.Type != b.Type || a.Data != b.Data || a.Namespace != b.Namespace || !slices.Equal(a.Attr, b.Attr) {
		return false
	}
	x, y := a.FirstChild, b.FirstChild
	for x != nil && y != nil && equal(x, y) {
		x, y = x.NextSibling, y.NextSibling
	}
	return x == nil && y == nil
}

// bare answers a copy of a node without children.
func bare(n *html.Node) *html.Node {
	return &html.Node{Type: n.Type, Data: n.Data, DataAtom: n.DataAtom, Namespace: n.Namespace, Attr: slices.Clone(n.Attr)}
}

// whole answers a copy of a node with all it holds.
func whole(n *html.Node) *html.Node {
	c := bare(n)
	for x := range n.ChildNodes() {
		c.AppendChild(whole(x))
	}
	return c
}
