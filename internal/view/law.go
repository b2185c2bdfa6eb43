package view

import (
	"maps"
	"slices"
	"strings"

	"accede/body"
	"accede/dossier"
	"accede/game"
	"accede/rule"

	"accede/internal/view/words"
)

// LawPage is the rule of one stage: its sentence beside its article, what every test needs and has, who decides, and
// what other ballots would come to.
type LawPage struct {
	Head      `json:"-"`
	Stage     string       `json:"stage"`
	StageName string       `json:"-"`
	Stages    []StageLaw   `json:"stages"`
	Sentence  string       `json:"sentence,omitempty"` // empty: no sentence decides the stage
	Said      []words.Span `json:"-"`                  // the sentence in the reader's language
	How       string       `json:"-"`                  // how a stage without a sentence is done
	Law       []string     `json:"law"`
	Sources   []SourceLine `json:"sources"`
	Note      words.Filed  `json:"note"`
	Silence   string       `json:"-"`
	Roll      string       `json:"-"` // who is on the roll, and whether it can change
	Tests     []TestBar    `json:"-"`
	Found     *Found       `json:"finding,omitempty"` // on the ballots of the record
	What      *WhatIf      `json:"-"`                 // nil where no ballots are known by name
}

// StageLaw is one stage of the procedure, as the charter has it.
type StageLaw struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	How     string       `json:"how"` // the sentence, or what is wanted of whom
	Said    []words.Span `json:"-"`   // the sentence in the reader's language; nil for words of the page
	Law     []string     `json:"law"`
	Asked   bool         `json:"-"` // its question can be looked at
	Current bool         `json:"-"`
	State   string       `json:"-"`
}

// Found is a finding in words.
type Found struct {
	Mark        Mark      `json:"-"`
	Say         string    `json:"say"`
	Now         string    `json:"outcome"` // over all completions
	Closed      string    `json:"if_closed_now"`
	Tests       []TestBar `json:"-"`
	Reasons     []string  `json:"reasons"`
	Pivotal     string    `json:"pivotal"` // the names, or why there are none
	PivotalHint string    `json:"-"`
	Change      []string  `json:"smallest_change"`
	ChangeSay   string    `json:"-"`
}

// WhatIf is the question asked again on other ballots. It touches no record.
type WhatIf struct {
	Asked   bool // some ballot is another than in the record
	Seats   []SupposedSeat
	Ballots []BallotChoice
	Changed []string // who is supposed to have said what, and what the record has
	Found   Found
	Seating []Seat // for the drawing
	Alt     string // the drawing in one sentence
}

// BallotChoice is a ballot that can be supposed.
type BallotChoice struct{ Word, Name string }

// SupposedSeat is one member with its ballot in the record and the supposed one.
type SupposedSeat struct {
	Party
	Real, Supposed string // words of ballots
	RealName       string
	Mark           Mark
	Changed        bool
}

// NewLawPage answers the page of the rule of a stage, by its id; without one, of the stage in question. Suppose answers
// what is supposed of a member: the word of a ballot, or nothing.
func NewLawPage(d *dossier.Docket, s dossier.Standing, stage string, suppose func(body.MemberID) string, r *words.Reader) LawPage {
	set := SettingOf(d)
	p := LawPage{Head: NewHead(set, s, r), Stage: stage, Law: []string{}}
	asked, ok := d.Asked(s.Dossier, stage)
	switch {
	case ok:
		p.Stage = asked.Stage
	case set.stage(s.Procedure, stage) == nil:
		p.Stage = s.Stage
	}
	p.StageName = set.stageByID(s, p.Stage, r)
	p.stages(d, set, s, r)
	p.text(set, s, r)
	if !ok {
		return p
	}
	p.Sentence = asked.Question.Rule.String()
	p.Said = set.teller(r).said(p.Sentence)
	p.Roll = r.Say("law.roll", words.Args{"n": len(asked.Question.Roll.Members), "day": r.Day(asked.Question.Roll.At.In(set.Zone))})
	found := found(set, *asked.Finding, len(asked.Question.Roll.Members), r)
	p.Found, p.Tests = &found, found.Tests
	p.What = whatIf(set, asked, suppose, r)
	return p
}

