package conflict

import (
	"fmt"
	"slices"
	"strings"

	"accede/body"
)

// writer writes YAML by lines. Two blanks are one step to the right.
type writer struct{ strings.Builder }

func (w *writer) line(deep int, format string, args ...any) {
	w.WriteString(strings.Repeat("  ", deep))
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
}

// list writes a list of texts on lines of their own; nothing for an empty one.
func (w *writer) list(deep int, key string, items []string) {
	if len(items) == 0 {
		return
	}
	w.line(deep, "%s:", key)
	for _, item := range items {
		w.line(deep+1, "- %s", quoted(item))
	}
}

// names writes a text in its languages, in the order of their tags.
func (w *writer) names(deep int, key string, ns body.Names) {
	if len(ns) == 0 {
		return
	}
	var tags []string
	for tag := range ns {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	w.line(deep, "%s:", key)
	for _, tag := range tags {
		w.line(deep+1, "%s: %s", quoted(tag), quoted(ns[tag]))
	}
}

// quoted writes a text in double quotes, with the escapes that YAML and JSON share.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r == 0x7F || r >= 0x80 && r < 0xA0 || r == 0x2028 || r == 0x2029 || r == 0xFEFF:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// word writes a word under a key; an empty one is left out.
func (w *writer) word(depth int, key, word string) {
	if word != "" {
		w.line(depth, "%s: %s", key, word)
	}
}
