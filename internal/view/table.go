package view

import (
	"slices"

	"accede/act"
	"accede/body"
	"accede/dossier"
	"accede/whatif/clauses"

	"accede/internal/view/words"
)

// TabledLine is one clause of a draft on the table: its words, with what is in dispute, what it answers, and what each
// party whose agreement is wanted says of it.
type TabledLine struct {
	ID        string           `json:"id"`
	Draft     string           `json:"-"`
	Number    string           `json:"clause"`
	Version   int              `json:"version"`
	Text      words.Filed      `json:"text"`
	Segments  []Segment        `json:"-"`
	Since     []clauses.Piece  `json:"-"` // what changed since the words before these; nil for the first ones
	SinceSay  string           `json:"-"`
	By        string           `json:"by"`
	Answers   []Bar            `json:"answers"`
	State     string           `json:"state"` // open, disputed, agreed
	Mark      Mark             `json:"-"`
	Word      string           `json:"-"`
	Reactions []TabledReaction `json:"reactions"`
}

// TabledReaction is what one party says of a clause, or that it has yet to speak.
type TabledReaction struct {
	Party
	Answer  string          `json:"answer"` // accept, amend, refuse; empty: nothing yet
	Mark    Mark            `json:"-"`
	Say     string          `json:"says"`
	Changes []clauses.Piece `json:"-"` // of an amendment, against the words on the table
	Lang    string          `json:"-"`
	Reason  words.Filed     `json:"reason"`
	Seq     int64           `json:"entry,omitempty"`
}

// table fills in the clauses on the table of a draft. A text that revises one shows them too.
func (p *TextPage) table(set Setting, s dossier.Standing, lines []dossier.Line, id string, r *words.Reader) {
	i := slices.IndexFunc(s.Texts, func(t dossier.TextStanding) bool { return t.ID == id })
	if i < 0 || len(s.Texts[i].Draft) == 0 {
		return
	}
	t := s.Texts[i]
	open := 0
	for _, c := range t.Draft {
		p.Tabled = append(p.Tabled, tabledLine(set, s, t, c, r))
		p.Tabled[len(p.Tabled)-1].since(t.ID, lines, r)
		if c.State != dossier.ClauseAgreed {
			open++
		}
	}
	p.covers(s, t, r)
	p.TableSay = r.Say("table.say", words.Args{"n": len(t.Draft), "open": open, "names": set.Names(t.Parties, r)})
}

func tabledLine(set Setting, s dossier.Standing, t dossier.TextStanding, c dossier.ClauseStanding, r *words.Reader) TabledLine {
	text := filed(c.Text, r)
	x := TabledLine{
		ID: c.ID, Draft: t.ID, Number: clauseName(c.Clause, c.ID), Version: c.Version, Text: text, Segments: brackets(text.Text),
		By: set.Names(c.By, r), State: string(c.State), Word: r.Say("table."+string(c.State), nil),
	}
	x.Mark = map[dossier.ClauseState]Mark{dossier.ClauseOpen: MarkWait, dossier.ClauseDisputed: MarkTalks, dossier.ClauseAgreed: MarkAgreed}[c.State]
	for _, a := range c.Answers {
		x.Answers = append(x.Answers, demandBar(s, a, r))
	}
	for _, id := range t.Parties {
		x.Reactions = append(x.Reactions, tabledReaction(set, c, id, text, r))
	}
	return x
}

// since tells what changed in a clause since it was worded otherwise.
func (x *TabledLine) since(draft string, lines []dossier.Line, r *words.Reader) {
	var before words.Filed
	for _, l := range lines {
		if l.Act == nil || draftOf(l.Act) != draft {
			continue
		}
		do, ok := l.Act.Do.(*act.Propose)
		for i := 0; ok && i < len(do.Clauses); i++ {
			if text := filed(do.Clauses[i].Text, r); do.Clauses[i].ID == x.ID && text.Text != x.Text.Text {
				before = text
			}
		}
	}
	if before.Text != "" {
		x.Since, x.SinceSay = clauses.Diff(before.Text, x.Text.Text), r.Say("table.since", nil)
	}
}

// covers tells which demands that stand in the way no clause on the table answers.
func (p *TextPage) covers(s dossier.Standing, t dossier.TextStanding, r *words.Reader) {
	found := clauses.Covers(t.Draft, clauses.Demands(s))
	var missing []string
	for _, id := range found.Missing {
		missing = append(missing, demandBar(s, id, r).Text.Text)
	}
	switch {
	case len(found.Demands) == 0:
		p.CoverSay = r.Say("table.cover.none", nil)
	case len(missing) == 0:
		p.CoverSay = r.Say("table.cover.all", nil)
	default:
		p.CoverSay = r.Say("table.cover.missing", words.Args{"what": r.List(missing)})
	}
}

func tabledReaction(set Setting, c dossier.ClauseStanding, id body.MemberID, text words.Filed, r *words.Reader) TabledReaction {
	x := TabledReaction{Party: set.party(id, r), Mark: MarkWait}
	i := slices.IndexFunc(c.Reactions, func(y dossier.ReactionStanding) bool { return y.Party == id })
	if i < 0 {
		x.Say = r.Say("table.reaction.none", words.Args{"who": x.Name})
		return x
	}
	y := c.Reactions[i]
	x.Answer, x.Seq, x.Reason = y.Answer, y.Seq, filed(y.Reason, r)
	x.Mark = map[string]Mark{"accept": MarkAgreed, "amend": MarkTalks, "refuse": MarkOpen}[y.Answer]
	x.Say = r.Say("table.reaction."+y.Answer, words.Args{"who": x.Name})
	if y.Answer == "amend" {
		own := filed(y.Text, r)
		x.Changes, x.Lang = clauses.Diff(text.Text, own.Text), own.Lang
	}
	return x
}

// Segment is a run of words, in brackets or not.
type Segment struct {
	Text    string
	Dispute bool
}

// brackets splits a text at its brackets.
func brackets(text string) []Segment {
	var all []Segment
	depth, begin := 0, 0
	add := func(end int, dispute bool) {
		if end > begin {
			all = append(all, Segment{text[begin:end], dispute})
		}
		begin = end
	}
	for i := range len(text) {
		switch text[i] {
		case '[':
			if depth == 0 {
				add(i, false)
			}
			depth++
		case ']':
			if depth--; depth == 0 {
				add(i+1, true)
			}
		}
	}
	add(len(text), depth > 0)
	return all
}
