package intake

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/charmap"
)

// decode answers the text of a report in UTF-8 without markup, and what had to be guessed about its bytes.
func decode(data []byte) (string, []Note, error) {
	if len(data) > MaxSize {
		return "", nil, fmt.Errorf("read report: %d bytes, of at most %d; send the part that matters: %w", len(data), MaxSize, ErrLarge)
	}
	text, notes := unicodeOf(data)
	if strings.ContainsRune(text, 0) {
		return "", nil, fmt.Errorf("read report: there are bytes in it that no text has; send plain text or HTML: %w", ErrBytes)
	}
	if isHTML(text) {
		text = plain(text)
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(seen, text)
	if strings.TrimSpace(text) == "" {
		return "", nil, fmt.Errorf("read report: %w", ErrEmpty)
	}
	return text, notes, nil
}

// seen replaces by a space what cannot be seen and no act may have in its text: controls, marks of direction and of byte
// order, and what is no character.
func seen(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r),
		r&0xfffe == 0xfffe, 0xfdd0 <= r && r <= 0xfdef, r == '\r':
		return ' '
	}
	return r
}

// unicodeOf reads bytes as UTF-8, as UTF-16 where they begin with its mark, else as Windows-1252, which takes any byte.
func unicodeOf(data []byte) (string, []Note) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		return utf16Of(data[2:], 0, 1), nil
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return utf16Of(data[2:], 1, 0), nil
	case utf8.Valid(data):
		return string(data), nil
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil || !utf8.Valid(text) {
		text = bytes.ToValidUTF8(data, []byte("\ufffd"))
	}
	return string(text), []Note{{Text: "the text is not UTF-8; it was read as Windows-1252, so look at letters with accents"}}
}

// utf16Of reads pairs of bytes, of which low and high are the places; a last odd byte is left out.
func utf16Of(data []byte, low, high int) string {
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, uint16(data[i+low])|uint16(data[i+high])<<8)
	}
	return string(utf16.Decode(units))
}

// isHTML says whether a text is markup: it has one of the tags that every page has.
func isHTML(text string) bool {
	low := strings.ToLower(text[:min(len(text), 4096)])
	for _, tag := range []string{"<!doctype html", "<html", "<body", "<p>", "<p ", "<div", "<article", "<br>", "<script"} {
		if strings.Contains(low, tag) {
			return true
		}
	}
	return false
}

// plain answers what a reader of a page sees: scripts, styles and navigation are left out, blocks are paragraphs.
func plain(page string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(page))
	hidden := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if hidden == 0 {
				b.WriteString(strings.Join(strings.FieldsFunc(string(z.Text()), isLineSpace), " "))
			}
		case html.StartTagToken:
			tag := z.Token().DataAtom
			if isHidden(tag) {
				hidden++
			}
			b.WriteString(breakAt(tag))
		case html.EndTagToken:
			tag := z.Token().DataAtom
			if isHidden(tag) && hidden > 0 {
				hidden--
			}
			b.WriteString(breakAt(tag))
		case html.SelfClosingTagToken:
			b.WriteString(breakAt(z.Token().DataAtom))
		case html.CommentToken, html.DoctypeToken:
		}
	}
}

func isLineSpace(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }

// isHidden says whether what is inside a tag is no part of the report.
func isHidden(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Noscript, atom.Template, atom.Title, atom.Button, atom.Select:
		return true
	}
	return false
}

// breakAt answers what stands for a tag in plain text.
func breakAt(tag atom.Atom) string {
	switch tag {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Ul, atom.Ol, atom.Article,
		atom.Section, atom.Header, atom.Blockquote, atom.Table, atom.Tr, atom.Figure, atom.Figcaption, atom.Main, atom.Body:
		return "\n\n"
	case atom.Br, atom.Td, atom.Th:
		return " "
	}
	return ""
}
