package web

import (
	"slices"
	"strings"

	"accede/internal/intake"
	"accede/internal/view"
)

// officeNames answers who conducts the proceedings, by name.
func officeNames(c acting) []string {
	var all []string
	for _, id := range view.Offices(c.docket.Charter()) {
		all = append(all, c.docket.Body().Name(id, c.frame.Reader.Tag()))
	}
	return all
}

// sourceLine answers who published a report and when, as far as it says.
func sourceLine(f frame, x reported) string {
	s := x.Reading.Source
	parts := []string{s.Publisher, x.From}
	if s.Publisher == "" && x.From == "" {
		parts = []string{s.Title}
	}
	if !s.Date.IsZero() {
		parts = append(parts, s.Date.String())
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}

// pieceAt answers where the piece of the text begins in which a place lies: only pieces have an address.
func pieceAt(x reported, at int) int {
	begin := 0
	for _, p := range x.pieces() {
		if p.At <= at {
			begin = p.At
		}
	}
	return begin
}

// ruleReported answers what a report says of the rule, in its own language.
func ruleReported(r intake.Rule) string {
	switch {
	case r.Members == 0:
		return r.Kind
	case r.Kind == "":
		return num(r.Members) + " members"
	}
	return r.Kind + " of " + num(r.Members)
}

// charterSentence answers the first sentence by which the members decide under the charter.
func charterSentence(c acting) string {
	charter := c.docket.Charter()
	for _, p := range charter.Procedures.Values {
		for _, s := range p.Stages {
			if s.Rule.Value != "" {
				return s.Rule.Value
			}
		}
	}
	return ""
}

// lacks answers what a draft lacks, in words.
func lacks(f frame, y drafted) string {
	var all []string
	for _, what := range y.Missing {
		all = append(all, view.DraftLabel(what, nil, f.Reader))
	}
	return f.Reader.List(all)
}

// refusedWords says what the record would answer to a draft.
func refusedWords(f frame, c acting, y drafted) view.Problem {
	p, _, _ := problemOf(f, c.docket, y.Draft.Act.ID, y.Item.Err)
	return p
}

// recorded answers how many drafts are in the record now.
func recorded(all []entered) int {
	n := 0
	for _, o := range all {
		if o.Refused == nil {
			n++
		}
	}
	return n
}

// left answers a report with the drafts that were refused, and what they were refused for.
func (x reported) left(all []entered) reported {
	var rest []drafted
	for _, y := range x.Drafts {
		if !slices.ContainsFunc(all, func(o entered) bool { return o.Refused != nil && o.N == y.N }) {
			x.Others = append(x.Others, saidOf([]drafted{y})...)
		}
	}
	for _, o := range all {
		if o.Refused != nil {
			o.Wrong = append(o.Wrong, *o.Refused)
			o.Item.Err = nil
			rest = append(rest, o.drafted)
		}
	}
	x.Drafts = rest
	return x
}
