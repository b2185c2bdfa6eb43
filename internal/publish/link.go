package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// policy is what browsers are told, where the server of the copy tells them nothing: a page of the copy loads what
// lies beside it, runs nothing and sends nothing.
const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'">`

// place answers the link under which an address is found from the file at hand; false where the copy does not have it.
type place func(address string) (string, bool)

// document answers a document with its links made relative. Forms and scripts are left out: there is nobody to answer
// them. A link to what the copy does not have stays as words that lead nowhere.
func document(page []byte, to place) ([]byte, error) {
	var out bytes.Buffer
	z := html.NewTokenizer(bytes.NewReader(page))
	skipping := ""
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return nil, fmt.Errorf("read a document: %w", err)
			}
			if skipping != "" {
				return nil, fmt.Errorf("read a document: <%s> is not closed", skipping)
			}
			return out.Bytes(), nil
		}
		raw := bytes.Clone(z.Raw())
		t := z.Token()
		switch {
		case skipping != "":
			if kind == html.EndTagToken && t.Data == skipping {
				skipping = ""
			}
		case kind == html.StartTagToken && (t.Data == "form" || t.Data == "script"):
			skipping = t.Data
		case kind == html.StartTagToken || kind == html.SelfClosingTagToken:
			out.Write(element(t, raw, to))
			if t.Data == "head" {
				out.WriteString(policy)
			}
		default:
			out.Write(raw)
		}
	}
}

// element answers a tag with its links placed; one without links as it was written, to the byte.
func element(t html.Token, raw []byte, to place) []byte {
	attrs, changed := t.Attr[:0:0], false
	for _, a := range t.Attr {
		if a.Key != "href" && a.Key != "src" || strings.HasPrefix(a.Val, "#") {
			attrs = append(attrs, a)
			continue
		}
		changed = true
		if link, ok := to(a.Val); ok {
			a.Val = link
			attrs = append(attrs, a)
		}
	}
	if !changed {
		return raw
	}
	t.Attr = attrs
	return []byte(t.String())
}

var sheetURL = regexp.MustCompile(`url\((/[^)"']*)\)`)

// sheet answers a style sheet with its addresses made relative.
func sheet(css []byte, to place) ([]byte, error) {
	var missing error
	placed := sheetURL.ReplaceAllFunc(css, func(m []byte) []byte {
		address := string(sheetURL.FindSubmatch(m)[1])
		link, ok := to(address)
		if !ok {
			missing = fmt.Errorf("place %s of a style sheet: the copy does not have it", address)
		}
		return []byte("url(" + link + ")")
	})
	return placed, missing
}

// outside says whether an address is of somebody else's site: the copy leads there as the page did.
func outside(u *url.URL) bool { return u.Scheme != "" || u.Host != "" }
