package post

import (
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"

	"accede/dossier"

	"accede/internal/view"
)

// dateChange is a date that has come, was moved or has fallen away.
type dateChange struct {
	dossier string
	date    view.FeedDate
	cancel  bool
}

// dates answers the rounds and deadlines of a dossier. Its words are never shown: only what stands when is compared.
func (o *Office) dates(d *dossier.Docket, at time.Time, id string) ([]view.FeedDate, error) {
	r, ok := o.Words.In("en")
	if !ok {
		return nil, fmt.Errorf("there are no words in English")
	}
	return view.NewFeedDates(d, at, []string{id}, r)
}

// changedDates answers what has changed among dates that lie ahead. What was over when it was entered, or is over by now,
// is no matter of a calendar.
func changedDates(id string, before, after []view.FeedDate, entered, now time.Time) []dateChange {
	known := map[string]view.FeedDate{}
	for _, x := range before {
		known[x.UID] = x
	}
	var all []dateChange
	for _, x := range after {
		was, had := known[x.UID]
		switch {
		case !x.Start.After(entered) || !x.Start.After(now):
		case x.Cancelled && had && !was.Cancelled:
			all = append(all, dateChange{id, x, true})
		case !x.Cancelled && (!had || was.Cancelled || !was.Start.Equal(x.Start) || was.Place != x.Place || was.Minutes != x.Minutes):
			all = append(all, dateChange{id, x, false})
		}
	}
	return all
}

// calendar answers a date as an invitation to one person, or as its withdrawal. (RFC 5546)
func calendar(x view.FeedDate, ofBody, site string, from, to Address, cancel bool) string {
	cal := ics.NewCalendarFor("accede")
	cal.SetMethod(ics.MethodRequest)
	e := cal.AddEvent(x.UID + "@" + ofBody + ".accede")
	e.SetStatus(ics.ObjectStatusConfirmed)
	if cancel {
		cal.SetMethod(ics.MethodCancel)
		e.SetStatus(ics.ObjectStatusCancelled)
	}
	e.SetDtStampTime(x.Stamp)
	e.SetSequence(x.Sequence)
	e.SetSummary(x.Title)
	if x.Text != "" {
		e.SetDescription(x.Text)
	}
	if x.Place != "" {
		e.SetLocation(x.Place)
	}
	if site != "" {
		e.SetURL(site + x.Path)
	}
	e.SetOrganizer("mailto:"+from.Mail, ics.WithCN(from.Name))
	e.AddAttendee("mailto:"+to.Mail, ics.ParticipationStatusNeedsAction, ics.WithRSVP(false))
	e.SetTimeTransparency(ics.TransparencyTransparent)
	if x.AllDay {
		e.SetAllDayStartAt(x.Start)
		e.SetAllDayEndAt(x.Start.AddDate(0, 0, 1))
	} else {
		e.SetStartAt(x.Start)
		e.SetEndAt(x.Start.Add(time.Duration(x.Minutes) * time.Minute))
	}
	return cal.Serialize(ics.WithNewLineWindows)
}
