package view

import (
	"time"

	"accede/dossier"

	"accede/internal/view/words"
)

// WallPage is one dossier for the screen of the meeting room: the sentence, the seats, the clock, who has not spoken.
type WallPage struct {
	DossierPage
	Clock   string // the time of the page, with its zone
	Waiting []Cell // who has not said or done anything yet, in the order of the roll call
	Against []Cell // who stands against it
	Said    string // how many are awaited, in words
	Silence *QuestionPanel
}

// NewWallPage answers the wall of a standing.
func NewWallPage(set Setting, s dossier.Standing, r *words.Reader) WallPage {
	p := WallPage{DossierPage: rollPage(set, s, "", r), Silence: question(set, s, r)}
	at := s.AsOf.In(set.Zone)
	p.Clock = r.Say("wall.clock", words.Args{"time": at.Format("15:04"), "zone": r.City(zoneCity(set.Charter.TimeZone)), "day": r.Day(at)})
	for _, c := range p.Roll {
		switch c.Mark {
		case MarkWait:
			p.Waiting = append(p.Waiting, c)
		case MarkOpen:
			p.Against = append(p.Against, c)
		case MarkMet, MarkAgreed, MarkTalks, MarkAside:
			// they have spoken
		}
	}
	key := "wall.waiting"
	if len(s.Positions) == 0 {
		key = "wall.tocome"
	}
	p.Said = r.Say(key, words.Args{"n": len(p.Waiting)})
	if s.Question != nil && !s.Question.Until.After(s.AsOf.Add(-24*time.Hour)) {
		p.Silence = nil // a clock that ran out a day ago says nothing to a room
	}
	return p
}