func (p *LawPage) stages(d *dossier.Docket, set Setting, s dossier.Standing, r *words.Reader) {
	for _, st := range s.Stages {
		text := set.stage(s.Procedure, st.ID)
		if text == nil {
			continue
		}
		x := StageLaw{ID: st.ID, Name: set.stageName(st, r), Law: st.Law, Current: st.ID == p.Stage}
		if sentence := set.sentence(text); sentence != "" {
			x.How, x.Said = sentence, set.teller(r).said(sentence)
		} else {
			x.How = set.wanted(text, r)
		}
		_, x.Asked = d.Asked(s.Dossier, st.ID)
		p.Stages = append(p.Stages, x)
	}
}

// sentence answers the sentence that decides a stage of the charter; empty for none.
func (s Setting) sentence(st *body.Stage) string {
	if st.Rule.Value != "" {
		return st.Rule.Value
	}
	for _, x := range s.Charter.Rules {
		if x.ID == st.ByRule && st.ByRule != "" {
			return x.Rule.Value
		}
	}
	return ""
}

// wanted answers what a stage wants that no sentence decides.
func (s Setting) wanted(st *body.Stage, r *words.Reader) string {
	steps := st.Steps
	if len(steps) == 0 && st.Act != "" {
		steps = []string{st.Act}
	}
	var acts []string
	for _, k := range steps {
		acts = append(acts, r.Say("law.act."+k, nil))
	}
	args := words.Args{"acts": r.List(acts)}
	switch {
	case st.When != nil:
		return r.Say("law.when", args)
	case len(st.Each) > 0:
		var who []string
		for _, c := range st.Each {
			if c == "applicant" || c == body.Everyone {
				who = append(who, r.Say("law.each."+c, nil))
			} else {
				who = append(who, className(s, c, r))
			}
		}
		args["who"] = r.List(who)
		return r.Say("law.each", args)
	}
	by := st.By
	if by == "" {
		by = "applicant"
	}
	args["who"] = s.Name(body.MemberID(by), r)
	return r.Say("law.party", args)
}

// text answers what the charter says of the stage: articles, source and note; those of its sentence where the charter
// lists the same sentence among its rules.
func (p *LawPage) text(set Setting, s dossier.Standing, r *words.Reader) {
	st := set.stage(s.Procedure, p.Stage)
	if st == nil {
		return
	}
	p.Law = append(p.Law, st.Law...)
	keys := []string{st.Source}
	note := st.Note
	sentence := set.sentence(st)
	for _, x := range set.Charter.Rules {
		if sentence == "" || x.Rule.Value != sentence {
			continue
		}
		for _, l := range x.Law {
			if !slices.Contains(p.Law, l) {
				p.Law = append(p.Law, l)
			}
		}
		if keys = append(keys, x.Source); note == "" {
			note = x.Note
		}
	}
	for i, k := range keys {
		if k != "" && !slices.Contains(keys[:i], k) {
			p.Sources = append(p.Sources, set.source(k))
		}
	}
	p.Note = words.Filed{Text: note, Lang: "en"}
	if sentence == "" {
		p.How = set.wanted(st, r)
	}
	if st.Silence != nil {
		p.Silence = strings.TrimSpace(r.Say("law.silence."+st.Silence.PendingCountsAs, nil) + " " + watchersSay(set, r))
	}
}

// source answers a source of the charter by its key.
func (s Setting) source(key string) SourceLine {
	if x, ok := s.Charter.Sources.Get(key); ok {
		return SourceLine{Key: key, Title: x.Title, Publisher: x.Publisher, Date: x.Date, URL: x.URL}
	}
	return SourceLine{Key: key, Title: key, Unsourced: key == body.Unsourced, Derived: key == body.Derived}
}

