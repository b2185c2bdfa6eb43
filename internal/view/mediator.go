package view

import (
	"slices"

	"accede/dossier"
	"accede/whatif/clauses"
	"accede/whatif/conflict"
	"accede/whatif/forecast"

	"accede/internal/view/words"
)

// MediatorPage is the mediator's desk of one dossier: what would unblock it, whose moves, how the concerns moved, what
// will hold, how long, and which demands a text answers. It is worked out from the record and the rule alone; what is
// assumed beside them is said.
type MediatorPage struct {
	Head     `json:"-"`
	Headline []words.Span `json:"-"`
	Unblock  Unblock      `json:"unblock"`
	Moves    []MoveLine   `json:"-"`
	Promised []MoveLine   `json:"-"`
	Movement Movement     `json:"movement"`
	Hold     *Hold        `json:"hold,omitempty"` // of the draft of the record; nil where HoldWhy says why
	HoldWhy  string       `json:"hold_refused,omitempty"`
	Forecast Forecast     `json:"forecast"`
	Texts    []DeskText   `json:"texts"`
	Cover    []DeskCover  `json:"demands"`
	CoverSay string       `json:"-"`
	Power    bool         `json:"-"` // a rule decides a stage that has opened: who counts can be asked
	Summary  []string     `json:"says"`
}

// DeskText is a text of the record.
type DeskText struct {
	ID      string      `json:"id"`
	Title   words.Filed `json:"title"`
	Day     string      `json:"day"`
	Agreed  bool        `json:"agreed"`
	Word    string      `json:"-"`
	Clauses int         `json:"clauses"`
}

// DeskCover is one demand with the clauses of the record that answer it.
type DeskCover struct {
	ID      string      `json:"id"`
	Text    words.Filed `json:"text"`
	Mark    Mark        `json:"state"`
	Word    string      `json:"-"`
	Clauses []string    `json:"clauses"` // as the text numbers them, or their ids
	Say     string      `json:"-"`
}

// NewMediatorPage answers the desk of a dossier. Past are the past accessions that a forecast may rest on.
func NewMediatorPage(d *dossier.Docket, s dossier.Standing, past []forecast.Cohort, r *words.Reader) (MediatorPage, error) {
	set := SettingOf(d)
	p := MediatorPage{Head: NewHead(set, s, r), Headline: headline(set, s, r), Texts: []DeskText{}, Cover: []DeskCover{}}
	p.Moves, p.Promised = moves(set, s, r)
	var err error
	if p.Unblock, err = NewUnblock(d, s, 5, r); err != nil {
		return p, err
	}
	if p.Movement, err = NewMovement(d, s, r); err != nil {
		return p, err
	}
	if p.Forecast, err = NewForecast(d, s, past, AskedOdds(), nil, r); err != nil {
		return p, err
	}
	if err := p.Forecast.Foretell(d, s, past, AskedOdds(), r); err != nil {
		return p, err
	}
	p.hold(d, s, r)
	p.texts(set, s, r)
	_, p.Power = d.Asked(s.Dossier, "")
	p.summary(r)
	return p, nil
}

// hold answers what the draft of the record says, or why there is none.
func (p *MediatorPage) hold(d *dossier.Docket, s dossier.Standing, r *words.Reader) {
	if len(s.Blockers) == 0 {
		p.HoldWhy = r.Say("hold.refused.nobody", nil)
		return
	}
	m, err := ConflictOf(d, s)
	if err == nil {
		var c *conflict.Conflict
		if c, err = conflict.Compile(m); err == nil {
			var h Hold
			if h, err = NewHold(c, HoldAsked{}, r); err == nil {
				p.Hold = &h
				return
			}
		}
	}
	p.HoldWhy = r.Say("hold.refused", words.Args{"why": err.Error()})
}

// texts tells the texts of the record, and which demands their clauses answer.
func (p *MediatorPage) texts(set Setting, s dossier.Standing, r *words.Reader) {
	number, tabled := map[string]string{}, map[string][]string{}
	for _, t := range s.Texts {
		x := DeskText{ID: t.ID, Title: filed(t.Title, r), Day: r.Day(t.When.In(set.Zone)), Agreed: t.Agreed, Clauses: len(t.Clauses)}
		if x.Title.Text == "" {
			x.Title = words.Filed{Text: plainWord(t.ID), Lang: r.Tag()}
		}
		if x.Word = r.Say("mediator.text.tabled", nil); t.Agreed {
			x.Word = r.Say("mediator.text.agreed", nil)
		}
		p.Texts = append(p.Texts, x)
		for _, c := range t.Clauses {
			number[c.ID] = clauseName(c.Clause, c.ID)
		}
		p.Texts[len(p.Texts)-1].Clauses += len(t.Draft)
		for _, c := range t.Draft {
			for _, id := range c.Answers {
				tabled[id] = append(tabled[id], clauseName(c.Clause, c.ID))
			}
		}
	}
	open := clauses.Demands(s)
	answered := 0
	for _, o := range s.Objections {
		for _, c := range o.Concerns {
			for _, m := range c.Demands {
				if !slices.Contains(open, m.ID) && len(m.Commitments) == 0 {
					continue
				}
				x := DeskCover{ID: m.ID, Text: filed(m.Text, r), Mark: knotMark(m.State), Word: r.Say(knotKey(m.State), nil), Clauses: []string{}}
				for _, k := range m.Commitments {
					if n := number[k.ID]; n != "" {
						x.Clauses = append(x.Clauses, n)
					}
				}
				if x.Clauses = append(x.Clauses, tabled[m.ID]...); len(x.Clauses) > 0 {
					answered++
				}
				x.Say = r.Say("mediator.cover", words.Args{"n": len(x.Clauses), "clauses": r.List(x.Clauses)})
				p.Cover = append(p.Cover, x)
			}
		}
	}
	p.CoverSay = r.Say("mediator.cover.say", words.Args{"n": len(p.Cover), "answered": answered, "texts": len(p.Texts)})
}

// together says why what breaks a stalemate is asked of more parties than the plan of steps names.
func (p *MediatorPage) together(d HoldDeal, r *words.Reader) {
	if len(p.Hold.Dossiers) < 2 || len(d.Change) < 2 {
		return
	}
	var who []string
	for _, m := range d.Change {
		who = append(who, m.Name)
	}
	p.Summary = append(p.Summary, r.Say("mediator.together", words.Args{"names": r.List(who), "n": len(p.Hold.Dossiers), "title": p.Title}))
}

// summary is the desk in a few sentences, in the order in which a mediator asks.
func (p *MediatorPage) summary(r *words.Reader) {
	p.Summary = append(p.Summary, p.Unblock.Say)
	if len(p.Unblock.Ways) > 0 {
		p.Summary = append(p.Summary, r.Say("mediator.carry", words.Args{"way": p.Unblock.Ways[0].Say}))
	}
	if p.Movement.Still.IsZero() {
		if p.Hold == nil {
			return
		}
	} else {
		p.Summary = append(p.Summary, p.Movement.Say)
	}
	if p.Hold != nil {
		p.Summary = append(p.Summary, p.Hold.Say)
		for _, d := range p.Hold.Deals {
			p.Summary = append(p.Summary, d.Say)
			p.together(d, r)
		}
	}
}
