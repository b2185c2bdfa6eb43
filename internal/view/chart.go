package view

import (
	"slices"
	"time"

	"accede/act"
	"accede/dossier"

	"accede/internal/view/words"
)

// Chart is the running count of a stage's steps over time.
type Chart struct {
	From, To time.Time // from the opening of the stage to the day of the page
	FromDay  string
	ToDay    string
	Need     int
	NeedSay  string
	Series   []Series // one for each step, in the order of the steps
	Bound    bool     // some days are known only as the latest or about
	Alt      string   // the drawing in one sentence
}

// Series is the running count of one step.
type Series struct {
	Mark Mark
	Word string
	Days []time.Time // of each that is done, in order
	// Bound says of each day whether it is known only as the latest, or about.
	Bound []bool
}

// chart answers the running count where the stage wants acts of many; nil where there is nothing to count.
func chart(set Setting, s dossier.Standing, r *words.Reader) *Chart {
	if len(s.Steps) < 3 {
		return nil
	}
	c := &Chart{Need: len(s.Steps), NeedSay: r.Say("where.need", words.Args{"n": len(s.Steps)})}
	n := len(s.Steps[0].Steps)
	var told []string
	for i := range n {
		kind := s.Steps[0].Steps[i].Act
		line := Series{Mark: MarkAgreed, Word: r.Say("step."+string(kind), nil)}
		if i == n-1 {
			line.Mark = MarkMet
		}
		var done []dossier.StepStanding
		for _, p := range s.Steps {
			if step := p.Steps[i]; step.Done {
				done = append(done, step)
			}
		}
		slices.SortStableFunc(done, func(a, b dossier.StepStanding) int { return a.When.Compare(b.When) })
		for _, step := range done {
			line.Days, line.Bound = append(line.Days, step.When), append(line.Bound, step.Dated != act.Exactly)
			c.Bound = c.Bound || step.Dated != act.Exactly
		}
		c.Series = append(c.Series, line)
		told = append(told, r.Say("legend.count", words.Args{"word": line.Word, "n": len(line.Days)}))
	}
	c.span(set, s, r)
	if c.From.IsZero() || !c.From.Before(c.To) {
		return nil
	}
	c.Alt = r.Say("chart.alt", words.Args{"from": c.FromDay, "to": c.ToDay, "counts": r.List(told), "n": c.Need})
	return c
}

// span sets the time that the chart covers: from the first step to the day of the page, or to the last step where the
// dossier has ended.
func (c *Chart) span(set Setting, s dossier.Standing, r *words.Reader) {
	last := time.Time{}
	for _, line := range c.Series {
		for _, day := range line.Days {
			if c.From.IsZero() || day.Before(c.From) {
				c.From = day
			}
			if day.After(last) {
				last = day
			}
		}
	}
	c.To = s.AsOf
	if s.InForce || s.Ended != "" {
		c.To = last
	}
	c.FromDay, c.ToDay = r.Day(c.From.In(set.Zone)), r.Day(c.To.In(set.Zone))
}
