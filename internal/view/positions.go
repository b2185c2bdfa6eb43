package view

import (
	"slices"

	"accede/act"
	"accede/body"
	"accede/dossier"

	"accede/internal/view/words"
)

// PositionsPage is where every member stands, and the history of what they said.
type PositionsPage struct {
	DossierPage `json:"-"`
	Stage       string         `json:"stage"`
	Members     []MemberLine   `json:"members"` // those the filter shows
	History     []PositionLine `json:"history"` // newest first
}

// MemberLine is one member with its position, as JSON tells it.
type MemberLine struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Position string `json:"position"`
	Mark     Mark   `json:"mark"`
	When     string `json:"when,omitempty"`
}

// PositionLine is one thing a member said or did in a stage, and what has become of it.
type PositionLine struct {
	LogLine
	Party  Party      `json:"party"`
	Stage  string     `json:"stage"`           // its name
	State  string     `json:"state"`           // in-force, replaced, withdrawn, said
	Fate   string     `json:"-"`               // the same in words
	Parts  []Part     `json:"-"`               // what was filed with it: grounds, conditions, reasons
	Votes  []VoteLine `json:"votes,omitempty"` // in the member's own organs
	object string
}

// Part is a text that was filed with an act, under the word for what it is.
type Part struct {
	Word string
	Text words.Filed
}

// VoteLine is a vote in an organ of a member, as reported.
type VoteLine struct {
	Organ string `json:"organ"`
	Say   string `json:"say"`
	Day   string `json:"day"`
}

// NewPositionsPage answers the page of the positions of a dossier; show filters the roll call by a mark's word.
func NewPositionsPage(d *dossier.Docket, s dossier.Standing, show string, r *words.Reader) PositionsPage {
	set := SettingOf(d)
	p := PositionsPage{DossierPage: rollPage(set, s, show, r), Stage: stageNow(set, s, r)}
	for _, c := range p.Shown() {
		p.Members = append(p.Members, MemberLine{c.ID, c.Name, c.Word, c.Mark, c.When})
	}
	p.History = positionLines(d, s, "", r)
	slices.Reverse(p.History)
	return p
}

// rollPage answers as much of a dossier's page as the roll call needs.
func rollPage(set Setting, s dossier.Standing, show string, r *words.Reader) DossierPage {
	p := DossierPage{
		Head: NewHead(set, s, r), Reader: r, Setting: set, Standing: s, Show: show,
		AsOf: r.Day(s.AsOf.In(set.Zone)), Reported: set.reported(), consensus: isConsensus(s),
	}
	p.Roll = p.roll()
	p.Where = p.where()
	p.Filters = p.filters()
	p.Headline = headline(set, s, r)
	return p
}

// positionLines answers what members said and did in the stages, oldest first; of one member, or of all where member
// is empty. What is in force the fold says, not this list: it holds the entry behind every position.
func positionLines(d *dossier.Docket, s dossier.Standing, member body.MemberID, r *words.Reader) []PositionLine {
	set := SettingOf(d)
	force := map[int64]bool{}
	for _, a := range decidedStages(d, s) {
		for _, p := range a.Positions {
			force[p.Seq] = p.Seq > 0
		}
	}
	var all []PositionLine
	stage := ""
	for _, l := range d.Lines(s.Dossier) {
		if l.Notice != nil && l.Notice.Kind == dossier.NoticeOpened {
			stage = l.Notice.Stage
		}
		if l.Act == nil || member != "" && l.Act.By != member {
			continue
		}
		line, ok := positionLine(set, l, r)
		if !ok {
			continue
		}
		at := l.Act.Stage
		if at == "" {
			at = stage
		}
		line.Stage = set.stageByID(s, at, r)
		if line.State == "" {
			line.State = "replaced"
			if force[l.Seq] {
				line.State = "in-force"
			}
		}
		if line.object != "" {
			line.fate(s, l)
		}
		line.Fate = r.Say("position."+line.State, nil)
		all = append(all, line)
	}
	return all
}

// fate answers what has become of an objection: it is replaced by nothing but its own withdrawal.
func (p *PositionLine) fate(s dossier.Standing, l dossier.Line) {
	p.State = "in-force"
	for _, o := range s.Objections {
		if o.ID == l.Act.ID && !o.Withdrawn.IsZero() {
			p.State = "withdrawn"
		} else if o.ID == l.Act.ID && !o.Stands {
			p.State = "past"
		}
	}
}

// positionLine answers a line where an act is one by which a member takes part in a stage; false for any other.
// A State that is set here needs no fold to know: steps are done for good, and what takes something back only says so.
func positionLine(set Setting, l dossier.Line, r *words.Reader) (PositionLine, bool) {
	p := PositionLine{Party: set.party(l.Act.By, r)}
	part := func(key string, n body.Names) {
		if len(n) > 0 {
			p.Parts = append(p.Parts, Part{r.Say("part."+key, nil), filed(n, r)})
		}
	}
	switch do := l.Act.Do.(type) {
	case *act.Position:
		part("explanation", do.Explanation)
		part("conditions", do.Conditions)
	case *act.Reserve:
		if do.If != "" { // the sentence holds the reason
			p.Parts = append(p.Parts, Part{r.Say("ask.if", nil), words.Filed{Text: do.If, Lang: "en"}})
		}
	case *act.Recuse:
		part("reason", do.Reason)
	case *act.Object:
		p.object = l.Act.ID
		part("grounds", do.Grounds)
		for _, c := range do.Concerns {
			part("concern", c.Text)
		}
	case *act.AddConcern, *act.AddDemand:
		p.State = "added"
	case *act.Withdraw:
		if do.What != "objection" {
			return p, false
		}
		p.State = "said"
		part("conditions", do.Conditions)
	case *act.Approve:
		p.State = "done"
		p.Votes = voteLines(set, do.Votes, r)
	case *act.Sign, *act.Deposit, *act.Domestic:
		p.State = "done"
	case *act.Apply, *act.Put, *act.Extend, *act.Commit, *act.Memorandum, *act.Measure, *act.Assess, *act.Propose, *act.Talks,
		*act.Statement, *act.Count, *act.Close, *act.Suspend, *act.Reinstate, *act.Expel, *act.Leave, *act.Admit,
		*act.Enrol, *act.Rotate, *act.Revoke, *act.Recover, *act.React, *act.Redact, *act.ConfirmPaper, *act.Cosign:
		return p, false // no part in a stage
	}
	p.LogLine = logLine(set, l, r)
	return p, true
}

func voteLines(set Setting, votes []act.RecordedVote, r *words.Reader) []VoteLine {
	var all []VoteLine
	for _, v := range votes {
		line := VoteLine{Organ: v.Organ}
		var counts []string
		for _, c := range []struct {
			key string
			n   *int64
		}{{"for", v.For}, {"against", v.Against}, {"abstaining", v.Abstaining}, {"present", v.Present}, {"seats", v.Seats}} {
			if c.n != nil {
				counts = append(counts, r.Say("vote."+c.key, words.Args{"n": *c.n}))
			}
		}
		line.Say = r.Commas(counts)
		if !v.Date.IsZero() {
			line.Day = r.Day(v.Date.In(set.Zone))
		}
		all = append(all, line)
	}
	return all
}
