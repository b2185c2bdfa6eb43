package words

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
)

// A message is text with arguments in braces, plurals as {n, plural, =1 {one does} other {# do}}, and marks around
// words that the page sets off: <open>…</open>. In a plural, # is the number.
type message []part

type partKind uint8

const (
	partText partKind = iota
	partArg
	partNumber // # inside a plural
	partPlural
	partMark
)

type part struct {
	kind  partKind
	text  string // the text, or the name of the argument or mark
	cases []pluralCase
	inner message
}

type pluralCase struct {
	exact bool
	n     int64
	form  plural.Form
	body  message
}

// Span is a run of words under one mark. An empty Mark is plain; Lang is set for words out of the record.
type Span struct {
	Text string
	Mark string
	Lang string
}

// marks are the words a mark can be.
var marks = [...]string{"met", "open", "wait", "b"}

var formNames = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few, "many": plural.Many, "other": plural.Other,
}

type parser struct {
	in string
	at int
}

func parse(text string) (message, error) {
	p := &parser{in: text}
	m, err := p.message("", false)
	if err != nil {
		return nil, fmt.Errorf("at character %d of %q: %w", p.at, text, err)
	}
	return m, nil
}

// message reads up to the end, to the closing brace of a plural, or to the closing mark.
func (p *parser) message(mark string, inPlural bool) (message, error) {
	var m message
	text := func(s string) {
		if n := len(m); n > 0 && m[n-1].kind == partText {
			m[n-1].text += s
			return
		}
		m = append(m, part{kind: partText, text: s})
	}
	for p.at < len(p.in) {
		rest := p.in[p.at:]
		switch {
		case mark != "" && strings.HasPrefix(rest, "</"+mark+">"):
			p.at += len(mark) + 3
			return m, nil
		case rest[0] == '<':
			inner, err := p.mark(inPlural)
			if err != nil {
				return nil, err
			}
			m = append(m, inner)
		case rest[0] == '{':
			arg, err := p.braces()
			if err != nil {
				return nil, err
			}
			m = append(m, arg)
		case rest[0] == '}':
			if !inPlural || mark != "" {
				return nil, fmt.Errorf("a closing brace without an opening one")
			}
			return m, nil
		case rest[0] == '#' && inPlural:
			p.at++
			m = append(m, part{kind: partNumber})
		default:
			n := strings.IndexAny(rest[1:], "{}<#") + 1
			if n == 0 {
				n = len(rest)
			}
			text(rest[:n])
			p.at += n
		}
	}
	if mark != "" || inPlural {
		return nil, fmt.Errorf("it ends inside %q", mark)
	}
	return m, nil
}

func (p *parser) mark(inPlural bool) (part, error) {
	for _, name := range marks {
		if strings.HasPrefix(p.in[p.at:], "<"+name+">") {
			p.at += len(name) + 2
			inner, err := p.message(name, inPlural)
			return part{kind: partMark, text: name, inner: inner}, err
		}
	}
	return part{}, fmt.Errorf("no such mark: one of %v is wanted", marks)
}

func (p *parser) braces() (part, error) {
	p.at++
	end := strings.IndexAny(p.in[p.at:], ",}")
	if end <= 0 {
		return part{}, fmt.Errorf("the name of an argument is wanted")
	}
	name := strings.TrimSpace(p.in[p.at : p.at+end])
	closed := p.in[p.at+end] == '}'
	p.at += end + 1
	if closed {
		return part{kind: partArg, text: name}, nil
	}
	rest := strings.TrimLeft(p.in[p.at:], " ")
	if !strings.HasPrefix(rest, "plural,") {
		return part{}, fmt.Errorf("plural is wanted after the name and the comma")
	}
	p.at = len(p.in) - len(rest) + len("plural,")
	cases, err := p.cases()
	return part{kind: partPlural, text: name, cases: cases}, err
}

