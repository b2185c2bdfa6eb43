package web

import (
	"context"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"accede/internal/intake"
	"accede/internal/view"
)

// piece is a run of the report that the same drafts come from.
type piece struct {
	Text   string
	At     int   // where it begins, in bytes: its address on the page
	Drafts []int // numbers of the drafts it is of; none: plain text
	Ends   []int // of those, whose words end here
}

// pieces cuts the text of a report wherever the words of a draft, or of the rule, begin or end. Together they are the
// text.
func (x reported) pieces() []piece {
	text := x.Reading.Text
	cuts := []int{0, len(text)}
	for _, y := range x.Drafts {
		for _, s := range y.Spans {
			cuts = append(cuts, s.Start, s.End)
		}
	}
	for _, s := range x.Reading.Rule.Spans {
		cuts = append(cuts, s.Start, s.End)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var all []piece
	for i := 0; i+1 < len(cuts); i++ {
		p := piece{Text: text[cuts[i]:cuts[i+1]], At: cuts[i]}
		for _, y := range x.Drafts {
			for _, s := range y.Spans {
				if s.Start <= cuts[i] && cuts[i+1] <= s.End && !slices.Contains(p.Drafts, y.N) {
					p.Drafts = append(p.Drafts, y.N)
				}
				if s.End == cuts[i+1] && !slices.Contains(p.Ends, y.N) {
					p.Ends = append(p.Ends, y.N)
				}
			}
		}
		all = append(all, p)
	}
	return all
}

// markedText writes the text of a report with its marks. It is written by hand because every blank in it counts, and a
// template puts some of its own between elements.
func markedText(f frame, x reported) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, p := range x.pieces() {
			tag := "span"
			if len(p.Drafts) > 0 {
				tag = "mark"
			}
			fmt.Fprintf(&b, `<%s id="t%d">%s</%s>`, tag, p.At, html.EscapeString(p.Text), tag)
			for _, n := range p.Ends {
				fmt.Fprintf(&b, `<a class="intref" href="#d%d" aria-label="%s">%d</a>`, n, html.EscapeString(say(f, "intake.to", "n", n)), n)
			}
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// quote is words of the report with their place.
type quote struct {
	Text string
	Href string
}

// quotes answers the words of a draft, each once: what lies within other words of it is told with them.
func (x reported) quotes(spans []intake.Span) []quote {
	var all []quote
	for _, s := range spans {
		inner := slices.ContainsFunc(spans, func(o intake.Span) bool { return o != s && o.Start <= s.Start && s.End <= o.End })
		if !inner {
			all = append(all, quote{strings.Trim(x.Reading.Words(s), "\"“”"), "#t" + num(s.Start)})
		}
	}
	return all
}

// base answers what travels with every page of a report.
func (x reported) base() []pair {
	all := []pair{{"report", base64.StdEncoding.EncodeToString(x.Raw)}}
	for _, p := range []pair{{"name", x.Name}, {"published", x.Published}, {"from", x.From}, {"claims", x.Claims}} {
		if p.Value != "" {
			all = append(all, p)
		}
	}
	for _, id := range x.Done {
		all = append(all, pair{"done", id})
	}
	return append(all, x.Others...)
}

// all answers the same with what was said of each draft, for pages that show none of it.
func (x reported) all() []pair {
	return append(x.base(), saidOf(x.Drafts)...)
}

// saidOf answers what was said of drafts, as the fields of a form.
func saidOf(drafts []drafted) []pair {
	var all []pair
	for _, y := range drafts {
		if y.Take != "" {
			all = append(all, pair{takeOf + y.Draft.Act.ID, y.Take})
		}
		for _, f := range y.Fields {
			all = append(all, pair{f.Name, f.Value})
		}
	}
	return all
}

// sureMark is the sign of a sureness.
func sureMark(s intake.Sureness) view.Mark {
	switch s {
	case intake.Sure:
		return view.MarkMet
	case intake.Likely:
		return view.MarkAgreed
	case intake.Doubtful:
		return view.MarkWait
	}
	return view.MarkWait
}
