package intake

import (
	"cmp"
	"slices"
	"strings"

	"accede/body"
)

// findings lists the parties, people, places and bodies, each with every place in which it is found.
func (r *reader) findings() {
	if s := r.out.Source; !s.Date.IsZero() && len(s.Spans) > 0 {
		r.found(Finding{Kind: "date", ID: s.Date.String(), Text: s.Date.String(), Spans: s.Spans[len(s.Spans)-1:], Why: "the date line"})
	}
	for i := range r.lines {
		l := &r.lines[i]
		for _, it := range l.items {
			r.findingOf(it)
		}
	}
	if p := r.out.Source.Place; p != "" && len(r.out.Source.Spans) > 0 {
		r.found(Finding{Kind: "place", Text: p, Spans: r.out.Source.Spans[:1], Why: "of the date line"})
	}
	order := []string{"body", "rule", "party", "person", "place", "date", "source"}
	slices.SortStableFunc(r.out.Findings, func(a, b Finding) int {
		return cmp.Or(slices.Index(order, a.Kind)-slices.Index(order, b.Kind), a.Spans[0].Start-b.Spans[0].Start)
	})
	if r.out.Body == "" {
		r.note("no body is recognised: say which record the report is for")
	}
}

// elsewhere marks every draft as doubtful where the report is about another body than the one it is read for.
func (r *reader) elsewhere(charter *body.Charter) {
	if charter == nil {
		return
	}
	for _, f := range r.out.Findings {
		if f.Kind == "body" && f.ID == charter.Body {
			r.out.Elsewhere = ""
			return
		}
		if f.Kind == "body" && r.out.Elsewhere == "" {
			r.out.Elsewhere = f.Text
		}
	}
	if r.out.Elsewhere == "" {
		return
	}
	for i := range r.out.Drafts {
		d := &r.out.Drafts[i]
		d.Sure, d.Why = Doubtful, append(d.Why, "the report names "+r.out.Elsewhere+" and not the body of this record")
	}
}

// findingOf adds an item as what it is.
func (r *reader) findingOf(it item) {
	words := oneLine(r.text[it.Start:it.End])
	f := Finding{ID: string(r.partyID(it.id)), Spans: []Span{it.Span}}
	switch it.tag {
	case party, adject:
		if it.tag == adject && !slices.Contains(r.applicants, it.id) && !slices.Contains(r.objectors(), it.id) {
			return // Syrian Kurds are no party
		}
		f.Kind, f.Text, f.Why = "party", r.title(it.id), words+" ("+it.how+")"
		if it.tag == adject && it.how == "" {
			f.Why = words
		}
	case speaker:
		f.Kind, f.ID = "person", ""
		f.Text = strings.Trim(it.name+", "+it.role, ", ")
		f.Why = "introduced so"
		if it.also != "" {
			f.Why = "printed " + it.also
		}
		if it.id != "" {
			r.found(Finding{Kind: "party", ID: string(r.partyID(it.id)), Text: r.title(it.id), Spans: f.Spans, Why: words + " (office)"})
		}
	case place:
		f.Kind, f.ID, f.Text, f.Why = "place", "", words, "a preposition or the word capital makes a place of it"
	case bodyTag:
		f.Kind, f.Text, f.Why = "body", it.name, words
	default:
		return
	}
	r.found(f)
}