func (p *parser) cases() ([]pluralCase, error) {
	var cases []pluralCase
	other := false
	for {
		p.at = len(p.in) - len(strings.TrimLeft(p.in[p.at:], " "))
		if p.at < len(p.in) && p.in[p.at] == '}' {
			p.at++
			break
		}
		end := strings.IndexByte(p.in[p.at:], '{')
		if end < 0 {
			return nil, fmt.Errorf("a plural form and its words in braces are wanted")
		}
		c, err := caseOf(strings.TrimSpace(p.in[p.at : p.at+end]))
		if err != nil {
			return nil, err
		}
		p.at += end + 1
		if c.body, err = p.message("", true); err != nil {
			return nil, err
		}
		p.at++ // the brace that ended the words
		other = other || !c.exact && c.form == plural.Other
		cases = append(cases, c)
	}
	if !other {
		return nil, fmt.Errorf("a plural without the form other")
	}
	return cases, nil
}

func caseOf(word string) (pluralCase, error) {
	if n, ok := strings.CutPrefix(word, "="); ok {
		v, err := strconv.ParseInt(n, 10, 64)
		return pluralCase{exact: true, n: v}, err
	}
	f, ok := formNames[word]
	if !ok {
		return pluralCase{}, fmt.Errorf("no plural form %q", word)
	}
	return pluralCase{form: f}, nil
}

// choose answers the words for a number: an exact case before the form, the form before other.
func (r *Reader) choose(cases []pluralCase, n int64) message {
	form := r.form(n)
	var other message
	for _, c := range cases {
		switch {
		case c.exact && c.n == n:
			return c.body
		case !c.exact && c.form == plural.Other:
			other = c.body
		}
	}
	for _, c := range cases {
		if !c.exact && c.form == form {
			return c.body
		}
	}
	return other
}

func (r *Reader) write(m message, args Args, b *strings.Builder) {
	r.walk(m, args, 0, "", func(s Span) { b.WriteString(s.Text) })
}

type spanWriter struct{ spans []Span }

func (r *Reader) spans(m message, args Args, w *spanWriter) {
	r.walk(m, args, 0, "", func(s Span) {
		if n := len(w.spans); n > 0 && w.spans[n-1].Mark == s.Mark && w.spans[n-1].Lang == s.Lang {
			w.spans[n-1].Text += s.Text
			return
		}
		w.spans = append(w.spans, s)
	})
}

// walk hands out the words of a message in order, each under its innermost mark.
func (r *Reader) walk(m message, args Args, n int64, mark string, out func(Span)) {
	for _, p := range m {
		switch p.kind {
		case partText:
			out(Span{Text: p.text, Mark: mark})
		case partArg:
			if said, ok := args[p.text].([]Span); ok {
				for _, s := range said {
					s.Mark = cmp.Or(s.Mark, mark)
					out(s)
				}
				continue
			}
			s := value(p.text, args)
			s.Mark = mark
			out(s)
		case partNumber:
			out(Span{Text: strconv.FormatInt(n, 10), Mark: mark})
		case partPlural:
			k := number(args[p.text])
			r.walk(r.choose(p.cases, k), args, k, mark, out)
		case partMark:
			r.walk(p.inner, args, n, p.text, out)
		}
	}
}

// arguments adds the names of the arguments of a message.
func (m message) arguments(to []string) []string {
	for _, p := range m {
		switch p.kind {
		case partArg:
			to = append(to, p.text)
		case partPlural:
			to = append(to, p.text)
			for _, c := range p.cases {
				to = c.body.arguments(to)
			}
		case partMark:
			to = p.inner.arguments(to)
		case partText, partNumber: // they name nothing
		}
	}
	return to
}

func value(name string, args Args) Span {
	switch v := args[name].(type) {
	case string:
		return Span{Text: v}
	case int:
		return Span{Text: strconv.Itoa(v)}
	case int64:
		return Span{Text: strconv.FormatInt(v, 10)}
	case Filed:
		return Span{Text: v.Text, Lang: v.Lang}
	}
	// A missing argument shows, so that a test of the page finds it.
	return Span{Text: "{" + name + "}"}
}

func number(v any) int64 {
	switch n := v.(type) {
	case int:
		return int64(n)
	case int64:
		return n
	}
	return 0
}
