package bundle

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"accede/act"
	"accede/canon"
)

// Reader reads a bundle line by line. NewReader makes one.
type Reader struct {
	Header Header
	in     *bufio.Reader
	ahead  string // the first line of what is enclosed, once all entries are read
	last   int64  // the position of the last entry
}

// longestLine bounds a line: an entry is at most 64 KiB, but for a founding, which holds a whole charter; content that is
// enclosed is the longest, in base64.
const longestLine = act.MaxEnclosed/3*4 + 1<<20

// NewReader reads the first line. ErrForm: it is not one of a bundle.
func NewReader(from io.Reader) (*Reader, error) {
	r := &Reader{in: bufio.NewReaderSize(from, 64<<10)}
	text, err := r.line()
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the bundle: %w", err)
	}
	c := canon.NewReader(text)
	format := ""
	for c.Object(); c.Key(); {
		switch c.Last() {
		case "accede":
			format = c.Text()
		case "checkpoint":
			r.Header.Checkpoint = []byte(c.Text())
		case "dossier":
			r.Header.Dossier = c.Text()
		case "enclosed_for":
			r.Header.For = c.Text()
		case "host":
			r.Header.Host = c.Text()
		case "origin":
			r.Header.Origin = origin(c.Text())
		case "size":
			r.Header.Size = c.Int()
		default:
			c.Refuse("unknown key " + c.Last())
		}
	}
	if err := c.End(); err != nil {
		return nil, fmt.Errorf("read the first line of the bundle: %w: %w", err, ErrForm)
	}
	if format != Format && format != FormatEnclosed {
		return nil, fmt.Errorf("read the bundle: its format is %q, this version reads %s and %s: %w", format, Format, FormatEnclosed, ErrForm)
	}
	if (format == FormatEnclosed) != (r.Header.For != "") {
		return nil, fmt.Errorf("read the first line of the bundle: one of %s says for whom it is, and no other: %w", FormatEnclosed, ErrForm)
	}
	return r, nil
}

// Lines yields the entries. What cannot be read is a *Mismatch, and ends it.
func (r *Reader) Lines() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		last := int64(0)
		for {
			text, err := r.line()
			if errors.Is(err, io.EOF) && text == "" {
				return
			}
			if r.Header.For != "" && strings.HasPrefix(text, enclosedLine) {
				r.ahead = text
				return
			}
			var l Line
			if err == nil || errors.Is(err, io.EOF) {
				l, err = parseLine(text)
			}
			if err == nil && l.Seq <= last {
				err = fmt.Errorf("entry %d stands here", l.Seq)
			}
			if err != nil {
				yield(Line{}, &Mismatch{last + 1, fmt.Sprintf("the line behind entry %d cannot be read: %v", last, err)})
				return
			}
			last, r.last = l.Seq, l.Seq
			if !yield(l, nil) {
				return
			}
		}
	}
}

func parseLine(text string) (Line, error) {
	var l Line
	c := canon.NewReader(text)
	for c.Object(); c.Key(); {
		switch c.Last() {
		case "entry":
			l.Bytes = []byte(c.Raw())
		case "proof":
			for c.Array(); c.More(); {
				text := c.Text()
				h, err := tlog.ParseHash(text)
				if err != nil || h.String() != text { // one hash has one form
					c.Refuse("not a hash")
				}
				l.Proof = append(l.Proof, h)
			}
		case "seq":
			l.Seq = c.Int()
		default:
			c.Refuse("unknown key " + c.Last())
		}
	}
	if err := c.End(); err != nil {
		return Line{}, err
	}
	if l.Bytes == nil || l.Seq < 1 {
		return Line{}, errors.New("a line has an entry and its position")
	}
	return l, nil
}

// line reads up to the end of the line, without it.
func (r *Reader) line() (string, error) {
	var text []byte
	for {
		part, err := r.in.ReadSlice('\n')
		text = append(text, part...)
		if len(text) > longestLine {
			return "", fmt.Errorf("a line of more than %d bytes", longestLine)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if n := len(text); err == nil {
			text = text[:n-1]
		}
		return string(text), err
	}
}
