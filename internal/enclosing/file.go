package enclosing

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"accede/act"
	"accede/internal/lookalike"
)

// MaxFile is how many bytes a file may have: the line that names it takes some of what an item may have.
const MaxFile = act.MaxEnclosed - 1024

// maxName is how many characters the name of a file may have.
const maxName = 120

// Why says why a file is not taken. The set is closed.
type Why string

// The reasons. The zero value is none of them.
const (
	BadName  Why = "name"    // it has no name, too long a one, or one with marks that hide what it is
	BadKind  Why = "kind"    // its name ends in none of the endings that are taken
	Other    Why = "content" // its bytes are not of the kind its name says
	Archive  Why = "archive" // it can be read as an archive too
	TooLarge Why = "large"   // more than MaxFile bytes
	Empty    Why = "empty"   // no byte at all
)

// Refused is a file that is not taken. It wraps act.ErrForm.
type Refused struct {
	Name string
	Why  Why
}

// Error says which file, and why.
func (r *Refused) Error() string {
	return fmt.Sprintf("take the file %.140q: %s: %v", r.Name, r.Why.says(), act.ErrForm)
}

// Unwrap answers act.ErrForm.
func (r *Refused) Unwrap() error { return act.ErrForm }

func (w Why) says() string {
	switch w {
	case BadName:
		return fmt.Sprintf("a name has 1 to %d characters that can be seen, and each of its words one writing", maxName)
	case BadKind:
		return "a file that is attached ends in " + strings.Join(Endings(), ", ")
	case Other:
		return "its content is not what its name says"
	case Archive:
		return "it can be read as an archive too"
	case TooLarge:
		return fmt.Sprintf("a file that is attached has at most %d bytes", MaxFile)
	case Empty:
		return "it is empty"
	}
	return string(w)
}

// kinds are the endings that are taken, with what a file of each is.
func kinds() []struct{ ending, media string } {
	return []struct{ ending, media string }{
		{".pdf", "application/pdf"}, {".png", "image/png"}, {".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"}, {".csv", "text/csv"}, {".txt", "text/plain"},
	}
}

// Endings answers the endings of names that are taken.
func Endings() []string {
	var all []string
	for _, k := range kinds() {
		all = append(all, k.ending)
	}
	return all
}

// Look answers a file as it may be enclosed, from the name it came under, of which the last part counts, and its bytes.
// What it is, its name and its bytes must both say. The error is a *Refused.
func Look(name string, content []byte) (act.File, error) {
	name = path.Base(strings.ReplaceAll(strings.TrimSpace(name), `\`, "/"))
	lower := strings.ToLower(path.Ext(name))
	f := act.File{Name: name, Bytes: content}
	if i := slices.IndexFunc(kinds(), func(k struct{ ending, media string }) bool { return k.ending == lower }); i >= 0 {
		f.Media = kinds()[i].media
	}
	if !plain(name) {
		return act.File{}, &Refused{name, BadName}
	}
	if f.Media == "" {
		return act.File{}, &Refused{name, BadKind}
	}
	return f, Check(f)
}

// Check says whether the bytes of a file are of the kind it is said to be, and no archive besides. It reads as far as
// it must to tell: the beginning of drawings and documents, texts whole. The error is a *Refused.
func Check(f act.File) error {
	switch {
	case !plain(f.Name):
		return &Refused{f.Name, BadName}
	case len(f.Bytes) == 0:
		return &Refused{f.Name, Empty}
	case len(f.Bytes) > MaxFile:
		return &Refused{f.Name, TooLarge}
	case !begins(f.Media, f.Bytes):
		return &Refused{f.Name, Other}
	case zipped(f.Bytes):
		return &Refused{f.Name, Archive}
	}
	return nil
}

// plain says whether a name can be shown as it is: some characters that are seen, and none that turn or hide others.
func plain(name string) bool {
	if lookalike.Mixed(name) != "" {
		return false
	}
	if strings.Trim(name, ". /") == "" || utf8.RuneCountInString(name) > maxName || !utf8.ValidString(name) || strings.HasPrefix(name, ".") {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsGraphic(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`/\`, r)
	})
}

func begins(media string, b []byte) bool {
	switch media {
	case "application/pdf":
		return bytes.HasPrefix(b, []byte("%PDF-"))
	case "image/png":
		return bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n"))
	case "image/jpeg":
		return bytes.HasPrefix(b, []byte("\xff\xd8\xff"))
	case "text/csv", "text/plain":
		return text(b)
	}
	return false
}

// text says whether bytes are a text, and one that no browser that guesses takes for a page or a drawing.
func text(b []byte) bool {
	if !utf8.Valid(b) || bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7f }) {
		return false
	}
	head := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(b[:min(len(b), 1024)], []byte("\ufeff")), "\t\n\f\r "))
	for _, tag := range []string{
		"<!", "<?", "<html", "<head", "<body", "<script", "<iframe", "<style", "<title", "<svg", "<img", "<table", "<div", "<font", "<a ", "<a>", "<b>", "<br", "<p>", "<p ", "<h1",
		"%pdf-", "%!ps", "{\\rtf",
	} {
		if bytes.HasPrefix(head, []byte(tag)) {
			return false
		}
	}
	return true
}

// zipped says whether programs that unpack take the bytes for a zip: they look for its directory from the end, so that
// another file may stand before it. Where the comment that is said to follow does not fit, it is chance.
func zipped(b []byte) bool {
	const record, comment = 22, 1<<16 - 1
	for at := len(b) - record; at >= 0 && at >= len(b)-record-comment; at-- {
		if bytes.HasPrefix(b[at:], []byte("PK\x05\x06")) && at+record+int(binary.LittleEndian.Uint16(b[at+20:])) <= len(b) {
			return true
		}
	}
	return false
}
