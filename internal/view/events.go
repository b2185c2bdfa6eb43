package view

import (
	"slices"
	"time"

	"accede/dossier"

	"accede/internal/view/words"
)

// Event is one mark on the line of talks.
type Event struct {
	When  time.Time
	Day   string
	Title string
	Who   string
	Mark  Mark
	Seq   int64 // the entry that says so; 0 where several do
}

// events answers what happened between members and applicant, in order of time: application, objections, meetings,
// texts, stages that were passed.
func events(set Setting, s dossier.Standing, r *words.Reader) []Event {
	var all []Event
	add := func(at time.Time, mark Mark, title, who string, seq int64) {
		if !at.IsZero() {
			all = append(all, Event{at, r.Day(at.In(set.Zone)), title, who, mark, seq})
		}
	}
	add(s.Applied, MarkMet, r.Say("event.applied", nil), set.Name(s.Applicant, r), 0)
	for _, o := range s.Objections {
		add(o.Since, MarkOpen, r.Say("event.objection", nil), set.Name(o.By, r), o.Seq)
		add(o.Withdrawn, MarkAside, r.Say("event.withdrawn", nil), set.Name(o.By, r), 0)
	}
	for _, t := range s.Rounds {
		add(t.When, roundMark(t), roundTitle(t, r), set.Names(t.Parties, r), t.Seq)
	}
	for _, t := range s.Texts {
		title, mark := filed(t.Title, r).Text, MarkAgreed
		if !t.Agreed {
			mark = MarkTalks
		}
		add(t.When, mark, title, set.Names(t.Parties, r), t.Seq)
	}
	for _, st := range s.Stages[min(1, len(s.Stages)):] {
		if st.State == dossier.Passed {
			add(st.Done, MarkMet, set.stageName(st, r), r.Say("event.done", nil), 0)
		}
	}
	slices.SortStableFunc(all, func(a, b Event) int { return a.When.Compare(b.When) })
	return all
}

// roundMark answers how far a meeting moved what it took up, by the concern it moved farthest.
func roundMark(t dossier.RoundStanding) Mark {
	mark := MarkWait
	for _, o := range t.Outcome {
		switch o.Progress {
		case "settled", "substantial":
			return MarkAgreed
		case "some":
			mark = MarkTalks
		}
	}
	return mark
}

func roundTitle(t dossier.RoundStanding, r *words.Reader) string {
	args := words.Args{"n": t.Round, "place": t.Place}
	switch {
	case t.Round > 0 && t.Place != "":
		return r.Say("event.round.place", args)
	case t.Round > 0:
		return r.Say("event.round", args)
	case len(t.Title) > 0:
		return wordsOf(t.Title, r)
	case t.Place != "":
		return r.Say("event.meeting.place", args)
	}
	return r.Say("event.meeting", args)
}

// Calendar is the date control: the days on which the dossier has entries, and where the page stands among them.
type Calendar struct {
	Date       string // the day of the page, YYYY-MM-DD
	First      string // the first day of the dossier
	Prev, Next string // the nearest days with entries; empty where there is none
	PrevSay    string
	NextSay    string
	Bins       []Bin
	Days       []CalendarDay
}

// Bin is a month, quarter or year of the dossier's life.
type Bin struct {
	Name, Short string
	Year        string // told under the first bin and under each that begins a year
	Date        string // its last day, to which it leads
	Count       int
	Current     bool
	Later       bool // after the day of the page
}

// CalendarDay is one day with entries.
type CalendarDay struct {
	When  time.Time
	Count int
	Key   bool // something other than a step of one member happened
}

func calendar(set Setting, s dossier.Standing, all []dossier.Day, r *words.Reader) Calendar {
	c := Calendar{Date: set.day(s.AsOf)}
	for _, d := range all {
		c.Days = append(c.Days, CalendarDay{When: d.When.In(set.Zone), Count: d.Count})
	}
	if len(c.Days) == 0 {
		return c
	}
	c.First = set.day(c.Days[0].When)
	for _, d := range c.Days {
		day := set.day(d.When)
		if day < c.Date {
			c.Prev, c.PrevSay = day, r.Say("calendar.prev", words.Args{"day": r.Day(d.When)})
		}
		if day > c.Date && c.Next == "" {
			c.Next, c.NextSay = day, r.Say("calendar.next", words.Args{"day": r.Day(d.When)})
		}
	}
	c.Bins = bins(set, c, r)
	return c
}

// maxBins is how many bins are drawn at most: months, else quarters, else years.
const maxBins = 36

func bins(set Setting, c Calendar, r *words.Reader) []Bin {
	first, last := c.Days[0].When, c.Days[len(c.Days)-1].When
	months := (last.Year()-first.Year())*12 + int(last.Month()) - int(first.Month()) + 1
	step := 1
	switch {
	case months > maxBins*3:
		step = 12
	case months > maxBins:
		step = 3
	}
	var all []Bin
	at := time.Date(first.Year(), first.Month()-time.Month((int(first.Month())-1)%step), 1, 0, 0, 0, 0, set.Zone)
	for i := 0; !at.After(last); {
		end := at.AddDate(0, step, 0)
		b := Bin{Name: r.Month(at), Short: r.MonthShort(at.Month()), Date: set.day(end.AddDate(0, 0, -1))}
		if step == 12 {
			b.Name, b.Short = r.Say("date.year", words.Args{"y": at.Format("2006")}), at.Format("2006")
		}
		if step < 12 && (len(all) == 0 || at.Month() == time.January) {
			b.Year = at.Format("2006")
		}
		for ; i < len(c.Days) && c.Days[i].When.Before(end); i++ {
			b.Count += c.Days[i].Count
		}
		b.Current = set.day(at) <= c.Date && c.Date <= b.Date
		b.Later = set.day(at) > c.Date
		all = append(all, b)
		at = end
	}
	return all
}
