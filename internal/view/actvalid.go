package view

import (
	"time"

	"accede/body"
	"accede/dossier"
	"accede/form"

	"accede/internal/view/words"
)

// validDays is how many days a signed act may be on its way where its author does not say otherwise: as long as it may wait
// for the signature of a second person.
const validDays = 30

// ValidUntil answers until when an act that is signed at an instant may be registered, where its author says nothing: the
// first moment of a day, by the zone of the body. It is zero in a record that wants no signatures, and in one that is
// reported: there acts have happened.
func ValidUntil(d *dossier.Docket, at time.Time) form.Instant {
	if d.Keeping() == body.Reported || len(d.Keys(at)) == 0 {
		return form.Instant{}
	}
	return form.Instant{Day: form.DateOf(at.In(d.Zone())).AddDays(validDays)}
}

// valid asks until when an act may be registered, so that nobody keeps it back for a time that suits. In a record that
// wants signatures a new form proposes an end; whoever empties the field wants none.
func (s *sheet) valid() form.Instant {
	if s.set.reported() {
		return form.Instant{}
	}
	until := s.moment("valid", false)
	f := &s.fields[len(s.fields)-1]
	f.Hint = s.q.Reader.Say("hint.valid", words.Args{"zone": s.q.Reader.City(zoneCity(s.set.Charter.TimeZone))})
	f.Min = form.DateOf(s.q.At.In(s.set.Zone)).String()
	if end := ValidUntil(s.q.Docket, s.q.At); !s.sent() && !end.IsZero() {
		f.Value = end.Day.String()
	}
	if !until.IsZero() && !s.q.At.Before(until.In(s.set.Zone)) {
		s.wrong(f, "wrong.valid", nil)
	}
	return until
}
