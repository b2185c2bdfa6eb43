package web

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/emersion/go-ical"
	"github.com/mmcdole/gofeed"

	"accede/internal/view"
)

// readers answers, for each name that a form goes by on the page, a reader that had no part in writing it, which answers how many
// things it found.
func readers() map[string]func(io.Reader) (int, error) {
	return map[string]func(io.Reader) (int, error){
		"CSV": func(r io.Reader) (int, error) {
			rows, err := csv.NewReader(r).ReadAll()
			return len(rows) - 1, err
		},
		"JSON": func(r io.Reader) (int, error) {
			var whole map[string]any
			err := json.NewDecoder(r).Decode(&whole)
			return len(whole), err
		},
		"JSON Lines": func(r io.Reader) (n int, err error) {
			for lines := bufio.NewScanner(r); lines.Scan(); n++ {
				if !json.Valid(lines.Bytes()) {
					return n, errors.New("not JSON: " + lines.Text())
				}
			}
			return n, nil
		},
		"Popolo": func(r io.Reader) (int, error) {
			var p view.Popolo
			d := json.NewDecoder(r)
			d.DisallowUnknownFields()
			err := d.Decode(&p)
			return len(p.Motions), err
		},
		"Akoma Ntoso": func(r io.Reader) (n int, err error) {
			for d := xml.NewDecoder(r); ; {
				token, err := d.Token()
				if errors.Is(err, io.EOF) {
					return n, nil
				}
				if err != nil {
					return n, err
				}
				if e, ok := token.(xml.StartElement); ok && e.Name.Local == "speech" {
					n++
				}
			}
		},
		"Atom": func(r io.Reader) (int, error) {
			f, err := gofeed.NewParser().Parse(r)
			if err != nil {
				return 0, err
			}
			return len(f.Items), nil
		},
		"iCalendar": func(r io.Reader) (int, error) {
			c, err := ical.NewDecoder(r).Decode()
			if err != nil {
				return 0, err
			}
			return len(c.Events()), nil
		},
	}
}

func TestEveryFormThatTheRecordPageOffersIsOpenedByAForeignReader(t *testing.T) {
	h := pagesOf(t, nato(t))
	_, list, ok := strings.Cut(get(t, h, "/d/fi/record/?as-of=2022-06-29").Body.String(), `id="take"`)
	if !ok {
		t.Fatal("the page has no list of what can be taken away")
	}
	list, _, _ = strings.Cut(list, "</section>")
	opened := map[string]int{}
	for _, m := range regexp.MustCompile(`<a href="([^"]+)">([^<]+)</a>`).FindAllStringSubmatch(list, -1) {
		answer := get(t, h, html.UnescapeString(m[1]))
		read, known := readers()[m[2]]
		if !known {
			continue // a page, looked at with all pages
		}
		n, err := read(answer.Body)
		if err != nil || n < 1 {
			t.Errorf("%s (%s): %d things found, %v", m[2], m[1], n, err)
		}
		opened[m[2]]++
	}
	for name := range readers() {
		if opened[name] == 0 {
			t.Errorf("the page offers no %s", name)
		}
	}
}

func TestTheLinesOfARecordAreThoseOfItsPageAndItsDay(t *testing.T) {
	h := pagesOf(t, nato(t))
	for _, query := range []string{"", "?as-of=2022-06-21", "?as-of=2022-06-21&who=tr"} {
		var page view.RecordPage
		if err := json.Unmarshal(get(t, h, "/d/fi/record.json"+query).Body.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(get(t, h, "/d/fi/record.jsonl"+query).Body.String()), "\n")
		if len(lines) != len(page.Lines) {
			t.Errorf("record.jsonl%s has %d lines, want %d", query, len(lines), len(page.Lines))
			continue
		}
		for i, line := range lines {
			var one view.RecordLine
			if err := json.Unmarshal([]byte(line), &one); err != nil || one.Seq != page.Lines[i].Seq || one.Text != page.Lines[i].Text {
				t.Errorf("line %d of record.jsonl%s = %s, %v, want %q", i, query, line, err, page.Lines[i].Text)
			}
		}
	}
}

func TestThePopoloOfADayHasTheVotesOfThatDay(t *testing.T) {
	h := pagesOf(t, nato(t))
	for day, want := range map[string]string{"2022-06-21": "", "2022-06-29": "pass"} {
		var p view.Popolo
		if err := json.Unmarshal(get(t, h, "/popolo.json?as-of="+day).Body.Bytes(), &p); err != nil || len(p.Motions) == 0 {
			t.Fatalf("as of %s: %d motions, %v", day, len(p.Motions), err)
		}
		if got := p.Motions[0].Result; got != want {
			t.Errorf("as of %s the invitation has the result %q, want %q", day, got, want)
		}
	}
}
