package view

import (
	"time"

	"accede/dossier"
	"accede/whatif/movement"

	"accede/internal/view/words"
)

// Movement is how far each concern has moved over time, drawn as lines: the sum of direction times strength.
type Movement struct {
	Lines   []MovementLine `json:"lines"`
	Low     int            `json:"low"`
	High    int            `json:"high"`
	Say     string         `json:"says"` // the stalemate, or that there is none, in a sentence
	Alt     string         `json:"-"`
	FromDay string         `json:"-"`
	ToDay   string         `json:"-"`
	From    time.Time      `json:"-"`
	To      time.Time      `json:"-"`
	Still   time.Time      `json:"stalemate_since,omitzero"` // zero: no stalemate
}

// MovementLine is one concern.
type MovementLine struct {
	Objection string          `json:"objection"`
	Concern   string          `json:"concern"`
	Who       string          `json:"-"`
	Code      string          `json:"-"` // a short name for the drawing: 1, 2, 3
	Text      words.Filed     `json:"text"`
	Mark      Mark            `json:"state"`
	Word      string          `json:"-"`
	Since     time.Time       `json:"since"`
	Level     int             `json:"level"`
	Points    []MovementPoint `json:"points"`
	Say       string          `json:"says"`
}

// MovementPoint is one movement of a concern: what a round made of it, or what was said of a measure.
type MovementPoint struct {
	When      time.Time `json:"when"`
	Seq       int64     `json:"entry"`
	Direction string    `json:"direction"`
	Strength  int       `json:"strength"`
	Level     int       `json:"level"`
	Say       string    `json:"says"`
}

// NewMovement answers how the concerns of a dossier moved. A dossier without concerns has no lines.
func NewMovement(d *dossier.Docket, s dossier.Standing, r *words.Reader) (Movement, error) {
	set := SettingOf(d)
	p, err := movement.Of(d, s.Dossier, s.AsOf)
	if err != nil {
		return Movement{}, err
	}
	m := Movement{Lines: []MovementLine{}, Low: p.Low, High: p.High, To: s.AsOf}
	if !s.EndedAt.IsZero() && s.EndedAt.Before(m.To) {
		m.To = s.EndedAt
	}
	var told []string
	for i, l := range p.Lines {
		x := MovementLine{
			Objection: l.Objection, Concern: l.Concern, Who: set.Name(l.By, r), Code: string(rune('1' + i%9)), Text: filed(l.Text, r),
			Mark: knotMark(l.State), Word: r.Say(knotKey(l.State), nil), Since: l.Since, Points: []MovementPoint{},
		}
		for _, q := range l.Points {
			x.Points, x.Level = append(x.Points, movementPoint(set, q, r)), q.Level
		}
		args := words.Args{"what": x.Text, "n": len(x.Points), "level": x.Level, "day": ""}
		key := "movement.line.never"
		if q, ok := l.Moved(); ok {
			key, args["day"] = "movement.line."+q.Direction.String(), r.Day(q.When.In(set.Zone))
		}
		x.Say = r.Say(key, args)
		told = append(told, r.Say("movement.alt.line", words.Args{"n": x.Code, "level": x.Level}))
		if m.From.IsZero() || l.Since.Before(m.From) {
			m.From = l.Since
		}
		m.Lines = append(m.Lines, x)
	}
	if len(m.Lines) == 0 {
		m.Say = r.Say("movement.none", nil)
		return m, nil
	}
	m.FromDay, m.ToDay = r.Day(m.From.In(set.Zone)), r.Day(m.To.In(set.Zone))
	m.Alt = r.Say("movement.alt", words.Args{"from": m.FromDay, "to": m.ToDay, "lines": r.List(told)})
	m.still(set, p.Standstill, r)
	return m, nil
}

// still says whether there is a stalemate, since when, and when something last moved.
func (m *Movement) still(set Setting, s *movement.Standstill, r *words.Reader) {
	if s == nil {
		m.Say = r.Say("movement.nostalemate", nil)
		return
	}
	m.Still = s.Since
	args := words.Args{"day": r.Day(s.Since.In(set.Zone)), "n": s.Days, "rounds": s.Rounds, "moved": s.Moved, "of": s.Of, "last": ""}
	key := "movement.stalemate.never"
	if !s.Last.IsZero() {
		key, args["last"] = "movement.stalemate", r.Day(s.Last.In(set.Zone))
	}
	m.Say = r.Say(key, args)
}

func movementPoint(set Setting, q movement.Point, r *words.Reader) MovementPoint {
	x := MovementPoint{When: q.When, Seq: q.Seq, Direction: q.Direction.String(), Strength: q.Strength, Level: q.Level}
	args := words.Args{"day": r.Day(q.When.In(set.Zone)), "who": set.Name(q.By, r), "strength": q.Strength, "word": plainWord(q.Word), "n": len(q.Demands)}
	switch q.Kind {
	case movement.Round:
		args["word"] = spoken(r, "progress.", q.Word)
		x.Say = r.Say("movement.round", args)
	case movement.Assessment:
		x.Say = r.Say("movement.assessed."+q.Direction.String(), args)
	case movement.Finding:
		x.Say = r.Say("movement.found", args)
	}
	return x
}
