package act

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"accede/form"
)

// maxLine is how long a line of JSON may be: one act, in whatever spelling.
const maxLine = 1 << 20

// Lines reads acts from a file with a line of JSON for each, and holds one line at a time in memory. The first line
// may be a header with accede, body and sources. Empty lines are passed over. A line that cannot be read is answered
// as form.Faults, and the reading goes on behind it; after a bad header, or an error of the reader itself, it ends.
// Ids that occur twice are not looked for: the record refuses the second.
//
// A line of canonical bytes costs little more than Parse; any other spelling of JSON several times that.
func Lines(name string, from io.Reader) iter.Seq2[Located, error] {
	return func(yield func(Located, error) bool) {
		lines := bufio.NewScanner(from)
		lines.Buffer(nil, maxLine)
		r := &reading{}
		number, begun := 0, false
		for lines.Scan() {
			number++
			line := lines.Bytes()
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			if !begun {
				begun = true
				header, err := r.headLine(name, number, line)
				if err != nil {
					yield(Located{Place: form.Place{File: name, Line: number}}, err)
					return
				}
				if header {
					continue
				}
			}
			if !yield(r.line(name, number, line)) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			at := form.Place{File: name, Line: number + 1, Column: 1}
			yield(Located{Place: at}, lineError(at, err))
		}
	}
}

// lineError says in our words why no line could be had.
func lineError(at form.Place, err error) error {
	if errors.Is(err, bufio.ErrTooLong) {
		return form.Faults{{Place: at, Text: fmt.Sprintf("the line is longer than %d bytes", maxLine)}}
	}
	return fmt.Errorf("read %v: %w", at, err)
}

// headLine reads the first line if it is a header, and answers whether it is.
func (r *reading) headLine(name string, number int, line []byte) (bool, error) {
	n, err := form.ParseJSONLine(name, number, line)
	if err != nil || n.Kind != form.Mapping {
		return false, nil // not a header: what is wrong with it is told when it is read as an act
	}
	if format, ok := n.Get(keyFormat); !ok || !strings.HasPrefix(format.Value, "acts/") {
		return false, nil
	}
	r.header(n)
	return true, r.all()
}

// line reads one act.
func (r *reading) line(name string, number int, line []byte) (Located, error) {
	at := form.Place{File: name, Line: number, Column: 1}
	if bytes.HasPrefix(bytes.TrimSpace(line), []byte(`{"act":{`)) {
		return r.signedLine(name, number, line)
	}
	if a, err := Parse(bytes.TrimSpace(line)); err == nil && (a.Body == r.body || r.body == "" || a.Body == "") {
		if a.Body == "" {
			a.Body = r.body
		}
		return Located{Act: a, Place: at}, nil
	}
	n, err := form.ParseJSONLine(name, number, line)
	if err != nil {
		return Located{Place: at}, err
	}
	r.faults = nil
	if signed, ok := n.Get(keyKind); ok && signed.Kind == form.Mapping {
		l := r.signed(n)
		return l, r.all()
	}
	a := r.act(n)
	return Located{Act: a, Place: n.Place}, r.all()
}

// readLines gathers the acts and the faults of a whole file.
func readLines(name string, data []byte) ([]Located, error) {
	all := &reading{}
	var acts []Located
	for a, err := range Lines(name, bytes.NewReader(data)) {
		if err != nil {
			all.tellError(&form.Node{Place: a.Place}, err)
			continue
		}
		acts = append(acts, a)
	}
	all.unique(acts)
	if err := all.all(); err != nil {
		return nil, err
	}
	return acts, nil
}
