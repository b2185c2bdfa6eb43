package web

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"accede/internal/view/words"
)

// A sheet of paper carries in its foot the record it was printed from, and its number. Only a style sheet can put words
// there, and no style may stand in a page: so the foot is a sheet of its own, named for all that it says.

// footName is how the foot is named: language, size of the record, the beginning of its root.
var footName = regexp.MustCompile(`^foot\.([a-zA-Z-]+)\.([0-9]{1,18})\.([0-9A-Za-z_-]{0,16})\.css$`)

// foot answers the address of the style sheet of the foot of a printed page.
func foot(f frame) string {
	root := f.Root
	if len(root) > 16 {
		root = root[:16]
	}
	return fmt.Sprintf("/print/foot.%s.%d.%s.css", f.Reader.Tag(), f.Size, strings.NewReplacer("+", "-", "/", "_").Replace(root))
}

// printFoot serves the foot that its name describes: it asks the record nothing, so it may be kept for ever.
func (s *site) printFoot(w http.ResponseWriter, r *http.Request) {
	m := footName.FindStringSubmatch(r.PathValue("name"))
	if m == nil {
		http.Error(w, "there is no such file", http.StatusNotFound)
		return
	}
	reader, ok := s.words.In(m[1])
	if !ok {
		http.Error(w, "there is no such language", http.StatusNotFound)
		return
	}
	size, err := strconv.ParseInt(m[2], 10, 64)
	if err != nil {
		http.Error(w, "there is no such file", http.StatusNotFound)
		return
	}
	root := strings.NewReplacer("-", "+", "_", "/").Replace(m[3])
	text := reader.Say("print.foot", words.Args{"size": size, "root": groups(root)})
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	fmt.Fprintf(w, "@page{@bottom-left{content:%s;font:7.5pt sans-serif;color:#515C68}@bottom-right{content:counter(page) \" / \" counter(pages);font:7.5pt sans-serif;color:#515C68}}\n", cssText(text))
}

// cssText answers a text as a string of a style sheet, everything but plain letters escaped [CSS Syntax 3, 4.3.7].
func cssText(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == ' ' || r == '.' || r == ':' || r == '-' {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, "\\%x ", r)
	}
	b.WriteByte('"')
	return b.String()
}
