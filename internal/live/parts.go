package live

import (
	"bytes"
	"fmt"
	"slices"

	"golang.org/x/net/html"
)

// parse reads a page and answers its body.
func parse(page []byte) (*html.Node, error) {
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, fmt.Errorf("read the rendering: %w", err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "body" {
			return n, nil
		}
	}
	return nil, fmt.Errorf("read the rendering: it has no body")
}

// difference is a part of the page before and the same part now.
type difference struct{ before, after *html.Node }

// changed answers the HTML of the smallest parts of a page that can be addressed and that hold everything in which it
// differs from the page before; what is the same in them is left out, as thin says. A part is an element with an id, or a
// section by its label. What lies outside every part is passed over.
func changed(before, after *html.Node) ([]byte, error) {
	var found []difference
	compare(before, after, difference{}, &found)
	var b bytes.Buffer
	for _, part := range found {
		if within(part.after, found) {
			continue
		}
		if err := html.Render(&b, thin(part.before, part.after)); err != nil {
			return nil, fmt.Errorf("write a part of the page: %w", err)
		}
	}
	return b.Bytes(), nil
}

// compare adds the parts in which two elements differ; part is the innermost part around them, empty for none.
func compare(a, b *html.Node, part difference, found *[]difference) {
	if key := address(b); key != "" && key == address(a) {
		part = difference{a, b}
	}
	if a.Type != b.Type || a.Data != b.Data || !slices.Equal(a.Attr, b.Attr) || !alike(a, b) {
		if part.after != nil && !slices.Contains(*found, part) {
			*found = append(*found, part)
		}
		return
	}
	for x, y := a.FirstChild, b.FirstChild; x != nil && y != nil; x, y = x.NextSibling, y.NextSibling {
		compare(x, y, part, found)
	}
}

// alike says whether two elements have the same number of children, under the same addresses.
func alike(a, b *html.Node) bool {
	x, y := a.FirstChild, b.FirstChild
	for x != nil && y != nil && address(x) == address(y) {
		x, y = x.NextSibling, y.NextSibling
	}
	return x == nil && y == nil
}

// address answers how the page's script finds an element; empty where it cannot. Parts of a table and of a drawing
// are not addressed: apart from what they belong to, they cannot be read as HTML.
func address(n *html.Node) string {
	if n.Type != html.ElementNode || n.Namespace != "" {
		return ""
	}
	switch n.Data {
	case "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "col", "colgroup", "option", "optgroup":
		return ""
	}
	if id := attribute(n, "id"); id != "" {
		return "#" + id
	}
	if label := attribute(n, "aria-labelledby"); n.Data == "section" && label != "" {
		return "section " + label
	}
	return ""
}

// attribute answers an attribute of a node; empty where it has none.
func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

// within says whether a part lies in another of the parts.
func within(part *html.Node, parts []difference) bool {
	for n := range part.Ancestors() {
		if slices.ContainsFunc(parts, func(d difference) bool { return d.after == n }) {
			return true
		}
	}
	return false
}
