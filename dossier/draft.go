package dossier

import (
	"slices"
	"strings"
	"time"

	"accede/act"
	"accede/body"
)

// tabled is one clause of a draft on the table. It is never changed once made.
type tabled struct {
	words     act.Commitment // as it is worded now
	version   int            // from 1
	dropped   bool
	reactions []reaction // to these words, one for each party that has reacted, in the order in which they came
}

// reaction is what a party says of a clause.
type reaction struct {
	party body.MemberID
	do    *act.React
	when  time.Time
	seq   int64
}

// agreed says whether all whose agreement is wanted have accepted a clause.
func (c tabled) agreed(parties []body.MemberID) bool {
	return !slices.ContainsFunc(parties, func(p body.MemberID) bool {
		return !slices.ContainsFunc(c.reactions, func(r reaction) bool { return r.party == p && r.do.Answer == "accept" })
	})
}

// disputed says whether somebody would have other words, or none, once all have spoken; words in brackets are in
// dispute too.
func (c tabled) disputed() bool {
	return slices.ContainsFunc(c.reactions, func(r reaction) bool { return r.do.Answer != "accept" }) || bracketed(c.words.Text)
}

func bracketed(n body.Names) bool {
	for _, text := range n {
		if strings.Contains(text, "[") {
			return true
		}
	}
	return false
}

// unbalanced answers the first text whose brackets do not match; empty where all do.
func unbalanced(n body.Names) string {
	for _, tag := range sortedTags(n) {
		depth := 0
		for _, r := range n[tag] {
			switch r {
			case '[':
				depth++
			case ']':
				depth--
			}
			if depth < 0 {
				return tag
			}
		}
		if depth != 0 {
			return tag
		}
	}
	return ""
}

