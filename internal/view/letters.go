package view

import (
	"time"

	"accede/dossier"
	"accede/internal/letter"

	"accede/internal/view/words"
)

// Told is a matter in the reader's words.
type Told struct {
	Kind     string `json:"kind"`
	Key      string `json:"key"`
	Dossier  string `json:"dossier"`
	Title    string `json:"title"` // of the dossier
	Text     string `json:"text"`
	Days     string `json:"days"` // since when, and the deadline
	Blocking bool   `json:"blocking,omitempty"`
	Path     string `json:"path"` // of the page that shows it
}

// Tell answers a matter in words, as the record stands at an instant.
func Tell(d *dossier.Docket, at time.Time, m letter.Matter, r *words.Reader) (Told, error) {
	return tell(d, SettingOf(d), at, m, r)
}

func tell(d *dossier.Docket, set Setting, at time.Time, m letter.Matter, r *words.Reader) (Told, error) {
	s, err := d.Standing(m.Dossier, at)
	if err != nil {
		return Told{}, err
	}
	t := Told{Kind: string(m.Kind), Key: m.Key(), Dossier: m.Dossier, Title: set.title(s, r), Blocking: m.Blocking, Path: "/d/" + m.Dossier + "/"}
	args := words.Args{"who": set.Name(m.Who, r), "applicant": set.Name(s.Applicant, r), "stage": spokenStage(set, &dossier.Notice{Stage: m.What}, r)}
	key := "letter." + string(m.Kind)
	switch m.Kind {
	case letter.Move, letter.Nearing:
		args["what"] = set.move(s, newGroup(dossier.Move{Who: m.Who, What: m.What, Since: m.Since, Due: m.Due, Blocking: m.Blocking}), r)
	case letter.Finding, letter.SilenceEnded:
		key += "." + m.Outcome.String()
	case letter.SilenceOpened, letter.SilenceBroken, letter.InForce:
		// the sentence says it
	}
	t.Text = r.Say(key, args)
	switch {
	case !m.Due.IsZero() && m.Kind != letter.SilenceBroken:
		t.Days = r.Say("letter.due", words.Args{"day": r.Moment(m.Due.In(set.Zone), zoneCity(set.Charter.TimeZone))})
	case m.Kind == letter.Move:
		t.Days = r.Say("letter.since", words.Args{"day": r.Day(m.Since.In(set.Zone))})
	default:
		t.Days = r.Say("letter.on", words.Args{"day": r.Day(m.Since.In(set.Zone))})
	}
	return t, nil
}