func found(set Setting, f rule.Finding, n int, r *words.Reader) Found {
	x := Found{Now: f.Outcome.String(), Closed: f.IfClosedNow.String(), Reasons: f.Reasons, Tests: testBars(set.teller(r), f.Tests), Mark: MarkOpen}
	if f.IfClosedNow == game.Adopted {
		x.Mark = MarkMet
	}
	x.Say = r.Say("law.found."+x.Closed+"."+x.Now, nil)
	x.Pivotal = r.Say("law.pivotal.none", nil)
	if len(f.Pivotal) > 0 {
		x.Pivotal = set.pivotal(f.Pivotal, n, r)
		x.PivotalHint = r.Say("law.pivotal.settled", nil)
		if f.Outcome == game.Open {
			x.PivotalHint = r.Say("law.pivotal.open", nil)
		}
	}
	if f.PivotalBounded {
		x.PivotalHint = strings.TrimSpace(x.PivotalHint + " " + r.Say("law.pivotal.bounded", nil))
	}
	for _, c := range f.SmallestChange {
		x.Change = append(x.Change, sayChange(set, c, r))
	}
	switch {
	case f.CannotCarry:
		x.ChangeSay = r.Say("change.none", nil)
	case f.IfClosedNow == game.Adopted:
		x.ChangeSay = r.Say("law.change.needless", nil)
	case f.ChangeBounded:
		x.ChangeSay = r.Say("law.change.bounded", nil)
	}
	return x
}

// pivotal answers the names of those on whom a decision turns, in alphabetical order; all of the roll are counted.
func (s Setting) pivotal(ids []body.MemberID, n int, r *words.Reader) string {
	if len(ids) == n && n > maxNamed {
		return r.Say("law.pivotal.all", words.Args{"n": n})
	}
	names := s.each(ids, r)
	words.Order(r, names, func(name string) string { return name })
	return r.List(names)
}

// maxSupposed is how many seats are offered to suppose about: beyond it the form would be longer than anybody reads.
const maxSupposed = 400

func whatIf(set Setting, a dossier.Asked, suppose func(body.MemberID) string, r *words.Reader) *WhatIf {
	roll := a.Question.Roll
	if len(roll.Members) > maxSupposed {
		return nil
	}
	w := &WhatIf{}
	name := func(b game.Ballot) string {
		word := roll.BallotName(b)
		for _, own := range set.Charter.Ballots {
			if n := own.Name.In(r.Tag()); own.ID == word && n != "" {
				return n
			}
		}
		if b < game.FirstDeclared {
			return r.Say("ballot."+ballotWord(b), nil)
		}
		return plainWord(word)
	}
	for _, b := range []game.Ballot{game.For, game.Against, game.Abstaining, game.Absent, game.Pending} {
		w.Ballots = append(w.Ballots, BallotChoice{roll.BallotName(b), name(b)})
	}
	for i := range roll.Ballots {
		b := game.FirstDeclared + game.Ballot(i)
		w.Ballots = append(w.Ballots, BallotChoice{roll.BallotName(b), name(b)})
	}
	ballots := slices.Clone(a.Ballots)
	consensus := isConsensus(dossier.Standing{Finding: a.Finding})
	counts := map[game.Ballot]int{}
	for i, id := range roll.Members {
		seat := SupposedSeat{Party: set.party(id, r), Real: roll.BallotName(ballots[i]), RealName: name(ballots[i])}
		seat.Supposed = seat.Real
		if b, ok := roll.Ballot(suppose(id)); ok && b != ballots[i] && b != game.Recused {
			seat.Supposed, seat.Changed, w.Asked = roll.BallotName(b), true, true
			w.Changed = append(w.Changed, r.Say("law.supposed", words.Args{"who": seat.Name, "to": name(b), "from": seat.RealName}))
			ballots[i] = b
		}
		seat.Mark, _ = positionMark(dossier.PositionStanding{}, roll.Kind(ballots[i]), consensus)
		counts[ballots[i]]++
		w.Seats = append(w.Seats, seat)
		w.Seating = append(w.Seating, Seat{seat.ID, set.Code(id), seat.Name, name(ballots[i]), seat.Mark})
	}
	var told []string
	for _, b := range slices.Sorted(maps.Keys(counts)) {
		told = append(told, r.Say("legend.count", words.Args{"word": name(b), "n": counts[b]}))
	}
	w.Alt = r.Say("law.what.alt", words.Args{"counts": r.List(told)})
	words.Order(r, w.Seats, func(s SupposedSeat) string { return s.Name })
	slices.SortStableFunc(w.Seating, func(a, b Seat) int { return a.Mark.rank() - b.Mark.rank() })
	f, err := rule.Find(a.Question, ballots)
	if err != nil {
		return nil // the record's own ballots are found by the same rule: no other can be refused
	}
	w.Found = found(set, f, len(ballots), r)
	return w
}