func sortedTags(n body.Names) []string {
	var tags []string
	for tag := range n {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}

// draft answers a draft on the table by the id of the act that tabled it.
func (s *State) draft(id string) *text {
	for _, t := range s.texts {
		if t.id == id && t.tabled != nil {
			return t
		}
	}
	return nil
}

func (t *text) clause(id string) (tabled, int) {
	i := slices.IndexFunc(t.tabled, func(c tabled) bool { return c.words.ID == id })
	if i < 0 {
		return tabled{}, i
	}
	return t.tabled[i], i
}

// decideClauses refuses clauses that cannot be tabled.
func (d *Docket) decideClauses(s *State, do *act.Propose) error {
	var t *text
	if do.Revises != "" {
		if t = s.draft(do.Revises); t == nil {
			return refuse("draft-unknown", do.Revises)
		}
	}
	for _, p := range do.Parties {
		if !d.known(s, p) {
			return refuse("draft-party-unknown", p)
		}
	}
	for _, c := range do.Clauses {
		if s.commitments[c.ID] != nil {
			return refuse("clause-id-taken", c.ID)
		}
		if tag := unbalanced(c.Text); tag != "" {
			return refuse("clause-brackets", c.ID, tag)
		}
		if err := s.answerable(c.Answers); err != nil {
			return err
		}
		if t == nil {
			continue
		}
		if old, i := t.clause(c.ID); i >= 0 && !old.dropped && sameClause(old.words, c) {
			return refuse("clause-same", c.ID)
		}
	}
	for _, id := range do.Drops {
		if old, i := t.clause(id); i < 0 || old.dropped {
			return refuse("clause-to-drop-unknown", id)
		}
	}
	return nil
}

// answerable refuses what is neither a demand nor a concern of the dossier.
func (s *State) answerable(ids []string) error {
	for _, id := range ids {
		if s.demands[id] == nil && s.concerns[id] == nil {
			return refuse("clause-answers-unknown", id)
		}
	}
	return nil
}

func sameClause(a, b act.Commitment) bool {
	return sameWords(a, b) && a.Clause == b.Clause && a.Kind == b.Kind && slices.Equal(a.Answers, b.Answers)
}

// sameWords says whether what parties have said of one clause still holds for the other.
func sameWords(a, b act.Commitment) bool {
	if len(a.Text) != len(b.Text) || !slices.Equal(a.By, b.By) {
		return false
	}
	for tag, text := range a.Text {
		if b.Text[tag] != text {
			return false
		}
	}
	return true
}

// table puts clauses on the table, and takes others off it.
func (t *text) table(do *act.Propose) {
	t.tabled = slices.Clone(t.tabled)
	for _, c := range do.Clauses {
		old, i := t.clause(c.ID)
		next := tabled{words: c, version: old.version + 1}
		switch {
		case i < 0:
			t.tabled = append(t.tabled, next)
			continue
		case !old.dropped && sameWords(old.words, c):
			next.version, next.reactions = old.version, old.reactions
		}
		t.tabled[i] = next
	}
	for _, id := range do.Drops {
		_, i := t.clause(id)
		t.tabled[i].dropped, t.tabled[i].reactions = true, nil
	}
}

// decideReact admits what a party says of the words that are on the table now.
func (d *Docket) decideReact(s *State, a *act.Act, do *act.React) error {
	t := s.draft(do.Draft)
	if t == nil {
		return refuse("draft-unknown", do.Draft)
	}
	c, i := t.clause(do.Clause)
	switch {
	case i < 0 || c.dropped:
		return refuse("draft-clause-unknown", do.Clause)
	case !slices.Contains(t.parties, a.By):
		return refuse("draft-agreement-unwanted", a.By)
	case do.Version != c.version:
		return refuse("clause-version", do.Version, do.Clause, c.version)
	case c.agreed(t.parties):
		return refuse("clause-accepted", do.Clause)
	}
	if tag := unbalanced(do.Text); tag != "" {
		return refuse("amendment-brackets", tag)
	}
	if do.Answer == "amend" && sameWords(act.Commitment{Text: do.Text}, act.Commitment{Text: c.words.Text}) {
		return refuse("amendment-same")
	}
	return nil
}

func (s *State) foldReact(e Entry, do *act.React, at time.Time) {
	t := s.draft(do.Draft)
	c, i := t.clause(do.Clause)
	c.reactions = slices.DeleteFunc(slices.Clone(c.reactions), func(r reaction) bool { return r.party == e.Act.By })
	c.reactions = append(c.reactions, reaction{e.Act.By, do, at, e.Seq})
	t.tabled = slices.Clone(t.tabled)
	t.tabled[i] = c
}

// ClauseStanding is one clause of a draft on the table.
type ClauseStanding struct {
	act.Commitment
	Version   int
	State     ClauseState
	Reactions []ReactionStanding // to these words, in the order in which they came
}

// ClauseState is how far a clause is.
type ClauseState string

// The states of a clause.
const (
	ClauseOpen     ClauseState = "open"     // not all have accepted it, and nobody has said otherwise
	ClauseDisputed ClauseState = "disputed" // somebody would have other words, or none, or words are in brackets
	ClauseAgreed   ClauseState = "agreed"   // all whose agreement is wanted accept it
)

// ReactionStanding is what one party says of a clause.
type ReactionStanding struct {
	Party  body.MemberID
	Answer string // accept, amend, refuse
	Text   body.Names
	Reason body.Names
	When   time.Time
	Seq    int64
}

// draftStanding answers the clauses on the table, in their order.
func (t *text) draftStanding() []ClauseStanding {
	var all []ClauseStanding
	for _, c := range t.tabled {
		if c.dropped {
			continue
		}
		x := ClauseStanding{Commitment: c.words, Version: c.version, State: ClauseOpen}
		switch {
		case c.disputed():
			x.State = ClauseDisputed
		case c.agreed(t.parties):
			x.State = ClauseAgreed
		}
		for _, r := range c.reactions {
			x.Reactions = append(x.Reactions, ReactionStanding{r.party, r.do.Answer, r.do.Text, r.do.Reason, r.when, r.seq})
		}
		all = append(all, x)
	}
	return all
}
